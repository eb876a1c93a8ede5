//! Who takes which message, in a queue whose settings ask for more than the next message and the next consumer in turn.

use crate::base::ids::SubscriptionId;
use crate::model::{Prefetch, PrefetchPer};
use crate::sim::broker::queue::{Consumer, Queue};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::MessageKey;
use crate::sim::nodes::NodeState;

impl Broker {
    /// The next message to hand out, removed from its queue, and the position of the consumer that takes it.
    #[cold]
    pub(super) fn choose(&mut self, cx: &Cx, subscription: SubscriptionId) -> Option<(usize, MessageKey)> {
        let queue = &mut self.queues[subscription.index()];
        if queue.ready.is_empty() || queue.is_blocked() || !cx.is_up(queue.broker) {
            return None;
        }
        let consumer = queue.taker_apart(&cx.nodes)?;
        queue.pop_head().map(|key| (consumer, key))
    }
}

impl Queue {
    /// As [`Queue::taker`], by every rule.
    fn taker_apart(&self, nodes: &[NodeState]) -> Option<usize> {
        if self.delivery.prefetch_per == PrefetchPer::Consumer {
            return self.taker(nodes);
        }
        if self.held() >= self.most_held(nodes) {
            return None;
        }
        let is_up = |consumer: &Consumer| nodes[consumer.node.index()].takes_new();
        if self.log {
            return self.reader(nodes).filter(|k| is_up(&self.consumers[*k]));
        }
        let count = self.consumers.len();
        (0..count).map(|k| (self.turn + k) % count).find(|k| is_up(&self.consumers[*k]))
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
