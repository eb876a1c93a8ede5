//! Frees the worker of a run that ends, and tells its customer where the run was an order's own.

use crate::base::ids::{NodeId, OrderId};
use crate::sim::cx::Cx;
use crate::sim::services::run::{Origin, Run};
use crate::trace::{FactId, Observer, Outcome, What};

/// Frees the worker of a removed run, which has no core; returns the RunEnded fact. The caller notifies the run's origin and
/// ends the run's activity for its order.
#[inline(always)]
pub(super) fn end<O: Observer>(
    cx: &mut Cx,
    o: &mut O,
    run: &Run,
    node: NodeId,
    outcome: Outcome,
    cause: FactId,
) -> FactId {
    let station = cx.station(node);
    station.busy -= 1;
    if !station.inbound.is_empty() || station.draining || station.pulls {
        cx.todo.poll_node(node);
    }
    if run.origin() == Origin::Order {
        return cause;
    }
    cx.note(o, cause, What::RunEnded { run: run.id, node, order: run.order, outcome })
}

/// Ends a run's activity for its order. If the run was the order's own, its customer is told `what`.
pub(super) fn over<O: Observer>(cx: &mut Cx, o: &mut O, order: OrderId, origin: Origin, what: What, cause: FactId) {
    let cause = if origin == Origin::Order { cx.note(o, cause, what) } else { cause };
    if origin == Origin::Order {
        cx.answered(order, cause);
    }
    cx.arrived(o, order, cause);
}
