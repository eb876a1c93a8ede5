//! Bars: facts folded into intervals of time, one lane per node.

use crate::base::ids::{CallId, MessageId, NodeId, OrderId, SubscriptionId};
use crate::base::time::Time;
use crate::model::{Command, Health, Held, Model, Subscription, TimedCommand};
use crate::timeline::depth::Depth;
use crate::timeline::record::CommandRecord;
use crate::trace::{Fact, Outcome, Reason, What};
use std::sync::Arc;

/// The most outages told ahead.
const MOST_PLANNED: usize = 256;

/// An interval in a node's lane.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bar {
    /// The node in whose lane it is.
    pub node: NodeId,
    pub kind: BarKind,
    pub start: Time,
    /// [`Time::MAX`] while it is open.
    pub end: Time,
    pub result: BarResult,
    /// The order's number; 0 for the node's own bars.
    pub order: u32,
    /// The attempt's number; 0 where there is none.
    pub attempt: u32,
    /// The message's number; 0 where there is none.
    pub message: u32,
    pub subscription: Option<SubscriptionId>,
    /// The call that waits for its retry.
    pub call: Option<CallId>,
}

impl Bar {
    /// An open bar of the node's own.
    const fn open(node: NodeId, kind: BarKind, start: Time) -> Bar {
        Bar {
            node,
            kind,
            start,
            end: Time::MAX,
            result: BarResult::Open,
            order: 0,
            attempt: 0,
            message: 0,
            subscription: None,
            call: None,
        }
    }
}

/// The state that a bar shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BarKind {
    /// A handler ran.
    Attempt,
    /// A message, or a caller, waited for its retry.
    Backoff,
    /// A message waited in its queue.
    Waiting,
    /// A consumer held a message: handed out, and neither acknowledged nor returned.
    Held,
    /// The node was down.
    Outage,
    /// The node was slow or flaky.
    Degraded,
    /// The node hung.
    Hung,
    /// The node finished what it had, and took nothing new.
    Draining,
}

impl BarKind {
    /// The bar of a node of that health.
    fn of(health: Health) -> Option<BarKind> {
        match health {
            Health::Up => None,
            Health::Down => Some(BarKind::Outage),
            Health::Hung => Some(BarKind::Hung),
            Health::Draining { .. } => Some(BarKind::Draining),
            Health::Slow { .. } | Health::Flaky { .. } => Some(BarKind::Degraded),
        }
    }

    /// The names on the wire, by code.
    pub const NAMES: [&str; 8] = ["attempt", "backoff", "waiting", "held", "outage", "degraded", "hung", "draining"];
}

/// How a bar ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BarResult {
    /// It has not ended.
    Open,
    /// It succeeded.
    Done,
    Failed,
    /// The service crashed or was stopped.
    Crashed,
    /// Another copy already had the effect.
    Suppressed,
    /// Prerequisites were missing.
    Parked,
    /// It lies ahead: the scenario will bring it.
    Planned,
}

impl BarResult {
    /// The names on the wire, by code.
    pub const NAMES: [&str; 7] = ["open", "done", "failed", "crashed", "suppressed", "parked", "planned"];
}

impl From<Outcome> for BarResult {
    fn from(outcome: Outcome) -> BarResult {
        match outcome {
            Outcome::Done => BarResult::Done,
            Outcome::Failed(Reason::Crashed | Reason::Stopped) => BarResult::Crashed,
            Outcome::Failed(_) => BarResult::Failed,
            Outcome::Suppressed => BarResult::Suppressed,
            Outcome::Parked => BarResult::Parked,
        }
    }
}

/// All bars so far. Fed every fact, in order.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The lane of each subscription.
    lanes: Vec<NodeId>,
    /// The lane of each call: its caller's.
    callers: Vec<NodeId>,
    bars: Vec<Bar>,
    /// The open bars of messages that wait in their queues; kept apart because one that never had to wait gets no bar.
    waiting: Vec<Bar>,
    /// Positions in `bars` of the open bar of each run, held message, node health and crash; `waits` has positions in
    /// `waiting`.
    run_bars: Indices,
    holds: Indices,
    health_bars: Indices,
    crash_bars: Indices,
    waits: Indices,
    /// How many messages wait in each subscription.
    depths: Vec<Depth>,
}

/// A map from small numbers to positions.
#[derive(Clone, Default, Debug)]
struct Indices(Vec<u32>);

impl Indices {
    const NOWHERE: u32 = u32::MAX;

    fn set(&mut self, number: u32, position: usize) {
        let number = number as usize;
        if number >= self.0.len() {
            self.0.resize(number + 1, Indices::NOWHERE);
        }
        self.0[number] = position as u32;
    }

    fn get(&self, number: u32) -> Option<usize> {
        self.0.get(number as usize).filter(|index| **index != Indices::NOWHERE).map(|index| *index as usize)
    }

    fn take(&mut self, number: u32) -> Option<usize> {
        let index = self.get(number)?;
        self.0[number as usize] = Indices::NOWHERE;
        Some(index)
    }
}

/// The node in whose lane the bars of a subscription stand: its first consumer, or its broker where there is none.
fn home(model: &Model, subscription: &Subscription) -> NodeId {
    let first = subscription.consumers.first().map(|consumer| consumer.node);
    first.unwrap_or(model.topics[subscription.topic.index()].broker)
}

impl Timeline {
    /// A timeline without bars.
    pub fn new(model: &Arc<Model>) -> Timeline {
        Timeline {
            lanes: model.subscriptions.iter().map(|s| home(model, s)).collect(),
            callers: model.calls.iter().map(|call| call.from).collect(),
            bars: Vec::new(),
            waiting: Vec::new(),
            run_bars: Indices::default(),
            holds: Indices::default(),
            health_bars: Indices::default(),
            crash_bars: Indices::default(),
            waits: Indices::default(),
            depths: vec![Depth::default(); model.subscriptions.len()],
        }
    }

    /// How many messages waited in each subscription, over time.
    pub fn depths(&self) -> &[Depth] {
        &self.depths
    }

    /// The bars that touch the interval from `from` to `to`, open waits last.
    pub fn between(&self, from: Time, to: Time) -> impl Iterator<Item = &Bar> {
        self.bars.iter().chain(&self.waiting).filter(move |b| b.start <= to && b.end >= from && b.start < b.end)
    }

    /// The first outages that timed commands will bring after `head`, the last instant known, and the rest of those that they
    /// will end. One without an end has [`Time::MAX`].
    pub(super) fn planned(&self, faults: &[TimedCommand], head: Time, by_hand: &[CommandRecord]) -> Vec<Bar> {
        let held: Vec<Held> = by_hand.iter().filter_map(|record| record.command.takes_over()).collect();
        let mut planned: Vec<Bar> = Vec::new();
        // Timed commands stand in the order of their times.
        for fault in &faults[faults.partition_point(|fault| fault.at <= head)..] {
            let (at, Command::SetHealth { node, health }) = (fault.at, &fault.command) else { continue };
            let (node, health) = (*node, *health);
            if planned.len() == MOST_PLANNED {
                break;
            }
            // What a person has set, the scenario leaves alone.
            if held.contains(&Held::Health(node)) {
                continue;
            }
            match planned.iter_mut().rfind(|bar| bar.node == node) {
                Some(bar) if bar.end == Time::MAX => bar.end = at,
                Some(_) => {}
                None => {
                    let now = self.health_bars.get(node.0.into()).map(|open| self.bars[open]);
                    planned.extend(now.map(|bar| Bar { start: head, end: at, result: BarResult::Planned, ..bar }));
                }
            }
            let next = BarKind::of(health).map(|kind| Bar::open(node, kind, at));
            planned.extend(next.map(|bar| Bar { result: BarResult::Planned, ..bar }));
        }
        planned
    }

    /// Folds in a fact.
    pub fn note(&mut self, fact: &Fact) {
        let at = fact.at;
        match fact.what {
            What::RunStarted { run, node, order, message, attempt } => {
                let open = self.open(node, BarKind::Attempt, at);
                let bar = &mut self.bars[open];
                (bar.order, bar.attempt, bar.message) = (order.0, attempt, message.map_or(0, |m| m.0));
                self.run_bars.set(run, open);
            }
            What::RunEnded { run, outcome, .. } => {
                if let Some(open) = self.run_bars.take(run) {
                    self.close(open, at, outcome.into());
                }
            }
            What::RetryScheduled { message, order, subscription, attempt, delay } => {
                self.end_hold(message, at, BarResult::Failed);
                let bar = self.bar(subscription, BarKind::Backoff, at, message, order);
                self.bars.push(Bar { end: at + delay, attempt, result: BarResult::Done, ..bar });
            }
            What::CallRetryScheduled { call, order, delay } => {
                let (node, result) = (self.callers[call.index()], BarResult::Done);
                let bar = Bar { end: at + delay, result, call: Some(call), ..Bar::open(node, BarKind::Backoff, at) };
                self.bars.push(Bar { order: order.0, ..bar });
            }
            What::MessageAccepted { message, order, subscription }
            | What::MessageReady { message, order, subscription }
            | What::MessageRedriven { message, order, subscription }
            | What::MessageReturned { message, order, subscription, .. } => {
                self.end_hold(message, at, BarResult::Failed);
                let bar = self.bar(subscription, BarKind::Waiting, at, message, order);
                self.start_waiting(bar);
            }
            What::MessageHandedOut { message, order, subscription, node, .. } => {
                self.end_wait(message, at);
                let bar = Bar { node, ..self.bar(subscription, BarKind::Held, at, message, order) };
                self.holds.set(message.0, self.bars.len());
                self.bars.push(bar);
            }
            What::MessageAcked { message, .. } | What::MessageSuppressed { message, .. } => {
                self.end_hold(message, at, BarResult::Done);
            }
            What::MessageParked { message, .. } => self.end_hold(message, at, BarResult::Parked),
            What::MessageDeadLettered { message, .. }
            | What::MessageDropped { message, .. }
            | What::MessageWithdrawn { message, .. }
            | What::MessageRouted { message, .. }
            | What::MessageShelved { message, .. }
            | What::MessageDelayed { message, .. } => {
                self.end_hold(message, at, BarResult::Failed);
                self.end_wait(message, at);
            }
            _ => self.note_outage(fact),
        }
    }

    /// Folds in a fact about a node's health.
    fn note_outage(&mut self, fact: &Fact) {
        let at = fact.at;
        match fact.what {
            What::HealthSet { node, health } => {
                for open in
                    [self.health_bars.take(node.0.into()), self.crash_bars.take(node.0.into())].into_iter().flatten()
                {
                    self.close(open, at, BarResult::Done);
                }
                let Some(kind) = BarKind::of(health) else { return };
                let open = self.open(node, kind, at);
                self.health_bars.set(node.0.into(), open);
            }
            What::NodeCrashed { node, .. } => {
                // A crash ends a hang and a drain: what restarts is another process.
                let open = self.health_bars.get(node.0.into());
                let ended = |open: &usize| matches!(self.bars[*open].kind, BarKind::Hung | BarKind::Draining);
                if let Some(open) = open.filter(ended) {
                    self.health_bars.take(node.0.into());
                    self.close(open, at, BarResult::Done);
                }
                let open = self.open(node, BarKind::Outage, at);
                self.crash_bars.set(node.0.into(), open);
            }
            What::LeaderFailed { node, .. } if self.crash_bars.get(node.0.into()).is_none() => {
                let open = self.open(node, BarKind::Outage, at);
                self.crash_bars.set(node.0.into(), open);
            }
            What::NodeRestarted { node } | What::LeaderElected { node } => {
                if let Some(open) = self.crash_bars.take(node.0.into()) {
                    self.close(open, at, BarResult::Done);
                }
            }
            _ => {}
        }
    }

    fn start_waiting(&mut self, bar: Bar) {
        match self.waits.get(bar.message) {
            Some(index) => self.waiting[index] = bar,
            None => {
                if let Some(subscription) = bar.subscription {
                    self.depths[subscription.index()].rise(bar.start);
                }
                self.waits.set(bar.message, self.waiting.len());
                self.waiting.push(bar);
            }
        }
    }

    /// Adds the bar of a message that had to wait until now.
    fn end_wait(&mut self, message: MessageId, at: Time) {
        if let Some(bar) = self.take_waiting(message) {
            if let Some(subscription) = bar.subscription {
                self.depths[subscription.index()].fall(at);
            }
            if bar.start < at {
                self.bars.push(Bar { end: at, result: BarResult::Done, ..bar });
            }
        }
    }

    fn end_hold(&mut self, message: MessageId, at: Time, result: BarResult) {
        if let Some(open) = self.holds.take(message.0) {
            self.close(open, at, result);
        }
    }

    fn take_waiting(&mut self, message: MessageId) -> Option<Bar> {
        let index = self.waits.take(message.0)?;
        let bar = self.waiting.swap_remove(index);
        if let Some(moved) = self.waiting.get(index) {
            self.waits.set(moved.message, index);
        }
        Some(bar)
    }

    fn open(&mut self, node: NodeId, kind: BarKind, start: Time) -> usize {
        self.bars.push(Bar::open(node, kind, start));
        self.bars.len() - 1
    }

    fn bar(&self, subscription: SubscriptionId, kind: BarKind, start: Time, message: MessageId, order: OrderId) -> Bar {
        let bar = Bar::open(self.lanes[subscription.index()], kind, start);
        Bar { order: order.0, message: message.0, subscription: Some(subscription), ..bar }
    }

    fn close(&mut self, open: usize, at: Time, result: BarResult) {
        let bar = &mut self.bars[open];
        (bar.end, bar.result) = (at, result);
    }
}
