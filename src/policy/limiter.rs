//! Rate limit: a token bucket, or a window, for each share of the rate.
//!
//! A bucket holds up to its burst of tokens, starts full, and is refilled at its rate; each call takes one token (RFC
//! 2697, section 3, with its CIR as the rate and its CBS as the burst). Without a token a call is refused with the time
//! after which there will be one: HTTP's 429 (RFC 6585, section 4) with `Retry-After` (RFC 9110, section 10.2.3), there
//! in whole seconds, here to the microsecond.
//!
//! A window lets its number of calls pass and no more. A fixed one begins anew at each multiple of its length, as where
//! the key of a counter is the clock's minute: twice its number can pass around a border. A sliding one looks back from
//! each call (a sliding-window log).
//!
//! A reserved share is a bucket for one client. It is both a floor and a ceiling: no other client takes its tokens, and
//! its client takes no others, like AWS Lambda's reserved concurrency ("both a lower and upper bound").

use crate::base::ids::NodeId;
use crate::base::packed::packed;
use crate::base::time::{Span, Time};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// How a limit counts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Algorithm {
    /// A bucket holds `burst` tokens, full at first; `rate` come in each `per`, and each call takes one.
    #[default]
    TokenBucket,
    /// `rate` calls pass in each window of `per`, which begin at multiples of `per`.
    FixedWindow,
    /// `rate` calls pass in any window of `per`, wherever it begins. At most 10,000.
    SlidingWindow,
}

/// Rate, burst and reserved shares of a limit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RateLimit {
    pub algorithm: Algorithm,
    /// Calls in each `per`, reserved ones included; at least 1.
    pub rate: u32,
    /// Time to which the rate refers.
    pub per: Span,
    /// Most calls that may pass at one instant, reserved ones included; at least 1. Of a window: its `rate`.
    pub burst: u32,
    /// Shares of single clients, less than `rate` in total.
    pub reserved: Vec<Reserved>,
}

/// A share for one client alone. Its part of the burst equals its part of the rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reserved {
    /// The client whose orders it serves.
    pub client: NodeId,
    /// Calls in each `per`; at least 1.
    pub rate: u32,
}

/// Calls that may pass by one share. A token has as many parts as `per` has microseconds, so that a rate of 1 yields one
/// part per microsecond, and nothing is rounded.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Bucket {
    algorithm: Algorithm,
    /// Parts of a token, which is also the length of a window in microseconds.
    token: u64,
    /// Parts per microsecond.
    rate: u64,
    capacity: u64,
    level: u64,
    filled_at: Time,
    since: Time,
    passed: u64,
    /// Of a sliding window: when the last calls passed, oldest first.
    log: VecDeque<Time>,
}

/// A limit in force, with the tokens left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limiter {
    /// The bucket shared by clients without a reserved share, then the reserved ones.
    buckets: Vec<Bucket>,
    clients: Vec<NodeId>,
}

impl RateLimit {
    /// Calls in each `per` left for clients without a reserved share.
    pub fn unreserved(&self) -> u32 {
        self.rate.saturating_sub(self.reserved.iter().fold(0, |sum, share| sum.saturating_add(share.rate)))
    }

    /// Burst of a share of `rate` tokens per second, in whole tokens. In a valid limit it is at least one; otherwise
    /// nothing could ever pass.
    pub fn burst_of(&self, rate: u32) -> u32 {
        (u64::from(self.burst) * u64::from(rate) / u64::from(self.rate.max(1))) as u32
    }

    fn parts(&self, rate: u32) -> u64 {
        // In two steps, because the whole product may exceed 2^64; a day has fewer than 2^37 microseconds.
        let (share, of) = (u64::from(self.burst) * u64::from(rate), u64::from(self.rate.max(1)));
        share / of * self.per.as_micros() + share % of * self.per.as_micros() / of
    }
}

impl Bucket {
    fn new(limit: &RateLimit, rate: u32, now: Time) -> Bucket {
        let capacity = limit.parts(rate);
        Bucket {
            algorithm: limit.algorithm,
            token: limit.per.as_micros().max(1),
            rate: rate.into(),
            capacity,
            level: capacity,
            filled_at: now,
            since: now,
            passed: 0,
            log: VecDeque::new(),
        }
    }

    fn level(&self, now: Time) -> u64 {
        match self.algorithm {
            Algorithm::TokenBucket => {
                let came = now.since(self.filled_at).as_micros().saturating_mul(self.rate);
                self.level.saturating_add(came).min(self.capacity)
            }
            Algorithm::FixedWindow if self.window(now) == self.window(self.filled_at) => self.level,
            Algorithm::FixedWindow => self.capacity,
            Algorithm::SlidingWindow => {
                self.capacity.saturating_sub((self.log.len() - self.left(now)) as u64 * self.token)
            }
        }
    }

    /// Number of the fixed window of an instant.
    fn window(&self, at: Time) -> u64 {
        at.as_micros() / self.token
    }

    /// How many of the log's oldest calls have left the sliding window.
    fn left(&self, now: Time) -> usize {
        self.log.partition_point(|at| now.since(*at).as_micros() >= self.token)
    }

    /// The time after which a call may pass, of a bucket without a token.
    fn wait(&self, now: Time) -> Span {
        Span::from_micros(match self.algorithm {
            Algorithm::TokenBucket => (self.token - self.level).div_ceil(self.rate.max(1)),
            Algorithm::FixedWindow => self.token - now.as_micros() % self.token,
            Algorithm::SlidingWindow => {
                self.log.front().map_or(0, |oldest| self.token - now.since(*oldest).as_micros())
            }
        })
    }

    fn take(&mut self, now: Time) -> Result<(), Span> {
        (self.level, self.filled_at) = (self.level(now), now);
        self.log.drain(..self.left(now));
        if self.level < self.token {
            return Err(self.wait(now));
        }
        self.level -= self.token;
        self.passed += 1;
        if self.algorithm == Algorithm::SlidingWindow {
            self.log.push_back(now);
        }
        Ok(())
    }
}

impl Limiter {
    /// A limit with all its tokens.
    pub fn new(limit: &RateLimit, now: Time) -> Limiter {
        let mut buckets = vec![Bucket::new(limit, limit.unreserved(), now)];
        buckets.extend(limit.reserved.iter().map(|share| Bucket::new(limit, share.rate, now)));
        Limiter { buckets, clients: limit.reserved.iter().map(|share| share.client).collect() }
    }

    /// Takes a token for an order of `client`.
    ///
    /// # Errors
    /// Its share is empty: the time after which it has a token, if no other call takes it first.
    pub fn take(&mut self, client: NodeId, now: Time) -> Result<(), Span> {
        let share = self.clients.iter().position(|owner| *owner == client).map_or(0, |i| i + 1);
        self.buckets[share].take(now)
    }

    /// Whole tokens left: in the shared bucket, and in all reserved ones together.
    pub fn left(&self, now: Time) -> (u32, u32) {
        let whole = |bucket: &Bucket| (bucket.level(now) / bucket.token) as u32;
        (whole(&self.buckets[0]), self.buckets[1..].iter().map(whole).sum())
    }

    /// Calls passed since the limit was set, over all shares.
    pub fn passed(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.passed).sum()
    }

    /// Checks that no share let more pass than its budget: its burst, plus its rate times the time it was in force; of
    /// a window its number, as often as the time holds it.
    ///
    /// # Errors
    /// A sentence with the numbers: a bug in the simulation.
    pub fn check(&self, now: Time) -> Result<(), String> {
        for bucket in &self.buckets {
            let windows = match bucket.algorithm {
                Algorithm::TokenBucket => 0,
                Algorithm::FixedWindow => bucket.window(now) - bucket.window(bucket.since),
                Algorithm::SlidingWindow => bucket.window(now) - bucket.window(bucket.since) + 1,
            };
            let came = match bucket.algorithm {
                Algorithm::TokenBucket => u128::from(now.since(bucket.since).as_micros()) * u128::from(bucket.rate),
                _ => u128::from(windows) * u128::from(bucket.capacity),
            };
            let spent = u128::from(bucket.passed) * u128::from(bucket.token) + u128::from(bucket.level(now));
            if spent > u128::from(bucket.capacity) + came || bucket.level > bucket.capacity {
                return Err(format!("more passed a limit than its budget: {bucket:?}"));
            }
        }
        Ok(())
    }
}

packed! {
    enum Algorithm { TokenBucket, FixedWindow, SlidingWindow }
    struct RateLimit { algorithm, rate, per, burst, reserved }
    struct Reserved { client, rate }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: NodeId = NodeId(0);
    const OTHER: NodeId = NodeId(1);

    fn limiter(rate: u32, burst: u32, reserved: &[u32]) -> Limiter {
        let reserved = reserved.iter().map(|rate| Reserved { client: SHOP, rate: *rate }).collect();
        let (algorithm, per) = (Algorithm::TokenBucket, Span::from_secs(1));
        Limiter::new(&RateLimit { algorithm, rate, per, burst, reserved }, Time::ZERO)
    }

    fn at(ms: u64) -> Time {
        Time::from_micros(ms * 1_000)
    }

    #[test]
    fn a_burst_passes_and_then_the_rate() {
        let mut limiter = limiter(4, 3, &[]);
        let mut try_at = |ms| limiter.take(OTHER, at(ms)).map_err(|wait| wait.as_micros());
        assert_eq!([try_at(0), try_at(0), try_at(0)], [Ok(()); 3], "the burst");
        assert_eq!(try_at(0), Err(250_000));
        assert_eq!(try_at(100), Err(150_000), "what came meanwhile is not forgotten");
        assert_eq!(try_at(250), Ok(()), "the wait that was named is enough");
        assert_eq!(try_at(250), Err(250_000));
    }

    #[test]
    fn a_reserved_share_is_a_floor_and_a_ceiling() {
        // The numbers of the lesson: 100 per second, 60 for the important client, 40 for the rest.
        let mut limiter = limiter(100, 100, &[60]);
        let mut passed = |client| (0..1_000).filter(|_| limiter.take(client, at(0)).is_ok()).count();
        assert_eq!(passed(OTHER), 40, "nobody takes what is reserved");
        assert_eq!(passed(SHOP), 60);
        assert_eq!(limiter.left(at(0)), (0, 0));
        assert_eq!(limiter.left(at(1_000)), (40, 60));
        assert_eq!(limiter.take(SHOP, at(0)), Err(Span::from_micros(16_667)), "a third of a microsecond is waited for");
        assert_eq!((limiter.passed(), limiter.check(at(0))), (100, Ok(())));
    }

    /// Which of the calls at these instants, in seconds, pass three a minute, and what the others are told.
    fn by_window(algorithm: Algorithm, seconds: &[u64]) -> Vec<Result<(), u64>> {
        let limit = RateLimit { algorithm, rate: 3, per: Span::from_secs(60), burst: 3, reserved: Vec::new() };
        let mut limiter = Limiter::new(&limit, Time::ZERO);
        let mut take = |s: &u64| limiter.take(OTHER, at(s * 1_000)).map_err(|wait| wait.as_micros() / 1_000_000);
        let passed = seconds.iter().map(&mut take).collect();
        assert_eq!(limiter.check(at(1_000_000)), Ok(()));
        passed
    }

    #[test]
    fn a_fixed_window_passes_twice_its_number_around_a_border_and_a_sliding_one_does_not() {
        let seconds = [59, 59, 59, 59, 60, 60, 60, 61, 119, 120];
        let fixed = [Ok(()), Ok(()), Ok(()), Err(1), Ok(()), Ok(()), Ok(()), Err(59), Err(1), Ok(())];
        assert_eq!(by_window(Algorithm::FixedWindow, &seconds), fixed);
        let sliding = [Ok(()), Ok(()), Ok(()), Err(60), Err(59), Err(59), Err(59), Err(58), Ok(()), Ok(())];
        assert_eq!(by_window(Algorithm::SlidingWindow, &seconds), sliding);
    }

    #[test]
    fn a_bucket_that_gave_too_much_is_found_out() {
        let mut limiter = limiter(1, 1, &[]);
        limiter.take(OTHER, at(0)).unwrap();
        limiter.buckets[0].passed += 1;
        assert!(limiter.check(at(999)).is_err());
    }
}
