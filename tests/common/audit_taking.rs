//! What the auditor knows of taking, by the facts alone: which consumer holds which message of a subscription, in which
//! order, and what is acknowledged together.

use super::audit::law;
use carteiro::base::dist::Dist;
use carteiro::base::ids::{MessageId, NodeId, OrderId, SubscriptionId};
use carteiro::base::time::{Span, Time};
use carteiro::model::Subscription;
use carteiro::model::{
    Ack, Commit, Fetch, Health, LateAck, Model, NodeKind, Ordering, Otherwise, Prefetch, PrefetchPer, Step,
};
use carteiro::sim::World;
use carteiro::trace::{Fact, Trace, What};
use std::collections::{BTreeMap, BTreeSet};

/// A message that a consumer has.
#[derive(Clone, Copy, Debug)]
struct Taken {
    node: NodeId,
    at: Time,
    /// Whether a handler has begun with it.
    begun: bool,
    /// When the instance after the one that it was handed to came up.
    abandoned: Option<Time>,
    /// When it was handled, if its acknowledgement waits for a commit.
    handled: Option<Time>,
}

/// What is taken from a subscription.
#[derive(Clone, Debug)]
struct Desk {
    /// Messages handed out and neither returned nor gone.
    held: BTreeMap<MessageId, Taken>,
    /// Messages that wait for their retry.
    waiting: BTreeSet<MessageId>,
    /// By key, the messages that are under way and not set aside.
    line: BTreeSet<(u32, MessageId)>,
    /// Most that all consumers may hold together; `None` where they share no limit, or it is no longer the scenario's.
    most: Option<u64>,
    waiting_counts: bool,
    /// The consumer that was last handed a message, where one at a time is, while the settings are the scenario's.
    active: Option<Option<NodeId>>,
    /// Most that one request fetches, while the settings are the scenario's.
    fetch: Option<u32>,
    /// How messages are acknowledged, while the settings are the scenario's.
    commit: Commit,
    /// Whether one message of a key is under way at a time, and whether in the order of publishing.
    by_key: bool,
    in_order: bool,
    /// Of a log with partitions: who owns which.
    group: Option<Group>,
}

/// The consumers of a log with partitions.
#[derive(Clone, Debug)]
struct Group {
    owners: Vec<Option<NodeId>>,
    rebalancing: bool,
    /// Whether a dead consumer may stay a member until its leases end.
    leased: bool,
}

/// What is taken from every subscription.
#[derive(Clone, Debug)]
pub struct Taking {
    desks: Vec<Desk>,
    down: BTreeSet<NodeId>,
    /// Nodes that have hung, and whether they do: what they hold is committed when they go on.
    hung: BTreeMap<NodeId, bool>,
    /// Nodes that finish what they have and take nothing new.
    draining: BTreeSet<NodeId>,
    /// The longest time on the way to a consumer, where there is one.
    longest_way: Option<Span>,
}

impl Taking {
    pub fn new(model: &Model) -> Taking {
        let desk = |s: &Subscription| {
            let partitions = model.topics[s.topic.index()].partitions as usize;
            let by_key = s.delivery.ordering == Ordering::Key && partitions == 1;
            let keeps = by_key || partitions > 1;
            let everybody: Vec<NodeId> = s.consumers.iter().map(|consumer| consumer.node).collect();
            Desk {
                held: BTreeMap::new(),
                waiting: BTreeSet::new(),
                line: BTreeSet::new(),
                most: shared_limit(model, s),
                waiting_counts: s.delivery.retry_holds_place,
                active: s.delivery.single_active_consumer.then_some(None),
                fetch: match s.delivery.fetch {
                    Fetch::Pull { messages } => Some(messages),
                    Fetch::Push => None,
                },
                // A late acknowledgement that settles its message is one by itself.
                commit: if s.delivery.ack == Ack::After && s.delivery.late_ack == LateAck::Ignored {
                    s.delivery.commit
                } else {
                    Commit::Message
                },
                by_key,
                group: (partitions > 1).then(|| Group {
                    owners: range(partitions, &everybody),
                    rebalancing: false,
                    leased: s.delivery.lease.is_some(),
                }),
                in_order: keeps && s.delivery.duplicates.is_none() && !parks(model, s),
            }
        };
        Taking {
            desks: model.subscriptions.iter().map(desk).collect(),
            down: BTreeSet::new(),
            hung: BTreeMap::new(),
            draining: BTreeSet::new(),
            longest_way: longest(&model.latency),
        }
    }

    /// Takes note of a fact.
    pub fn judge(&mut self, world: &World, trace: &Trace, fact: Fact) -> Result<(), String> {
        match fact.what {
            What::MessageAccepted { message, order, subscription }
            | What::MessageDuplicated { message, order, subscription }
            | What::MessageRedriven { message, order, subscription } => {
                self.lines_up(world, message, order, subscription);
                let desk = &mut self.desks[subscription.index()];
                desk.in_order &= !matches!(fact.what, What::MessageRedriven { .. });
                Ok(())
            }
            What::MessageHandedOut { message, subscription, node, order, .. } => {
                self.handed_out(world, fact.at, (message, order, subscription), node)
            }
            What::RunStarted { message: Some(message), order, node, .. } => self.begins(world, message, order, node),
            What::MessageHandled { message, subscription, .. } => {
                let desk = &mut self.desks[subscription.index()];
                let taken = desk.held.get_mut(&message).ok_or("handled by nobody who has it")?;
                taken.handled = Some(fact.at);
                Ok(())
            }
            What::BatchCommitted { subscription, node, messages } => {
                self.committed(fact.at, subscription, node, messages)
            }
            What::RebalanceStarted { subscription, .. } => {
                let group = self.desks[subscription.index()].group.as_mut().ok_or("no partitions to rebalance")?;
                group.rebalancing = true;
                Ok(())
            }
            What::PartitionAssigned { subscription, partition, node } => {
                let group = self.desks[subscription.index()].group.as_mut().ok_or("no partitions to assign")?;
                group.owners[partition as usize] = Some(node);
                law(group.rebalancing, "a partition moves without a rebalance")
            }
            What::RebalanceEnded { subscription, members } => self.rebalanced(world.model(), subscription, members),
            What::RetryScheduled { message, subscription, .. } => {
                self.leaves(message, subscription);
                self.desks[subscription.index()].waiting.insert(message);
                Ok(())
            }
            What::MessageReady { message, order, subscription }
            | What::MessageReturned { message, order, subscription, .. } => {
                self.leaves(message, subscription);
                self.lines_up(world, message, order, subscription);
                Ok(())
            }
            What::MessageAcked { message, order, subscription, .. } => {
                let by_commit = trace.get(fact.cause).is_some_and(|f| matches!(f.what, What::BatchCommitted { .. }));
                let together = self.desks[subscription.index()].commit != Commit::Message;
                self.gone(world, message, order, subscription);
                law(by_commit || !together, "acknowledged alone, not with a commit")
            }
            What::MessageSuppressed { message, order, subscription }
            | What::MessageParked { message, order, subscription }
            | What::MessageDeadLettered { message, order, subscription, .. }
            | What::MessageDropped { message, order, subscription, .. }
            | What::MessageWithdrawn { message, order, subscription } => {
                self.gone(world, message, order, subscription);
                Ok(())
            }
            _ => {
                self.changes(world.model(), fact);
                Ok(())
            }
        }
    }

    /// What changes the rules.
    fn changes(&mut self, model: &Model, fact: Fact) {
        if let What::HealthSet { node, .. } | What::NodeCrashed { node, .. } = fact.what
            && let Some(hangs) = self.hung.get_mut(&node)
        {
            *hangs = false;
        }
        match fact.what {
            What::DeliverySet { subscription } => {
                let desk = &mut self.desks[subscription.index()];
                (desk.most, desk.fetch, desk.commit, desk.active) = (None, None, Commit::Message, None);
                (desk.by_key, desk.in_order) = (false, false);
            }
            What::MessageDelayed { subscription, .. } | What::QueueReordered { subscription } => {
                self.desks[subscription.index()].in_order = false;
            }
            What::WorkersSet { node, .. } => {
                for (desk, s) in self.desks.iter_mut().zip(&model.subscriptions) {
                    if s.consumers.iter().any(|consumer| consumer.node == node) {
                        desk.most = None;
                    }
                }
            }
            What::HealthSet { node, health: Health::Down } | What::NodeCrashed { node, .. } => {
                self.down.insert(node);
                self.draining.remove(&node);
            }
            What::HealthSet { node, health: Health::Draining { .. } } => {
                self.draining.insert(node);
            }
            What::HealthSet { node, .. } | What::NodeRestarted { node } => {
                self.draining.remove(&node);
                if matches!(fact.what, What::HealthSet { health: Health::Hung, .. }) {
                    self.hung.insert(node, true);
                }
                if self.down.remove(&node) {
                    // What the instance before it had is in no buffer of this one, unless it is still on its way.
                    let all = self.desks.iter_mut().flat_map(|desk| desk.held.values_mut());
                    all.filter(|taken| taken.node == node).for_each(|taken| taken.abandoned = Some(fact.at));
                }
            }
            _ => {}
        }
    }

    /// A message goes to a consumer: one that may hold it, that asks, and that has its key.
    fn handed_out(
        &mut self,
        world: &World,
        at: Time,
        (message, order, subscription): (MessageId, OrderId, SubscriptionId),
        node: NodeId,
    ) -> Result<(), String> {
        self.leaves(message, subscription);
        let desk = &mut self.desks[subscription.index()];
        if desk.by_key {
            let key = world.key_of(subscription, order);
            let others = desk.line.range((key, MessageId(0))..(key + 1, MessageId(0)));
            let mut together = others.filter(|(_, other)| *other != message);
            let one_request = |taken: &Taken| desk.fetch.is_some() && (taken.node, taken.at) == (node, at);
            let alone = together
                .all(|(_, other)| !desk.waiting.contains(other) && desk.held.get(other).is_none_or(one_request));
            law(alone, "two messages of one key are under way")?;
        }
        if let Some(group) = &desk.group {
            law(!group.rebalancing, "a record is handed out while the group rebalances")?;
            let partition = world.key_of(subscription, order) as usize % group.owners.len();
            law(group.owners[partition] == Some(node), "a record goes to who does not own its partition")?;
            let lane = partition as u32;
            let mut line = desk.line.range((lane, MessageId(0))..(lane + 1, MessageId(0))).map(|(_, other)| *other);
            let waits = |other: MessageId| !desk.held.contains_key(&other) && !desk.waiting.contains(&other);
            let overtakes = line.any(|other| other < message && waits(other));
            law(!desk.in_order || !overtakes, "a record overtakes another of its partition")?;
        }
        if let Some(active) = desk.active.as_mut().and_then(|active| active.replace(node)) {
            let is_there = !self.down.contains(&active) && !self.draining.contains(&active);
            let holds = desk.held.values().any(|taken| taken.node == active && taken.abandoned.is_none());
            let gone = !is_there && (!holds || self.down.contains(&active));
            law(active == node || gone, "another consumer than the active one is handed a message")?;
        }
        desk.held.insert(message, Taken { node, at, begun: false, abandoned: None, handled: None });
        if let (Some(most), false) = (desk.fetch, desk.by_key) {
            let is_buffered = |taken: &&Taken| taken.node == node && !taken.begun && taken.abandoned.is_none();
            let mut buffered = desk.held.values().filter(is_buffered);
            law(buffered.clone().count() <= most as usize, "more was fetched than one request asks for")?;
            law(buffered.all(|taken| taken.at == at), "it asks for more, and something waits for it")?;
        }
        let waiting = if desk.waiting_counts { desk.waiting.len() } else { 0 };
        let places = (desk.held.len() + waiting) as u64;
        law(desk.most.is_none_or(|most| places <= most), "more is held than all may hold together")
    }

    /// A handler begins with a message: none of its key is being handled, and none before it waits.
    fn begins(&mut self, world: &World, message: MessageId, order: OrderId, node: NodeId) -> Result<(), String> {
        let Some(i) = self.desks.iter().position(|desk| desk.held.contains_key(&message)) else { return Ok(()) };
        let desk = &mut self.desks[i];
        if desk.by_key {
            let key = world.key_of(SubscriptionId::new(i), order);
            let others = || desk.line.range((key, MessageId(0))..(key + 1, MessageId(0))).map(|(_, other)| *other);
            let at_work = |other: MessageId| {
                let taken = desk.held.get(&other);
                taken.is_some_and(|taken| taken.begun && taken.abandoned.is_none() && taken.handled.is_none())
            };
            law(!others().any(at_work), "two messages of one key are handled at once")?;
            let earlier = others().any(|other| other < message && !is_handled(desk, other));
            law(!desk.in_order || !earlier, "an earlier message of its key is handled later")?;
        }
        let Some(taken) = desk.held.get_mut(&message) else { return Ok(()) };
        if taken.node == node
            && let Some(came_up) = taken.abandoned.take()
        {
            let arrived = taken.begun || self.longest_way.is_some_and(|way| taken.at + way < came_up);
            law(!arrived, "a handler begins with what the instance before had")?;
        }
        taken.begun = true;
        Ok(())
    }

    /// A consumer acknowledges what it has handled: all of it, and in time.
    fn committed(&self, at: Time, subscription: SubscriptionId, node: NodeId, messages: u32) -> Result<(), String> {
        law(self.hung.get(&node) != Some(&true), "a process that hangs commits")?;
        let desk = &self.desks[subscription.index()];
        let of_node = || desk.held.values().filter(|taken| taken.node == node && taken.abandoned.is_none());
        let handled = of_node().filter_map(|taken| taken.handled);
        law(handled.clone().count() == messages as usize, "a commit of other than what was handled")?;
        match desk.commit {
            _ if self.down.contains(&node) => Ok(()),
            Commit::Interval(_) if self.hung.contains_key(&node) => Ok(()),
            Commit::Message => Ok(()),
            Commit::Batch => law(of_node().all(|taken| taken.handled.is_some()), "a commit before the batch is done"),
            Commit::Interval(every) => {
                let oldest = handled.min().map_or(Span::ZERO, |oldest| at.since(oldest));
                law(oldest <= every, "a commit later than its interval")
            }
        }
    }

    /// A group shares its partitions among those that are there, who have finished what they had.
    fn rebalanced(&mut self, model: &Model, subscription: SubscriptionId, members: u32) -> Result<(), String> {
        let desk = &mut self.desks[subscription.index()];
        let group = desk.group.as_mut().ok_or("no partitions to share")?;
        law(std::mem::take(&mut group.rebalancing), "a rebalance ends that did not begin")?;
        law(desk.held.is_empty(), "partitions move while records are in hand")?;
        let consumers = model.subscriptions[subscription.index()].consumers.iter().map(|consumer| consumer.node);
        let there: Vec<NodeId> =
            consumers.filter(|node| !self.down.contains(node) && !self.draining.contains(node)).collect();
        law(group.leased || there.len() == members as usize, "a group counts other members than are there")?;
        let shared = there.is_empty() || group.owners == range(group.owners.len(), &there);
        law(group.leased || shared, "the partitions are shared otherwise")
    }

    /// The key of an order's messages, or of a log with partitions, which one.
    fn lane(&self, world: &World, subscription: SubscriptionId, order: OrderId) -> u32 {
        let key = world.key_of(subscription, order);
        let group = &self.desks[subscription.index()].group;
        group.as_ref().map_or(key, |group| key % group.owners.len() as u32)
    }

    fn lines_up(&mut self, world: &World, message: MessageId, order: OrderId, subscription: SubscriptionId) {
        let key = self.lane(world, subscription, order);
        self.desks[subscription.index()].line.insert((key, message));
    }

    fn gone(&mut self, world: &World, message: MessageId, order: OrderId, subscription: SubscriptionId) {
        self.leaves(message, subscription);
        let key = self.lane(world, subscription, order);
        self.desks[subscription.index()].line.remove(&(key, message));
    }

    fn leaves(&mut self, message: MessageId, subscription: SubscriptionId) {
        let desk = &mut self.desks[subscription.index()];
        desk.held.remove(&message);
        desk.waiting.remove(&message);
    }
}

/// The range assignor: the first `partitions % members` members have one more than the others.
fn range(partitions: usize, members: &[NodeId]) -> Vec<Option<NodeId>> {
    let count = members.len().max(1);
    let (each, longer) = (partitions / count, partitions % count);
    let owner = |p: usize| if p < longer * (each + 1) { p / (each + 1) } else { (p - longer) / each.max(1) };
    (0..partitions).map(|p| members.get(owner(p)).copied()).collect()
}

/// The longest of these durations, where there is one.
fn longest(dist: &Dist) -> Option<Span> {
    match *dist {
        Dist::Fixed(span) => Some(span),
        Dist::Uniform { max, .. } => Some(max),
        Dist::Empirical(quantiles) => quantiles.spans().into_iter().max(),
        Dist::Exponential { .. }
        | Dist::Normal { .. }
        | Dist::LogNormal { .. }
        | Dist::Pareto { .. }
        | Dist::Erlang { .. } => None,
    }
}

fn is_handled(desk: &Desk, message: MessageId) -> bool {
    desk.held.get(&message).is_some_and(|taken| taken.handled.is_some())
}

fn parks(model: &Model, s: &Subscription) -> bool {
    let parks = |step: &Step| matches!(step, Step::Require { otherwise: Otherwise::Park, .. });
    s.consumers.iter().any(|consumer| model.handlers[consumer.handler.index()].steps.iter().any(parks))
}

/// The most that the consumers of a subscription may hold together.
fn shared_limit(model: &Model, s: &Subscription) -> Option<u64> {
    if s.delivery.prefetch_per == PrefetchPer::Consumer {
        return None;
    }
    let workers = s.consumers.iter().map(|consumer| match &model.nodes[consumer.node.index()].kind {
        NodeKind::Service(service) => u64::from(service.workers),
        NodeKind::Client(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => 0,
    });
    match s.delivery.prefetch {
        Prefetch::Workers => Some(workers.sum()),
        Prefetch::AtMost(most) => Some(most.into()),
        Prefetch::Unlimited => None,
    }
}
