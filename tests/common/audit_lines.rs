//! Who is next in each queue, from the facts alone: what is handed out is at the head, as the settings promise.

use carteiro::base::ids::{MessageId, SubscriptionId};
use carteiro::model::{Delivery, Model, Ordering, Requeue, RetryAs, Subscription};
use carteiro::trace::{Reason, What};
use std::collections::{BTreeMap, BTreeSet};

/// The messages that are ready in a queue.
#[derive(Clone, Debug)]
struct Line {
    requeue: Requeue,
    retry_as: RetryAs,
    /// Messages whose wait for a retry goes on, and those that came back as redelivered.
    retries: BTreeSet<MessageId>,
    redelivered: BTreeSet<MessageId>,
    /// Whether its order is known: a shuffle or other settings end that, and no fact says whether a copy is still on
    /// its way.
    known: bool,
    ready: Vec<MessageId>,
    /// How many at the head came back, and are in a lane of their own.
    lane: usize,
    /// When each message was first handed out since it entered or was redriven.
    first: BTreeMap<MessageId, u64>,
}

/// The queues of all subscriptions.
#[derive(Clone, Debug)]
pub struct Lines {
    lines: Vec<Line>,
    /// Hand-outs so far.
    hand_outs: u64,
}

fn requeue(delivery: &Delivery) -> Requeue {
    if delivery.ordering == Ordering::Queue { Requeue::Position } else { delivery.requeue }
}

impl Lines {
    pub fn new(model: &Model) -> Lines {
        let line = |s: &Subscription| Line {
            requeue: requeue(&s.delivery),
            retry_as: s.delivery.retry_as,
            retries: BTreeSet::new(),
            redelivered: BTreeSet::new(),
            // Keys and partitions pass each other: see `audit_taking.rs`.
            known: s.delivery.duplicates.is_none()
                && s.delivery.ordering != Ordering::Key
                && model.topics[s.topic.index()].partitions == 1,
            ready: Vec::new(),
            lane: 0,
            first: BTreeMap::new(),
        };
        Lines { lines: model.subscriptions.iter().map(line).collect(), hand_outs: 0 }
    }

    /// Takes note of a fact.
    pub fn follow(&mut self, what: &What) -> Result<(), String> {
        match *what {
            What::MessageAccepted { message, subscription, .. }
            | What::MessageDuplicated { message, subscription, .. } => self.line(subscription).ready.push(message),
            What::MessageReady { message, subscription, .. } => {
                let line = self.line(subscription);
                // What arrives late was never handed out; anything else comes back.
                let comes_back = line.first.contains_key(&message);
                let as_new = line.retries.remove(&message) && line.retry_as == RetryAs::NewMessage;
                let to = if comes_back && !as_new { line.requeue } else { Requeue::Tail };
                line.put(message, to);
            }
            What::RetryScheduled { message, subscription, .. } => {
                let line = self.line(subscription);
                line.retries.insert(message);
                match line.retry_as {
                    RetryAs::Redelivery => line.redelivered.insert(message),
                    RetryAs::NewMessage => line.redelivered.remove(&message),
                };
            }
            What::MessageReturned { message, subscription, reason, .. } => {
                let line = self.line(subscription);
                line.redelivered.insert(message);
                let to = match line.requeue {
                    Requeue::Tail if reason != Reason::LeaseExpired => Requeue::Head,
                    to => to,
                };
                line.put(message, to);
            }
            What::MessageRedriven { message, subscription, .. } => {
                let line = self.line(subscription);
                line.first.remove(&message);
                line.redelivered.remove(&message);
                line.ready.push(message);
            }
            What::MessageHandedOut { message, subscription, redelivered, .. } => {
                self.hand_outs += 1;
                let hand_out = self.hand_outs;
                let line = self.line(subscription);
                if line.known && redelivered != line.redelivered.contains(&message) {
                    return Err(format!("handed out as redelivered: {redelivered}"));
                }
                // The place is remembered when it first comes back: a new message has a new one.
                if !redelivered {
                    line.first.remove(&message);
                }
                line.first.entry(message).or_insert(hand_out);
                let head = line.ready.first() == Some(&message);
                line.take(message);
                if line.known && !head {
                    return Err(format!("handed out before it was its turn, {:?} come before", line.ready));
                }
            }
            What::MessageDelayed { message, subscription, .. }
            | What::MessageDeadLettered { message, subscription, .. }
            | What::MessageShelved { message, subscription, .. }
            | What::MessageRouted { message, subscription, .. }
            | What::MessageDropped { message, subscription, .. }
            | What::MessageWithdrawn { message, subscription, .. }
            | What::MessageAcked { message, subscription, .. } => self.line(subscription).take(message),
            What::QueueReordered { subscription } | What::DeliverySet { subscription } => {
                self.line(subscription).known = false;
            }
            _ => {}
        }
        Ok(())
    }

    fn line(&mut self, subscription: SubscriptionId) -> &mut Line {
        &mut self.lines[subscription.index()]
    }
}

impl Line {
    fn put(&mut self, message: MessageId, to: Requeue) {
        let at = match to {
            Requeue::Head => 0,
            Requeue::Tail => self.ready.len(),
            Requeue::Returned => self.lane,
            Requeue::Position => {
                let place = |message: &MessageId| self.first.get(message).copied();
                let before = |other: &&MessageId| place(other) < place(&message);
                self.ready[..self.lane].iter().take_while(before).count()
            }
        };
        self.lane += usize::from(matches!(to, Requeue::Returned | Requeue::Position));
        self.ready.insert(at.min(self.ready.len()), message);
    }

    fn take(&mut self, message: MessageId) {
        if let Some(at) = self.ready.iter().position(|one| *one == message) {
            self.ready.remove(at);
            self.lane -= usize::from(at < self.lane);
        }
    }
}
