//! Settings and their values as people write them: `rate=120`, `nodes.stock.workers=1,2,4`, `outage=10s..60s:6`. The command
//! line and the page read the same.

use crate::json::tree::Tree;
use crate::lab::problem::LabProblem;
use crate::lab::spec::{Axis, FIRST_RUNS, PlanSpec, Precision, Range, Setting};
use crate::problem::{At, Problem, Word};
use crate::scenario::parse::from_json;
use serde::Deserialize;

/// Runs of a point that is run to a precision, unless it is said otherwise.
pub const USUAL_AT_MOST: u64 = 10_000;
/// Values of a range of which it is not said how many.
const USUAL_POINTS: u32 = 6;

/// A plan's question as a person writes it; the scenario is another's.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WrittenPlan {
    /// Settings, each as `PATH=VALUES`: one with a single value is the same at all points.
    #[serde(default)]
    pub settings: Vec<String>,
    /// As in [`PlanSpec::measures`].
    pub measures: Vec<String>,
    /// As in [`PlanSpec::constraints`].
    #[serde(default)]
    pub constraints: Vec<String>,
    /// Runs of each point; with a precision, how many at least.
    #[serde(default)]
    pub runs: Option<u64>,
    /// Such as `2%`.
    #[serde(default)]
    pub precision: Option<String>,
    /// The seed of the first run of each point.
    #[serde(default)]
    pub seed: u64,
}

impl WrittenPlan {
    /// The plan of a scenario.
    ///
    /// # Errors
    /// A setting, or a share, that cannot be read; the problem's path is one in what is written.
    pub fn of(self, scenario: Tree) -> Result<PlanSpec, Problem> {
        let mut spec = PlanSpec::of(scenario, self.measures);
        for (i, text) in self.settings.iter().enumerate() {
            let unread = || Problem::from(LabProblem::BadValues { text: Word::of(text) });
            let axis = axis(text).ok_or_else(unread).at(format_args!("settings[{i}]"))?;
            match axis.values.as_deref() {
                Some([value]) => spec.set.push(Setting { path: axis.path, value: value.clone() }),
                _ => spec.vary.push(axis),
            }
        }
        spec.constraints = self.constraints;
        spec.runs = self.runs.unwrap_or(spec.runs);
        if let Some(text) = &self.precision {
            let unread = || Problem::new("precision", LabProblem::BadShare { text: Word::of(text) });
            spec.precision = Some(precision(text, None, spec.runs).ok_or_else(unread)?);
            spec.runs = self.runs.unwrap_or(FIRST_RUNS);
        }
        spec.seed = self.seed;
        Ok(spec)
    }
}

/// A precision as it is written, with the most runs of a point. None if it cannot be read.
pub fn precision(text: &str, at_most: Option<u64>, runs: u64) -> Option<Precision> {
    Some(Precision { relative: share(text)?, at_most: at_most.unwrap_or(USUAL_AT_MOST.max(runs)) })
}

/// Reads `PATH=VALUE`.
pub fn setting(text: &str) -> Option<Setting> {
    let (path, value) = text.split_once('=')?;
    Some(Setting { path: path.trim().to_owned(), value: value_of(value) })
}

/// Reads `PATH=3,5,8` or `PATH=10s..60s:6`; a range of which it is not said how many has six values.
pub fn axis(text: &str) -> Option<Axis> {
    let (path, values) = text.split_once('=')?;
    let path = path.trim().to_owned();
    if path.is_empty() || values.trim().is_empty() {
        return None;
    }
    if let Some((from, rest)) = values.split_once("..").or_else(|| values.split_once('…')) {
        let (to, points) = match rest.rsplit_once(':') {
            Some((to, points)) => (to, points.trim().parse().ok()?),
            None => (rest, USUAL_POINTS),
        };
        let range = Range { from: value_of(from), to: value_of(to), points };
        return Some(Axis { path, values: None, range: Some(range) });
    }
    // Values that are lists or objects have commas of their own.
    let list = from_json::<Vec<Tree>>(&format!("[{values}]"));
    let values = list.unwrap_or_else(|_| values.split(',').map(value_of).collect());
    Some(Axis { path, values: Some(values), range: None })
}

/// A value as JSON, or as a text where it is none: `3`, `true`, `30s`; a duration may have a space before its unit.
fn value_of(text: &str) -> Tree {
    let text = text.trim();
    from_json(text).unwrap_or_else(|_| {
        let close: String = text.split_whitespace().collect();
        let is_span = close.parse::<crate::base::time::Span>().is_ok();
        Tree::Text(if is_span { close } else { text.to_owned() })
    })
}

/// A share as `2%` or `0.02`.
pub fn share(text: &str) -> Option<f64> {
    let text = text.trim();
    let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    number.trim().parse::<f64>().ok().map(|number| number / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        axis(text).map(|axis| serde_json::to_string(&axis).unwrap())
    }

    #[test]
    fn a_list_and_a_range_are_read_as_people_write_them() {
        assert_eq!(read("a.b=3, 5,8").unwrap(), r#"{"path":"a.b","values":[3,5,8]}"#);
        let range = r#"{"path":"outage","range":{"from":"10s","to":"60s","points":6}}"#;
        for text in ["outage=10s..60s:6", "outage = 10s .. 60s", "outage=10 s … 60 s : 6"] {
            assert_eq!(read(text).unwrap(), range, "{text}");
        }
        assert_eq!(read("a=full").unwrap(), r#"{"path":"a","values":["full"]}"#);
        assert_eq!(read("a=[1,2],[3]").unwrap(), r#"{"path":"a","values":[[1,2],[3]]}"#);
        for text in ["", "a", "a=", "=3", "a=1..2:x"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_single_value_is_the_same_at_all_points() {
        let written = r#"{"settings": ["rate=120", "outage=10s,20s"], "measures": ["lost"], "precision": "5%"}"#;
        let spec = from_json::<WrittenPlan>(written).unwrap().of(Tree::Null).unwrap();
        assert_eq!((spec.set.len(), spec.vary.len(), spec.runs), (1, 1, FIRST_RUNS));
        assert_eq!(spec.precision, Some(Precision { relative: 0.05, at_most: USUAL_AT_MOST }));
        let bad = r#"{"settings": ["rate=120", "outage"], "measures": []}"#;
        let problem = from_json::<WrittenPlan>(bad).unwrap().of(Tree::Null).unwrap_err();
        assert_eq!((problem.code, problem.path.as_str()), ("bad-values", "settings[1]"));
    }
}
