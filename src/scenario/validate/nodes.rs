//! Adds nodes: the fields that each kind may have, and empty handlers.

use super::parts::new_id;
use crate::base::ids::{HandlerId, NodeId};
use crate::base::time::{Span, Time};
use crate::model::Kind;
use crate::model::bounds;
use crate::model::ingress::Sidecar;
use crate::model::limits;
use crate::model::machine::Machine;
use crate::model::{Arrivals, Client, Gateway, Handler, Model, Node, NodeKind, Overload, Rate, Replicas, Service};
use crate::problem::{At, Problem, Word};
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::spec::{ArrivalsSpec, NodeSpec, RateSpec, TriggerSpec};

/// The default amount of an order.
const AMOUNT: u32 = 100;
/// The default number of calls that may wait for a worker.
const MAX_WAITING_CALLS: u32 = 1_000;
/// The default time that a service is down after a crash.
const RESTART: Span = Span::from_secs(1);

/// Adds the nodes with empty handlers: their steps refer to topics, which are added later.
pub(super) fn add(model: &mut Model, specs: &[NodeSpec]) -> Result<(), Problem> {
    bounds::count(specs, limits::NODES).at("nodes")?;
    for (i, spec) in specs.iter().enumerate() {
        let node = node(model, spec).at(format_args!("nodes[{i}]"))?;
        model.nodes.push(node);
        let handler = || Handler { node: NodeId::new(i), subscription: None, steps: Vec::new() };
        model.handlers.extend(spec.handlers.iter().map(|_| handler()));
    }
    if !specs.iter().any(|spec| spec.kind == Kind::Client) {
        return Err(Problem::new("nodes", ScenarioProblem::NoClient {}));
    }
    add_ingresses(model, specs)
}

/// Adds the ingress of each node, once all nodes are known.
fn add_ingresses(model: &mut Model, specs: &[NodeSpec]) -> Result<(), Problem> {
    for (i, spec) in specs.iter().enumerate() {
        let Some(ingress) = &spec.ingress else { continue };
        let resolved = ingress.resolve(model).at(format_args!("nodes[{i}].ingress"))?;
        model.nodes[i].kind.set_ingress(resolved);
    }
    Ok(())
}

fn node(model: &Model, spec: &NodeSpec) -> Result<Node, Problem> {
    let taken = model.nodes.iter().any(|node| node.id == spec.id.0);
    new_id(&spec.id, taken).at("id")?;
    bounds::some_text(&spec.name, limits::NAME_CHARS).at("name")?;
    check_fields(spec)?;
    bounds::count(&spec.handlers, limits::HANDLERS).at("handlers")?;
    for (j, handler) in spec.handlers.iter().enumerate() {
        let place = format_args!("handlers[{j}].on").to_string();
        check_trigger(spec.kind, &handler.on).at(&place)?;
        if spec.handlers[..j].iter().any(|earlier| earlier.on == handler.on) {
            return Err(Problem::new(place, ScenarioProblem::RepeatedHandler {}));
        }
    }
    let handler = |on: &TriggerSpec| {
        let found = spec.handlers.iter().position(|handler| handler.on == *on);
        found.map(|j| HandlerId::new(model.handlers.len() + j))
    };
    let kind = match spec.kind {
        Kind::Client => NodeKind::Client(client(spec, handler(&TriggerSpec::Order))?),
        Kind::Service => NodeKind::Service(service(spec, handler(&TriggerSpec::Call))?),
        // The ingress may name nodes further down in the file.
        Kind::Gateway => NodeKind::Gateway(Gateway { on_call: handler(&TriggerSpec::Call), ingress: None }),
        Kind::Broker => broker(spec)?,
    };
    Ok(Node { id: spec.id.0.clone(), name: spec.name.clone(), kind })
}

/// Refuses the fields of another kind of node, so that nothing in a file is ignored.
fn check_fields(spec: &NodeSpec) -> Result<(), Problem> {
    let (client, service, broker) = (&[Kind::Client][..], &[Kind::Service][..], &[Kind::Broker][..]);
    let called = &[Kind::Service, Kind::Gateway][..];
    let fields = [
        ("arrivals", spec.arrivals.is_some(), client),
        ("amount", spec.amount.is_some(), client),
        ("authenticated", spec.authenticated.is_some(), client),
        ("order", spec.order.is_some(), client),
        ("handlers", !spec.handlers.is_empty(), &[Kind::Client, Kind::Service, Kind::Gateway]),
        ("workers", spec.workers.is_some(), service),
        ("maxWaitingCalls", spec.max_waiting_calls.is_some(), service),
        ("restart", spec.restart.is_some(), service),
        ("crashes", spec.crashes.is_some(), service),
        ("cores", spec.cores.is_some(), service),
        ("speed", spec.speed.is_some(), service),
        ("overload", spec.overload.is_some(), service),
        ("ingress", spec.ingress.is_some(), called),
        ("sidecar", spec.sidecar.is_some(), service),
        ("durable", spec.durable.is_some(), broker),
        ("replicas", spec.replicas.is_some(), broker),
    ];
    for (field, is_set, kinds) in fields {
        if is_set && !kinds.contains(&spec.kind) {
            let kind = ScenarioProblem::FieldOfOtherKind { field, kind: spec.kind.word() };
            return Err(Problem::new(field, kind));
        }
    }
    Ok(())
}

fn check_trigger(kind: Kind, on: &TriggerSpec) -> Result<(), Problem> {
    let allowed = match (kind, on) {
        (Kind::Client, TriggerSpec::Order)
        | (Kind::Gateway, TriggerSpec::Call)
        | (Kind::Service, TriggerSpec::Call | TriggerSpec::Subscription(_)) => return Ok(()),
        (Kind::Client, _) => "\"order\"",
        (Kind::Service, _) => "\"call\", {\"subscription\": …}",
        (Kind::Gateway, _) => "\"call\"",
        (Kind::Broker, _) => "–",
    };
    Err(ScenarioProblem::HandlerOfOtherKind { kind: kind.word(), allowed }.into())
}

fn client(spec: &NodeSpec, on_order: Option<HandlerId>) -> Result<Client, Problem> {
    let missing = || Problem::new("handlers", ScenarioProblem::NoOrderHandler { id: Word::of(spec.id.as_str()) });
    let on_order = on_order.ok_or_else(missing)?;
    let amount = spec.amount.unwrap_or(AMOUNT);
    bounds::within(amount, 0, limits::AMOUNT).at("amount")?;
    if let Some(words) = &spec.order {
        words.check().at("order")?;
    }
    let arrivals = match &spec.arrivals {
        None => None,
        Some(arrivals) => Some(self::arrivals(arrivals).at("arrivals")?),
    };
    let profile = spec.arrivals.as_ref().map_or(Ok(Vec::new()), |arrivals| profile(arrivals).at("arrivals.profile"))?;
    let (authenticated, order) = (spec.authenticated.unwrap_or(true), spec.order.clone().map(Box::new));
    Ok(Client { on_order, arrivals, profile, amount, authenticated, order })
}

/// An open or a closed loop of orders.
fn arrivals(spec: &ArrivalsSpec) -> Result<Arrivals, Problem> {
    let (every, users) = match (spec.every, spec.users, spec.think) {
        (Some(every), None, None) => {
            bounds::gap(every).at("every")?;
            (every, 0)
        }
        (None, Some(users), Some(think)) if spec.profile.is_empty() => {
            bounds::gap(think).at("think")?;
            bounds::within(users, 1, limits::USERS).at("users")?;
            (think, users)
        }
        _ => return Err(ScenarioProblem::OpenOrClosed {}.into()),
    };
    bounds::within(spec.limit, 1, limits::ARRIVALS).at("limit")?;
    let first = spec.first.map(|first| Time::ZERO + first);
    Ok(Arrivals { every, limit: spec.limit, on: spec.on, first, users })
}

/// The changes of a rate, which must be in order.
fn profile(spec: &ArrivalsSpec) -> Result<Vec<Rate>, Problem> {
    bounds::count(&spec.profile, limits::RATES)?;
    let mut profile: Vec<Rate> = Vec::new();
    for (i, RateSpec { at, times }) in spec.profile.iter().enumerate() {
        bounds::decimal_within(*times, 0.0, limits::FACTOR).at(format_args!("[{i}].times"))?;
        let at = Time::ZERO + *at;
        if profile.last().is_some_and(|before| before.at >= at) {
            return Err(Problem::new(format_args!("[{i}].at"), ScenarioProblem::RatesOutOfOrder {}));
        }
        profile.push(Rate { at, times: *times });
    }
    Ok(profile)
}

fn service(spec: &NodeSpec, on_call: Option<HandlerId>) -> Result<Service, Problem> {
    let workers = spec.workers.unwrap_or(1);
    bounds::within(workers, 1, limits::WORKERS).at("workers")?;
    let max_waiting_calls = spec.max_waiting_calls.unwrap_or(MAX_WAITING_CALLS);
    bounds::within(max_waiting_calls, 0, limits::WAITING).at("maxWaitingCalls")?;
    if let Some(Overload { above, slowdown }) = spec.overload {
        bounds::within(above, 1, limits::WAITING).at("overload.above")?;
        bounds::decimal_within(slowdown, 0.0, limits::SLOWDOWN).at("overload.slowdown")?;
    }
    let restart = spec.restart.unwrap_or(RESTART);
    let crashes = spec.crashes.unwrap_or_default();
    crashes.check().at("crashes")?;
    let sidecar = spec.sidecar.as_ref().map(|sidecar| Sidecar { latency: sidecar.latency });
    // The ingress may name nodes further down in the file.
    let (machine, overload) = (Machine::resolve(spec.cores, spec.speed)?, spec.overload);
    Ok(Service { workers, max_waiting_calls, restart, crashes, machine, overload, on_call, ingress: None, sidecar })
}

fn broker(spec: &NodeSpec) -> Result<NodeKind, Problem> {
    let durable = spec.durable.unwrap_or(true);
    if let Some(Replicas { count, lag, .. }) = spec.replicas {
        bounds::within(count, 2, limits::REPLICAS).at("replicas.count")?;
        bounds::dist(lag).at("replicas.lag")?;
        if !durable {
            return Err(Problem::new("replicas", ScenarioProblem::NotDurable { id: Word::of(spec.id.as_str()) }));
        }
    }
    Ok(NodeKind::Broker { durable, replicas: spec.replicas })
}
