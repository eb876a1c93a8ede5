//! What a node may do in its health, from the facts alone.

use super::audit::law;
use carteiro::base::ids::{CallId, NodeId};
use carteiro::model::{Health, Model};
use carteiro::sim::World;
use carteiro::trace::{Fact, FactId, Outcome, Reason, Trace, What};
use std::collections::BTreeSet;

/// The nodes that hang, and those that drain.
#[derive(Clone, Default, Debug)]
pub struct Healths {
    hung: BTreeSet<NodeId>,
    draining: BTreeSet<NodeId>,
}

impl Healths {
    /// Judges a fact: a node that hangs does nothing at all, and one that drains is handed nothing new.
    pub fn judge(&mut self, model: &Model, what: &What) -> Result<(), String> {
        match *what {
            What::MessageHandedOut { node, .. } => {
                law(!self.draining.contains(&node), "handed out to one that drains")?
            }
            // What restarts is another process.
            What::HealthSet { node, .. } | What::NodeCrashed { node, .. } => {
                self.hung.remove(&node);
                self.draining.remove(&node);
            }
            _ => {}
        }
        match *what {
            What::HealthSet { node, health: Health::Hung } => {
                self.hung.insert(node);
            }
            What::HealthSet { node, health: Health::Draining { .. } } => {
                self.draining.insert(node);
            }
            _ => {}
        }
        let caller = |call: CallId| model.calls[call.index()].from;
        let doer = match *what {
            What::RunEnded { outcome: Outcome::Failed(Reason::Crashed | Reason::Stopped), .. } => return Ok(()),
            What::RunStarted { node, .. }
            | What::RunEnded { node, .. }
            | What::EffectWritten { node, .. }
            | What::PublishSent { node, .. }
            | What::OutboxStored { node, .. }
            | What::OrderDecided { node, .. }
            | What::ExpectationSet { node, .. } => node,
            // A sidecar does not hang with its service.
            What::IngressRefused { node, .. } if model.sidecar(node).is_none() => node,
            What::CallSent { call, .. }
            | What::CallAnswered { call, .. }
            | What::CallAttemptFailed { call, .. }
            | What::CallRetryScheduled { call, .. }
            | What::CallAnsweredFromCache { call, .. }
            | What::RetryThrottled { call, .. }
            | What::BreakerOpened { call, .. }
            | What::BreakerHalfOpened { call, .. }
            | What::BreakerClosed { call }
            | What::ProbeFailed { call, .. }
            | What::ProbePassed { call, .. } => caller(call),
            _ => return Ok(()),
        };
        law(!self.hung.contains(&doer), "a node that hangs did something")
    }
}

/// The users of closed loops: each order that has a cause comes after the answer to an earlier one, and each answer brings one
/// order at most.
#[derive(Clone, Default, Debug)]
pub struct Users {
    answers: BTreeSet<FactId>,
}

impl Users {
    pub fn judge(&mut self, world: &World, trace: &Trace, fact: Fact) -> Result<(), String> {
        let What::OrderPlaced { client, .. } = fact.what else { return Ok(()) };
        if fact.cause == FactId::NONE {
            return Ok(());
        }
        let answered = match trace.get(fact.cause).map(|cause| cause.what) {
            Some(What::OrderAnswered { order } | What::OrderFailed { order, .. }) => order,
            _ => return Err("an order after something that is no answer".into()),
        };
        let same = world.ledger().order(answered).is_some_and(|order| order.client == client);
        law(same, "an order after the answer to another client's")?;
        law(self.answers.insert(fact.cause), "two orders after one answer")
    }
}
