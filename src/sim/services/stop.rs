//! Stops and crashes: a service drops everything that it holds.

use crate::base::ids::NodeId;
use crate::base::time::Span;
use crate::model::NodeKind;
use crate::sim::cx::Cx;
use crate::sim::keys::RunKey;
use crate::sim::schedule::Event;
use crate::sim::services::end::{end, over};
use crate::sim::services::run::{Origin, Run, RunStage};
use crate::sim::services::state::{Below, Services};
use crate::sim::station::Inbound;
use crate::trace::{FactId, Observer, Outcome, Reason, What};

impl Services {
    /// A service crashes, and restarts after its restart time.
    #[cold]
    pub fn crash<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, node: NodeId, cause: FactId) {
        let restart = match &cx.model.nodes[node.index()].kind {
            NodeKind::Service(service) => service.restart,
            NodeKind::Client(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => Span::ZERO,
        };
        if !cx.is_up(node) {
            return;
        }
        let cause = cx.note(o, cause, What::NodeCrashed { node, restart });
        let until = cx.now + restart;
        let timer = cx.agenda.push(until, Event::Restart(node.0.into()));
        cx.nodes[node.index()].set_crash(None);
        cx.nodes[node.index()].restart_at(until, timer);
        cx.nodes[node.index()].set_cause(cause);
        self.stop(cx, o, below, node, Reason::Crashed, cause);
    }

    /// Drops everything at a node: runs end, callers are told, messages return to their queues.
    pub fn stop<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        node: NodeId,
        reason: Reason,
        cause: FactId,
    ) {
        below.callers.forget(cx, node);
        below.broker.senders_gone(cx, node);
        cx.station(node).core_queue.clear();
        cx.touch(self.runs.slots());
        let is_here = |run: &Run| cx.program.at(run.position).node == node;
        let runs: Vec<RunKey> = self.runs().filter(|(_, run)| is_here(run)).map(|(key, _)| key).collect();
        for key in runs {
            cx.touch(1);
            let Some(run) = self.runs.remove(key) else { continue };
            let (order, origin) = (run.order, run.origin());
            if let RunStage::Calling(step) = run.stage() {
                below.callers.abandon(cx, o, step);
            }
            let held = matches!(origin, Origin::Message(receipt) if below.broker.interrupt(receipt));
            let cause = end(cx, o, &run, node, Outcome::Failed(reason), cause);
            if let Origin::Call(call) = origin {
                below.callers.answer(cx, call, Some(Reason::CallFailed), cause);
            }
            // A message that is still held counts for its order.
            if !held {
                over(cx, o, order, origin, What::OrderFailed { order, reason }, cause);
            }
        }
        let station = cx.station(node);
        let inbound = std::mem::take(&mut station.inbound);
        (station.waiting_calls, station.computing) = (0, 0);
        for item in inbound {
            cx.touch(1);
            if let Inbound::Call(call) = item {
                below.callers.answer(cx, call, Some(Reason::CallRefused), cause);
            }
        }
        below.broker.consumer_gone(cx, o, node, reason, cause);
    }
}
