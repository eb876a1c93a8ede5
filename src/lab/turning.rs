//! Where a bad end was decided: how probable it was at each moment of a run, and the event after which it jumped.
//!
//! At a moment the run is forked many times. In each fork everything that chance decides from then on is drawn anew; what has happened
//! stays, and the commands still to come are given at their instants. The share of forks that end badly is the probability then. The
//! same draws are used at each moment, so that two moments differ by what happened between them.

use crate::base::ids::OrderId;
use crate::base::time::Time;
use crate::lab::interval::{Interval, share};
use crate::ledger::Standing;
use crate::model::claim::Comparison;
use crate::model::{Command, Model};
use crate::observe::{Reading, Tally};
use crate::problem::Problem;
use crate::sim::World;
use crate::trace::{AnyObserver, Fact, FactId, Observer};
use std::sync::Arc;

/// What is a bad end.
#[derive(Clone, Debug)]
pub enum BadEnd {
    /// The claim does not hold.
    Falls(Comparison),
    /// The order is lost, dead or done twice.
    Harmed(OrderId),
}

/// A run, and the end that is asked about.
#[derive(Clone, Debug)]
pub struct Question {
    pub model: Arc<Model>,
    /// The seed of the run.
    pub seed: u64,
    /// Commands by their instants, in order.
    pub commands: Vec<(Time, Command)>,
    /// When it ends.
    pub until: Time,
    pub bad: BadEnd,
    /// How often the run is forked at each moment.
    pub futures: u64,
    /// The confidence of the intervals.
    pub confidence: f64,
}

/// A moment of the run, and how probable the bad end was.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Moment {
    pub at: Time,
    /// Events before it.
    pub events: u64,
    /// The share of futures that end badly, by Wilson's score interval.
    pub bad: Interval,
}

/// The event at which the probability jumped most.
#[derive(Clone, Debug)]
pub struct Turn {
    pub before: Moment,
    pub after: Moment,
    /// What happened in it.
    pub facts: Vec<Fact>,
    /// The index of its first fact in the run's trace.
    pub first: usize,
}

/// The probability over time.
#[derive(Clone, Debug)]
pub struct Turning {
    /// Moments from the run's start to its end.
    pub moments: Vec<Moment>,
    /// `None` where the probability hardly changes: no interval is clear of the one before.
    pub turn: Option<Turn>,
    /// Whether the run itself ended badly.
    pub ended_badly: bool,
}

/// A run at a moment.
#[derive(Clone)]
struct Fork {
    world: World,
    watch: Watch,
    /// Commands that have been given.
    done: usize,
}

/// Counts what happens, and keeps what happened in the last event.
#[derive(Clone)]
struct Watch {
    tally: Tally,
    facts: u32,
    last: Vec<Fact>,
}

impl Observer for Watch {
    fn record(&mut self, fact: Fact) -> FactId {
        self.tally.note(&fact);
        self.last.push(fact);
        self.facts += 1;
        FactId(self.facts - 1)
    }
}

impl Question {
    /// Asks at `moments` moments, evenly spread over the events of the run, and looks for the turn between two of them. Each
    /// moment is `told` as soon as it is known.
    ///
    /// # Errors
    /// A run that takes more than its budget of events.
    pub fn answer(&self, moments: u64, mut told: impl FnMut(&Moment)) -> Result<Turning, Problem> {
        let mut whole = self.start();
        self.finish(&mut whole)?;
        let (ended_badly, last) = (self.is_bad(&whole), whole.world.events());
        let mut at_start = self.start();
        let mut known = Vec::new();
        let mut forks = Vec::new();
        for i in 0..moments.max(2) {
            let events = last * i / (moments.max(2) - 1);
            self.forward(&mut at_start, events)?;
            let moment = self.moment(&at_start)?;
            told(&moment);
            known.push(moment);
            forks.push(at_start.clone());
        }
        let turn = self.turn(&known, &forks)?;
        Ok(Turning { moments: known, turn, ended_badly })
    }

    /// The run at its start.
    fn start(&self) -> Fork {
        let watch = Watch { tally: Tally::new(&self.model), facts: 0, last: Vec::new() };
        Fork { world: World::new(Arc::clone(&self.model), self.seed), watch, done: 0 }
    }

    /// Looks, by halves, for the event at which the probability rises most between the two moments that are furthest apart.
    fn turn(&self, known: &[Moment], forks: &[Fork]) -> Result<Option<Turn>, Problem> {
        let rise = |pair: &[Moment]| pair[1].bad.value - pair[0].bad.value;
        let steepest = (1..known.len()).max_by(|a, b| rise(&known[a - 1..=*a]).total_cmp(&rise(&known[b - 1..=*b])));
        let Some(place) = steepest.filter(|place| known[place - 1].bad.high < known[*place].bad.low) else {
            return Ok(None);
        };
        let (mut before, mut after) = (known[place - 1], known[place]);
        let mut fork = forks[place - 1].clone();
        while after.events - before.events > 1 {
            let mut middle = fork.clone();
            self.forward(&mut middle, before.events.midpoint(after.events))?;
            let between = self.moment(&middle)?;
            if between.bad.value - before.bad.value >= after.bad.value - between.bad.value {
                after = between;
            } else {
                (before, fork) = (between, middle);
            }
        }
        let first = fork.watch.facts as usize;
        self.step(&mut fork)?;
        Ok(Some(Turn { before, after, facts: fork.watch.last, first }))
    }

    /// Goes on to that number of events.
    fn forward(&self, fork: &mut Fork, events: u64) -> Result<(), Problem> {
        while fork.world.events() < events {
            if !self.step(fork)? {
                break;
            }
        }
        Ok(())
    }

    /// Gives the commands that are due before the next event, then executes it. Returns false at the end.
    fn step(&self, Fork { world, watch, done }: &mut Fork) -> Result<bool, Problem> {
        watch.last.clear();
        let mut o = AnyObserver(watch);
        while let Some((at, command)) = self.commands.get(*done) {
            if world.next_event_at().is_some_and(|next| next <= *at) {
                break;
            }
            world.run_until(*at, &mut o)?;
            // What is refused changes nothing, here as when the run was recorded.
            let _ = world.apply(command, &mut o);
            *done += 1;
        }
        match world.next_event_at() {
            Some(next) if next <= self.until => Ok(world.step(&mut o)?),
            _ => Ok(false),
        }
    }

    /// Plays a run to its end.
    fn finish(&self, fork: &mut Fork) -> Result<(), Problem> {
        for (at, command) in &self.commands[fork.done..] {
            fork.world.run_until((*at).min(self.until), &mut fork.watch.tally)?;
            let _ = fork.world.apply(command, &mut fork.watch.tally);
        }
        Ok(fork.world.run_until(self.until, &mut fork.watch.tally)?)
    }

    fn is_bad(&self, fork: &Fork) -> bool {
        match &self.bad {
            BadEnd::Falls(claim) => !Reading::new(&fork.world, &fork.watch.tally).holds(claim),
            BadEnd::Harmed(order) => fork.world.ledger().order(*order).is_some_and(|order| {
                matches!(order.standing(), Standing::Lost | Standing::DeadLettered | Standing::DoneTwice)
            }),
        }
    }

    /// Forks a run many times.
    fn moment(&self, fork: &Fork) -> Result<Moment, Problem> {
        let mut bad = 0;
        for future in 0..self.futures {
            let mut fork = fork.clone();
            fork.world.redraw(self.seed.wrapping_add(1 + future));
            self.finish(&mut fork)?;
            bad += u64::from(self.is_bad(&fork));
        }
        let nothing = Interval { value: 0.0, low: 0.0, high: 1.0 };
        Ok(Moment {
            at: fork.world.now(),
            events: fork.world.events(),
            bad: share(bad, self.futures, self.confidence).unwrap_or(nothing),
        })
    }
}
