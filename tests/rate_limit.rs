//! A rate limit never passes more than its budget in any window, and the time to come back that it names is right.
#![cfg(not(target_arch = "wasm32"))]

use carteiro::base::ids::NodeId;
use carteiro::base::time::{Span, Time};
use carteiro::policy::limiter::{Algorithm, Limiter, RateLimit, Reserved};
use proptest::collection::vec;
use proptest::prelude::*;

/// The important client, who has a share of its own, and another, who has none.
const CLIENTS: [NodeId; 2] = [NodeId(0), NodeId(1)];

/// A limit with a share for the first client, in which each share has at least one token.
fn any_limit() -> impl Strategy<Value = RateLimit> {
    let limit = (2..2_000u32, 1..500u32).prop_flat_map(|(rate, burst)| (Just(rate), Just(burst), 1..rate));
    let algorithm =
        prop_oneof![Just(Algorithm::TokenBucket), Just(Algorithm::FixedWindow), Just(Algorithm::SlidingWindow)];
    let per = prop_oneof![Just(1_000_000), 1..60_000_000u64];
    (limit, algorithm, per)
        .prop_map(|((rate, burst, share), algorithm, per)| {
            // A window of few calls is soon full.
            let (rate, share) = if algorithm == Algorithm::TokenBucket {
                (rate, share)
            } else {
                (rate % 9 + 2, share % (rate % 9 + 1) + 1)
            };
            RateLimit {
                algorithm,
                rate,
                per: Span::from_micros(per),
                burst: if algorithm == Algorithm::TokenBucket { burst } else { rate },
                reserved: vec![Reserved { client: CLIENTS[0], rate: share }],
            }
        })
        .prop_filter("each share has a token", |limit| {
            limit.burst_of(limit.unreserved()) > 0 && limit.burst_of(limit.reserved[0].rate) > 0
        })
}

/// The instants at which orders of one of the two arrive, in order, some at the same instant.
fn any_arrivals() -> impl Strategy<Value = Vec<(usize, Time)>> {
    vec((0..2usize, prop_oneof![2 => Just(0u64), 3 => 0..20_000u64, 1 => 0..3_000_000u64]), 1..200).prop_map(|gaps| {
        let mut now = 0;
        gaps.into_iter()
            .map(|(client, gap)| {
                now += gap;
                (client, Time::from_micros(now))
            })
            .collect()
    })
}

/// The most calls of a share from one instant to another: what its bucket holds, and what comes meanwhile; the number
/// of each fixed window that they touch; the number of each sliding window that fits between them, and one more.
fn budget(limit: &RateLimit, rate: u32, (from, to): (Time, Time)) -> f64 {
    let (rate, per) = (f64::from(rate), limit.per.as_micros());
    let (from, to) = (from.as_micros(), to.as_micros());
    match limit.algorithm {
        Algorithm::TokenBucket => {
            f64::from(limit.burst) * rate / f64::from(limit.rate) + rate * (to - from) as f64 / per as f64
        }
        Algorithm::FixedWindow => rate * (to / per - from / per + 1) as f64,
        Algorithm::SlidingWindow => rate * ((to - from) / per + 1) as f64,
    }
}

proptest! {
    #[test]
    fn no_window_passes_more_than_its_budget(limit in any_limit(), arrivals in any_arrivals()) {
        let mut limiter = Limiter::new(&limit, Time::ZERO);
        let end = arrivals.last().map_or(Time::ZERO, |last| last.1);
        let passed: Vec<(usize, Time)> =
            arrivals.into_iter().filter(|(client, at)| limiter.take(CLIENTS[*client], *at).is_ok()).collect();
        prop_assert_eq!(limiter.passed(), passed.len() as u64);
        prop_assert_eq!(limiter.check(end), Ok(()));
        let rates = [limit.reserved[0].rate, limit.unreserved()];
        for (i, (_, from)) in passed.iter().enumerate() {
            let mut counts = [0u32; 2];
            for (client, to) in &passed[i..] {
                counts[*client] += 1;
                for (count, rate) in counts.iter().zip(rates) {
                    let most = budget(&limit, rate, (*from, *to));
                    prop_assert!(f64::from(*count) <= most + 1e-6, "{count} of {most} between {from} and {to}");
                }
            }
        }
    }

    #[test]
    fn who_comes_back_when_told_finds_a_token_and_no_earlier(limit in any_limit(), arrivals in any_arrivals()) {
        let mut limiter = Limiter::new(&limit, Time::ZERO);
        for (client, at) in arrivals {
            if let Err(wait) = limiter.take(CLIENTS[client], at) {
                prop_assert!(wait > Span::ZERO);
                let early = at + Span::from_micros(wait.as_micros() - 1);
                prop_assert!(limiter.clone().take(CLIENTS[client], early).is_err());
                prop_assert_eq!(limiter.clone().take(CLIENTS[client], at + wait), Ok(()));
            }
        }
    }
}
