//! Time as something to go about in: the past is kept, and what is done in it makes another future.

mod bars;
mod history;
mod record;
mod stride;
mod watch;

pub use bars::{Bar, BarKind, BarResult, Timeline};
pub use history::{History, RepeatError};
pub use record::CommandRecord;
pub use stride::Stride;
pub use watch::Watch;
