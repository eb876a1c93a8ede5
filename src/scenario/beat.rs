//! The beats of a lesson in a scenario file: what the guide says, when, what it points at, and what ends it.

use crate::base::text::Text;
use crate::base::time::Span;
use crate::json::tree::Tree;
use crate::scenario::deed::DeedSpec;
use crate::scenario::id::Id;
use serde::{Deserialize, Serialize};

/// A beat: one thing that the guide says, or asks for. It begins after the beat before has ended, and stops the run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BeatSpec {
    /// What the learner does in it.
    pub phase: Phase,
    /// The instant at which it begins; at most one of `at` and `when`. Without both it begins at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Span>,
    /// The comparisons that hold when it begins, at most 8; a quantity after `new:` counts from the end of the beat
    /// before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<String>,
    /// A headline, one sentence.
    pub say: Text,
    /// One or two more sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<Text>,
    /// What it points at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<PointSpec>,
    /// What ends it; the learner goes on unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<UntilSpec>,
}

/// What the learner does in a beat.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// Looks at the situation.
    Look,
    /// Answers the lesson's question.
    Predict,
    /// Does something.
    Act,
    /// Sees what came of it.
    See,
    /// Reads why, and what to remember.
    Why,
}

/// What ends a beat: exactly one of `do`, `when` and `goal`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UntilSpec {
    /// The learner's command.
    #[serde(default, rename = "do", skip_serializing_if = "Option::is_none")]
    pub deed: Option<DeedSpec>,
    /// How many such commands it takes, 1 to 100; 1 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// The comparisons that hold when such a command is given, at most 8; it counts only then.
    #[serde(default, rename = "while", skip_serializing_if = "Vec::is_empty")]
    pub during: Vec<String>,
    /// The comparisons that hold at one instant, 1 to 8; a quantity after `new:` counts from the beat's beginning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<String>,
    /// The goal that is reached, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<u32>,
}

/// What a beat points at: the id of a node, a topic or a subscription, one of the words of [`AREAS`], or a
/// [`TargetSpec`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PointSpec(pub Tree);

/// The areas of the page that a beat may point at. They win over an id that is the same word.
pub const AREAS: [&str; 3] = ["timeline", "books", "compare"];

/// A button or a setting: `control` with `of`, or `setting`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TargetSpec {
    /// A button of the part `of`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<Control>,
    /// The id of a node, a topic or a subscription.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Id>,
    /// A setting, as `OWNER/FIELD`: the owner is the id of a node or a subscription, or `FROM/TO` for an edge of calls;
    /// the field is written as in the commands that set it, such as `retry.maxAttempts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<String>,
}

/// A button of a node, a topic or a subscription: most are named after the command that they give.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Control {
    /// Places an order.
    Order,
    /// Takes a node down, and brings it up again.
    Down,
    Crash,
    /// Opens the settings.
    Settings,
    DropNext,
    DuplicateNext,
    DelayNext,
    PoisonNext,
    Reorder,
    /// Shows the dead letters.
    DeadLetters,
    RedriveAll,
    Subscribe,
    Unsubscribe,
    Seek,
    FailLeader,
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for PointSpec {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Point".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (id, target) = (generator.subschema_for::<Id>(), generator.subschema_for::<TargetSpec>());
        schemars::json_schema!({
            "description": "What a beat points at: the id of a node, a topic or a subscription; an area of the page; a button or a setting.",
            "anyOf": [{ "enum": AREAS }, id, target]
        })
    }
}
