//! Resolves commands against a model: ids become indices, and values are checked as far as the model alone allows.

use crate::base::dist::Dist;
use crate::base::ids::{CallId, NodeId, SubscriptionId};
use crate::model::Kind;
use crate::model::bounds;
use crate::model::limits;
use crate::model::machine::Machine;
use crate::model::pool::HealthCheck;
use crate::model::problem::ModelProblem;
use crate::model::{CallPolicy, Command, Crashes, DeadLetter, Harm, Health, Model, NodeKind, Start, Tamper};
use crate::policy::failure::Failure;
use crate::policy::retry::RetryPolicy;
use crate::problem::{At, Problem, Word};
use crate::scenario::command::CommandSpec;
use crate::scenario::delivery::DeliverySpec;
use crate::scenario::egress::call_policy;
use crate::scenario::id::Id;
use crate::scenario::ingress::IngressSpec;
use crate::scenario::problem::ScenarioProblem;

impl CommandSpec {
    /// Resolves the command's ids and checks it as far as the model alone allows.
    ///
    /// # Errors
    /// An unknown id, a node of the wrong kind, a value outside its limits; the path begins with the command's name.
    /// Whether a message exists is known only to the run.
    pub fn resolve(&self, model: &Model) -> Result<Command, Problem> {
        match self {
            CommandSpec::PlaceOrder { client, amount, count } => place_order(model, client, *amount, *count),
            CommandSpec::SetHealth { node, health } => set_health(model, node, *health),
            CommandSpec::Crash { node, point } => {
                service(model, node).map(|node| Command::Crash { node, point: *point })
            }
            CommandSpec::DropNext { subscription } => tamper(model, subscription, Tamper::Drop),
            CommandSpec::DuplicateNext { subscription } => tamper(model, subscription, Tamper::Duplicate),
            CommandSpec::DelayNext { subscription, by } => tamper(model, subscription, Tamper::Delay(*by)),
            CommandSpec::PoisonNext { subscription, kind, crashes } => {
                harm(*kind, *crashes).and_then(|harm| tamper(model, subscription, Tamper::Poison(harm)))
            }
            CommandSpec::Reorder { subscription } => {
                model.subscription_named(subscription.as_str()).at("subscription").map(Command::Reorder)
            }
            CommandSpec::Poison { message, kind, crashes } => {
                harm(*kind, *crashes).map(|harm| Command::SetPoison { message: *message, poison: Some(harm) })
            }
            CommandSpec::Mend { message } => Ok(Command::SetPoison { message: *message, poison: None }),
            CommandSpec::Redrive { message } => Ok(Command::Redrive(*message)),
            CommandSpec::RedriveAll { subscription } => {
                model.subscription_named(subscription.as_str()).at("subscription").map(Command::RedriveAll)
            }
            CommandSpec::Discard { message } => Ok(Command::Discard(*message)),
            CommandSpec::SetDelivery { subscription, delivery } => set_delivery(model, subscription, delivery),
            CommandSpec::SetWorkers { node, workers } => set_workers(model, node, *workers),
            CommandSpec::SetCall {
                from,
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
            } => edge(model, (from, to)).and_then(|call| {
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
                Ok(Command::SetCall { call, policy: call_policy(policy)? })
            }),
            CommandSpec::SetIngress { node, ingress } => set_ingress(model, node, ingress.as_ref()),
            CommandSpec::SetCrashes { node, crashes } => set_crashes(model, node, crashes.unwrap_or_default()),
            CommandSpec::SetMachine { node, cores, speed } => set_machine(model, node, *cores, *speed),
            CommandSpec::SetHealthCheck { from, to, health_check } => {
                set_health_check(model, (from, to), *health_check)
            }
            CommandSpec::SetArrivals { client, every, limit, users } => {
                set_arrivals(model, client, *every, (*limit, *users))
            }
            CommandSpec::Subscribe { subscription, from } => subscribe(model, subscription, *from),
            CommandSpec::Unsubscribe { subscription } => {
                model.subscription_named(subscription.as_str()).at("subscription").map(Command::Unsubscribe)
            }
            CommandSpec::Seek { subscription, offset } => log_group(model, subscription)
                .at("subscription")
                .map(|subscription| Command::Seek { subscription, offset: *offset }),
            CommandSpec::FailLeader { broker } => fail_leader(model, broker).at("broker"),
        }
        .at(self.word())
    }
}

fn place_order(model: &Model, client: &Id, amount: Option<u32>, count: Option<u32>) -> Result<Command, Problem> {
    let node = client_named(model, client)?;
    let usual = match &model.nodes[node.index()].kind {
        NodeKind::Client(client) => client.amount,
        NodeKind::Service(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => 0,
    };
    let amount = amount.unwrap_or(usual);
    bounds::within(amount, 0, limits::AMOUNT).at("amount")?;
    let count = count.unwrap_or(1);
    bounds::within(count, 1, limits::ORDERS_AT_ONCE).at("count")?;
    Ok(match count {
        1 => Command::PlaceOrder { client: node, amount },
        _ => Command::PlaceOrders { client: node, amount, count },
    })
}

fn set_health(model: &Model, id: &Id, health: Health) -> Result<Command, Problem> {
    let node = model.node_named(id.as_str()).at("node")?;
    match (&model.nodes[node.index()].kind, health) {
        (NodeKind::Client(_), _) => {
            return Err(Problem::new("node", ScenarioProblem::ClientHealth { id: Word::of(id.as_str()) }));
        }
        (NodeKind::Broker { .. } | NodeKind::Gateway(_), Health::Slow { .. } | Health::Flaky { .. })
        | (NodeKind::Broker { .. }, Health::Hung | Health::Draining { .. }) => {
            return Err(Problem::new("health", ScenarioProblem::BrokerHealth { id: Word::of(id.as_str()) }));
        }
        (NodeKind::Service(_), Health::Slow { factor }) => {
            bounds::decimal_within(factor, 1.0, limits::FACTOR).at("health.slow.factor")?;
        }
        (NodeKind::Service(_), Health::Flaky { probability, kind }) => {
            bounds::probability(probability).at("health.flaky.probability")?;
            bounds::own_failure(kind).at("health.flaky.kind")?;
        }
        (_, Health::Up | Health::Hung | Health::Draining { .. } | Health::Down) => {}
    }
    Ok(Command::SetHealth { node, health })
}

fn tamper(model: &Model, subscription: &Id, tamper: Tamper) -> Result<Command, Problem> {
    let subscription = model.subscription_named(subscription.as_str()).at("subscription")?;
    Ok(Command::TamperNext { subscription, tamper })
}

fn set_delivery(model: &Model, subscription: &Id, delivery: &DeliverySpec) -> Result<Command, Problem> {
    let (id, subscription) = (subscription, model.subscription_named(subscription.as_str()).at("subscription")?);
    let log = model.topics[model.subscriptions[subscription.index()].topic.index()].log;
    let delivery = delivery.resolve_on(log).at("delivery")?;
    let notice = model.subscriptions[subscription.index()].notice.map(|n| &model.topics[n.topic.index()].id);
    if let Some(topic) = delivery.dead_letter_notice.as_ref().filter(|topic| notice != Some(topic)) {
        let kind = ScenarioProblem::NoticeNotInFile { topic: Word::of(topic), subscription: Word::of(id.as_str()) };
        return Err(Problem::new("delivery.deadLetterNotice", kind));
    }
    let dead_to = model.subscriptions[subscription.index()].dead_to.map(|topic| &model.topics[topic.index()].id);
    if let DeadLetter::Topic(topic) = &delivery.dead_letter
        && dead_to != Some(topic)
    {
        let kind =
            ScenarioProblem::DeadLettersNotInFile { topic: Word::of(topic), subscription: Word::of(id.as_str()) };
        return Err(Problem::new("delivery.deadLetter.topic", kind));
    }
    Ok(Command::SetDelivery { subscription, delivery })
}

fn set_workers(model: &Model, node: &Id, workers: u32) -> Result<Command, Problem> {
    let node = service(model, node)?;
    bounds::within(workers, 1, limits::WORKERS).at("workers")?;
    Ok(Command::SetWorkers { node, workers })
}

fn set_machine(model: &Model, node: &Id, cores: Option<u32>, speed: Option<f64>) -> Result<Command, Problem> {
    let node = service(model, node)?;
    Ok(Command::SetMachine { node, machine: Machine::resolve(cores, speed)? })
}

fn set_crashes(model: &Model, node: &Id, crashes: Crashes) -> Result<Command, Problem> {
    let node = service(model, node)?;
    crashes.check().at("crashes")?;
    Ok(Command::SetCrashes { node, crashes })
}

/// What a poison message does.
fn harm(kind: Option<Failure>, crashes: bool) -> Result<Harm, Problem> {
    bounds::own_failure(kind).at("kind")?;
    Ok(if crashes { Harm::Crashes } else { Harm::Fails(kind.unwrap_or(Failure::Poison)) })
}

fn set_health_check(model: &Model, ends: (&Id, &Id), check: Option<HealthCheck>) -> Result<Command, Problem> {
    let call = edge(model, ends)?;
    if let Some(check) = check {
        check.validate().at("healthCheck")?;
    }
    Ok(Command::SetHealthCheck { pool: model.calls[call.index()].pool, check })
}

/// The call edge from one node to another.
fn edge(model: &Model, (from, to): (&Id, &Id)) -> Result<CallId, Problem> {
    let caller = model.node_named(from.as_str()).at("from")?;
    let called = model.node_named(to.as_str()).at("to")?;
    model.call_between(caller, called).ok_or_else(|| {
        Problem::new("to", ModelProblem::UnknownCall { from: Word::of(from.as_str()), to: Word::of(to.as_str()) })
    })
}

fn set_ingress(model: &Model, node: &Id, ingress: Option<&IngressSpec>) -> Result<Command, Problem> {
    let node = model.called_node(node.as_str()).at("node")?;
    let ingress = ingress.map(|ingress| ingress.resolve(model).at("ingress")).transpose()?;
    Ok(Command::SetIngress { node, ingress })
}

fn set_arrivals(
    model: &Model,
    client: &Id,
    every: Option<Dist>,
    (limit, users): (Option<u32>, Option<u32>),
) -> Result<Command, Problem> {
    let client = client_named(model, client)?;
    if let Some(every) = every {
        bounds::gap(every).at("every")?;
    }
    if let Some(limit) = limit {
        bounds::within(limit, 0, limits::ARRIVALS).at("limit")?;
    }
    if let Some(users) = users {
        bounds::within(users, 0, limits::USERS).at("users")?;
    }
    Ok(Command::SetArrivals { client, every, limit, users })
}

fn subscribe(model: &Model, id: &Id, from: Start) -> Result<Command, Problem> {
    let subscription = model.subscription_named(id.as_str()).at("subscription")?;
    if from != Start::Latest {
        log_group(model, id).at("from")?;
    }
    Ok(Command::Subscribe { subscription, from })
}

/// Looks up a log's subscription, which can reread records.
fn log_group(model: &Model, id: &Id) -> Result<SubscriptionId, Problem> {
    let subscription = model.subscription_named(id.as_str())?;
    let topic = model.subscriptions[subscription.index()].topic;
    if model.topics[topic.index()].log {
        return Ok(subscription);
    }
    Err(ScenarioProblem::NotALog { id: Word::of(id.as_str()) }.into())
}

fn fail_leader(model: &Model, id: &Id) -> Result<Command, Problem> {
    let broker = model.node_of_kind(id.as_str(), Kind::Broker)?;
    match model.nodes[broker.index()].kind {
        NodeKind::Broker { replicas: Some(_), .. } => Ok(Command::FailLeader(broker)),
        _ => Err(ScenarioProblem::NoReplicas { id: Word::of(id.as_str()) }.into()),
    }
}

fn client_named(model: &Model, id: &Id) -> Result<NodeId, Problem> {
    model.node_of_kind(id.as_str(), Kind::Client).at("client")
}

fn service(model: &Model, id: &Id) -> Result<NodeId, Problem> {
    model.node_of_kind(id.as_str(), Kind::Service).at("node")
}
