//! The callers: call steps and their attempts, calls under way, and each caller's memory of the services that it calls.
//!
//! The life of a call:
//!
//! 1. A run begins a call step ([`Callers::begin`]), which becomes a [`call::CallStep`].
//! 2. The step makes an attempt, or several at once, each a step of its own. It takes the next healthy instance of its
//!    pool ([`PoolState`]). A fresh cached answer ends the step at once, or it waits for that of a call under way; the
//!    edge's circuit breaker ([`edge::Edge`]) may forbid the attempt; it may wait for a place in the edge's bulkhead;
//!    otherwise a request leaves as a [`call::CallState`].
//! 3. The request arrives ([`Callers::call_due`]), passes the node's [`Admission`] or is refused, waits for a worker,
//!    and is handled by the services.
//! 4. The answer ([`Callers::answer`]) travels back and ends the attempt. A timeout ends it earlier: the answer then
//!    comes too late and is ignored. With a deadline, or where timeouts cancel, a request that waits there is dropped.
//! 5. After a failed attempt the step waits and tries again, as far as the retry policy and the retry budget allow.
//!    After that it uses a stale cached answer, or fails.
//!
//! Beside the calls, a caller probes the instances of its pools on a schedule, takes failing ones out, and lets
//! recovered ones back in.
//!
//! What follows in other parts is returned: [`Due::Start`] when an admitted request needs a worker, [`Called`] when a
//! call step is over and its run goes on.

mod admission;
mod answer;
mod arrive;
pub mod call;
mod check;
mod coalesce;
pub mod edge;
mod eject;
mod hang;
mod instance;
mod outcome;
mod patience;
mod pool;
mod probe;
mod state;
mod step;

pub use admission::Admission;
pub use arrive::Due;
pub use call::{CallStepStart, Called};
pub use instance::CheckState;
pub use pool::PoolState;
pub use state::Callers;

#[cfg(test)]
mod tests;
