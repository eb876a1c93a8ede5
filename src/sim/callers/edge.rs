//! A caller's memory of one edge: its circuit breaker, its retry budget, its last good answer.

use crate::base::time::{Span, Time};
use crate::model::CallPolicy;
use crate::policy::breaker::{Breaker, BreakerState};
use crate::policy::budget::Budget;
use crate::sim::keys::CallStepKey;
use crate::sim::schedule::Ticket;
use crate::trace::FactId;
use std::collections::VecDeque;

/// A caller's memory of one edge. It belongs to the caller: a crash erases it.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge {
    /// Always closed where there is no policy.
    pub breaker: Breaker,
    /// The breaker's half-open state, if that ends by itself: the event of its end, and the fact that it began.
    pub half_open: Option<(Ticket, FactId)>,
    /// The tokens left in the retry budget, if there is one.
    pub budget: Option<Budget>,
    /// Failures of the instance in a row.
    pub failures: u32,
    /// How often it was taken out for them.
    pub ejections: u32,
    /// The end of the time for which it is out, and the fact that it was taken out.
    pub ejected: Option<(Ticket, FactId)>,
    /// How many attempts may be under way, where that adapts itself.
    pub limit: u32,
    /// Attempts under way: those whose answer a step waits for.
    pub under_way: u32,
    /// Steps that wait for a place in the bulkhead, oldest first.
    pub held_back: VecDeque<CallStepKey>,
    /// The cache, by key.
    pub answers: Vec<Answer>,
}

/// An answer in a cache, and who waits for the next one.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Answer {
    /// When the last good answer was requested; kept only where there is a cache.
    pub asked: Option<Time>,
    /// The step that others wait for.
    pub leader: Option<CallStepKey>,
    /// The steps that wait for it.
    pub joined: Vec<CallStepKey>,
}

impl Edge {
    /// The memory of a caller that has not called yet.
    pub fn new(policy: &CallPolicy) -> Edge {
        Edge {
            breaker: Breaker::new(),
            half_open: None,
            failures: 0,
            ejections: 0,
            ejected: None,
            limit: start(policy),
            under_way: 0,
            held_back: VecDeque::new(),
            budget: policy.retry_budget.as_ref().map(Budget::full),
            answers: Vec::new(),
        }
    }

    /// Switches to another policy. A changed breaker starts over; a changed budget keeps its share of tokens; an instance
    /// that was out for its failures is in.
    pub fn adopt(&mut self, old: &CallPolicy, new: &CallPolicy) {
        if old.breaker != new.breaker {
            (self.breaker, self.half_open) = (Breaker::new(), None);
        }
        if old.bulkhead != new.bulkhead {
            self.limit = start(new);
        }
        (self.failures, self.ejections, self.ejected) = (0, 0, None);
        self.budget = match (self.budget, &old.retry_budget, &new.retry_budget) {
            (Some(budget), Some(old), Some(new)) => Some(budget.under(old, new)),
            (_, _, new) => new.as_ref().map(Budget::full),
        };
        if new.cache.is_none() {
            self.answers.iter_mut().for_each(|answer| answer.asked = None);
        }
    }

    /// Age of the last good answer for a key.
    pub fn age(&self, key: u32, now: Time) -> Option<Span> {
        self.answers.get(key as usize).and_then(|answer| answer.asked).map(|asked| now - asked)
    }

    /// When the last good answer for any key was requested.
    pub fn cached(&self) -> Option<Time> {
        self.answers.iter().filter_map(|answer| answer.asked).max()
    }

    /// The cache's entry for a key.
    pub fn answer(&mut self, key: u32) -> &mut Answer {
        let at = key as usize;
        if at >= self.answers.len() {
            self.answers.resize_with(at + 1, Answer::default);
        }
        &mut self.answers[at]
    }

    /// Whether one more attempt may be made.
    pub fn has_place(&self, policy: &CallPolicy) -> bool {
        self.places(policy).is_none_or(|places| self.under_way < places)
    }

    /// How many attempts may be under way; `None`: any number.
    pub fn places(&self, policy: &CallPolicy) -> Option<u32> {
        policy.bulkhead.map(|bulkhead| if bulkhead.adaptive.is_some() { self.limit } else { bulkhead.calls })
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
                self.cached().is_some_and(|asked| policy.cache.is_none() || asked > now),
                "a cached answer of nobody",
            ))
            .or(match &policy.ejection {
                Some(ejection) => {
                    wrong(self.ejected.is_some() && self.ejections == 0 || ejection.failures == 0, "ejected never")
                }
                None => wrong(self.ejected.is_some() || self.failures > 0, "an instance ejected by nobody"),
            })
            .or(wrong(
                !self.held_back.is_empty() && self.has_place(policy),
                "a place in the bulkhead that is not taken",
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

/// The first limit of an adaptive bulkhead.
fn start(policy: &CallPolicy) -> u32 {
    policy.bulkhead.and_then(|bulkhead| bulkhead.adaptive).map_or(0, |adaptive| adaptive.start)
}
