//! Dead-letter notices: where each goes, and that none leads to itself.

use super::publish::next_site;
use crate::base::ids::{SubscriptionId, TopicId};
use crate::model::{Model, Notice};
use crate::problem::{At, Problem, Word};
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::spec::Spec;

/// Gives each subscription that wants notices a publishing site of its own, after those of the handlers.
pub(super) fn add(model: &mut Model, spec: &Spec) -> Result<(), Problem> {
    let subscriptions = spec.topics.iter().enumerate().flat_map(|(t, topic)| {
        (0..topic.subscriptions.len()).map(move |s| format!("topics[{t}].subscriptions[{s}].delivery.deadLetterNotice"))
    });
    for (i, place) in subscriptions.enumerate() {
        notice(model, SubscriptionId::new(i)).at(place)?;
    }
    Ok(())
}

fn notice(model: &mut Model, subscription: SubscriptionId) -> Result<(), Problem> {
    let s = &model.subscriptions[subscription.index()];
    let Some(id) = &s.delivery.dead_letter_notice else {
        return Ok(());
    };
    let (from, topic) = (s.topic, model.topic_named(id)?);
    if model.topics[topic.index()].broker != model.topics[from.index()].broker {
        return Err(ScenarioProblem::NoticeElsewhere { topic: Word::of(id) }.into());
    }
    if leads_back(model, topic, subscription) {
        return Err(ScenarioProblem::NoticeCycle { topic: Word::of(id) }.into());
    }
    let site = next_site(model, topic)?;
    model.subscriptions[subscription.index()].notice = Some(Notice { topic, site });
    Ok(())
}

/// Whether a notice in topic `at`, when it is given up itself, may lead to one of `subscription`.
fn leads_back(model: &Model, at: TopicId, subscription: SubscriptionId) -> bool {
    let mut seen = vec![false; model.topics.len()];
    let mut to_see = vec![at];
    while let Some(at) = to_see.pop() {
        if model.subscriptions[subscription.index()].hears(at) {
            return true;
        }
        if !std::mem::replace(&mut seen[at.index()], true) {
            let notices = model.bound_to(at).map(|s| model.subscriptions[s.index()].notice);
            to_see.extend(notices.flatten().map(|notice| notice.topic));
        }
    }
    false
}
