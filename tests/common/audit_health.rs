//! What a node may do in its health, from the facts alone.

use super::audit::law;
use carteiro::base::ids::{CallId, NodeId};
use carteiro::model::{Health, Model};
use carteiro::trace::{Outcome, Reason, What};
use std::collections::BTreeSet;

/// The nodes that hang.
#[derive(Clone, Default, Debug)]
pub struct Healths {
    hung: BTreeSet<NodeId>,
}

impl Healths {
    /// Judges a fact: a node that hangs does nothing at all.
    pub fn judge(&mut self, model: &Model, what: &What) -> Result<(), String> {
        match *what {
            What::HealthSet { node, health: Health::Hung } => {
                self.hung.insert(node);
            }
            // What restarts is another process.
            What::HealthSet { node, .. } | What::NodeCrashed { node, .. } => {
                self.hung.remove(&node);
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
