//! Facts with names: what the page narrates and the command line writes, one JSON object each.

use crate::ids::NodeId;
use crate::scenario::model::Model;
use crate::time::Time;
use crate::trace::{Fact, FactId, Field, Trace, What};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Facts in one answer.
pub const MOST_FACTS: usize = 200;

/// The facts of a trace from index `from` on, at most [`MOST_FACTS`].
pub fn from<'a>(model: &'a Model, trace: &'a Trace, from: usize) -> Vec<Named<'a>> {
    let facts = trace.facts().iter().enumerate().skip(from).take(MOST_FACTS);
    facts.map(|(index, fact)| Named { model, index, fact }).collect()
}

/// A fact as an object: its index, `atMs`, its cause if it has one, `what`, and its fields with ids as in the scenario.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// What the ids are of.
    pub model: &'a Model,
    /// The fact's place in its trace.
    pub index: usize,
    /// The fact.
    pub fact: &'a Fact,
}

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let Fact { at, cause, what } = *self.fact;
        let mut object = s.serialize_map(None)?;
        object.serialize_entry("index", &self.index)?;
        object.serialize_entry("atMs", &Time::as_millis(at))?;
        if cause != FactId::NONE {
            object.serialize_entry("cause", &cause)?;
        }
        if let What::RetryScheduled { delay, .. } | What::CallRetryScheduled { delay, .. } = what {
            object.serialize_entry("delayMs", &delay.as_millis())?;
        }
        let mut word = what.word().to_owned();
        word[..1].make_ascii_lowercase();
        object.serialize_entry("what", &word)?;
        let mut written = Ok(());
        what.fields(&mut |name, field| {
            if written.is_ok() {
                written = object.serialize_entry(name, &NamedField { model: self.model, field });
            }
        });
        written?;
        object.end()
    }
}

/// A field's value, with the name of what it refers to.
struct NamedField<'a> {
    model: &'a Model,
    field: Field,
}

/// Who calls whom.
#[derive(Serialize)]
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
}

impl Serialize for NamedField<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let model = self.model;
        let node = |node: NodeId| model.nodes[node.index()].id.as_str();
        match self.field {
            Field::Nothing => s.serialize_unit(),
            Field::Number(number) => s.serialize_u32(number),
            Field::Flag(flag) => s.serialize_bool(flag),
            Field::Node(id) => s.serialize_str(node(id)),
            Field::Topic(topic) => s.serialize_str(&model.topics[topic.index()].id),
            Field::Subscription(subscription) => s.serialize_str(&model.subscriptions[subscription.index()].id),
            Field::Effect(effect) => s.serialize_str(&model.effects[effect.index()].id),
            Field::Call(call) => {
                let call = &model.calls[call.index()];
                Edge { from: node(call.from), to: node(call.to) }.serialize(s)
            }
            Field::Span(span) => span.serialize(s),
            Field::Reason(reason) => reason.serialize(s),
            Field::Outcome(outcome) => outcome.serialize(s),
            Field::Health(health) => health.serialize(s),
            Field::Point(point) => point.serialize(s),
        }
    }
}
