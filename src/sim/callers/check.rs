//! Invariants of the callers: their state fits their policies, and no verdict on an instance is overdue.

use crate::base::ids::CallId;
use crate::sim::callers::call::StepStage;
use crate::sim::callers::hang::caller;
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;

impl Callers {
    /// Checks every invariant.
    pub fn check(&self, cx: &Cx) -> Result<(), String> {
        self.check_edges(cx)?;
        self.check_pools(cx)?;
        for (node, admission) in cx.model.nodes.iter().zip(&self.admissions) {
            if let Some(limiter) = admission.limiter() {
                limiter.check(cx.now).map_err(|law| format!("{}: {law}", node.id))?;
            }
        }
        for (_, step) in self.steps.iter() {
            let asks = matches!(step.stage, StepStage::Asking(call) if self.calls.get(call).is_some());
            let waits = matches!(step.stage, StepStage::Backoff(_));
            // A caller that hangs does not notice the end.
            let unnoticed = step.timer.is_none() && cx.hangs(caller(cx, step)) && step.until <= cx.now;
            let awaited = step.timer.is_some() && step.until >= cx.now;
            if !(awaited || unnoticed) || !(asks || waits) {
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
