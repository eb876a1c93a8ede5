//! What docs/brokers.json claims of real brokers, cell by cell: each is run.
//!
//! A knob is a setting of the model in which real brokers differ. Its probe is a small scenario from whose facts alone
//! the knob's value can be read. A cell claims a value for one broker: the probe is run with that broker's settings, and
//! must see that value. That a probe sees something at all is tested with the values set by hand.
//!
//! `CARTEIRO_WRITE=1 cargo test --test brokers` writes the tables in docs/model.md.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;
mod page;
mod probes;

use probes::{KNOBS, Knob, bench};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const FILE: &str = include_str!("../../docs/brokers.json");

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    brokers: Vec<Broker>,
    parts: Vec<Part>,
    sources: BTreeMap<String, String>,
}

/// A broker, or a library with its broker.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broker {
    id: String,
    name: String,
    /// Its settings of delivery: its preset, and what differs from it.
    delivery: Value,
    /// Its settings of a topic.
    #[serde(default)]
    topic: Value,
    /// Its sender's settings, in a `publish` step.
    #[serde(default)]
    publish: Value,
}

/// A part of delivery with its knobs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    name: String,
    knobs: Vec<Row>,
}

/// A knob, and its cells by broker. A broker without a cell: not known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    /// What it asks.
    asks: String,
    cells: BTreeMap<String, Cell>,
}

/// What is known of one knob of one broker.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    /// The value under the broker's settings, as the probe sees it.
    #[serde(default, deserialize_with = "given")]
    is: Option<Value>,
    /// Values that can be chosen besides.
    #[serde(default)]
    can: Vec<Value>,
    /// What the settings of the model do not say.
    #[serde(default)]
    but: Option<String>,
    from: Vec<String>,
}

/// A field that is there, `null` too.
fn given<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(d).map(Some)
}

fn table() -> Table {
    serde_json::from_str(FILE).unwrap()
}

fn knob(id: &str) -> &'static Knob {
    KNOBS.iter().find(|knob| knob.id == id).unwrap_or_else(|| panic!("{id}: no probe"))
}

#[test]
fn every_claim_is_what_a_run_shows() {
    let table = table();
    let mut wrong = Vec::new();
    for row in table.parts.iter().flat_map(|part| &part.knobs) {
        let knob = knob(&row.id);
        for broker in &table.brokers {
            let Some(cell) = row.cells.get(&broker.id) else { continue };
            let own = bench(&broker.delivery, &broker.topic, &broker.publish);
            if let Some(claimed) = &cell.is {
                let seen = (knob.probe)(&own);
                if !(knob.agree)(claimed, &seen) {
                    wrong.push(format!("{} of {}: claimed {claimed}, seen {seen}", row.id, broker.id));
                }
            }
            for claimed in &cell.can {
                let seen = (knob.probe)(&knob.set(claimed, &own));
                if !(knob.agree)(claimed, &seen) {
                    wrong.push(format!("{} of {}, set: claimed {claimed}, seen {seen}", row.id, broker.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_probe_tells_the_values_of_its_knob_apart() {
    for knob in KNOBS {
        let values: Vec<Value> = (knob.values)();
        assert!(values.len() > 1, "{}: nothing to tell apart", knob.id);
        let plain = bench(&json!({"preset": "plain"}), &Value::Null, &Value::Null);
        for value in &values {
            let seen = (knob.probe)(&knob.set(value, &plain));
            for other in &values {
                assert_eq!((knob.agree)(other, &seen), other == value, "{}: {value} is seen as {seen}", knob.id);
            }
        }
    }
}

#[test]
fn the_file_is_whole() {
    let table = table();
    let rows = || table.parts.iter().flat_map(|part| &part.knobs);
    let mut used = std::collections::BTreeSet::new();
    for row in rows() {
        for (broker, cell) in &row.cells {
            assert!(table.brokers.iter().any(|b| b.id == *broker), "{}: no broker {broker}", row.id);
            assert!(
                cell.is.is_some() || !cell.can.is_empty() || cell.but.is_some(),
                "{}: {broker} says nothing",
                row.id
            );
            assert!(!cell.from.is_empty(), "{}: {broker} has no source", row.id);
            for source in &cell.from {
                assert!(table.sources.contains_key(source), "{}: {broker}: no source {source}", row.id);
                used.insert(source);
            }
        }
    }
    assert_eq!(used.len(), table.sources.len(), "a source that no cell names");
    for knob in KNOBS {
        assert_eq!(rows().filter(|row| row.id == knob.id).count(), 1, "{}: one row for each probe", knob.id);
    }
}

#[test]
fn the_page_has_the_tables() {
    page::up_to_date(&table());
}

/// The fields of an object in the scenario's schema.
fn fields(object: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(include_str!("../../www/public/scenario.schema.json")).unwrap();
    schema["$defs"][object]["properties"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn each_setting_of_delivery_has_its_part() {
    let parts = page::settings_by_part();
    let count = |name: &str| parts.iter().filter(|part| part.iter().any(|known| known == name)).count();
    // `blocking` is the older form of `ordering`.
    let groups = ["preset", "retry", "blocking"];
    let settings = [fields("DeliverySpec"), fields("RetryPolicy")].concat();
    for setting in settings.iter().filter(|setting| !groups.contains(&setting.as_str())) {
        assert_eq!(count(setting), 1, "{setting}: in one row of \"The parts of delivery\"");
    }
    let known = [settings, fields("TopicSpec"), fields("SubscriptionSpec")].concat();
    for named in parts.iter().flatten() {
        assert!(known.contains(named), "{named} is no setting");
    }
}
