//! Frees the worker of a run that ends, and tells its customer where the run was an order's own.

use crate::base::ids::OrderId;
use crate::sim::broker::Broker;
use crate::sim::cx::Cx;
use crate::sim::services::run::{Origin, Run, RunStage};
use crate::sim::services::state::Services;
use crate::trace::{FactId, Observer, Outcome, What};

impl Services {
    /// Frees the worker of a removed run; returns the RunEnded fact. The caller notifies the run's origin and ends the
    /// run's activity for its order.
    #[inline(always)]
    pub(super) fn end<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        broker: &Broker,
        run: &Run,
        outcome: Outcome,
        cause: FactId,
    ) -> FactId {
        let &Run { id, node, order, origin, stage, .. } = run;
        if stage == RunStage::Working {
            self.free_core(cx, broker, node);
        }
        let station = cx.station(node);
        station.busy -= 1;
        if !station.inbound.is_empty() {
            cx.todo.poll_node(node);
        }
        if origin == Origin::Order {
            return cause;
        }
        cx.note(o, cause, What::RunEnded { run: id, node, order, outcome })
    }
}

/// Ends a run's activity for its order. If the run was the order's own, its customer is told `what`.
pub(super) fn over<O: Observer>(cx: &mut Cx, o: &mut O, order: OrderId, origin: Origin, what: What, cause: FactId) {
    let cause = if origin == Origin::Order { cx.note(o, cause, what) } else { cause };
    cx.arrived(o, order, cause);
}
