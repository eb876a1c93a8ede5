//! A set of keys that are each remembered for a window: the memory of an inbox, and of a topic that drops duplicates.

use crate::base::time::Time;
use crate::model::Window;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Remembered keys. Keys are small integers, so a key costs one bit; only a finite window also needs the instants.
#[derive(Clone, Default, Debug)]
pub struct KnownKeys {
    bits: Vec<u64>,
    /// When keys are forgotten, earliest first.
    ends: VecDeque<(Time, u32)>,
    /// The ends of those that are forgotten before a key remembered earlier, because the window was shortened.
    early: BinaryHeap<Reverse<(Time, u32)>>,
}

impl KnownKeys {
    /// Whether the key was remembered and its window has not ended by `now`.
    #[inline(always)]
    pub fn knows(&mut self, key: u32, now: Time) -> bool {
        self.expire(now);
        self.bits.get((key >> 6) as usize).is_some_and(|word| word >> (key & 63) & 1 != 0)
    }

    /// Remembers a key. A known key keeps its window: a duplicate does not extend it.
    #[inline(always)]
    pub fn remember(&mut self, key: u32, window: Window, now: Time) {
        self.expire(now);
        let (word, bit) = ((key >> 6) as usize, 1 << (key & 63));
        if word >= self.bits.len() {
            self.grow(word);
        }
        let bits = &mut self.bits[word];
        match window {
            Window::Forever => *bits |= bit,
            Window::For(span) if *bits & bit == 0 => {
                *bits |= bit;
                self.note_end(key, now + span);
            }
            Window::For(_) => {}
        }
    }

    /// Forgets the keys whose window has ended by `now`.
    #[inline(always)]
    fn expire(&mut self, now: Time) {
        // An early end comes before the last of the others.
        if !self.ends.is_empty() {
            self.forget_ended(now);
        }
    }

    #[cold]
    #[inline(never)]
    fn forget_ended(&mut self, now: Time) {
        while let Some(&(end, old)) = self.ends.front()
            && end <= now
        {
            self.ends.pop_front();
            self.unlearn(old);
        }
        while let Some(&Reverse((end, key))) = self.early.peek()
            && end <= now
        {
            self.early.pop();
            self.unlearn(key);
        }
    }

    /// Memory of the keys, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.bits) + (self.ends.len() + self.early.len()) * size_of::<(Time, u32)>()
    }

    /// Adds the words up to this one.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, word: usize) {
        self.bits.resize(word + 1, 0);
    }

    /// Notes when the window of a key ends. The window may be shortened during a run; a known key keeps its longer
    /// window.
    fn note_end(&mut self, key: u32, end: Time) {
        if self.ends.back().is_some_and(|(last, _)| *last > end) {
            self.early.push(Reverse((end, key)));
        } else {
            self.ends.push_back((end, key));
        }
    }

    /// Forgets a key that was remembered.
    pub fn unlearn(&mut self, key: u32) {
        self.bits[(key >> 6) as usize] &= !(1 << (key & 63));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Span;

    fn at(s: u64) -> Time {
        Time::from_micros(s * 1_000_000)
    }

    #[test]
    fn a_key_is_known_until_its_window_ends() {
        let mut inbox = KnownKeys::default();
        let window = Window::For(Span::from_secs(10));
        inbox.remember(70, window, at(0));
        inbox.remember(70, window, at(9));
        assert!(inbox.knows(70, at(9)));
        assert!(!inbox.knows(71, at(9)));
        assert!(!inbox.knows(70, at(10)), "the duplicate at 9 s must not have extended the window");
        inbox.remember(70, Window::Forever, at(11));
        assert!(inbox.knows(70, at(1_000_000)));
    }

    #[test]
    fn a_shortened_window_ends_first() {
        let mut inbox = KnownKeys::default();
        inbox.remember(1, Window::For(Span::from_secs(100)), at(0));
        inbox.remember(2, Window::For(Span::from_secs(1)), at(0));
        assert!(!inbox.knows(2, at(1)));
        assert!(inbox.knows(1, at(99)));
    }

    #[test]
    fn each_key_is_known_for_the_window_it_was_remembered_with() {
        let mut inbox = KnownKeys::default();
        let seconds = |key: u32| u64::from(key * 7 % 40 + 1);
        (0..100).for_each(|key| inbox.remember(key, Window::For(Span::from_secs(seconds(key))), at(0)));
        for now in 0..45 {
            for key in 0..100 {
                assert_eq!(inbox.knows(key, at(now)), now < seconds(key), "key {key} at {now} s");
            }
        }
        assert!(inbox.ends.is_empty() && inbox.early.is_empty());
    }
}
