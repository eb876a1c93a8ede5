//! Work: what takes time at a node, on a core if it computes.

use crate::base::dist::Dist;
use crate::base::ids::NodeId;
use crate::base::rng::Purpose;
use crate::base::time::{Span, Time};
use crate::model::machine::Machine;
use crate::model::{Health, NodeKind, Step};
use crate::sim::schedule::Event;
use crate::sim::services::run::{Run, Stage};
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Reason, What};

/// Room for the steps of a handler in the name of a place: more than any handler has.
const STEP_PLACES: usize = 256;

/// The place of a run's step, which names its draws.
fn place(run: &Run) -> usize {
    run.handler.index() * STEP_PLACES + run.step as usize
}

impl World {
    /// A run's work step: it takes a core, or waits for one.
    #[inline]
    pub(super) fn begin_work(&mut self, slot: u32, takes: Dist) {
        let run = &mut self.runs[slot as usize];
        let state = &mut self.nodes[run.node.index()];
        if state.machine.has_free_core(state.computing) {
            self.compute(slot, takes);
        } else {
            state.core_queue.push_back((slot, run.tag));
            (run.stage, run.since, run.until, run.timer) = (Stage::WaitingCore, self.now, Time::MAX, 0);
        }
    }

    /// A run works, on a core.
    #[inline]
    fn compute(&mut self, slot: u32, takes: Dist) {
        let run = &self.runs[slot as usize];
        let node = run.node;
        let span = takes.sample(|| self.streams.draw(Purpose::Work, place(run), run.order.0, run.name));
        let mut span = self.at_pace(node, span);
        if let NodeKind::Service(service) = &self.model.nodes[node.index()].kind
            && let Some(overload) = service.overload
        {
            span = span.scaled(overload.factor(self.waiting_at(node)));
        }
        self.nodes[node.index()].computing += 1;
        self.take_time(slot, Stage::Working, span);
    }

    /// How long a node works now on what takes `span` on a plain machine in health.
    #[inline]
    pub(super) fn at_pace(&self, node: NodeId, span: Span) -> Span {
        let state = &self.nodes[node.index()];
        let span = state.machine.computes(span);
        match state.health {
            Health::Slow { factor } => span.scaled(factor),
            Health::Up | Health::Flaky { .. } | Health::Down => span,
        }
    }

    /// A run's wait step.
    pub(super) fn begin_wait(&mut self, slot: u32, takes: Dist) {
        let run = &self.runs[slot as usize];
        let span = takes.sample(|| self.streams.draw(Purpose::Work, place(run), run.order.0, run.name));
        self.take_time(slot, Stage::Waiting, span);
    }

    #[inline]
    fn take_time(&mut self, slot: u32, stage: Stage, span: Span) {
        let until = self.now + span;
        let timer = self.schedule.push(until, Event::Run(slot));
        let run = &mut self.runs[slot as usize];
        (run.stage, run.since, run.until, run.timer) = (stage, self.now, until, timer);
    }

    /// A run gives its core back: who waits longest for one takes it.
    #[inline]
    pub(super) fn free_core(&mut self, node: NodeId) {
        let state = &mut self.nodes[node.index()];
        state.computing -= 1;
        if !state.core_queue.is_empty() {
            self.take_cores(node);
        }
    }

    /// Free cores take the runs that wait for one.
    fn take_cores(&mut self, node: NodeId) {
        loop {
            let state = &mut self.nodes[node.index()];
            if !state.machine.has_free_core(state.computing) {
                return;
            }
            let Some((slot, tag)) = state.core_queue.pop_front() else { return };
            let Some(run) = self.runs.get(slot as usize).filter(|run| run.tag == tag) else { continue };
            if let Some(&Step::Work { takes, .. }) =
                self.model.handlers[run.handler.index()].steps.get(run.step as usize)
            {
                self.compute(slot, takes);
            }
        }
    }

    /// What waits for a node: calls and messages at its door, and messages ready in its queues.
    fn waiting_at(&self, node: NodeId) -> usize {
        let state = &self.nodes[node.index()];
        state.inbound.len() + state.consumes.iter().map(|(s, _)| self.queues[s.index()].ready.len()).sum::<usize>()
    }

    /// A run's work or wait is over.
    #[inline]
    pub(super) fn work_done<O: Observer>(&mut self, o: &mut O, slot: u32) {
        let run = &mut self.runs[slot as usize];
        let had_core = run.stage == Stage::Working;
        run.stage = Stage::Stepping;
        let (place, node) = (place(run), run.node);
        let (doomed, order, name, cause) = (run.doomed, run.order, run.name, run.cause);
        let fails = match self.model.handlers[run.handler.index()].steps.get(run.step as usize) {
            Some(&Step::Work { fails, .. }) => fails,
            _ => 0.0,
        };
        run.step += 1;
        if had_core {
            self.free_core(node);
        }
        let failed = doomed.or_else(|| {
            let fails = fails > 0.0 && self.streams.draw(Purpose::WorkFailure, place, order.0, name).chance(fails);
            fails.then_some(Reason::WorkFailed)
        });
        match failed {
            Some(reason) => self.fail(o, slot, reason, cause),
            None => self.proceed(o, slot),
        }
    }

    /// Gives a service another machine.
    pub(super) fn set_machine<O: Observer>(&mut self, o: &mut O, node: NodeId, machine: Machine) {
        let state = &mut self.nodes[node.index()];
        (state.machine, state.machine_changed) = (machine, true);
        let (cores, percent) = (machine.cores.unwrap_or(0), (machine.speed * 100.0 + 0.5) as u32);
        self.note(o, FactId::NONE, What::MachineSet { node, cores, percent });
        self.take_cores(node);
    }
}
