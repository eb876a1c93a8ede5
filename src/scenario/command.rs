//! Commands as JSON writes them: what a person or a scenario's fault does to the world, with ids as text.

use crate::base::dist::Dist;
use crate::base::ids::MessageId;
use crate::base::time::Span;
use crate::json::optional::present;
use crate::model::pool::HealthCheck;
use crate::model::{CrashPoint, Health, Start};
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::retry::RetryPolicy;
use crate::scenario::delivery::DeliverySpec;
use crate::scenario::id::Id;
use crate::scenario::ingress::IngressSpec;
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
