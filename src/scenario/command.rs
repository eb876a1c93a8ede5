//! Commands as JSON: actions of a person or of a scenario's faults, with ids as text.
//!
//! [`CommandSpec::resolve`] turns one into a command of the model.

use crate::base::dist::Dist;
use crate::base::ids::MessageId;
use crate::base::time::Span;
use crate::json::optional::present;
use crate::model::pool::HealthCheck;
use crate::model::{Bulkhead, CrashPoint, Crashes, Ejection, Health, Parallel, Start};
use crate::policy::breaker::BreakerPolicy;
use crate::policy::budget::BudgetPolicy;
use crate::policy::cache::CachePolicy;
use crate::policy::failure::Failure;
use crate::policy::retry::RetryPolicy;
use crate::scenario::delivery::DeliverySpec;
use crate::scenario::id::Id;
use crate::scenario::ingress::IngressSpec;
use serde::{Deserialize, Serialize};

/// An action on the world, by a person or by a scenario's fault.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum CommandSpec {
    /// Places an order.
    PlaceOrder {
        /// The client's id.
        client: Id,
        /// The order's amount; the client's usual amount unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<u32>,
        /// How many orders, from 1 to 10,000; 1 unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<u32>,
    },
    /// Sets the health of a service, gateway or broker. A broker is up or down, a gateway may hang, too.
    SetHealth {
        /// The node's id.
        node: Id,
        /// The new health.
        health: Health,
    },
    /// Crashes a service, which comes back after its restart time.
    Crash {
        /// The service's id.
        node: Id,
        /// The point in its work at which it crashes.
        point: CrashPoint,
    },
    /// Loses the next message that enters the subscription.
    DropNext {
        /// The subscription's id.
        subscription: Id,
    },
    /// Delivers the next message that enters the subscription twice.
    DuplicateNext {
        /// The subscription's id.
        subscription: Id,
    },
    /// Delays the next message that enters the subscription.
    DelayNext {
        /// The subscription's id.
        subscription: Id,
        /// The delay.
        by: Span,
    },
    /// Makes the next message that enters the subscription fail at every attempt until it is mended.
    PoisonNext {
        /// The subscription's id.
        subscription: Id,
        /// How an attempt fails: `invalid`, `notFound`, `conflict`, `declined` or `unavailable`; as `poison` unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<Failure>,
        /// Whether each attempt takes the whole service down in a crash; false unless set.
        #[serde(default, skip_serializing_if = "is_no")]
        crashes: bool,
    },
    /// Shuffles the subscription's ready messages.
    Reorder {
        /// The subscription's id.
        subscription: Id,
    },
    /// Makes a message fail at every attempt.
    Poison {
        /// The message's number.
        message: MessageId,
        /// As in `poisonNext`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<Failure>,
        /// As in `poisonNext`.
        #[serde(default, skip_serializing_if = "is_no")]
        crashes: bool,
    },
    /// Mends a poisoned message.
    Mend {
        /// The message's number.
        message: MessageId,
    },
    /// Puts a dead letter back at the tail of its queue, with no attempt used.
    Redrive {
        /// The message's number.
        message: MessageId,
    },
    /// Redrives all dead letters of a subscription.
    RedriveAll {
        /// The subscription's id.
        subscription: Id,
    },
    /// Discards a dead letter.
    Discard {
        /// The message's number.
        message: MessageId,
    },
    /// Changes how a subscription delivers. Fields left out take the preset's value, not the one in force.
    SetDelivery {
        /// The subscription's id.
        subscription: Id,
        /// The new settings.
        delivery: DeliverySpec,
    },
    /// Changes the number of a service's workers; work in progress finishes.
    SetWorkers {
        /// The service's id.
        node: Id,
        /// The new number, from 1 to 10,000.
        workers: u32,
    },
    /// Changes a service's cores and speed; work in progress finishes at its old pace. Fields left out take their
    /// defaults, not the values in force.
    SetMachine {
        /// The service's id.
        node: Id,
        /// The number of `work` steps that proceed at once, from 1 to 10,000; the number of workers unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cores: Option<u32>,
        /// The factor on its speed, from 0.01 to 1,000; 1 unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        speed: Option<f64>,
    },
    /// Changes how a service crashes by itself.
    SetCrashes {
        /// The service's id.
        node: Id,
        /// How it crashes from now on; null: not by itself.
        #[serde(deserialize_with = "present")]
        #[cfg_attr(feature = "schema", schemars(required))]
        crashes: Option<Crashes>,
    },
    /// Changes how a caller checks the instances that it calls in turn, and puts all of them back in rotation.
    SetHealthCheck {
        /// The caller's id.
        from: Id,
        /// The id of any one of the instances.
        to: Id,
        /// The new check; null for none.
        #[serde(deserialize_with = "present")]
        #[cfg_attr(feature = "schema", schemars(required))]
        health_check: Option<HealthCheck>,
    },
    /// Changes a caller's policies on one edge. Fields left out take their defaults, not the values in force.
    SetCall {
        /// The caller's id.
        from: Id,
        /// The id of the called node.
        to: Id,
        /// How long the caller waits for the answer.
        timeout: Span,
        /// When the caller retries after a failure; never unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry: Option<RetryPolicy>,
        /// A circuit breaker, which every attempt must pass; none unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        breaker: Option<BreakerPolicy>,
        /// A retry budget, which keeps retries from amplifying an outage; none unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_budget: Option<BudgetPolicy>,
        /// How long the caller reuses an answer; not at all unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cache: Option<CachePolicy>,
        /// How long the call may take with all its attempts and waits; as long as it takes unless set. It is passed on: what
        /// the called service calls in its turn has only the time that is left, and a call that still waits there when
        /// it is over is dropped.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deadline: Option<Span>,
        /// Whether an attempt that times out is cancelled: if it still waits at the called service it leaves the line. A
        /// handler that has begun goes on. False unless set: the called service does not hear of the timeout.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        cancel: bool,
        /// How many attempts the caller may have under way there; any number unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bulkhead: Option<Bulkhead>,
        /// When an instance is taken out for failures in a row; never unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ejection: Option<Ejection>,
        /// Several instances are called for one answer: scatter-gather, or a hedged request. One at a time unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parallel: Option<Parallel>,
    },
    /// Changes the checks on calls to a service or gateway; a rate limit starts with all its tokens.
    SetIngress {
        /// The node's id.
        node: Id,
        /// The new checks; null for none.
        #[serde(deserialize_with = "present")]
        #[cfg_attr(feature = "schema", schemars(required))]
        ingress: Option<IngressSpec>,
    },
    /// Changes the gap between a client's automatic orders.
    SetArrivals {
        /// The client's id.
        client: Id,
        /// The new gap; null stops the automatic orders.
        #[serde(deserialize_with = "present")]
        #[cfg_attr(feature = "schema", schemars(required))]
        every: Option<Dist>,
        /// How many more orders there may be, up to 10,000,000. Unless set, a person's command has no limit, and the
        /// scenario's leaves as many as there are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
        /// The users of a closed loop, up to 10,000: then `every` is how long each thinks. 0 makes it an open one; as many as
        /// before unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        users: Option<u32>,
    },
    /// Connects a subscription; one of a log that is already connected moves to `from`.
    Subscribe {
        /// The subscription's id.
        subscription: Id,
        /// Where it starts; `latest` unless set, the only choice on a topic that is not a log.
        #[serde(default = "latest")]
        from: Start,
    },
    /// Disconnects a subscription: nothing more is delivered to it. A queue keeps its messages, and its consumers go
    /// on; a log's subscription keeps its offset, and its unacknowledged messages are withdrawn.
    Unsubscribe {
        /// The subscription's id.
        subscription: Id,
    },
    /// Moves a log's subscription to an offset, back or forth. Its unacknowledged messages are withdrawn first; its
    /// dead letters stay.
    Seek {
        /// The subscription's id.
        subscription: Id,
        /// The offset of the next record to read; beyond the end of the log, its end.
        offset: u32,
    },
    /// Fails the leader of a broker with replicas: messages that no follower has are lost, and the broker is
    /// unreachable until another leads. Without a follower it is down until its health is set, which brings all
    /// replicas back.
    FailLeader {
        /// The broker's id.
        broker: Id,
    },
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_no(flag: &bool) -> bool {
    !*flag
}

fn latest() -> Start {
    Start::Latest
}

/// A command that the scenario itself gives.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FaultSpec {
    /// The instant; not after `until`.
    pub at: Span,
    /// The command.
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
            CommandSpec::SetCrashes { .. } => "setCrashes",
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
