//! Retry: how long to wait after a failure, and when to give up.

use crate::base::packed::packed;
use crate::base::rng::Draw;
use crate::base::time::Span;
use crate::policy::failure::{Failure, Failures};
use serde::{Deserialize, Serialize};

/// When to retry a failed attempt.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetryPolicy {
    /// How the wait grows with the failures.
    pub backoff: Backoff,
    /// How the wait is randomised.
    #[serde(default)]
    pub jitter: Jitter,
    /// Maximum attempts, the first included; from 1 to 1,000, or `"unlimited"`.
    pub max_attempts: MaxAttempts,
    /// Failures after which it is not tried again (RabbitMQ's reject without requeue, JetStream's TERM, exceptions that
    /// are not retried); none unless set.
    #[serde(default, skip_serializing_if = "Failures::is_empty")]
    pub except: Failures,
    /// The unit to whose multiples waits are cut down, and each step of an exponential one (Sidekiq: `"1s"`,
    /// Resilience4j: `"1ms"`); a microsecond unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Span>,
}

/// How many attempts are made, the first included. In JSON: `"unlimited"` or a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MaxAttempts {
    /// Never given up: tried until it succeeds (RabbitMQ's requeue, JetStream's MaxDeliver -1, Temporal).
    Unlimited,
    /// At most this many; at least 1.
    AtMost(u32),
}

impl MaxAttempts {
    /// Whether this many attempts use them up.
    #[inline]
    pub const fn used_up_by(self, attempts: u32) -> bool {
        match self {
            MaxAttempts::Unlimited => false,
            MaxAttempts::AtMost(most) => attempts >= most,
        }
    }
}

/// How the wait grows with `n`, the number of failures, from 1.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Backoff {
    /// Never retries: the first failure is the last, whatever `maxAttempts` says. To retry without a wait use
    /// `immediate`.
    None,
    /// Retries without a wait.
    Immediate,
    /// The same wait each time.
    Fixed {
        /// Wait before each retry.
        delay: Span,
    },
    /// `step · n`, at most `cap` (RabbitMQ's delayed retry from 4.3).
    Linear {
        /// Wait after the first failure, and the increment for each further one.
        step: Span,
        /// Longest wait.
        cap: Span,
    },
    /// `base · factor^(n-1)`, at most `cap`.
    Exponential {
        /// Wait after the first failure.
        base: Span,
        /// Factor for each further failure; from 1 to 1,000.
        factor: f64,
        /// Longest wait.
        cap: Span,
    },
    /// `base + unit · (n-1)^power`, at most `cap` (Sidekiq: 15 s + 1 s · (n-1)^4).
    Polynomial {
        /// Wait after the first failure.
        base: Span,
        /// Unit of the power term.
        unit: Span,
        /// Exponent; from 1 to 10.
        power: u32,
        /// Longest wait.
        cap: Span,
    },
    /// These waits in turn; the last repeats (JetStream's BackOff).
    List {
        /// The waits, from 1 to 100 of them.
        delays: Vec<Span>,
    },
}

/// How a wait `w` is randomised.
#[derive(Clone, Copy, PartialEq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Jitter {
    /// Not at all.
    #[default]
    None,
    /// Uniform in 0 .. w (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015).
    Full,
    /// Half of w fixed, half uniform (same source).
    Equal,
    /// Uniform between the base and three times the previous wait, at most the cap (same source). The back-off supplies
    /// only the base and the cap; its own growth is ignored. A fixed back-off stays fixed.
    Decorrelated,
    /// Uniform in w·(1-spread) .. w·(1+spread), at most the cap (Kafka's clients: 0.2).
    Ratio {
        /// Relative spread; from 0 to 1.
        spread: f64,
    },
    /// w plus uniform in 0 .. step·n after the n-th failure (Sidekiq: 10 s).
    Added {
        /// Increment of the spread for each failure.
        step: Span,
    },
}

/// The waits allowed after one failure: uniform from `least` to `most`, then cut at `cap`.
struct Spread {
    least: Span,
    most: Span,
    cap: Span,
}

impl RetryPolicy {
    /// Highest `maxAttempts` of a policy.
    pub const MOST_ATTEMPTS: u32 = 1_000;

    /// Never retries.
    pub const NEVER: RetryPolicy = RetryPolicy {
        backoff: Backoff::None,
        jitter: Jitter::None,
        max_attempts: MaxAttempts::AtMost(1),
        except: Failures::NONE,
        whole: None,
    };

    /// Whether a failure of this kind is tried again at all; one that has no kind is.
    pub fn retries(&self, failure: Option<Failure>) -> bool {
        failure.is_none_or(|failure| !self.except.has(failure))
    }

    /// The wait after the `failures`-th failure (from 1), or `None` when the attempts are used up. `previous` is the
    /// wait before it, zero at the first failure. Calls `draw` only if the wait is random.
    #[inline]
    pub fn next_delay(&self, failures: u32, previous: Span, draw: impl FnOnce() -> Draw) -> Option<Span> {
        if self.max_attempts.used_up_by(failures) { None } else { self.delay(failures, previous, draw) }
    }

    /// As [`RetryPolicy::next_delay`], however many attempts there were: `None` only where nothing is ever retried.
    #[inline]
    pub fn delay(&self, failures: u32, previous: Span, draw: impl FnOnce() -> Draw) -> Option<Span> {
        if self.backoff == Backoff::None {
            return None;
        }
        let Spread { least, most, cap } = self.spread(failures, previous);
        if least == most {
            return Some(self.cut(most.min(cap)));
        }
        let width = Span::from_micros(most.as_micros() - least.as_micros());
        Some(self.cut(least.plus(width.scaled(draw().unit())).min(cap)))
    }

    /// A wait in whole units.
    #[inline]
    fn cut(&self, wait: Span) -> Span {
        self.whole.map_or(wait, |unit| cut(wait, unit))
    }

    /// The shortest and the longest wait after the `failures`-th failure (from 1), given the `previous` wait.
    pub fn delay_bounds(&self, failures: u32, previous: Span) -> (Span, Span) {
        let Spread { least, most, cap } = self.spread(failures, previous);
        (self.cut(least.min(cap)), self.cut(most.min(cap)))
    }

    /// The range from which the wait is drawn.
    fn spread(&self, failures: u32, previous: Span) -> Spread {
        let (base, full, cap) = self.backoff.wait(failures, self.whole);
        // Decorrelated jitter does not exceed a back-off without a cap of its own; any other wait may reach any length.
        let (own, cap) = (cap.unwrap_or(full), cap.unwrap_or(Span::LONGEST));
        let (least, most, cap) = match self.jitter {
            Jitter::None => (full, full, cap),
            Jitter::Full => (Span::ZERO, full, cap),
            Jitter::Equal => (full.scaled(0.5), full, cap),
            Jitter::Decorrelated => {
                let base = base.min(own);
                (base, previous.max(base).scaled(3.0), own)
            }
            Jitter::Ratio { spread } => (full.scaled(1.0 - spread), full.scaled(1.0 + spread), cap),
            Jitter::Added { step } => (full, full.plus(step.scaled(f64::from(failures))), Span::LONGEST),
        };
        Spread { least, most, cap }
    }
}

impl Backoff {
    /// The first wait, the wait after the `failures`-th failure without jitter, and the cap if there is one.
    fn wait(&self, failures: u32, whole: Option<Span>) -> (Span, Span, Option<Span>) {
        let earlier = f64::from(failures.saturating_sub(1));
        match *self {
            Backoff::None | Backoff::Immediate => (Span::ZERO, Span::ZERO, None),
            Backoff::Fixed { delay } => (delay, delay, None),
            Backoff::Linear { step, cap } => (step, step.scaled(earlier + 1.0).min(cap), Some(cap)),
            Backoff::Exponential { base, factor, cap } if whole.is_some() => {
                let unit = whole.unwrap_or(Span::ZERO);
                let mut grown = cut(base, unit);
                for _ in 1..failures {
                    let next = cut(grown.scaled(factor), unit);
                    if grown >= cap || next == grown {
                        break;
                    }
                    grown = next;
                }
                (base, grown.min(cap), Some(cap))
            }
            Backoff::Exponential { base, factor, cap } => {
                (base, base.scaled(libm::pow(factor, earlier)).min(cap), Some(cap))
            }
            Backoff::Polynomial { base, unit, power, cap } => {
                let grown = unit.scaled(libm::pow(earlier, f64::from(power)));
                (base, base.plus(grown).min(cap), Some(cap))
            }
            Backoff::List { ref delays } => {
                let at = |n: usize| delays.get(n).or(delays.last()).copied().unwrap_or(Span::ZERO);
                (at(0), at(failures.saturating_sub(1) as usize), None)
            }
        }
    }
}

/// The greatest multiple of a unit that is not above a wait.
fn cut(wait: Span, unit: Span) -> Span {
    let over = wait.as_micros().checked_rem(unit.as_micros()).unwrap_or(0);
    Span::from_micros(wait.as_micros() - over)
}

packed! {
    struct RetryPolicy { backoff, jitter, max_attempts, except, whole }
    enum MaxAttempts { Unlimited, AtMost(number) }
    enum Backoff {
        None, Immediate, Fixed { delay }, Linear { step, cap }, Exponential { base, factor, cap },
        Polynomial { base, unit, power, cap }, List { delays }
    }
    enum Jitter { None, Full, Equal, Decorrelated, Ratio { spread }, Added { step } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::{Purpose, Streams};

    /// Bounds of the waits in milliseconds after failures 1, 2, 3 …, with no wait before.
    fn bounds(policy: &RetryPolicy, failures: u32) -> Vec<(u64, u64)> {
        let ms = |span: Span| span.as_micros() / 1_000;
        (1..=failures).map(|n| policy.delay_bounds(n, Span::ZERO)).map(|(least, most)| (ms(least), ms(most))).collect()
    }

    fn policy(backoff: Backoff, jitter: Jitter) -> RetryPolicy {
        RetryPolicy { backoff, jitter, max_attempts: MaxAttempts::Unlimited, except: Failures::NONE, whole: None }
    }

    fn exponential() -> Backoff {
        Backoff::Exponential { base: Span::from_secs(1), factor: 2.0, cap: Span::from_secs(5) }
    }

    #[test]
    fn each_backoff_gives_the_waits_of_its_formula() {
        let (s, ms) = (Span::from_secs, Span::from_millis);
        let waits =
            |backoff| -> Vec<u64> { bounds(&policy(backoff, Jitter::None), 5).into_iter().map(|b| b.1).collect() };
        assert_eq!(waits(Backoff::Immediate), [0, 0, 0, 0, 0]);
        assert_eq!(waits(Backoff::Fixed { delay: s(2) }), [2_000; 5]);
        assert_eq!(waits(Backoff::Linear { step: ms(400), cap: s(1) }), [400, 800, 1_000, 1_000, 1_000]);
        assert_eq!(waits(exponential()), [1_000, 2_000, 4_000, 5_000, 5_000]);
        let sidekiq = Backoff::Polynomial { base: s(15), unit: s(1), power: 4, cap: Span::LONGEST };
        assert_eq!(waits(sidekiq), [15_000, 16_000, 31_000, 96_000, 271_000]);
        let whole = RetryPolicy {
            whole: Some(ms(1)),
            ..policy(Backoff::Exponential { base: ms(500), factor: 1.5, cap: Span::LONGEST }, Jitter::None)
        };
        // Resilience4j 2.3.0, IntervalFunction.ofExponentialBackoff(500, 1.5): each step is cut to a long.
        let micros = (1..=6).map(|n| whole.delay_bounds(n, Span::ZERO).1.as_micros());
        assert!(micros.eq([500_000, 750_000, 1_125_000, 1_687_000, 2_530_000, 3_795_000]));
        let list = Backoff::List { delays: vec![s(1), s(5)] };
        assert_eq!(waits(list), [1_000, 5_000, 5_000, 5_000, 5_000]);
    }

    #[test]
    fn each_jitter_spreads_as_its_source_says() {
        let spread = |jitter| bounds(&policy(exponential(), jitter), 4);
        assert_eq!(spread(Jitter::Full), [(0, 1_000), (0, 2_000), (0, 4_000), (0, 5_000)]);
        assert_eq!(spread(Jitter::Equal), [(500, 1_000), (1_000, 2_000), (2_000, 4_000), (2_500, 5_000)]);
        // Cut at the cap, so the longest wait never exceeds it.
        assert_eq!(
            spread(Jitter::Ratio { spread: 0.2 }),
            [(800, 1_200), (1_600, 2_400), (3_200, 4_800), (4_000, 5_000)]
        );
        // Added on top of the cap, as in Sidekiq.
        assert_eq!(
            spread(Jitter::Added { step: Span::from_secs(10) }),
            [(1_000, 11_000), (2_000, 22_000), (4_000, 34_000), (5_000, 45_000)]
        );
        let decorrelated = policy(exponential(), Jitter::Decorrelated);
        let after = |ms| decorrelated.delay_bounds(2, Span::from_millis(ms)).1.as_micros() / 1_000;
        assert_eq!([after(0), after(1_000), after(1_500), after(4_000)], [3_000, 3_000, 4_500, 5_000]);
    }

    #[test]
    fn the_last_attempt_is_the_last() {
        let never = |n: u32, policy: &RetryPolicy| {
            policy.next_delay(n, Span::ZERO, || Streams::new(0).draw(Purpose::Jitter, 0, 0, n))
        };
        let five = RetryPolicy { max_attempts: MaxAttempts::AtMost(5), ..policy(Backoff::Immediate, Jitter::None) };
        assert_eq!(never(4, &five), Some(Span::ZERO));
        assert_eq!(never(5, &five), None);
        assert_eq!(never(1, &RetryPolicy::NEVER), None);
        assert_eq!(never(1, &policy(Backoff::None, Jitter::Full)), None);
        assert_eq!(never(u32::MAX, &policy(Backoff::Immediate, Jitter::None)), Some(Span::ZERO), "unlimited");
    }
}
