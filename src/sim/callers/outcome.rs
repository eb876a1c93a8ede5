//! The end of an attempt, and what its edge makes of it: breaker, retry budget, cache, adaptive limit.

use crate::base::ids::{CallId, OrderId};
use crate::base::left_out::left_out;
use crate::base::time::{Span, Time};
use crate::policy::breaker::BreakerState;
use crate::sim::callers::coalesce::cache_key;
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

impl Callers {
    /// Whether an edge's breaker permits an attempt; always where there is none.
    pub(super) fn permitted<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId, cause: FactId) -> bool {
        let Some(policy) = self.policies[call.index()].breaker else { return true };
        let breaker = &mut self.edges[call.index()].breaker;
        let before = breaker.state();
        let permitted = breaker.permits(&policy, cx.now);
        self.note_breaker(cx, o, call, before, cause);
        permitted
    }

    /// An attempt whose request was sent is over, successfully or not.
    pub(super) fn attempt_over<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        (call, order): (CallId, OrderId),
        failed: bool,
        took: Span,
        cause: FactId,
    ) {
        let policy = &self.policies[call.index()];
        let edge = &mut self.edges[call.index()];
        match (&mut edge.budget, &policy.retry_budget) {
            (Some(budget), Some(policy)) if !failed => budget.succeeded(policy),
            (Some(budget), _) => budget.failed(),
            (None, _) => {}
        }
        if let Some(cache) = &policy.cache
            && !failed
        {
            // The answer's age counts from the request, because the caller cannot know when on the way it was true.
            let asked = Time::from_micros(cx.now.as_micros() - took.as_micros());
            let answer = edge.answer(cache_key(cx, cache, call, order));
            answer.asked = answer.asked.max(Some(asked));
        }
        if let Some(policy) = policy.breaker {
            let before = edge.breaker.state();
            edge.breaker.record(&policy, cx.now, failed, took);
            self.note_breaker(cx, o, call, before, cause);
        }
    }

    /// A breaker was half-open for as long as it may be.
    #[cold]
    pub fn half_open_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId) {
        left_out!();
        let edge = &mut self.edges[call.index()];
        let Some((_, cause)) = edge.half_open else { return };
        let before = edge.breaker.state();
        edge.breaker.end_half_open(cx.now);
        let cause = cx.note(o, cause, What::HalfOpenEnded { call });
        self.note_breaker(cx, o, call, before, cause);
    }

    /// Records the new state of a breaker, if it changed.
    pub(super) fn note_breaker<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        call: CallId,
        before: BreakerState,
        cause: FactId,
    ) {
        let edge = &mut self.edges[call.index()];
        let breaker = &edge.breaker;
        let recorded = breaker.recorded();
        let what = match (before, breaker.state()) {
            (BreakerState::Closed | BreakerState::HalfOpen { .. }, BreakerState::Open { .. }) => {
                What::BreakerOpened { call, calls: recorded.calls, failed: recorded.failed, slow: recorded.slow }
            }
            (BreakerState::Open { .. }, BreakerState::HalfOpen { permits }) => {
                // The attempt being permitted right now is one of the permits.
                What::BreakerHalfOpened { call, permits: permits + 1 }
            }
            (BreakerState::HalfOpen { .. }, BreakerState::Closed) => What::BreakerClosed { call },
            _ => return,
        };
        let fact = cx.note(o, cause, what);
        let half_open_for = self.policies[call.index()].breaker.and_then(|policy| policy.half_open_for);
        edge.half_open = half_open_for
            .filter(|_| matches!(what, What::BreakerHalfOpened { .. }))
            .map(|span| (cx.agenda.push(cx.now + span, Event::HalfOpen(call.0.into())), fact));
    }

    /// Adapts the limit of an edge to the end of an attempt.
    pub(super) fn adapt<O: Observer>(
        &mut self,
        cx: &Cx,
        o: &mut O,
        call: CallId,
        (failure, took): (Option<Reason>, Span),
        cause: FactId,
    ) {
        let Some((most, adaptive)) =
            self.policies[call.index()].bulkhead.and_then(|b| b.adaptive.map(|adaptive| (b.calls, adaptive)))
        else {
            return;
        };
        left_out!();
        let edge = &mut self.edges[call.index()];
        let limit = match failure {
            Some(Reason::CallTimedOut | Reason::Overloaded | Reason::RateLimited) => adaptive.lowered(edge.limit),
            None if adaptive.slow.is_some_and(|slow| took > slow) => adaptive.lowered(edge.limit),
            // The attempt itself is under way still.
            None if edge.under_way.saturating_mul(2) >= edge.limit => edge.limit.saturating_add(1).min(most),
            None | Some(_) => edge.limit,
        };
        if limit != edge.limit {
            edge.limit = limit;
            cx.note(o, cause, What::CallLimitAdapted { call, calls: limit });
        }
    }
}
