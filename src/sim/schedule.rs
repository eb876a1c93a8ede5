//! The agenda: a queue of future events, in which ties are broken by the order of scheduling.

use crate::base::time::Time;
use std::num::NonZeroU32;

/// An event and its subject, by slot or index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// A message's timed state ends.
    Message(u32),
    /// A run's stage ends.
    Run(u32),
    /// A call arrives.
    Call(u32),
    /// A call step's timeout or wait ends.
    CallStep(u32),
    /// A publication arrives or is sent again.
    Publication(u32),
    /// A client's next automatic order is due.
    Arrival(u32),
    /// A timed command of the scenario is due.
    Fault(u32),
    /// A node's restart or election ends.
    Restart(u32),
    /// A probe of an instance moves on.
    Probe(u32),
    /// The time of a half-open breaker, by edge, is over.
    HalfOpen(u32),
    /// A message is to be sent again, or its sender gives up a try.
    Send(u32),
    /// A service crashes by itself.
    Crash(u32),
    /// The time of an ejected instance, by edge, is over.
    Ejected(u32),
    /// A subscription's consumers commit what they have handled.
    Commit(u32),
}

/// Maximum number of living messages, and likewise of runs and publications: under 500 MB.
pub const MOST_ALIVE: usize = 4_000_000;

/// Number of slots that an event's index can name.
const MOST_SLOTS: usize = 1 << INDEX_BITS;
const INDEX_BITS: u32 = 28;
// Far below what an index can name: see [`MOST_ALIVE`].
const _: () = assert!(MOST_ALIVE < MOST_SLOTS);

impl Event {
    fn pack(self) -> u32 {
        let (kind, index) = match self {
            Event::Message(i) => (0, i),
            Event::Run(i) => (RUN, i),
            Event::Call(i) => (2, i),
            Event::CallStep(i) => (3, i),
            Event::Publication(i) => (4, i),
            Event::Arrival(i) => (ARRIVAL, i),
            Event::Fault(i) => (6, i),
            Event::Restart(i) => (7, i),
            Event::Probe(i) => (8, i),
            Event::HalfOpen(i) => (9, i),
            Event::Send(i) => (10, i),
            Event::Crash(i) => (11, i),
            Event::Ejected(i) => (12, i),
            Event::Commit(i) => (13, i),
        };
        debug_assert!(index < 1 << INDEX_BITS);
        kind << INDEX_BITS | index
    }

    fn unpack(word: u32) -> Event {
        let i = word & (MOST_SLOTS as u32 - 1);
        match word >> INDEX_BITS {
            0 => Event::Message(i),
            RUN => Event::Run(i),
            2 => Event::Call(i),
            3 => Event::CallStep(i),
            4 => Event::Publication(i),
            ARRIVAL => Event::Arrival(i),
            6 => Event::Fault(i),
            7 => Event::Restart(i),
            8 => Event::Probe(i),
            9 => Event::HalfOpen(i),
            10 => Event::Send(i),
            11 => Event::Crash(i),
            12 => Event::Ejected(i),
            _ => Event::Commit(i),
        }
    }
}

/// Kind of [`Event::Run`], in a packed event.
const RUN: u32 = 1;
/// Kind of [`Event::Arrival`], in a packed event.
const ARRIVAL: u32 = 5;

/// Position of an event in the order of scheduling. Whatever waits for an event keeps its ticket.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Ticket(NonZeroU32);

impl Ticket {
    /// The position, from 1.
    pub const fn number(self) -> u32 {
        self.0.get()
    }

    const fn new(number: u32) -> Ticket {
        match NonZeroU32::new(number) {
            Some(number) => Ticket(number),
            None => Ticket(NonZeroU32::MIN),
        }
    }
}

/// An event that was taken from the schedule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Item(u128);

impl Item {
    /// Its instant.
    #[inline(always)]
    pub const fn at(self) -> Time {
        Time::from_micros((self.0 >> 64) as u64)
    }

    #[inline(always)]
    pub const fn ticket(self) -> Ticket {
        Ticket::new(self.number())
    }

    #[inline(always)]
    pub fn event(self) -> Event {
        Event::unpack(self.0 as u32)
    }

    /// The slot of the run, if it is the end of a run's stage.
    #[inline(always)]
    pub fn run(self) -> Option<u32> {
        self.index_of(RUN)
    }

    /// The client or the user, if it is an order that comes by itself.
    #[inline(always)]
    pub fn arrival(self) -> Option<u32> {
        self.index_of(ARRIVAL)
    }

    #[inline(always)]
    fn index_of(self, kind: u32) -> Option<u32> {
        let word = self.0 as u32;
        (word >> INDEX_BITS == kind).then_some(word & (MOST_SLOTS as u32 - 1))
    }

    /// Whether it is the event that whoever has this ticket waits for.
    #[inline(always)]
    pub fn ends(self, timer: Option<Ticket>) -> bool {
        // As one comparison of numbers, of which 0 stands for none.
        timer.map_or(0, Ticket::number) == self.number()
    }

    const fn number(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

/// The schedule. Every event has a ticket, its position in the order of scheduling. Whatever waits for the event keeps
/// the ticket; an event whose ticket nobody keeps any more is skipped. So nothing is ever searched for or removed.
///
/// An item packs time, ticket and event into one number.
#[derive(Clone, Default, Debug)]
pub struct Schedule {
    /// The earliest events, the next one last. What most runs schedule is due soon, and finds its place here within a
    /// few steps.
    near: Vec<u128>,
    /// All later events: a 4-ary heap, half as deep as a binary one, which saves a third of the time with tens of
    /// thousands of events pending.
    far: Vec<u128>,
    tickets: u32,
}

/// Most events in `near`; when there are more, the later half moves to `far`.
const MOST_NEAR: usize = 32;
/// Events that move to `near` when it is empty.
const REFILL: usize = 16;
/// Children per node of the heap.
const WIDTH: usize = 4;

#[inline(always)]
fn pack(at: Time, ticket: u32, event: Event) -> u128 {
    u128::from(at.as_micros()) << 64 | u128::from(ticket) << 32 | u128::from(event.pack())
}

impl Schedule {
    /// Schedules an event; returns its ticket.
    // Inlined where speed is all: in WebAssembly every byte is downloaded.
    #[cfg_attr(not(target_arch = "wasm32"), inline)]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub fn push(&mut self, at: Time, event: Event) -> Ticket {
        self.push_inline(at, event)
    }

    /// [`Schedule::push`], for where a run spends most of its time.
    #[inline(always)]
    pub fn push_inline(&mut self, at: Time, event: Event) -> Ticket {
        self.tickets += 1;
        let item = pack(at, self.tickets, event);
        // Its ticket is the latest, so the instants alone tell what comes before it.
        self.insert(item, at);
        Item(item).ticket()
    }

    #[inline(always)]
    fn insert(&mut self, item: u128, at: Time) {
        // What is not earlier than all of `far` belongs there.
        if self.far.first().is_some_and(|first| Item(*first).at() <= at) {
            self.rise(item);
            return;
        }
        self.near.push(item);
        if let [earlier @ .., last] = &mut self.near[..] {
            let mut gap = last;
            for other in earlier.iter_mut().rev() {
                if Item(*other).at() > at {
                    break;
                }
                *gap = *other;
                gap = other;
            }
            *gap = item;
        }
        if self.near.len() > MOST_NEAR {
            self.spill();
        }
    }

    /// Moves the later half of `near` to `far`.
    #[cold]
    #[inline(never)]
    fn spill(&mut self) {
        let kept = self.near.split_off(MOST_NEAR / 2);
        // Latest first; each rises to the top.
        for item in std::mem::replace(&mut self.near, kept) {
            self.rise(item);
        }
    }

    /// Moves the earliest events of `far` to `near`, which is empty.
    #[inline(never)]
    pub fn refill(&mut self) {
        for _ in 0..REFILL {
            let Some(last) = self.far.pop() else { break };
            let first = self.far.first().copied().unwrap_or(last);
            if !self.far.is_empty() {
                self.sink(last);
            }
            self.near.push(first);
        }
        self.near.reverse();
    }

    /// The next item.
    #[inline]
    fn top(&self) -> Option<u128> {
        self.near.last().or(self.far.first()).copied()
    }

    /// All pending items, in no particular order.
    fn pending(&self) -> impl Iterator<Item = u128> {
        self.near.iter().chain(&self.far).copied()
    }

    /// Instant of the next event, awaited or not.
    #[inline]
    pub fn next_at(&self) -> Option<Time> {
        self.next().map(Item::at)
    }

    /// Instant of the first event that is still awaited. It is nearly always the next one; only otherwise are all
    /// searched.
    pub fn first(&self, live: impl Fn(Ticket, Event) -> bool) -> Option<Time> {
        let is_live = |item: &u128| {
            let item = Item(*item);
            live(item.ticket(), item.event())
        };
        self.top().filter(is_live).or_else(|| self.pending().filter(is_live).min()).map(|item| Item(item).at())
    }

    /// Memory of the pending events, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.near) + size_of_val(&*self.far)
    }

    /// The next event.
    pub fn next(&self) -> Option<Item> {
        self.top().map(Item)
    }

    /// Puts an event back that was taken last, with [`Schedule::pop`]; it is the next again.
    pub fn put_back(&mut self, item: Item) {
        debug_assert!(self.top().is_none_or(|top| item.0 < top));
        self.near.push(item.0);
    }

    /// Removes the next event, if it is due by `until`.
    #[inline]
    pub fn pop(&mut self, until: Time) -> Option<Item> {
        if self.near_is_empty() {
            self.refill();
        }
        self.pop_near(until)
    }

    /// [`Schedule::pop`], after a refill if the list of the earliest events was empty.
    #[inline(always)]
    pub fn pop_near(&mut self, until: Time) -> Option<Item> {
        self.near.pop_if(|item| Item(*item).at() <= until).map(Item)
    }

    #[inline(always)]
    pub const fn near_is_empty(&self) -> bool {
        self.near.is_empty()
    }

    /// The earliest events, as far as they are sorted out.
    pub fn near(&self) -> impl Iterator<Item = Item> {
        self.near.iter().copied().map(Item)
    }

    /// Adds an item to the heap.
    #[inline(never)]
    fn rise(&mut self, item: u128) {
        let mut i = self.far.len();
        self.far.push(item);
        let heap = &mut self.far[..];
        while i > 0 {
            let parent = (i - 1) / WIDTH;
            if heap[parent] <= item {
                break;
            }
            heap[i] = heap[parent];
            i = parent;
        }
        heap[i] = item;
    }

    /// Replaces the first item of the heap and restores its order.
    #[inline]
    fn sink(&mut self, item: u128) {
        let heap = &mut self.far[..];
        let mut i = 0;
        loop {
            let first = i * WIDTH + 1;
            let (k, least) = match heap.get(first..) {
                // A tournament of four: the first two of its three comparisons are independent.
                Some(&[a, b, c, d, ..]) => earlier(earlier((0, a), (1, b)), earlier((2, c), (3, d))),
                Some(&[a, b, c]) => earlier(earlier((0, a), (1, b)), (2, c)),
                Some(&[a, b]) => earlier((0, a), (1, b)),
                Some(&[a]) => (0, a),
                Some(&[]) | None => break,
            };
            if least >= item {
                break;
            }
            heap[i] = least;
            i = first + k;
        }
        heap[i] = item;
    }
}

/// The earlier of two items, with its position.
#[inline(always)]
fn earlier(a: (usize, u128), b: (usize, u128)) -> (usize, u128) {
    if b.1 < a.1 { b } else { a }
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
        assert_eq!(s.pop(at(2)), None);
        assert_eq!(s.pop(at(3)).map(Item::event), Some(Event::Arrival(MOST_SLOTS as u32 - 1)));
        assert_eq!((s.next_at(), s.first(|_, event| event == Event::Message(2))), (Some(at(5)), Some(at(5))));
        let third = s.push(at(5), Event::Call(3));
        let parts = |item: Item| (item.at(), item.ticket(), item.event());
        assert_eq!(s.pop(Time::MAX).map(parts), Some((at(5), first, Event::Run(1))));
        let item = s.pop(Time::MAX);
        assert_eq!(item.map(parts), Some((at(5), second, Event::Message(2))));
        assert_eq!(
            item.map(|item| [item.ends(None), item.ends(Some(first)), item.ends(Some(second))]),
            Some([false, false, true])
        );
        assert_eq!(s.next().map(parts), Some((at(5), third, Event::Call(3))));
        let popped = s.pop(Time::MAX);
        assert_eq!(popped.map(parts), Some((at(5), third, Event::Call(3))));
        s.push(at(5), Event::Call(4));
        popped.into_iter().for_each(|event| s.put_back(event));
        assert_eq!(
            [s.pop(Time::MAX), s.pop(Time::MAX)].map(|e| e.map(Item::event)),
            [3, 4].map(|i| Some(Event::Call(i)))
        );
        assert_eq!((s.pop(Time::MAX), s.next_at()), (None, None));
    }

    #[test]
    fn many_events_come_in_order() {
        let mut s = Schedule::default();
        let mut x = 1u64;
        let mut times = Vec::new();
        for i in 0..5_000 {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            times.push((x >> 52, i as u32));
            s.push(Time::from_micros(x >> 52), Event::Run(i as u32));
        }
        times.sort_unstable();
        let popped: Vec<_> =
            std::iter::from_fn(|| s.pop(Time::MAX)).map(|item| (item.at().as_micros(), item.event())).collect();
        assert_eq!(popped, times.iter().map(|(at, i)| (*at, Event::Run(*i))).collect::<Vec<_>>());
    }
}
