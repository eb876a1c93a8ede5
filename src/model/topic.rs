//! Topics and their subscriptions.

use crate::base::ids::{EffectId, HandlerId, NodeId, SubscriptionId, TopicId};
use crate::base::packed::packed;
use crate::base::text::Text;
use crate::base::time::Span;
use crate::model::delivery::Delivery;
use crate::model::routing::Binding;
use crate::model::terms::Terms;

/// A topic: each message published here goes to all its subscriptions, and to those of other topics that are bound to it.
#[derive(Clone, PartialEq, Debug)]
pub struct Topic {
    /// Name in the file.
    pub id: String,
    /// Name on the page.
    pub name: Text,
    pub broker: NodeId,
    pub subscriptions: Vec<SubscriptionId>,
    /// A message whose key was published here within this time is confirmed but not delivered again; a duplicate does
    /// not extend it. (JetStream 2 min, SQS FIFO 5 min.)
    pub dedup_window: Option<Span>,
    /// Whether a message that no subscription would receive is refused; otherwise it is confirmed all the same.
    pub mandatory: bool,
    /// Whether published messages are kept, to be read again.
    pub log: bool,
    /// Number of partitions of its log, over which the keys are spread; 1 if it is none.
    pub partitions: u32,
    /// Which messages have a key in common.
    pub key: TopicKey,
    /// Number of publishing sites in the handlers: an order has this many idempotency keys here.
    pub sites: u16,
    /// The topic that names those which number their publishing sites together, because messages go from one to the other
    /// and keep their keys.
    pub space: TopicId,
    /// The terms of each publishing site; empty if all are plain.
    pub terms: Vec<Terms>,
}

impl Topic {
    /// The terms of a publishing site.
    pub fn terms(&self, site: u16) -> &Terms {
        static PLAIN: Terms = Terms::PLAIN;
        self.terms.get(usize::from(site)).unwrap_or(&PLAIN)
    }

    /// The routing key of a publishing site's messages.
    pub fn routing_key(&self, site: u16) -> &str {
        &self.terms(site).routing_key
    }
}

/// The keys of a topic's messages. In JSON: `"order"`, or `{"of": 5, "skew": 1}`.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub enum TopicKey {
    /// Each order has its own.
    #[default]
    Order,
    /// Drawn for each order.
    Of {
        /// How many keys there are.
        of: u32,
        /// Exponent of Zipf's law: the n-th key is as likely as `n^-skew`; 0: all are.
        skew: f64,
    },
}

/// A subscription: a queue of its own with competing consumers.
#[derive(Clone, PartialEq, Debug)]
pub struct Subscription {
    /// Name in the file.
    pub id: String,
    /// Name on the page.
    pub name: Text,
    pub topic: TopicId,
    /// What it takes of further topics, and of its own; all of its own if that is not among them.
    pub bindings: Vec<Binding>,
    /// The consumers in turn order. Without one, messages lie there as dead letters, or expire and go on.
    pub consumers: Vec<Consumer>,
    /// Whether it is connected from the start.
    pub on: bool,
    pub delivery: Delivery,
    /// The topic that its dead letters go to, if the file names one.
    pub dead_to: Option<TopicId>,
    /// Where notices of given-up messages go, if the delivery settings name a topic.
    pub notice: Option<Notice>,
    /// The effects that a message brings, by its handlers and by everything they publish and call in turn.
    pub brings: Vec<EffectId>,
}

impl Subscription {
    /// Whether it is bound to a topic.
    pub fn hears(&self, topic: TopicId) -> bool {
        self.topic == topic || self.bindings.iter().any(|binding| binding.topic == topic)
    }

    /// The topics that it is bound to, its own first.
    pub fn topics(&self) -> impl Iterator<Item = TopicId> {
        let others = self.bindings.iter().map(|binding| binding.topic).filter(|topic| *topic != self.topic);
        std::iter::once(self.topic).chain(others)
    }

    /// Whether it takes a message with this routing key from a topic.
    pub fn takes(&self, topic: TopicId, key: &str) -> bool {
        let binding = self.bindings.iter().find(|binding| binding.topic == topic);
        binding.map_or(self.topic == topic, |binding| binding.takes(key))
    }
}

/// Where notices of given-up messages go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice {
    /// The topic, held by the same broker.
    pub topic: TopicId,
    /// The topic's publishing site of these notices: an order has one idempotency key for them.
    pub site: u16,
}

/// One consumer of a subscription.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Consumer {
    pub node: NodeId,
    /// The handler that runs for a message.
    pub handler: HandlerId,
}

packed! {
    struct Topic { id, name, broker, subscriptions, dedup_window, mandatory, log, partitions, key, sites, space, terms }
    enum TopicKey { Order, Of { of, skew } }
    struct Subscription { id, name, topic, bindings, consumers, on, delivery, dead_to, notice, brings }
    struct Notice { topic, site }
    struct Consumer { node, handler }
}
