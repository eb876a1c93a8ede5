//! Entering: a record becomes a message of a subscription, subject to faults and to the network's duplicates.

use crate::base::ids::{MessageId, Offset, SubscriptionId};
use crate::base::left_out::left_out;
use crate::base::rng::Purpose;
use crate::base::time::Span;
use crate::model::Tamper;
use crate::sim::broker::aside::GivenUp;
use crate::sim::broker::message::{Message, State};
use crate::sim::broker::record::Record;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::MessageKey;
use crate::sim::program::Program;
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

/// A group's number of seeks is mixed into its messages' lineage from this bit on; bits 16 and 17 tell copies apart.
const SEEK_BITS: u32 = 18;

impl Broker {
    /// A record that is no dead letter enters a queue without special settings; it is under way for its order already. Returns false, and changes nothing, where
    /// anything else is to be done.
    #[inline(always)]
    pub(super) fn enter_plainly<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        subscription: SubscriptionId,
        record: &Record,
        cause: FactId,
    ) -> bool {
        let Some(queue) = self.queues.get_mut(subscription.index()) else { return false };
        if !queue.lines_up {
            return false;
        }
        let &Record { order, site, lineage, published } = record;
        self.next_message += 1;
        let id = MessageId(self.next_message);
        let cause = cx.note(o, cause, What::MessageAccepted { message: id, order, subscription });
        queue.counts.accepted += 1;
        let (key, slot) = self.messages.occupy();
        *slot = Message { id, order, subscription, site, lineage, published, since: cx.now, cause, ..Message::VACANT };
        let place = subscription.index();
        let twice = queue.twice.filter(|(odds, _)| {
            let start = cx.program.twice(subscription);
            let mut draw =
                cx.chance.draw_from::<{ Program::FIRST_SITE }>(start, Purpose::Duplicate, place, order.0, lineage);
            draw.unit_below(*odds).is_some()
        });
        if queue.ready.is_empty() && !queue.is_sated(&cx.nodes) {
            cx.todo.poll_queue(subscription);
        }
        queue.ready.push_back(key);
        if let Some((_, after)) = twice {
            self.arrives_twice(cx, o, key, after);
        }
        true
    }

    /// A message enters a subscription, subject to faults and to the network's duplicates. In a log it has an offset.
    #[inline(never)]
    pub(super) fn enter<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        subscription: SubscriptionId,
        (mut record, offset, from): (Record, Option<Offset>, Option<GivenUp>),
        cause: FactId,
    ) {
        let queue = &mut self.queues[subscription.index()];
        if let Some(offset) = offset {
            queue.position = offset.get() + 1;
            record.lineage ^= queue.seeks << SEEK_BITS;
        }
        let (duplicates, special) = (queue.delivery.duplicates, queue.special);
        let tamper = queue.tampers.pop_front();
        queue.note_entry();
        let key = self.new_message(cx, o, subscription, (record, offset), 0, cause);
        if from.is_some() {
            self.asides.of(key).from = (self.messages[key].id, from);
        }
        match tamper {
            None if special => self.come_in(cx, o, key, from, cause),
            None => self.line_up(cx, key, subscription),
            Some(tamper) => self.tamper(cx, o, key, tamper, cause),
        }
        let Some(d) = duplicates else { return };
        let mut draw = cx.chance.draw(Purpose::Duplicate, subscription.index(), record.order.0, record.lineage);
        if draw.chance(d.probability) {
            self.arrives_twice(cx, o, key, d.after);
        }
    }

    /// A message enters a queue that may hold it back.
    #[cold]
    fn come_in<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey, from: Option<GivenUp>, cause: FactId) {
        let Message { id: message, order, subscription, site, .. } = self.messages[key];
        let topic = cx.model.subscriptions[subscription.index()].topic;
        let own = cx.model.topics[topic.index()].terms(site).delay.filter(|_| from.is_none());
        match own.or(self.queue(subscription).delivery.delay) {
            None => self.line_up(cx, key, subscription),
            Some(by) => {
                left_out!();
                let cause = cx.note(o, cause, What::MessageDelayed { message, order, subscription, by });
                self.hold_back(cx, key, by, cause);
            }
        }
    }

    /// A fault meets a message that enters.
    #[cold]
    fn tamper<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey, tamper: Tamper, cause: FactId) {
        let Message { id: message, order, subscription, .. } = self.messages[key];
        match tamper {
            Tamper::Drop => {
                left_out!();
                self.drop_message(cx, o, key, Reason::DroppedByFault, cause);
            }
            Tamper::Duplicate => {
                self.make_ready(cx, key);
                let copy = self.duplicate(cx, o, key, 1);
                self.make_ready(cx, copy);
            }
            Tamper::Delay(by) => {
                left_out!();
                let cause = cx.note(o, cause, What::MessageDelayed { message, order, subscription, by });
                self.hold_back(cx, key, by, cause);
            }
            Tamper::Poison(harm) => {
                let m = &mut self.messages[key];
                m.poison = Some(harm.into());
                let what = What::MessagePoisoned { message, order, subscription, poison: true };
                m.cause = cx.note(o, cause, what);
                self.make_ready(cx, key);
            }
        }
    }

    /// The network delivers a message that entered a second time, unless a fault dropped it.
    #[cold]
    #[inline(never)]
    fn arrives_twice<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey, after: Span) {
        let Some(m) = self.messages.get(key) else { return };
        // The copy arrives after the first, whenever that arrives.
        let first = match m.state {
            State::Delayed => self.asides.get(key).until.since(cx.now),
            _ => Span::ZERO,
        };
        let copy = self.duplicate(cx, o, key, 2);
        let cause = self.messages[copy].cause;
        self.hold_back(cx, copy, first.plus(after), cause);
    }

    fn new_message<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        subscription: SubscriptionId,
        (Record { order, site, lineage, published }, offset): (Record, Option<Offset>),
        copy: u8,
        cause: FactId,
    ) -> MessageKey {
        self.next_message += 1;
        let id = MessageId(self.next_message);
        let what = if copy == 0 {
            What::MessageAccepted { message: id, order, subscription }
        } else {
            What::MessageDuplicated { message: id, order, subscription }
        };
        let cause = cx.note(o, cause, what);
        cx.books.departs(order);
        let queue = &mut self.queues[subscription.index()];
        queue.counts.accepted += 1;
        let is_log = queue.log;
        let lineage = lineage ^ u32::from(copy) << 16;
        let since = cx.now;
        let new = Message { id, order, subscription, site, copy, lineage, published, since, cause, ..Message::VACANT };
        let key = self.messages.insert(new);
        if is_log {
            self.asides.of(key).offset = offset;
        }
        if self.numbers.are_kept() {
            self.numbers.add(id, key, &self.messages);
        }
        key
    }

    /// Creates another copy of a message: the same content, with its own count of attempts.
    fn duplicate<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey, copy: u8) -> MessageKey {
        let m = &self.messages[key];
        let (subscription, poison, cause) = (m.subscription, m.poison, m.cause);
        let record = Record { order: m.order, site: m.site, lineage: m.lineage, published: m.published };
        let copy = self.new_message(cx, o, subscription, (record, None), copy, cause);
        self.messages[copy].poison = poison;
        copy
    }

    fn hold_back(&mut self, cx: &mut Cx, key: MessageKey, by: Span, cause: FactId) {
        let until = cx.now + by;
        let timer = cx.agenda.push(until, Event::Message(key.index()));
        let m = &mut self.messages[key];
        m.cause = cause;
        m.set_state(State::Delayed, cx.now, Some(timer));
        self.asides.of(key).until = until;
    }

    /// Sets a fault for the next message that enters without one.
    pub fn tamper_next<O: Observer>(&mut self, cx: &Cx, o: &mut O, subscription: SubscriptionId, tamper: Tamper) {
        let queue = &mut self.queues[subscription.index()];
        queue.tampers.push_back(tamper);
        queue.note_entry();
        cx.note(o, FactId::NONE, What::TamperArmed { subscription });
    }
}
