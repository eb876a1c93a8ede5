//! The trace as a file, or on the standard output.

use super::mermaid;
use super::traced::Traced;
use crate::cli::arguments::{TraceArguments, TraceForm};
use crate::cli::lang::Lang;
use crate::cli::out_file::OutFile;
use crate::cli::refusal::Refusal;
use carteiro::base::ids::OrderId;
use carteiro::model::Model;
use carteiro::observe::Tally;
use carteiro::trace::{Fact, FactId, Observer};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// An observer that keeps every fact for a trace, and feeds a [`Tally`].
pub struct TraceFile<'a> {
    arguments: &'a TraceArguments,
    path: &'a Path,
    model: Arc<Model>,
    /// `None`: the standard output.
    out: Option<OutFile>,
    tally: Tally,
    facts: Vec<Fact>,
}

impl<'a> TraceFile<'a> {
    /// Begins the file; an existing one is replaced when it is finished.
    pub fn create(
        path: &'a Path,
        arguments: &'a TraceArguments,
        model: &Arc<Model>,
        lang: Lang,
    ) -> Result<TraceFile<'a>, Refusal> {
        let out = if path.as_os_str() == "-" { Ok(None) } else { OutFile::replacing(path).map(Some) };
        Ok(TraceFile {
            arguments,
            path,
            model: Arc::clone(model),
            out: out.map_err(|error| unwritable(path, &error, lang))?,
            tally: Tally::new(model),
            facts: Vec::new(),
        })
    }

    /// Writes the trace of the run with that seed, and returns the tally. After an error there is no file.
    pub fn finish(self, seed: u64, lang: Lang) -> Result<Tally, Refusal> {
        let TraceArguments { trace_as: form, order, .. } = *self.arguments;
        if form == TraceForm::Mermaid && !mermaid::has(&self.facts, OrderId(order)) {
            return Err(Refusal::no_such_order(order, lang));
        }
        let traced = Traced { model: &self.model, seed, facts: &self.facts, lang };
        let written = match self.out {
            Some(mut out) => form.write(&traced, OrderId(order), &mut out).and_then(|()| out.finish()),
            None => print(form, &traced, OrderId(order)),
        };
        written.map(|()| self.tally).map_err(|error| unwritable(self.path, &error, lang))
    }
}

/// A closed pipe is no error.
fn print(form: TraceForm, traced: &Traced, order: OrderId) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match form.write(traced, order, &mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

fn unwritable(path: &Path, error: &io::Error, lang: Lang) -> Refusal {
    Refusal::unwritable(&path.to_string_lossy(), error, lang)
}

impl Observer for TraceFile<'_> {
    fn record(&mut self, fact: Fact) -> FactId {
        self.tally.note(&fact);
        self.facts.push(fact);
        FactId(self.facts.len() as u32 - 1)
    }
}
