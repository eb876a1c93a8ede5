//! The question where a run was decided, of a run that was saved or of a scenario's own, and its answer as an object with names.

use crate::base::ids::OrderId;
use crate::base::time::Time;
use crate::lab::turning::{BadEnd, Moment, Question, Turn, Turning};
use crate::model::{Command, Model};
use crate::problem::{At, Problem};
use crate::scenario::parse::from_json;
use crate::scenario::{CommandSpec, comparison};
use crate::view::facts::Named;
use crate::view::saved_run::SavedRun;
use serde_json::{Value, json};
use std::sync::Arc;

/// What is asked about a run; what is left out is as the run, or the scenario, has it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The claim that falls; without it the order is what ends badly.
    pub claim: Option<&'a str>,
    /// The order that is lost, dead or done twice; without it, and without a claim, the first.
    pub order: Option<u32>,
    /// The run's seed.
    pub seed: Option<u64>,
    /// When it ends.
    pub until: Option<Time>,
    /// How often the run is forked at each moment.
    pub futures: u64,
}

/// The confidence of the intervals.
const CONFIDENCE: f64 = 0.95;

/// The question about a run of the scenario.
///
/// # Errors
/// The claim is no comparison of the scenario, or a command of the saved run is none that it takes.
pub fn question(model: Arc<Model>, saved: Option<&SavedRun>, asked: &Asked<'_>) -> Result<Question, Problem> {
    let commands = saved.iter().flat_map(|saved| &saved.log).enumerate().map(|(i, (at, _, text))| {
        let command = from_json::<CommandSpec>(text).and_then(|spec| spec.resolve(&model));
        Ok((Time::from_millis(*at), command.at(format_args!("log[{i}]"))?))
    });
    let commands: Vec<(Time, Command)> = commands.collect::<Result<_, Problem>>()?;
    let recorded = saved.and_then(|saved| saved.seed.trim().parse().ok());
    let end = saved.map_or(model.until, |saved| Time::from_millis(saved.head_ms));
    let bad = match asked.claim {
        Some(claim) => BadEnd::Falls(comparison(&model, claim).at("claim")?),
        None => BadEnd::Harmed(OrderId(asked.order.unwrap_or(1))),
    };
    Ok(Question {
        seed: asked.seed.or(recorded).unwrap_or(model.seed),
        until: asked.until.unwrap_or(end),
        futures: asked.futures,
        confidence: CONFIDENCE,
        model,
        commands,
        bad,
    })
}

/// A moment as an object.
pub fn moment(Moment { at, events, bad }: &Moment) -> Value {
    json!({
        "atMs": at.as_millis(),
        "events": events,
        "bad": { "value": bad.value, "low": bad.low, "high": bad.high },
    })
}

/// What happened in the event of the turn, as a trace has it.
pub fn facts(model: &Model, turn: &Turn) -> Vec<Value> {
    let named = |(i, fact)| serde_json::to_value(Named { model, index: turn.first + i, fact }).unwrap_or_default();
    turn.facts.iter().enumerate().map(named).collect()
}

/// The answer as an object.
pub fn object(question: &Question, answer: &Turning) -> Value {
    json!({
        "scenario": question.model.id,
        "seed": question.seed,
        "futures": question.futures,
        "confidence": question.confidence,
        "endedBadly": answer.ended_badly,
        "moments": answer.moments.iter().map(moment).collect::<Vec<_>>(),
        "turn": answer.turn.as_ref().map(|turn| json!({
            "before": moment(&turn.before),
            "after": moment(&turn.after),
            "facts": facts(&question.model, turn),
        })),
    })
}
