//! The steps of all handlers in one list, so that a run finds its step by one index.

use crate::base::dist::Dist;
use crate::base::ids::{HandlerId, NodeId, OrderId, SubscriptionId};
use crate::base::rng::{Odds, Purpose, Start, Streams, lineage};
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
    /// By subscription, where the draws start that tell whether the network delivers the first message of an order twice.
    twice: Arc<[Start]>,
    /// By node, where the draws start of the gaps before a client's orders.
    arrivals: Arc<[Start]>,
}

/// A step at its position.
#[derive(Clone, Debug)]
pub struct Placed {
    /// `None`: the handler ends here.
    pub step: Option<Step>,
    /// How long it takes, if it is `work` or `wait`; otherwise no time.
    pub takes: Dist,
    /// Whether the handler ends after this step.
    pub last: bool,
    /// The handler's node.
    pub node: NodeId,
    /// The subscription whose messages it handles, if it does.
    pub subscription: Option<SubscriptionId>,
    /// That subscription, if the step is `work` and the handler ends after it.
    pub ends: Option<SubscriptionId>,
    /// Names the draws of the step: unique for handler and step.
    pub place: u32,
    /// Where the draws of a message's first handling start: how long it takes, and whether it fails.
    pub work: Start,
    /// The odds that the step fails by itself.
    pub fails: Odds,
    pub failure: Start,
}

impl Program {
    /// The lineage of what an order's first run publishes at a topic's first site.
    pub const FIRST_SITE: u32 = lineage(0, 0);

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
                let last = i + 1 == length;
                let fails = Odds::of(if let Some(Step::Work { fails, .. }) = step { fails } else { 0.0 });
                let takes = match step {
                    Some(Step::Work { takes, .. } | Step::Wait { takes }) => takes,
                    _ => Dist::NONE,
                };
                let ends = subscription.filter(|_| last && matches!(step, Some(Step::Work { .. })));
                Placed { step, takes, last, ends, fails, node, subscription, place, work, failure }
            };
            steps.extend(all.map(placed));
        }
        let twice = |subscription| chance.start(Purpose::Duplicate, subscription, Program::FIRST_SITE);
        let twice = (0..model.subscriptions.len()).map(twice).collect();
        let arrivals = (0..model.nodes.len()).map(|client| chance.start(Purpose::Arrival, client, 0)).collect();
        Program { steps: steps.into(), starts: starts.into(), twice, arrivals }
    }

    /// Position of a handler's first step.
    #[inline]
    pub fn start(&self, handler: HandlerId) -> u32 {
        self.starts[handler.index()]
    }

    /// Where the draws start that tell whether the network delivers an order's first message in a subscription twice.
    #[inline]
    pub fn twice(&self, subscription: SubscriptionId) -> Start {
        self.twice[subscription.index()]
    }

    /// Where the draws start of the gaps before a client's orders.
    #[inline]
    pub fn arrivals(&self, client: NodeId) -> Start {
        self.arrivals[client.index()]
    }

    /// Whether a handler's first step is `work`.
    pub fn begins_with_work(&self, handler: HandlerId) -> bool {
        matches!(self.at(self.start(handler)).step, Some(Step::Work { .. }))
    }

    /// The step at a position, if there is one.
    #[inline]
    pub fn get(&self, position: u32) -> Option<&Placed> {
        self.steps.get(position as usize)
    }

    /// The step at a position.
    #[inline]
    pub fn at(&self, position: u32) -> &Placed {
        &self.steps[position as usize]
    }
}

impl Placed {
    /// The luck of a `work` step by which it fails for an order, less than the probability of all its failures, if it does.
    #[inline(always)]
    pub fn work_fails(&self, chance: &Streams, order: OrderId, name: u32) -> Option<f64> {
        if self.fails == Odds::NEVER {
            return None;
        }
        let place = self.place as usize;
        chance.draw_from::<1>(self.failure, Purpose::WorkFailure, place, order.0, name).unit_below(self.fails)
    }

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
