//! A group of consumers hands out the records of a log with partitions, and rebalances when one comes or goes.

use crate::base::ids::SubscriptionId;
use crate::sim::broker::group::range;
use crate::sim::broker::lanes::InLane;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::trace::{Observer, What};

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
            present |= u64::from(cx.nodes[consumer.node.index()].takes_new() || consumer.abandoned > 0) << k;
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
