//! The command line as a person or a script uses it: the built program, its output and its exit codes.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use carteiro::base::time::Time;
use carteiro::experiment::outcome::Outcome;
use carteiro::experiment::run_many;
use carteiro::model::limits;
use carteiro::model::measure::{CallMeasure, EffectMeasure, Measure, NodeMeasure, RunMeasure, SubscriptionMeasure};
use carteiro::scenario::{catalogue, load};
use carteiro::timeline::Stride;
use carteiro::view::facts::Named;
use carteiro::view::playground::Playground;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// What a command gave.
struct Answer {
    code: i32,
    out: String,
    err: String,
}

fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_carteiro"));
    program.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    for locale in ["LC_ALL", "LC_MESSAGES", "LANG", "RAYON_NUM_THREADS"] {
        program.env_remove(locale);
    }
    program
}

fn answer(program: &mut Command) -> Answer {
    let output = program.output().unwrap();
    Answer {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn carteiro(arguments: &[&str]) -> Answer {
    answer(program().args(arguments))
}

/// The output of a command that goes well.
fn well(arguments: &[&str]) -> String {
    let answer = carteiro(arguments);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{arguments:?}");
    answer.out
}

fn parsed(arguments: &[&str]) -> Value {
    serde_json::from_str(&well(arguments)).unwrap()
}

/// A file for a test, with that content.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no count"))
}

/// The sum of these fields.
fn sum(value: &Value, fields: &[&str]) -> u64 {
    fields.iter().map(|field| number(&value[field])).sum()
}

#[test]
fn list_names_every_built_in_scenario() {
    let (text, json) = (well(&["list"]), parsed(&["list", "--json"]));
    for (i, built_in) in catalogue().iter().enumerate() {
        let title = load(built_in.json).unwrap().title;
        let line = text.lines().nth(i).unwrap();
        assert!(line.starts_with(built_in.id) && line.ends_with(&title.en), "{line}");
        assert_eq!((&json[i]["id"], &json[i]["title"]["pt-BR"]), (&json!(built_in.id), &json!(title.pt_br)));
    }
    assert_eq!(text.lines().count(), catalogue().len());
    assert!(!catalogue().is_empty());
}

#[test]
fn schema_is_the_schema() {
    assert_eq!(parsed(&["schema"]), carteiro::scenario::schema());
}

#[test]
fn new_writes_a_lesson_that_keeps_its_promises_and_overwrites_nothing() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("new");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).unwrap();
    let path = folder.join("mine.json");
    let mine = path.to_str().unwrap();
    assert!(well(&["new", "mine", "--out", mine]).contains(mine));
    let lesson: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(lesson["id"], "mine");
    let schema = fs::read_to_string(folder.join(lesson["$schema"].as_str().unwrap())).unwrap();
    assert_eq!(schema, well(&["schema"]));
    assert!(well(&["check", mine, "--seeds", "100"]).contains("100. Every promise is kept."));
    let again = carteiro(&["new", "mine", "--out", mine]);
    assert_eq!(again.code, 2);
    let bad = carteiro(&["new", "Not an id", "--out", "-"]);
    assert!(bad.code == 2 && bad.err.contains("not an id"), "{}", bad.err);
    assert!(well(&["new", "--out", "-"]).contains("\"id\": \"my-lesson\""));
}

#[test]
fn check_says_which_promise_is_broken() {
    let lesson = well(&["new", "broken", "--out", "-"]);
    let cases = [
        ("\"lost == 0\"", "\"lost > 0\"", ["\"lost > 0\" falls with seed 0", "\"lost > 0\" cai com a semente 0"]),
        ("\"contrasts\": true,", "", ["no claim falls in it", "nenhuma afirmação cai nele"]),
        ("\"served < ordered\"", "\"served >= 0\"", ["has 2 right answers", "tem 2 respostas certas"]),
        ("bar.ready >= 3", "bar.ready >= 80", ["goals[0] is not reached", "goals[0] não é cumprida"]),
        ("\"1min\"", "\"21s\"", ["still to happen at the end", "por acontecer no fim"]),
    ];
    for (i, (from, to, said)) in cases.into_iter().enumerate() {
        let broken = file(&format!("broken-{i}.json"), lesson.replacen(from, to, 1));
        well(&["check", &broken]);
        for (lang, said) in ["en", "pt-BR"].into_iter().zip(said) {
            let answer = carteiro(&["check", &broken, "--seeds", "20", "--lang", lang]);
            assert!(answer.code == 1 && answer.out.contains(said), "{}", answer.out);
        }
    }
    let nowhere = file("nowhere.json", lesson.replacen("/handlers/0/steps/1", "/handlers/7", 1));
    let answer = carteiro(&["check", &nowhere]);
    assert!(answer.code == 2 && answer.err.contains("lesson.contrast.changes[0].path"), "{}", answer.err);
}

#[test]
fn an_old_name_is_said_and_is_no_error() {
    let old = fs::read_to_string("docs/lesson.json").unwrap().replace("\"task\":", "\"try\":");
    let path = file("old.json", &old);
    let english = well(&["check", &path]);
    assert!(
        english.ends_with(
            "notice: try: \"try\" is called \"task\" now. The old name still works; better write \"task\".\n"
        ),
        "{english}"
    );
    let portuguese = well(&["check", &path, "--lang", "pt-BR"]);
    assert!(portuguese.contains("aviso: try: \"try\" agora se chama \"task\"."), "{portuguese}");
    assert_eq!(well(&["run", &path]), well(&["run", "docs/lesson.json"]), "it is the same scenario");
    assert!(!well(&["check", "docs/lesson.json"]).contains("notice"));
}

#[test]
fn check_says_what_a_valid_file_holds() {
    let sentence = well(&["check", "docs/lesson.json"]);
    assert_eq!(
        sentence,
        "\"The coffee that waited\" (coffee) is valid. Nodes: 3; topics: 1; subscriptions: 1; faults: 2; claims: 2.\n"
    );
}

#[test]
fn a_scenarios_texts_do_not_command_the_terminal() {
    let lesson = fs::read_to_string("docs/lesson.json").unwrap();
    let hostile = file("escape.json", lesson.replace("The coffee", "\\u001b[31mThe coffee"));
    for arguments in [&["check", &hostile][..], &["run", &hostile]] {
        let out = well(arguments);
        assert!(out.contains("[31mThe coffee"), "{out}");
        assert!(out.chars().all(|c| c == '\n' || !c.is_control()), "{out:?}");
    }
}

#[test]
fn bad_input_is_one_sentence_with_place_and_remedy_and_exit_code_2() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let lesson = fs::read_to_string("docs/lesson.json").unwrap();
    let cases: Vec<(Vec<String>, &str)> = [
        (vec!["check", folder], "directory"),
        (vec!["run", folder], "directory"),
        (vec!["check", &format!("{folder}/missing.json")], "does not exist"),
        (vec!["run", "missing.json"], "does not exist"),
        (vec!["run", "purchase-fan-in"], "There is no built-in scenario"),
        (vec!["run", ""], "There is no built-in scenario"),
        (vec!["check", &file("big.json", "[".repeat(10 << 20))], "10485760 bytes"),
        (vec!["check", &file("deep.json", "[".repeat(100_000))], ""),
        (vec!["check", &file("latin.json", b"{\n\"id\": \"caf\xe9\"}")], "line 2 is not text in UTF-8"),
        (vec!["check", &file("empty.json", "")], "ends too early"),
        (vec!["check", &file("cut.json", &lesson[..900])], "ends too early"),
        (vec!["check", &file("comma.json", lesson.replacen(',', "", 1))], "valid JSON"),
        (vec!["check", &file("field.json", lesson.replacen("seed", "sede", 1))], "sede"),
        (
            vec!["check", &file("crowd.json", lesson.replace("\"workers\": 2", "\"workers\": 1000000"))],
            "nodes[2].workers: ",
        ),
        (vec!["check", &file("nan.json", lesson.replace("500ms", "NaNms"))], "not a duration"),
        (vec!["run", "docs/lesson.json", "--seed", "-1"], "--seed: \"-1\" is not a seed"),
        (vec!["run", "docs/lesson.json", "--seed", "1e3"], "--seed: "),
        (vec!["run", "docs/lesson.json", "--seed", "9007199254740991", "--runs", "2"], "--seed: "),
        (vec!["run", "docs/lesson.json", "--until", "5"], "--until: This is not a duration"),
        (vec!["run", "docs/lesson.json", "--until", "-5s"], "--until: "),
        (vec!["run", "docs/lesson.json", "--until", "0s"], "--until: "),
        (vec!["run", "docs/lesson.json", "--until", "366d"], "--until: "),
        (vec!["run", "docs/lesson.json", "--runs", "2", "--trace", &format!("{folder}/two.jsonl")], "--trace: "),
        (vec!["run", "docs/lesson.json", "--trace", folder], "cannot be written"),
        (vec!["run", "docs/lesson.json", "--trace", "docs/lesson.json"], "This is the scenario itself"),
    ]
    .into_iter()
    .map(|(arguments, words)| (arguments.into_iter().map(str::to_owned).collect(), words))
    .collect();
    for (arguments, words) in cases {
        let refused = answer(program().args(&arguments));
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{arguments:?}: {}", refused.err);
        assert!(refused.err.starts_with("error: ") && refused.err.ends_with(".\n"), "{}", refused.err);
        assert_eq!(refused.err.lines().count(), 1, "{}", refused.err);
        assert!(refused.err.contains(words), "{arguments:?}: {}", refused.err);
        let portuguese = answer(program().args(&arguments).env("LANG", "pt_BR.UTF-8"));
        assert!(portuguese.code == 2 && portuguese.err.starts_with("erro: "), "{}", portuguese.err);
        assert_ne!(portuguese.err.trim_start_matches("erro: "), refused.err.trim_start_matches("error: "));
    }
    assert_eq!(fs::read_to_string("docs/lesson.json").unwrap(), lesson, "the scenario was written over");
}

#[cfg(unix)]
#[test]
fn no_more_of_a_file_is_read_than_a_scenario_may_have() {
    let endless = carteiro(&["check", "/dev/zero"]);
    assert_eq!(endless.code, 2);
    assert!(endless.err.contains(&limits::FILE_BYTES.to_string()), "{}", endless.err);
}

#[test]
fn what_clap_refuses_has_exit_code_2_too() {
    for arguments in [
        vec![],
        vec!["runs"],
        vec!["run"],
        vec!["run", "docs/lesson.json", "--runs", "0"],
        vec!["run", "docs/lesson.json", "--runs", "1000001"],
        vec!["bench", "--orders", "0", "--seed", "1"],
        vec!["bench", "--orders", "1", "--seed", "1", "--fail", "NaN"],
        vec!["bench", "--orders", "1", "--seed", "1", "--workers", "10001"],
    ] {
        let refused = carteiro(&arguments);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{arguments:?}");
    }
    assert_eq!(carteiro(&["--help"]).code, 0);
}

#[test]
fn a_table_says_in_words_how_a_run_ended() {
    let english = well(&["run", "docs/lesson.json"]);
    for words in [
        "The coffee that waited (coffee)",
        "seed 42; 1 min simulated",
        "done in time",
        "Served",
        "holds  Nothing is lost.",
    ] {
        assert!(english.contains(words), "{words} is missing in\n{english}");
    }
    let portuguese = well(&["--lang", "pt-BR", "run", "docs/lesson.json"]);
    for words in [
        "O café que esperou (coffee)",
        "semente 42; 1 min simulados",
        "concluídos no prazo",
        "Servido",
        "vale  Nada se perde.",
    ] {
        assert!(portuguese.contains(words), "{words} is missing in\n{portuguese}");
    }
    assert_eq!(english.lines().count(), portuguese.lines().count());
    assert_eq!(english, well(&["run", "docs/lesson.json"]), "the same run, another table");
    assert_ne!(english, well(&["run", "docs/lesson.json", "--seed", "43"]));
}

#[test]
fn the_numbers_of_every_scenario_add_up() {
    for built_in in catalogue() {
        for until in ["7s", "60s"] {
            // A claim may fall in a run that is cut short; the numbers must add up all the same.
            let answer = carteiro(&["run", built_in.id, "--runs", "20", "--until", until, "--json"]);
            assert!(answer.code <= 1 && answer.err.is_empty(), "{}", answer.err);
            let outcome: Value = serde_json::from_str(&answer.out).unwrap();
            let run = &outcome["run"];
            let standings = ["done", "late", "waiting", "deadLettered", "lost", "doneTwice"];
            assert_eq!(number(&run["orders"]), sum(run, &standings), "{run}");
            for effect in outcome["effects"].as_array().unwrap() {
                let parts = sum(effect, &["once", "twice", "waiting", "dead", "lost", "spared"]);
                assert_eq!(parts, number(&run["orders"]), "{effect}");
                assert!(number(&effect["lines"]) >= sum(effect, &["once", "twice", "twice"]), "{effect}");
            }
            for s in outcome["subscriptions"].as_array().unwrap() {
                let ends = ["acked", "dropped", "withdrawn", "dead"];
                assert_eq!(number(&s["accepted"]), sum(s, &ends) + number(&s["waiting"]), "{s}");
                let places = ["ready", "delayed", "inFlight", "retryScheduled", "parked"];
                assert_eq!(number(&s["waiting"]), sum(s, &places), "{s}");
                assert!(number(&s["attempts"]) <= number(&s["delivered"]), "{s}");
                assert!(number(&s["suppressed"]) <= number(&s["acked"]), "{s}");
            }
            let held = |claim: &Value| number(&claim["held"]) == 20;
            let all = outcome["claims"].as_array().unwrap().iter().all(held);
            assert_eq!(all, answer.code == 0, "{}", answer.out);
        }
    }
}

#[test]
fn a_claim_that_falls_has_exit_code_1_and_its_seed_is_said() {
    let wrong = fs::read_to_string("docs/lesson.json").unwrap().replace("lost == 0", "bar.retried > 0");
    let path = file("wrong.json", wrong);
    let once = carteiro(&["run", &path, "--seed", "7"]);
    assert_eq!((once.code, once.err.as_str()), (1, ""));
    assert!(once.out.contains("bar.retried > 0    0        does not hold  Nothing is lost."), "{}", once.out);
    let often = carteiro(&["run", &path, "--seed", "7", "--runs", "30"]);
    assert_eq!(often.code, 1);
    assert!(often.out.contains("held in 0 of 30 runs, not with seed 7"), "{}", often.out);
    let json: Value = serde_json::from_str(&carteiro(&["run", &path, "--seed", "7", "--json"]).out).unwrap();
    assert_eq!((&json["claims"][0]["fellWithSeed"], &json["claims"][1]["fellWithSeed"]), (&json!(null), &json!(7)));
}

#[test]
fn check_says_what_would_better_be_written_otherwise() {
    let lesson = fs::read_to_string("docs/lesson.json").unwrap();
    let mut old: Value = serde_json::from_str(&lesson).unwrap();
    let none = json!({"backoff": "none", "maxAttempts": 5});
    old["topics"][0]["subscriptions"][0]["delivery"]["retry"] = none;
    old["claims"][0]["expect"] = json!("bar.retrying == 0");
    let path = file("old.json", old.to_string());
    let text = well(&["check", &path]);
    let notice = |place: &str, words: &str| {
        let line = text
            .lines()
            .find(|line| line.starts_with(&format!("notice: {place}: ")))
            .unwrap_or_else(|| panic!("{text}"));
        assert!(line.contains(words), "{line}");
    };
    notice("claims[0].expect", "\"retryScheduled\"");
    notice("topics[0].subscriptions[0].delivery.retry", "one attempt, and not 5");
    assert_eq!(text.lines().count(), 3);
    assert_eq!(well(&["check", "docs/lesson.json"]).lines().count(), 1);
}

#[test]
fn every_measure_stands_in_the_outcome_and_those_of_zero_are_left_out_of_the_table() {
    let outcome = parsed(&["run", "gateway", "--runs", "3", "--json"]);
    fn all<M: Measure>(of: &Value) {
        M::ALL.iter().for_each(|m| assert!(of.get(m.name()).is_some(), "{m:?} is missing in {of}"));
    }
    all::<RunMeasure>(&outcome["run"]);
    all::<EffectMeasure>(&outcome["effects"][0]);
    all::<SubscriptionMeasure>(&parsed(&["run", "flaky-retries", "--json"])["subscriptions"][0]);
    all::<NodeMeasure>(&outcome["nodes"][0]);
    all::<CallMeasure>(&outcome["calls"][0]);
    let claim = &outcome["claims"][0];
    for side in ["left", "right"] {
        let [min, mean, max] = ["min", "mean", "max"].map(|f| claim[side][f].as_f64().unwrap());
        assert!(min <= mean && mean <= max, "{claim}");
    }
    let (some, whole) = (well(&["run", "gateway"]), well(&["run", "gateway", "--all"]));
    let hint = some.lines().find(|line| line.contains("--all")).unwrap();
    assert!(!whole.contains(hint), "{some}");
    let goals = some.lines().skip_while(|line| !line.starts_with("Goals"));
    assert!(goals.skip(1).all(|line| line.starts_with("  reached  ")), "{some}");
    assert!(whole.contains("breaker opened") && !some.contains("breaker opened"), "{some}");
}

#[test]
fn many_runs_give_the_same_on_one_core_and_on_many() {
    let arguments = ["run", "flaky-retries", "--runs", "200", "--seed", "3", "--json"];
    let [one, three] =
        ["1", "3"].map(|threads| answer(program().args(arguments).env("RAYON_NUM_THREADS", threads)).out);
    assert_eq!(one, three);
    let built_in = catalogue().iter().find(|b| b.id == "flaky-retries").unwrap();
    let model = Arc::new(load(built_in.json).unwrap());
    let summary = run_many(&model, 3, 200, model.until).unwrap();
    let expected = serde_json::to_value(Outcome::of(&model, &summary, 3)).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&one).unwrap(), expected, "one run after the other in the library");
}

#[test]
fn a_trace_is_one_fact_a_line_each_with_its_cause() {
    let path = file("trace.jsonl", "what stood here before");
    let with = well(&["run", "poison-message", "--trace", &path]);
    assert_eq!(with, well(&["run", "poison-message"]), "tracing changes the run");
    let trace = fs::read_to_string(&path).unwrap();
    let mut last = 0.0;
    for (i, line) in trace.lines().enumerate() {
        let fact: Value = serde_json::from_str(line).unwrap();
        assert_eq!(fact["index"], json!(i));
        assert!(fact["what"].is_string(), "{line}");
        assert!(fact["cause"].is_null() || number(&fact["cause"]) < i as u64, "{line}");
        let at = fact["atMs"].as_f64().unwrap();
        assert!(at >= last, "{line} goes back in time");
        last = at;
    }
    assert!(trace.lines().any(|line| line.contains("\"messageDeadLettered\"")));
}

#[test]
fn a_trace_has_the_form_that_is_asked_for_and_may_be_the_output() {
    let path = file("trace.mmd", "");
    let books = well(&["run", "poison-message", "--trace", &path, "--trace-as", "mermaid", "--order", "2"]);
    assert_eq!(books, well(&["run", "poison-message"]), "tracing changes the run");
    let as_mermaid = ["run", "poison-message", "--trace", "-", "--trace-as", "mermaid", "--order", "2"];
    assert_eq!(fs::read_to_string(&path).unwrap(), well(&as_mermaid), "the output is the file, and nothing else");
    for line in well(&["run", "poison-message", "--trace", "-"]).lines() {
        let fact: Value = serde_json::from_str(line).unwrap();
        for (name, value) in fact.as_object().unwrap() {
            let text = value.as_str().unwrap_or_default();
            let is_span = text.ends_with('s') && text.trim_end_matches(char::is_alphabetic).parse::<f64>().is_ok();
            assert!(!is_span || fact[format!("{name}Ms")].is_number(), "{name} is not told in milliseconds: {line}");
        }
    }
    let other = carteiro(&["run", "poison-message", "--trace", &path, "--trace-as", "mermaid", "--order", "99999"]);
    assert_eq!((other.code, other.out.as_str()), (2, ""));
    assert!(other.err.contains("--order: ") && other.err.contains("99999"), "{}", other.err);
}

/// The names of the files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// An empty folder for a test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).unwrap();
    folder
}

#[cfg(unix)]
#[test]
fn no_trace_is_written_over_its_input_whatever_it_is_called_there() {
    let folder = folder("over");
    let (lesson, run) = (fs::read_to_string("docs/lesson.json").unwrap(), played("service-down", false).1.to_string());
    for (command, input, content) in [("run", "lesson.json", lesson), ("replay", "played.json", run)] {
        let input = folder.join(input);
        fs::write(&input, &content).unwrap();
        let (hard, soft) = (folder.join("hard"), folder.join("soft"));
        fs::hard_link(&input, &hard).unwrap();
        std::os::unix::fs::symlink(&input, &soft).unwrap();
        let otherwise = folder.join("../over").join(input.file_name().unwrap());
        for trace in [&hard, &soft, &otherwise, &input] {
            let (input, trace) = (input.to_str().unwrap(), trace.to_str().unwrap());
            for (lang, words) in [("en", "Name another file for the trace."), ("pt-BR", "Indique outro arquivo")] {
                let refused = carteiro(&[command, input, "--trace", trace, "--lang", lang]);
                assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{command} {trace}");
                assert!(
                    refused.err.contains(&format!(": {trace}: ")) && refused.err.contains(words),
                    "{}",
                    refused.err
                );
            }
            assert_eq!(fs::read_to_string(input).unwrap(), content, "{command} wrote {trace} over its input");
        }
        [hard, soft, input].iter().for_each(|file| fs::remove_file(file).unwrap());
    }
    assert_eq!(names(&folder), [""; 0]);
}

/// The answer of the program in a shell that first sets a limit, as if the disk or the memory were smaller.
#[cfg(unix)]
fn limited(limit: &str, arguments: &[&str], threads: &str) -> Answer {
    let script = format!("{limit}; exec \"$0\" \"$@\"");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_carteiro")]).args(arguments).stdin(Stdio::null());
    answer(shell.current_dir(env!("CARGO_MANIFEST_DIR")).env("LC_ALL", "C").env("RAYON_NUM_THREADS", threads))
}

/// No file may become larger than this: writing fails as on a full disk.
#[cfg(unix)]
const FULL_DISK: &str = "trap '' XFSZ; ulimit -f 1";

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_half_file_and_the_old_one_as_it_was() {
    let folder = folder("full");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (run, trace, lesson) = (path("run.json"), path("trace.ndjson"), path("lesson.json"));
    fs::write(&run, played("service-down", false).1.to_string()).unwrap();
    for arguments in
        [&["run", "retry", "--trace", &trace][..], &["replay", &run, "--trace", &trace], &["new", "--out", &lesson]]
    {
        let failed = limited(FULL_DISK, arguments, "1");
        assert_eq!((failed.code, failed.out.as_str()), (2, ""), "{arguments:?}");
        let place = arguments.last().unwrap();
        assert!(failed.err.starts_with(&format!("error: {place}: This cannot be written: ")), "{}", failed.err);
        assert_eq!(names(&folder), ["run.json"], "{arguments:?} left something");
    }
    fs::write(&trace, "the old one").unwrap();
    assert_eq!(limited(FULL_DISK, &["run", "retry", "--trace", &trace], "1").code, 2);
    assert_eq!(fs::read_to_string(&trace).unwrap(), "the old one");
    assert_eq!(names(&folder), ["run.json", "trace.ndjson"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_system_without_threads_gives_the_same_runs() {
    let arguments = ["run", "retry", "--runs", "40", "--seed", "3"];
    // The stacks of so many threads need more memory than there is.
    let few = limited("ulimit -v 300000", &arguments, "2000");
    assert_eq!((few.code, few.err.as_str()), (0, ""));
    assert_eq!(few.out, well(&arguments));
}

#[cfg(unix)]
#[test]
fn a_trace_replaces_what_a_link_points_to_and_keeps_who_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("replaced");
    let (old, link) = (folder.join("old.ndjson"), folder.join("link"));
    fs::write(&old, "the old one").unwrap();
    fs::set_permissions(&old, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("old.ndjson", &link).unwrap();
    well(&["run", "retry", "--trace", link.to_str().unwrap()]);
    assert!(fs::read_to_string(&old).unwrap().starts_with("{\"index\":0,"), "the link was replaced, not the file");
    assert_eq!(fs::metadata(&old).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(names(&folder), ["link", "old.ndjson"]);
    let facts = carteiro(&["run", "retry", "--trace", "/dev/stderr"]).err;
    assert_eq!(facts, fs::read_to_string(&old).unwrap(), "what is no file is written to as it is");
}

/// A run as the page saves it, of a built-in scenario or of a whole one: an outage with purchases in it, left between two
/// events.
fn played(id: &str, whole: bool) -> (Playground, Value) {
    let built_in = catalogue().iter().find(|b| b.id == id).unwrap();
    let mut playground = Playground::new(built_in.json, Some("77")).unwrap();
    for (at, command) in [
        (500.25, json!({"setHealth": {"node": "logistics", "health": "down"}})),
        (900.0, json!({"placeOrder": {"client": "shop"}})),
        (900.0, json!({"placeOrder": {"client": "shop", "amount": 7}})),
        (6_000.0, json!({"setHealth": {"node": "logistics", "health": "up"}})),
        (6_500.0, json!({"setWorkers": {"node": "stock", "workers": 3}})),
    ] {
        playground.advance(Time::from_millis(at)).unwrap();
        playground.command(&command.to_string()).unwrap();
    }
    playground.advance(Time::from_millis(9_000.5)).unwrap();
    playground.step(Stride::Event, false).unwrap();
    let history = playground.history();
    let log: Vec<_> = history.commands().iter().map(|d| json!([d.at.as_millis(), d.events, d.text])).collect();
    let scenario = if whole { serde_json::from_str(built_in.json).unwrap() } else { json!(id) };
    let record = json!({
        "version": 1, "scenario": scenario, "seed": "77", "log": log,
        "headMs": history.head().as_millis(), "nowMs": 1234.5, "events": history.world().events(),
        "hash": format!("{:016x}", history.watch().trace.digest().value()),
    });
    (playground, record)
}

#[test]
fn a_saved_run_is_played_again_to_the_last_fact() {
    for (id, whole) in [("service-down", false), ("purchase-fan-out", true), ("sync-chain", false)] {
        let (playground, record) = played(id, whole);
        let (run, trace) =
            (file(&format!("{id}.carteiro.json"), record.to_string()), file(&format!("{id}.ndjson"), ""));
        let table = well(&["replay", &run, "--trace", &trace]);
        assert!(table.contains("recorded run, to the last fact") && table.contains("seed 77"), "{table}");
        let history = playground.history();
        let facts = history.watch().trace.facts().iter().enumerate();
        let lines = facts.map(|(index, fact)| {
            serde_json::to_string(&Named { model: history.world().model(), index, fact }).unwrap() + "\n"
        });
        assert_eq!(fs::read_to_string(&trace).unwrap(), lines.collect::<String>());
        let outcome = parsed(&["replay", &run, "--json"]);
        assert_eq!(number(&outcome["run"]["orders"]), history.world().ledger().orders().len() as u64);
        assert_eq!(outcome["hash"], record["hash"]);
    }
}

#[test]
fn a_run_that_turns_out_otherwise_is_told_with_exit_code_1() {
    let (_, record) = played("service-down", false);
    let mut other = record.clone();
    other["log"].as_array_mut().unwrap().pop();
    let answer = carteiro(&["replay", &file("other.carteiro.json", other.to_string())]);
    assert_eq!((answer.code, answer.err.as_str()), (1, ""));
    let hash = record["hash"].as_str().unwrap();
    assert!(answer.out.contains(&format!("and not {hash}.")), "{}", answer.out);
}

#[test]
fn a_file_that_holds_no_run_is_refused_with_its_place() {
    let (_, record) = played("service-down", false);
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = record.clone();
        change(&mut changed);
        file("refused.carteiro.json", changed.to_string())
    };
    let refused = |path: &str, words: &str| {
        let answer = carteiro(&["replay", path]);
        assert_eq!((answer.code, answer.out.as_str(), answer.err.lines().count()), (2, "", 1), "{}", answer.err);
        assert!(answer.err.contains(words), "{words}: {}", answer.err);
    };
    refused("docs/lesson.json", "docs/lesson.json: ");
    refused("missing.json", "does not exist");
    refused(&file("no.json", "no"), "JSON");
    refused(&with(&|r| r["version"] = json!(2)), "Version 2 of a saved run");
    refused(&with(&|r| r["scenario"] = json!("nowhere")), "scenario: There is no built-in scenario");
    refused(&with(&|r| r["scenario"] = json!({"version": 1})), ": scenario");
    refused(&with(&|r| r["seed"] = json!("-7")), "seed: ");
    refused(&with(&|r| r["log"] = json!([[0, 0]])), "log[0]");
    refused(
        &with(&|r| r["log"][1][2] = json!("{\"placeOrder\":{\"client\":\"nobody\"}}")),
        "log[1].placeOrder.client: ",
    );
    refused(&with(&|r| r["log"][1][1] = json!(1_000_000)), "log[1]: ");
    let run = with(&|_| {});
    let over = carteiro(&["replay", &run, "--trace", &run]);
    assert_eq!(over.code, 2);
    assert!(over.err.contains("This is the run itself"), "{}", over.err);
}

#[test]
fn a_reader_who_stops_reading_is_no_error() {
    let mut child = program().args(["run", "duplicates", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// Attempts a message, dead letters a thousand messages, mean sojourn over the subscriptions in milliseconds.
fn workload(arguments: &[&str]) -> [f64; 3] {
    let orders = 100_000.0;
    let line = well(&[&["bench", "--orders", "100000", "--seed", "5"], arguments].concat());
    assert_eq!(line.lines().count(), 1);
    let figures: Value = serde_json::from_str(&line).unwrap();
    let get = |field: &str| figures[field].as_f64().unwrap_or_else(|| panic!("no {field} in {line}"));
    assert_eq!(get("purchases"), orders, "other simulators of this workload report orders so");
    assert!(get("wall_s") > 0.0);
    assert!(cfg!(not(unix)) || get("cpu_s") > 0.0);
    assert!((get("end_ms") / orders - 10.0).abs() < 0.2, "arrivals are 10 ms apart: {line}");
    let sojourns = ["stock", "invoice", "logistics"].map(|s| figures["mean_sojourn_ms"][s].as_f64().unwrap());
    let messages = 3.0 * orders;
    [get("attempts") / messages, get("dead") / messages * 1_000.0, sojourns.iter().sum::<f64>() / 3.0]
}

#[test]
fn the_reference_workload_has_the_statistics_that_queueing_theory_gives() {
    let near = |figure: f64, expected: f64, tolerance: f64| {
        assert!((figure - expected).abs() < tolerance, "{figure}, but {expected} is expected");
    };
    let [attempts, dead, sojourn] = workload(&[]);
    near(attempts, 1.0526, 0.002);
    near(dead, 0.0003, 0.02);
    near(sojourn, 45.55, 2.0);
    let [attempts, dead, _] = workload(&["--fail", "0.5"]);
    near(attempts, 1.938, 0.01);
    near(dead, 30.7, 1.0);
}
