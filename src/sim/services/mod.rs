//! The services: workers take messages and calls, and run their handlers step by step.
//!
//! The life of a run:
//!
//! 1. A message reaches its consumer ([`Services::receive`]), a call is admitted ([`Services::take_in`]), or a client
//!    places an order ([`Services::place_order`]). Orders run at once; messages and calls wait at the node's
//!    [`Station`](crate::sim::station::Station) for a worker.
//! 2. A worker takes the oldest ([`Services::take_work`]), and a [`run::Run`] of the handler begins. A message whose
//!    key the inbox knows is acknowledged without a run.
//! 3. The run executes its steps until one takes time: work on a core, a wait, the answer to a call
//!    ([`Services::called`]), or a broker's confirm ([`Services::confirmed`]). When that is over
//!    ([`Services::run_due`]), it continues with the next step.
//! 4. It ends done, failed, suppressed as a duplicate, or set aside for its prerequisites. Its origin is told: the
//!    message is acknowledged, rejected or parked, the call answered, or the customer informed. Its worker is free
//!    again.
//! 5. A crash ([`Services::crash`]) or a stop ([`Services::stop`]) drops everything at the node: runs fail, calls fail,
//!    messages return to the broker.
//!
//! The services sit above the broker and the callers, reach them through [`Below`], and are called back only through
//! values that these return.

mod check;
mod end;
mod hang;
mod inbox;
mod machine;
mod plain;
pub mod run;
mod stalled;
mod state;
mod steps;
mod stop;
mod work;

pub use check::Running;
pub use stalled::Stalled;
pub use state::{Below, Services};

#[cfg(test)]
mod tests;
