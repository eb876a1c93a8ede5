//! Retries: a failed handling is charged against the limit; the message waits for its retry, or is given up.

use crate::base::rng::Purpose;
use crate::base::time::Span;
use crate::model::{GiveUp, Requeue, RetryAs};
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
            self.end_stale(cx, receipt);
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
        let left = queue.delivery.give_up == GiveUp::AtNextDelivery || !retry.max_attempts.used_up_by(m.charged.into());
        let left = left && retry.retries(reason.failure());
        let Some(delay) = left.then(|| retry.delay(m.charged.into(), waited, draw)).flatten() else {
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
        let as_new = self.queues[subscription.index()].delivery.retry_as == RetryAs::NewMessage;
        (m.waited, m.redelivered, m.cause) = (true, !as_new, cause);
        if delay == Span::ZERO {
            // Immediately, so that nothing comes between and a message put back at the head is found there.
            self.retried(cx, o, key);
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
        self.retried(cx, o, key);
    }

    /// A message goes back to its queue for its retry: published again it is the last.
    fn retried<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey) {
        self.note_ready(cx, o, key);
        let queue = self.queue(self.messages[key].subscription);
        let to = match queue.delivery.retry_as {
            RetryAs::Redelivery => queue.requeue(),
            RetryAs::NewMessage => Requeue::Tail,
        };
        self.put_back(cx, key, to);
    }
}
