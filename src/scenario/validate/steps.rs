//! Adds steps: what they refer to, and where each is allowed.

use super::pools;
use super::publish::publish;
use super::topics::handler_id;
use crate::base::ids::{EffectId, EffectSet, HandlerId, NodeId};
use crate::model::bounds;
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::model::{CallPolicy, Model, NodeKind, Otherwise, Step, StepFailures};
use crate::policy::retry::RetryPolicy;
use crate::problem::{At, Problem, Word};
use crate::scenario::egress::call_policy;
use crate::scenario::id::Id;
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::spec::{HandlerSpec, NodeSpec, StepSpec, TriggerSpec};

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
    let count = spec.steps.iter().map(StepSpec::count).sum();
    if count > limits::STEPS {
        return Err(Problem::new("steps", ModelProblem::TooMany { count, most: limits::STEPS }));
    }
    let place = trigger(model, node, &spec.on) * limits::STEPS;
    let handler = handler_id(model, node, n);
    let mut plan = Plan { model, node, handler, on: &spec.on, place, steps: Vec::new(), replied: false };
    plan.add(&spec.steps, 0).at("steps")?;
    let steps = plan.steps;
    model.handlers[handler.index()].steps = steps;
    Ok(())
}

/// Refuses any step but a call in a gateway, which only forwards.
fn check_forwards(model: &Model, node: NodeId, step: &StepSpec) -> Result<(), Problem> {
    let gateway = matches!(model.nodes[node.index()].kind, NodeKind::Gateway(_));
    if gateway && !matches!(step, StepSpec::Call { .. }) { Err(ScenarioProblem::GatewayStep {}.into()) } else { Ok(()) }
}

/// Numbers a handler's trigger: one for each subscription, whichever node consumes it, and one for each node, which has
/// either orders or calls.
fn trigger(model: &Model, node: NodeId, on: &TriggerSpec) -> usize {
    match on {
        TriggerSpec::Subscription(id) => model.subscriptions.iter().position(|s| s.id == id.as_str()).unwrap_or(0),
        TriggerSpec::Order | TriggerSpec::Call => model.subscriptions.len() + node.index(),
    }
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
    Err(Problem::new("on", ScenarioProblem::NotAConsumer { id, subscription }))
}

/// A handler under construction: the file's nested steps become one list with jumps.
struct Plan<'a> {
    model: &'a mut Model,
    node: NodeId,
    handler: HandlerId,
    on: &'a TriggerSpec,
    /// Names the random draw of the next decision.
    place: usize,
    steps: Vec<Step>,
    /// Whether the caller may have been answered at this point.
    replied: bool,
}

impl Plan<'_> {
    /// Adds a sequence of steps nested in `depth` decisions.
    fn add(&mut self, specs: &[StepSpec], depth: usize) -> Result<(), Problem> {
        for (k, spec) in specs.iter().enumerate() {
            self.step(spec, depth).at(format_args!("[{k}]"))?;
        }
        Ok(())
    }

    fn step(&mut self, spec: &StepSpec, depth: usize) -> Result<(), Problem> {
        let model = &mut *self.model;
        check_forwards(model, self.node, spec)?;
        let step = match spec {
            StepSpec::Work { takes, fails } => {
                bounds::dist(*takes).at("work.takes")?;
                let (fails, ways) = fails.resolve().at("work.fails")?;
                if let Some(probabilities) = ways {
                    let (handler, step) = (self.handler, self.steps.len() as u16);
                    model.failures.push(StepFailures { handler, step, probabilities });
                }
                Step::Work { takes: *takes, fails }
            }
            StepSpec::Wait { takes } => {
                bounds::dist(*takes).at("wait.takes")?;
                Step::Wait { takes: *takes }
            }
            StepSpec::Require { effects, otherwise } => require(model, self.on, effects, *otherwise).at("require")?,
            StepSpec::Effect(effect) => model.effect_named(effect.as_str()).at("effect").map(Step::Effect)?,
            StepSpec::Publish(spec) => publish(model, spec).at("publish")?,
            StepSpec::Call {
                to,
                timeout,
                retry,
                breaker,
                retry_budget,
                cache,
                deadline,
                cancel,
                bulkhead,
                ejection,
                parallel,
                health_check,
            } => {
                let policy = CallPolicy {
                    timeout: *timeout,
                    retry: retry.clone().unwrap_or(RetryPolicy::NEVER),
                    breaker: *breaker,
                    retry_budget: *retry_budget,
                    cache: *cache,
                    deadline: *deadline,
                    cancel: *cancel,
                    bulkhead: *bulkhead,
                    ejection: *ejection,
                    parallel: *parallel,
                };
                let policy = call_policy(policy).at("call")?;
                pools::pool(model, self.node, to, &policy, *health_check).at("call").map(Step::Call)?
            }
            StepSpec::Reply if *self.on == TriggerSpec::Call && !self.replied => {
                self.replied = true;
                Step::Reply
            }
            StepSpec::Reply => return Err(Problem::new("reply", ScenarioProblem::ReplyNotHere {})),
            StepSpec::Decide { probability, then, otherwise } => {
                return self.decide(*probability, (then, otherwise), depth).at("decide");
            }
            StepSpec::Expect { effects, instead } => expect(model, effects, instead).at("expect")?,
        };
        self.steps.push(step);
        Ok(())
    }

    /// Adds a decision: the steps of `then`, a jump over those of `otherwise`, and these.
    fn decide(
        &mut self,
        probability: f64,
        (then, otherwise): (&[StepSpec], &[StepSpec]),
        depth: usize,
    ) -> Result<(), Problem> {
        bounds::probability(probability).at("probability")?;
        if depth == limits::DECISIONS {
            return Err(ScenarioProblem::DecisionsTooDeep { most: limits::DECISIONS }.into());
        }
        let place = self.place as u16;
        self.place += 1;
        let decision = self.steps.len();
        self.steps.push(Step::Jump(0));
        let replied = self.replied;
        self.add(then, depth + 1).at("then")?;
        let replied_then = std::mem::replace(&mut self.replied, replied);
        let jump = self.steps.len();
        if !otherwise.is_empty() {
            self.steps.push(Step::Jump(0));
        }
        self.steps[decision] = Step::Decide { probability, otherwise: self.steps.len() as u16, place };
        self.add(otherwise, depth + 1).at("otherwise")?;
        // A reply after a branch that may have replied would be a mistake too.
        self.replied |= replied_then;
        if !otherwise.is_empty() {
            self.steps[jump] = Step::Jump(self.steps.len() as u16);
        }
        Ok(())
    }
}

impl StepSpec {
    /// Counts towards the limit of a handler's steps: a decision is one, plus all in its branches.
    fn count(&self) -> usize {
        match self {
            StepSpec::Decide { then, otherwise, .. } => {
                1 + then.iter().chain(otherwise).map(StepSpec::count).sum::<usize>()
            }
            _ => 1,
        }
    }
}

/// Resolves an `expect` step; no effect may be on both sides.
fn expect(model: &Model, effects: &[Id], instead: &[Id]) -> Result<Step, Problem> {
    if instead.is_empty() {
        bounds::not_empty(effects).at("effects")?;
    }
    bounds::count(effects, limits::EFFECTS).at("effects")?;
    bounds::count(instead, limits::EFFECTS).at("instead")?;
    let resolve = |list: &[Id], name: &str| -> Result<EffectSet, Problem> {
        let one = |(k, id): (usize, &Id)| model.effect_named(id.as_str()).at(format_args!("{name}[{k}]"));
        list.iter().enumerate().map(one).collect()
    };
    if let Some((k, id)) = instead.iter().enumerate().find(|(_, id)| effects.contains(id)) {
        let kind = ModelProblem::RepeatedId { id: Word::of(id.as_str()) };
        return Err(Problem::new(format_args!("instead[{k}]"), kind));
    }
    Ok(Step::Expect { effects: resolve(effects, "effects")?, instead: resolve(instead, "instead")? })
}

fn require(model: &Model, on: &TriggerSpec, effects: &[Id], otherwise: Otherwise) -> Result<Step, Problem> {
    match (on, otherwise) {
        (TriggerSpec::Subscription(_), _) | (TriggerSpec::Call, Otherwise::Retry) => {}
        (TriggerSpec::Order, _) | (TriggerSpec::Call, Otherwise::Park) => {
            return Err(ScenarioProblem::RequireNotHere {}.into());
        }
    }
    bounds::not_empty(effects).at("effects")?;
    bounds::count(effects, limits::EFFECTS).at("effects")?;
    let resolve = |(k, id): (usize, &Id)| model.effect_named(id.as_str()).at(format_args!("effects[{k}]"));
    let effects = effects.iter().enumerate().map(resolve).collect::<Result<_, _>>()?;
    Ok(Step::Require { effects, otherwise })
}

/// Refuses an effect that no handler writes: every order would miss it.
pub(super) fn check_effects_written(model: &Model) -> Result<(), Problem> {
    for (i, effect) in model.effects.iter().enumerate() {
        let step = Step::Effect(EffectId::new(i));
        if !model.handlers.iter().any(|handler| handler.steps.contains(&step)) {
            let kind = ScenarioProblem::EffectNeverWritten { id: Word::of(&effect.id) };
            return Err(Problem::new(format_args!("effects[{i}].id"), kind));
        }
    }
    Ok(())
}
