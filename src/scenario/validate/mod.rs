//! Builds a [`Model`] from a [`Spec`]: every reference is resolved, every value checked; the first problem is reported.

mod beats;
mod bindings;
mod calls;
pub(super) mod claims;
mod dead_letters;
mod goals;
mod lesson;
mod nodes;
mod notices;
mod parts;
mod pools;
mod publish;
mod reach;
mod steps;
mod topics;

use self::parts::{new_id, timed};
use crate::base::sort;
use crate::base::time::{Span, Time};
use crate::model::bounds;
use crate::model::limits;
use crate::model::{Effect, Model, TimedCommand};
use crate::problem::{At, Problem};
use crate::scenario::command::FaultSpec;
use crate::scenario::id::Id;
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::spec::{EffectSpec, Spec};

/// Builds the model that a scenario describes.
///
/// # Errors
/// The first problem, with its path in the file.
pub fn model(spec: &Spec) -> Result<Model, Problem> {
    let mut model = head(spec)?;
    add_effects(&mut model, spec)?;
    nodes::add(&mut model, &spec.nodes)?;
    topics::add(&mut model, spec)?;
    keep_order(&mut model, &spec.effects)?;
    bindings::add(&mut model, spec)?;
    dead_letters::add(&mut model, spec)?;
    steps::add(&mut model, &spec.nodes)?;
    notices::add(&mut model, spec)?;
    calls::check_no_cycle(&model, &spec.nodes)?;
    steps::check_effects_written(&model)?;
    reach::check_keys(&model)?;
    reach::add(&mut model);
    model.faults = faults(&model, &spec.faults, spec.until)?;
    bounds::count(&spec.claims, limits::CLAIMS).at("claims")?;
    for (i, claim) in spec.claims.iter().enumerate() {
        let claim = claims::parse(&model, claim).at(format_args!("claims[{i}]"))?;
        model.claims.push(claim);
    }
    if let Some(spec) = &spec.lesson {
        model.lesson = Some(lesson::parse(&model, spec).at("lesson")?);
    }
    Ok(model)
}

/// Builds a model with the values of the scenario as a whole; its lists are still empty.
fn head(spec: &Spec) -> Result<Model, Problem> {
    if spec.version != limits::VERSION {
        let kind = ScenarioProblem::Version { version: spec.version, known: limits::VERSION };
        return Err(Problem::new("version", kind));
    }
    bounds::id(spec.id.as_str()).at("id")?;
    bounds::some_text(&spec.title, limits::TITLE_CHARS).at("title")?;
    bounds::text(&spec.text, limits::TEXT_CHARS).at("text")?;
    bounds::text(&spec.task, limits::SENTENCE_CHARS).at("task")?;
    bounds::within(spec.seed, 0, limits::SEED).at("seed")?;
    bounds::some_time(spec.until).at("until")?;
    if let Some(due_within) = spec.due_within {
        bounds::some_time(due_within).at("dueWithin")?;
    }
    bounds::dist(spec.network.latency).at("network.latency")?;
    if let Some(words) = &spec.order {
        words.check().at("order")?;
    }
    Ok(Model {
        id: spec.id.0.clone(),
        title: spec.title.clone(),
        text: spec.text.clone(),
        task: spec.task.clone(),
        seed: spec.seed,
        until: Time::ZERO + spec.until,
        due_within: spec.due_within,
        latency: spec.network.latency,
        order: spec.order.clone(),
        effects: Vec::new(),
        nodes: Vec::new(),
        topics: Vec::new(),
        subscriptions: Vec::new(),
        calls: Vec::new(),
        pools: Vec::new(),
        handlers: Vec::new(),
        failures: Vec::new(),
        faults: Vec::new(),
        claims: Vec::new(),
        lesson: None,
    })
}

fn add_effects(model: &mut Model, spec: &Spec) -> Result<(), Problem> {
    bounds::count(&spec.effects, limits::EFFECTS).at("effects")?;
    for (i, effect) in spec.effects.iter().enumerate() {
        let effect = self::effect(model, effect).at(format_args!("effects[{i}]"))?;
        model.effects.push(effect);
    }
    Ok(())
}

/// Parses an effect. It may only follow effects that the model already has, so that there are no cycles.
fn effect(model: &Model, spec: &EffectSpec) -> Result<Effect, Problem> {
    let taken = model.effects.iter().any(|e| e.id == spec.id.0);
    new_id(&spec.id, taken).at("id")?;
    claims::check_free(&spec.id).at("id")?;
    bounds::some_text(&spec.name, limits::NAME_CHARS).at("name")?;
    bounds::count(&spec.after, limits::EFFECTS).at("after")?;
    let earlier = |(k, id): (usize, &Id)| model.effect_named(id.as_str()).at(format_args!("after[{k}]"));
    let after = spec.after.iter().enumerate().map(earlier).collect::<Result<_, _>>()?;
    Ok(Effect { id: spec.id.0.clone(), name: spec.name.clone(), expected: spec.expected, after, in_order: None })
}

/// Says of which topic's keys the effects keep the order. Effects come before topics, which come before all that needs
/// either.
fn keep_order(model: &mut Model, specs: &[EffectSpec]) -> Result<(), Problem> {
    for (i, spec) in specs.iter().enumerate() {
        if let Some(topic) = &spec.in_order {
            let topic = model.topic_named(topic.as_str()).at(format_args!("effects[{i}].inOrder"))?;
            model.effects[i].in_order = Some(topic);
        }
    }
    Ok(())
}

/// Parses the timed commands and sorts them by instant; those of one instant stay in the file's order.
fn faults(model: &Model, specs: &[FaultSpec], until: Span) -> Result<Vec<TimedCommand>, Problem> {
    bounds::count(specs, limits::FAULTS).at("faults")?;
    let mut commands = Vec::with_capacity(specs.len());
    for (i, fault) in specs.iter().enumerate() {
        commands.push(timed(model, fault, until).at(format_args!("faults[{i}]"))?);
    }
    Ok(sort::by_key(commands, |command| (command.at.as_micros(), 0)).collect())
}
