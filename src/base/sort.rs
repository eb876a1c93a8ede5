//! Putting things in order: one sort for all, because each type that is sorted costs 8 KB of WebAssembly.

use std::collections::BinaryHeap;

/// What decides the order (first, then at a tie), and the position of the thing that has it.
pub type Key = (u64, u32, u32);

/// The positions of the keys, in the keys' order.
pub fn positions(keys: Vec<Key>) -> impl Iterator<Item = usize> {
    BinaryHeap::from(keys).into_sorted_vec().into_iter().map(|(_, _, position)| position as usize)
}
