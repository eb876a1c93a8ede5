//! Outages: what happens to messages when their broker or their consumer goes down.

use crate::base::ids::{NodeId, SubscriptionId};
use crate::base::sort;
use crate::model::NodeKind;
use crate::sim::broker::dead::mark_dead;
use crate::sim::broker::message::{Held, Message, State};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::known_keys::KnownKeys;
use crate::trace::{FactId, Observer, Reason};

impl Broker {
    /// A consumer is gone: the messages it held come back, or wait for their lease.
    pub fn consumer_gone<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, node: NodeId, reason: Reason, cause: FactId) {
        let model = cx.model.clone();
        let of_node = |m: &Message, h: Held| {
            model.subscriptions[m.subscription.index()].consumers[h.consumer as usize].node == node
        };
        if reason == Reason::Stopped {
            // An orderly stop acknowledges what is handled.
            for (subscription, consumer) in cx.nodes[node.index()].consumes().to_vec() {
                self.commit(cx, o, subscription, consumer);
            }
        }
        self.take_all_back(cx, o, &of_node, reason, cause);
        self.forget_stale(cx, o, node, cause);
        for (subscription, _) in cx.nodes[node.index()].consumes() {
            // Another one may read, or take, what it did not.
            let queue = self.queue(*subscription);
            if queue.log || queue.delivery.single_active_consumer {
                cx.todo.poll_queue(*subscription);
            }
        }
    }

    /// A broker goes down: messages that it held only in memory are gone; the others wait for it and are redelivered.
    /// The caller first removes what only the leader had, with [`Broker::take_unreplicated`].
    pub fn goes_down<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, broker: NodeId, cause: FactId) {
        let model = cx.model.clone();
        let of_broker = |s: SubscriptionId| model.topics[model.subscriptions[s.index()].topic.index()].broker == broker;
        if let NodeKind::Broker { durable: true, .. } = model.nodes[broker.index()].kind {
            self.take_all_back(cx, o, &|m, _| of_broker(m.subscription), Reason::BrokerDown, cause);
            return;
        }
        cx.touch(self.messages.slots());
        let gone: Vec<_> =
            self.messages().filter(|(_, m)| of_broker(m.subscription)).map(|(key, m)| (key, m.id)).collect();
        // In the order of their numbers.
        for (key, _) in sort::by_key(gone, |(_, id)| (id.0.into(), 0)) {
            cx.touch(1);
            let m = &self.messages[key];
            if let State::Dead { .. } = m.state {
                // A dead letter was not under way; count it as such for the moment in which it is lost.
                cx.books.departs(m.order);
                mark_dead(cx, m.order, self.withholds(key), -1);
            }
            self.detach(cx, key);
            self.release(cx, key);
            self.drop_message(cx, o, key, Reason::BrokerDown, cause);
        }
        for i in (0..self.queues.len()).filter(|i| of_broker(SubscriptionId::new(*i))) {
            let queue = &mut self.queues[i];
            queue.clear_ready();
            queue.dead.clear();
            queue.parked.clear();
            queue.waiting = 0;
            queue.lanes.clear();
        }
        for topic in (0..self.topics.len()).filter(|i| model.topics[*i].broker == broker) {
            self.topics[topic].published = KnownKeys::default();
            self.topics[topic].stored = KnownKeys::default();
        }
    }

    /// The broker is back: its consumers may take messages.
    pub fn comes_up(&self, cx: &mut Cx, broker: NodeId) {
        for topic in cx.model.topics.iter().filter(|topic| topic.broker == broker) {
            topic.subscriptions.iter().for_each(|s| cx.todo.poll_queue(*s));
        }
    }
}
