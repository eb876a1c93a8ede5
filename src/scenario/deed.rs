//! Deeds: commands of a person that a lesson waits for, described by some of their fields.
//!
//! A pattern is the command's JSON with fields left out. A command matches if laying the pattern over it changes
//! nothing. So values are compared as the simulation understands them: `"2s"` equals `"2000ms"`, and a field left out of
//! the command equals its default.

use crate::json::refusal::Refusal;
use crate::json::tree::Tree;
use crate::model::{Command, Model};
use crate::problem::{Problem, Word};
use crate::scenario::command::CommandSpec;
use crate::scenario::problem::ScenarioProblem;
use serde::{Deserialize, Serialize};

/// A command of which fields may be left out, or a list of such: any of them will do.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeedSpec(pub Tree);

impl DeedSpec {
    /// The patterns, any of which will do.
    pub(super) fn patterns(&self) -> &[Tree] {
        match &self.0 {
            Tree::List(patterns) => patterns,
            one => std::slice::from_ref(one),
        }
    }
}

/// Whether a command, with the JSON in which it was given, is the one that a pattern describes.
pub fn matches(pattern: &Tree, model: &Model, command: &Command, json: &str) -> bool {
    let Ok(mut given) = Tree::parse(json) else { return false };
    lay_over(&mut given, pattern);
    CommandSpec::deserialize(&given).is_ok_and(|spec| spec.resolve(model).as_ref() == Ok(command))
}

/// Replaces in `tree` what `pattern` says otherwise; objects are merged field by field.
fn lay_over(tree: &mut Tree, pattern: &Tree) {
    match (tree, pattern) {
        (Tree::Object(fields), Tree::Object(others)) => {
            for (name, other) in others {
                match fields.iter_mut().find(|(field, _)| field == name) {
                    Some((_, value)) => lay_over(value, other),
                    None => fields.push((name.clone(), other.clone())),
                }
            }
        }
        (tree, pattern) => *tree = pattern.clone(),
    }
}

/// A command of each kind with all that a pattern may leave out; the ids, here 0, are those of the model.
const SAMPLES: &str = r#"[
{"placeOrder":{"client":0}},
{"setHealth":{"node":0,"health":{"slow":{"factor":2}}}},
{"setHealth":{"node":0,"health":{"flaky":{"probability":1}}}},
{"setHealth":{"node":0,"health":"up"}},
{"crash":{"node":0,"point":"now"}},
{"dropNext":{"subscription":0}},
{"duplicateNext":{"subscription":0}},
{"delayNext":{"subscription":0,"by":"1s"}},
{"poisonNext":{"subscription":0}},
{"reorder":{"subscription":0}},
{"poison":{"message":1}},
{"mend":{"message":1}},
{"redrive":{"message":1}},
{"redriveAll":{"subscription":0}},
{"discard":{"message":1}},
{"setDelivery":{"subscription":0,"delivery":{"retry":{"backoff":"none","maxAttempts":1}}}},
{"setWorkers":{"node":0,"workers":1}},
{"setMachine":{"node":0}},
{"setHealthCheck":{"from":0,"to":0,"healthCheck":{"every":"1s","timeout":"1s"}}},
{"setCall":{"from":0,"to":0,"timeout":"1s","retry":{"backoff":"none","maxAttempts":1},"breaker":{"window":{"count":1},
"minimumCalls":1,"failureRate":1,"openFor":"1s","halfOpenCalls":1},"retryBudget":{"maxTokens":1,"tokenRatio":1},
"cache":{"fresh":"1s","staleIfError":"1s"}}},
{"setIngress":{"node":0,"ingress":null}},
{"setArrivals":{"client":0,"every":null}},
{"subscribe":{"subscription":0}},
{"unsubscribe":{"subscription":0}},
{"seek":{"subscription":0,"offset":0}},
{"failLeader":{"broker":0}}
]"#;

/// Checks that a pattern can be completed to a command that this model takes.
///
/// # Errors
/// It cannot; the path begins with the command's name.
pub(super) fn check(pattern: &Tree, model: &Model) -> Result<(), Problem> {
    let read = |tree: &Tree| CommandSpec::deserialize(tree).map_err(Refusal::into_problem);
    let Tree::Object(fields) = pattern else { return read(pattern).map(|_| ()) };
    let ([(word, given)], Tree::List(samples)) = (&fields[..], Tree::parse(SAMPLES)?) else {
        return read(pattern).map(|_| ());
    };
    let mut refused = None;
    let mut is_known = false;
    for sample in samples.iter().filter(|sample| field(sample, word).is_some()) {
        is_known = true;
        for ids in ids(model) {
            let mut whole = sample.clone();
            lay_ids_over(&mut whole, &ids);
            lay_over(&mut whole, pattern);
            match read(&whole).and_then(|spec| spec.resolve(model)) {
                Ok(_) => return Ok(()),
                // What is wrong with a field that is written here tells more than what no id can mend.
                Err(problem) if refused.is_none() && names(given, word, &problem) => refused = Some(problem),
                Err(_) => {}
            }
        }
    }
    if !is_known {
        return read(pattern).map(|_| ());
    }
    Err(refused.unwrap_or_else(|| Problem::new(word, ScenarioProblem::NobodyTakes { command: Word::of(word) })))
}

/// Whether a problem is about a field that a pattern of this command has, or about the command as a whole.
fn names(given: &Tree, word: &str, problem: &Problem) -> bool {
    let rest = problem.path.strip_prefix(word).unwrap_or_default().trim_start_matches('.');
    let name = rest.split(['.', '[']).next().unwrap_or_default();
    name.is_empty() || field(given, name).is_some()
}

fn field<'a>(tree: &'a Tree, name: &str) -> Option<&'a Tree> {
    let Tree::Object(fields) = tree else { return None };
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
}

/// The ids that commands may name: each node as whatever a command calls it, each subscription, and the ends of each
/// edge of calls.
fn ids(model: &Model) -> impl Iterator<Item = Vec<(&'static str, &str)>> {
    let id = |node: crate::base::ids::NodeId| model.nodes[node.index()].id.as_str();
    let nodes = model.nodes.iter().map(|node| vec![("client", &*node.id), ("node", &*node.id), ("broker", &*node.id)]);
    let subscriptions = model.subscriptions.iter().map(|subscription| vec![("subscription", &*subscription.id)]);
    let edges = model.calls.iter().map(move |call| vec![("from", id(call.from)), ("to", id(call.to))]);
    nodes.chain(subscriptions).chain(edges)
}

/// Fills in the ids of a sample.
fn lay_ids_over(sample: &mut Tree, ids: &[(&str, &str)]) {
    let Tree::Object(commands) = sample else { return };
    for (_, command) in commands {
        let Tree::Object(fields) = command else { continue };
        for (name, value) in fields {
            if let Some((_, id)) = ids.iter().find(|(field, _)| field == name) {
                *value = Tree::Text((*id).to_owned());
            }
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for DeedSpec {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Deed".into()
    }
    /// The schema of a command, of which any field may be left out, and likewise in an object that is a field's value.
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut command = CommandSpec::json_schema(generator).to_value();
        let forms = command["oneOf"].as_array_mut().map(std::mem::take).unwrap_or_default();
        let part = |mut form: serde_json::Value| {
            for (_, given) in form["properties"].as_object_mut().into_iter().flatten() {
                let Some(given) = given.as_object_mut() else { continue };
                given.remove("required");
                for (_, value) in given["properties"].as_object_mut().into_iter().flatten() {
                    *value = serde_json::json!({ "anyOf": [value.take(), { "type": "object" }] });
                }
            }
            form
        };
        let pattern = serde_json::json!({ "oneOf": forms.into_iter().map(part).collect::<Vec<_>>() });
        schemars::json_schema!({
            "description": "A command of which fields may be left out; each one given must be equal. A list: any of them.",
            "anyOf": [pattern, { "type": "array", "items": pattern, "minItems": 1, "maxItems": 8 }]
        })
    }
}
