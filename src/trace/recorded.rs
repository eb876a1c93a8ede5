//! The facts of a run, kept in order; it can be rewound.

use crate::trace::digest::Digest;
use crate::trace::fact::{Fact, FactId};
use crate::trace::observer::Observer;

/// Keeps every fact. After a rewind the later facts are kept, and reused when they happen again.
#[derive(Clone, Default, Debug)]
pub struct Trace {
    recorded: Vec<Fact>,
    seen: Digest,
}

impl Trace {
    /// The facts up to the current point, oldest first.
    pub fn facts(&self) -> &[Fact] {
        &self.recorded[..self.seen.count()]
    }

    /// The fact with this id, if there is one.
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        self.facts().get(id.0 as usize)
    }

    /// All facts, including those after the current point.
    pub fn recorded(&self) -> &[Fact] {
        &self.recorded
    }

    /// Whether there are no facts after the current point.
    pub fn is_at_end(&self) -> bool {
        self.seen.count() == self.recorded.len()
    }

    pub const fn digest(&self) -> Digest {
        self.seen
    }

    /// Rewinds to the point at which the trace had this digest.
    pub fn rewind(&mut self, to: Digest) {
        self.seen = to;
    }

    /// Discards the facts after the current point.
    pub fn cut(&mut self) {
        self.recorded.truncate(self.seen.count());
    }
}

impl Observer for Trace {
    fn record(&mut self, fact: Fact) -> FactId {
        let id = self.seen.record(fact);
        match self.recorded.get(id.0 as usize) {
            Some(before) => debug_assert_eq!(*before, fact, "what happened before happens otherwise"),
            None => self.recorded.push(fact),
        }
        id
    }
}
