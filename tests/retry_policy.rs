//! Every wait that a retry policy gives lies within the bounds it states.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use carteiro::base::rng::{Purpose, Streams};
use carteiro::base::time::Span;
use carteiro::policy::failure::Failures;
use carteiro::policy::retry::{Backoff, Jitter, MaxAttempts, RetryPolicy};
use proptest::prelude::*;

fn any_span() -> impl Strategy<Value = Span> {
    (0..=Span::LONGEST.as_micros()).prop_map(Span::from_micros)
}

fn any_backoff() -> impl Strategy<Value = Backoff> {
    let s = any_span;
    prop_oneof![
        Just(Backoff::Immediate),
        s().prop_map(|delay| Backoff::Fixed { delay }),
        (s(), s()).prop_map(|(step, cap)| Backoff::Linear { step, cap }),
        (s(), 1.0..1_000.0, s()).prop_map(|(base, factor, cap)| Backoff::Exponential { base, factor, cap }),
        (s(), s(), 1..=10u32, s()).prop_map(|(base, unit, power, cap)| Backoff::Polynomial { base, unit, power, cap }),
        prop::collection::vec(s(), 1..5).prop_map(|delays| Backoff::List { delays }),
    ]
}

fn any_jitter() -> impl Strategy<Value = Jitter> {
    prop_oneof![
        Just(Jitter::None),
        Just(Jitter::Full),
        Just(Jitter::Equal),
        Just(Jitter::Decorrelated),
        (0.0..=1.0).prop_map(|spread| Jitter::Ratio { spread }),
        any_span().prop_map(|step| Jitter::Added { step }),
    ]
}

proptest! {
    #[test]
    fn every_wait_lies_within_its_bounds(
        backoff in any_backoff(),
        jitter in any_jitter(),
        failures in 1..99u32,
        previous in any_span(),
        seed: u64,
    ) {
        let policy = RetryPolicy { backoff, jitter, max_attempts: MaxAttempts::Unlimited, except: Failures::NONE, whole: None };
        let (least, most) = policy.delay_bounds(failures, previous);
        let draw = || Streams::new(seed).draw(Purpose::Jitter, 0, 0, failures);
        let wait = policy.next_delay(failures, previous, draw);
        prop_assert!(least <= most && most <= Span::LONGEST);
        prop_assert!(wait.is_some_and(|wait| least <= wait && wait <= most), "{wait:?} not in {least:?} ..= {most:?}");
    }
}

#[test]
fn the_waits_of_a_jitter_are_spread_over_all_that_it_allows() {
    let delay = Span::from_secs(1);
    let spread = |jitter| {
        let policy = RetryPolicy {
            backoff: Backoff::Fixed { delay },
            jitter,
            max_attempts: MaxAttempts::AtMost(9),
            except: Failures::NONE,
            whole: None,
        };
        let wait = |n| policy.next_delay(1, Span::ZERO, || Streams::new(n).draw(Purpose::Jitter, 0, 0, 1)).unwrap();
        let waits: Vec<u64> = (0..1_000).map(|n| wait(n).as_micros() / 1_000).collect();
        (*waits.iter().min().unwrap() / 10, *waits.iter().max().unwrap() / 10)
    };
    // In hundredths of a second; of 1,000 waits the outermost are within a hundredth of the range.
    assert_eq!(spread(Jitter::None), (100, 100));
    assert_eq!(spread(Jitter::Full), (0, 99));
    assert_eq!(spread(Jitter::Equal), (50, 99));
    assert_eq!(spread(Jitter::Ratio { spread: 0.2 }), (80, 119));
    assert_eq!(spread(Jitter::Added { step: delay }), (100, 199));
}

/// "sleep = min(cap, random_between(base, sleep * 3))", as the architecture blog of AWS gives it: once the wait before is
/// the cap, all draws above it are cut to it.
#[test]
fn decorrelated_jitter_is_cut_after_the_draw() {
    let (base, cap) = (Span::from_secs(1), Span::from_secs(20));
    let backoff = Backoff::Exponential { base, factor: 2.0, cap };
    let policy = RetryPolicy {
        backoff,
        jitter: Jitter::Decorrelated,
        max_attempts: MaxAttempts::Unlimited,
        except: Failures::NONE,
        whole: None,
    };
    let wait = |n| policy.next_delay(9, cap, || Streams::new(n).draw(Purpose::Jitter, 0, 0, 9));
    let at_cap = (0..1_000).filter(|n| wait(*n) == Some(cap)).count();
    // 1 - (20 - 1) / (60 - 1) = 0.678; three standard deviations are 0.044.
    assert!((634..=722).contains(&at_cap), "{at_cap} of 1000");
}
