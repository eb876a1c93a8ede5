//! The log of commands: each with its position in the run and its text.

use crate::base::time::Time;
use crate::model::Command;

/// A command with its position in the run: given at `at`, after `events` events.
#[derive(Clone, PartialEq, Debug)]
pub struct CommandRecord {
    pub at: Time,
    /// Events executed before it; more than one event may share the instant.
    pub events: u64,
    pub command: Command,
    /// The command as written, in JSON.
    pub text: Box<str>,
}
