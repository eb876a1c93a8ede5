//! Time travel: every position equals a fresh run played up to it, and recorded commands can be repeated.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use carteiro::base::time::{Span, Time};
use carteiro::model::DeadLetter;
use carteiro::model::Model;
use carteiro::observe::Tally;
use carteiro::policy::retry::{Backoff, Jitter, MaxAttempts};
use carteiro::scenario::{CommandSpec, load};
use carteiro::sim::World;
use carteiro::timeline::{CommandRecord, History, Slice, Stride, Watch};
use carteiro::trace::{Digest, Outcome, What};
use carteiro::view::playground::Playground;
use common::case::{Case, Turn};
use common::generate::{self, case};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::Arc;

const CASES: u32 = 200;
/// Few, so that small worlds have many checkpoints, and thin them out.
const SPACING: u64 = 3;
const BUDGET: u64 = 100_000;

/// One thing to do at the playhead.
#[derive(Clone, Debug)]
enum Walk {
    /// To an instant, in thousandths of the time known.
    Seek(u64),
    /// To a fact, in thousandths of those known.
    SeekFact(usize),
    Step(Stride),
    Back(Stride),
    /// What a turn of the schedule does: some events, then a command.
    Act(usize),
}

fn walk() -> impl Strategy<Value = (Case, Vec<Walk>)> {
    let stride = prop_oneof![Just(Stride::Event), Just(Stride::Attempt), Just(Stride::Message)];
    let step = prop_oneof![
        4 => (0..1_200u64).prop_map(Walk::Seek),
        2 => (0..1_000usize).prop_map(Walk::SeekFact),
        2 => stride.clone().prop_map(Walk::Step),
        3 => stride.prop_map(Walk::Back),
        2 => (0..24usize).prop_map(Walk::Act),
    ];
    (case(), vec(step, 1..24))
}

/// The history of a case, played to the end of its schedule.
fn history(case: &Case) -> History {
    let model = Arc::new(load(&case.scenario.to_string()).unwrap());
    let history = History::new(World::new(model, case.seed).with_budget(BUDGET)).with_checkpoints(SPACING);
    // Nearly every way takes several slices.
    let mut history = history.with_slices(Slice { work: 2, bytes: 1 << 12 });
    case.schedule.iter().for_each(|turn| act(&mut history, turn));
    history
}

fn act(history: &mut History, turn: &Turn) {
    for _ in 0..turn.events {
        let _ = history.step(Stride::Event);
    }
    if let Some(command) = turn.given.command(history.world()) {
        let text = command.to_string();
        let spec: CommandSpec = serde_json::from_str(&text).unwrap();
        let _ = history.apply(spec.resolve(history.world().model()).unwrap(), &text);
    }
}

/// Everything that can be known of an instant: the world with all that is in it, what was seen, the books.
fn snapshot(world: &World, watch: &Watch) -> (String, Digest, Tally) {
    let whole = format!("{world:?}");
    // What never changes precedes the instant. Cancelled timers may still be in the agenda or not.
    let (now, rest) = whole.split_once(", agenda: ").unwrap();
    let after = |list: &str| rest.split_once(list).unwrap().1.split_once("], ").unwrap().1;
    let (now, rest) = (&now[now.find(" now: ").unwrap()..], after("far: ["));
    let state = format!("{now} next: {:?} {rest}", world.next_event_at());
    let messages: Vec<_> = world.messages().collect();
    let (runs, calls): (Vec<_>, Vec<_>) = (world.runs().collect(), world.calls().collect());
    let publications: Vec<_> = world.publications().collect();
    let all = format!("{state}\n{messages:?}\n{runs:?}\n{calls:?}\n{publications:?}");
    (all, watch.trace.digest(), watch.tally.clone())
}

/// A fresh world played to the playhead of a history, with the same commands, and no checkpoint.
fn played(case: &Case, history: &History) -> (World, Watch) {
    let model = Arc::new(load(&case.scenario.to_string()).unwrap());
    let mut watch = Watch::new(&model);
    let mut world = World::new(model, case.seed).with_budget(BUDGET);
    let here = history.world();
    let until = |world: &mut World, watch: &mut Watch, events: u64, at: Time| {
        while world.events() < events {
            world.step(watch).unwrap();
        }
        assert!(world.wait_until(at), "an event before {at} is left out");
    };
    for record in &history.commands()[..here.commands()] {
        until(&mut world, &mut watch, record.events, record.at);
        let _ = world.apply(&record.command, &mut watch);
    }
    until(&mut world, &mut watch, here.events(), here.now());
    (world, watch)
}

/// The position of a playhead: events and commands executed.
fn place(history: &History) -> (u64, usize) {
    (history.world().events(), history.world().commands())
}

fn law(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

/// Takes one step of a walk, and looks whether it led to where it should.
fn take(history: &mut History, case: &Case, step: &Walk) -> Result<(), String> {
    let (events, done) = place(history);
    let known: Vec<CommandRecord> = history.commands().to_vec();
    match step {
        Walk::Seek(share) => {
            let to = Time::from_micros(history.head().as_micros() * share / 1_000);
            if history.seek(to).is_err() {
                return Ok(());
            }
            let world = history.world();
            law(world.now() == to, || format!("at {} instead of {to}", world.now()))?;
            law(world.next_event_at().is_none_or(|next| next > to), || format!("not all up to {to} has happened"))?;
            let next = history.commands().get(world.commands());
            law(next.is_none_or(|record| record.at > to), || format!("not all up to {to} was commanded"))?;
        }
        Walk::SeekFact(share) => {
            let index = history.watch().trace.recorded().len() * share / 1_000;
            let facts = history.watch().trace.recorded().to_vec();
            if history.seek_fact(index).is_ok() && index < facts.len() {
                law(history.watch().trace.facts().len() > index, || format!("fact {index} has not happened"))?;
                law(history.world().now() == facts[index].at, || "at another instant than the fact".into())?;
                let mut before = history.clone();
                before.back(Stride::Event).map_err(|e| e.to_string())?;
                law(before.watch().trace.facts().len() <= index, || format!("fact {index} happened earlier"))?;
            }
        }
        Walk::Step(stride) => {
            let went = history.step(*stride);
            if went == Ok(true) && *stride == Stride::Event {
                let (e, d) = place(history);
                law(e + d as u64 == events + done as u64 + 1, || "a step is one event or command".into())?;
            }
        }
        Walk::Back(stride) => {
            let went = history.back(*stride).map_err(|e| e.to_string())?;
            law(went == (events + done as u64 > 0), || "back goes back but at the beginning".into())?;
            let (e, d) = place(history);
            law(!went || (e, d) < (events, done), || "back does not go back".into())?;
            if went && *stride == Stride::Event {
                law(e + d as u64 + 1 == events + done as u64, || "a step back is one event or command".into())?;
            }
        }
        Walk::Act(n) => case.schedule.get(*n).into_iter().for_each(|turn| act(history, turn)),
    }
    let kept = history.commands().iter().zip(&known).take(done).all(|(a, b)| a == b);
    law(kept, || "a command of the past has changed".into())?;
    law(matches!(step, Walk::Act(_)) || history.commands() == known, || "going about changed the commands".into())
}

#[test]
fn wherever_one_goes_it_is_as_if_one_had_played_up_to_there() {
    generate::try_all("time_machine", CASES, walk(), |(case, steps)| {
        let mut history = history(&case);
        for (n, step) in steps.iter().enumerate() {
            let (place, was) = (history.position(), snapshot(history.world(), history.watch()));
            take(&mut history, &case, step).map_err(|broken| format!("step {n}, {step:?}: {broken}"))?;
            if !matches!(step, Walk::Act(_)) {
                let mut back = history.clone();
                let found = back.seek_position(place).map_err(|e| e.to_string())?;
                let is = snapshot(back.world(), back.watch());
                law(found && is == was, || format!("step {n}, {step:?}: {place:?} is not found again"))?;
            }
            let (world, watch) = played(&case, &history);
            let (here, there) = (snapshot(history.world(), history.watch()), snapshot(&world, &watch));
            law(here == there, || format!("step {n}, {step:?}: another state\n{}\n{}", here.0, there.0))?;
        }
        // What lies ahead is what happens.
        let ahead = history.watch().trace.recorded().to_vec();
        if history.seek(history.head()).is_ok() {
            // More may be due at the last instant that is known.
            law(history.watch().trace.facts().starts_with(&ahead), || "the future that was known did not come".into())?;
            let (_, watch) = played(&case, &history);
            let bars = |watch: &Watch| format!("{:?}", watch.timeline);
            law(bars(history.watch()) == bars(&watch), || "another timeline".into())?;
        }
        Ok(())
    });
}

#[test]
fn a_recorded_run_can_be_repeated_and_forked() {
    generate::try_all("time_machine", CASES, (walk(), 0..1_000usize), |((case, steps), share)| {
        let mut history = history(&case);
        steps.iter().try_for_each(|step| take(&mut history, &case, step))?;
        let _ = history.seek(history.head());
        // A fork: the first commands are the same, and then it goes another way.
        let kept = history.commands().len() * share / 1_000;
        let mut fork = history.clone();
        let at = history.commands().get(kept).map_or(Time::ZERO, |record| record.at);
        let _ = fork.seek(Time::from_micros(at.as_micros().saturating_sub(1)));
        let shared = fork.watch().trace.facts().to_vec();
        for turn in case.schedule.iter().take(3) {
            act(&mut fork, turn);
        }
        for past in [history.watch().trace.facts(), fork.watch().trace.facts()] {
            law(past.starts_with(&shared), || format!("the fork before {at} does not share its past"))?;
        }
        for recorded in [&history, &fork] {
            let mut again = Playground::new(&case.scenario.to_string(), Some(&case.seed.to_string())).unwrap();
            for record in recorded.commands() {
                if let Err(problem) = again.repeat(record.at, record.events, &record.text)
                    && recorded.world().events() < BUDGET
                {
                    return Err(format!("{record:?}: {problem:?}"));
                }
            }
            if recorded.world().events() < BUDGET {
                again.seek(recorded.head()).map_err(|e| format!("{e:?}"))?;
                let mut end = recorded.clone();
                end.seek(recorded.head()).map_err(|e| e.to_string())?;
                let digests = [again.history(), &end].map(|h| h.watch().trace.digest());
                law(digests[0] == digests[1], || "repeated, it is another run".into())?;
            }
        }
        Ok(())
    });
}

#[test]
fn a_record_that_does_not_fit_is_refused() {
    let json = include_str!("../lessons/purchase-fan-out.json");
    let order = r#"{"placeOrder": {"client": "shop"}}"#;
    let ms = |ms: f64| Time::from_millis(ms);
    let mut p = Playground::new(json, None).unwrap();
    p.advance(ms(500.0)).unwrap();
    p.command(order).unwrap();
    p.advance(ms(2_000.0)).unwrap();
    let record = p.history().commands()[0].clone();
    for (at, events) in [(record.at, record.events + 1), (ms(1_900.0), record.events), (Time::MAX, u64::MAX)] {
        let mut again = Playground::new(json, None).unwrap();
        again.repeat(record.at, record.events, order).unwrap();
        assert!(again.repeat(at, events, order).is_err(), "{at} after {events}");
        assert!(again.repeat(Time::ZERO, 0, order).is_err());
        assert!(again.repeat(record.at, record.events, r#"{"placeOrder": {"client": "nobody"}}"#).is_err());
        assert!(again.repeat(record.at, record.events, r#"{"redrive": {"message": 77}}"#).is_err());
    }
}

/// The digest of a run of a model without commands.
fn run(model: Model, seed: u64) -> Result<(Watch, u64), String> {
    let model = Arc::new(model);
    let mut watch = Watch::new(&model);
    let mut world = World::new(model, seed).with_budget(BUDGET);
    world.run_until(Time::ZERO + Span::from_secs(9), &mut watch).map_err(|e| e.to_string())?;
    let hash = watch.trace.digest().value();
    Ok((watch, hash))
}

#[test]
fn a_setting_that_is_never_used_changes_no_bit() {
    let used = std::cell::Cell::new(0);
    let unused = std::cell::Cell::new(0);
    generate::try_all("time_machine", CASES, case(), |case| {
        let model = || load(&case.scenario.to_string()).unwrap();
        let Ok((before, hash)) = run(model(), case.seed) else { return Ok(()) };
        let happened = |happens: &dyn Fn(&What) -> bool| before.trace.facts().iter().any(|fact| happens(&fact.what));
        for i in 0..model().subscriptions.len() {
            let is = |s: carteiro::base::ids::SubscriptionId| s.index() == i;
            let retried = happened(&|w| matches!(w, What::RetryScheduled { subscription, .. } if is(*subscription)));
            let ended = happened(&|w| match w {
                What::MessageDeadLettered { subscription, .. } | What::MessageDropped { subscription, .. } => {
                    is(*subscription)
                }
                _ => false,
            });
            let failed = happened(&|w| matches!(w, What::RunEnded { outcome: Outcome::Failed(_), .. }));
            let suppressed = happened(&|w| {
                matches!(w, What::MessageSuppressed { .. } | What::RunEnded { outcome: Outcome::Suppressed, .. })
            });
            let mut changes: Vec<(&str, bool, Model)> = Vec::new();
            let mut other = model();
            let retry = &mut other.subscriptions[i].delivery.retry;
            // How long it waits; whether it does may depend on there being a policy at all.
            if let Backoff::Exponential { cap, .. } = &mut retry.backoff {
                *cap = Span::from_secs(3_600);
            }
            retry.jitter = if retry.jitter == Jitter::None { Jitter::Full } else { Jitter::None };
            changes.push(("jitter", retried, other));
            let mut other = model();
            if let MaxAttempts::AtMost(most) = &mut other.subscriptions[i].delivery.retry.max_attempts {
                *most += 5;
            }
            changes.push(("attempts", failed || retried || ended, other));
            let mut other = model();
            let dead_letter = &mut other.subscriptions[i].delivery.dead_letter;
            *dead_letter = if *dead_letter == DeadLetter::Kept { DeadLetter::Dropped } else { DeadLetter::Kept };
            changes.push(("dead letters", ended, other));
            if model().subscriptions[i].delivery.inbox.is_some() {
                let mut other = model();
                other.subscriptions[i].delivery.inbox = None;
                changes.push(("inbox", suppressed, other));
            }
            for (what, is_used, other) in changes {
                if is_used {
                    used.set(used.get() + 1);
                    continue;
                }
                unused.set(unused.get() + 1);
                let (_, after) = run(other, case.seed)?;
                law(after == hash, || format!("{what} of subscription {i} was never used, and changed the run"))?;
            }
        }
        Ok(())
    });
    assert!(unused.get() > 100 && used.get() > 100, "{} unused, {} used", unused.get(), used.get());
}
