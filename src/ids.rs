//! Names of things inside one model: small integers that cannot be mixed up.

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

/// An order's number, from 1 in the order of placing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct OrderId(pub u32);

/// A message's number, from 1 in the order of creation; never used again within a run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessageId(pub u32);
