//! A session: a history with the operations that the page needs.

use crate::base::time::{Span, Time};
use crate::model::{Command, Model};
use crate::problem::{Problem, Word};
use crate::scenario::command::CommandSpec;
use crate::scenario::parse::from_json;
use crate::sim::World;
use crate::sim::problem::RunProblem;
use crate::timeline::{History, RepeatError, Stride, Way};
use crate::view::command::SettingCommand;
use crate::view::press::Press;
use crate::view::{bars, frame};
use std::sync::Arc;

/// A history, commanded in JSON and read as rows of numbers.
#[derive(Clone, Debug)]
pub struct Playground {
    history: History,
    /// A recorded command that is executed when the playhead comes to its place.
    recorded: Option<Recorded>,
    numbers: Vec<f64>,
}

/// A recorded command and its place: an instant and a number of events.
#[derive(Clone, Debug)]
struct Recorded {
    at: Time,
    events: u64,
    command: Command,
    json: String,
}

impl Playground {
    /// The most events of a session: it remembers every fact, at some hundred bytes an event.
    pub const BUDGET: u64 = 3_000_000;

    /// Opens a session at instant 0. The seed is a whole number as text; without it, the scenario's own.
    ///
    /// # Errors
    /// The scenario or the seed is invalid.
    pub fn new(json: &str, seed: Option<&str>) -> Result<Playground, Problem> {
        Playground::of(crate::scenario::load(json)?, seed)
    }

    /// As [`Playground::new`], of a scenario that was read before.
    ///
    /// # Errors
    /// The seed is invalid.
    pub fn of(model: Model, seed: Option<&str>) -> Result<Playground, Problem> {
        let seed = seed.map_or(Ok(model.seed), parse_seed)?;
        Ok(Playground::at_start(Arc::new(model), seed, Playground::BUDGET))
    }

    /// A session at instant 0 that may have so many events.
    pub(crate) fn at_start(model: Arc<Model>, seed: u64, budget: u64) -> Playground {
        let world = World::new(model, seed).with_budget(budget);
        Playground { history: History::new(world), recorded: None, numbers: Vec::new() }
    }

    /// The world with its past and future.
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// Sets out for somewhere; a way that was not finished is given up.
    pub fn set_out(&mut self, way: Way) {
        self.recorded = None;
        self.history.set_out(way);
    }

    /// Sets out for one step back. Returns false at the beginning.
    pub fn set_out_back(&mut self, stride: Stride) -> bool {
        let way = self.history.way_back(stride);
        match way {
            Some(way) => self.set_out(way),
            None => self.rewind(),
        }
        way.is_some()
    }

    /// Sets out for where a recorded command was given, an instant and a number of events, to execute it there.
    ///
    /// # Errors
    /// The command is invalid, or its place is behind the playhead.
    pub fn set_out_to_repeat(&mut self, at: Time, events: u64, json: &str) -> Result<(), Problem> {
        let command = self.resolve(json)?;
        self.history.set_out_for_command(at, events).map_err(|error| misplaced(error, at, events))?;
        self.recorded = Some(Recorded { at, events, command, json: json.into() });
        Ok(())
    }

    /// Goes on for one slice of what was set out for. Returns `None` while there is more to go; then whether the
    /// playhead is where it was to go.
    ///
    /// # Errors
    /// The event budget is spent, and the world stays where that happened; or a recorded command is refused.
    pub fn go_on(&mut self) -> Result<Option<bool>, Problem> {
        let was_under_way = self.history.is_under_way();
        let there = self.history.go_on()?;
        if was_under_way
            && there.is_some()
            && let Some(Recorded { at, events, command, json }) = self.recorded.take()
        {
            self.history.repeat(at, events, command, &json).map_err(|error| misplaced(error, at, events))?;
        }
        Ok(there)
    }

    /// Advances to an instant. One in the past changes nothing.
    ///
    /// # Errors
    /// The event budget is spent; the world stays where that happened.
    pub fn advance(&mut self, to: Time) -> Result<(), Problem> {
        Ok(self.history.advance(to)?)
    }

    /// Goes to the beginning: before the first event and any command.
    pub fn rewind(&mut self) {
        self.history.rewind();
    }

    /// Goes to an instant, back or forth.
    ///
    /// # Errors
    /// As [`Playground::advance`].
    pub fn seek(&mut self, to: Time) -> Result<(), Problem> {
        Ok(self.history.seek(to)?)
    }

    /// Goes to right after a fact happened.
    ///
    /// # Errors
    /// As [`Playground::advance`].
    pub fn seek_fact(&mut self, index: usize) -> Result<(), Problem> {
        Ok(self.history.seek_fact(index)?)
    }

    /// Goes to a position: an instant, and numbers of events and commands; false if the run has no such position.
    ///
    /// # Errors
    /// As [`Playground::advance`].
    pub fn seek_position(&mut self, at: Time, events: u64, commands: usize) -> Result<bool, Problem> {
        Ok(self.history.seek_position((at, events, commands))?)
    }

    /// Takes one step forward or back; false when there is none.
    ///
    /// # Errors
    /// As [`Playground::advance`].
    pub fn step(&mut self, stride: Stride, back: bool) -> Result<bool, Problem> {
        Ok(if back { self.history.back(stride) } else { self.history.step(stride) }?)
    }

    /// Executes a command, given as JSON, and discards the known future.
    ///
    /// # Errors
    /// The command is invalid or refused, and nothing was done; or the event budget is spent, and it was done.
    pub fn command(&mut self, json: &str) -> Result<(), Problem> {
        let command = self.resolve(json)?;
        Ok(self.history.apply(command, json)?)
    }

    /// As [`Playground::command`], for what the stage of a figure can do; `json` is the command as it is logged. Returns
    /// false if the model has no such node or subscription, or the amount is beyond its limit.
    ///
    /// # Errors
    /// The command is refused, and nothing was done; or the event budget is spent, and it was done.
    pub fn press(&mut self, press: Press, index: u16, amount: Option<u32>, json: &str) -> Result<bool, Problem> {
        let Some(command) = press.command(self.history.world().model(), index, amount) else { return Ok(false) };
        self.history.apply(command, json)?;
        Ok(true)
    }

    /// Goes to where a recorded command was given, an instant and a number of events, and executes it there.
    ///
    /// # Errors
    /// The command is invalid or refused, or the run does not reach that position; the world stays as near as it came.
    pub fn repeat(&mut self, at: Time, events: u64, json: &str) -> Result<(), Problem> {
        self.set_out_to_repeat(at, events, json)?;
        while self.go_on()?.is_none() {}
        Ok(())
    }

    /// Undoes the last change of settings, or with `again` makes the last undone one again, by a command at the
    /// playhead, whose JSON `write` gives. Returns false if there is none: see [`History::can_undo`].
    ///
    /// # Errors
    /// The event budget is spent.
    pub fn undo(&mut self, again: bool, write: impl Fn(&SettingCommand<'_>) -> String) -> Result<bool, Problem> {
        let write =
            |model: &_, command: &_| SettingCommand::of(model, command).as_ref().map_or_else(String::new, write);
        Ok(self.history.undo(again, write)?)
    }

    fn resolve(&self, json: &str) -> Result<Command, Problem> {
        from_json::<CommandSpec>(json)?.resolve(self.history.world().model())
    }

    /// Lets the lesson's guide follow the run, so that its beats stop it, or no longer.
    pub fn guide(&mut self, on: bool) {
        self.history.turn_guide(on);
    }

    /// Ends the beat that has begun, or begins the one that comes next.
    pub fn next_beat(&mut self) {
        self.history.next_beat();
    }

    /// Discards the known future.
    pub fn cut(&mut self) {
        self.history.cut();
    }

    /// The frame at the playhead; see [`frame`].
    pub fn frame(&mut self) -> &[f64] {
        frame::write(&self.history, &mut self.numbers);
        &self.numbers
    }

    /// The timeline's bars between two instants, at resolution `fine`; see [`bars::BAR`].
    pub fn bars(&mut self, from: Time, to: Time, fine: Span) -> &[f64] {
        bars::write_bars(&self.history, from, to, fine, &mut self.numbers);
        &self.numbers
    }

    /// How many messages waited in each subscription between two instants, at resolution `fine`; see [`bars::DEPTH`].
    pub fn depths(&mut self, from: Time, to: Time, fine: Span) -> &[f64] {
        bars::write_depths(&self.history, from, to, fine, &mut self.numbers);
        &self.numbers
    }
}

fn misplaced(error: RepeatError, at: Time, events: u64) -> Problem {
    match error {
        RepeatError::Refused(refused) => refused.into(),
        RepeatError::Misplaced => RunProblem::Misplaced { at, events }.into(),
    }
}

/// Parses a seed: a whole number below 2^53, which JavaScript holds exactly.
pub(crate) fn parse_seed(text: &str) -> Result<u64, Problem> {
    let seed = text.trim().parse().ok().filter(|seed| *seed < 1 << 53);
    seed.ok_or_else(|| Problem::new("seed", RunProblem::BadSeed { seed: Word::of(text) }))
}
