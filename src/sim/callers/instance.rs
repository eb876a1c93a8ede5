//! A caller's knowledge of an instance.

use crate::base::time::Time;
use crate::sim::schedule::Ticket;
use crate::trace::{FactId, Reason};

/// A caller's knowledge of an instance.
#[derive(Clone, Copy, Debug)]
pub struct CheckState {
    /// Whether it is taken out.
    pub out: bool,
    /// Probes in a row that contradict `out`.
    pub streak: u32,
    /// Probes with a known outcome.
    pub probes: u32,
    /// How often it was taken out.
    pub taken_out: u32,
    /// When the current probe leaves.
    pub(super) leaves: Time,
    /// The event that ends the probe's stage; `None` when nothing is probed.
    pub(super) timer: Option<Ticket>,
    pub(super) stage: ProbeStage,
    /// The fact by which it is in or out; none if it has always been in.
    pub(super) cause: FactId,
}

impl CheckState {
    /// An instance that is in and has not been probed.
    pub(super) const NEW: CheckState = CheckState {
        out: false,
        streak: 0,
        probes: 0,
        taken_out: 0,
        leaves: Time::ZERO,
        timer: None,
        stage: ProbeStage::Asking,
        cause: FactId::NONE,
    };
}

impl CheckState {
    /// Whether no failures are counted against the instance and nothing is probed.
    pub(super) const fn is_idle(&self) -> bool {
        !self.out && self.streak == 0 && self.timer.is_none()
    }
}

/// Where a probe is.
#[derive(Clone, Copy, Debug)]
pub(super) enum ProbeStage {
    /// On its way to the instance.
    Asking,
    /// On its way back: the reason if it failed, and the fact behind the outcome.
    Answering(Option<Reason>, FactId),
}
