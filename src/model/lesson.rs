//! Lesson: the comparisons and deeds by which a run is judged, and the beats of its guide.

use crate::base::packed::packed;
use crate::base::time::Time;
use crate::json::tree::Tree;
use crate::model::claim::{Comparison, Quantity};

/// What a lesson judges a run by; its texts stay in the file.
#[derive(Clone, PartialEq, Debug)]
pub struct Lesson {
    /// Instant at which the run has answered the question.
    pub answered_at: Time,
    /// For each answer to choose from, the comparisons that make it right.
    pub options: Vec<Vec<Comparison>>,
    /// For each goal, the steps that are met in order.
    pub goals: Vec<Vec<Step>>,
    pub beats: Vec<Beat>,
}

/// A step towards a goal.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// The learner does something.
    Do(Deed),
    /// All of these hold at one instant.
    When(Vec<Condition>),
}

/// Commands of a person that a lesson waits for.
#[derive(Clone, PartialEq, Debug)]
pub struct Deed {
    /// Commands with fields left out, any of which will do: see [`crate::scenario::deed`].
    pub patterns: Vec<Tree>,
    /// How many such commands it takes, at least 1.
    pub times: u32,
    /// What holds when such a command is given; it counts only then.
    pub during: Vec<Condition>,
}

/// A comparison whose sides may count from the step before.
#[derive(Clone, PartialEq, Debug)]
pub struct Condition {
    pub is: Comparison,
    /// For the left and the right side: whether it is the growth since the step before.
    pub new: [bool; 2],
}

/// A beat of the guide.
#[derive(Clone, PartialEq, Debug)]
pub struct Beat {
    pub begins: Begin,
    pub ends: End,
}

/// When a beat begins, after the one before has ended.
#[derive(Clone, PartialEq, Debug)]
pub enum Begin {
    /// At once, or at the first instant at which the step is met: a step without conditions is met at once.
    When(Step),
    /// At an instant.
    At(Time),
}

/// What ends a beat.
#[derive(Clone, PartialEq, Debug)]
pub enum End {
    /// The learner goes on.
    GoOn,
    /// The step is met.
    Step(Step),
    /// The goal with this index is reached.
    Goal(usize),
}

impl Condition {
    /// The left and the right side, each with whether it counts from the step before.
    pub const fn sides(&self) -> [(Quantity, bool); 2] {
        [(self.is.left, self.new[0]), (self.is.right, self.new[1])]
    }
}

impl Step {
    /// The conditions in it that are looked at: those of a deed when a command is given.
    pub fn conditions(&self) -> &[Condition] {
        match self {
            Step::Do(deed) => &deed.during,
            Step::When(conditions) => conditions,
        }
    }
}

packed! {
    struct Lesson { answered_at, options, goals, beats }
    enum Step { Do(deed), When(when) }
    struct Deed { patterns, times, during }
    struct Condition { is, new }
    struct Beat { begins, ends }
    enum Begin { When(when), At(at) }
    enum End { GoOn, Step(step), Goal(goal) }
}
