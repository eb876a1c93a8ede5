//! Stations: a node's workers and cores, those in use, and what waits for them. The services move runs and work through
//! them.

use crate::model::CrashPoint;
use crate::sim::keys::{CallKey, Receipt, RunKey};
use std::collections::VecDeque;

/// Workers, cores and waiting work of a node that runs handlers.
#[derive(Clone, Default, Debug)]
pub struct Station {
    /// Running handlers.
    pub(in crate::sim) busy: u32,
    /// Waiting for a worker, oldest first.
    pub(in crate::sim) inbound: VecDeque<Inbound>,
    /// Number of calls in `inbound`.
    pub(in crate::sim) waiting_calls: u32,
    /// Calls that nobody has read, because the node hangs.
    pub(in crate::sim) unread: u32,
    /// Runs at a `work` step: each has a core.
    pub(in crate::sim) computing: u32,
    /// Runs that wait for a core, oldest first.
    pub(in crate::sim) core_queue: VecDeque<RunKey>,
    /// Whether the node drains: it is down as soon as it has nothing left to do.
    pub(in crate::sim) draining: bool,
    /// Whether it asks for messages by itself, so that a free worker may be news to its queues.
    pub(in crate::sim) pulls: bool,
    /// The armed crash.
    pub(in crate::sim) crash_at: Option<CrashPoint>,
}

/// Something that waits for a worker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inbound {
    /// A message, if it is still held.
    Message(Receipt),
    Call(CallKey),
}

impl Station {
    /// Number of running handlers.
    pub const fn busy(&self) -> u32 {
        self.busy
    }

    /// Messages and calls that wait for a worker, oldest first. A message that is no longer held is skipped.
    pub fn inbound(&self) -> impl ExactSizeIterator<Item = Inbound> {
        self.inbound.iter().copied()
    }

    /// Number of calls that wait for a worker, or to be read by a node that hangs.
    pub const fn waiting_calls(&self) -> u32 {
        self.waiting_calls + self.unread
    }

    /// Number of calls that nobody has read, because the node hangs.
    pub const fn unread(&self) -> u32 {
        self.unread
    }

    /// Number of runs that wait for a core.
    pub fn waiting_for_core(&self) -> usize {
        self.core_queue.len()
    }
}
