//! Hand-outs whose lease has ended, and that their consumer works on all the same: it does not know.
//!
//! A hand-out is listed from the end of its lease to the end of its handling. What is not begun counts as under way for its
//! order; from then on its run does.

use crate::base::ids::NodeId;
use crate::base::left_out::left_out;
use crate::model::{LateAck, PrefetchPer};
use crate::sim::broker::message::{HeldStage, Message, State};
use crate::sim::broker::stale_hand_out::StaleHandOut;
use crate::sim::broker::state::Broker;
use crate::sim::cx::{Cx, TOUCHES_PER_EVENT};
use crate::sim::keys::{MessageKey, Receipt};
use crate::trace::{FactId, Observer, What};

impl Broker {
    /// The lease of a hand-out ends that its consumer goes on with. It keeps its place there.
    pub(super) fn outlives_lease(&mut self, cx: &mut Cx, key: MessageKey) {
        left_out!();
        let message = self.messages[key];
        let State::InFlight(held) = message.state else { return };
        let begun = held.stage == HeldStage::Working;
        if !begun {
            cx.books.departs(message.order);
        }
        let queue = &mut self.queues[message.subscription.index()];
        // A limit that all share counts messages, and this one is handed out again.
        let holds_place = queue.delivery.prefetch_per == PrefetchPer::Consumer;
        if holds_place {
            queue.consumers[held.consumer as usize].unacked += 1;
            queue.stale += 1;
        }
        let receipt = Receipt { message: key, tag: held.tag };
        let hand_out = StaleHandOut { receipt, message, consumer: held.consumer, begun, holds_place };
        let at = self.stale.partition_point(|other| other.receipt.tag < held.tag);
        self.insert_or_remove(cx, at);
        self.stale.insert(at, hand_out);
    }

    /// Those that no worker has begun yet, in the order of handing out: each message as it was, and its consumer's position.
    pub fn outlived(&self) -> impl Iterator<Item = (&Message, u16)> {
        self.stale.iter().filter(|one| !one.begun).map(|one| (&one.message, one.consumer))
    }

    /// Charges what a change of the list moves.
    fn insert_or_remove(&self, cx: &mut Cx, at: usize) {
        cx.touch(at.min(self.stale.len() - at) / TOUCHES_PER_EVENT as usize);
    }

    /// A hand-out that is no longer in force is over for its consumer, too.
    #[cold]
    pub(super) fn end_stale(&mut self, cx: &mut Cx, receipt: Receipt) {
        if let Ok(at) = self.stale.binary_search_by_key(&receipt.tag, |one| one.receipt.tag) {
            left_out!();
            self.insert_or_remove(cx, at);
            if let Some(one) = self.stale.remove(at) {
                self.free_place(cx, &one);
            }
        }
    }

    fn free_place(&mut self, cx: &mut Cx, one: &StaleHandOut) {
        if one.holds_place {
            let queue = &mut self.queues[one.message.subscription.index()];
            queue.consumers[one.consumer as usize].unacked -= 1;
            queue.stale -= 1;
            cx.todo.poll_queue(one.message.subscription);
        }
    }

    /// A consumer is gone, with all that it had in hand.
    pub(super) fn forget_stale<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, node: NodeId, cause: FactId) {
        if self.stale.is_empty() {
            return;
        }
        left_out!();
        cx.touch(self.stale.len());
        let all = std::mem::take(&mut self.stale);
        for one in all {
            let queue = self.queue(one.message.subscription);
            if queue.consumers[one.consumer as usize].node != node {
                self.stale.push_back(one);
                continue;
            }
            self.free_place(cx, &one);
            if !one.begun {
                cx.arrived(o, one.message.order, cause);
            }
        }
    }

    /// An acknowledgement comes after its hand-out has ended. Returns the fact if it settles the message all the same; then
    /// the run's activity is ended, too.
    #[cold]
    #[inline(never)]
    pub(super) fn ack_late<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        receipt: Receipt,
        cause: FactId,
    ) -> Option<FactId> {
        self.end_stale(cx, receipt);
        let &m = self.messages.get(receipt.message)?;
        let queue = self.queue(m.subscription);
        if queue.delivery.late_ack == LateAck::Ignored || !cx.is_up(queue.broker) || !self.unlist(cx, receipt.message) {
            return None;
        }
        self.messages.remove(receipt.message);
        let counts = &mut self.queues[m.subscription.index()].counts;
        let sojourn = cx.now - m.published;
        counts.acked += 1;
        counts.sojourn_us = counts.sojourn_us.saturating_add(sojourn.as_micros());
        let (message, order, subscription) = (m.id, m.order, m.subscription);
        let cause = cx.note(o, cause, What::MessageAcked { message, order, subscription, sojourn });
        cx.arrived(o, order, cause);
        cx.arrived(o, order, cause);
        Some(cause)
    }

    /// Takes a message out of the list, or from the consumer, where its state says that it is. Returns false if an
    /// acknowledgement does not concern it.
    fn unlist(&mut self, cx: &mut Cx, key: MessageKey) -> bool {
        left_out!();
        let Message { subscription, order, id, state, .. } = self.messages[key];
        let queue = &mut self.queues[subscription.index()];
        match state {
            State::Ready => {
                if queue.lanes.on && self.leave_held_up(cx, key) {
                    return true;
                }
                let queue = &mut self.queues[subscription.index()];
                let Some(at) = queue.ready.iter().position(|one| *one == key) else { return false };
                cx.touch(at / TOUCHES_PER_EVENT as usize);
                queue.lane -= usize::from(at < queue.lane);
                queue.ready.remove(at);
                // There is room, and perhaps another head, whose time is to be watched.
                cx.todo.poll_queue(subscription);
                self.give_lane(cx, key);
            }
            State::InFlight(_) => {
                self.detach(cx, key);
                self.release(cx, key);
            }
            State::RetryScheduled => {
                queue.waiting -= 1;
                self.give_lane(cx, key);
                cx.todo.poll_queue(subscription);
            }
            State::Parked => return queue.parked.remove((order.0, id.0, key)),
            State::Delayed | State::Dead { .. } => return false,
        }
        true
    }
}
