//! The beats of a lesson in a scenario file: what the guide says, when, what it points at, and what ends it.

use crate::base::text::Text;
use crate::base::time::Span;
use crate::json::tree::Tree;
use crate::scenario::deed::DeedSpec;
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
    pub until: Option<StepSpec>,
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

/// A step towards a goal: either `do`, something that the learner does, or `when`, something that holds. A beat may also
/// end with a `goal`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepSpec {
    /// The learner's command. The scenario's own commands do not count.
    #[serde(default, rename = "do", skip_serializing_if = "Option::is_none")]
    pub deed: Option<DeedSpec>,
    /// How many such commands it takes, 1 to 100; 1 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// The comparisons that hold when such a command is given, at most 8; it counts only then.
    #[serde(default, rename = "while", skip_serializing_if = "Vec::is_empty")]
    pub during: Vec<String>,
    /// The comparisons that hold at one instant, 1 to 8; see a claim's `expect`. A quantity after `new:` counts from
    /// the step before, or from the beginning of the beat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<String>,
    /// Only in a beat: the goal that is reached, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<u32>,
}

/// What a beat points at: the id of a node, a topic or a subscription, one of [`AREAS`], `{"control": …, "of": id}` with
/// one of [`CONTROLS`], or `{"setting": "OWNER/FIELD"}`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PointSpec(pub Tree);

/// The areas of the page that a beat may point at. They win over an id that is the same word.
pub const AREAS: [&str; 3] = ["timeline", "books", "compare"];

/// The buttons of a node, a topic or a subscription that a beat may point at: most are named after the command that they
/// give. `order` places one, `down` takes a node down and brings it up again, `settings` opens the settings and
/// `deadLetters` the dead letters.
pub const CONTROLS: [&str; 15] = [
    "order",
    "down",
    "crash",
    "settings",
    "dropNext",
    "duplicateNext",
    "delayNext",
    "poisonNext",
    "reorder",
    "deadLetters",
    "redriveAll",
    "subscribe",
    "unsubscribe",
    "seek",
    "failLeader",
];

#[cfg(feature = "schema")]
impl schemars::JsonSchema for PointSpec {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Point".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let id = generator.subschema_for::<crate::scenario::id::Id>();
        let object = |fields: serde_json::Value| {
            let required: Vec<_> = fields.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
            serde_json::json!({ "type": "object", "properties": fields, "required": required, "additionalProperties": false })
        };
        schemars::json_schema!({
            "description": "What a beat points at: a node, a topic or a subscription by its id; an area of the page; a button of such a part; or a setting, as OWNER/FIELD. The owner is the id of a node or a subscription, or FROM/TO for an edge of calls; the field is written as in the commands that set it.",
            "anyOf": [
                { "enum": AREAS },
                id,
                object(serde_json::json!({ "control": { "enum": CONTROLS }, "of": id })),
                object(serde_json::json!({ "setting": { "type": "string", "pattern": "^[a-z0-9-]+(/[a-z0-9-]+)?/[a-zA-Z.]+$" } }))
            ]
        })
    }
}
