//! Execution of steps: a run proceeds until a step takes time or the handler ends.

use crate::base::ids::{EffectId, EffectSet, NodeId, OrderId, SubscriptionId, TopicId};
use crate::base::rng::{Purpose, lineage};
use crate::model::{CrashPoint, Otherwise, Step, Via};
use crate::sim::broker::{Broker, Confirm, Outgoing, Told};
use crate::sim::callers::{CallStepStart, Called};
use crate::sim::cx::Cx;
use crate::sim::keys::{Receipt, RunKey};
use crate::sim::program::Placed;
use crate::sim::schedule::Item;
use crate::sim::services::end::{end, over};
use crate::sim::services::machine::{begin_wait, begin_work};
use crate::sim::services::plain::StageEnd;
use crate::sim::services::run::{Origin, Run, RunStage};
use crate::sim::services::stalled::Stalled;
use crate::sim::services::state::{Below, Services, crashes_at};
use crate::trace::{FactId, Observer, Outcome, Reason, What};

impl Services {
    /// Executes a run's steps until one takes time or the handler ends.
    #[inline(never)]
    pub(super) fn proceed<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, key: RunKey) {
        loop {
            let run = &mut self.runs[key];
            let placed = cx.program.at(run.position);
            if let Some(reason) = run.doomed
                && fails_before(placed.step.as_ref())
            {
                let cause = run.cause;
                self.fail(cx, o, below, key, reason, cause);
                return;
            }
            match placed.step.as_ref() {
                None => {
                    let at = (placed.node, placed.subscription);
                    self.finish(cx, o, below, key, at);
                    return;
                }
                Some(Step::Work { .. }) => {
                    let node = placed.node;
                    begin_work(cx, below.broker, node, (key, run));
                    return;
                }
                Some(Step::Wait { .. }) => {
                    begin_wait(cx, (key, run));
                    return;
                }
                Some(Step::Require { effects, otherwise }) => {
                    if !effects.iter().all(|effect| cx.books.times(run.order, *effect) > 0) {
                        let otherwise = *otherwise;
                        self.prerequisite_missing(cx, o, below, key, otherwise);
                        return;
                    }
                }
                Some(&Step::Effect(effect)) => {
                    if !self.write_effect(cx, o, below, key, effect) {
                        return;
                    }
                }
                Some(&Step::Publish { topic, via, site }) => {
                    if publish(cx, o, below.broker, (key, run, placed.node), (topic, via, site)) {
                        run.enter(RunStage::Confirming, cx.now, None);
                        return;
                    }
                }
                Some(&Step::Call(pool)) => {
                    let name = lineage(run.name, placed.handler().0.into());
                    let (order, made, cause) = (run.order, run.calls.into(), run.cause);
                    let deadline = match run.origin() {
                        Origin::Call(call) => below.callers.call(call).and_then(|call| call.deadline),
                        Origin::Message(_) | Origin::Acked | Origin::Answered | Origin::Order => None,
                    };
                    let start = CallStepStart { run: key, pool, order, name, made, deadline, cause };
                    match below.callers.begin(cx, o, start) {
                        Ok(step) => run.enter(RunStage::Calling(step), cx.now, None),
                        Err(over) => {
                            if self.goes_on(&over) {
                                continue;
                            }
                            self.call_failed(cx, o, below, over);
                        }
                    }
                    return;
                }
                Some(Step::Reply) => self.reply(cx, below, key),
                Some(&Step::Decide { probability, otherwise, place }) => {
                    let no = placed.jump(run.position, otherwise);
                    let node = placed.node;
                    decide(cx, o, (run, node), (place, probability), no);
                    continue;
                }
                Some(&Step::Jump(to)) => {
                    run.position = placed.jump(run.position, to);
                    continue;
                }
                Some(&Step::Expect { effects, instead }) => self.expect(cx, o, key, effects, instead),
            }
            self.runs[key].position += 1;
        }
    }

    /// The timed stage of a run ends, if it waits for this event.
    #[inline(always)]
    pub fn run_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, item: Item, index: u32) {
        if let StageEnd::Other = self.ends_plainly(cx, o, below, item, index) {
            self.stage_ends(cx, o, below, index);
        }
    }

    /// The timed stage of a run ends, whose event has begun.
    fn stage_ends<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, index: u32) {
        let Some((key, run)) = self.runs.at_mut(index) else { return };
        let had_core = match run.stage() {
            RunStage::Working { .. } => true,
            RunStage::Waiting { .. } => false,
            RunStage::Stepping | RunStage::WaitingCore | RunStage::Calling(_) | RunStage::Confirming => return,
        };
        run.resume();
        let placed = cx.program.at(run.position);
        let last = placed.last;
        let failed = run.doomed.or_else(|| work_failure(cx, placed, run));
        run.position += 1;
        let (node, subscription, cause) = (placed.node, placed.subscription, run.cause);
        if had_core {
            self.free_core(cx, below.broker, node);
        }
        match failed {
            Some(reason) => self.fail(cx, o, below, key, reason, cause),
            None if last => self.finish(cx, o, below, key, (node, subscription)),
            None => self.proceed(cx, o, below, key),
        }
    }

    /// What became of a publication reaches its run, or the relay, which crashes.
    pub fn told<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, told: Told) {
        match told {
            Told::Nobody => {}
            Told::Run(confirm) => self.confirmed(cx, o, below, confirm),
            Told::Relay(node, cause) => {
                if crashes_at(cx, node, CrashPoint::BeforeMark) {
                    self.crash(cx, o, below, node, cause);
                }
            }
        }
    }

    /// Resumes a run with the broker's confirm.
    pub fn confirmed<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, confirm: Confirm) {
        let Confirm { run: key, answer } = confirm;
        let Some(run) = self.runs.get_mut(key).filter(|run| run.stage() == RunStage::Confirming) else { return };
        if cx.hung > 0 && cx.hangs(cx.program.at(run.position).node) {
            let node = cx.program.at(run.position).node;
            self.stall(cx, node, Stalled::Confirm(confirm));
            return;
        }
        run.resume();
        match answer {
            Ok(cause) => {
                run.cause = cause;
                run.position += 1;
                self.proceed(cx, o, below, key);
            }
            Err((reason, cause)) => self.fail(cx, o, below, key, reason, cause),
        }
    }

    /// Resumes a run with the result of its call step.
    pub fn called<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, called: Called) {
        if self.goes_on(&called) {
            self.proceed(cx, o, below, called.run);
        } else {
            self.call_failed(cx, o, below, called);
        }
    }

    /// Stores the result of a call step in its run. Returns whether the run continues.
    fn goes_on(&mut self, called: &Called) -> bool {
        let Some(run) = self.runs.get_mut(called.run) else { return false };
        run.resume();
        run.calls = called.made as u16;
        if let Ok(cause) = called.answer {
            run.cause = cause;
            run.position += 1;
        }
        called.answer.is_ok()
    }

    fn call_failed<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, called: Called) {
        if let Err((reason, cause)) = called.answer {
            self.fail(cx, o, below, called.run, reason, cause);
        }
    }

    /// Writes an effect, unless the inbox knows its key. Returns false when the run is over.
    fn write_effect<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        key: RunKey,
        effect: EffectId,
    ) -> bool {
        let run = &mut self.runs[key];
        let &Placed { node, subscription, .. } = cx.program.at(run.position);
        let Run { order, site, cause, .. } = *run;
        let nth = u16::from(run.effects);
        run.effects += 1;
        if crashes_at(cx, node, CrashPoint::BeforeEffect) {
            self.crash(cx, o, below, node, cause);
            return false;
        }
        let inbox = subscription.and_then(|s| below.broker.queue(s).delivery.inbox.map(|inbox| (s, inbox.window)));
        if let Some((s, window)) = inbox {
            let inbox = &mut self.inboxes[s.index()];
            if !inbox.admits(order, site, nth, window, cx.now) {
                // Another copy has brought the last effect meanwhile: nothing is left to do.
                return !inbox.is_last(nth) || self.end_suppressed(cx, o, below, key);
            }
        }
        let (times, change) = cx.write(order, effect);
        let cause = cx.note(o, cause, What::EffectWritten { order, effect, node, times });
        self.runs[key].cause = cause;
        cx.note_done(o, order, change, cause);
        // Only the first line of an effect can complete a prerequisite. Reacting to every line would let two messages
        // that write before they wait wake each other endlessly.
        if times == 1 {
            below.broker.unpark(cx, o, order, cause);
        }
        if crashes_at(cx, node, CrashPoint::AfterEffect) {
            self.store_with_effect(cx, o, below.broker, key);
            self.crash(cx, o, below, node, cause);
            return false;
        }
        true
    }

    /// Stores the outbox publications that follow an effect in its transaction: no crash comes between.
    fn store_with_effect<O: Observer>(&self, cx: &mut Cx, o: &mut O, broker: &mut Broker, key: RunKey) {
        let run = &self.runs[key];
        let mut position = run.position + 1;
        loop {
            let placed = cx.program.at(position);
            match placed.step {
                Some(Step::Publish { topic, via: Via::Outbox, site }) => {
                    let node = placed.node;
                    publish(cx, o, broker, (key, run, node), (topic, Via::Outbox, site));
                    position += 1;
                }
                // The end of a branch, which is not a step of the file.
                Some(Step::Jump(to)) => position = placed.jump(position, to),
                _ => return,
            }
        }
    }

    fn prerequisite_missing<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        key: RunKey,
        otherwise: Otherwise,
    ) {
        let run = &self.runs[key];
        let cause = run.cause;
        match run.origin() {
            Origin::Message(receipt) if otherwise == Otherwise::Park && below.broker.holds(receipt) => {
                if let Some(run) = self.runs.remove(key) {
                    let cause = end(cx, o, &run, cx.program.at(run.position).node, Outcome::Parked, cause);
                    let parked = below.broker.park(cx, o, receipt, cause);
                    debug_assert!(parked, "its service holds the message");
                }
            }
            _ => self.fail(cx, o, below, key, Reason::PrerequisiteMissing, cause),
        }
    }

    /// Changes the effects expected of the order. A retry that repeats it changes nothing.
    fn expect<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: RunKey, effects: EffectSet, instead: EffectSet) {
        let Run { order, position, mut cause, .. } = self.runs[key];
        let node = cx.program.at(position).node;
        let before = cx.books.expected(order);
        let change = cx.books.expect(order, effects, instead);
        let after = cx.books.expected(order);
        for (changed, expected) in [(before.without(after), false), (after.without(before), true)] {
            for effect in changed.iter() {
                cause = cx.note(o, cause, What::ExpectationSet { order, effect, node, expected });
            }
        }
        self.runs[key].cause = cause;
        cx.note_done(o, order, change, cause);
    }

    /// Answers the caller, if it has no answer yet; at a reply step or at the end.
    fn reply(&mut self, cx: &mut Cx, below: &mut Below<'_>, key: RunKey) {
        let run = &mut self.runs[key];
        if let Origin::Call(call) = run.origin() {
            run.set_origin(Origin::Answered);
            below.callers.answer(cx, call, None, run.cause);
        }
    }

    /// The handler ends.
    #[inline(never)]
    fn finish<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        key: RunKey,
        (node, subscription): (NodeId, Option<SubscriptionId>),
    ) {
        let Some(run) = self.runs.remove(key) else { return };
        let (order, origin) = (run.order, run.origin());
        if let Origin::Call(call) = origin {
            below.callers.answer(cx, call, None, run.cause);
        }
        let cause = end(cx, o, &run, node, Outcome::Done, run.cause);
        if let Some(subscription) = subscription {
            self.remember_handled(cx, below.broker, &run, subscription);
            if let Origin::Message(receipt) = origin {
                self.acknowledge(cx, o, below, (receipt, node, subscription), order, cause);
                return;
            }
        }
        over(cx, o, order, origin, What::OrderAnswered { order }, cause);
    }

    /// Acknowledges a handled message, if it is not too late.
    fn acknowledge<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        (receipt, node, subscription): (Receipt, NodeId, SubscriptionId),
        order: OrderId,
        cause: FactId,
    ) {
        if below.broker.queue(subscription).special && below.broker.keep_for_commit(cx, o, receipt, cause) {
            return;
        }
        match below.broker.ack(cx, o, receipt, cause) {
            Some(cause) if crashes_at(cx, node, CrashPoint::AfterAck) => self.crash(cx, o, below, node, cause),
            Some(_) => {}
            None => {
                cx.arrived(o, order, cause);
                cx.note(o, cause, What::AckTooLate { order, subscription });
            }
        }
    }

    /// Remembers the key of a run's message, if its consumers have an inbox.
    #[inline(always)]
    fn remember_handled(&mut self, cx: &Cx, broker: &Broker, run: &Run, subscription: SubscriptionId) {
        if let Some(inbox) = broker.queue(subscription).delivery.inbox {
            let seen = &mut self.inboxes[subscription.index()];
            seen.remember_handled(run.order, run.site, run.effects.into(), inbox.window, cx.now);
        }
    }

    /// Ends a run whose effect another copy has brought: acknowledged without an effect. Returns false: the run is
    /// over.
    fn end_suppressed<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, key: RunKey) -> bool {
        let Some(run) = self.runs.remove(key) else { return false };
        let cause = end(cx, o, &run, cx.program.at(run.position).node, Outcome::Suppressed, run.cause);
        let held = matches!(run.origin(), Origin::Message(receipt) if below.broker.suppress(cx, o, receipt, cause));
        if !held {
            cx.arrived(o, run.order, cause);
        }
        false
    }

    /// A step failed: ends the run and tells its origin, or takes the whole service down.
    #[cold]
    #[inline(never)]
    pub(super) fn fail<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        key: RunKey,
        reason: Reason,
        cause: FactId,
    ) {
        if reason == Reason::Crashed {
            let node = cx.program.at(self.runs[key].position).node;
            self.crash(cx, o, below, node, cause);
            return;
        }
        let Some(run) = self.runs.remove(key) else { return };
        let (order, origin) = (run.order, run.origin());
        let cause = end(cx, o, &run, cx.program.at(run.position).node, Outcome::Failed(reason), cause);
        match origin {
            Origin::Message(receipt) if below.broker.reject(cx, o, receipt, reason, cause) => return,
            // Where the service names no failure, the caller only learns that it failed.
            Origin::Call(call) => below.callers.answer(cx, call, Some(reason.as_answer()), cause),
            Origin::Message(_) | Origin::Order | Origin::Acked | Origin::Answered => {}
        }
        over(cx, o, order, origin, What::OrderFailed { order, reason }, cause);
    }
}

/// Whether a doomed run fails before this step; otherwise it may still execute it.
#[inline]
const fn fails_before(step: Option<&Step>) -> bool {
    !matches!(step, Some(Step::Work { .. } | Step::Wait { .. } | Step::Decide { .. } | Step::Jump(_)))
}

/// Whether a run's work fails by its own probability.
fn work_failure(cx: &Cx, placed: &Placed, run: &Run) -> Option<Reason> {
    placed.work_fails(&cx.chance, run.order, run.name).map(|luck| kind_of_failure(cx, placed, luck))
}

/// How work fails that does so with this luck, which is less than the probability of all its failures.
#[cold]
fn kind_of_failure(cx: &Cx, placed: &Placed, luck: f64) -> Reason {
    let kinds = cx.model.failures.iter().find(|failures| failures.is_of(placed.handler(), placed.step_number()));
    kinds.map_or(Reason::WorkFailed, |kinds| kinds.at(luck).into())
}

/// Executes a run's publish step. Returns whether the run waits for the broker's confirm.
fn publish<O: Observer>(
    cx: &mut Cx,
    o: &mut O,
    broker: &mut Broker,
    (key, run, node): (RunKey, &Run, NodeId),
    (topic, via, site): (TopicId, Via, u16),
) -> bool {
    let &Run { order, name, cause, .. } = run;
    broker.publish(cx, o, Outgoing { node, run: key, topic, order, via, site, name, cause })
}

/// Executes a decide step: one draw per order, named by neither the attempt nor the node. `no` is the position of the
/// other branch.
fn decide<O: Observer>(cx: &Cx, o: &mut O, (run, node): (&mut Run, NodeId), (place, probability): (u16, f64), no: u32) {
    let yes = cx.lasting(run.order).draw(Purpose::Decision, place.into(), run.order.0, 0).chance(probability);
    run.cause = cx.note(o, run.cause, What::OrderDecided { order: run.order, node, yes });
    run.position = if yes { run.position + 1 } else { no };
}
