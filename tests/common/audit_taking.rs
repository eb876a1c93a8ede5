//! What the auditor knows of taking, by the facts alone: which consumer holds which message of a subscription.

use super::audit::law;
use carteiro::base::ids::{MessageId, NodeId, SubscriptionId};
use carteiro::model::{Delivery, Model, NodeKind, Prefetch, PrefetchPer, Subscription};
use carteiro::trace::{Fact, What};
use std::collections::{BTreeMap, BTreeSet};

/// What is taken from a subscription.
#[derive(Clone, Default, Debug)]
struct Desk {
    /// Messages handed out and neither returned nor gone, by who has them.
    held: BTreeMap<MessageId, NodeId>,
    /// Messages that wait for their retry.
    waiting: BTreeSet<MessageId>,
    /// Most that all consumers may hold together; `None` where they share no limit, or it is no longer the scenario's.
    most: Option<u64>,
    waiting_counts: bool,
}

/// What is taken from every subscription.
#[derive(Clone, Debug)]
pub struct Taking {
    desks: Vec<Desk>,
}

impl Taking {
    pub fn new(model: &Model) -> Taking {
        let desk = |s: &Subscription| Desk {
            most: shared_limit(model, s),
            waiting_counts: s.delivery.retry_holds_place,
            ..Desk::default()
        };
        Taking { desks: model.subscriptions.iter().map(desk).collect() }
    }

    /// Takes note of a fact.
    pub fn judge(&mut self, model: &Model, fact: Fact) -> Result<(), String> {
        match fact.what {
            What::MessageHandedOut { message, subscription, node, .. } => {
                self.leaves(message, subscription);
                let desk = &mut self.desks[subscription.index()];
                desk.held.insert(message, node);
                let waiting = if desk.waiting_counts { desk.waiting.len() } else { 0 };
                let places = (desk.held.len() + waiting) as u64;
                return law(desk.most.is_none_or(|most| places <= most), "more is held than all may hold together");
            }
            What::RetryScheduled { message, subscription, .. } => {
                self.leaves(message, subscription);
                self.desks[subscription.index()].waiting.insert(message);
            }
            What::MessageReady { message, subscription, .. }
            | What::MessageReturned { message, subscription, .. }
            | What::MessageAcked { message, subscription, .. }
            | What::MessageSuppressed { message, subscription, .. }
            | What::MessageParked { message, subscription, .. }
            | What::MessageDeadLettered { message, subscription, .. }
            | What::MessageDropped { message, subscription, .. }
            | What::MessageWithdrawn { message, subscription, .. } => self.leaves(message, subscription),
            What::DeliverySet { subscription } => self.desks[subscription.index()].most = None,
            What::WorkersSet { node, .. } => {
                for (desk, s) in self.desks.iter_mut().zip(&model.subscriptions) {
                    if s.consumers.iter().any(|consumer| consumer.node == node) {
                        desk.most = None;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn leaves(&mut self, message: MessageId, subscription: SubscriptionId) {
        let desk = &mut self.desks[subscription.index()];
        desk.held.remove(&message);
        desk.waiting.remove(&message);
    }
}

/// The most that the consumers of a subscription may hold together.
fn shared_limit(model: &Model, s: &Subscription) -> Option<u64> {
    let Delivery { prefetch, prefetch_per: PrefetchPer::Subscription, .. } = s.delivery else { return None };
    let workers = s.consumers.iter().map(|consumer| match &model.nodes[consumer.node.index()].kind {
        NodeKind::Service(service) => u64::from(service.workers),
        NodeKind::Client(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => 0,
    });
    match prefetch {
        Prefetch::Workers => Some(workers.sum()),
        Prefetch::AtMost(most) => Some(most.into()),
        Prefetch::Unlimited => None,
    }
}
