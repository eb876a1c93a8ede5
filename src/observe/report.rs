//! One run, in numbers: every measure of it, and which claims hold.

use crate::base::time::Time;
use crate::model::Model;
use crate::observe::figures::Figures;
use crate::observe::reading::Reading;
use crate::observe::tally::Tally;
use crate::sim::{BudgetSpent, World};
use std::sync::Arc;

/// How one run ended.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// What it drew from.
    pub seed: u64,
    /// The instant it was run to.
    pub until: Time,
    /// When the last thing happened.
    pub ended_at: Time,
    /// Whether nothing was left to happen.
    pub at_rest: bool,
    /// Events executed.
    pub events: u64,
    /// Every measure.
    pub figures: Figures,
    /// The claims, in the scenario's order.
    pub claims: Vec<Judged>,
}

/// A claim at the end of a run.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Judged {
    /// Whether it holds.
    pub holds: bool,
    /// The values of its left and right side; none where nothing was measured.
    pub sides: [Option<f64>; 2],
}

impl Report {
    /// The report of a world that was watched by `tally` from its start.
    pub fn of(world: &World, tally: &Tally, seed: u64) -> Report {
        let reading = Reading::new(world, tally);
        let judged = world.model().claims.iter().map(|claim| Judged {
            holds: reading.holds(&claim.expect),
            sides: [claim.expect.left, claim.expect.right].map(|side| {
                let value = reading.value(side);
                (!value.is_nan()).then_some(value)
            }),
        });
        Report {
            seed,
            until: world.now(),
            ended_at: tally.last,
            at_rest: world.next_event_at().is_none(),
            events: world.events(),
            figures: Figures::of(&reading),
            claims: judged.collect(),
        }
    }
}

/// Runs a scenario to the instant `until`, and counts.
///
/// # Errors
/// [`BudgetSpent`] when the run takes more than [`World::BUDGET`] events.
pub fn play(model: &Arc<Model>, seed: u64, until: Time) -> Result<(World, Tally), BudgetSpent> {
    let mut tally = Tally::new(model);
    let mut world = World::new(Arc::clone(model), seed);
    world.run_until(until, &mut tally)?;
    Ok((world, tally))
}

/// Runs a scenario once, to the instant `until`.
///
/// # Errors
/// As [`play`].
pub fn run_once(model: &Arc<Model>, seed: u64, until: Time) -> Result<Report, BudgetSpent> {
    let (world, tally) = play(model, seed, until)?;
    Ok(Report::of(&world, &tally, seed))
}
