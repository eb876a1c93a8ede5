//! The books: what really happened to each order, and how it ended in plain words.

use crate::ids::{EffectId, OrderId};
use crate::time::{Span, Time};

/// How an order stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// Every effect once, in time.
    Done,
    /// Every effect once, but later than due.
    Late,
    /// Something is missing and still under way.
    Waiting,
    /// Something is missing, and what would bring it is a dead letter.
    DeadLettered,
    /// Something is missing, and nothing is left that would bring it.
    Lost,
    /// An effect was had more than once.
    DoneTwice,
}

impl Standing {
    /// All of them, in the order of their codes.
    pub const ALL: [Standing; 6] = [
        Standing::Done,
        Standing::Late,
        Standing::Waiting,
        Standing::DeadLettered,
        Standing::Lost,
        Standing::DoneTwice,
    ];
}

/// One order.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Order {
    /// When it was placed.
    pub placed: Time,
    /// What it is worth.
    pub amount: u32,
    /// How many things are under way for it: messages, runs of handlers, publications.
    under_way: u32,
    dead: u16,
    missing: u8,
    doubled: u8,
    late: bool,
    standing: Standing,
}

/// One effect of one order.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
struct Line {
    times: u8,
    dead: u16,
    late: bool,
}

/// How the orders stand with one effect.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct EffectCount {
    /// Orders that have it exactly once.
    pub once: u32,
    /// Orders that have it more than once.
    pub twice: u32,
    /// Orders that have it, but later than due.
    pub late: u32,
    /// Orders that lack it, and it is under way.
    pub waiting: u32,
    /// Orders that lack it, and what would bring it is a dead letter.
    pub dead: u32,
    /// Orders that lack it for good.
    pub lost: u32,
    /// Lines in the books.
    pub lines: u32,
}

/// The books of a run.
#[derive(Clone, Debug)]
pub struct Ledger {
    due_within: Option<Span>,
    effects: usize,
    orders: Vec<Order>,
    lines: Vec<Line>,
    standings: [u32; 6],
    by_effect: Vec<EffectCount>,
    lost_amount: u64,
}

/// What a change made of an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// How it stood.
    pub before: Standing,
    /// How it stands.
    pub after: Standing,
}

impl Ledger {
    /// Empty books with `effects` kinds of lines; an order that takes longer than `due_within` is late.
    pub fn new(effects: usize, due_within: Option<Span>) -> Ledger {
        Ledger {
            due_within,
            effects,
            orders: Vec::new(),
            lines: Vec::new(),
            standings: [0; 6],
            by_effect: vec![EffectCount::default(); effects],
            lost_amount: 0,
        }
    }

    /// All orders, by number from 1.
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// One order.
    pub fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.get((id.0 as usize).wrapping_sub(1))
    }

    /// How many orders stand so.
    pub fn count(&self, standing: Standing) -> u32 {
        self.standings[standing as usize]
    }

    /// How the orders stand with an effect.
    pub fn effect(&self, effect: EffectId) -> EffectCount {
        self.by_effect[effect.index()]
    }

    /// What the lost orders were worth.
    pub const fn lost_amount(&self) -> u64 {
        self.lost_amount
    }

    /// How often an order has had an effect.
    pub fn times(&self, order: OrderId, effect: EffectId) -> u8 {
        self.lines[self.line(order, effect)].times
    }

    fn line(&self, order: OrderId, effect: EffectId) -> usize {
        (order.0 as usize - 1) * self.effects + effect.index()
    }

    /// Opens an order with one thing under way: the client's handler.
    pub fn open(&mut self, placed: Time, amount: u32) -> OrderId {
        let standing = if self.effects == 0 { Standing::Done } else { Standing::Waiting };
        self.orders.push(Order {
            placed,
            amount,
            under_way: 1,
            dead: 0,
            missing: self.effects as u8,
            doubled: 0,
            late: false,
            standing,
        });
        self.lines.resize(self.lines.len() + self.effects, Line::default());
        self.standings[standing as usize] += 1;
        for e in &mut self.by_effect {
            e.waiting += 1;
        }
        OrderId(self.orders.len() as u32)
    }

    /// One more thing is under way for the order. Followed by [`Ledger::arrived`].
    #[inline]
    pub fn departs(&mut self, order: OrderId) {
        let o = &mut self.orders[order.0 as usize - 1];
        o.under_way += 1;
        // An order that was given up comes back to life by a redrive only, which takes it from the dead first.
        if o.under_way == 1 {
            o.under_way = 0;
            self.change_order(order, |o| o.under_way = 1);
        }
    }

    /// One thing less is under way for the order.
    #[inline]
    pub fn arrived(&mut self, order: OrderId) -> Option<Change> {
        let o = &mut self.orders[order.0 as usize - 1];
        if o.under_way > 1 {
            o.under_way -= 1;
            return None;
        }
        self.change_order(order, |o| o.under_way = 0)
    }

    /// Writes a line. Answers how often the order has had the effect now.
    pub fn write(&mut self, order: OrderId, effect: EffectId, now: Time) -> (u8, Option<Change>) {
        let at = self.line(order, effect);
        let late = self.is_late(order, now);
        self.uncount(order);
        let line = &mut self.lines[at];
        // Beyond 255 times nothing more is told apart.
        let grown = line.times < u8::MAX;
        line.times += u8::from(grown);
        let times = line.times;
        line.late |= late;
        let o = &mut self.orders[order.0 as usize - 1];
        match times {
            1 => {
                o.missing -= 1;
                o.late |= late;
            }
            2 => o.doubled += 1,
            _ => {}
        }
        self.by_effect[effect.index()].lines += u32::from(grown);
        (times, self.recount(order))
    }

    /// What would bring these effects is a dead letter now (`by` 1), or no longer (`by` -1).
    pub fn dead(&mut self, order: OrderId, effects: impl Iterator<Item = EffectId>, by: i8) -> Option<Change> {
        self.uncount(order);
        let o = &mut self.orders[order.0 as usize - 1];
        o.dead = o.dead.saturating_add_signed(by.into());
        for effect in effects {
            let at = self.line(order, effect);
            self.lines[at].dead = self.lines[at].dead.saturating_add_signed(by.into());
        }
        self.recount(order)
    }

    /// Makes every sum anew from the orders and compares.
    ///
    /// # Errors
    /// A sentence that names the first sum that is wrong: a defect of the simulation.
    pub fn check(&self) -> Result<(), String> {
        let mut anew = Ledger::new(self.effects, self.due_within);
        anew.orders.clone_from(&self.orders);
        anew.lines.clone_from(&self.lines);
        for i in 1..=self.orders.len() as u32 {
            anew.recount(OrderId(i));
        }
        for effect in 0..self.effects {
            anew.by_effect[effect].lines =
                self.lines.iter().skip(effect).step_by(self.effects).map(|l| u32::from(l.times)).sum();
        }
        if (anew.standings, &anew.by_effect, anew.lost_amount) != (self.standings, &self.by_effect, self.lost_amount) {
            return Err(format!("the books say {self:?}, the orders {anew:?}"));
        }
        Ok(())
    }

    fn is_late(&self, order: OrderId, now: Time) -> bool {
        let placed = self.orders[order.0 as usize - 1].placed;
        self.due_within.is_some_and(|due| now.since(placed) > due)
    }

    fn change_order(&mut self, order: OrderId, f: impl FnOnce(&mut Order)) -> Option<Change> {
        self.uncount(order);
        f(&mut self.orders[order.0 as usize - 1]);
        self.recount(order)
    }

    /// Takes the order out of all sums, before it changes.
    fn uncount(&mut self, order: OrderId) {
        self.tally(order, u32::wrapping_sub);
        let o = &self.orders[order.0 as usize - 1];
        if o.standing == Standing::Lost {
            self.lost_amount -= u64::from(o.amount);
        }
    }

    /// Judges the order anew and puts it back into all sums.
    fn recount(&mut self, order: OrderId) -> Option<Change> {
        let i = order.0 as usize - 1;
        let o = &mut self.orders[i];
        let before = o.standing;
        let gone = |line: &Line| line.times == 0 && line.dead == 0;
        let lost = o.under_way == 0 && self.lines[i * self.effects..(i + 1) * self.effects].iter().any(gone);
        o.standing = if lost { Standing::Lost } else { o.judge() };
        let after = o.standing;
        if after == Standing::Lost {
            self.lost_amount += u64::from(o.amount);
        }
        self.tally(order, u32::wrapping_add);
        (before != after).then_some(Change { before, after })
    }

    fn tally(&mut self, order: OrderId, op: fn(u32, u32) -> u32) {
        let i = order.0 as usize - 1;
        let o = self.orders[i];
        let standings = &mut self.standings[o.standing as usize];
        *standings = op(*standings, 1);
        for (line, sum) in self.lines[i * self.effects..].iter().zip(&mut self.by_effect) {
            let cell = match line.times {
                0 if line.dead > 0 => &mut sum.dead,
                0 if o.under_way == 0 => &mut sum.lost,
                0 => &mut sum.waiting,
                1 => &mut sum.once,
                _ => &mut sum.twice,
            };
            *cell = op(*cell, 1);
            if line.late {
                sum.late = op(sum.late, 1);
            }
        }
    }
}

impl Order {
    /// How the order stands.
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// How many things are under way for it.
    pub const fn under_way(&self) -> u32 {
        self.under_way
    }

    /// How it stands if nothing of it is lost: of what else is wrong, the worst counts.
    fn judge(&self) -> Standing {
        if self.doubled > 0 {
            Standing::DoneTwice
        } else if self.missing == 0 {
            if self.late { Standing::Late } else { Standing::Done }
        } else if self.under_way > 0 {
            Standing::Waiting
        } else {
            Standing::DeadLettered
        }
    }
}
