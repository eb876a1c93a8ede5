//! Validation of a caller's policies.

use crate::base::time::Span;
use crate::model::bounds;
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::model::{CallPolicy, Ejection};
use crate::policy::breaker::{BreakerPolicy, SlidingWindow};
use crate::policy::budget::BudgetPolicy;
use crate::problem::{At, Problem};

/// Checks a caller's policies.
///
/// # Errors
/// A value outside its limits.
pub(crate) fn call_policy(policy: CallPolicy) -> Result<CallPolicy, Problem> {
    bounds::some_time(policy.timeout).at("timeout")?;
    bounds::retry(&policy.retry).at("retry")?;
    if let Some(breaker) = &policy.breaker {
        check_breaker(breaker).at("breaker")?;
    }
    if let Some(budget) = &policy.retry_budget {
        check_budget(budget).at("retryBudget")?;
    }
    if let Some(deadline) = policy.deadline {
        bounds::some_time(deadline).at("deadline")?;
    }
    if let Some(bulkhead) = &policy.bulkhead {
        bounds::within(bulkhead.calls, 1, limits::WORKERS).at("bulkhead.calls")?;
        if let Some(adaptive) = &bulkhead.adaptive {
            bounds::within(adaptive.start, 1, bulkhead.calls).at("bulkhead.adaptive.start")?;
            bounds::decimal_within(adaptive.decrease, limits::DECREASE, 1.0).at("bulkhead.adaptive.decrease")?;
        }
    }
    if let Some(ejection) = &policy.ejection {
        check_ejection(ejection).at("ejection")?;
    }
    if let Some(parallel) = &policy.parallel {
        bounds::within(parallel.calls, 1, limits::PARALLEL).at("parallel.calls")?;
        bounds::within(parallel.need, 1, parallel.calls).at("parallel.need")?;
    }
    Ok(policy)
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

fn check_ejection(ejection: &Ejection) -> Result<(), Problem> {
    bounds::within(ejection.failures, 1, limits::PROBES).at("failures")?;
    bounds::some_time(ejection.out_for).at("outFor")?;
    bounds::probability(ejection.most).at("most")
}

fn check_budget(budget: &BudgetPolicy) -> Result<(), Problem> {
    bounds::within(budget.max_tokens, 1, limits::TOKENS).at("maxTokens")?;
    bounds::decimal_within(budget.token_ratio, limits::LEAST_SHARE, f64::from(limits::TOKENS)).at("tokenRatio")
}
