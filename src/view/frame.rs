//! A frame: everything on the stage at one instant, as rows of numbers in one list.
//!
//! Each column is declared once, with its name, in a `row!` below; [`super::layout`] tells the page the names.

use crate::base::ids::{CallId, EffectId, NodeId, OrderId, SubscriptionId, TopicId};
use crate::base::sort;
use crate::base::time::{Span, Time};
use crate::model::Health;
use crate::model::measure::{CallMeasure, EffectMeasure, NodeMeasure, RunMeasure, SubscriptionMeasure};
use crate::observe::Reading;
use crate::policy::breaker::{BreakerPolicy, Recorded};
use crate::policy::budget::Budget;
use crate::sim::World;
use crate::sim::broker::message::{Held, HeldStage, Message, State};
use crate::sim::broker::publication::Hop;
use crate::sim::callers::call::CallStage;
use crate::sim::keys::MessageKey;
use crate::sim::services::run::{Origin, Run, RunStage};
use crate::timeline::{Bar, History, Timeline, Watch};
use crate::trace::{Reason, Trace, What};
use crate::view::place::Place;
use crate::view::row::row;

/// The most envelopes shown in one place (a queue, a list of dead letters); the last one tells how many are left out.
pub const MOST_IN_PLACE: usize = 64;
/// The most envelopes shown in transit: of publications, of deliveries and of calls each.
pub const MOST_FLYING: usize = 5_000;
/// The most envelopes shown that just ended.
pub const MOST_GHOSTS: usize = 256;
/// How long an ended envelope is shown, in simulated time.
pub const GHOST_SPAN: Span = Span::from_secs(1);
/// The most bars of the timeline returned at once.
pub const MOST_BARS: usize = 10_000;
/// With more bars than this they share lines.
const DENSE: usize = 400;
/// The lines of a lane; an order's line is its number modulo this.
const LINES: u32 = 4;

/// One envelope, before it becomes a row.
#[derive(Clone, Copy)]
struct Envelope {
    id: u32,
    order: OrderId,
    place: Place,
    from: Option<NodeId>,
    to: Option<NodeId>,
    subscription: Option<SubscriptionId>,
    topic: Option<u16>,
    position: usize,
    since: Time,
    until: Option<Time>,
    attempt: u32,
    copy: u16,
    poison: bool,
    call: Option<u16>,
    failed: bool,
}

impl Envelope {
    fn of_order(order: OrderId, place: Place, since: Time, until: impl Into<Option<Time>>) -> Envelope {
        Envelope {
            id: 0,
            order,
            place,
            from: None,
            to: None,
            subscription: None,
            topic: None,
            position: 0,
            since,
            until: until.into(),
            attempt: 0,
            copy: 0,
            poison: false,
            call: None,
            failed: false,
        }
    }

    fn of_message(m: &Message, place: Place) -> Envelope {
        Envelope {
            id: m.id.0,
            subscription: Some(m.subscription),
            attempt: m.attempts,
            copy: m.copy,
            poison: m.poison,
            ..Envelope::of_order(m.order, place, m.since, None)
        }
    }
}

fn open_ended(t: Time) -> f64 {
    if t == Time::MAX { f64::NAN } else { t.as_millis() }
}

fn index(i: Option<impl Into<f64>>) -> f64 {
    i.map_or(-1.0, Into::into)
}

fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

row! {
    /// The header's columns.
    HEADER, header_row(reading: &Reading<'_>, history: &History) {
        measures RunMeasure as measure, reading.run(measure) => [
            Orders, Late, Waiting, DeadLettered, Lost, DoneTwice, OutOfOrder, LostAmount, Compensated, Answered, Refused,
            AnswerP95, Commands,
        ];
        "nowMs" => reading.world().now().as_millis(),
        "events" => reading.world().events() as f64,
        // Overwritten once the rows are counted.
        "envelopes" => 0.0,
        "nextEventMs" => reading.world().next_event_at().map_or(f64::NAN, Time::as_millis),
        "facts" => history.watch().trace.facts().len() as f64,
        "past" => flag(history.is_past()),
        "headMs" => history.head_position().0.as_millis(),
        "headEvents" => history.head_position().1 as f64,
        // Includes the scenario's own commands and those after the playhead.
        "commandFacts" => history.watch().commands.len() as f64,
    }
}

row! {
    /// A node's columns.
    NODE, node_row(reading: &Reading<'_>, node: NodeId, replicating: u32) {
        measures NodeMeasure as measure, reading.node(node, measure) => [
            Busy, WaitingCalls, Limited, Unauthenticated, Forbidden, Orders,
        ];
        "health" => health(reading.world(), node).0,
        "healthValue" => health(reading.world(), node).1,
        "restartingUntilMs" => reading.world().nodes()[node.index()].restarting().map_or(f64::NAN, Time::as_millis),
        "replicas" => reading.world().nodes()[node.index()].replicas().into(),
        "replicating" => replicating.into(),
        // NaN without a rate limit.
        "tokens" => tokens(reading.world(), node).map_or(f64::NAN, |(rest, _)| rest.into()),
        "reservedTokens" => tokens(reading.world(), node).map_or(f64::NAN, |(_, reserved)| reserved.into()),
    }
}

row! {
    /// A subscription's columns.
    SUBSCRIPTION, subscription_row(reading: &Reading<'_>, subscription: SubscriptionId) {
        measures SubscriptionMeasure as measure, reading.subscription(subscription, measure) => [
            Ready, InFlight, RetryScheduled, Parked, Dead, Attempts, P95, Offset, Records,
        ];
        "on" => flag(reading.world().queues()[subscription.index()].on),
    }
}

row! {
    /// An effect's columns.
    EFFECT, effect_row(reading: &Reading<'_>, effect: EffectId) {
        measures EffectMeasure as measure, reading.effect(effect, measure) => [
            Expected, Once, Twice, Late, Waiting, Dead, Lost,
        ];
    }
}

row! {
    /// The columns of a node's lines of one effect: one row for each effect of each node, in order.
    WRITE, write_row(reading: &Reading<'_>, node: NodeId, effect: EffectId) {
        "lines" => reading.tally().written(node, effect) as f64,
    }
}

row! {
    /// A call edge's columns: whether a health check has taken the instance out; the state of its circuit breaker (-1:
    /// it has none) and the calls in the breaker's window; the tokens of its retry budget; when its cached answer was
    /// requested. Absent values are NaN.
    CALL, call_row(reading: &Reading<'_>, call: CallId) {
        measures CallMeasure as measure, reading.call(call, measure) => [Out];
        "breaker" => guard(reading.world(), call).map_or(-1.0, |_| {
            reading.world().edge(call).breaker.state().code().into()
        }),
        "recorded" => guard(reading.world(), call).map_or(f64::NAN, |(_, seen)| seen.calls.into()),
        "failureRate" => guard(reading.world(), call).and_then(|(_, seen)| seen.rate(seen.failed)).unwrap_or(f64::NAN),
        "halfOpenAfterMs" => guard(reading.world(), call)
            .and_then(|(policy, _)| reading.world().edge(call).breaker.half_open_after(&policy))
            .map_or(f64::NAN, Time::as_millis),
        "tokens" => reading.world().edge(call).budget.map_or(f64::NAN, Budget::tokens),
        "cachedAtMs" => reading.world().edge(call).cached.map_or(f64::NAN, Time::as_millis),
    }
}

row! {
    /// An envelope's columns. Absent indices are -1.
    ENVELOPE, envelope_row(e: &Envelope) {
        "id" => e.id.into(),
        "order" => e.order.0.into(),
        "state" => e.place as u8 as f64,
        "from" => index(e.from.map(|n| n.0)),
        "to" => index(e.to.map(|n| n.0)),
        "subscription" => index(e.subscription.map(|s| s.0)),
        "topic" => index(e.topic),
        "position" => e.position as f64,
        "sinceMs" => e.since.as_millis(),
        "untilMs" => e.until.map_or(f64::NAN, Time::as_millis),
        "attempt" => e.attempt.into(),
        "copy" => e.copy.into(),
        "poison" => flag(e.poison),
        "call" => index(e.call),
        "failed" => flag(e.failed),
        // How many envelopes of the same place are left out after it: see `Pile`.
        "more" => 0.0,
    }
}

row! {
    /// A bar's columns.
    BAR, bar_row(b: &Bar) {
        "node" => b.node.0.into(),
        "kind" => b.kind as u8 as f64,
        "startMs" => b.start.as_millis(),
        "endMs" => open_ended(b.end),
        "result" => b.result as u8 as f64,
        "order" => b.order.into(),
        "subscription" => index(b.subscription.map(|s| s.0)),
        "call" => index(b.call.map(|c| c.0)),
    }
}

/// The code of a node's health in [`crate::view::place::HEALTH`], and its factor or probability.
fn health(world: &World, node: NodeId) -> (f64, f64) {
    match world.nodes()[node.index()].health() {
        Health::Up => (0.0, 0.0),
        Health::Slow { factor } => (1.0, factor),
        Health::Flaky { probability } => (2.0, probability),
        Health::Down => (3.0, 0.0),
    }
}

/// The unreserved and the reserved tokens of a node's rate limit.
fn tokens(world: &World, node: NodeId) -> Option<(u32, u32)> {
    world.admission(node).limiter().map(|limiter| limiter.left(world.now()))
}

/// The circuit breaker of an edge, and the calls in its window.
fn guard(world: &World, call: CallId) -> Option<(BreakerPolicy, Recorded)> {
    let policy = world.call_policy(call).breaker?;
    Some((policy, world.edge(call).breaker.recorded_at(&policy, world.now())))
}

/// Replaces `out` with the frame at a history's playhead.
pub fn write(history: &History, out: &mut Vec<f64>) {
    out.clear();
    let (world, Watch { trace, tally, .. }) = (history.world(), history.watch());
    let (model, reading) = (world.model(), Reading::new(world, tally));
    header_row(out, &reading, history);
    let replicating = replicating(world);
    for (node, replicating) in (0..model.nodes.len()).map(NodeId::new).zip(replicating) {
        node_row(out, &reading, node, replicating);
    }
    (0..model.subscriptions.len()).for_each(|i| subscription_row(out, &reading, SubscriptionId::new(i)));
    (0..model.effects.len()).for_each(|i| effect_row(out, &reading, EffectId::new(i)));
    for node in (0..model.nodes.len()).map(NodeId::new) {
        model.effects_at(node).into_iter().for_each(|effect| write_row(out, &reading, node, effect));
    }
    (0..model.calls.len()).for_each(|i| call_row(out, &reading, CallId::new(i)));
    let mut envelopes = Envelopes { world, out, rows: 0 };
    envelopes.publications();
    envelopes.queues();
    envelopes.calls();
    envelopes.runs();
    envelopes.ghosts(trace);
    let rows = envelopes.rows;
    if let Some(count) = HEADER.iter().position(|name| *name == "envelopes").and_then(|at| out.get_mut(at)) {
        *count = rows as f64;
    }
}

/// The number of publications that only a leader has, by node.
fn replicating(world: &World) -> Vec<u32> {
    let mut replicating = vec![0; world.nodes().len()];
    for p in world.publications().filter(|p| p.hop == Hop::Replicating) {
        replicating[world.model().topics[p.topic.index()].broker.index()] += 1;
    }
    replicating
}

/// Replaces `out` with the bars of a timeline between two instants. A bar that earlier ones of the same look cover, up
/// to `fine` at either end, is left out: it would not be visible, and the number of rows stays bounded.
pub fn write_bars(timeline: &Timeline, from: Time, to: Time, fine: Span, out: &mut Vec<f64>) {
    out.clear();
    // Few bars have a line each, where none covers another.
    let fine = if timeline.between(from, to).nth(DENSE).is_some() { fine } else { Span::ZERO };
    // The interval that the last bars of each look and line cover without a gap.
    let mut covered: Vec<(u32, Time, Time)> = Vec::new();
    for b in timeline.between(from, to) {
        let look = (u32::from(b.node.0) << 16) | ((b.kind as u32) << 8) | ((b.result as u32) << 4) | (b.order % LINES);
        match covered.iter_mut().find(|(other, ..)| *other == look) {
            Some((_, start, end)) if b.start <= *end + fine && b.end + fine >= *start => {
                if fine > Span::ZERO && b.start + fine >= *start && b.end <= *end + fine {
                    continue;
                }
                (*start, *end) = (b.start.min(*start), b.end.max(*end));
            }
            Some((_, start, end)) => (*start, *end) = (b.start, b.end),
            None => covered.push((look, b.start, b.end)),
        }
        if out.len() >= MOST_BARS * BAR.len() {
            break;
        }
        bar_row(out, b);
    }
}

/// Writes the rows of the envelopes.
struct Envelopes<'a> {
    world: &'a World,
    out: &'a mut Vec<f64>,
    rows: usize,
}

/// The column in which the last envelope shown of a place tells how many are left out.
const MORE: usize = ENVELOPE.len() - 1;
const _: () = assert!(matches!(ENVELOPE[MORE].as_bytes(), b"more"));

/// The envelopes of one place, of which at most [`MOST_IN_PLACE`] are shown.
#[derive(Clone, Copy, Default)]
struct Pile {
    count: usize,
    /// Where the row of the last one shown begins.
    last: usize,
}

impl Envelopes<'_> {
    fn row(&mut self, e: Envelope) {
        envelope_row(self.out, &e);
        self.rows += 1;
    }

    /// Shows one more envelope of a place, or counts it.
    fn put(&mut self, pile: &mut Pile, e: Envelope) {
        if pile.count < MOST_IN_PLACE {
            pile.last = self.out.len();
            self.row(Envelope { position: pile.count, ..e });
        } else {
            self.leave_out(pile, 1);
        }
        pile.count += 1;
    }

    fn leave_out(&mut self, pile: &Pile, envelopes: usize) {
        if let Some(more) = self.out.get_mut(pile.last + MORE) {
            *more += envelopes as f64;
        }
    }

    fn publications(&mut self) {
        let (mut flying, mut outboxes) = (0, Vec::<((NodeId, TopicId), Pile)>::new());
        let mut replicating = 0;
        for p in self.world.publications() {
            let place = match p.hop {
                Hop::Stored => Place::Outbox,
                Hop::Flying => Place::Publishing,
                Hop::Replicating => Place::Replicating,
            };
            let e = Envelope::of_order(p.order, place, p.since, p.until);
            let mut e = Envelope { from: Some(p.node), topic: Some(p.topic.0), ..e };
            if p.hop == Hop::Stored {
                let from = (p.node, p.topic);
                let known = outboxes.iter().position(|(other, _)| *other == from);
                let at = known.unwrap_or_else(|| {
                    outboxes.push((from, Pile::default()));
                    outboxes.len() - 1
                });
                self.put(&mut outboxes[at].1, e);
                continue;
            }
            if p.hop == Hop::Replicating {
                e.position = replicating;
                replicating += 1;
            }
            flying += 1;
            if flying <= MOST_FLYING {
                self.row(e);
            }
        }
    }

    fn queues(&mut self) {
        let w = self.world;
        let lists = |q: usize| {
            let q = &w.queues()[q];
            let shown =
                |slots: &mut dyn Iterator<Item = MessageKey>| slots.take(MOST_IN_PLACE).collect::<Vec<MessageKey>>();
            [
                (Place::Ready, shown(&mut q.ready.iter().copied()), q.ready.len()),
                (Place::Parked, shown(&mut q.parked.iter().map(|(.., slot)| *slot)), q.parked.len()),
                (Place::Dead, shown(&mut q.dead.iter().copied()), q.dead.len()),
            ]
        };
        for q in 0..w.queues().len() {
            let home = w.queues()[q].consumers[0].node;
            for (place, slots, all) in lists(q) {
                let mut pile = Pile::default();
                for m in slots.iter().filter_map(|s| w.message(*s)) {
                    let failed = place == Place::Dead;
                    self.put(&mut pile, Envelope { to: Some(home), failed, ..Envelope::of_message(m, place) });
                }
                if all > slots.len() {
                    self.leave_out(&pile, all - slots.len());
                }
            }
        }
        self.under_way();
    }

    /// Messages that are in no list: in transit, buffered, or waiting for an instant.
    fn under_way(&mut self) {
        let w = self.world;
        let mut waiting: Vec<(Time, &Message, Place)> = Vec::new();
        let mut flying = 0;
        let mut buffered = vec![Pile::default(); w.nodes().len()];
        for (_, m) in w.messages() {
            match m.state {
                State::Delayed { until } => waiting.push((until, m, Place::Delayed)),
                State::RetryScheduled { until } => waiting.push((until, m, Place::RetryScheduled)),
                State::InFlight(Held { consumer, stage, arrives, lease_until, .. }) => {
                    let node = w.queues()[m.subscription.index()].consumers[consumer as usize].node;
                    let envelope = |place, until| Envelope { to: Some(node), until, ..Envelope::of_message(m, place) };
                    match stage {
                        HeldStage::Working => {}
                        HeldStage::Delivering => {
                            flying += 1;
                            if flying <= MOST_FLYING {
                                self.row(envelope(Place::Delivering, Some(arrives)));
                            }
                        }
                        HeldStage::Buffered | HeldStage::Interrupted | HeldStage::Abandoned => {
                            self.put(&mut buffered[node.index()], envelope(Place::Buffered, lease_until));
                        }
                    }
                }
                State::Ready | State::Parked | State::Dead(_) => {}
            }
        }
        let keys = waiting.iter().zip(0..).map(|((until, m, _), i)| (until.as_micros(), m.id.0, i)).collect();
        let mut piles = vec![[Pile::default(); 2]; w.queues().len()];
        for (until, m, place) in sort::positions(keys).map(|i| waiting[i]) {
            let pile = &mut piles[m.subscription.index()][usize::from(place == Place::Delayed)];
            let home = w.queues()[m.subscription.index()].consumers[0].node;
            self.put(pile, Envelope { to: Some(home), until: Some(until), ..Envelope::of_message(m, place) });
        }
    }

    fn calls(&mut self) {
        let w = self.world;
        let mut queued = vec![Pile::default(); w.nodes().len()];
        let mut flying = 0;
        for (_, c) in w.calls() {
            let edge = &w.model().calls[c.call.index()];
            let (place, from, to, failed) = match c.stage {
                CallStage::Requesting => (Place::Requesting, edge.from, edge.to, false),
                CallStage::Queued => (Place::WaitingCall, edge.from, edge.to, false),
                CallStage::Handled => continue,
                CallStage::Answering(failure) => (Place::Answering, edge.to, edge.from, failure.is_some()),
            };
            let e = Envelope::of_order(c.order, place, c.since, c.until);
            let call = Some(c.call.0);
            let e = Envelope { from: Some(from), to: Some(to), call, attempt: c.attempt, failed, ..e };
            if place == Place::WaitingCall {
                self.put(&mut queued[to.index()], e);
            } else {
                flying += 1;
                if flying <= MOST_FLYING {
                    self.row(e);
                }
            }
        }
    }

    fn runs(&mut self) {
        let w = self.world;
        let mut working = vec![Pile::default(); w.nodes().len()];
        for (_, run) in w.runs() {
            self.put(&mut working[run.node.index()], Envelopes::run(w, run));
        }
    }

    fn run(w: &World, run: &Run) -> Envelope {
        let place = match run.stage {
            RunStage::Stepping | RunStage::Working => Place::Working,
            RunStage::WaitingCore => Place::WaitingCore,
            RunStage::Waiting => Place::Waiting,
            RunStage::Calling(_) | RunStage::Confirming => Place::Holding,
        };
        let (since, until) = match run.stage {
            RunStage::Calling(step) => w.call_step(step).map_or((run.since, None), |s| (s.since, Some(s.until))),
            _ => (run.since, run.until),
        };
        let e = Envelope::of_order(run.order, place, since, until);
        let mut e = Envelope { to: Some(run.node), subscription: run.subscription, ..e };
        match run.origin {
            Origin::Message(receipt) => {
                if let Some(m) = w.message(receipt.message).filter(|m| m.held_under(receipt.tag).is_some()) {
                    (e.id, e.attempt, e.copy, e.poison) = (m.id.0, m.attempts, m.copy, m.poison);
                }
            }
            Origin::Call(key) => {
                let call = w.call(key);
                (e.call, e.attempt) = (call.map(|c| c.call.0), call.map_or(0, |c| c.attempt));
            }
            Origin::Acked | Origin::Answered | Origin::Order => {}
        }
        e
    }

    /// Envelopes that ended within [`GHOST_SPAN`], newest first.
    fn ghosts(&mut self, trace: &Trace) {
        let since = Time::from_micros(self.world.now().as_micros().saturating_sub(GHOST_SPAN.as_micros()));
        let recent = trace.facts().iter().rev().take_while(|f| f.at >= since);
        let ghosts = recent.filter_map(|f| {
            let of_message = |message: u32, order, subscription: SubscriptionId, place| {
                let to = Some(self.world.queues()[subscription.index()].consumers[0].node);
                let e = Envelope::of_order(order, place, f.at, f.at + GHOST_SPAN);
                Envelope { id: message, subscription: Some(subscription), to, ..e }
            };
            Some(match f.what {
                What::MessageAcked { message, order, subscription, .. } => {
                    of_message(message.0, order, subscription, Place::Acked)
                }
                What::MessageSuppressed { message, order, subscription } => {
                    of_message(message.0, order, subscription, Place::Suppressed)
                }
                What::MessageDropped { message, order, subscription, reason } if reason != Reason::Discarded => {
                    of_message(message.0, order, subscription, Place::Lost)
                }
                What::PublishLost { order, topic, .. } => {
                    Envelope { topic: Some(topic.0), ..Envelope::of_order(order, Place::Lost, f.at, f.at + GHOST_SPAN) }
                }
                What::OrderFailed { order, .. } => {
                    let to = self.world.ledger().order(order).map(|order| order.client);
                    Envelope { to, ..Envelope::of_order(order, Place::Refused, f.at, f.at + GHOST_SPAN) }
                }
                _ => return None,
            })
        });
        let ghosts: Vec<Envelope> = ghosts.take(MOST_GHOSTS).collect();
        for (position, e) in ghosts.into_iter().enumerate() {
            self.row(Envelope { position, ..e });
        }
    }
}
