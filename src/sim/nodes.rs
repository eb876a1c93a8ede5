//! Node state that every part may read: health, restarts, workers, machine and station.

use crate::base::ids::{NodeId, SubscriptionId};
use crate::base::time::{Span, Time};
use crate::model::machine::Machine;
use crate::model::{CrashPoint, Crashes, Fetch, Health, Model, Node, NodeKind, Overload};
use crate::sim::schedule::Ticket;
use crate::sim::station::Station;
use crate::trace::FactId;

/// State of a node.
#[derive(Clone, Debug)]
pub struct NodeState {
    pub(in crate::sim) station: Station,
    health: Health,
    restarting: Option<Time>,
    /// When it began to hang, if it hangs.
    hung_since: Option<Time>,
    timer: Option<Ticket>,
    /// `u32::MAX`: no limit.
    workers: u32,
    /// Workers that may take something up: all of them, or none while it hangs.
    hands: u32,
    machine: Machine,
    machine_changed: bool,
    overload: Option<Overload>,
    crashes: Crashes,
    /// Whether an attempt may fail or crash by chance.
    doubtful: bool,
    /// Crashes by itself so far, which name the draws, and the event of the next.
    crashed: u32,
    crash: Option<Ticket>,
    /// Whether work takes the time that is drawn for it.
    plain: bool,
    up: bool,
    takes_new: bool,
    /// Whether nothing is to be asked of it but whether a worker and a core are free: see [`NodeState::is_quiet`].
    quiet: bool,
    replicas: u32,
    consumes: Vec<(SubscriptionId, u16)>,
    cause: FactId,
}

impl NodeState {
    /// A node at the start.
    fn new(node: &Node) -> NodeState {
        let crashes = match &node.kind {
            NodeKind::Service(service) => service.crashes,
            NodeKind::Client(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => Crashes::NEVER,
        };
        let (workers, machine, overload, replicas) = match &node.kind {
            NodeKind::Service(service) => (service.workers, service.machine, service.overload, 0),
            // Orders run independently, and a gateway holds no worker.
            NodeKind::Client(_) | NodeKind::Gateway(_) => (u32::MAX, Machine::PLAIN, None, 0),
            NodeKind::Broker { replicas, .. } => (0, Machine::PLAIN, None, replicas.map_or(0, |r| r.count)),
        };
        let mut state = NodeState {
            station: Station::default(),
            health: Health::Up,
            restarting: None,
            hung_since: None,
            timer: None,
            workers,
            hands: workers,
            machine,
            machine_changed: false,
            overload,
            crashes,
            doubtful: false,
            crashed: 0,
            crash: None,
            plain: false,
            up: true,
            takes_new: true,
            quiet: false,
            replicas,
            consumes: Vec::new(),
            cause: FactId::NONE,
        };
        state.recompute();
        state
    }

    /// Derives what is asked for at every event from what was set.
    fn recompute(&mut self) {
        self.up = !matches!(self.health, Health::Down) && self.restarting.is_none();
        self.hands = if self.is_hung() { 0 } else { self.workers };
        self.station.draining = matches!(self.health, Health::Draining { .. }) && self.up;
        self.takes_new = self.up && !self.station.draining;
        self.doubtful = matches!(self.health, Health::Flaky { .. }) || self.crashes.per_handling > 0.0;
        let slow = matches!(self.health, Health::Slow { .. });
        self.plain = !slow && self.machine.speed == Machine::PLAIN.speed && self.overload.is_none();
        let Station { crash_at, pulls, .. } = self.station;
        self.quiet = self.takes_new && !self.is_hung() && self.plain && !self.doubtful && crash_at.is_none() && !pulls;
    }

    #[inline]
    pub const fn is_up(&self) -> bool {
        self.up
    }

    /// Whether it is alive and stands still.
    #[inline]
    pub const fn is_hung(&self) -> bool {
        matches!(self.health, Health::Hung) && self.up
    }

    /// Whether its work goes the plain way: it is up and stays so, works at its usual pace, fails by its handlers alone, and
    /// asks for nothing by itself.
    #[inline]
    pub const fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Makes it crash at a point, or no longer.
    pub fn crash_at(&mut self, point: Option<CrashPoint>) {
        self.station.crash_at = point;
        self.recompute();
    }

    /// From now on it asks for messages by itself.
    pub fn pulls(&mut self) {
        self.station.pulls = true;
        self.recompute();
    }

    /// Whether it takes calls and messages: it is up and does not drain.
    #[inline]
    pub const fn takes_new(&self) -> bool {
        self.takes_new
    }

    /// Whether it finishes what it has before it goes down.
    pub const fn is_draining(&self) -> bool {
        self.station.draining
    }

    /// Whether it drains and has nothing left to do.
    #[inline]
    pub fn is_drained(&self) -> bool {
        self.station.draining && self.station.busy == 0 && self.station.inbound.is_empty()
    }

    /// Sets the event that ends its draining.
    pub fn drain_until(&mut self, timer: Ticket) {
        self.timer = Some(timer);
    }

    /// Whether it does something: it is up, and does not hang.
    pub const fn is_running(&self) -> bool {
        self.up && !self.is_hung()
    }

    /// When it began to hang, if it hangs.
    pub const fn hung_since(&self) -> Option<Time> {
        self.hung_since
    }

    /// Remembers when it began to hang, or that it no longer does.
    pub fn set_hung_since(&mut self, since: Option<Time>) {
        self.hung_since = since;
    }

    /// Whether an attempt may fail or crash by chance.
    #[inline]
    pub const fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    /// How it crashes by itself.
    pub const fn crashes(&self) -> Crashes {
        self.crashes
    }

    /// Replaces how it crashes by itself.
    pub fn set_crashes(&mut self, crashes: Crashes) {
        self.crashes = crashes;
        self.recompute();
    }

    /// Crashes by itself so far, apart from those in a handling.
    pub const fn crashed(&self) -> u32 {
        self.crashed
    }

    /// Whether its crash by itself waits for the event with this ticket.
    pub fn crash_waits_for(&self, ticket: Ticket) -> bool {
        self.crash == Some(ticket)
    }

    /// Counts a crash by itself.
    pub fn crashes_by_itself(&mut self) {
        self.crashed += 1;
        self.crash = None;
    }

    /// Sets the event of its next crash by itself; `None`: none is due.
    pub fn set_crash(&mut self, event: Option<Ticket>) {
        self.crash = event;
    }

    /// Whether work takes exactly the time that is drawn for it: [`NodeState::at_pace`] and overload change nothing.
    #[inline]
    pub const fn is_plain(&self) -> bool {
        self.plain
    }

    /// How work slows down while much waits.
    pub const fn overload(&self) -> Option<Overload> {
        self.overload
    }

    /// The health that was set.
    pub const fn health(&self) -> Health {
        self.health
    }

    /// When it is back from a crash, or has a leader again.
    pub const fn restarting(&self) -> Option<Time> {
        self.restarting
    }

    /// How many handlers may run at once; `u32::MAX`: no limit.
    #[inline]
    pub const fn workers(&self) -> u32 {
        self.workers
    }

    /// Its workers and cores in use, and what waits for them.
    pub const fn station(&self) -> &Station {
        &self.station
    }

    /// How many workers are free to take something up.
    pub const fn free_workers(&self) -> u32 {
        self.hands.saturating_sub(self.station.busy)
    }

    /// Whether a worker is free to take something up.
    #[inline]
    pub const fn has_worker(&self) -> bool {
        self.station.busy < self.hands
    }

    /// Whether a message that comes now finds a free worker, and nothing that waits before it.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.has_worker() && self.station.inbound.is_empty()
    }

    /// Whether nothing waits for a worker or a core.
    #[inline]
    pub fn has_nothing_waiting(&self) -> bool {
        self.station.inbound.is_empty() && self.station.core_queue.is_empty()
    }

    /// Whether a worker that ends its work on a core would be free for the next one, and the core.
    #[inline]
    pub fn takes_next(&self) -> bool {
        self.station.busy <= self.hands && self.machine.has_free_core(self.station.computing - 1)
    }

    /// Whether a core is free.
    #[inline]
    pub fn has_core(&self) -> bool {
        self.machine.has_free_core(self.station.computing)
    }

    pub const fn machine(&self) -> Machine {
        self.machine
    }

    /// Whether a command has changed the machine: work that began before may occupy more cores than there are now.
    pub const fn machine_changed(&self) -> bool {
        self.machine_changed
    }

    /// Living replicas of a broker, its leader included; 0 where there are none.
    pub const fn replicas(&self) -> u32 {
        self.replicas
    }

    /// The subscriptions it consumes, with its position among their consumers.
    pub fn consumes(&self) -> &[(SubscriptionId, u16)] {
        &self.consumes
    }

    /// The fact behind its current state: its health, or the crash it comes back from.
    pub const fn cause(&self) -> FactId {
        self.cause
    }

    /// Duration of work at the current health and speed; `span` is that on a healthy plain machine.
    #[inline]
    pub fn at_pace(&self, span: Span) -> Span {
        let span = self.machine.computes(span);
        match self.health {
            Health::Slow { factor } => span.scaled(factor),
            Health::Up | Health::Flaky { .. } | Health::Draining { .. } | Health::Hung | Health::Down => span,
        }
    }

    /// Whether its restart waits for the event with this ticket.
    pub fn waits_for(&self, ticket: Ticket) -> bool {
        self.timer == Some(ticket)
    }

    /// Sets the health. Setting it by hand cancels a restart, and heals every replica of a broker.
    pub fn set_health(&mut self, health: Health, replicas: u32, cause: FactId) {
        (self.health, self.cause) = (health, cause);
        (self.restarting, self.timer) = (None, None);
        self.recompute();
        if self.is_up() {
            self.replicas = replicas;
        }
    }

    /// Takes it down until `until`, when the event with this ticket brings it back. What restarts
    /// is another process: it neither hangs nor drains.
    pub fn restart_at(&mut self, until: Time, timer: Ticket) {
        (self.restarting, self.timer) = (Some(until), Some(timer));
        if let Health::Hung | Health::Draining { .. } = self.health {
            self.health = Health::Up;
        }
        self.recompute();
    }

    /// Ends the restart.
    pub fn restarted(&mut self) {
        (self.restarting, self.timer) = (None, None);
        self.recompute();
    }

    /// Takes it down for good: no replica is left to restart.
    pub fn dies(&mut self) {
        (self.health, self.restarting, self.timer) = (Health::Down, None, None);
        self.recompute();
    }

    /// Sets the fact behind its current state.
    pub fn set_cause(&mut self, cause: FactId) {
        self.cause = cause;
    }

    /// Sets how many handlers may run at once.
    pub fn set_workers(&mut self, workers: u32) {
        self.workers = workers;
        self.recompute();
    }

    pub fn set_machine(&mut self, machine: Machine) {
        (self.machine, self.machine_changed) = (machine, true);
        self.recompute();
    }

    /// Removes a broker's leader; returns the number of replicas left.
    pub fn lose_leader(&mut self) -> u32 {
        self.replicas -= 1;
        self.replicas
    }
}

/// All nodes, by [`NodeId`].
pub fn of_model(model: &Model) -> Vec<NodeState> {
    let mut nodes: Vec<NodeState> = model.nodes.iter().map(NodeState::new).collect();
    for (i, subscription) in model.subscriptions.iter().enumerate() {
        for (k, consumer) in subscription.consumers.iter().enumerate() {
            let node = &mut nodes[consumer.node.index()];
            node.consumes.push((SubscriptionId::new(i), k as u16));
            if subscription.delivery.fetch != Fetch::Push {
                node.pulls();
            }
        }
    }
    nodes
}

#[inline]
pub fn is_up(nodes: &[NodeState], node: NodeId) -> bool {
    nodes.get(node.index()).is_some_and(NodeState::is_up)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::Text;
    use crate::sim::schedule::{Event, Schedule};

    #[test]
    fn health_set_by_hand_ends_a_restart_and_heals_every_replica() {
        let kind = NodeKind::Broker { durable: true, replicas: None };
        let mut node = NodeState::new(&Node { id: "b".into(), name: Text::default(), kind });
        node.replicas = 1;
        let ticket = Schedule::default().push(Time::from_micros(5), Event::Restart(0));
        node.restart_at(Time::from_micros(5), ticket);
        assert_eq!((node.is_up(), node.waits_for(ticket)), (false, true));
        node.set_health(Health::Down, 3, FactId::NONE);
        assert_eq!((node.is_up(), node.replicas(), node.waits_for(ticket)), (false, 1, false));
        node.set_health(Health::Up, 3, FactId::NONE);
        assert_eq!((node.is_up(), node.replicas()), (true, 3));
        assert_eq!([node.lose_leader(), node.lose_leader()], [2, 1]);
        node.dies();
        assert!(!node.is_up());
    }
}
