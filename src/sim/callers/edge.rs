//! A caller's memory of one edge: its circuit breaker, its retry budget, its last good answer.

use crate::base::time::{Span, Time};
use crate::model::CallPolicy;
use crate::policy::breaker::{Breaker, BreakerState};
use crate::policy::budget::Budget;
use crate::sim::schedule::Ticket;
use crate::trace::FactId;

/// A caller's memory of one edge. It belongs to the caller: a crash erases it.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge {
    /// Always closed where there is no policy.
    pub breaker: Breaker,
    /// The breaker's half-open state, if that ends by itself: the event of its end, and the fact that it began.
    pub half_open: Option<(Ticket, FactId)>,
    /// The tokens left in the retry budget, if there is one.
    pub budget: Option<Budget>,
    /// When the last good answer was requested; kept only where there is a cache.
    pub cached: Option<Time>,
}

impl Edge {
    /// The memory of a caller that has not called yet.
    pub fn new(policy: &CallPolicy) -> Edge {
        Edge {
            breaker: Breaker::new(),
            half_open: None,
            budget: policy.retry_budget.as_ref().map(Budget::full),
            cached: None,
        }
    }

    /// Switches to another policy. A changed breaker starts over; a changed budget keeps its share of tokens.
    pub fn adopt(&mut self, old: &CallPolicy, new: &CallPolicy) {
        if old.breaker != new.breaker {
            (self.breaker, self.half_open) = (Breaker::new(), None);
        }
        self.budget = match (self.budget, &old.retry_budget, &new.retry_budget) {
            (Some(budget), Some(old), Some(new)) => Some(budget.under(old, new)),
            (_, _, new) => new.as_ref().map(Budget::full),
        };
        if new.cache.is_none() {
            self.cached = None;
        }
    }

    /// Age of the last good answer.
    pub fn age(&self, now: Time) -> Option<Span> {
        self.cached.map(|asked| now - asked)
    }

    /// The first inconsistency under a policy, if there is one.
    pub fn flaw(&self, policy: &CallPolicy, now: Time) -> Option<&'static str> {
        let wrong = |is: bool, what| is.then_some(what);
        wrong(self.budget.is_some() != policy.retry_budget.is_some(), "a budget that is not the policy's")
            .or(wrong(
                self.budget.zip(policy.retry_budget).is_some_and(|(budget, policy)| !budget.is_sound(&policy)),
                "more tokens than there may be",
            ))
            .or(wrong(
                self.cached.is_some_and(|asked| policy.cache.is_none() || asked > now),
                "a cached answer of nobody",
            ))
            .or(wrong(
                self.half_open.is_some()
                    != (matches!(self.breaker.state(), BreakerState::HalfOpen { .. })
                        && policy.breaker.is_some_and(|breaker| breaker.half_open_for.is_some())),
                "a half-open breaker whose end is not awaited, or another's",
            ))
            .or(match &policy.breaker {
                Some(breaker) => wrong(!self.breaker.is_sound(breaker), "a breaker that has miscounted"),
                None => wrong(self.breaker.state() != BreakerState::Closed, "a breaker without a policy"),
            })
    }
}
