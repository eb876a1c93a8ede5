//! What will happen when: a queue of events in which ties are broken by the order of scheduling.

use crate::time::Time;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What an event is about: something by its slot or index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// A message's state ends.
    Message(u32),
    /// A run's stage ends.
    Run(u32),
    /// A call arrives.
    Call(u32),
    /// A publication arrives or is sent again.
    Publication(u32),
    /// A client's next automatic order.
    Arrival(u32),
    /// A timed command of the scenario.
    Fault(u32),
    /// A node's restart ends.
    Restart(u32),
}

/// How many slots an event's index can name.
pub const MOST_SLOTS: usize = 1 << INDEX_BITS;
const INDEX_BITS: u32 = 28;

impl Event {
    fn pack(self) -> u32 {
        let (kind, index) = match self {
            Event::Message(i) => (0, i),
            Event::Run(i) => (1, i),
            Event::Call(i) => (2, i),
            Event::Publication(i) => (3, i),
            Event::Arrival(i) => (4, i),
            Event::Fault(i) => (5, i),
            Event::Restart(i) => (6, i),
        };
        debug_assert!(index < 1 << INDEX_BITS);
        kind << INDEX_BITS | index
    }

    fn unpack(word: u32) -> Event {
        let i = word & ((1 << INDEX_BITS) - 1);
        match word >> INDEX_BITS {
            0 => Event::Message(i),
            1 => Event::Run(i),
            2 => Event::Call(i),
            3 => Event::Publication(i),
            4 => Event::Arrival(i),
            5 => Event::Fault(i),
            _ => Event::Restart(i),
        }
    }
}

/// The schedule. Each event has a ticket, its place in the order of scheduling: who waits for an event keeps
/// its ticket, and an event whose ticket nobody keeps any more is passed over. So nothing is ever searched or removed.
#[derive(Clone, Default, Debug)]
pub struct Schedule {
    // Time, ticket and event in one number: 16 bytes, and one comparison without a branch.
    heap: BinaryHeap<Reverse<u128>>,
    tickets: u32,
}

impl Schedule {
    /// Schedules an event; the answer is its ticket, never 0.
    #[inline]
    pub fn push(&mut self, at: Time, event: Event) -> u32 {
        self.tickets += 1;
        let key = u128::from(at.as_micros()) << 64 | u128::from(self.tickets) << 32 | u128::from(event.pack());
        self.heap.push(Reverse(key));
        self.tickets
    }

    /// When the next event is.
    #[inline]
    pub fn next_at(&self) -> Option<Time> {
        self.heap.peek().map(|Reverse(key)| Time::from_micros((key >> 64) as u64))
    }

    /// Takes the next event: when, its ticket, what.
    #[inline]
    pub fn pop(&mut self) -> Option<(Time, u32, Event)> {
        let Reverse(key) = self.heap.pop()?;
        Some((Time::from_micros((key >> 64) as u64), (key >> 32) as u32, Event::unpack(key as u32)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_time_and_ties_by_ticket() {
        let mut s = Schedule::default();
        let at = Time::from_micros;
        let first = s.push(at(5), Event::Run(1));
        let second = s.push(at(5), Event::Message(2));
        s.push(at(3), Event::Arrival(MOST_SLOTS as u32 - 1));
        assert_eq!(s.next_at(), Some(at(3)));
        assert_eq!(s.pop().map(|e| e.2), Some(Event::Arrival(MOST_SLOTS as u32 - 1)));
        assert_eq!(s.pop(), Some((at(5), first, Event::Run(1))));
        assert_eq!(s.pop(), Some((at(5), second, Event::Message(2))));
        assert_eq!(s.pop(), None);
    }
}
