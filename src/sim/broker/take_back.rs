//! Unacknowledged messages return to their queue, and how that counts against their limit.

use crate::base::ids::SubscriptionId;
use crate::base::slots::{CacheLine, Slots};
use crate::base::sort;
use crate::model::{Counts, CrashReturns, Ordering};
use crate::sim::broker::fetched::Fetched;
use crate::sim::broker::message::{Held, HeldStage, Message, State};
use crate::sim::broker::queue::Queue;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, MessageSlot, Receipt};
use crate::trace::{FactId, Observer, Reason, What};

impl Broker {
    /// Returns an unacknowledged message to its queue; gives it up if its attempts are used up.
    pub(super) fn take_back<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: MessageKey,
        reason: Reason,
        cause: FactId,
    ) {
        self.detach(cx, key);
        self.release(cx, key);
        let m = &mut self.messages[key];
        let queue = &mut self.queues[m.subscription.index()];
        if !is_blameless(queue, reason) && u32::from(m.charged) >= queue.delivery.retry.max_attempts {
            self.give_up(cx, o, key, reason, cause);
            return;
        }
        let what = What::MessageReturned { message: m.id, order: m.order, subscription: m.subscription, reason };
        (m.redelivered, m.cause) = (true, cx.note(o, cause, what));
        m.set_state(State::Ready, cx.now, None);
        // After a lease the settings decide. Otherwise it goes back to the head, where it was when it was handed out.
        let subscription = m.subscription;
        self.back_in_queue(cx, key, subscription, reason != Reason::LeaseExpired);
        cx.todo.poll_queue(subscription);
    }

    pub(super) fn counts(&self, key: MessageKey) -> Counts {
        self.queue(self.messages[key].subscription).delivery.counts
    }

    /// Stops counting a hand-out against the limit.
    pub(super) fn uncharge_delivery(&mut self, key: MessageKey) {
        if self.counts(key) == Counts::Deliveries {
            self.messages[key].charged = self.messages[key].charged.saturating_sub(1);
        }
    }

    /// Takes back a handling as if it had not begun: an orderly stop uses up nothing.
    pub(super) fn uncharge_handling(&mut self, key: MessageKey) {
        let m = &mut self.messages[key];
        m.attempts = m.attempts.saturating_sub(1);
        self.uncharge(key);
    }

    /// Stops counting a begun handling against the limit.
    pub(super) fn uncharge(&mut self, key: MessageKey) {
        if self.counts(key) != Counts::Failures {
            self.messages[key].charged = self.messages[key].charged.saturating_sub(1);
        }
    }

    pub(super) fn charge_failure(&mut self, key: MessageKey) {
        if self.counts(key) == Counts::Failures {
            self.messages[key].charged += 1;
        }
    }

    /// The list of a subscription's hand-outs that no worker has taken up yet, made from its messages.
    pub(super) fn list_fetched(&self, cx: &mut Cx, subscription: SubscriptionId) -> Fetched {
        cx.touch(self.messages.slots());
        let of_subscription = self.messages.iter().filter(|(_, m)| m.subscription == subscription);
        let receipts = of_subscription.filter_map(|(key, m)| Some(Receipt { message: key, tag: m.held()?.tag }));
        let waiting: Vec<Receipt> = receipts.filter(|receipt| waits(&self.messages, *receipt).is_some()).collect();
        Fetched::of(sort::by_key(waiting, |receipt| (receipt.tag.into(), 0)).collect())
    }

    /// Called when a held message is about to return to a queue that keeps its order: messages fetched after it return
    /// first.
    pub(super) fn seek_back<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey, cause: FactId) {
        let Message { subscription, state: State::InFlight(Held { tag, .. }), .. } = self.messages[key] else { return };
        match self.queue(subscription).delivery.ordering {
            Ordering::None => return,
            Ordering::Key => return self.call_back_lane(cx, o, key, cause),
            Ordering::Queue => {}
        }
        // Newest first: each goes to the head, so the oldest ends up first.
        while let Some(receipt) = self.queues[subscription.index()].fetched.pop_after(tag) {
            cx.touch(1);
            if let Some(held) = waits(&self.messages, receipt) {
                self.take_one_back(cx, o, (receipt.message, held), Reason::Blocked, cause);
            }
        }
    }

    /// Calls back what was fetched of a failed message's key after it.
    pub(super) fn call_back_key<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey, cause: FactId) {
        if self.queue(self.messages[key].subscription).delivery.ordering == Ordering::Key {
            self.call_back_lane(cx, o, key, cause);
        }
    }

    /// Returns, in order, every unacknowledged message that is `concerned`.
    pub(super) fn take_all_back<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        concerned: &dyn Fn(&Message, Held) -> bool,
        reason: Reason,
        cause: FactId,
    ) {
        cx.touch(self.messages.slots());
        let in_flight = self.messages.iter().filter_map(|(key, m)| m.held().map(|held| (key, m, held)));
        let held: Vec<(MessageKey, Held)> =
            in_flight.filter(|(_, m, held)| concerned(m, *held)).map(|(key, _, held)| (key, held)).collect();
        // Newest first, as in `seek_back`.
        for one in sort::by_key(held, |(_, held)| (u64::from(!held.tag), 0)) {
            cx.touch(1);
            self.take_one_back(cx, o, one, reason, cause);
        }
    }

    /// Returns an unacknowledged message because of something that happened to others, too.
    pub(super) fn take_one_back<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        (key, held): (MessageKey, Held),
        reason: Reason,
        cause: FactId,
    ) {
        let delivery = &self.queue(self.messages[key].subscription).delivery;
        let waits_for_lease = delivery.crash_returns == CrashReturns::AtLeaseEnd && held.leased;
        if waits_for_lease && matches!(reason, Reason::Crashed | Reason::Stopped) {
            // A consumer that crashes again has nothing more to do with what it held before.
            if !matches!(held.stage, HeldStage::Delivering | HeldStage::Abandoned { .. }) {
                self.abandon(cx, key);
            }
            return;
        }
        match (held.stage, reason) {
            (HeldStage::Interrupted | HeldStage::Handled, Reason::Crashed) => self.charge_failure(key),
            (HeldStage::Interrupted, Reason::Stopped) => self.uncharge_handling(key),
            // The consumer did nothing wrong as far as the broker knows: only the end of the lease tells it of a crash.
            (HeldStage::Working | HeldStage::Handled | HeldStage::Abandoned { begun: true }, Reason::BrokerDown) => {
                self.uncharge(key)
            }
            _ if is_blameless(self.queue(self.messages[key].subscription), reason) => self.uncharge_delivery(key),
            _ => {}
        }
        self.take_back(cx, o, key, reason, cause);
    }
}

/// Whether a return uses up no attempt. A receive by a consumer that then keeps the order of a key by itself is counted
/// as any other (SQS).
fn is_blameless(queue: &Queue, reason: Reason) -> bool {
    reason.is_blameless() && !(reason == Reason::Blocked && queue.delivery.ordering == Ordering::Key)
}

/// The hand-out of a receipt, if it is in force and no worker has taken it up.
pub(super) fn waits(messages: &Slots<Message, MessageSlot, CacheLine>, receipt: Receipt) -> Option<Held> {
    let held = messages.get(receipt.message)?.held_under(receipt.tag)?;
    matches!(held.stage, HeldStage::Delivering | HeldStage::Buffered).then_some(held)
}

/// Lists a hand-out from a queue that keeps its order.
#[cold]
pub(super) fn list_hand_out(
    cx: &mut Cx,
    queue: &mut Queue,
    messages: &Slots<Message, MessageSlot, CacheLine>,
    receipt: Receipt,
) {
    if queue.fetched.is_full() {
        cx.touch(queue.fetched.tidy(|receipt| waits(messages, receipt).is_some()));
    }
    queue.fetched.push(receipt);
}
