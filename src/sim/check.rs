//! Invariants that hold between events, checked from the outside: every count is recomputed from the items themselves.

use crate::base::ids::OrderId;
use crate::sim::broker::message::State;
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
        self.check_orders()
    }

    fn check_orders(&self) -> Result<(), String> {
        let orders = self.cx.books.orders();
        let mut under_way = vec![0u32; orders.len()];
        let mut add = |order: OrderId| under_way[order.0 as usize - 1] += 1;
        self.broker.under_way(&mut add);
        self.callers.under_way(&mut add);
        self.services.under_way(&self.broker, &mut add);
        let mut dead = vec![0u32; orders.len()];
        for (_, m) in self.messages().filter(|(_, m)| matches!(m.state, State::Dead(_))) {
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
