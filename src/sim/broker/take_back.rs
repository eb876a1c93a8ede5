//! Unacknowledged messages return to their queue, and how that counts against their limit.

use crate::base::ids::SubscriptionId;
use crate::base::left_out::left_out;
use crate::base::slots::{CacheLine, Slots};
use crate::base::sort;
use crate::model::{Counts, CrashCharges, CrashReturns, Delivery, GiveUp, Ordering, Requeue, Stale};
use crate::sim::broker::fetched::Fetched;
use crate::sim::broker::lanes::Lanes;
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
        if let Some(Held { tag, .. }) = self.messages[key].held() {
            self.remember_place(Receipt { message: key, tag });
        }
        if reason == Reason::LeaseExpired && self.goes_on(key) {
            self.outlives_lease(cx, key);
        }
        self.detach(cx, key);
        self.release(cx, key);
        if self.is_given_up(key, reason) {
            self.give_up(cx, o, key, reason, cause);
            return;
        }
        let m = &mut self.messages[key];
        let what = What::MessageReturned { message: m.id, order: m.order, subscription: m.subscription, reason };
        (m.redelivered, m.cause) = (true, cx.note(o, cause, what));
        let to = self.back_to(key, reason);
        self.put_back(cx, key, to);
    }

    /// Whether a message that comes back for this reason has no attempt left.
    fn is_given_up(&self, key: MessageKey, reason: Reason) -> bool {
        let m = &self.messages[key];
        let queue = self.queue(m.subscription);
        let Delivery { retry, give_up, .. } = &queue.delivery;
        let used_up = retry.max_attempts.used_up_by(m.charged.into());
        !is_blameless(queue, reason) && *give_up == GiveUp::AtFailure && used_up
    }

    /// Whether a consumer goes on with a message after its lease.
    fn goes_on(&self, key: MessageKey) -> bool {
        let m = &self.messages[key];
        let queue = self.queue(m.subscription);
        // What waits for others of its key is not before the workers.
        let with_consumer = |held: Held| match held.stage {
            HeldStage::Working => true,
            HeldStage::Buffered => !queue.lanes.one_at_a_time,
            _ => false,
        };
        queue.delivery.stale == Stale::Worked && m.held().is_some_and(with_consumer)
    }

    /// Where a message goes that comes back for this reason. After a lease the settings decide, as after a failure. What
    /// is returned because of others goes before what was never handed out, whatever they say.
    fn back_to(&self, key: MessageKey, reason: Reason) -> Requeue {
        match self.queue(self.messages[key].subscription).requeue() {
            Requeue::Tail if reason != Reason::LeaseExpired => Requeue::Head,
            to => to,
        }
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
            let charged = &mut self.messages[key].charged;
            *charged = charged.saturating_add(1);
        }
    }

    /// Charges a crash to a message that its consumer only held, where that is the rule.
    fn charge_bystander(&mut self, key: MessageKey) {
        let Delivery { counts, crash_charges, .. } = self.queue(self.messages[key].subscription).delivery;
        if crash_charges == CrashCharges::Held && counts != Counts::Deliveries {
            let charged = &mut self.messages[key].charged;
            *charged = charged.saturating_add(1);
        }
    }

    /// The list of a subscription's hand-outs that no worker has taken up yet, made from its messages.
    pub(super) fn list_fetched(&self, cx: &mut Cx, subscription: SubscriptionId) -> Fetched {
        left_out!();
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
            Ordering::Queue if self.queue(subscription).group.is_shared() => {
                return self.call_back_lane(cx, o, key, cause);
            }
            Ordering::Queue => {}
        }
        // Newest first: each goes to the head, so the oldest ends up first.
        while let Some(receipt) = self.queues[subscription.index()].fetched.pop_after(tag) {
            cx.touch(1);
            if let Some(held) = waits(&self.messages, receipt)
                && self.charge_return(cx, (receipt.message, held), Reason::Blocked)
            {
                self.take_back(cx, o, receipt.message, Reason::Blocked, cause);
            }
        }
    }

    /// Calls back what was fetched of a message's lane after it, newest first.
    fn call_back_lane<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey, cause: FactId) {
        let ((lane, number, _), subscription) = (self.in_lane(cx, key), self.messages[key].subscription);
        let mut behind = Vec::new();
        let mut from = number + 1;
        while let Some(next) = Lanes::first(&self.queue(subscription).lanes.busy, lane, from) {
            behind.push(next.2);
            from = next.1 + 1;
        }
        for message in behind.into_iter().rev() {
            cx.touch(1);
            let Some(tag) = self.messages[message].held().map(|held| held.tag) else { continue };
            if let Some(held) = waits(&self.messages, Receipt { message, tag })
                && self.charge_return(cx, (message, held), Reason::Blocked)
            {
                self.take_back(cx, o, message, Reason::Blocked, cause);
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
        let mut back = Vec::new();
        for one in sort::by_key(held, |(_, held)| (held.tag.into(), 0)) {
            cx.touch(1);
            if !self.charge_return(cx, one, reason) {
                continue;
            }
            // Those given up leave oldest first.
            if self.is_given_up(one.0, reason) {
                self.take_back(cx, o, one.0, reason, cause);
            } else {
                // To the head newest first, so that the oldest ends up first; into a lane in the order of the hand-outs.
                let turn = if self.back_to(one.0, reason) == Requeue::Returned { one.1.tag } else { !one.1.tag };
                back.push((one.0, turn));
            }
        }
        for (key, _) in sort::by_key(back, |(_, turn)| (u64::from(*turn), 0)) {
            self.take_back(cx, o, key, reason, cause);
        }
    }

    /// Charges a return because of something that happened to others, too. Returns false if the message stays with its
    /// consumer until its lease ends.
    fn charge_return(&mut self, cx: &mut Cx, (key, held): (MessageKey, Held), reason: Reason) -> bool {
        let delivery = &self.queue(self.messages[key].subscription).delivery;
        let waits_for_lease = delivery.crash_returns == CrashReturns::AtLeaseEnd && held.leased;
        if waits_for_lease && matches!(reason, Reason::Crashed | Reason::Stopped) {
            // A consumer that crashes again has nothing more to do with what it held before.
            if !matches!(held.stage, HeldStage::Delivering | HeldStage::Abandoned { .. }) {
                self.abandon(cx, key);
            }
            return false;
        }
        match (held.stage, reason) {
            (HeldStage::Interrupted | HeldStage::Handled, Reason::Crashed) => self.charge_failure(key),
            (_, Reason::Crashed) => self.charge_bystander(key),
            (HeldStage::Interrupted, Reason::Stopped) => self.uncharge_handling(key),
            // The consumer did nothing wrong as far as the broker knows: only the end of the lease tells it of a crash.
            (HeldStage::Working | HeldStage::Handled | HeldStage::Abandoned { begun: true }, Reason::BrokerDown) => {
                self.uncharge(key)
            }
            _ if is_blameless(self.queue(self.messages[key].subscription), reason) => self.uncharge_delivery(key),
            _ => {}
        }
        true
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
