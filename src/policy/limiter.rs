//! Rate limit: a token bucket for each share of the rate.
//!
//! A bucket holds up to its burst of tokens, starts full, and is refilled at its rate; each call takes one token (RFC
//! 2697, section 3, with its CIR as the rate and its CBS as the burst). Without a token a call is refused with the time
//! after which there will be one: HTTP's 429 (RFC 6585, section 4) with `Retry-After` (RFC 9110, section 10.2.3), there
//! in whole seconds, here to the microsecond.
//!
//! A reserved share is a bucket for one client. It is both a floor and a ceiling: no other client takes its tokens, and
//! its client takes no others, like AWS Lambda's reserved concurrency ("both a lower and upper bound").

use crate::base::ids::NodeId;
use crate::base::time::{Span, Time};
use borsh::{BorshDeserialize, BorshSerialize};

/// Rate, burst and reserved shares of a limit.
#[derive(Clone, PartialEq, Eq, Debug, BorshSerialize, BorshDeserialize)]
pub struct RateLimit {
    /// Tokens per second, reserved ones included; at least 1.
    pub rate: u32,
    /// Most calls that may pass at one instant, reserved ones included; at least 1.
    pub burst: u32,
    /// Shares of single clients, less than `rate` in total.
    pub reserved: Vec<Reserved>,
}

/// A share for one client alone. Its part of the burst equals its part of the rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, BorshSerialize, BorshDeserialize)]
pub struct Reserved {
    /// The client whose orders it serves.
    pub client: NodeId,
    /// Tokens per second; at least 1.
    pub rate: u32,
}

/// Parts of a token. With 10^6, a rate of 1 per second yields one part per microsecond, and nothing is rounded.
const TOKEN: u64 = 1_000_000;

/// Tokens of one share, in parts of [`TOKEN`].
#[derive(Clone, PartialEq, Eq, Debug)]
struct Bucket {
    /// Parts per microsecond, which equals tokens per second.
    rate: u64,
    capacity: u64,
    level: u64,
    filled_at: Time,
    since: Time,
    passed: u64,
}

/// A limit in force, with the tokens left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limiter {
    /// The bucket shared by clients without a reserved share, then the reserved ones.
    buckets: Vec<Bucket>,
    clients: Vec<NodeId>,
}

impl RateLimit {
    /// Tokens per second left for clients without a reserved share.
    pub fn unreserved(&self) -> u32 {
        self.rate.saturating_sub(self.reserved.iter().fold(0, |sum, share| sum.saturating_add(share.rate)))
    }

    /// Burst of a share of `rate` tokens per second, in whole tokens. In a valid limit it is at least one; otherwise
    /// nothing could ever pass.
    pub fn burst_of(&self, rate: u32) -> u32 {
        (self.parts(rate) / TOKEN) as u32
    }

    fn parts(&self, rate: u32) -> u64 {
        // Both factors are at most 10^6, so the product stays below 2^64.
        u64::from(self.burst) * TOKEN * u64::from(rate) / u64::from(self.rate.max(1))
    }
}

impl Bucket {
    fn new(limit: &RateLimit, rate: u32, now: Time) -> Bucket {
        let capacity = limit.parts(rate);
        Bucket { rate: rate.into(), capacity, level: capacity, filled_at: now, since: now, passed: 0 }
    }

    fn level(&self, now: Time) -> u64 {
        let came = now.since(self.filled_at).as_micros().saturating_mul(self.rate);
        self.level.saturating_add(came).min(self.capacity)
    }

    fn take(&mut self, now: Time) -> Result<(), Span> {
        (self.level, self.filled_at) = (self.level(now), now);
        if self.level < TOKEN {
            return Err(Span::from_micros((TOKEN - self.level).div_ceil(self.rate.max(1))));
        }
        self.level -= TOKEN;
        self.passed += 1;
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
        let whole = |bucket: &Bucket| (bucket.level(now) / TOKEN) as u32;
        (whole(&self.buckets[0]), self.buckets[1..].iter().map(whole).sum())
    }

    /// Calls passed since the limit was set, over all shares.
    pub fn passed(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.passed).sum()
    }

    /// Checks that no share let more pass than its budget: its burst, plus its rate times the time it was in force.
    ///
    /// # Errors
    /// A sentence with the numbers: a bug in the simulation.
    pub fn check(&self, now: Time) -> Result<(), String> {
        for bucket in &self.buckets {
            let came = u128::from(now.since(bucket.since).as_micros()) * u128::from(bucket.rate);
            let spent = u128::from(bucket.passed) * u128::from(TOKEN) + u128::from(bucket.level(now));
            if spent > u128::from(bucket.capacity) + came || bucket.level > bucket.capacity {
                return Err(format!("more passed a limit than its budget: {bucket:?}"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: NodeId = NodeId(0);
    const OTHER: NodeId = NodeId(1);

    fn limiter(rate: u32, burst: u32, reserved: &[u32]) -> Limiter {
        let reserved = reserved.iter().map(|rate| Reserved { client: SHOP, rate: *rate }).collect();
        Limiter::new(&RateLimit { rate, burst, reserved }, Time::ZERO)
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

    #[test]
    fn a_bucket_that_gave_too_much_is_found_out() {
        let mut limiter = limiter(1, 1, &[]);
        limiter.take(OTHER, at(0)).unwrap();
        limiter.buckets[0].passed += 1;
        assert!(limiter.check(at(999)).is_err());
    }
}
