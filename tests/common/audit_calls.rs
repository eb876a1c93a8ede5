//! The auditor of calls: what the facts alone say of circuit breakers, retry budgets and caches.

use super::audit::law;
use carteiro::base::ids::{CallId, NodeId, OrderId};
use carteiro::base::time::{Span, Time};
use carteiro::model::{CallPolicy, Health, Model, Node};
use carteiro::policy::breaker::{BreakerPolicy, SlidingWindow};
use carteiro::policy::limiter::{Algorithm, RateLimit};
use carteiro::sim::World;
use carteiro::trace::{Fact, FactId, Reason, Trace, What};
use std::collections::{BTreeMap, BTreeSet};

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
    /// Failures of the instance in a row, how often it was taken out for them, and until when it is.
    failures: u32,
    ejections: u64,
    ejected: Option<Time>,
    /// Steps that wait for the answer of another.
    joined: u32,
    /// The policy is the scenario's, and the edge a pool of its own.
    alone: bool,
    /// Attempts that the breaker let through, and that wait for a place.
    held_back: Vec<OrderId>,
    /// Since when the caller hangs; and when it did last, from and to.
    hung: Option<Time>,
    woke: Option<(Time, Time)>,
    /// How many may be under way, where that adapts itself.
    limit: u32,
    /// Requests whose answer somebody waits for.
    under_way: u32,
    /// When the first request of an order's last call step left, where that is known.
    began: BTreeMap<OrderId, Time>,
    /// When the good answers may have been asked for, and the earliest that the newest of them can be.
    asked: (Vec<Time>, Time),
}

/// Nothing was answered.
const NOTHING: (Vec<Time>, Time) = (Vec::new(), Time::ZERO);

impl Edge {
    fn new(from: NodeId, policy: &CallPolicy, alone: bool) -> Edge {
        let tokens = policy.retry_budget.map(|budget| i64::from(budget.max_tokens) * 1_000);
        Edge {
            from,
            policy: policy.clone(),
            state: State::Closed,
            ended: None,
            tokens,
            sent: Vec::new(),
            failures: 0,
            ejections: 0,
            ejected: None,
            joined: 0,
            alone,
            held_back: Vec::new(),
            hung: None,
            woke: None,
            limit: policy.bulkhead.and_then(|b| b.adaptive).map_or(0, |adaptive| adaptive.start),
            under_way: 0,
            began: BTreeMap::new(),
            asked: NOTHING,
        }
    }

    /// The caller begins to hang, or does so no longer.
    fn changes_health(&mut self, health: Health, at: Time) {
        if health == Health::Hung {
            self.hung.get_or_insert(at);
        } else if let Some(since) = self.hung.take() {
            self.woke = Some((since, at));
        }
    }

    /// A request leaves only where the breaker lets it.
    fn sent(&mut self, (order, attempt): (OrderId, u32), at: Time) -> Result<(), String> {
        self.sent.push((order, at));
        self.under_way += 1;
        law(
            self.places().is_none_or(|places| self.under_way <= places),
            "more requests under way than the bulkhead allows",
        )?;
        if attempt == 1 {
            let alone = self.alone && self.policy.cache.is_some_and(|cache| cache.coalesce);
            law(!alone || self.under_way == 1, "a request that could have joined another")?;
            self.began.insert(order, at);
        } else if let (Some(began), Some(deadline)) = (self.began.get(&order), self.policy.deadline) {
            law(at < *began + deadline, "an attempt after the deadline")?;
        }
        if self.lets_go(order) { Ok(()) } else { self.permitted(at) }
    }

    /// The breaker lets an attempt through.
    fn permitted(&mut self, at: Time) -> Result<(), String> {
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

    /// An attempt failed; `late`: its deadline was over, so that a place was of no use to it.
    fn failed(&mut self, order: OrderId, reason: Reason, at: Time, late: bool) -> Result<(), String> {
        match reason {
            Reason::CallNotPermitted => {
                self.began.remove(&order);
            }
            Reason::BulkheadFull => {
                self.began.remove(&order);
                if !late {
                    self.finds_no_place()?;
                }
                if !self.lets_go(order) {
                    self.permitted(at)?;
                }
            }
            Reason::NoInstance => {
                self.began.remove(&order);
                return Ok(());
            }
            _ => self.over()?,
        }
        if !matches!(
            reason,
            Reason::CallNotPermitted
                | Reason::RateLimited
                | Reason::Unauthenticated
                | Reason::Forbidden
                | Reason::BulkheadFull
        ) {
            self.failures += 1;
        }
        if reason == Reason::CallNotPermitted {
            return law(
                matches!(self.state, State::Open { .. } | State::HalfOpen { left: 0, .. }),
                "not permitted, but why?",
            );
        }
        self.tokens = self.tokens.map(|tokens| (tokens - 1_000).max(0));
        Ok(())
    }

    /// An attempt waits for a place; the breaker has let it through, whatever becomes of that meanwhile.
    fn held_back(&mut self, order: OrderId, at: Time) -> Result<(), String> {
        self.finds_no_place()?;
        self.held_back.push(order);
        self.permitted(at)
    }

    /// Whether an attempt about this order had waited for a place; it does no longer.
    fn lets_go(&mut self, order: OrderId) -> bool {
        let at = self.held_back.iter().position(|held| *held == order);
        at.map(|at| self.held_back.swap_remove(at)).is_some()
    }

    fn finds_no_place(&self) -> Result<(), String> {
        let places = self.places().ok_or("held back, but there is no bulkhead")?;
        law(self.under_way >= places, "held back, but there is a place")
    }

    fn places(&self) -> Option<u32> {
        self.policy.bulkhead.map(|bulkhead| if bulkhead.adaptive.is_some() { self.limit } else { bulkhead.calls })
    }

    /// A limit that adapts itself grows by one where it was needed, and shrinks by its share.
    fn adapted(&mut self, calls: u32) -> Result<(), String> {
        let bulkhead = self.policy.bulkhead.ok_or("adapted, but there is no bulkhead")?;
        let adaptive = bulkhead.adaptive.ok_or("a limit adapted that does not")?;
        let before = std::mem::replace(&mut self.limit, calls);
        let lowered = ((f64::from(before) * adaptive.decrease).floor() as u32).min(before - 1).max(1);
        // The attempt by whose end it grows was under way.
        let grows = calls == before + 1 && calls <= bulkhead.calls && 2 * (self.under_way + 1) >= before;
        law(grows || calls == lowered, "a limit adapted by another rule")
    }

    /// Nobody waits for the answer to a request any more.
    fn over(&mut self) -> Result<(), String> {
        self.under_way = self.under_way.checked_sub(1).ok_or("an end of no request")?;
        Ok(())
    }

    /// An instance is taken out after failures in a row, the longer the oftener.
    fn ejected(&mut self, failures: u32, out: Span, at: Time) -> Result<(), String> {
        let ejection = self.policy.ejection.ok_or("an instance ejected by nobody")?;
        law(failures == self.failures && failures >= ejection.failures, "ejected for other failures than it had")?;
        law(self.ejected.is_none(), "ejected twice")?;
        (self.failures, self.ejections) = (0, self.ejections + 1);
        let most = ejection.out_for.as_micros() * self.ejections.min(10);
        self.ejected = Some(at + out);
        law(out.as_micros() == most, "ejected for another time")
    }

    fn answered(&mut self, order: OrderId) -> Result<(), String> {
        self.over()?;
        self.failures = 0;
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
        let end = since + span;
        // A caller that hung notices the end when it goes on.
        let late = self.woke.is_some_and(|(hung, woke)| hung <= end && end <= woke && at == woke);
        law(at == end || late, "half-open for another time than it may be")?;
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
pub struct Calls {
    edges: Vec<Edge>,
    doors: Vec<Door>,
    /// When requests with a deadline are of no use any more, by the fact of their departure.
    until: BTreeMap<FactId, Time>,
    /// Requests that were dropped.
    dropped: BTreeSet<FactId>,
}

/// Whether the deadline of a call is over with this failed attempt.
fn is_over(trace: &Trace, attempt: FactId) -> bool {
    let at = trace.get(attempt).map(|fact| fact.at);
    let later = (attempt.0 + 1..).map_while(|id| trace.get(FactId(id)));
    let mut at_once = later.take_while(|fact| Some(fact.at) == at);
    at_once.any(|fact| fact.cause == attempt && matches!(fact.what, What::DeadlineExceeded { .. }))
}

impl Calls {
    pub fn new(model: &Model) -> Calls {
        let limit = |node: &Node| node.kind.ingress().and_then(|ingress| ingress.limit.clone());
        let doors = model.nodes.iter().map(|node| Door { limit: limit(node), passed: 0 });
        let edges = model
            .calls
            .iter()
            .map(|call| Edge::new(call.from, &call.policy, model.pools[call.pool.index()].calls.len() == 1))
            .collect();
        Calls { edges, doors: doors.collect(), until: BTreeMap::new(), dropped: BTreeSet::new() }
    }

    /// Judges a fact, if it is of a call or of what changes one.
    pub fn judge(&mut self, world: &World, trace: &Trace, id: FactId, fact: Fact) -> Result<(), String> {
        let edge = |call: CallId| call.index();
        if let What::HealthSet { node, health } = fact.what {
            for edge in self.edges.iter_mut().filter(|edge| edge.from == node) {
                edge.changes_health(health, fact.at);
            }
        }
        match fact.what {
            // A handler began by no message and no order: by a call.
            What::RunStarted { node, message: None, .. } if world.model().nodes[node.index()].kind.takes_calls() => {
                law(!self.dropped.contains(&fact.cause), "a request that was dropped is handled")?;
                let until = self.until.get(&fact.cause);
                law(until.is_none_or(|until| fact.at < *until), "a request is handled after its deadline")?;
                self.doors[node.index()].passed(fact.at)
            }
            What::IngressSet { node } => {
                self.doors[node.index()].limit = None;
                Ok(())
            }
            What::CallSent { call, order, attempt } => {
                if let Some(deadline) = self.edges[edge(call)].policy.deadline {
                    self.until.insert(id, fact.at + deadline);
                }
                self.edges[edge(call)].sent((order, attempt), fact.at)
            }
            What::CallAttemptFailed { call, order, reason } => {
                let late = reason == Reason::BulkheadFull && is_over(trace, id);
                self.edges[edge(call)].failed(order, reason, fact.at, late)
            }
            What::CallHeldBack { call, order } => self.edges[edge(call)].held_back(order, fact.at),
            What::CallCancelled { .. } => law(self.dropped.insert(fact.cause), "one request was dropped twice"),
            What::CallLimitAdapted { call, calls } => self.edges[edge(call)].adapted(calls),
            What::CallGivenUp { call, order, asked } => {
                let edge = &mut self.edges[edge(call)];
                if asked {
                    return edge.over();
                }
                law(edge.lets_go(order), "given up, but it was not held back")
            }
            What::CallJoined { call, .. } => {
                let edge = &mut self.edges[edge(call)];
                edge.joined += 1;
                law(edge.policy.cache.is_some_and(|cache| cache.coalesce), "joined, but calls are not coalesced")
            }
            What::CallShared { call, .. } => {
                let edge = &mut self.edges[edge(call)];
                edge.joined = edge.joined.checked_sub(1).ok_or("an answer shared with nobody")?;
                Ok(())
            }
            What::InstanceEjected { call, failures, out } => self.edges[edge(call)].ejected(failures, out, fact.at),
            What::EjectionEnded { call } => {
                let until = self.edges[edge(call)].ejected.take();
                law(until == Some(fact.at), "out for another time")
            }
            What::DeadlineExceeded { call, .. } => {
                let edge = &self.edges[edge(call)];
                let is_called = world.model().nodes[edge.from.index()].kind.takes_calls();
                law(edge.policy.deadline.is_some() || is_called, "a deadline of nobody is over")
            }
            What::CallAnswered { call, order } => self.edges[edge(call)].answered(order),
            What::CallRetryScheduled { call, .. } => {
                law(self.edges[edge(call)].may_retry() != Some(false), "a retry without a token")
            }
            What::RetryThrottled { call, .. } => {
                law(self.edges[edge(call)].may_retry() != Some(true), "no retry, though there are tokens")
            }
            What::CallAnsweredFromCache { call, age, stale, .. } => self.edges[edge(call)].cached(fact.at, age, stale),
            What::BreakerOpened { call, calls, failed, slow } => {
                self.edges[edge(call)].opened(fact.at, calls, failed, slow)
            }
            What::BreakerHalfOpened { call, permits } => self.edges[edge(call)].half_opened(fact.at, permits),
            What::HalfOpenEnded { call } => self.edges[edge(call)].half_open_ended(fact.at),
            What::BreakerClosed { call } => {
                let edge = &mut self.edges[edge(call)];
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
        let edge = &mut self.edges[call.index()];
        let fresh = Edge::new(edge.from, policy, false);
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
        edge.began.clear();
        if edge.policy.bulkhead != policy.bulkhead {
            edge.limit = fresh.limit;
        }
        (edge.failures, edge.ejections, edge.ejected, edge.alone) = (0, 0, None, false);
        edge.policy = policy.clone();
    }

    /// A node that stops forgets.
    fn forget(&mut self, node: NodeId) {
        for edge in self.edges.iter_mut().filter(|edge| edge.from == node) {
            // Answers still in transit go to callers that are gone.
            *edge = Edge::new(node, &edge.policy, edge.alone);
        }
    }
}
