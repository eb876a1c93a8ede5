//! One sort for everything, because each sorted type costs 8 KB of WebAssembly.

use std::collections::BinaryHeap;

/// Primary sort key, tie-breaker, and the position of the item.
pub type Key = (u64, u32, u32);

/// The positions of the items, sorted by key.
pub fn positions(keys: Vec<Key>) -> impl Iterator<Item = usize> {
    BinaryHeap::from(keys).into_sorted_vec().into_iter().map(|(_, _, position)| position as usize)
}
