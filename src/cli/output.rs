//! Printing the result of a command, and how it ends.

use crate::cli::lang::Lang;
use crate::cli::refusal::Refusal;
use std::io::{self, Write};

/// How a command that was carried out ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    Well,
    /// A claim does not hold.
    ClaimFell,
    /// The replayed run is not the recorded one.
    OtherRun,
}

/// Prints to stdout. A closed pipe is no error. Control characters are replaced, so that a scenario's texts cannot
/// command the terminal.
pub fn print(text: &str, lang: Lang) -> Result<End, Refusal> {
    let text: String = text.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect();
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Refusal::unwritable("stdout", &error, lang)),
        _ => Ok(End::Well),
    }
}
