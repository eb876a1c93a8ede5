//! A message in one subscription, and its states.

use crate::base::ids::{MessageId, OrderId, SubscriptionId};
use crate::base::slots::{CacheLine, Slots};
use crate::base::time::Time;
use crate::sim::keys::MessageSlot;
use crate::sim::schedule::Ticket;
use crate::trace::{FactId, Reason};

/// A message in one subscription: a copy of a published record, with a life of its own. What few messages need is
/// kept in `broker/aside.rs`, so that its slot is one cache line.
// Packed, because its slot is one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(Rust, packed(4))]
pub struct Message {
    pub id: MessageId,
    pub order: OrderId,
    pub subscription: SubscriptionId,
    /// Publishing site; order and site form the idempotency key.
    pub site: u16,
    /// 0 for the first copy, n for the n-th duplicate.
    pub copy: u8,
    /// Distinguishes its draws from those of the order's other messages and of its copies: see
    /// [`crate::base::rng::lineage`].
    pub lineage: u32,
    /// Handlings begun since it arrived or was redriven, at most 65,535.
    pub attempts: u16,
    /// How much of the policy's limit is used up; [`crate::model::Counts`] says what counts.
    pub charged: u16,
    /// Handlings begun in all, which name its draws: a redriven message gets new ones.
    pub handlings: u16,
    /// Hand-outs in all, which name the draws of its travel times: a late message gets new ones.
    pub deliveries: u16,
    /// Whether it was handed out before.
    pub redelivered: bool,
    /// Why every attempt at it fails, if it does.
    pub poison: Option<Reason>,
    /// Whether it has waited for a retry since it arrived or was redriven.
    pub(super) waited: bool,
    pub published: Time,
    /// When it entered its state.
    pub since: Time,
    /// The event that ends its state.
    pub timer: Option<Ticket>,
    /// The fact that brought it here.
    pub cause: FactId,
    pub state: State,
}

/// State of a message.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum State {
    /// Not arrived yet: held back by a fault, or a second delivery on its way.
    Delayed,
    /// In the queue.
    Ready,
    /// Handed out and not acknowledged; it is the consumer's while the tag is valid.
    InFlight(Held),
    /// Failed, and waiting for its next attempt.
    RetryScheduled,
    /// Set aside until its prerequisites are in the ledger.
    Parked,
    /// Given up and kept.
    Dead { reason: Reason },
}

/// The hand-out of a message, and how far its handling is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Held {
    /// Identifies this hand-out: an acknowledgement with an older tag is too late.
    pub tag: u32,
    /// Position among the subscription's consumers.
    pub consumer: u16,
    pub stage: HeldStage,
    /// Whether it has a lease.
    pub leased: bool,
}

/// Where an unacknowledged message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeldStage {
    /// Travelling to the consumer.
    Delivering,
    /// With the consumer, waiting for a worker.
    Buffered,
    /// Being handled by a worker.
    Working,
    /// Handled, and to be acknowledged with the next commit.
    Handled,
    /// Its worker stopped, which the broker does not know yet.
    Interrupted,
    /// With a consumer that crashed: only the end of the lease brings it back.
    Abandoned {
        /// Whether a worker had begun it.
        begun: bool,
    },
}

impl Message {
    /// What a slot holds before its first message.
    pub(super) const VACANT: Message = Message {
        id: MessageId(0),
        order: OrderId(0),
        subscription: SubscriptionId(0),
        site: 0,
        copy: 0,
        lineage: 0,
        attempts: 0,
        charged: 0,
        handlings: 0,
        deliveries: 0,
        redelivered: false,
        poison: None,
        waited: false,
        published: Time::ZERO,
        since: Time::ZERO,
        timer: None,
        cause: FactId::NONE,
        state: State::Ready,
    };

    /// Enters a state.
    #[inline]
    pub(super) fn set_state(&mut self, state: State, now: Time, timer: Option<Ticket>) {
        self.state = state;
        self.since = now;
        self.timer = timer;
    }

    /// Counts a hand-out whose handling begins at once, and charges it.
    #[inline(always)]
    pub(super) fn count_hand_out(&mut self, [attempt, charge]: [u16; 2]) {
        // Two by two they stand side by side, and are added as one.
        self.attempts = self.attempts.saturating_add(attempt);
        self.charged = self.charged.saturating_add(charge);
        self.handlings = self.handlings.wrapping_add(1);
        self.deliveries = self.deliveries.wrapping_add(1);
    }

    /// The current hand-out, if it has this tag.
    #[inline]
    pub fn held_under(&self, tag: u32) -> Option<Held> {
        match self.state {
            State::InFlight(held) if held.tag == tag => Some(held),
            _ => None,
        }
    }

    /// The current hand-out.
    #[inline]
    pub const fn held(&self) -> Option<Held> {
        match self.state {
            State::InFlight(held) => Some(held),
            _ => None,
        }
    }

    /// Name of this hand-out's draws.
    #[inline]
    pub const fn delivery_name(&self) -> u32 {
        self.lineage ^ self.deliveries as u32
    }

    /// Name of this handling's draws.
    #[inline]
    pub const fn draw_name(&self) -> u32 {
        self.lineage ^ self.handlings as u32
    }
}

// A slot is one cache line.
const _: () = assert!(Slots::<Message, MessageSlot, CacheLine>::SLOT == 64);
