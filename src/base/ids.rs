//! Typed indices of the parts of a model, and the numbers of orders, messages and log records.

use crate::base::packed::packed;
use std::num::NonZeroU32;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(pub u16);

        impl $name {
            /// Index into the model's list of these.
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of the item at `index`; the model's limits keep the index below 65,536.
            pub const fn new(index: usize) -> $name {
                $name(index as u16)
            }
        }

        packed! { struct $name(index); }
    };
}

id!(
    /// A node: client, service, gateway or broker.
    NodeId
);
id!(TopicId);
id!(SubscriptionId);
id!(
    /// An edge of synchronous calls, from one node to another.
    CallId
);
id!(
    /// A pool: the instances among which a step spreads its calls.
    PoolId
);
id!(
    /// An effect: a kind of line in the ledger.
    EffectId
);
id!(
    /// A handler: the steps a node runs on one trigger.
    HandlerId
);

/// A set of a model's effects, of which there are at most 32.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct EffectSet(u32);

impl EffectSet {
    /// Whether the set contains `effect`.
    #[inline]
    pub const fn has(self, effect: EffectId) -> bool {
        self.0 >> (effect.0 & 31) & 1 != 0
    }

    /// The union with `more`.
    #[must_use]
    pub const fn with(self, more: EffectSet) -> EffectSet {
        EffectSet(self.0 | more.0)
    }

    /// The set without `others`.
    #[must_use]
    pub const fn without(self, others: EffectSet) -> EffectSet {
        EffectSet(self.0 & !others.0)
    }

    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The effects in model order.
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

/// Position of a record in a log, from 0. Stored plus one, so that `Option<Offset>` in a message takes no extra space.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Offset(NonZeroU32);

impl Offset {
    pub const fn new(index: u32) -> Offset {
        Offset(NonZeroU32::MIN.saturating_add(index))
    }

    /// The record's index, from 0.
    pub const fn get(self) -> u32 {
        self.0.get() - 1
    }
}

/// Number of an order, from 1 in the order of placing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct OrderId(pub u32);

/// Number of a message, from 1 in the order of creation; never reused within a run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessageId(pub u32);

packed! {
    struct EffectSet(bits);
    struct MessageId(number);
}
