//! Pools: calls go to the instances in turn, and to those that are fit first.

use crate::base::ids::{CallId, PoolId};
use crate::model::pool::HealthCheck;
use crate::sim::callers::state::Callers;
use crate::sim::cx::Cx;

/// A pool as it stands.
#[derive(Clone, Copy, Debug)]
pub struct PoolState {
    /// How its instances are checked.
    pub check: Option<HealthCheck>,
    /// Whose turn is next, as a position among its edges.
    next: u16,
}

impl PoolState {
    /// A pool of which nobody has called an instance yet.
    pub(super) const fn new(check: Option<HealthCheck>) -> PoolState {
        PoolState { check, next: 0 }
    }
}

impl Callers {
    /// How the instances of a pool are checked.
    pub fn health_check(&self, pool: PoolId) -> Option<HealthCheck> {
        self.pools[pool.index()].check
    }

    /// The edge to call now: the next in turn, leaving out instances that are taken out, and for a retry the one that
    /// just `failed`. When all are out, they are called as if all were in: an instance that may be sick is better than
    /// none.
    pub(super) fn next_instance(&mut self, cx: &Cx, pool: PoolId, failed: Option<CallId>) -> CallId {
        let calls = &cx.model.pools[pool.index()].calls;
        let state = &mut self.pools[pool.index()];
        let (count, next) = (calls.len(), usize::from(state.next));
        let rank = |turn: usize| {
            let call = calls[(next + turn) % count];
            (self.checks[call.index()].out, Some(call) == failed, turn)
        };
        let turn = (0..count).map(rank).min().map_or(0, |(.., turn)| turn);
        let chosen = (next + turn) % count;
        state.next = ((chosen + 1) % count) as u16;
        calls[chosen]
    }
}
