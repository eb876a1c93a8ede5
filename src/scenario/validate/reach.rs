//! The effects that a message leads to, through everything that its handlers publish and call.

use crate::base::ids::{EffectId, HandlerId};
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::model::{Model, Step, Subscription};
use crate::problem::Problem;

/// Records for each subscription which effects its messages lead to.
pub(super) fn add(model: &mut Model) {
    for i in 0..model.subscriptions.len() {
        let mut seen = vec![false; model.handlers.len()];
        let mut to_see = handlers(&model.subscriptions[i]);
        let mut brings = Vec::new();
        while let Some(handler) = to_see.pop() {
            if !std::mem::replace(&mut seen[handler.index()], true) {
                look(model, handler, &mut to_see, &mut brings);
            }
        }
        model.subscriptions[i].brings = brings;
    }
}

fn handlers(subscription: &Subscription) -> Vec<HandlerId> {
    subscription.consumers.iter().map(|consumer| consumer.handler).collect()
}

/// Follows the steps of one handler.
fn look(model: &Model, handler: HandlerId, to_see: &mut Vec<HandlerId>, brings: &mut Vec<EffectId>) {
    for step in &model.handlers[handler.index()].steps {
        match step {
            Step::Effect(effect) if !brings.contains(effect) => brings.push(*effect),
            Step::Publish { topic, .. } => {
                for subscription in &model.topics[topic.index()].subscriptions {
                    to_see.extend(handlers(&model.subscriptions[subscription.index()]));
                }
            }
            Step::Call(pool) => {
                for call in &model.pools[pool.index()].calls {
                    to_see.extend(model.nodes[model.calls[call.index()].to.index()].kind.on_call());
                }
            }
            Step::Effect(_)
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
