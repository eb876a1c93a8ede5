//! Circuit breaker: whether a call may be made, given how the last calls went. A state machine that is asked and told.

use crate::base::time::{Span, Time};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// When a caller stops calling for a while. As Resilience4j's guide describes it ("CircuitBreaker"); its name and default of
/// each setting stand beside it.
///
/// Where its code differs from its guide this keeps to the guide: a half-open breaker decides when all its permitted
/// calls are recorded, not already after `minimumNumberOfCalls` when that is smaller.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BreakerPolicy {
    /// Which calls are looked at while it is closed (`slidingWindowType` and `slidingWindowSize`, the last 100 calls).
    pub window: SlidingWindow,
    /// How many calls must be recorded before any rate counts; of a window by count no more than it holds
    /// (`minimumNumberOfCalls`, 100).
    pub minimum_calls: u32,
    /// The share of failed calls from which on it opens; above 0, up to 1 (`failureRateThreshold`, 50 %).
    pub failure_rate: f64,
    /// Which calls are slow, and the share of them from which on it opens; without it slowness does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow_call: Option<SlowCall>,
    /// How long it stays open: the first call after that finds it half-open (`waitDurationInOpenState`, 60 s).
    pub open_for: Span,
    /// How many calls it permits when half-open; when all are recorded, it closes or opens again
    /// (`permittedNumberOfCallsInHalfOpenState`, 10).
    pub half_open_calls: u32,
}

/// Which calls a closed breaker looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum SlidingWindow {
    /// The last so many (`COUNT_BASED`); from 1 to 1,000.
    Count(u32),
    /// Those of the last whole seconds, the present one included (`TIME_BASED`: one aggregate for each second).
    Time(Span),
}

/// Which calls are slow, and how many of them are too many.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SlowCall {
    /// A call that takes longer than this is slow, whether it fails or not (`slowCallDurationThreshold`, 60 s).
    pub after: Span,
    /// The share of slow calls from which on it opens; above 0, up to 1 (`slowCallRateThreshold`, 100 %).
    pub rate: f64,
}

/// What a breaker does with a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BreakerState {
    /// It lets all through, and records how they end.
    Closed,
    /// It lets none through.
    Open {
        /// Since when.
        since: Time,
    },
    /// It lets a few through, to see how they end.
    HalfOpen {
        /// How many more.
        permits: u32,
    },
}

impl BreakerState {
    /// The names on the wire, by code.
    pub const NAMES: [&'static str; 3] = ["closed", "open", "halfOpen"];

    /// The state's code.
    pub const fn code(self) -> u8 {
        match self {
            BreakerState::Closed => 0,
            BreakerState::Open { .. } => 1,
            BreakerState::HalfOpen { .. } => 2,
        }
    }
}

/// How recorded calls ended.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Recorded {
    /// All of them.
    pub calls: u32,
    /// Those that failed.
    pub failed: u32,
    /// Those that were slow, failed or not.
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

    /// A share of the calls; none of no call.
    pub fn rate(&self, some: u32) -> Option<f64> {
        (self.calls > 0).then(|| f64::from(some) / f64::from(self.calls))
    }
}

/// A breaker as it stands. Its policy is handed in at each question: it may be changed while it runs.
#[derive(Clone, PartialEq, Debug)]
pub struct Breaker {
    state: BreakerState,
    /// Whether it looks at so many calls as it permitted when half-open: then, and when it opens again after that.
    by_count: bool,
    /// What is recorded, oldest first: single calls, or the calls of a second with its number.
    entries: VecDeque<(u64, Recorded)>,
    /// The sum of the entries.
    sum: Recorded,
}

impl Default for Breaker {
    fn default() -> Breaker {
        Breaker::new()
    }
}

impl Breaker {
    /// A closed breaker that has seen no call.
    pub const fn new() -> Breaker {
        let sum = Recorded { calls: 0, failed: 0, slow: 0 };
        Breaker { state: BreakerState::Closed, by_count: false, entries: VecDeque::new(), sum }
    }

    /// What it does with calls.
    pub const fn state(&self) -> BreakerState {
        self.state
    }

    /// What it has recorded, and had not forgotten when it last did so.
    pub const fn recorded(&self) -> Recorded {
        self.sum
    }

    /// What it looks at now.
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

    /// From when on a call finds it half-open; none unless it is open. At that very instant it is still open
    /// (Resilience4j asks whether now is after it).
    pub fn half_open_after(&self, policy: &BreakerPolicy) -> Option<Time> {
        match self.state {
            BreakerState::Open { since } => Some(since + policy.open_for),
            BreakerState::Closed | BreakerState::HalfOpen { .. } => None,
        }
    }

    /// Whether a call may be made now. What it permits must be recorded in the end. Its state may have changed by the
    /// question: an open breaker becomes half-open by it when its time has come.
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

    /// A call has ended after `took`. Its state may have changed by it. A call that was permitted in one state and ends
    /// in another is recorded all the same, as Resilience4j does.
    pub fn record(&mut self, policy: &BreakerPolicy, now: Time, failed: bool, took: Span) {
        let slow = policy.slow_call.is_some_and(|slow| took > slow.after);
        self.remember(policy, now, Recorded::of(failed, slow));
        let enough = match (self.state, policy.window) {
            (BreakerState::Open { .. }, _) => return,
            (BreakerState::HalfOpen { .. }, _) => policy.half_open_calls,
            (BreakerState::Closed, SlidingWindow::Count(size)) => policy.minimum_calls.min(size),
            (BreakerState::Closed, SlidingWindow::Time(_)) => policy.minimum_calls,
        };
        if self.sum.calls < enough {
            return;
        }
        let reaches = |some, threshold| self.sum.rate(some).is_some_and(|rate| rate >= threshold);
        let too_many = reaches(self.sum.failed, policy.failure_rate)
            || policy.slow_call.is_some_and(|slow| reaches(self.sum.slow, slow.rate));
        match self.state {
            BreakerState::Closed | BreakerState::HalfOpen { .. } if too_many => {
                // What it was opened for can still be seen.
                self.state = BreakerState::Open { since: now };
            }
            BreakerState::HalfOpen { .. } => self.enter(BreakerState::Closed),
            BreakerState::Closed | BreakerState::Open { .. } => {}
        }
    }

    /// Another state, in which nothing is recorded yet.
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

    /// Remembers a call among the last so many.
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

    /// Whether what it says of itself is true: the sum is that of its entries, and within its bounds.
    pub fn is_sound(&self, policy: &BreakerPolicy) -> bool {
        let mut sum = Recorded::default();
        self.entries.iter().for_each(|(_, one)| sum.add(*one));
        let bounded = match (self.state, policy.window) {
            (BreakerState::HalfOpen { permits }, _) => {
                sum.calls < policy.half_open_calls && permits <= policy.half_open_calls
            }
            _ if self.by_count => sum.calls <= policy.half_open_calls,
            (_, SlidingWindow::Count(size)) => sum.calls <= size,
            (_, SlidingWindow::Time(_)) => true,
        };
        bounded && sum == self.sum && sum.failed <= sum.calls && sum.slow <= sum.calls
    }
}

/// The width of an aggregate of a window by time, in microseconds.
const SECOND: u64 = 1_000_000;
