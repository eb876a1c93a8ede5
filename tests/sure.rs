//! How sure a lesson is: counts are those of the runs, they add up in any order, and their intervals hold the truth.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use carteiro::experiment::summary::run_many;
use carteiro::lab::sure::{RUNS, Sure};
use carteiro::scenario::load;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// Two attempts, each of which fails in half of the cases.
const LESSON: &str = "tests/lab-lesson.json";

fn counted(runs: u64) -> (Arc<carteiro::Model>, Sure) {
    let model = Arc::new(load(&fs::read_to_string(LESSON).unwrap()).unwrap());
    let sure = Sure::count(&model, 0..runs).unwrap();
    (model, sure)
}

#[test]
fn claims_and_answers_hold_as_often_as_they_are_probable() {
    let (model, sure) = counted(2_000);
    let holds = |count: u64, truth: f64| sure.share(count, 0.999).unwrap().holds(truth);
    assert_eq!(sure.claims[0], 2_000, "nothing is ever lost");
    assert!(holds(sure.claims[1], 0.75) && holds(sure.claims[2], 0.5), "{sure:?}");
    assert!(holds(sure.answers[0], 0.5) && holds(sure.answers[1], 0.25) && holds(sure.answers[2], 0.25), "{sure:?}");
    assert_eq!(sure.answers.iter().sum::<u64>(), 2_000, "one answer is right in each run");
    let summary = run_many(&model, 0, 2_000, model.until).unwrap();
    assert_eq!(sure.claims, summary.claims.iter().map(|claim| claim.held).collect::<Vec<_>>());
}

#[test]
fn parts_in_any_order_add_up_to_the_whole() {
    let (model, whole) = counted(90);
    let mut sum = Sure::none(&model);
    for part in [60..90, 0..1, 1..60] {
        sum.add(&Sure::count(&model, part).unwrap());
    }
    assert_eq!(sum, whole);
    assert_eq!(Sure::none(&model).share(0, 0.95), None, "of no run nothing is known");
}

#[test]
fn a_question_is_answered_when_the_lesson_asks() {
    let mut file: Value = serde_json::from_str(&fs::read_to_string(LESSON).unwrap()).unwrap();
    // Before the second attempt none has been retried, and none is dead.
    file["lesson"]["prediction"]["at"] = "1500ms".into();
    let model = Arc::new(load(&file.to_string()).unwrap());
    let sure = Sure::count(&model, 0..50).unwrap();
    assert_eq!(sure.answers, [50, 0, 0]);
    assert!(sure.claims[2] < 50, "claims are judged at the end");
}

/// The page counts the same: `www/test/lab.test.js` and `www/e2e/lab.test.js` compare with this file.
#[test]
fn what_the_page_is_compared_with_is_what_the_command_line_says() {
    let run = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_carteiro")).args(["sure", LESSON]).args(more).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let (text, kept) = (run(&["--json"]), Path::new("tests/lab-sure.json"));
    if std::env::var_os("CARTEIRO_WRITE").is_some() {
        fs::write(kept, &text).unwrap();
    }
    let kept = fs::read_to_string(kept).unwrap();
    assert_eq!(kept, text, "CARTEIRO_WRITE=1 cargo test --all-features --test sure writes it anew");
    let (_, sure) = counted(RUNS);
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(told["claims"][1]["held"], sure.claims[1]);
    assert_eq!(told["answers"][2]["share"]["low"], sure.share(sure.answers[2], 0.95).unwrap().low);
    let en = run(&["--lang", "en", "--runs", "40"]);
    for words in ["Runs: 40, seeds 0 to 39.", "No invoice is lost.", "100 % [91.2, 100]"] {
        assert!(en.contains(words), "{words}: {en}");
    }
    let pt = run(&["--lang", "pt-BR", "--runs", "40"]);
    assert!(pt.contains("De quantas tentativas precisa?") && pt.contains("Nenhuma nota se perde."), "{pt}");
}
