//! A publication: what a node hands to a topic, until the topic has it.

use crate::base::ids::{NodeId, OrderId, TopicId};
use crate::base::time::Time;
use crate::sim::keys::RunKey;
use crate::sim::schedule::Ticket;
use crate::trace::FactId;

/// A message on its way from a node to a topic, waiting in the node's outbox, or with the topic's leader only.
#[derive(Clone, Copy, Debug)]
pub struct Publication {
    /// The sender.
    pub node: NodeId,
    /// The topic.
    pub topic: TopicId,
    /// The order.
    pub order: OrderId,
    /// The publishing site; with the order it is the idempotency key.
    pub site: u16,
    /// What happens when the broker does not take it.
    pub via: Handover,
    /// Where it is.
    pub hop: Hop,
    /// The name of its draws, and of those of the messages that come of it.
    pub name: u32,
    /// How often it was sent.
    pub sent: u16,
    /// Since when it is where it is.
    pub since: Time,
    /// When it arrives, or is sent again.
    pub until: Time,
    /// The event that ends this.
    pub timer: Option<Ticket>,
    /// The fact that brought it here.
    pub cause: FactId,
}

/// Where a message is on its way to a topic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hop {
    /// In the sender's outbox.
    Stored,
    /// Between the sender and the broker.
    Flying,
    /// Written by the broker's leader, and not yet copied by the followers: nobody sees it.
    Replicating,
}

/// What happens when the broker does not take a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handover {
    /// It is lost.
    FireAndForget,
    /// This run is told whether the broker's leader has it; what becomes of it then nobody is told.
    ConfirmedByLeader(RunKey),
    /// This run is told, and is told also when the broker does take it.
    Confirmed(RunKey),
    /// It stays in the outbox and is sent again.
    Outbox,
}
