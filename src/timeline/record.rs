//! The log of commands: each with its position in the run and as it was written.

use crate::base::time::Time;
use crate::model::Command;

/// A command with its position in the run: given at `at`, after `events` events.
#[derive(Clone, PartialEq, Debug)]
pub struct CommandRecord {
    /// The instant.
    pub at: Time,
    /// Events executed before it; more than one event may share the instant.
    pub events: u64,
    /// What was commanded.
    pub command: Command,
    /// The same as it was written.
    pub text: Box<str>,
}
