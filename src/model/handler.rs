//! Handlers: the steps that a node runs on one trigger.

use crate::base::dist::Dist;
use crate::base::ids::{EffectId, EffectSet, NodeId, PoolId, TopicId};
use serde::{Deserialize, Serialize};

/// The steps a node runs on one trigger.
#[derive(Clone, PartialEq, Debug)]
pub struct Handler {
    /// The node that runs them.
    pub node: NodeId,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// One step of a handler.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// Takes time and may fail at its end.
    Work {
        /// How long.
        takes: Dist,
        /// How likely it fails, from 0 to 1.
        fails: f64,
    },
    /// Lets time pass without a core: another system works, or a disk.
    Wait {
        /// How long; neither health nor the machine changes it.
        takes: Dist,
    },
    /// Goes on only when the order has all these effects in the books.
    Require {
        /// The effects.
        effects: Vec<EffectId>,
        /// What happens to the message otherwise.
        otherwise: Otherwise,
    },
    /// Writes a line in the books.
    Effect(EffectId),
    /// Hands a message to a topic.
    Publish {
        /// The topic.
        topic: TopicId,
        /// How it is handed over.
        via: Via,
        /// Which of the topic's publishing sites this is: together with the order it is the idempotency key.
        site: u16,
    },
    /// Calls an instance of a pool and waits, with the worker, for the answer.
    Call(PoolId),
    /// Answers the caller now; what follows goes on without it.
    Reply,
    /// Goes on with the next step if the order's draw says yes, else with that at `otherwise`.
    Decide {
        /// How likely it is yes, from 0 to 1.
        probability: f64,
        /// The position of the first step when it is no.
        otherwise: u16,
        /// Names the draw: the trigger, and which decision of its handler this is.
        place: u16,
    },
    /// Goes on with the step at this position, which is behind this one.
    Jump(u16),
    /// From now on the order is expected to have other effects.
    Expect {
        /// What it is expected to have.
        effects: EffectSet,
        /// What it no longer is.
        instead: EffectSet,
    },
}

/// What happens to a message whose prerequisites are missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Otherwise {
    /// The attempt fails and is retried by the subscription's policy.
    Retry,
    /// It is set aside until the prerequisites are there.
    Park,
}

/// How a message is handed to a topic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Via {
    /// Sent, and the handler goes on: if the broker is down, the message is lost. Kafka's `acks=0`.
    FireAndForget,
    /// Sent, and the handler waits until the broker's leader has it, which may fail before a follower has it too: Kafka's
    /// `acks=1`. A broker without replicas confirms as for `confirmed`.
    ConfirmedByLeader,
    /// Sent, and the handler waits for the broker's confirm: if it is down, the step fails. A broker with replicas
    /// confirms when they have it: Kafka's `acks=all`.
    Confirmed,
    /// Stored in one transaction with the effect that stands directly before it, and sent by a relay, once a second, until
    /// the broker takes it; with replicas, until they have it.
    Outbox,
}

/// The most effects on one way through the steps.
pub(super) fn most_written(steps: &[Step]) -> usize {
    // From the last step back: jumps lead forward only.
    let mut most = vec![0; steps.len() + 1];
    for (i, step) in steps.iter().enumerate().rev() {
        most[i] = match *step {
            Step::Effect(_) => most[i + 1] + 1,
            Step::Decide { otherwise, .. } => most[i + 1].max(most[usize::from(otherwise)]),
            Step::Jump(to) => most[usize::from(to)],
            _ => most[i + 1],
        };
    }
    most[0]
}
