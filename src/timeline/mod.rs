//! Time travel in one run: the past is kept, and a command in the past starts another future.
//!
//! A [`History`] owns the world and moves its playhead; a [`Watch`] observes the world and keeps the trace, the counts
//! and the bars of the [`Timeline`].

mod bars;
mod history;
mod record;
mod slice;
mod stride;
mod travel;
mod undo;
mod watch;
mod way;

pub use bars::{Bar, BarKind, BarResult, Timeline};
pub use history::History;
pub use record::CommandRecord;
pub use slice::Slice;
pub use stride::Stride;
pub use travel::RepeatError;
pub use watch::Watch;
pub use way::Way;
