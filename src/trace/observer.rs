//! Observers see every fact as it happens.

use crate::trace::fact::{Fact, FactId};

/// Receives every fact as it happens. A type parameter, so that what is not observed is not computed.
pub trait Observer {
    /// Records a fact; returns the id by which later facts name it as their cause.
    fn record(&mut self, fact: Fact) -> FactId;
}

/// Discards every fact, at no cost.
#[derive(Clone, Copy, Default, Debug)]
pub struct Silent;

impl Observer for Silent {
    #[inline(always)]
    fn record(&mut self, _: Fact) -> FactId {
        FactId::NONE
    }
}
