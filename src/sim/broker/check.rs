//! Invariants of the broker: no message is lost between states, and each list holds exactly the messages of its state.

use crate::base::ids::{Offset, OrderId};
use crate::model::NodeKind;
use crate::sim::broker::message::{HeldStage, Message, State};
use crate::sim::broker::publication::Hop;
use crate::sim::broker::state::Broker;
use crate::sim::broker::take_back::waits;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, Receipt};
use std::collections::BTreeSet;

/// Number of messages of a subscription in each state.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Census {
    /// Held back, not arrived yet.
    pub delayed: u64,
    pub ready: u64,
    /// Handed out and not acknowledged.
    pub in_flight: u64,
    /// Of these, those whose consumer crashed.
    pub abandoned: u64,
    /// Waiting for their retry.
    pub retry: u64,
    /// Set aside until their prerequisites are there.
    pub parked: u64,
    pub dead: u64,
    /// In a log: the lowest offset neither acknowledged nor given up; `None` when all records read are.
    pub offset: Option<u32>,
}

impl Census {
    fn add(&mut self, m: &Message) {
        let cell = match m.state {
            State::Delayed { .. } => &mut self.delayed,
            State::Ready => &mut self.ready,
            State::InFlight(held) => {
                self.abandoned += u64::from(matches!(held.stage, HeldStage::Abandoned { .. }));
                &mut self.in_flight
            }
            State::RetryScheduled { .. } => &mut self.retry,
            State::Parked => &mut self.parked,
            State::Dead { .. } => &mut self.dead,
        };
        *cell += 1;
        if !matches!(m.state, State::Dead { .. }) {
            self.offset = [self.offset, m.offset.map(Offset::get)].into_iter().flatten().min();
        }
    }

    /// Adds another count. Offsets of different runs cannot be added.
    pub fn merge(&mut self, other: Census) {
        self.delayed += other.delayed;
        self.ready += other.ready;
        self.in_flight += other.in_flight;
        self.abandoned += other.abandoned;
        self.retry += other.retry;
        self.parked += other.parked;
        self.dead += other.dead;
        self.offset = None;
    }
}

/// The lists of a queue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Ready,
    Dead,
    Parked,
}

impl Broker {
    /// Counts the messages of each subscription by state.
    pub fn census(&self) -> Vec<Census> {
        let mut census = vec![Census::default(); self.queues.len()];
        for (_, m) in self.messages() {
            census[m.subscription.index()].add(m);
        }
        census
    }

    /// Calls `add` with the order of each message and publication that counts as under way.
    pub fn under_way(&self, add: &mut dyn FnMut(OrderId)) {
        self.messages().filter(|(_, m)| !matches!(m.state, State::Dead { .. })).for_each(|(_, m)| add(m.order));
        self.publications().for_each(|p| add(p.order));
    }

    /// Checks every invariant; `worked_on` are the hand-outs that a run works on.
    pub fn check(&self, cx: &Cx, worked_on: &BTreeSet<Receipt>) -> Result<(), String> {
        self.check_queues(cx)?;
        self.check_messages(cx, worked_on)?;
        self.check_logs(cx)?;
        self.check_replicas(cx)
    }

    fn check_queues(&self, cx: &Cx) -> Result<(), String> {
        for (i, (queue, c)) in self.queues.iter().zip(self.census()).enumerate() {
            let name = &cx.model.subscriptions[i].id;
            let counts = queue.counts;
            let gone = counts.acked + counts.dropped + counts.withdrawn;
            let sum = gone + c.delayed + c.ready + c.in_flight + c.retry + c.parked + c.dead;
            if counts.accepted != sum {
                let accepted = counts.accepted;
                return Err(format!("conservation in {name}: accepted {accepted} but {counts:?} and {c:?}"));
            }
            let listed = (queue.ready.len() as u64, queue.dead.len() as u64, queue.parked.len() as u64);
            if listed != (c.ready, c.dead, c.parked) {
                return Err(format!("lists of {name} {listed:?} do not match {c:?}"));
            }
            let held: u64 = queue.consumers.iter().map(|c| u64::from(c.unacked)).sum();
            if held != c.in_flight - c.abandoned {
                return Err(format!("{name}: consumers hold {held} of {}, {} are abandoned", c.in_flight, c.abandoned));
            }
            let fetched: BTreeSet<Receipt> = queue.fetched.iter().collect();
            let waiting = self.messages().filter(|(_, m)| m.subscription.index() == i).filter_map(|(key, m)| {
                let receipt = Receipt { message: key, tag: m.held()?.tag };
                waits(&self.messages, receipt).map(|_| receipt)
            });
            if queue.delivery.blocking && !waiting.into_iter().all(|receipt| fetched.contains(&receipt)) {
                return Err(format!("{name} keeps its order, and not all that consumers have fetched is listed"));
            }
            let blockers = if queue.delivery.blocking { c.retry } else { 0 };
            if u64::from(queue.blockers) != blockers {
                return Err(format!("{name}: {} blockers, {} wait for a retry", queue.blockers, c.retry));
            }
        }
        Ok(())
    }

    fn check_messages(&self, cx: &Cx, worked_on: &BTreeSet<Receipt>) -> Result<(), String> {
        let mut listed: BTreeSet<(usize, List, MessageKey)> = BTreeSet::new();
        for (i, queue) in self.queues.iter().enumerate() {
            listed.extend(queue.ready.iter().map(|&key| (i, List::Ready, key)));
            listed.extend(queue.dead.iter().map(|(.., key)| (i, List::Dead, key)));
            listed.extend(queue.parked.iter().map(|(.., key)| (i, List::Parked, key)));
        }
        for (message, m) in self.messages() {
            let on = |list| listed.contains(&(m.subscription.index(), list, message));
            let right = match m.state {
                State::Ready => on(List::Ready),
                State::Dead { .. } => on(List::Dead),
                State::Parked => on(List::Parked),
                State::InFlight(held) => {
                    let working = held.stage == HeldStage::Working;
                    let worked_on = worked_on.contains(&Receipt { message, tag: held.tag });
                    worked_on == working && held.stage != HeldStage::Interrupted
                }
                State::Delayed { until } | State::RetryScheduled { until } => until >= cx.now && m.timer.is_some(),
            };
            if !right {
                return Err(format!("message {} is not where its state says: {m:?}", m.id.0));
            }
        }
        Ok(())
    }

    /// Checks that the unacknowledged messages of a group are records of its log, each once, and read as far as it
    /// says.
    fn check_logs(&self, cx: &Cx) -> Result<(), String> {
        let mut read: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); self.queues.len()];
        for (_, m) in self.messages().filter(|(_, m)| !matches!(m.state, State::Dead { .. })) {
            let i = m.subscription.index();
            let Some(offset) = m.offset.map(Offset::get) else { continue };
            let record = self.records(cx.model.subscriptions[i].topic).get(offset as usize);
            let same = record.is_some_and(|record| (record.order, record.site) == (m.order, m.site));
            if !same || !read[i].insert(offset) {
                return Err(format!("message {} is not the record at offset {offset}, or not alone", m.id.0));
            }
        }
        for (i, (queue, read)) in self.queues.iter().zip(&read).enumerate() {
            let topic = cx.model.subscriptions[i].topic;
            let (log, end) = (cx.model.topics[topic.index()].log, self.records(topic).len() as u32);
            let position = queue.position;
            let right = match (log, queue.on) {
                (true, true) => position == end,
                (true, false) => position <= end && read.is_empty(),
                (false, _) => position == 0 && end == 0,
            };
            let readers = queue.consumers.iter().filter(|consumer| consumer.unacked > 0).count();
            if !right || read.last().is_some_and(|last| *last >= position) || (log && readers > 1) {
                let name = &cx.model.subscriptions[i].id;
                return Err(format!("{name} has read {position} of {end} records, {readers} read: {read:?}"));
            }
        }
        Ok(())
    }

    /// Checks that a broker that is up has a leader, and that only a leader with a follower has unreplicated messages.
    fn check_replicas(&self, cx: &Cx) -> Result<(), String> {
        for (node, state) in cx.model.nodes.iter().zip(&cx.nodes) {
            if let NodeKind::Broker { replicas: Some(replicas), .. } = node.kind
                && (state.replicas() > replicas.count || (state.replicas() == 0 && state.is_up()))
            {
                return Err(format!("{} has {} replicas", node.id, state.replicas()));
            }
        }
        for p in self.publications().filter(|p| p.hop == Hop::Replicating) {
            let leader = &cx.nodes[cx.model.topics[p.topic.index()].broker.index()];
            if !leader.is_up() || leader.replicas() < 2 || p.until < cx.now || p.timer.is_none() {
                return Err(format!("what order {} published is replicated by nobody", p.order.0));
            }
        }
        Ok(())
    }
}
