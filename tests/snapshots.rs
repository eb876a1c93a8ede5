//! What happens in each built-in lesson, as tables: by itself with its own seed, and with its solution. A change of
//! behaviour reads as a change of rows. After a change that is meant: `INSTA_UPDATE=always cargo test --test snapshots`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use carteiro::base::ids::EffectId;
use carteiro::base::time::Time;
use carteiro::model::Model;
use carteiro::model::limits;
use carteiro::model::measure::{EffectMeasure, Measure};
use carteiro::observe::{Report, Tally};
use carteiro::scenario::{CommandSpec, catalogue, load, parse};
use carteiro::sim::World;
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs;
use std::panic::catch_unwind;
use std::sync::Arc;

/// A column's head, and the measure that a claim asks for it.
type Column = (&'static str, &'static str);

const fn same<const N: usize>(names: [&'static str; N]) -> [Column; N] {
    let mut columns = [("", ""); N];
    let mut i = 0;
    while i < N {
        columns[i] = (names[i], names[i]);
        i += 1;
    }
    columns
}

/// Of the whole run, in two tables: the orders and their customers.
const ORDERS: [Column; 8] =
    same(["orders", "done", "late", "waiting", "deadLettered", "lost", "doneTwice", "outOfOrder"]);
const CUSTOMERS: [Column; 7] =
    same(["answered", "refused", "compensated", "lostAmount", "maxAttempts", "answerP50", "answerP95"]);
const SUBSCRIPTION: [Column; 14] = [
    ("accepted", "accepted"),
    ("delivered", "delivered"),
    ("acked", "acked"),
    ("suppressed", "suppressed"),
    ("retryScheduled", "retried"),
    ("dead", "dead"),
    ("dropped", "dropped"),
    ("withdrawn", "withdrawn"),
    ("ready", "ready"),
    ("inFlight", "inFlight"),
    ("parked", "parked"),
    ("p50", "p50"),
    ("p95", "p95"),
    ("p99", "p99"),
];
const NODE: [Column; 9] =
    same(["started", "failed", "crashes", "limited", "unauthenticated", "forbidden", "orders", "answered", "refused"]);
const CALL: [Column; 12] = [
    ("sent", "sent"),
    ("answered", "answered"),
    ("failed", "failed"),
    ("retryScheduled", "retried"),
    ("notPermitted", "notPermitted"),
    ("opened", "opened"),
    ("throttled", "throttled"),
    ("cached", "cached"),
    ("stale", "stale"),
    ("oldest", "oldest"),
    ("probes", "probes"),
    ("takenOut", "takenOut"),
];

/// Plays a scenario to its end, with its own seed and these commands.
fn play(model: &Arc<Model>, commands: &[Value]) -> Report {
    let (mut world, mut tally) = (World::new(Arc::clone(model), model.seed), Tally::new(model));
    for timed in commands {
        let at = serde_json::from_value(timed["at"].clone()).unwrap();
        world.run_until(Time::ZERO + at, &mut tally).unwrap();
        let command: CommandSpec = serde_json::from_value(timed["do"].clone()).unwrap();
        world.apply(&command.resolve(model).unwrap(), &mut tally).unwrap();
    }
    world.run_until(model.until, &mut tally).unwrap();
    Report::of(&world, &tally, model.seed)
}

/// A run that any measure is asked of, by the name that a claim gives it.
struct Run {
    file: Value,
    commands: Vec<Value>,
    report: Report,
}

impl Run {
    fn of(json: &str, commands: Vec<Value>) -> Run {
        let report = play(&Arc::new(load(json).unwrap()), &commands);
        Run { file: serde_json::from_str(json).unwrap(), commands, report }
    }

    /// The values of these measures: the same run, whose claims speak of them.
    fn values(&self, measures: &[String]) -> Vec<f64> {
        let part = |measures: &[String]| {
            let mut file = self.file.clone();
            let text = &self.file["title"];
            let claims = measures.iter().map(|measure| json!({"expect": format!("{measure} == 0"), "text": text}));
            file["claims"] = claims.collect();
            let model = Arc::new(load(&file.to_string()).unwrap());
            let report = play(&model, &self.commands);
            assert_eq!(report.events, self.report.events, "claims change nothing");
            report.claims.iter().map(|claim| claim.sides[0].unwrap_or(f64::NAN)).collect::<Vec<_>>()
        };
        measures.chunks(limits::CLAIMS).flat_map(part).collect()
    }

    /// A table with a row for each prefix of a measure's name, such as `node:stock.`.
    fn table(&self, head: &str, rows: &[(String, String)], columns: &[Column], shown: Shown) -> String {
        let names = rows.iter().flat_map(|(_, prefix)| columns.iter().map(move |(_, name)| format!("{prefix}{name}")));
        let values = self.values(&names.collect::<Vec<_>>());
        let heads = columns.iter().map(|(head, _)| *head).collect::<Vec<_>>();
        let rows = rows.iter().map(|(id, _)| id.as_str()).zip(values.chunks(columns.len()));
        table(head, &heads, rows.map(|(id, values)| (id, values.to_vec())).collect(), shown)
    }
}

/// A number as short as it can be read: nothing for 0, a dash where nothing was measured.
fn cell(value: f64) -> String {
    match value {
        0.0 => "·".into(),
        value if value.is_nan() => "-".into(),
        value if value.fract() == 0.0 => format!("{value}"),
        value => format!("{value:.1}"),
    }
}

/// Which columns of a table are shown.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    All,
    /// Those in which something was counted.
    Counted,
}

/// Lines with columns of one width each.
fn table(head: &str, heads: &[&str], rows: Vec<(&str, Vec<f64>)>, shown: Shown) -> String {
    let mut lines = vec![head.to_owned()];
    lines.extend(rows.iter().map(|(id, _)| (*id).to_owned()));
    let pad = |lines: &mut Vec<String>| {
        let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        for line in lines {
            let missing = width - line.chars().count();
            line.extend(std::iter::repeat_n(' ', missing));
        }
    };
    pad(&mut lines);
    for (i, head) in heads.iter().enumerate() {
        let cells: Vec<String> = rows.iter().map(|(_, values)| cell(values[i])).collect();
        if shown == Shown::Counted && cells.iter().all(|cell| cell == "·" || cell == "-") {
            continue;
        }
        let width = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0).max(head.len());
        for (line, cell) in lines.iter_mut().zip(std::iter::once(&(*head).to_owned()).chain(&cells)) {
            write!(line, "  {cell:>width$}").unwrap();
        }
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// What happened in one run.
fn story(run: &Run, title: &str) -> String {
    let Run { file, report, .. } = run;
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let end = if report.at_rest { "at rest" } else { "not at rest" };
    let mut text = format!("{title}: last event at {:.3} s, {end}\n\n", report.ended_at.as_millis() / 1e3);
    let whole = [(String::new(), String::new())];
    text += &run.table("", &whole, &ORDERS, Shown::All);
    text += "\n";
    text += &run.table("", &whole, &CUSTOMERS, Shown::Counted);

    let heads = ["expected", "once", "twice", "late", "waiting", "dead", "lost", "lines"];
    let effects: Vec<String> = list(&file["effects"]).iter().map(id).collect();
    let rows = effects.iter().enumerate().map(|(i, id)| {
        let value = |head| report.figures.effect(EffectId::new(i), EffectMeasure::named(head).unwrap());
        (id.as_str(), heads.map(value).to_vec())
    });
    text += "\n";
    text += &table("effect", &heads, rows.collect(), Shown::All);

    let topics = list(&file["topics"]);
    let subscriptions = topics.iter().flat_map(|topic| list(&topic["subscriptions"])).map(|subscription| {
        let id = id(&subscription);
        (id.clone(), format!("{id}."))
    });
    let nodes = list(&file["nodes"]);
    let speaking = nodes.iter().filter(|node| node["kind"] != "broker").map(|node| {
        let id = id(node);
        (id.clone(), format!("node:{id}."))
    });
    let model = load(&file.to_string()).unwrap();
    let calls = model.calls.iter().map(|call| {
        let [from, to] = [call.from, call.to].map(|node| model.nodes[node.index()].id.as_str());
        (format!("{from} → {to}"), format!("call:{from}/{to}."))
    });
    for (head, rows, columns, shown) in [
        ("subscription", subscriptions.collect::<Vec<_>>(), &SUBSCRIPTION[..], Shown::All),
        ("node", speaking.collect(), &NODE[..], Shown::Counted),
        ("call", calls.collect(), &CALL[..], Shown::Counted),
    ] {
        if !rows.is_empty() {
            text += "\n";
            text += &run.table(head, &rows, columns, shown);
        }
    }
    text
}

#[test]
fn what_happens_in_every_lesson() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _bound = settings.bind_to_scope();
    let mut differ = Vec::new();
    for built_in in catalogue() {
        let mut text = story(&Run::of(built_in.json, Vec::new()), "By itself");
        let spec = parse::parse(built_in.json).unwrap();
        let mut solution = spec.lesson.map_or(Vec::new(), |lesson| lesson.solution);
        solution.sort_by_key(|timed| timed.at);
        if !solution.is_empty() {
            let commands = solution.iter().map(|timed| serde_json::to_value(timed).unwrap()).collect();
            text += "\n";
            text += &story(&Run::of(built_in.json, commands), "With the solution");
        }
        // Every lesson that differs is shown, not only the first.
        if catch_unwind(|| insta::assert_snapshot!(built_in.id, text)).is_err() {
            differ.push(built_in.id);
        }
    }
    assert!(differ.is_empty(), "behave in another way than before: {}", differ.join(", "));
    for file in fs::read_dir("tests/snapshots").unwrap() {
        let path = file.unwrap().path();
        let id = path.file_name().unwrap().to_str().unwrap().split('.').next().unwrap();
        assert!(catalogue().iter().any(|built_in| built_in.id == id), "{} is of no lesson", path.display());
    }
}
