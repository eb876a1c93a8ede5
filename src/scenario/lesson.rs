//! The lesson in a scenario file: a question before the run, goals during it, the beats of its guide, and the same run
//! without the idea.

use crate::base::text::Text;
use crate::base::time::Span;
use crate::json::patch::Change;
use crate::scenario::beat::{BeatSpec, StepSpec};
use crate::scenario::command::FaultSpec;
use serde::{Deserialize, Serialize};

/// The fields that make a scenario a lesson. Its `text`, `task` and `claims` are fields of the scenario.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LessonSpec {
    /// Its group in the list of lessons.
    pub group: Group,
    /// The idea in one sentence.
    pub idea: Text,
    /// A question asked before the run and answered by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prediction: Option<PredictionSpec>,
    /// What the learner is to do, and what is to come of it. At most 8.
    #[serde(default)]
    pub goals: Vec<GoalSpec>,
    /// The beats of the guide, one after the other. At most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beats: Vec<BeatSpec>,
    /// Commands that reach every goal before `until`; none where watching is enough. At most 100.
    #[serde(default)]
    pub solution: Vec<FaultSpec>,
    /// The same run without the idea.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contrast: Option<Contrast>,
    /// Systems in which the idea is found. At most 8.
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

/// A question asked before the run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PredictionSpec {
    pub question: Text,
    /// The instant at which the run has answered it; its end unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Span>,
    /// The possible answers, 2 to 4. The one that holds is the right one.
    pub options: Vec<OptionSpec>,
    /// Why the right answer is right.
    pub because: Text,
}

/// A possible answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OptionSpec {
    /// The answer in words.
    pub text: Text,
    /// The comparisons that hold when it is right, 1 to 8; see a claim's `expect`.
    pub holds: Vec<String>,
}

/// A goal: steps that are met in order, or comparisons that hold at one instant. Once reached it stays reached.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GoalSpec {
    /// The goal in words.
    pub text: Text,
    /// The steps, 1 to 8, met in order after every event and every command.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepSpec>,
    /// Instead of steps: the comparisons of a single one, 1 to 8.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<String>,
}

/// The same run without the lesson's idea.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contrast {
    /// Its name, such as "without jitter".
    pub name: Text,
    /// What to look for in it.
    pub text: Text,
    /// Changes to the scenario file, applied in order, 1 to 100.
    pub changes: Vec<Change>,
}

/// A system in which the idea is found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Meeting {
    /// The system's name.
    pub system: String,
    /// What the idea is called there, with the name of the setting.
    pub text: Text,
}
