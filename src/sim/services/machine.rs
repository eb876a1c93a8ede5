//! Machines: steps that take time, on a core if they compute.

use crate::base::dist::Dist;
use crate::base::ids::{NodeId, OrderId};
use crate::base::left_out::left_out;
use crate::base::rng::{Purpose, Streams};
use crate::base::time::{Span, Time};
use crate::model::Step;
use crate::model::machine::Machine;
use crate::sim::broker::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::RunKey;
use crate::sim::nodes::NodeState;
use crate::sim::program::Placed;
use crate::sim::schedule::Event;
use crate::sim::services::run::{Run, RunStage};
use crate::sim::services::state::Services;
use crate::trace::{FactId, Observer, What};

/// Duration of a run's step on a plain machine.
fn takes_now(cx: &Cx, run: &Run) -> Span {
    takes_at(&cx.chance, cx.program.at(run.position), run.order, run.name)
}

/// Duration of a step for an order on a plain machine.
#[inline(always)]
pub(super) fn takes_at(chance: &Streams, placed: &Placed, order: OrderId, name: u32) -> Span {
    match placed.takes {
        Dist::Fixed(span) => span,
        _ => {
            let place = placed.place as usize;
            placed.takes.sample_from(chance.draw_from::<1>(placed.work, Purpose::Work, place, order.0, name))
        }
    }
}

/// Starts a run's work on a core.
fn compute(cx: &mut Cx, broker: &Broker, node: NodeId, (key, run): (RunKey, &mut Run)) {
    let state = &mut cx.nodes[node.index()];
    state.station.computing += 1;
    let plain = state.is_plain();
    let mut span = takes_now(cx, run);
    if !plain {
        span = slowed(cx, broker, node, span);
    }
    let until = cx.now + span;
    take_time(cx, (key, run), RunStage::Working { until }, until);
}

/// Duration of work at a node that takes longer or shorter than is drawn for it.
#[cold]
fn slowed(cx: &Cx, broker: &Broker, node: NodeId, span: Span) -> Span {
    let state = &cx.nodes[node.index()];
    let span = state.at_pace(span);
    state.overload().map_or(span, |overload| span.scaled(overload.factor(waiting_at(broker, state))))
}

/// Number of items that wait for a node: calls and messages that are with it, and messages ready in its queues.
fn waiting_at(broker: &Broker, state: &NodeState) -> usize {
    let ready = |&(s, _): &(_, u16)| broker.queue(s).ready_count();
    state.station.inbound.len() + state.consumes().iter().map(ready).sum::<usize>()
}

fn take_time(cx: &mut Cx, (key, run): (RunKey, &mut Run), stage: RunStage, until: Time) {
    let timer = cx.agenda.push(until, Event::Run(key.index()));
    run.enter(stage, cx.now, Some(timer));
}

/// Executes a run's work step: it takes a core, or waits for one.
pub(super) fn begin_work(cx: &mut Cx, broker: &Broker, node: NodeId, (key, run): (RunKey, &mut Run)) {
    let state = &mut cx.nodes[node.index()];
    if state.has_core() {
        compute(cx, broker, node, (key, run));
    } else {
        state.station.core_queue.push_back(key);
        run.enter(RunStage::WaitingCore, cx.now, None);
    }
}

/// Executes a run's wait step.
pub(super) fn begin_wait(cx: &mut Cx, (key, run): (RunKey, &mut Run)) {
    let until = cx.now + takes_now(cx, run);
    take_time(cx, (key, run), RunStage::Waiting { until }, until);
}

impl Services {
    /// Returns a run's core: the run that has waited longest for one takes it.
    #[inline]
    pub(super) fn free_core(&mut self, cx: &mut Cx, broker: &Broker, node: NodeId) {
        let station = cx.station(node);
        station.computing -= 1;
        if !station.core_queue.is_empty() {
            self.take_cores(cx, broker, node);
        }
    }

    /// Gives free cores to the runs that wait for one.
    pub(super) fn take_cores(&mut self, cx: &mut Cx, broker: &Broker, node: NodeId) {
        loop {
            let state = &mut cx.nodes[node.index()];
            if !state.has_core() {
                return;
            }
            let Some(key) = state.station.core_queue.pop_front() else { return };
            cx.touch(1);
            let Some(run) = self.runs.get_mut(key) else { continue };
            if let Some(Step::Work { .. }) = cx.program.at(run.position).step {
                compute(cx, broker, node, (key, run));
            }
        }
    }

    /// Replaces the machine of a service.
    pub fn set_machine<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        broker: &Broker,
        node: NodeId,
        machine: Machine,
    ) {
        left_out!();
        cx.nodes[node.index()].set_machine(machine);
        let (cores, percent) = (machine.cores.unwrap_or(0), (machine.speed * 100.0 + 0.5) as u32);
        cx.note(o, FactId::NONE, What::MachineSet { node, cores, percent });
        if !cx.nodes[node.index()].is_hung() {
            self.take_cores(cx, broker, node);
        }
    }
}
