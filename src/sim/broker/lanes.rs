//! Lanes of a queue: the messages of one key, of which one is under way at a time while those of other keys pass, or of
//! one partition of a log.

use crate::base::sorted::Sorted;
use crate::sim::keys::MessageKey;

/// Messages sorted by two numbers. All such lists have the same type, because each type costs WebAssembly.
pub type SortedMessages = Sorted<(u32, u32, MessageKey)>;

/// A message in its lane: the number of the lane and of the message, so that a lane is in the order of publishing.
pub type InLane = (u32, u32, MessageKey);

/// The lanes of a queue; empty while it keeps no order per key.
#[derive(Clone, Default, Debug)]
pub struct Lanes {
    /// Whether messages are in lanes.
    pub on: bool,
    /// Whether one message of a lane is under way at a time; otherwise a lane is a partition, read by one consumer.
    pub one_at_a_time: bool,
    /// Ready messages that an earlier one of their lane holds up. The queue's own list has the others.
    pub held_up: SortedMessages,
    /// The messages for which their lane waits: in flight, waiting for a retry, or called to the head of the queue.
    pub busy: SortedMessages,
    /// Of these, those that wait for a retry.
    pub waiting: SortedMessages,
    /// What has left its lane since the queue was last polled.
    pub(super) left: Vec<InLane>,
    /// Messages with their consumer, before which no message of their lane is left.
    pub(super) due: Vec<MessageKey>,
    /// The lane of the last hand-out.
    pub(super) last: u32,
}

impl Lanes {
    /// Memory of the lists, in bytes.
    pub fn bytes(&self) -> usize {
        let polled = size_of_val(&*self.left) + size_of_val(&*self.due);
        self.held_up.bytes() + self.busy.bytes() + self.waiting.bytes() + polled
    }

    /// The first of these messages in a lane, from a message number on.
    pub fn first(list: &SortedMessages, lane: u32, number: u32) -> Option<InLane> {
        list.first_from((lane, number, MessageKey::FIRST)).filter(|first| first.0 == lane)
    }

    /// Whether a lane waits for no earlier message than this one.
    pub fn leads(&self, entry: InLane) -> bool {
        Lanes::first(&self.busy, entry.0, 0).is_none_or(|first| first == entry)
    }

    /// The lane waits for this message no longer; who is next is seen when the queue is polled.
    pub fn vacate(&mut self, entry: InLane) {
        self.busy.remove(entry);
        self.waiting.remove(entry);
        self.left.push(entry);
    }

    /// Empties the lanes, whose messages are gone.
    pub fn clear(&mut self) {
        *self = Lanes { on: self.on, one_at_a_time: self.one_at_a_time, ..Lanes::default() };
    }
}
