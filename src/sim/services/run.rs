//! A run of a handler, and the calls it makes.

use crate::base::ids::{CallId, HandlerId, NodeId, OrderId, SubscriptionId, TopicId};
use crate::base::time::{Span, Time};
use crate::trace::{FactId, Reason};

/// A run of a handler: a worker's hands, step by step.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Names this run; whoever answers it shows the tag.
    pub tag: u32,
    /// Who runs it.
    pub node: NodeId,
    /// What is run.
    pub handler: HandlerId,
    /// The next step.
    pub step: u16,
    /// The subscription the message came from, if it was a message.
    pub subscription: Option<SubscriptionId>,
    /// The message's publishing site.
    pub site: u16,
    /// Effects that this run wrote or found written.
    pub effects: u16,
    /// The order.
    pub order: OrderId,
    /// What asked for it.
    pub origin: Origin,
    /// The name of its draws.
    pub name: u32,
    /// Why it will fail at the end of its first work, if it will.
    pub doomed: Option<Reason>,
    /// Calls made so far, which name their draws.
    pub calls: u32,
    /// Failed attempts at the present call.
    pub call_failures: u32,
    /// The wait before the present call's last retry.
    pub waited: Span,
    /// Since when it does what it does.
    pub since: Time,
    /// Until when, [`Time::MAX`] if another ends it.
    pub until: Time,
    /// The event that ends it.
    pub timer: u32,
    /// What it does.
    pub stage: Stage,
    /// The fact that brought it here.
    pub cause: FactId,
}

/// What asked for a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// A message, held under a tag.
    Message {
        /// Its slot.
        slot: u32,
        /// The hand-out.
        tag: u32,
    },
    /// A message that was taken back meanwhile: its acknowledgement will be too late.
    Detached,
    /// A message that was acknowledged before the work.
    Acked,
    /// A call, until it is answered.
    Call {
        /// Its slot.
        slot: u32,
        /// Its tag.
        tag: u32,
    },
    /// A call that has its answer.
    Answered,
    /// An order of a client.
    Order,
}

/// What a run is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Between two steps.
    Stepping,
    /// Working.
    Working,
    /// Waiting for a core, with its worker.
    WaitingCore,
    /// Letting time pass, with its worker but without a core.
    Waiting,
    /// Waiting for the answer of a call, with its worker.
    Calling {
        /// The call's slot.
        call: u32,
    },
    /// Waiting to call again, with its worker.
    CallBackoff {
        /// The edge on which it called last.
        failed: CallId,
    },
    /// Waiting for the broker's confirm, with its worker.
    Confirming,
}

/// A call under way.
#[derive(Clone, Copy, Debug)]
pub struct CallState {
    /// Names this call; slots are used again.
    pub tag: u32,
    /// The edge.
    pub call: CallId,
    /// The order.
    pub order: OrderId,
    /// Who waits for the answer: the run's slot and tag.
    pub caller: (u32, u32),
    /// The attempt, from 1.
    pub attempt: u32,
    /// The name of its draws.
    pub name: u32,
    /// Since when it is in its stage.
    pub since: Time,
    /// Until when it is on its way.
    pub until: Time,
    /// The event that ends its way.
    pub timer: u32,
    /// Where it is.
    pub stage: CallStage,
    /// How long the called service asks not to be called again, if its answer is a refusal that says so.
    pub retry_after: Span,
    /// The fact that brought it here.
    pub cause: FactId,
}

/// Where a call is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallStage {
    /// The request is on its way.
    Requesting,
    /// It waits for a worker.
    Queued,
    /// It is handled.
    Handled,
    /// The answer is on its way: a failure has its reason.
    Answering(Option<Reason>),
}

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
    pub timer: u32,
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
    /// This run (slot and tag) is told whether the broker's leader has it; what becomes of it then nobody is told.
    ConfirmedByLeader(u32, u32),
    /// This run (slot and tag) is told, and is told also when the broker does take it.
    Confirmed(u32, u32),
    /// It stays in the outbox and is sent again.
    Outbox,
}
