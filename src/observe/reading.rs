//! How each measure is read from a world and what was counted of it: one function for each kind of subject.
//!
//! Only what is asked for is read, so that judging a few claims of a large run is cheap. Nothing here is inlined: a frame
//! asks for each of its columns by itself, and the page's package must stay small.

use crate::base::ids::{CallId, EffectId, NodeId, SubscriptionId};
use crate::base::time::Span;
use crate::ledger::Standing;
use crate::model::Health;
use crate::model::claim::{Comparison, Quantity};
use crate::model::measure::{CallMeasure, EffectMeasure, NodeMeasure, RunMeasure, SubscriptionMeasure};
use crate::observe::histogram::Histogram;
use crate::observe::tally::Tally;
use crate::sim::{Census, TOUCHES_PER_EVENT, World};
use std::cell::OnceCell;

/// A world at one instant, with what was counted of it from its start.
#[derive(Debug)]
pub struct Reading<'a> {
    world: &'a World,
    tally: &'a Tally,
    /// Counting the messages goes through all of them: once, and only when it is asked for.
    census: OnceCell<Vec<Census>>,
}

impl<'a> Reading<'a> {
    /// Reads a world that was watched by `tally` from its start.
    pub const fn new(world: &'a World, tally: &'a Tally) -> Reading<'a> {
        Reading { world, tally, census: OnceCell::new() }
    }

    /// The world that is read.
    pub const fn world(&self) -> &'a World {
        self.world
    }

    /// What was counted of it.
    pub const fn tally(&self) -> &'a Tally {
        self.tally
    }

    /// Work done for it beyond what is constant, in events.
    pub fn work(&self) -> u64 {
        self.census.get().map_or(0, |_| self.world.messages().count() as u64 / TOUCHES_PER_EVENT)
    }

    fn census(&self, subscription: SubscriptionId) -> &Census {
        &self.census.get_or_init(|| self.world.census())[subscription.index()]
    }

    /// A measure of the run; not a number when nothing was measured.
    #[inline(never)]
    pub fn run(&self, measure: RunMeasure) -> f64 {
        use RunMeasure as M;
        let (ledger, tally) = (self.world.ledger(), self.tally);
        let standing = |standing| ledger.count(standing).into();
        match measure {
            M::Orders => ledger.orders().len() as f64,
            M::Done => standing(Standing::Done),
            M::Late => standing(Standing::Late),
            M::Waiting => standing(Standing::Waiting),
            M::DeadLettered => standing(Standing::DeadLettered),
            M::Lost => standing(Standing::Lost),
            M::DoneTwice => standing(Standing::DoneTwice),
            M::OutOfOrder => ledger.out_of_order().into(),
            M::LostAmount => ledger.lost_amount() as f64,
            M::Compensated => ledger.compensated().into(),
            M::MaxAttempts => {
                let at_messages = self.world.queues().iter().map(|queue| queue.counts.most_attempts).max();
                at_messages.unwrap_or(0).max(tally.call_attempts).into()
            }
            M::Answered => tally.answered as f64,
            M::Refused => tally.refused as f64,
            M::AnswerP50 | M::AnswerP95 => pooled_run(measure, &tally.answers),
            M::Unroutable => tally.unroutable as f64,
            M::Commands => self.world.commands() as f64,
        }
    }

    /// A measure of an effect.
    #[inline(never)]
    pub fn effect(&self, effect: EffectId, measure: EffectMeasure) -> f64 {
        use EffectMeasure as M;
        let count = self.world.ledger().effect(effect);
        match measure {
            M::Had => f64::from(count.once) + f64::from(count.twice),
            M::Expected => count.expected.into(),
            M::Once => count.once.into(),
            M::Twice => count.twice.into(),
            M::Late => count.late.into(),
            M::Waiting => count.waiting.into(),
            M::Dead => count.dead.into(),
            M::Lost => count.lost.into(),
            M::Spared => count.spared.into(),
            M::Lines => count.lines as f64,
        }
    }

    /// A measure of a subscription; not a number when nothing was measured.
    #[inline(never)]
    pub fn subscription(&self, subscription: SubscriptionId, measure: SubscriptionMeasure) -> f64 {
        use SubscriptionMeasure as M;
        let (queue, flow) = (&self.world.queues()[subscription.index()], self.tally.flow(subscription));
        let (counts, dead) = (&queue.counts, queue.dead.len() as u64);
        let records = || self.world.records(self.world.model().subscriptions[subscription.index()].topic).len() as f64;
        let offset = || {
            f64::from(if queue.group.is_shared() {
                self.world().offset(subscription)
            } else {
                self.census(subscription).offset.unwrap_or(queue.position)
            })
        };
        match measure {
            M::Accepted => counts.accepted as f64,
            M::Delivered => counts.delivered as f64,
            M::Attempts => counts.attempts as f64,
            M::Retried => counts.retried as f64,
            M::Acked => counts.acked as f64,
            M::Suppressed => counts.suppressed as f64,
            M::Dropped => counts.dropped as f64,
            M::Withdrawn => counts.withdrawn as f64,
            M::DeadLettered => counts.dead_lettered as f64,
            M::Dead => dead as f64,
            M::Waiting => (counts.accepted - counts.acked - counts.dropped - counts.withdrawn - dead) as f64,
            M::Ready => queue.ready_count() as f64,
            M::Delayed => self.census(subscription).delayed as f64,
            M::InFlight => self.census(subscription).in_flight as f64,
            M::RetryScheduled => self.census(subscription).retry as f64,
            M::Parked => queue.parked.len() as f64,
            M::Deepest => flow.deepest as f64,
            M::Records => records(),
            M::Offset => offset(),
            M::Lag => records() - offset(),
            M::Throughput | M::Mean | M::P50 | M::P95 | M::P99 => {
                pooled_subscription(measure, &flow.sojourns, counts.acked as f64, flow.active())
            }
        }
    }

    /// A measure of a node.
    #[inline(never)]
    pub fn node(&self, node: NodeId, measure: NodeMeasure) -> f64 {
        use NodeMeasure as M;
        let (state, tally) = (&self.world.nodes()[node.index()], self.tally.node(node));
        let (station, flag) = (state.station(), |is_so: bool| f64::from(u8::from(is_so)));
        match measure {
            M::Down => flag(!state.is_up()),
            M::Slow => flag(matches!(state.health(), Health::Slow { .. })),
            M::Flaky => flag(matches!(state.health(), Health::Flaky { .. })),
            M::Hung => flag(state.is_hung()),
            M::Busy => station.busy().into(),
            M::Waiting => station.inbound().len() as f64 + f64::from(station.unread()),
            M::WaitingCalls => station.waiting_calls().into(),
            M::WaitingCore => station.waiting_for_core() as f64,
            M::Started => tally.started as f64,
            M::Failed => tally.failed as f64,
            M::Crashes => tally.crashes as f64,
            M::Limited => tally.limited as f64,
            M::Unauthenticated => tally.unauthenticated as f64,
            M::Forbidden => tally.forbidden as f64,
            M::Orders => tally.orders as f64,
            M::Answered => tally.answered as f64,
            M::Refused => tally.refused as f64,
        }
    }

    /// A measure of an edge of calls.
    #[inline(never)]
    pub fn call(&self, call: CallId, measure: CallMeasure) -> f64 {
        use CallMeasure as M;
        let (check, tally) = (&self.world.checks()[call.index()], self.tally.call(call));
        match measure {
            M::Sent => tally.sent as f64,
            M::Answered => tally.answered as f64,
            M::Failed => tally.failed as f64,
            M::Retried => tally.retried as f64,
            M::NotPermitted => tally.not_permitted as f64,
            M::Opened => tally.opened as f64,
            M::Throttled => tally.throttled as f64,
            M::Cached => tally.cached as f64,
            M::Stale => tally.stale as f64,
            M::Oldest => tally.oldest.as_millis(),
            M::Probes => check.probes.into(),
            M::TakenOut => check.taken_out.into(),
            M::Out => f64::from(u8::from(check.out || self.world.edge(call).ejected.is_some())),
        }
    }

    /// What a claim speaks of; not a number when nothing was measured.
    pub fn value(&self, quantity: Quantity) -> f64 {
        match quantity {
            Quantity::Number(number) => number,
            Quantity::Run(measure) => self.run(measure),
            Quantity::Effect(effect, measure) => self.effect(effect, measure),
            Quantity::Subscription(subscription, measure) => self.subscription(subscription, measure),
            Quantity::Node(node, measure) => self.node(node, measure),
            Quantity::Call(call, measure) => self.call(call, measure),
        }
    }

    /// Whether a comparison holds.
    pub fn holds(&self, comparison: &Comparison) -> bool {
        comparison.holds(|quantity| self.value(quantity))
    }

    /// Whether all of these comparisons hold.
    pub fn all_hold(&self, comparisons: &[Comparison]) -> bool {
        comparisons.iter().all(|comparison| self.holds(comparison))
    }
}

/// A measure that is taken over the answers of one run or of several.
pub(super) fn pooled_run(measure: RunMeasure, answers: &Histogram) -> f64 {
    match measure {
        RunMeasure::AnswerP50 => quantile(answers, 0.50),
        RunMeasure::AnswerP95 => quantile(answers, 0.95),
        _ => f64::NAN,
    }
}

/// A measure that is taken over the messages of a subscription in one run or in several.
pub(super) fn pooled_subscription(measure: SubscriptionMeasure, sojourns: &Histogram, acked: f64, active: Span) -> f64 {
    match measure {
        SubscriptionMeasure::Throughput if active > Span::ZERO => acked / (active.as_millis() / 1e3),
        SubscriptionMeasure::Mean => sojourns.mean().map_or(f64::NAN, Span::as_millis),
        SubscriptionMeasure::P50 => quantile(sojourns, 0.50),
        SubscriptionMeasure::P95 => quantile(sojourns, 0.95),
        SubscriptionMeasure::P99 => quantile(sojourns, 0.99),
        _ => f64::NAN,
    }
}

/// A quantile in milliseconds; not a number when nothing was measured.
fn quantile(histogram: &Histogram, q: f64) -> f64 {
    histogram.quantile(q).map_or(f64::NAN, Span::as_millis)
}
