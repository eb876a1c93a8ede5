//! The world's state, and the loop that steps it.

use crate::base::dist::Dist;
use crate::base::ids::{CallId, NodeId, OrderId, SubscriptionId};
use crate::base::rng::Streams;
use crate::base::time::Time;
use crate::ledger::Ledger;
use crate::model::{CallPolicy, Consumer, Model, NodeKind, Step, Subscription};
use crate::sim::broker::log::Record;
use crate::sim::broker::message::Message;
use crate::sim::broker::queue::Queue;
use crate::sim::callers::egress::Egress;
use crate::sim::health::CheckState;
use crate::sim::pool::PoolState;
use crate::sim::schedule::{Event, Schedule};
use crate::sim::services::inbox::Inbox;
use crate::sim::services::node::NodeState;
use crate::sim::services::run::{CallState, Publication, Run};
use crate::trace::{Fact, FactId, Observer, What};
use slab::Slab;
use std::sync::Arc;

/// A simulated world. Cloning it forks it; the model is shared.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) model: Arc<Model>,
    pub(super) streams: Streams,
    pub(super) now: Time,
    pub(super) events: u64,
    pub(super) budget: u64,
    /// More is alive than a run may hold: it ends before its next event.
    pub(super) overfull: bool,
    pub(super) schedule: Schedule,
    pub(super) nodes: Vec<NodeState>,
    pub(super) arrivals: Vec<Option<ArrivalState>>,
    pub(super) queues: Vec<Queue>,
    pub(super) inboxes: Vec<Inbox>,
    pub(super) feeds: Vec<Feed>,
    pub(super) topic_keys: Vec<Inbox>,
    /// What each topic's log holds.
    pub(super) logs: Vec<Vec<Record>>,
    /// When the followers will have the last that each topic's leader wrote.
    pub(super) replicated: Vec<Time>,
    pub(super) call_policies: Vec<CallPolicy>,
    pub(super) egress: Vec<Egress>,
    pub(super) pools: Vec<PoolState>,
    /// By edge.
    pub(super) checks: Vec<CheckState>,
    pub(super) messages: Slab<Message>,
    pub(super) runs: Slab<Run>,
    pub(super) calls: Slab<CallState>,
    pub(super) publications: Slab<Publication>,
    pub(super) ledger: Ledger,
    /// Who may take something now, in the order in which they will; empty between events.
    pub(super) wakes: Vec<Wake>,
    pub(super) queue_woken: Vec<bool>,
    pub(super) next_message: u32,
    pub(super) next_tag: u32,
    pub(super) commands: usize,
}

/// A client's automatic orders.
#[derive(Clone, Copy, Debug)]
pub(super) struct ArrivalState {
    pub every: Dist,
    pub left: u32,
    pub placed: u32,
    pub on: bool,
    pub timer: u32,
}

/// What never changes of a subscription and is looked up for every message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Feed {
    /// Who holds its queue.
    pub broker: NodeId,
    /// Whether its topic is a log.
    pub log: bool,
    /// Publishing sites of its topic: an order has so many messages here.
    pub sites: u32,
    /// How many effects a message has at most: the inbox remembers each for itself.
    pub effects: u16,
    /// Whether a handler of its messages decides, and so may write fewer.
    pub decides: bool,
}

/// What to look at before time goes on: somebody may take something now.
/// A list instead of direct calls, so that no chain of steps that take no time can exhaust the stack.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wake {
    Node(NodeId),
    Queue(SubscriptionId),
}

/// A run used up its budget of events, or more was alive than a run may hold, before it came to an end.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "scenario {scenario:?} reached the limit of events, or of what may be alive at once, at {at} after {events} events"
)]
pub struct BudgetSpent {
    /// The scenario's id.
    pub scenario: String,
    /// The instant reached.
    pub at: Time,
    /// The events executed.
    pub events: u64,
}

impl World {
    /// The events a world may execute unless [`World::with_budget`] says otherwise.
    pub const BUDGET: u64 = 20_000_000;
    /// Messages, and likewise runs of handlers and publications, that may be alive at once: under 500 MB.
    pub const MOST_ALIVE: usize = 4_000_000;
    /// The highest budget: tickets and messages are counted in 32 bits, and an event makes fewer than eight of each.
    pub const HIGHEST_BUDGET: u64 = 500_000_000;
    /// How often somebody may take something after one event, with no time passing: what needs
    /// more, and more than four times for each message there is, goes in circles.
    const MOST_LOOKS: usize = 100_000;

    /// A world at instant 0, before its first event.
    pub fn new(model: Arc<Model>, seed: u64) -> World {
        let mut world = World {
            streams: Streams::new(seed),
            now: Time::ZERO,
            events: 0,
            budget: World::BUDGET,
            overfull: false,
            schedule: Schedule::default(),
            nodes: model.nodes.iter().map(NodeState::new).collect(),
            arrivals: vec![None; model.nodes.len()],
            queues: model.subscriptions.iter().map(Queue::new).collect(),
            inboxes: vec![Inbox::default(); model.subscriptions.len()],
            feeds: model.subscriptions.iter().map(|s| Feed::of(&model, s)).collect(),
            topic_keys: vec![Inbox::default(); model.topics.len()],
            logs: vec![Vec::new(); model.topics.len()],
            replicated: vec![Time::ZERO; model.topics.len()],
            call_policies: model.calls.iter().map(|c| c.policy.clone()).collect(),
            egress: model.calls.iter().map(|c| Egress::new(&c.policy)).collect(),
            pools: model.pools.iter().map(|pool| PoolState { check: pool.check, next: 0 }).collect(),
            checks: vec![CheckState::NEW; model.calls.len()],
            messages: Slab::new(),
            runs: Slab::new(),
            calls: Slab::new(),
            publications: Slab::new(),
            ledger: Ledger::new(model.prerequisites(), model.expected(), model.due_within),
            wakes: Vec::new(),
            queue_woken: vec![false; model.subscriptions.len()],
            next_message: 0,
            next_tag: 0,
            commands: 0,
            model,
        };
        world.schedule_scenario();
        world
    }

    /// The same world with another budget of events, at most [`World::HIGHEST_BUDGET`].
    pub fn with_budget(mut self, events: u64) -> World {
        self.budget = events.min(World::HIGHEST_BUDGET);
        self
    }

    /// Schedules what the scenario itself brings: its timed commands and first arrivals.
    fn schedule_scenario(&mut self) {
        let model = Arc::clone(&self.model);
        for (i, subscription) in model.subscriptions.iter().enumerate() {
            for (k, consumer) in subscription.consumers.iter().enumerate() {
                self.nodes[consumer.node.index()].consumes.push((SubscriptionId::new(i), k as u16));
            }
        }
        for (i, fault) in model.faults.iter().enumerate() {
            self.schedule.push(fault.at, Event::Fault(i as u32));
        }
        for (i, node) in model.nodes.iter().enumerate() {
            if let NodeKind::Client(client) = &node.kind
                && let Some(a) = client.arrivals
            {
                self.arrivals[i] = Some(ArrivalState { every: a.every, left: a.limit, placed: 0, on: a.on, timer: 0 });
                self.schedule_arrival(NodeId::new(i));
            }
        }
        self.resume_probes();
    }

    /// The scenario.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// The instant the world has reached.
    pub const fn now(&self) -> Time {
        self.now
    }

    /// Events executed so far.
    pub const fn events(&self) -> u64 {
        self.events
    }

    /// When the next event is; none when the world has come to rest.
    pub fn next_event_at(&self) -> Option<Time> {
        self.schedule.first(|ticket, event| self.is_live(ticket, event))
    }

    /// The books.
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The nodes, by [`NodeId`].
    pub fn nodes(&self) -> &[NodeState] {
        &self.nodes
    }

    /// The queues, by [`SubscriptionId`].
    pub fn queues(&self) -> &[Queue] {
        &self.queues
    }

    /// All messages that are not acknowledged or gone, with their slots, in no particular order.
    pub fn messages(&self) -> impl Iterator<Item = (u32, &Message)> {
        self.messages.iter().map(|(slot, m)| (slot as u32, m))
    }

    /// The message in a slot.
    pub fn message(&self, slot: u32) -> Option<&Message> {
        self.messages.get(slot as usize)
    }

    /// All runs of handlers, with their slots.
    pub fn runs(&self) -> impl Iterator<Item = (u32, &Run)> {
        self.runs.iter().map(|(slot, r)| (slot as u32, r))
    }

    /// All calls under way, with their slots.
    pub fn calls(&self) -> impl Iterator<Item = (u32, &CallState)> {
        self.calls.iter().map(|(slot, c)| (slot as u32, c))
    }

    /// All publications on their way or in an outbox.
    pub fn publications(&self) -> impl Iterator<Item = (u32, &Publication)> {
        self.publications.iter().map(|(slot, p)| (slot as u32, p))
    }

    /// The call in a slot.
    pub fn call(&self, slot: u32) -> Option<&CallState> {
        self.calls.get(slot as usize)
    }

    /// The policy of a call edge in force.
    pub fn call_policy(&self, call: CallId) -> &CallPolicy {
        &self.call_policies[call.index()]
    }

    /// What the caller of an edge remembers of those it calls.
    pub fn egress(&self, call: CallId) -> &Egress {
        &self.egress[call.index()]
    }

    /// The gap of a client's automatic orders; none when they are off.
    pub fn arrivals_every(&self, client: NodeId) -> Option<Dist> {
        self.arrivals[client.index()].filter(|a| a.on && a.left > 0).map(|a| a.every)
    }

    /// How many commands were carried out so far, not counting those timed by the scenario.
    pub const fn commands(&self) -> usize {
        self.commands
    }

    /// Executes the next event. False when there is none.
    ///
    /// # Errors
    /// [`BudgetSpent`]; the world stands after the last event it could afford.
    pub fn step<O: Observer>(&mut self, o: &mut O) -> Result<bool, BudgetSpent> {
        loop {
            if self.schedule.next_at().is_none() {
                return Ok(false);
            }
            self.afford()?;
            if self.execute_next(o) {
                self.settle(o)?;
                return Ok(true);
            }
        }
    }

    /// Executes every event up to `until`, and goes there.
    ///
    /// # Errors
    /// [`BudgetSpent`]; the world stands at the last event it could afford.
    pub fn run_until<O: Observer>(&mut self, until: Time, o: &mut O) -> Result<(), BudgetSpent> {
        self.run_part(until, u64::MAX, o).map(|_| ())
    }

    /// The same, but no more than `most` events: when they are executed it is false, and time stands at the last of them.
    ///
    /// # Errors
    /// As [`World::run_until`].
    pub fn run_part<O: Observer>(&mut self, until: Time, most: u64, o: &mut O) -> Result<bool, BudgetSpent> {
        let last = self.events.saturating_add(most);
        while self.events < last {
            if self.schedule.next_at().is_none_or(|at| at > until) {
                self.now = self.now.max(until);
                return Ok(true);
            }
            self.afford()?;
            if self.execute_next(o) {
                self.settle(o)?;
            }
        }
        Ok(false)
    }

    /// Lets time pass, when nothing is due before `at`; whether it did. What is due at `at` itself stays due.
    pub fn wait_until(&mut self, at: Time) -> bool {
        let waits = at >= self.now && self.next_event_at().is_none_or(|next| next >= at);
        if waits {
            self.now = at;
        }
        waits
    }

    /// Executes at most `most` events, however far they lead; false when none is left. It is the way to run a long
    /// simulation in slices: time stands at the last event, not at an instant named in advance.
    ///
    /// # Errors
    /// As [`World::run_until`].
    pub fn run_events<O: Observer>(&mut self, most: u64, o: &mut O) -> Result<bool, BudgetSpent> {
        let last = self.events.saturating_add(most);
        while self.events < last {
            if !self.step(o)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Executes every event until the world rests or the scenario's length is reached.
    ///
    /// # Errors
    /// As [`World::run_until`].
    pub fn run<O: Observer>(&mut self, o: &mut O) -> Result<(), BudgetSpent> {
        self.run_until(self.model.until, o)
    }

    #[inline]
    fn afford(&self) -> Result<(), BudgetSpent> {
        if self.events >= self.budget || self.overfull {
            return Err(self.spent());
        }
        Ok(())
    }

    fn spent(&self) -> BudgetSpent {
        BudgetSpent { scenario: self.model.id.clone(), at: self.now, events: self.events }
    }

    /// Whether anybody still waits for an event.
    #[inline(always)]
    pub(super) fn is_live(&self, ticket: u32, event: Event) -> bool {
        match event {
            Event::Message(slot) => self.messages.get(slot as usize).is_some_and(|m| m.timer == ticket),
            Event::Run(slot) => self.runs.get(slot as usize).is_some_and(|r| r.timer == ticket),
            Event::Call(slot) => self.calls.get(slot as usize).is_some_and(|c| c.timer == ticket),
            Event::Publication(slot) => self.publications.get(slot as usize).is_some_and(|p| p.timer == ticket),
            Event::Arrival(client) => self.arrivals[client as usize].is_some_and(|a| a.timer == ticket),
            Event::Restart(node) => self.nodes[node as usize].timer == ticket,
            Event::Fault(_) => true,
            Event::Probe(call) => self.checks[call as usize].timer == ticket,
        }
    }

    /// Executes one event of the schedule; false when nobody waited for it any more.
    #[inline]
    fn execute_next<O: Observer>(&mut self, o: &mut O) -> bool {
        let Some((at, ticket, event)) = self.schedule.pop() else { return false };
        if !self.is_live(ticket, event) {
            return false;
        }
        debug_assert!(at >= self.now, "time goes back");
        self.now = at;
        self.events += 1;
        match event {
            Event::Message(slot) => self.message_due(o, slot),
            Event::Run(slot) => self.run_due(o, slot),
            Event::Call(slot) => self.call_due(o, slot),
            Event::Publication(slot) => self.publication_due(o, slot),
            Event::Arrival(client) => self.arrival_due(o, NodeId::new(client as usize)),
            Event::Fault(index) => self.fault_due(o, index as usize),
            Event::Restart(node) => self.restart_due(o, NodeId::new(node as usize)),
            Event::Probe(call) => self.probe_due(o, CallId::new(call as usize)),
        }
        true
    }

    /// Lets everybody who may take something now take it, until nobody can.
    #[inline]
    pub(super) fn settle<O: Observer>(&mut self, o: &mut O) -> Result<(), BudgetSpent> {
        let mut looks = 0;
        let settled = loop {
            let Some(&wake) = self.wakes.get(looks) else { break Ok(()) };
            looks += 1;
            match wake {
                Wake::Node(node) => self.take_work(o, node),
                Wake::Queue(subscription) => self.hand_out(o, subscription),
            }
            // Steps that take no time may follow each other for ever: they are charged too.
            if looks.is_multiple_of(64) {
                self.budget = self.budget.saturating_sub(1);
                if let Err(spent) = self.afford() {
                    break Err(spent);
                }
            }
            if looks >= World::MOST_LOOKS && looks > 4 * self.messages.len() {
                break Err(self.spent());
            }
        };
        self.wakes.drain(..looks);
        settled
    }

    #[inline]
    pub(super) fn wake_node(&mut self, node: NodeId) {
        let state = &mut self.nodes[node.index()];
        if !state.woken {
            state.woken = true;
            self.wakes.push(Wake::Node(node));
        }
    }

    #[inline]
    pub(super) fn wake_queue(&mut self, subscription: SubscriptionId) {
        let woken = &mut self.queue_woken[subscription.index()];
        if !*woken {
            *woken = true;
            self.wakes.push(Wake::Queue(subscription));
        }
    }

    /// Records a fact of this instant.
    #[inline]
    pub(super) fn note<O: Observer>(&self, o: &mut O, cause: FactId, what: What) -> FactId {
        o.record(Fact { at: self.now, cause, what })
    }

    pub(super) fn new_tag(&mut self) -> u32 {
        self.next_tag = self.next_tag.wrapping_add(1);
        self.next_tag
    }
}

impl Feed {
    fn of(model: &Model, subscription: &Subscription) -> Feed {
        let topic = &model.topics[subscription.topic.index()];
        let effects = model.most_effects(subscription).max(1) as u16;
        let decides = |c: &Consumer| {
            let steps = &model.handlers[c.handler.index()].steps;
            steps.iter().any(|step| matches!(step, Step::Decide { .. }))
        };
        let decides = subscription.consumers.iter().any(decides);
        Feed { broker: topic.broker, log: topic.log, sites: topic.sites.max(1).into(), effects, decides }
    }

    /// The key under which the inbox remembers the `nth` effect of an order's message.
    #[inline]
    pub fn inbox_key(self, order: OrderId, site: u16, nth: u16) -> u32 {
        // Told apart up to 2^24 orders, for one needs at most 256 keys: the budget of events ends the run before.
        ((order.0 - 1).wrapping_mul(self.sites).wrapping_add(site.into()))
            .wrapping_mul(self.effects.into())
            .wrapping_add(nth.into())
    }

    /// The key under which the inbox remembers that an order's message was handled.
    #[inline]
    pub fn handled_key(self, order: OrderId, site: u16) -> u32 {
        self.inbox_key(order, site, self.effects - 1)
    }
}
