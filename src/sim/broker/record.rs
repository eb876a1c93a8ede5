//! A record of a log: what was published stays, numbered by offsets from 0, for every group to read and to read again.

use crate::base::ids::OrderId;
use crate::base::time::Time;

/// What was published, as a log keeps it; its offset is its position. As a message of a group it gets a life of its own.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// The order it is about.
    pub order: OrderId,
    /// The publishing site.
    pub site: u16,
    /// The name of its draws.
    pub lineage: u32,
    /// When the topic took it.
    pub published: Time,
}
