//! The stay in a queue, judged by the facts alone: what is ready, when it may expire, and how many there may be.

use super::audit::law;
use carteiro::base::ids::{MessageId, SubscriptionId};
use carteiro::base::time::{Span, Time};
use carteiro::model::{Delivery, Model, Overflow};
use carteiro::trace::{Fact, Reason, Trace, What};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one queue.
#[derive(Clone, Debug)]
struct Stay {
    delivery: Delivery,
    /// The shortest time to live that a message may bring along.
    shortest: Option<Span>,
    /// Its settings are those of the scenario.
    unchanged: bool,
    /// Ready messages, with the instant since which their time runs.
    ready: BTreeMap<MessageId, Time>,
    /// Since when the time of the others runs.
    held: BTreeMap<MessageId, Time>,
    /// Second deliveries, whose time is not known.
    copies: BTreeSet<MessageId>,
    nobody: bool,
}

/// What the auditor knows of the stay in each queue.
#[derive(Clone, Debug)]
pub struct Staying(Vec<Stay>);

impl Staying {
    pub fn new(model: &Model) -> Staying {
        let stay = |s: &carteiro::model::Subscription| {
            let terms = &model.topics[s.topic.index()].terms;
            Stay {
                delivery: s.delivery.clone(),
                shortest: terms.iter().filter_map(|terms| terms.ttl).min(),
                unchanged: true,
                ready: BTreeMap::new(),
                held: BTreeMap::new(),
                copies: BTreeSet::new(),
                nobody: s.consumers.is_empty(),
            }
        };
        Staying(model.subscriptions.iter().map(stay).collect())
    }

    /// Judges a fact.
    pub fn judge(&mut self, trace: &Trace, fact: Fact) -> Result<(), String> {
        let cause = || trace.get(fact.cause).map(|cause| cause.what);
        match fact.what {
            What::MessageAccepted { message, subscription, .. } => {
                let stay = self.of(subscription);
                let limit = stay.delivery.max_length.filter(|limit| limit.overflow != Overflow::DropHead);
                let published = matches!(cause(), Some(What::PublishAccepted { .. }));
                let fits = limit.is_none_or(|limit| stay.ready.len() < limit.messages as usize);
                stay.ready.insert(message, fact.at);
                law(!stay.unchanged || !published || fits, "a message entered a full queue")
            }
            // No fact says whether a copy is still on its way.
            What::MessageDuplicated { message, subscription, .. } => {
                self.of(subscription).copies.insert(message);
                Ok(())
            }
            What::MessageRedriven { message, subscription, .. } => {
                self.of(subscription).ready.insert(message, fact.at);
                Ok(())
            }
            What::MessageDelayed { message, subscription, .. } => {
                self.of(subscription).ready.remove(&message);
                Ok(())
            }
            What::MessageReady { message, subscription, .. } | What::MessageReturned { message, subscription, .. } => {
                let stay = self.of(subscription);
                let since = stay.held.remove(&message).unwrap_or(fact.at);
                stay.ready.insert(message, since);
                Ok(())
            }
            What::MessageHandedOut { message, subscription, .. } => {
                let stay = self.of(subscription);
                let since = stay.ready.remove(&message).unwrap_or(fact.at);
                stay.held.insert(message, since);
                let over = stay.delivery.ttl.is_some_and(|ttl| fact.at >= since + ttl);
                law(!stay.unchanged || !over, "a message was handed out after its time")?;
                law(!stay.nobody, "somebody took a message where nobody consumes")
            }
            What::MessageDeadLettered { message, subscription, reason, .. }
            | What::MessageDropped { message, subscription, reason, .. } => {
                let stay = self.of(subscription);
                let since = stay.ready.remove(&message);
                let was_held = stay.held.contains_key(&message);
                let ttl = [stay.delivery.ttl, stay.shortest].into_iter().flatten().min();
                let fits = match reason {
                    Reason::Expired => since.zip(ttl).is_some_and(|(since, ttl)| fact.at >= since + ttl),
                    // A handling that published to a full queue.
                    Reason::QueueFull if was_held => matches!(fact.what, What::MessageDeadLettered { .. }),
                    Reason::QueueFull => {
                        let limit = stay.delivery.max_length.filter(|limit| limit.overflow == Overflow::DropHead);
                        let more = |limit: carteiro::model::MaxLength| stay.ready.len() >= limit.messages as usize;
                        since.is_some() && limit.is_some_and(more)
                    }
                    _ => true,
                };
                law(
                    !stay.unchanged || fits || !stay.copies.is_empty(),
                    "given up before its time, or where there was room",
                )
            }
            What::MessageShelved { message, subscription, .. } => {
                let stay = self.of(subscription);
                law(stay.ready.remove(&message).is_some() && stay.nobody, "shelved where somebody consumes")
            }
            // A late acknowledgement may settle what is ready again.
            What::MessageAcked { message, subscription, .. }
            | What::MessageRouted { message, subscription, .. }
            | What::MessageWithdrawn { message, subscription, .. } => {
                self.of(subscription).ready.remove(&message);
                Ok(())
            }
            What::DeliverySet { subscription } => {
                self.of(subscription).unchanged = false;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn of(&mut self, subscription: SubscriptionId) -> &mut Stay {
        &mut self.0[subscription.index()]
    }
}
