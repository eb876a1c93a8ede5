//! The log of commands: what was done by hand, and where in the run.

use crate::base::time::Time;
use crate::model::Command;

/// A command with its place in the run: given at `at`, after `events` events.
#[derive(Clone, PartialEq, Debug)]
pub struct LoggedCommand {
    /// The instant.
    pub at: Time,
    /// Events executed before it; more than one event may share the instant.
    pub events: u64,
    /// What was commanded.
    pub command: Command,
}
