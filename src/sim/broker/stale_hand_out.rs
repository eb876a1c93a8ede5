//! A hand-out that its consumer goes on with after the lease has ended.

use crate::sim::broker::message::Message;
use crate::sim::keys::Receipt;

/// A hand-out whose lease has ended.
#[derive(Clone, Copy, Debug)]
pub struct StaleHandOut {
    pub receipt: Receipt,
    /// The message as it was then.
    pub message: Message,
    /// Position among the subscription's consumers.
    pub consumer: u16,
    /// Whether a worker has begun it.
    pub begun: bool,
    /// Whether it takes up a place of its consumer's prefetch.
    pub holds_place: bool,
}
