//! Travel: a history's playhead goes back and forth, in slices.
//!
//! [`History::set_out`] says where to, and each [`History::go_on`] does one [`Slice`] of it, so that no call is long. The
//! methods named after a way go all of it in one call.

use crate::base::time::Time;
use crate::model::Command;
use crate::sim::{BudgetSpent, CommandError};
use crate::timeline::history::{Checkpoint, History};
use crate::timeline::slice::Slice;
use crate::timeline::stride::Stride;
use crate::timeline::way::Way;
use crate::trace::Fact;

/// Why a recorded command cannot be repeated.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RepeatError {
    /// The world never reaches that instant with that number of events.
    #[error("the world does not come to this position")]
    Misplaced,
    /// The command is refused there.
    #[error(transparent)]
    Refused(#[from] CommandError),
}

impl From<BudgetSpent> for RepeatError {
    fn from(spent: BudgetSpent) -> RepeatError {
        CommandError::from(spent).into()
    }
}

/// The most work between two looks at the bytes of a slice.
const MOST_UNSEEN: u64 = 256;

impl History {
    /// Sets out for somewhere; a way that was not finished is given up. Only when time just passes, the changes made
    /// here can still be undone.
    pub fn set_out(&mut self, way: Way) {
        if !matches!(way, Way::Advance(_)) {
            self.undo.forget();
        }
        self.way = Some(way);
        self.stopped = false;
    }

    /// Whether the playhead is not yet where it is to go.
    pub const fn is_under_way(&self) -> bool {
        self.way.is_some()
    }

    /// Goes on for one slice. Returns `None` while there is more to go; then whether the playhead is where it was to go.
    /// A beat that begins ends an advance before that.
    ///
    /// # Errors
    /// The event budget is spent; the world stays where that happened.
    pub fn go_on(&mut self) -> Result<Option<bool>, BudgetSpent> {
        let Some(way) = self.way else { return Ok(Some(true)) };
        let mut slice = self.slice;
        let mut result = self.follow(way, &mut slice);
        if self.stopped && result.is_ok() {
            result = Ok(Some(false));
        }
        if result != Ok(None) {
            self.way = None;
            if !matches!(way, Way::Advance(_)) {
                self.look();
            }
        }
        result
    }

    fn go_all(&mut self, way: Way) -> Result<bool, BudgetSpent> {
        self.set_out(way);
        loop {
            if let Some(there) = self.go_on()? {
                return Ok(there);
            }
        }
    }

    /// Advances to an instant, through the known future and beyond.
    ///
    /// # Errors
    /// As [`History::go_on`].
    pub fn advance(&mut self, to: Time) -> Result<(), BudgetSpent> {
        self.go_all(Way::Advance(to)).map(|_| ())
    }

    /// Goes to an instant, back or forth: the state after everything that happens up to it.
    ///
    /// # Errors
    /// As [`History::go_on`].
    pub fn seek(&mut self, to: Time) -> Result<(), BudgetSpent> {
        self.go_all(Way::Seek(to)).map(|_| ())
    }

    /// Goes to right after a fact of the trace happened; to the end if the fact is unknown.
    ///
    /// # Errors
    /// As [`History::go_on`].
    pub fn seek_fact(&mut self, index: usize) -> Result<(), BudgetSpent> {
        self.go_all(Way::Fact(index)).map(|_| ())
    }

    /// Goes to a position; false if the run has no such position.
    ///
    /// # Errors
    /// As [`History::go_on`].
    pub fn seek_position(&mut self, (at, events, done): (Time, u64, usize)) -> Result<bool, BudgetSpent> {
        self.go_all(Way::Position(at, events, done))
    }

    /// Takes one step forward; false when nothing is left to happen. A step that finds no end within a usual slice
    /// ends there.
    ///
    /// # Errors
    /// As [`History::go_on`].
    pub fn step(&mut self, stride: Stride) -> Result<bool, BudgetSpent> {
        self.way = None;
        self.stopped = false;
        self.undo.forget();
        let mut slice = Slice::USUAL;
        let mut moved = false;
        while !moved || !slice.is_over() {
            let seen = self.watch.trace.facts().len();
            if !self.go(&mut slice)? {
                return Ok(moved);
            }
            moved = true;
            let news = &self.watch.trace.facts()[seen..];
            if self.stopped || stride == Stride::Event || news.iter().any(|fact| stride.ends_with(&fact.what)) {
                break;
            }
        }
        Ok(true)
    }

    /// The way of one step back: to before the last event or command, and from there back to where the step before would
    /// have ended. `None` at the beginning.
    pub fn way_back(&self, stride: Stride) -> Option<Way> {
        let (events, done) = (self.world.events(), self.done());
        if events == 0 && done == 0 {
            return None;
        }
        let last_is_a_command = done > 0 && self.commands[done - 1].events == events;
        let (events, done) = if last_is_a_command { (events, done - 1) } else { (events - 1, done) };
        Some(Way::Back(stride, events, done))
    }

    /// Takes one step back; false at the beginning.
    ///
    /// # Errors
    /// As [`History::go_on`].
    pub fn back(&mut self, stride: Stride) -> Result<bool, BudgetSpent> {
        match self.way_back(stride) {
            Some(way) => self.go_all(way),
            None => {
                self.rewind();
                Ok(false)
            }
        }
    }

    /// Goes to where a recorded command was given, and executes it there.
    ///
    /// # Errors
    /// The position cannot be reached, or the command is refused there. The known future is discarded, and the world
    /// stays as far as it came.
    pub fn repeat(&mut self, at: Time, events: u64, command: Command, text: &str) -> Result<(), RepeatError> {
        self.set_out_for_command(at, events)?;
        while self.go_on()?.is_none() {}
        if self.world.events() != events || !self.world.wait_until(at) {
            return Err(RepeatError::Misplaced);
        }
        Ok(self.execute(command, text.into(), false)?)
    }

    /// Sets out for where a recorded command was given; [`History::repeat`] then executes it. The known future is
    /// discarded.
    ///
    /// # Errors
    /// The position is behind the playhead.
    pub fn set_out_for_command(&mut self, at: Time, events: u64) -> Result<(), RepeatError> {
        self.cut();
        if at < self.world.now() || events < self.world.events() {
            return Err(RepeatError::Misplaced);
        }
        self.set_out(Way::Place(at, events));
        Ok(())
    }

    /// Follows a way for a slice. Each begins anew from wherever the playhead is: what was done before is then behind.
    fn follow(&mut self, way: Way, slice: &mut Slice) -> Result<Option<bool>, BudgetSpent> {
        let there = match way {
            Way::Advance(to) => self.run(to, u64::MAX, slice)?,
            Way::Seek(to) => {
                let forth = to >= self.world.now();
                self.jump(forth, |c| c.world.now() <= to, slice);
                self.run(to, u64::MAX, slice)?
            }
            Way::Fact(index) => return self.follow_to_fact(index, slice),
            Way::Position(at, events, done) => {
                if !self.live_again(at, events, done, slice)? {
                    return Ok(None);
                }
                let reached = (self.world.events(), self.done()) == (events, done) && self.world.wait_until(at);
                self.reach(false);
                return Ok(Some(reached));
            }
            Way::Place(at, events) => self.run(at, events, slice)?,
            Way::Back(stride, events, done) => {
                let there = self.live_again(self.head.0, events, done, slice)?;
                if there && stride != Stride::Event {
                    match self.watch.trace.facts().iter().rposition(|fact| stride.ends_with(&fact.what)) {
                        Some(index) => {
                            self.way = Some(Way::Fact(index));
                            return Ok(None);
                        }
                        None => self.rewind(),
                    }
                }
                there
            }
        };
        Ok(there.then_some(true))
    }

    fn follow_to_fact(&mut self, index: usize, slice: &mut Slice) -> Result<Option<bool>, BudgetSpent> {
        let Some(fact) = self.watch.trace.recorded().get(index) else {
            self.way = Some(Way::Seek(self.head.0));
            return Ok(None);
        };
        let before = Time::from_micros(fact.at.as_micros().saturating_sub(1));
        let is_before = |c: &Checkpoint| c.digest.count() <= index && c.world.now() <= before;
        let forth = self.watch.trace.facts().len() <= index;
        self.jump(forth, is_before, slice);
        if self.world.now() < before && !self.run(before, u64::MAX, slice)? {
            return Ok(None);
        }
        while self.watch.trace.facts().len() <= index {
            if slice.is_over() {
                return Ok(None);
            }
            if !self.go(slice)? {
                break;
            }
        }
        Ok(Some(true))
    }

    /// Replays until `events` events and `done` commands are executed, but not beyond `until`. Returns whether it is
    /// over.
    fn live_again(&mut self, until: Time, events: u64, done: usize, slice: &mut Slice) -> Result<bool, BudgetSpent> {
        let forth = self.world.events() <= events && self.done() <= done && self.world.now() <= until;
        self.jump(forth, |c| c.world.events() <= events && c.world.commands() <= done, slice);
        // Up to the event before the last; then one by one, for commands may share an event count.
        if events > 0 && !self.run(until, events - 1, slice)? {
            return Ok(false);
        }
        while (self.world.events(), self.done()) < (events, done) && self.world.now() <= until {
            if slice.is_over() {
                return Ok(false);
            }
            if !self.go(slice)? {
                break;
            }
        }
        Ok(true)
    }

    /// Restores the last checkpoint that is early enough; on the way forth only one that is ahead.
    fn jump(&mut self, forth: bool, early_enough: impl Fn(&Checkpoint) -> bool, slice: &mut Slice) {
        let bytes = if forth { self.take_nearer(early_enough) } else { self.restore(early_enough) };
        slice.spend(0, bytes);
    }

    /// Executes the next event or command; false when nothing is left.
    fn go(&mut self, slice: &mut Slice) -> Result<bool, BudgetSpent> {
        let is_command = self.commands.get(self.done()).is_some_and(|record| record.events == self.world.events());
        if is_command {
            return self.execute_next(slice).map(|()| true);
        }
        let before = self.spent();
        let more = self.world.step(&mut self.watch);
        slice.spend(self.judge_event(), 0);
        let kept = self.reach(more == Ok(true));
        self.spend(slice, before, kept);
        more
    }

    /// Executes commands and events up to an instant, or until `events` events are executed. Returns whether that is
    /// done, or the slice is over before.
    fn run(&mut self, until: Time, events: u64, slice: &mut Slice) -> Result<bool, BudgetSpent> {
        while let Some(record) =
            self.commands.get(self.done()).filter(|record| record.at <= until && record.events <= events)
        {
            let (at, events) = (record.at, record.events);
            if !self.run_undisturbed(at, events, slice)? || slice.is_over() {
                return Ok(false);
            }
            self.execute_next(slice)?;
            if self.stopped {
                return Ok(false);
            }
        }
        self.run_undisturbed(until, events, slice)
    }

    /// As [`History::run`], where no command intervenes.
    fn run_undisturbed(&mut self, until: Time, events: u64, slice: &mut Slice) -> Result<bool, BudgetSpent> {
        while self.world.events() < events {
            if slice.is_over() {
                return Ok(false);
            }
            let due = self.next_checkpoint().saturating_sub(self.world.work());
            let most = if self.judges_events() { 1 } else { MOST_UNSEEN };
            let most = (events - self.world.events()).min(due).min(slice.work).clamp(1, most);
            let (before, until) = (self.spent(), self.next_beat_at().map_or(until, |at| until.min(at)));
            let result = self.world.run_part(until, most, &mut self.watch);
            slice.spend(self.judge_event(), 0);
            let kept = self.reach(result == Ok(false));
            self.spend(slice, before, kept);
            if self.stopped {
                return result.map(|_| false);
            }
            if result? {
                break;
            }
        }
        Ok(true)
    }

    /// Executes the next command again. One that was refused then is refused now, and one that spent the budget spends
    /// it.
    fn execute_next(&mut self, slice: &mut Slice) -> Result<(), BudgetSpent> {
        let before = self.spent();
        let next = self.world.commands();
        self.world.wait_until(self.commands[next].at);
        let result = self.carry_out(next, self.is_followed());
        let kept = self.reach(false);
        self.spend(slice, before, kept);
        slice.spend(1, 0);
        match result {
            Err(CommandError::Budget(spent)) => Err(spent),
            _ => Ok(()),
        }
    }

    /// Work done and facts recorded so far.
    fn spent(&self) -> (u64, usize) {
        (self.world.work(), self.watch.trace.recorded().len())
    }

    /// Takes off a slice what was done since, and the bytes of a checkpoint.
    fn spend(&self, slice: &mut Slice, before: (u64, usize), kept: usize) {
        let (work, facts) = self.spent();
        slice.spend(work - before.0, (facts - before.1) * size_of::<Fact>() + kept);
    }
}
