//! Many runs of one scenario, added up; the order in which they are added makes no difference.

use crate::base::time::Time;
use crate::model::Model;
use crate::observe::figures::Figures;
use crate::observe::report::{Judged, Report, run_once};
use crate::sim::BudgetSpent;
use std::sync::Arc;

/// How often a claim held, and the values of its two sides.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub struct ClaimTally {
    /// Runs in which it held.
    pub held: u64,
    /// The lowest seed with which it fell.
    pub first_fall: Option<u64>,
    /// The values of its left and right side.
    pub sides: [Sample; 2],
}

/// The values of one quantity in some runs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sample {
    /// Runs in which something was measured.
    runs: u64,
    min: f64,
    max: f64,
    /// In millionths: whole numbers add up to the same in any order.
    sum: i128,
}

impl Default for Sample {
    fn default() -> Sample {
        Sample { runs: 0, min: f64::INFINITY, max: f64::NEG_INFINITY, sum: 0 }
    }
}

impl Sample {
    const MILLIONTHS: f64 = 1e6;

    fn one(value: Option<f64>) -> Sample {
        value.map_or(Sample::default(), |value| Sample {
            runs: 1,
            min: value,
            max: value,
            sum: libm::round(value * Sample::MILLIONTHS) as i128,
        })
    }

    fn merge(&mut self, other: &Sample) {
        self.runs += other.runs;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.sum += other.sum;
    }

    /// The lowest, the mean and the highest value; none where nothing was measured in any run.
    pub fn min_mean_max(&self) -> Option<[f64; 3]> {
        (self.runs > 0).then(|| [self.min, self.sum as f64 / Sample::MILLIONTHS / self.runs as f64, self.max])
    }
}

/// Some runs of one scenario to the same instant, each with its own seed.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Summary {
    /// How many runs.
    pub runs: u64,
    /// The instant they were run to.
    pub until: Time,
    /// When the last thing happened in any of them.
    pub ended_at: Time,
    /// Runs in which nothing was left to happen.
    pub at_rest: u64,
    /// Events executed in all.
    pub events: u64,
    /// Every measure, of all runs together.
    pub figures: Figures,
    /// How often each claim held, in the scenario's order.
    pub claims: Vec<ClaimTally>,
}

impl From<Report> for Summary {
    /// The summary of a single run.
    fn from(report: Report) -> Summary {
        let claim = |judged: &Judged| ClaimTally {
            held: judged.holds.into(),
            first_fall: (!judged.holds).then_some(report.seed),
            sides: judged.sides.map(Sample::one),
        };
        Summary {
            runs: 1,
            until: report.until,
            ended_at: report.ended_at,
            at_rest: report.at_rest.into(),
            events: report.events,
            claims: report.claims.iter().map(claim).collect(),
            figures: report.figures,
        }
    }
}

impl Summary {
    /// No run yet.
    pub fn new(model: &Model) -> Summary {
        Summary {
            runs: 0,
            until: Time::ZERO,
            ended_at: Time::ZERO,
            at_rest: 0,
            events: 0,
            figures: Figures::none(model),
            claims: vec![ClaimTally::default(); model.claims.len()],
        }
    }

    /// Adds other runs of the same scenario.
    pub fn merge(&mut self, other: &Summary) {
        self.runs += other.runs;
        self.until = self.until.max(other.until);
        self.ended_at = self.ended_at.max(other.ended_at);
        self.at_rest += other.at_rest;
        self.events += other.events;
        self.figures.merge(&other.figures);
        for (mine, theirs) in self.claims.iter_mut().zip(&other.claims) {
            mine.held += theirs.held;
            mine.first_fall = [mine.first_fall, theirs.first_fall].into_iter().flatten().min();
            mine.sides.iter_mut().zip(&theirs.sides).for_each(|(a, b)| a.merge(b));
        }
    }

    /// Whether every claim held in every run.
    pub fn all_hold(&self) -> bool {
        self.claims.iter().all(|claim| claim.held == self.runs)
    }
}

/// Runs a scenario with the seeds from `first_seed` on, one after the other, each to the instant `until`.
///
/// # Errors
/// [`BudgetSpent`], of the first run that takes more than its budget of events.
pub fn run_many(model: &Arc<Model>, first_seed: u64, runs: u64, until: Time) -> Result<Summary, BudgetSpent> {
    let mut summary = Summary::new(model);
    for seed in (first_seed..).take(runs as usize) {
        summary.merge(&run_once(model, seed, until)?.into());
    }
    Ok(summary)
}
