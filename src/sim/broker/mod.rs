//! The broker: it takes what is published, keeps a queue for each subscription, hands messages out, takes them back,
//! retries them and gives them up.
//!
//! A message is ready, in flight, waiting for its retry, set aside or dead, and each way from one state to another is a
//! method here. What follows elsewhere is returned: [`Handed::Begin`] when a message is with its consumer, and
//! [`Confirm`] when a run that waits for the broker's answer has it.

mod check;
mod dead;
mod deliver;
mod leave;
pub mod message;
mod outage;
pub mod publication;
mod publish;
pub mod queue;
mod queueing;
pub mod record;
mod relay;
mod replicate;
mod retry;
mod state;
mod subscribe;
mod take_back;

pub use check::Census;
pub use deliver::{Handed, Handling, Taken};
pub use publish::Outgoing;
pub use relay::Confirm;
pub use state::Broker;
#[cfg(test)]
mod tests;
