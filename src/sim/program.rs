//! The steps of all handlers in one list, so that a run finds its step by one index.

use crate::base::ids::{HandlerId, NodeId, SubscriptionId};
use crate::base::rng::{Purpose, Start, Streams};
use crate::model::{Model, Step};
use std::sync::Arc;

/// Step numbers reserved per handler in a place: more than any handler has.
const STEP_PLACES: u32 = 256;

/// The program of all handlers.
#[derive(Clone, Debug)]
pub struct Program {
    steps: Arc<[Placed]>,
    /// Position of the first step, by [`HandlerId`].
    starts: Arc<[u32]>,
}

/// A step at its position.
#[derive(Clone, Debug)]
pub struct Placed {
    /// `None`: the handler ends here.
    pub step: Option<Step>,
    /// Whether the handler ends after this step.
    pub last: bool,
    /// The handler's node.
    pub node: NodeId,
    /// The subscription whose messages it handles, if it does.
    pub subscription: Option<SubscriptionId>,
    /// Names the draws of the step: unique for handler and step.
    pub place: u32,
    /// Where the draws of a message's first handling start: how long it takes, and whether it fails.
    pub work: Start,
    pub failure: Start,
}

impl Program {
    /// The handlers of a model, each followed by its end.
    pub fn new(model: &Model, chance: &Streams) -> Program {
        let (mut steps, mut starts) = (Vec::new(), Vec::new());
        for (handler, first) in model.handlers.iter().zip((0..).step_by(STEP_PLACES as usize)) {
            starts.push(steps.len() as u32);
            let (length, node, subscription) = (handler.steps.len(), handler.node, handler.subscription);
            let all = handler.steps.iter().cloned().map(Some).chain([None]).enumerate().zip(first..);
            let start = |purpose, place: u32| chance.start(purpose, place as usize, 1);
            let placed = |((i, step), place)| {
                let (work, failure) = (start(Purpose::Work, place), start(Purpose::WorkFailure, place));
                Placed { step, last: i + 1 == length, node, subscription, place, work, failure }
            };
            steps.extend(all.map(placed));
        }
        Program { steps: steps.into(), starts: starts.into() }
    }

    /// Position of a handler's first step.
    #[inline]
    pub fn start(&self, handler: HandlerId) -> u32 {
        self.starts[handler.index()]
    }

    /// The step at a position.
    #[inline]
    pub fn at(&self, position: u32) -> &Placed {
        &self.steps[position as usize]
    }
}

impl Placed {
    /// The handler that the step belongs to.
    #[inline]
    pub const fn handler(&self) -> HandlerId {
        HandlerId((self.place / STEP_PLACES) as u16)
    }

    /// Number of the step in its handler, from 0.
    pub const fn step_number(&self) -> u16 {
        (self.place % STEP_PLACES) as u16
    }

    /// Position of the handler's step `to`, if this one is at `position`.
    #[inline]
    pub const fn jump(&self, position: u32, to: u16) -> u32 {
        position - self.place % STEP_PLACES + to as u32
    }
}
