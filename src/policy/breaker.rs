//! Circuit breaker: a state machine that decides whether a call may be made, given how recent calls ended.

use crate::base::packed::packed;
use crate::base::time::{Span, Time};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// When a caller stops calling for a while. Follows Resilience4j 2.3.0; its name and default are given with each
/// setting.
///
/// Where Resilience4j's code differs from its guide, this follows the code: a half-open breaker decides after
/// `minimumNumberOfCalls` when that is smaller than the permitted calls (`CircuitBreakerMetrics.forHalfOpen`).
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BreakerPolicy {
    /// Which calls a closed breaker considers (`slidingWindowType` and `slidingWindowSize`, the last 100 calls).
    pub window: SlidingWindow,
    /// How many calls must be recorded before a rate counts; capped at the size of a window by count
    /// (`minimumNumberOfCalls`, 100).
    pub minimum_calls: u32,
    /// Share of failed calls at which it opens; above 0, up to 1 (`failureRateThreshold`, 50 %).
    pub failure_rate: f64,
    /// Which calls are slow, and the share of them at which it opens; without it slowness does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow_call: Option<SlowCall>,
    /// How long it stays open; the first call after that finds it half-open (`waitDurationInOpenState`, 60 s).
    pub open_for: Span,
    /// How many calls it permits when half-open; once all are recorded, or `minimumCalls` when that is less, it closes
    /// or opens again (`permittedNumberOfCallsInHalfOpenState`, 10).
    pub half_open_calls: u32,
    /// How long it stays half-open at most; then it opens again. As long as it takes unless set
    /// (`maxWaitDurationInHalfOpenState`, 0 for no limit).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_open_for: Option<Span>,
}

impl BreakerPolicy {
    /// How many calls must be recorded in a state before a rate counts.
    fn enough(&self, state: BreakerState) -> u32 {
        match (state, self.window) {
            (BreakerState::HalfOpen { .. }, _) => self.minimum_calls.min(self.half_open_calls),
            (_, SlidingWindow::Count(size)) => self.minimum_calls.min(size),
            (_, SlidingWindow::Time(_)) => self.minimum_calls,
        }
    }
}

/// Which calls a closed breaker considers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum SlidingWindow {
    /// The last n calls (`COUNT_BASED`); from 1 to 1,000.
    Count(u32),
    /// The calls of the last whole seconds, the current one included (`TIME_BASED`: one aggregate per second).
    Time(Span),
}

/// Which calls are slow, and how many of them are too many.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SlowCall {
    /// A call that takes longer than this is slow, whether or not it fails (`slowCallDurationThreshold`, 60 s).
    pub after: Span,
    /// Share of slow calls at which it opens; above 0, up to 1 (`slowCallRateThreshold`, 100 %).
    pub rate: f64,
}

/// State of a breaker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BreakerState {
    /// Permits all calls and records how they end.
    Closed,
    /// Permits none.
    Open { since: Time },
    /// Permits a few calls, to see how they end.
    HalfOpen {
        /// Calls still permitted.
        permits: u32,
    },
}

impl BreakerState {
    /// Names in the page's layout, by code.
    pub const NAMES: [&'static str; 3] = ["closed", "open", "halfOpen"];

    pub const fn code(self) -> u8 {
        match self {
            BreakerState::Closed => 0,
            BreakerState::Open { .. } => 1,
            BreakerState::HalfOpen { .. } => 2,
        }
    }
}

/// Counts of recorded calls.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Recorded {
    pub calls: u32,
    pub failed: u32,
    /// Slow calls, failed or not.
    pub slow: u32,
}

impl Recorded {
    fn of(failed: bool, slow: bool) -> Recorded {
        Recorded { calls: 1, failed: failed.into(), slow: slow.into() }
    }

    fn add(&mut self, more: Recorded) {
        self.calls += more.calls;
        self.failed += more.failed;
        self.slow += more.slow;
    }

    fn take(&mut self, less: Recorded) {
        self.calls -= less.calls;
        self.failed -= less.failed;
        self.slow -= less.slow;
    }

    /// `some` as a share of the calls; `None` without calls.
    pub fn rate(&self, some: u32) -> Option<f64> {
        (self.calls > 0).then(|| f64::from(some) / f64::from(self.calls))
    }
}

/// A breaker. Its policy is passed to each method, because it may change during the run.
#[derive(Clone, PartialEq, Debug)]
pub struct Breaker {
    state: BreakerState,
    /// Whether the window counts the permitted half-open calls: while half-open, and while open again after that.
    by_count: bool,
    /// The window, oldest first: single calls, or the calls of one second with its number.
    entries: VecDeque<(u64, Recorded)>,
    /// Sum of the entries.
    sum: Recorded,
}

impl Default for Breaker {
    fn default() -> Breaker {
        Breaker::new()
    }
}

impl Breaker {
    /// A closed breaker with nothing recorded.
    pub const fn new() -> Breaker {
        let sum = Recorded { calls: 0, failed: 0, slow: 0 };
        Breaker { state: BreakerState::Closed, by_count: false, entries: VecDeque::new(), sum }
    }

    pub const fn state(&self) -> BreakerState {
        self.state
    }

    /// The recorded calls as of the last one; entries may have expired since.
    pub const fn recorded(&self) -> Recorded {
        self.sum
    }

    /// The calls in the window now.
    pub fn recorded_at(&self, policy: &BreakerPolicy, now: Time) -> Recorded {
        let mut kept = Recorded::default();
        let seconds = match (self.by_count, policy.window) {
            (false, SlidingWindow::Time(span)) => span.as_micros() / SECOND,
            _ => u64::MAX,
        };
        let second = now.as_micros() / SECOND;
        self.entries.iter().filter(|(at, _)| second - at < seconds).for_each(|(_, one)| kept.add(*one));
        kept
    }

    /// The instant after which a call finds it half-open; `None` unless it is open. At that very instant it is still
    /// open (Resilience4j tests whether now is after it).
    pub fn half_open_after(&self, policy: &BreakerPolicy) -> Option<Time> {
        match self.state {
            BreakerState::Open { since } => Some(since + policy.open_for),
            BreakerState::Closed | BreakerState::HalfOpen { .. } => None,
        }
    }

    /// Whether a call may be made now. A permitted call must be recorded in the end. May change the state: an open
    /// breaker becomes half-open once its time is over.
    pub fn permits(&mut self, policy: &BreakerPolicy, now: Time) -> bool {
        if self.half_open_after(policy).is_some_and(|end| now > end) {
            self.enter(BreakerState::HalfOpen { permits: policy.half_open_calls });
        }
        match &mut self.state {
            BreakerState::Closed => true,
            BreakerState::Open { .. } => false,
            BreakerState::HalfOpen { permits } => {
                let permitted = *permits > 0;
                *permits -= u32::from(permitted);
                permitted
            }
        }
    }

    /// Records that a call ended after `took`. May change the state. A call permitted in one state that ends in another
    /// is recorded all the same, as in Resilience4j.
    pub fn record(&mut self, policy: &BreakerPolicy, now: Time, failed: bool, took: Span) {
        let slow = policy.slow_call.is_some_and(|slow| took > slow.after);
        self.remember(policy, now, Recorded::of(failed, slow));
        // An open breaker judges nothing: the match below leaves it open.
        if self.sum.calls < policy.enough(self.state) {
            return;
        }
        let reaches = |some, threshold| self.sum.rate(some).is_some_and(|rate| rate >= threshold);
        let too_many = reaches(self.sum.failed, policy.failure_rate)
            || policy.slow_call.is_some_and(|slow| reaches(self.sum.slow, slow.rate));
        match self.state {
            BreakerState::Closed | BreakerState::HalfOpen { .. } if too_many => {
                // Keeps the entries that opened it, so that they can be shown.
                self.state = BreakerState::Open { since: now };
            }
            BreakerState::HalfOpen { .. } => self.enter(BreakerState::Closed),
            BreakerState::Closed | BreakerState::Open { .. } => {}
        }
    }

    /// Opens a half-open breaker whose time is over. It keeps what it recorded, as Resilience4j does.
    pub fn end_half_open(&mut self, now: Time) {
        if let BreakerState::HalfOpen { .. } = self.state {
            self.state = BreakerState::Open { since: now };
        }
    }

    /// Enters a state with nothing recorded.
    fn enter(&mut self, state: BreakerState) {
        *self = Breaker { state, by_count: state != BreakerState::Closed, ..Breaker::new() };
    }

    fn remember(&mut self, policy: &BreakerPolicy, now: Time, one: Recorded) {
        let second = now.as_micros() / SECOND;
        match policy.window {
            _ if self.by_count => self.remember_among(policy.half_open_calls, second, one),
            SlidingWindow::Count(size) => self.remember_among(size, second, one),
            SlidingWindow::Time(span) => {
                let seconds = span.as_micros() / SECOND;
                self.forget_while(|entries| entries.front().is_some_and(|(old, _)| old + seconds <= second));
                match self.entries.back_mut() {
                    Some((last, sum)) if *last == second => sum.add(one),
                    _ => self.entries.push_back((second, one)),
                }
            }
        }
        self.sum.add(one);
    }

    /// Adds a call to a window of the last `size`.
    fn remember_among(&mut self, size: u32, second: u64, one: Recorded) {
        self.forget_while(|entries| entries.len() >= size.max(1) as usize);
        self.entries.push_back((second, one));
    }

    fn forget_while(&mut self, old: impl Fn(&VecDeque<(u64, Recorded)>) -> bool) {
        while old(&self.entries) {
            let Some((_, gone)) = self.entries.pop_front() else { return };
            self.sum.take(gone);
        }
    }

    /// Checks that the sum is that of the entries, and within bounds.
    pub fn is_sound(&self, policy: &BreakerPolicy) -> bool {
        let mut sum = Recorded::default();
        self.entries.iter().for_each(|(_, one)| sum.add(*one));
        let bounded = match (self.state, policy.window) {
            (BreakerState::HalfOpen { permits }, _) => {
                sum.calls < policy.enough(self.state) && permits <= policy.half_open_calls
            }
            _ if self.by_count => sum.calls <= policy.half_open_calls,
            (_, SlidingWindow::Count(size)) => sum.calls <= size,
            (_, SlidingWindow::Time(_)) => true,
        };
        bounded && sum == self.sum && sum.failed <= sum.calls && sum.slow <= sum.calls
    }
}

/// Width of an aggregate in a window by time, in microseconds.
const SECOND: u64 = 1_000_000;

packed! {
    struct BreakerPolicy { window, minimum_calls, failure_rate, slow_call, open_for, half_open_calls, half_open_for }
    enum SlidingWindow { Count(calls), Time(span) }
    struct SlowCall { after, rate }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: BreakerPolicy = BreakerPolicy {
        window: SlidingWindow::Count(5),
        minimum_calls: 4,
        failure_rate: 0.5,
        slow_call: None,
        open_for: Span::from_secs(5),
        half_open_calls: 2,
        half_open_for: None,
    };

    /// A breaker in a state, with so many calls recorded, all of them well.
    fn breaker(state: BreakerState, calls: u32) -> Breaker {
        let mut breaker = Breaker { state, ..Breaker::new() };
        (0..calls).for_each(|_| breaker.entries.push_back((0, Recorded::of(false, false))));
        breaker.sum.calls = calls;
        breaker
    }

    #[test]
    fn a_sum_that_is_not_that_of_its_entries_is_found() {
        let sound = breaker(BreakerState::Closed, 3);
        assert!(sound.is_sound(&POLICY));
        let breaks: [fn(&mut Breaker); 4] =
            [|b| b.sum.calls += 1, |b| b.sum.failed += 1, |b| b.sum.slow += 1, |b| b.entries.clear()];
        for break_it in breaks {
            let mut broken = sound.clone();
            break_it(&mut broken);
            assert!(!broken.is_sound(&POLICY), "{broken:?}");
        }
        for recorded in [Recorded { calls: 1, failed: 2, slow: 0 }, Recorded { calls: 1, failed: 0, slow: 2 }] {
            let entries = VecDeque::from([(0, recorded)]);
            let broken = Breaker { entries, sum: recorded, ..Breaker::new() };
            assert!(!broken.is_sound(&POLICY), "more failed or were slow than there were: {broken:?}");
        }
    }

    #[test]
    fn more_calls_than_a_window_holds_are_found() {
        let half_open = |permits| BreakerState::HalfOpen { permits };
        let open = BreakerState::Open { since: Time::ZERO };
        let is_sound = |state, by_count, calls| Breaker { by_count, ..breaker(state, calls) }.is_sound(&POLICY);
        for (state, by_count, most) in
            [(BreakerState::Closed, false, 5), (open, false, 5), (open, true, 2), (half_open(1), true, 1)]
        {
            assert!(is_sound(state, by_count, most), "{state:?} with {most}");
            assert!(!is_sound(state, by_count, most + 1), "{state:?} with {}", most + 1);
        }
        assert!(is_sound(half_open(2), true, 0) && !is_sound(half_open(3), true, 0), "it permits two");
        let by_time = BreakerPolicy { window: SlidingWindow::Time(Span::from_secs(1)), ..POLICY };
        assert!(breaker(BreakerState::Closed, 99).is_sound(&by_time), "a second has room for any number");
    }

    #[test]
    fn a_window_by_time_keeps_one_entry_a_second() {
        let policy = BreakerPolicy { window: SlidingWindow::Time(Span::from_secs(9)), minimum_calls: 99, ..POLICY };
        let mut breaker = Breaker::new();
        for ms in [0, 300, 999, 1_000, 1_500] {
            breaker.record(&policy, Time::from_micros(ms * 1_000), false, Span::ZERO);
        }
        assert_eq!((breaker.entries.len(), breaker.recorded().calls), (2, 5));
    }
}
