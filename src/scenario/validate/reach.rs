//! The effects that a message leads to, through everything that its handlers publish and call.

use crate::base::ids::{EffectId, HandlerId};
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::model::{Model, Step, Subscription};
use crate::problem::Problem;

/// Records for each subscription which effects its messages lead to.
pub(super) fn add(model: &mut Model) {
    for i in 0..model.subscriptions.len() {
        let mut search = Search {
            model,
            handlers: vec![false; model.handlers.len()],
            topics: vec![false; model.topics.len()],
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

fn handlers(subscription: &Subscription) -> Vec<HandlerId> {
    subscription.consumers.iter().map(|consumer| consumer.handler).collect()
}

/// The handlers of a subscription; where nobody consumes, those of the queues that its messages go on to.
fn first_handlers(model: &Model, subscription: &Subscription) -> Vec<HandlerId> {
    let (mut at, mut all) = (subscription, handlers(subscription));
    // Each is the next on a way without a circle, so there are at most as many as subscriptions.
    for _ in &model.subscriptions {
        let Some(to) = at.dead_to.filter(|_| at.consumers.is_empty()) else { break };
        let next = model.topics[to.index()].subscriptions.iter().map(|s| &model.subscriptions[s.index()]);
        all.extend(next.clone().flat_map(handlers));
        let Some(on) = next.clone().find(|s| s.consumers.is_empty()) else { break };
        at = on;
    }
    all
}

/// A search for effects. What was seen is not gone through again.
struct Search<'a> {
    model: &'a Model,
    handlers: Vec<bool>,
    topics: Vec<bool>,
    pools: Vec<bool>,
    to_see: Vec<HandlerId>,
    brings: Vec<EffectId>,
}

impl Search<'_> {
    /// Follows the steps of one handler.
    fn look(&mut self, handler: HandlerId) {
        let model = self.model;
        for step in &model.handlers[handler.index()].steps {
            match step {
                Step::Effect(effect) if !self.brings.contains(effect) => self.brings.push(*effect),
                Step::Publish { topic, .. } if !std::mem::replace(&mut self.topics[topic.index()], true) => {
                    for subscription in &model.topics[topic.index()].subscriptions {
                        self.to_see.extend(handlers(&model.subscriptions[subscription.index()]));
                    }
                }
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
