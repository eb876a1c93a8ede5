//! A summary as an object with names: what `carteiro run --json` prints. Every measure is in it under its own name.

use crate::base::ids::{CallId, EffectId, NodeId, SubscriptionId};
use crate::base::text::Text;
use crate::base::time::Time;
use crate::experiment::summary::{ClaimTally, Sample, Summary};
use crate::model::Model;
use crate::model::claim::Claim;
use crate::model::measure::{Measure, Unit};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// The summary of some runs. Counts are sums over them, unless `docs/measures.md` says otherwise; times are in
/// milliseconds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome<'a> {
    scenario: &'a str,
    first_seed: u64,
    runs: u64,
    until_ms: f64,
    ended_at_ms: f64,
    at_rest: u64,
    events: u64,
    run: Measures<'a>,
    effects: Vec<Measures<'a>>,
    subscriptions: Vec<Measures<'a>>,
    nodes: Vec<Measures<'a>>,
    calls: Vec<Measures<'a>>,
    claims: Vec<ClaimOutcome<'a>>,
}

/// What names a subject, then its measures.
struct Measures<'a> {
    keys: Vec<(&'static str, &'a str)>,
    values: Vec<(&'static str, Value)>,
}

/// A number; a whole one where that is what it is, and null where nothing was measured.
#[derive(Serialize)]
#[serde(untagged)]
enum Value {
    Whole(u64),
    Real(f64),
    Nothing(()),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClaimOutcome<'a> {
    expect: &'a str,
    text: &'a Text,
    left: Option<Side>,
    right: Option<Side>,
    held: u64,
    runs: u64,
    /// The lowest seed with which it fell.
    fell_with_seed: Option<u64>,
}

/// The values of one side of a claim over the runs.
#[derive(Serialize)]
struct Side {
    min: f64,
    mean: f64,
    max: f64,
}

impl Side {
    fn of(sample: &Sample) -> Option<Side> {
        sample.min_mean_max().map(|[min, mean, max]| Side { min, mean, max })
    }
}

impl Value {
    fn of<M: Measure>(measure: M, value: f64) -> Value {
        match measure.unit() {
            _ if value.is_nan() => Value::Nothing(()),
            Unit::Millis | Unit::PerSecond => Value::Real(value),
            Unit::Count | Unit::Amount | Unit::Offset | Unit::Flag => Value::Whole(value as u64),
        }
    }
}

impl<'a> Measures<'a> {
    fn of<M: Measure>(keys: &[(&'static str, &'a str)], read: impl Fn(M) -> f64) -> Measures<'a> {
        let values = M::ALL.iter().map(|m| (m.name(), Value::of(*m, read(*m)))).collect();
        Measures { keys: keys.to_vec(), values }
    }
}

impl Serialize for Measures<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut object = s.serialize_map(None)?;
        for (key, value) in &self.keys {
            object.serialize_entry(key, value)?;
        }
        for (name, value) in &self.values {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}

impl<'a> Outcome<'a> {
    /// The named form of a summary of runs of `model` with the seeds from `first_seed` on.
    pub fn of(model: &'a Model, summary: &Summary, first_seed: u64) -> Outcome<'a> {
        let claim = |(claim, tally): (&'a Claim, &ClaimTally)| ClaimOutcome {
            expect: &claim.expect.source,
            text: &claim.text,
            left: Side::of(&tally.sides[0]),
            right: Side::of(&tally.sides[1]),
            held: tally.held,
            runs: summary.runs,
            fell_with_seed: tally.first_fall,
        };
        let figures = &summary.figures;
        let id = |node: NodeId| ("id", model.nodes[node.index()].id.as_str());
        let effects = model.effects.iter().enumerate();
        let subscriptions = model.subscriptions.iter().enumerate();
        let calls = model.calls.iter().enumerate();
        Outcome {
            scenario: &model.id,
            first_seed,
            runs: summary.runs,
            until_ms: Time::as_millis(summary.until),
            ended_at_ms: Time::as_millis(summary.ended_at),
            at_rest: summary.at_rest,
            events: summary.events,
            run: Measures::of(&[], |m| figures.run(m)),
            effects: effects
                .map(|(i, effect)| Measures::of(&[("id", &effect.id)], |m| figures.effect(EffectId::new(i), m)))
                .collect(),
            subscriptions: subscriptions
                .map(|(i, s)| Measures::of(&[("id", &s.id)], |m| figures.subscription(SubscriptionId::new(i), m)))
                .collect(),
            nodes: (0..model.nodes.len())
                .map(NodeId::new)
                .map(|node| Measures::of(&[id(node)], |m| figures.node(node, m)))
                .collect(),
            calls: calls
                .map(|(i, call)| {
                    let ends = [("from", id(call.from).1), ("to", id(call.to).1)];
                    Measures::of(&ends, |m| figures.call(CallId::new(i), m))
                })
                .collect(),
            claims: model.claims.iter().zip(&summary.claims).map(claim).collect(),
        }
    }
}
