//! Passive health checks: an instance is taken out for a while after failures in a row of real calls.

use crate::base::ids::CallId;
use crate::base::left_out::left_out;
use crate::base::time::Span;
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

/// The longest time out, in times of the first.
const LONGEST: u32 = 10;

impl Callers {
    /// Counts the end of an attempt at an instance, and takes it out when it has failed too often.
    pub(super) fn count_failure<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        call: CallId,
        failure: Option<Reason>,
        cause: FactId,
    ) {
        let Some(policy) = self.policies[call.index()].ejection else { return };
        left_out!();
        let edge = &mut self.edges[call.index()];
        match failure {
            None => edge.failures = 0,
            // Not the instance's fault.
            Some(Reason::RateLimited | Reason::Unauthenticated | Reason::Forbidden | Reason::BulkheadFull) => return,
            Some(_) => edge.failures = edge.failures.saturating_add(1),
        }
        if edge.failures < policy.failures || edge.ejected.is_some() {
            return;
        }
        let model = cx.model.clone();
        let pool = &model.pools[model.calls[call.index()].pool.index()].calls;
        let ejected = pool.iter().filter(|call| self.edges[call.index()].ejected.is_some()).count();
        if ejected > 0 && ejected as f64 >= policy.most * pool.len() as f64 {
            return;
        }
        let edge = &mut self.edges[call.index()];
        edge.ejections = edge.ejections.saturating_add(1);
        let times = u64::from(edge.ejections.min(LONGEST));
        let out = Span::from_micros(policy.out_for.as_micros().saturating_mul(times));
        let failures = std::mem::take(&mut edge.failures);
        let fact = cx.note(o, cause, What::InstanceEjected { call, failures, out });
        edge.ejected = Some((cx.agenda.push(cx.now + out, Event::Ejected(call.0.into())), fact));
    }

    /// The time for which an instance was taken out is over.
    #[cold]
    pub fn ejection_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId) {
        left_out!();
        if let Some((_, cause)) = self.edges[call.index()].ejected.take() {
            cx.note(o, cause, What::EjectionEnded { call });
        }
    }
}
