//! The end without an acknowledgement: dead letters, the notice of them, and what is gone for good.

use crate::base::ids::{MessageId, OrderId, SubscriptionId};
use crate::model::Notice;
use crate::sim::broker::message::{Message, State};
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Reason, What};

impl World {
    /// No attempt is left: the message becomes a dead letter, or is lost where none are kept.
    pub(super) fn give_up<O: Observer>(&mut self, o: &mut O, slot: u32, reason: Reason, cause: FactId) {
        let m = &self.messages[slot as usize];
        let (subscription, order, id, lineage) = (m.subscription, m.order, m.id, m.draw_name());
        let delivery = &self.queues[subscription.index()].delivery;
        let keep = delivery.dead_letter;
        let notice = self.model.subscriptions[subscription.index()].notice;
        let notice = notice.filter(|_| delivery.dead_letter_notice.is_some());
        if notice.is_some() {
            // It is under way for the order before the message no longer is.
            self.ledger.departs(order);
        }
        let cause = if keep {
            self.keep_dead(o, slot, (id, order, subscription), reason, cause)
        } else {
            self.drop_message(o, slot, Reason::NoDeadLetterQueue, cause)
        };
        if let Some(Notice { topic, site }) = notice {
            let cause = self.note(o, cause, What::NoticeSent { order, subscription, topic });
            let broker = self.feeds[subscription.index()].broker;
            self.publish_inside(o, broker, (order, topic, site), lineage, cause);
        }
    }

    /// A message that is given up becomes a dead letter.
    fn keep_dead<O: Observer>(
        &mut self,
        o: &mut O,
        slot: u32,
        (id, order, subscription): (MessageId, OrderId, SubscriptionId),
        reason: Reason,
        cause: FactId,
    ) -> FactId {
        let cause = self.note(o, cause, What::MessageDeadLettered { message: id, order, subscription, reason });
        let m = &mut self.messages[slot as usize];
        m.cause = cause;
        (m.state, m.since, m.timer) = (State::Dead(reason), self.now, 0);
        let queue = &mut self.queues[subscription.index()];
        queue.dead.push(slot);
        queue.counts.dead_lettered += 1;
        self.mark_dead(order, subscription, 1);
        self.arrived(o, order, cause);
        cause
    }

    /// Tells the books that a dead letter holds back effects (`by` 1) or no longer does (-1).
    pub(super) fn mark_dead(&mut self, order: OrderId, subscription: SubscriptionId, by: i32) {
        let brings = &self.model.subscriptions[subscription.index()].brings;
        self.ledger.dead(order, brings.iter().copied(), by);
    }

    /// Takes a message out of the world without an acknowledgement. It is in no list but its state's.
    pub(super) fn drop_message<O: Observer>(&mut self, o: &mut O, slot: u32, reason: Reason, cause: FactId) -> FactId {
        let m = self.messages.remove(slot as usize);
        let Message { subscription, order, id, .. } = m;
        self.queues[subscription.index()].counts.dropped += 1;
        let cause = self.note(o, cause, What::MessageDropped { message: id, order, subscription, reason });
        self.arrived(o, order, cause);
        cause
    }
}
