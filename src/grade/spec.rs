//! The files of a task and of a rubric, as they are written.

use crate::base::text::Text;
use crate::base::time::Span;
use crate::json::tree::Tree;
use crate::scenario::id::Id;
use serde::{Deserialize, Serialize};

/// Version of tasks and rubrics that this build reads.
pub const VERSION: u32 = 1;

/// What learners are to do in a scenario, and with what.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TaskSpec {
    /// The version of the format: 1.
    pub version: u32,
    /// Its name in what is handed in; empty for a lesson as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// What it is called; the scenario's title unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// What is to be done, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// The id of a built-in scenario, or a whole scenario.
    pub scenario: Tree,
    /// The seeds from which each learner's is drawn; any seed counts unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seeds: Option<Seeds>,
    /// The goals of the lesson that count, by their index from 0; all unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goals: Option<Vec<usize>>,
    /// What is to hold at the end. At most 8. To break a claim is to make its opposite hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reach: Vec<AimSpec>,
    /// When the run ends; at the scenario's end unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Span>,
    /// What may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<AllowedSpec>,
    /// The fewest commands that are known to suffice: this makes it a challenge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub par: Option<usize>,
}

/// The seeds `from` to `from` + `count` - 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Seeds {
    /// The first.
    pub from: u64,
    /// How many, at least 1.
    pub count: u64,
}

/// Something that is to hold.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AimSpec {
    /// A comparison; see a claim's `expect`.
    pub expect: String,
    /// The same in words.
    pub text: Text,
}

/// What a learner may use. What is reached after more was used does not count.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AllowedSpec {
    /// How many commands; any number unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commands: Option<usize>,
    /// How many of them may change a setting of a service, subscription, call or client; any number unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<usize>,
    /// The commands that may be given, by their names, such as `redriveAll`; all unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<String>>,
}

/// How hand-ins are graded.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Carteiro rubric, version 1"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RubricSpec {
    /// The version of the format: 1.
    pub version: u32,
    /// The task.
    pub task: TaskSpec,
    /// What each part is worth.
    #[serde(default)]
    pub points: Points,
    /// The share of a goal's points that it is worth when *Show me* reached it, from 0 to 1.
    #[serde(default)]
    pub shown: f64,
    /// What becomes of a run that is not what it says.
    #[serde(default)]
    pub altered: Altered,
    /// What a learner believes who chooses a wrong answer; unless set, as the lesson's notes for teachers say, or the
    /// answer itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misconceptions: Vec<Misconception>,
}

/// The points of each part, from 0 to 1,000.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Points {
    /// A right answer to the lesson's question, given before the run answered it.
    pub prediction: f64,
    /// Each goal.
    pub goal: f64,
    /// Each thing that is to hold at the end.
    pub reach: f64,
    /// Everything reached with no more commands than `par`.
    pub par: f64,
}

impl Default for Points {
    fn default() -> Points {
        Points { prediction: 1.0, goal: 1.0, reach: 1.0, par: 0.0 }
    }
}

/// What becomes of a run that is not what it says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Altered {
    /// It gets the points of what its commands come to here.
    #[default]
    Rescore,
    /// It gets none.
    Refuse,
}

/// A wrong belief that an answer shows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Misconception {
    /// The answer's index, from 0.
    pub option: usize,
    /// The belief in words.
    pub text: Text,
}

impl TaskSpec {
    /// A built-in lesson as it is: all its goals, and nothing else.
    pub fn of_lesson(id: &str) -> TaskSpec {
        TaskSpec {
            version: VERSION,
            id: None,
            title: None,
            text: None,
            scenario: Tree::Text(id.to_owned()),
            seeds: None,
            goals: None,
            reach: Vec::new(),
            until: None,
            allowed: None,
            par: None,
        }
    }
}

impl RubricSpec {
    /// A task with the usual points.
    pub fn of_task(task: TaskSpec) -> RubricSpec {
        RubricSpec {
            version: VERSION,
            task,
            points: Points::default(),
            shown: 0.0,
            altered: Altered::default(),
            misconceptions: Vec::new(),
        }
    }
}

/// The JSON Schema of a rubric's file.
#[cfg(feature = "schema")]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(RubricSpec).to_value()
}
