//! What a validated lesson asks of a run.

use crate::base::time::Time;
use crate::model::claim::Comparison;

/// What a validated lesson asks of a run; its texts are the file's.
#[derive(Clone, PartialEq, Debug)]
pub struct Lesson {
    /// When the run has answered the question.
    pub answered_at: Time,
    /// The comparisons of each answer that may be given.
    pub options: Vec<Vec<Comparison>>,
    /// The comparisons of each goal.
    pub goals: Vec<Vec<Comparison>>,
}
