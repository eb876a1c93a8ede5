//! The trace as a file: each fact as it happens, one JSON object a line.

use carteiro::model::Model;
use carteiro::observe::Tally;
use carteiro::trace::{Fact, FactId, Observer};
use carteiro::view::facts::Named;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

/// Counts as a [`Tally`] does, and writes.
pub struct TraceFile {
    model: Arc<Model>,
    tally: Tally,
    out: BufWriter<File>,
    facts: u32,
    failed: Option<io::Error>,
}

impl TraceFile {
    /// An empty file, in the place of what was there.
    pub fn create(path: &Path, model: &Arc<Model>) -> io::Result<TraceFile> {
        Ok(TraceFile {
            model: Arc::clone(model),
            tally: Tally::new(model),
            out: BufWriter::new(File::create(path)?),
            facts: 0,
            failed: None,
        })
    }

    /// Writes the rest; what was counted, unless something could not be written.
    pub fn finish(mut self) -> io::Result<Tally> {
        match self.failed {
            Some(error) => Err(error),
            None => self.out.flush().map(|()| self.tally),
        }
    }
}

impl Observer for TraceFile {
    fn record(&mut self, fact: Fact) -> FactId {
        self.tally.note(&fact);
        let id = FactId(self.facts);
        self.facts += 1;
        if self.failed.is_none() {
            let line = Named { model: &self.model, index: id.0 as usize, fact: &fact };
            let written = serde_json::to_writer(&mut self.out, &line).map_err(io::Error::from);
            self.failed = written.and_then(|()| self.out.write_all(b"\n")).err();
        }
        id
    }
}
