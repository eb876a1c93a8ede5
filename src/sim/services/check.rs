//! Invariants of the services: a running handler has a worker and, at work, a core; a node that is down holds nothing.

use crate::base::marks::Marks;
use crate::sim::broker::Broker;
use crate::sim::cx::Cx;
use crate::sim::services::run::{Origin, RunStage};
use crate::sim::services::state::Services;

/// Runs of one node.
#[derive(Clone, Copy, Default, Debug)]
pub struct Running {
    busy: usize,
    computing: usize,
    waiting: usize,
}

impl Services {
    /// Marks the slots of the messages that runs work on.
    ///
    /// # Errors
    /// Two runs work on the same one.
    pub fn worked_on(&self, broker: &Broker, worked_on: &mut Marks) -> Result<(), String> {
        worked_on.clear();
        for (_, run) in self.runs() {
            if let Origin::Message(receipt) = run.origin()
                && broker.holds(receipt)
                && !worked_on.insert(receipt.message.index())
            {
                return Err("two runs work on one message".into());
            }
        }
        Ok(())
    }

    /// Checks every invariant; `running` is working memory.
    pub fn check(&self, cx: &Cx, running: &mut Vec<Running>) -> Result<(), String> {
        running.clear();
        running.resize(cx.nodes.len(), Running::default());
        for (_, run) in self.runs() {
            let at = &mut running[cx.program.at(run.position).node.index()];
            at.busy += 1;
            let timed = matches!(run.stage(), RunStage::Working { .. } | RunStage::Waiting { .. });
            let node = cx.program.at(run.position).node;
            if timed && run.timer.is_some() == cx.hangs(node) {
                return Err(format!(
                    "{}: a run has an end, and its node hangs, or neither",
                    cx.model.nodes[node.index()].id
                ));
            }
            at.computing += usize::from(matches!(run.stage(), RunStage::Working { .. }));
            at.waiting += usize::from(run.stage() == RunStage::WaitingCore);
        }
        if let Some((node, what)) = self.stalled.iter().find(|(node, _)| !cx.hangs(*node)) {
            return Err(format!("{} does not hang, and has not taken up {what:?}", cx.model.nodes[node.index()].id));
        }
        self.check_workers(cx, running)?;
        self.check_machines(cx, running)
    }

    fn check_workers(&self, cx: &Cx, running: &[Running]) -> Result<(), String> {
        for (i, (state, Running { busy, .. })) in cx.nodes.iter().zip(running).enumerate() {
            let station = state.station();
            let name = &cx.model.nodes[i].id;
            if *busy != station.busy as usize {
                return Err(format!("{name} counts {} busy workers, {busy} run", station.busy));
            }
            let service = cx.model.nodes[i].kind.takes_calls();
            if service && !cx.nodes[i].is_up() && (*busy > 0 || !station.inbound.is_empty()) {
                return Err(format!("{name} is down and holds work"));
            }
        }
        Ok(())
    }

    /// Checks that a run at work has a core, and that no run waits for a free one.
    fn check_machines(&self, cx: &Cx, running: &[Running]) -> Result<(), String> {
        for (i, (state, &Running { computing, waiting, .. })) in cx.nodes.iter().zip(running).enumerate() {
            let station = state.station();
            let name = &cx.model.nodes[i].id;
            if computing != station.computing as usize || waiting != station.core_queue.len() {
                return Err(format!(
                    "{name} counts {} cores taken and {} runs that wait for one: {computing} work, {waiting} wait",
                    station.computing,
                    station.core_queue.len()
                ));
            }
            let machine = cx.nodes[i].machine();
            if machine.has_free_core(station.computing) && waiting > 0 && !cx.nodes[i].is_hung() {
                return Err(format!("{name} has a free core, and {waiting} wait for one"));
            }
            // A run keeps its core to the end of the step, even if the machine is changed meanwhile.
            let unchanged = !cx.nodes[i].machine_changed();
            if let Some(cores) = machine.cores.filter(|cores| unchanged && station.computing > *cores) {
                return Err(format!("{name} has {cores} cores, and {computing} work"));
            }
        }
        Ok(())
    }
}
