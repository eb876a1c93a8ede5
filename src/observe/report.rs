//! One run, in numbers: what the books say, what each subscription counted, which claims hold.

use crate::base::ids::EffectId;
use crate::base::time::{Span, Time};
use crate::ledger::{EffectCount, Ledger, Standing};
use crate::model::Model;
use crate::model::claim::{Comparison, Field, Quantity};
use crate::observe::histogram::Histogram;
use crate::observe::tally::{CallReport, Flow, NodeReport, Tally};
use crate::sim::broker::queue::{Queue, QueueCounts};
use crate::sim::{BudgetSpent, Census, World};
use std::sync::Arc;

/// How one run ended.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Report {
    /// What it drew from.
    pub seed: u64,
    /// The instant it was run to.
    pub until: Time,
    /// When the last thing happened.
    pub ended_at: Time,
    /// Whether nothing was left to happen.
    pub at_rest: bool,
    /// Events executed.
    pub events: u64,
    /// The most attempts at one message or call.
    pub most_attempts: u16,
    /// The books.
    pub books: Books,
    /// What was counted of each subscription, by its id.
    pub subscriptions: Vec<SubscriptionReport>,
    /// What was counted of each node, by its id.
    pub nodes: Vec<NodeReport>,
    /// What was counted of each edge of calls, by its id.
    pub calls: Vec<CallReport>,
    /// Orders whose customer has the answer.
    pub answered: u64,
    /// Orders whose customer was told that it failed.
    pub refused: u64,
    /// From placing an order to its customer's answer, yes or no.
    pub answers: Histogram,
    /// What was done by hand.
    pub commands: u64,
    /// Whether each claim holds, in the scenario's order.
    pub claims: Vec<bool>,
}

/// The books in sums; those of many runs add up.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Books {
    /// Orders placed.
    pub orders: u64,
    /// Orders by how they stand, by the code of [`Standing`].
    pub standings: [u64; 6],
    /// What the lost orders were worth.
    pub lost_amount: u64,
    /// Orders done by other effects than were expected of them at first.
    pub compensated: u64,
    /// Orders with an effect that was written before one that must come before it.
    pub out_of_order: u64,
    /// How the orders stand with each effect.
    pub effects: Vec<EffectReport>,
}

/// How the orders stand with one effect.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, serde::Serialize)]
pub struct EffectReport {
    /// Orders that are expected to have it.
    pub expected: u64,
    /// Orders that have it exactly once.
    pub once: u64,
    /// Orders that have it more than once.
    pub twice: u64,
    /// Orders that have it, but later than due; counted above, too.
    pub late: u64,
    /// Orders that lack it, and it is under way.
    pub waiting: u64,
    /// Orders that lack it, and what would bring it is a dead letter.
    pub dead: u64,
    /// Orders that lack it for good.
    pub lost: u64,
    /// Lines in the books.
    pub lines: u64,
}

/// What was counted of one subscription.
///
/// `published == acked + dropped + withdrawn + dead + waiting`: no message is anywhere else.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct SubscriptionReport {
    /// Messages that entered, second deliveries included.
    pub published: u64,
    /// Hand-outs to consumers.
    pub delivered: u64,
    /// Handlings begun.
    pub attempts: u64,
    /// Acknowledged, the suppressed included.
    pub acked: u64,
    /// Recognised as duplicates.
    pub suppressed: u64,
    /// Retries scheduled.
    pub retried: u64,
    /// Gone without an acknowledgement.
    pub dropped: u64,
    /// Dead-lettered at some time, also those redriven or discarded later.
    pub dead_lettered: u64,
    /// Dead letters at the end.
    pub dead: u64,
    /// Withdrawn from a log's group, by a seek say.
    pub withdrawn: u64,
    /// Neither acknowledged, dropped, withdrawn nor dead at the end.
    pub waiting: u64,
    /// Records of its log at the end; 0 where there is none.
    pub records: u64,
    /// Its committed offset in the log at the end.
    pub offset: u64,
    /// The most messages in it at one time, in any run: ready, held back, in flight or waiting for a retry.
    pub deepest: u64,
    /// From the first message that entered to the last acknowledgement, summed over the runs.
    pub active: Span,
    /// From publishing to acknowledging, of the handled messages.
    pub sojourns: Histogram,
    /// Where those that wait are at the end.
    pub census: Census,
}

impl Books {
    /// The books of a run.
    pub fn of(ledger: &Ledger, effects: usize) -> Books {
        Books {
            orders: ledger.orders().len() as u64,
            standings: Standing::ALL.map(|s| ledger.count(s).into()),
            lost_amount: ledger.lost_amount(),
            compensated: ledger.compensated().into(),
            out_of_order: ledger.out_of_order().into(),
            effects: (0..effects).map(|i| EffectReport::of(ledger.effect(EffectId::new(i)))).collect(),
        }
    }

    /// How many orders stand so.
    pub const fn count(&self, standing: Standing) -> u64 {
        self.standings[standing as usize]
    }

    /// Adds the books of another run of the same scenario.
    pub fn merge(&mut self, other: &Books) {
        self.orders += other.orders;
        self.lost_amount += other.lost_amount;
        self.compensated += other.compensated;
        self.out_of_order += other.out_of_order;
        self.standings.iter_mut().zip(other.standings).for_each(|(a, b)| *a += b);
        self.effects.iter_mut().zip(&other.effects).for_each(|(a, b)| a.merge(*b));
    }
}

impl EffectReport {
    fn of(count: EffectCount) -> EffectReport {
        let EffectCount { expected, once, twice, late, waiting, dead, lost, lines, .. } = count;
        EffectReport {
            expected: expected.into(),
            once: once.into(),
            twice: twice.into(),
            late: late.into(),
            waiting: waiting.into(),
            dead: dead.into(),
            lost: lost.into(),
            lines: lines.into(),
        }
    }

    fn merge(&mut self, other: EffectReport) {
        self.expected += other.expected;
        self.once += other.once;
        self.twice += other.twice;
        self.late += other.late;
        self.waiting += other.waiting;
        self.dead += other.dead;
        self.lost += other.lost;
        self.lines += other.lines;
    }
}

impl SubscriptionReport {
    fn of(queue: &Queue, flow: &Flow, census: Census, records: usize) -> SubscriptionReport {
        let QueueCounts { accepted, delivered, attempts, acked, suppressed, retried, dropped, withdrawn, .. } =
            queue.counts;
        let dead = queue.dead.len() as u64;
        SubscriptionReport {
            published: accepted,
            delivered,
            attempts,
            acked,
            suppressed,
            retried,
            dropped,
            dead_lettered: queue.counts.dead_lettered,
            dead,
            withdrawn,
            waiting: accepted - acked - dropped - withdrawn - dead,
            records: records as u64,
            offset: census.offset.unwrap_or(queue.position).into(),
            deepest: flow.deepest,
            active: flow.last_out.since(flow.first_in.unwrap_or(flow.last_out)),
            sojourns: flow.sojourns.clone(),
            census,
        }
    }

    /// Acknowledgements a second, while there was something to do; none when nothing took any time.
    pub fn throughput(&self) -> Option<f64> {
        (self.active > Span::ZERO).then(|| self.acked as f64 / (self.active.as_millis() / 1e3))
    }

    /// Adds what another run counted of the same subscription.
    pub fn merge(&mut self, other: &SubscriptionReport) {
        self.published += other.published;
        self.delivered += other.delivered;
        self.attempts += other.attempts;
        self.acked += other.acked;
        self.suppressed += other.suppressed;
        self.retried += other.retried;
        self.dropped += other.dropped;
        self.dead_lettered += other.dead_lettered;
        self.dead += other.dead;
        self.waiting += other.waiting;
        self.deepest = self.deepest.max(other.deepest);
        self.active = Span::from_micros(self.active.as_micros() + other.active.as_micros());
        self.sojourns.merge(&other.sojourns);
        self.withdrawn += other.withdrawn;
        self.records += other.records;
        self.offset += other.offset;
        self.census.merge(other.census);
    }

    /// One of its figures, as a claim names it; not a number when nothing was measured.
    fn field(&self, field: Field) -> f64 {
        match field {
            Field::Accepted => self.published as f64,
            Field::Acked => self.acked as f64,
            Field::Dead => self.dead as f64,
            Field::Suppressed => self.suppressed as f64,
            Field::Retried => self.retried as f64,
            Field::Dropped => self.dropped as f64,
            Field::Attempts => self.attempts as f64,
            Field::Delivered => self.delivered as f64,
            Field::Ready => self.census.ready as f64,
            Field::InFlight => self.census.in_flight as f64,
            Field::Retrying => self.census.retry as f64,
            Field::Parked => self.census.parked as f64,
            Field::Offset => self.offset as f64,
            Field::Lag => self.records as f64 - self.offset as f64,
            Field::Withdrawn => self.withdrawn as f64,
            Field::P50 => millis(&self.sojourns, 0.50),
            Field::P95 => millis(&self.sojourns, 0.95),
            Field::P99 => millis(&self.sojourns, 0.99),
        }
    }
}

/// A quantile in milliseconds; not a number when nothing was measured.
fn millis(histogram: &Histogram, q: f64) -> f64 {
    histogram.quantile(q).map_or(f64::NAN, Span::as_millis)
}

impl Report {
    /// The report of a world that was watched by `tally` from its start.
    pub fn of(world: &World, tally: &Tally, seed: u64) -> Report {
        let model = world.model();
        let messages = world.queues().iter().map(|q| q.counts.most_attempts).max().unwrap_or(0);
        let mut report = Report {
            seed,
            until: world.now(),
            ended_at: tally.last,
            at_rest: world.next_event_at().is_none(),
            events: world.events(),
            most_attempts: messages.max(tally.call_attempts),
            books: Books::of(world.ledger(), model.effects.len()),
            subscriptions: world
                .queues()
                .iter()
                .zip(&tally.flows)
                .zip(world.census())
                .zip(&model.subscriptions)
                .map(|(((queue, flow), census), subscription)| {
                    SubscriptionReport::of(queue, flow, census, world.records(subscription.topic).len())
                })
                .collect(),
            nodes: tally.nodes.clone(),
            calls: tally.calls.clone(),
            answered: tally.answered,
            refused: tally.refused,
            answers: tally.answers.clone(),
            commands: world.commands() as u64,
            claims: Vec::new(),
        };
        for (node, station) in report.nodes.iter_mut().zip(world.stations()) {
            (node.busy, node.waiting) = (station.busy().into(), station.inbound().len() as u64);
            node.waiting_core = station.waiting_for_core() as u64;
        }
        for (call, check) in report.calls.iter_mut().zip(world.checks()) {
            (call.probes, call.taken_out, call.out) = (check.probes.into(), check.taken_out.into(), check.out);
        }
        report.claims = model.claims.iter().map(|claim| report.holds(&claim.expect)).collect();
        report
    }

    /// Whether a comparison holds of this run.
    pub fn holds(&self, comparison: &Comparison) -> bool {
        comparison.holds(|quantity| self.value(quantity))
    }

    /// Whether all of these comparisons hold of this run.
    pub fn all_hold(&self, comparisons: &[Comparison]) -> bool {
        comparisons.iter().all(|comparison| self.holds(comparison))
    }

    /// What a claim speaks of, as it was at the end; times in milliseconds.
    pub fn value(&self, quantity: Quantity) -> f64 {
        let standing = |standing| self.books.count(standing) as f64;
        match quantity {
            Quantity::Number(number) => number,
            Quantity::Orders => self.books.orders as f64,
            Quantity::Done => standing(Standing::Done),
            Quantity::Late => standing(Standing::Late),
            Quantity::Waiting => standing(Standing::Waiting),
            Quantity::DeadLettered => standing(Standing::DeadLettered),
            Quantity::Lost => standing(Standing::Lost),
            Quantity::DoneTwice => standing(Standing::DoneTwice),
            Quantity::OutOfOrder => self.books.out_of_order as f64,
            Quantity::LostAmount => self.books.lost_amount as f64,
            Quantity::Compensated => self.books.compensated as f64,
            Quantity::MaxAttempts => self.most_attempts.into(),
            Quantity::Answered => self.answered as f64,
            Quantity::Refused => self.refused as f64,
            Quantity::AnswerP50 => millis(&self.answers, 0.50),
            Quantity::AnswerP95 => millis(&self.answers, 0.95),
            Quantity::Commands => self.commands as f64,
            Quantity::Effect(effect) => {
                let count = &self.books.effects[effect.index()];
                (count.once + count.twice) as f64
            }
            Quantity::Subscription(subscription, field) => self.subscriptions[subscription.index()].field(field),
            Quantity::Node(node, field) => self.nodes[node.index()].field(field),
            Quantity::Call(call, field) => self.calls[call.index()].field(field),
        }
    }
}

/// Runs a scenario once, to the instant `until`.
///
/// # Errors
/// [`BudgetSpent`] when the run takes more than [`World::BUDGET`] events.
pub fn run_once(model: &Arc<Model>, seed: u64, until: Time) -> Result<Report, BudgetSpent> {
    let mut tally = Tally::new(model);
    let mut world = World::new(Arc::clone(model), seed);
    world.run_until(until, &mut tally)?;
    Ok(Report::of(&world, &tally, seed))
}
