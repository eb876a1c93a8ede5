//! How messages leave: acknowledged, or dropped without an acknowledgement.

use crate::base::ids::{MessageId, OrderId, SubscriptionId};
use crate::base::time::Time;
use crate::sim::broker::message::Message;
use crate::sim::broker::queue::QueueCounts;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, Receipt};
use crate::trace::{FactId, Observer, Reason, What};

/// What is needed of a message that has left.
struct Left {
    id: MessageId,
    order: OrderId,
    subscription: SubscriptionId,
    published: Time,
}

impl Broker {
    /// Removes a held message from its consumer and from the world. Returns `None` when the hand-out is no longer in
    /// force.
    #[inline(always)]
    fn leave(&mut self, cx: &mut Cx, receipt: Receipt) -> Option<(&mut QueueCounts, Left)> {
        let m = self.messages.occupied_by(receipt.message)?;
        let consumer = m.held_under(receipt.tag)?.consumer;
        let Message { id, order, subscription, published, .. } = m.remove();
        let left = Left { id, order, subscription, published };
        let queue = &mut self.queues[left.subscription.index()];
        queue.consumers[consumer as usize].unacked -= 1;
        queue.counts.acked += 1;
        if queue.special {
            self.left_apart(cx, receipt.message, &left);
        } else if !queue.ready.is_empty() {
            cx.todo.poll_queue(left.subscription);
        }
        let queue = &mut self.queues[left.subscription.index()];
        Some((&mut queue.counts, left))
    }

    /// A message has left a queue that hands out by more than turns.
    #[cold]
    fn left_apart(&mut self, cx: &mut Cx, key: MessageKey, left: &Left) {
        if self.queue(left.subscription).lanes.on {
            let lane = self.lane_of(cx, left.subscription, left.order);
            self.queues[left.subscription.index()].lanes.vacate((lane, left.id.0, key));
        }
        let queue = self.queue(left.subscription);
        if !queue.ready.is_empty() || queue.looks_again() {
            cx.todo.poll_queue(left.subscription);
        }
    }

    /// Acknowledges a handled message. Returns the fact, or `None` when it is too late.
    #[inline(always)]
    pub fn ack<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, receipt: Receipt, cause: FactId) -> Option<FactId> {
        let Some((counts, Left { id: message, order, subscription, published })) = self.leave(cx, receipt) else {
            return self.ack_late(cx, o, receipt, cause);
        };
        let sojourn = cx.now - published;
        counts.sojourn_us = counts.sojourn_us.saturating_add(sojourn.as_micros());
        let cause = cx.note(o, cause, What::MessageAcked { message, order, subscription, sojourn });
        cx.arrived(o, order, cause);
        Some(cause)
    }

    /// Acknowledges a message whose key is known. Returns false when it is too late.
    #[inline(never)]
    pub fn suppress<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, receipt: Receipt, cause: FactId) -> bool {
        let Some((counts, Left { id: message, order, subscription, .. })) = self.leave(cx, receipt) else {
            return self.ack_late(cx, o, receipt, cause).is_some();
        };
        counts.suppressed += 1;
        let cause = cx.note(o, cause, What::MessageSuppressed { message, order, subscription });
        cx.arrived(o, order, cause);
        true
    }

    /// Removes a message without an acknowledgement. The caller has removed it from every list but its state's.
    pub(super) fn drop_message<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: MessageKey,
        reason: Reason,
        cause: FactId,
    ) -> FactId {
        let Some(Message { subscription, order, id, .. }) = self.messages.remove(key) else { return cause };
        self.queues[subscription.index()].counts.dropped += 1;
        let cause = cx.note(o, cause, What::MessageDropped { message: id, order, subscription, reason });
        cx.arrived(o, order, cause);
        cause
    }
}
