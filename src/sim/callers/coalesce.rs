//! Request coalescing: calls that come while one is under way for the same answer wait for that one.

use crate::base::ids::{CallId, OrderId};
use crate::base::left_out::left_out;
use crate::policy::cache::CachePolicy;
use crate::sim::callers::call::StepStage;
use crate::sim::callers::edge::Answer;
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::keys::CallStepKey;
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

/// The key under which the answer to a call about an order is cached.
pub(super) fn cache_key(_cx: &Cx, _cache: &CachePolicy, _call: CallId, _order: OrderId) -> u32 {
    0
}

impl Callers {
    /// A step joins the one that is under way for the same answer; or others will join this one. Returns whether it
    /// joined.
    #[cold]
    pub(super) fn joins<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        call: CallId,
        name: u32,
    ) -> bool {
        left_out!();
        let answer = self.edges[call.index()].answer(name);
        let step = &mut self.steps[key];
        if answer.leader.is_none() {
            answer.leader = Some(key);
            step.leads = Some(call);
            return false;
        }
        answer.joined.push(key);
        step.cause = cx.note(o, step.cause, What::CallJoined { call, order: step.order });
        step.stage = StepStage::Joined(call);
        step.since = cx.now;
        step.timer = step.deadline.map(|until| {
            step.until = until;
            cx.agenda.push(until, Event::CallStep(key.index()))
        });
        true
    }

    /// A step that others joined is over: they are, too, next.
    #[cold]
    pub(super) fn share(
        &mut self,
        cx: &mut Cx,
        key: CallStepKey,
        call: CallId,
        outcome: Result<FactId, (Reason, FactId)>,
    ) {
        left_out!();
        let leads = |answer: &&mut Answer| answer.leader == Some(key);
        let Some(answer) = self.edges[call.index()].answers.iter_mut().find(leads) else { return };
        answer.leader = None;
        let failure = outcome.err().map(|(reason, _)| reason);
        for key in std::mem::take(&mut answer.joined) {
            cx.touch(1);
            let timer = cx.agenda.push(cx.now, Event::CallStep(key.index()));
            let step = &mut self.steps[key];
            // The cause stays its own, which leads to its own run.
            step.enter(StepStage::Shared(call, failure), (cx.now, cx.now), timer, step.cause);
        }
    }

    /// A step that others joined is gone: they call themselves, next.
    #[cold]
    pub(super) fn leave_to_others(&mut self, cx: &mut Cx, key: CallStepKey, call: CallId) {
        left_out!();
        let leads = |answer: &&mut Answer| answer.leader == Some(key);
        let Some(answer) = self.edges[call.index()].answers.iter_mut().find(leads) else { return };
        answer.leader = None;
        for key in std::mem::take(&mut answer.joined) {
            cx.touch(1);
            let timer = cx.agenda.push(cx.now, Event::CallStep(key.index()));
            let step = &mut self.steps[key];
            step.enter(StepStage::Choosing, (cx.now, cx.now), timer, step.cause);
        }
    }

    /// A step waits no longer for the one that it joined.
    pub(super) fn leave_joined(&mut self, key: CallStepKey, call: CallId) {
        left_out!();
        for answer in &mut self.edges[call.index()].answers {
            answer.joined.retain(|step| *step != key);
        }
    }
}
