//! One order in the books: its lines, what is expected of it, and how it stands with that.

use crate::base::ids::{EffectId, EffectSet, NodeId};
use crate::base::time::Time;

/// How an order stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// Every expected effect once, in time. Where no effect is expected: nothing is under way any more, in time.
    Done,
    /// The same, but later than due.
    Late,
    /// Something is missing and still under way. Where no effect is expected: something is under way.
    Waiting,
    /// Something is missing, and what would bring it is a dead letter. Where no effect is expected: a dead letter is what
    /// is left of it.
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
    pub(super) under_way: u32,
    /// The effects it is expected to have. They may be replaced by others while it goes on.
    pub(super) expected: EffectSet,
    /// Whether some were.
    pub(super) replaced: bool,
    /// Expected effects that it lacks.
    pub(super) missing: u8,
    pub(super) doubled: u8,
    /// Its dead letters.
    pub(super) dead: u32,
    pub(super) late: bool,
    pub(super) out_of_order: bool,
    pub(super) standing: Standing,
}

/// One effect of one order, in 8 bytes: a run has one for each order and effect.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub(super) struct Line {
    /// How often the order has had the effect.
    pub(super) times: u32,
    /// The dead letters that would bring it, and [`Line::LATE`].
    marks: u32,
}

/// How the orders stand with one effect.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct EffectCount {
    /// Orders that are expected to have it.
    pub expected: u32,
    /// Orders that have it exactly once.
    pub once: u32,
    /// Orders that have it more than once.
    pub twice: u32,
    /// Orders of `once` that have it later than due.
    pub late: u32,
    /// Orders that lack it, and it is under way.
    pub waiting: u32,
    /// Orders that lack it, and what would bring it is a dead letter.
    pub dead: u32,
    /// Orders that lack it for good.
    pub lost: u32,
    /// Orders that lack it and need not have it.
    pub spared: u32,
    /// Lines in the books.
    pub lines: u64,
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

impl Line {
    /// Set when the effect was first had later than due. Dead letters are messages: there are never 2^31 of them.
    const LATE: u32 = 1 << 31;

    /// The dead letters that would bring it.
    pub(super) const fn dead(&self) -> u32 {
        self.marks & !Line::LATE
    }

    /// Whether the effect is lacking, and no dead letter would bring it.
    pub(super) const fn is_open(&self) -> bool {
        self.times == 0 && self.dead() == 0
    }

    /// Whether the order has the effect once, and later than due.
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
    /// Where a line counts.
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
    /// How the order stands.
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// How many things are under way for it.
    pub const fn under_way(&self) -> u32 {
        self.under_way
    }

    /// How many dead letters there are of it.
    pub const fn dead(&self) -> u32 {
        self.dead
    }

    /// How many of the effects that are expected the lines lack, and whether one of them is late.
    pub(super) fn lacks(expected: EffectSet, lines: &[Line]) -> (u8, bool) {
        let of = |effect: EffectId| lines[effect.index()];
        let missing = expected.iter().filter(|effect| of(*effect).times == 0).count();
        (missing as u8, expected.iter().any(|effect| of(effect).is_late()))
    }

    /// Whether it is done by other effects than were expected of it at first.
    pub(super) const fn is_compensated(&self) -> bool {
        self.replaced && matches!(self.standing, Standing::Done | Standing::Late)
    }

    /// Whether no effect was ever expected of it: then what is under way and its dead letters say how it stands.
    pub(super) const fn is_free(&self) -> bool {
        self.expected.is_empty() && !self.replaced
    }

    /// How it stands with these lines: of all that is wrong with it, the worst.
    pub(super) fn standing_with(&self, lines: &[Line]) -> Standing {
        let open = self.missing > 0 || self.is_free() && (self.under_way > 0 || self.dead > 0);
        if open && self.under_way == 0 && self.expected.iter().any(|effect| lines[effect.index()].is_open()) {
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
