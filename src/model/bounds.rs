//! Range checks of single values, shared by all parts of a scenario.

use crate::base::decimal::Decimal;
use crate::base::dist::Dist;
use crate::base::text::Text;
use crate::base::time::Span;
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::policy::failure::Failure;
use crate::policy::retry::{Backoff, Jitter, MaxAttempts, RetryPolicy};
use crate::problem::{At, Problem, Word};
use std::fmt::Display;

/// Checks that a value is from `least` to `most`.
pub(crate) fn within<T: PartialOrd + Display>(value: T, least: T, most: T) -> Result<(), Problem> {
    if value >= least && value <= most {
        return Ok(());
    }
    Err(out_of_range(&value, &least, &most))
}

#[cold]
fn out_of_range(value: &dyn Display, least: &dyn Display, most: &dyn Display) -> Problem {
    ModelProblem::OutOfRange { value: Word::of(value), least: Word::of(least), most: Word::of(most) }.into()
}

/// Checks that a number is from `least` to `most`; NaN is refused.
pub(crate) fn decimal_within(value: f64, least: f64, most: f64) -> Result<(), Problem> {
    within(Decimal(value), Decimal(least), Decimal(most))
}

/// Checks that a probability is from 0 to 1.
pub(crate) fn probability(p: f64) -> Result<(), Problem> {
    decimal_within(p, 0.0, 1.0)
}

/// Checks that a duration is not zero.
pub(crate) fn some_time(span: Span) -> Result<(), Problem> {
    if span == Span::ZERO { Err(ModelProblem::ZeroTime {}.into()) } else { Ok(()) }
}

/// Checks that a distribution's ends are in order.
pub(crate) fn dist(dist: Dist) -> Result<(), Problem> {
    match dist {
        Dist::Uniform { min, max } if min > max => Err(Problem::new("uniform", ModelProblem::MinAboveMax { min, max })),
        Dist::LogNormal { sigma, .. } => decimal_within(sigma, 0.0, limits::SIGMA).at("logNormal.sigma"),
        Dist::Pareto { shape, .. } => {
            decimal_within(shape, limits::LEAST_PARETO_SHAPE, limits::MOST_PARETO_SHAPE).at("pareto.shape")
        }
        Dist::Erlang { shape, .. } => within(shape, 1, limits::ERLANG_SHAPE).at("erlang.shape"),
        Dist::Empirical(quantiles) => {
            let spans = quantiles.spans();
            match spans.into_iter().zip(spans.into_iter().skip(1)).find(|(less, more)| less > more) {
                Some((min, max)) => Err(Problem::new("empirical", ModelProblem::MinAboveMax { min, max })),
                None => Ok(()),
            }
        }
        Dist::Fixed(_) | Dist::Uniform { .. } | Dist::Exponential { .. } | Dist::Normal { .. } => Ok(()),
    }
}

/// Checks that a gap is not always zero: an event that repeats without any gap would never let time advance.
pub(crate) fn gap(every: Dist) -> Result<(), Problem> {
    dist(every)?;
    match every {
        Dist::Fixed(span) => some_time(span),
        Dist::Uniform { max, .. } => some_time(max).at("uniform.max"),
        Dist::Exponential { mean } => some_time(mean).at("exponential.mean"),
        Dist::Normal { mean, .. } => some_time(mean).at("normal.mean"),
        Dist::LogNormal { median, .. } => some_time(median).at("logNormal.median"),
        Dist::Pareto { min, .. } => some_time(min).at("pareto.min"),
        Dist::Erlang { mean, .. } => some_time(mean).at("erlang.mean"),
        Dist::Empirical(quantiles) => some_time(quantiles.spans()[0]).at("empirical.p50"),
    }
}

/// Checks that a failure is one by which a step may fail by itself.
pub(crate) fn own_failure(kind: Option<Failure>) -> Result<(), Problem> {
    if kind.is_none_or(Failure::is_own) { Ok(()) } else { Err(ModelProblem::NotAnOwnFailure {}.into()) }
}

/// Checks that a list has at most `most` entries.
pub(crate) fn count<T>(list: &[T], most: usize) -> Result<(), Problem> {
    if list.len() <= most {
        return Ok(());
    }
    Err(ModelProblem::TooMany { count: list.len(), most }.into())
}

/// Checks that a list has an entry.
pub(crate) fn not_empty<T>(list: &[T]) -> Result<(), Problem> {
    if list.is_empty() { Err(ModelProblem::EmptyList {}.into()) } else { Ok(()) }
}

/// Checks that an id has the allowed length and characters.
pub(crate) fn id(id: &str) -> Result<(), Problem> {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if (1..=limits::ID_CHARS).contains(&id.len()) && id.bytes().all(allowed) {
        return Ok(());
    }
    Err(ModelProblem::BadId { id: Word::of(id) }.into())
}

/// Checks that a text has at most `most` characters in each language. Its content belongs to the author and is treated
/// as data everywhere.
pub(crate) fn text(text: &Text, most: usize) -> Result<(), Problem> {
    for (language, text) in [("en", &text.en), ("pt-BR", &text.pt_br)] {
        let chars = text.chars().count();
        if chars > most {
            return Err(Problem::new(language, ModelProblem::TextTooLong { chars, most }));
        }
    }
    Ok(())
}

/// Checks that a text is not blank in any language, and has at most `most` characters.
pub(crate) fn some_text(words: &Text, most: usize) -> Result<(), Problem> {
    for (language, text) in [("en", &words.en), ("pt-BR", &words.pt_br)] {
        if text.trim().is_empty() {
            return Err(Problem::new(language, ModelProblem::EmptyText {}));
        }
    }
    text(words, most)
}

/// Checks a retry policy's values.
///
/// # Errors
/// A value outside its limits.
pub(crate) fn retry(retry: &RetryPolicy) -> Result<(), Problem> {
    if let MaxAttempts::AtMost(most) = retry.max_attempts {
        within(most, 1, limits::ATTEMPTS).at("maxAttempts")?;
    }
    if let Some(whole) = retry.whole {
        some_time(whole).at("whole")?;
    }
    match &retry.backoff {
        Backoff::Exponential { factor, .. } => {
            decimal_within(*factor, 1.0, limits::FACTOR).at("backoff.exponential.factor")?;
        }
        Backoff::Polynomial { power, .. } => {
            within(*power, 1, limits::POWER).at("backoff.polynomial.power")?;
        }
        Backoff::List { delays } => {
            count(delays, limits::DELAYS).at("backoff.list.delays")?;
            not_empty(delays).at("backoff.list.delays")?;
        }
        Backoff::None | Backoff::Immediate | Backoff::Fixed { .. } | Backoff::Linear { .. } => {}
    }
    match retry.jitter {
        Jitter::Ratio { spread } => probability(spread).at("jitter.ratio.spread"),
        Jitter::None | Jitter::Full | Jitter::Equal | Jitter::Decorrelated | Jitter::Added { .. } => Ok(()),
    }
}
