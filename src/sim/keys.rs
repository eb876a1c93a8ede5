//! The keys by which the parts name what another part holds.

use crate::base::slots::Key;

/// Marks keys of messages.
#[derive(Debug)]
pub enum MessageSlot {}
/// Marks keys of publications.
#[derive(Debug)]
pub enum PublicationSlot {}
/// Marks keys of runs of handlers.
#[derive(Debug)]
pub enum RunSlot {}
/// Marks keys of call steps.
#[derive(Debug)]
pub enum CallStepSlot {}
/// Marks keys of calls.
#[derive(Debug)]
pub enum CallSlot {}

/// Names a message of the broker.
pub type MessageKey = Key<MessageSlot>;
/// Names a publication of the broker.
pub type PublicationKey = Key<PublicationSlot>;
/// Names a run of the services.
pub type RunKey = Key<RunSlot>;
/// Names a call step of the callers.
pub type CallStepKey = Key<CallStepSlot>;
/// Names a call of the callers.
pub type CallKey = Key<CallSlot>;

/// One hand-out of a message to a consumer: who holds a receipt of an older hand-out holds the message no longer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Receipt {
    /// The message.
    pub message: MessageKey,
    /// Numbers the hand-outs of a run of the world.
    pub tag: u32,
}
