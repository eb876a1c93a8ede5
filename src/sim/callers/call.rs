//! Calls under way, and the call steps that wait for them.

use crate::base::ids::{CallId, OrderId, PoolId};
use crate::base::time::{Span, Time};
use crate::sim::keys::{CallKey, CallStepKey, RunKey};
use crate::sim::schedule::Ticket;
use crate::trace::{FactId, Reason};

/// A call under way.
#[derive(Clone, Copy, Debug)]
pub struct CallState {
    /// The edge.
    pub call: CallId,
    /// The order.
    pub order: OrderId,
    /// The call step that waits for the answer, if it still does.
    pub step: CallStepKey,
    /// The attempt, from 1.
    pub attempt: u32,
    /// The name of its draws.
    pub name: u32,
    /// Since when it is in its stage.
    pub since: Time,
    /// When it arrives; none while it is at the called node.
    pub until: Option<Time>,
    /// The event that ends its way.
    pub timer: Option<Ticket>,
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

impl CallState {
    pub(super) fn enter(&mut self, stage: CallStage, now: Time, until: Option<Time>, timer: Option<Ticket>) {
        (self.stage, self.since, self.until, self.timer) = (stage, now, until, timer);
    }
}

/// A call step of a run under way.
#[derive(Clone, Copy, Debug)]
pub struct CallStep {
    /// The run that waits for it.
    pub run: RunKey,
    /// The instances that may be called.
    pub pool: PoolId,
    /// The order.
    pub order: OrderId,
    /// Names the draws of its attempts, together with `made`.
    pub name: u32,
    /// Attempts made in the run so far, those of earlier call steps too.
    pub made: u32,
    /// Failed attempts at this step.
    pub failures: u32,
    /// The wait before the last retry.
    pub waited: Span,
    /// Since when it does what it does.
    pub since: Time,
    /// Until when.
    pub until: Time,
    /// The event that ends it.
    pub timer: Option<Ticket>,
    /// What it does.
    pub stage: StepStage,
    /// The fact that brought it here.
    pub cause: FactId,
}

/// What a call step is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepStage {
    /// Choosing an instance.
    Choosing,
    /// Waiting for the answer of a call.
    Asking(CallKey),
    /// Waiting to call again; the edge on which it called last.
    Backoff(CallId),
}

impl CallStep {
    pub(super) fn enter(&mut self, stage: StepStage, (since, until): (Time, Time), timer: Ticket, cause: FactId) {
        (self.stage, self.since, self.until) = (stage, since, until);
        (self.timer, self.cause) = (Some(timer), cause);
    }
}
