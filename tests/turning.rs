//! The turning point: the probability of a bad end is the true one at each moment, and the event named is that which decides.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "common/mod.rs"]
mod common;

use carteiro::base::ids::OrderId;
use carteiro::lab::turning::{BadEnd, Question, Turning};
use carteiro::scenario::load;
use carteiro::sim::World;
use carteiro::trace::{Digest, Trace, What};
use common::generate::{case, try_all};
use std::fs;
use std::process::Command;
use std::sync::Arc;

/// Two attempts, each of which fails in half of the cases: a dead letter in a quarter of all runs.
fn insured(seed: u64, futures: u64) -> Turning {
    let model = Arc::new(load(&fs::read_to_string("docs/studies/insured.json").unwrap()).unwrap());
    let (until, bad) = (model.until, BadEnd::Harmed(OrderId(1)));
    let question = Question { model, seed, commands: Vec::new(), until, bad, futures, confidence: 0.999 };
    question.answer(20, |_| ()).unwrap()
}

#[test]
fn the_probability_is_the_true_one_at_each_moment() {
    let (mut bad, mut good) = (false, false);
    for seed in 0..20 {
        let Turning { moments, ended_badly, .. } = insured(seed, 800);
        for moment in &moments {
            let known = [0.0, 0.25, 0.5, 1.0];
            let holds = |p: &&f64| moment.bad.low - 1e-9 <= **p && **p <= moment.bad.high + 1e-9;
            assert!(known.iter().any(|p| holds(&p)), "seed {seed}: {moment:?}");
        }
        assert!(moments[0].bad.low < 0.25 && 0.25 < moments[0].bad.high, "seed {seed}: {:?}", moments[0]);
        let last = moments.last().unwrap().bad.value;
        assert_eq!(last, if ended_badly { 1.0 } else { 0.0 }, "seed {seed}: at the end nothing is open");
        (bad, good) = (bad | ended_badly, good | !ended_badly);
    }
    assert!(bad && good, "of twenty runs some end badly");
}

#[test]
fn the_event_that_decides_is_named() {
    let turned: Vec<_> = (0..20).map(|seed| insured(seed, 500)).filter(|turning| turning.ended_badly).collect();
    assert!(!turned.is_empty());
    for turning in turned {
        let turn = turning.turn.unwrap();
        assert_eq!(turn.after.events, turn.before.events + 1);
        assert!(turn.before.bad.high < 0.7 && turn.after.bad.value == 1.0, "{turn:?}");
        let is_run = |what: &What| matches!(what, What::RunStarted { .. } | What::RunEnded { .. });
        assert!(turn.facts.iter().any(|fact| is_run(&fact.what)), "{turn:?}");
    }
}

#[test]
fn what_is_decided_by_the_settings_has_no_turn() {
    let mut model = load(&fs::read_to_string("docs/studies/insured.json").unwrap()).unwrap();
    model.until = carteiro::base::time::Time::from_millis(500.0);
    let model = Arc::new(model);
    let (until, bad) = (model.until, BadEnd::Harmed(OrderId(1)));
    let question = Question { model, seed: 1, commands: Vec::new(), until, bad, futures: 50, confidence: 0.95 };
    let turning = question.answer(5, |_| ()).unwrap();
    assert!(turning.turn.is_none() && !turning.ended_badly);
}

#[test]
fn a_world_drawn_anew_keeps_every_law_and_with_its_own_seed_is_the_same() {
    try_all("turning", 100, case(), |case| {
        let Ok(model) = load(&case.scenario.to_string()) else { return Ok(()) };
        let (model, mut trace) = (Arc::new(model), Trace::default());
        let mut world = World::new(Arc::clone(&model), case.seed).with_budget(20_000);
        let _ = world.run_events(200, &mut trace);
        let [mut same, mut other] = [world.clone(), world.clone()];
        same.redraw(case.seed);
        other.redraw(case.seed + 1);
        let end = |world: &mut World| {
            let mut digest = Digest::default();
            let _ = world.run_until(model.until, &mut digest);
            (world.events(), digest.to_string())
        };
        assert_eq!(end(&mut same), end(&mut world));
        end(&mut other);
        other.check().map_err(|violation| violation.to_string())
    });
}

#[test]
fn the_command_line_tells_where_it_was_decided_and_refuses_what_it_cannot_ask() {
    let run = |arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_carteiro"));
        let output = program.current_dir(env!("CARGO_MANIFEST_DIR")).arg("turning").args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let of = |lang| run(&["docs/studies/insured.json", "--order", "1", "--seed", "3", "--lang", lang]);
    let ((code, en, err), (_, pt, _)) = (of("en"), of("pt-BR"));
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(en.contains("In which share of 200 futures order 1 is lost, dead or done twice"), "{en}");
    assert!(pt.contains("Em que parte de 200 futuros o pedido 1"), "{pt}");
    let (code, _, err) = run(&["docs/studies/insured.json", "--claim", "lost = 0"]);
    assert!(code == 2 && err.contains("--claim"), "{err}");
    let (code, _, err) = run(&["docs/lesson.json.not", "--order", "1"]);
    assert!(code == 2 && err.contains("docs/lesson.json.not"), "{err}");
}

/// The page says the same: `www/test/lab.test.js` compares with this file.
#[test]
fn what_the_page_is_compared_with_is_what_the_command_line_says() {
    let asked =
        ["turning", "tests/lab-lesson.json", "--order", "1", "--seed", "1", "--moments", "12", "--futures", "50"];
    let output = Command::new(env!("CARGO_BIN_EXE_carteiro")).args(asked).arg("--json").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (text, kept) = (String::from_utf8(output.stdout).unwrap(), "tests/lab-turned.json");
    if std::env::var_os("CARTEIRO_WRITE").is_some() {
        fs::write(kept, &text).unwrap();
    }
    let kept = fs::read_to_string(kept).unwrap();
    assert_eq!(kept, text, "CARTEIRO_WRITE=1 cargo test --all-features --test turning writes it anew");
}
