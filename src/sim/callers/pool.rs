//! Pools: calls go to healthy instances in turn.

use crate::base::ids::CallId;
use crate::model::pool::HealthCheck;

/// State of a pool.
#[derive(Clone, Copy, Debug)]
pub struct PoolState {
    /// The health check in force.
    pub check: Option<HealthCheck>,
    /// Position of the edge whose turn is next.
    next: u16,
}

impl PoolState {
    /// A pool whose first instance is next.
    pub(super) const fn new(check: Option<HealthCheck>) -> PoolState {
        PoolState { check, next: 0 }
    }

    /// The next edge in turn, skipping instances that are `out` and, for a retry, the one that just `failed`. When all
    /// are out, they are called as if all were in: an instance that may be unhealthy is better than none.
    pub(super) fn next_instance(
        &mut self,
        calls: &[CallId],
        out: impl Fn(CallId) -> bool,
        failed: Option<CallId>,
    ) -> CallId {
        let (count, next) = (calls.len(), usize::from(self.next));
        let rank = |turn: usize| {
            let call = calls[(next + turn) % count];
            (out(call), Some(call) == failed, turn)
        };
        let turn = (0..count).map(rank).min().map_or(0, |(.., turn)| turn);
        let chosen = (next + turn) % count;
        self.next = ((chosen + 1) % count) as u16;
        calls[chosen]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instances_are_called_in_turn_and_the_fit_ones_first() {
        let calls = [0, 1, 2].map(CallId::new);
        let mut pool = PoolState::new(None);
        let mut next = |out: &[usize], failed: Option<usize>| {
            let out = |call: CallId| out.contains(&call.index());
            pool.next_instance(&calls, out, failed.map(CallId::new)).index()
        };
        assert_eq!([next(&[], None), next(&[], None), next(&[], None), next(&[], None)], [0, 1, 2, 0]);
        assert_eq!([next(&[1], None), next(&[], Some(0))], [2, 1]);
        assert_eq!(next(&[0, 1, 2], None), 2, "when all are out, they are called in turn");
        assert_eq!(next(&[1, 2], Some(0)), 0, "one that is in and has just failed is better than those that are out");
    }
}
