//! A sorted list in which items are inserted and removed anywhere.
//!
//! In place of the standard library's `BTreeSet`, which costs 11 KB of WebAssembly.

/// Items in ascending order, in chunks: an insertion moves what follows in one chunk.
#[derive(Clone, Debug)]
pub struct Sorted<T> {
    /// None is empty.
    chunks: Vec<Vec<T>>,
    len: usize,
}

/// Most items of a chunk; a full one is halved.
const MOST: usize = 128;

impl<T> Default for Sorted<T> {
    fn default() -> Sorted<T> {
        Sorted { chunks: Vec::new(), len: 0 }
    }
}

impl<T: Copy + Ord> Sorted<T> {
    /// Number of items.
    pub const fn len(&self) -> usize {
        self.len
    }

    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The items in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.chunks.iter().flatten().copied()
    }

    /// The chunk that holds the item, or would.
    fn chunk_of(&self, item: &T) -> usize {
        self.chunks.partition_point(|chunk| chunk[0] <= *item).saturating_sub(1)
    }

    /// Adds an item, unless it is there.
    pub fn insert(&mut self, item: T) {
        let i = self.chunk_of(&item);
        let Some(chunk) = self.chunks.get_mut(i) else {
            self.chunks.push(vec![item]);
            self.len = 1;
            return;
        };
        let Err(place) = chunk.binary_search(&item) else { return };
        chunk.insert(place, item);
        self.len += 1;
        if chunk.len() > MOST {
            let half = chunk.split_off(MOST / 2);
            self.chunks.insert(i + 1, half);
        }
    }

    /// Removes an item; returns whether it was there.
    pub fn remove(&mut self, item: T) -> bool {
        let i = self.chunk_of(&item);
        let Some(chunk) = self.chunks.get_mut(i) else { return false };
        let Ok(place) = chunk.binary_search(&item) else { return false };
        chunk.remove(place);
        self.len -= 1;
        if chunk.is_empty() {
            self.chunks.remove(i);
        }
        true
    }

    /// The first item that is not less than another.
    pub fn first_from(&self, least: T) -> Option<T> {
        let i = self.chunk_of(&least);
        let chunk = self.chunks.get(i)?;
        let place = chunk.partition_point(|item| *item < least);
        chunk.get(place).or_else(|| self.chunks.get(i + 1).map(|next| &next[0])).copied()
    }

    pub fn clear(&mut self) {
        *self = Sorted::default();
    }

    /// Memory of the list, in bytes.
    pub const fn bytes(&self) -> usize {
        self.len * size_of::<T>() + self.chunks.len() * size_of::<Vec<T>>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn it_is_a_set_in_order() {
        let (mut sorted, mut set) = (Sorted::default(), BTreeSet::new());
        let mut x = 1u64;
        for step in 0..30_000u32 {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let item = (x >> 33) as u32 % 3_000;
            // It fills, stays, and empties.
            let inserts = [9, 5, 1][(step / 10_000) as usize];
            if (x >> 20) % 10 < inserts {
                sorted.insert(item);
                set.insert(item);
            } else {
                assert_eq!(sorted.remove(item), set.remove(&item));
            }
            assert_eq!(sorted.first_from(item), set.range(item..).next().copied());
            assert_eq!((sorted.len(), sorted.is_empty()), (set.len(), set.is_empty()));
        }
        assert!(sorted.iter().eq(set.iter().copied()));
        assert!(sorted.chunks.iter().all(|chunk| !chunk.is_empty() && chunk.len() <= MOST));
        sorted.clear();
        assert_eq!((sorted.iter().next(), sorted.first_from(0)), (None, None));
    }
}
