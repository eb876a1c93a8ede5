//! Health checks: a caller probes the instances of a pool, takes out who fails, and lets back in who has recovered.
//!
//! A probe takes the time on the way, but no worker and no core. It goes on as long as anything else is to happen, and
//! until it has found out what it began to suspect: then the world can come to rest. A command sets it going again.

use crate::base::ids::{CallId, PoolId};
use crate::base::rng::Purpose;
use crate::base::time::{Span, Time};
use crate::model::pool::HealthCheck;
use crate::model::{Health, Step};
use crate::sim::schedule::Event;
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Reason, What};

/// What a caller knows of an instance.
#[derive(Clone, Copy, Debug)]
pub struct CheckState {
    /// Whether it is taken out.
    pub out: bool,
    /// Probes in a row that spoke against that.
    pub streak: u32,
    /// Probes whose outcome is known.
    pub probes: u32,
    /// Times that it was taken out.
    pub taken_out: u32,
    /// When the present probe leaves.
    leaves: Time,
    /// The event that moves it on; 0 when nothing is probed.
    pub(super) timer: u32,
    stage: ProbeStage,
    /// The fact by which it is in or out; none if it has always been in.
    cause: FactId,
}

impl CheckState {
    /// The instance is in, and nothing was asked yet.
    pub(super) const NEW: CheckState = CheckState {
        out: false,
        streak: 0,
        probes: 0,
        taken_out: 0,
        leaves: Time::ZERO,
        timer: 0,
        stage: ProbeStage::Asking,
        cause: FactId::NONE,
    };
}

/// Where a probe is.
#[derive(Clone, Copy, Debug)]
enum ProbeStage {
    /// On its way to the instance.
    Asking,
    /// On its way back, or not; and which fact that comes of.
    Answering(Option<Reason>, FactId),
}

/// The numbers of a probe's draws: its ways, whether a flaky instance fails it, and from the last on two for each step.
const THERE: u32 = 0;
const BACK: u32 = 1;
const FLAKY: u32 = 2;
const STEPS: u32 = 4;

impl World {
    /// Schedules the next probes of every pool that is checked and rests.
    pub(super) fn resume_probes(&mut self) {
        for pool in 0..self.pools.len() {
            if let Some(check) = self.pools[pool].check {
                for i in 0..self.model.pools[pool].calls.len() {
                    let call = self.model.pools[pool].calls[i];
                    if self.checks[call.index()].timer == 0 {
                        self.probe_later(call, &check);
                    }
                }
            }
        }
    }

    /// What callers know of the instances, by [`CallId`].
    pub fn checks(&self) -> &[CheckState] {
        &self.checks
    }

    /// How the instances of a pool are checked.
    pub fn health_check(&self, pool: PoolId) -> Option<HealthCheck> {
        self.pools[pool.index()].check
    }

    /// Changes how the instances of a pool are checked.
    pub(super) fn set_health_check<O: Observer>(&mut self, o: &mut O, pool: PoolId, check: Option<HealthCheck>) {
        self.pools[pool.index()].check = check;
        let model = self.model.clone();
        for call in &model.pools[pool.index()].calls {
            let CheckState { probes, taken_out, .. } = self.checks[call.index()];
            let cause = self.note(o, FactId::NONE, What::HealthCheckSet { call: *call });
            self.checks[call.index()] = CheckState { probes, taken_out, cause, ..CheckState::NEW };
        }
    }

    /// Schedules the next probe of an instance: at the next multiple of the period.
    fn probe_later(&mut self, call: CallId, check: &HealthCheck) {
        let period = check.every.as_micros();
        let leaves = Time::from_micros((self.now.as_micros() / period + 1) * period);
        let way = self.probe_way(call, THERE);
        let (arrives, stage) = if way < check.timeout {
            (leaves + way, ProbeStage::Asking)
        } else {
            (leaves + check.timeout, ProbeStage::Answering(Some(Reason::CallTimedOut), FactId::NONE))
        };
        let timer = self.schedule.push(arrives, Event::Probe(call.0.into()));
        let state = &mut self.checks[call.index()];
        (state.leaves, state.stage, state.timer) = (leaves, stage, timer);
    }

    fn probe_draw(&self, call: CallId, nth: u32) -> crate::base::rng::Draw {
        self.streams.draw(Purpose::Probe, call.index(), self.checks[call.index()].probes, nth)
    }

    fn probe_way(&self, call: CallId, nth: u32) -> Span {
        self.model.latency.sample(|| self.probe_draw(call, nth))
    }

    /// A probe reaches the instance, or its outcome the caller.
    pub(super) fn probe_due<O: Observer>(&mut self, o: &mut O, call: CallId) {
        let Some(check) = self.pools[self.model.calls[call.index()].pool.index()].check else { return };
        match self.checks[call.index()].stage {
            ProbeStage::Asking => self.probe_arrives(call, &check),
            ProbeStage::Answering(failure, cause) => self.probed(o, call, &check, failure, cause),
        }
    }

    fn probe_arrives(&mut self, call: CallId, check: &HealthCheck) {
        let (mut failure, cause, takes) = self.diagnose(call, check.deep);
        let gives_up = self.checks[call.index()].leaves + check.timeout;
        let mut until = self.now + takes.plus(self.probe_way(call, BACK));
        if until > gives_up {
            (until, failure) = (gives_up.max(self.now), Some(Reason::CallTimedOut));
        }
        let timer = self.schedule.push(until, Event::Probe(call.0.into()));
        let state = &mut self.checks[call.index()];
        (state.stage, state.timer) = (ProbeStage::Answering(failure, cause), timer);
    }

    /// What a probe finds: why it fails, the fact that this comes of, and how long finding out takes.
    fn diagnose(&self, call: CallId, deep: bool) -> (Option<Reason>, FactId, Span) {
        let to = self.model.calls[call.index()].to;
        let node = &self.nodes[to.index()];
        if !node.is_up() {
            return (Some(Reason::CallRefused), node.cause, Span::ZERO);
        }
        let (Some(handler), true) = (self.model.nodes[to.index()].kind.on_call(), deep) else {
            return (None, node.cause, Span::ZERO);
        };
        let mut takes = Span::ZERO;
        for (step, nth) in self.model.handlers[handler.index()].steps.iter().zip((STEPS..).step_by(2)) {
            match step {
                Step::Work { takes: work, fails } => {
                    takes = takes.plus(self.at_pace(to, work.sample(|| self.probe_draw(call, nth))));
                    if *fails > 0.0 && self.probe_draw(call, nth + 1).chance(*fails) {
                        return (Some(Reason::WorkFailed), node.cause, takes);
                    }
                }
                Step::Wait { takes: wait } => takes = takes.plus(wait.sample(|| self.probe_draw(call, nth))),
                Step::Call(pool) => {
                    let instances = &self.model.pools[pool.index()].calls;
                    let node_of = |edge: &CallId| &self.nodes[self.model.calls[edge.index()].to.index()];
                    if !instances.iter().any(|edge| node_of(edge).is_up()) {
                        return (Some(Reason::DependencyDown), node_of(&instances[0]).cause, takes);
                    }
                }
                Step::Publish { topic, .. } => {
                    let broker = &self.nodes[self.model.topics[topic.index()].broker.index()];
                    if !broker.is_up() {
                        return (Some(Reason::BrokerDown), broker.cause, takes);
                    }
                }
                // A probe is about no order: it looks at what either branch of a decision needs.
                Step::Require { .. }
                | Step::Effect(_)
                | Step::Reply
                | Step::Decide { .. }
                | Step::Jump(_)
                | Step::Expect { .. } => {}
            }
        }
        let flaky = match node.health {
            Health::Flaky { probability } => self.probe_draw(call, FLAKY).chance(probability),
            Health::Up | Health::Slow { .. } | Health::Down => false,
        };
        (flaky.then_some(Reason::Flaky), node.cause, takes)
    }

    /// The outcome of a probe is known.
    fn probed<O: Observer>(
        &mut self,
        o: &mut O,
        call: CallId,
        check: &HealthCheck,
        failure: Option<Reason>,
        cause: FactId,
    ) {
        let there = self.nodes[self.model.calls[call.index()].from.index()].is_up();
        let state = &mut self.checks[call.index()];
        state.timer = 0;
        state.probes += 1;
        // A caller that is down asks nobody.
        if there {
            self.judge_instance(o, call, check, failure, cause);
        }
        let undecided = there && self.checks[call.index()].streak > 0;
        if undecided || self.more_than_probes() {
            self.probe_later(call, check);
        }
    }

    /// Counts the outcome of a probe, and takes the instance out or lets it back in when there were enough of its kind.
    fn judge_instance<O: Observer>(
        &mut self,
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
        // What nothing in the instance explains is held against what was known of it.
        let cause = if cause == FactId::NONE { state.cause } else { cause };
        let what = match failure {
            Some(reason) => What::ProbeFailed { call, reason, streak },
            None => What::ProbePassed { call, streak },
        };
        let cause = self.note(o, cause, what);
        let decided = streak >= check.needs(out);
        let state = &mut self.checks[call.index()];
        state.streak = if decided { 0 } else { streak };
        if decided {
            state.out = !out;
            state.taken_out += u32::from(!out);
            let what = if out { What::InstanceLetBack { call } } else { What::InstanceTakenOut { call } };
            self.checks[call.index()].cause = self.note(o, cause, what);
        }
    }

    /// Whether anything is to happen but probes.
    fn more_than_probes(&self) -> bool {
        self.schedule.any(|ticket, event| !matches!(event, Event::Probe(_)) && self.is_live(ticket, event))
    }
}
