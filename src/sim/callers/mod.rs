//! The callers' side of synchronous calls: call steps with their attempts, the calls under way, and what each caller
//! knows of those it calls: breaker, retry budget, last answer, and which instances are fit.
//!
//! A run's call step becomes a [`call::CallStep`], which makes one attempt after the other; each attempt is a
//! [`call::CallState`] that travels there and back. What follows elsewhere is returned: [`Due::Start`] when a request is
//! let in and wants a worker, [`Called`] when a call step is over and its run goes on.

mod admission;
mod answer;
mod arrive;
pub mod call;
mod check;
pub mod edge;
mod instance;
mod pool;
mod probe;
mod state;
mod step;

pub use admission::Admission;
pub use arrive::Due;
pub use instance::CheckState;
pub use pool::PoolState;
pub use state::Callers;
pub use step::{CallStepStart, Called};
