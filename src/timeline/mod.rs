//! Time as something to go about in: the past is kept, and what is done in it makes another future.

mod bars;
mod history;
mod watch;

pub use bars::{Bar, BarKind, BarResult, Timeline};
pub use history::{Deed, History, RepeatError, Stride};
pub use watch::Watch;
