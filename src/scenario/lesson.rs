//! What makes a lesson of a scenario: a question before the run, goals during it, and the same run without the idea.

use crate::base::text::Text;
use crate::base::time::Span;
use crate::json::patch::Change;
use crate::scenario::command::FaultSpec;
use serde::{Deserialize, Serialize};

/// What makes a lesson of a scenario. Its text, what to try and its claims stand beside it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LessonSpec {
    /// Where it stands among the lessons.
    pub group: Group,
    /// The idea in one sentence.
    pub idea: Text,
    /// A question that is asked before the run, and that the run answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prediction: Option<PredictionSpec>,
    /// What is to be reached. At most 8.
    #[serde(default)]
    pub goals: Vec<GoalSpec>,
    /// Commands by which every goal is reached before `until`; none where watching is enough. At most 100.
    #[serde(default)]
    pub solution: Vec<FaultSpec>,
    /// The same run without the idea.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contrast: Option<Contrast>,
    /// Where the idea is met. At most 8.
    #[serde(default)]
    pub meet: Vec<Meeting>,
}

/// A group of lessons.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Group {
    /// Why asynchronous.
    Why,
    /// When it fails.
    Failing,
    /// Guarantees.
    Guarantees,
    /// Protect and be protected.
    Protect,
    /// Scale.
    Scale,
}

/// A question that is asked before the run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PredictionSpec {
    /// The question.
    pub question: Text,
    /// When the run has answered it; at its end unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Span>,
    /// What may be answered, 2 to 4. The one that holds is the right one.
    pub options: Vec<OptionSpec>,
    /// Why it is so.
    pub because: Text,
}

/// An answer that may be given.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OptionSpec {
    /// In words.
    pub text: Text,
    /// The comparisons that hold when it is right; see a claim's `expect`. At least one, at most 8.
    pub holds: Vec<String>,
}

/// Something to reach: it is reached when all its comparisons hold at one moment, and stays so.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GoalSpec {
    /// In words.
    pub text: Text,
    /// The comparisons; see a claim's `expect`. At least one, at most 8.
    pub when: Vec<String>,
}

/// The same run without the lesson's idea.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contrast {
    /// What it is called: "without jitter".
    pub name: Text,
    /// What to look for in it.
    pub text: Text,
    /// What is other in the scenario file, one change after the other. At least one, at most 100.
    pub changes: Vec<Change>,
}

/// Where the idea is met.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Meeting {
    /// The system's name.
    pub system: String,
    /// What it is called there, with the setting's name.
    pub text: Text,
}
