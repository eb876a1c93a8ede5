//! Nodes go down and come back: by hand, by a restart, or because a broker loses its leader.

use crate::base::ids::NodeId;
use crate::model::{Health, NodeKind};
use crate::sim::schedule::Event;
use crate::sim::services::Below;
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Reason, What};

impl World {
    /// Sets a node's health, and handles the consequences of going down or coming up.
    pub(super) fn set_health<O: Observer>(&mut self, o: &mut O, node: NodeId, health: Health) {
        let World { cx, broker, callers, services, .. } = self;
        let cause = cx.note(o, FactId::NONE, What::HealthSet { node, health });
        let (is_broker, replicas) = match cx.model.nodes[node.index()].kind {
            NodeKind::Broker { replicas, .. } => (true, replicas.map_or(0, |replicas| replicas.count)),
            NodeKind::Client(_) | NodeKind::Service(_) | NodeKind::Gateway(_) => (false, 0),
        };
        let was_up = cx.is_up(node);
        cx.nodes[node.index()].set_health(health, replicas, cause);
        match (was_up, cx.is_up(node), is_broker) {
            (true, false, false) => {
                services.stop(cx, o, &mut Below { broker, callers }, node, Reason::Stopped, cause);
            }
            (true, false, true) => self.broker_goes_down(o, node, Reason::BrokerDown, cause),
            (false, true, _) => self.comes_up(node),
            _ => {}
        }
    }

    /// A restart or an election is over.
    pub(super) fn restart_due<O: Observer>(&mut self, o: &mut O, node: NodeId) {
        let cx = &mut self.cx;
        cx.nodes[node.index()].restarted();
        let what = match cx.model.nodes[node.index()].kind {
            NodeKind::Broker { .. } => What::LeaderElected { node },
            NodeKind::Client(_) | NodeKind::Service(_) | NodeKind::Gateway(_) => What::NodeRestarted { node },
        };
        let cause = cx.note(o, cx.nodes[node.index()].cause(), what);
        cx.nodes[node.index()].set_cause(cause);
        self.comes_up(node);
    }

    fn comes_up(&mut self, node: NodeId) {
        let cx = &mut self.cx;
        for (subscription, _) in cx.nodes[node.index()].consumes() {
            cx.todo.poll_queue(*subscription);
        }
        self.broker.comes_up(cx, node);
        cx.todo.poll_node(node);
    }

    /// The leader of a broker with replicas fails; a broker that is down has no leader.
    pub(super) fn fail_leader<O: Observer>(&mut self, o: &mut O, broker: NodeId) {
        let cx = &mut self.cx;
        let NodeKind::Broker { replicas: Some(replicas), .. } = cx.model.nodes[broker.index()].kind else { return };
        let state = &mut cx.nodes[broker.index()];
        if state.health() == Health::Down {
            return;
        }
        let was_up = state.is_up();
        let left = state.lose_leader();
        let cause = cx.note(o, FactId::NONE, What::LeaderFailed { node: broker, replicas: left });
        let until = cx.now + replicas.election;
        let state = &mut cx.nodes[broker.index()];
        state.set_cause(cause);
        if left == 0 {
            state.dies();
        } else {
            let timer = cx.agenda.push(until, Event::Restart(broker.0.into()));
            state.restart_at(until, timer);
        }
        if was_up {
            self.broker_goes_down(o, broker, Reason::LeaderFailed, cause);
        }
    }

    /// A broker goes down: it loses what it cannot keep, and the runs that wait for its confirm are told.
    fn broker_goes_down<O: Observer>(&mut self, o: &mut O, node: NodeId, reason: Reason, cause: FactId) {
        let World { cx, broker, callers, services, .. } = self;
        for publication in broker.take_unreplicated(cx, node) {
            let told = broker.refuse(cx, o, publication, reason, cause);
            services.told(cx, o, &mut Below { broker, callers }, told);
        }
        broker.goes_down(cx, o, node, cause);
    }
}
