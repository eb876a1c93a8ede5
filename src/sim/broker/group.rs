//! Consumer groups of a log with several partitions: which consumer owns which partition, and how they move.

use crate::trace::FactId;

/// The partitions of a log, as its consumers share them; empty where there is only one.
#[derive(Clone, Default, Debug)]
pub struct Group {
    /// By partition, the position of the consumer that owns it; `None` while nobody is there.
    pub owners: Vec<Option<u16>>,
    /// The consumers that belong, as bits by position.
    pub(super) members: u64,
    /// The fact by which a rebalance began, until every member has finished what it has.
    pub(super) rebalancing: Option<FactId>,
}

impl Group {
    /// All consumers belong from the start. One partition needs no sharing.
    pub fn new(partitions: u32, consumers: usize) -> Group {
        if partitions == 1 {
            return Group::default();
        }
        let members = u64::MAX >> (64 - consumers.clamp(1, 64));
        Group { owners: range(partitions as usize, members), members, rebalancing: None }
    }

    /// Whether its log has several partitions.
    pub const fn is_shared(&self) -> bool {
        !self.owners.is_empty()
    }

    /// Whether it waits until its members have finished what they have.
    pub const fn is_rebalancing(&self) -> bool {
        self.rebalancing.is_some()
    }
}

/// Kafka's range assignor for one topic: the members, in order, get equal parts of the partitions in a row, and the first
/// ones get one more where that does not come out even.
pub fn range(partitions: usize, members: u64) -> Vec<Option<u16>> {
    let members: Vec<u16> = (0..64).filter(|k| members >> k & 1 == 1).collect();
    if members.is_empty() {
        return vec![None; partitions];
    }
    let (each, more) = (partitions / members.len(), partitions % members.len());
    let parts = members.iter().enumerate().map(|(nth, member)| (*member, each + usize::from(nth < more)));
    parts.flat_map(|(member, part)| std::iter::repeat_n(Some(member), part)).collect()
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn members_get_equal_ranges_and_the_first_ones_one_more() {
        let owners =
            |partitions, members| range(partitions, members).into_iter().map(|o| o.unwrap()).collect::<Vec<_>>();
        assert_eq!(owners(6, 0b111), [0, 0, 1, 1, 2, 2]);
        assert_eq!(owners(7, 0b101), [0, 0, 0, 0, 2, 2, 2]);
        assert_eq!(owners(2, 0b1110), [1, 2], "the third has nothing to do");
        assert_eq!(range(2, 0), [None, None]);
    }
}
