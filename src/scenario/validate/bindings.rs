//! Bindings: which further topics lead to a queue, and which messages it takes of each.

use crate::base::ids::{SubscriptionId, TopicId};
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::model::{Binding, Model, Pattern, routing};
use crate::problem::{At, Problem, Word};
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::spec::{BindingSpec, Spec};

/// Adds the bindings, once all topics are there.
pub(super) fn add(model: &mut Model, spec: &Spec) -> Result<(), Problem> {
    let specs = spec.topics.iter().enumerate().flat_map(|(t, topic)| {
        let subscriptions = topic.subscriptions.iter().enumerate();
        subscriptions.map(move |(s, subscription)| ((t, s), &subscription.bindings))
    });
    let mut all = 0;
    for (i, ((t, s), bindings)) in specs.enumerate() {
        let place = format_args!("topics[{t}].subscriptions[{s}].bindings").to_string();
        all += bindings.len();
        if all > limits::BINDINGS {
            return Err(Problem::new(place, ModelProblem::TooMany { count: all, most: limits::BINDINGS }));
        }
        for (n, binding) in bindings.iter().enumerate() {
            bind(model, SubscriptionId::new(i), binding).at(format_args!("[{n}]")).at(&place)?;
        }
    }
    Ok(())
}

fn bind(model: &mut Model, subscription: SubscriptionId, spec: &BindingSpec) -> Result<(), Problem> {
    let own = model.subscriptions[subscription.index()].topic;
    let topic = model.topic_named(spec.topic.as_str()).at("topic")?;
    may_bind(model, (subscription, own), (topic, spec)).at("topic")?;
    if let Some(patterns) = &spec.routing_keys {
        routing::check_patterns(patterns).at("routingKeys")?;
    }
    let routing_keys = spec.routing_keys.iter().flatten().cloned().map(Pattern).collect();
    model.subscriptions[subscription.index()].bindings.push(Binding { topic, routing_keys });
    Ok(())
}

fn may_bind(
    model: &Model,
    (subscription, own): (SubscriptionId, TopicId),
    (topic, spec): (TopicId, &BindingSpec),
) -> Result<(), Problem> {
    let [own_topic, bound] = [own, topic].map(|topic| &model.topics[topic.index()]);
    if let Some(log) = [own_topic, bound].into_iter().find(|topic| topic.log) {
        return Err(ScenarioProblem::BindingOfALog { topic: Word::of(&log.id) }.into());
    }
    let topic_id = Word::of(&bound.id);
    if own_topic.broker != bound.broker {
        return Err(ScenarioProblem::BindingElsewhere { topic: topic_id }.into());
    }
    if model.subscriptions[subscription.index()].bindings.iter().any(|binding| binding.topic == topic) {
        return Err(ScenarioProblem::RepeatedBinding { topic: topic_id }.into());
    }
    if topic == own && spec.routing_keys.is_none() {
        return Err(ScenarioProblem::BoundAnyway { topic: topic_id }.into());
    }
    Ok(())
}
