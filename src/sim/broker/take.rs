//! Who takes which message, in a queue whose settings ask for more than the next message and the next consumer in turn.

use crate::base::ids::SubscriptionId;
use crate::base::time::Time;
use crate::model::{Fetch, Prefetch, PrefetchPer};
use crate::sim::broker::deliver::Handed;
use crate::sim::broker::lanes::{InLane, Lanes};
use crate::sim::broker::queue::Queue;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::MessageKey;
use crate::sim::nodes::NodeState;
use crate::trace::Observer;

/// A consumer that asked for messages, and what it was given so far.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    consumer: u16,
    /// The instant of its request, which is answered at once.
    at: Time,
    /// How many more it may be given.
    left: u32,
    /// Tag of the first hand-out.
    first: u32,
}

/// What a queue does next.
pub(super) enum Choice {
    /// Something that is no hand-out, or nothing.
    Other(Option<Handed>),
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
            return Choice::Other(None);
        }
        if let Some(node) = self.commit_due(cx, o, subscription) {
            return Choice::Other(Some(Handed::Committed(node)));
        }
        if let Some((receipt, held)) = self.next_due(subscription) {
            let node = self.queue(subscription).consumers[held.consumer as usize].node;
            return Choice::Other(Some(Handed::Waits(receipt, node)));
        }
        let queue = self.queue(subscription);
        let is_empty = queue.ready.is_empty() && queue.lanes.held_up.is_empty();
        // A group rebalances although nothing is there to read.
        if is_empty && !queue.group.is_shared() || queue.is_blocked() {
            return Choice::Other(None);
        }
        let taker = if queue.group.is_shared() { None } else { queue.taker_apart(&cx.nodes, cx.now) };
        let (consumer, key, waits) = if queue.group.is_shared() {
            let Some((consumer, (.., key))) = self.choose_in_group(cx, o, subscription) else {
                return Choice::Other(None);
            };
            (consumer, key, false)
        } else if let (Some(consumer), true) = (taker, queue.lanes.on) {
            let Some((lane, number, key)) = self.next_in_lanes(cx, subscription, consumer) else {
                return Choice::Other(None);
            };
            self.queues[subscription.index()].lanes.last = lane;
            (consumer, key, !self.is_in_turn(subscription, (lane, number, key)))
        } else if let Some(consumer) = taker {
            let queue = &mut self.queues[subscription.index()];
            queue.lane = queue.lane.saturating_sub(1);
            let Some(key) = queue.ready.pop_front() else { return Choice::Other(None) };
            (consumer, key, false)
        } else {
            return Choice::Other(None);
        };
        if let Fetch::Pull { messages } = self.queue(subscription).delivery.fetch {
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

impl Asking {
    /// Whether the consumer may be given more for this request.
    fn continues(&self, consumer: usize, now: Time) -> bool {
        self.at == now && self.left > 0 && usize::from(self.consumer) == consumer
    }
}

impl Queue {
    /// As [`Queue::taker`], by every rule.
    fn taker_apart(&self, nodes: &[NodeState], now: Time) -> Option<usize> {
        let pulls = self.delivery.fetch != Fetch::Push;
        if self.delivery.prefetch_per == PrefetchPer::Consumer && !pulls {
            return self.taker(nodes);
        }
        let may_take = |k: &usize| self.may_take(*k, nodes, now);
        if self.log {
            return self.reader(nodes).filter(may_take);
        }
        let asking = self.asking.filter(|asking| pulls && asking.continues(asking.consumer.into(), now));
        let first = asking.map(|asking| usize::from(asking.consumer)).filter(may_take);
        let count = self.consumers.len();
        first.or_else(|| (0..count).map(|k| (self.turn + k) % count).find(may_take))
    }

    /// Whether a consumer may take a message, or asks for one.
    pub fn may_take(&self, k: usize, nodes: &[NodeState], now: Time) -> bool {
        let consumer = &self.consumers[k];
        let node = &nodes[consumer.node.index()];
        let shares = self.delivery.prefetch_per == PrefetchPer::Subscription;
        let room = match (shares, self.delivery.fetch) {
            (true, _) if self.held() >= self.most_held(nodes) => false,
            (_, Fetch::Pull { .. }) => self.asks(k, node, now),
            (true, Fetch::Push) => true,
            (false, Fetch::Push) => self.has_room(consumer.unacked, node.workers()),
        };
        node.is_up() && room
    }

    /// Whether a consumer asks for messages: a worker is free, and nothing waits for it or is on its way.
    pub fn asks(&self, k: usize, node: &NodeState, now: Time) -> bool {
        let continues = self.asking.is_some_and(|asking| asking.continues(k, now));
        continues || node.is_open() && self.consumers[k].travelling == 0
    }

    /// Messages that take up a place of the limit that all consumers share.
    pub fn held(&self) -> u64 {
        let unacked: u64 = self.consumers.iter().map(|consumer| u64::from(consumer.unacked)).sum();
        let waiting = if self.delivery.retry_holds_place { self.waiting } else { 0 };
        unacked + u64::from(self.abandoned) + u64::from(waiting)
    }

    /// The limit that all consumers share.
    pub fn most_held(&self, nodes: &[NodeState]) -> u64 {
        match self.delivery.prefetch {
            Prefetch::Workers => self.consumers.iter().map(|c| u64::from(nodes[c.node.index()].workers())).sum(),
            Prefetch::AtMost(most) => most.into(),
            Prefetch::Unlimited => u64::MAX,
        }
    }
}
