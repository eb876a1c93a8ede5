//! The settings of a scenario that may vary, and its measures, each with the name by which a plan calls it.

use crate::base::text::Text;
use crate::base::time::Span;
use crate::json::tree::Tree;
use crate::lab::setting::{in_force, rate_now, spans_of_outages};
use crate::model::Model;
use crate::model::measure::{CallMeasure, EffectMeasure, Measure, NodeMeasure, RunMeasure, SubscriptionMeasure, Unit};
use serde::Serialize;

/// Parts of a scenario's file in which there is no setting of it: words, what is promised of it, and what refers to other parts.
const NO_SETTINGS: &[&str] = &[
    "version", "id", "seed", "kind", "name", "title", "text", "order", "task", "lesson", "claims", "faults", "effects",
    "handlers", "words", "instead", "first",
];
/// Texts that are one of a few words, with those words.
const WORDS: &[(&str, &[&str])] = &[
    ("jitter", &["none", "full", "equal", "decorrelated"]),
    ("ack", &["before", "after"]),
    ("via", &["direct", "confirmed", "outbox"]),
];

/// A setting that may vary.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundSetting {
    /// Its path, or short name.
    pub path: String,
    /// Its value, as it stands in the file or as it is in force.
    pub value: Tree,
    /// What else it may be, where that is one of a few words.
    pub words: &'static [&'static str],
    /// Whose it is: `node:ID`, `subscription:ID`, `call:FROM/TO`; empty for what concerns all.
    pub of: String,
    /// Its name without whose it is, such as `retry.maxAttempts`.
    pub name: String,
}

/// A measure of a scenario.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundMeasure {
    /// As a plan calls it.
    pub name: String,
    /// Whose it is, as in [`FoundSetting::of`]; also `effect:ID`.
    pub of: String,
    /// What it is called.
    pub head: Text,
    /// Whether it counts things.
    pub counts: bool,
    /// Whether it is a time in milliseconds.
    pub millis: bool,
}

/// The settings of a scenario's file, those that are varied most before the others.
pub fn settings(file: &Tree) -> Vec<FoundSetting> {
    let mut found = Vec::new();
    for (node, length) in spans_of_outages(file) {
        let (path, value) = (format!("outage.{node}"), Tree::Text(length.to_string()));
        found.push(FoundSetting { path, value, words: &[], of: format!("node:{node}"), name: "outage".to_owned() });
    }
    for node in items(file, "nodes") {
        let Some(id) = text(node, "id") else { continue };
        let of = format!("node:{id}");
        if let Some(rate) = rate_now(node) {
            let path = format!("rate.{id}");
            found.push(FoundSetting { path, value: rate, words: &[], of: of.clone(), name: "rate".to_owned() });
        }
        leaves(node, &format!("nodes.{id}"), "", &of, &mut found);
        for (h, handler) in items(node, "handlers").enumerate() {
            for (s, step) in items(handler, "steps").enumerate() {
                let path = format!("nodes.{id}.handlers.{h}.steps.{s}");
                match step.entry("call").and_then(|call| Some((call, text(call, "to")?))) {
                    Some((call, to)) => {
                        leaves(call, &format!("{path}.call"), "", &format!("call:{id}/{to}"), &mut found);
                    }
                    None => leaves(step, &path, "", &of, &mut found),
                }
            }
        }
    }
    for topic in items(file, "topics") {
        let Some(id) = text(topic, "id") else { continue };
        let log = matches!(topic.entry("log"), Some(Tree::Bool(true)));
        for subscription in items(topic, "subscriptions") {
            let Some(sub) = text(subscription, "id") else { continue };
            let path = format!("topics.{id}.subscriptions.{sub}.delivery");
            let Some(delivery) = in_force(subscription, log) else { continue };
            leaves(&delivery, &path, "", &format!("subscription:{sub}"), &mut found);
        }
    }
    for name in ["network", "dueWithin", "until"] {
        if let Some(part) = file.entry(name) {
            leaf_or_leaves(part, name.to_owned(), name.to_owned(), "", &mut found);
        }
    }
    found
}

fn items<'a>(place: &'a Tree, list: &str) -> impl Iterator<Item = &'a Tree> {
    let items = match place.entry(list) {
        Some(Tree::List(items)) => items.as_slice(),
        _ => &[],
    };
    items.iter()
}

fn text<'a>(place: &'a Tree, name: &str) -> Option<&'a str> {
    match place.entry(name)? {
        Tree::Text(text) => Some(text),
        _ => None,
    }
}

/// The settings within a value.
fn leaves(place: &Tree, path: &str, name: &str, of: &str, found: &mut Vec<FoundSetting>) {
    let Tree::Object(fields) = place else { return };
    for (field, value) in fields.iter().filter(|(field, _)| !NO_SETTINGS.contains(&field.as_str())) {
        let name = if name.is_empty() { field.clone() } else { format!("{name}.{field}") };
        leaf_or_leaves(value, format!("{path}.{field}"), name, of, found);
    }
}

fn leaf_or_leaves(value: &Tree, path: String, name: String, of: &str, found: &mut Vec<FoundSetting>) {
    let words = WORDS.iter().find(|(field, _)| name.ends_with(field)).map_or(&[][..], |(_, words)| words);
    let is_setting = match value {
        Tree::Object(_) => {
            leaves(value, &path, &name, of, found);
            false
        }
        Tree::Whole(_) | Tree::Negative(_) | Tree::Float(_) | Tree::Bool(_) => true,
        Tree::Text(text) => !words.is_empty() || text.parse::<Span>().is_ok(),
        Tree::Null | Tree::List(_) => false,
    };
    if is_setting {
        found.push(FoundSetting { path, value: value.clone(), words, of: of.to_owned(), name });
    }
}

/// The measures of a scenario: those of the whole run, then those of its subscriptions, nodes, calls and effects.
pub fn measures(model: &Model) -> Vec<FoundMeasure> {
    let mut found = Vec::new();
    add::<RunMeasure>("", "", &mut found);
    for subscription in &model.subscriptions {
        let id = &subscription.id;
        add::<SubscriptionMeasure>(&format!("{id}."), &format!("subscription:{id}"), &mut found);
    }
    for node in &model.nodes {
        let of = format!("node:{}", node.id);
        add::<NodeMeasure>(&format!("{of}."), &of, &mut found);
    }
    for call in &model.calls {
        let [from, to] = [call.from, call.to].map(|node| &model.nodes[node.index()].id);
        let of = format!("call:{from}/{to}");
        add::<CallMeasure>(&format!("{of}."), &of, &mut found);
    }
    for effect in &model.effects {
        let of = format!("effect:{}", effect.id);
        add::<EffectMeasure>(&format!("{of}."), &of, &mut found);
    }
    found
}

fn add<M: Measure>(before: &str, of: &str, found: &mut Vec<FoundMeasure>) {
    found.extend(M::ALL.iter().map(|measure| {
        let [en, pt_br] = measure.head().map(str::to_owned);
        FoundMeasure {
            name: format!("{before}{}", measure.name()),
            of: of.to_owned(),
            head: Text { en, pt_br },
            counts: measure.unit() == Unit::Count,
            millis: measure.unit() == Unit::Millis,
        }
    }));
}
