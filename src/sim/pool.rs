//! Pools: calls go to the instances in turn, and to those that are fit first.

use crate::base::ids::{CallId, PoolId};
use crate::model::pool::HealthCheck;
use crate::sim::services::run::Stage;
use crate::sim::world::World;

/// A pool as it stands.
#[derive(Clone, Copy, Debug)]
pub struct PoolState {
    /// How its instances are checked.
    pub check: Option<HealthCheck>,
    /// Whose turn is next, as a position among its edges.
    pub(super) next: u16,
}

impl World {
    /// The edge on which a run calls now: the next in turn, leaving out instances that are taken out, and for a retry the one
    /// that just failed. When all are out, they are called as if all were in: an instance that may be sick is better than none.
    pub(super) fn next_instance(&mut self, slot: u32, pool: PoolId) -> CallId {
        let calls = &self.model.pools[pool.index()].calls;
        let failed = match self.runs[slot as usize].stage {
            Stage::CallBackoff { failed } => Some(failed),
            _ => None,
        };
        let (count, next) = (calls.len(), usize::from(self.pools[pool.index()].next));
        let rank = |turn: usize| {
            let call = calls[(next + turn) % count];
            (self.checks[call.index()].out, Some(call) == failed, turn)
        };
        let turn = (0..count).map(rank).min().map_or(0, |(.., turn)| turn);
        let chosen = (next + turn) % count;
        let call = calls[chosen];
        self.pools[pool.index()].next = ((chosen + 1) % count) as u16;
        call
    }
}
