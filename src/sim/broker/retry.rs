//! Retries: a failed handling is charged against the limit; the message waits for its retry, or is given up.

use crate::base::rng::Purpose;
use crate::base::time::Span;
use crate::sim::broker::message::State;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, Receipt};
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

impl Broker {
    /// A handling failed: the message is retried after a wait, or given up. Returns false when the hand-out is no
    /// longer in force.
    pub fn reject<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        receipt: Receipt,
        reason: Reason,
        cause: FactId,
    ) -> bool {
        if !self.holds(receipt) {
            return false;
        }
        let key = receipt.message;
        self.remember_place(receipt);
        self.charge_failure(key);
        self.release(cx, key);
        let m = &self.messages[key];
        let (subscription, order, message, attempt) = (m.subscription, m.order, m.id, m.attempts.into());
        let waited = if m.waited { self.asides.get(key).waited } else { Span::ZERO };
        let queue = &mut self.queues[subscription.index()];
        let draw = || cx.chance.draw(Purpose::Jitter, subscription.index(), order.0, m.draw_name());
        let retry = &queue.delivery.retry;
        let delay =
            if retry.retries(reason.failure()) { retry.next_delay(m.charged.into(), waited, draw) } else { None };
        let Some(delay) = delay else {
            // The consumer does not know that it was the last attempt: it gives back what it has of the key.
            self.call_back_key(cx, o, key, cause);
            self.give_up(cx, o, key, reason, cause);
            return true;
        };
        queue.counts.retried += 1;
        let cause = cx.note(o, cause, What::RetryScheduled { message, order, subscription, attempt, delay });
        self.seek_back(cx, o, key, cause);
        self.asides.of(key).waited = delay;
        let m = &mut self.messages[key];
        (m.waited, m.redelivered, m.cause) = (true, true, cause);
        if delay == Span::ZERO {
            // Immediately, so that nothing comes between and a message put back at the head is found there.
            self.note_ready(cx, o, key);
            self.requeue(cx, key);
            return true;
        }
        let until = cx.now + delay;
        let timer = cx.agenda.push(until, Event::Message(key.index()));
        m.set_state(State::RetryScheduled, cx.now, Some(timer));
        self.asides.of(key).until = until;
        let queue = &mut self.queues[subscription.index()];
        queue.waiting += 1;
        self.stay_in_lane(cx, key);
        true
    }

    /// The wait before a retry is over.
    pub(super) fn retry_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey) {
        let subscription = self.messages[key].subscription;
        let queue = &mut self.queues[subscription.index()];
        queue.waiting -= 1;
        self.note_ready(cx, o, key);
        self.requeue(cx, key);
    }
}
