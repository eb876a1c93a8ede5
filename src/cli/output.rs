//! Printing an answer, and how a command ends.

use crate::cli::lang::Lang;
use crate::cli::refusal::Refusal;
use std::io::{self, Write};

/// How a command ended that could be carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    Well,
    /// A claim does not hold.
    ClaimFell,
    /// What was played again is not what was recorded.
    OtherRun,
}

/// Prints an answer. Whoever reads may stop reading: that is no error. What a scenario's texts hold must not command
/// the terminal.
pub fn print(text: &str, lang: Lang) -> Result<End, Refusal> {
    let text: String = text.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect();
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Refusal::unwritable("stdout", &error, lang)),
        _ => Ok(End::Well),
    }
}
