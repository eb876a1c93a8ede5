//! Topics and their subscriptions.

use crate::base::ids::{EffectId, HandlerId, NodeId, SubscriptionId, TopicId};
use crate::base::text::Text;
use crate::base::time::Span;
use crate::model::delivery::Delivery;

/// A topic: what is published here goes to each of its subscriptions.
#[derive(Clone, PartialEq, Debug)]
pub struct Topic {
    /// Name in the file.
    pub id: String,
    /// Name on the page.
    pub name: Text,
    /// The broker that holds it.
    pub broker: NodeId,
    /// Its subscriptions.
    pub subscriptions: Vec<SubscriptionId>,
    /// A message whose key was published here within this time is confirmed but not delivered again;
    /// a duplicate does not extend it. (JetStream 2 min, SQS FIFO 5 min.)
    pub dedup_window: Option<Span>,
    /// Whether a message that matches no subscription is refused; otherwise it is confirmed all the same.
    pub mandatory: bool,
    /// Whether what is published stays, to be read again.
    pub log: bool,
    /// How many places in the handlers publish to it: an order has this many idempotency keys here.
    pub sites: u16,
}

/// A subscription: a queue of its own with competing consumers.
#[derive(Clone, PartialEq, Debug)]
pub struct Subscription {
    /// Name in the file.
    pub id: String,
    /// Name on the page.
    pub name: Text,
    /// The topic.
    pub topic: TopicId,
    /// Who consumes, in the order of their turn; at least one.
    pub consumers: Vec<Consumer>,
    /// Whether it is connected from the start.
    pub on: bool,
    /// How messages are handed out, taken back and given up.
    pub delivery: Delivery,
    /// Where a notice of each message that is given up goes, if the settings say so.
    pub notice: Option<Notice>,
    /// The effects that a message brings, by its handlers and by whatever they publish and call in turn.
    pub brings: Vec<EffectId>,
}

/// Where notices of messages that are given up go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice {
    /// The topic, held by the same broker.
    pub topic: TopicId,
    /// The topic's publishing site that these notices are: an order has one idempotency key for them.
    pub site: u16,
}

/// One consumer of a subscription.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Consumer {
    /// The service.
    pub node: NodeId,
    /// What it runs for a message.
    pub handler: HandlerId,
}
