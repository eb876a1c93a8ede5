//! One sort for everything, because each sorted type costs 8 KB of WebAssembly.

use std::collections::BinaryHeap;

/// The items in ascending order of their keys; items of equal keys keep their order.
pub fn by_key<T: Clone>(items: Vec<T>, key: impl Fn(&T) -> (u64, u32)) -> impl Iterator<Item = T> {
    let keys: Vec<(u64, u32, u32)> = items.iter().zip(0..).map(|(item, i)| (key(item).0, key(item).1, i)).collect();
    BinaryHeap::from(keys).into_sorted_vec().into_iter().map(move |(_, _, i)| items[i as usize].clone())
}
