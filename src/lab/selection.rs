//! The best of several settings, with a stated probability of choosing right.

/// How a selection ended.
#[derive(Clone, PartialEq, Debug)]
pub struct Selection {
    /// The point that was chosen.
    pub best: usize,
    /// Runs of each point until it was dropped, or chosen.
    pub runs: Vec<u64>,
}

/// What is asked of a selection.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Question {
    /// How many points there are; at least two.
    pub points: usize,
    /// Whether the lowest mean is the best; otherwise the highest is.
    pub lowest: bool,
    /// The smallest difference that matters, in the measure's unit; above 0. Among points closer than that, any may be chosen.
    pub indifference: f64,
    /// The least probability that the best is chosen, if it is better than all others by the indifference; below 1.
    pub probability: f64,
    /// Runs of each point before any is dropped; at least two.
    pub first_runs: u64,
    /// Most runs of a point.
    pub most_runs: u64,
}

/// Selects a point by the procedure KN of Kim and Nelson (ACM TOMACS 11, 2001, with c = 1), which drops points one by one and
/// takes common random numbers well. `value` gives a point's measure in a run. If several are left after the most runs, the
/// one with the best mean is chosen, and the probability is not promised.
///
/// # Errors
/// The first error of `value`.
pub fn select<E>(question: &Question, mut value: impl FnMut(usize, u64) -> Result<f64, E>) -> Result<Selection, E> {
    let (k, first) = (question.points, question.first_runs.max(2));
    let sign = if question.lowest { -1.0 } else { 1.0 };
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); k];
    for (point, values) in values.iter_mut().enumerate() {
        for run in 0..first {
            values.push(sign * value(point, run)?);
        }
    }
    let freedom = (first - 1) as f64;
    let eta = 0.5 * (libm::pow(2.0 * (1.0 - question.probability) / (k - 1) as f64, -2.0 / freedom) - 1.0);
    let h2 = 2.0 * eta * freedom;
    let spread: Vec<Vec<f64>> =
        (0..k).map(|i| (0..k).map(|l| variance_of_difference(&values[i], &values[l])).collect()).collect();
    let mut sums: Vec<f64> = values.iter().map(|values| values.iter().sum()).collect();
    let mut left: Vec<usize> = (0..k).collect();
    let mut runs = vec![first; k];
    let mut run = first;
    loop {
        let delta = question.indifference;
        let stays = |i: usize, l: usize| {
            let allowed = (delta / 2.0 * (h2 * spread[i][l] / (delta * delta) - run as f64)).max(0.0);
            sums[i] >= sums[l] - allowed
        };
        let kept: Vec<usize> = left.iter().copied().filter(|&i| left.iter().all(|&l| l == i || stays(i, l))).collect();
        // Of equal sums with no room between them all would stay, of none any: rounding aside there is always one.
        if !kept.is_empty() {
            left = kept;
        }
        if left.len() == 1 || run >= question.most_runs {
            break;
        }
        for &point in &left {
            sums[point] += sign * value(point, run)?;
            runs[point] += 1;
        }
        run += 1;
        let span = |i: usize, l: usize| h2 * spread[i][l] / (delta * delta);
        let over = left.iter().all(|&i| left.iter().all(|&l| i == l || run as f64 > span(i, l)));
        if over {
            break;
        }
    }
    let best =
        left.iter().copied().max_by(|a, b| (sums[*a] / runs[*a] as f64).total_cmp(&(sums[*b] / runs[*b] as f64)));
    Ok(Selection { best: best.unwrap_or(0), runs })
}

fn variance_of_difference(a: &[f64], b: &[f64]) -> f64 {
    let mut sample = crate::lab::interval::Sample::default();
    a.iter().zip(b).for_each(|(a, b)| sample.add(a - b));
    sample.variance().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::{Purpose, Streams};
    use std::convert::Infallible;

    fn chosen(seed: u64, means: &[f64], question: &Question) -> Selection {
        let streams = Streams::new(seed);
        // A sum of twelve uniforms: nearly normal, with variance 1. Half of it is common to all points of a run.
        let normal = |place, run: u64| -> f64 {
            let mut draw = streams.draw(Purpose::Design, place, run as u32, 1);
            (0..12).map(|_| draw.unit()).sum::<f64>() - 6.0
        };
        let value =
            |point: usize, run: u64| Ok::<_, Infallible>(means[point] + normal(0, run) + normal(point + 1, run));
        select(question, value).unwrap()
    }

    #[test]
    fn the_best_is_chosen_in_the_stated_share_of_a_thousand_selections() {
        let means = [0.0, 0.0, 0.5, 0.0, 0.0];
        let question = Question {
            points: 5,
            lowest: false,
            indifference: 0.5,
            probability: 0.95,
            first_runs: 10,
            most_runs: 100_000,
        };
        let right = (0..1_000).filter(|seed| chosen(*seed, &means, &question).best == 2).count();
        assert!(right >= 950, "{right} of 1,000 in the hardest case allowed");
    }

    #[test]
    fn what_is_clearly_worse_is_dropped_early_and_the_lowest_may_be_wanted() {
        let question = Question {
            points: 3,
            lowest: true,
            indifference: 0.2,
            probability: 0.95,
            first_runs: 10,
            most_runs: 100_000,
        };
        let selection = chosen(7, &[1.0, 0.5, 9.0], &question);
        assert_eq!(selection.best, 1);
        assert_eq!(selection.runs[2], 10, "{selection:?}");
        assert!(selection.runs[1] > 10);
    }
}
