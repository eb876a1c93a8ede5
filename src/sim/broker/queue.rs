//! The queue of one subscription: what is ready, who may take it, what was counted.

use crate::base::ids::{HandlerId, MessageId, NodeId, OrderId};
use crate::base::time::Time;
use crate::model::{Delivery, Prefetch, Requeue, Subscription, Tamper};
use crate::sim::keys::MessageKey;
use std::collections::VecDeque;

/// What a subscription has counted since the start.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct QueueCounts {
    /// Messages that entered, duplicates included.
    pub accepted: u64,
    /// Hand-outs to consumers.
    pub delivered: u64,
    /// Handlings begun.
    pub attempts: u64,
    /// Acknowledged, the suppressed included.
    pub acked: u64,
    /// Acknowledged without an effect, because the key was known.
    pub suppressed: u64,
    /// Retries scheduled.
    pub retried: u64,
    /// Dead-lettered (also those redriven or discarded later).
    pub dead_lettered: u64,
    /// Gone without an acknowledgement: dropped by a fault, discarded, lost with a broker's memory, or given up without
    /// a dead-letter queue.
    pub dropped: u64,
    /// Withdrawn by a seek, or when a log's subscription was disconnected: the log keeps them.
    pub withdrawn: u64,
    /// The sum of the sojourns of handled messages, in microseconds.
    pub sojourn_us: u64,
    /// The most attempts any message has had.
    pub most_attempts: u32,
}

/// A consumer, as the broker sees it.
#[derive(Clone, Copy, Debug)]
pub struct Consumer {
    /// The service.
    pub node: NodeId,
    /// What it runs.
    pub handler: HandlerId,
    /// Messages it holds unacknowledged.
    pub unacked: u32,
    /// When the last one handed to it arrives: a queue that keeps its order is read over one connection.
    pub last_arrival: Time,
}

/// The queue of one subscription.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The settings in force.
    pub delivery: Delivery,
    /// Whether it is connected: nothing enters one that is not.
    pub on: bool,
    /// Of a log: the offset of the next record to enter.
    pub position: u32,
    /// Of a log: how often it was sought in, which names the draws of what is read again.
    pub seeks: u32,
    /// Ready, head first.
    pub ready: VecDeque<MessageKey>,
    /// Dead letters, oldest first.
    pub dead: Vec<MessageKey>,
    /// Set aside: the order, the message, its key; in this order.
    pub parked: VecDeque<(OrderId, MessageId, MessageKey)>,
    /// Who consumes.
    pub consumers: Vec<Consumer>,
    /// Whose turn it is.
    pub turn: usize,
    /// Messages that wait for a retry and let nothing pass (blocking retries only).
    pub blockers: u32,
    /// What faults do to the next messages that enter.
    pub tampers: VecDeque<Tamper>,
    /// What was counted.
    pub counts: QueueCounts,
}

impl Queue {
    /// The empty queue of a subscription.
    pub fn new(subscription: &Subscription) -> Queue {
        Queue {
            delivery: subscription.delivery.clone(),
            on: subscription.on,
            position: 0,
            seeks: 0,
            ready: VecDeque::new(),
            dead: Vec::new(),
            parked: VecDeque::new(),
            consumers: subscription
                .consumers
                .iter()
                .map(|c| Consumer { node: c.node, handler: c.handler, unacked: 0, last_arrival: Time::ZERO })
                .collect(),
            turn: 0,
            blockers: 0,
            tampers: VecDeque::new(),
            counts: QueueCounts::default(),
        }
    }

    /// Whether a consumer may hold another message; `workers` is how many it has, none for any number.
    #[inline]
    pub fn has_room(&self, consumer: &Consumer, workers: Option<u32>) -> bool {
        match (self.delivery.prefetch, workers) {
            (Prefetch::Workers, Some(workers)) => consumer.unacked < workers,
            (Prefetch::AtMost(most), _) => consumer.unacked < most,
            (Prefetch::Workers, None) | (Prefetch::Unlimited, _) => true,
        }
    }

    /// The next consumer in turn that may take a message.
    #[inline]
    pub fn next_consumer(&self, may_take: impl Fn(&Consumer) -> bool) -> Option<usize> {
        let mut k = self.turn;
        for _ in 0..self.consumers.len() {
            if may_take(&self.consumers[k]) {
                return Some(k);
            }
            k = if k + 1 == self.consumers.len() { 0 } else { k + 1 };
        }
        None
    }

    /// The consumer that reads a log: one at a time, and another when that one is down and holds nothing.
    pub fn reader(&self, is_up: impl Fn(&Consumer) -> bool) -> Option<usize> {
        let holder = self.consumers.iter().position(|consumer| consumer.unacked > 0);
        holder.or_else(|| self.consumers.iter().position(is_up))
    }

    /// Puts a message that came back where the settings say.
    pub fn requeue(&mut self, message: MessageKey) {
        // A blocking retry exists to keep the order, so the message goes back before those it blocked.
        if self.delivery.blocking || self.delivery.requeue == Requeue::Head {
            self.ready.push_front(message);
        } else {
            self.ready.push_back(message);
        }
    }
}
