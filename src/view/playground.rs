//! A session: a world, and all that is remembered of it for whoever watches.

use crate::metrics::Histogram;
use crate::scenario::command::CommandSpec;
use crate::scenario::model::Model;
use crate::scenario::problem::{Problem, Word};
use crate::scenario::problem_kind::ProblemKind;
use crate::sim::World;
use crate::time::Time;
use crate::timeline::Timeline;
use crate::trace::{Fact, FactId, Observer, Trace, What};
use crate::view::frame;
use std::sync::Arc;

/// Everything that watching remembers: the trace, the sojourns, the timeline.
#[derive(Clone, Debug)]
pub struct Watch {
    /// All facts.
    pub trace: Trace,
    /// How long handled messages were under way, by subscription.
    pub sojourns: Vec<Histogram>,
    /// The bars.
    pub timeline: Timeline,
}

impl Watch {
    /// Nothing seen yet.
    pub fn new(model: &Arc<Model>) -> Watch {
        Watch {
            trace: Trace::default(),
            sojourns: vec![Histogram::default(); model.subscriptions.len()],
            timeline: Timeline::new(model),
        }
    }
}

impl Observer for Watch {
    fn record(&mut self, fact: Fact) -> FactId {
        if let What::MessageAcked { subscription, sojourn, .. } = fact.what {
            self.sojourns[subscription.index()].add(sojourn);
        }
        self.timeline.note(&fact);
        self.trace.record(fact)
    }
}

/// A world that is watched and commanded, step by step.
#[derive(Clone, Debug)]
pub struct Playground {
    world: World,
    watch: Watch,
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
        let watch = Watch::new(&model);
        let seed = seed.map_or(Ok(model.seed), parse_seed)?;
        Ok(Playground { world: World::new(model, seed).with_budget(Playground::BUDGET), watch, numbers: Vec::new() })
    }

    /// The world.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// What was seen of it.
    pub const fn watch(&self) -> &Watch {
        &self.watch
    }

    /// Goes to an instant. One in the past changes nothing.
    ///
    /// # Errors
    /// When the budget of events is spent; the world stands where that happened.
    pub fn advance(&mut self, to: Time) -> Result<(), Problem> {
        Ok(self.world.run_until(to, &mut self.watch)?)
    }

    /// Executes one event; false when there is none.
    ///
    /// # Errors
    /// When the budget of events is spent.
    pub fn step(&mut self) -> Result<bool, Problem> {
        Ok(self.world.step(&mut self.watch)?)
    }

    /// Carries out a command.
    ///
    /// # Errors
    /// What is wrong with it; nothing was done, unless the budget of events is spent: then it was.
    pub fn command(&mut self, command: &CommandSpec) -> Result<(), Problem> {
        let command = command.resolve(self.world.model())?;
        Ok(self.world.apply(&command, &mut self.watch)?)
    }

    /// The frame of this instant; see [`frame`].
    pub fn frame(&mut self) -> &[f64] {
        frame::write(&self.world, &self.watch.trace, &self.watch.sojourns, &mut self.numbers);
        &self.numbers
    }

    /// The timeline's bars between two instants; see [`frame::BAR`].
    pub fn bars(&mut self, from: Time, to: Time) -> &[f64] {
        frame::write_bars(&self.watch.timeline, from, to, &mut self.numbers);
        &self.numbers
    }
}

/// A seed as a person writes it: a whole number that JavaScript can hold exactly.
fn parse_seed(text: &str) -> Result<u64, Problem> {
    let seed = text.trim().parse().ok().filter(|seed| *seed < 1 << 53);
    seed.ok_or_else(|| Problem::new("seed", ProblemKind::BadSeed { seed: Word::of(text) }))
}
