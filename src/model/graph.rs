//! The model: a validated scenario as a graph of nodes, topics and calls.

use crate::base::dist::Dist;
use crate::base::ids::{EffectId, EffectSet, HandlerId, NodeId, SubscriptionId, TopicId};
use crate::base::packed::packed;
use crate::base::text::Text;
use crate::base::time::{Span, Time};
use crate::model::call::Call;
use crate::model::claim::Claim;
use crate::model::command::TimedCommand;
use crate::model::handler::{Handler, Step, StepFailures, most_written};
use crate::model::ingress::Sidecar;
use crate::model::lesson::Lesson;
use crate::model::node::{Node, NodeKind};
use crate::model::pool::Pool;
use crate::model::topic::{Consumer, Subscription, Topic};
use crate::model::words::OrderWords;

/// A scenario ready to run, made by [`crate::scenario::load`]. Ids are positions in the lists.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Model {
    /// Name of the scenario: lower-case letters, digits and hyphens.
    pub id: String,
    pub title: Text,
    /// The lesson's text; its legend words are marked `[word](kind)`.
    pub text: Text,
    /// The one thing that the lesson asks the learner to do.
    pub task: Text,
    /// Default seed.
    pub seed: u64,
    /// Length of a run without interaction.
    pub until: Time,
    /// An order that takes longer than this is late.
    pub due_within: Option<Span>,
    /// Travel time of a message, a request or an answer.
    pub latency: Dist,
    /// What the page calls an order; clients may have their own words.
    pub order: Option<OrderWords>,
    /// Kinds of lines that an order may write in the ledger.
    pub effects: Vec<Effect>,
    pub nodes: Vec<Node>,
    pub topics: Vec<Topic>,
    pub subscriptions: Vec<Subscription>,
    pub calls: Vec<Call>,
    /// The edges among which each call step spreads its calls.
    pub pools: Vec<Pool>,
    pub handlers: Vec<Handler>,
    /// The `work` steps that fail in ways of their own.
    pub failures: Vec<StepFailures>,
    /// The scenario's own commands, by instant.
    pub faults: Vec<TimedCommand>,
    /// Statements that must be true at the end of a run.
    pub claims: Vec<Claim>,
    /// How a run is judged, if the scenario is a lesson.
    pub lesson: Option<Lesson>,
}

impl Model {
    /// Number of workers of all services: so many handlers may run at once.
    #[inline(never)]
    pub fn workers(&self) -> usize {
        let workers = |node: &Node| match &node.kind {
            NodeKind::Service(service) => service.workers as usize,
            NodeKind::Client(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => 0,
        };
        self.nodes.iter().map(workers).sum()
    }

    /// The effects that a handler may write, in step order, over all branches.
    pub fn effects_of(&self, handler: HandlerId) -> impl Iterator<Item = EffectId> {
        self.handlers[handler.index()].steps.iter().filter_map(|step| match step {
            Step::Effect(effect) => Some(*effect),
            _ => None,
        })
    }

    /// The effects that a node's handlers may write, in step order, each once.
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

    /// The subscriptions that are bound to a topic: its own, then those of other topics.
    pub fn bound_to(&self, topic: TopicId) -> impl Iterator<Item = SubscriptionId> {
        let own = self.topics[topic.index()].subscriptions.iter().copied();
        let all = (0..self.subscriptions.len()).map(SubscriptionId::new);
        own.chain(all.filter(move |s| {
            let s = &self.subscriptions[s.index()];
            s.topic != topic && s.hears(topic)
        }))
    }

    /// For each effect, the effects that must be in the ledger before it.
    pub fn prerequisites(&self) -> Vec<EffectSet> {
        self.effects.iter().map(|effect| effect.after).collect()
    }

    /// The most effects that any of a subscription's handlers writes on one path.
    pub fn most_effects(&self, subscription: &Subscription) -> usize {
        let most = |c: &Consumer| most_written(&self.handlers[c.handler.index()].steps);
        subscription.consumers.iter().map(most).max().unwrap_or(0)
    }

    /// The effects expected of a new order.
    pub fn expected(&self) -> EffectSet {
        (0..self.effects.len()).filter(|i| self.effects[*i].expected).map(EffectId::new).collect()
    }

    /// The identity that a node presents when it calls, which is itself; `None` if it presents none.
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
    /// Whether it is expected of a new order.
    pub expected: bool,
    /// The effects that must be in the ledger before it; each has a smaller index.
    pub after: EffectSet,
    /// The topic of whose keys it keeps the order: orders with a key in common must have it one after the other.
    pub in_order: Option<TopicId>,
}

packed! {
    struct Model {
        id, title, text, task, seed, until, due_within, latency, order, effects, nodes, topics, subscriptions, calls,
        pools, handlers, failures, faults, claims, lesson
    }
    struct Effect { id, name, expected, after, in_order }
}
