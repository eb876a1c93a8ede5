//! Validates the goals of a lesson: every deed can be done, and every comparison can be evaluated.

use crate::model::lesson::{Condition, Deed, Step};
use crate::model::{Model, bounds, limits};
use crate::problem::{At, Problem};
use crate::scenario::beat::StepSpec;
use crate::scenario::deed::{self, DeedSpec};
use crate::scenario::lesson::GoalSpec;
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::validate::claims;

/// Parses the steps to a goal; one that is written as comparisons has a single step.
pub(super) fn parse(model: &Model, spec: &GoalSpec) -> Result<Vec<Step>, Problem> {
    bounds::some_text(&spec.text, limits::SENTENCE_CHARS).at("text")?;
    match (&spec.steps[..], &spec.when[..]) {
        ([], [_, ..]) => Ok(vec![Step::When(conditions(model, &spec.when).at("when")?)]),
        (steps @ [_, ..], []) => {
            bounds::count(steps, limits::GOAL_STEPS).at("steps")?;
            let parsed = |(i, step)| self::step(model, step).at(format_args!("steps[{i}]"));
            steps.iter().enumerate().map(parsed).collect()
        }
        _ => Err(ScenarioProblem::OneOf { fields: "\"steps\", \"when\"" }.into()),
    }
}

fn step(model: &Model, spec: &StepSpec) -> Result<Step, Problem> {
    match (spec.goal, self::of(model, spec)?) {
        (None, Some(step)) => Ok(step),
        _ => Err(ScenarioProblem::OneOf { fields: "\"do\", \"when\"" }.into()),
    }
}

/// Parses what a step waits for, unless that is neither a deed nor a comparison.
pub(super) fn of(model: &Model, spec: &StepSpec) -> Result<Option<Step>, Problem> {
    let StepSpec { deed, times, during, when, .. } = spec;
    match (deed, &when[..]) {
        (Some(deed), []) => self::deed(model, deed, *times, during).map(|deed| Some(Step::Do(deed))),
        (None, when) => {
            without_deed(*times, during)?;
            Ok(if when.is_empty() { None } else { Some(Step::When(conditions(model, when).at("when")?)) })
        }
        (Some(_), _) => Ok(None),
    }
}

/// Parses what the learner is to do.
fn deed(model: &Model, spec: &DeedSpec, times: Option<u32>, during: &[String]) -> Result<Deed, Problem> {
    let patterns = spec.patterns();
    bounds::within(patterns.len(), 1, limits::COMPARISONS).at("do")?;
    patterns.iter().try_for_each(|pattern| deed::check(pattern, model)).at("do")?;
    let times = times.unwrap_or(1);
    bounds::within(times, 1, limits::TIMES).at("times")?;
    Ok(Deed { patterns: patterns.to_vec(), times, during: conditions(model, during).at("while")? })
}

/// Refuses the fields that only qualify a deed, where there is none.
fn without_deed(times: Option<u32>, during: &[String]) -> Result<(), Problem> {
    let field = match (times, during) {
        (Some(_), _) => "times",
        (None, [_, ..]) => "while",
        (None, []) => return Ok(()),
    };
    Err(Problem::new(field, ScenarioProblem::FieldWithout { field, other: "do" }))
}

/// Parses comparisons that must hold together, and may count from the step before.
pub(super) fn conditions(model: &Model, sources: &[String]) -> Result<Vec<Condition>, Problem> {
    bounds::count(sources, limits::COMPARISONS)?;
    let judged = |(i, source): (usize, &String)| claims::condition(model, source, true).at(format_args!("[{i}]"));
    sources.iter().enumerate().map(judged).collect()
}
