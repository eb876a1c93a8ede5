//! A plan that several carry out side by side while somebody looks on: all points first roughly, then well.
//!
//! Rows may come in any order, and in parts; they are added up in the one order in which the sums are those of
//! [`carteiro sweep`](crate::lab::study). Whoever computes them, the rows are those of the plan.

use crate::lab::lines;
use crate::lab::plan::Plan;
use crate::lab::problem::LabProblem;
use crate::lab::row::Row;
use crate::lab::study::Study;
use crate::problem::Problem;
use std::collections::BTreeMap;
use std::ops::Range;

/// The most rows of a plan that is carried out in memory.
pub const MOST_IN_MEMORY: u64 = 1_000_000;

/// Some runs of a point, to be computed by one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    /// Which point of the plan, from 0.
    pub point: usize,
    /// Which runs of it.
    pub runs: Range<u64>,
}

/// A plan that is being carried out.
#[derive(Clone, Debug)]
pub struct Live {
    plan: Plan,
    study: Study,
    points: Vec<Progress>,
    /// Rows that came before their turn, by the point and the run at which they begin.
    early: BTreeMap<(usize, u64), Vec<f64>>,
    done: bool,
}

/// How far a point is.
#[derive(Clone, Default, Debug)]
struct Progress {
    /// The numbers of the rows that were added up.
    rows: Vec<f64>,
    /// Rows that were added up.
    added: u64,
    /// Runs that were asked for.
    asked: u64,
}

impl Live {
    /// No row yet.
    ///
    /// # Errors
    /// The plan has more rows than are kept in memory.
    pub fn new(plan: Plan) -> Result<Live, Problem> {
        let rows = plan.most_runs().saturating_mul(plan.points.len() as u64);
        if rows > MOST_IN_MEMORY {
            return Err(LabProblem::TooLarge { rows, most: MOST_IN_MEMORY }.into());
        }
        let points = vec![Progress::default(); plan.points.len()];
        Ok(Live { study: Study::live(&plan), plan, points, early: BTreeMap::new(), done: false })
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What the rows say so far.
    pub fn study(&self) -> &Study {
        &self.study
    }

    /// Whether all rows are there.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// Rows that were added up.
    pub fn rows(&self) -> u64 {
        self.points.iter().map(|point| point.added).sum()
    }

    /// How many rows there will be: with a precision the fewest that are possible.
    pub fn expected(&self) -> u64 {
        let of = |(i, point): (usize, &Progress)| match self.plan.spec.precision {
            Some(_) => self.next_of(i).map_or(point.asked, |runs| runs.end),
            None => self.plan.spec.runs,
        };
        self.points.iter().enumerate().map(of).sum()
    }

    /// What is to be computed next: of the points with the fewest runs the first. Nothing while all that is known to be needed
    /// is being computed.
    pub fn next_batch(&mut self) -> Option<Batch> {
        let behind = (0..self.points.len()).filter_map(|i| self.next_of(i).map(|runs| (runs.start, i, runs)));
        let (_, point, runs) = behind.min_by_key(|(start, i, _)| (*start, *i))?;
        self.points[point].asked = runs.end;
        Some(Batch { point, runs })
    }

    fn next_of(&self, point: usize) -> Option<Range<u64>> {
        let progress = &self.points[point];
        match self.plan.spec.precision {
            // It is judged only when all its rows are there.
            Some(_) if progress.asked > progress.added => None,
            Some(precision) => self.plan.next_batch(progress.added, self.study.is_known(point, precision)),
            None => self.plan.next_batch(progress.asked, false),
        }
    }

    /// Takes the numbers of some rows of a point that follow each other from the run `from` on. Returns the points that have more
    /// rows than before.
    pub fn add(&mut self, point: usize, from: u64, numbers: Vec<f64>) -> Vec<usize> {
        if point < self.points.len() {
            self.early.insert((point, from), numbers);
        }
        let mut grown = Vec::new();
        // The first point comes first: the others are compared with it.
        while let Some(key) = self.early.keys().copied().find(|key| self.is_due(*key)) {
            let Some(numbers) = self.early.remove(&key) else { break };
            self.take(key, &numbers);
            grown.push(key.0);
        }
        if self.early.is_empty() && (0..self.points.len()).all(|i| self.is_complete(i)) && !self.done {
            self.study.close();
            self.done = true;
        }
        grown.sort_unstable();
        grown.dedup();
        grown
    }

    /// Whether rows can be added up now.
    fn is_due(&self, (point, from): (usize, u64)) -> bool {
        let rows = self.early.get(&(point, from)).map_or(0, |numbers| numbers.len() / Row::width(&self.plan)) as u64;
        let base_is_there = point == 0 || self.points[0].added >= from + rows || self.is_complete(0);
        from == self.points[point].added && base_is_there
    }

    fn is_complete(&self, point: usize) -> bool {
        self.points[point].added == self.points[point].asked && self.next_of(point).is_none()
    }

    fn take(&mut self, (point, from): (usize, u64), numbers: &[f64]) {
        for (run, numbers) in (from..).zip(numbers.chunks_exact(Row::width(&self.plan))) {
            self.study.add(&Row::of_numbers(&self.plan, point, run, numbers));
            let progress = &mut self.points[point];
            progress.rows.extend_from_slice(numbers);
            progress.added += 1;
        }
    }

    /// The rows that were added up, in the plan's order, as the text of a CSV file.
    pub fn csv(&self) -> String {
        let mut text = lines::csv(&lines::header(&self.plan));
        for (point, progress) in self.points.iter().enumerate() {
            for (run, numbers) in (0..).zip(progress.rows.chunks_exact(Row::width(&self.plan))) {
                let row = Row::of_numbers(&self.plan, point, run, numbers);
                text += &lines::csv(&lines::cells(&self.plan, &row));
            }
        }
        text
    }
}
