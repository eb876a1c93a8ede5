//! What consumers have fetched from a queue that keeps its order, and no worker has taken up yet.

use crate::sim::keys::Receipt;

/// Hand-outs in the order in which they were made. One that is no longer in force, or that a worker has taken up, stays
/// until it is come across, so that only handing out keeps the list: a queue that does not keep its order never does.
#[derive(Clone, Default, Debug)]
pub struct Fetched {
    handed_out: Vec<Receipt>,
    /// Length at which the list is tidied.
    full: usize,
}

impl Fetched {
    /// Shortest list that is worth tidying.
    const LEAST_FULL: usize = 64;

    /// A list of these hand-outs, in the order of their tags.
    pub fn of(handed_out: Vec<Receipt>) -> Fetched {
        let full = handed_out.len() * 2;
        Fetched { handed_out, full }
    }

    /// Memory of the list, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.handed_out)
    }

    /// Adds the latest hand-out.
    pub fn push(&mut self, receipt: Receipt) {
        self.handed_out.push(receipt);
    }

    /// Whether to tidy the list before adding to it.
    pub fn is_full(&self) -> bool {
        self.handed_out.len() >= self.full.max(Fetched::LEAST_FULL)
    }

    /// Forgets the hand-outs that no longer wait. Returns how many were looked at; since the list is then full only at
    /// twice its length, that is a constant number for each hand-out.
    pub fn tidy(&mut self, waits: impl Fn(Receipt) -> bool) -> usize {
        let looked_at = self.handed_out.len();
        self.handed_out.retain(|receipt| waits(*receipt));
        self.full = self.handed_out.len() * 2;
        looked_at
    }

    /// Removes the latest hand-out, if it was made after the one with this tag.
    pub fn pop_after(&mut self, tag: u32) -> Option<Receipt> {
        self.handed_out.pop_if(|receipt| receipt.tag > tag)
    }

    /// All hand-outs of the list, those that no longer wait included.
    pub fn iter(&self) -> impl Iterator<Item = Receipt> {
        self.handed_out.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::slots::Slots;
    use crate::sim::keys::MessageSlot;

    /// So many hand-outs, with tags from 1.
    fn receipts(count: u32) -> Vec<Receipt> {
        let mut messages: Slots<(), MessageSlot> = Slots::new(());
        (1..=count).map(|tag| Receipt { message: messages.insert(()), tag }).collect()
    }

    #[test]
    fn what_was_handed_out_after_a_message_comes_back_newest_first() {
        let mut fetched = Fetched::of(receipts(4));
        let mut after = |tag| fetched.pop_after(tag).map(|receipt| receipt.tag);
        assert_eq!([after(2), after(2), after(2)], [Some(4), Some(3), None], "not the message itself");
    }

    #[test]
    fn tidying_keeps_what_waits_and_is_due_at_twice_that() {
        let mut fetched = Fetched::default();
        for receipt in receipts(200) {
            assert_eq!(fetched.is_full(), fetched.iter().count() >= 64, "the shortest list worth tidying");
            fetched.push(receipt);
        }
        assert_eq!(fetched.tidy(|receipt| receipt.tag > 100), 200, "all were looked at");
        assert!(fetched.iter().map(|receipt| receipt.tag).eq(101..=200));
        for receipt in receipts(100) {
            assert!(!fetched.is_full());
            fetched.push(receipt);
        }
        assert!(fetched.is_full());
        let mut made = Fetched::of(receipts(100));
        for receipt in receipts(100) {
            assert!(!made.is_full());
            made.push(receipt);
        }
        assert!(made.is_full());
    }
}
