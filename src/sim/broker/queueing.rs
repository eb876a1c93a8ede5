//! Messages enter their queue, and their consumer lets go of them.

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

    /// Puts a new message at the tail of its queue.
    #[inline(always)]
    pub(super) fn make_ready(&mut self, cx: &mut Cx, key: MessageKey) {
        let m = &mut self.messages[key];
        m.set_state(State::Ready, cx.now, None);
        self.queues[m.subscription.index()].ready.push_back(key);
        cx.todo.poll_queue(m.subscription);
    }

    /// Puts a message back into its queue, where the settings say.
    pub(super) fn requeue(&mut self, cx: &mut Cx, key: MessageKey) {
        let m = &mut self.messages[key];
        m.set_state(State::Ready, cx.now, None);
        self.queues[m.subscription.index()].requeue(key);
        cx.todo.poll_queue(m.subscription);
    }

    /// The consumer no longer holds the message.
    pub(super) fn release(&mut self, cx: &mut Cx, key: MessageKey) {
        let m = &self.messages[key];
        if let State::InFlight(held) = m.state
            && held.stage != HeldStage::Abandoned
        {
            let queue = &mut self.queues[m.subscription.index()];
            queue.consumers[held.consumer as usize].unacked -= 1;
            if !queue.ready.is_empty() {
                cx.todo.poll_queue(m.subscription);
            }
        }
    }

    /// The consumer died with the message, and only the lease brings it back. It counts no longer against the prefetch
    /// limit: the consumer that comes up again is a new one.
    pub(super) fn abandon(&mut self, cx: &mut Cx, key: MessageKey) {
        self.release(cx, key);
        if let State::InFlight(held) = &mut self.messages[key].state {
            held.stage = HeldStage::Abandoned;
        }
    }

    /// The run that works on a message goes on without it: whatever it will say of it comes too late. Until now the
    /// message stood for both of them in the books.
    pub(super) fn detach(&self, cx: &mut Cx, key: MessageKey) {
        let m = &self.messages[key];
        if let State::InFlight(Held { stage: HeldStage::Working, .. }) = m.state {
            cx.books.departs(m.order);
        }
    }
}
