//! What is valid in a file, and would better be written otherwise: `carteiro check` says it.

use crate::model::measure::renamed;
use crate::problem::{Problem, Word};
use crate::scenario::notice::Notice;
use crate::scenario::spec::Spec;
use serde_json::Value;

/// The signs that part the sides of a comparison.
const SIGNS: [char; 4] = ['=', '!', '<', '>'];

/// What the author of a scenario is told, each with its place in the file.
pub fn advice(spec: &Spec) -> Vec<Problem> {
    let mut found = Vec::new();
    visit(&serde_json::to_value(spec).unwrap_or_default(), "", &mut found);
    found
}

/// Goes through a value and all that it holds.
fn visit(value: &Value, place: &str, found: &mut Vec<Problem>) {
    match value {
        Value::Object(fields) => {
            let attempts = fields.get("maxAttempts").and_then(Value::as_u64).unwrap_or(1);
            if fields.get("backoff").is_some_and(|backoff| backoff == "none") && attempts > 1 {
                found.push(Problem::new(place, Notice::NeverRetried { attempts }));
            }
            for (name, value) in fields {
                let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                match name.as_str() {
                    "expect" | "holds" | "when" => old_measures(value, &place, found),
                    _ => visit(value, &place, found),
                }
            }
        }
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(i, entry)| visit(entry, &format!("{place}[{i}]"), found));
        }
        _ => {}
    }
}

/// Finds the old names in a comparison, or in a list of comparisons.
fn old_measures(value: &Value, place: &str, found: &mut Vec<Problem>) {
    match value {
        Value::String(comparison) => {
            let names = comparison.split(SIGNS).map(|side| side.rsplit('.').next().unwrap_or(side).trim());
            found.extend(names.filter_map(|old| {
                let new = renamed(old)?;
                Some(Problem::new(place, Notice::OldName { old: Word::of(old), new }))
            }));
        }
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(i, entry)| old_measures(entry, &format!("{place}[{i}]"), found));
        }
        // The step `expect` is no comparison.
        _ => visit(value, place, found),
    }
}
