//! Compares the circuit breaker with a naive one that keeps every call and recounts on each query.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use carteiro::base::time::{Span, Time};
use carteiro::policy::breaker::{Breaker, BreakerPolicy, BreakerState, SlidingWindow, SlowCall};
use proptest::prelude::*;

fn second(at: Time) -> u64 {
    at.as_micros() / 1_000_000
}

/// A call that ended: when, whether it failed, whether it was slow.
type Ended = (Time, bool, bool);

/// The breaker written straight from the guide's sentences, but for when a half-open one judges, regardless of memory and time.
struct Naive {
    policy: BreakerPolicy,
    state: BreakerState,
    /// The calls that ended since it entered the current state.
    ended: Vec<Ended>,
    /// What was recorded when half-open is looked at by count, until it closes.
    by_count: bool,
}

impl Naive {
    fn looked_at(&self, now: Time) -> Vec<Ended> {
        let last = |n: u32| self.ended.iter().rev().take(n as usize).copied().collect();
        match self.policy.window {
            _ if self.by_count => last(self.policy.half_open_calls),
            SlidingWindow::Count(n) => last(n),
            SlidingWindow::Time(span) => {
                let seconds = span.as_micros() / 1_000_000;
                self.ended.iter().filter(|(at, ..)| second(*at) + seconds > second(now)).copied().collect()
            }
        }
    }

    fn permits(&mut self, now: Time) -> bool {
        if let BreakerState::Open { since } = self.state
            && now > since + self.policy.open_for
        {
            (self.state, self.by_count) = (BreakerState::HalfOpen { permits: self.policy.half_open_calls }, true);
            self.ended.clear();
        }
        match &mut self.state {
            BreakerState::Closed => true,
            BreakerState::Open { .. } | BreakerState::HalfOpen { permits: 0 } => false,
            BreakerState::HalfOpen { permits } => {
                *permits -= 1;
                true
            }
        }
    }

    fn record(&mut self, now: Time, failed: bool, took: Span) {
        let slow = self.policy.slow_call.is_some_and(|slow| took > slow.after);
        self.ended.push((now, failed, slow));
        let seen = self.looked_at(now);
        let least = match (self.state, self.policy.window) {
            (BreakerState::Open { .. }, _) => return,
            (BreakerState::HalfOpen { .. }, _) => self.policy.half_open_calls.min(self.policy.minimum_calls),
            (_, SlidingWindow::Count(n)) => n.min(self.policy.minimum_calls),
            _ => self.policy.minimum_calls,
        };
        if seen.len() < least as usize {
            return;
        }
        let share = |is: fn(&&Ended) -> bool| seen.iter().filter(is).count() as f64 / seen.len() as f64;
        let slow_rate = self.policy.slow_call.map_or(f64::INFINITY, |slow| slow.rate);
        if share(|e| e.1) >= self.policy.failure_rate || share(|e| e.2) >= slow_rate {
            self.state = BreakerState::Open { since: now };
        } else if let BreakerState::HalfOpen { .. } = self.state {
            (self.state, self.by_count) = (BreakerState::Closed, false);
            self.ended.clear();
        }
    }
}

fn policy() -> impl Strategy<Value = BreakerPolicy> {
    let window = prop_oneof![
        (1..8u32).prop_map(SlidingWindow::Count),
        (1..5u64).prop_map(|s| SlidingWindow::Time(Span::from_secs(s))),
    ];
    let slow = prop::option::of((1..2_000u64, 0.1..=1.0f64));
    (window, 1..8u32, 0.1..=1.0f64, slow, 1..4_000u64, 1..5u32).prop_map(
        |(window, minimum_calls, failure_rate, slow, open, half_open_calls)| BreakerPolicy {
            window,
            minimum_calls,
            failure_rate,
            slow_call: slow.map(|(ms, rate)| SlowCall { after: Span::from_millis(ms), rate }),
            open_for: Span::from_millis(open),
            half_open_calls,
            half_open_for: None,
        },
    )
}

/// Whether one state may follow another in one step.
fn is_legal(from: BreakerState, to: BreakerState) -> bool {
    use BreakerState::{Closed, HalfOpen, Open};
    match (from, to) {
        (Closed, Open { .. }) | (Open { .. }, HalfOpen { .. }) | (HalfOpen { .. }, Open { .. } | Closed) => true,
        (HalfOpen { permits: before }, HalfOpen { permits: after }) => after <= before,
        (before, after) => before == after,
    }
}

proptest! {
    #[test]
    fn it_does_as_the_naive_one_and_takes_legal_transitions_only(
        policy in policy(),
        // Milliseconds that pass; what is tried: a question, or the end of a call that was permitted, well or not.
        steps in prop::collection::vec((0..900u64, any::<bool>(), any::<bool>(), 0..2_500u64), 1..120),
    ) {
        let mut breaker = Breaker::new();
        let mut naive = Naive { policy, state: BreakerState::Closed, ended: Vec::new(), by_count: false };
        let (mut now, mut under_way) = (Time::ZERO, 0);
        for (passes, asks, failed, took) in steps {
            now += Span::from_millis(passes);
            let before = breaker.state();
            if asks || under_way == 0 {
                let permitted = breaker.permits(&policy, now);
                prop_assert_eq!(permitted, naive.permits(now));
                under_way += u32::from(permitted);
            } else {
                under_way -= 1;
                breaker.record(&policy, now, failed, Span::from_millis(took));
                naive.record(now, failed, Span::from_millis(took));
            }
            prop_assert_eq!(breaker.state(), naive.state);
            prop_assert!(is_legal(before, breaker.state()), "{:?} then {:?}", before, breaker.state());
            prop_assert!(breaker.is_sound(&policy), "{:?}", breaker);
            let seen = naive.looked_at(now);
            let recorded = breaker.recorded_at(&policy, now);
            let count = |is: fn(&&Ended) -> bool| seen.iter().filter(is).count() as u32;
            prop_assert_eq!(
                (recorded.calls, recorded.failed, recorded.slow),
                (seen.len() as u32, count(|e| e.1), count(|e| e.2))
            );
        }
    }
}

/// Five calls, half of them may fail; open for 5 s; two permitted when half-open.
fn plain() -> BreakerPolicy {
    BreakerPolicy {
        window: SlidingWindow::Count(5),
        minimum_calls: 4,
        failure_rate: 0.5,
        slow_call: None,
        open_for: Span::from_secs(5),
        half_open_calls: 2,
        half_open_for: None,
    }
}

fn at(ms: u64) -> Time {
    Time::from_micros(ms * 1_000)
}

/// A breaker that opened at 0 s.
fn open(policy: &BreakerPolicy) -> Breaker {
    let mut breaker = Breaker::new();
    (0..4).for_each(|_| breaker.record(policy, at(0), true, Span::ZERO));
    assert_eq!(breaker.state(), BreakerState::Open { since: at(0) });
    breaker
}

#[test]
fn it_opens_at_the_rate_and_not_before_the_minimum_of_calls() {
    let (mut breaker, policy) = (Breaker::new(), plain());
    for failed in [true, true, false] {
        breaker.record(&policy, at(0), failed, Span::ZERO);
        assert_eq!(breaker.state(), BreakerState::Closed, "too few calls to judge");
    }
    breaker.record(&policy, at(7), false, Span::ZERO);
    assert_eq!(breaker.state(), BreakerState::Open { since: at(7) }, "two of four is half");
}

#[test]
fn it_is_half_open_only_after_its_time_and_only_for_a_few() {
    let policy = plain();
    let mut breaker = open(&policy);
    assert!(!breaker.permits(&policy, at(5_000)), "at that instant it is still open");
    assert!(breaker.permits(&policy, at(5_001)));
    assert_eq!(breaker.state(), BreakerState::HalfOpen { permits: 1 });
    assert!(breaker.permits(&policy, at(5_001)));
    assert!(!breaker.permits(&policy, at(9_000)), "two are permitted, and nothing is known of them yet");
    breaker.record(&policy, at(9_000), true, Span::ZERO);
    assert_eq!(breaker.state(), BreakerState::HalfOpen { permits: 0 }, "half of the answers are not all");
    breaker.record(&policy, at(9_500), false, Span::ZERO);
    assert_eq!(breaker.state(), BreakerState::Open { since: at(9_500) }, "one of two is half: open once more");
    assert!(breaker.permits(&policy, at(14_501)) && breaker.permits(&policy, at(14_501)));
    (0..2).for_each(|_| breaker.record(&policy, at(15_000), false, Span::ZERO));
    assert_eq!((breaker.state(), breaker.recorded().calls), (BreakerState::Closed, 0), "closed, with a clean sheet");
}

#[test]
fn half_open_it_judges_after_the_minimum_when_that_is_less_than_it_permits() {
    // Resilience4j 2.3.0: CircuitBreakerMetrics.forHalfOpen has a window of the permitted calls, and as the minimum the
    // lesser of both.
    let policy = BreakerPolicy { minimum_calls: 2, half_open_calls: 4, ..plain() };
    for (failed, state) in [(true, BreakerState::Open { since: at(7_000) }), (false, BreakerState::Closed)] {
        let mut breaker = open(&policy);
        assert!((0..4).all(|_| breaker.permits(&policy, at(6_000))) && !breaker.permits(&policy, at(6_000)));
        breaker.record(&policy, at(6_500), false, Span::ZERO);
        assert_eq!(breaker.state(), BreakerState::HalfOpen { permits: 0 }, "one is less than two");
        breaker.record(&policy, at(7_000), failed, Span::ZERO);
        assert_eq!(breaker.state(), state, "two of four permitted calls are enough");
    }
}

#[test]
fn half_open_it_judges_slowness_too() {
    let slow_call = Some(SlowCall { after: Span::from_secs(2), rate: 0.5 });
    let policy = BreakerPolicy { slow_call, ..plain() };
    let mut breaker = open(&policy);
    assert!(breaker.permits(&policy, at(6_000)) && breaker.permits(&policy, at(6_000)));
    breaker.record(&policy, at(6_100), false, Span::ZERO);
    breaker.record(&policy, at(9_000), false, Span::from_secs(3));
    assert_eq!(breaker.state(), BreakerState::Open { since: at(9_000) }, "one of two was slow");
}

#[test]
fn calls_that_are_well_but_slow_open_it_too() {
    let slow_call = Some(SlowCall { after: Span::from_secs(2), rate: 1.0 });
    let policy = BreakerPolicy { slow_call, ..plain() };
    let mut breaker = Breaker::new();
    (0..4).for_each(|_| breaker.record(&policy, at(0), false, Span::from_secs(2)));
    assert_eq!(breaker.state(), BreakerState::Closed, "just as long is not longer");
    (0..5).for_each(|_| breaker.record(&policy, at(0), false, Span::from_millis(2_001)));
    assert_eq!(breaker.state(), BreakerState::Open { since: at(0) });
}

#[test]
fn a_window_by_time_forgets_by_whole_seconds() {
    let policy = BreakerPolicy { window: SlidingWindow::Time(Span::from_secs(2)), minimum_calls: 2, ..plain() };
    let mut breaker = Breaker::new();
    breaker.record(&policy, at(900), true, Span::ZERO);
    breaker.record(&policy, at(2_000), true, Span::ZERO);
    assert_eq!(breaker.state(), BreakerState::Closed, "what happened in second 0 is forgotten in second 2");
    breaker.record(&policy, at(3_999), true, Span::ZERO);
    assert_eq!(breaker.state(), BreakerState::Open { since: at(3_999) });
}

/// A breaker over the calls of the last so many seconds, which judges two calls.
fn by_time(seconds: u64) -> BreakerPolicy {
    BreakerPolicy { window: SlidingWindow::Time(Span::from_secs(seconds)), minimum_calls: 2, ..plain() }
}

#[test]
fn a_call_counts_until_the_last_second_of_its_window_is_over() {
    let policy = by_time(2);
    let mut breaker = Breaker::new();
    breaker.record(&policy, at(1_900), true, Span::ZERO);
    let calls = |ms| breaker.recorded_at(&policy, at(ms)).calls;
    assert_eq!([calls(1_900), calls(2_999), calls(3_000)], [1, 1, 0], "it ended in second 1; second 3 is too late");
    assert_eq!(breaker.recorded().calls, 1, "what was recorded is forgotten at the next call only");
    breaker.record(&policy, at(2_500), true, Span::ZERO);
    assert_eq!(breaker.state(), BreakerState::Open { since: at(2_500) }, "both failed within two seconds");
}

#[test]
fn each_second_of_a_window_by_time_is_forgotten_by_itself() {
    let policy = BreakerPolicy { minimum_calls: 100, ..by_time(2) };
    let mut breaker = Breaker::new();
    for ms in [500, 600, 1_500, 2_500] {
        breaker.record(&policy, at(ms), false, Span::ZERO);
    }
    assert_eq!(breaker.recorded().calls, 2, "those of seconds 1 and 2");
    breaker.record(&policy, at(3_500), false, Span::ZERO);
    assert_eq!(breaker.recorded().calls, 2, "those of seconds 2 and 3");
}

#[test]
fn half_open_it_counts_its_few_calls_however_far_apart_they_end() {
    let policy = by_time(1);
    let mut breaker = Breaker::new();
    (0..2).for_each(|_| breaker.record(&policy, at(0), true, Span::ZERO));
    assert!(breaker.permits(&policy, at(6_000)) && breaker.permits(&policy, at(6_000)));
    breaker.record(&policy, at(10_000), false, Span::ZERO);
    assert_eq!(breaker.recorded_at(&policy, at(19_000)).calls, 1, "no second takes it out of the window");
    breaker.record(&policy, at(20_000), true, Span::ZERO);
    assert_eq!(breaker.state(), BreakerState::Open { since: at(20_000) }, "one of two is half");
}

#[test]
fn a_slow_call_that_leaves_the_window_is_slow_no_longer() {
    let slow_call = Some(SlowCall { after: Span::from_secs(2), rate: 1.0 });
    let policy = BreakerPolicy { window: SlidingWindow::Count(2), minimum_calls: 9, slow_call, ..plain() };
    let mut breaker = Breaker::new();
    let mut slow = |ms| {
        breaker.record(&policy, at(0), false, Span::from_millis(ms));
        (breaker.recorded().slow, breaker.recorded().calls)
    };
    assert_eq!([slow(3_000), slow(0), slow(0), slow(3_000)], [(1, 1), (1, 2), (0, 2), (1, 2)]);
}

#[test]
fn without_calls_there_is_no_rate() {
    let policy = plain();
    let mut breaker = Breaker::new();
    assert_eq!(breaker.recorded_at(&policy, at(0)).rate(0), None);
    (0..4).for_each(|_| breaker.record(&BreakerPolicy { minimum_calls: 9, ..policy }, at(0), false, Span::ZERO));
    assert_eq!([1, 3].map(|some| breaker.recorded().rate(some)), [Some(0.25), Some(0.75)]);
}

#[test]
fn each_state_has_its_name() {
    let policy = plain();
    let mut breaker = open(&policy);
    let name = |breaker: &Breaker| BreakerState::NAMES[usize::from(breaker.state().code())];
    assert_eq!((name(&Breaker::new()), name(&breaker)), ("closed", "open"));
    breaker.permits(&policy, at(6_000));
    assert_eq!(name(&breaker), "halfOpen");
}
