//! What crosses to the page as objects: the scenario once, the settings in force when asked for.

use crate::base::dist::Dist;
use crate::base::ids::{CallId, NodeId, PoolId, TopicId};
use crate::base::text::Text;
use crate::base::time::Span;
use crate::model::claim::{self, Comparison};
use crate::model::pool::HealthCheck;
use crate::model::{CallPolicy, Delivery, Health, Model, NodeKind, Replicas, Step, Via};
use crate::observe::Report;
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::{Backoff, RetryPolicy};
use crate::scenario::ingress::IngressSpec;
use crate::sim::World;
use crate::timeline::History;
use serde::{Serialize, Serializer};

/// A scenario as the page draws it; positions in the lists are the indices in the frame.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scenario<'a> {
    id: &'a str,
    title: &'a Text,
    text: &'a Text,
    task: &'a Text,
    seed: String,
    effects: Vec<Named<'a>>,
    nodes: Vec<Node<'a>>,
    topics: Vec<Topic<'a>>,
    subscriptions: Vec<Subscription<'a>>,
    publishes: Vec<Publish<'a>>,
    calls: Vec<CallEdge<'a>>,
    claims: Vec<Claim<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    name: &'a Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Node<'a> {
    id: &'a str,
    name: &'a Text,
    kind: &'static str,
    workers: u32,
    amount: Option<u32>,
    effects: Vec<&'a str>,
    /// Whether it is a client that is logged in, or shows who it is by itself.
    identity: bool,
    sidecar: bool,
    replicas: Option<&'a Replicas>,
}

#[derive(Serialize)]
struct Topic<'a> {
    id: &'a str,
    name: &'a Text,
    broker: &'a str,
    log: bool,
}

#[derive(Serialize)]
struct Subscription<'a> {
    id: &'a str,
    name: &'a Text,
    topic: &'a str,
    consumers: Vec<&'a str>,
    /// The topic to which notices of its dead letters go.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<&'a str>,
}

#[derive(Serialize)]
struct Publish<'a> {
    from: &'a str,
    topic: &'a str,
    via: Vec<Via>,
}

#[derive(Serialize)]
struct CallEdge<'a> {
    from: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct Claim<'a> {
    expect: &'a str,
    text: &'a Text,
    contrasts: bool,
}

impl<'a> Claim<'a> {
    fn of(claim: &'a claim::Claim) -> Claim<'a> {
        Claim { expect: &claim.expect.source, text: &claim.text, contrasts: claim.contrasts }
    }
}

/// What is true of a run at the playhead.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    claims: Vec<bool>,
    options: Vec<bool>,
    answered: bool,
    goals: Vec<bool>,
}

impl Judgement {
    /// Which claims hold, which answers to the question are right, whether it is answered, and which goals are met.
    pub fn of(history: &History) -> Judgement {
        let (world, watch) = (history.world(), history.watch());
        let report = Report::of(world, &watch.tally, 0);
        let judge = |asked: &[Vec<Comparison>]| asked.iter().map(|comparisons| report.all_hold(comparisons)).collect();
        let lesson = world.model().lesson.as_ref();
        Judgement {
            claims: report.claims.clone(),
            options: lesson.map_or(Vec::new(), |lesson| judge(&lesson.options)),
            answered: lesson.is_some_and(|lesson| world.now() >= lesson.answered_at),
            goals: lesson.map_or(Vec::new(), |lesson| judge(&lesson.goals)),
        }
    }
}

fn node_id(model: &Model, node: NodeId) -> &str {
    &model.nodes[node.index()].id
}

impl<'a> Scenario<'a> {
    /// The page's form of a model.
    pub fn of(model: &'a Model) -> Scenario<'a> {
        Scenario {
            id: &model.id,
            title: &model.title,
            text: &model.text,
            task: &model.task,
            seed: model.seed.to_string(),
            effects: model.effects.iter().map(|e| Named { id: &e.id, name: &e.name }).collect(),
            nodes: (0..model.nodes.len()).map(|i| Node::of(model, NodeId::new(i))).collect(),
            topics: model
                .topics
                .iter()
                .map(|t| Topic { id: &t.id, name: &t.name, broker: node_id(model, t.broker), log: t.log })
                .collect(),
            subscriptions: model.subscriptions.iter().map(|s| Subscription::of(model, s)).collect(),
            publishes: publishes(model),
            calls: model
                .calls
                .iter()
                .map(|c| CallEdge { from: node_id(model, c.from), to: node_id(model, c.to) })
                .collect(),
            claims: model.claims.iter().map(Claim::of).collect(),
        }
    }
}

/// Who publishes to which topic, and how: each pair once, by node and topic.
fn publishes(model: &Model) -> Vec<Publish<'_>> {
    let ways = |node: NodeId, to: TopicId| {
        let steps = model.handlers.iter().filter(|handler| handler.node == node).flat_map(|handler| &handler.steps);
        let mut ways: Vec<Via> = steps
            .filter_map(|step| match step {
                Step::Publish { topic, via, .. } if *topic == to => Some(*via),
                _ => None,
            })
            .collect();
        ways.dedup();
        ways
    };
    let mut pairs = Vec::new();
    for (i, node) in model.nodes.iter().enumerate() {
        for (j, topic) in model.topics.iter().enumerate() {
            let via = ways(NodeId::new(i), TopicId::new(j));
            if !via.is_empty() {
                pairs.push(Publish { from: &node.id, topic: &topic.id, via });
            }
        }
    }
    pairs
}

impl<'a> Node<'a> {
    fn of(model: &'a Model, id: NodeId) -> Node<'a> {
        let node = &model.nodes[id.index()];
        let (workers, amount) = match &node.kind {
            NodeKind::Client(client) => (0, Some(client.amount)),
            NodeKind::Service(service) => (service.workers, None),
            NodeKind::Gateway(_) | NodeKind::Broker { .. } => (0, None),
        };
        let kind = node.kind.word();
        let replicas = match &node.kind {
            NodeKind::Broker { replicas, .. } => replicas.as_ref(),
            NodeKind::Client(_) | NodeKind::Service(_) | NodeKind::Gateway(_) => None,
        };
        let effects =
            model.effects_at(id).into_iter().map(|effect| model.effects[effect.index()].id.as_str()).collect();
        let (identity, sidecar) = (model.identity(id).is_some(), model.sidecar(id).is_some());
        Node { id: &node.id, name: &node.name, kind, workers, amount, effects, identity, sidecar, replicas }
    }
}

impl<'a> Subscription<'a> {
    fn of(model: &'a Model, s: &'a crate::model::Subscription) -> Subscription<'a> {
        Subscription {
            id: &s.id,
            name: &s.name,
            topic: &model.topics[s.topic.index()].id,
            consumers: s.consumers.iter().map(|c| node_id(model, c.node)).collect(),
            notice: s.notice.map(|notice| model.topics[notice.topic.index()].id.as_str()),
        }
    }
}

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
}

/// How patient a caller is, how stubborn, and how careful.
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
}

impl<'a> CallSettings<'a> {
    /// A policy of a call edge.
    pub fn of(model: &'a Model, call: CallId, policy: &'a CallPolicy) -> CallSettings<'a> {
        let edge = &model.calls[call.index()];
        let (from, to) = (node_id(model, edge.from), node_id(model, edge.to));
        let CallPolicy { timeout, retry, breaker, retry_budget, cache } = policy;
        let (breaker, retry_budget, cache) = (*breaker, *retry_budget, *cache);
        CallSettings { from, to, timeout: *timeout, retry, breaker, retry_budget, cache }
    }
}

impl<'a> Settings<'a> {
    /// The settings in force in a world.
    pub fn of(world: &'a World) -> Settings<'a> {
        let model = world.model();
        let (mut nodes, mut clients) = (Vec::new(), Vec::new());
        for (i, node) in model.nodes.iter().enumerate() {
            let state = &world.nodes()[i];
            if let NodeKind::Client(_) = node.kind {
                clients.push((node.id.as_str(), ClientSettings { arrivals: world.arrivals_every(NodeId::new(i)) }));
            } else {
                let ingress = world.admission(NodeId::new(i)).ingress().map(|ingress| IngressSpec::of(model, ingress));
                let (cores, speed) = (state.machine().cores, state.machine().speed);
                let settings = NodeSettings {
                    health: state.health(),
                    workers: state.workers().unwrap_or(0),
                    ingress,
                    cores,
                    speed,
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

/// One wait of a retry policy, as bounds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScheduledRetry {
    attempt: u32,
    min_ms: f64,
    max_ms: f64,
}

/// Waits shown of a policy.
const MOST_WAITS: u32 = 20;

/// The waits a policy gives, for drawing: before attempt 2, 3, ... With decorrelated jitter each is
/// drawn from the wait before, so the upper bounds are those after the longest waits.
pub fn retry_schedule(retry: &RetryPolicy) -> Vec<ScheduledRetry> {
    let mut previous = Span::ZERO;
    let mut waits = Vec::new();
    for failures in 1..retry.max_attempts.min(MOST_WAITS + 1) {
        if retry.backoff == Backoff::None {
            break;
        }
        let (min, max) = retry.delay_bounds(failures, previous);
        waits.push(ScheduledRetry { attempt: failures + 1, min_ms: min.as_millis(), max_ms: max.as_millis() });
        previous = max;
    }
    waits
}
