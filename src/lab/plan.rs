//! A plan as data: a scenario, what of it varies, what is measured, and how often it is run.

use crate::base::time::{Span, Time};
use crate::json::tree::Tree;
use crate::lab::design::{self, Point};
use crate::lab::problem::LabProblem;
use crate::lab::setting;
use crate::model::claim::{Comparison, Quantity};
use crate::model::problem::ModelProblem;
use crate::model::{Model, bounds, limits};
use crate::problem::{At, Problem, Word};
use crate::scenario::{self, comparison, quantity};
use crate::trace::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::hash::Hasher;
use std::sync::Arc;

/// Version of plans that this build reads.
pub const VERSION: u32 = 1;
/// The most rows of a plan.
pub const MOST_ROWS: u64 = 100_000_000;
/// The most points of a plan.
pub const MOST_POINTS: u64 = 100_000;
/// The most settings that vary, and the most measures and constraints.
const MOST_COLUMNS: usize = 32;
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

/// A plan that can be carried out.
#[derive(Clone, Debug)]
pub struct Plan {
    /// As written, with the scenario in it whole.
    pub spec: PlanSpec,
    /// Sixteen hexadecimal digits that name the plan: equal plans have equal names.
    pub hash: String,
    /// The points, in order.
    pub points: Vec<Point>,
    /// What is measured, in the order of the plan.
    pub measures: Vec<Quantity>,
    /// What a good point fulfils.
    pub constraints: Vec<Comparison>,
}

impl Plan {
    /// Checks a plan, whose scenario stands in it whole.
    ///
    /// # Errors
    /// A value out of its limits; a setting, measure or constraint that the scenario does not have; a point that is no valid
    /// scenario. The problem's path is one in the plan.
    pub fn new(spec: PlanSpec) -> Result<Plan, Problem> {
        if spec.version != VERSION {
            let problem = LabProblem::PlanVersion { version: spec.version, known: VERSION };
            return Err(Problem::new("version", problem));
        }
        check_lists(&spec)?;
        bounds::within(spec.runs, 1, MOST_ROWS).at("runs")?;
        bounds::decimal_within(spec.confidence, 0.5, 0.9999).at("confidence")?;
        let mut most_runs = spec.runs;
        if let Some(precision) = spec.precision {
            bounds::decimal_within(precision.relative, 1e-4, 1.0).at("precision.relative")?;
            bounds::within(precision.at_most, FIRST_RUNS, MOST_ROWS).at("precision.atMost")?;
            most_runs = precision.at_most;
        }
        bounds::within(spec.seed, 0, limits::SEED - (most_runs - 1)).at("seed")?;
        if spec.until == Some(Span::ZERO) {
            return Err(Problem::new("until", ModelProblem::ZeroTime {}));
        }
        let points = design::points(&spec)?;
        let rows = most_runs.saturating_mul(points.len() as u64);
        if rows > MOST_ROWS {
            return Err(LabProblem::TooLarge { rows, most: MOST_ROWS }.into());
        }
        let mut plan = Plan { hash: hash(&spec), spec, points, measures: Vec::new(), constraints: Vec::new() };
        let first = plan.model(0)?;
        let named = |(i, name): (usize, &String)| quantity(&first, name).at(format_args!("measures[{i}]"));
        plan.measures = plan.spec.measures.iter().enumerate().map(named).collect::<Result<_, _>>()?;
        let compared = |(i, text): (usize, &String)| comparison(&first, text).at(format_args!("constraints[{i}]"));
        plan.constraints = plan.spec.constraints.iter().enumerate().map(compared).collect::<Result<_, _>>()?;
        Ok(plan)
    }

    /// The scenario of a point, as a file.
    ///
    /// # Errors
    /// A path that leads nowhere.
    pub fn file(&self, point: usize) -> Result<Tree, Problem> {
        let mut file = self.spec.scenario.clone();
        for (i, Setting { path, value }) in self.spec.set.iter().enumerate() {
            setting::set(&mut file, path, value).at(format_args!("set[{i}]"))?;
        }
        for (i, (axis, value)) in self.spec.vary.iter().zip(&self.points[point]).enumerate() {
            setting::set(&mut file, &axis.path, value).at(format_args!("vary[{i}]"))?;
        }
        Ok(file)
    }

    /// The model of a point.
    ///
    /// # Errors
    /// The settings make no valid scenario; the problem says which point it is.
    pub fn model(&self, point: usize) -> Result<Arc<Model>, Problem> {
        let file = self.file(point)?;
        let json = serde_json::to_string(&file).unwrap_or_default();
        let model = scenario::load(&json).map_err(|problem| {
            let values: Vec<String> = self
                .columns()
                .zip(&self.points[point])
                .map(|(path, value)| format!("{path}={}", setting::plain(value)))
                .collect();
            let place =
                if values.is_empty() { "scenario".to_owned() } else { format!("scenario({})", values.join(", ")) };
            problem.within(place)
        })?;
        Ok(Arc::new(model))
    }

    /// The names of the settings that vary.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.spec.vary.iter().map(|axis| axis.path.as_str())
    }

    /// How many runs of a point there are when its precision is judged next, after `runs` of them; the same on every machine.
    /// Without a precision, or with the most runs, it is not judged again.
    pub fn next_look(&self, runs: u64) -> Option<u64> {
        let most = self.spec.precision?.at_most;
        let next = if runs == 0 { self.spec.runs.max(FIRST_RUNS) } else { runs + (runs / 4).max(FIRST_RUNS) };
        (runs < most).then(|| next.min(most))
    }

    /// The most runs that a point can have.
    pub fn most_runs(&self) -> u64 {
        self.spec.precision.map_or(self.spec.runs, |precision| precision.at_most)
    }

    /// The seed of a run.
    pub fn seed(&self, run: u64) -> u64 {
        self.spec.seed + run
    }

    /// The instant to which a scenario is run.
    pub fn until(&self, model: &Model) -> Time {
        self.spec.until.map_or(model.until, |until| Time::ZERO + until)
    }
}

fn check_lists(spec: &PlanSpec) -> Result<(), Problem> {
    bounds::count(&spec.vary, MOST_COLUMNS).at("vary")?;
    bounds::count(&spec.set, limits::CHANGES).at("set")?;
    bounds::count(&spec.measures, MOST_COLUMNS).at("measures")?;
    bounds::count(&spec.constraints, MOST_COLUMNS).at("constraints")?;
    if spec.measures.is_empty() {
        return Err(Problem::new("measures", LabProblem::NoMeasure {}));
    }
    let mut seen = BTreeSet::new();
    for (list, names) in [("measures", &spec.measures), ("constraints", &spec.constraints)] {
        for (i, name) in names.iter().enumerate() {
            if !seen.insert(name) {
                let problem = LabProblem::RepeatedMeasure { name: Word::of(name) };
                return Err(Problem::new(format_args!("{list}[{i}]"), problem));
            }
        }
    }
    let mut paths = BTreeSet::new();
    for (i, axis) in spec.vary.iter().enumerate() {
        if !paths.insert(&axis.path) {
            let problem = LabProblem::RepeatedSetting { path: Word::of(&axis.path) };
            return Err(Problem::new(format_args!("vary[{i}].path"), problem));
        }
    }
    Ok(())
}

/// The hash of a plan's canonical text, and so of everything in it.
fn hash(spec: &PlanSpec) -> String {
    let mut digest = Digest::default();
    digest.write(serde_json::to_string(spec).unwrap_or_default().as_bytes());
    format!("{:016x}", digest.finish())
}
