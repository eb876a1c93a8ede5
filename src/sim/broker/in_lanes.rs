//! How messages take up their lanes and give way, in a queue that has lanes.

use crate::base::ids::SubscriptionId;
use crate::base::left_out::left_out;
use crate::base::slots::{CacheLine, Slots};
use crate::base::sort;
use crate::sim::broker::lanes::{InLane, Lanes};
use crate::sim::broker::message::{Held, HeldStage, Message, State};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, MessageSlot, Receipt};

impl Broker {
    /// Whether its consumer may handle a message of a lane now: those before it are handled.
    pub(super) fn is_in_turn(&self, subscription: SubscriptionId, entry: InLane) -> bool {
        let lanes = &self.queue(subscription).lanes;
        !lanes.one_at_a_time || is_next(lanes, &self.messages, entry)
    }

    /// A message of a lane is handled, and stays with its consumer until it is committed: the next one has its turn.
    pub(super) fn handled_in_lane(&mut self, cx: &Cx, key: MessageKey) {
        left_out!();
        let ((lane, number, _), subscription) = (self.in_lane(cx, key), self.messages[key].subscription);
        let lanes = &mut self.queues[subscription.index()].lanes;
        if !lanes.one_at_a_time {
            return;
        }
        lanes.due.extend(Lanes::first(&lanes.busy, lane, number + 1).map(|next| next.2));
    }

    /// A message that was held, or waited, is so no longer.
    #[cold]
    pub(super) fn leave_lane(&mut self, cx: &mut Cx, key: MessageKey) {
        let (entry, subscription) = (self.in_lane(cx, key), self.messages[key].subscription);
        self.queues[subscription.index()].lanes.vacate(entry);
        cx.todo.poll_queue(subscription);
    }

    /// A message that is ready is taken out of its queue, which may have called it to the head.
    pub(super) fn give_lane(&mut self, cx: &mut Cx, key: MessageKey) {
        if self.queue(self.messages[key].subscription).lanes.on {
            self.leave_lane(cx, key);
        }
    }

    /// Takes a message out of its lane that is held up there. Returns false if it is not.
    pub(super) fn leave_held_up(&mut self, cx: &Cx, key: MessageKey) -> bool {
        left_out!();
        let (entry, subscription) = (self.in_lane(cx, key), self.messages[key].subscription);
        self.queues[subscription.index()].lanes.held_up.remove(entry)
    }

    /// The lane goes on waiting for a message that its consumer no longer holds.
    pub(super) fn stay_in_lane(&mut self, cx: &Cx, key: MessageKey) {
        let subscription = self.messages[key].subscription;
        if self.queue(subscription).lanes.on {
            let entry = self.in_lane(cx, key);
            let lanes = &mut self.queues[subscription.index()].lanes;
            lanes.busy.insert(entry);
            if self.messages[key].state == State::RetryScheduled {
                lanes.waiting.insert(entry);
            }
        }
    }

    /// Puts a message that came back where it was in its lane.
    pub(super) fn return_to_lane(&mut self, cx: &mut Cx, key: MessageKey) {
        let (entry, subscription) = (self.in_lane(cx, key), self.messages[key].subscription);
        let lanes = &mut self.queues[subscription.index()].lanes;
        lanes.held_up.insert(entry);
        lanes.vacate(entry);
        cx.todo.poll_queue(subscription);
    }

    /// Sees who is next in each lane that a message has left: one that its consumer has already, or else the first that
    /// was held up, which goes to the head of the queue.
    pub(super) fn advance_lanes(&mut self, subscription: SubscriptionId) {
        let Broker { queues, messages, .. } = self;
        let queue = &mut queues[subscription.index()];
        let lanes = &mut queue.lanes;
        for entry in std::mem::take(&mut lanes.left) {
            if !lanes.one_at_a_time {
                continue;
            }
            if Lanes::first(&lanes.busy, entry.0, 0).is_some() {
                // Those before it may be handled and not committed.
                let next = Lanes::first(&lanes.busy, entry.0, entry.1);
                lanes.due.extend(next.filter(|next| is_next(lanes, messages, *next)).map(|next| next.2));
            } else if let Some(first) = Lanes::first(&lanes.held_up, entry.0, 0) {
                lanes.held_up.remove(first);
                lanes.busy.insert(first);
                queue.ready.push_front(first.2);
            }
        }
        let is_buffered = |key: &MessageKey| {
            let held = messages.get(*key).and_then(|m| m.held());
            held.is_some_and(|held| held.stage == HeldStage::Buffered)
        };
        lanes.due.retain(is_buffered);
    }

    /// The hand-out of a message whose turn has come with its consumer, if there is one.
    pub(super) fn next_due(&mut self, subscription: SubscriptionId) -> Option<(Receipt, Held)> {
        let key = self.queues[subscription.index()].lanes.due.pop()?;
        let held = self.messages[key].held()?;
        Some((Receipt { message: key, tag: held.tag }, held))
    }

    /// Puts the messages of a subscription into lanes, or takes them out, after its settings have changed.
    pub(super) fn rearrange_lanes(&mut self, cx: &mut Cx, subscription: SubscriptionId) {
        let queue = &mut self.queues[subscription.index()];
        let (on, one_at_a_time) = (queue.wants_lanes(), queue.keeps_keys());
        if !on && !queue.lanes.on {
            return;
        }
        left_out!();
        cx.touch(self.messages.slots());
        let before = std::mem::take(&mut queue.lanes);
        queue.lane = 0;
        let mut ready: Vec<MessageKey> = before.held_up.iter().map(|(.., key)| key).collect();
        ready.extend(queue.ready.drain(..));
        let messages = &self.messages;
        queue.ready = sort::by_key(ready, |key| (messages[*key].id.0.into(), 0)).collect();
        let mut lanes = Lanes { on, one_at_a_time, ..Lanes::default() };
        let of_subscription = self.messages.iter().filter(|(_, m)| m.subscription == subscription);
        let taken: Vec<MessageKey> = of_subscription
            .filter(|(_, m)| matches!(m.state, State::InFlight(_) | State::RetryScheduled))
            .map(|(key, _)| key)
            .collect();
        for key in taken {
            let entry = self.in_lane(cx, key);
            if before.one_at_a_time && !before.leads(entry) {
                // It waited with its consumer for those before it.
                lanes.due.push(key);
            }
            if on {
                lanes.busy.insert(entry);
                if self.messages[key].state == State::RetryScheduled {
                    lanes.waiting.insert(entry);
                }
            }
        }
        self.queues[subscription.index()].lanes = lanes;
    }
}

/// Whether all messages before this one in its lane are handled.
fn is_next(lanes: &Lanes, messages: &Slots<Message, MessageSlot, CacheLine>, entry: InLane) -> bool {
    let earlier = |from: u32| Lanes::first(&lanes.busy, entry.0, from).filter(|first| *first < entry);
    let mut before = earlier(0);
    while let Some((_, number, key)) = before {
        if messages[key].held().is_none_or(|held| held.stage != HeldStage::Handled) {
            return false;
        }
        before = earlier(number + 1);
    }
    true
}
