//! Names of things inside one model: small integers that cannot be mixed up.

use std::num::NonZeroU32;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(pub u16);

        impl $name {
            /// The position in the model's list of such things.
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of the thing at `index`; the model's limits keep that below 65,536.
            pub const fn new(index: usize) -> $name {
                $name(index as u16)
            }
        }
    };
}

id!(
    /// A node: client, service or broker.
    NodeId
);
id!(
    /// A topic.
    TopicId
);
id!(
    /// A subscription of a topic.
    SubscriptionId
);
id!(
    /// An edge of synchronous calls, from one node to another.
    CallId
);
id!(
    /// A pool: the instances among which the calls of a step are spread.
    PoolId
);
id!(
    /// A kind of line in the ledger.
    EffectId
);
id!(
    /// A handler: the steps a node runs on one trigger.
    HandlerId
);

/// Some of a model's effects; there are at most 32.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct EffectSet(u32);

impl EffectSet {
    /// Whether the effect is one of them.
    #[inline]
    pub const fn has(self, effect: EffectId) -> bool {
        self.0 >> (effect.0 & 31) & 1 != 0
    }

    /// These and `more`.
    #[must_use]
    pub const fn with(self, more: EffectSet) -> EffectSet {
        EffectSet(self.0 | more.0)
    }

    /// These without `others`.
    #[must_use]
    pub const fn without(self, others: EffectSet) -> EffectSet {
        EffectSet(self.0 & !others.0)
    }

    /// How many they are.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// They, in the order of the model.
    pub fn iter(self) -> impl Iterator<Item = EffectId> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let first = rest.trailing_zeros();
            rest &= rest.wrapping_sub(1);
            (first < 32).then_some(EffectId(first as u16))
        })
    }
}

impl FromIterator<EffectId> for EffectSet {
    fn from_iter<I: IntoIterator<Item = EffectId>>(effects: I) -> EffectSet {
        EffectSet(effects.into_iter().fold(0, |set, effect| set | 1 << (effect.0 & 31)))
    }
}

/// A record's place in a log, from 0. Kept as one more, so that a message that may have one is no larger for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Offset(NonZeroU32);

impl Offset {
    /// The offset of the record at `index`.
    pub const fn new(index: u32) -> Offset {
        Offset(NonZeroU32::MIN.saturating_add(index))
    }

    /// The record's index.
    pub const fn get(self) -> u32 {
        self.0.get() - 1
    }
}

/// An order's number, from 1 in the order of placing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct OrderId(pub u32);

/// A message's number, from 1 in the order of creation; never used again within a run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessageId(pub u32);
