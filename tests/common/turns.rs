//! Whose turn it is, from the facts alone: instances of a pool are called in turn, and one out of rotation is not
//! called.

use carteiro::base::ids::{CallId, OrderId};
use carteiro::model::Model;
use carteiro::trace::{Field, Reason, What};

/// What is known of one edge.
#[derive(Clone, Copy, Default, Debug)]
struct Edge {
    out: bool,
    ejected: bool,
    /// Calls since something other than a turn decided who is called.
    turns: u32,
}

/// The turns of every pool.
#[derive(Clone, Debug)]
pub struct Turns {
    edges: Vec<Edge>,
    /// Attempts that wait for a place in a bulkhead, or whose caller stopped meanwhile.
    held_back: Vec<(CallId, OrderId)>,
}

impl Turns {
    pub fn new(model: &Model) -> Turns {
        Turns { edges: vec![Edge::default(); model.calls.len()], held_back: Vec::new() }
    }

    /// Takes note of a fact.
    pub fn follow(&mut self, model: &Model, what: &What) -> Result<(), String> {
        match *what {
            // It had its turn when it was held back.
            What::CallSent { call, order, .. } if self.held_back.contains(&(call, order)) => {
                self.let_go(model, call, order);
            }
            What::CallHeldBack { call, order } => {
                self.held_back.push((call, order));
                self.begin_anew(model, call);
            }
            What::CallAttemptFailed { call, order, reason: Reason::BulkheadFull } => self.let_go(model, call, order),
            What::CallGivenUp { call, order, asked: false } => self.let_go(model, call, order),
            What::CallSent { call, attempt: 1, .. } => return self.called(model, call, true),
            What::CallSent { call, .. } => {
                self.called(model, call, false)?;
                self.begin_anew(model, call);
            }
            // It had its turn, and was not called.
            What::CallAttemptFailed { call, reason: Reason::CallNotPermitted, .. } => self.begin_anew(model, call),
            What::CallAnswered { .. } | What::CallAttemptFailed { .. } | What::CallRetryScheduled { .. } => {}
            What::ProbeFailed { call, .. } if self.edges[call.index()].out => {
                return Err("a probe failed of an instance that is out, and counts".into());
            }
            What::ProbePassed { call, .. } if !self.edges[call.index()].out => {
                return Err("a probe passed of an instance that is in, and counts".into());
            }
            What::ProbeFailed { .. } | What::ProbePassed { .. } => {}
            _ => self.changed(model, what),
        }
        Ok(())
    }

    /// Whatever else is told of an edge may decide who is called.
    fn changed(&mut self, model: &Model, what: &What) {
        let mut of = None;
        what.fields(&mut |_, field| {
            if let Field::Call(call) = field {
                of = Some(call);
            }
        });
        let Some(call) = of else { return };
        self.edges[call.index()].ejected = matches!(what, What::InstanceEjected { .. })
            || self.edges[call.index()].ejected
                && !matches!(what, What::EjectionEnded { .. } | What::CallPolicySet { .. });
        self.edges[call.index()].out = matches!(what, What::InstanceTakenOut { .. })
            || self.edges[call.index()].out
                && !matches!(what, What::InstanceLetBack { .. } | What::HealthCheckSet { .. });
        self.begin_anew(model, call);
    }

    fn called(&mut self, model: &Model, call: CallId, in_turn: bool) -> Result<(), String> {
        let pool = &model.pools[model.calls[call.index()].pool.index()].calls;
        let is_out = |edge: Edge| edge.out || edge.ejected;
        let all_out = pool.iter().all(|c| is_out(self.edges[c.index()]));
        if is_out(self.edges[call.index()]) && !all_out {
            return Err("an instance that is out was called, and another is in".into());
        }
        if !in_turn {
            return Ok(());
        }
        self.edges[call.index()].turns += 1;
        let turns = || pool.iter().map(|c| self.edges[c.index()]).filter(|e| all_out || !is_out(*e)).map(|e| e.turns);
        match (turns().min(), turns().max()) {
            (Some(least), Some(most)) if most - least > 1 => Err(format!("turns are not fair: {least} and {most}")),
            _ => Ok(()),
        }
    }

    fn let_go(&mut self, model: &Model, call: CallId, order: OrderId) {
        if let Some(at) = self.held_back.iter().position(|held| *held == (call, order)) {
            self.held_back.swap_remove(at);
        }
        self.begin_anew(model, call);
    }

    fn begin_anew(&mut self, model: &Model, call: CallId) {
        for call in &model.pools[model.calls[call.index()].pool.index()].calls {
            self.edges[call.index()].turns = 0;
        }
    }
}
