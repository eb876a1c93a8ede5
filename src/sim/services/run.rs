//! State of a run of a handler.

use crate::base::ids::OrderId;
use crate::base::slots::{CacheLine, Key, Slots};
use crate::base::time::Time;
use crate::sim::keys::{CallKey, CallStepKey, Receipt, RunSlot};
use crate::sim::schedule::Ticket;
use crate::trace::{FactId, Reason, RunId};

/// A run of a handler: one worker going through its steps. The [`Program`](crate::sim::program::Program) says at which node,
/// and for which subscription.
// Its slot is one cache line, hence the numbers that hold one thing or another, and the packing of 8 bytes on 4.
#[derive(Clone, Copy, Debug)]
#[repr(Rust, packed(4))]
pub struct Run {
    /// Number of this run, for the facts.
    pub id: RunId,
    /// Position of the current step in the [`Program`](crate::sim::program::Program).
    pub position: u32,
    /// Publishing site of the message.
    pub site: u16,
    /// Effects that this run wrote or found written; a handler has fewer than 256 steps.
    pub effects: u8,
    pub order: OrderId,
    /// Name of its draws.
    pub name: u32,
    /// Why it will fail, if it will: at the end of its first `work` or `wait`, or before any other step except
    /// `decide`.
    pub doomed: Option<Reason>,
    /// Attempts at calls made so far, which name their draws: at most 1,000 for each of at most 64 steps.
    pub calls: u16,
    /// When it entered its stage.
    pub since: Time,
    /// The event that ends its stage.
    pub timer: Option<Ticket>,
    /// The fact that brought it here.
    pub cause: FactId,
    stage: StageKind,
    /// When the stage ends, or the call step.
    stage_word: u64,
    origin: OriginKind,
    /// The message or the call.
    origin_word: u64,
    /// Of the message's receipt.
    tag: u32,
}

// A slot is one cache line.
const _: () = assert!(Slots::<Run, RunSlot, CacheLine>::SLOT == 64);

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

#[derive(Clone, Copy, Debug)]
enum OriginKind {
    Message,
    Acked,
    Call,
    Answered,
    Order,
}

/// Stage of a run. In every stage it keeps its worker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunStage {
    /// Between two steps.
    Stepping,
    /// At work, on a core.
    Working {
        /// When it ends.
        until: Time,
    },
    /// Waiting for a core.
    WaitingCore,
    /// At a wait step, without a core.
    Waiting {
        /// When it ends.
        until: Time,
    },
    /// At a call step: waiting for an answer, or to retry.
    Calling(CallStepKey),
    /// Waiting for the broker's confirm.
    Confirming,
}

#[derive(Clone, Copy, Debug)]
enum StageKind {
    Stepping,
    Working,
    WaitingCore,
    Waiting,
    Calling,
    Confirming,
}

impl Run {
    /// What a slot holds before its first run.
    pub(super) const VACANT: Run = Run {
        id: 0,
        position: 0,
        site: 0,
        effects: 0,
        order: OrderId(0),
        name: 0,
        doomed: None,
        calls: 0,
        since: Time::ZERO,
        timer: None,
        cause: FactId::NONE,
        stage: StageKind::Stepping,
        stage_word: 0,
        origin: OriginKind::Order,
        origin_word: 0,
        tag: 0,
    };

    /// A run at the step at `position` that has done nothing.
    #[inline(always)]
    pub(super) fn new(id: RunId, position: u32, order: OrderId, origin: Origin, since: Time, cause: FactId) -> Run {
        let mut run = Run { id, position, order, since, cause, ..Run::VACANT };
        run.set_origin(origin);
        run
    }

    /// Its stage.
    #[inline(always)]
    pub fn stage(&self) -> RunStage {
        let until = Time::from_micros(self.stage_word);
        match self.stage {
            StageKind::Stepping => RunStage::Stepping,
            StageKind::Working => RunStage::Working { until },
            StageKind::WaitingCore => RunStage::WaitingCore,
            StageKind::Waiting => RunStage::Waiting { until },
            StageKind::Calling => RunStage::Calling(Key::from_bits(self.stage_word)),
            StageKind::Confirming => RunStage::Confirming,
        }
    }

    /// The receipt of its message, if it handles one and is at work that nothing dooms.
    #[inline(always)]
    pub(super) fn plain_work(&self) -> Option<Receipt> {
        match (self.origin(), self.stage, self.doomed) {
            (Origin::Message(receipt), StageKind::Working, None) => Some(receipt),
            _ => None,
        }
    }

    /// Enters a stage.
    #[inline(always)]
    pub(super) fn enter(&mut self, stage: RunStage, now: Time, timer: Option<Ticket>) {
        (self.stage, self.stage_word) = match stage {
            RunStage::Stepping => (StageKind::Stepping, 0),
            RunStage::Working { until } => (StageKind::Working, until.as_micros()),
            RunStage::WaitingCore => (StageKind::WaitingCore, 0),
            RunStage::Waiting { until } => (StageKind::Waiting, until.as_micros()),
            RunStage::Calling(step) => (StageKind::Calling, step.to_bits()),
            RunStage::Confirming => (StageKind::Confirming, 0),
        };
        (self.since, self.timer) = (now, timer);
    }

    /// Leaves its stage, for its next step.
    #[inline(always)]
    pub(super) fn resume(&mut self) {
        self.stage = StageKind::Stepping;
    }

    /// Its origin.
    #[inline(always)]
    pub fn origin(&self) -> Origin {
        match self.origin {
            OriginKind::Message => {
                Origin::Message(Receipt { message: Key::from_bits(self.origin_word), tag: self.tag })
            }
            OriginKind::Acked => Origin::Acked,
            OriginKind::Call => Origin::Call(Key::from_bits(self.origin_word)),
            OriginKind::Answered => Origin::Answered,
            OriginKind::Order => Origin::Order,
        }
    }

    /// Sets its origin.
    #[inline(always)]
    pub(super) fn set_origin(&mut self, origin: Origin) {
        (self.origin, self.origin_word, self.tag) = match origin {
            Origin::Message(receipt) => (OriginKind::Message, receipt.message.to_bits(), receipt.tag),
            Origin::Acked => (OriginKind::Acked, 0, 0),
            Origin::Call(call) => (OriginKind::Call, call.to_bits(), 0),
            Origin::Answered => (OriginKind::Answered, 0, 0),
            Origin::Order => (OriginKind::Order, 0, 0),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::keys::MessageSlot;

    #[test]
    fn a_run_tells_the_stage_and_the_origin_that_it_was_given() {
        let mut messages: Slots<(), MessageSlot> = Slots::new(());
        let message = [(); 3].map(|()| messages.insert(()))[2];
        let key = message.to_bits();
        let until = Time::from_micros(u64::MAX - 1);
        let mut run = Run::VACANT;
        let stages = [
            RunStage::Working { until },
            RunStage::WaitingCore,
            RunStage::Waiting { until },
            RunStage::Calling(Key::from_bits(key)),
            RunStage::Confirming,
            RunStage::Stepping,
        ];
        for stage in stages {
            run.enter(stage, Time::from_micros(7), None);
            assert_eq!((run.stage(), run.since), (stage, Time::from_micros(7)));
        }
        run.enter(stages[0], Time::ZERO, None);
        run.resume();
        assert_eq!(run.stage(), RunStage::Stepping);
        let receipt = Receipt { message, tag: 9 };
        for origin in [
            Origin::Message(receipt),
            Origin::Acked,
            Origin::Call(Key::from_bits(key)),
            Origin::Answered,
            Origin::Order,
        ] {
            run.set_origin(origin);
            assert_eq!(run.origin(), origin);
        }
    }
}
