//! The JSON Schemas that the page serves are those that the types give.
//!
//! After a change of the file's types: `CARTEIRO_WRITE_SCHEMA=1 cargo test --features schema,grade --test schema`, then
//! `make fmt`.
#![cfg(all(feature = "schema", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public");

/// Compares a schema with the committed one, or writes it.
fn hold(name: &str, schema: &Value) {
    let file = format!("{FOLDER}/{name}.schema.json");
    if std::env::var_os("CARTEIRO_WRITE_SCHEMA").is_some() {
        let text = serde_json::to_string_pretty(schema).unwrap();
        std::fs::write(&file, text + "\n").unwrap();
    }
    let committed: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert!(committed == *schema, "{file} is stale: see the first lines of tests/schema.rs");
}

#[test]
fn the_committed_schema_is_the_generated_one() {
    hold("scenario", &carteiro::scenario::schema());
}

#[cfg(feature = "grade")]
#[test]
fn the_committed_schema_of_rubrics_is_the_generated_one() {
    hold("rubric", &carteiro::grade::spec::schema());
}

#[cfg(feature = "grade")]
#[test]
fn the_committed_schema_of_teachers_notes_is_the_generated_one() {
    hold("notes", &carteiro::grade::notes::schema());
}
