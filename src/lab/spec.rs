//! A plan as data: a scenario, what of it varies, what is measured, and how often it is run.

use crate::base::time::Span;
use crate::json::tree::Tree;
use serde::{Deserialize, Serialize};

/// Version of plans that this build reads.
pub const VERSION: u32 = 1;
/// The most rows of a plan.
pub const MOST_ROWS: u64 = 100_000_000;
/// The most points of a plan.
pub const MOST_POINTS: u64 = 100_000;
/// Runs of a point before its precision is first judged.
pub const FIRST_RUNS: u64 = 10;

/// A plan as written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Carteiro plan, version 1"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanSpec {
    /// The version of the format: 1.
    pub version: u32,
    /// A scenario, whole; in a plan written by hand also the id of a built-in one or the path of its file.
    pub scenario: Tree,
    /// Settings that are the same at all points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<Setting>,
    /// What varies. At most 32 settings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vary: Vec<Axis>,
    /// How the values make points.
    #[serde(default, skip_serializing_if = "Design::is_grid")]
    pub design: Design,
    /// What is measured in each run, by the names that claims use; from 1 to 32.
    pub measures: Vec<String>,
    /// Comparisons that a good point fulfils, such as `lost == 0`; the share of runs in which each holds is told. At
    /// most 32.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<String>,
    /// Runs of each point, or how many at least of a point if it is run to a precision.
    #[serde(default = "usual_runs")]
    pub runs: u64,
    /// Goes on with a point until its means are known well enough; without it, each point is run `runs` times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
    /// The probability with which an interval holds the true value, from 0.5 to 0.9999.
    #[serde(default = "usual_confidence")]
    pub confidence: f64,
    /// The seed of the first run of each point: run K of every point has the seed `seed` + K, so that points meet the
    /// same luck.
    #[serde(default)]
    pub seed: u64,
    /// How long each run is; the scenario's own length unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Span>,
}

/// One setting and its value.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Setting {
    /// A path through the scenario's file, such as `nodes.stock.workers`, or `outage` or `rate`.
    pub path: String,
    /// The value, as it would stand in the file.
    pub value: Tree,
}

/// A setting that varies.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Axis {
    /// As in [`Setting::path`].
    pub path: String,
    /// The values that it takes, one after the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<Tree>>,
    /// Or a range of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
}

/// Values in equal steps from one to another: two numbers, or two durations.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Range {
    /// The first value.
    pub from: Tree,
    /// The last value.
    pub to: Tree,
    /// How many values in all, from 2 to 10,000.
    pub points: u32,
}

/// How the values of several settings make points.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Design {
    /// Each value of one with each of the others; the last setting varies fastest.
    #[default]
    Grid,
    /// The first values of all, the second values of all, and so on.
    List,
    /// So many points, each setting drawn evenly between the lowest and the highest of its values, or from its values if
    /// they are neither numbers nor durations.
    Random {
        /// How many.
        points: u32,
    },
}

impl Design {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde wants it")]
    fn is_grid(&self) -> bool {
        *self == Design::Grid
    }
}

/// When a point has been run often enough.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Precision {
    /// Half the width of every mean's interval, as a share of the mean: from 0.0001 to 1.
    pub relative: f64,
    /// The most runs of a point, however wide its intervals still are.
    pub at_most: u64,
}

fn usual_runs() -> u64 {
    100
}

fn usual_confidence() -> f64 {
    0.95
}

impl PlanSpec {
    /// A plan in which nothing varies yet.
    pub fn of(scenario: Tree, measures: Vec<String>) -> PlanSpec {
        PlanSpec {
            version: VERSION,
            scenario,
            set: Vec::new(),
            vary: Vec::new(),
            design: Design::Grid,
            measures,
            constraints: Vec::new(),
            runs: usual_runs(),
            precision: None,
            confidence: usual_confidence(),
            seed: 0,
            until: None,
        }
    }
}
