//! The whole of a validated scenario: a graph of nodes, topics and calls.

use crate::base::dist::Dist;
use crate::base::ids::{EffectId, EffectSet, HandlerId, NodeId};
use crate::base::text::Text;
use crate::base::time::{Span, Time};
use crate::model::call::Call;
use crate::model::claim::Claim;
use crate::model::command::TimedCommand;
use crate::model::handler::{Handler, Step, most_written};
use crate::model::ingress::Sidecar;
use crate::model::lesson::Lesson;
use crate::model::node::{Node, NodeKind};
use crate::model::pool::Pool;
use crate::model::topic::{Consumer, Subscription, Topic};

/// A scenario ready to run. Made by [`crate::scenario::load`]; positions in the lists are the ids.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Model {
    /// Name of the scenario: lower-case letters, digits and hyphens.
    pub id: String,
    /// What the scenario is called.
    pub title: Text,
    /// The lesson's text; its legend words are marked `[word](kind)`.
    pub text: Text,
    /// One thing to do.
    pub task: Text,
    /// The seed unless another is asked for.
    pub seed: u64,
    /// The length of a run that nobody watches.
    pub until: Time,
    /// An order that takes longer than this is late.
    pub due_within: Option<Span>,
    /// The time a message, a request or a reply is on the way.
    pub latency: Dist,
    /// The lines an order may write in the books.
    pub effects: Vec<Effect>,
    /// Clients, services, gateways and brokers.
    pub nodes: Vec<Node>,
    /// Topics.
    pub topics: Vec<Topic>,
    /// Subscriptions of all topics.
    pub subscriptions: Vec<Subscription>,
    /// Edges of synchronous calls.
    pub calls: Vec<Call>,
    /// What the steps call: the edges among which each spreads its calls.
    pub pools: Vec<Pool>,
    /// The steps that run on each trigger.
    pub handlers: Vec<Handler>,
    /// Commands that the scenario itself gives, by instant.
    pub faults: Vec<TimedCommand>,
    /// What the scenario says is true at the end of a run.
    pub claims: Vec<Claim>,
    /// What makes a lesson of it.
    pub lesson: Option<Lesson>,
}

impl Model {
    /// The effects that a handler may write, in the order of its steps, with those of all branches.
    pub fn effects_of(&self, handler: HandlerId) -> impl Iterator<Item = EffectId> {
        self.handlers[handler.index()].steps.iter().filter_map(|step| match step {
            Step::Effect(effect) => Some(*effect),
            _ => None,
        })
    }

    /// The effects that a node's handlers may write, in the order of their steps, each once.
    pub fn effects_at(&self, node: NodeId) -> Vec<EffectId> {
        let mut effects = Vec::new();
        let handlers = (0..self.handlers.len()).map(HandlerId::new).filter(|h| self.handlers[h.index()].node == node);
        for effect in handlers.flat_map(|handler| self.effects_of(handler)) {
            if !effects.contains(&effect) {
                effects.push(effect);
            }
        }
        effects
    }

    /// For each effect, those that must be in the books before it.
    pub fn prerequisites(&self) -> Vec<EffectSet> {
        self.effects.iter().map(|effect| effect.after).collect()
    }

    /// The most effects that one of a subscription's handlers writes, whatever it decides.
    pub fn most_effects(&self, subscription: &Subscription) -> usize {
        let most = |c: &Consumer| most_written(&self.handlers[c.handler.index()].steps);
        subscription.consumers.iter().map(most).max().unwrap_or(0)
    }

    /// The effects that an order is expected to have from the start.
    pub fn expected(&self) -> EffectSet {
        (0..self.effects.len()).filter(|i| self.effects[*i].expected).map(EffectId::new).collect()
    }

    /// Who a node shows to be when it calls; none when it has nothing to show. It is the node itself.
    pub fn identity(&self, node: NodeId) -> Option<NodeId> {
        let shows = match &self.nodes[node.index()].kind {
            NodeKind::Client(client) => client.authenticated,
            NodeKind::Service(service) => service.sidecar.is_some(),
            NodeKind::Gateway(_) => true,
            NodeKind::Broker { .. } => false,
        };
        shows.then_some(node)
    }

    /// The proxy beside a node, if there is one.
    pub fn sidecar(&self, node: NodeId) -> Option<Sidecar> {
        match &self.nodes[node.index()].kind {
            NodeKind::Service(service) => service.sidecar,
            NodeKind::Client(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => None,
        }
    }
}

/// A kind of line in the ledger.
#[derive(Clone, PartialEq, Debug)]
pub struct Effect {
    /// Name in the file.
    pub id: String,
    /// Name on the page.
    pub name: Text,
    /// Whether an order is expected to have it from the start.
    pub expected: bool,
    /// The effects that must be in the books before it; each has a smaller number.
    pub after: EffectSet,
}
