//! Dead-letter topics: where each subscription's dead letters go; and which topics share their publishing sites, because dead
//! letters or bindings connect them.

use crate::base::ids::{SubscriptionId, TopicId};
use crate::model::{DeadLetter, Model};
use crate::problem::{At, Problem, Word};
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::spec::Spec;

/// Resolves the dead-letter topics. A message keeps its idempotency key on the way there, so the topics at both ends number
/// their publishing sites together.
pub(super) fn add(model: &mut Model, spec: &Spec) -> Result<(), Problem> {
    let places =
        spec.topics.iter().enumerate().flat_map(|(t, topic)| {
            (0..topic.subscriptions.len()).map(move |s| format!("topics[{t}].subscriptions[{s}]"))
        });
    for (i, place) in places.enumerate() {
        target(model, SubscriptionId::new(i)).at("delivery.deadLetter.topic").at(&place)?;
    }
    for i in 0..model.subscriptions.len() {
        for topic in model.subscriptions[i].topics().collect::<Vec<_>>() {
            let own = model.subscriptions[i].topic;
            share_sites(model, own, topic);
        }
    }
    for (i, subscription) in model.subscriptions.iter().enumerate() {
        let topic = &model.topics[subscription.topic.index()];
        let at = topic.subscriptions.iter().position(|s| s.index() == i).unwrap_or(0);
        let place = || format!("topics[{}].subscriptions[{at}]", subscription.topic.index());
        if subscription.consumers.is_empty() && !may_lie(model, SubscriptionId::new(i)) {
            return Err(Problem::new(format_args!("{}.consumers", place()), ScenarioProblem::NoConsumer {}));
        }
        if circles(model, SubscriptionId::new(i)) {
            let id = Word::of(&subscription.id);
            return Err(Problem::new(place(), ScenarioProblem::NobodyConsumes { id }));
        }
    }
    Ok(())
}

fn target(model: &mut Model, subscription: SubscriptionId) -> Result<(), Problem> {
    let s = &model.subscriptions[subscription.index()];
    let DeadLetter::Topic(id) = &s.delivery.dead_letter else { return Ok(()) };
    let (from, to) = (s.topic, model.topic_named(id)?);
    if model.topics[to.index()].broker != model.topics[from.index()].broker {
        return Err(ScenarioProblem::NoticeElsewhere { topic: Word::of(id) }.into());
    }
    model.subscriptions[subscription.index()].dead_to = Some(to);
    share_sites(model, from, to);
    Ok(())
}

/// Makes two topics, with all that share with either, number their sites together.
fn share_sites(model: &mut Model, a: TopicId, b: TopicId) {
    let (a, b) = (model.topics[a.index()].space, model.topics[b.index()].space);
    for topic in model.topics.iter_mut().filter(|topic| topic.space == a) {
        topic.space = b;
    }
}

/// Whether a subscription may go without consumers: dead letters lie there, or its messages expire and go on.
fn may_lie(model: &Model, subscription: SubscriptionId) -> bool {
    let s = &model.subscriptions[subscription.index()];
    let topic = &model.topics[s.topic.index()];
    let target = model.subscriptions.iter().filter_map(|other| other.dead_to).any(|to| s.hears(to));
    !topic.log && (target || s.delivery.ttl.is_some() && s.dead_to.is_some())
}

/// Whether messages of a queue that nobody consumes come back to it through others that nobody consumes.
fn circles(model: &Model, subscription: SubscriptionId) -> bool {
    let (mut seen, mut to_see) = (vec![false; model.subscriptions.len()], vec![subscription]);
    while let Some(at) = to_see.pop() {
        let s = &model.subscriptions[at.index()];
        let Some(to) = s.dead_to.filter(|_| s.consumers.is_empty()) else { continue };
        for next in model.bound_to(to) {
            if next == subscription {
                return true;
            }
            if !std::mem::replace(&mut seen[next.index()], true) {
                to_see.push(next);
            }
        }
    }
    false
}
