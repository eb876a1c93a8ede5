//! The order of a plan's rows, and which of them a shard has.
//!
//! A shard is a pure function of the plan and its index: the rows of all shards, one shard after the other, are the rows of
//! the plan, byte for byte, however many shards there are.

use crate::lab::interval::Sample;
use crate::lab::plan::Plan;
use crate::lab::problem::LabProblem;
use crate::lab::row::Row;
use crate::lab::spec::Precision;
use crate::model::Model;
use crate::problem::{Problem, Word};
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

/// One of some equal parts of a plan, from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shard {
    index: u64,
    of: u64,
}

impl Shard {
    /// The whole plan.
    pub const WHOLE: Shard = Shard { index: 1, of: 1 };

    /// The `index`-th of `of` parts; none where there is no such part.
    pub fn new(index: u64, of: u64) -> Option<Shard> {
        (1..=of).contains(&index).then_some(Shard { index, of })
    }

    /// Its part of so many things.
    fn part(self, count: u64) -> Range<u64> {
        let until = |shards: u64| (u128::from(count) * u128::from(shards) / u128::from(self.of)) as u64;
        until(self.index - 1)..until(self.index)
    }
}

impl FromStr for Shard {
    type Err = Problem;

    /// Reads `3/8`.
    fn from_str(text: &str) -> Result<Shard, Problem> {
        let number = |part: &str| part.trim().parse::<u64>().ok();
        let parts = text.split_once('/').and_then(|(index, of)| Some((number(index)?, number(of)?)));
        parts
            .and_then(|(index, of)| Shard::new(index, of))
            .ok_or_else(|| LabProblem::BadShard { shard: Word::of(text) }.into())
    }
}

impl Plan {
    /// The points of a shard. Where a point is run to a precision it belongs to one shard whole; otherwise its runs may be in
    /// several: [`Plan::runs_of`] says which are in this one.
    pub fn points_of(&self, shard: Shard) -> Range<usize> {
        let points = self.points.len() as u64;
        let rows = if self.spec.precision.is_some() { return whole(shard.part(points)) } else { self.spec.runs };
        let part = shard.part(points * rows);
        if part.is_empty() { 0..0 } else { whole(part.start / rows..(part.end - 1) / rows + 1) }
    }

    /// The runs of a point that a shard has, for a plan without a precision.
    pub fn runs_of(&self, shard: Shard, point: usize) -> Range<u64> {
        let runs = self.spec.runs;
        let (part, first) = (shard.part(self.points.len() as u64 * runs), point as u64 * runs);
        part.start.clamp(first, first + runs) - first..part.end.clamp(first, first + runs) - first
    }

    /// The rows of a point that is run to a precision, from `done` on, which are the rows that are there already.
    ///
    /// # Errors
    /// A run takes more than its budget of events.
    pub fn to_precision(
        &self,
        precision: Precision,
        model: &Arc<Model>,
        point: usize,
        done: &[Row],
    ) -> Result<Vec<Row>, Problem> {
        let mut samples = vec![Sample::default(); self.measures.len()];
        let mut rows: Vec<Row> = Vec::new();
        let mut runs = 0;
        while let Some(look) = self.next_look(runs) {
            for run in runs..look {
                let fresh = match done.get(run as usize) {
                    Some(_) => None,
                    None => Some(Row::run(self, model, point, run)?),
                };
                let row = fresh.as_ref().or(done.get(run as usize));
                samples
                    .iter_mut()
                    .zip(row.map_or(&[][..], |row| &row.values))
                    .for_each(|(sample, value)| sample.add(*value));
                rows.extend(fresh);
            }
            runs = look;
            if samples.iter().all(|sample| precision.is_met(sample, self.spec.confidence)) {
                break;
            }
        }
        Ok(rows)
    }
}

impl Precision {
    /// Whether a mean is known well enough. What is never measured does not get clearer.
    pub fn is_met(self, sample: &Sample, confidence: f64) -> bool {
        match sample.interval(confidence) {
            Some(interval) => interval.half_width() <= self.relative * interval.value.abs(),
            None => sample.count() == 0,
        }
    }
}

fn whole(part: Range<u64>) -> Range<usize> {
    part.start as usize..part.end as usize
}
