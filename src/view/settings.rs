//! The settings in force, as JSON for the page.

use crate::base::dist::Dist;
use crate::base::ids::{CallId, NodeId, PoolId};
use crate::base::time::Span;
use crate::model::limits;
use crate::model::pool::HealthCheck;
use crate::model::{Bulkhead, CallPolicy, Crashes, Delivery, Ejection, Health, Model, NodeKind, Parallel};
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::{Backoff, RetryPolicy};
use crate::scenario::ingress::IngressSpec;
use crate::sim::World;
use crate::view::scenario::node_id;
use serde::{Serialize, Serializer};

/// The settings in force.
#[derive(Serialize)]
pub struct Settings<'a> {
    subscriptions: ByName<'a, &'a Delivery>,
    nodes: ByName<'a, NodeSettings>,
    calls: Vec<CallSettings<'a>>,
    pools: Vec<PoolSettings<'a>>,
    clients: ByName<'a, ClientSettings>,
}

/// An object with a field for each name.
struct ByName<'a, T>(Vec<(&'a str, T)>);

impl<T: Serialize> Serialize for ByName<'_, T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(Serialize)]
struct NodeSettings {
    health: Health,
    workers: u32,
    ingress: Option<IngressSpec>,
    cores: Option<u32>,
    speed: f64,
    #[serde(skip_serializing_if = "Crashes::is_never")]
    crashes: Crashes,
}

/// A caller's policies on one edge.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallSettings<'a> {
    from: &'a str,
    to: &'a str,
    timeout: Span,
    retry: &'a RetryPolicy,
    breaker: Option<BreakerPolicy>,
    retry_budget: Option<BudgetPolicy>,
    cache: Option<CachePolicy>,
    deadline: Option<Span>,
    cancel: bool,
    bulkhead: Option<Bulkhead>,
    ejection: Option<Ejection>,
    parallel: Option<Parallel>,
}

/// The instances that a caller calls in turn, and how it checks them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PoolSettings<'a> {
    from: &'a str,
    to: Vec<&'a str>,
    health_check: Option<HealthCheck>,
}

impl<'a> PoolSettings<'a> {
    fn of(world: &'a World, id: PoolId) -> PoolSettings<'a> {
        let model = world.model();
        let pool = &model.pools[id.index()];
        let to = pool.calls.iter().map(|call| node_id(model, model.calls[call.index()].to)).collect();
        PoolSettings { from: node_id(model, pool.from), to, health_check: world.health_check(id) }
    }
}

#[derive(Serialize)]
struct ClientSettings {
    arrivals: Option<Dist>,
    /// Automatic orders that may still come.
    left: u32,
    /// The users of a closed loop.
    #[serde(skip_serializing_if = "is_none")]
    users: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_none(users: &u32) -> bool {
    *users == 0
}

impl<'a> CallSettings<'a> {
    /// Describes a policy of a call edge.
    pub fn of(model: &'a Model, call: CallId, policy: &'a CallPolicy) -> CallSettings<'a> {
        let edge = &model.calls[call.index()];
        let (from, to) = (node_id(model, edge.from), node_id(model, edge.to));
        let &CallPolicy {
            timeout,
            ref retry,
            breaker,
            retry_budget,
            cache,
            deadline,
            cancel,
            bulkhead,
            ejection,
            parallel,
        } = policy;
        CallSettings {
            from,
            to,
            timeout,
            retry,
            breaker,
            retry_budget,
            cache,
            deadline,
            cancel,
            bulkhead,
            ejection,
            parallel,
        }
    }
}

impl<'a> Settings<'a> {
    /// Describes the settings in force in a world.
    pub fn of(world: &'a World) -> Settings<'a> {
        let model = world.model();
        let (mut nodes, mut clients) = (Vec::new(), Vec::new());
        for (i, node) in model.nodes.iter().enumerate() {
            let state = &world.nodes()[i];
            if let NodeKind::Client(_) = node.kind {
                let id = NodeId::new(i);
                clients.push((
                    node.id.as_str(),
                    ClientSettings {
                        arrivals: world.arrivals_every(id),
                        left: world.arrivals_left(id),
                        users: world.users(id),
                    },
                ));
            } else {
                let ingress = world.admission(NodeId::new(i)).ingress().map(|ingress| IngressSpec::of(model, ingress));
                let (cores, speed) = (state.machine().cores, state.machine().speed);
                let settings = NodeSettings {
                    health: state.health(),
                    workers: if let NodeKind::Service(_) = node.kind { state.workers() } else { 0 },
                    ingress,
                    cores,
                    speed,
                    crashes: state.crashes(),
                };
                nodes.push((node.id.as_str(), settings));
            }
        }
        let call = |i: usize| CallSettings::of(model, CallId::new(i), world.call_policy(CallId::new(i)));
        Settings {
            subscriptions: ByName(
                model.subscriptions.iter().zip(world.queues()).map(|(s, q)| (s.id.as_str(), &q.delivery)).collect(),
            ),
            nodes: ByName(nodes),
            calls: (0..model.calls.len()).map(call).collect(),
            pools: (0..model.pools.len()).map(|i| PoolSettings::of(world, PoolId::new(i))).collect(),
            clients: ByName(clients),
        }
    }
}

/// The bounds of one wait of a retry policy.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScheduledRetry {
    attempt: u32,
    min_ms: f64,
    max_ms: f64,
}

/// The bounds of a policy's waits, for drawing: before attempt 2, 3, ... With decorrelated jitter each wait is drawn
/// from the one before, so the upper bounds are those after the longest waits. Where attempts are unlimited, the first
/// [`limits::ATTEMPTS`] are given.
pub fn retry_schedule(retry: &RetryPolicy) -> Vec<ScheduledRetry> {
    let mut previous = Span::ZERO;
    let mut waits = Vec::new();
    for failures in 1..limits::ATTEMPTS {
        if retry.backoff == Backoff::None || retry.max_attempts.used_up_by(failures) {
            break;
        }
        let (min, max) = retry.delay_bounds(failures, previous);
        waits.push(ScheduledRetry { attempt: failures + 1, min_ms: min.as_millis(), max_ms: max.as_millis() });
        previous = max;
    }
    waits
}
