//! Retries: a failed handling is charged against the limit, waits, and comes again or is given up.

use crate::base::rng::Purpose;
use crate::base::sort;
use crate::base::time::Span;
use crate::model::{Counts, CrashReturns};
use crate::sim::broker::message::{Held, HeldStage, Message, State};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, Receipt};
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

impl Broker {
    /// A handling failed: the message is retried after a wait, or given up. False when the hand-out is no longer in force.
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
        self.charge_failure(key);
        self.release(cx, key);
        let m = &self.messages[key];
        let (subscription, order, message, attempt) = (m.subscription, m.order, m.id, m.attempts);
        let queue = &mut self.queues[subscription.index()];
        let draw = || cx.chance.draw(Purpose::Jitter, subscription.index(), order.0, m.draw_name());
        let Some(delay) = queue.delivery.retry.next_delay(m.charged.into(), m.waited, draw) else {
            self.give_up(cx, o, key, reason, cause);
            return true;
        };
        queue.counts.retried += 1;
        let cause = cx.note(o, cause, What::RetryScheduled { message, order, subscription, attempt, delay });
        self.seek_back(cx, o, key, cause);
        let m = &mut self.messages[key];
        (m.waited, m.redelivered, m.cause) = (delay, true, cause);
        if delay == Span::ZERO {
            // Nothing may come between: who puts it back at the head finds it there.
            self.note_ready(cx, o, key);
            self.requeue(cx, key);
            return true;
        }
        let until = cx.now + delay;
        let timer = cx.agenda.push(until, Event::Message(key.index()));
        m.set_state(State::RetryScheduled { until }, cx.now, Some(timer));
        let queue = &mut self.queues[subscription.index()];
        queue.blockers += u32::from(queue.delivery.blocking);
        true
    }

    /// The wait before a retry is over.
    pub(super) fn retry_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey) {
        let subscription = self.messages[key].subscription;
        let queue = &mut self.queues[subscription.index()];
        if queue.delivery.blocking {
            queue.blockers = queue.blockers.saturating_sub(1);
            cx.todo.hand_out(subscription);
        }
        self.note_ready(cx, o, key);
        self.requeue(cx, key);
    }

    fn counts(&self, key: MessageKey) -> Counts {
        self.queue(self.messages[key].subscription).delivery.counts
    }

    /// A hand-out is no longer counted against the limit.
    fn uncharge_delivery(&mut self, key: MessageKey) {
        if self.counts(key) == Counts::Deliveries {
            self.messages[key].charged = self.messages[key].charged.saturating_sub(1);
        }
    }

    /// A handling that had begun is taken back as if it had not: an orderly stop uses up nothing.
    pub(super) fn uncharge_handling(&mut self, key: MessageKey) {
        let m = &mut self.messages[key];
        m.attempts = m.attempts.saturating_sub(1);
        self.uncharge(key);
    }

    /// A handling that had begun is no longer counted against the limit.
    fn uncharge(&mut self, key: MessageKey) {
        if self.counts(key) != Counts::Failures {
            self.messages[key].charged = self.messages[key].charged.saturating_sub(1);
        }
    }

    pub(super) fn charge_failure(&mut self, key: MessageKey) {
        if self.counts(key) == Counts::Failures {
            self.messages[key].charged += 1;
        }
    }

    /// A message that a consumer holds is about to come back to a queue that keeps its order: what was fetched after it
    /// comes back first.
    pub(super) fn seek_back<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey, cause: FactId) {
        let Message { subscription, state: State::InFlight(Held { tag, .. }), .. } = self.messages[key] else { return };
        if self.queue(subscription).delivery.blocking {
            let fetched_later = |m: &Message, h: Held| {
                let waits = matches!(h.stage, HeldStage::Delivering | HeldStage::Buffered);
                m.subscription == subscription && h.tag > tag && waits
            };
            self.take_all_back(cx, o, &fetched_later, Reason::Blocked, cause);
        }
    }

    /// Takes back, in order, every unacknowledged message that is `concerned`.
    pub(super) fn take_all_back<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        concerned: &dyn Fn(&Message, Held) -> bool,
        reason: Reason,
        cause: FactId,
    ) {
        let in_flight = self.messages.iter().filter_map(|(key, m)| m.held().map(|held| (key, m, held)));
        let held: Vec<(MessageKey, Held)> =
            in_flight.filter(|(_, m, held)| concerned(m, *held)).map(|(key, _, held)| (key, held)).collect();
        // Newest first: each goes to the head, so the oldest ends up first.
        let order = held.iter().zip(0..).map(|((_, h), i)| (u64::from(u32::MAX - h.tag), 0, i)).collect();
        for (key, held) in sort::positions(order).map(|i| held[i]) {
            let delivery = &self.queue(self.messages[key].subscription).delivery;
            let waits_for_lease = delivery.crash_returns == CrashReturns::AtLeaseEnd && held.lease_until.is_some();
            if waits_for_lease && matches!(reason, Reason::Crashed | Reason::Stopped) {
                if held.stage != HeldStage::Delivering {
                    self.abandon(cx, key);
                }
                continue;
            }
            match (held.stage, reason) {
                (HeldStage::Interrupted, Reason::Crashed) => self.charge_failure(key),
                (HeldStage::Interrupted, Reason::Stopped) => self.uncharge_handling(key),
                // The consumer did nothing wrong, and works on without knowing.
                (HeldStage::Working, Reason::BrokerDown) => self.uncharge(key),
                _ if reason.is_blameless() => self.uncharge_delivery(key),
                _ => {}
            }
            self.take_back(cx, o, key, reason, cause);
        }
    }
}
