//! The end without an acknowledgement: dead letters, their notices, and messages that are gone for good.

use crate::base::ids::{MessageId, OrderId, SubscriptionId, TopicId};
use crate::base::left_out::left_out;
use crate::base::rng::lineage;
use crate::model::{DeadLetter, GiveUp, Harm, Notice};
use crate::sim::broker::aside::GivenUp;
use crate::sim::broker::message::{Message, State};
use crate::sim::broker::record::Record;
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
        // A handling may fail because another queue is full.
        let by_queue = matches!(reason, Reason::Expired | Reason::QueueFull) && m.held().is_none();
        let delivery = &self.queue(subscription).delivery;
        let kept = delivery.dead_letter.clone();
        let notice = cx.model.subscriptions[subscription.index()].notice;
        let notice = notice.filter(|_| delivery.dead_letter_notice.is_some());
        if notice.is_some() {
            // The notice must be under way for the order before the message no longer is.
            cx.books.departs(order);
        }
        let cause = match kept {
            DeadLetter::Kept => self.keep_dead(cx, o, key, (id, order, subscription), reason, cause),
            DeadLetter::Topic(_) => self.send_dead(cx, o, key, reason, cause),
            DeadLetter::Dropped if by_queue => self.drop_message(cx, o, key, reason, cause),
            DeadLetter::Dropped => self.drop_message(cx, o, key, Reason::NoDeadLetterQueue, cause),
        };
        if let Some(Notice { topic, site }) = notice {
            let cause = cx.note(o, cause, What::NoticeSent { order, subscription, topic });
            let broker = self.queue(subscription).broker;
            self.publish_inside(cx, o, broker, (order, topic, site), (lineage, None), cause);
        }
    }

    /// Publishes a message that is given up to its dead-letter topic, with its key and its reason.
    fn send_dead<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: MessageKey,
        reason: Reason,
        cause: FactId,
    ) -> FactId {
        let m = &self.messages[key];
        let (subscription, order, id, site, sender) = (m.subscription, m.order, m.id, m.site, m.draw_name());
        let Some(topic) = cx.model.subscriptions[subscription.index()].dead_to else { return cause };
        let queue = &mut self.queues[subscription.index()];
        queue.counts.dead_lettered += 1;
        let broker = queue.broker;
        let cause = cx.note(o, cause, What::MessageDeadLettered { message: id, order, subscription, reason });
        // It must be under way to the topic before it no longer is here.
        cx.books.departs(order);
        let cause = self.move_away(cx, o, key, topic, cause);
        let from = Some(GivenUp { subscription, reason });
        self.publish_inside(cx, o, broker, (order, topic, site), (sender, from), cause);
        cause
    }

    /// Removes a message that goes on to a topic; it is gone from its subscription.
    fn move_away<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: MessageKey,
        topic: TopicId,
        cause: FactId,
    ) -> FactId {
        let Some(Message { id: message, order, subscription, .. }) = self.messages.remove(key) else { return cause };
        self.queues[subscription.index()].counts.dropped += 1;
        let cause = cx.note(o, cause, What::MessageRouted { message, order, subscription, topic });
        cx.arrived(o, order, cause);
        cause
    }

    /// Whether the attempts at a message that is to be handed out were used up before.
    pub(super) fn is_given_up_late(&self, key: MessageKey) -> bool {
        let m = &self.messages[key];
        let queue = self.queue(m.subscription);
        queue.delivery.give_up == GiveUp::AtNextDelivery
            && queue.delivery.retry.max_attempts.used_up_by(m.charged.into())
    }

    /// Gives up a message in place of its next delivery.
    #[cold]
    pub(super) fn give_up_late<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey) {
        left_out!();
        let cause = self.messages[key].cause;
        self.give_up(cx, o, key, Reason::LimitReached, cause);
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
        mark_dead(cx, m.order, self.withholds(key), -1);
        if let State::Dead { .. } = m.state {
            self.queues[m.subscription.index()].dead.remove((self.asides.get(key).place, m.id.0, key));
        }
    }

    /// The subscription whose effects a dead letter withholds: its own, or the one that it came from.
    pub(super) fn withholds(&self, key: MessageKey) -> SubscriptionId {
        let m = &self.messages[key];
        let lies = self.queue(m.subscription).consumers.is_empty();
        self.asides.from(key, m.id).filter(|_| lies).map_or(m.subscription, |from| from.subscription)
    }

    /// Puts a dead letter back at the tail of its queue, as if it had never been tried; one that lies in a dead-letter
    /// queue, at the tail of the queue that it came from.
    pub fn redrive<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey) {
        let home = self.withholds(key);
        self.raise(cx, key);
        let m = &self.messages[key];
        if home != m.subscription {
            let (order, subscription, site, sender) = (m.order, m.subscription, m.site, m.draw_name());
            let cause = cx.note(o, FactId::NONE, What::MessageRedriven { message: m.id, order, subscription });
            // It must be under way again before it is no longer here.
            cx.books.departs(order);
            let topic = cx.model.subscriptions[home.index()].topic;
            let cause = self.move_away(cx, o, key, topic, cause);
            let lineage = lineage(sender, u32::from(site) + 1);
            let record = Record { order, site, lineage, published: cx.now };
            self.enter(cx, o, home, (record, None, None), cause);
            cx.arrived(o, order, cause);
            return;
        }
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
        left_out!();
        self.raise(cx, key);
        self.drop_message(cx, o, key, Reason::Discarded, FactId::NONE);
    }

    /// Makes every attempt at a message come to harm, or cures it.
    pub fn set_poison<O: Observer>(&mut self, cx: &Cx, o: &mut O, key: MessageKey, poison: Option<Harm>) {
        left_out!();
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
