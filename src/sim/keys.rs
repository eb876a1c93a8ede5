//! Keys by which a part refers to what another part holds.

use crate::base::slots::Key;

#[derive(Debug)]
pub enum MessageSlot {}
#[derive(Debug)]
pub enum PublicationSlot {}
#[derive(Debug)]
pub enum SendSlot {}
#[derive(Debug)]
pub enum RunSlot {}
#[derive(Debug)]
pub enum CallStepSlot {}
#[derive(Debug)]
pub enum CallSlot {}

/// A message of the broker.
pub type MessageKey = Key<MessageSlot>;
/// A publication of the broker.
pub type PublicationKey = Key<PublicationSlot>;
/// A message in the hands of a sender that insists.
pub type SendKey = Key<SendSlot>;
/// A run of the services.
pub type RunKey = Key<RunSlot>;
/// A call step of the callers.
pub type CallStepKey = Key<CallStepSlot>;
/// A call of the callers.
pub type CallKey = Key<CallSlot>;

/// One hand-out of a message to a consumer. It is void once the message has been handed out again or taken back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Receipt {
    pub message: MessageKey,
    /// Numbers the hand-outs within a run of the world.
    pub tag: u32,
}
