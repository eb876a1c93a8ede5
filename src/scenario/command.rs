//! Commands as JSON writes them: what a person or a scenario's fault does to the world, with ids as text.

use crate::dist::Dist;
use crate::ids::{CallId, MessageId, NodeId};
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::RetryPolicy;
use crate::scenario::check;
use crate::scenario::delivery::DeliverySpec;
use crate::scenario::egress::{again, check_call};
use crate::scenario::ingress::IngressSpec;
use crate::scenario::limits;
use crate::scenario::model::{CallPolicy, Command, CrashPoint, Health, Model, NodeKind, Service, Tamper};
use crate::scenario::problem::{At, Problem, Word};
use crate::scenario::problem_kind::ProblemKind;
use crate::scenario::spec::{Id, KindSpec};
use crate::scenario::wire::present;
use crate::time::Span;
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
            CommandSpec::SetCall { from, to, timeout, retry, breaker, retry_budget, cache } => {
                let (timeout, retry_budget) = (*timeout, *retry_budget);
                let policy =
                    CallPolicy { timeout, retry: again(retry), breaker: *breaker, retry_budget, cache: *cache };
                set_call(model, (from, to), policy)
            }
            CommandSpec::SetIngress { node, ingress } => set_ingress(model, node, ingress.as_ref()),
            CommandSpec::SetArrivals { client, every } => set_arrivals(model, client, *every),
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
            CommandSpec::SetCall { .. } => "setCall",
            CommandSpec::SetIngress { .. } => "setIngress",
            CommandSpec::SetArrivals { .. } => "setArrivals",
        }
    }
}

fn place_order(model: &Model, client: &Id, amount: Option<u32>) -> Result<Command, Problem> {
    let node = client_named(model, client)?;
    let usual = match &model.nodes[node.index()].kind {
        NodeKind::Client(client) => client.amount,
        NodeKind::Service(_) | NodeKind::Broker { .. } => 0,
    };
    let amount = amount.unwrap_or(usual);
    check::within(amount, 0, limits::AMOUNT).at("amount")?;
    Ok(Command::PlaceOrder { client: node, amount })
}

fn set_health(model: &Model, id: &Id, health: Health) -> Result<Command, Problem> {
    let node = model.node_named(id.as_str()).at("node")?;
    match (&model.nodes[node.index()].kind, health) {
        (NodeKind::Client(_), _) => {
            return Err(Problem::new("node", ProblemKind::ClientHealth { id: Word::of(id.as_str()) }));
        }
        (
            NodeKind::Broker { .. } | NodeKind::Service(Service { gateway: true, .. }),
            Health::Slow { .. } | Health::Flaky { .. },
        ) => {
            return Err(Problem::new("health", ProblemKind::BrokerHealth { id: Word::of(id.as_str()) }));
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
    let delivery = delivery.resolve().at("delivery")?;
    let notice = model.subscriptions[subscription.index()].notice.map(|n| &model.topics[n.topic.index()].id);
    if let Some(topic) = delivery.dead_letter_notice.as_ref().filter(|topic| notice != Some(topic)) {
        let kind = ProblemKind::NoticeNotInFile { topic: Word::of(topic), subscription: Word::of(id.as_str()) };
        return Err(Problem::new("delivery.deadLetterNotice", kind));
    }
    Ok(Command::SetDelivery { subscription, delivery })
}

fn set_workers(model: &Model, node: &Id, workers: u32) -> Result<Command, Problem> {
    let node = service(model, node)?;
    check::within(workers, 1, limits::WORKERS).at("workers")?;
    Ok(Command::SetWorkers { node, workers })
}

fn set_call(model: &Model, (from, to): (&Id, &Id), policy: CallPolicy) -> Result<Command, Problem> {
    let caller = model.node_named(from.as_str()).at("from")?;
    let called = model.node_named(to.as_str()).at("to")?;
    let call = model.calls.iter().position(|call| call.from == caller && call.to == called).ok_or_else(|| {
        Problem::new("to", ProblemKind::UnknownCall { from: Word::of(from.as_str()), to: Word::of(to.as_str()) })
    })?;
    check_call(&policy)?;
    Ok(Command::SetCall { call: CallId::new(call), policy })
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

fn client_named(model: &Model, id: &Id) -> Result<NodeId, Problem> {
    model.node_of_kind(id.as_str(), KindSpec::Client).at("client")
}

fn service(model: &Model, id: &Id) -> Result<NodeId, Problem> {
    model.node_of_kind(id.as_str(), KindSpec::Service).at("node")
}
