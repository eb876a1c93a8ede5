//! The broker: takes what is published, keeps a queue for each subscription, hands messages out, takes them back,
//! retries them and gives them up.
//!
//! The life of a message:
//!
//! 1. A run publishes ([`Broker::publish`]). The [`publication::Publication`] travels to the broker, and where there
//!    are replicas waits until the followers have it. A publication by outbox is sent again until the broker takes it.
//! 2. The topic takes it, drops it if its key is known, appends it to its log if it has one, and puts a
//!    [`message::Message`] into each connected subscription that it is bound to. A fault may drop, delay, duplicate or poison that message.
//! 3. It is ready in its [`queue::Queue`] until a consumer has room ([`Broker::hand_out`]). It is then in flight: it
//!    travels to the consumer, waits for a worker, and is handled ([`Broker::begin`]).
//! 4. It leaves when it is acknowledged ([`Broker::ack`]) or recognised as a duplicate ([`Broker::suppress`]). A failed
//!    one ([`Broker::reject`]) waits for its retry and is ready again, or is given up and becomes a dead letter. One
//!    whose prerequisites are missing is set aside ([`Broker::park`]) until an effect is written.
//! 5. When a consumer or the broker stops, or a lease ends, unacknowledged messages return to their queue.
//!
//! Every transition is a method of [`Broker`], and [`message::State`] lists the states. What follows in other parts is
//! returned: [`Handed`] when a message is with its consumer, and [`Confirm`] when a run that waits for the
//! broker's confirm has it.

mod aside;
mod asking;
mod check;
mod commit;
mod dead;
mod deliver;
mod enter;
mod fetched;
mod group;
mod in_lanes;
mod lanes;
mod leave;
pub mod message;
mod numbers;
mod outage;
mod plain;
pub mod publication;
mod publish;
pub mod queue;
mod queueing;
pub mod record;
mod regroup;
mod relay;
mod renew;
mod replicate;
mod retry;
mod room;
mod route;
mod routes;
mod send;
mod stale;
mod stale_hand_out;
mod state;
mod stay;
mod subscribe;
mod take;
mod take_back;
mod uncommitted;

pub use check::{Census, Memory as BrokerMemory};
pub use deliver::{Desk, Handed, Handling, Taken};
pub use plain::{PlainHandling, PlainQueue};
pub use publication::{Confirm, Outgoing, Told};
pub use state::Broker;
#[cfg(test)]
mod tests;
