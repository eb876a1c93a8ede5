//! The plan that the arguments of `carteiro sweep` name, and values as they are written there.

use crate::cli::arguments::{DesignChoice, SweepArguments};
use crate::cli::lang::Lang;
use crate::cli::problem::CliProblem;
use crate::cli::refusal::Refusal;
use crate::cli::source;
use carteiro::json::tree::Tree;
use carteiro::lab::plan::Plan;
use carteiro::lab::spec::{Design, FIRST_RUNS, PlanSpec, Setting};
use carteiro::lab::written;
use carteiro::problem::{Problem, Word};
use carteiro::scenario::parse::from_json;
use std::path::Path;

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
        spec.vary.push(written::axis(text).ok_or_else(|| bad("--vary", text))?);
    }
    for text in &arguments.set {
        spec.set.push(setting(text)?);
    }
    spec.constraints.extend(arguments.constraints.iter().cloned());
    spec.runs = arguments.runs.unwrap_or(spec.runs);
    if let Some(text) = &arguments.precision {
        let precision = written::precision(text, arguments.at_most, spec.runs);
        spec.precision = Some(precision.ok_or_else(|| bad("--precision", text))?);
        if arguments.runs.is_none() {
            spec.runs = FIRST_RUNS;
        }
    }
    if let Some(text) = &arguments.confidence {
        spec.confidence = written::share(text).ok_or_else(|| bad("--confidence", text))?;
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
    written::setting(text).ok_or_else(|| bad("--set", text))
}

fn bad(option: &str, text: &str) -> Problem {
    Problem::new(option, CliProblem::BadArgument { text: Word::of(text) })
}
