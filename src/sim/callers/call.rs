//! State of calls and of the call steps that wait for them.

use crate::base::ids::{CallId, OrderId, PoolId};
use crate::base::time::{Span, Time};
use crate::sim::keys::{CallKey, CallStepKey, RunKey};
use crate::sim::schedule::Ticket;
use crate::trace::{FactId, Reason};

/// A call: one attempt, from the request to the answer.
#[derive(Clone, Copy, Debug)]
pub struct CallState {
    pub call: CallId,
    pub order: OrderId,
    /// The call step that made it, which may be over.
    pub step: CallStepKey,
    /// Number of the attempt, from 1.
    pub attempt: u32,
    /// Name of its draws.
    pub name: u32,
    /// When it entered its stage.
    pub since: Time,
    /// When it arrives; `None` while it is at the called node.
    pub until: Option<Time>,
    /// The event of its arrival.
    pub timer: Option<Ticket>,
    pub stage: CallStage,
    /// When nobody waits for the answer any more, as far as the called node knows.
    pub deadline: Option<Time>,
    /// How long the called service asks not to be called again, if its answer is a refusal that says so.
    pub retry_after: Span,
    /// The fact that brought it here.
    pub cause: FactId,
}

/// Where a call is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallStage {
    /// The request is travelling.
    Requesting,
    /// Waiting for a worker.
    Queued,
    /// A worker handles it.
    Handled,
    /// Dropped at its deadline, before its caller's patience ends at the same instant.
    Dropped,
    /// The answer is travelling, with the reason if it is a failure.
    Answering(Option<Reason>),
}

impl CallState {
    /// What a slot holds before its first call.
    pub(super) const VACANT: CallState = CallState {
        call: CallId(0),
        order: OrderId(0),
        step: CallStepKey::FIRST,
        attempt: 0,
        name: 0,
        since: Time::ZERO,
        until: None,
        timer: None,
        stage: CallStage::Requesting,
        deadline: None,
        retry_after: Span::ZERO,
        cause: FactId::NONE,
    };

    pub(super) fn enter(&mut self, stage: CallStage, now: Time, until: Option<Time>, timer: Option<Ticket>) {
        (self.stage, self.since, self.until, self.timer) = (stage, now, until, timer);
    }
}

/// A call step of a run.
#[derive(Clone, Copy, Debug)]
pub struct CallStep {
    /// The run that waits for it.
    pub run: RunKey,
    /// The instances to choose from.
    pub pool: PoolId,
    pub order: OrderId,
    /// Names the draws of its attempts, together with `made`.
    pub name: u32,
    /// Attempts made in the run so far, including earlier call steps.
    pub made: u32,
    /// Failed attempts at this step.
    pub failures: u32,
    /// The wait before the last retry.
    pub waited: Span,
    /// When it began.
    pub began: Time,
    /// When it ends, whatever its stage.
    pub deadline: Option<Time>,
    /// The edge for whose answer others may wait for it.
    pub leads: Option<CallId>,
    /// The step that gathers this one's answer and others', if there is one.
    pub parent: Option<CallStepKey>,
    /// The last of the calls that it makes at once.
    pub last_child: Option<CallStepKey>,
    /// The one of its parent's before it.
    pub sibling: Option<CallStepKey>,
    /// How many calls it has begun, how many of them are answered, and how many failed.
    pub gathered: Gathered,
    /// When it entered its stage.
    pub since: Time,
    /// When its stage ends.
    pub until: Time,
    /// The event that ends its stage.
    pub timer: Option<Ticket>,
    pub stage: StepStage,
    /// The fact that brought it here.
    pub cause: FactId,
}

/// Counts of the calls that a step makes at once.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Gathered {
    pub begun: u32,
    pub good: u32,
    pub bad: u32,
}

/// Stage of a call step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepStage {
    /// Choosing an instance.
    Choosing,
    /// Waiting for the answer of a call.
    Asking(CallKey),
    /// Waiting to retry, after an attempt over this edge.
    Backoff(CallId),
    /// Waiting for a place in the bulkhead of this edge.
    HeldBack(CallId),
    /// Waiting for the answer that another step over this edge will have.
    Joined(CallId),
    /// The step that was joined is over, with this failure.
    Shared(CallId, Option<Reason>),
    /// Waiting for calls that are made at once, which are steps of their own.
    Gathering,
}

impl CallStep {
    /// What a slot holds before its first call step.
    pub(super) const VACANT: CallStep = CallStep {
        run: RunKey::FIRST,
        pool: PoolId(0),
        order: OrderId(0),
        name: 0,
        made: 0,
        failures: 0,
        waited: Span::ZERO,
        began: Time::ZERO,
        deadline: None,
        leads: None,
        parent: None,
        last_child: None,
        sibling: None,
        gathered: Gathered { begun: 0, good: 0, bad: 0 },
        since: Time::ZERO,
        until: Time::ZERO,
        timer: None,
        stage: StepStage::Choosing,
        cause: FactId::NONE,
    };

    /// An instant, or the deadline if that is earlier.
    pub(super) fn within_deadline(&self, at: Time) -> Time {
        self.deadline.map_or(at, |deadline| deadline.min(at))
    }

    pub(super) fn enter(&mut self, stage: StepStage, (since, until): (Time, Time), timer: Ticket, cause: FactId) {
        (self.stage, self.since, self.until) = (stage, since, until);
        (self.timer, self.cause) = (Some(timer), cause);
    }
}

/// Input of a call step.
#[derive(Clone, Copy, Debug)]
pub struct CallStepStart {
    pub run: RunKey,
    /// The instances to choose from.
    pub pool: PoolId,
    pub order: OrderId,
    /// Names the draws of its attempts.
    pub name: u32,
    /// Attempts made in the run so far.
    pub made: u32,
    /// When whoever waits for the run gives up.
    pub deadline: Option<Time>,
    /// The fact that caused it.
    pub cause: FactId,
}

/// Result of a call step.
#[derive(Clone, Copy, Debug)]
#[must_use = "a run waits for it"]
pub struct Called {
    /// The waiting run.
    pub run: RunKey,
    /// Attempts made in the run so far.
    pub made: u32,
    /// The fact of the answer; if there is none, the reason and the fact.
    pub answer: Result<FactId, (Reason, FactId)>,
}

/// A failed attempt at a call.
#[derive(Clone, Copy)]
pub(super) struct Failure {
    pub reason: Reason,
    /// The fact by which it failed.
    pub cause: FactId,
    /// How long it took; `None` when no request was sent.
    pub took: Option<Span>,
    /// How long the called service asks not to be called again (HTTP's `Retry-After`, RFC 9110, section 10.2.3).
    pub retry_after: Span,
}

impl Failure {
    /// An attempt that found no place in the bulkhead, after this time.
    pub(super) const fn without_place(took: Span, cause: FactId) -> Failure {
        Failure { reason: Reason::BulkheadFull, cause, took: Some(took), retry_after: Span::ZERO }
    }
}
