//! The answer to a study's question: up to which value of a setting a constraint holds, for each value of the others.

use crate::json::tree::Tree;
use crate::lab::design;
use crate::lab::interval::Interval;
use crate::lab::plan::Plan;
use crate::lab::spec::Design;
use crate::lab::study::Study;

/// Where a constraint ceases to hold, or begins to, along a setting, the other settings being the same.
#[derive(Clone, PartialEq, Debug)]
pub struct Border {
    /// The points along the setting, from its lowest value to its highest.
    pub points: Vec<usize>,
    /// The last point before which, and at which, it held in every run; none if it fell at the first.
    pub holds_to: Option<usize>,
    /// The point after that, at which it fell in some run, with the share of the runs in which it held there; none if it fell
    /// nowhere.
    pub falls_at: Option<(usize, Interval)>,
    /// The first of the points from which on, to the last, it held in every run; none if it fell at the last.
    pub holds_from: Option<usize>,
    /// The point before that, with the share of the runs in which it held there.
    pub fell_at: Option<(usize, Interval)>,
}

/// Fewer values than these are told one by one.
const FEW: usize = 4;

/// The setting that a study is drawn along: the one with the most values that are numbers or durations; none if no setting has
/// two.
pub fn axis(plan: &Plan) -> Option<usize> {
    if plan.spec.design != Design::Grid {
        return None;
    }
    let values = |axis: usize| {
        let mut places: Vec<f64> = plan.points.iter().filter_map(|point| design::place(&point[axis])).collect();
        let all = places.len() == plan.points.len();
        places.sort_by(f64::total_cmp);
        places.dedup();
        if all { places.len() } else { 0 }
    };
    (0..plan.spec.vary.len())
        .rev()
        .map(|axis| (values(axis), axis))
        .filter(|(n, _)| *n > 1)
        .max_by_key(|(n, _)| *n)
        .map(|(_, a)| a)
}

/// The lines of a study along a setting, each with its points from the lowest value to the highest. Without a setting each point
/// is by itself.
pub fn lines(plan: &Plan, axis: Option<usize>) -> Vec<Vec<usize>> {
    let others = |point: usize| -> Vec<&Tree> {
        plan.points[point].iter().enumerate().filter(|(i, _)| Some(*i) != axis).map(|(_, value)| value).collect()
    };
    let mut lines: Vec<Vec<usize>> = Vec::new();
    for point in 0..plan.points.len() {
        match lines.iter_mut().find(|line| axis.is_some() && others(line[0]) == others(point)) {
            Some(line) => line.push(point),
            None => lines.push(vec![point]),
        }
    }
    if let Some(axis) = axis {
        let place = |point: &usize| design::place(&plan.points[*point][axis]).unwrap_or_default();
        lines.iter_mut().for_each(|line| line.sort_by(|a, b| place(a).total_cmp(&place(b))));
    }
    lines
}

/// The setting along which there are so many values that the answer is where a constraint ceases to hold; none if each point is
/// told by itself.
pub fn told_along(plan: &Plan) -> Option<usize> {
    let axis = axis(plan);
    axis.filter(|_| lines(plan, axis).iter().all(|line| line.len() >= FEW))
}

/// Where a constraint ceases to hold, for each line along a setting. A line with a point that has no row yet is left out.
pub fn borders(plan: &Plan, study: &Study, axis: Option<usize>, constraint: usize) -> Vec<Border> {
    let of = |points: Vec<usize>| {
        let shares: Vec<Interval> =
            points.iter().map(|point| study.constraint(*point, constraint)).collect::<Option<_>>()?;
        let held = |share: &Interval| share.value >= 1.0;
        let to = shares.iter().take_while(|share| held(share)).count();
        let from = shares.len() - shares.iter().rev().take_while(|share| held(share)).count();
        Some(Border {
            holds_to: to.checked_sub(1).map(|last| points[last]),
            falls_at: shares.get(to).map(|share| (points[to], *share)),
            holds_from: points.get(from).copied(),
            fell_at: from.checked_sub(1).map(|last| (points[last], shares[last])),
            points,
        })
    };
    lines(plan, axis).into_iter().filter_map(of).collect()
}
