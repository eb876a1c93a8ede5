//! What consumers have handled and not acknowledged.

use crate::sim::keys::Receipt;
use crate::sim::schedule::Ticket;
use crate::trace::FactId;

/// What is handled and not committed.
#[derive(Clone, Default, Debug)]
pub struct Uncommitted {
    /// In the order of handling; what has gone back since then stays until it is come across.
    pub(super) handled: Vec<(Receipt, FactId)>,
    /// The event of the next commit by interval.
    pub(super) timer: Option<Ticket>,
}

impl Uncommitted {
    /// Whether something may have to be committed.
    pub fn is_any(&self) -> bool {
        !self.handled.is_empty()
    }

    /// Memory of the list, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.handled)
    }
}
