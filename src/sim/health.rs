//! Nodes go down and come back: by hand, by a restart, or because a broker loses its leader.

use crate::base::ids::{CallId, NodeId};
use crate::model::{Health, NodeKind};
use crate::sim::callers::Due;
use crate::sim::schedule::Event;
use crate::sim::services::{Below, Stalled};
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Reason, What};

impl World {
    /// Sets a node's health, and handles the consequences of going down or coming up.
    pub(super) fn set_health<O: Observer>(&mut self, o: &mut O, node: NodeId, health: Health) {
        self.change_health(o, node, health, FactId::NONE);
    }

    fn change_health<O: Observer>(&mut self, o: &mut O, node: NodeId, health: Health, cause: FactId) {
        let World { cx, broker, callers, services, .. } = self;
        let cause = cx.note(o, cause, What::HealthSet { node, health });
        let (is_broker, replicas) = match cx.model.nodes[node.index()].kind {
            NodeKind::Broker { replicas, .. } => (true, replicas.map_or(0, |replicas| replicas.count)),
            NodeKind::Client(_) | NodeKind::Service(_) | NodeKind::Gateway(_) => (false, 0),
        };
        let (was_up, was_hung) = (cx.is_up(node), cx.hangs(node));
        cx.nodes[node.index()].set_health(health, replicas, cause);
        cx.count_hung();
        if let Health::Draining { grace } = health {
            let timer = cx.agenda.push(cx.now + grace, Event::Restart(node.0.into()));
            cx.nodes[node.index()].drain_until(timer);
            cx.todo.poll_node(node);
        }
        if !was_hung && cx.hangs(node) {
            services.stands_still(cx, node);
        }
        if was_up && !cx.is_up(node) {
            cx.nodes[node.index()].set_crash(None);
        }
        match (was_up, cx.is_up(node), is_broker) {
            (true, false, false) => {
                services.stop(cx, o, &mut Below { broker, callers }, node, Reason::Stopped, cause);
            }
            (true, false, true) => self.broker_goes_down(o, node, Reason::BrokerDown, cause),
            (false, true, _) => self.comes_up(node),
            // It takes something new again.
            (true, true, _) => self.consumes_again(node),
            _ => {}
        }
        if was_hung && !self.cx.hangs(node) {
            self.hangs_no_longer(o, node);
        }
    }

    /// Whether an event reaches a node that hangs, which takes it up when it goes on.
    #[cold]
    #[inline(never)]
    pub(super) fn stalls(&mut self, event: Event) -> bool {
        let World { cx, broker, callers, services, .. } = self;
        let stalled = match event {
            Event::Call(index) => {
                let request = callers.stalled_request(cx, index).map(|(node, call)| (node, Stalled::Request(call)));
                request.or_else(|| callers.stalled_answer(cx, index).map(|(node, call)| (node, Stalled::Answer(call))))
            }
            Event::CallStep(index) => callers.stalled_step(cx, index).map(|(node, step)| (node, Stalled::Step(step))),
            Event::Send(index) => broker.stalled_send(cx, index).map(|(node, send)| (node, Stalled::Send(send))),
            Event::HalfOpen(call) => {
                let (call, from) = (CallId::new(call as usize), cx.model.calls[call as usize].from);
                cx.hangs(from).then_some((from, Stalled::HalfOpen(call)))
            }
            _ => None,
        };
        let stalls = stalled.is_some();
        if let Some((node, what)) = stalled {
            services.stall(cx, node, what);
        }
        stalls
    }

    /// A node that hung goes on, or is gone: what reached it meanwhile is taken up in the order in which it came, or fails.
    pub(super) fn hangs_no_longer<O: Observer>(&mut self, o: &mut O, node: NodeId) {
        let World { cx, broker, callers, services, .. } = self;
        if cx.is_up(node) {
            services.wakes_up(cx, broker, node);
        }
        for stalled in services.take_stalled(cx, node) {
            let below = &mut Below { broker, callers };
            match stalled {
                Stalled::Request(call) => match below.callers.read_request(cx, o, call) {
                    Some(Due::Start(call, node)) => services.take_in(cx, below.callers, call, node),
                    Some(Due::Called(called)) => services.called(cx, o, below, called),
                    None => {}
                },
                Stalled::Answer(call) => {
                    if let Some(called) = below.callers.read_answer(cx, o, call) {
                        services.called(cx, o, below, called);
                    }
                }
                Stalled::Step(step) => {
                    if let Some(called) = below.callers.notice_end(cx, o, step) {
                        services.called(cx, o, below, called);
                    }
                }
                Stalled::Confirm(confirm) => services.confirmed(cx, o, below, confirm),
                Stalled::Send(send) => {
                    if let Some(confirm) = below.broker.notice_send(cx, o, send) {
                        services.confirmed(cx, o, below, confirm);
                    }
                }
                Stalled::HalfOpen(call) => below.callers.half_open_due(cx, o, call),
            }
        }
    }

    /// A service crashes at once: what it had not read while it hung fails.
    pub(super) fn crash_now<O: Observer>(&mut self, o: &mut O, node: NodeId) {
        let World { cx, broker, callers, services, .. } = self;
        let was_hung = cx.hangs(node);
        services.crash(cx, o, &mut Below { broker, callers }, node, FactId::NONE);
        if was_hung {
            cx.count_hung();
            self.hangs_no_longer(o, node);
        }
    }

    /// A service crashes by itself.
    pub(super) fn crash_due<O: Observer>(&mut self, o: &mut O, node: NodeId) {
        self.cx.nodes[node.index()].crashes_by_itself();
        self.crash_now(o, node);
    }

    /// A node that drains has finished what it had, or its grace is over: it goes down.
    fn end_drain<O: Observer>(&mut self, o: &mut O, node: NodeId) {
        let cause = self.cx.nodes[node.index()].cause();
        self.change_health(o, node, Health::Down, cause);
    }

    /// A restart, an election, or the grace of a node that drains is over.
    pub(super) fn restart_due<O: Observer>(&mut self, o: &mut O, node: NodeId) {
        if self.cx.nodes[node.index()].is_draining() {
            self.end_drain(o, node);
            return;
        }
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
        cx.plan_crash(node);
        self.consumes_again(node);
        let cx = &mut self.cx;
        self.broker.comes_up(cx, node);
        cx.todo.poll_node(node);
    }

    /// A node may take from its queues what it could not before.
    fn consumes_again(&mut self, node: NodeId) {
        let cx = &mut self.cx;
        for (subscription, _) in cx.nodes[node.index()].consumes() {
            cx.todo.poll_queue(*subscription);
        }
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
        let blocked = broker.take_blocked(cx, node);
        for publication in broker.take_unreplicated(cx, node).into_iter().chain(blocked) {
            let told = broker.refuse(cx, o, publication, reason, cause);
            services.told(cx, o, &mut Below { broker, callers }, told);
        }
        broker.goes_down(cx, o, node, cause);
    }
}
