//! Many runs of one scenario, added up; the order in which they are added makes no difference.

use crate::base::time::Time;
use crate::model::Model;
use crate::observe::report::{Books, Report, SubscriptionReport, run_once};
use crate::sim::BudgetSpent;
use std::sync::Arc;

/// How often a claim held.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ClaimTally {
    /// Runs in which it held.
    pub held: u64,
    /// The lowest seed with which it fell.
    pub first_fall: Option<u64>,
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
    /// The most attempts at one message or call in any.
    pub most_attempts: u16,
    /// The books of all.
    pub books: Books,
    /// What was counted of each subscription, by its id.
    pub subscriptions: Vec<SubscriptionReport>,
    /// How often each claim held, in the scenario's order.
    pub claims: Vec<ClaimTally>,
}

impl From<Report> for Summary {
    /// The summary of a single run.
    fn from(report: Report) -> Summary {
        let claim = |holds: &bool| ClaimTally { held: (*holds).into(), first_fall: (!holds).then_some(report.seed) };
        Summary {
            runs: 1,
            until: report.until,
            ended_at: report.ended_at,
            at_rest: report.at_rest.into(),
            events: report.events,
            most_attempts: report.most_attempts,
            claims: report.claims.iter().map(claim).collect(),
            books: report.books,
            subscriptions: report.subscriptions,
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
            most_attempts: 0,
            books: Books { effects: vec![Default::default(); model.effects.len()], ..Books::default() },
            subscriptions: vec![SubscriptionReport::default(); model.subscriptions.len()],
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
        self.most_attempts = self.most_attempts.max(other.most_attempts);
        self.books.merge(&other.books);
        self.subscriptions.iter_mut().zip(&other.subscriptions).for_each(|(a, b)| a.merge(b));
        for (mine, theirs) in self.claims.iter_mut().zip(&other.claims) {
            mine.held += theirs.held;
            mine.first_fall = [mine.first_fall, theirs.first_fall].into_iter().flatten().min();
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
