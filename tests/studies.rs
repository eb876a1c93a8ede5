//! The studies of `docs/lab.md`: what it says of them is what their plans say today.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::fs;
use std::process::Command;

/// What `carteiro sweep` says of a plan of `docs/studies/`.
fn sweep(study: &str, more: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_carteiro"));
    program.current_dir(env!("CARGO_MANIFEST_DIR")).args([
        "sweep",
        &format!("docs/studies/{study}.json"),
        "--lang",
        "en",
    ]);
    let output = program.args(more).output().unwrap();
    assert!(output.status.success(), "{study}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The ends of a mean's interval at a point.
type Mean = (f64, f64);

/// For each point its settings' values as JSON, and a measure's mean.
fn means(study: &str, measure: &str) -> Vec<(Vec<String>, Mean)> {
    let found: Value = serde_json::from_str(&sweep(study, &["--json"])).unwrap();
    let number = |value: &Value| value.as_f64().unwrap();
    let point = |point: &Value| {
        let settings = point["settings"].as_object().unwrap();
        let mean = &point["measures"][measure]["mean"];
        (settings.values().map(Value::to_string).collect(), (number(&mean["low"]), number(&mean["high"])))
    };
    found["points"].as_array().unwrap().iter().map(point).collect()
}

/// The mean at the point with these values.
fn at(means: &[(Vec<String>, Mean)], values: &[&str]) -> Mean {
    let has_all = |settings: &[String]| values.iter().all(|value| settings.iter().any(|setting| setting == value));
    let mut found = means.iter().filter(|(settings, _)| has_all(settings));
    let (Some((_, mean)), None) = (found.next(), found.next()) else { panic!("{values:?} are not one point") };
    *mean
}

#[test]
fn the_tables_in_the_documentation_are_those_of_the_plans() {
    let page = fs::read_to_string("docs/lab.md").unwrap();
    for study in ["attempts", "jitter", "breaker"] {
        let said = sweep(study, &[]);
        let lines = said.lines().skip_while(|line| !line.trim_start().starts_with("point "));
        let table: Vec<&str> = lines.take_while(|line| !line.is_empty()).map(str::trim_end).collect();
        let table = table.join("\n");
        assert!(page.contains(&table), "docs/lab.md has not this table of docs/studies/{study}.json:\n{table}");
    }
}

#[test]
fn five_attempts_outlast_thirty_seconds_and_three_do_not() {
    let dead = means("attempts", "invoice.dead");
    for outage in ["\"10s\"", "\"20s\"", "\"30s\""] {
        assert_eq!(at(&dead, &[outage, "5"]), (0.0, 0.0), "{outage}");
        assert!(at(&dead, &[outage, "3"]).0 > 0.0, "{outage}");
    }
    assert!(at(&dead, &["\"40s\"", "5"]).0 > 0.0);
    assert_eq!(at(&dead, &["\"1min\"", "8"]), (0.0, 0.0));
}

#[test]
fn jitter_serves_crowds_and_costs_a_few_some_seconds() {
    let (refused, answered) = (means("jitter", "refused"), means("jitter", "answerP95"));
    assert!(at(&refused, &["100", "\"none\""]).0 >= 20.0);
    assert_eq!(at(&refused, &["200", "\"equal\""]), (0.0, 0.0));
    assert!(at(&refused, &["200", "\"full\""]).1 < 1.0);
    assert!(at(&answered, &["25", "\"full\""]).0 > at(&answered, &["25", "\"none\""]).1, "jitter is not free");
    assert!(at(&answered, &["50", "\"equal\""]).1 < at(&answered, &["50", "\"none\""]).0 / 2.0);
}

#[test]
fn a_breaker_helps_where_the_callee_is_slow_and_harms_where_it_fails_now_and_then() {
    let answered = means("breaker", "answered");
    let [slow, flaky] = [r#"{"slow":{"factor":8}}"#, r#"{"flaky":{"probability":0.6}}"#];
    assert!(at(&answered, &[slow, "0.5"]).0 > 1.5 * at(&answered, &[slow, "1"]).1);
    assert!(at(&answered, &["\"down\"", "0.5"]).1 < 1.1 * at(&answered, &["\"down\"", "1"]).0);
    assert!(at(&answered, &[flaky, "0.5"]).1 < at(&answered, &[flaky, "1"]).0);
}
