//! A service's station: its busy workers and cores, and what waits for them.

use crate::model::CrashPoint;
use crate::sim::keys::{CallKey, Receipt, RunKey};
use std::collections::VecDeque;

/// What happens at a node that runs handlers.
#[derive(Clone, Default, Debug)]
pub struct Station {
    /// Handlers that run.
    pub(super) busy: u32,
    /// What waits for a worker, oldest first.
    pub(super) inbound: VecDeque<Inbound>,
    /// Calls among them.
    pub(super) waiting_calls: u32,
    /// Runs at a `work` step: each has a core.
    pub(super) computing: u32,
    /// Runs that wait for a core, oldest first.
    pub(super) core_queue: VecDeque<RunKey>,
    /// Where it will crash.
    pub(super) crash_at: Option<CrashPoint>,
}

/// What waits for a worker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inbound {
    /// A message, if it is still held.
    Message(Receipt),
    /// A call.
    Call(CallKey),
}

impl Station {
    /// Handlers that run.
    pub const fn busy(&self) -> u32 {
        self.busy
    }

    /// What waits for a worker, oldest first. A message that is no longer held is passed over.
    pub fn inbound(&self) -> impl ExactSizeIterator<Item = Inbound> {
        self.inbound.iter().copied()
    }

    /// Calls that wait for a worker.
    pub const fn waiting_calls(&self) -> u32 {
        self.waiting_calls
    }

    /// Runs that work on a core.
    pub const fn computing(&self) -> u32 {
        self.computing
    }

    /// Runs that wait for a core.
    pub fn waiting_for_core(&self) -> usize {
        self.core_queue.len()
    }

    /// Where it will crash, if that is armed.
    pub const fn crash_at(&self) -> Option<CrashPoint> {
        self.crash_at
    }
}
