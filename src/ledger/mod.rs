//! The ledger (the books): the effects that each order really had, and how the order ended.

pub mod check;
mod order;
#[cfg(test)]
mod tests;

pub use order::{Column, EffectCount, Order, Standing};

use crate::base::ids::{EffectId, EffectSet, NodeId, OrderId};
use crate::base::time::{Span, Time};
use order::Line;

/// The ledger of a run.
#[derive(Clone, Debug)]
pub struct Ledger {
    due_within: Option<Span>,
    effects: usize,
    /// Effects expected of a new order, and how many they are.
    at_first: EffectSet,
    missing_at_first: u8,
    /// For each effect, those that should be in the ledger before it.
    prerequisites: Vec<EffectSet>,
    /// For each effect and key, the last order that has the effect; empty where no order is kept.
    latest: Vec<Vec<OrderId>>,
    orders: Vec<Order>,
    lines: Vec<Line>,
    standings: [u32; 6],
    by_effect: Vec<EffectCount>,
    lost_amount: u64,
    compensated: u32,
    out_of_order: u32,
}

/// How a change of the ledger moved an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// Standing before the change.
    pub before: Standing,
    /// Standing after it.
    pub after: Standing,
}

impl Ledger {
    /// An empty ledger with one effect for each entry of `prerequisites`, which lists the effects that should come
    /// before it. The effects `at_first` are expected of a new order; an order that takes longer than `due_within` is
    /// late.
    pub fn new(prerequisites: Vec<EffectSet>, at_first: EffectSet, due_within: Option<Span>) -> Ledger {
        let effects = prerequisites.len();
        Ledger {
            due_within,
            effects,
            at_first,
            missing_at_first: at_first.len() as u8,
            prerequisites,
            latest: vec![Vec::new(); effects],
            orders: Vec::new(),
            lines: Vec::new(),
            standings: [0; 6],
            by_effect: vec![EffectCount::default(); effects],
            lost_amount: 0,
            compensated: 0,
            out_of_order: 0,
        }
    }

    /// All orders, by number from 1.
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    pub fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.get((id.0 as usize).wrapping_sub(1))
    }

    /// Number of orders with this standing.
    pub fn count(&self, standing: Standing) -> u32 {
        self.standings[standing as usize]
    }

    /// Counts of one effect over all orders.
    pub fn effect(&self, effect: EffectId) -> EffectCount {
        self.by_effect[effect.index()]
    }

    /// Sum of the amounts of lost orders.
    pub const fn lost_amount(&self) -> u64 {
        self.lost_amount
    }

    /// Number of orders done by other effects than were first expected of them.
    pub const fn compensated(&self) -> u32 {
        self.compensated
    }

    /// Number of orders with an effect that was written before one of its prerequisites, or after a later order of their
    /// key.
    pub const fn out_of_order(&self) -> u32 {
        self.out_of_order
    }

    /// Memory of the orders and their lines, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.orders) + size_of_val(&*self.lines)
    }

    /// How often an effect was written for an order.
    pub fn times(&self, order: OrderId, effect: EffectId) -> u32 {
        self.lines[self.line(order, effect)].times
    }

    /// The last `most` orders in this column of an effect, oldest first.
    pub fn orders_in(&self, effect: EffectId, column: Column, most: usize) -> Vec<OrderId> {
        let stands = |id: &OrderId| {
            let line = self.lines[self.line(*id, effect)];
            let order = &self.orders[id.0 as usize - 1];
            let (under_way, expected) = (order.under_way > 0, order.expected.has(effect));
            match column {
                Column::There => line.times > 0,
                Column::Late => line.is_late(),
                Column::Twice => line.times > 1,
                Column::Waiting => expected && line.is_open() && under_way,
                Column::Dead => expected && line.times == 0 && line.dead() > 0,
                Column::Lost => expected && line.is_open() && !under_way,
            }
        };
        let mut found: Vec<OrderId> =
            (1..=self.orders.len() as u32).rev().map(OrderId).filter(stands).take(most).collect();
        found.reverse();
        found
    }

    fn line(&self, order: OrderId, effect: EffectId) -> usize {
        (order.0 as usize - 1) * self.effects + effect.index()
    }

    /// Opens an order with one activity under way: the client's handler.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    pub fn open(&mut self, placed: Time, client: NodeId, amount: u32) -> OrderId {
        let expected = self.at_first;
        let standing = Standing::Waiting;
        self.orders.push(Order {
            placed,
            client,
            amount,
            under_way: 1,
            expected,
            replaced: false,
            missing: self.missing_at_first,
            doubled: 0,
            dead: 0,
            late: false,
            out_of_order: false,
            standing,
        });
        self.lines.resize(self.lines.len() + self.effects, Line::default());
        self.standings[standing as usize] += 1;
        for (i, sum) in self.by_effect.iter_mut().enumerate() {
            let expected = expected.has(EffectId::new(i));
            sum.expected += u32::from(expected);
            *sum.cell(Line::default(), 1, expected) += 1;
        }
        OrderId(self.orders.len() as u32)
    }

    /// Adds an activity under way for the order. [`Ledger::arrived`] ends it.
    #[inline]
    pub fn departs(&mut self, order: OrderId) {
        let o = &mut self.orders[order.0 as usize - 1];
        o.under_way += 1;
        if o.under_way == 1 {
            self.revives(order);
        }
    }

    /// Only a redrive revives an order that was given up, and it removes the dead letter first.
    #[cold]
    #[inline(never)]
    fn revives(&mut self, order: OrderId) {
        self.turn(order);
    }

    /// Adds so many activities to those under way for the order, of which there are.
    #[inline]
    pub fn depart_with(&mut self, order: OrderId, activities: u32) {
        let o = &mut self.orders[order.0 as usize - 1];
        debug_assert!(o.under_way > 0, "nothing is under way");
        o.under_way += activities;
    }

    /// Takes back so many of [`Ledger::depart_with`].
    pub fn arrive_with(&mut self, order: OrderId, activities: u32) {
        self.orders[order.0 as usize - 1].under_way -= activities;
    }

    /// Ends an activity under way for the order.
    #[inline(always)]
    pub fn arrived(&mut self, order: OrderId, now: Time) -> Option<Change> {
        let o = &mut self.orders[order.0 as usize - 1];
        o.under_way -= 1;
        if o.under_way > 0 { None } else { self.all_arrived(order, now) }
    }

    #[inline(never)]
    fn all_arrived(&mut self, order: OrderId, now: Time) -> Option<Change> {
        let o = &mut self.orders[order.0 as usize - 1];
        if o.is_free() {
            o.late = self.due_within.is_some_and(|due| now.since(o.placed) > due);
        }
        if o.missing > 0 { self.turn(order) } else { self.judge(order) }
    }

    /// Called when the first activity begins or the last one ends: what waited is lost, or what was lost waits.
    #[inline(never)]
    fn turn(&mut self, order: OrderId) -> Option<Change> {
        let i = order.0 as usize - 1;
        let o = &self.orders[i];
        if o.missing > 0 {
            let lines = &self.lines[i * self.effects..(i + 1) * self.effects];
            for effect in o.expected.iter().filter(|effect| lines[effect.index()].is_open()) {
                let sum = &mut self.by_effect[effect.index()];
                let (from, to) = match o.under_way {
                    0 => (&mut sum.waiting, &mut sum.lost),
                    _ => (&mut sum.lost, &mut sum.waiting),
                };
                *from -= 1;
                *to += 1;
            }
        }
        self.judge(order)
    }

    /// Writes a line. Returns how often the order has the effect now.
    pub fn write(&mut self, order: OrderId, effect: EffectId, now: Time) -> (u32, Option<Change>) {
        let late = self.is_late(order, now);
        if self.comes_too_early(order, effect) {
            self.put_out_of_order(order);
        }
        let times = self.change_line(order, effect, |line| line.write(late));
        let o = &mut self.orders[order.0 as usize - 1];
        match times {
            1 if o.expected.has(effect) => {
                o.missing -= 1;
                o.late |= late;
            }
            2 => o.doubled += 1,
            _ => {}
        }
        (times, self.judge(order))
    }

    /// Says which key the order has of which the effect, written next, keeps the order.
    #[cold]
    pub fn follow(&mut self, order: OrderId, effect: EffectId, key: u32) {
        let again = self.times(order, effect) > 0;
        let (latest, key) = (&mut self.latest[effect.index()], key as usize);
        if latest.len() <= key {
            latest.resize(key + 1, OrderId(0));
        }
        let overtaken = order < latest[key];
        latest[key] = latest[key].max(order);
        if overtaken && !again {
            self.put_out_of_order(order);
        }
    }

    fn put_out_of_order(&mut self, order: OrderId) {
        let o = &mut self.orders[order.0 as usize - 1];
        self.out_of_order += u32::from(!o.out_of_order);
        o.out_of_order = true;
    }

    /// The effects expected of an order.
    pub fn expected(&self, order: OrderId) -> EffectSet {
        self.orders[order.0 as usize - 1].expected
    }

    /// Changes the effects expected of an order: adds `effects`, removes those of `instead` that are not among them.
    /// What is written stays written. The order must have an activity under way.
    pub fn expect(&mut self, order: OrderId, effects: EffectSet, instead: EffectSet) -> Option<Change> {
        let i = order.0 as usize - 1;
        let lines = &self.lines[i * self.effects..(i + 1) * self.effects];
        let o = &mut self.orders[i];
        let (before, after) = (o.expected, o.expected.without(instead).with(effects));
        let counted = o.is_compensated();
        for (e, (line, sum)) in lines.iter().zip(&mut self.by_effect).enumerate() {
            let (was, is) = (before.has(EffectId::new(e)), after.has(EffectId::new(e)));
            *sum.cell(*line, o.under_way, was) -= 1;
            *sum.cell(*line, o.under_way, is) += 1;
            sum.expected = sum.expected + u32::from(is) - u32::from(was);
        }
        o.expected = after;
        o.replaced |= !before.without(after).is_empty();
        (o.missing, o.late) = Order::lacks(after, lines);
        self.compensated = self.compensated + u32::from(o.is_compensated()) - u32::from(counted);
        self.judge(order)
    }

    /// A message of the order that would bring these effects has become a dead letter (`by` 1), or is one no longer
    /// (`by` -1).
    pub fn dead(&mut self, order: OrderId, effects: impl Iterator<Item = EffectId>, by: i32) -> Option<Change> {
        let o = &mut self.orders[order.0 as usize - 1];
        o.dead = o.dead.wrapping_add_signed(by);
        for effect in effects {
            self.change_line(order, effect, |line| line.add_dead(by));
        }
        self.judge(order)
    }

    /// Changes a line and the sums over it. Returns how often the order has the effect after that.
    #[inline]
    fn change_line(&mut self, order: OrderId, effect: EffectId, change: impl FnOnce(&mut Line)) -> u32 {
        let at = self.line(order, effect);
        let Order { under_way, expected, .. } = self.orders[order.0 as usize - 1];
        let expected = expected.has(effect);
        let (line, sum) = (&mut self.lines[at], &mut self.by_effect[effect.index()]);
        let before = *line;
        change(line);
        *sum.cell(before, under_way, expected) -= 1;
        *sum.cell(*line, under_way, expected) += 1;
        sum.late = sum.late + u32::from(line.is_late()) - u32::from(before.is_late());
        sum.lines += u64::from(line.times - before.times);
        line.times
    }

    /// Whether a prerequisite of the effect is not in the ledger yet.
    fn comes_too_early(&self, order: OrderId, effect: EffectId) -> bool {
        self.prerequisites[effect.index()].iter().any(|earlier| self.times(order, earlier) == 0)
    }

    fn is_late(&self, order: OrderId, now: Time) -> bool {
        let placed = self.orders[order.0 as usize - 1].placed;
        self.due_within.is_some_and(|due| now.since(placed) > due)
    }

    /// Recomputes the standing of an order.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn judge(&mut self, order: OrderId) -> Option<Change> {
        let i = order.0 as usize - 1;
        let o = &mut self.orders[i];
        let (before, counted) = (o.standing, o.is_compensated());
        let (lines, effects) = (&self.lines, self.effects);
        let after = o.standing_with(|effect| lines[i * effects + effect.index()]);
        if before == after {
            return None;
        }
        o.standing = after;
        if o.replaced {
            self.compensated = self.compensated + u32::from(o.is_compensated()) - u32::from(counted);
        }
        self.standings[before as usize] -= 1;
        self.standings[after as usize] += 1;
        if before == Standing::Lost {
            self.lost_amount -= u64::from(o.amount);
        }
        if after == Standing::Lost {
            self.lost_amount += u64::from(o.amount);
        }
        Some(Change { before, after })
    }
}
