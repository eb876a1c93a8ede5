//! Lookup of a model's parts by their names in the file.

use crate::base::ids::{CallId, EffectId, NodeId, SubscriptionId, TopicId};
use crate::model::graph::{Effect, Model};
use crate::model::node::Kind;
use crate::model::node::Node;
use crate::model::problem::{EffectProblem, ModelProblem};
use crate::model::topic::{Subscription, Topic};
use crate::problem::{self, Problem, Word};

/// A part with a name in the file.
trait Named {
    fn id(&self) -> &str;
}

macro_rules! named {
    ($($type:ty),*) => {
        $(impl Named for $type {
            fn id(&self) -> &str {
                &self.id
            }
        })*
    };
}

named!(Effect, Node, Topic, Subscription);

/// Position of `id` in a list, or a problem that lists the known names.
fn position<T: Named, K: problem::Kind>(list: &[T], id: &str, unknown: fn(Word, Word) -> K) -> Result<usize, Problem> {
    list.iter()
        .position(|item| item.id() == id)
        .ok_or_else(|| unknown(Word::of(id), Word::list(list.iter().map(Named::id))).into())
}

impl Model {
    /// The node of this name.
    ///
    /// # Errors
    /// There is none.
    pub fn node_named(&self, id: &str) -> Result<NodeId, Problem> {
        position(&self.nodes, id, |id, known| ModelProblem::UnknownNode { id, known }).map(NodeId::new)
    }

    /// The topic of this name.
    ///
    /// # Errors
    /// There is none.
    pub fn topic_named(&self, id: &str) -> Result<TopicId, Problem> {
        position(&self.topics, id, |id, known| ModelProblem::UnknownTopic { id, known }).map(TopicId::new)
    }

    /// The subscription of this name.
    ///
    /// # Errors
    /// There is none.
    pub fn subscription_named(&self, id: &str) -> Result<SubscriptionId, Problem> {
        position(&self.subscriptions, id, |id, known| ModelProblem::UnknownSubscription { id, known })
            .map(SubscriptionId::new)
    }

    /// The effect of this name.
    ///
    /// # Errors
    /// There is none.
    pub fn effect_named(&self, id: &str) -> Result<EffectId, Problem> {
        position(&self.effects, id, |id, known| EffectProblem::UnknownEffect { id, known }).map(EffectId::new)
    }

    /// The node of this name, which must take calls: a service or a gateway.
    pub(crate) fn called_node(&self, id: &str) -> Result<NodeId, Problem> {
        let node = self.node_named(id)?;
        if self.nodes[node.index()].kind.takes_calls() { Ok(node) } else { self.node_of_kind(id, Kind::Service) }
    }

    /// The edge of the calls from one node to another, if there is one.
    pub(crate) fn call_between(&self, from: NodeId, to: NodeId) -> Option<CallId> {
        self.calls.iter().position(|call| call.from == from && call.to == to).map(CallId::new)
    }

    /// The node of this name, which must be of kind `needed`.
    pub(crate) fn node_of_kind(&self, id: &str, needed: Kind) -> Result<NodeId, Problem> {
        let node = self.node_named(id)?;
        let kind = self.nodes[node.index()].kind.word();
        if kind == needed.word() {
            return Ok(node);
        }
        Err(ModelProblem::WrongKind { id: Word::of(id), kind, needed: needed.word() }.into())
    }
}
