//! What few messages need, kept apart from them: the slot of a message is one cache line.

use crate::base::ids::{MessageId, Offset, SubscriptionId};
use crate::base::time::{Span, Time};
use crate::sim::keys::MessageKey;
use crate::trace::Reason;

/// The rest of a message. Each field holds what an earlier message of the slot left, until it is written: the message
/// itself says which are its own.
#[derive(Clone, Copy, Debug)]
pub struct Aside {
    /// When it arrives, in [`State::Delayed`](super::message::State::Delayed) and while it is being delivered, or is ready
    /// again, in [`State::RetryScheduled`](super::message::State::RetryScheduled).
    pub until: Time,
    /// When its lease ends, if [`Held::leased`](super::message::Held::leased).
    pub lease_until: Time,
    /// The wait before its last retry, if it has waited for one.
    pub waited: Span,
    /// Its record, if its queue is a group of a log.
    pub offset: Option<Offset>,
    /// Its place in a list that is sorted by it. As a dead letter: its number among those that its subscription has had,
    /// from 1. Once it came back to its queue: the number of its first hand-out.
    pub place: u32,
    /// When it expires, if its queue lets messages expire.
    pub expires: Time,
    /// Whose dead letter it was, if this is the message's number.
    pub from: (MessageId, Option<GivenUp>),
}

/// The subscription that gave a message up before it came here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GivenUp {
    pub subscription: SubscriptionId,
    pub reason: Reason,
}

/// The rests of the messages, by slot, as far as any was written.
#[derive(Clone, Default, Debug)]
pub struct Asides(Vec<Aside>);

impl Aside {
    const UNWRITTEN: Aside = Aside {
        until: Time::ZERO,
        lease_until: Time::ZERO,
        waited: Span::ZERO,
        offset: None,
        place: 0,
        expires: Time::MAX,
        from: (MessageId(0), None),
    };
}

impl Asides {
    /// Memory of the list, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.0)
    }

    /// The rest of a message.
    pub fn get(&self, key: MessageKey) -> Aside {
        self.0.get(key.index() as usize).copied().unwrap_or(Aside::UNWRITTEN)
    }

    /// Whose dead letter a message was, before it came to its queue.
    pub fn from(&self, key: MessageKey, id: MessageId) -> Option<GivenUp> {
        let (of, from) = self.get(key).from;
        from.filter(|_| of == id)
    }

    /// The rest of a message, to be written.
    #[inline(never)]
    pub fn of(&mut self, key: MessageKey) -> &mut Aside {
        let index = key.index() as usize;
        while index >= self.0.len() {
            self.0.push(Aside::UNWRITTEN);
        }
        &mut self.0[index]
    }
}
