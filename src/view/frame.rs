//! A frame: everything that is on the stage at one instant, as one row of numbers after another.
//!
//! The names and the order of the fields stand in [`super::layout`].

use crate::base::ids::{CallId, EffectId, NodeId, OrderId, SubscriptionId};
use crate::base::sort;
use crate::base::time::{Span, Time};
use crate::ledger::Standing;
use crate::model::{Health, NodeKind};
use crate::observe::Tally;
use crate::policy::budget::Budget;
use crate::sim::World;
use crate::sim::broker::message::{Held, HeldStage, Message, State};
use crate::sim::broker::publication::Hop;
use crate::sim::callers::call::CallStage;
use crate::sim::keys::MessageKey;
use crate::sim::services::run::{Origin, Run, RunStage};
use crate::timeline::{Bar, History, Timeline, Watch};
use crate::trace::{Reason, Trace, What};
use crate::view::layout::{BAR, Place};

/// Envelopes shown of one place (a queue, a list of dead letters); the counts tell the rest.
pub const MOST_IN_PLACE: usize = 64;
/// Envelopes shown on their way.
pub const MOST_FLYING: usize = 5_000;
/// Envelopes that just ended.
pub const MOST_GHOSTS: usize = 256;
/// How long an ended envelope is shown, in simulated time.
pub const GHOST_SPAN: Span = Span::from_secs(1);
/// Bars of the timeline in one answer.
pub const MOST_BARS: usize = 10_000;
/// With more bars than this they share lines.
const DENSE: usize = 400;
/// Lines of a lane, to which the orders go in turn.
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
    attempt: u16,
    redelivered: bool,
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
            redelivered: false,
            copy: 0,
            poison: false,
            call: None,
            failed: false,
        }
    }

    fn of_message(m: &Message, place: Place, position: usize) -> Envelope {
        Envelope {
            id: m.id.0,
            subscription: Some(m.subscription),
            position,
            attempt: m.attempts,
            redelivered: m.redelivered,
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

/// Writes the frame of a history's playhead into `out`, which it replaces.
pub fn write(history: &History, out: &mut Vec<f64>) {
    out.clear();
    let Watch { trace, tally, .. } = history.watch();
    let mut frame = Frame { world: history.world(), out, rows: 0 };
    frame.header(history);
    frame.nodes(tally);
    frame.subscriptions(tally);
    frame.effects();
    frame.writes(tally);
    frame.edges(tally);
    frame.publications();
    frame.queues();
    frame.calls();
    frame.runs();
    frame.ghosts(trace);
    frame.out[2] = frame.rows as f64;
}

/// Writes the bars of a timeline between two instants into `out`, which it replaces. A bar that one like it covers but for
/// less than `fine` is left out: nobody would see it, and however much happened, the rows are few.
pub fn write_bars(timeline: &Timeline, from: Time, to: Time, fine: Span, out: &mut Vec<f64>) {
    out.clear();
    // A few are drawn each on a line of its own: there nothing covers anything.
    let fine = if timeline.between(from, to).nth(DENSE).is_some() { fine } else { Span::ZERO };
    // What the last bars of each look and line cover without a gap.
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
        let Bar { node, kind, start, end, result, order, attempt, message, subscription, call } = *b;
        out.extend([
            f64::from(node.0),
            kind as u8 as f64,
            start.as_millis(),
            open_ended(end),
            result as u8 as f64,
            order.into(),
            attempt.into(),
            message.into(),
            index(subscription.map(|s| s.0)),
            index(call.map(|c| c.0)),
        ]);
    }
}

struct Frame<'a> {
    world: &'a World,
    out: &'a mut Vec<f64>,
    rows: usize,
}

impl Frame<'_> {
    fn header(&mut self, history: &History) {
        let w = self.world;
        let ledger = w.ledger();
        self.out.extend([w.now().as_millis(), w.events() as f64, 0.0, ledger.orders().len() as f64]);
        self.out.extend(Standing::ALL.map(|s| f64::from(ledger.count(s))));
        let next = w.next_event_at().map_or(f64::NAN, Time::as_millis);
        self.out.extend([ledger.lost_amount() as f64, next, history.watch().trace.facts().len() as f64]);
        let commands = history.watch().commands.len() as f64;
        let (head, head_events, _) = history.head_position();
        self.out.extend([head.as_millis(), f64::from(u8::from(history.is_past())), commands]);
        self.out.extend([head_events as f64, w.commands() as f64]);
        self.out.extend([ledger.compensated(), ledger.out_of_order()].map(f64::from));
        let tally = &history.watch().tally;
        self.out.extend(tally.customers().map(|n| n as f64));
        self.out.push(tally.answers.quantile(0.95).map_or(f64::NAN, Span::as_millis));
    }

    fn nodes(&mut self, tally: &Tally) {
        let w = self.world;
        let (mut outbox, mut replicating) = (vec![0u32; w.nodes().len()], vec![0u32; w.nodes().len()]);
        for p in w.publications() {
            match p.hop {
                Hop::Stored => outbox[p.node.index()] += 1,
                Hop::Flying => {}
                Hop::Replicating => replicating[w.model().topics[p.topic.index()].broker.index()] += 1,
            }
        }
        for (i, (n, station)) in w.nodes().iter().zip(w.stations()).enumerate() {
            let (health, value) = match n.health() {
                Health::Up => (0.0, 0.0),
                Health::Slow { factor } => (1.0, factor),
                Health::Flaky { probability } => (2.0, probability),
                Health::Down => (3.0, 0.0),
            };
            let counted = matches!(w.model().nodes[i].kind, NodeKind::Service(_));
            let workers = if counted { n.workers().unwrap_or(0) } else { 0 };
            self.out.extend([
                health,
                value,
                workers.into(),
                station.busy().into(),
                station.inbound().len() as f64 - f64::from(station.waiting_calls()),
                station.waiting_calls().into(),
                outbox[i].into(),
                n.restarting().map_or(f64::NAN, Time::as_millis),
                n.machine().cores.unwrap_or(0).into(),
                n.machine().speed,
                station.waiting_for_core() as f64,
                n.replicas().into(),
                replicating[i].into(),
            ]);
            let counted = tally.node(NodeId::new(i));
            self.out.extend([counted.limited, counted.unauthenticated, counted.forbidden].map(|n| n as f64));
            // Of all who have no share of their own, and those that are reserved; not a number where nothing is limited.
            let left = w.admission(NodeId::new(i)).limiter().map(|limiter| limiter.left(w.now()));
            self.out.extend(left.map_or([f64::NAN; 2], |(rest, reserved)| [rest.into(), reserved.into()]));
            self.out.push(counted.orders as f64);
        }
    }

    fn subscriptions(&mut self, tally: &Tally) {
        let census = self.world.census();
        for (i, (q, c)) in self.world.queues().iter().zip(census).enumerate() {
            let h = tally.sojourns(SubscriptionId::new(i));
            let k = q.counts;
            let records = self.world.records(self.world.model().subscriptions[i].topic).len();
            let counts = [
                k.accepted,
                c.ready,
                c.in_flight,
                c.retry,
                c.delayed,
                c.parked,
                c.dead,
                k.acked,
                k.suppressed,
                k.retried,
            ];
            self.out.extend(counts.map(|n| n as f64));
            self.out.extend([k.dropped, k.delivered, k.attempts].map(|n| n as f64));
            let quantiles = [h.mean(), h.quantile(0.5), h.quantile(0.95), h.quantile(0.99)];
            self.out.extend(quantiles.map(|s| s.map_or(f64::NAN, Span::as_millis)));
            let offset = c.offset.unwrap_or(q.position);
            self.out.extend([f64::from(u8::from(q.on)), offset.into(), records as f64, k.withdrawn as f64]);
        }
    }

    fn effects(&mut self) {
        let ledger = self.world.ledger();
        for i in 0..self.world.model().effects.len() {
            let e = ledger.effect(EffectId::new(i));
            self.out.extend([e.expected, e.once, e.twice, e.late, e.waiting, e.dead, e.lost, e.lines].map(f64::from));
        }
    }

    /// What each node wrote, its share of an effect that several write.
    fn writes(&mut self, tally: &Tally) {
        let model = self.world.model();
        for node in (0..model.nodes.len()).map(NodeId::new) {
            let lines = model.effects_at(node).into_iter().map(|effect| tally.written(node, effect) as f64);
            self.out.extend(lines);
        }
    }

    fn edges(&mut self, tally: &Tally) {
        let (w, absent) = (self.world, f64::NAN);
        for id in (0..w.model().calls.len()).map(CallId::new) {
            let k = tally.call(id);
            let counts =
                [k.sent, k.answered, k.failed, k.retried, k.not_permitted, k.opened, k.throttled, k.cached, k.stale];
            self.out.extend(counts.map(|n| n as f64));
            let egress = w.edge(id);
            let breaker = w.call_policy(id).breaker.map_or([-1.0, absent, absent, absent, absent], |policy| {
                let seen = egress.breaker.recorded_at(&policy, w.now());
                let rate = |some| seen.rate(some).unwrap_or(absent);
                let again = egress.breaker.half_open_after(&policy).map_or(absent, Time::as_millis);
                [egress.breaker.state().code().into(), seen.calls.into(), rate(seen.failed), rate(seen.slow), again]
            });
            self.out.push(k.oldest.as_millis());
            self.out.extend(breaker);
            let tokens = egress.budget.map_or(absent, Budget::tokens);
            self.out.extend([tokens, egress.cached.map_or(absent, Time::as_millis)]);
            let check = &w.checks()[id.index()];
            self.out.extend([u32::from(check.out), check.probes, check.taken_out].map(f64::from));
        }
    }

    fn row(&mut self, e: Envelope) {
        let amount = self.world.ledger().order(e.order).map_or(0, |o| o.amount);
        self.out.extend([
            e.id.into(),
            e.order.0.into(),
            e.place as u8 as f64,
            index(e.from.map(|n| n.0)),
            index(e.to.map(|n| n.0)),
            index(e.subscription.map(|s| s.0)),
            index(e.topic),
            e.position as f64,
            e.since.as_millis(),
            e.until.map_or(f64::NAN, Time::as_millis),
            e.attempt.into(),
            f64::from(u8::from(e.redelivered)),
            e.copy.into(),
            f64::from(u8::from(e.poison)),
            index(e.call),
            amount.into(),
            f64::from(u8::from(e.failed)),
        ]);
        self.rows += 1;
    }

    fn publications(&mut self) {
        let mut kept = [0; 2];
        for p in self.world.publications().take(MOST_FLYING) {
            let place = match p.hop {
                Hop::Stored => Place::Outbox,
                Hop::Flying => Place::Publishing,
                Hop::Replicating => Place::Replicating,
            };
            let mut position = 0;
            if p.hop != Hop::Flying {
                let kept = &mut kept[usize::from(p.hop == Hop::Replicating)];
                position = std::mem::replace(kept, *kept + 1);
            }
            let e = Envelope::of_order(p.order, place, p.since, p.until);
            self.row(Envelope { from: Some(p.node), topic: Some(p.topic.0), position, ..e });
        }
    }

    fn queues(&mut self) {
        let w = self.world;
        let lists = |q: usize| {
            let q = &w.queues()[q];
            [
                (Place::Ready, q.ready.iter().copied().take(MOST_IN_PLACE).collect::<Vec<MessageKey>>()),
                (Place::Parked, q.parked.iter().map(|(.., slot)| *slot).take(MOST_IN_PLACE).collect()),
                (Place::Dead, q.dead.iter().copied().take(MOST_IN_PLACE).collect()),
            ]
        };
        for q in 0..w.queues().len() {
            let home = w.queues()[q].consumers[0].node;
            for (place, slots) in lists(q) {
                for (position, m) in slots.iter().filter_map(|s| w.message(*s)).enumerate() {
                    let failed = place == Place::Dead;
                    self.row(Envelope { to: Some(home), failed, ..Envelope::of_message(m, place, position) });
                }
            }
        }
        self.under_way();
    }

    /// Messages that are in no list: on their way, buffered, or waiting for an instant.
    fn under_way(&mut self) {
        let w = self.world;
        let mut waiting: Vec<(Time, &Message, Place)> = Vec::new();
        let mut flying = 0;
        let mut buffered = vec![0usize; w.nodes().len()];
        for (_, m) in w.messages() {
            match m.state {
                State::Delayed { until } => waiting.push((until, m, Place::Delayed)),
                State::RetryScheduled { until } => waiting.push((until, m, Place::RetryWait)),
                State::InFlight(Held { consumer, stage, arrives, lease_until, .. }) => {
                    let node = w.queues()[m.subscription.index()].consumers[consumer as usize].node;
                    let (place, position, until) = match stage {
                        HeldStage::Working => continue,
                        HeldStage::Delivering => {
                            flying += 1;
                            (Place::Delivering, 0, Some(arrives))
                        }
                        HeldStage::Buffered | HeldStage::Interrupted | HeldStage::Abandoned => {
                            buffered[node.index()] += 1;
                            (Place::Buffered, buffered[node.index()] - 1, lease_until)
                        }
                    };
                    if flying > MOST_FLYING || position >= MOST_IN_PLACE {
                        continue;
                    }
                    self.row(Envelope { to: Some(node), until, ..Envelope::of_message(m, place, position) });
                }
                State::Ready | State::Parked | State::Dead(_) => {}
            }
        }
        let keys = waiting.iter().zip(0..).map(|((until, m, _), i)| (until.as_micros(), m.id.0, i)).collect();
        let mut positions = vec![[0usize; 2]; w.queues().len()];
        for (until, m, place) in sort::positions(keys).map(|i| waiting[i]) {
            let position = &mut positions[m.subscription.index()][usize::from(place == Place::Delayed)];
            *position += 1;
            if *position <= MOST_IN_PLACE {
                let home = w.queues()[m.subscription.index()].consumers[0].node;
                self.row(Envelope {
                    to: Some(home),
                    until: Some(until),
                    ..Envelope::of_message(m, place, *position - 1)
                });
            }
        }
    }

    fn calls(&mut self) {
        let w = self.world;
        let mut queued = vec![0usize; w.nodes().len()];
        for (_, c) in w.calls().take(MOST_FLYING) {
            let edge = &w.model().calls[c.call.index()];
            let (place, from, to, failed) = match c.stage {
                CallStage::Requesting => (Place::Requesting, edge.from, edge.to, false),
                CallStage::Queued => (Place::QueuedCall, edge.from, edge.to, false),
                CallStage::Handled => continue,
                CallStage::Answering(failure) => (Place::Answering, edge.to, edge.from, failure.is_some()),
            };
            let mut position = 0;
            if place == Place::QueuedCall {
                position = queued[to.index()];
                queued[to.index()] += 1;
            }
            let e = Envelope::of_order(c.order, place, c.since, c.until);
            let call = Some(c.call.0);
            self.row(Envelope { from: Some(from), to: Some(to), call, position, attempt: c.attempt, failed, ..e });
        }
    }

    fn runs(&mut self) {
        let w = self.world;
        let mut working = vec![0usize; w.nodes().len()];
        for (_, run) in w.runs() {
            let position = working[run.node.index()];
            working[run.node.index()] += 1;
            if position < MOST_IN_PLACE {
                self.row(Frame::run(w, run, position));
            }
        }
    }

    fn run(w: &World, run: &Run, position: usize) -> Envelope {
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
        let mut e = Envelope { to: Some(run.node), subscription: run.subscription, position, ..e };
        match run.origin {
            Origin::Message(receipt) => {
                if let Some(m) = w.message(receipt.message).filter(|m| m.held_under(receipt.tag).is_some()) {
                    (e.id, e.attempt, e.redelivered, e.copy, e.poison) =
                        (m.id.0, m.attempts, m.redelivered, m.copy, m.poison);
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

    /// What ended within the last second, newest first.
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
