//! What reaches a node that hangs, until it goes on.

use crate::base::ids::CallId;
use crate::sim::broker::Confirm;
use crate::sim::keys::{CallKey, CallStepKey, SendKey};

/// Something that reached a node while it hung.
#[derive(Clone, Copy, Debug)]
pub enum Stalled {
    /// A request. It is in the socket: nobody has checked it, unless a sidecar did.
    Request(CallKey),
    /// An answer to a call of the node.
    Answer(CallKey),
    /// The end of a timeout, or of the wait before a retry.
    Step(CallStepKey),
    /// A broker's answer to a run that waits for it.
    Confirm(Confirm),
    /// The end of a sender's wait for a confirm, or before it sends again.
    Send(SendKey),
    /// The end of the time of a half-open breaker.
    HalfOpen(CallId),
}
