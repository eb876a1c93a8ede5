//! Lesson: the comparisons by which a run is judged.

use crate::base::time::Time;
use crate::model::claim::Comparison;

/// The comparisons by which a lesson judges a run; its texts stay in the file.
#[derive(Clone, PartialEq, Debug)]
pub struct Lesson {
    /// Instant at which the run has answered the question.
    pub answered_at: Time,
    /// For each answer to choose from, the comparisons that make it right.
    pub options: Vec<Vec<Comparison>>,
    /// For each goal, the comparisons that must hold.
    pub goals: Vec<Vec<Comparison>>,
}
