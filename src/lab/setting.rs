//! Settings of a scenario by name: a path through its file, or a short name for what people vary most.
//!
//! A path is written with dots, `nodes.stock.workers`; an entry of a list is named by its `id` or its index. A topic's
//! `delivery` means that of each of its subscriptions. A field that the file leaves to a preset or a default may be set: what
//! stands beside it is filled in as it is in force. Short names:
//!
//! - `outage`, `outage.NODE`: how long the node is down, from its first fault `setHealth` `down` to the `up` after it;
//! - `rate`, `rate.CLIENT`: the client's automatic orders a minute, on average.

use crate::base::time::Span;
use crate::json::refusal::Refusal;
use crate::json::tree::Tree;
use crate::lab::problem::LabProblem;
use crate::problem::{At, Problem, Word};
use crate::scenario::delivery::DeliverySpec;
use serde::Deserialize;

/// Microseconds of a minute.
const MINUTE: f64 = 60e6;

/// Sets one setting of a scenario's file. Whether the result is a scenario is for
/// [`crate::scenario::load`] to say.
///
/// # Errors
/// The path leads nowhere, or the short name cannot take the value. The file may then be partly changed.
pub fn set(file: &mut Tree, path: &str, value: &Tree) -> Result<(), Problem> {
    let segments: Vec<&str> = path.split('.').collect();
    match segments[..] {
        ["outage"] => set_outage(file, None, value),
        ["outage", node] => set_outage(file, Some(node), value),
        ["rate"] => set_rate(file, None, value),
        ["rate", client] => set_rate(file, Some(client), value),
        _ => set_field(file, &segments, false, value),
    }
    .at(path)
}

/// Walks down the path, and makes the objects that are missing on it. `log` says whether the way led through a topic that is one.
fn set_field(place: &mut Tree, path: &[&str], log: bool, value: &Tree) -> Result<(), Problem> {
    let Some((&segment, rest)) = path.split_first() else {
        *place = value.clone();
        return Ok(());
    };
    if segment.is_empty() {
        return Err(nowhere(place, segment));
    }
    let log = log || matches!(place.entry("log"), Some(Tree::Bool(true)));
    if segment == "delivery" {
        if let Some(Tree::List(subscriptions)) = place.child("subscriptions") {
            return subscriptions.iter_mut().try_for_each(|one| set_field(one, path, log, value));
        }
        if let Some(field) = rest.first().filter(|_| rest.len() > 1) {
            fill_in(place, field, log)?;
        }
    }
    if place.child(segment).is_none() {
        match place {
            Tree::Object(fields) => fields.push((segment.to_owned(), Tree::Object(Vec::new()))),
            _ => return Err(nowhere(place, segment)),
        }
    }
    match place.child(segment) {
        Some(inner) => set_field(inner, rest, log, value),
        None => Ok(()),
    }
}

/// Writes a field of a subscription's delivery as it is in force, if the file leaves it to the preset.
fn fill_in(subscription: &mut Tree, field: &str, log: bool) -> Result<(), Problem> {
    let written = subscription.entry("delivery").cloned().unwrap_or(Tree::Object(Vec::new()));
    if written.entry(field).is_some() {
        return Ok(());
    }
    if let Some(value) = resolved(&written, log)?.entry(field) {
        let path = ["delivery", field];
        set_field(subscription, &path[..1], log, &written)?;
        if let Some(Tree::Object(fields)) = subscription.child("delivery") {
            fields.push((path[1].to_owned(), value.clone()));
        }
    }
    Ok(())
}

/// The delivery that is written, with what its preset fills in.
fn resolved(written: &Tree, log: bool) -> Result<Tree, Problem> {
    let spec = DeliverySpec::deserialize(written).map_err(Refusal::into_problem)?;
    Tree::parse(&serde_json::to_string(&spec.resolve_on(log)?).unwrap_or_default())
}

/// The delivery of a subscription as it is in force; none if it is not valid.
pub(super) fn in_force(subscription: &Tree, log: bool) -> Option<Tree> {
    let nothing = Tree::Object(Vec::new());
    resolved(subscription.entry("delivery").unwrap_or(&nothing), log).ok()
}

fn nowhere(place: &Tree, segment: &str) -> Problem {
    let known: Vec<&str> = match place {
        Tree::Object(fields) => fields.iter().map(|(name, _)| name.as_str()).collect(),
        Tree::List(items) => items.iter().filter_map(id).collect(),
        _ => Vec::new(),
    };
    LabProblem::NoSuchSetting { segment: Word::of(segment), known: Word::list(known) }.into()
}

fn id(item: &Tree) -> Option<&str> {
    text(item.entry("id")?)
}

fn text(value: &Tree) -> Option<&str> {
    match value {
        Tree::Text(text) => Some(text),
        _ => None,
    }
}

fn span(value: &Tree) -> Option<Span> {
    text(value)?.parse().ok()
}

/// The node that a short name means: the one that is named, or the only one that it can mean.
fn only<'a>(name: &str, wanted: Option<&'a str>, found: &[&'a str], none: LabProblem) -> Result<&'a str, Problem> {
    match (wanted, found) {
        (Some(node), _) if found.contains(&node) => Ok(node),
        (Some(node), _) => {
            let known = Word::list(found.iter().copied());
            Err(LabProblem::NoSuchSetting { segment: Word::of(node), known }.into())
        }
        (None, []) => Err(none.into()),
        (None, [one]) => Ok(one),
        (None, several) => {
            let known = Word::list(several.iter().copied());
            Err(LabProblem::Ambiguous { name: Word::of(name), known }.into())
        }
    }
}

/// A fault's instant, and the node whose health it sets, if it does, with whether that is `down` or `up`.
fn outage_end(fault: &Tree) -> Option<(Span, &str, bool)> {
    let health = fault.entry("do")?.entry("setHealth")?;
    let down = match text(health.entry("health")?)? {
        "down" => true,
        "up" => false,
        _ => return None,
    };
    Some((span(fault.entry("at")?)?, text(health.entry("node")?)?, down))
}

/// The outages of a file: of each node the first time that it goes down, with the fault that ends it.
fn outages(file: &Tree) -> Vec<(String, Span, Span, usize)> {
    let mut ends: Vec<(Span, &str, bool, usize)> = Vec::new();
    if let Some(Tree::List(faults)) = file.entry("faults") {
        let end = |(i, fault)| outage_end(fault).map(|(at, node, down)| (at, node, down, i));
        ends.extend(faults.iter().enumerate().filter_map(end));
    }
    ends.sort_by_key(|(at, _, _, i)| (*at, *i));
    /// Of a node: when it goes down, and the instant and the fault at which it comes up.
    type Found<'a> = (&'a str, Span, Option<(Span, usize)>);
    let mut outages: Vec<Found<'_>> = Vec::new();
    for (at, node, down, i) in ends {
        match outages.iter_mut().find(|outage| outage.0 == node) {
            None if down => outages.push((node, at, None)),
            Some(outage) if !down && outage.2.is_none() => outage.2 = Some((at, i)),
            _ => {}
        }
    }
    let ended = |(node, from, end): Found<'_>| end.map(|(until, fault)| (node.to_owned(), from, until, fault));
    outages.into_iter().filter_map(ended).collect()
}

/// The nodes that go down and come up again, and for how long.
pub(super) fn spans_of_outages(file: &Tree) -> Vec<(String, Span)> {
    let length = |(node, from, until, _): (String, Span, Span, usize)| {
        (node, Span::from_micros(until.as_micros() - from.as_micros()))
    };
    outages(file).into_iter().map(length).collect()
}

fn set_outage(file: &mut Tree, node: Option<&str>, value: &Tree) -> Result<(), Problem> {
    let length = span(value).ok_or_else(|| LabProblem::BadValue {
        value: shown(value),
        expected: "a duration such as \"30s\"",
        expected_pt: "uma duração como \"30s\"",
    })?;
    let outages = outages(file);
    let nodes: Vec<&str> = outages.iter().map(|outage| outage.0.as_str()).collect();
    let node = only("outage", node, &nodes, LabProblem::NoOutage {})?;
    let Some((_, from, _, fault)) = outages.iter().find(|outage| outage.0 == node) else { return Ok(()) };
    let until = Tree::Text(from.plus(length).to_string());
    set_field(file, &["faults", &fault.to_string(), "at"], false, &until)
}

/// The automatic orders a minute of a client, on average; none if it has none, or they come otherwise.
pub(super) fn rate_now(node: &Tree) -> Option<Tree> {
    let every = node.entry("arrivals")?.entry("every")?;
    let mean = |of: &Tree, names: [&str; 2]| {
        let ends: Vec<f64> = names.iter().filter_map(|name| Some(span(of.entry(name)?)?.as_micros() as f64)).collect();
        (!ends.is_empty()).then(|| ends.iter().sum::<f64>() / ends.len() as f64)
    };
    let gap = match every.entry("uniform") {
        Some(uniform) => mean(uniform, ["min", "max"])?,
        None => match every.entry("exponential") {
            Some(exponential) => mean(exponential, ["mean", "mean"])?,
            None => span(every)?.as_micros() as f64,
        },
    };
    (gap > 0.0).then(|| Tree::Float(libm::round(MINUTE / gap * 10.0) / 10.0))
}

fn set_rate(file: &mut Tree, client: Option<&str>, value: &Tree) -> Result<(), Problem> {
    let per_minute = match value {
        Tree::Whole(number) => *number as f64,
        Tree::Float(number) => *number,
        _ => 0.0,
    };
    let gap = MINUTE / per_minute;
    if !(gap >= 1.0 && gap <= Span::LONGEST.as_micros() as f64) {
        let (expected, expected_pt) =
            ("a number of orders a minute above 0", "um número de pedidos por minuto acima de 0");
        return Err(LabProblem::BadValue { value: shown(value), expected, expected_pt }.into());
    }
    let gap = Tree::Text(Span::from_micros(libm::round(gap) as u64).to_string());
    let mut clients = Vec::new();
    if let Some(Tree::List(nodes)) = file.entry("nodes") {
        clients.extend(nodes.iter().filter(|node| node.entry("kind").and_then(text) == Some("client")).filter_map(id));
    }
    let none = LabProblem::NoSuchSetting { segment: Word::of("rate"), known: Word::list([]) };
    let client = only("rate", client, &clients, none)?.to_owned();
    let mean = |every: &Tree| every.entry("exponential").is_some();
    let every = ["nodes", &client, "arrivals", "every", "exponential", "mean"];
    let exponential = every[..4].iter().try_fold(&*file, |place, name| place.entry(name)).is_some_and(mean);
    set_field(file, if exponential { &every } else { &every[..4] }, false, &gap)
}

/// A value as it stands in JSON, but a text without its quotes.
pub fn shown(value: &Tree) -> Word {
    Word::of(plain(value))
}

/// A value as a cell of a table: a text as it is, anything else as JSON.
pub fn plain(value: &Tree) -> String {
    match value {
        Tree::Text(text) => text.clone(),
        _ => serde_json::to_string(value).unwrap_or_default(),
    }
}
