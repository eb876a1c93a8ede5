//! The reference workload as a measurement: run in slices, natively and in WebAssembly alike, unobserved.

use crate::base::time::Time;
use crate::experiment::workload::{SUBSCRIPTIONS, Workload};
use crate::problem::Problem;
use crate::sim::broker::queue::QueueCounts;
use crate::sim::{BudgetSpent, World};
use crate::trace::Silent;
use serde::Serialize;
use std::collections::BTreeMap;

/// A run of the workload under way.
#[derive(Clone, Debug)]
pub struct Bench {
    world: World,
    orders: u32,
}

/// What a finished run of the workload has counted, named as simulators are compared by.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BenchResult {
    /// Orders. Other simulators that run this workload report them under the name `purchases`.
    #[serde(rename = "purchases")]
    pub orders: u32,
    /// Arrivals, second deliveries, ends of handlings, ends of waits for a retry.
    pub events: u64,
    /// The mean time from publishing to handling, by subscription, in milliseconds; 0 where none was handled.
    pub mean_sojourn_ms: BTreeMap<&'static str, f64>,
    /// Dead letters of all subscriptions.
    pub dead: u64,
    /// Handlings of all subscriptions.
    pub attempts: u64,
    /// Duplicates recognised by all subscriptions.
    pub suppressed: u64,
    /// When the last event was, in milliseconds.
    pub end_ms: f64,
}

impl Bench {
    /// The workload before its first event.
    ///
    /// # Errors
    /// A parameter outside the limits of a scenario.
    pub fn new(workload: &Workload, seed: u64) -> Result<Bench, Problem> {
        let model = workload.model()?;
        let world = World::new(model.into(), seed).with_budget(World::HIGHEST_BUDGET);
        Ok(Bench { world, orders: workload.orders })
    }

    /// Executes at most `events` events; false when none is left.
    ///
    /// # Errors
    /// [`BudgetSpent`] after [`World::HIGHEST_BUDGET`] events.
    pub fn run(&mut self, events: u64) -> Result<bool, BudgetSpent> {
        self.world.run_events(events, &mut Silent)
    }

    /// The figures so far.
    pub fn figures(&self) -> BenchResult {
        let queues = self.world.queues();
        let total = |count: fn(&QueueCounts) -> u64| queues.iter().map(|q| count(&q.counts)).sum();
        let mean = |counts: &QueueCounts| match counts.acked - counts.suppressed {
            0 => 0.0,
            handled => counts.sojourn_us as f64 / handled as f64 / 1e3,
        };
        BenchResult {
            orders: self.orders,
            events: self.world.events(),
            mean_sojourn_ms: SUBSCRIPTIONS.into_iter().zip(queues.iter().map(|q| mean(&q.counts))).collect(),
            dead: total(|c| c.dead_lettered),
            attempts: total(|c| c.attempts),
            suppressed: total(|c| c.suppressed),
            end_ms: Time::as_millis(self.world.now()),
        }
    }
}
