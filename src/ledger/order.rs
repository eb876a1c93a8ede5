//! One order in the ledger: its lines, the effects expected of it, and the standing that results.

use crate::base::ids::{EffectId, EffectSet, NodeId};
use crate::base::time::Time;

/// Standing of an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// Every expected effect once, in time. Where no effect is expected: nothing is under way any more, in time.
    Done,
    /// Like [`Standing::Done`], but later than due.
    Late,
    /// An effect is missing, with something under way. Where no effect is expected: something is under way.
    Waiting,
    /// An effect is missing that a dead letter would bring. Where no effect is expected: a dead letter is left.
    DeadLettered,
    /// An effect is missing, and nothing is left that would bring it.
    Lost,
    /// An effect was written more than once.
    DoneTwice,
}

impl Standing {
    /// In the order of their codes.
    pub const ALL: [Standing; 6] = [
        Standing::Done,
        Standing::Late,
        Standing::Waiting,
        Standing::DeadLettered,
        Standing::Lost,
        Standing::DoneTwice,
    ];
}

/// An order in the ledger.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Order {
    /// When it was placed.
    pub placed: Time,
    pub client: NodeId,
    /// Value of the order.
    pub amount: u32,
    /// Activities under way for it: messages, runs of handlers, calls and publications.
    pub(super) under_way: u32,
    /// Effects expected of it. A step may replace them while the order is in progress.
    pub(super) expected: EffectSet,
    /// Whether expected effects were replaced.
    pub(super) replaced: bool,
    /// Number of expected effects that are missing.
    pub(super) missing: u8,
    pub(super) doubled: u8,
    /// Number of its dead letters.
    pub(super) dead: u32,
    pub(super) late: bool,
    pub(super) out_of_order: bool,
    pub(super) standing: Standing,
}

/// One effect of one order, in 8 bytes: a run has one for each order and effect.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub(super) struct Line {
    /// How often the effect was written for the order.
    pub(super) times: u32,
    /// Number of dead letters that would bring it, and [`Line::LATE`].
    marks: u32,
}

/// Counts of one effect over all orders.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct EffectCount {
    /// Orders of which it is expected.
    pub expected: u32,
    /// Orders that have it exactly once.
    pub once: u32,
    /// Orders that have it more than once.
    pub twice: u32,
    /// Orders of `once` that got it later than due.
    pub late: u32,
    /// Orders that lack it while something is under way.
    pub waiting: u32,
    /// Orders that lack it, where a dead letter would bring it.
    pub dead: u32,
    /// Orders that lack it for good.
    pub lost: u32,
    /// Orders that lack it and need not have it.
    pub spared: u32,
    /// Lines in the ledger.
    pub lines: u64,
}

/// State of one effect of an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// Written.
    There,
    /// Written once, but later than due.
    Late,
    /// Written more than once.
    Twice,
    /// Missing, while something is under way.
    Waiting,
    /// Missing, and a dead letter would bring it.
    Dead,
    /// Missing for good.
    Lost,
}

impl Line {
    /// Set when the effect was first written later than due. Dead letters are messages, so there are fewer than 2^31 of
    /// them.
    const LATE: u32 = 1 << 31;

    /// Number of dead letters that would bring it.
    pub(super) const fn dead(&self) -> u32 {
        self.marks & !Line::LATE
    }

    /// Whether the effect is missing, and no dead letter would bring it.
    pub(super) const fn is_open(&self) -> bool {
        self.times == 0 && self.dead() == 0
    }

    /// Whether the order has the effect once, later than due.
    pub(super) const fn is_late(&self) -> bool {
        self.times == 1 && self.marks & Line::LATE != 0
    }

    /// Counts the effect once more.
    pub(super) fn write(&mut self, late: bool) {
        if self.times == 0 && late {
            self.marks |= Line::LATE;
        }
        self.times += 1;
    }

    /// One more dead letter would bring the effect (`by` 1), or one fewer (`by` -1).
    pub(super) fn add_dead(&mut self, by: i32) {
        self.marks = self.marks.wrapping_add_signed(by);
    }
}

impl EffectCount {
    /// The counter that a line belongs to.
    #[inline]
    pub(super) fn cell(&mut self, line: Line, under_way: u32, expected: bool) -> &mut u32 {
        match line.times {
            0 if !expected => &mut self.spared,
            0 if line.dead() > 0 => &mut self.dead,
            0 if under_way == 0 => &mut self.lost,
            0 => &mut self.waiting,
            1 => &mut self.once,
            _ => &mut self.twice,
        }
    }
}

impl Order {
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// Number of activities under way for it.
    pub const fn under_way(&self) -> u32 {
        self.under_way
    }

    /// Number of its dead letters.
    pub const fn dead(&self) -> u32 {
        self.dead
    }

    /// The number of expected effects that the lines lack, and whether one of the rest is late.
    pub(super) fn lacks(expected: EffectSet, lines: &[Line]) -> (u8, bool) {
        let of = |effect: EffectId| lines[effect.index()];
        let missing = expected.iter().filter(|effect| of(*effect).times == 0).count();
        (missing as u8, expected.iter().any(|effect| of(effect).is_late()))
    }

    /// Whether it is done by other effects than were first expected of it.
    pub(super) const fn is_compensated(&self) -> bool {
        self.replaced && matches!(self.standing, Standing::Done | Standing::Late)
    }

    /// Whether no effect was ever expected of it: then its activities and dead letters alone decide its standing.
    pub(super) const fn is_free(&self) -> bool {
        self.expected.is_empty() && !self.replaced
    }

    /// The standing that follows from these lines: the worst that applies.
    #[inline]
    pub(super) fn standing_with(&self, line: impl Fn(EffectId) -> Line) -> Standing {
        let open = self.missing > 0 || self.is_free() && (self.under_way > 0 || self.dead > 0);
        if self.missing > 0 && self.under_way == 0 && self.expected.iter().any(|effect| line(effect).is_open()) {
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
