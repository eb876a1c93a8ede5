//! A teacher's notes on a lesson: a file beside the lesson, which the page shows, a package carries, and from which a
//! grade takes what a wrong prediction shows.

use crate::base::text::Text;
use crate::problem::Problem;
use crate::scenario::id::Id;
use crate::scenario::parse::from_json;
use serde::{Deserialize, Serialize};

/// The notes on one lesson, version 1 of their format.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Carteiro teacher's notes, version 1"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Notes {
    /// The version of the format: 1.
    pub version: u32,
    /// What the lesson is for, and what a student can say after it.
    #[serde(rename = "for")]
    pub purpose: Text,
    /// How long it takes, with what is said about it.
    pub minutes: u32,
    /// Its place in a course.
    pub unit: Unit,
    /// For each wrong answer to the lesson's question, what is believed by whoever chooses it. The answer without an entry
    /// is the right one.
    pub misconceptions: Vec<Belief>,
    /// Questions for the class.
    pub questions: Vec<Question>,
    /// What to do next.
    pub next: Next,
}

/// A part of a course.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// Communication.
    Communication,
    /// Failures.
    Failures,
    /// Guarantees.
    Guarantees,
    /// Resilience.
    Resilience,
}

/// A wrong belief that an answer shows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Belief {
    /// The answer's index, from 0.
    pub option: usize,
    /// The belief in words.
    pub believes: Text,
}

/// A question for the class.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    /// The question.
    pub ask: Text,
    /// What a good answer says.
    pub expect: Text,
}

/// The lesson to go on with.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Next {
    /// The id of the lesson.
    pub lesson: Id,
    /// Why this one.
    pub why: Text,
}

impl Notes {
    /// Reads a file of notes.
    ///
    /// # Errors
    /// It is not JSON, or does not have the format's shape.
    pub fn read(json: &str) -> Result<Notes, Problem> {
        from_json(json)
    }

    /// What is believed by whoever chooses an answer; `None` for the right one.
    pub fn belief(&self, option: usize) -> Option<&Text> {
        self.misconceptions.iter().find(|one| one.option == option).map(|one| &one.believes)
    }
}

/// The JSON Schema of a file of notes.
#[cfg(feature = "schema")]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Notes).to_value()
}
