//! Counts facts as they happen: what the state of the world at the end no longer tells.

use crate::base::ids::{CallId, EffectId, MessageId, NodeId, OrderId, SubscriptionId};
use crate::base::time::{Span, Time};
use crate::model::Model;
use crate::observe::histogram::Histogram;
use crate::trace::{Fact, FactId, Observer, Outcome, Reason, What};

/// Watches a run for the few things that the world does not count itself, and remembers nothing else.
#[derive(Clone, PartialEq, Debug)]
pub struct Tally {
    flows: Vec<Flow>,
    /// The messages that are dead letters: one bit for each message, by its number.
    dead: Vec<u64>,
    pub(super) call_attempts: u32,
    pub(super) last: Time,
    nodes: Vec<NodeTally>,
    calls: Vec<CallTally>,
    /// Lines in the books, by the node that wrote them and the effect.
    written: Vec<Vec<u64>>,
    /// When each order was placed and by which client, from order 1 on.
    placed: Vec<(Time, NodeId)>,
    pub(super) answered: u64,
    pub(super) refused: u64,
    /// Messages that no queue took.
    pub(super) unroutable: u64,
    /// From placing an order to its customer's answer, yes or no.
    pub answers: Histogram,
}

/// What was counted of one node.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct NodeTally {
    /// Handlers begun.
    pub started: u64,
    /// Handlers that ended in a failure.
    pub failed: u64,
    /// How often it crashed.
    pub crashes: u64,
    /// Calls refused at its door: too many.
    pub limited: u64,
    /// Calls refused at its door: the order's client is not logged in.
    pub unauthenticated: u64,
    /// Calls refused at its door: the calling node may not call here.
    pub forbidden: u64,
    /// Orders of this client.
    pub orders: u64,
    /// Orders of this client that have their answer.
    pub answered: u64,
    /// Orders of this client that were told that they failed.
    pub refused: u64,
}

/// What was counted of one edge of calls.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct CallTally {
    /// Requests that left, those of retries too.
    pub sent: u64,
    /// Attempts that got their answer in time.
    pub answered: u64,
    /// Attempts that did not, those not permitted too.
    pub failed: u64,
    /// Further attempts scheduled.
    pub retried: u64,
    /// Attempts that the circuit breaker did not permit.
    pub not_permitted: u64,
    /// How often the circuit breaker opened.
    pub opened: u64,
    /// Retries for which the budget had no token.
    pub throttled: u64,
    /// Fresh answers used without a call.
    pub cached: u64,
    /// Stale answers used when the call had failed.
    pub stale: u64,
    /// The age of the oldest answer used so.
    pub oldest: Span,
}

/// What went through one subscription.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Flow {
    /// From publishing to acknowledging, of the handled messages.
    pub sojourns: Histogram,
    depth: u64,
    /// The most messages in it at one time.
    pub deepest: u64,
    first_in: Option<Time>,
    last_out: Time,
}

impl Flow {
    /// From the first message that entered to the last acknowledgement.
    pub fn active(&self) -> Span {
        self.last_out.since(self.first_in.unwrap_or(self.last_out))
    }

    fn enter(&mut self, at: Time) {
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        self.first_in.get_or_insert(at);
    }

    fn acked(&mut self, at: Time) {
        self.depth -= 1;
        self.last_out = at;
    }
}

impl Tally {
    /// Nothing seen yet.
    pub fn new(model: &Model) -> Tally {
        Tally {
            flows: vec![Flow::default(); model.subscriptions.len()],
            dead: Vec::new(),
            call_attempts: 0,
            last: Time::ZERO,
            nodes: vec![NodeTally::default(); model.nodes.len()],
            calls: vec![CallTally::default(); model.calls.len()],
            written: vec![vec![0; model.effects.len()]; model.nodes.len()],
            placed: Vec::new(),
            answered: 0,
            refused: 0,
            unroutable: 0,
            answers: Histogram::default(),
        }
    }

    /// Memory of what grows in the course of a run, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.placed) + size_of_val(&*self.dead)
    }

    /// What was counted of an edge of calls.
    pub fn call(&self, call: CallId) -> &CallTally {
        &self.calls[call.index()]
    }

    /// How many lines of an effect a node has written in the books.
    pub fn written(&self, node: NodeId, effect: EffectId) -> u64 {
        self.written[node.index()][effect.index()]
    }

    /// What went through a subscription.
    pub fn flow(&self, subscription: SubscriptionId) -> &Flow {
        &self.flows[subscription.index()]
    }

    /// Notes whether a message is a dead letter; returns whether it was one.
    fn set_dead(&mut self, message: MessageId, dead: bool) -> bool {
        let (word, bit) = ((message.0 / 64) as usize, 1 << (message.0 % 64));
        if word >= self.dead.len() {
            if !dead {
                return false;
            }
            self.dead.resize(word + 1, 0);
        }
        let was = self.dead[word] & bit != 0;
        if was != dead {
            self.dead[word] ^= bit;
        }
        was
    }

    /// What was counted of a node.
    pub fn node(&self, node: NodeId) -> &NodeTally {
        &self.nodes[node.index()]
    }

    /// A customer hears yes or no.
    fn answer(&mut self, order: OrderId, at: Time, yes: bool) {
        let Some(&(placed, client)) = self.placed.get(order.0 as usize - 1) else { return };
        self.answers.add(at.since(placed));
        let of_client = &mut self.nodes[client.index()];
        let (count, all) = match yes {
            true => (&mut of_client.answered, &mut self.answered),
            false => (&mut of_client.refused, &mut self.refused),
        };
        *count += 1;
        *all += 1;
    }

    fn refused_at_the_door(&mut self, node: NodeId, reason: Reason) {
        let node = &mut self.nodes[node.index()];
        match reason {
            Reason::RateLimited => node.limited += 1,
            Reason::Unauthenticated => node.unauthenticated += 1,
            _ => node.forbidden += 1,
        }
    }

    /// Takes note of a fact, for an observer that has this one as a part.
    #[inline]
    pub fn note(&mut self, fact: &Fact) {
        self.last = fact.at;
        match fact.what {
            What::MessageAccepted { subscription, .. } | What::MessageDuplicated { subscription, .. } => {
                self.flows[subscription.index()].enter(fact.at);
            }
            What::MessageAcked { subscription, sojourn, .. } => {
                let flow = &mut self.flows[subscription.index()];
                flow.acked(fact.at);
                flow.sojourns.add(sojourn);
            }
            What::MessageSuppressed { subscription, .. } => self.flows[subscription.index()].acked(fact.at),
            What::MessageDeadLettered { message, subscription, .. }
            | What::MessageShelved { message, subscription, .. } => {
                self.set_dead(message, true);
                self.flows[subscription.index()].depth -= 1;
            }
            What::MessageRedriven { message, subscription, .. } => {
                self.set_dead(message, false);
                self.flows[subscription.index()].enter(fact.at);
            }
            What::MessageDropped { message, subscription, .. }
            | What::MessageRouted { message, subscription, .. }
            | What::MessageWithdrawn { message, subscription, .. } => {
                let alive = !self.set_dead(message, false);
                self.flows[subscription.index()].depth -= u64::from(alive);
            }
            What::OrderPlaced { client, .. } => {
                self.placed.push((fact.at, client));
                self.nodes[client.index()].orders += 1;
            }
            What::OrderAnswered { order } => self.answer(order, fact.at, true),
            What::OrderFailed { order, .. } => self.answer(order, fact.at, false),
            What::EffectWritten { node, effect, .. } => self.written[node.index()][effect.index()] += 1,
            What::IngressRefused { node, reason, .. } => self.refused_at_the_door(node, reason),
            What::RunStarted { node, .. } => self.nodes[node.index()].started += 1,
            What::RunEnded { node, outcome: Outcome::Failed(_), .. } => self.nodes[node.index()].failed += 1,
            What::MessageUnroutable { .. } => self.unroutable += 1,
            What::NodeCrashed { node, .. } => self.nodes[node.index()].crashes += 1,
            What::CallSent { call, attempt, .. } => {
                self.call_attempts = self.call_attempts.max(attempt);
                self.calls[call.index()].sent += 1;
            }
            What::CallAnswered { call, .. } => self.calls[call.index()].answered += 1,
            What::CallAttemptFailed { call, reason, .. } => {
                let counts = &mut self.calls[call.index()];
                counts.failed += 1;
                counts.not_permitted += u64::from(reason == Reason::CallNotPermitted);
            }
            What::CallRetryScheduled { call, .. } => self.calls[call.index()].retried += 1,
            What::BreakerOpened { call, .. } => self.calls[call.index()].opened += 1,
            What::RetryThrottled { call, .. } => self.calls[call.index()].throttled += 1,
            What::CallAnsweredFromCache { call, age, stale, .. } => {
                let counts = &mut self.calls[call.index()];
                *(if stale { &mut counts.stale } else { &mut counts.cached }) += 1;
                counts.oldest = counts.oldest.max(age);
            }
            _ => {}
        }
    }
}

impl Observer for Tally {
    #[inline]
    fn record(&mut self, fact: Fact) -> FactId {
        self.note(&fact);
        FactId::NONE
    }
}
