//! Commands as JSON writes them: what a person or a scenario's fault does to the world, with ids as text.

use crate::base::dist::Dist;
use crate::base::ids::{CallId, MessageId, NodeId, SubscriptionId};
use crate::base::time::Span;
use crate::json::optional::present;
use crate::model::Kind;
use crate::model::check;
use crate::model::limits;
use crate::model::machine::Machine;
use crate::model::pool::HealthCheck;
use crate::model::problem::ModelProblem;
use crate::model::{Command, CrashPoint, Health, Model, NodeKind, Start, Tamper};
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::RetryPolicy;
use crate::problem::{At, Problem, Word};
use crate::scenario::delivery::DeliverySpec;
use crate::scenario::egress::call_policy;
use crate::scenario::id::Id;
use crate::scenario::ingress::IngressSpec;
use crate::scenario::problem::ScenarioProblem;
use serde::{Deserialize, Serialize};

/// What is done to the world, by hand or by a scenario's fault.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum CommandSpec {
    /// Places an order.
    PlaceOrder {
        /// The client.
        client: Id,
        /// What it is worth; the client's usual amount unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<u32>,
    },
    /// Sets the health of a service, gateway or broker; the last two are up or down.
    SetHealth {
        /// The node.
        node: Id,
        /// From now on.
        health: Health,
    },
    /// Lets a service crash; it comes back after its restart time.
    Crash {
        /// The service.
        node: Id,
        /// When.
        point: CrashPoint,
    },
    /// The next message that enters the subscription never arrives.
    DropNext {
        /// The subscription.
        subscription: Id,
    },
    /// The next message that enters the subscription arrives twice.
    DuplicateNext {
        /// The subscription.
        subscription: Id,
    },
    /// The next message that enters the subscription arrives later.
    DelayNext {
        /// The subscription.
        subscription: Id,
        /// How much later.
        by: Span,
    },
    /// The next message that enters the subscription fails at every attempt until it is mended.
    PoisonNext {
        /// The subscription.
        subscription: Id,
    },
    /// Shuffles the messages that are ready.
    Reorder {
        /// The subscription.
        subscription: Id,
    },
    /// Makes a message fail at every attempt.
    Poison {
        /// Its number.
        message: MessageId,
    },
    /// Mends a poisoned message.
    Mend {
        /// Its number.
        message: MessageId,
    },
    /// Puts a dead letter back at the tail of its queue, with no attempt used.
    Redrive {
        /// Its number.
        message: MessageId,
    },
    /// Puts all dead letters of a subscription back.
    RedriveAll {
        /// The subscription.
        subscription: Id,
    },
    /// Throws a dead letter away.
    Discard {
        /// Its number.
        message: MessageId,
    },
    /// Changes how a subscription delivers. What is not said is as the preset has it, not as it was before.
    SetDelivery {
        /// The subscription.
        subscription: Id,
        /// From now on.
        delivery: DeliverySpec,
    },
    /// Changes how many workers a service has; who is working finishes.
    SetWorkers {
        /// The service.
        node: Id,
        /// From 1 to 10,000.
        workers: u32,
    },
    /// Changes how much a service computes; what is being worked on finishes as it began. What is not said is as for a
    /// service that does not say it, not as it was before.
    SetMachine {
        /// The service.
        node: Id,
        /// How many `work` steps proceed at once, from 1 to 10,000; as many as workers unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cores: Option<u32>,
        /// How many times as fast it works, from 0.01 to 1,000; 1 unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        speed: Option<f64>,
    },
    /// Changes how a caller checks the instances that it calls in turn; all of them are in from now on.
    SetHealthCheck {
        /// Who calls.
        from: Id,
        /// One of the instances.
        to: Id,
        /// The check; null: none.
        #[serde(deserialize_with = "present")]
        #[cfg_attr(feature = "schema", schemars(required))]
        health_check: Option<HealthCheck>,
    },
    /// Changes how patient a caller is, and how stubborn.
    SetCall {
        /// Who calls.
        from: Id,
        /// Who is called.
        to: Id,
        /// How long the caller waits for the answer.
        timeout: Span,
        /// When it calls again after a failure; never unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry: Option<RetryPolicy>,
        /// When it stops calling for a while: a circuit breaker, which each attempt asks. Without it, it never does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        breaker: Option<BreakerPolicy>,
        /// What keeps retries from multiplying an outage; nothing unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_budget: Option<BudgetPolicy>,
        /// How long it uses an answer again; not at all unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cache: Option<CachePolicy>,
    },
    /// Changes what is checked of the calls to a service or gateway, with a limit that has all its tokens.
    SetIngress {
        /// The node.
        node: Id,
        /// From now on; null: nothing is checked.
        #[serde(deserialize_with = "present")]
        #[cfg_attr(feature = "schema", schemars(required))]
        ingress: Option<IngressSpec>,
    },
    /// Changes the gap between a client's automatic orders.
    SetArrivals {
        /// The client.
        client: Id,
        /// The gap; null stops them.
        #[serde(deserialize_with = "present")]
        #[cfg_attr(feature = "schema", schemars(required))]
        every: Option<Dist>,
    },
    /// Connects a subscription; a log's subscription that is connected reads from elsewhere.
    Subscribe {
        /// The subscription.
        subscription: Id,
        /// What it gets; `latest` unless set, and nothing else on a topic that is no log.
        #[serde(default = "latest")]
        from: Start,
    },
    /// Disconnects a subscription: nothing more is delivered to it. A queue keeps what it has, and its consumers go on;
    /// what a log's subscription had not acknowledged is withdrawn from it, and its offset stays there.
    Unsubscribe {
        /// The subscription.
        subscription: Id,
    },
    /// Lets a log's subscription read from an offset on, back or forth. What it had not acknowledged is withdrawn first;
    /// its dead letters stay.
    Seek {
        /// The subscription.
        subscription: Id,
        /// The next record that it reads; beyond the end of the log, its end.
        offset: u32,
    },
    /// The leader of a broker with replicas fails: what no follower has is lost, and the broker is out of reach until
    /// another leads. Without a follower the broker is down until its health is set; then all replicas are back.
    FailLeader {
        /// The broker.
        broker: Id,
    },
}

fn latest() -> Start {
    Start::Latest
}

/// A command that the scenario gives by itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FaultSpec {
    /// When; not after `until`.
    pub at: Span,
    /// What.
    #[serde(rename = "do")]
    pub command: CommandSpec,
}

impl CommandSpec {
    /// The command with its ids resolved, checked as far as the model alone tells.
    ///
    /// # Errors
    /// An unknown id, a node of the wrong kind, a value outside its limits; the path begins with the command's name.
    /// Whether a message exists is for the run to say.
    pub fn resolve(&self, model: &Model) -> Result<Command, Problem> {
        match self {
            CommandSpec::PlaceOrder { client, amount } => place_order(model, client, *amount),
            CommandSpec::SetHealth { node, health } => set_health(model, node, *health),
            CommandSpec::Crash { node, point } => {
                service(model, node).map(|node| Command::Crash { node, point: *point })
            }
            CommandSpec::DropNext { subscription } => tamper(model, subscription, Tamper::Drop),
            CommandSpec::DuplicateNext { subscription } => tamper(model, subscription, Tamper::Duplicate),
            CommandSpec::DelayNext { subscription, by } => tamper(model, subscription, Tamper::Delay(*by)),
            CommandSpec::PoisonNext { subscription } => tamper(model, subscription, Tamper::Poison),
            CommandSpec::Reorder { subscription } => {
                model.subscription_named(subscription.as_str()).at("subscription").map(Command::Reorder)
            }
            CommandSpec::Poison { message } => Ok(Command::SetPoison { message: *message, poison: true }),
            CommandSpec::Mend { message } => Ok(Command::SetPoison { message: *message, poison: false }),
            CommandSpec::Redrive { message } => Ok(Command::Redrive(*message)),
            CommandSpec::RedriveAll { subscription } => {
                model.subscription_named(subscription.as_str()).at("subscription").map(Command::RedriveAll)
            }
            CommandSpec::Discard { message } => Ok(Command::Discard(*message)),
            CommandSpec::SetDelivery { subscription, delivery } => set_delivery(model, subscription, delivery),
            CommandSpec::SetWorkers { node, workers } => set_workers(model, node, *workers),
            CommandSpec::SetCall { from, to, timeout, retry, breaker, retry_budget, cache } => edge(model, (from, to))
                .and_then(|call| {
                    let policy = call_policy(*timeout, retry.as_ref(), *breaker, *retry_budget, *cache)?;
                    Ok(Command::SetCall { call, policy })
                }),
            CommandSpec::SetIngress { node, ingress } => set_ingress(model, node, ingress.as_ref()),
            CommandSpec::SetMachine { node, cores, speed } => set_machine(model, node, *cores, *speed),
            CommandSpec::SetHealthCheck { from, to, health_check } => {
                set_health_check(model, (from, to), *health_check)
            }
            CommandSpec::SetArrivals { client, every } => set_arrivals(model, client, *every),
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

    /// The command's name in the file.
    pub const fn word(&self) -> &'static str {
        match self {
            CommandSpec::PlaceOrder { .. } => "placeOrder",
            CommandSpec::SetHealth { .. } => "setHealth",
            CommandSpec::Crash { .. } => "crash",
            CommandSpec::DropNext { .. } => "dropNext",
            CommandSpec::DuplicateNext { .. } => "duplicateNext",
            CommandSpec::DelayNext { .. } => "delayNext",
            CommandSpec::PoisonNext { .. } => "poisonNext",
            CommandSpec::Reorder { .. } => "reorder",
            CommandSpec::Poison { .. } => "poison",
            CommandSpec::Mend { .. } => "mend",
            CommandSpec::Redrive { .. } => "redrive",
            CommandSpec::RedriveAll { .. } => "redriveAll",
            CommandSpec::Discard { .. } => "discard",
            CommandSpec::SetDelivery { .. } => "setDelivery",
            CommandSpec::SetWorkers { .. } => "setWorkers",
            CommandSpec::SetMachine { .. } => "setMachine",
            CommandSpec::SetHealthCheck { .. } => "setHealthCheck",
            CommandSpec::SetCall { .. } => "setCall",
            CommandSpec::SetIngress { .. } => "setIngress",
            CommandSpec::SetArrivals { .. } => "setArrivals",
            CommandSpec::Subscribe { .. } => "subscribe",
            CommandSpec::Unsubscribe { .. } => "unsubscribe",
            CommandSpec::Seek { .. } => "seek",
            CommandSpec::FailLeader { .. } => "failLeader",
        }
    }
}

fn place_order(model: &Model, client: &Id, amount: Option<u32>) -> Result<Command, Problem> {
    let node = client_named(model, client)?;
    let usual = match &model.nodes[node.index()].kind {
        NodeKind::Client(client) => client.amount,
        NodeKind::Service(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => 0,
    };
    let amount = amount.unwrap_or(usual);
    check::within(amount, 0, limits::AMOUNT).at("amount")?;
    Ok(Command::PlaceOrder { client: node, amount })
}

fn set_health(model: &Model, id: &Id, health: Health) -> Result<Command, Problem> {
    let node = model.node_named(id.as_str()).at("node")?;
    match (&model.nodes[node.index()].kind, health) {
        (NodeKind::Client(_), _) => {
            return Err(Problem::new("node", ScenarioProblem::ClientHealth { id: Word::of(id.as_str()) }));
        }
        (NodeKind::Broker { .. } | NodeKind::Gateway(_), Health::Slow { .. } | Health::Flaky { .. }) => {
            return Err(Problem::new("health", ScenarioProblem::BrokerHealth { id: Word::of(id.as_str()) }));
        }
        (NodeKind::Service(_), Health::Slow { factor }) => {
            check::decimal_within(factor, 1.0, limits::FACTOR).at("health.slow.factor")?;
        }
        (NodeKind::Service(_), Health::Flaky { probability }) => {
            check::probability(probability).at("health.flaky.probability")?;
        }
        (_, Health::Up | Health::Down) => {}
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
    Ok(Command::SetDelivery { subscription, delivery })
}

fn set_workers(model: &Model, node: &Id, workers: u32) -> Result<Command, Problem> {
    let node = service(model, node)?;
    check::within(workers, 1, limits::WORKERS).at("workers")?;
    Ok(Command::SetWorkers { node, workers })
}

fn set_machine(model: &Model, node: &Id, cores: Option<u32>, speed: Option<f64>) -> Result<Command, Problem> {
    let node = service(model, node)?;
    Ok(Command::SetMachine { node, machine: Machine::resolve(cores, speed)? })
}

fn set_health_check(model: &Model, ends: (&Id, &Id), check: Option<HealthCheck>) -> Result<Command, Problem> {
    let call = edge(model, ends)?;
    if let Some(check) = check {
        check.check().at("healthCheck")?;
    }
    Ok(Command::SetHealthCheck { pool: model.calls[call.index()].pool, check })
}

/// The edge of the calls from one node to another.
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

fn set_arrivals(model: &Model, client: &Id, every: Option<Dist>) -> Result<Command, Problem> {
    let client = client_named(model, client)?;
    if let Some(every) = every {
        check::gap(every).at("every")?;
    }
    Ok(Command::SetArrivals { client, every })
}

fn subscribe(model: &Model, id: &Id, from: Start) -> Result<Command, Problem> {
    let subscription = model.subscription_named(id.as_str()).at("subscription")?;
    if from != Start::Latest {
        log_group(model, id).at("from")?;
    }
    Ok(Command::Subscribe { subscription, from })
}

/// A subscription that can read the past.
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
