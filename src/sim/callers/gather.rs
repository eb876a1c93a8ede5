//! Calls that are made at once for one answer: scatter-gather, and hedged requests. Each is a call step of its own, whose
//! parent gathers the answers.

use crate::base::rng::lineage;
use crate::base::time::Span;
use crate::model::Parallel;
use crate::sim::callers::call::{CallStep, StepStage};
use crate::sim::callers::state::Callers;
use crate::sim::callers::step::Called;
use crate::sim::cx::Cx;
use crate::sim::keys::CallStepKey;
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

impl Callers {
    /// Begins the calls that a step makes at once, or the first of them.
    #[cold]
    pub(super) fn scatter<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        parallel: Parallel,
    ) -> Option<Called> {
        self.steps[key].stage = StepStage::Gathering;
        if parallel.after > Span::ZERO {
            return self.begin_child(cx, o, key, parallel);
        }
        let mut over = None;
        // It may be over before all are begun, by answers from a cache or by refusals.
        while over.is_none() && self.steps.get(key).is_some_and(|step| step.gathered.begun < parallel.calls) {
            over = self.begin_child(cx, o, key, parallel);
        }
        over
    }

    /// No answer came for a while: one more call is made.
    #[cold]
    pub(super) fn hedge<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: CallStepKey) -> Option<Called> {
        let parallel = self.parallel(cx, key)?;
        let step = &self.steps[key];
        let call = cx.model.pools[step.pool.index()].calls[0];
        let cause = cx.note(o, step.cause, What::CallHedged { call, order: step.order });
        self.steps[key].cause = cause;
        self.begin_child(cx, o, key, parallel)
    }

    /// The setting in force. Without one, because it was taken away meanwhile, what was begun is gathered.
    fn parallel(&self, cx: &Cx, key: CallStepKey) -> Option<Parallel> {
        let step = self.steps.get(key)?;
        let call = cx.model.pools[step.pool.index()].calls[0];
        let begun = step.gathered.begun;
        let none = Parallel { calls: begun, need: 1, after: Span::ZERO };
        Some(self.policies[call.index()].parallel.unwrap_or(none))
    }

    fn begin_child<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        parent: CallStepKey,
        parallel: Parallel,
    ) -> Option<Called> {
        let step = &mut self.steps[parent];
        step.gathered.begun += 1;
        step.since = cx.now;
        step.timer = None;
        if step.gathered.begun < parallel.calls && parallel.after > Span::ZERO {
            step.until = cx.now + parallel.after;
            step.timer = Some(cx.agenda.push(step.until, Event::CallStep(parent.index())));
        }
        let &mut CallStep { run, pool, order, name, made, began, deadline, cause, last_child, gathered, .. } = step;
        let name = lineage(name, gathered.begun);
        let (since, until) = (cx.now, cx.now);
        let child = CallStep {
            run,
            pool,
            order,
            name,
            made,
            began,
            deadline,
            since,
            until,
            cause,
            parent: Some(parent),
            sibling: last_child,
            ..CallStep::VACANT
        };
        let key = self.steps.insert(child);
        self.steps[parent].last_child = Some(key);
        self.attempt(cx, o, key)
    }

    /// One of the calls that a step makes at once is over.
    #[cold]
    pub(super) fn gather<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: CallStepKey,
        made: u32,
        answer: Result<FactId, (Reason, FactId)>,
    ) -> Option<Called> {
        let parallel = self.parallel(cx, key)?;
        let step = &mut self.steps[key];
        step.made = step.made.max(made);
        *(if answer.is_ok() { &mut step.gathered.good } else { &mut step.gathered.bad }) += 1;
        let gathered = step.gathered;
        let most = parallel.calls.max(gathered.begun);
        if gathered.good >= parallel.need || most - gathered.bad < parallel.need {
            let (Ok(cause) | Err((_, cause))) = answer;
            let children = step.last_child;
            self.abandon_children(cx, o, children, Some(cause));
            return self.step_over(cx, o, key, answer);
        }
        if gathered.good + gathered.bad == gathered.begun {
            // Nothing is under way, and more is needed.
            return self.begin_child(cx, o, key, parallel);
        }
        None
    }

    /// Ends the calls that a step makes at once; `cause` is the fact of the answer that made them needless.
    pub(super) fn abandon_children<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        last: Option<CallStepKey>,
        cause: Option<FactId>,
    ) {
        let mut next = last;
        while let Some(key) = next {
            cx.touch(1);
            let Some(step) = self.steps.remove(key) else { return };
            next = step.sibling;
            let (edge, asked) = match step.stage {
                StepStage::Asking(asked) => (self.calls.get(asked).map(|call| call.call), Some(asked)),
                StepStage::HeldBack(call) => (Some(call), None),
                _ => (None, None),
            };
            if let (Some(call), Some(cause)) = (edge, cause) {
                cx.note(o, cause, What::CallGivenUp { call, order: step.order, asked: asked.is_some() });
            }
            self.let_go(cx, o, key, &step);
            if let (Some(call), Some(asked)) = (edge, asked)
                && self.policies[call.index()].cancel
            {
                self.cancel(cx, o, asked);
            }
        }
    }

    /// Takes a step that is over out of its parent's list.
    pub(super) fn unlink(&mut self, parent: CallStepKey, key: CallStepKey, before: Option<CallStepKey>) {
        let Some(step) = self.steps.get_mut(parent) else { return };
        if step.last_child == Some(key) {
            step.last_child = before;
            return;
        }
        let mut next = step.last_child;
        while let Some(step) = next.and_then(|child| self.steps.get_mut(child)) {
            next = step.sibling;
            if next == Some(key) {
                step.sibling = before;
                return;
            }
        }
    }
}
