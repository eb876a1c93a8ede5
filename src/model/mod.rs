//! The model of a validated scenario: every reference is a valid index, every value is in range.
//!
//! It knows nothing of the file it came from; [`crate::scenario`] builds it.

pub mod bounds;
pub mod call;
pub mod claim;
pub mod command;
pub mod delivery;
mod forms;
pub mod graph;
pub mod handler;
pub mod ingress;
pub mod lesson;
pub mod limits;
pub mod machine;
pub mod measure;
mod names;
pub mod needs;
pub mod node;
pub mod pool;
pub mod presets;
pub mod problem;
mod returns;
pub mod routing;
pub mod terms;
pub mod topic;
pub mod words;

pub use call::{AllOut, Bulkhead, Call, CallPolicy, Ejection, Parallel};
pub use command::{Command, CrashPoint, Harm, Health, Held, InForce, Start, Tamper, TimedCommand};
pub use delivery::{Ack, Commit, Counts, CrashReturns, DeadLetter, Delivery, Duplicates, Fetch, Inbox, MaxLength};
pub use delivery::{Ordering, Overflow, Prefetch, PrefetchPer, Requeue, Window};
pub use graph::{Effect, Model};
pub use handler::{Handler, Otherwise, Step, StepFailures, Via};
pub use node::{Arrivals, Client, Crashes, Gateway, Kind, Node, NodeKind, Overload, Rate, Replicas, Service};
pub use returns::{CrashCharges, GiveUp, LateAck, Lease, Renewal, RetryAs, Stale};
pub use routing::{Binding, Pattern};
pub use terms::Terms;
pub use topic::{Consumer, Notice, Subscription, Topic, TopicKey};
pub use words::OrderWords;
