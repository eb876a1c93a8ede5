//! Consumer groups of a log with several partitions: which consumer owns which partition, and how they move.

use crate::base::ids::SubscriptionId;
use crate::base::time::Time;
use crate::sim::broker::lanes::{InLane, Lanes};
use crate::sim::broker::queue::Queue;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::nodes::NodeState;
use crate::trace::{FactId, Observer, What};

/// The partitions of a log, as its consumers share them; empty where there is only one.
#[derive(Clone, Default, Debug)]
pub struct Group {
    /// By partition, the position of the consumer that owns it; `None` while nobody is there.
    pub owners: Vec<Option<u16>>,
    /// The consumers that belong, as bits by position.
    members: u64,
    /// The fact by which a rebalance began, until every member has finished what it has.
    rebalancing: Option<FactId>,
}

impl Group {
    /// All consumers belong from the start. One partition needs no sharing.
    pub fn new(partitions: u32, consumers: usize) -> Group {
        if partitions == 1 {
            return Group::default();
        }
        let members = u64::MAX >> (64 - consumers.clamp(1, 64));
        Group { owners: range(partitions as usize, members), members, rebalancing: None }
    }

    /// Whether its log has several partitions.
    pub const fn is_shared(&self) -> bool {
        !self.owners.is_empty()
    }

    /// Whether it waits until its members have finished what they have.
    pub const fn is_rebalancing(&self) -> bool {
        self.rebalancing.is_some()
    }
}

/// Kafka's range assignor for one topic: the members, in order, get equal parts of the partitions in a row, and the first
/// ones get one more where that does not come out even.
pub fn range(partitions: usize, members: u64) -> Vec<Option<u16>> {
    let members: Vec<u16> = (0..64).filter(|k| members >> k & 1 == 1).collect();
    if members.is_empty() {
        return vec![None; partitions];
    }
    let (each, more) = (partitions / members.len(), partitions % members.len());
    let parts = members.iter().enumerate().map(|(nth, member)| (*member, each + usize::from(nth < more)));
    parts.flat_map(|(member, part)| std::iter::repeat_n(Some(member), part)).collect()
}

impl Broker {
    /// The next record that a member of the group may take, and the position of the member.
    pub(super) fn choose_in_group<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        subscription: SubscriptionId,
    ) -> Option<(usize, InLane)> {
        while let Some(key) = self.queues[subscription.index()].ready.pop_front() {
            let entry = self.in_lane(cx, key);
            self.queues[subscription.index()].lanes.held_up.insert(entry);
        }
        if !self.regroup(cx, o, subscription) {
            return None;
        }
        let queue = &mut self.queues[subscription.index()];
        queue.lane = 0;
        let (consumer, entry) = queue.next_of_group(&cx.nodes, cx.now)?;
        queue.lanes.held_up.remove(entry);
        queue.lanes.busy.insert(entry);
        Some((consumer, entry))
    }

    /// Lets consumers join and leave. Returns false while the group rebalances: nothing is handed out until each member
    /// has finished what it has.
    fn regroup<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId) -> bool {
        let queue = &mut self.queues[subscription.index()];
        let mut present = 0;
        for (k, consumer) in queue.consumers.iter().enumerate() {
            // What a dead one had under a lease is its own until the lease ends.
            present |= u64::from(cx.is_up(consumer.node) || consumer.abandoned > 0) << k;
        }
        if present != queue.group.members {
            let changed = (present ^ queue.group.members).trailing_zeros() as usize;
            let cause = cx.nodes[queue.consumers[changed].node.index()].cause();
            let cause = cx.note(o, cause, What::RebalanceStarted { subscription, members: present.count_ones() });
            (queue.group.members, queue.group.rebalancing) = (present, Some(cause));
        }
        let Some(mut cause) = queue.group.rebalancing else { return true };
        if queue.consumers.iter().any(|consumer| consumer.unacked > 0 || consumer.abandoned > 0) {
            return false;
        }
        let owners = range(queue.group.owners.len(), present);
        for (partition, owner) in owners.iter().enumerate() {
            if let (Some(k), true) = (*owner, queue.group.owners[partition] != *owner) {
                let (partition, node) = (partition as u32, queue.consumers[usize::from(k)].node);
                cause = cx.note(o, cause, What::PartitionAssigned { subscription, partition, node });
            }
        }
        cx.note(o, cause, What::RebalanceEnded { subscription, members: present.count_ones() });
        (queue.group.owners, queue.group.rebalancing) = (owners, None);
        true
    }
}

impl Queue {
    /// The first record of the partitions that the next consumer in turn owns, if it may take one and none that failed
    /// waits before it.
    fn next_of_group(&self, nodes: &[NodeState], now: Time) -> Option<(usize, InLane)> {
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

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn members_get_equal_ranges_and_the_first_ones_one_more() {
        let owners =
            |partitions, members| range(partitions, members).into_iter().map(|o| o.unwrap()).collect::<Vec<_>>();
        assert_eq!(owners(6, 0b111), [0, 0, 1, 1, 2, 2]);
        assert_eq!(owners(7, 0b101), [0, 0, 0, 0, 2, 2, 2]);
        assert_eq!(owners(2, 0b1110), [1, 2], "the third has nothing to do");
        assert_eq!(range(2, 0), [None, None]);
    }
}
