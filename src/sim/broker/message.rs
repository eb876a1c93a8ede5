//! A message in one subscription, and the states it can be in.

use crate::base::ids::{MessageId, Offset, OrderId, SubscriptionId};
use crate::base::time::{Span, Time};
use crate::sim::schedule::Ticket;
use crate::trace::{FactId, Reason};

/// A message in one subscription: a copy of what was published, with a life of its own.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    /// Its number.
    pub id: MessageId,
    /// The order it is about.
    pub order: OrderId,
    /// Where it is.
    pub subscription: SubscriptionId,
    /// The publishing site; with the order it is the idempotency key.
    pub site: u16,
    /// 0 for the first copy, n for the n-th duplicate.
    pub copy: u16,
    /// The record that it is, in a group of a log; none for a duplicate and for what was redriven, which are no longer
    /// read in order.
    pub offset: Option<Offset>,
    /// Tells its draws from those of other messages of the order, and of its copies: see [`crate::base::rng::lineage`].
    pub lineage: u32,
    /// Handlings begun since it came or was redriven.
    pub attempts: u32,
    /// How much of the policy's limit is used up; [`crate::model::Counts`] says what counts.
    pub charged: u16,
    /// Handlings begun in all, which names its draws: a redriven message does not meet the same luck again.
    pub handlings: u16,
    /// Hand-outs in all, which name the draws of its way: a message that was late does not meet the same luck again.
    pub deliveries: u16,
    /// Whether it was handed out before.
    pub redelivered: bool,
    /// Whether every attempt at it fails.
    pub poison: bool,
    /// When it was published.
    pub published: Time,
    /// The wait before its last retry.
    pub waited: Span,
    /// Since when it is in its state.
    pub since: Time,
    /// The event that its state waits for.
    pub timer: Option<Ticket>,
    /// The fact that brought it here.
    pub cause: FactId,
    /// Where it stands.
    pub state: State,
}

/// Where a message stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum State {
    /// Not here yet: held back by a fault, or a second delivery on its way.
    Delayed {
        /// When it arrives.
        until: Time,
    },
    /// In the queue.
    Ready,
    /// Handed out and not acknowledged: a consumer's as long as the tag is valid.
    InFlight(Held),
    /// Failed, and waiting for its next attempt.
    RetryScheduled {
        /// When it is ready again.
        until: Time,
    },
    /// Set aside until its prerequisites are in the books.
    Parked,
    /// Given up and kept.
    Dead(Reason),
}

/// Who holds a message, and how far the handling is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Held {
    /// Position among the subscription's consumers.
    pub consumer: u16,
    /// Where it is with the consumer.
    pub stage: HeldStage,
    /// Names this hand-out: an acknowledgement under an older tag is too late.
    pub tag: u32,
    /// When it arrives (stage [`HeldStage::Delivering`]).
    pub arrives: Time,
    /// When the lease ends, if there is one.
    pub lease_until: Option<Time>,
}

/// Where an unacknowledged message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeldStage {
    /// On its way to the consumer.
    Delivering,
    /// With the consumer, waiting for a worker.
    Buffered,
    /// In a worker's hands.
    Working,
    /// Its worker stopped, and the broker has not heard of it yet.
    Interrupted,
    /// With a consumer that died: only the lease brings it back.
    Abandoned,
}

impl Message {
    /// Enters a state.
    #[inline]
    pub(super) fn set_state(&mut self, state: State, now: Time, timer: Option<Ticket>) {
        self.state = state;
        self.since = now;
        self.timer = timer;
    }

    /// Who holds it, if that is still the hand-out with this tag.
    #[inline]
    pub fn held_under(&self, tag: u32) -> Option<Held> {
        match self.state {
            State::InFlight(held) if held.tag == tag => Some(held),
            _ => None,
        }
    }

    /// Who holds it.
    #[inline]
    pub const fn held(&self) -> Option<Held> {
        match self.state {
            State::InFlight(held) => Some(held),
            _ => None,
        }
    }

    /// The name of this hand-out's draws.
    #[inline]
    pub const fn delivery_name(&self) -> u32 {
        self.lineage ^ self.deliveries as u32
    }

    /// The name of this handling's draws.
    #[inline]
    pub const fn draw_name(&self) -> u32 {
        self.lineage ^ self.handlings as u32
    }
}
