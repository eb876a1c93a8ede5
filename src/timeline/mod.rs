//! Time travel in one run: the past is kept, and a command in the past starts another future.
//!
//! A [`History`] owns the world and moves its playhead; a [`Watch`] observes the world and keeps the trace, the counts
//! and the bars of the [`Timeline`]. After every event and command the history judges the goals and the [`Guide`] of the
//! lesson.

mod bars;
mod commands;
mod depth;
mod guide;
mod history;
mod judging;
mod record;
mod slice;
mod stride;
mod travel;
mod undo;
mod watch;
mod way;

pub use bars::{Bar, BarKind, BarResult, Timeline};
pub use guide::Guide;
pub use history::History;
pub use record::CommandRecord;
pub use slice::Slice;
pub use stride::Stride;
pub use travel::RepeatError;
pub use watch::Watch;
pub use way::Way;
