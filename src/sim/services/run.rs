//! State of a run of a handler.

use crate::base::ids::{NodeId, OrderId, SubscriptionId};
use crate::base::time::Time;
use crate::sim::keys::{CallKey, CallStepKey, Receipt};
use crate::sim::schedule::Ticket;
use crate::trace::{FactId, Reason, RunId};

/// A run of a handler: one worker going through its steps.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Number of this run, for the facts.
    pub id: RunId,
    pub node: NodeId,
    /// Position of the current step in the [`Program`](crate::sim::program::Program).
    pub position: u32,
    /// The subscription of its message, if it handles one.
    pub subscription: Option<SubscriptionId>,
    /// Publishing site of the message.
    pub site: u16,
    /// Effects that this run wrote or found written.
    pub effects: u16,
    pub order: OrderId,
    pub origin: Origin,
    /// Name of its draws.
    pub name: u32,
    /// Why it will fail, if it will: at the end of its first `work` or `wait`, or before any other step except
    /// `decide`.
    pub doomed: Option<Reason>,
    /// Attempts at calls made so far, which name their draws.
    pub calls: u32,
    /// When it entered its stage.
    pub since: Time,
    /// When its stage ends, if that is known.
    pub until: Option<Time>,
    /// The event that ends its stage.
    pub timer: Option<Ticket>,
    pub stage: RunStage,
    /// The fact that brought it here.
    pub cause: FactId,
}

/// Origin of a run, which is told how it ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// A message. If the broker takes it back meanwhile, the run's result is too late.
    Message(Receipt),
    /// A message that was acknowledged before the work.
    Acked,
    /// A call that has no answer yet.
    Call(CallKey),
    /// A call that was answered by a reply step.
    Answered,
    /// A client's order.
    Order,
}

/// Stage of a run. In every stage it keeps its worker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunStage {
    /// Between two steps.
    Stepping,
    /// At work, on a core.
    Working,
    /// Waiting for a core.
    WaitingCore,
    /// At a wait step, without a core.
    Waiting,
    /// At a call step: waiting for an answer, or to retry.
    Calling(CallStepKey),
    /// Waiting for the broker's confirm.
    Confirming,
}

impl Run {
    /// What a slot holds before its first run: a run at the first of its steps that has done nothing.
    pub(super) const VACANT: Run = Run {
        id: 0,
        node: NodeId(0),
        position: 0,
        subscription: None,
        site: 0,
        effects: 0,
        order: OrderId(0),
        origin: Origin::Order,
        name: 0,
        doomed: None,
        calls: 0,
        since: Time::ZERO,
        until: None,
        timer: None,
        stage: RunStage::Stepping,
        cause: FactId::NONE,
    };

    /// Enters a stage.
    #[inline]
    pub(super) fn enter(&mut self, stage: RunStage, now: Time, until: Option<Time>, timer: Option<Ticket>) {
        (self.stage, self.since, self.until, self.timer) = (stage, now, until, timer);
    }
}
