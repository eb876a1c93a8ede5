//! Randomness by name: a draw depends on the seed and on its purpose, never on how many draws came before.
//!
//! A sequential generator shifts as soon as one draw happens earlier or later, so two runs that differ in one setting
//! would differ in everything. Here the draw for "the second attempt of order 19 at invoice" is a function of exactly
//! that name, so a comparison of two runs shows the effect of the setting alone.

use rand::rand_core::{Infallible, TryRng};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use std::sync::LazyLock;

/// Purpose of a draw; each has its own stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Gap before an arrival; the place is the client.
    Arrival,
    /// Duration of a `work` or `wait` step; the place is the step of its handler.
    Work,
    /// Whether a `work` step fails by itself; the place is the step of its handler.
    WorkFailure,
    /// Whether an attempt at a flaky node fails; the place is the handler.
    Flaky,
    /// Jitter of a retry; the place is the subscription, call or topic.
    Jitter,
    /// Travel time; the place is the subscription, topic or call.
    Latency,
    /// Whether a message is delivered a second time; the place is the subscription.
    Duplicate,
    /// Order of a queue that a fault shuffles; the place is the subscription.
    Reorder,
    /// Travel times and outcome of a probe; the place is the call, the subject the number of the probe.
    Probe,
    /// Time until the followers have copied a message; the place is the topic.
    Replication,
    /// Outcome of a `decide` step, the same for every attempt at an order; the place is the decision's own number,
    /// which names the trigger and the decision within its handler.
    Decision,
    /// Whether a service crashes in an attempt, by its own chance; the place is the handler. And how long it runs until it
    /// crashes; the place is the node after all handlers, the subject the number of its crash.
    Crash,
    /// Key of a message; the place is the topic.
    Key,
    /// The value of a setting at a random point of a plan; the place is the setting, the subject the point.
    Design = 0xFF,
    /// What an attempt of a hunt does; the subject is the attempt.
    Hunt = 0xFE,
}

/// Where draws start: see [`Streams::start`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Start(u64);

/// Source of all draws of a run.
#[derive(Clone, Copy, Debug)]
pub struct Streams {
    seed: u64,
    layers: &'static Layers,
}

impl Streams {
    pub fn new(seed: u64) -> Streams {
        Streams { seed: mix(seed), layers: &LAYERS }
    }

    /// The `nth` draw for `purpose` at `place` (an index into the model) about `subject` (an order, for example).
    #[inline]
    pub fn draw(&self, purpose: Purpose, place: usize, subject: u32, nth: u32) -> Draw {
        self.about(self.start(purpose, place, nth), subject)
    }

    /// The same draw. `usual` is where those with `nth` equal to `USUAL` start, which is what most have.
    #[inline(always)]
    pub fn draw_from<const USUAL: u32>(
        &self,
        usual: Start,
        purpose: Purpose,
        place: usize,
        subject: u32,
        nth: u32,
    ) -> Draw {
        self.about(if nth == USUAL { usual } else { self.start(purpose, place, nth) }, subject)
    }

    /// Where the `nth` draws for `purpose` at `place` start, whatever they are about.
    #[inline]
    pub fn start(&self, purpose: Purpose, place: usize, nth: u32) -> Start {
        Start(mix(self.seed ^ ((purpose as u64) << 56 | (place as u64) << 32 | nth as u64)))
    }

    /// The draw about `subject` of those that start here.
    #[inline(always)]
    pub fn about(&self, Start(start): Start, subject: u32) -> Draw {
        Draw { state: start.wrapping_add((subject as u64).wrapping_mul(ODD)), layers: self.layers }
    }
}

/// 2^64 divided by the golden ratio: the increment of SplitMix64.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
/// Step between subjects: a different odd number, so that the streams of two subjects do not overlap.
const ODD: u64 = 0xD6E8_FEB8_6659_FD93;

/// Derives the name of a draw from that of a run and the place it sends from, so that two things sent for one order do
/// not share their draws. The first thing sent for an order has the name 0.
#[inline]
pub const fn lineage(run: u32, place: u32) -> u32 {
    (run ^ place.wrapping_mul(0x85EB_CA6B)).wrapping_mul(0x9E37_79B1)
}

/// The finaliser of SplitMix64 (Stafford's variant 13): each bit of the input affects every bit of the output with
/// probability one half.
#[inline]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

/// A short sequence of random numbers for one purpose: SplitMix64 (Steele, Lea and Flood 2014), started at a state
/// derived from the draw's name. Most draws take a single number, so seeding a generator with a larger state would
/// dominate the cost.
#[derive(Clone, Debug)]
pub struct Draw {
    state: u64,
    layers: &'static Layers,
}

/// A probability, as the number of the 2^53 values of [`Draw::unit`] that are below it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Odds(u64);

impl Odds {
    /// Those of what never happens.
    pub const NEVER: Odds = Odds(0);

    /// Those of a probability: exact, because a power of two only shifts it.
    pub fn of(probability: f64) -> Odds {
        Odds(libm::ceil(probability * UNITS) as u64)
    }
}

/// Values of [`Draw::unit`].
const UNITS: f64 = (1u64 << 53) as f64;

impl TryRng for Draw {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next_u64() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.state = self.state.wrapping_add(GOLDEN);
        Ok(mix(self.state))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next_u64().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl Draw {
    /// Uniform in [0, 1), with 53 bits.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        self.random()
    }

    /// [`Draw::unit`], if it is below a probability.
    #[inline(always)]
    pub fn unit_below(&mut self, odds: Odds) -> Option<f64> {
        let unit = self.next_u64() >> 11;
        (unit < odds.0).then(|| unit as f64 / UNITS)
    }

    /// True with probability `p`.
    #[inline]
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Shuffles a list.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        list.shuffle(self);
    }

    /// Exponential with mean 1, by the ziggurat method (Marsaglia and Tsang 2000).
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    pub fn exponential(&mut self) -> f64 {
        let bits = self.next_u64();
        // The layer comes from the low 8 bits, the position within it from the high 53: they do not overlap.
        let layer = (bits & 0xFF) as usize;
        let x = (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64) * self.layers.x[layer];
        if x < self.layers.x[layer + 1] {
            return x;
        }
        // By a copy, so that the draw of the others stays in registers.
        let mut rest = self.clone();
        let x = rest.beyond(layer, x);
        *self = rest;
        x
    }

    /// [`Draw::exponential`] after a rejection.
    #[inline(never)]
    fn again(&mut self) -> f64 {
        self.exponential()
    }

    /// Normal with mean 0 and standard deviation 1, by the polar method (Marsaglia and Bray 1964), of which half is used: it
    /// needs no cosine, which is large.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * libm::sqrt(-2.0 * libm::log(square) / square);
            }
        }
    }

    /// Handles the roughly one draw in a hundred that falls outside the part of its layer that is entirely under the
    /// curve.
    #[cold]
    #[inline(never)]
    fn beyond(&mut self, layer: usize, x: f64) -> f64 {
        let Layers { x: edge, y } = self.layers;
        if layer == 0 {
            return edge[1] - libm::log(1.0 - self.unit());
        }
        let height = y[layer] + (y[layer + 1] - y[layer]) * self.unit();
        if height < libm::exp(-x) { x } else { self.again() }
    }
}

/// Ziggurat: 256 layers of equal area under `exp(-x)`, given by their right edges and heights.
#[derive(Debug)]
struct Layers {
    x: [f64; 257],
    y: [f64; 257],
}

/// Start of the bottom layer's tail, and the area of each layer (Marsaglia and Tsang 2000, for 256 layers).
const TAIL: f64 = 7.697_117_470_131_05;
const AREA: f64 = 3.949_659_822_581_572e-3;

/// Computed once with `libm`: bit-identical natively and in WebAssembly.
static LAYERS: LazyLock<Layers> = LazyLock::new(|| {
    let mut x = [0.0; 257];
    // The bottom layer is as wide as a rectangle of its area, tail included.
    x[0] = AREA / libm::exp(-TAIL);
    x[1] = TAIL;
    for i in 2..256 {
        x[i] = -libm::log(AREA / x[i - 1] + libm::exp(-x[i - 1]));
    }
    Layers { x, y: x.map(|x| libm::exp(-x)) }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_its_name_only() {
        let s = Streams::new(7);
        let a = s.draw(Purpose::Work, 1, 19, 2).unit();
        s.draw(Purpose::Work, 1, 18, 2).unit();
        assert_eq!(a, s.draw(Purpose::Work, 1, 19, 2).unit());
        let first = s.start(Purpose::Work, 1, 1);
        for nth in [1, 2] {
            let (mut a, mut b) =
                (s.draw(Purpose::Work, 1, 19, nth), s.draw_from::<1>(first, Purpose::Work, 1, 19, nth));
            assert_eq!(a.unit(), b.unit());
        }
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
    fn odds_are_those_of_the_probability_to_the_last_bit() {
        let s = Streams::new(3);
        for n in 0..1_000 {
            let unit = s.draw(Purpose::Flaky, 1, n, 1).unit();
            for p in [0.0, 0.02, 0.05, 0.5, 1.0, unit, unit.next_up(), unit.next_down()] {
                let below = s.draw(Purpose::Flaky, 1, n, 1).unit_below(Odds::of(p));
                assert_eq!(below, (unit < p).then_some(unit), "{unit} below {p}");
            }
        }
    }

    #[test]
    fn draws_under_neighbouring_names_are_spread_evenly() {
        let s = Streams::new(1);
        let n = 100_000;
        let mut cells = [0u32; 10];
        let mut sum = 0.0;
        let (mut beyond_3, mut beyond_tail) = (0, 0);
        for i in 0..n {
            cells[(s.draw(Purpose::Flaky, 3, i, 1).unit() * 10.0) as usize] += 1;
            let x = s.draw(Purpose::Work, 3, i, 1).exponential();
            sum += x;
            beyond_3 += u32::from(x > 3.0);
            beyond_tail += u32::from(x > TAIL);
        }
        assert!((beyond_3 as f64 / n as f64 / libm::exp(-3.0) - 1.0).abs() < 0.03, "{beyond_3} beyond 3");
        assert!(beyond_tail > 0, "the tail is never drawn from");
        for c in cells {
            assert!((9_600..10_400).contains(&c), "{cells:?}");
        }
        assert!((sum / n as f64 - 1.0).abs() < 0.02);
    }
}
