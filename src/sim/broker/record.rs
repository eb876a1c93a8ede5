//! Records of a log: published messages stay, numbered by offsets from 0, for every group to read and reread.

use crate::base::ids::OrderId;
use crate::base::time::Time;

/// A published message as a log keeps it, at the index of its offset. Each group reads it as a
/// [`Message`](super::message::Message) of its own.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    pub order: OrderId,
    /// Publishing site.
    pub site: u16,
    /// Name of its draws.
    pub lineage: u32,
    /// When the topic took it.
    pub published: Time,
}
