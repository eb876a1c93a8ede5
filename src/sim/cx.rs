//! The context shared by all parts: model, clock, agenda, randomness, ledger, nodes, and the polls of this instant.

use crate::base::dist::Dist;
use crate::base::ids::{EffectId, NodeId, OrderId, SubscriptionId, TopicId};
use crate::base::rng::{Purpose, Streams};
use crate::base::time::{Span, Time};
use crate::ledger::{Change, Ledger, Standing};
use crate::model::{Fetch, Model, Otherwise, Step};
use crate::sim::nodes::{self, NodeState};
use crate::sim::program::Program;
use crate::sim::schedule::{Event, MOST_ALIVE, Schedule};
use crate::sim::station::Station;
use crate::sim::todo::TodoList;
use crate::sim::topic_keys::TopicKeys;
use crate::trace::{Fact, FactId, Observer, What};
use std::sync::Arc;

/// Items that an operation may touch for the price of one event.
pub const TOUCHES_PER_EVENT: u64 = 64;

/// The context of the parts. It knows none of them.
#[derive(Clone, Debug)]
pub struct Cx {
    pub model: Arc<Model>,
    pub program: Program,
    /// Subscriptions whose messages may be set aside until their prerequisites are there.
    pub parking: Vec<SubscriptionId>,
    /// Source of named draws.
    pub chance: Streams,
    /// The source before it was replaced, for what orders up to this one keep.
    before: Option<(OrderId, Streams)>,
    pub now: Time,
    /// Scheduled events.
    pub agenda: Schedule,
    /// The nodes, by [`NodeId`].
    pub nodes: Vec<NodeState>,
    pub books: Ledger,
    /// Effects that keep the order of a topic's keys.
    kept: Vec<(EffectId, TopicKeys)>,
    /// Nodes and queues to poll at this instant.
    pub todo: TodoList,
    /// Events executed so far.
    pub events: u64,
    /// Budget of events for the whole run, less what was charged for [`Cx::touch`].
    pub budget: u64,
    touches: u64,
    overfull: bool,
    /// Number of events at which the limits of a run are to be checked: one comparison where most pass.
    check_at: u64,
    next_tag: u32,
    /// Nodes that hang.
    pub hung: u32,
    /// Whether a client has users who wait for their answers.
    pub closed_loops: bool,
    /// Orders whose customers have their answers, with the fact, and whom nobody has told yet.
    pub answers: Vec<(OrderId, FactId)>,
}

impl Cx {
    /// The context of a world at instant 0.
    pub fn new(model: Arc<Model>, seed: u64, budget: u64) -> Cx {
        let chance = Streams::new(seed);
        Cx {
            program: Program::new(&model, &chance),
            parking: parking(&model),
            chance,
            before: None,
            now: Time::ZERO,
            agenda: Schedule::default(),
            nodes: nodes::of_model(&model),
            books: Ledger::new(model.prerequisites(), model.expected(), model.due_within),
            kept: kept(&model),
            todo: TodoList::new(model.nodes.len(), model.subscriptions.len()),
            events: 0,
            budget,
            touches: 0,
            overfull: false,
            check_at: 0,
            next_tag: 0,
            hung: 0,
            closed_loops: false,
            answers: Vec::new(),
            model,
        }
    }

    /// The source of what an order keeps for good: its keys, and what was decided about it.
    pub fn lasting(&self, order: OrderId) -> &Streams {
        match &self.before {
            Some((last, chance)) if order <= *last => chance,
            _ => &self.chance,
        }
    }

    /// Draws everything from another seed from now on, except for what the orders that there are keep.
    pub fn redraw(&mut self, seed: u64) {
        let before = std::mem::replace(&mut self.chance, Streams::new(seed));
        self.before = Some((OrderId(self.books.orders().len() as u32), before));
        self.program = Program::new(&self.model, &self.chance);
    }

    /// Records a fact at this instant.
    #[inline]
    pub fn note<O: Observer>(&self, o: &mut O, cause: FactId, what: What) -> FactId {
        o.record(Fact { at: self.now, cause, what })
    }

    /// Begins an event that is still awaited: advances the clock to it, and counts it.
    #[inline]
    pub fn begin_event(&mut self, at: Time) {
        debug_assert!(at >= self.now, "time goes back");
        self.now = at;
        self.events += 1;
    }

    /// Writes a line in the ledger: see [`Ledger::write`].
    pub fn write(&mut self, order: OrderId, effect: EffectId) -> (u32, Option<Change>) {
        if let Some((_, keys)) = self.kept.iter().find(|(kept, _)| *kept == effect) {
            let key = keys.of(self.lasting(order), order);
            self.books.follow(order, effect, key);
        }
        self.books.write(order, effect, self.now)
    }

    /// A new number for a hand-out or a run.
    #[inline]
    pub fn new_tag(&mut self) -> u32 {
        self.next_tag = self.next_tag.wrapping_add(1);
        self.next_tag
    }

    /// Two new numbers, for a hand-out and the run of its handling.
    #[inline]
    pub fn new_tags(&mut self) -> (u32, u32) {
        let before = self.next_tag;
        self.next_tag = before.wrapping_add(2);
        (before.wrapping_add(1), self.next_tag)
    }

    /// The tag that is given next.
    pub const fn next_tag(&self) -> u32 {
        self.next_tag.wrapping_add(1)
    }

    /// Takes note of how a subscription's messages are fetched from now on.
    pub fn note_fetch(&mut self, subscription: SubscriptionId, fetch: Fetch) {
        if fetch != Fetch::Push {
            let model = self.model.clone();
            for consumer in &model.subscriptions[subscription.index()].consumers {
                self.nodes[consumer.node.index()].pulls();
            }
        }
    }

    /// A node has a free worker: its queues are polled, where it asks for messages by itself.
    #[cold]
    pub fn ask_for_more(&mut self, node: NodeId) {
        let node = &self.nodes[node.index()];
        if node.is_open() {
            node.consumes().iter().for_each(|(subscription, _)| self.todo.poll_queue(*subscription));
        }
    }

    /// A travel time; `place`, `order` and `name` name the draw.
    #[inline]
    pub fn way(&self, place: usize, order: OrderId, name: u32) -> Span {
        match self.model.latency {
            Dist::Fixed(span) => span,
            _ => self.random_way(place, order, name),
        }
    }

    #[inline(never)]
    fn random_way(&self, place: usize, order: OrderId, name: u32) -> Span {
        self.model.latency.sample(|| self.chance.draw(Purpose::Latency, place, order.0, name))
    }

    /// Whether the network takes no time.
    #[inline]
    pub fn is_instant(&self) -> bool {
        matches!(self.model.latency, Dist::Fixed(Span::ZERO))
    }

    #[inline]
    pub fn is_up(&self, node: NodeId) -> bool {
        nodes::is_up(&self.nodes, node)
    }

    /// Whether a node hangs.
    pub fn hangs(&self, node: NodeId) -> bool {
        self.nodes[node.index()].is_hung()
    }

    /// Schedules the next crash of a service that crashes by itself, if it is up.
    pub fn plan_crash(&mut self, node: NodeId) {
        let state = &self.nodes[node.index()];
        let after = state.crashes().after.filter(|_| state.is_up());
        let place = self.model.handlers.len() + node.index();
        let draw = || self.chance.draw(Purpose::Crash, place, state.crashed(), 0);
        let due = after.map(|after| self.now + after.sample(draw));
        let event = due.map(|due| self.agenda.push(due, Event::Crash(node.0.into())));
        self.nodes[node.index()].set_crash(event);
    }

    /// Lets the grace of a node that drains end now: it has nothing left to do.
    #[cold]
    pub fn drained(&mut self, node: NodeId) {
        let timer = self.agenda.push(self.now, Event::Restart(node.0.into()));
        self.nodes[node.index()].drain_until(timer);
    }

    /// The customer of an order has an answer, good or bad.
    #[inline(always)]
    pub fn answered(&mut self, order: OrderId, cause: FactId) {
        if self.closed_loops {
            self.tell(order, cause);
        }
    }

    /// Remembers that a customer in a closed loop is to be told.
    #[cold]
    fn tell(&mut self, order: OrderId, cause: FactId) {
        if let Some(client) = self.books.order(order).map(|order| order.client) {
            self.answers.push((order, cause));
            self.todo.poll_node(client);
        }
    }

    /// Counts the nodes that hang, after a change of one.
    pub fn count_hung(&mut self) {
        self.hung = self.nodes.iter().filter(|node| node.is_hung()).count() as u32;
    }

    /// The station of a node.
    #[inline]
    pub fn station(&mut self, node: NodeId) -> &mut Station {
        &mut self.nodes[node.index()].station
    }

    /// Ends an activity under way for an order, and records when that loses the order.
    #[inline]
    pub fn arrived<O: Observer>(&mut self, o: &mut O, order: OrderId, cause: FactId) {
        if let Some(change) = self.books.arrived(order, self.now)
            && change.after == Standing::Lost
        {
            self.note(o, cause, What::OrderLost { order });
        }
    }

    /// Records that an order is done, if this change of the ledger made it so.
    pub fn note_done<O: Observer>(&self, o: &mut O, order: OrderId, change: Option<Change>, cause: FactId) {
        if let Some(change) = change
            && matches!(change.after, Standing::Done | Standing::Late)
        {
            self.note(o, cause, What::OrderDone { order, late: change.after == Standing::Late });
        }
    }

    /// Tells how many items of a kind are alive; above [`MOST_ALIVE`] the run stops before its next event.
    #[inline]
    pub fn alive(&mut self, count: usize) {
        if count > MOST_ALIVE {
            self.overfull = true;
            self.check_at = 0;
        }
    }

    /// Whether more items are alive than a run may hold.
    #[inline]
    pub const fn is_overfull(&self) -> bool {
        self.overfull
    }

    /// Counts the items that an operation goes through, and charges them to the budget: [`TOUCHES_PER_EVENT`] cost as
    /// much as an event. Every loop over messages, records, runs, calls or publications counts here, unless each of its
    /// items has an event of its own.
    pub fn touch(&mut self, items: usize) {
        let before = self.touches / TOUCHES_PER_EVENT;
        self.touches += items as u64;
        self.budget = self.budget.saturating_sub(self.touches / TOUCHES_PER_EVENT - before);
        self.check_at = 0;
    }

    /// Whether the limits are to be checked before the next event.
    #[inline(always)]
    pub const fn is_to_check(&self) -> bool {
        self.events >= self.check_at
    }

    /// The limits need no check before so many events, as long as nothing is charged and nothing overfull.
    pub fn check_at(&mut self, last: u64) {
        self.check_at = last.min(self.budget);
    }

    /// Items touched so far.
    pub const fn touches(&self) -> u64 {
        self.touches
    }
}

/// The effects that keep the order of a topic's keys.
fn kept(model: &Model) -> Vec<(EffectId, TopicKeys)> {
    let keys = |topic: TopicId| TopicKeys::new(&model.topics[topic.index()]);
    let effects = model.effects.iter().enumerate();
    effects.filter_map(|(i, effect)| effect.in_order.map(|topic| (EffectId::new(i), keys(topic)))).collect()
}

fn parking(model: &Model) -> Vec<SubscriptionId> {
    let parks = |step: &Step| matches!(step, Step::Require { otherwise: Otherwise::Park, .. });
    let all = (0..).map(SubscriptionId::new).zip(&model.subscriptions);
    let parking = all.filter(|(_, subscription)| {
        subscription.consumers.iter().any(|consumer| model.handlers[consumer.handler.index()].steps.iter().any(parks))
    });
    parking.map(|(id, _)| id).collect()
}
