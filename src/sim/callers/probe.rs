//! Health checks: a caller probes the instances of a pool, takes out failing ones, and lets recovered ones back in.
//!
//! A probe takes travel time, but no worker and no core. Probing continues while any other event is pending, and until
//! a started suspicion is settled, so that the world can come to rest. A command restarts it.

use crate::base::ids::{CallId, PoolId};
use crate::base::left_out::left_out;
use crate::base::rng::{Draw, Purpose};
use crate::base::time::{Span, Time};
use crate::model::pool::HealthCheck;
use crate::model::{Health, Step};
use crate::sim::callers::instance::{CheckState, ProbeStage};
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;
use crate::sim::schedule::{Event, Ticket};
use crate::trace::{FactId, Observer, Reason, What};

/// Numbers of a probe's draws: travel there and back, whether a flaky instance fails it, and from the last on two for
/// each step.
const THERE: u32 = 0;
const BACK: u32 = 1;
const FLAKY: u32 = 2;
const STEPS: u32 = 4;

/// Whether recent probes contradict what the caller takes the instance for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Suspects(pub bool);

impl Callers {
    /// Schedules the next probes of every checked pool that is idle.
    pub fn resume_probes(&mut self, cx: &mut Cx) {
        for pool in 0..self.pools.len() {
            if let Some(check) = self.pools[pool].check {
                cx.touch(cx.model.pools[pool].calls.len());
                for i in 0..cx.model.pools[pool].calls.len() {
                    let call = cx.model.pools[pool].calls[i];
                    if self.checks[call.index()].timer.is_none() {
                        self.probe_later(cx, call, &check);
                    }
                }
            }
        }
    }

    /// Whether a probe waits for the event with this ticket.
    pub fn probe_waits_for(&self, ticket: Ticket, call: CallId) -> bool {
        self.checks[call.index()].timer == Some(ticket)
    }

    /// Changes the health check of a pool.
    pub fn set_health_check<O: Observer>(&mut self, cx: &Cx, o: &mut O, pool: PoolId, check: Option<HealthCheck>) {
        left_out!();
        self.pools[pool.index()].check = check;
        for &call in &cx.model.pools[pool.index()].calls {
            let CheckState { probes, taken_out, .. } = self.checks[call.index()];
            let cause = cx.note(o, FactId::NONE, What::HealthCheckSet { call });
            self.checks[call.index()] = CheckState { probes, taken_out, cause, ..CheckState::NEW };
        }
    }

    /// Schedules the next probe of a checked instance, at the next multiple of the period.
    pub fn probe_again(&mut self, cx: &mut Cx, call: CallId) {
        if let Some(check) = self.check_of(cx, call) {
            self.probe_later(cx, call, &check);
        }
    }

    fn check_of(&self, cx: &Cx, call: CallId) -> Option<HealthCheck> {
        self.health_check(cx.model.calls[call.index()].pool)
    }

    fn probe_later(&mut self, cx: &mut Cx, call: CallId, check: &HealthCheck) {
        let period = check.every.as_micros();
        let leaves = Time::from_micros((cx.now.as_micros() / period + 1) * period);
        let way = self.probe_way(cx, call, THERE);
        let (arrives, stage) = if way < check.timeout {
            (leaves + way, ProbeStage::Asking)
        } else {
            (leaves + check.timeout, ProbeStage::Answering(Some(Reason::CallTimedOut), FactId::NONE))
        };
        let timer = Some(cx.agenda.push(arrives, Event::Probe(call.0.into())));
        let state = &mut self.checks[call.index()];
        (state.leaves, state.stage, state.timer) = (leaves, stage, timer);
    }

    fn probe_draw(&self, cx: &Cx, call: CallId, nth: u32) -> Draw {
        cx.chance.draw(Purpose::Probe, call.index(), self.checks[call.index()].probes, nth)
    }

    fn probe_way(&self, cx: &Cx, call: CallId, nth: u32) -> Span {
        cx.model.latency.sample(|| self.probe_draw(cx, call, nth))
    }

    /// A probe reaches the instance, or its outcome the caller. Returns `Some` when the probe is over: a caller that
    /// suspects something probes again in any case, otherwise only while other events are pending.
    pub fn probe_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, call: CallId) -> Option<Suspects> {
        let check = self.check_of(cx, call)?;
        match self.checks[call.index()].stage {
            ProbeStage::Asking => {
                self.probe_arrives(cx, call, &check);
                None
            }
            ProbeStage::Answering(failure, cause) => Some(self.probed(cx, o, call, &check, failure, cause)),
        }
    }

    fn probe_arrives(&mut self, cx: &mut Cx, call: CallId, check: &HealthCheck) {
        let (mut failure, cause, takes) = self.diagnose(cx, call, check.deep);
        let gives_up = self.checks[call.index()].leaves + check.timeout;
        let mut until = cx.now + takes.plus(self.probe_way(cx, call, BACK));
        if until > gives_up {
            (until, failure) = (gives_up.max(cx.now), Some(Reason::CallTimedOut));
        }
        let timer = Some(cx.agenda.push(until, Event::Probe(call.0.into())));
        let state = &mut self.checks[call.index()];
        (state.stage, state.timer) = (ProbeStage::Answering(failure, cause), timer);
    }

    /// Outcome of a probe at the instance: why it fails, the fact behind that, and how long finding out takes.
    fn diagnose(&self, cx: &Cx, call: CallId, deep: bool) -> (Option<Reason>, FactId, Span) {
        let to = cx.model.calls[call.index()].to;
        let node = &cx.nodes[to.index()];
        if !node.takes_new() {
            return (Some(Reason::CallRefused), node.cause(), Span::ZERO);
        }
        if node.is_hung() {
            return (Some(Reason::CallTimedOut), node.cause(), Span::LONGEST);
        }
        let (Some(handler), true) = (cx.model.nodes[to.index()].kind.on_call(), deep) else {
            return (None, node.cause(), Span::ZERO);
        };
        let mut takes = Span::ZERO;
        for (step, nth) in cx.model.handlers[handler.index()].steps.iter().zip((STEPS..).step_by(2)) {
            match step {
                Step::Work { takes: work, fails } => {
                    takes = takes.plus(node.at_pace(work.sample(|| self.probe_draw(cx, call, nth))));
                    if *fails > 0.0 && self.probe_draw(cx, call, nth + 1).chance(*fails) {
                        return (Some(Reason::WorkFailed), node.cause(), takes);
                    }
                }
                Step::Wait { takes: wait } => takes = takes.plus(wait.sample(|| self.probe_draw(cx, call, nth))),
                Step::Call(pool) => {
                    let instances = &cx.model.pools[pool.index()].calls;
                    let node_of = |edge: &CallId| &cx.nodes[cx.model.calls[edge.index()].to.index()];
                    if !instances.iter().any(|edge| node_of(edge).takes_new() && node_of(edge).is_running()) {
                        // One that hangs keeps the probe waiting, one that is down says so.
                        if let Some(hung) = instances.iter().find(|edge| node_of(edge).is_hung()) {
                            return (Some(Reason::CallTimedOut), node_of(hung).cause(), Span::LONGEST);
                        }
                        return (Some(Reason::DependencyDown), node_of(&instances[0]).cause(), takes);
                    }
                }
                Step::Publish { topic, .. } => {
                    let broker = &cx.nodes[cx.model.topics[topic.index()].broker.index()];
                    if !broker.is_up() {
                        return (Some(Reason::BrokerDown), broker.cause(), takes);
                    }
                }
                // A probe belongs to no order: it checks what either branch of a decision needs.
                Step::Require { .. }
                | Step::Effect(_)
                | Step::Reply
                | Step::Decide { .. }
                | Step::Jump(_)
                | Step::Expect { .. } => {}
            }
        }
        let flaky = match node.health() {
            Health::Flaky { probability, .. } => self.probe_draw(cx, call, FLAKY).chance(probability),
            _ => false,
        };
        (flaky.then_some(Reason::Flaky), node.cause(), takes)
    }

    /// The outcome of a probe is known.
    fn probed<O: Observer>(
        &mut self,
        cx: &Cx,
        o: &mut O,
        call: CallId,
        check: &HealthCheck,
        failure: Option<Reason>,
        cause: FactId,
    ) -> Suspects {
        let there = cx.nodes[cx.model.calls[call.index()].from.index()].is_running();
        let state = &mut self.checks[call.index()];
        state.timer = None;
        state.probes += 1;
        // A caller that is down or hangs probes nothing.
        if there {
            self.judge_instance(cx, o, call, check, failure, cause);
        }
        Suspects(there && self.checks[call.index()].streak > 0)
    }

    /// Counts the outcome of a probe, and takes the instance out or lets it back in after enough in a row.
    fn judge_instance<O: Observer>(
        &mut self,
        cx: &Cx,
        o: &mut O,
        call: CallId,
        check: &HealthCheck,
        failure: Option<Reason>,
        cause: FactId,
    ) {
        let state = &self.checks[call.index()];
        let out = state.out;
        if out == failure.is_some() {
            self.checks[call.index()].streak = 0;
            return;
        }
        let streak = state.streak + 1;
        // If nothing in the instance explains the outcome, the cause is the fact that set its current state.
        let cause = if cause == FactId::NONE { state.cause } else { cause };
        let what = match failure {
            Some(reason) => What::ProbeFailed { call, reason, streak },
            None => What::ProbePassed { call, streak },
        };
        let cause = cx.note(o, cause, what);
        let decided = streak >= check.needs(out);
        let state = &mut self.checks[call.index()];
        state.streak = if decided { 0 } else { streak };
        if decided {
            state.out = !out;
            state.taken_out += u32::from(!out);
            let what = if out { What::InstanceLetBack { call } } else { What::InstanceTakenOut { call } };
            self.checks[call.index()].cause = cx.note(o, cause, what);
        }
    }
}
