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

/// Any observer, asked at run time. For each kind of observer the whole simulation is compiled once more: runs that are few share
/// one, where the package is to stay small.
#[allow(missing_debug_implementations, reason = "what it holds may have none")]
pub struct AnyObserver<'a>(pub &'a mut dyn Observer);

impl Observer for AnyObserver<'_> {
    #[inline]
    fn record(&mut self, fact: Fact) -> FactId {
        self.0.record(fact)
    }
}
