//! Adds the edges of a call step, and the pool that they form.

use crate::base::ids::{CallId, NodeId, PoolId};
use crate::model::bounds;
use crate::model::limits;
use crate::model::pool::{HealthCheck, Pool};
use crate::model::problem::ModelProblem;
use crate::model::{Call, CallPolicy, Model};
use crate::problem::{At, Problem, Word};
use crate::scenario::id::{Id, Targets};
use crate::scenario::problem::ScenarioProblem;

/// Returns the pool of a call step, adding it if new. All calls between two nodes share one edge, its policy and its
/// pool.
pub(super) fn pool(
    model: &mut Model,
    from: NodeId,
    to: &Targets,
    policy: &CallPolicy,
    health_check: Option<HealthCheck>,
) -> Result<PoolId, Problem> {
    bounds::not_empty(&to.0).at("to")?;
    bounds::count(&to.0, limits::NODES).at("to")?;
    if let Some(health_check) = health_check {
        health_check.validate().at("healthCheck")?;
    }
    let mut called = Vec::with_capacity(to.0.len());
    for (k, id) in to.0.iter().enumerate() {
        let place = if to.0.len() == 1 { String::from("to") } else { format_args!("to[{k}]").to_string() };
        let node = instance(model, id).at(&place)?;
        if called.contains(&node) {
            return Err(Problem::new(place, ModelProblem::RepeatedId { id: Word::of(id.as_str()) }));
        }
        called.push(node);
    }
    let Some(first) = called.iter().find_map(|to| model.call_between(from, *to)) else {
        return Ok(add(model, from, &called, policy, health_check));
    };
    let words = || {
        let to = model.calls[first.index()].to;
        (Word::of(&model.nodes[from.index()].id), Word::of(&model.nodes[to.index()].id))
    };
    let id = model.calls[first.index()].pool;
    let pool = &model.pools[id.index()];
    if pool.check != health_check || !pool.calls.iter().map(|call| model.calls[call.index()].to).eq(called) {
        let (from, to) = words();
        return Err(ScenarioProblem::PoolsDiffer { from, to }.into());
    }
    if model.calls[first.index()].policy != *policy {
        let (from, to) = words();
        return Err(ScenarioProblem::CallPoliciesDiffer { from, to }.into());
    }
    Ok(id)
}

/// Looks up a service that can be called.
fn instance(model: &Model, id: &Id) -> Result<NodeId, Problem> {
    let node = model.called_node(id.as_str())?;
    if model.nodes[node.index()].kind.on_call().is_some() {
        return Ok(node);
    }
    Err(ScenarioProblem::NoCallHandler { id: Word::of(id.as_str()) }.into())
}

fn add(model: &mut Model, from: NodeId, called: &[NodeId], policy: &CallPolicy, check: Option<HealthCheck>) -> PoolId {
    let pool = PoolId::new(model.pools.len());
    let first = model.calls.len();
    model.calls.extend(called.iter().map(|&to| Call { from, to, pool, policy: policy.clone() }));
    model.pools.push(Pool { from, calls: (first..model.calls.len()).map(CallId::new).collect(), check });
    pool
}
