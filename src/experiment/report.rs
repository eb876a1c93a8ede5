//! One run, in numbers: what the books say, what each subscription counted, which claims hold.

use crate::broker::queue::{Counts, Queue};
use crate::ids::{CallId, EffectId, MessageId, NodeId, OrderId, SubscriptionId};
use crate::ledger::{EffectCount, Ledger, Standing};
use crate::metrics::Histogram;
use crate::scenario::claim::{CallField, Comparison, Field, NodeField, Quantity};
use crate::scenario::model::Model;
use crate::sim::{BudgetSpent, Census, World};
use crate::time::{Span, Time};
use crate::trace::{Fact, FactId, Observer, Outcome, Reason, What};
use std::sync::Arc;

/// Watches a run for the few things that the world does not count itself, and remembers nothing else.
#[derive(Clone, PartialEq, Debug)]
pub struct Tally {
    flows: Vec<Flow>,
    /// The dead letters there are, by number.
    dead: Vec<MessageId>,
    call_attempts: u16,
    last: Time,
    nodes: Vec<NodeReport>,
    calls: Vec<CallReport>,
    /// Lines in the books, by the node that wrote them and the effect.
    written: Vec<Vec<u64>>,
    /// When each order was placed and by which client, from order 1 on.
    placed: Vec<(Time, NodeId)>,
    answered: u64,
    refused: u64,
    answers: Histogram,
}

/// What was counted of one node.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct NodeReport {
    /// Handlers begun.
    pub started: u64,
    /// Handlers that ended in a failure.
    pub failed: u64,
    /// How often it crashed.
    pub crashes: u64,
    /// Calls refused at its door: too many.
    pub limited: u64,
    /// Calls refused at its door: the order's client is not logged in.
    pub unauthenticated: u64,
    /// Calls refused at its door: the calling node may not call here.
    pub forbidden: u64,
    /// Orders of this client.
    pub orders: u64,
    /// Orders of this client that have their answer.
    pub answered: u64,
    /// Orders of this client that were told that they failed.
    pub refused: u64,
    /// Handlers that run at the end.
    pub busy: u64,
    /// Messages and calls that wait for a worker at the end.
    pub waiting: u64,
    /// Runs that wait for a core at the end.
    pub waiting_core: u64,
}

/// What was counted of one edge of calls.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct CallReport {
    /// Requests that left, those of retries too.
    pub sent: u64,
    /// Attempts that got their answer in time.
    pub answered: u64,
    /// Attempts that did not, those not permitted too.
    pub failed: u64,
    /// Further attempts scheduled.
    pub retried: u64,
    /// Attempts that the circuit breaker did not permit.
    pub not_permitted: u64,
    /// How often the circuit breaker opened.
    pub opened: u64,
    /// Retries for which the budget had no token.
    pub throttled: u64,
    /// Fresh answers used without a call.
    pub cached: u64,
    /// Stale answers used when the call had failed.
    pub stale: u64,
    /// The age of the oldest answer used so.
    pub oldest: Span,
    /// Probes whose outcome is known.
    pub probes: u64,
    /// How often the instance was taken out.
    pub taken_out: u64,
    /// Whether it is out at the end.
    pub out: bool,
}

/// What went through one subscription.
#[derive(Clone, PartialEq, Default, Debug)]
struct Flow {
    sojourns: Histogram,
    depth: u64,
    deepest: u64,
    first_in: Option<Time>,
    last_out: Time,
}

impl Flow {
    fn enter(&mut self, at: Time) {
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        self.first_in.get_or_insert(at);
    }

    fn acked(&mut self, at: Time) {
        self.depth -= 1;
        self.last_out = at;
    }
}

impl Tally {
    /// Nothing seen yet.
    pub fn new(model: &Model) -> Tally {
        Tally {
            flows: vec![Flow::default(); model.subscriptions.len()],
            dead: Vec::new(),
            call_attempts: 0,
            last: Time::ZERO,
            nodes: vec![NodeReport::default(); model.nodes.len()],
            calls: vec![CallReport::default(); model.calls.len()],
            written: vec![vec![0; model.effects.len()]; model.nodes.len()],
            placed: Vec::new(),
            answered: 0,
            refused: 0,
            answers: Histogram::default(),
        }
    }

    /// What was counted of an edge of calls.
    pub fn call(&self, call: CallId) -> &CallReport {
        &self.calls[call.index()]
    }

    /// How many lines of an effect a node has written in the books.
    pub fn written(&self, node: NodeId, effect: EffectId) -> u64 {
        self.written[node.index()][effect.index()]
    }

    /// How long the handled messages of a subscription were under way.
    pub fn sojourns(&self, subscription: SubscriptionId) -> &Histogram {
        &self.flows[subscription.index()].sojourns
    }

    /// A message is no dead letter any more; whether it was one.
    fn raise(&mut self, message: MessageId) -> bool {
        let place = self.dead.binary_search(&message);
        place.map(|place| self.dead.remove(place)).is_ok()
    }

    /// Orders whose customer was told yes, and no.
    pub const fn customers(&self) -> [u64; 2] {
        [self.answered, self.refused]
    }

    /// What was counted of a node.
    pub fn node(&self, node: NodeId) -> &NodeReport {
        &self.nodes[node.index()]
    }

    /// A customer hears yes or no.
    fn answer(&mut self, order: OrderId, at: Time, yes: bool) {
        let Some(&(placed, client)) = self.placed.get(order.0 as usize - 1) else { return };
        self.answers.add(at.since(placed));
        let of_client = &mut self.nodes[client.index()];
        let (count, all) = match yes {
            true => (&mut of_client.answered, &mut self.answered),
            false => (&mut of_client.refused, &mut self.refused),
        };
        *count += 1;
        *all += 1;
    }

    fn refused_at_the_door(&mut self, node: NodeId, reason: Reason) {
        let node = &mut self.nodes[node.index()];
        match reason {
            Reason::RateLimited => node.limited += 1,
            Reason::Unauthenticated => node.unauthenticated += 1,
            _ => node.forbidden += 1,
        }
    }

    /// Takes note of a fact, for an observer that has this one as a part.
    #[inline]
    pub fn note(&mut self, fact: &Fact) {
        self.last = fact.at;
        match fact.what {
            What::MessageAccepted { subscription, .. } | What::MessageDuplicated { subscription, .. } => {
                self.flows[subscription.index()].enter(fact.at);
            }
            What::MessageAcked { subscription, sojourn, .. } => {
                let flow = &mut self.flows[subscription.index()];
                flow.acked(fact.at);
                flow.sojourns.add(sojourn);
            }
            What::MessageSuppressed { subscription, .. } => self.flows[subscription.index()].acked(fact.at),
            What::MessageDeadLettered { message, subscription, .. } => {
                if let Err(place) = self.dead.binary_search(&message) {
                    self.dead.insert(place, message);
                }
                self.flows[subscription.index()].depth -= 1;
            }
            What::MessageRedriven { message, subscription, .. } => {
                self.raise(message);
                self.flows[subscription.index()].enter(fact.at);
            }
            What::MessageDropped { message, subscription, .. }
            | What::MessageWithdrawn { message, subscription, .. } => {
                let alive = !self.raise(message);
                self.flows[subscription.index()].depth -= u64::from(alive);
            }
            What::OrderPlaced { client, .. } => {
                self.placed.push((fact.at, client));
                self.nodes[client.index()].orders += 1;
            }
            What::OrderAnswered { order } => self.answer(order, fact.at, true),
            What::OrderFailed { order, .. } => self.answer(order, fact.at, false),
            What::EffectWritten { node, effect, .. } => self.written[node.index()][effect.index()] += 1,
            What::IngressRefused { node, reason, .. } => self.refused_at_the_door(node, reason),
            What::RunStarted { node, .. } => self.nodes[node.index()].started += 1,
            What::RunEnded { node, outcome: Outcome::Failed(_), .. } => self.nodes[node.index()].failed += 1,
            What::NodeCrashed { node, .. } => self.nodes[node.index()].crashes += 1,
            What::CallSent { call, attempt, .. } => {
                self.call_attempts = self.call_attempts.max(attempt);
                self.calls[call.index()].sent += 1;
            }
            What::CallAnswered { call, .. } => self.calls[call.index()].answered += 1,
            What::CallAttemptFailed { call, reason, .. } => {
                let counts = &mut self.calls[call.index()];
                counts.failed += 1;
                counts.not_permitted += u64::from(reason == Reason::CallNotPermitted);
            }
            What::CallRetryScheduled { call, .. } => self.calls[call.index()].retried += 1,
            What::BreakerOpened { call, .. } => self.calls[call.index()].opened += 1,
            What::RetryThrottled { call, .. } => self.calls[call.index()].throttled += 1,
            What::CallAnsweredFromCache { call, age, stale, .. } => {
                let counts = &mut self.calls[call.index()];
                *(if stale { &mut counts.stale } else { &mut counts.cached }) += 1;
                counts.oldest = counts.oldest.max(age);
            }
            _ => {}
        }
    }
}

impl Observer for Tally {
    #[inline]
    fn record(&mut self, fact: Fact) -> FactId {
        self.note(&fact);
        FactId::NONE
    }
}

/// How one run ended.
#[derive(Clone, PartialEq, Debug)]
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
        let Counts { accepted, delivered, attempts, acked, suppressed, retried, dropped, withdrawn, .. } = queue.counts;
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

impl NodeReport {
    fn field(self, field: NodeField) -> f64 {
        let count = match field {
            NodeField::Busy => self.busy,
            NodeField::Waiting => self.waiting,
            NodeField::Started => self.started,
            NodeField::Failed => self.failed,
            NodeField::Crashes => self.crashes,
            NodeField::Limited => self.limited,
            NodeField::Unauthenticated => self.unauthenticated,
            NodeField::Forbidden => self.forbidden,
            NodeField::Orders => self.orders,
            NodeField::Answered => self.answered,
            NodeField::Refused => self.refused,
            NodeField::WaitingCore => self.waiting_core,
        };
        count as f64
    }
}

impl CallReport {
    fn field(self, field: CallField) -> f64 {
        let count = match field {
            CallField::Sent => self.sent,
            CallField::Answered => self.answered,
            CallField::Failed => self.failed,
            CallField::Retried => self.retried,
            CallField::NotPermitted => self.not_permitted,
            CallField::Opened => self.opened,
            CallField::Throttled => self.throttled,
            CallField::Cached => self.cached,
            CallField::Stale => self.stale,
            CallField::Oldest => return self.oldest.as_millis(),
            CallField::Probes => self.probes,
            CallField::TakenOut => self.taken_out,
            CallField::Out => self.out.into(),
        };
        count as f64
    }
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
            commands: world.log().len() as u64,
            claims: Vec::new(),
        };
        for (node, state) in report.nodes.iter_mut().zip(world.nodes()) {
            (node.busy, node.waiting) = (state.busy.into(), state.inbound.len() as u64);
            node.waiting_core = state.core_queue.len() as u64;
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
