//! A run of a handler.

use crate::base::ids::{HandlerId, NodeId, OrderId, SubscriptionId};
use crate::base::time::Time;
use crate::sim::keys::{CallKey, CallStepKey, Receipt};
use crate::sim::schedule::Ticket;
use crate::trace::{FactId, Reason, RunId};

/// A run of a handler: a worker's hands, step by step.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// The number of this run, for the facts.
    pub id: RunId,
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
    /// Since when it does what it does.
    pub since: Time,
    /// Until when, if it ends by itself.
    pub until: Option<Time>,
    /// The event that ends it.
    pub timer: Option<Ticket>,
    /// What it does.
    pub stage: RunStage,
    /// The fact that brought it here.
    pub cause: FactId,
}

/// What asked for a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// A message. If the broker has taken it back meanwhile, whatever the run says of it comes too late.
    Message(Receipt),
    /// A message that was acknowledged before the work.
    Acked,
    /// A call, until it is answered.
    Call(CallKey),
    /// A call that has its answer.
    Answered,
    /// An order of a client.
    Order,
}

/// What a run is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunStage {
    /// Between two steps.
    Stepping,
    /// Working.
    Working,
    /// Waiting for a core, with its worker.
    WaitingCore,
    /// Letting time pass, with its worker but without a core.
    Waiting,
    /// At a call step, with its worker: waiting for an answer, or to call again.
    Calling(CallStepKey),
    /// Waiting for the broker's confirm, with its worker.
    Confirming,
}

impl Run {
    /// Enters a stage.
    #[inline]
    pub(super) fn enter(&mut self, stage: RunStage, now: Time, until: Option<Time>, timer: Option<Ticket>) {
        (self.stage, self.since, self.until, self.timer) = (stage, now, until, timer);
    }
}
