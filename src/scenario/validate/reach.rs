//! The effects that a message leads to, through everything that its handlers publish and call.

use crate::base::ids::{EffectId, HandlerId, SubscriptionId, TopicId};
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::model::{Handler, Model, Step, Subscription};
use crate::problem::Problem;

/// Records for each subscription which effects its messages lead to.
pub(super) fn add(model: &mut Model) {
    let reached = reached(model);
    for i in 0..model.subscriptions.len() {
        let mut search = Search {
            model,
            reached: &reached,
            handlers: vec![false; model.handlers.len()],
            subscriptions: vec![false; model.subscriptions.len()],
            pools: vec![false; model.pools.len()],
            to_see: first_handlers(model, &model.subscriptions[i]),
            brings: Vec::new(),
        };
        while let Some(handler) = search.to_see.pop() {
            if !std::mem::replace(&mut search.handlers[handler.index()], true) {
                search.look(handler);
            }
        }
        model.subscriptions[i].brings = search.brings;
    }
}

/// The queues that each handler's messages reach, each once: found once for all searches, because there may be many steps.
fn reached(model: &Model) -> Vec<Vec<SubscriptionId>> {
    let bound: Vec<Vec<_>> = (0..model.topics.len()).map(|t| model.bound_to(TopicId::new(t)).collect()).collect();
    let of = |handler: &Handler| {
        let mut seen = vec![false; model.subscriptions.len()];
        let mut reached = Vec::new();
        for step in &handler.steps {
            let Step::Publish { topic, site, .. } = step else { continue };
            let key = model.topics[topic.index()].routing_key(*site);
            for subscription in &bound[topic.index()] {
                let at = subscription.index();
                if !seen[at] && model.subscriptions[at].takes(*topic, key) {
                    seen[at] = true;
                    reached.push(*subscription);
                }
            }
        }
        reached
    };
    model.handlers.iter().map(of).collect()
}

fn handlers(subscription: &Subscription) -> Vec<HandlerId> {
    subscription.consumers.iter().map(|consumer| consumer.handler).collect()
}

/// The handlers of a subscription; where nobody consumes, those of the queues that its messages go on to.
fn first_handlers(model: &Model, subscription: &Subscription) -> Vec<HandlerId> {
    let (mut at, mut all) = (subscription, handlers(subscription));
    // Each is the next on a way without a circle, so there are at most as many as subscriptions.
    for _ in &model.subscriptions {
        let Some(to) = at.dead_to.filter(|_| at.consumers.is_empty()) else { break };
        let next: Vec<_> = model.bound_to(to).map(|s| &model.subscriptions[s.index()]).collect();
        all.extend(next.iter().copied().flat_map(handlers));
        let Some(on) = next.into_iter().find(|s| s.consumers.is_empty()) else { break };
        at = on;
    }
    all
}

/// A search for effects. What was seen is not gone through again.
struct Search<'a> {
    model: &'a Model,
    reached: &'a [Vec<SubscriptionId>],
    handlers: Vec<bool>,
    /// The subscriptions whose handlers were found.
    subscriptions: Vec<bool>,
    pools: Vec<bool>,
    to_see: Vec<HandlerId>,
    brings: Vec<EffectId>,
}

impl Search<'_> {
    /// Follows the steps of one handler.
    fn look(&mut self, handler: HandlerId) {
        let model = self.model;
        for subscription in &self.reached[handler.index()] {
            if !std::mem::replace(&mut self.subscriptions[subscription.index()], true) {
                self.to_see.extend(handlers(&model.subscriptions[subscription.index()]));
            }
        }
        for step in &model.handlers[handler.index()].steps {
            match step {
                Step::Effect(effect) if !self.brings.contains(effect) => self.brings.push(*effect),
                Step::Call(pool) if !std::mem::replace(&mut self.pools[pool.index()], true) => {
                    for call in &model.pools[pool.index()].calls {
                        self.to_see.extend(model.nodes[model.calls[call.index()].to.index()].kind.on_call());
                    }
                }
                Step::Effect(_)
                | Step::Publish { .. }
                | Step::Call(_)
                | Step::Work { .. }
                | Step::Wait { .. }
                | Step::Require { .. }
                | Step::Reply
                | Step::Decide { .. }
                | Step::Jump(_)
                | Step::Expect { .. } => {}
            }
        }
    }
}

/// Refuses more idempotency keys of one order, publishing sites times effects, than an inbox tells apart.
pub(super) fn check_keys(model: &Model) -> Result<(), Problem> {
    for (t, topic) in model.topics.iter().enumerate() {
        for (s, subscription) in topic.subscriptions.iter().enumerate() {
            let effects = model.most_effects(&model.subscriptions[subscription.index()]).max(1);
            let count = usize::from(topic.sites) * effects;
            if count > limits::KEYS {
                let kind = ModelProblem::TooMany { count, most: limits::KEYS };
                return Err(Problem::new(format_args!("topics[{t}].subscriptions[{s}]"), kind));
            }
        }
    }
    Ok(())
}
