//! The end without an acknowledgement: dead letters, their notices, and messages that are gone for good.

use crate::base::ids::{MessageId, OrderId, SubscriptionId};
use crate::model::{Harm, Notice};
use crate::sim::broker::message::State;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::MessageKey;
use crate::trace::{FactId, Observer, Reason, What};

impl Broker {
    /// Gives up a message with no attempt left: it becomes a dead letter, or is lost where none are kept.
    pub(super) fn give_up<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: MessageKey,
        reason: Reason,
        cause: FactId,
    ) {
        let m = &self.messages[key];
        let (subscription, order, id, lineage) = (m.subscription, m.order, m.id, m.draw_name());
        let delivery = &self.queue(subscription).delivery;
        let keep = delivery.dead_letter;
        let notice = cx.model.subscriptions[subscription.index()].notice;
        let notice = notice.filter(|_| delivery.dead_letter_notice.is_some());
        if notice.is_some() {
            // The notice must be under way for the order before the message no longer is.
            cx.books.departs(order);
        }
        let cause = if keep {
            self.keep_dead(cx, o, key, (id, order, subscription), reason, cause)
        } else {
            self.drop_message(cx, o, key, Reason::NoDeadLetterQueue, cause)
        };
        if let Some(Notice { topic, site }) = notice {
            let cause = cx.note(o, cause, What::NoticeSent { order, subscription, topic });
            let broker = self.queue(subscription).broker;
            self.publish_inside(cx, o, broker, (order, topic, site), lineage, cause);
        }
    }

    /// Turns a message that is given up into a dead letter.
    fn keep_dead<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: MessageKey,
        (id, order, subscription): (MessageId, OrderId, SubscriptionId),
        reason: Reason,
        cause: FactId,
    ) -> FactId {
        let cause = cx.note(o, cause, What::MessageDeadLettered { message: id, order, subscription, reason });
        let m = &mut self.messages[key];
        m.cause = cause;
        let queue = &mut self.queues[subscription.index()];
        queue.counts.dead_lettered += 1;
        let nth = queue.counts.dead_lettered as u32;
        queue.dead.insert((nth, id.0, key));
        m.set_state(State::Dead { reason }, cx.now, None);
        self.asides.of(key).place = nth;
        mark_dead(cx, order, subscription, 1);
        cx.arrived(o, order, cause);
        cause
    }

    /// Removes a message from the dead letters: it is under way again.
    fn raise(&mut self, cx: &mut Cx, key: MessageKey) {
        let m = &self.messages[key];
        cx.books.departs(m.order);
        mark_dead(cx, m.order, m.subscription, -1);
        if let State::Dead { .. } = m.state {
            self.queues[m.subscription.index()].dead.remove((self.asides.get(key).place, m.id.0, key));
        }
    }

    /// Puts a dead letter back at the tail of its queue, as if it had never been tried.
    pub fn redrive<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey) {
        self.raise(cx, key);
        let m = &mut self.messages[key];
        (m.attempts, m.charged, m.waited, m.redelivered) = (0, 0, false, false);
        let subscription = m.subscription;
        let what = What::MessageRedriven { message: m.id, order: m.order, subscription };
        m.cause = cx.note(o, FactId::NONE, what);
        if self.queue(subscription).log {
            self.asides.of(key).offset = None;
        }
        self.make_ready(cx, key);
    }

    /// Redrives all dead letters of a subscription, oldest first.
    pub fn redrive_all<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId) {
        let dead: Vec<MessageKey> = self.queue(subscription).dead.iter().map(|(.., key)| key).collect();
        for key in dead {
            cx.touch(1);
            self.redrive(cx, o, key);
        }
    }

    /// Discards a dead letter.
    pub fn discard<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey) {
        self.raise(cx, key);
        self.drop_message(cx, o, key, Reason::Discarded, FactId::NONE);
    }

    /// Makes every attempt at a message come to harm, or cures it.
    pub fn set_poison<O: Observer>(&mut self, cx: &Cx, o: &mut O, key: MessageKey, poison: Option<Harm>) {
        let m = &mut self.messages[key];
        m.poison = poison.map(Reason::from);
        let (message, order, subscription) = (m.id, m.order, m.subscription);
        cx.note(o, FactId::NONE, What::MessagePoisoned { message, order, subscription, poison: poison.is_some() });
    }
}

/// Tells the ledger that a dead letter withholds its effects (`by` 1) or no longer does (-1).
pub(super) fn mark_dead(cx: &mut Cx, order: OrderId, subscription: SubscriptionId, by: i32) {
    let brings = &cx.model.subscriptions[subscription.index()].brings;
    cx.books.dead(order, brings.iter().copied(), by);
}
