//! How messages enter their queue, and how their consumer lets go of them.

use crate::base::ids::SubscriptionId;
use crate::sim::broker::message::{Held, HeldStage, State};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::MessageKey;
use crate::trace::{Observer, What};

impl Broker {
    pub(super) fn note_ready<O: Observer>(&mut self, cx: &Cx, o: &mut O, key: MessageKey) {
        let m = &mut self.messages[key];
        let what = What::MessageReady { message: m.id, order: m.order, subscription: m.subscription };
        m.cause = cx.note(o, m.cause, what);
    }

    /// Puts a message at the tail of its queue.
    #[inline(always)]
    pub(super) fn make_ready(&mut self, cx: &mut Cx, key: MessageKey) {
        let m = &mut self.messages[key];
        m.set_state(State::Ready, cx.now, None);
        let subscription = m.subscription;
        self.line_up(cx, key, subscription);
    }

    /// Puts a message that is ready at the tail of its queue.
    #[inline(always)]
    pub(super) fn line_up(&mut self, cx: &mut Cx, key: MessageKey, subscription: SubscriptionId) {
        let queue = &mut self.queues[subscription.index()];
        // Behind others it changes nothing for the consumers: who could take a message has, or is about to.
        if queue.ready.is_empty() {
            cx.todo.poll_queue(subscription);
        }
        queue.ready.push_back(key);
    }

    /// Puts a returned message where the settings say.
    pub(super) fn requeue(&mut self, cx: &mut Cx, key: MessageKey) {
        let m = &mut self.messages[key];
        m.set_state(State::Ready, cx.now, None);
        let subscription = m.subscription;
        self.back_in_queue(cx, key, subscription, false);
        cx.todo.poll_queue(subscription);
    }

    /// The consumer no longer holds the message.
    pub(super) fn release(&mut self, cx: &mut Cx, key: MessageKey) {
        let m = &self.messages[key];
        if let State::InFlight(held) = m.state {
            let queue = &mut self.queues[m.subscription.index()];
            match held.stage {
                HeldStage::Abandoned { .. } => queue.abandoned -= 1,
                stage => {
                    let consumer = &mut queue.consumers[held.consumer as usize];
                    consumer.unacked -= 1;
                    consumer.handled -= u32::from(stage == HeldStage::Handled);
                    consumer.travelling -= u32::from(stage == HeldStage::Delivering);
                }
            }
            if queue.lanes.on {
                self.leave_lane(cx, key);
            } else if !queue.ready.is_empty() || queue.special {
                cx.todo.poll_queue(m.subscription);
            }
        }
    }

    /// Puts a message that came back into its queue: at the head, or where the settings say.
    pub(super) fn back_in_queue(&mut self, cx: &mut Cx, key: MessageKey, subscription: SubscriptionId, at_head: bool) {
        let queue = &mut self.queues[subscription.index()];
        if queue.lanes.on {
            self.return_to_lane(cx, key);
        } else if at_head {
            queue.ready.push_front(key);
        } else {
            queue.requeue(key);
        }
    }

    /// The consumer crashed with the message, and only the end of the lease brings it back. The message no longer
    /// counts against the prefetch limit: the consumer that comes up again is a new one.
    pub(super) fn abandon(&mut self, cx: &mut Cx, key: MessageKey) {
        self.release(cx, key);
        if let State::InFlight(held) = &mut self.messages[key].state {
            let begun = matches!(held.stage, HeldStage::Interrupted | HeldStage::Handled);
            held.stage = HeldStage::Abandoned { begun };
            self.stay_in_lane(cx, key);
            self.queues[self.messages[key].subscription.index()].abandoned += 1;
        }
    }

    /// Detaches a message from the run that works on it: the run's result will be too late. So far the ledger counted
    /// the two as one activity; from here each counts.
    pub(super) fn detach(&self, cx: &mut Cx, key: MessageKey) {
        let m = &self.messages[key];
        if let State::InFlight(Held { stage: HeldStage::Working, .. }) = m.state {
            cx.books.departs(m.order);
        }
    }
}
