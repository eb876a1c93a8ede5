//! What the rows of a plan say: for each point every measure with its interval, how often its constraints hold, and by how
//! much it differs from the first point on the same seeds.

use crate::lab::interval::{Interval, Sample, quantile, share};
use crate::lab::plan::Plan;
use crate::lab::row::Row;
use crate::lab::spec::Precision;

/// Values of a measure at a point that are kept at once, for its median and for differences from it: so the memory of a study
/// does not grow with its runs.
const KEPT: usize = 200_000;

/// Rows of a plan, added up.
#[derive(Clone, Debug)]
pub struct Study {
    confidence: f64,
    points: Vec<PointStudy>,
    /// The point whose rows are coming.
    open: usize,
    /// Whether the rows of several points come in turns.
    live: bool,
}

/// Rows of one point, added up.
#[derive(Clone, Default, Debug)]
pub struct PointStudy {
    /// Runs.
    pub runs: u64,
    /// Runs in which nothing was left to happen.
    pub at_rest: u64,
    /// Runs in which each constraint held.
    pub held: Vec<u64>,
    /// Each measure.
    measures: Vec<MeasureStudy>,
}

/// The values of one measure at one point.
#[derive(Clone, Default, Debug)]
struct MeasureStudy {
    sample: Sample,
    /// The lowest and the highest value, with their runs.
    extremes: Option<[(f64, u64); 2]>,
    /// The first values, by run; given back when the last row of the point has come, but for the first point's.
    values: Vec<f64>,
    median: Option<Interval>,
    /// The values of the first point and of this one in the runs that both have, and their differences.
    apart: [Sample; 2],
    pairs: Sample,
}

/// A measure at a point, in numbers.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Estimate {
    /// Runs in which something was measured.
    pub runs: u64,
    /// The mean over runs, by Student's t; none with fewer than two runs.
    pub mean: Option<Interval>,
    /// The median over the first 200,000 runs, by order statistics; none with fewer than six, and before the point's last
    /// row has come.
    pub median: Option<Interval>,
    /// The lowest value and its run.
    pub lowest: (f64, u64),
    /// The highest value and its run.
    pub highest: (f64, u64),
    /// The mean difference from the first point on the same seeds, over its first 200,000; none at the first point itself.
    pub difference: Option<Difference>,
}

/// A difference on common random numbers.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Difference {
    /// The mean difference, by Student's t.
    pub mean: Interval,
    /// How many times the runs it would take for as narrow an interval with independent seeds; none where the
    /// difference is the same in all runs.
    pub saved: Option<f64>,
}

impl Study {
    /// No row yet.
    pub fn new(plan: &Plan) -> Study {
        let point = PointStudy {
            held: vec![0; plan.constraints.len()],
            measures: vec![MeasureStudy::default(); plan.measures.len()],
            ..PointStudy::default()
        };
        Study { confidence: plan.spec.confidence, points: vec![point; plan.points.len()], open: 0, live: false }
    }

    /// No row yet; those of several points come in turns. Its memory grows with its runs.
    pub fn live(plan: &Plan) -> Study {
        Study { live: true, ..Study::new(plan) }
    }

    /// Adds the next row: they come in the order of their points, and those of a point in the order of their runs. Live, the
    /// order of points is free, but that a row of the first point comes before those of the same run that are compared with it.
    pub fn add(&mut self, row: &Row) {
        if row.point != self.open && !self.live {
            self.close();
            self.open = row.point;
        }
        let (first, rest) = self.points.split_at_mut(row.point.min(1));
        let base = first.first();
        let Some(point) = rest.get_mut(row.point - first.len()) else { return };
        point.runs += 1;
        point.at_rest += u64::from(row.at_rest);
        point.held.iter_mut().zip(&row.holds).for_each(|(held, holds)| *held += u64::from(*holds));
        for (i, (measure, &value)) in point.measures.iter_mut().zip(&row.values).enumerate() {
            measure.add(value, row.run);
            let paired = base.and_then(|base| base.measures[i].values.get(row.run as usize));
            if let Some(&other) = paired.filter(|other| !other.is_nan() && !value.is_nan()) {
                measure.apart[0].add(other);
                measure.apart[1].add(value);
                measure.pairs.add(value - other);
            }
        }
    }

    /// Ends the point whose rows were coming, or of a live study all: medians are known from here.
    pub fn close(&mut self) {
        let points = if self.live { 0..self.points.len() } else { self.open..self.open + 1 };
        for point in points {
            self.close_point(point);
        }
    }

    fn close_point(&mut self, point: usize) {
        let confidence = self.confidence;
        for measure in &mut self.points[point].measures {
            let mut sorted: Vec<f64> = measure.values.iter().copied().filter(|value| !value.is_nan()).collect();
            sorted.sort_by(f64::total_cmp);
            measure.median = quantile(&sorted, 0.5, confidence);
            if point > 0 {
                measure.values = Vec::new();
            }
        }
    }

    /// Whether each mean of a point is known well enough.
    pub fn is_known(&self, point: usize, precision: Precision) -> bool {
        self.points[point].measures.iter().all(|measure| precision.is_met(&measure.sample, self.confidence))
    }

    /// The rows of one point.
    pub fn point(&self, point: usize) -> &PointStudy {
        &self.points[point]
    }

    /// A measure at a point; none where nothing was measured in any run.
    pub fn estimate(&self, point: usize, measure: usize) -> Option<Estimate> {
        let study = &self.points[point].measures[measure];
        let [lowest, highest] = study.extremes?;
        Some(Estimate {
            runs: study.sample.count(),
            mean: study.sample.interval(self.confidence),
            median: study.median,
            lowest,
            highest,
            difference: study.difference(self.confidence),
        })
    }

    /// How likely a constraint holds at a point; none without a run.
    pub fn constraint(&self, point: usize, constraint: usize) -> Option<Interval> {
        let study = &self.points[point];
        share(study.held[constraint], study.runs, self.confidence)
    }
}

impl MeasureStudy {
    fn add(&mut self, value: f64, run: u64) {
        self.sample.add(value);
        if self.values.len() < KEPT {
            self.values.push(value);
        }
        if value.is_nan() {
            return;
        }
        let [low, high] = self.extremes.get_or_insert([(value, run); 2]);
        if value < low.0 {
            *low = (value, run);
        }
        if value > high.0 {
            *high = (value, run);
        }
    }

    fn difference(&self, confidence: f64) -> Option<Difference> {
        let mean = self.pairs.interval(confidence)?;
        let independent = self.apart[0].variance()? + self.apart[1].variance()?;
        let saved = self.pairs.variance().filter(|variance| *variance > 0.0).map(|variance| independent / variance);
        Some(Difference { mean, saved })
    }
}
