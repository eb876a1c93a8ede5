//! Scenario files: the built-in ones keep the house rules, settings survive a round trip, nothing makes the reader
//! panic.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use carteiro::base::time::Span;
use carteiro::model::presets;
use carteiro::model::{Delivery, Inbox, Lease, Prefetch, Window};
use carteiro::problem::Problem;
use carteiro::scenario::delivery::DeliverySpec;
use carteiro::scenario::{BuiltIn, ScenarioFile, catalogue, contrast, load, model, parse};
use proptest::prelude::*;

/// What the page knows of the built-in scenarios before it opens one.
const INDEX: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/index.json");

/// The kinds of legend words, as the page draws them.
const LEGEND: [&str; 9] = ["transit", "working", "retry", "done", "dead", "suppressed", "ready", "topic", "lost"];

/// The kinds of the legend words in a text, in their order: `[word](kind)`. Links to the glossary are no legend.
fn legend(text: &str) -> Vec<&str> {
    let marks = text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap_or_default());
    marks.filter(|mark| !mark.starts_with("term:")).collect()
}

#[test]
fn every_built_in_scenario_is_good_and_says_so_in_both_languages() {
    for built_in in catalogue() {
        let model = load(built_in.json).unwrap_or_else(|problem| panic!("{}: {problem}", built_in.id));
        assert_eq!(model.id, built_in.id);
        let (en, pt) = (legend(&model.text.en), legend(&model.text.pt_br));
        assert!(!en.is_empty(), "{}", model.id);
        assert_eq!(en, pt, "{}: the legend words of the two languages", model.id);
        assert!(en.iter().all(|kind| LEGEND.contains(kind)), "{}: {en:?}", model.id);
        let texts = [&model.title, &model.text, &model.task];
        for text in texts.into_iter().chain(model.claims.iter().map(|claim| &claim.text)) {
            assert!(!text.en.is_empty() && text.en != text.pt_br, "{}: {text:?}", model.id);
        }
        assert!(!model.claims.is_empty(), "{}", model.id);
    }
}

#[test]
fn the_page_finds_the_built_in_scenarios_in_their_order() {
    let entry = |built_in: &BuiltIn| {
        let spec = parse::parse(built_in.json).unwrap();
        let (id, title) = (built_in.id, serde_json::to_string(&spec.title).unwrap());
        let lesson = spec.lesson.unwrap();
        let group = serde_json::to_string(&lesson.group).unwrap();
        let idea = serde_json::to_string(&lesson.idea).unwrap();
        format!(r#"  {{"id": "{id}", "group": {group}, "title": {title}, "idea": {idea}}}"#)
    };
    let entries: Vec<_> = catalogue().iter().map(entry).collect();
    let expected = format!("[\n{}\n]\n", entries.join(",\n"));
    if std::env::var_os("CARTEIRO_WRITE_INDEX").is_some() {
        std::fs::write(INDEX, &expected).unwrap();
    }
    let index = std::fs::read_to_string(INDEX).unwrap();
    assert_eq!(index, expected, "{INDEX}: CARTEIRO_WRITE_INDEX=1 writes it");
}

#[test]
fn a_scenario_survives_being_written_and_read() {
    for built_in in catalogue() {
        let spec = parse::parse(built_in.json).unwrap();
        let written = serde_json::to_string(&spec).unwrap();
        assert_eq!(parse::parse(&written).unwrap(), spec, "{}", built_in.id);
        assert_eq!(model(&spec), load(built_in.json), "{}", built_in.id);
    }
}

/// A scenario file as it was written before some words of the format got other names.
fn under_old_names(json: &str) -> String {
    let renamed =
        [("\"task\":", "\"try\":"), ("\"maxWaitingCalls\":", "\"backlog\":"), ("/maxWaitingCalls\"", "/backlog\"")];
    renamed.iter().fold(json.to_owned(), |json, (new, old)| json.replace(new, old))
}

#[test]
fn a_file_under_the_old_names_is_the_same_scenario() {
    for built_in in catalogue() {
        let old = under_old_names(built_in.json);
        assert_eq!(load(&old), load(built_in.json), "{}", built_in.id);
        assert_eq!(contrast(&old).ok(), contrast(built_in.json).ok(), "{}", built_in.id);
        let (file, new) = (ScenarioFile::read(&old).unwrap(), ScenarioFile::read(built_in.json).unwrap());
        assert_eq!(file.spec, new.spec, "{}", built_in.id);
        assert_eq!(file.old_names[0].place, "try", "{}", built_in.id);
        assert_eq!(file.old_names.len(), 1 + built_in.json.matches("maxWaitingCalls").count(), "{}", built_in.id);
        assert!(new.old_names.is_empty(), "{}", built_in.id);
    }
    // Some test scenarios are older files.
    for old in [include_str!("scenarios/duplicates.json"), include_str!("scenarios/flaky-retries.json")] {
        assert!(load(old).is_ok() && ScenarioFile::read(old).unwrap().old_names.len() == 1);
    }
}

#[test]
fn a_file_under_the_old_names_keeps_to_its_own_places() {
    let old = under_old_names(catalogue().iter().find(|b| b.id == "circuit-breaker").unwrap().json);
    let problem = |from: &str, to: &str| load(&old.replacen(from, to, 1)).unwrap_err();
    let node = problem("\"backlog\": 20", "\"backlog\": 9000000");
    assert_eq!(node.code, "out-of-range");
    assert!(node.path.starts_with("nodes[") && node.path.ends_with("].backlog"), "{node}");
    let text = problem("\"try\": {", "\"try\": {\"fr\": \"\",");
    assert_eq!((text.code, text.path.as_str()), ("unknown-field", "try.fr"));
    let both = problem("\"try\": {", "\"task\": {}, \"try\": {");
    assert_eq!((both.code, both.path.as_str()), ("repeated-field", "try"));
    let unknown = problem("\"try\": {", "\"tries\": {");
    assert!(unknown.remedy.en.contains("\"task\"") && !unknown.remedy.en.contains("\"try\""), "{unknown}");
}

/// Writes settings and reads them back.
fn round_trip(delivery: &Delivery) -> Result<Delivery, Problem> {
    let written = serde_json::to_string(delivery).unwrap();
    serde_json::from_str::<DeliverySpec>(&written).unwrap().resolve()
}

#[test]
fn delivery_settings_survive_being_written_and_read() {
    for preset in presets::all() {
        let plain = preset.delivery();
        assert_eq!(round_trip(&plain), Ok(plain.clone()), "{}", preset.id);
        // The other forms of what a preset leaves out; and a null must not fall back to the preset.
        for window in [Window::Forever, Window::For(Span::from_millis(1_500))] {
            let lease = plain.lease.clone().or(Some(Lease(vec![Span::from_secs(5)])));
            let inbox = Some(Inbox { window });
            let full = Delivery { lease, inbox, prefetch: Prefetch::AtMost(7), ..plain.clone() };
            assert_eq!(round_trip(&full), Ok(full.clone()), "{}", preset.id);
        }
    }
    let null = serde_json::from_str::<DeliverySpec>(r#"{"preset": "rabbitmq-classic", "lease": null}"#);
    assert_eq!(null.unwrap().resolve().unwrap().lease, None);
}

/// Cuts, doubles or changes a piece of a scenario file.
fn mutated() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just(String::new()),
        "[\\[\\]{}\",:0-9a-z.eE+-]{1,4}",
        Just("null".to_owned()),
        Just("-1".to_owned()),
        Just("1e308".to_owned()),
        Just("\"\\u0000\"".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    (0..catalogue().len(), 0.0..1.0, 0..40usize, pieces, any::<bool>()).prop_map(|(which, at, length, piece, keep)| {
        let json = catalogue()[which].json;
        let floor = |mut at: usize| {
            while !json.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let from = floor((at * json.len() as f64) as usize);
        let to = floor((from + length).min(json.len())).max(from);
        let rest = if keep { &json[to..] } else { "" };
        format!("{}{piece}{rest}", &json[..from])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn damaged_files_never_make_the_reader_panic(json in mutated()) {
        if let Err(problem) = load(&json) {
            prop_assert!(!problem.code.is_empty() && !problem.remedy.pt_br.is_empty());
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(json in "\\PC{0,200}") {
        prop_assert!(load(&json).is_err());
    }
}
