//! The books: what really happened to each order, and how it ended in plain words.

use crate::ids::{EffectId, NodeId, OrderId};
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
    /// Whose it is.
    pub client: NodeId,
    /// What it is worth.
    pub amount: u32,
    /// How many things are under way for it: messages, runs of handlers, publications.
    under_way: u32,
    missing: u8,
    doubled: u8,
    late: bool,
    standing: Standing,
}

/// One effect of one order.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
struct Line {
    times: u8,
    dead: u8,
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

/// How an order may stand with one effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// It has it.
    There,
    /// It has it once, but later than due.
    Late,
    /// It has it more than once.
    Twice,
    /// It lacks it, and it is under way.
    Waiting,
    /// It lacks it, and what would bring it is a dead letter.
    Dead,
    /// It lacks it for good.
    Lost,
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

    /// The last `most` orders that stand so with an effect, the newest last.
    pub fn orders_in(&self, effect: EffectId, column: Column, most: usize) -> Vec<OrderId> {
        let stands = |id: &OrderId| {
            let line = self.lines[self.line(*id, effect)];
            let under_way = self.orders[id.0 as usize - 1].under_way > 0;
            match column {
                Column::There => line.times > 0,
                Column::Late => line.times == 1 && line.late,
                Column::Twice => line.times > 1,
                Column::Waiting => line.is_open() && under_way,
                Column::Dead => line.times == 0 && line.dead > 0,
                Column::Lost => line.is_open() && !under_way,
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

    /// Opens an order with one thing under way: the client's handler.
    pub fn open(&mut self, placed: Time, client: NodeId, amount: u32) -> OrderId {
        let standing = if self.effects == 0 { Standing::Done } else { Standing::Waiting };
        self.orders.push(Order {
            placed,
            client,
            amount,
            under_way: 1,
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
            self.turn(order);
        }
    }

    /// One thing less is under way for the order.
    #[inline]
    pub fn arrived(&mut self, order: OrderId) -> Option<Change> {
        let o = &mut self.orders[order.0 as usize - 1];
        o.under_way -= 1;
        if o.under_way > 0 { None } else { self.turn(order) }
    }

    /// The first thing is under way for the order, or no longer the last: what waited is lost, or what was lost waits.
    fn turn(&mut self, order: OrderId) -> Option<Change> {
        let i = order.0 as usize - 1;
        let o = &self.orders[i];
        if o.missing > 0 {
            let open = |(line, _): &(&Line, &mut EffectCount)| line.is_open();
            for (_, sum) in self.lines[i * self.effects..].iter().zip(&mut self.by_effect).filter(open) {
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

    /// Writes a line. Answers how often the order has had the effect now.
    pub fn write(&mut self, order: OrderId, effect: EffectId, now: Time) -> (u8, Option<Change>) {
        let late = self.is_late(order, now);
        // Beyond 255 times nothing more is told apart.
        let times = self.change_line(order, effect, |line| {
            line.times = line.times.saturating_add(1);
            line.late |= late;
        });
        let o = &mut self.orders[order.0 as usize - 1];
        match times {
            1 => {
                o.missing -= 1;
                o.late |= late;
            }
            2 => o.doubled += 1,
            _ => {}
        }
        (times, self.judge(order))
    }

    /// What would bring these effects is a dead letter now (`by` 1), or no longer (`by` -1).
    pub fn dead(&mut self, order: OrderId, effects: impl Iterator<Item = EffectId>, by: i8) -> Option<Change> {
        for effect in effects {
            self.change_line(order, effect, |line| {
                // Beyond 254 they are no longer counted, and the effect stays dead until it is had.
                if line.dead < u8::MAX {
                    line.dead = line.dead.saturating_add_signed(by);
                }
            });
        }
        self.judge(order)
    }

    /// Changes a line and the sums over it. Answers how often the order has the effect then.
    #[inline]
    fn change_line(&mut self, order: OrderId, effect: EffectId, change: impl FnOnce(&mut Line)) -> u8 {
        let at = self.line(order, effect);
        let under_way = self.orders[order.0 as usize - 1].under_way;
        let (line, sum) = (&mut self.lines[at], &mut self.by_effect[effect.index()]);
        let before = *line;
        change(line);
        *sum.cell(before, under_way) -= 1;
        *sum.cell(*line, under_way) += 1;
        sum.late += u32::from(line.late) - u32::from(before.late);
        sum.lines += u32::from(line.times - before.times);
        line.times
    }

    /// Makes every sum anew from the orders and compares.
    ///
    /// # Errors
    /// A sentence that names the first sum that is wrong: a defect of the simulation.
    pub fn check(&self) -> Result<(), String> {
        let mut anew = Ledger::new(self.effects, self.due_within);
        for (i, order) in self.orders.iter().enumerate() {
            let lines = &self.lines[i * self.effects..(i + 1) * self.effects];
            let standing = order.standing_with(lines);
            anew.standings[standing as usize] += 1;
            if standing == Standing::Lost {
                anew.lost_amount += u64::from(order.amount);
            }
            for (line, sum) in lines.iter().zip(&mut anew.by_effect) {
                *sum.cell(*line, order.under_way) += 1;
                sum.late += u32::from(line.late);
                sum.lines += u32::from(line.times);
            }
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

    /// Judges anew how an order stands.
    fn judge(&mut self, order: OrderId) -> Option<Change> {
        let i = order.0 as usize - 1;
        let o = &mut self.orders[i];
        let before = o.standing;
        let after = o.standing_with(&self.lines[i * self.effects..(i + 1) * self.effects]);
        if before == after {
            return None;
        }
        o.standing = after;
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

impl Line {
    /// Whether the effect is lacking, and no dead letter would bring it.
    const fn is_open(&self) -> bool {
        self.times == 0 && self.dead == 0
    }
}

impl EffectCount {
    /// Where a line counts.
    fn cell(&mut self, line: Line, under_way: u32) -> &mut u32 {
        match line.times {
            0 if line.dead > 0 => &mut self.dead,
            0 if under_way == 0 => &mut self.lost,
            0 => &mut self.waiting,
            1 => &mut self.once,
            _ => &mut self.twice,
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

    /// How it stands with these lines: of all that is wrong with it, the worst.
    fn standing_with(&self, lines: &[Line]) -> Standing {
        let open = self.missing > 0;
        if open && self.under_way == 0 && lines.iter().any(Line::is_open) {
            Standing::Lost
        } else if self.doubled > 0 {
            Standing::DoneTwice
        } else if !open {
            if self.late { Standing::Late } else { Standing::Done }
        } else if self.under_way > 0 {
            Standing::Waiting
        } else {
            Standing::DeadLettered
        }
    }
}
