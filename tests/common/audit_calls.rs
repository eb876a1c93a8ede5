//! The auditor of calls: what the facts alone say of circuit breakers, retry budgets and caches.

use super::audit::law;
use carteiro::base::ids::{CallId, NodeId, OrderId};
use carteiro::base::time::{Span, Time};
use carteiro::model::{CallPolicy, Health, Model, Node};
use carteiro::policy::breaker::{BreakerPolicy, SlidingWindow};
use carteiro::policy::limiter::{Algorithm, RateLimit};
use carteiro::sim::World;
use carteiro::trace::{Fact, Reason, What};

/// A breaker as its facts tell of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Closed,
    Open { since: Time },
    HalfOpen { left: u32, since: Time },
}

/// The auditor's state of an edge.
#[derive(Clone, Debug)]
struct Edge {
    from: NodeId,
    policy: CallPolicy,
    state: State,
    /// When it was half-open for long enough without a verdict, last.
    ended: Option<Time>,
    /// Thousandths of tokens; not known after the budget was changed while it ran.
    tokens: Option<i64>,
    /// When an order's requests left.
    sent: Vec<(OrderId, Time)>,
    /// When the good answers may have been asked for, and the earliest that the newest of them can be.
    asked: (Vec<Time>, Time),
}

/// Nothing was answered.
const NOTHING: (Vec<Time>, Time) = (Vec::new(), Time::ZERO);

impl Edge {
    fn new(from: NodeId, policy: &CallPolicy) -> Edge {
        let tokens = policy.retry_budget.map(|budget| i64::from(budget.max_tokens) * 1_000);
        Edge {
            from,
            policy: policy.clone(),
            state: State::Closed,
            ended: None,
            tokens,
            sent: Vec::new(),
            asked: NOTHING,
        }
    }

    /// A request leaves only where the breaker lets it.
    fn sent(&mut self, order: OrderId, at: Time) -> Result<(), String> {
        self.sent.push((order, at));
        match &mut self.state {
            State::Closed => Ok(()),
            State::Open { .. } => Err("a request left while the breaker was open".into()),
            State::HalfOpen { left, since } => {
                let over = self.policy.breaker.and_then(|policy| policy.half_open_for).map(|span| *since + span);
                law(over.is_none_or(|over| at <= over), "half-open for longer than it may be")?;
                law(*left > 0, "more requests than the half-open breaker permits")?;
                *left -= 1;
                Ok(())
            }
        }
    }

    fn failed(&mut self, reason: Reason) -> Result<(), String> {
        if reason == Reason::CallNotPermitted {
            return law(
                matches!(self.state, State::Open { .. } | State::HalfOpen { left: 0, .. }),
                "not permitted, but why?",
            );
        }
        self.tokens = self.tokens.map(|tokens| (tokens - 1_000).max(0));
        Ok(())
    }

    fn answered(&mut self, order: OrderId) -> Result<(), String> {
        if let Some(budget) = self.policy.retry_budget {
            let most = i64::from(budget.max_tokens) * 1_000;
            let gives = (budget.token_ratio * 1_000.0).round() as i64;
            self.tokens = self.tokens.map(|tokens| (tokens + gives).min(most));
        }
        // Which of an order's requests is answered the facts do not always tell.
        let may_be: Vec<Time> = self.sent.iter().filter(|(of, _)| *of == order).map(|(_, at)| *at).collect();
        let earliest = *may_be.iter().min().ok_or("an answer to no question")?;
        if self.policy.cache.is_some() {
            self.asked.0.extend(may_be);
            self.asked.1 = self.asked.1.max(earliest);
        }
        Ok(())
    }

    /// Whether the tokens allow a retry, as far as that is known.
    fn may_retry(&self) -> Option<bool> {
        let most = i64::from(self.policy.retry_budget?.max_tokens) * 1_000;
        self.tokens.map(|tokens| tokens * 2 > most)
    }

    fn breaker(&self) -> Result<&BreakerPolicy, String> {
        self.policy.breaker.as_ref().ok_or_else(|| "a breaker that is not there".into())
    }

    /// It opens when it has seen enough, and too many of them failed or were slow.
    fn opened(&mut self, at: Time, calls: u32, failed: u32, slow: u32) -> Result<(), String> {
        let policy = self.breaker()?;
        let enough = match (self.state, policy.window) {
            (State::Open { .. }, _) => return Err("an open breaker opens".into()),
            (State::HalfOpen { .. }, _) if self.ended == Some(at) => {
                self.state = State::Open { since: at };
                return Ok(());
            }
            (State::HalfOpen { .. }, _) => policy.half_open_calls.min(policy.minimum_calls),
            (State::Closed, SlidingWindow::Count(n)) => policy.minimum_calls.min(n),
            (State::Closed, SlidingWindow::Time(_)) => policy.minimum_calls,
        };
        law(calls >= enough, "it opens before it has seen enough")?;
        let share = |some: u32| f64::from(some) / f64::from(calls);
        let too_slow = policy.slow_call.is_some_and(|limit| share(slow) >= limit.rate);
        law(share(failed) >= policy.failure_rate || too_slow, "it opens though all is well")?;
        self.state = State::Open { since: at };
        Ok(())
    }

    fn half_opened(&mut self, at: Time, permits: u32) -> Result<(), String> {
        let policy = self.breaker()?;
        let State::Open { since } = self.state else { return Err("half-open, but it was not open".into()) };
        law(at > since + policy.open_for, "half-open before its time")?;
        law(permits == policy.half_open_calls, "it permits another number of calls")?;
        self.state = State::HalfOpen { left: permits, since: at };
        Ok(())
    }

    /// A half-open breaker that may not wait any longer opens next.
    fn half_open_ended(&mut self, at: Time) -> Result<(), String> {
        let span = self.breaker()?.half_open_for.ok_or("a half-open breaker with an end that it has not")?;
        let State::HalfOpen { since, .. } = self.state else { return Err("it was not half-open".into()) };
        law(at == since + span, "half-open for another time than it may be")?;
        self.ended = Some(at);
        Ok(())
    }

    fn cached(&self, at: Time, age: Span, stale: bool) -> Result<(), String> {
        let cache = self.policy.cache.ok_or("a cached answer without a cache")?;
        let (asked, least) = &self.asked;
        law(asked.iter().any(|asked| asked >= least && at - *asked == age), "an answer of another age than it is")?;
        if stale {
            return law(age <= cache.fresh.plus(cache.stale_if_error), "an answer staler than allowed");
        }
        law(age < cache.fresh, "a fresh answer that is stale")
    }
}

/// Calls that passed a node's rate limit, while that is the scenario's.
#[derive(Clone, Debug)]
struct Door {
    limit: Option<RateLimit>,
    passed: u64,
}

impl Door {
    /// No more pass than the limit has given since the run began.
    fn passed(&mut self, at: Time) -> Result<(), String> {
        self.passed += 1;
        let Some(limit) = &self.limit else { return Ok(()) };
        let (rate, per, at) = (u128::from(limit.rate), u128::from(limit.per.as_micros()), u128::from(at.as_micros()));
        let most = match limit.algorithm {
            Algorithm::TokenBucket => u128::from(limit.burst) + rate * at / per,
            Algorithm::FixedWindow | Algorithm::SlidingWindow => rate * (at / per + 1),
        };
        law(u128::from(self.passed) <= most, "more calls passed than the rate limit allows")
    }
}

/// The auditor of all edges, and of all doors by node.
#[derive(Clone, Debug)]
pub struct Calls(Vec<Edge>, Vec<Door>);

impl Calls {
    pub fn new(model: &Model) -> Calls {
        let limit = |node: &Node| node.kind.ingress().and_then(|ingress| ingress.limit.clone());
        let doors = model.nodes.iter().map(|node| Door { limit: limit(node), passed: 0 });
        Calls(model.calls.iter().map(|call| Edge::new(call.from, &call.policy)).collect(), doors.collect())
    }

    /// Judges a fact, if it is of a call or of what changes one.
    pub fn judge(&mut self, world: &World, fact: Fact) -> Result<(), String> {
        let edge = |call: CallId| call.index();
        match fact.what {
            // A handler began by no message and no order: by a call.
            What::RunStarted { node, message: None, .. } if world.model().nodes[node.index()].kind.takes_calls() => {
                self.1[node.index()].passed(fact.at)
            }
            What::IngressSet { node } => {
                self.1[node.index()].limit = None;
                Ok(())
            }
            What::CallSent { call, order, .. } => self.0[edge(call)].sent(order, fact.at),
            What::CallAttemptFailed { call, reason, .. } => self.0[edge(call)].failed(reason),
            What::CallAnswered { call, order } => self.0[edge(call)].answered(order),
            What::CallRetryScheduled { call, .. } => {
                law(self.0[edge(call)].may_retry() != Some(false), "a retry without a token")
            }
            What::RetryThrottled { call, .. } => {
                law(self.0[edge(call)].may_retry() != Some(true), "no retry, though there are tokens")
            }
            What::CallAnsweredFromCache { call, age, stale, .. } => self.0[edge(call)].cached(fact.at, age, stale),
            What::BreakerOpened { call, calls, failed, slow } => {
                self.0[edge(call)].opened(fact.at, calls, failed, slow)
            }
            What::BreakerHalfOpened { call, permits } => self.0[edge(call)].half_opened(fact.at, permits),
            What::HalfOpenEnded { call } => self.0[edge(call)].half_open_ended(fact.at),
            What::BreakerClosed { call } => {
                let edge = &mut self.0[edge(call)];
                law(matches!(edge.state, State::HalfOpen { .. }), "closed, but it was not half-open")?;
                edge.state = State::Closed;
                Ok(())
            }
            What::CallPolicySet { call } => {
                self.policy_set(call, world.call_policy(call));
                Ok(())
            }
            What::NodeCrashed { node, .. } | What::HealthSet { node, health: Health::Down } => {
                self.forget(node);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn policy_set(&mut self, call: CallId, policy: &CallPolicy) {
        let edge = &mut self.0[call.index()];
        let fresh = Edge::new(edge.from, policy);
        if edge.policy.breaker != policy.breaker {
            edge.state = State::Closed;
        }
        if edge.policy.retry_budget.is_none() || policy.retry_budget.is_none() {
            edge.tokens = fresh.tokens;
        } else if edge.policy.retry_budget != policy.retry_budget {
            edge.tokens = None;
        }
        if policy.cache.is_none() {
            edge.asked = NOTHING;
        }
        edge.policy = policy.clone();
    }

    /// A node that stops forgets.
    fn forget(&mut self, node: NodeId) {
        for edge in self.0.iter_mut().filter(|edge| edge.from == node) {
            // Answers still in transit go to callers that are gone.
            *edge = Edge::new(node, &edge.policy);
        }
    }
}
