//! Replay of a run that was handed in, in the scenario of the task, and when it reached which goal.

use crate::base::time::Time;
use crate::grade::problem::{Difference, GradeProblem};
use crate::grade::rubric::Rubric;
use crate::problem::{At, Problem, Word};
use crate::scenario::CommandSpec;
use crate::scenario::parse::from_json;
use crate::timeline::Stride;
use crate::view::playground::{Playground, parse_seed};
use crate::view::saved_run::SavedRun;

/// The most events of a run that is graded: far more than a lesson comes to, and little enough that a hostile run costs
/// a second.
const BUDGET: u64 = 500_000;

/// When a goal was reached, and after how many commands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reached {
    pub at: Time,
    pub commands: usize,
}

/// A command of a run, and its instant.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Given {
    pub(super) at: Time,
    pub(super) command: CommandSpec,
}

/// A run at its end.
pub(super) struct Played {
    pub(super) playground: Playground,
    pub(super) seed: u64,
    pub(super) given: Vec<Given>,
    /// For each goal of the lesson.
    pub(super) reached: Vec<Option<Reached>>,
}

impl Played {
    /// Replays a run. What it comes to otherwise than it says is added to `differences`.
    pub(super) fn new(rubric: &Rubric, run: &SavedRun, differences: &mut Vec<Problem>) -> Result<Played, Problem> {
        let seed = parse_seed(&run.seed)?;
        let goals = rubric.judged().map_or(0, |lesson| lesson.goals.len());
        let playground = Playground::at_start(rubric.model.clone(), seed, BUDGET);
        let mut played = Played { playground, seed, given: Vec::new(), reached: vec![None; goals] };
        played.note();
        for (i, (at, events, json)) in run.log.iter().enumerate() {
            played.give(Time::from_millis(*at), *events, json).at(format_args!("log[{i}]"))?;
        }
        played.end(run, differences)?;
        Ok(played)
    }

    fn give(&mut self, at: Time, events: u64, json: &str) -> Result<(), Problem> {
        let command = from_json(json)?;
        self.step_to(at, events)?;
        self.playground.repeat(at, events, json)?;
        self.given.push(Given { at, command });
        self.note();
        Ok(())
    }

    /// Takes one event after the other, so that the instant of each goal is seen.
    fn step_to(&mut self, at: Time, events: u64) -> Result<(), Problem> {
        loop {
            let world = self.playground.history().world();
            let comes = world.next_event_at().is_some_and(|next| next <= at);
            if !comes || world.events() >= events || !self.reached.contains(&None) {
                return Ok(());
            }
            self.playground.step(Stride::Event, false)?;
            self.note();
        }
    }

    fn note(&mut self) {
        let history = self.playground.history();
        let Some(lesson) = &history.world().model().lesson else { return };
        let here = Reached { at: history.world().now(), commands: self.given.len() };
        for (goal, reached) in self.reached.iter_mut().enumerate() {
            if reached.is_none() && history.progress().is_reached(lesson, goal) {
                *reached = Some(here);
            }
        }
    }

    fn end(&mut self, run: &SavedRun, differences: &mut Vec<Problem>) -> Result<(), Problem> {
        let head = Time::from_millis(run.head_ms);
        if head < self.playground.history().world().now() {
            return Err(GradeProblem::AfterEnd { at: head }.into());
        }
        self.step_to(head, run.events)?;
        if !self.playground.seek_position(head, run.events, run.log.len())? {
            self.playground.seek(head)?;
            let found = self.playground.history().world().events();
            differences.push(Problem::new("events", Difference::OtherEnd { said: run.events, found }));
        }
        self.note();
        let found = self.hash();
        if found != run.hash {
            differences.push(Problem::new(
                "hash",
                Difference::OtherFacts { said: Word::of(&run.hash), found: Word::of(found) },
            ));
        }
        Ok(())
    }

    /// The digest of the run's facts.
    pub(super) fn hash(&self) -> String {
        self.playground.history().watch().trace.digest().to_string()
    }
}
