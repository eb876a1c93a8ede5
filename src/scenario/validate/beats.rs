//! Validates the beats of a lesson: each can begin and end, and points at something that is there.

use crate::base::time::Time;
use crate::json::problem::WordProblem;
use crate::json::tree::Tree;
use crate::model::lesson::{Beat, Begin, End, Step};
use crate::model::{Model, bounds, limits};
use crate::problem::{At, Problem, Word};
use crate::scenario::beat::{AREAS, BeatSpec, CONTROLS, Phase, StepSpec};
use crate::scenario::lesson::LessonSpec;
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::validate::claims::edge_named;
use crate::scenario::validate::goals;

/// Parses a beat of a lesson.
pub(super) fn parse(model: &Model, lesson: &LessonSpec, spec: &BeatSpec) -> Result<Beat, Problem> {
    bounds::some_text(&spec.say, limits::SENTENCE_CHARS).at("say")?;
    if let Some(more) = &spec.more {
        bounds::some_text(more, limits::SENTENCE_CHARS).at("more")?;
    }
    if spec.phase == Phase::Predict && lesson.prediction.is_none() {
        return Err(Problem::new("phase", ScenarioProblem::FieldWithout { field: "predict", other: "prediction" }));
    }
    if let Some(point) = &spec.point {
        self::point(model, &point.0).at("point")?;
    }
    let begins = match (spec.at, &spec.when[..]) {
        (None, when) => Begin::When(Step::When(goals::conditions(model, when).at("when")?)),
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

fn until(model: &Model, lesson: &LessonSpec, spec: &StepSpec) -> Result<End, Problem> {
    match (goals::of(model, spec)?, spec.goal) {
        (Some(step), None) => Ok(End::Step(step)),
        (None, Some(goal)) if spec.deed.is_none() => {
            let Some(last) = lesson.goals.len().checked_sub(1) else {
                return Err(Problem::new("goal", ScenarioProblem::FieldWithout { field: "goal", other: "goals" }));
            };
            bounds::within(goal, 0, last as u32).at("goal")?;
            Ok(End::Goal(goal as usize))
        }
        _ => Err(ScenarioProblem::OneOf { fields: "\"do\", \"when\", \"goal\"" }.into()),
    }
}

/// Checks that what a beat points at is there.
fn point(model: &Model, point: &Tree) -> Result<(), Problem> {
    let fields = match point {
        Tree::Text(word) if AREAS.contains(&word.as_str()) => return Ok(()),
        Tree::Text(id) => return part(model, id),
        Tree::Object(fields) => &fields[..],
        _ => &[],
    };
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("of", Tree::Text(id)) => part(model, id).at("of")?,
            ("setting", Tree::Text(path)) => setting(model, path).at("setting")?,
            ("control", Tree::Text(word)) => among(word, &CONTROLS).at("control")?,
            _ => return Err(ScenarioProblem::OneOf { fields: POINTS }.into()),
        }
    }
    match fields {
        [(one, _)] if one == "setting" => Ok(()),
        [(one, _), (other, _)] if one != other && one != "setting" && other != "setting" => Ok(()),
        _ => Err(ScenarioProblem::OneOf { fields: POINTS }.into()),
    }
}

const POINTS: &str = "\"setting\", \"control\" + \"of\"";

fn among(word: &str, known: &[&str]) -> Result<(), Problem> {
    if known.contains(&word) {
        return Ok(());
    }
    Err(WordProblem::UnknownWord { word: Word::of(word), known: Word::all(known.iter().copied()) }.into())
}

/// Looks up a node, a topic or a subscription.
fn part(model: &Model, id: &str) -> Result<(), Problem> {
    if model.node_named(id).is_ok() || model.subscription_named(id).is_ok() || model.topic_named(id).is_ok() {
        return Ok(());
    }
    model.node_named(id).map(|_| ())
}

const OF_SUBSCRIPTION: [&str; 22] = [
    "preset",
    "ack",
    "prefetch",
    "prefetchPer",
    "retryHoldsPlace",
    "singleActiveConsumer",
    "lease",
    "requeue",
    "crashReturns",
    "counts",
    "retry",
    "ordering",
    "blocking",
    "fetch",
    "commit",
    "deadLetter",
    "ttl",
    "delay",
    "maxLength",
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
    among(field, &known)
}
