//! A plan that can be carried out: its points, its measures, and the model of each point.

use crate::base::time::{Span, Time};
use crate::json::tree::Tree;
use crate::lab::design::{self, Point};
use crate::lab::problem::LabProblem;
use crate::lab::setting;
use crate::lab::spec::{FIRST_RUNS, MOST_ROWS, PlanSpec, Setting, VERSION};
use crate::model::claim::{Comparison, Quantity};
use crate::model::problem::ModelProblem;
use crate::model::{Model, bounds, limits};
use crate::problem::{At, Problem, Word};
use crate::scenario::{self, comparison, quantity};
use crate::trace::Digest;
use std::collections::BTreeSet;
use std::hash::Hasher;
use std::ops::Range;
use std::sync::Arc;

/// The most settings that vary, and the most measures and constraints.
const MOST_COLUMNS: usize = 32;

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

    /// Which runs of a point come next, after `runs` of them, where all points are carried out side by side: few at first, so
    /// that each is known roughly before any is known well. `known` says whether its precision is reached.
    pub fn next_batch(&self, runs: u64, known: bool) -> Option<Range<u64>> {
        if self.spec.precision.is_some() {
            let stops = known && runs > 0;
            return self.next_look(runs).filter(|_| !stops).map(|until| runs..until);
        }
        let until = (runs * 4).max(FIRST_RUNS).min(self.spec.runs);
        (runs < until).then_some(runs..until)
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
