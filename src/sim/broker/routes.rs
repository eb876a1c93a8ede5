//! The routes of a topic: which queues take which of its messages.

use crate::base::ids::{SubscriptionId, TopicId};
use crate::base::left_out::left_out;
use crate::model::{Model, Subscription};

/// A queue that a topic's messages may go to.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub(super) subscription: SubscriptionId,
    /// By publishing site, whether the queue takes its messages.
    takes: Vec<bool>,
}

impl Route {
    /// Whether the queue takes messages of a publishing site.
    pub(super) fn takes(&self, site: u16) -> bool {
        self.takes.get(usize::from(site)).copied().unwrap_or(false)
    }
}

/// The routes of a topic; `None` where each message goes to each of its own subscriptions, and to no other.
pub(super) fn routes(model: &Model, topic: TopicId) -> Option<Box<[Route]>> {
    let own = &model.topics[topic.index()];
    let binds = |s: &Subscription| s.bindings.iter().any(|binding| binding.topic == topic);
    if own.log || !own.subscriptions.is_empty() && !model.subscriptions.iter().any(binds) {
        return None;
    }
    left_out!();
    let route = |subscription: SubscriptionId| {
        let s = &model.subscriptions[subscription.index()];
        let takes = (0..own.sites).map(|site| s.takes(topic, own.routing_key(site))).collect();
        Route { subscription, takes }
    };
    Some(model.bound_to(topic).map(route).collect())
}
