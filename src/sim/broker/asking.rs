//! A consumer's request for messages.

use crate::base::time::Time;

/// A consumer that asked for messages, and what it was given so far.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    pub(super) consumer: u16,
    /// The instant of its request, which is answered at once.
    pub(super) at: Time,
    /// How many more it may be given.
    pub(super) left: u32,
    /// Tag of the first hand-out.
    pub(super) first: u32,
}

impl Asking {
    /// Whether the consumer may be given more for this request.
    pub(super) fn continues(&self, consumer: usize, now: Time) -> bool {
        self.at == now && self.left > 0 && usize::from(self.consumer) == consumer
    }
}
