//! What a caller knows of an instance that it may call.

use crate::base::time::Time;
use crate::sim::schedule::Ticket;
use crate::trace::{FactId, Reason};

/// What a caller knows of an instance.
#[derive(Clone, Copy, Debug)]
pub struct CheckState {
    /// Whether it is taken out.
    pub out: bool,
    /// Probes in a row that spoke against that.
    pub streak: u32,
    /// Probes whose outcome is known.
    pub probes: u32,
    /// Times that it was taken out.
    pub taken_out: u32,
    /// When the present probe leaves.
    pub(super) leaves: Time,
    /// The event that moves it on; none when nothing is probed.
    pub(super) timer: Option<Ticket>,
    pub(super) stage: ProbeStage,
    /// The fact by which it is in or out; none if it has always been in.
    pub(super) cause: FactId,
}

impl CheckState {
    /// The instance is in, and nothing was asked yet.
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
    /// Whether nothing is held against the instance and nothing is probed.
    pub(super) const fn is_idle(&self) -> bool {
        !self.out && self.streak == 0 && self.timer.is_none()
    }
}

/// Where a probe is.
#[derive(Clone, Copy, Debug)]
pub(super) enum ProbeStage {
    /// On its way to the instance.
    Asking,
    /// On its way back, or not; and which fact that comes of.
    Answering(Option<Reason>, FactId),
}
