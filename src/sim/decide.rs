//! Decisions about an order, and what is expected of it from then on.

use crate::base::ids::{EffectSet, OrderId};
use crate::base::rng::Purpose;
use crate::ledger::{Change, Standing};
use crate::sim::services::run::Run;
use crate::sim::world::World;
use crate::trace::{FactId, Observer, What};

impl World {
    /// A decision step: one draw for each order, which names neither the attempt nor who asks.
    pub(super) fn decide<O: Observer>(
        &mut self,
        o: &mut O,
        slot: u32,
        (place, probability): (u16, f64),
        otherwise: u16,
    ) {
        let Run { order, node, step, cause, .. } = self.runs[slot as usize];
        let yes = self.streams.draw(Purpose::Decision, place.into(), order.0, 0).chance(probability);
        let cause = self.note(o, cause, What::OrderDecided { order, node, yes });
        let run = &mut self.runs[slot as usize];
        (run.step, run.cause) = (if yes { step + 1 } else { otherwise }, cause);
    }

    /// From now on other effects are expected of the order. A retry that says so again changes nothing.
    pub(super) fn expect<O: Observer>(&mut self, o: &mut O, slot: u32, effects: EffectSet, instead: EffectSet) {
        let Run { order, node, mut cause, .. } = self.runs[slot as usize];
        let before = self.ledger.expected(order);
        let change = self.ledger.expect(order, effects, instead);
        let after = self.ledger.expected(order);
        for (changed, expected) in [(before.without(after), false), (after.without(before), true)] {
            for effect in changed.iter() {
                cause = self.note(o, cause, What::ExpectationSet { order, effect, node, expected });
            }
        }
        self.runs[slot as usize].cause = cause;
        self.note_done(o, order, change, cause);
    }

    /// Notes that an order is done, if a change in the books made it so.
    pub(super) fn note_done<O: Observer>(&self, o: &mut O, order: OrderId, change: Option<Change>, cause: FactId) {
        if let Some(change) = change
            && matches!(change.after, Standing::Done | Standing::Late)
        {
            self.note(o, cause, What::OrderDone { order, late: change.after == Standing::Late });
        }
    }
}
