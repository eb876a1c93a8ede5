//! Publications: messages between a node and a topic.

use crate::base::ids::{NodeId, OrderId, TopicId};
use crate::base::time::{Span, Time};
use crate::model::Via;
use crate::sim::broker::aside::GivenUp;
use crate::sim::keys::{PublicationKey, RunKey, SendKey};
use crate::sim::schedule::Ticket;
use crate::trace::{FactId, Reason};

/// A message travelling from a node to a topic, waiting in the node's outbox, or with the topic's leader only.
#[derive(Clone, Copy, Debug)]
pub struct Publication {
    pub node: NodeId,
    pub topic: TopicId,
    pub order: OrderId,
    /// Publishing site; order and site form the idempotency key.
    pub site: u16,
    pub via: Handover,
    pub hop: Hop,
    /// Name of its draws, and of the draws of the messages that it becomes.
    pub name: u32,
    /// How often it was sent.
    pub sent: u16,
    /// Number of the message at its topic, by which the broker recognises it; 0: it does not.
    pub series: u32,
    /// Whether the broker has recognised it, and stores nothing.
    pub known: bool,
    /// Whose dead letter it is.
    pub(super) from: Option<GivenUp>,
    /// When it entered its hop.
    pub since: Time,
    /// When it arrives, or is sent again.
    pub until: Time,
    /// The event that ends its hop.
    pub timer: Option<Ticket>,
    /// The fact that brought it here.
    pub cause: FactId,
}

impl Publication {
    /// What a slot holds before its first publication.
    pub(super) const VACANT: Publication = Publication {
        node: NodeId(0),
        topic: TopicId(0),
        order: OrderId(0),
        site: 0,
        via: Handover::FireAndForget,
        hop: Hop::Flying,
        name: 0,
        sent: 0,
        series: 0,
        known: false,
        from: None,
        since: Time::ZERO,
        until: Time::ZERO,
        timer: None,
        cause: FactId::NONE,
    };
}

/// Where a publication is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hop {
    /// In the sender's outbox.
    Stored,
    /// Between the sender and the broker.
    Flying,
    /// At the broker, waiting for room in a queue.
    Blocked,
    /// Written by the broker's leader and not yet copied by the followers: not visible to consumers.
    Replicating,
}

/// How a refused message is treated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handover {
    /// The message is lost.
    FireAndForget,
    /// The run is told whether the broker's leader has it, and nothing after that.
    ConfirmedByLeader(RunKey),
    /// The run is told, and also when the broker takes it.
    Confirmed(RunKey),
    /// Its sender is told, who may send it again.
    Insisted(SendKey),
    /// The message stays in the outbox and is sent again.
    Outbox,
}

/// The broker's confirm to a run that waits for one: the fact by which it has the message, or the reason why not.
#[derive(Clone, Copy, Debug)]
#[must_use = "a run waits for it"]
pub struct Confirm {
    /// The waiting run.
    pub run: RunKey,
    /// The fact by which the broker has the message; if not, the reason and the fact.
    pub answer: Result<FactId, (Reason, FactId)>,
}

/// Who is told what became of a publication.
#[derive(Clone, Copy, Debug)]
#[must_use = "somebody waits for it"]
pub enum Told {
    Nobody,
    /// A run that waits for it.
    Run(Confirm),
    /// The relay of a node's outbox, which crashes before it marks the message as sent: it will send it again.
    Relay(NodeId, FactId),
}

impl From<Option<Confirm>> for Told {
    fn from(confirm: Option<Confirm>) -> Told {
        confirm.map_or(Told::Nobody, Told::Run)
    }
}

/// A message that a run publishes.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing {
    pub node: NodeId,
    pub run: RunKey,
    pub topic: TopicId,
    pub order: OrderId,
    pub via: Via,
    /// Publishing site of the topic.
    pub site: u16,
    /// Name of the run's draws.
    pub name: u32,
    /// The fact that caused it.
    pub cause: FactId,
}

impl Outgoing {
    /// What a slot holds before its first message.
    pub(super) const VACANT: Outgoing = Outgoing {
        node: NodeId(0),
        run: RunKey::FIRST,
        topic: TopicId(0),
        order: OrderId(0),
        via: Via::Confirmed,
        site: 0,
        name: 0,
        cause: FactId::NONE,
    };
}

/// A message in the hands of a sender that insists, for as long as its run waits.
#[derive(Clone, Copy, Debug)]
pub struct Send {
    pub(super) out: Outgoing,
    /// Tries so far.
    pub(super) tries: u16,
    /// The wait before the last try.
    pub(super) waited: Span,
    /// When the sender gives up.
    pub(super) deadline: Time,
    /// Number of the message at its topic, by which the broker recognises it; 0: it does not.
    pub(super) series: u32,
    /// The current try; `None` while the sender waits for the next one.
    pub(super) flying: Option<PublicationKey>,
    /// When the try is given up, or the next one due; [`Time::MAX`]: never.
    pub(super) until: Time,
    pub(super) timer: Option<Ticket>,
}

impl Send {
    /// What a slot holds before its first message.
    pub(super) const VACANT: Send = Send {
        out: Outgoing::VACANT,
        tries: 0,
        waited: Span::ZERO,
        deadline: Time::MAX,
        series: 0,
        flying: None,
        until: Time::MAX,
        timer: None,
    };

    /// The run that waits.
    pub const fn run(&self) -> RunKey {
        self.out.run
    }
}
