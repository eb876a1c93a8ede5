//! The world: its parts, and read access to them.

use crate::base::dist::Dist;
use crate::base::ids::{CallId, NodeId, OrderId, PoolId, SubscriptionId, TopicId};
use crate::base::time::Time;
use crate::ledger::Ledger;
use crate::model::pool::HealthCheck;
use crate::model::{CallPolicy, Held, Model};
use crate::sim::broker::message::Message;
use crate::sim::broker::publication::Publication;
use crate::sim::broker::queue::Queue;
use crate::sim::broker::record::Record;
use crate::sim::broker::{Broker, Census};
use crate::sim::callers::call::{CallState, CallStep};
use crate::sim::callers::edge::Edge;
use crate::sim::callers::{Admission, Callers, CheckState};
use crate::sim::clients::Clients;
use crate::sim::cx::{Cx, TOUCHES_PER_EVENT};
use crate::sim::keys::{CallKey, CallStepKey, MessageKey, RunKey};
use crate::sim::nodes::NodeState;
use crate::sim::schedule::{Event, Ticket};
use crate::sim::services::Services;
use crate::sim::services::run::Run;
use crate::sim::station::Inbound;
use std::sync::Arc;

/// A simulated world. Cloning forks it; the model is shared.
///
/// It only routes: each event goes to the part that it belongs to, and what that part returns goes to the services. No
/// part knows one above it.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) cx: Cx,
    pub(super) broker: Broker,
    pub(super) callers: Callers,
    pub(super) services: Services,
    pub(super) clients: Clients,
    pub(super) commands: usize,
    /// What a person has taken out of the scenario's hands.
    pub(super) by_hand: Vec<Held>,
    /// The event other than a probe that was awaited next when it was last asked for.
    pub(super) awaited: Option<(Ticket, Event)>,
}

impl World {
    /// Default budget of events; [`World::with_budget`] changes it.
    pub const BUDGET: u64 = 20_000_000;
    /// Maximum number of living messages, and likewise of runs and publications: under 500 MB.
    pub const MOST_ALIVE: usize = crate::sim::schedule::MOST_ALIVE;
    /// Highest budget: tickets and messages are counted in 32 bits, and an event makes fewer than eight of each.
    pub const HIGHEST_BUDGET: u64 = 500_000_000;
    /// A world at instant 0, before its first event.
    pub fn new(model: Arc<Model>, seed: u64) -> World {
        let cx = Cx::new(model, seed, World::BUDGET);
        let mut world = World {
            broker: Broker::new(&cx.model, &cx.program),
            callers: Callers::new(&cx.model),
            services: Services::new(&cx.model),
            clients: Clients::new(&cx.model),
            commands: 0,
            by_hand: Vec::new(),
            awaited: None,
            cx,
        };
        for (i, fault) in world.cx.model.faults.iter().enumerate() {
            world.cx.agenda.push(fault.at, Event::Fault(i as u32));
        }
        for node in 0..world.cx.nodes.len() {
            world.cx.plan_crash(NodeId::new(node));
        }
        world.clients.start(&mut world.cx);
        world.callers.resume_probes(&mut world.cx);
        world
    }

    /// The same world with another budget of events, at most [`World::HIGHEST_BUDGET`].
    pub fn with_budget(mut self, events: u64) -> World {
        self.cx.budget = events.min(World::HIGHEST_BUDGET);
        self
    }

    /// Draws everything that chance decides from another seed from now on. What has been drawn stays, the keys and
    /// decisions of the orders that there are included.
    pub fn redraw(&mut self, seed: u64) {
        self.cx.redraw(seed);
    }

    pub const fn model(&self) -> &Arc<Model> {
        &self.cx.model
    }

    pub const fn now(&self) -> Time {
        self.cx.now
    }

    /// Events executed so far.
    pub const fn events(&self) -> u64 {
        self.cx.events
    }

    /// Items gone through so far by operations that touch more than a constant number of them. Together with the events
    /// they measure the work of a run; 64 of them are charged to the budget as one event.
    pub const fn touches(&self) -> u64 {
        self.cx.touches()
    }

    /// Work done so far, in events: those executed, and what the touched items are worth.
    pub const fn work(&self) -> u64 {
        self.cx.events + self.cx.touches() / TOUCHES_PER_EVENT
    }

    /// Memory of what grows in the course of a run, in bytes: what a clone copies.
    pub fn bytes(&self) -> usize {
        let parts = [self.broker.bytes(), self.services.bytes(), self.callers.bytes()];
        let waiting = self.cx.nodes.iter().map(|node| size_of::<Inbound>() * node.station().inbound().len());
        let by_hand = size_of_val(&*self.by_hand);
        self.cx.books.bytes() + self.cx.agenda.bytes() + by_hand + parts.into_iter().chain(waiting).sum::<usize>()
    }

    /// Instant of the next event that is still awaited; `None` when the world is at rest.
    pub fn next_event_at(&self) -> Option<Time> {
        self.cx.agenda.first(|ticket, event| self.is_live(ticket, event))
    }

    /// The ledger: the effects of each order.
    pub const fn ledger(&self) -> &Ledger {
        &self.cx.books
    }

    /// The nodes, by [`NodeId`].
    pub fn nodes(&self) -> &[NodeState] {
        &self.cx.nodes
    }

    /// The checks of calls to a node.
    pub fn admission(&self, node: NodeId) -> &Admission {
        self.callers.admission(node)
    }

    /// The queues, by [`SubscriptionId`].
    pub fn queues(&self) -> &[Queue] {
        self.broker.queues()
    }

    /// All messages that are neither acknowledged nor gone, in no particular order.
    pub fn messages(&self) -> impl Iterator<Item = (MessageKey, &Message)> {
        self.broker.messages()
    }

    /// A message, while it lives.
    pub fn message(&self, key: MessageKey) -> Option<&Message> {
        self.broker.message(key)
    }

    /// Hand-outs whose lease has ended and that wait with their consumer, to be worked on all the same: each message as it was
    /// then, and the consumer's position among its subscription's.
    pub fn outlived(&self) -> impl Iterator<Item = (&Message, u16)> {
        self.broker.outlived()
    }

    /// When a message's state ends by itself: when it arrives, when it is ready again, or when its lease ends.
    pub fn message_until(&self, key: MessageKey) -> Option<Time> {
        self.broker.until(key)
    }

    /// Counts the messages of each subscription by state.
    pub fn census(&self) -> Vec<Census> {
        self.broker.census()
    }

    /// Records of a topic's log; empty where it is none.
    pub fn records(&self, topic: TopicId) -> &[Record] {
        self.broker.records(topic)
    }

    /// The committed offset of a subscription of a log: the first record that it has not acknowledged. Given-up records
    /// count as acknowledged.
    pub fn offset(&self, subscription: SubscriptionId) -> u32 {
        self.broker.offset(&self.cx, subscription)
    }

    /// The key of an order's messages in a subscription: a number from 0.
    pub fn key_of(&self, subscription: SubscriptionId, order: OrderId) -> u32 {
        self.broker.key_of(&self.cx, subscription, order)
    }

    /// The key of an order's messages in a topic whose keys are drawn: a number from 0.
    pub fn drawn_key(&self, topic: TopicId, order: OrderId) -> Option<u32> {
        self.broker.drawn_key(&self.cx, topic, order)
    }

    /// All runs of handlers, with their keys.
    pub fn runs(&self) -> impl Iterator<Item = (RunKey, &Run)> {
        self.services.runs()
    }

    /// The node where a run takes place.
    pub fn node_of(&self, run: &Run) -> NodeId {
        self.cx.program.at(run.position).node
    }

    /// The subscription of a run's message, if it handles one.
    pub fn subscription_of(&self, run: &Run) -> Option<SubscriptionId> {
        self.cx.program.at(run.position).subscription
    }

    /// Whether a run's message is still held by its consumer; otherwise the run's result is too late.
    pub fn holds_its_message(&self, run: &Run) -> bool {
        run.holds_its_message(&self.broker)
    }

    /// All calls under way, with their keys.
    pub fn calls(&self) -> impl Iterator<Item = (CallKey, &CallState)> {
        self.callers.calls()
    }

    /// A call step, while it is under way.
    pub fn call_step(&self, key: CallStepKey) -> Option<&CallStep> {
        self.callers.step(key)
    }

    /// All publications that are travelling, in an outbox, or with a leader only.
    pub fn publications(&self) -> impl Iterator<Item = &Publication> {
        self.broker.publications()
    }

    /// The run that waits until a publication is taken or refused, if one does.
    pub fn sender_of(&self, publication: &Publication) -> Option<RunKey> {
        self.broker.sender_of(publication)
    }

    /// A call, while it is under way.
    pub fn call(&self, key: CallKey) -> Option<&CallState> {
        self.callers.call(key)
    }

    /// The policy in force on a call edge.
    pub fn call_policy(&self, call: CallId) -> &CallPolicy {
        self.callers.policy(call)
    }

    /// The caller's memory of an edge.
    pub fn edge(&self, call: CallId) -> &Edge {
        self.callers.edge(call)
    }

    /// The callers' knowledge of the instances, by [`CallId`].
    pub fn checks(&self) -> &[CheckState] {
        self.callers.checks()
    }

    /// The health check in force in a pool.
    pub fn health_check(&self, pool: PoolId) -> Option<HealthCheck> {
        self.callers.health_check(pool)
    }

    /// The gap of a client's automatic orders; `None` when they are off.
    pub fn arrivals_every(&self, client: NodeId) -> Option<Dist> {
        self.clients.every(client)
    }

    /// How many automatic orders of a client may still come.
    pub fn arrivals_left(&self, client: NodeId) -> u32 {
        self.clients.left(client)
    }

    /// The users of a client's closed loop; 0 for an open one.
    pub fn users(&self, client: NodeId) -> u32 {
        self.clients.users(client)
    }

    /// Commands executed so far, not counting the scenario's timed ones.
    pub const fn commands(&self) -> usize {
        self.commands
    }

    /// Whether an event is still awaited.
    // Inlined where speed is all: in WebAssembly every byte is downloaded.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn is_live(&self, ticket: Ticket, event: Event) -> bool {
        match event {
            Event::Message(index) => self.broker.message_waits_for(ticket, index),
            Event::Publication(index) => self.broker.publication_waits_for(ticket, index),
            Event::Send(index) => self.broker.send_waits_for(ticket, index),
            Event::Run(index) => self.services.run_waits_for(ticket, index),
            Event::Call(index) => self.callers.call_waits_for(ticket, index),
            Event::CallStep(index) => self.callers.step_waits_for(ticket, index),
            Event::Probe(call) => self.callers.probe_waits_for(ticket, CallId::new(call as usize)),
            Event::HalfOpen(call) => self.callers.half_open_waits_for(ticket, CallId::new(call as usize)),
            Event::Ejected(call) => self.callers.ejected_waits_for(ticket, CallId::new(call as usize)),
            Event::Arrival(client_or_user) => self.clients.waits_for(ticket, client_or_user),
            Event::Restart(node) => self.cx.nodes[node as usize].waits_for(ticket),
            Event::Crash(node) => self.cx.nodes[node as usize].crash_waits_for(ticket),
            Event::Commit(subscription) => self.broker.commit_waits_for(ticket, subscription),
            Event::Fault(_) => true,
        }
    }

    /// Drops the next events while nobody waits for them, so that the next one is awaited. Each is dropped once.
    pub(super) fn skip_void(&mut self) {
        while let Some(item) = self.cx.agenda.next()
            && !self.is_live(item.ticket(), item.event())
        {
            self.cx.agenda.pop(Time::MAX);
        }
    }
}

// A world can be shared between threads, as a library user may want to.
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<World>();
};
