//! Deeds: commands of a person that a lesson waits for, described by some of their fields.

use crate::base::ids::NodeId;
use crate::base::time::Span;
use crate::json::refusal::Refusal;
use crate::json::tree::Tree;
use crate::model::{Command, Health, Model};
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

/// The JSON of a command of a figure's stage, without a reader for it; `None` for any other command.
pub fn tree_of(model: &Model, command: &Command, json: &str) -> Option<Tree> {
    let text = |id: &str| Tree::Text(id.to_owned());
    let node = |id: NodeId| text(&model.nodes[id.index()].id);
    let (word, fields) = match *command {
        Command::PlaceOrder { client, amount } => {
            const NAME: &[u8] = b"\"amount\"";
            // The usual amount of the client is not in the JSON. The search of `str` would bring 5 KB of WebAssembly.
            let given = json
                .as_bytes()
                .windows(NAME.len())
                .any(|part| part == NAME)
                .then(|| ("amount", Tree::Whole(amount.into())));
            ("placeOrder", [("client", node(client))].into_iter().chain(given).collect())
        }
        Command::SetHealth { node: id, health: Health::Up } => {
            ("setHealth", vec![("node", node(id)), ("health", text("up"))])
        }
        Command::SetHealth { node: id, health: Health::Down } => {
            ("setHealth", vec![("node", node(id)), ("health", text("down"))])
        }
        Command::RedriveAll(id) => ("redriveAll", vec![("subscription", text(&model.subscriptions[id.index()].id))]),
        _ => return None,
    };
    let object = |fields: Vec<(&str, Tree)>| {
        Tree::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    };
    Some(object(vec![(word, object(fields))]))
}

/// Whether a command's JSON has every field of a pattern, each with an equal value. Durations and numbers are compared by
/// their value, not by their spelling; `null` is equal to a field left out.
pub fn matches(pattern: &Tree, given: &Tree) -> bool {
    match (pattern, given) {
        (Tree::Object(fields), Tree::Object(_)) => fields.iter().all(|(name, value)| match field(given, name) {
            Some(given) => matches(value, given),
            None => matches!(value, Tree::Null),
        }),
        (Tree::List(items), Tree::List(given)) => {
            items.len() == given.len() && items.iter().zip(given).all(|(item, given)| matches(item, given))
        }
        (Tree::Text(text), Tree::Text(given)) => {
            let span = |text: &str| text.parse::<Span>().ok();
            text == given || span(text).is_some_and(|long| span(given) == Some(long))
        }
        (Tree::Null, Tree::Null) => true,
        (Tree::Bool(value), Tree::Bool(given)) => value == given,
        _ => number(pattern).is_some_and(|value| number(given) == Some(value)),
    }
}

const fn number(tree: &Tree) -> Option<f64> {
    match tree {
        Tree::Whole(number) => Some(*number as f64),
        Tree::Negative(number) => Some(*number as f64),
        Tree::Float(number) => Some(*number),
        _ => None,
    }
}

fn field<'a>(tree: &'a Tree, name: &str) -> Option<&'a Tree> {
    let Tree::Object(fields) = tree else { return None };
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
}

/// A command of each kind with all that a pattern may leave out; the ids, here 0, are those of the model.
const SAMPLES: &str = r#"[
{"placeOrder":{"client":0,"count":1}},
{"setHealth":{"node":0,"health":{"slow":{"factor":2}}}},
{"setHealth":{"node":0,"health":{"flaky":{"probability":1,"kind":"invalid"}}}},
{"setHealth":{"node":0,"health":"up"}},
{"crash":{"node":0,"point":"now"}},
{"dropNext":{"subscription":0}},
{"duplicateNext":{"subscription":0}},
{"delayNext":{"subscription":0,"by":"1s"}},
{"poisonNext":{"subscription":0,"kind":"invalid","crashes":true}},
{"reorder":{"subscription":0}},
{"poison":{"message":1,"kind":"invalid","crashes":true}},
{"mend":{"message":1}},
{"redrive":{"message":1}},
{"redriveAll":{"subscription":0}},
{"discard":{"message":1}},
{"setDelivery":{"subscription":0,"delivery":{"retry":{"backoff":"none","maxAttempts":1}}}},
{"setWorkers":{"node":0,"workers":1}},
{"setMachine":{"node":0}},
{"setCrashes":{"node":0,"crashes":null}},
{"setHealthCheck":{"from":0,"to":0,"healthCheck":{"every":"1s","timeout":"1s"}}},
{"setCall":{"from":0,"to":0,"timeout":"1s","retry":{"backoff":"none","maxAttempts":1},"breaker":{"window":{"count":1},
"minimumCalls":1,"failureRate":1,"openFor":"1s","halfOpenCalls":1},"retryBudget":{"maxTokens":1,"tokenRatio":1},
"cache":{"fresh":"1s","staleIfError":"1s"},"deadline":"1s","bulkhead":{"calls":1}}},
{"setIngress":{"node":0,"ingress":null}},
{"setArrivals":{"client":0,"every":null,"users":0}},
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
    let mut refused = None;
    if let (Tree::Object(fields), Tree::List(samples)) = (pattern, Tree::parse(SAMPLES)?)
        && let [(word, given)] = &fields[..]
    {
        // More than there are nodes, subscriptions or edges of calls.
        let most = model.nodes.len() + model.subscriptions.len() + model.calls.len();
        for sample in samples.iter().filter(|sample| field(sample, word).is_some()) {
            for nth in 0..most {
                let mut whole = sample.clone();
                name_ids(&mut whole, model, nth);
                lay_over(&mut whole, pattern);
                match CommandSpec::deserialize(&whole)
                    .map_err(Refusal::into_problem)
                    .and_then(|spec| spec.resolve(model).map(|_| ()))
                {
                    // What is wrong with a field that is written here tells more than what is wrong with the sample.
                    Err(problem) if !is_about(&problem, word, given) => {}
                    Err(problem) if refused.is_none() => refused = Some(problem),
                    Err(_) => {}
                    Ok(()) => return Ok(()),
                }
            }
            refused.get_or_insert_with(|| Problem::new(word, ScenarioProblem::NobodyTakes { command: Word::of(word) }));
        }
    }
    // No sample: it is no command at all.
    match refused {
        Some(problem) => Err(problem),
        None => CommandSpec::deserialize(pattern).map(|_| ()).map_err(Refusal::into_problem),
    }
}

/// Whether a problem is about a field that a pattern of this command gives, or about the command as a whole.
fn is_about(problem: &Problem, word: &str, given: &Tree) -> bool {
    let path = problem.path.strip_prefix(word).unwrap_or_default().trim_start_matches('.');
    let name = path.split(['.', '[']).next().unwrap_or_default();
    name.is_empty() || field(given, name).is_some()
}

/// Gives a sample the ids of the `nth` node, subscription and edge of calls.
fn name_ids(sample: &mut Tree, model: &Model, nth: usize) {
    let Tree::Object(commands) = sample else { return };
    let Some((_, Tree::Object(fields))) = commands.first_mut() else { return };
    let node = |node: NodeId| Some(&model.nodes[node.index()].id);
    for (name, value) in fields {
        let id = match name.as_str() {
            "client" | "node" | "broker" => model.nodes.get(nth).map(|node| &node.id),
            "subscription" => model.subscriptions.get(nth).map(|subscription| &subscription.id),
            "from" => model.calls.get(nth).and_then(|call| node(call.from)),
            "to" => model.calls.get(nth).and_then(|call| node(call.to)),
            _ => continue,
        };
        *value = Tree::Text(id.cloned().unwrap_or_default());
    }
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
