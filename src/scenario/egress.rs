//! Validation of a caller's policies.

use crate::base::time::Span;
use crate::model::CallPolicy;
use crate::model::bounds;
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::policy::breaker::{BreakerPolicy, SlidingWindow};
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::RetryPolicy;
use crate::problem::{At, Problem};

/// Checks a caller's policies and puts them together; without `retry` it never retries.
///
/// # Errors
/// A value outside its limits.
pub(crate) fn call_policy(
    timeout: Span,
    retry: Option<&RetryPolicy>,
    breaker: Option<BreakerPolicy>,
    retry_budget: Option<BudgetPolicy>,
    cache: Option<CachePolicy>,
) -> Result<CallPolicy, Problem> {
    let retry = retry.cloned().unwrap_or(RetryPolicy::NEVER);
    bounds::some_time(timeout).at("timeout")?;
    bounds::retry(&retry).at("retry")?;
    if let Some(breaker) = &breaker {
        check_breaker(breaker).at("breaker")?;
    }
    if let Some(budget) = &retry_budget {
        check_budget(budget).at("retryBudget")?;
    }
    Ok(CallPolicy { timeout, retry, breaker, retry_budget, cache })
}

fn check_breaker(breaker: &BreakerPolicy) -> Result<(), Problem> {
    match breaker.window {
        SlidingWindow::Count(calls) => bounds::within(calls, 1, limits::WINDOW_CALLS).at("window.count")?,
        SlidingWindow::Time(span) => {
            bounds::within(span, Span::from_secs(1), limits::WINDOW_TIME).at("window.time")?;
            if !span.as_micros().is_multiple_of(1_000_000) {
                return Err(Problem::new("window.time", ModelProblem::PartOfASecond {}));
            }
        }
    }
    bounds::within(breaker.minimum_calls, 1, limits::WINDOW_CALLS).at("minimumCalls")?;
    rate(breaker.failure_rate).at("failureRate")?;
    if let Some(slow) = breaker.slow_call {
        rate(slow.rate).at("slowCall.rate")?;
    }
    bounds::some_time(breaker.open_for).at("openFor")?;
    bounds::within(breaker.half_open_calls, 1, limits::WINDOW_CALLS).at("halfOpenCalls")?;
    breaker.half_open_for.map_or(Ok(()), |span| bounds::some_time(span).at("halfOpenFor"))
}

/// Checks a share of calls that opens a breaker; it must be above 0, or no failure at all would.
fn rate(share: f64) -> Result<(), Problem> {
    bounds::decimal_within(share, limits::LEAST_SHARE, 1.0)
}

fn check_budget(budget: &BudgetPolicy) -> Result<(), Problem> {
    bounds::within(budget.max_tokens, 1, limits::TOKENS).at("maxTokens")?;
    bounds::decimal_within(budget.token_ratio, limits::LEAST_SHARE, f64::from(limits::TOKENS)).at("tokenRatio")
}
