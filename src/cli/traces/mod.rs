//! A run's facts in the forms that other people's tools open.

pub mod file;
mod mermaid;
mod otlp;
mod perfetto;
mod runs;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
mod traced;

use crate::cli::arguments::TraceForm;
use carteiro::base::ids::OrderId;
use carteiro::view::facts::Named;
use std::io::{self, Write};
use traced::Traced;

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
