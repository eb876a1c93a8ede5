//! Validates the beats of a lesson: each can begin and end, and points at something that is there.

use crate::base::time::Time;
use crate::json::refusal::Refusal;
use crate::json::tree::Tree;
use crate::model::lesson::{Beat, Begin, End, Step};
use crate::model::{Model, bounds, limits};
use crate::problem::{At, Problem, Word};
use crate::scenario::beat::{AREAS, BeatSpec, Phase, TargetSpec, UntilSpec};
use crate::scenario::lesson::LessonSpec;
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::validate::claims::edge_named;
use crate::scenario::validate::goals::{conditions, deed, without_deed};
use serde::Deserialize;

/// Parses a beat of a lesson.
pub(super) fn parse(model: &Model, lesson: &LessonSpec, spec: &BeatSpec) -> Result<Beat, Problem> {
    bounds::some_text(&spec.say, limits::SENTENCE_CHARS).at("say")?;
    if let Some(more) = &spec.more {
        bounds::some_text(more, limits::SENTENCE_CHARS).at("more")?;
    }
    if spec.phase == Phase::Predict && lesson.prediction.is_none() {
        return Err(Problem::new("phase", ScenarioProblem::NothingToPredict {}));
    }
    if let Some(point) = &spec.point {
        self::point(model, &point.0).at("point")?;
    }
    let begins = match (spec.at, &spec.when[..]) {
        (None, when) => Begin::When(Step::When(conditions(model, when).at("when")?)),
        (Some(at), []) => {
            let until = model.until.since(Time::ZERO);
            if at > until {
                return Err(Problem::new("at", ScenarioProblem::FaultAfterEnd { at, until }));
            }
            Begin::At(Time::ZERO + at)
        }
        (Some(_), _) => return Err(ScenarioProblem::OneOf { fields: "\"at\", \"when\"" }.into()),
    };
    let ends = spec.until.as_ref().map_or(Ok(End::GoOn), |until| self::until(model, lesson, until)).at("until")?;
    Ok(Beat { begins, ends })
}

fn until(model: &Model, lesson: &LessonSpec, spec: &UntilSpec) -> Result<End, Problem> {
    let UntilSpec { deed, times, during, when, goal } = spec;
    match (deed, &when[..], goal) {
        (Some(deed), [], None) => Ok(End::Step(Step::Do(self::deed(model, deed, *times, during)?))),
        (None, [_, ..], None) => {
            without_deed(*times, during)?;
            Ok(End::Step(Step::When(conditions(model, when).at("when")?)))
        }
        (None, [], Some(goal)) => {
            without_deed(*times, during)?;
            if (*goal as usize) < lesson.goals.len() {
                return Ok(End::Goal(*goal as usize));
            }
            let goals = lesson.goals.len();
            Err(Problem::new("goal", ScenarioProblem::NoSuchGoal { goal: *goal, goals }))
        }
        _ => Err(ScenarioProblem::OneOf { fields: "\"do\", \"when\", \"goal\"" }.into()),
    }
}

/// Checks that what a beat points at is there.
fn point(model: &Model, point: &Tree) -> Result<(), Problem> {
    if let Tree::Text(word) = point {
        return if AREAS.contains(&word.as_str()) { Ok(()) } else { part(model, word) };
    }
    let target = TargetSpec::deserialize(point).map_err(Refusal::into_problem)?;
    match (target.control, &target.of, &target.setting) {
        (Some(_), Some(of), None) => part(model, of.as_str()).at("of"),
        (Some(_), None, None) => {
            Err(Problem::new("control", ScenarioProblem::FieldWithout { field: "control", other: "of" }))
        }
        (None, None, Some(path)) => setting(model, path).at("setting"),
        _ => Err(ScenarioProblem::OneOf { fields: "\"control\", \"setting\"" }.into()),
    }
}

/// Looks up a node, a topic or a subscription.
fn part(model: &Model, id: &str) -> Result<(), Problem> {
    if model.node_named(id).is_ok() || model.subscription_named(id).is_ok() || model.topic_named(id).is_ok() {
        return Ok(());
    }
    Err(ScenarioProblem::PointsNowhere { target: Word::of(id), known: Word::list(AREAS) }.into())
}

const OF_SUBSCRIPTION: [&str; 13] = [
    "preset",
    "ack",
    "prefetch",
    "lease",
    "requeue",
    "crashReturns",
    "counts",
    "retry",
    "blocking",
    "deadLetter",
    "deadLetterNotice",
    "inbox",
    "duplicates",
];
const OF_NODE: [&str; 6] = ["health", "workers", "cores", "speed", "ingress", "arrivals"];
const OF_CALLS: [&str; 6] = ["timeout", "retry", "breaker", "retryBudget", "cache", "healthCheck"];

/// Checks the path of a setting: its owner, a slash, and a field of such an owner.
fn setting(model: &Model, path: &str) -> Result<(), Problem> {
    let (owner, field) = path.rsplit_once('/').unwrap_or((path, ""));
    let field = field.split('.').next().unwrap_or_default();
    let mut known = Vec::new();
    if model.subscription_named(owner).is_ok() {
        known.extend(OF_SUBSCRIPTION);
    }
    if model.node_named(owner).is_ok() {
        known.extend(OF_NODE);
    }
    if edge_named(model, owner).is_ok() {
        known.extend(OF_CALLS);
    }
    if known.contains(&field) {
        return Ok(());
    }
    Err(ScenarioProblem::NoSuchSetting { setting: Word::of(path), known: Word::all(known) }.into())
}
