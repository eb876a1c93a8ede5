//! Faults: nodes stop, crash and come back, and the broker goes down with what it holds.

use crate::base::ids::NodeId;
use crate::base::sort;
use crate::base::time::Span;
use crate::model::{CrashReturns, Health, NodeKind};
use crate::sim::broker::message::{Held, Message, Stage as MessageStage, State};
use crate::sim::schedule::Event;
use crate::sim::services::node::Inbound;
use crate::sim::services::run::Origin;
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Outcome, Reason, What};

impl World {
    /// Sets a node's health, with what follows from going down or coming up.
    pub(super) fn set_health<O: Observer>(&mut self, o: &mut O, node: NodeId, health: Health) {
        let cause = self.note(o, FactId::NONE, What::HealthSet { node, health });
        let state = &mut self.nodes[node.index()];
        let was_up = state.is_up();
        (state.health, state.cause) = (health, cause);
        // Whoever sets the health by hand does not wait for a restart.
        (state.restarting, state.timer) = (None, 0);
        let is_up = state.is_up();
        let (is_broker, replicas) = match self.model.nodes[node.index()].kind {
            NodeKind::Broker { replicas, .. } => (true, replicas.map_or(0, |replicas| replicas.count)),
            NodeKind::Client(_) | NodeKind::Service(_) | NodeKind::Gateway(_) => (false, 0),
        };
        if is_up {
            // Whoever heals a broker heals every machine of it.
            self.nodes[node.index()].replicas = replicas;
        }
        match (was_up, is_up, is_broker) {
            (true, false, false) => self.stop(o, node, Reason::Stopped, cause),
            (true, false, true) => self.broker_goes_down(o, node, Reason::BrokerDown, cause),
            (false, true, _) => self.comes_up(node),
            _ => {}
        }
    }

    /// A service crashes, and restarts after its restart time.
    pub(super) fn crash<O: Observer>(&mut self, o: &mut O, node: NodeId, cause: FactId) {
        let restart = match &self.model.nodes[node.index()].kind {
            NodeKind::Service(service) => service.restart,
            NodeKind::Client(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => Span::ZERO,
        };
        if !self.nodes[node.index()].is_up() {
            return;
        }
        let cause = self.note(o, cause, What::NodeCrashed { node, restart });
        let until = self.now + restart;
        let timer = self.schedule.push(until, Event::Restart(node.0.into()));
        let state = &mut self.nodes[node.index()];
        (state.restarting, state.timer, state.cause) = (Some(until), timer, cause);
        self.stop(o, node, Reason::Crashed, cause);
    }

    pub(super) fn restart_due<O: Observer>(&mut self, o: &mut O, node: NodeId) {
        let state = &mut self.nodes[node.index()];
        (state.restarting, state.timer) = (None, 0);
        let cause = state.cause;
        let what = match self.model.nodes[node.index()].kind {
            NodeKind::Broker { .. } => What::LeaderElected { node },
            NodeKind::Client(_) | NodeKind::Service(_) | NodeKind::Gateway(_) => What::NodeRestarted { node },
        };
        self.nodes[node.index()].cause = self.note(o, cause, what);
        self.comes_up(node);
    }

    fn comes_up(&mut self, node: NodeId) {
        for i in 0..self.nodes[node.index()].consumes.len() {
            let (subscription, _) = self.nodes[node.index()].consumes[i];
            self.wake_queue(subscription);
        }
        for (i, topic) in self.model.clone().topics.iter().enumerate() {
            if topic.broker == node {
                for s in &self.model.clone().topics[i].subscriptions {
                    self.wake_queue(*s);
                }
            }
        }
        self.wake_node(node);
    }

    /// All that a node holds is dropped: runs end, callers hear of it, messages go back.
    fn stop<O: Observer>(&mut self, o: &mut O, node: NodeId, reason: Reason, cause: FactId) {
        self.forget_callers(node);
        self.nodes[node.index()].core_queue.clear();
        let runs: Vec<u32> = self.runs().filter(|(_, r)| r.node == node).map(|(slot, _)| slot).collect();
        for slot in runs {
            let order = self.runs[slot as usize].order;
            let (origin, cause) = self.end(o, slot, Outcome::Failed(reason), cause);
            match origin {
                Origin::Call { slot, tag } => self.answer(slot, tag, Some(Reason::CallFailed), cause),
                Origin::Order => {
                    self.note(o, cause, What::OrderFailed { order, reason });
                }
                Origin::Message { .. } | Origin::Detached | Origin::Acked | Origin::Answered => {}
            }
        }
        let inbound = std::mem::take(&mut self.nodes[node.index()].inbound);
        self.nodes[node.index()].waiting_calls = 0;
        for item in inbound {
            if let Inbound::Call { slot, tag } = item {
                self.answer(slot, tag, Some(Reason::CallRefused), cause);
            }
        }
        let model = self.model.clone();
        let of_node = |m: &Message, h: Held| {
            model.subscriptions[m.subscription.index()].consumers[h.consumer as usize].node == node
        };
        self.take_all_back(o, &of_node, reason, cause);
    }

    /// Takes back, in order, every unacknowledged message that is `concerned`.
    pub(super) fn take_all_back<O: Observer>(
        &mut self,
        o: &mut O,
        concerned: &dyn Fn(&Message, Held) -> bool,
        reason: Reason,
        cause: FactId,
    ) {
        let mut held: Vec<(u32, Held)> = Vec::new();
        for (slot, m) in self.messages() {
            if let State::InFlight(h) = m.state
                && concerned(m, h)
            {
                held.push((slot, h));
            }
        }
        // Newest first: each goes to the head, so the oldest ends up first.
        let keys = held.iter().zip(0..).map(|((_, h), i)| (u64::from(u32::MAX - h.tag), 0, i)).collect();
        for (slot, h) in sort::positions(keys).map(|i| held[i]) {
            let subscription = self.messages[slot as usize].subscription.index();
            let at_lease_end = self.queues[subscription].delivery.crash_returns == CrashReturns::AtLeaseEnd;
            let died = matches!(reason, Reason::Crashed | Reason::Stopped);
            if at_lease_end && died && h.lease_until < crate::base::time::Time::MAX {
                if h.stage != MessageStage::Delivering {
                    self.abandon(slot);
                }
                continue;
            }
            match (h.stage, reason) {
                (MessageStage::Working, Reason::Crashed) => self.charge_failure(slot),
                (MessageStage::Working, Reason::Stopped) => self.uncharge_handling(slot),
                // The consumer did nothing wrong, and works on without knowing.
                (MessageStage::Working, Reason::BrokerDown) => self.uncharge(slot),
                _ if reason.is_blameless() => self.uncharge_delivery(slot),
                _ => {}
            }
            self.take_back(o, slot, reason, cause);
        }
    }

    /// The broker goes down: what it held in memory only, or what only its leader held, is gone; the rest waits for it,
    /// and is redelivered.
    pub(super) fn broker_goes_down<O: Observer>(&mut self, o: &mut O, broker: NodeId, reason: Reason, cause: FactId) {
        self.lose_unreplicated(o, broker, reason, cause);
        let model = self.model.clone();
        let of_broker = |i: usize| model.topics[model.subscriptions[i].topic.index()].broker == broker;
        if let NodeKind::Broker { durable: true, .. } = model.nodes[broker.index()].kind {
            self.take_all_back(o, &|m, _| of_broker(m.subscription.index()), Reason::BrokerDown, cause);
            return;
        }
        let gone = self.messages().filter(|(_, m)| of_broker(m.subscription.index()));
        // By their numbers: each message's position is its slot.
        let keys = gone.map(|(slot, m)| (u64::from(m.id.0), 0, slot)).collect();
        for slot in sort::positions(keys) {
            let (m, slot) = (&self.messages[slot], slot as u32);
            let (order, subscription) = (m.order, m.subscription);
            if let State::Dead(_) = m.state {
                // A dead letter was not under way; it is for the moment in which it is lost.
                self.ledger.departs(order);
                self.mark_dead(order, subscription, -1);
            }
            self.detach(slot);
            self.release(slot);
            self.drop_message(o, slot, Reason::BrokerDown, cause);
        }
        for i in (0..self.queues.len()).filter(|i| of_broker(*i)) {
            let queue = &mut self.queues[i];
            queue.ready.clear();
            queue.dead.clear();
            queue.parked.clear();
            queue.blockers = 0;
        }
        for keys in (0..self.topic_keys.len()).filter(|i| model.topics[*i].broker == broker) {
            self.topic_keys[keys] = Default::default();
        }
    }
}
