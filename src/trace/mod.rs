//! The trace: an append-only list of facts, each with its instant and its cause.

mod digest;
mod fact;
mod failure;
mod observer;
mod recorded;

pub use digest::Digest;
pub use fact::{Fact, FactId, Field, Outcome, Reason, RunId, What};
pub use observer::{AnyObserver, Observer, Silent};
pub use recorded::Trace;
