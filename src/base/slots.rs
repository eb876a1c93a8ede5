//! Generational slots: a key names one value while it lives, and nothing after that.

use std::fmt;
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::ops::{Deref, DerefMut, Index, IndexMut};

/// Key of a value in [`Slots`]. `K` distinguishes kinds of keys; it need not be the value's type, so code can hold keys
/// to values it must not know.
pub struct Key<K> {
    index: u32,
    generation: NonZeroU32,
    kind: PhantomData<fn() -> K>,
}

impl<K> Key<K> {
    /// The least key in the order of keys; it names the first value of the first slot.
    pub const FIRST: Key<K> = Key { index: 0, generation: NonZeroU32::MIN, kind: PhantomData };

    /// Index of the slot. Unique among living values only: slots are reused.
    #[inline]
    pub const fn index(self) -> u32 {
        self.index
    }

    /// The key as a number, for a field that holds a key of one kind or another.
    #[inline]
    pub const fn to_bits(self) -> u64 {
        (self.generation.get() as u64) << 32 | self.index as u64
    }

    /// The key that [`Key::to_bits`] was asked of.
    #[inline]
    pub const fn from_bits(bits: u64) -> Key<K> {
        Key { index: bits as u32, generation: odd((bits >> 32) as u32), kind: PhantomData }
    }
}

impl<K> Clone for Key<K> {
    #[inline]
    fn clone(&self) -> Key<K> {
        *self
    }
}

impl<K> Copy for Key<K> {}

impl<K> PartialEq for Key<K> {
    #[inline]
    fn eq(&self, other: &Key<K>) -> bool {
        (self.index, self.generation) == (other.index, other.generation)
    }
}

impl<K> Eq for Key<K> {}

impl<K> PartialOrd for Key<K> {
    fn partial_cmp(&self, other: &Key<K>) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Key<K> {
    fn cmp(&self, other: &Key<K>) -> std::cmp::Ordering {
        (self.index, self.generation).cmp(&(other.index, other.generation))
    }
}

impl<K> fmt::Debug for Key<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}v{}", self.index, self.generation)
    }
}

/// Values with stable keys. A removed value's slot is reused with a new generation.
///
/// Values are `Copy`, so a vacant slot keeps its last one: the generation alone tells whether it is occupied. A slot is
/// aligned as `A` is.
pub struct Slots<T, K, A = ()> {
    entries: Vec<Entry<T, A>>,
    free: Vec<u32>,
    /// Value of a new slot. It makes room before the value is known, which is then written in place.
    vacant: T,
    kind: PhantomData<fn() -> K>,
}

/// Alignment of slots that fill a cache line: to use such a value is one access to memory.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct CacheLine;

/// An occupied slot.
pub struct Occupied<'a, T, A> {
    entry: &'a mut Entry<T, A>,
    free: &'a mut Vec<u32>,
    index: u32,
}

impl<T, A> Deref for Occupied<'_, T, A> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.entry.value
    }
}

impl<T, A> DerefMut for Occupied<'_, T, A> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.entry.value
    }
}

impl<T: Copy, A> Occupied<'_, T, A> {
    /// Its value is another from now on.
    #[inline(always)]
    pub fn renew(self) {
        self.entry.generation = self.entry.generation.wrapping_add(2);
    }

    /// Removes its value.
    #[inline(always)]
    pub fn remove(self) -> T {
        self.entry.generation = self.entry.generation.wrapping_add(1);
        self.free.push(self.index);
        self.entry.value
    }
}

#[derive(Clone, Copy, Debug)]
struct Entry<T, A> {
    _align: [A; 0],
    /// Odd while the slot is occupied. Wraps around: a key would have to outlive 2^31 values of its slot to name another.
    generation: u32,
    value: T,
}

impl<T: Copy, K, A: Copy> Clone for Slots<T, K, A> {
    fn clone(&self) -> Slots<T, K, A> {
        Slots { entries: self.entries.clone(), free: self.free.clone(), vacant: self.vacant, kind: PhantomData }
    }
}

impl<T: Copy + fmt::Debug, K, A: Copy> fmt::Debug for Slots<T, K, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<T: Copy, K, A: Copy> Slots<T, K, A> {
    /// No values. A slot holds `vacant` before its first one.
    pub const fn new(vacant: T) -> Slots<T, K, A> {
        Slots { entries: Vec::new(), free: Vec::new(), vacant, kind: PhantomData }
    }

    /// The same with room for so many values, at most 32,768: growing copies them all.
    #[must_use]
    pub fn with_room(mut self, values: usize) -> Slots<T, K, A> {
        self.entries.reserve(values.min(1 << 15));
        self
    }

    /// Number of living values.
    #[inline]
    pub fn len(&self) -> usize {
        self.entries.len() - self.free.len()
    }

    /// Number of slots, vacant ones included: what [`Slots::iter`] goes through.
    #[inline]
    pub fn slots(&self) -> usize {
        self.entries.len()
    }

    /// Size of a slot, in bytes.
    pub const SLOT: usize = size_of::<Entry<T, A>>();

    /// Memory of the slots, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.entries) + size_of_val(&*self.free)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Stores a value, reusing the slot freed last.
    #[inline(always)]
    pub fn insert(&mut self, value: T) -> Key<K> {
        self.insert_mut(value).0
    }

    /// Stores a value, and gives access to it.
    #[inline(always)]
    pub fn insert_mut(&mut self, value: T) -> (Key<K>, &mut T) {
        let (key, slot) = self.occupy();
        *slot = value;
        (key, slot)
    }

    /// Occupies the slot freed last, for a value that needs its key before it is whole: the caller stores it.
    #[inline(always)]
    pub fn occupy(&mut self) -> (Key<K>, &mut T) {
        let index = match self.free.pop() {
            Some(index) => index,
            None => self.grow(),
        };
        let entry = &mut self.entries[index as usize];
        entry.generation = entry.generation.wrapping_add(1);
        (entry.key(index), &mut entry.value)
    }

    /// A vacant slot at the end, with its index.
    #[cold]
    #[inline(never)]
    fn grow(&mut self) -> u32 {
        self.entries.push(Entry { _align: [], generation: 0, value: self.vacant });
        self.entries.len() as u32 - 1
    }

    /// Removes a value, if it lives.
    #[inline]
    pub fn remove(&mut self, key: Key<K>) -> Option<T> {
        self.occupied_by(key).map(Occupied::remove)
    }

    /// The value of `key`, if it lives.
    #[inline(always)]
    pub fn get(&self, key: Key<K>) -> Option<&T> {
        let entry = self.entries.get(key.index as usize)?;
        (entry.generation == key.generation.get()).then_some(&entry.value)
    }

    /// The value of `key`, if it lives.
    #[inline(always)]
    pub fn get_mut(&mut self, key: Key<K>) -> Option<&mut T> {
        let entry = self.entries.get_mut(key.index as usize)?;
        (entry.generation == key.generation.get()).then_some(&mut entry.value)
    }

    /// The living value in a slot, with its key; for callers that tell generations apart by other means.
    #[inline(always)]
    pub fn at(&self, index: u32) -> Option<(Key<K>, &T)> {
        self.entries
            .get(index as usize)
            .filter(|entry| entry.is_occupied())
            .map(|entry| (entry.key(index), &entry.value))
    }

    /// The living value in a slot, with its key; see [`Slots::at`].
    #[inline(always)]
    pub fn at_mut(&mut self, index: u32) -> Option<(Key<K>, &mut T)> {
        let entry = self.entries.get_mut(index as usize).filter(|entry| entry.is_occupied())?;
        Some((entry.key(index), &mut entry.value))
    }

    /// The occupied slot at an index: its value, which can be removed.
    #[inline(always)]
    pub fn occupied(&mut self, index: u32) -> Option<Occupied<'_, T, A>> {
        let Slots { entries, free, .. } = self;
        let entry = entries.get_mut(index as usize).filter(|entry| entry.is_occupied())?;
        Some(Occupied { entry, free, index })
    }

    /// The slot of a value, if it lives.
    #[inline(always)]
    pub fn occupied_by(&mut self, key: Key<K>) -> Option<Occupied<'_, T, A>> {
        let Slots { entries, free, .. } = self;
        let entry = entries.get_mut(key.index as usize).filter(|entry| entry.generation == key.generation.get())?;
        Some(Occupied { entry, free, index: key.index })
    }

    /// The value of a slot, or the last one that it had.
    #[inline(always)]
    pub fn last_at(&self, index: u32) -> Option<&T> {
        self.entries.get(index as usize).map(|entry| &entry.value)
    }

    /// All living values with their keys, in slot order.
    pub fn iter(&self) -> impl Iterator<Item = (Key<K>, &T)> {
        let occupied = (0..).zip(&self.entries).filter(|(_, entry)| entry.is_occupied());
        occupied.map(|(index, entry)| (entry.key(index), &entry.value))
    }
}

/// The generation of an occupied slot, which is odd already; this only says so.
#[inline(always)]
const fn odd(generation: u32) -> NonZeroU32 {
    match NonZeroU32::new(generation | 1) {
        Some(odd) => odd,
        None => NonZeroU32::MIN,
    }
}

impl<T, A> Entry<T, A> {
    /// The key of its value, which lives.
    #[inline(always)]
    fn key<K>(&self, index: u32) -> Key<K> {
        Key { index, generation: odd(self.generation), kind: PhantomData }
    }

    #[inline(always)]
    const fn is_occupied(&self) -> bool {
        self.generation & 1 == 1
    }
}

impl<T: Copy, K, A: Copy> Index<Key<K>> for Slots<T, K, A> {
    type Output = T;

    /// # Panics
    /// If the value no longer lives.
    #[inline]
    #[allow(clippy::expect_used, reason = "as with any index, the caller knows that the value lives")]
    fn index(&self, key: Key<K>) -> &T {
        self.get(key).expect("a key of a living value")
    }
}

impl<T: Copy, K, A: Copy> IndexMut<Key<K>> for Slots<T, K, A> {
    #[inline]
    #[allow(clippy::expect_used, reason = "as with any index, the caller knows that the value lives")]
    fn index_mut(&mut self, key: Key<K>) -> &mut T {
        self.get_mut(key).expect("a key of a living value")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    enum Thing {}

    #[test]
    fn a_key_names_nothing_after_its_value_is_removed() {
        let mut slots: Slots<&str, Thing> = Slots::new("");
        let a = slots.insert("a");
        assert_eq!(slots.remove(a), Some("a"));
        assert_eq!(slots.remove(a), None);
        let b = slots.insert("b");
        assert_eq!((a.index(), a == b), (b.index(), false));
        assert_eq!((slots.get(a), slots.get(b)), (None, Some(&"b")));
        assert_eq!(slots.at(b.index()), Some((b, &"b")));
    }

    #[test]
    fn the_slot_freed_last_is_used_first() {
        let mut slots: Slots<u8, Thing> = Slots::new(0);
        let keys = [1, 2, 3].map(|n| slots.insert(n));
        slots.remove(keys[0]);
        slots.remove(keys[2]);
        assert_eq!((slots.len(), slots.iter().map(|(_, n)| *n).collect::<Vec<_>>()), (1, vec![2]));
        assert_eq!([slots.insert(4).index(), slots.insert(5).index(), slots.insert(6).index()], [2, 0, 3]);
        slots[keys[1]] = 7;
        assert_eq!(slots[keys[1]], 7);
    }

    #[test]
    fn an_absent_key_takes_no_room() {
        assert_eq!(size_of::<Option<Key<Thing>>>(), 8);
    }
}
