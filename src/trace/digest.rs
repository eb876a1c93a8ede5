//! A running hash of every fact.

use crate::trace::fact::{Fact, FactId};
use crate::trace::observer::Observer;
use std::fmt;
use std::hash::{Hash, Hasher};

/// Running hash of all facts in order: two runs are equal when their digests are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Digest {
    hash: u64,
    facts: u32,
}

impl Default for Digest {
    fn default() -> Digest {
        Digest { hash: 0xCBF2_9CE4_8422_2325, facts: 0 }
    }
}

impl Digest {
    pub const fn value(self) -> u64 {
        self.hash
    }

    /// Number of facts hashed.
    pub const fn count(self) -> usize {
        self.facts as usize
    }
}

/// Sixteen hexadecimal digits, as a saved run has it.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.hash)
    }
}

impl Observer for Digest {
    #[inline]
    fn record(&mut self, fact: Fact) -> FactId {
        let id = FactId(self.facts);
        fact.hash(self);
        self.facts += 1;
        id
    }
}

/// Every integer is widened to 64 bits, so that the hash does not depend on the target's word size.
impl Hasher for Digest {
    fn finish(&self) -> u64 {
        self.hash
    }
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.write_u64(u64::from(*b));
        }
    }
    // A fact has up to six words, and the page's WebAssembly would repeat this for each of every kind's.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn write_u64(&mut self, word: u64) {
        let x = (self.hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.hash = x ^ x >> 29;
    }
    fn write_u8(&mut self, i: u8) {
        self.write_u64(u64::from(i));
    }
    fn write_u16(&mut self, i: u16) {
        self.write_u64(u64::from(i));
    }
    fn write_u32(&mut self, i: u32) {
        self.write_u64(u64::from(i));
    }
    fn write_usize(&mut self, i: usize) {
        self.write_u64(i as u64);
    }
    fn write_isize(&mut self, i: isize) {
        self.write_u64(i as i64 as u64);
    }
}
