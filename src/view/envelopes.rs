//! The envelopes on the stage: messages, calls and publications, each where it is, as rows of numbers.

use crate::base::ids::{NodeId, OrderId, SubscriptionId, TopicId};
use crate::base::sort;
use crate::base::time::{Span, Time};
use crate::sim::World;
use crate::sim::broker::message::{Held, HeldStage, Message, State};
use crate::sim::broker::publication::Hop;
use crate::sim::callers::call::CallStage;
use crate::sim::keys::MessageKey;
use crate::sim::services::run::{Origin, Run, RunStage};
use crate::trace::{Reason, Trace, What};
use crate::view::place::Place;
use crate::view::row::{flag, index, row};

/// The most envelopes shown in one place (a queue, a list of dead letters); the last one tells how many are left out.
pub const MOST_IN_PLACE: usize = 64;
/// The most envelopes shown in transit: of publications, of deliveries and of calls each.
pub const MOST_FLYING: usize = 5_000;
/// The most envelopes shown that just ended.
pub const MOST_GHOSTS: usize = 256;
/// How long an ended envelope is shown, in simulated time.
pub const GHOST_SPAN: Span = Span::from_secs(1);

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
    copy: u8,
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
            attempt: m.attempts.into(),
            copy: m.copy,
            poison: m.poison.is_some(),
            ..Envelope::of_order(m.order, place, m.since, None)
        }
    }
}

row! {
    /// An envelope's columns. Absent indices are -1.
    ENVELOPE, envelope_row(e: &Envelope, key: Option<u32>) {
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
        // The key of its order in its topic, where keys are drawn.
        "key" => index(key),
        // How many envelopes of the same place are left out after it: see `Pile`.
        "more" => 0.0,
    }
}

/// Writes the rows of the envelopes.
pub(super) struct Envelopes<'a> {
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
    /// Appends a row for each envelope; returns how many there are.
    pub(super) fn write(world: &World, trace: &Trace, out: &mut Vec<f64>) -> usize {
        let mut envelopes = Envelopes { world, out, rows: 0 };
        envelopes.publications();
        envelopes.queues();
        envelopes.calls();
        envelopes.runs();
        envelopes.ghosts(trace);
        envelopes.rows
    }

    fn row(&mut self, e: Envelope) {
        let of = |s: SubscriptionId| self.world.model().subscriptions[s.index()].topic;
        let topic = e.topic.map(TopicId).or_else(|| e.subscription.map(of));
        let key = topic.and_then(|topic| self.world.drawn_key(topic, e.order));
        envelope_row(self.out, &e, key);
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
        let (mut flying, mut piles) = (0, Vec::<((NodeId, TopicId, Place), Pile)>::new());
        let mut replicating = 0;
        for p in self.world.publications() {
            let place = match p.hop {
                Hop::Stored => Place::Outbox,
                Hop::Flying => Place::Publishing,
                Hop::Blocked => Place::Blocked,
                Hop::Replicating => Place::Replicating,
            };
            // What waits for room does not know for how long.
            let until = (p.hop != Hop::Blocked).then_some(p.until);
            let e = Envelope::of_order(p.order, place, p.since, until);
            let mut e = Envelope { from: Some(p.node), topic: Some(p.topic.0), ..e };
            if matches!(p.hop, Hop::Stored | Hop::Blocked) {
                let from = (p.node, p.topic, place);
                let known = piles.iter().position(|(other, _)| *other == from);
                let at = known.unwrap_or_else(|| {
                    piles.push((from, Pile::default()));
                    piles.len() - 1
                });
                self.put(&mut piles[at].1, e);
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
                (Place::Ready, shown(&mut q.waiting_in_line()), q.ready_count()),
                (Place::Parked, shown(&mut q.parked.iter().map(|(.., slot)| slot)), q.parked.len()),
                (Place::Dead, shown(&mut q.dead.iter().map(|(.., slot)| slot)), q.dead.len()),
            ]
        };
        for q in 0..w.queues().len() {
            let home = w.queues()[q].home();
            for (place, slots, all) in lists(q) {
                let mut pile = Pile::default();
                let free = w.queues()[q].ready.len();
                for (i, m) in slots.iter().filter_map(|s| w.message(*s)).enumerate() {
                    let failed = place == Place::Dead;
                    // Behind those that can be handed out next are those that wait for an earlier one of their key.
                    let held_up = place == Place::Ready && i >= free && w.queues()[q].lanes.one_at_a_time;
                    let place = if held_up { Place::HeldUp } else { place };
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
        for (key, m) in w.messages() {
            let until = w.message_until(key);
            match m.state {
                State::Delayed => waiting.extend(until.map(|until| (until, m, Place::Delayed))),
                State::RetryScheduled => waiting.extend(until.map(|until| (until, m, Place::RetryScheduled))),
                State::InFlight(Held { consumer, stage, .. }) => {
                    let node = w.queues()[m.subscription.index()].consumers[consumer as usize].node;
                    let envelope = |place, until| Envelope { to: Some(node), until, ..Envelope::of_message(m, place) };
                    match stage {
                        HeldStage::Working => {}
                        HeldStage::Delivering => {
                            flying += 1;
                            if flying <= MOST_FLYING {
                                self.row(envelope(Place::Delivering, until));
                            }
                        }
                        HeldStage::Handled => {
                            self.put(&mut buffered[node.index()], envelope(Place::Handled, until));
                        }
                        HeldStage::Buffered | HeldStage::Interrupted | HeldStage::Abandoned { .. } => {
                            self.put(&mut buffered[node.index()], envelope(Place::Buffered, until));
                        }
                    }
                }
                State::Ready | State::Parked | State::Dead { .. } => {}
            }
        }
        for (m, consumer) in w.outlived() {
            let node = w.queues()[m.subscription.index()].consumers[consumer as usize].node;
            let e = Envelope { to: Some(node), ..Envelope::of_message(m, Place::Stale) };
            self.put(&mut buffered[node.index()], e);
        }
        let mut piles = vec![[Pile::default(); 2]; w.queues().len()];
        for (until, m, place) in sort::by_key(waiting, |(until, m, _)| (until.as_micros(), m.id.0)) {
            let pile = &mut piles[m.subscription.index()][usize::from(place == Place::Delayed)];
            let home = w.queues()[m.subscription.index()].home();
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
                CallStage::Handled | CallStage::Dropped => continue,
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
            self.put(&mut working[w.node_of(run).index()], Envelopes::run(w, run));
        }
    }

    fn run(w: &World, run: &Run) -> Envelope {
        let place = match run.stage() {
            RunStage::Stepping | RunStage::Working { .. } => Place::Working,
            RunStage::WaitingCore => Place::WaitingCore,
            RunStage::Waiting { .. } => Place::Waiting,
            RunStage::Calling(_) | RunStage::Confirming => Place::Holding,
        };
        // Work at a node that hangs does not advance.
        let hung = w.nodes()[w.node_of(run).index()].hung_since().map_or(Span::ZERO, |since| w.now() - since);
        let (since, until) = match run.stage() {
            RunStage::Calling(step) => {
                w.call_step(step).map_or((run.since, None), |s| (s.since, s.timer.map(|_| s.until)))
            }
            RunStage::Working { until } => (run.since + hung, Some(until + hung)),
            RunStage::Waiting { until } => (run.since, Some(until)),
            RunStage::Stepping | RunStage::WaitingCore | RunStage::Confirming => (run.since, None),
        };
        let e = Envelope::of_order(run.order, place, since, until);
        let mut e = Envelope { to: Some(w.node_of(run)), subscription: w.subscription_of(run), ..e };
        match run.origin() {
            Origin::Message(receipt) => {
                if let Some(m) = w.message(receipt.message).filter(|m| m.held_under(receipt.tag).is_some()) {
                    (e.id, e.attempt, e.copy, e.poison) = (m.id.0, m.attempts.into(), m.copy, m.poison.is_some());
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
                let to = Some(self.world.queues()[subscription.index()].home());
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
                What::PublishLost { order, topic, .. } | What::MessageUnroutable { order, topic } => {
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
