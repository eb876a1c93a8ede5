//! Hangs: a process stands still with all that it holds, as after SIGSTOP, and goes on, as after SIGCONT.
//!
//! Its connections stay: messages reach its buffer and requests its socket, but nothing is taken up. What is done about it
//! is done by others: callers by their timeouts, brokers by their leases.

use crate::base::ids::NodeId;
use crate::base::sort;
use crate::base::time::Time;
use crate::sim::broker::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::{CallKey, RunKey};
use crate::sim::schedule::Event;
use crate::sim::services::run::RunStage;
use crate::sim::services::stalled::Stalled;
use crate::sim::services::state::Services;

impl Services {
    /// Keeps something until the node goes on.
    #[cold]
    pub fn stall(&mut self, cx: &mut Cx, node: NodeId, what: Stalled) {
        self.stalled.push((node, what));
        cx.station(node).unread += u32::from(matches!(what, Stalled::Request(_)));
        cx.alive(self.stalled.len());
    }

    /// Removes what reached a node while it hung, in the order in which it came.
    pub fn take_stalled(&mut self, cx: &mut Cx, node: NodeId) -> Vec<Stalled> {
        cx.touch(self.stalled.len());
        let (own, others): (Vec<_>, Vec<_>) = self.stalled.drain(..).partition(|(of, _)| *of == node);
        self.stalled = others;
        cx.station(node).unread = 0;
        own.into_iter().map(|(_, what)| what).collect()
    }

    /// The requests that nobody has read yet.
    pub fn unread(&self) -> impl Iterator<Item = (NodeId, CallKey)> {
        self.stalled.iter().filter_map(|(node, what)| match what {
            Stalled::Request(call) => Some((*node, *call)),
            _ => None,
        })
    }

    /// A node begins to hang: its work and its waits no longer come to an end.
    pub fn stands_still(&mut self, cx: &mut Cx, node: NodeId) {
        cx.nodes[node.index()].set_hung_since(Some(cx.now));
        for (key, ..) in self.timed_runs(cx, node) {
            self.runs[key].timer = None;
        }
    }

    /// A node goes on: work takes the time that was left of it; a wait ends when it would have, or at once.
    pub fn wakes_up(&mut self, cx: &mut Cx, broker: &Broker, node: NodeId) {
        let since = cx.nodes[node.index()].hung_since().unwrap_or(cx.now);
        cx.nodes[node.index()].set_hung_since(None);
        let hung = cx.now - since;
        for (key, until, works) in self.timed_runs(cx, node) {
            let until = if works { until + hung } else { until.max(cx.now) };
            let timer = Some(cx.agenda.push(until, Event::Run(key.index())));
            let began = self.runs[key].since;
            let (stage, began) =
                if works { (RunStage::Working { until }, began + hung) } else { (RunStage::Waiting { until }, began) };
            self.runs[key].enter(stage, began, timer);
        }
        self.take_cores(cx, broker, node);
        cx.todo.poll_node(node);
    }

    /// The runs of a node that work (`true`) or wait, with the end of that: those that end first come first.
    fn timed_runs(&self, cx: &mut Cx, node: NodeId) -> Vec<(RunKey, Time, bool)> {
        cx.touch(self.runs.slots());
        let here = self.runs().filter(|(_, run)| cx.program.at(run.position).node == node);
        let timed = here.filter_map(|(key, run)| match run.stage() {
            RunStage::Working { until } => Some((key, until, true, run.id)),
            RunStage::Waiting { until } => Some((key, until, false, run.id)),
            RunStage::Stepping | RunStage::WaitingCore | RunStage::Calling(_) | RunStage::Confirming => None,
        });
        let timed: Vec<_> = timed.collect();
        let sorted = sort::by_key(timed, |(_, until, _, id)| (until.as_micros(), *id));
        sorted.map(|(key, until, works, _)| (key, until, works)).collect()
    }
}
