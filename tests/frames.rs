//! Compares each column of a frame, by its name, with the world that the frame shows, and checks that every two columns
//! differ at some time: swapped columns do not pass.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common {
    pub mod play;
    pub mod recount;
}

use carteiro::base::ids::{CallId, EffectId, NodeId, OrderId, SubscriptionId};
use carteiro::base::time::{Span, Time};
use carteiro::ledger::Order;
use carteiro::model::measure::{CallMeasure, EffectMeasure, NodeMeasure, RunMeasure, SubscriptionMeasure};
use carteiro::model::{Health, TopicKey};
use carteiro::policy::budget::Budget;
use carteiro::scenario::catalogue;
use carteiro::sim::World;
use carteiro::sim::broker::message::{HeldStage, Message, State};
use carteiro::sim::broker::publication::Hop;
use carteiro::sim::callers::call::{CallStage, CallStep, StepStage};
use carteiro::sim::services::run::{Origin, Run, RunStage};
use carteiro::timeline::{Bar, History};
use carteiro::trace::{Reason, What};
use carteiro::view::bars::{self, BAR, DEPTH};
use carteiro::view::envelopes::{self, ENVELOPE};
use carteiro::view::frame::{CALL, EFFECT, HEADER, NODE, SUBSCRIPTION, WRITE};
use carteiro::view::place::{HEALTH, Place};
use carteiro::view::playground::Playground;
use common::play::{each_played, same};
use common::recount::Recount;
use serde_json::json;
use std::collections::BTreeMap;

/// The columns of one kind of row by name, and which pairs of them have always been the same so far.
struct Columns {
    kind: &'static str,
    names: &'static [&'static str],
    never_apart: Vec<(usize, usize)>,
    rows: usize,
}

impl Columns {
    fn new(kind: &'static str, names: &'static [&'static str]) -> Columns {
        let pairs = |i: usize| (i + 1..names.len()).map(move |j| (i, j));
        Columns { kind, names, never_apart: (0..names.len()).flat_map(pairs).collect(), rows: 0 }
    }

    /// Takes one row from the front of a frame, and compares each number with what `expected` says of its name.
    fn take<'a>(&mut self, frame: &mut &'a [f64], expected: impl Fn(&str) -> f64) -> &'a [f64] {
        let (row, rest) = frame.split_at(self.names.len());
        *frame = rest;
        self.compare(row, expected);
        row
    }

    fn compare(&mut self, row: &[f64], expected: impl Fn(&str) -> f64) {
        for (name, told) in self.names.iter().zip(row) {
            let so = expected(name);
            // A percentile is at most 6.25 % above the true one.
            let close = matches!(*name, "p95" | "answerP95") && *told >= so && *told <= so * 1.0625 + 0.001;
            assert!(same(*told, so) || close, "{} {name:?} is {told}, not {so}: {row:?}", self.kind);
        }
        self.never_apart.retain(|(i, j)| same(row[*i], row[*j]));
        self.rows += 1;
    }

    fn number(&self, row: &[f64], name: &str) -> f64 {
        row[self.names.iter().position(|other| *other == name).unwrap()]
    }

    /// Each column was compared, and a swap of any two would have been noticed.
    fn check(&self) {
        let names: Vec<_> = self.never_apart.iter().map(|(i, j)| (self.names[*i], self.names[*j])).collect();
        assert!(self.rows > 0 && names.is_empty(), "{}: never seen apart in {} rows: {names:?}", self.kind, self.rows);
    }
}

fn flag(yes: bool) -> f64 {
    if yes { 1.0 } else { 0.0 }
}

fn millis(time: Option<Time>) -> f64 {
    time.map_or(f64::NAN, Time::as_millis)
}

fn header(history: &History, recount: &Recount<'_>, rows: usize, name: &str) -> f64 {
    let (world, watch) = (history.world(), history.watch());
    match name {
        "orders" => recount.run(RunMeasure::Orders),
        "late" => recount.run(RunMeasure::Late),
        "waiting" => recount.run(RunMeasure::Waiting),
        "deadLettered" => recount.run(RunMeasure::DeadLettered),
        "lost" => recount.run(RunMeasure::Lost),
        "doneTwice" => recount.run(RunMeasure::DoneTwice),
        "outOfOrder" => recount.run(RunMeasure::OutOfOrder),
        "lostAmount" => recount.run(RunMeasure::LostAmount),
        "compensated" => recount.run(RunMeasure::Compensated),
        "answered" => recount.run(RunMeasure::Answered),
        "refused" => recount.run(RunMeasure::Refused),
        "answerP95" => recount.run(RunMeasure::AnswerP95),
        "commands" => world.commands() as f64,
        "nowMs" => world.now().as_millis(),
        "events" => world.events() as f64,
        "envelopes" => rows as f64,
        "nextEventMs" => millis(world.next_event_at()),
        "facts" => watch.trace.facts().len() as f64,
        "past" => flag(history.is_past()),
        "headMs" => history.head().as_millis(),
        "headEvents" => history.head_position().1 as f64,
        "commandFacts" => watch.commands.len() as f64,
        _ => panic!("what is {name}?"),
    }
}

fn node(world: &World, recount: &Recount<'_>, id: NodeId, name: &str) -> f64 {
    let state = &world.nodes()[id.index()];
    let left = world.admission(id).limiter().map(|limiter| limiter.left(world.now()));
    match name {
        "busy" => recount.node(id, NodeMeasure::Busy),
        "waitingCalls" => recount.node(id, NodeMeasure::WaitingCalls),
        "limited" => recount.node(id, NodeMeasure::Limited),
        "unauthenticated" => recount.node(id, NodeMeasure::Unauthenticated),
        "forbidden" => recount.node(id, NodeMeasure::Forbidden),
        "orders" => recount.node(id, NodeMeasure::Orders),
        "health" => {
            let word = match state.health() {
                Health::Up => "up",
                Health::Slow { .. } => "slow",
                Health::Flaky { .. } => "flaky",
                Health::Down => "down",
                Health::Hung => "hung",
                Health::Draining { .. } => "draining",
            };
            HEALTH.iter().position(|other| *other == word).unwrap() as f64
        }
        "healthValue" => match state.health() {
            Health::Slow { factor: value } | Health::Flaky { probability: value, .. } => value,
            Health::Draining { grace } => grace.as_millis(),
            Health::Up | Health::Hung | Health::Down => 0.0,
        },
        "restartingUntilMs" => millis(state.restarting()),
        "replicas" => state.replicas().into(),
        "replicating" => {
            let at = |topic: usize| world.model().topics[topic].broker == id;
            world.publications().filter(|p| p.hop == Hop::Replicating && at(p.topic.index())).count() as f64
        }
        "partitions" => {
            let owned = world.model().subscriptions.iter().zip(world.queues()).find_map(|(s, queue)| {
                let k = s.consumers.iter().position(|consumer| consumer.node == id)?;
                let owners = &queue.group.owners;
                let mine = |p: usize| owners[p].map(usize::from) == Some(k);
                (!owners.is_empty()).then(|| (0..owners.len()).filter(|p| mine(*p)).map(|p| 1 << p).sum::<u32>())
            });
            owned.unwrap_or_default().into()
        }
        "tokens" => left.map_or(f64::NAN, |left| left.0.into()),
        "reservedTokens" => left.map_or(f64::NAN, |left| left.1.into()),
        _ => panic!("what is {name}?"),
    }
}

fn subscription(world: &World, recount: &Recount<'_>, id: SubscriptionId, name: &str) -> f64 {
    let measure = |measure| recount.subscription(id, measure);
    match name {
        "ready" => measure(SubscriptionMeasure::Ready),
        "inFlight" => measure(SubscriptionMeasure::InFlight),
        "retryScheduled" => measure(SubscriptionMeasure::RetryScheduled),
        "parked" => measure(SubscriptionMeasure::Parked),
        "dead" => measure(SubscriptionMeasure::Dead),
        "attempts" => measure(SubscriptionMeasure::Attempts),
        "p95" => measure(SubscriptionMeasure::P95),
        "offset" => measure(SubscriptionMeasure::Offset),
        "records" => measure(SubscriptionMeasure::Records),
        "on" => flag(world.queues()[id.index()].on),
        "rebalancing" => flag(world.queues()[id.index()].group.is_rebalancing()),
        _ => panic!("what is {name}?"),
    }
}

fn effect(recount: &Recount<'_>, id: EffectId, name: &str) -> f64 {
    let measure = match name {
        "expected" => EffectMeasure::Expected,
        "once" => EffectMeasure::Once,
        "twice" => EffectMeasure::Twice,
        "late" => EffectMeasure::Late,
        "waiting" => EffectMeasure::Waiting,
        "dead" => EffectMeasure::Dead,
        "lost" => EffectMeasure::Lost,
        _ => panic!("what is {name}?"),
    };
    recount.effect(id, measure)
}

fn call(world: &World, recount: &Recount<'_>, id: CallId, name: &str) -> f64 {
    let (egress, policy) = (world.edge(id), world.call_policy(id).breaker);
    let seen = policy.map(|policy| egress.breaker.recorded_at(&policy, world.now()));
    let step = |run: &Run| match run.stage() {
        RunStage::Calling(step) => world.call_step(step).copied(),
        _ => None,
    };
    let steps = || world.runs().filter_map(|(_, run)| step(run));
    let asks = |step: &CallStep| match step.stage {
        StepStage::Asking(call) => world.call(call).is_some_and(|call| call.call == id),
        _ => false,
    };
    match name {
        "out" => recount.call(id, CallMeasure::Out),
        "breaker" => policy.map_or(-1.0, |_| egress.breaker.state().code().into()),
        "recorded" => seen.map_or(f64::NAN, |seen| seen.calls.into()),
        "failureRate" => match seen {
            Some(seen) if seen.calls > 0 => f64::from(seen.failed) / f64::from(seen.calls),
            _ => f64::NAN,
        },
        "halfOpenAfterMs" => millis(policy.and_then(|policy| egress.breaker.half_open_after(&policy))),
        "tokens" => egress.budget.map_or(f64::NAN, Budget::tokens),
        "underWay" => steps().filter(|step| asks(step)).count() as f64,
        "heldBack" => steps().filter(|step| step.stage == StepStage::HeldBack(id)).count() as f64,
        "places" => egress.places(world.call_policy(id)).map_or(f64::NAN, f64::from),
        "cachedAtMs" => millis(egress.cached()),
        _ => panic!("what is {name}?"),
    }
}

/// What is known of an envelope by its name in the frame.
type Row = BTreeMap<&'static str, f64>;

fn envelope(state: Place, more: &[(&'static str, f64)]) -> Row {
    let mut row: Row = ["from", "to", "subscription", "topic", "call"].into_iter().map(|name| (name, -1.0)).collect();
    row.extend(["id", "attempt", "copy", "poison", "failed"].map(|name| (name, 0.0)));
    row.insert("untilMs", f64::NAN);
    row.insert("state", state as u8 as f64);
    row.extend(more.iter().copied());
    row
}

fn of_message(m: &Message) -> [(&'static str, f64); 7] {
    [
        ("id", m.id.0.into()),
        ("order", m.order.0.into()),
        ("subscription", m.subscription.0.into()),
        ("attempt", m.attempts.into()),
        ("copy", m.copy.into()),
        ("poison", flag(m.poison.is_some())),
        ("sinceMs", m.since.as_millis()),
    ]
}

/// The envelopes that are to be shown, from the things in the world and the facts of the last second.
fn envelopes(history: &History) -> Vec<Row> {
    let (world, facts) = (history.world(), history.watch().trace.facts());
    let model = world.model();
    let home = |id: SubscriptionId| {
        let subscription = &model.subscriptions[id.index()];
        let broker = model.topics[subscription.topic.index()].broker;
        f64::from(subscription.consumers.first().map_or(broker, |consumer| consumer.node).0)
    };
    let mut rows = Vec::new();
    for p in world.publications() {
        let place = match p.hop {
            Hop::Stored => Place::Outbox,
            Hop::Flying => Place::Publishing,
            Hop::Blocked => Place::Blocked,
            Hop::Replicating => Place::Replicating,
        };
        let (from, topic, order) = (p.node.0.into(), p.topic.0.into(), p.order.0.into());
        let (since, until) = (p.since.as_millis(), if p.until == Time::MAX { f64::NAN } else { p.until.as_millis() });
        let own = [("from", from), ("topic", topic), ("order", order), ("sinceMs", since), ("untilMs", until)];
        rows.push(envelope(place, &own));
    }
    for (m, consumer) in world.outlived() {
        let node = model.subscriptions[m.subscription.index()].consumers[usize::from(consumer)].node;
        rows.push(envelope(Place::Stale, &[&of_message(m)[..], &[("to", node.0.into())]].concat()));
    }
    for (key, m) in world.messages() {
        let (mut to, mut until, mut failed) = (home(m.subscription), f64::NAN, false);
        let place = match m.state {
            State::Ready => {
                let lanes = &world.queues()[m.subscription.index()].lanes;
                let held_up = lanes.one_at_a_time && lanes.held_up.iter().any(|(.., held_up)| held_up == key);
                if held_up { Place::HeldUp } else { Place::Ready }
            }
            State::Parked => Place::Parked,
            State::Dead { .. } => {
                failed = true;
                Place::Dead
            }
            State::Delayed => {
                until = millis(world.message_until(key));
                Place::Delayed
            }
            State::RetryScheduled => {
                until = millis(world.message_until(key));
                Place::RetryScheduled
            }
            State::InFlight(held) => {
                to = model.subscriptions[m.subscription.index()].consumers[usize::from(held.consumer)].node.0.into();
                match held.stage {
                    HeldStage::Working => continue,
                    HeldStage::Delivering => {
                        until = millis(world.message_until(key));
                        Place::Delivering
                    }
                    HeldStage::Handled => {
                        until = millis(world.message_until(key));
                        Place::Handled
                    }
                    HeldStage::Buffered | HeldStage::Interrupted | HeldStage::Abandoned { .. } => {
                        until = millis(world.message_until(key));
                        Place::Buffered
                    }
                }
            }
        };
        let more = [("to", to), ("untilMs", until), ("failed", flag(failed))];
        rows.push(envelope(place, &[&of_message(m)[..], &more].concat()));
    }
    for (_, c) in world.calls() {
        let edge = &model.calls[c.call.index()];
        let (there, back) = ((edge.from.0.into(), edge.to.0.into()), (edge.to.0.into(), edge.from.0.into()));
        let (place, (from, to), failed) = match c.stage {
            CallStage::Requesting => (Place::Requesting, there, false),
            CallStage::Queued => (Place::WaitingCall, there, false),
            CallStage::Handled | CallStage::Dropped => continue,
            CallStage::Answering(reason) => (Place::Answering, back, reason.is_some()),
        };
        let until = millis(c.until);
        let way = [("from", from), ("to", to), ("call", c.call.0.into()), ("failed", flag(failed))];
        let own = [("order", c.order.0.into()), ("attempt", c.attempt.into())];
        let when = [("sinceMs", c.since.as_millis()), ("untilMs", until)];
        rows.push(envelope(place, &[&way[..], &own, &when].concat()));
    }
    for (_, run) in world.runs() {
        let place = match run.stage() {
            RunStage::Stepping | RunStage::Working { .. } => Place::Working,
            RunStage::WaitingCore => Place::WaitingCore,
            RunStage::Waiting { .. } => Place::Waiting,
            RunStage::Calling(_) | RunStage::Confirming => Place::Holding,
        };
        let mut more = match run.origin() {
            // Of a hand-out that is over only its work goes on.
            Origin::Message(receipt) => match world.message(receipt.message) {
                Some(m) if m.held_under(receipt.tag).is_some() => of_message(m).to_vec(),
                _ => Vec::new(),
            },
            Origin::Call(key) => {
                let call = world.call(key).unwrap();
                vec![("call", call.call.0.into()), ("attempt", call.attempt.into())]
            }
            _ => Vec::new(),
        };
        let (since, until) = match run.stage() {
            RunStage::Calling(step) => world.call_step(step).map(|step| (step.since, Some(step.until))).unwrap(),
            RunStage::Working { until } | RunStage::Waiting { until } => (run.since, Some(until)),
            _ => (run.since, None),
        };
        more.extend([("to", world.node_of(run).0.into()), ("order", run.order.0.into())]);
        more.extend([("sinceMs", since.as_millis()), ("untilMs", millis(until))]);
        more.push(("subscription", world.subscription_of(run).map_or(-1.0, |s| s.0.into())));
        rows.push(envelope(place, &more));
    }
    let second = Span::from_secs(1);
    let client = |order: &Order| f64::from(order.client.0);
    for fact in facts.iter().filter(|fact| fact.at + second >= world.now()) {
        let ended = [("sinceMs", fact.at.as_millis()), ("untilMs", (fact.at + second).as_millis())];
        let message = |place, id: u32, order: u32, subscription: SubscriptionId| {
            let own = [("id", id.into()), ("order", order.into()), ("to", home(subscription))];
            envelope(place, &[&ended[..], &own, &[("subscription", subscription.0.into())]].concat())
        };
        rows.push(match fact.what {
            What::MessageAcked { message: m, order, subscription, .. } => {
                message(Place::Acked, m.0, order.0, subscription)
            }
            What::MessageSuppressed { message: m, order, subscription } => {
                message(Place::Suppressed, m.0, order.0, subscription)
            }
            What::MessageDropped { reason: Reason::Discarded, .. } => continue,
            What::MessageDropped { message: m, order, subscription, .. } => {
                message(Place::Lost, m.0, order.0, subscription)
            }
            What::PublishLost { order, topic, .. } | What::MessageUnroutable { order, topic } => {
                let own = [("order", order.0.into()), ("topic", topic.0.into())];
                envelope(Place::Lost, &[&ended[..], &own].concat())
            }
            What::OrderFailed { order, .. } => {
                let to = world.ledger().order(order).map_or(-1.0, client);
                envelope(Place::Refused, &[&ended[..], &[("order", order.0.into()), ("to", to)]].concat())
            }
            _ => continue,
        });
    }
    rows.iter_mut().for_each(|row| {
        row.insert("key", key_of(history, row));
    });
    rows
}

/// The drawn key of an envelope's order, in the topic that it goes to or comes from; -1 where none is drawn.
fn key_of(history: &History, row: &Row) -> f64 {
    let world = history.world();
    let model = world.model();
    let of_subscription = |i: usize| model.subscriptions[i].topic.index();
    let [topic, subscription] = ["topic", "subscription"].map(|name| usize::try_from(row[name] as i64).ok());
    let Some(topic) = topic.or(subscription.map(of_subscription)) else { return -1.0 };
    if model.topics[topic].key == TopicKey::Order {
        return -1.0;
    }
    let reads = model.subscriptions.iter().position(|s| s.topic.index() == topic).unwrap();
    world.key_of(SubscriptionId::new(reads), OrderId(row["order"] as u32)).into()
}

/// A key that sorts equal rows next to each other.
fn key(row: &Row) -> Vec<u64> {
    row.values().map(|number| if number.is_nan() { u64::MAX } else { number.to_bits() }).collect()
}

/// Compares the rows of the envelopes with those that are to be shown, and their positions with their order in the
/// frame.
fn compare_envelopes(id: &str, history: &History, columns: &mut Columns, frame: &[f64]) {
    let world = history.world();
    let mut told: Vec<Row> = Vec::new();
    let mut positions: BTreeMap<Vec<i64>, Vec<f64>> = BTreeMap::new();
    for row in frame.chunks(columns.names.len()) {
        let named: Row = columns.names.iter().copied().zip(row.iter().copied()).collect();
        // Rows of one state at one place count up from 0; what flies has no position.
        let place = ["state", "to", "subscription"].map(|name| columns.number(row, name) as i64).to_vec();
        positions.entry(place).or_default().push(columns.number(row, "position"));
        columns.compare(row, |name| named[name]);
        told.push(named);
    }
    for (i, queue) in world.queues().iter().enumerate() {
        let home = queue.home();
        // In a log with partitions the others wait in the same place.
        let others = if queue.lanes.one_at_a_time { 0 } else { queue.lanes.held_up.len() };
        let ready: Vec<f64> =
            (0..(queue.ready.len() + others).min(envelopes::MOST_IN_PLACE)).map(|n| n as f64).collect();
        let place = vec![Place::Ready as i64, i64::from(home.0), i as i64];
        assert_eq!(positions.remove(&place).unwrap_or_default(), ready, "{id}: positions in queue {i}");
    }
    // Where there are more than are shown, which ones are left out is another test's concern.
    let full = |rows: &Vec<Row>| rows.len() < envelopes::MOST_IN_PLACE;
    let mut so = envelopes(history);
    if !full(&so) {
        return;
    }
    told.iter_mut().for_each(|row| {
        row.remove("position");
        row.remove("more");
    });
    told.sort_by_key(key);
    so.sort_by_key(key);
    for (told, so) in told.iter().zip(&so) {
        let differs = told.iter().find(|(name, number)| !same(**number, so[*name]));
        assert!(differs.is_none(), "{id} at {}: {differs:?} of {told:?}, not {so:?}", world.now());
    }
    assert_eq!(told.len(), so.len(), "{id} at {}", world.now());
}

/// The envelopes of each place, those left out too, are as many as the measures say.
fn compare_totals(id: &str, playground: &mut Playground) {
    let numbers = playground.frame().to_vec();
    let history = playground.history();
    let (world, watch) = (history.world(), history.watch());
    let (model, recount) = (world.model(), Recount::of(world, watch.trace.facts()));
    let rows = numbers[HEADER.iter().position(|name| *name == "envelopes").unwrap()] as usize;
    let rows = numbers[numbers.len() - rows * ENVELOPE.len()..].chunks(ENVELOPE.len());
    let at = |name: &str| ENVELOPE.iter().position(|other| *other == name).unwrap();
    let [state, subscription, to, more] = ["state", "subscription", "to", "more"].map(at);
    let total = |places: &[Place], column: usize, place: usize| -> f64 {
        let own = |row: &&[f64]| places.iter().any(|p| row[state] == *p as u8 as f64) && row[column] == place as f64;
        rows.clone().filter(own).map(|row| 1.0 + row[more]).sum()
    };
    for i in 0..model.subscriptions.len() {
        use SubscriptionMeasure as M;
        for (places, measure) in [
            (&[Place::Ready, Place::HeldUp][..], M::Ready),
            (&[Place::Delayed], M::Delayed),
            (&[Place::RetryScheduled], M::RetryScheduled),
            (&[Place::Parked], M::Parked),
            (&[Place::Dead], M::Dead),
        ] {
            let so = recount.subscription(SubscriptionId::new(i), measure);
            assert_eq!(total(places, subscription, i), so, "{id} at {}: {places:?} of {i}", world.now());
        }
    }
    for i in 0..model.nodes.len() {
        let working = [Place::Working, Place::WaitingCore, Place::Waiting, Place::Holding];
        let so = |measure| recount.node(NodeId::new(i), measure);
        assert_eq!(total(&working, to, i), so(NodeMeasure::Busy), "{id} at {}: runs of {i}", world.now());
        let calls = total(&[Place::WaitingCall], to, i);
        assert_eq!(calls, so(NodeMeasure::WaitingCalls), "{id} at {}: calls at {i}", world.now());
    }
}

#[test]
fn what_is_left_out_of_a_full_place_is_counted() {
    each_played(&[5_550, 9_500], compare_totals);
    for (id, down) in [("purchase-fan-out", "logistics"), ("flaky-retries", "invoice"), ("sync-chain", "stock")] {
        let json = catalogue().iter().find(|b| b.id == id).unwrap().json;
        let mut playground = Playground::new(json, Some("3")).unwrap();
        let client = playground.history().world().model().nodes[0].id.clone();
        let mut left_out = false;
        for (at, health) in [(100.0, "up"), (1_000.0, "down"), (9_000.0, "up"), (12_000.0, "up")] {
            playground.advance(Time::from_millis(at)).unwrap();
            playground.command(&json!({"setHealth": {"node": down, "health": health}}).to_string()).unwrap();
            for _ in 0..150 {
                playground.command(&json!({"placeOrder": {"client": client}}).to_string()).unwrap();
            }
            for after in [30.0, 300.0, 800.0] {
                playground.advance(Time::from_millis(at + after)).unwrap();
                compare_totals(id, &mut playground);
                let frame = playground.frame();
                let rows = frame[HEADER.iter().position(|name| *name == "envelopes").unwrap()] as usize;
                let mut rows = frame[frame.len() - rows * ENVELOPE.len()..].chunks(ENVELOPE.len());
                left_out |= rows.any(|row| row[ENVELOPE.len() - 1] > 0.0);
            }
        }
        assert!(left_out, "{id}: no place was full");
    }
}

fn bar(b: &Bar, name: &str) -> f64 {
    let at = |time: Time| if time == Time::MAX { f64::NAN } else { time.as_millis() };
    match name {
        "node" => b.node.0.into(),
        "kind" => b.kind as u8 as f64,
        "startMs" => at(b.start),
        "endMs" => at(b.end),
        "result" => b.result as u8 as f64,
        "order" => b.order.into(),
        "subscription" => b.subscription.map_or(-1.0, |s| s.0.into()),
        "call" => b.call.map_or(-1.0, |c| c.0.into()),
        _ => panic!("what is {name}?"),
    }
}

#[test]
fn each_column_of_a_frame_says_what_its_name_says() {
    let mut headers = Columns::new("header", HEADER);
    let mut nodes = Columns::new("node", NODE);
    let mut subscriptions = Columns::new("subscription", SUBSCRIPTION);
    let mut effects = Columns::new("effect", EFFECT);
    let mut writes = Columns::new("write", WRITE);
    let mut calls = Columns::new("call", CALL);
    let mut rows = Columns::new("envelope", ENVELOPE);
    let mut bars = Columns::new("bar", BAR);
    let instants = [50, 450, 700, 1_250, 2_500, 3_200, 5_550, 6_000, 9_500, 12_000, 14_500, 30_000];
    each_played(&instants, |id, playground| {
        // Half of the time in the past of what is known.
        let now = playground.history().world().now();
        if now.as_millis() as u64 % 1_000 == 500 {
            playground.seek(Time::from_millis(now.as_millis() - 130.0)).unwrap();
        }
        let numbers = playground.frame().to_vec();
        let history = playground.history();
        let (world, watch) = (history.world(), history.watch());
        let (model, recount) = (world.model(), Recount::of(world, watch.trace.facts()));
        let mut rest = &numbers[..];
        let own = model.nodes.len() * NODE.len()
            + model.subscriptions.len() * SUBSCRIPTION.len()
            + model.effects.len() * EFFECT.len()
            + (0..model.nodes.len()).map(|i| model.effects_at(NodeId::new(i)).len()).sum::<usize>() * WRITE.len()
            + model.calls.len() * CALL.len();
        let envelopes = (numbers.len() - HEADER.len() - own) / ENVELOPE.len();
        headers.take(&mut rest, |name| header(history, &recount, envelopes, name));
        for i in (0..model.nodes.len()).map(NodeId::new) {
            nodes.take(&mut rest, |name| node(world, &recount, i, name));
        }
        for i in (0..model.subscriptions.len()).map(SubscriptionId::new) {
            subscriptions.take(&mut rest, |name| subscription(world, &recount, i, name));
        }
        for i in (0..model.effects.len()).map(EffectId::new) {
            effects.take(&mut rest, |name| effect(&recount, i, name));
        }
        for i in (0..model.nodes.len()).map(NodeId::new) {
            for effect in model.effects_at(i) {
                let lines =
                    |w: &What| matches!(*w, What::EffectWritten { node, effect: e, .. } if node == i && e == effect);
                let written = watch.trace.facts().iter().filter(|fact| lines(&fact.what)).count();
                writes.take(&mut rest, |name| if name == "lines" { written as f64 } else { panic!("what is {name}?") });
            }
        }
        for i in (0..model.calls.len()).map(CallId::new) {
            calls.take(&mut rest, |name| call(world, &recount, i, name));
        }
        assert_eq!(rest.len(), envelopes * ENVELOPE.len(), "{id}");
        compare_envelopes(id, history, &mut rows, rest);
        let (from, to) = (Time::ZERO, world.now());
        let timeline = &history.watch().timeline;
        let ahead = history.planned();
        let mut expected: Vec<Bar> = timeline.between(from, to).copied().take(bars::MOST_BARS).collect();
        expected.extend(ahead.iter().filter(|bar| bar.start <= to));
        let drawn = playground.bars(from, to, Span::ZERO).to_vec();
        assert_eq!(drawn.len(), expected.len() * BAR.len(), "{id}");
        for (row, b) in drawn.chunks(BAR.len()).zip(&expected) {
            bars.compare(row, |name| bar(b, name));
        }
    });
    for columns in [headers, nodes, subscriptions, effects, writes, calls, rows, bars] {
        columns.check();
    }
}

/// A built-in scenario's playground.
fn opened(id: &str) -> Playground {
    let json = catalogue().iter().find(|lesson| lesson.id == id).unwrap().json;
    Playground::new(json, None).ok().unwrap()
}

fn seconds(s: f64) -> Time {
    Time::from_millis(1e3 * s)
}

/// A column of a row of depths.
fn depth_column(row: &[f64], name: &str) -> f64 {
    row[DEPTH.iter().position(|column| *column == name).unwrap()]
}

#[test]
fn the_depth_of_a_queue_is_how_many_messages_are_ready_in_it() {
    let mut playground = opened("service-down");
    let model = playground.history().world().model().clone();
    let logistics = model.subscriptions.iter().position(|s| s.id == "logistics").unwrap();
    let mut most = 0.0f64;
    for at in 1..80 {
        let now = seconds(f64::from(at) * 0.5);
        let mut ready_at = |instant: Time| {
            playground.advance(instant).unwrap();
            playground.history().world().queues()[logistics].ready.len() as f64
        };
        // What has lasted no time is not in it, and the spans of a run of this length are shorter than this.
        let before = ready_at(Time::from_millis(now.as_millis() - 20.0));
        let ready = ready_at(now);
        if before != ready {
            continue;
        }
        most = most.max(ready);
        let rows = playground.depths(Time::ZERO, now, Span::ZERO).to_vec();
        let own: Vec<&[f64]> =
            rows.chunks(DEPTH.len()).filter(|row| depth_column(row, "subscription") as usize == logistics).collect();
        let last = own.last().filter(|row| depth_column(row, "endMs") >= now.as_millis());
        assert_eq!(last.map_or(0.0, |row| depth_column(row, "waiting")), ready, "at {now}");
        let peak = own.iter().map(|row| depth_column(row, "waiting")).fold(0.0, f64::max);
        assert!(peak >= most, "at {now}");
        for pair in own.windows(2) {
            assert!(depth_column(pair[0], "endMs") <= depth_column(pair[1], "startMs"));
        }
    }
    assert!(most >= 5.0, "{most}");
}

/// The instants, in seconds, between which outages of a node are planned.
fn planned(playground: &mut Playground, node: &str) -> Vec<(f64, f64)> {
    let history = playground.history();
    let (model, bars) = (history.world().model(), history.planned());
    let is_of = |bar: &&Bar| model.nodes[bar.node.index()].id == node;
    bars.iter().filter(is_of).map(|bar| (bar.start.as_millis() / 1e3, bar.end.as_millis() / 1e3)).collect()
}

#[test]
fn outages_of_the_scenario_are_known_before_they_come() {
    let mut playground = opened("service-down");
    assert_eq!(planned(&mut playground, "logistics"), [(5.0, 20.0)]);
    assert_eq!(planned(&mut playground, "stock"), []);
    playground.advance(seconds(10.0)).unwrap();
    assert_eq!(planned(&mut playground, "logistics"), [(10.0, 20.0)], "the rest of it");
    playground.seek(seconds(2.0)).unwrap();
    assert_eq!(planned(&mut playground, "logistics"), [(10.0, 20.0)], "the known future is no plan");
    playground.rewind();
    playground.cut();
    playground.advance(seconds(10.0)).unwrap();
    let again = json!({"setHealth": {"node": "logistics", "health": "down"}}).to_string();
    playground.command(&again).unwrap();
    assert_eq!(planned(&mut playground, "logistics"), [], "the script leaves it alone");
    playground.command(&json!({"setHealth": {"node": "logistics", "health": "up"}}).to_string()).unwrap();
    assert_eq!(planned(&mut playground, "logistics"), [], "somebody has ended it");
    playground.advance(seconds(25.0)).unwrap();
    assert_eq!(planned(&mut playground, "logistics"), []);
}
