//! Invariants that hold between events, checked from the outside: every count is recomputed from the items themselves.

use crate::base::ids::OrderId;
use crate::sim::broker::message::State;
use crate::sim::callers::call::CallStage;
use crate::sim::services::run::RunStage;
use crate::sim::station::Inbound;
use crate::sim::world::World;

/// An invariant that does not hold.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("at {at_us} us: {what}")]
pub struct Violation {
    pub at_us: u64,
    /// The invariant, the place, and the numbers.
    pub what: String,
}

impl World {
    /// Checks the invariants of every part: conservation, limits, who holds what, and the ledger.
    ///
    /// # Errors
    /// The first violation. It is a bug in the simulation, whatever the scenario.
    pub fn check(&self) -> Result<(), Violation> {
        self.check_parts().map_err(|what| Violation { at_us: self.now().as_micros(), what })
    }

    fn check_parts(&self) -> Result<(), String> {
        self.broker.check(&self.cx, &self.services.worked_on(&self.broker)?)?;
        self.services.check(&self.cx)?;
        self.callers.check(&self.cx)?;
        self.check_waiting()?;
        self.check_orders()
    }

    /// A run that calls has a call step, and each call step a run; calls and runs that wait at a node live.
    fn check_waiting(&self) -> Result<(), String> {
        for (key, run) in self.services.runs() {
            if let RunStage::Calling(step) = run.stage
                && self.callers.step(step).is_none_or(|step| step.run != key)
            {
                return Err(format!("a run for order {} waits for no call step of its own", run.order.0));
            }
        }
        for (key, step) in self.callers.steps() {
            if self.services.run(step.run).is_none_or(|run| run.stage != RunStage::Calling(key)) {
                return Err(format!("a call step for order {} has no run that waits for it", step.order.0));
            }
        }
        for (node, state) in self.cx.model.nodes.iter().zip(&self.cx.nodes) {
            let station = state.station();
            let calls = station.inbound().filter_map(|item| match item {
                Inbound::Call(call) => {
                    Some(self.callers.call(call).is_some_and(|call| call.stage == CallStage::Queued))
                }
                Inbound::Message(_) => None,
            });
            let (queued, lost): (Vec<bool>, Vec<bool>) = calls.partition(|queued| *queued);
            if queued.len() != station.waiting_calls() as usize || !lost.is_empty() {
                let (counted, gone) = (station.waiting_calls(), lost.len());
                return Err(format!("{} counts {counted} waiting calls of {}, {gone} are gone", node.id, queued.len()));
            }
        }
        Ok(())
    }

    fn check_orders(&self) -> Result<(), String> {
        let orders = self.cx.books.orders();
        let mut under_way = vec![0u32; orders.len()];
        let mut add = |order: OrderId| under_way[order.0 as usize - 1] += 1;
        self.broker.under_way(&mut add);
        self.callers.under_way(&mut add);
        self.services.under_way(&self.broker, &mut add);
        let mut dead = vec![0u32; orders.len()];
        for (_, m) in self.messages().filter(|(_, m)| matches!(m.state, State::Dead { .. })) {
            dead[m.order.0 as usize - 1] += 1;
        }
        for (i, (order, counted)) in orders.iter().zip(under_way).enumerate() {
            if order.dead() != dead[i] {
                return Err(format!("order {}: {} dead letters in the books, {}", i + 1, order.dead(), dead[i]));
            }
            if order.under_way() != counted {
                return Err(format!(
                    "order {}: {} under way in the books, {counted} in the world",
                    i + 1,
                    order.under_way()
                ));
            }
        }
        self.cx.books.check()
    }
}
