//! The terms of a publish step: which of them fit its way of publishing, and their limits.

use crate::base::ids::TopicId;
use crate::model::bounds;
use crate::model::problem::ModelProblem;
use crate::model::{Model, Step, Terms, Topic, Via, routing};
use crate::problem::{At, Problem};
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::spec::PublishSpec;

/// Adds a publish step, and its site to its topic.
pub(super) fn publish(model: &mut Model, spec: &PublishSpec) -> Result<Step, Problem> {
    let PublishSpec { topic, via, .. } = spec;
    let topic = model.topic_named(topic.as_str()).at("topic")?;
    let terms = terms(spec, *via)?;
    let stay = [("ttl", terms.ttl), ("delay", terms.delay)];
    if let Some((field, _)) = stay.into_iter().find(|(_, span)| model.topics[topic.index()].log && span.is_some()) {
        return Err(Problem::new(field, ModelProblem::NotOnALog { field }));
    }
    let site = next_site(model, topic)?;
    set(model, topic, site, terms);
    Ok(Step::Publish { topic, via: *via, site })
}

/// Keeps the terms of a site; plain ones only behind others.
fn set(model: &mut Model, topic: TopicId, site: u16, terms: Terms) {
    if terms == Terms::PLAIN {
        return;
    }
    let space = model.topics[topic.index()].space;
    for topic in model.topics.iter_mut().filter(|topic| topic.space == space) {
        topic.terms.resize(usize::from(site), Terms::PLAIN);
        topic.terms.push(terms.clone());
    }
}

fn terms(spec: &PublishSpec, via: Via) -> Result<Terms, Problem> {
    let PublishSpec { retry, timeout, delivery_timeout, idempotent, every, ttl, delay, routing_key, .. } = spec;
    let confirmed = matches!(via, Via::Confirmed | Via::ConfirmedByLeader);
    let fits = [
        ("retry", retry.is_some(), "confirmed", confirmed),
        ("timeout", timeout.is_some(), "confirmed", confirmed),
        ("deliveryTimeout", delivery_timeout.is_some(), "confirmed", confirmed),
        ("idempotent", idempotent.is_some(), "retry", retry.is_some()),
        ("every", every.is_some(), "outbox", via == Via::Outbox),
    ];
    if let Some((field, _, other, _)) = fits.into_iter().find(|(_, is_set, _, fits)| *is_set && !fits) {
        return Err(Problem::new(field, ScenarioProblem::FieldWithout { field, other }));
    }
    let spans = [("timeout", timeout), ("deliveryTimeout", delivery_timeout), ("every", every), ("ttl", ttl)];
    for (field, span) in spans.into_iter().chain([("delay", delay)]) {
        if let Some(span) = span {
            bounds::some_time(*span).at(field)?;
        }
    }
    if let Some(retry) = retry {
        bounds::retry(retry).at("retry")?;
    }
    if let Some(key) = routing_key {
        routing::check_key(key).at("routingKey")?;
    }
    Ok(Terms {
        retry: retry.clone().unwrap_or(Terms::PLAIN.retry),
        timeout: *timeout,
        delivery_timeout: *delivery_timeout,
        idempotent: idempotent.unwrap_or(false),
        every: every.unwrap_or(Terms::PLAIN.every),
        ttl: *ttl,
        delay: *delay,
        routing_key: routing_key.clone().unwrap_or_default(),
    })
}

/// Takes the next number of a place that publishes to a topic, or to one that shares its keys.
pub(super) fn next_site(model: &mut Model, topic: TopicId) -> Result<u16, Problem> {
    let Topic { sites: site, space, .. } = model.topics[topic.index()];
    let sites = site.checked_add(1).ok_or_else(|| {
        let most = usize::from(u16::MAX);
        Problem::from(ModelProblem::TooMany { count: most + 1, most })
    })?;
    for topic in model.topics.iter_mut().filter(|topic| topic.space == space) {
        topic.sites = sites;
    }
    Ok(site)
}
