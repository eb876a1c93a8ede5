//! Acknowledgement of several messages at once: what is handled waits with its consumer for the next commit.

use crate::base::ids::{NodeId, SubscriptionId};
use crate::base::left_out::left_out;
use crate::model::Commit;
use crate::sim::broker::message::{Held, HeldStage, State};
use crate::sim::broker::queue::Consumer;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::Receipt;
use crate::sim::schedule::{Event, Ticket};
use crate::trace::{FactId, Observer, What};

impl Broker {
    /// A message is handled, and its acknowledgement waits for the commit. Returns false when messages are acknowledged
    /// one by one, or its hand-out is no longer in force.
    #[cold]
    pub fn keep_for_commit<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, receipt: Receipt, cause: FactId) -> bool {
        let Some(m) = self.messages.get_mut(receipt.message) else { return false };
        let subscription = m.subscription;
        let queue = &mut self.queues[subscription.index()];
        let commit = queue.delivery.commit;
        let (Some(held), true) = (m.held_under(receipt.tag), commit != Commit::Message) else { return false };
        left_out!();
        let cause = cx.note(o, cause, What::MessageHandled { message: m.id, order: m.order, subscription });
        m.cause = cause;
        m.state = State::InFlight(Held { stage: HeldStage::Handled, ..held });
        let consumer = &mut queue.consumers[held.consumer as usize];
        consumer.commits &= consumer.handled > 0;
        consumer.handled += 1;
        queue.uncommitted.handled.push((receipt, cause));
        match commit {
            Commit::Interval(every) if queue.uncommitted.timer.is_none() => {
                let timer = cx.agenda.push(cx.now + every, Event::Commit(subscription.0.into()));
                queue.uncommitted.timer = Some(timer);
            }
            _ => {}
        }
        if queue.lanes.on {
            self.handled_in_lane(cx, receipt.message);
        }
        cx.todo.poll_queue(subscription);
        true
    }

    /// Whether a subscription's commit waits for the event with this ticket.
    pub fn commit_waits_for(&self, ticket: Ticket, subscription: u32) -> bool {
        self.queues[subscription as usize].uncommitted.timer == Some(ticket)
    }

    /// The interval between two commits is over.
    pub fn interval_over(&mut self, cx: &mut Cx, subscription: SubscriptionId) {
        left_out!();
        let queue = &mut self.queues[subscription.index()];
        queue.uncommitted.timer = None;
        queue.consumers.iter_mut().for_each(|consumer| consumer.commits = consumer.handled > 0);
        cx.todo.poll_queue(subscription);
    }

    /// Commits what is due, of one consumer. Returns the consumer.
    pub(super) fn commit_due<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        subscription: SubscriptionId,
    ) -> Option<NodeId> {
        let queue = self.queue(subscription);
        if !queue.uncommitted.is_any() {
            return None;
        }
        left_out!();
        let all = queue.delivery.commit == Commit::Message;
        // Who gives up its partitions commits first.
        let whole = queue.delivery.commit == Commit::Batch || queue.group.is_rebalancing();
        let is_due = |c: &Consumer| c.handled > 0 && (all || c.commits || whole && c.handled == c.unacked);
        // A process that hangs commits when it goes on.
        let consumer = queue.consumers.iter().position(|c| is_due(c) && !cx.hangs(c.node))?;
        self.commit(cx, o, subscription, consumer as u16);
        Some(self.queue(subscription).consumers[consumer].node)
    }

    /// Acknowledges all that a consumer has handled.
    pub(super) fn commit<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId, consumer: u16) {
        let queue = &mut self.queues[subscription.index()];
        let messages = std::mem::replace(&mut queue.consumers[consumer as usize].handled, 0);
        if messages == 0 {
            return;
        }
        left_out!();
        let node = queue.consumers[consumer as usize].node;
        let (mut done, mut others, mut cause) = (Vec::new(), Vec::new(), FactId::NONE);
        for (receipt, fact) in std::mem::take(&mut queue.uncommitted.handled) {
            cx.touch(1);
            match self.messages.get(receipt.message).and_then(|m| m.held_under(receipt.tag)) {
                Some(held) if held.consumer == consumer && held.stage == HeldStage::Handled => {
                    done.push(receipt);
                    cause = fact;
                }
                Some(Held { stage: HeldStage::Handled, .. }) => others.push((receipt, fact)),
                _ => {}
            }
        }
        self.queues[subscription.index()].uncommitted.handled = others;
        let cause = cx.note(o, cause, What::BatchCommitted { subscription, node, messages });
        for receipt in done {
            self.ack(cx, o, receipt, cause);
        }
    }
}
