//! A scenario as JSON for the page.

use crate::base::ids::{EffectId, NodeId, TopicId};
use crate::base::text::Text;
use crate::base::time::Span;
use crate::model::claim;
use crate::model::{Model, NodeKind, OrderWords, Replicas, Step, Via};
use serde::Serialize;

/// A scenario as JSON for the page; positions in the lists are the indices in the frame.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scenario<'a> {
    id: &'a str,
    title: &'a Text,
    text: &'a Text,
    task: &'a Text,
    seed: String,
    /// How long an order may take before it is late.
    due_within: Option<Span>,
    /// What an order is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<&'a OrderWords>,
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
    /// What a client's orders are called: by its own words, or the scenario's.
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<&'a OrderWords>,
    effects: Vec<&'a str>,
    /// The effects that its handlers require of an order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    requires: Vec<&'a str>,
    /// Whether its calls show an identity: a client that is logged in, a gateway, or a service with a sidecar.
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
    /// Of a log that has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    partitions: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Subscription<'a> {
    id: &'a str,
    name: &'a Text,
    topic: &'a str,
    consumers: Vec<&'a str>,
    /// What it takes of further topics, and of its own where that is not all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bindings: Vec<Binding<'a>>,
    /// The topic of its dead-letter notices.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<&'a str>,
    /// The topic that its dead letters go to.
    #[serde(skip_serializing_if = "Option::is_none")]
    dead_to: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Binding<'a> {
    topic: &'a str,
    /// All messages if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    routing_keys: Vec<&'a str>,
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

pub(super) fn node_id(model: &Model, node: NodeId) -> &str {
    &model.nodes[node.index()].id
}

impl<'a> Scenario<'a> {
    /// Describes a model.
    pub fn of(model: &'a Model) -> Scenario<'a> {
        Scenario {
            id: &model.id,
            title: &model.title,
            text: &model.text,
            task: &model.task,
            seed: model.seed.to_string(),
            due_within: model.due_within,
            order: model.order.as_ref(),
            effects: model.effects.iter().map(|e| Named { id: &e.id, name: &e.name }).collect(),
            nodes: (0..model.nodes.len()).map(|i| Node::of(model, NodeId::new(i))).collect(),
            topics: model
                .topics
                .iter()
                .map(|t| Topic {
                    id: &t.id,
                    name: &t.name,
                    broker: node_id(model, t.broker),
                    log: t.log,
                    partitions: (t.partitions > 1).then_some(t.partitions),
                })
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

/// The nodes that publish and their topics: each pair once, ordered by node and topic.
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

/// The effects that a node's handlers require, in the order of their steps.
fn required(model: &Model, node: NodeId) -> Vec<EffectId> {
    let steps = model.handlers.iter().filter(|handler| handler.node == node).flat_map(|handler| &handler.steps);
    let effects = steps.filter_map(|step| if let Step::Require { effects, .. } = step { Some(effects) } else { None });
    effects.flatten().copied().collect()
}

impl<'a> Node<'a> {
    fn of(model: &'a Model, id: NodeId) -> Node<'a> {
        let node = &model.nodes[id.index()];
        let (workers, amount, order) = match &node.kind {
            NodeKind::Client(client) => (0, Some(client.amount), client.order.as_deref().or(model.order.as_ref())),
            NodeKind::Service(service) => (service.workers, None, None),
            NodeKind::Gateway(_) | NodeKind::Broker { .. } => (0, None, None),
        };
        let kind = node.kind.word();
        let replicas = match &node.kind {
            NodeKind::Broker { replicas, .. } => replicas.as_ref(),
            NodeKind::Client(_) | NodeKind::Service(_) | NodeKind::Gateway(_) => None,
        };
        let named = |effects: Vec<EffectId>| {
            effects.into_iter().map(|effect| model.effects[effect.index()].id.as_str()).collect()
        };
        let (effects, requires) = (named(model.effects_at(id)), named(required(model, id)));
        let (identity, sidecar) = (model.identity(id).is_some(), model.sidecar(id).is_some());
        let (id, name) = (node.id.as_str(), &node.name);
        Node { id, name, kind, workers, amount, order, effects, requires, identity, sidecar, replicas }
    }
}

impl<'a> Binding<'a> {
    fn of(model: &'a Model, binding: &'a crate::model::Binding) -> Binding<'a> {
        let routing_keys = binding.routing_keys.iter().map(|pattern| pattern.0.as_str()).collect();
        Binding { topic: &model.topics[binding.topic.index()].id, routing_keys }
    }
}

impl<'a> Subscription<'a> {
    fn of(model: &'a Model, s: &'a crate::model::Subscription) -> Subscription<'a> {
        Subscription {
            id: &s.id,
            name: &s.name,
            topic: &model.topics[s.topic.index()].id,
            consumers: s.consumers.iter().map(|c| node_id(model, c.node)).collect(),
            bindings: s.bindings.iter().map(|binding| Binding::of(model, binding)).collect(),
            notice: s.notice.map(|notice| model.topics[notice.topic.index()].id.as_str()),
            dead_to: s.dead_to.map(|topic| model.topics[topic.index()].id.as_str()),
        }
    }
}
