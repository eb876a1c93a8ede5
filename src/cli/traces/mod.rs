//! A run's facts in the forms that other people's tools open.

mod file;
mod mermaid;
mod otlp;
mod perfetto;
mod runs;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;

pub use file::TraceFile;

use crate::cli::arguments::TraceForm;
use crate::cli::lang::Lang;
use carteiro::base::ids::OrderId;
use carteiro::model::Model;
use carteiro::trace::{Fact, Reason};
use carteiro::view::facts::Named;
use std::io::{self, Write};

/// What a trace is of.
pub struct Traced<'a> {
    pub model: &'a Model,
    pub seed: u64,
    /// All facts of the run, in order: each cause is an index here.
    pub facts: &'a [Fact],
    pub lang: Lang,
}

impl TraceForm {
    /// Writes a whole trace; of a sequence diagram that of `order`.
    pub fn write(self, traced: &Traced, order: OrderId, out: &mut impl Write) -> io::Result<()> {
        match self {
            TraceForm::Facts => traced.facts.iter().enumerate().try_for_each(|(index, fact)| {
                serde_json::to_writer(&mut *out, &Named { model: traced.model, index, fact })?;
                out.write_all(b"\n")
            }),
            TraceForm::Perfetto => perfetto::write(traced, out),
            TraceForm::Otlp => otlp::write(traced, out),
            TraceForm::Mermaid => mermaid::write(traced, order, out),
        }
    }
}

/// A reason as the facts name it.
fn word(reason: Reason) -> String {
    serde_json::to_value(reason).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
