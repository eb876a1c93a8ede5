//! Steps: what they refer to, and where each may stand.

use super::pools;
use super::topics::handler_id;
use crate::ids::{EffectId, NodeId, TopicId};
use crate::scenario::check;
use crate::scenario::egress::{again, check_call};
use crate::scenario::limits;
use crate::scenario::model::{CallPolicy, Model, NodeKind, Otherwise, Step};
use crate::scenario::problem::{At, Problem, Word};
use crate::scenario::problem_kind::ProblemKind;
use crate::scenario::spec::{HandlerSpec, Id, NodeSpec, StepSpec, TriggerSpec};

/// Fills the handlers with their steps, and adds the calls that they make.
pub(super) fn add(model: &mut Model, specs: &[NodeSpec]) -> Result<(), Problem> {
    for (i, spec) in specs.iter().enumerate() {
        for (j, handler) in spec.handlers.iter().enumerate() {
            let place = format_args!("nodes[{i}].handlers[{j}]").to_string();
            add_handler(model, NodeId::new(i), j, handler).at(place)?;
        }
    }
    Ok(())
}

fn add_handler(model: &mut Model, node: NodeId, n: usize, spec: &HandlerSpec) -> Result<(), Problem> {
    check_consumed(model, node, &spec.on)?;
    check::count(&spec.steps, limits::STEPS).at("steps")?;
    let mut steps = Vec::with_capacity(spec.steps.len());
    for (k, step_spec) in spec.steps.iter().enumerate() {
        let replied = steps.contains(&Step::Reply);
        let step = step(model, node, &spec.on, step_spec, replied).at(format_args!("steps[{k}]"))?;
        check_forwards(model, node, &step).at(format_args!("steps[{k}]"))?;
        steps.push(step);
    }
    let id = handler_id(model, node, n);
    model.handlers[id.index()].steps = steps;
    Ok(())
}

/// Refuses whatever is no call in a gateway: it only forwards.
fn check_forwards(model: &Model, node: NodeId, step: &Step) -> Result<(), Problem> {
    let gateway = matches!(&model.nodes[node.index()].kind, NodeKind::Service(service) if service.gateway);
    if gateway && !matches!(step, Step::Call(_)) { Err(ProblemKind::GatewayStep {}.into()) } else { Ok(()) }
}

/// Refuses a handler for a subscription that the node does not consume: it would never run.
fn check_consumed(model: &Model, node: NodeId, on: &TriggerSpec) -> Result<(), Problem> {
    let TriggerSpec::Subscription(id) = on else {
        return Ok(());
    };
    let subscription = model.subscription_named(id.as_str()).at("on.subscription")?;
    if model.subscriptions[subscription.index()].consumers.iter().any(|c| c.node == node) {
        return Ok(());
    }
    let (id, subscription) = (Word::of(&model.nodes[node.index()].id), Word::of(id.as_str()));
    Err(Problem::new("on", ProblemKind::NotAConsumer { id, subscription }))
}

fn step(model: &mut Model, node: NodeId, on: &TriggerSpec, spec: &StepSpec, replied: bool) -> Result<Step, Problem> {
    match spec {
        StepSpec::Work { takes, fails } => {
            check::dist(*takes).at("work.takes")?;
            check::probability(*fails).at("work.fails")?;
            Ok(Step::Work { takes: *takes, fails: *fails })
        }
        StepSpec::Wait { takes } => {
            check::dist(*takes).at("wait.takes")?;
            Ok(Step::Wait { takes: *takes })
        }
        StepSpec::Require { effects, otherwise } => require(model, on, effects, *otherwise).at("require"),
        StepSpec::Effect(effect) => model.effect_named(effect.as_str()).at("effect").map(Step::Effect),
        StepSpec::Publish { topic, via } => {
            let topic = model.topic_named(topic.as_str()).at("publish.topic")?;
            let site = next_site(model, topic).at("publish")?;
            Ok(Step::Publish { topic, via: *via, site })
        }
        StepSpec::Call { to, timeout, retry, breaker, retry_budget, cache, health_check } => {
            let (timeout, retry_budget) = (*timeout, *retry_budget);
            let policy = CallPolicy { timeout, retry: again(retry), breaker: *breaker, retry_budget, cache: *cache };
            check_call(&policy).at("call")?;
            pools::pool(model, node, to, &policy, *health_check).at("call").map(Step::Call)
        }
        StepSpec::Reply if *on == TriggerSpec::Call && !replied => Ok(Step::Reply),
        StepSpec::Reply => Err(Problem::new("reply", ProblemKind::ReplyNotHere {})),
    }
}

fn require(model: &Model, on: &TriggerSpec, effects: &[Id], otherwise: Otherwise) -> Result<Step, Problem> {
    match (on, otherwise) {
        (TriggerSpec::Subscription(_), _) | (TriggerSpec::Call, Otherwise::Retry) => {}
        (TriggerSpec::Order, _) | (TriggerSpec::Call, Otherwise::Park) => {
            return Err(ProblemKind::RequireNotHere {}.into());
        }
    }
    check::not_empty(effects).at("effects")?;
    check::count(effects, limits::EFFECTS).at("effects")?;
    let resolve = |(k, id): (usize, &Id)| model.effect_named(id.as_str()).at(format_args!("effects[{k}]"));
    let effects = effects.iter().enumerate().map(resolve).collect::<Result<_, _>>()?;
    Ok(Step::Require { effects, otherwise })
}

/// Numbers the places that publish to a topic.
fn next_site(model: &mut Model, topic: TopicId) -> Result<u16, Problem> {
    let topic = &mut model.topics[topic.index()];
    let site = topic.sites;
    topic.sites = site.checked_add(1).ok_or_else(|| {
        let most = usize::from(u16::MAX);
        Problem::from(ProblemKind::TooMany { count: most + 1, most })
    })?;
    Ok(site)
}

/// Refuses an effect that no handler writes: every order would miss it.
pub(super) fn check_effects_written(model: &Model) -> Result<(), Problem> {
    for (i, effect) in model.effects.iter().enumerate() {
        let step = Step::Effect(EffectId::new(i));
        if !model.handlers.iter().any(|handler| handler.steps.contains(&step)) {
            let kind = ProblemKind::EffectNeverWritten { id: Word::of(&effect.id) };
            return Err(Problem::new(format_args!("effects[{i}].id"), kind));
        }
    }
    Ok(())
}
