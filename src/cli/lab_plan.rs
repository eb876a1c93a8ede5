//! The plan that the arguments of `carteiro sweep` name, and values as they are written there.

use crate::cli::arguments::{DesignChoice, SweepArguments};
use crate::cli::lang::Lang;
use crate::cli::problem::CliProblem;
use crate::cli::refusal::Refusal;
use crate::cli::source;
use carteiro::json::tree::Tree;
use carteiro::lab::plan::Plan;
use carteiro::lab::spec::{Axis, Design, FIRST_RUNS, PlanSpec, Precision, Range, Setting};
use carteiro::problem::{Problem, Word};
use carteiro::scenario::parse::from_json;
use std::path::Path;

/// Runs of a point that is run to a precision, unless `--at-most` says otherwise.
const USUAL_AT_MOST: u64 = 10_000;

/// The plan of `carteiro sweep`.
pub fn of_arguments(arguments: &SweepArguments, lang: Lang) -> Result<Plan, Refusal> {
    let refuse = |problem| Refusal::of(problem, lang);
    let is_plan = arguments.vary.is_empty() && arguments.measures.is_empty();
    let mut spec = if is_plan {
        read_spec(&arguments.plan, lang)?
    } else {
        let json = source::json(&arguments.plan, lang)?;
        let scenario = from_json(&json).map_err(|problem| refuse(problem).within(&arguments.plan))?;
        PlanSpec::of(scenario, arguments.measures.clone())
    };
    add(&mut spec, arguments).map_err(refuse)?;
    let named = |refusal: Refusal| if is_plan { refusal.within(&arguments.plan) } else { refusal };
    Plan::new(spec).map_err(|problem| named(refuse(problem)))
}

/// The plan in a file.
pub fn read(file: &str, lang: Lang) -> Result<Plan, Refusal> {
    let spec = read_spec(file, lang)?;
    Plan::new(spec).map_err(|problem| Refusal::of(problem, lang).within(file))
}

/// A plan as its file has it, with the scenario that it names put into it.
fn read_spec(file: &str, lang: Lang) -> Result<PlanSpec, Refusal> {
    let refuse = |problem| Refusal::of(problem, lang).within(file);
    let json = source::text(file, lang)?.map_err(refuse)?;
    let mut spec: PlanSpec = from_json(&json).map_err(refuse)?;
    if let Tree::Text(name) = &spec.scenario {
        // A path is one from the plan's own folder.
        let beside = Path::new(file).with_file_name(name);
        let name = if beside.exists() { beside.to_string_lossy().into_owned() } else { name.clone() };
        spec.scenario = from_json(&source::json(&name, lang)?).map_err(|problem| refuse(problem).within(&name))?;
    }
    Ok(spec)
}

/// What the other arguments say.
fn add(spec: &mut PlanSpec, arguments: &SweepArguments) -> Result<(), Problem> {
    for text in &arguments.vary {
        spec.vary.push(axis(text)?);
    }
    for text in &arguments.set {
        spec.set.push(setting(text)?);
    }
    spec.constraints.extend(arguments.constraints.iter().cloned());
    spec.runs = arguments.runs.unwrap_or(spec.runs);
    if let Some(text) = &arguments.precision {
        let relative = percent("--precision", text)?;
        spec.precision =
            Some(Precision { relative, at_most: arguments.at_most.unwrap_or(USUAL_AT_MOST.max(spec.runs)) });
        if arguments.runs.is_none() {
            spec.runs = FIRST_RUNS;
        }
    }
    if let Some(text) = &arguments.confidence {
        spec.confidence = percent("--confidence", text)?;
    }
    match arguments.design {
        Some(DesignChoice::Grid) => spec.design = Design::Grid,
        Some(DesignChoice::List) => spec.design = Design::List,
        Some(DesignChoice::Random) => spec.design = Design::Random { points: arguments.points.unwrap_or(100) },
        None => {}
    }
    spec.seed = arguments.seed.unwrap_or(spec.seed);
    if let Some(text) = &arguments.until {
        spec.until = Some(text.trim().parse().map_err(|_| bad("--until", text))?);
    }
    Ok(())
}

/// Reads `--set PATH=VALUE`.
pub fn setting(text: &str) -> Result<Setting, Problem> {
    let (path, value) = text.split_once('=').ok_or_else(|| bad("--set", text))?;
    Ok(Setting { path: path.trim().to_owned(), value: value_of(value) })
}

/// Reads `--vary PATH=3,5,8` or `--vary PATH=10s..60s:6`.
fn axis(text: &str) -> Result<Axis, Problem> {
    let malformed = || bad("--vary", text);
    let (path, values) = text.split_once('=').ok_or_else(malformed)?;
    let path = path.trim().to_owned();
    if let Some((from, rest)) = values.split_once("..") {
        let (to, points) = rest.rsplit_once(':').ok_or_else(malformed)?;
        let points = points.trim().parse().map_err(|_| malformed())?;
        let range = Range { from: value_of(from), to: value_of(to), points };
        return Ok(Axis { path, values: None, range: Some(range) });
    }
    // Values that are lists or objects have commas of their own.
    let list = from_json::<Vec<Tree>>(&format!("[{values}]"));
    let values = list.unwrap_or_else(|_| values.split(',').map(value_of).collect());
    Ok(Axis { path, values: Some(values), range: None })
}

/// A value as JSON, or as a text where it is none: `3`, `true`, `30s`.
fn value_of(text: &str) -> Tree {
    let text = text.trim();
    from_json(text).unwrap_or_else(|_| Tree::Text(text.to_owned()))
}

/// A share as `2%` or `0.02`.
fn percent(option: &str, text: &str) -> Result<f64, Problem> {
    let text = text.trim();
    let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    number.trim().parse::<f64>().map(|number| number / scale).map_err(|_| bad(option, text))
}

fn bad(option: &str, text: &str) -> Problem {
    Problem::new(option, CliProblem::BadArgument { text: Word::of(text) })
}
