//! Handlers: the steps that a node runs on one trigger.

use crate::base::dist::Dist;
use crate::base::ids::{EffectId, EffectSet, HandlerId, NodeId, PoolId, SubscriptionId, TopicId};
use crate::base::packed::packed;
use crate::policy::failure::Failure;
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Debug)]
pub struct Handler {
    pub node: NodeId,
    /// The subscription whose messages it handles, if it does.
    pub subscription: Option<SubscriptionId>,
    pub steps: Vec<Step>,
}

/// A step of a handler.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// Takes time and may fail at its end.
    Work {
        /// Duration on a plain machine.
        takes: Dist,
        /// Probability of failure, from 0 to 1.
        fails: f64,
    },
    /// Lets time pass without a core: another system works, or a disk.
    Wait {
        /// Duration; neither health nor the machine changes it.
        takes: Dist,
    },
    /// Continues only when the ledger has all these effects for the order.
    Require {
        effects: Vec<EffectId>,
        /// How the message is treated otherwise.
        otherwise: Otherwise,
    },
    /// Writes a line in the ledger.
    Effect(EffectId),
    /// Hands a message to a topic.
    Publish {
        topic: TopicId,
        via: Via,
        /// Which of the topic's publishing sites this is: order and site form the idempotency key.
        site: u16,
    },
    /// Calls an instance of a pool and keeps the worker until the answer.
    Call(PoolId),
    /// Answers the caller now; the remaining steps run without it.
    Reply,
    /// Continues with the next step if the order's draw says yes, otherwise with the step at `otherwise`.
    Decide {
        /// Probability of yes, from 0 to 1.
        probability: f64,
        /// Position of the first step of the no branch.
        otherwise: u16,
        /// Names the draw: the trigger, and which decision of its handler this is.
        place: u16,
    },
    /// Continues with the step at this position, which is further on.
    Jump(u16),
    /// Changes the effects expected of the order from now on.
    Expect {
        /// Effects that are now expected.
        effects: EffectSet,
        /// Effects that are no longer expected.
        instead: EffectSet,
    },
}

/// How a `work` step fails: with which probability in which way, in the order of [`Failure::OWN`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct StepFailures {
    pub handler: HandlerId,
    /// Number of the step in its handler, from 0.
    pub step: u16,
    /// Each from 0 to 1; their sum is the step's `fails`.
    pub probabilities: [f64; Failure::OWN.len()],
}

impl StepFailures {
    /// Whether these are the failures of a step.
    pub fn is_of(&self, handler: HandlerId, step: u16) -> bool {
        (self.handler, self.step) == (handler, step)
    }

    /// The failure at `luck`, which is less than the sum.
    pub fn at(&self, luck: f64) -> Failure {
        let mut below = 0.0;
        let mut ways = Failure::OWN.into_iter().zip(self.probabilities).filter(|(_, p)| *p > 0.0);
        let found = ways.find(|(_, probability)| {
            below += probability;
            luck < below
        });
        found.map_or(Failure::WorkFailed, |(failure, _)| failure)
    }
}

/// How a message is treated whose prerequisites are missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Otherwise {
    /// The attempt fails and is retried by the subscription's policy.
    Retry,
    /// The message is set aside until the prerequisites are there.
    Park,
}

/// How a message is handed to a topic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Via {
    /// Sent, and the handler goes on: if the broker is down, the message is lost. Kafka's `acks=0`.
    FireAndForget,
    /// Sent, and the handler waits until the broker's leader has it. The leader may still fail before a follower has
    /// it: Kafka's `acks=1`. A broker without replicas confirms as for `confirmed`.
    ConfirmedByLeader,
    /// Sent, and the handler waits for the broker's confirm: if the broker is down, the step fails. A broker with
    /// replicas confirms when they have it: Kafka's `acks=all`.
    Confirmed,
    /// Stored in one transaction with the effect directly before it, and sent by a relay, once a second, until the
    /// broker takes it; with replicas, until they have it.
    Outbox,
}

/// The most effects on any path through the steps.
pub(super) fn most_written(steps: &[Step]) -> usize {
    // From the last step back, because jumps only lead forward.
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

packed! {
    struct Handler { node, subscription, steps }
    enum Step {
        Work { takes, fails }, Wait { takes }, Require { effects, otherwise }, Effect(effect),
        Publish { topic, via, site }, Call(call), Reply, Decide { probability, otherwise, place }, Jump(to),
        Expect { effects, instead }
    }
    struct StepFailures { handler, step, probabilities }
    enum Otherwise { Retry, Park }
    enum Via { FireAndForget, ConfirmedByLeader, Confirmed, Outbox }
}
