//! A session: a history, commanded and read as the page does it.

use crate::base::time::{Span, Time};
use crate::model::Command;
use crate::problem::{Problem, Word};
use crate::scenario::command::CommandSpec;
use crate::scenario::parse::from_json;
use crate::sim::World;
use crate::sim::problem::RunProblem;
use crate::timeline::{History, RepeatError, Stride};
use crate::view::frame;
use std::sync::Arc;

/// A history that is watched and commanded, step by step.
#[derive(Clone, Debug)]
pub struct Playground {
    history: History,
    numbers: Vec<f64>,
}

impl Playground {
    /// The most events of a session: it remembers all that happened, in some hundred bytes an event.
    pub const BUDGET: u64 = 3_000_000;

    /// A session at instant 0. The seed is a whole number as text; absent, the scenario's own.
    ///
    /// # Errors
    /// What is wrong with the scenario or the seed.
    pub fn new(json: &str, seed: Option<&str>) -> Result<Playground, Problem> {
        let model = Arc::new(crate::scenario::load(json)?);
        let seed = seed.map_or(Ok(model.seed), parse_seed)?;
        let world = World::new(model, seed).with_budget(Playground::BUDGET);
        Ok(Playground { history: History::new(world), numbers: Vec::new() })
    }

    /// The world with its past and future.
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// Goes forward to an instant. One in the past changes nothing.
    ///
    /// # Errors
    /// When the budget of events is spent; the world stands where that happened.
    pub fn advance(&mut self, to: Time) -> Result<(), Problem> {
        Ok(self.history.advance(to)?)
    }

    /// Goes to the very beginning: before the first event, and before any command.
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

    /// Goes to where a fact has just happened.
    ///
    /// # Errors
    /// As [`Playground::advance`].
    pub fn seek_fact(&mut self, index: usize) -> Result<(), Problem> {
        Ok(self.history.seek_fact(index)?)
    }

    /// Goes to a position: an instant, so many events and so many commands; false when there is no such.
    ///
    /// # Errors
    /// As [`Playground::advance`].
    pub fn seek_position(&mut self, at: Time, events: u64, commands: usize) -> Result<bool, Problem> {
        Ok(self.history.seek_position((at, events, commands))?)
    }

    /// Goes one step forward, or back; false when there is none.
    ///
    /// # Errors
    /// As [`Playground::advance`].
    pub fn step(&mut self, stride: Stride, back: bool) -> Result<bool, Problem> {
        Ok(if back { self.history.back(stride) } else { self.history.step(stride) }?)
    }

    /// Carries out a command, given as JSON. What was known of the time after it is forgotten.
    ///
    /// # Errors
    /// What is wrong with it; nothing was done, unless the budget of events is spent: then it was.
    pub fn command(&mut self, json: &str) -> Result<(), Problem> {
        let command = self.resolve(json)?;
        Ok(self.history.apply(command, json)?)
    }

    /// Goes to where a command was given, an instant and a number of events, and carries it out as it was then.
    ///
    /// # Errors
    /// What is wrong with it, or that the run does not come there; the world stands as near as it came.
    pub fn repeat(&mut self, at: Time, events: u64, json: &str) -> Result<(), Problem> {
        let command = self.resolve(json)?;
        self.history.repeat(at, events, command, json).map_err(|error| match error {
            RepeatError::Refused(refused) => refused.into(),
            RepeatError::Misplaced => RunProblem::Misplaced { at, events }.into(),
        })
    }

    fn resolve(&self, json: &str) -> Result<Command, Problem> {
        from_json::<CommandSpec>(json)?.resolve(self.history.world().model())
    }

    /// Forgets what is known of the time after the playhead.
    pub fn cut(&mut self) {
        self.history.cut();
    }

    /// The frame of this instant; see [`frame`].
    pub fn frame(&mut self) -> &[f64] {
        frame::write(&self.history, &mut self.numbers);
        &self.numbers
    }

    /// The timeline's bars between two instants, as fine as one wants them; see [`frame::BAR`].
    pub fn bars(&mut self, from: Time, to: Time, fine: Span) -> &[f64] {
        frame::write_bars(&self.history.watch().timeline, from, to, fine, &mut self.numbers);
        &self.numbers
    }
}

/// A seed as a person writes it: a whole number that JavaScript can hold exactly.
fn parse_seed(text: &str) -> Result<u64, Problem> {
    let seed = text.trim().parse().ok().filter(|seed| *seed < 1 << 53);
    seed.ok_or_else(|| Problem::new("seed", RunProblem::BadSeed { seed: Word::of(text) }))
}
