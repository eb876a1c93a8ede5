//! Changes to subscriptions during a run: connecting, settings, and the offsets of those that read a log.

use crate::base::ids::{OrderId, SubscriptionId};
use crate::base::left_out::left_out;
use crate::base::rng::Purpose;
use crate::base::sort;
use crate::model::{Delivery, Ordering, Start};
use crate::sim::broker::fetched::Fetched;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::MessageKey;
use crate::trace::{FactId, Observer, What};

impl Broker {
    /// Connects a subscription.
    pub fn subscribe<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId, from: Start) {
        let cause = cx.note(o, FactId::NONE, What::Subscribed { subscription });
        self.queues[subscription.index()].connect(true);
        if self.queue(subscription).log {
            let offset = match from {
                Start::Earliest => 0,
                Start::Latest => u32::MAX,
                Start::At(offset) => offset,
            };
            self.seek(cx, o, subscription, offset, cause);
        }
    }

    /// Disconnects a subscription.
    pub fn unsubscribe<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId) {
        left_out!();
        let cause = cx.note(o, FactId::NONE, What::Unsubscribed { subscription });
        self.queues[subscription.index()].connect(false);
        self.let_in_to(cx, subscription);
        // A queue keeps its messages; a log keeps the group's records.
        if self.queue(subscription).log {
            cx.touch(self.messages.slots());
            self.queues[subscription.index()].position = self.offset(cx, subscription);
            let held = self.in_order(cx, subscription);
            self.withdraw(cx, o, subscription, held, cause);
        }
    }

    /// Makes a group read from an offset on.
    pub fn seek<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        subscription: SubscriptionId,
        offset: u32,
        cause: FactId,
    ) {
        let topic = cx.model.subscriptions[subscription.index()].topic;
        let end = self.records(topic).len() as u32;
        let offset = offset.min(end);
        let cause = cx.note(o, cause, What::OffsetSet { subscription, offset });
        // A withdrawn message may come again at once: until then its order must not count as lost.
        let held = self.in_order(cx, subscription);
        let orders: Vec<OrderId> = held.iter().map(|key| self.messages[*key].order).collect();
        orders.iter().for_each(|order| cx.books.departs(*order));
        self.withdraw(cx, o, subscription, held, cause);
        let queue = &mut self.queues[subscription.index()];
        queue.position = offset;
        queue.seeks = queue.seeks.wrapping_add(1);
        if queue.on {
            for at in offset..end {
                if cx.is_overfull() {
                    break;
                }
                cx.touch(1);
                self.read_record(cx, o, subscription, topic, at, cause);
            }
        }
        for order in orders {
            cx.arrived(o, order, cause);
        }
    }

    /// The unacknowledged messages of a subscription, in the order of their numbers.
    fn in_order(&self, cx: &mut Cx, subscription: SubscriptionId) -> Vec<MessageKey> {
        cx.touch(self.messages.slots());
        let held: Vec<_> = self.unacknowledged(subscription).map(|(key, m)| (key, m.id)).collect();
        sort::by_key(held, |(_, id)| (id.0.into(), 0)).map(|(key, _)| key).collect()
    }

    /// Withdraws a group's unacknowledged messages, which are `all` these; the runs that work on them continue without knowing.
    fn withdraw<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        subscription: SubscriptionId,
        all: Vec<MessageKey>,
        cause: FactId,
    ) {
        let queue = &mut self.queues[subscription.index()];
        queue.clear_ready();
        queue.parked.clear();
        queue.waiting = 0;
        queue.lanes.clear();
        for key in all {
            cx.touch(1);
            self.detach(cx, key);
            self.release(cx, key);
            let Some(m) = self.messages.remove(key) else { continue };
            self.queues[subscription.index()].counts.withdrawn += 1;
            let cause = cx.note(o, cause, What::MessageWithdrawn { message: m.id, order: m.order, subscription });
            cx.arrived(o, m.order, cause);
        }
    }

    /// Shuffles the ready messages; the number of events names the draw.
    pub fn reorder<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId) {
        left_out!();
        cx.note(o, FactId::NONE, What::QueueReordered { subscription });
        let mut draw = cx.chance.draw(Purpose::Reorder, subscription.index(), cx.events as u32, 0);
        cx.touch(self.queue(subscription).ready.len());
        let queue = &mut self.queues[subscription.index()];
        queue.lane = 0;
        draw.shuffle(queue.ready.make_contiguous());
        cx.todo.poll_queue(subscription);
    }

    /// Replaces the delivery settings of a subscription.
    pub fn set_delivery<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        subscription: SubscriptionId,
        delivery: &Delivery,
    ) {
        left_out!();
        cx.note(o, FactId::NONE, What::DeliverySet { subscription });
        // While the queue does not keep its order, nobody lists what is handed out.
        let fetched =
            if delivery.ordering == Ordering::Queue { self.list_fetched(cx, subscription) } else { Fetched::default() };
        let queue = &mut self.queues[subscription.index()];
        queue.delivery = delivery.clone();
        queue.lane = 0;
        queue.fetched = fetched;
        let expired = queue.may_expire;
        self.rearrange_lanes(cx, subscription);
        let queue = &mut self.queues[subscription.index()];
        queue.note_settings();
        queue.begin_interval(cx, subscription);
        cx.note_fetch(subscription, delivery.fetch);
        let begins = queue.may_expire && !expired;
        if begins {
            self.stamp_all(cx, subscription);
        }
        if delivery.max_length.is_some() {
            for topic in cx.model.subscriptions[subscription.index()].topics() {
                let state = &mut self.topics[topic.index()];
                (state.limited, state.simple) = (true, false);
            }
        }
        self.let_in_to(cx, subscription);
        cx.todo.poll_queue(subscription);
    }
}
