//! The trace as a file: each fact as it happens, one JSON object per line.

use crate::cli::out_file::OutFile;
use carteiro::model::Model;
use carteiro::observe::Tally;
use carteiro::trace::{Fact, FactId, Observer};
use carteiro::view::facts::Named;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// An observer that writes each fact to a file and feeds a [`Tally`].
pub struct TraceFile {
    model: Arc<Model>,
    tally: Tally,
    out: OutFile,
    facts: u32,
    failed: Option<io::Error>,
}

impl TraceFile {
    /// Begins the file; an existing one is replaced when it is finished.
    pub fn create(path: &Path, model: &Arc<Model>) -> io::Result<TraceFile> {
        Ok(TraceFile {
            model: Arc::clone(model),
            tally: Tally::new(model),
            out: OutFile::replacing(path)?,
            facts: 0,
            failed: None,
        })
    }

    /// Finishes the file and returns the tally, or the first error of writing, which leaves no file.
    pub fn finish(self) -> io::Result<Tally> {
        match self.failed {
            Some(error) => Err(error),
            None => self.out.finish().map(|()| self.tally),
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
