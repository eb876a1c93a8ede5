//! Who takes which message, in a queue whose settings ask for more than the next message and the next consumer in turn.

use crate::base::ids::{NodeId, SubscriptionId};
use crate::base::left_out::left_out;
use crate::model::Fetch;
use crate::sim::broker::asking::Asking;
use crate::sim::broker::lanes::{InLane, Lanes};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, Receipt};
use crate::trace::Observer;

/// What a queue does next.
pub(super) enum Choice {
    /// Nothing.
    Nothing,
    /// No hand-out: this consumer has committed what it has handled.
    Committed(NodeId),
    /// No hand-out: a message that this consumer has is handled next.
    Next(Receipt, NodeId),
    /// It hands out this message, removed from its lists, to the consumer at this position. `waits` tells whether it
    /// waits there for an earlier one of its lane.
    HandOut { consumer: usize, key: MessageKey, waits: bool },
}

impl Broker {
    /// What the queue does next.
    #[cold]
    pub(super) fn choose<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId) -> Choice {
        self.advance_lanes(subscription);
        if !cx.is_up(self.queue(subscription).broker) {
            return Choice::Nothing;
        }
        if let Some(node) = self.commit_due(cx, o, subscription) {
            return Choice::Committed(node);
        }
        if let Some((receipt, held)) = self.next_due(subscription) {
            let node = self.queue(subscription).consumers[held.consumer as usize].node;
            return Choice::Next(receipt, node);
        }
        let queue = self.queue(subscription);
        let is_empty = queue.ready.is_empty() && queue.lanes.held_up.is_empty();
        // A group rebalances although nothing is there to read.
        if is_empty && !queue.group.is_shared() || queue.is_blocked() {
            return Choice::Nothing;
        }
        let taker = if queue.group.is_shared() { None } else { queue.taker_apart(&cx.nodes, cx.now) };
        let (consumer, key, waits) = if queue.group.is_shared() {
            let Some((consumer, (.., key))) = self.choose_in_group(cx, o, subscription) else {
                return Choice::Nothing;
            };
            (consumer, key, false)
        } else if let (Some(consumer), true) = (taker, queue.lanes.on) {
            let Some((lane, number, key)) = self.next_in_lanes(cx, subscription, consumer) else {
                return Choice::Nothing;
            };
            self.queues[subscription.index()].lanes.last = lane;
            (consumer, key, !self.is_in_turn(subscription, (lane, number, key)))
        } else if let Some(consumer) = taker {
            let queue = &mut self.queues[subscription.index()];
            let Some(key) = queue.pop_head() else { return Choice::Nothing };
            (consumer, key, false)
        } else {
            return Choice::Nothing;
        };
        if let Fetch::Pull { messages } = self.queue(subscription).delivery.fetch {
            left_out!();
            let queue = &mut self.queues[subscription.index()];
            let going_on = queue.asking.filter(|asking| asking.continues(consumer, cx.now));
            let fresh = Asking { consumer: consumer as u16, at: cx.now, left: messages, first: cx.next_tag() };
            let asking = going_on.unwrap_or(fresh);
            queue.asking = Some(Asking { left: asking.left - 1, ..asking });
        }
        Choice::HandOut { consumer, key, waits }
    }

    /// The next message that a consumer may take without overtaking one of its lane. What may not be taken yet is held
    /// up in its lane.
    fn next_in_lanes(&mut self, cx: &Cx, subscription: SubscriptionId, consumer: usize) -> Option<InLane> {
        left_out!();
        // Neighbours of one key are fetched together.
        let lanes = &self.queue(subscription).lanes;
        if let Some(next) = Lanes::first(&lanes.held_up, lanes.last, 0)
            && self.joins(cx, subscription, consumer, next)
        {
            let lanes = &mut self.queues[subscription.index()].lanes;
            lanes.held_up.remove(next);
            lanes.busy.insert(next);
            return Some(next);
        }
        while let Some(key) = self.queues[subscription.index()].ready.pop_front() {
            let entry = self.in_lane(cx, key);
            let takes = self.queue(subscription).lanes.leads(entry) || self.joins(cx, subscription, consumer, entry);
            let lanes = &mut self.queues[subscription.index()].lanes;
            if takes {
                lanes.busy.insert(entry);
                return Some(entry);
            }
            lanes.held_up.insert(entry);
        }
        None
    }

    /// Whether a message may go with an earlier one of its lane, because one request fetches both.
    fn joins(&self, cx: &Cx, subscription: SubscriptionId, consumer: usize, entry: InLane) -> bool {
        let queue = self.queue(subscription);
        let Some(asking) = queue.asking.filter(|asking| asking.continues(consumer, cx.now)) else { return false };
        let first = Lanes::first(&queue.lanes.busy, entry.0, 0);
        let held = first.and_then(|first| self.messages[first.2].held());
        held.is_some_and(|held| usize::from(held.consumer) == consumer && held.tag >= asking.first)
            && Lanes::first(&queue.lanes.busy, entry.0, entry.1).is_none()
    }
}
