//! How messages leave: acknowledged, or dropped without an acknowledgement.

use crate::sim::broker::message::{Message, State};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, Receipt};
use crate::trace::{FactId, Observer, Reason, What};

impl Broker {
    /// Removes a held message from its consumer and from the world. Returns `None` when the hand-out is no longer in
    /// force.
    #[inline(always)]
    pub(super) fn leave(&mut self, cx: &mut Cx, receipt: Receipt) -> Option<Message> {
        let m = self.messages.remove_if(receipt.message, |m| m.held_under(receipt.tag).is_some())?;
        let queue = &mut self.queues[m.subscription.index()];
        if let State::InFlight(held) = m.state {
            queue.consumers[held.consumer as usize].unacked -= 1;
        }
        queue.counts.acked += 1;
        if !queue.ready.is_empty() {
            cx.todo.poll_queue(m.subscription);
        }
        Some(m)
    }

    /// Acknowledges a handled message. Returns the fact, or `None` when it is too late.
    #[inline(always)]
    pub fn ack<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, receipt: Receipt, cause: FactId) -> Option<FactId> {
        let Message { id: message, order, subscription, published, .. } = self.leave(cx, receipt)?;
        let sojourn = cx.now - published;
        let counts = &mut self.queues[subscription.index()].counts;
        counts.sojourn_us = counts.sojourn_us.saturating_add(sojourn.as_micros());
        let cause = cx.note(o, cause, What::MessageAcked { message, order, subscription, sojourn });
        cx.arrived(o, order, cause);
        Some(cause)
    }

    /// Acknowledges a message whose key is known. Returns false when it is too late.
    #[inline(never)]
    pub fn suppress<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, receipt: Receipt, cause: FactId) -> bool {
        let Some(m) = self.leave(cx, receipt) else { return false };
        let Message { id: message, order, subscription, .. } = m;
        self.queues[subscription.index()].counts.suppressed += 1;
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
