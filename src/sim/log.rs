//! Subscriptions that come and go while it runs, and the offsets of those that read a log.

use crate::base::ids::{Offset, OrderId, SubscriptionId, TopicId};
use crate::base::sort;
use crate::model::Start;
use crate::sim::broker::log::Record;
use crate::sim::broker::message::{Message, State};
use crate::sim::publish::Content;
use crate::sim::world::World;
use crate::trace::{FactId, Observer, What};
use std::collections::BTreeSet;

/// Of what an order's message is named by: lower bits tell its copies apart.
const SEEK_BITS: u32 = 18;

impl World {
    /// What a topic's log holds; nothing where it is none.
    pub fn records(&self, topic: TopicId) -> &[Record] {
        &self.logs[topic.index()]
    }

    /// The committed offset of a log's subscription: the first record that it has not acknowledged. What it gave up
    /// counts as acknowledged.
    pub fn offset(&self, subscription: SubscriptionId) -> u32 {
        let held = self.held_by(subscription);
        held.filter_map(|(_, m)| m.offset).min().map(Offset::get).unwrap_or(self.queues[subscription.index()].position)
    }

    pub(super) fn subscribe<O: Observer>(&mut self, o: &mut O, subscription: SubscriptionId, from: Start) {
        let cause = self.note(o, FactId::NONE, What::Subscribed { subscription });
        self.queues[subscription.index()].on = true;
        let topic = self.model.subscriptions[subscription.index()].topic;
        if self.model.topics[topic.index()].log {
            let offset = match from {
                Start::Earliest => 0,
                Start::Latest => u32::MAX,
                Start::At(offset) => offset,
            };
            self.seek(o, subscription, offset, cause);
        }
    }

    pub(super) fn unsubscribe<O: Observer>(&mut self, o: &mut O, subscription: SubscriptionId) {
        let cause = self.note(o, FactId::NONE, What::Unsubscribed { subscription });
        let offset = self.offset(subscription);
        let queue = &mut self.queues[subscription.index()];
        queue.on = false;
        // A queue keeps what it has; a log keeps it for the group.
        if self.feeds[subscription.index()].log {
            queue.position = offset;
            self.withdraw_all(o, subscription, cause);
        }
    }

    /// Lets a group read from an offset on.
    pub(super) fn seek<O: Observer>(&mut self, o: &mut O, subscription: SubscriptionId, offset: u32, cause: FactId) {
        let topic = self.model.subscriptions[subscription.index()].topic;
        let end = self.logs[topic.index()].len() as u32;
        let offset = offset.min(end);
        let cause = self.note(o, cause, What::OffsetSet { subscription, offset });
        // What is withdrawn may come again at once: until then no order is to be taken for lost.
        let held: Vec<OrderId> = self.unacknowledged(subscription).map(|slot| self.messages[slot].order).collect();
        held.iter().for_each(|order| self.ledger.departs(*order));
        self.withdraw_all(o, subscription, cause);
        let queue = &mut self.queues[subscription.index()];
        queue.position = offset;
        queue.seeks = queue.seeks.wrapping_add(1);
        if queue.on {
            // Whoever reads much at once pays for it.
            self.budget = self.budget.saturating_sub(u64::from(end - offset) / 64);
            for at in offset..end {
                if self.overfull {
                    break;
                }
                self.read_record(o, subscription, topic, at, cause);
            }
        }
        for order in held {
            self.arrived(o, order, cause);
        }
    }

    /// A record enters a group, as a message.
    pub(super) fn read_record<O: Observer>(
        &mut self,
        o: &mut O,
        subscription: SubscriptionId,
        topic: TopicId,
        offset: u32,
        cause: FactId,
    ) {
        let mut record = self.logs[topic.index()][offset as usize];
        let queue = &mut self.queues[subscription.index()];
        queue.position = offset + 1;
        record.lineage ^= queue.seeks << SEEK_BITS;
        self.enter(o, subscription, Content { record, offset: Some(Offset::new(offset)) }, cause);
    }

    /// The messages of a subscription that are neither acknowledged nor given up.
    fn held_by(&self, subscription: SubscriptionId) -> impl Iterator<Item = (u32, &Message)> {
        self.messages().filter(move |(_, m)| m.subscription == subscription && !matches!(m.state, State::Dead(_)))
    }

    /// Their slots, by their numbers.
    fn unacknowledged(&self, subscription: SubscriptionId) -> impl Iterator<Item = usize> + use<> {
        let held = self.held_by(subscription);
        sort::positions(held.map(|(slot, m)| (u64::from(m.id.0), 0, slot)).collect())
    }

    /// Takes back from a group what it has not acknowledged; who works on it goes on without knowing.
    fn withdraw_all<O: Observer>(&mut self, o: &mut O, subscription: SubscriptionId, cause: FactId) {
        let queue = &mut self.queues[subscription.index()];
        queue.ready.clear();
        queue.parked.clear();
        queue.blockers = 0;
        for slot in self.unacknowledged(subscription) {
            self.detach(slot as u32);
            self.release(slot as u32);
            let m = self.messages.remove(slot);
            self.queues[subscription.index()].counts.withdrawn += 1;
            let cause = self.note(o, cause, What::MessageWithdrawn { message: m.id, order: m.order, subscription });
            self.arrived(o, m.order, cause);
        }
    }

    /// What a group has not acknowledged are records of its log, each once, and it has read as far as it says.
    pub(super) fn check_logs(&self) -> Result<(), String> {
        let mut read: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); self.queues.len()];
        for (_, m) in self.messages().filter(|(_, m)| !matches!(m.state, State::Dead(_))) {
            let i = m.subscription.index();
            let Some(offset) = m.offset.map(Offset::get) else { continue };
            let record = self.logs[self.model.subscriptions[i].topic.index()].get(offset as usize);
            let same = record.is_some_and(|record| (record.order, record.site) == (m.order, m.site));
            if !same || !read[i].insert(offset) {
                return Err(format!("message {} is not the record at offset {offset}, or not alone", m.id.0));
            }
        }
        for (i, (queue, read)) in self.queues.iter().zip(&read).enumerate() {
            let topic = self.model.subscriptions[i].topic.index();
            let (log, end) = (self.model.topics[topic].log, self.logs[topic].len() as u32);
            let position = queue.position;
            let right = match (log, queue.on) {
                (true, true) => position == end,
                (true, false) => position <= end && read.is_empty(),
                (false, _) => position == 0 && end == 0,
            };
            let readers = queue.consumers.iter().filter(|consumer| consumer.unacked > 0).count();
            if !right || read.last().is_some_and(|last| *last >= position) || (log && readers > 1) {
                let name = &self.model.subscriptions[i].id;
                return Err(format!("{name} has read {position} of {end} records, {readers} read: {read:?}"));
            }
        }
        Ok(())
    }
}
