//! Invariants of the callers: their state fits their policies, and no verdict on an instance is overdue.

use crate::base::ids::CallId;
use crate::sim::callers::call::StepStage;
use crate::sim::callers::hang::caller;
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::keys::CallStepKey;

impl Callers {
    /// Checks every invariant.
    pub fn check(&self, cx: &Cx) -> Result<(), String> {
        self.check_edges(cx)?;
        self.check_places(cx)?;
        self.check_pools(cx)?;
        for (node, admission) in cx.model.nodes.iter().zip(&self.admissions) {
            if let Some(limiter) = admission.limiter() {
                limiter.check(cx.now).map_err(|law| format!("{}: {law}", node.id))?;
            }
        }
        for (key, step) in self.steps.iter() {
            let asks = matches!(step.stage, StepStage::Asking(call) if self.calls.get(call).is_some());
            let waits = matches!(step.stage, StepStage::Backoff(_) | StepStage::HeldBack(_) | StepStage::Shared(..));
            let joined = matches!(step.stage, StepStage::Joined(call) if self.has_joined(key, call));
            let gathers = step.stage == StepStage::Gathering
                && step
                    .last_child
                    .and_then(|child| self.steps.get(child))
                    .is_some_and(|child| child.parent == Some(key));
            let joined = joined || gathers;
            let again = step.stage == StepStage::Choosing && step.until == cx.now;
            let waits = waits || again;
            // A caller that hangs does not notice the end.
            let unnoticed = step.timer.is_none() && cx.hangs(caller(cx, step)) && step.until <= cx.now;
            let awaited = if step.timer.is_some() { step.until >= cx.now } else { joined };
            if !(awaited || unnoticed) || !(asks || waits || joined) {
                return Err(format!("a call step for order {} waits for nothing: {step:?}", step.order.0));
            }
        }
        Ok(())
    }

    fn ends(&self, cx: &Cx, call: CallId) -> String {
        let edge = &cx.model.calls[call.index()];
        format!("{} to {}", cx.model.nodes[edge.from.index()].id, cx.model.nodes[edge.to.index()].id)
    }

    fn check_edges(&self, cx: &Cx) -> Result<(), String> {
        for (i, (edge, policy)) in self.edges.iter().zip(&self.policies).enumerate() {
            if let Some(flaw) = edge.flaw(policy, cx.now) {
                return Err(format!("{}: {flaw}: {edge:?}", self.ends(cx, CallId::new(i))));
            }
        }
        Ok(())
    }

    /// Whether a step waits for another one that is under way over the same edge.
    fn has_joined(&self, key: CallStepKey, call: CallId) -> bool {
        let leads = |leader: CallStepKey| self.steps.get(leader).is_some_and(|step| step.leads == Some(call));
        let answers = &self.edges[call.index()].answers;
        answers.iter().any(|answer| answer.joined.contains(&key) && answer.leader.is_some_and(leads))
    }

    /// Checks that each edge counts its attempts under way, and knows the steps that it holds back.
    fn check_places(&self, cx: &Cx) -> Result<(), String> {
        let mut places = vec![(0, 0); self.edges.len()];
        for (key, step) in self.steps.iter() {
            match step.stage {
                StepStage::Asking(call) => {
                    if let Some(call) = self.calls.get(call) {
                        places[call.call.index()].0 += 1;
                    }
                }
                StepStage::HeldBack(call) if self.edges[call.index()].held_back.contains(&key) => {
                    places[call.index()].1 += 1;
                }
                _ => {}
            }
            // What ends at this instant may be noticed late, by a caller that hung.
            let late = step.until > cx.now && !cx.hangs(caller(cx, step));
            if late && step.deadline.is_some_and(|deadline| deadline < cx.now) {
                return Err(format!("a call step for order {} outlived its deadline: {step:?}", step.order.0));
            }
        }
        for (i, (edge, counted)) in self.edges.iter().zip(places).enumerate() {
            if (edge.under_way, edge.held_back.len()) != counted {
                let ends = self.ends(cx, CallId::new(i));
                return Err(format!("{ends}: {counted:?} are under way and held back: {edge:?}"));
            }
        }
        Ok(())
    }

    /// Checks that an instance is out only where there is a health check, and that no verdict is overdue.
    fn check_pools(&self, cx: &Cx) -> Result<(), String> {
        for (i, state) in self.checks.iter().enumerate() {
            let call = CallId::new(i);
            match self.health_check(cx.model.calls[i].pool) {
                None if !state.is_idle() => {
                    return Err(format!("{}: nobody checks, and still {state:?}", self.ends(cx, call)));
                }
                Some(check) if state.streak >= check.needs(state.out) => {
                    return Err(format!("{}: {} probes in a row decided nothing", self.ends(cx, call), state.streak));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
