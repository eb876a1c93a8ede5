//! The JSON Schema that the page serves is the one that the types give.
//!
//! After a change of the file's types: `CARTEIRO_WRITE_SCHEMA=1 cargo test --features schema --test schema`, then
//! `make fmt`.
#![cfg(all(feature = "schema", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/scenario.schema.json");

#[test]
fn the_committed_schema_is_the_generated_one() {
    let schema = carteiro::scenario::schema();
    if std::env::var_os("CARTEIRO_WRITE_SCHEMA").is_some() {
        let text = serde_json::to_string_pretty(&schema).unwrap();
        std::fs::write(FILE, text + "\n").unwrap();
    }
    let committed: Value = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
    assert!(committed == schema, "{FILE} is stale: see the first lines of tests/schema.rs");
}
