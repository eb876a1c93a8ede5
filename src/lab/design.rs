//! The points of a plan: which values its settings take together.

use crate::base::decimal;
use crate::base::rng::{Purpose, Streams};
use crate::base::time::Span;
use crate::json::tree::Tree;
use crate::lab::problem::LabProblem;
use crate::lab::setting::{plain, shown};
use crate::lab::spec::{Axis, Design, MOST_POINTS, PlanSpec, Range};
use crate::model::bounds;
use crate::problem::{At, Problem};

/// The values of one point, in the order of the plan's settings.
pub type Point = Vec<Tree>;

/// Two ends between which there are others.
#[derive(Clone, Copy)]
enum Ends {
    Whole(i64, i64),
    Real(f64, f64),
    Span(Span, Span),
}

impl Ends {
    fn of(from: &Tree, to: &Tree) -> Option<Ends> {
        let whole = |value: &Tree| match value {
            Tree::Whole(number) => i64::try_from(*number).ok(),
            Tree::Negative(number) => Some(*number),
            _ => None,
        };
        let real = |value: &Tree| match value {
            Tree::Float(number) => Some(*number),
            _ => whole(value).map(|number| number as f64),
        };
        let span = |value: &Tree| match value {
            Tree::Text(text) => text.parse::<Span>().ok(),
            _ => None,
        };
        let both = whole(from).zip(whole(to)).map(|(a, b)| Ends::Whole(a, b));
        let both = both.or_else(|| real(from).zip(real(to)).map(|(a, b)| Ends::Real(a, b)));
        both.or_else(|| span(from).zip(span(to)).map(|(a, b)| Ends::Span(a, b)))
    }

    /// The value at a share (0 to 1) of the way. Of whole numbers the nearest one; a duration is exact to the microsecond.
    fn at(self, share: f64) -> Tree {
        let between = |a: f64, b: f64| a + (b - a) * share;
        match self {
            Ends::Whole(a, b) => match libm::round(between(a as f64, b as f64)) as i64 {
                number @ 0.. => Tree::Whole(number as u64),
                number => Tree::Negative(number),
            },
            // As it is written in steps: without the last bits' noise.
            Ends::Real(a, b) => Tree::Float(decimal::parse(&format!("{:.9}", between(a, b))).unwrap_or(between(a, b))),
            Ends::Span(a, b) => {
                let us = libm::round(between(a.as_micros() as f64, b.as_micros() as f64)) as u64;
                Tree::Text(Span::from_micros(us).to_string())
            }
        }
    }

    /// Whether the steps of a range of so many values are whole, where its ends are.
    fn steps_fit(self, points: u32) -> bool {
        match self {
            Ends::Whole(a, b) => (b - a) % i64::from(points - 1) == 0,
            _ => true,
        }
    }
}

/// Where a value lies among others: a number, or the milliseconds of a duration; none for anything else.
pub fn place(value: &Tree) -> Option<f64> {
    match value {
        Tree::Whole(number) => Some(*number as f64),
        Tree::Negative(number) => Some(*number as f64),
        Tree::Float(number) => Some(*number),
        Tree::Text(text) => text.parse::<Span>().ok().map(|span| span.as_micros() as f64 / 1_000.0),
        _ => None,
    }
}

/// The points of a plan, in order; one if nothing varies.
///
/// # Errors
/// An empty list, a range between things without steps, lists of unequal lengths, or too many points.
pub(super) fn points(spec: &PlanSpec) -> Result<Vec<Point>, Problem> {
    let mut axes = Vec::new();
    for (i, axis) in spec.vary.iter().enumerate() {
        axes.push(values(axis).at(format_args!("vary[{i}]"))?);
    }
    let count = match spec.design {
        Design::Grid => axes.iter().fold(1, |all: u64, axis| all.saturating_mul(axis.len() as u64)),
        Design::List => axes.first().map_or(1, Vec::len) as u64,
        Design::Random { points } => points.into(),
    };
    bounds::within(count, 1, MOST_POINTS).at("vary")?;
    match spec.design {
        Design::Grid => Ok(grid(&axes)),
        Design::List if axes.iter().any(|axis| axis.len() as u64 != count) => {
            Err(Problem::new("vary", LabProblem::UnequalLists {}))
        }
        Design::List => Ok((0..count as usize).map(|i| axes.iter().map(|axis| axis[i].clone()).collect()).collect()),
        Design::Random { points } => Ok(random(&axes, points, spec.seed)),
    }
}

fn values(axis: &Axis) -> Result<Vec<Tree>, Problem> {
    match (&axis.values, &axis.range) {
        (Some(values), None) => {
            bounds::not_empty(values).at("values")?;
            Ok(values.clone())
        }
        (None, Some(range)) => in_steps(range).at("range"),
        _ => Err(LabProblem::ValuesOrRange {}.into()),
    }
}

fn in_steps(Range { from, to, points }: &Range) -> Result<Vec<Tree>, Problem> {
    bounds::within(*points, 2, 10_000).at("points")?;
    let bad = || Problem::from(LabProblem::BadRange { from: shown(from), to: shown(to) });
    let ends = Ends::of(from, to).filter(|_| plain(from) != plain(to)).ok_or_else(bad)?;
    let ends = match ends {
        Ends::Whole(a, b) if !ends.steps_fit(*points) => Ends::Real(a as f64, b as f64),
        _ => ends,
    };
    Ok((0..*points).map(|i| ends.at(f64::from(i) / f64::from(points - 1))).collect())
}

fn grid(axes: &[Vec<Tree>]) -> Vec<Point> {
    let mut points = vec![Vec::new()];
    for axis in axes {
        let with = |point: &Point| {
            let point = point.clone();
            axis.iter().map(move |value| [point.clone(), vec![value.clone()]].concat())
        };
        points = points.iter().flat_map(with).collect();
    }
    points
}

/// Points whose draws are named by the plan's seed, the setting and the point, so that more points leave the first as they are.
fn random(axes: &[Vec<Tree>], points: u32, seed: u64) -> Vec<Point> {
    let streams = Streams::new(seed);
    let value = |(place, axis): (usize, &Vec<Tree>), point| {
        let share = streams.draw(Purpose::Design, place, point, 1).unit();
        let (Some(first), Some(last)) = (axis.first(), axis.last()) else { return Tree::Null };
        match Ends::of(first, last) {
            Some(ends) if axis.len() > 1 => ends.at(share),
            _ => axis[(share * axis.len() as f64) as usize].clone(),
        }
    };
    (0..points).map(|point| axes.iter().enumerate().map(|axis| value(axis, point)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn made(vary: Value, design: Value) -> Result<Vec<String>, Problem> {
        let plan = json!({"version": 1, "scenario": {}, "vary": vary, "design": design, "measures": ["lost"]});
        let spec: PlanSpec = crate::scenario::parse::from_json(&plan.to_string()).unwrap();
        let text = |point: Point| point.iter().map(plain).collect::<Vec<_>>().join(" ");
        Ok(points(&spec)?.into_iter().map(text).collect())
    }

    #[test]
    fn a_grid_combines_all_with_all_and_the_last_varies_fastest() {
        let vary = json!([{"path": "a", "values": [1, "x"]}, {"path": "b", "range": {"from": "10s", "to": "60s", "points": 3}}]);
        assert_eq!(made(vary, json!("grid")).unwrap(), ["1 10s", "1 35s", "1 1min", "x 10s", "x 35s", "x 1min"]);
        assert_eq!(made(json!([]), json!("grid")).unwrap(), [""], "one point if nothing varies");
    }

    #[test]
    fn a_range_of_whole_numbers_stays_whole_where_its_steps_are() {
        let range = |from: Value, to: Value, points| json!([{"path": "a", "range": {"from": from, "to": to, "points": points}}]);
        assert_eq!(made(range(json!(1), json!(9), 3), json!("grid")).unwrap(), ["1", "5", "9"]);
        assert_eq!(made(range(json!(0), json!(1), 5), json!("grid")).unwrap(), ["0.0", "0.25", "0.5", "0.75", "1.0"]);
        assert_eq!(made(range(json!(0.1), json!(0.3), 3), json!("grid")).unwrap(), ["0.1", "0.2", "0.3"]);
        let code = |from, to, points| made(range(from, to, points), json!("grid")).unwrap_err().code;
        assert_eq!(code(json!("1s"), json!(2), 3), "bad-range");
        assert_eq!(code(json!("x"), json!("y"), 3), "bad-range");
        assert_eq!(code(json!(3), json!(3), 3), "bad-range");
        assert_eq!(code(json!(3), json!(4), 1), "out-of-range");
    }

    #[test]
    fn lists_are_read_side_by_side() {
        let vary = |b: Value| json!([{"path": "a", "values": [1, 2]}, {"path": "b", "values": b}]);
        assert_eq!(made(vary(json!(["x", "y"])), json!("list")).unwrap(), ["1 x", "2 y"]);
        assert_eq!(made(vary(json!(["x"])), json!("list")).unwrap_err().code, "unequal-lists");
    }

    #[test]
    fn random_points_lie_between_the_ends_and_more_of_them_leave_the_first() {
        let vary = json!([{"path": "a", "values": [1, 1000]}, {"path": "b", "values": ["x", "y"]}]);
        let few = made(vary.clone(), json!({"random": {"points": 20}})).unwrap();
        let many = made(vary, json!({"random": {"points": 200}})).unwrap();
        assert_eq!(few, many[..20]);
        let numbers: Vec<u32> = many.iter().map(|point| point.split(' ').next().unwrap().parse().unwrap()).collect();
        assert!(numbers.iter().all(|n| (1..=1000).contains(n)));
        let mean = numbers.iter().sum::<u32>() as f64 / 200.0;
        assert!((400.0..600.0).contains(&mean), "{mean}");
        assert!(many.iter().any(|point| point.ends_with('x')) && many.iter().any(|point| point.ends_with('y')));
    }
}
