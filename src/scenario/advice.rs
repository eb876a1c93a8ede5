//! Advice on valid files: old names, settings without effect and goals without a deed, which `carteiro check` reports.

use crate::model::measure::renamed;
use crate::problem::{Problem, Word};
use crate::scenario::notice::Notice;
use crate::scenario::spec::Spec;
use serde_json::Value;

/// The characters that separate the sides of a comparison.
const SIGNS: [char; 4] = ['=', '!', '<', '>'];

/// Returns the notices to the author of a scenario, each with its place in the file.
pub fn advice(spec: &Spec) -> Vec<Problem> {
    let mut found = Vec::new();
    visit(&serde_json::to_value(spec).unwrap_or_default(), "", &mut found);
    let goals = spec.lesson.iter().flat_map(|lesson| &lesson.goals).enumerate();
    let idle = goals.filter(|(_, goal)| goal.steps.iter().all(|step| step.deed.is_none()));
    found.extend(idle.map(|(i, _)| Problem::new(format_args!("lesson.goals[{i}]"), Notice::GoalWithoutDeed {})));
    found
}

/// Visits a value and everything nested in it.
fn visit(value: &Value, place: &str, found: &mut Vec<Problem>) {
    match value {
        Value::Object(fields) => {
            let attempts = fields.get("maxAttempts");
            if fields.get("backoff").is_some_and(|backoff| backoff == "none")
                && let Some(attempts) = attempts.filter(|attempts| **attempts != 1)
            {
                let attempts = Word::of(attempts.as_str().unwrap_or(&attempts.to_string()));
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

/// Finds old names of measures in a comparison, or in a list of comparisons.
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
        // Here `expect` is the step, not a comparison.
        _ => visit(value, place, found),
    }
}
