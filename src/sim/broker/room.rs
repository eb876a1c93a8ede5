//! Which consumer may take a message, by every rule.

use crate::base::time::Time;
use crate::model::{Fetch, Prefetch, PrefetchPer};
use crate::sim::broker::lanes::{InLane, Lanes};
use crate::sim::broker::queue::Queue;
use crate::sim::nodes::NodeState;

impl Queue {
    /// As [`Queue::taker`], by every rule.
    pub(super) fn taker_apart(&self, nodes: &[NodeState], now: Time) -> Option<usize> {
        let pulls = self.delivery.fetch != Fetch::Push;
        if self.delivery.prefetch_per == PrefetchPer::Consumer && !pulls && !self.delivery.single_active_consumer {
            return self.taker(nodes);
        }
        let may_take = |k: &usize| self.may_take(*k, nodes, now);
        if self.log {
            return self.reader(nodes).filter(may_take);
        }
        if self.delivery.single_active_consumer {
            return self.active(nodes).filter(may_take);
        }
        let asking = self.asking.filter(|asking| pulls && asking.continues(asking.consumer.into(), now));
        let first = asking.map(|asking| usize::from(asking.consumer)).filter(may_take);
        let count = self.consumers.len();
        first.or_else(|| (0..count).map(|k| (self.turn + k) % count).find(may_take))
    }

    /// The single active consumer: who was served last, until it takes nothing new and holds nothing; then the next one
    /// that is there.
    pub fn active(&self, nodes: &[NodeState]) -> Option<usize> {
        let count = self.consumers.len();
        let last = (self.turn + count).checked_sub(1)? % count;
        let takes_new = |k: usize| nodes[self.consumers[k].node.index()].takes_new();
        let goes_on = |k: &usize| takes_new(*k) || *k == last && self.consumers[last].unacked > 0;
        (0..count).map(|k| (last + k) % count).find(goes_on)
    }

    /// Whether a consumer may take a message, or asks for one.
    pub fn may_take(&self, k: usize, nodes: &[NodeState], now: Time) -> bool {
        let consumer = &self.consumers[k];
        let node = &nodes[consumer.node.index()];
        let shares = self.delivery.prefetch_per == PrefetchPer::Subscription;
        let room = match (shares, self.delivery.fetch) {
            (true, _) if self.held() >= self.most_held(nodes) => false,
            // A process that hangs asks for nothing.
            (_, Fetch::Pull { .. }) => self.asks(k, node, now) && !node.is_hung(),
            (true, Fetch::Push) => true,
            (false, Fetch::Push) => self.has_room(consumer.unacked, node.workers()),
        };
        node.takes_new() && room
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

    /// The first record of the partitions that the next consumer in turn owns, if it may take one and none that failed
    /// waits before it.
    pub(super) fn next_of_group(&self, nodes: &[NodeState], now: Time) -> Option<(usize, InLane)> {
        let count = self.consumers.len();
        let in_turn = (0..count).map(|n| (self.turn + n) % count).filter(|k| self.may_take(*k, nodes, now));
        in_turn.filter_map(|k| Some((k, self.next_of_member(k)?))).next()
    }

    /// The earliest record that a member may take.
    pub fn next_of_member(&self, k: usize) -> Option<InLane> {
        let owned = self.group.owners.iter().enumerate().filter(|(_, owner)| owner.map(usize::from) == Some(k));
        let first = owned.filter_map(|(partition, _)| {
            let is_blocked = self.keeps_order() && Lanes::first(&self.lanes.waiting, partition as u32, 0).is_some();
            if is_blocked { None } else { Lanes::first(&self.lanes.held_up, partition as u32, 0) }
        });
        first.min_by_key(|(_, number, _)| *number)
    }
}
