//! Facts as JSON objects, with names instead of indices: for the page, and for the command line's trace files.

use crate::base::ids::NodeId;
use crate::base::time::Time;
use crate::json::problem::WordProblem;
use crate::model::Model;
use crate::problem::{Problem, Word};
use crate::timeline::{History, Watch};
use crate::trace::{Fact, FactId, Field, Trace, What};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// The most facts returned at once.
pub const MOST_FACTS: usize = 200;

/// The facts of a trace from index `from` on, at most [`MOST_FACTS`].
pub fn from<'a>(model: &'a Model, trace: &'a Trace, from: usize) -> Vec<Named<'a>> {
    named(model, trace, (from..trace.facts().len()).take(MOST_FACTS))
}

/// The commands of a history, including those after its playhead: the last [`MOST_FACTS`].
pub fn commands(history: &History) -> Vec<Named<'_>> {
    let Watch { trace, commands, .. } = history.watch();
    let last = &commands[commands.len().saturating_sub(MOST_FACTS)..];
    named(history.world().model(), trace, last.iter().map(|index| *index as usize))
}

/// The kind of thing that [`find`] looks for facts of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// An order, by its number.
    Order,
    /// A message, by its number.
    Message,
    /// A node, by its index.
    Node,
    /// A client, by its index among the nodes.
    Client,
    /// A subscription, by its index.
    Subscription,
    /// An edge of calls, by its index.
    Call,
}

impl Subject {
    /// The field of a fact that names a thing of this kind.
    const fn field(self) -> &'static str {
        match self {
            Subject::Order => "order",
            Subject::Message => "message",
            Subject::Node => "node",
            Subject::Client => "client",
            Subject::Subscription => "subscription",
            Subject::Call => "call",
        }
    }
}

/// The last [`MOST_FACTS`] facts before index `before` that name this subject and are of one of these kinds, or of any
/// kind if `kinds` is empty. `kinds`: words as on the wire, separated by spaces.
///
/// # Errors
/// An unknown kind of fact.
pub fn find<'a>(
    model: &'a Model,
    trace: &'a Trace,
    kinds: &str,
    (subject, number): (Subject, u32),
    before: usize,
) -> Result<Vec<Named<'a>>, Problem> {
    let is_known = |kind: &&str| What::WORDS.iter().any(|word| word.eq_ignore_ascii_case(kind));
    if let Some(unknown) = kinds.split_whitespace().find(|kind| !is_known(kind)) {
        let (word, known) = (Word::of(unknown), Word::list(What::WORDS.iter().copied()));
        return Err(Problem::new("kinds", WordProblem::UnknownWord { word, known }));
    }
    let field = subject.field();
    let asked = |fact: &Fact| {
        let word = fact.what.word();
        let mut found = false;
        if kinds.is_empty() || kinds.split_whitespace().any(|kind| kind.eq_ignore_ascii_case(word)) {
            fact.what.fields(&mut |name, value| found |= name == field && value.number() == Some(number));
        }
        found
    };
    let facts = trace.facts().iter().enumerate().take(before);
    let mut found: Vec<usize> = facts.rev().filter(|(_, fact)| asked(fact)).map(|(i, _)| i).take(MOST_FACTS).collect();
    found.reverse();
    Ok(named(model, trace, found.into_iter()))
}

fn named<'a>(model: &'a Model, trace: &'a Trace, indices: impl Iterator<Item = usize>) -> Vec<Named<'a>> {
    indices.map(|index| Named { model, index, fact: &trace.recorded()[index] }).collect()
}

/// A fact as an object: its index, `atMs`, its cause if it has one, `what`, and its fields with the scenario's ids. A
/// duration is there as text, and as a number of milliseconds with `Ms` after its name.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The model that its indices refer to.
    pub model: &'a Model,
    /// The fact's index in its trace.
    pub index: usize,
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
        let mut word = what.word().to_owned();
        if let Some(first) = word.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        object.serialize_entry("what", &word)?;
        let mut written = Ok(());
        what.fields(&mut |name, field| {
            if written.is_ok() {
                written = object.serialize_entry(name, &NamedField { model: self.model, field });
            }
            // A duration is there twice: as a scenario's file writes it, and as a number.
            if let (Field::Span(span), Ok(())) = (field, &written) {
                written = object.serialize_entry(&format!("{name}Ms"), &span.as_millis());
            }
        });
        written?;
        object.end()
    }
}

/// A field's value, with names instead of indices.
struct NamedField<'a> {
    model: &'a Model,
    field: Field,
}

/// A call edge, by the ids of its nodes.
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
