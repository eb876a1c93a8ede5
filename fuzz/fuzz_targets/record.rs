//! A shared run: parsed, played again, gone through back and forth, and branched.
//!
//! The input is a record as the page saves it. Of a scenario file, such as a built-in lesson, a record is made first, by
//! playing its solution: it must come out the same when it is played again.
#![no_main]

use carteiro::base::ids::NodeId;
use carteiro::base::time::Time;
use carteiro::model::{Command, NodeKind};
use carteiro::scenario::parse::from_json;
use carteiro::scenario::{CommandSpec, load};
use carteiro::sim::CommandError;
use carteiro::timeline::{History, RepeatError, Stride};
use carteiro::view::frame;
use carteiro::view::saved_run::SavedRun;
use carteiro_fuzz::{cross, mutate, world};
use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target, fuzzer_mutate};
use serde_json::Value;
use std::sync::Arc;

/// Why a record cannot be played.
enum Unfit {
    /// It is not of its scenario.
    Refused,
    /// The run has used up its events.
    Spent,
}

fn beginning(run: &SavedRun) -> Option<History> {
    let json = run.scenario_json().ok()?;
    let seed = run.seed.trim().parse().ok()?;
    // Checkpoints near each other, so that going back takes some of them.
    Some(History::new(world(Arc::new(load(&json).ok()?), seed)).with_checkpoints(64))
}

/// Plays the commands, and goes to where the run was known to.
fn replay(run: &SavedRun) -> Result<History, Unfit> {
    let mut history = beginning(run).ok_or(Unfit::Refused)?;
    for (at, events, text) in run.log.iter().take(100) {
        let spec = from_json::<CommandSpec>(text).map_err(|_| Unfit::Refused)?;
        let command = spec.resolve(history.world().model()).map_err(|_| Unfit::Refused)?;
        history.repeat(Time::from_millis(*at), *events, command, text).map_err(|error| match error {
            RepeatError::Refused(CommandError::Budget(_)) => Unfit::Spent,
            RepeatError::Refused(_) | RepeatError::Misplaced => Unfit::Refused,
        })?;
    }
    match history.seek_position((Time::from_millis(run.head_ms), run.events, run.log.len())) {
        Ok(true) => Ok(history),
        Ok(false) => Err(Unfit::Refused),
        Err(_) => Err(Unfit::Spent),
    }
}

/// The record of a scenario's solution.
fn of_solution(scenario: &Value) -> Option<SavedRun> {
    let mut run = SavedRun {
        version: SavedRun::VERSION,
        scenario: scenario.clone(),
        seed: scenario["seed"].as_u64()?.to_string(),
        log: Vec::new(),
        head_ms: 0.0,
        events: 0,
        hash: String::new(),
        hand_in: None,
        rest: serde_json::Map::new(),
    };
    let mut history = beginning(&run)?;
    for timed in scenario["lesson"]["solution"].as_array().into_iter().flatten().take(100) {
        let Ok(at) = timed["at"].as_str().unwrap_or_default().parse::<carteiro::base::time::Span>() else {
            continue;
        };
        if history.advance(Time::ZERO + at).is_err() {
            break;
        }
        let text = timed["do"].to_string();
        let Ok(spec) = from_json::<CommandSpec>(&text) else { continue };
        let Ok(command) = spec.resolve(history.world().model()) else { continue };
        let _ = history.apply(command, &text);
    }
    let _ = history.advance(history.world().model().until);
    let (head, events, _) = history.head_position();
    run.log = history.commands().iter().map(|d| (d.at.as_millis(), d.events, d.text.to_string())).collect();
    (run.head_ms, run.events, run.hash) = (head.as_millis(), events, hash(&history));
    Some(run)
}

fn hash(history: &History) -> String {
    history.watch().trace.digest().to_string()
}

fuzz_target!(|data: &[u8]| {
    let Ok(input) = serde_json::from_slice::<Value>(data) else { return };
    let made = input.get("log").is_none().then(|| of_solution(&input)).flatten();
    let record = match &made {
        // Through its text, as it would be handed on.
        Some(made) => serde_json::to_string(made).ok().and_then(|text| from_json::<SavedRun>(&text).ok()),
        None => from_json::<SavedRun>(&input.to_string()).ok(),
    };
    let Some(record) = record.filter(|record| record.version == SavedRun::VERSION) else { return };
    let mut history = match replay(&record) {
        Ok(history) => history,
        Err(Unfit::Refused) if made.is_some() => panic!("a record that was made here is refused"),
        Err(_) => return,
    };
    assert!(made.is_none() || hash(&history) == record.hash, "not the run that was recorded");
    go_about(&mut history);
    branch(&mut history);
    go_about(&mut history);
});

/// Does something in the past: what was known of the time after it is forgotten, and the run goes on from there.
fn branch(history: &mut History) {
    let (end, model) = (history.head(), Arc::clone(history.world().model()));
    let client = model.nodes.iter().position(|node| matches!(node.kind, NodeKind::Client(_)));
    let Some(client) = client.map(NodeId::new) else { return };
    let _ = history.seek(Time::from_micros(end.as_micros() / 2));
    let _ = history.apply(Command::PlaceOrder { client, amount: 1 }, "{}");
    let _ = history.seek(end);
}

/// To go back and to come again changes nothing.
fn go_about(history: &mut History) {
    let head = history.head_position();
    match history.seek_position(head) {
        Ok(found) => assert!(found, "the end is not found"),
        Err(_) => return,
    }
    let before = hash(history);
    let mut numbers = Vec::new();
    frame::write(history, &mut numbers);
    let seen = numbers.clone();
    for stride in [Stride::Event, Stride::Attempt, Stride::Message] {
        let _ = history.back(stride);
        frame::write(history, &mut numbers);
    }
    let _ = history.seek(Time::from_micros(head.0.as_micros() / 2));
    let _ = history.step(Stride::Attempt);
    history.rewind();
    assert_eq!(history.seek_position(head), Ok(true), "the end is not found again");
    assert_eq!(hash(history), before, "the run differs the second time");
    if history.head_position() != head {
        // The step led further than the run was known to, and the frame says how far that is.
        return;
    }
    frame::write(history, &mut numbers);
    assert_eq!(numbers.len(), seen.len(), "the frame differs the second time");
    assert!(numbers.iter().zip(&seen).all(|(a, b)| a.to_bits() == b.to_bits()), "the frame differs the second time");
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| { cross(one, other, out, seed).unwrap_or(0) });
