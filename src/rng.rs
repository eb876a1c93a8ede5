//! Randomness by name: a draw depends on the seed and on what it is for, never on how many draws came before.
//!
//! A sequence of draws shifts as soon as one thing happens earlier or later, so two runs that
//! differ in one setting would differ in everything. Here the draw for "the second attempt of
//! order 19 at invoice" is a function of just that, so a comparison shows only what the setting did.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// What a draw is for; each purpose has a stream of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// The gap before an arrival; the place is the client.
    Arrival,
    /// How long a `work` step takes; the place is the handler.
    Work,
    /// Whether a `work` step fails by itself; the place is the handler.
    WorkFailure,
    /// Whether a flaky node fails this attempt; the place is the node.
    Flaky,
    /// The jitter of a retry; the place is the subscription or call.
    Jitter,
    /// The time on the way; the place is the subscription, topic or call.
    Latency,
    /// Whether a message is delivered a second time; the place is the subscription.
    Duplicate,
    /// The new order of a queue that a fault shuffles; the place is the subscription.
    Reorder,
}

/// The source of every draw of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Streams {
    seed: u64,
}

impl Streams {
    /// The streams of `seed`.
    pub const fn new(seed: u64) -> Streams {
        Streams { seed }
    }

    /// The draw for `purpose` at `place` (an index in the model), for `subject` (an order, say) the `nth` time.
    #[inline]
    pub fn draw(&self, purpose: Purpose, place: usize, subject: u32, nth: u32) -> Draw {
        let what = (purpose as u64) << 56 | (place as u64) << 32 | nth as u64;
        let a = mix(self.seed ^ mix(what ^ (subject as u64).wrapping_mul(GOLDEN)));
        // Four words of state from one well-mixed one: a draw is short, and its first numbers depend on all of them.
        let state = [a, a.rotate_left(32) ^ GOLDEN, what, a.wrapping_mul(GOLDEN)];
        let mut seed = [0; 32];
        for (bytes, word) in seed.chunks_exact_mut(8).zip(state) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        Draw(Xoshiro256PlusPlus::from_seed(seed))
    }
}

/// 2^64 divided by the golden ratio.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finaliser of SplitMix64 (Stafford's variant 13): every bit of the input changes half of the output's.
#[inline]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

/// A short run of random numbers for one purpose.
#[derive(Clone, Debug)]
pub struct Draw(Xoshiro256PlusPlus);

impl Draw {
    /// Uniform in [0, 1), 53 bits.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// True with probability `p`.
    #[inline]
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Uniform in 0 .. `n`; 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    /// Exponential with mean 1, by inversion; `libm` gives the same bits natively and in WebAssembly.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_its_name_only() {
        let s = Streams::new(7);
        let a = s.draw(Purpose::Work, 1, 19, 2).unit();
        s.draw(Purpose::Work, 1, 18, 2).unit();
        assert_eq!(a, s.draw(Purpose::Work, 1, 19, 2).unit());
        for other in [
            Streams::new(8).draw(Purpose::Work, 1, 19, 2),
            s.draw(Purpose::Jitter, 1, 19, 2),
            s.draw(Purpose::Work, 2, 19, 2),
            s.draw(Purpose::Work, 1, 20, 2),
            s.draw(Purpose::Work, 1, 19, 3),
        ] {
            assert_ne!(a, other.clone().unit());
        }
    }

    #[test]
    fn draws_under_neighbouring_names_are_spread_evenly() {
        let s = Streams::new(1);
        let n = 100_000;
        let mut cells = [0u32; 10];
        let mut sum = 0.0;
        for i in 0..n {
            cells[(s.draw(Purpose::Flaky, 3, i, 1).unit() * 10.0) as usize] += 1;
            sum += s.draw(Purpose::Work, 3, i, 1).exponential();
        }
        for c in cells {
            assert!((9_600..10_400).contains(&c), "{cells:?}");
        }
        assert!((sum / n as f64 - 1.0).abs() < 0.02);
    }
}
