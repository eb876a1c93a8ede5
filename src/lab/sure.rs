//! How sure a scenario is: in how many runs each of its claims, and each answer to its lesson's question, holds.
//!
//! Counts add up in any order, so that several may count side by side.

use crate::lab::interval::{Interval, share};
use crate::model::Model;
use crate::observe::Reading;
use crate::observe::report::play;
use crate::sim::BudgetSpent;
use std::ops::Range;
use std::sync::Arc;

/// Runs that are counted unless it is said otherwise.
pub const RUNS: u64 = 1_000;

/// Counts over some runs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sure {
    /// How many runs.
    pub runs: u64,
    /// Of each claim the runs at whose end it held, in the scenario's order.
    pub claims: Vec<u64>,
    /// Of each answer to the lesson's question the runs in which it was right, in the lesson's order.
    pub answers: Vec<u64>,
}

impl Sure {
    /// No run yet.
    pub fn none(model: &Model) -> Sure {
        let answers = model.lesson.as_ref().map_or(0, |lesson| lesson.options.len());
        Sure { runs: 0, claims: vec![0; model.claims.len()], answers: vec![0; answers] }
    }

    /// Counts the runs with some seeds. The question is answered at the instant that the lesson names, claims at the end.
    ///
    /// # Errors
    /// A run that takes more than its budget of events.
    pub fn count(model: &Arc<Model>, seeds: Range<u64>) -> Result<Sure, BudgetSpent> {
        let mut sure = Sure::none(model);
        for seed in seeds {
            let asked = model.lesson.as_ref().filter(|lesson| !lesson.options.is_empty());
            let (mut world, mut tally) =
                play(model, seed, asked.map_or(model.until, |lesson| lesson.answered_at.min(model.until)))?;
            if let Some(lesson) = asked {
                let reading = Reading::new(&world, &tally);
                for (count, holds) in sure.answers.iter_mut().zip(&lesson.options) {
                    *count += u64::from(reading.all_hold(holds));
                }
            }
            world.run_until(model.until, &mut tally)?;
            let reading = Reading::new(&world, &tally);
            for (count, claim) in sure.claims.iter_mut().zip(&model.claims) {
                *count += u64::from(reading.holds(&claim.expect));
            }
            sure.runs += 1;
        }
        Ok(sure)
    }

    /// Adds the counts of other runs of the same scenario.
    pub fn add(&mut self, other: &Sure) {
        self.runs += other.runs;
        self.claims.iter_mut().zip(&other.claims).for_each(|(mine, theirs)| *mine += theirs);
        self.answers.iter_mut().zip(&other.answers).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// The probability of something that happened in `count` of the runs; none without a run.
    pub fn share(&self, count: u64, confidence: f64) -> Option<Interval> {
        share(count, self.runs, confidence)
    }
}
