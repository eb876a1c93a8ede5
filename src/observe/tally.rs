//! What is counted of a run while it goes on, and of no single fact afterwards.

use crate::base::ids::{CallId, EffectId, MessageId, NodeId, OrderId, SubscriptionId};
use crate::base::time::{Span, Time};
use crate::model::Model;
use crate::model::claim::{CallField, NodeField};
use crate::observe::histogram::Histogram;
use crate::trace::{Fact, FactId, Observer, Outcome, Reason, What};

/// Watches a run for the few things that the world does not count itself, and remembers nothing else.
#[derive(Clone, PartialEq, Debug)]
pub struct Tally {
    pub(super) flows: Vec<Flow>,
    /// The dead letters there are, by number.
    dead: Vec<MessageId>,
    pub(super) call_attempts: u16,
    pub(super) last: Time,
    pub(super) nodes: Vec<NodeReport>,
    pub(super) calls: Vec<CallReport>,
    /// Lines in the books, by the node that wrote them and the effect.
    written: Vec<Vec<u64>>,
    /// When each order was placed and by which client, from order 1 on.
    placed: Vec<(Time, NodeId)>,
    pub(super) answered: u64,
    pub(super) refused: u64,
    /// From placing an order to its customer's answer, yes or no.
    pub answers: Histogram,
}

/// What was counted of one node.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct NodeReport {
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
    /// Handlers that run at the end.
    pub busy: u64,
    /// Messages and calls that wait for a worker at the end.
    pub waiting: u64,
    /// Runs that wait for a core at the end.
    pub waiting_core: u64,
}

/// What was counted of one edge of calls.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct CallReport {
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
    /// Probes whose outcome is known.
    pub probes: u64,
    /// How often the instance was taken out.
    pub taken_out: u64,
    /// Whether it is out at the end.
    pub out: bool,
}

/// What went through one subscription.
#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct Flow {
    pub(super) sojourns: Histogram,
    depth: u64,
    pub(super) deepest: u64,
    pub(super) first_in: Option<Time>,
    pub(super) last_out: Time,
}

impl Flow {
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
            nodes: vec![NodeReport::default(); model.nodes.len()],
            calls: vec![CallReport::default(); model.calls.len()],
            written: vec![vec![0; model.effects.len()]; model.nodes.len()],
            placed: Vec::new(),
            answered: 0,
            refused: 0,
            answers: Histogram::default(),
        }
    }

    /// What was counted of an edge of calls.
    pub fn call(&self, call: CallId) -> &CallReport {
        &self.calls[call.index()]
    }

    /// How many lines of an effect a node has written in the books.
    pub fn written(&self, node: NodeId, effect: EffectId) -> u64 {
        self.written[node.index()][effect.index()]
    }

    /// How long the handled messages of a subscription were under way.
    pub fn sojourns(&self, subscription: SubscriptionId) -> &Histogram {
        &self.flows[subscription.index()].sojourns
    }

    /// A message is no dead letter any more; whether it was one.
    fn raise(&mut self, message: MessageId) -> bool {
        let place = self.dead.binary_search(&message);
        place.map(|place| self.dead.remove(place)).is_ok()
    }

    /// Orders whose customer was told yes, and no.
    pub const fn customers(&self) -> [u64; 2] {
        [self.answered, self.refused]
    }

    /// What was counted of a node.
    pub fn node(&self, node: NodeId) -> &NodeReport {
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
            What::MessageDeadLettered { message, subscription, .. } => {
                if let Err(place) = self.dead.binary_search(&message) {
                    self.dead.insert(place, message);
                }
                self.flows[subscription.index()].depth -= 1;
            }
            What::MessageRedriven { message, subscription, .. } => {
                self.raise(message);
                self.flows[subscription.index()].enter(fact.at);
            }
            What::MessageDropped { message, subscription, .. }
            | What::MessageWithdrawn { message, subscription, .. } => {
                let alive = !self.raise(message);
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

impl NodeReport {
    pub(super) fn field(self, field: NodeField) -> f64 {
        let count = match field {
            NodeField::Busy => self.busy,
            NodeField::Waiting => self.waiting,
            NodeField::Started => self.started,
            NodeField::Failed => self.failed,
            NodeField::Crashes => self.crashes,
            NodeField::Limited => self.limited,
            NodeField::Unauthenticated => self.unauthenticated,
            NodeField::Forbidden => self.forbidden,
            NodeField::Orders => self.orders,
            NodeField::Answered => self.answered,
            NodeField::Refused => self.refused,
            NodeField::WaitingCore => self.waiting_core,
        };
        count as f64
    }
}

impl CallReport {
    pub(super) fn field(self, field: CallField) -> f64 {
        let count = match field {
            CallField::Sent => self.sent,
            CallField::Answered => self.answered,
            CallField::Failed => self.failed,
            CallField::Retried => self.retried,
            CallField::NotPermitted => self.not_permitted,
            CallField::Opened => self.opened,
            CallField::Throttled => self.throttled,
            CallField::Cached => self.cached,
            CallField::Stale => self.stale,
            CallField::Oldest => return self.oldest.as_millis(),
            CallField::Probes => self.probes,
            CallField::TakenOut => self.taken_out,
            CallField::Out => self.out.into(),
        };
        count as f64
    }
}
