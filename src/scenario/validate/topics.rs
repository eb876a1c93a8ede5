//! Adds topics and subscriptions: the broker that holds each, and the consumers with their handlers.

use super::parts::new_id;
use crate::base::ids::{HandlerId, NodeId, SubscriptionId, TopicId};
use crate::base::text::Text;
use crate::model::Kind;
use crate::model::bounds;
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::model::{Consumer, Model, NodeKind, Subscription, Topic, TopicKey};
use crate::problem::{At, Problem, Word};
use crate::scenario::id::Id;
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::spec::{NodeSpec, Spec, SubscriptionSpec, TopicSpec, TriggerSpec};

/// Adds the topics and their subscriptions.
pub(super) fn add(model: &mut Model, spec: &Spec) -> Result<(), Problem> {
    bounds::count(&spec.topics, limits::TOPICS).at("topics")?;
    for (i, topic) in spec.topics.iter().enumerate() {
        add_topic(model, &spec.nodes, topic).at(format_args!("topics[{i}]"))?;
    }
    Ok(())
}

fn add_topic(model: &mut Model, nodes: &[NodeSpec], spec: &TopicSpec) -> Result<(), Problem> {
    let taken = model.topics.iter().any(|topic| topic.id == spec.id.0);
    new_id(&spec.id, taken).at("id")?;
    bounds::some_text(&spec.name, limits::NAME_CHARS).at("name")?;
    let broker = model.node_of_kind(spec.broker.as_str(), Kind::Broker).at("broker")?;
    if spec.log && matches!(model.nodes[broker.index()].kind, NodeKind::Broker { durable: false, .. }) {
        return Err(Problem::new("log", ScenarioProblem::NotDurable { id: Word::of(spec.broker.as_str()) }));
    }
    if let Some(window) = spec.dedup_window {
        bounds::some_time(window).at("dedupWindow")?;
    }
    bounds::within(spec.partitions, 1, limits::PARTITIONS).at("partitions")?;
    if spec.partitions > 1 && !spec.log {
        return Err(Problem::new("partitions", ScenarioProblem::PartitionsOfAQueue {}));
    }
    if let TopicKey::Of { of, skew } = spec.key {
        bounds::within(of, 1, limits::TOPIC_KEYS).at("key.of")?;
        bounds::decimal_within(skew, 0.0, limits::SKEW).at("key.skew")?;
    }
    // The limit covers all topics together.
    let count = model.subscriptions.len() + spec.subscriptions.len();
    if count > limits::SUBSCRIPTIONS {
        let kind = ModelProblem::TooMany { count, most: limits::SUBSCRIPTIONS };
        return Err(Problem::new("subscriptions", kind));
    }
    let (topic, log, topic_name) = (TopicId::new(model.topics.len()), spec.log, &spec.name);
    let mut subscriptions = Vec::new();
    for (j, spec) in spec.subscriptions.iter().enumerate() {
        let subscription =
            subscription(model, nodes, (topic, log, topic_name), spec).at(format_args!("subscriptions[{j}]"))?;
        let id = SubscriptionId::new(model.subscriptions.len());
        for consumer in &subscription.consumers {
            model.handlers[consumer.handler.index()].subscription = Some(id);
        }
        subscriptions.push(id);
        model.subscriptions.push(subscription);
    }
    model.topics.push(Topic {
        id: spec.id.0.clone(),
        name: spec.name.clone(),
        broker,
        subscriptions,
        dedup_window: spec.dedup_window,
        mandatory: spec.mandatory,
        log,
        partitions: spec.partitions,
        key: spec.key,
        sites: 0,
        space: topic,
        terms: Vec::new(),
    });
    Ok(())
}

fn subscription(
    model: &Model,
    nodes: &[NodeSpec],
    (topic, log, topic_name): (TopicId, bool, &Text),
    spec: &SubscriptionSpec,
) -> Result<Subscription, Problem> {
    let taken = model.subscriptions.iter().any(|subscription| subscription.id == spec.id.0);
    new_id(&spec.id, taken).at("id")?;
    bounds::count(&spec.consumers, limits::NODES).at("consumers")?;
    let mut consumers: Vec<Consumer> = Vec::new();
    for (k, id) in spec.consumers.iter().enumerate() {
        let place = format_args!("consumers[{k}]").to_string();
        let consumer = consumer(model, nodes, id, &spec.id).at(&place)?;
        if consumers.contains(&consumer) {
            return Err(Problem::new(place, ModelProblem::RepeatedId { id: Word::of(id.as_str()) }));
        }
        consumers.push(consumer);
    }
    // Whether it may go without is known once all dead-letter topics are.
    let name = match (&spec.name, consumers.first()) {
        (Some(name), _) => {
            bounds::some_text(name, limits::NAME_CHARS).at("name")?;
            name.clone()
        }
        (None, Some(first)) => model.nodes[first.node.index()].name.clone(),
        (None, None) => topic_name.clone(),
    };
    let delivery = spec.delivery.resolve_on(log).at("delivery")?;
    let (id, dead_to, notice, brings) = (spec.id.0.clone(), None, None, Vec::new());
    Ok(Subscription {
        id,
        name,
        topic,
        bindings: Vec::new(),
        consumers,
        on: spec.on,
        delivery,
        dead_to,
        notice,
        brings,
    })
}

fn consumer(model: &Model, nodes: &[NodeSpec], id: &Id, subscription: &Id) -> Result<Consumer, Problem> {
    let node = model.node_of_kind(id.as_str(), Kind::Service)?;
    let on = TriggerSpec::Subscription(subscription.clone());
    let handlers = &nodes[node.index()].handlers;
    let Some(handler) = handlers.iter().position(|handler| handler.on == on) else {
        let (id, subscription) = (Word::of(id.as_str()), Word::of(subscription.as_str()));
        return Err(ScenarioProblem::NoSubscriptionHandler { id, subscription }.into());
    };
    Ok(Consumer { node, handler: handler_id(model, node, handler) })
}

/// The id of a node's `n`-th handler.
pub(super) fn handler_id(model: &Model, node: NodeId, n: usize) -> HandlerId {
    let before = model.handlers.partition_point(|handler| handler.node < node);
    HandlerId::new(before + n)
}
