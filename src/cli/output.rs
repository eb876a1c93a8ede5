//! Printing the result of a command, and how it ends.

use crate::cli::lang::Lang;
use crate::cli::out_file::OutFile;
use crate::cli::refusal::Refusal;
use std::io::{self, Write};
use std::path::Path;

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

/// Writes a text to a file, in the place of the one of that name, or to stdout where the path is `-`.
pub fn save(path: &Path, text: &str, lang: Lang) -> Result<End, Refusal> {
    if path.as_os_str() == "-" {
        return print(text, lang);
    }
    let written = OutFile::replacing(path).and_then(|file| file.written(text));
    written.map(|()| End::Well).map_err(|error| Refusal::unwritable(&path.to_string_lossy(), &error, lang))
}
