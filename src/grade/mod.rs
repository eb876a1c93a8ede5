//! Grading: runs that are handed in are played again, and everything that can be recomputed is.
//!
//! A [`Rubric`] is a task with its points, resolved against the task's scenario. [`intake`] turns files and lists of links
//! into [`SavedRun`](crate::view::saved_run::SavedRun)s. [`Rubric::grade`] replays one, and says what it is worth and
//! where its claims differ from what was found. A [`Class`] is all of them, with who handed in the same. Nothing that a
//! run says of itself earns a point, but for what nobody can recompute: when the learner chose an answer, and which goals
//! *Show me* reached.

pub mod class;
pub mod intake;
pub mod link;
pub mod notes;
pub mod problem;
mod replay;
pub mod rubric;
pub mod spec;
pub mod table;
pub mod verdict;

pub use class::Class;
pub use rubric::Rubric;
pub use verdict::{Grade, Standing};
