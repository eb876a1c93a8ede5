//! The sums of the ledger, recounted from the orders and their lines.

use crate::base::ids::{EffectId, OrderId};
use crate::ledger::order::Line;
use crate::ledger::{EffectCount, Ledger, Order, Standing};

/// A second count of one ledger. It keeps each order as it was when it was counted last, so that a change costs no more
/// than the orders that changed.
#[derive(Clone, Default, Debug)]
pub struct Recount {
    orders: Vec<Order>,
    lines: Vec<Line>,
    sums: Sums,
}

#[derive(Clone, Default, PartialEq, Debug)]
struct Sums {
    standings: [u32; 6],
    by_effect: Vec<EffectCount>,
    lost_amount: u64,
    compensated: u32,
    out_of_order: u32,
}

impl Sums {
    /// Counts an order (`by` 1), or counts it no longer (-1).
    fn count(&mut self, order: &Order, lines: &[Line], by: i32) {
        let add = |sum: &mut u32, n: u32| *sum = sum.wrapping_add_signed(by * n as i32);
        let standing = order.standing_with(|effect| lines[effect.index()]);
        add(&mut self.standings[standing as usize], 1);
        add(&mut self.out_of_order, order.out_of_order.into());
        add(&mut self.compensated, order.is_compensated().into());
        if standing == Standing::Lost {
            self.lost_amount = self.lost_amount.wrapping_add_signed(i64::from(by) * i64::from(order.amount));
        }
        for (e, (line, sum)) in lines.iter().zip(&mut self.by_effect).enumerate() {
            let expected = order.expected.has(EffectId::new(e));
            add(&mut sum.expected, expected.into());
            add(sum.cell(*line, order.under_way, expected), 1);
            add(&mut sum.late, line.is_late().into());
            sum.lines = sum.lines.wrapping_add_signed(i64::from(by) * i64::from(line.times));
        }
    }
}

impl Recount {
    /// Recomputes every sum of a ledger from its orders and compares.
    ///
    /// # Errors
    /// A sentence that names the first wrong sum: a bug in the simulation.
    pub fn of(ledger: &Ledger) -> Result<(), String> {
        Recount::default().check(ledger, &[])
    }

    /// Counts these orders anew, and those that it has not seen, and compares. Another order that has changed is not
    /// noticed.
    ///
    /// # Errors
    /// As [`Recount::of`].
    pub fn check(&mut self, ledger: &Ledger, orders: &[OrderId]) -> Result<(), String> {
        self.sums.by_effect.resize(ledger.effects, EffectCount::default());
        let seen = self.orders.len();
        for i in orders.iter().map(|order| order.0 as usize - 1).filter(|i| *i < seen) {
            let (order, lines) = (ledger.orders[i], lines_of(ledger, i));
            let range = i * ledger.effects..(i + 1) * ledger.effects;
            if self.orders[i] == order && &self.lines[range.clone()] == lines {
                continue;
            }
            self.sums.count(&self.orders[i], &self.lines[range.clone()], -1);
            self.orders[i] = order;
            self.lines[range].copy_from_slice(lines);
            self.count(ledger, i)?;
        }
        for i in seen..ledger.orders.len() {
            self.orders.push(ledger.orders[i]);
            self.lines.extend_from_slice(lines_of(ledger, i));
            self.count(ledger, i)?;
        }
        self.compare(ledger)
    }

    fn count(&mut self, ledger: &Ledger, i: usize) -> Result<(), String> {
        let (order, lines) = (&ledger.orders[i], lines_of(ledger, i));
        self.sums.count(order, lines, 1);
        let (missing, late) = Order::lacks(order.expected, lines);
        // Once an effect is doubled, its lateness no longer matters.
        if order.missing != missing || order.doubled == 0 && !order.is_free() && order.late != late {
            return Err(format!("order {} says {order:?}, its lines {lines:?}", i + 1));
        }
        let standing = order.standing_with(|effect| lines[effect.index()]);
        if order.standing != standing {
            return Err(format!("order {} says {:?}, and is {standing:?}", i + 1, order.standing));
        }
        Ok(())
    }

    fn compare(&self, ledger: &Ledger) -> Result<(), String> {
        let Ledger { standings, by_effect, lost_amount, compensated, out_of_order, .. } = ledger;
        let Sums { standings: s, by_effect: b, lost_amount: l, compensated: c, out_of_order: o } = &self.sums;
        if (standings, lost_amount, compensated, out_of_order) != (s, l, c, o) || by_effect != b {
            return Err(format!("the books say {ledger:?}, the orders {:?}", self.sums));
        }
        Ok(())
    }
}

fn lines_of(ledger: &Ledger, order: usize) -> &[Line] {
    &ledger.lines[order * ledger.effects..(order + 1) * ledger.effects]
}
