//! A file that is written whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file being written. Until [`OutFile::finish`] an old one stays as it was; if that is never reached, nothing is left
/// behind: a full disk makes no half file.
pub struct OutFile {
    out: BufWriter<File>,
    /// What is written to and removed unless finished; `None` for a device or a pipe.
    unfinished: Option<PathBuf>,
    /// The name that it gets at the end.
    place: PathBuf,
}

impl OutFile {
    /// Begins a file where there is none.
    ///
    /// # Errors
    ///
    /// Something of that name exists, or the folder cannot be written to.
    pub fn new(place: &Path) -> io::Result<OutFile> {
        OutFile::begun(place.to_owned(), place)
    }

    /// Begins a file that will replace the one of that name: it is written beside it. A link stays, and what it points to
    /// is replaced. A device or a pipe is written to as it is.
    ///
    /// # Errors
    ///
    /// It may not be written to, or nothing can be created beside it.
    pub fn replacing(place: &Path) -> io::Result<OutFile> {
        let old = match OpenOptions::new().write(true).open(place) {
            Ok(old) => old,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return OutFile::beside(place),
            Err(error) => return Err(error),
        };
        let facts = old.metadata()?;
        if !facts.is_file() {
            return Ok(OutFile { out: BufWriter::new(old), unfinished: None, place: place.to_owned() });
        }
        let file = OutFile::beside(&place.canonicalize()?)?;
        file.out.get_ref().set_permissions(facts.permissions())?;
        Ok(file)
    }

    /// Begins a file under another name in the same folder. The process's number keeps two programs apart.
    fn beside(place: &Path) -> io::Result<OutFile> {
        let mut name = place.file_name().map(OsString::from).unwrap_or_default();
        name.push(format!(".{}.part", std::process::id()));
        OutFile::begun(place.with_file_name(name), place)
    }

    fn begun(path: PathBuf, place: &Path) -> io::Result<OutFile> {
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        Ok(OutFile { out: BufWriter::new(file), unfinished: Some(path), place: place.to_owned() })
    }

    /// Writes a whole text and ends the file.
    ///
    /// # Errors
    ///
    /// Something could not be written; nothing is left then.
    pub fn written(mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.finish()
    }

    /// Ends the file: what was written is on the disk, and has the name that was asked for.
    ///
    /// # Errors
    ///
    /// Something could not be written; nothing is left then.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        if let Some(path) = &self.unfinished {
            self.out.get_ref().sync_all()?;
            if *path != self.place {
                fs::rename(path, &self.place)?;
            }
            self.unfinished = None;
        }
        Ok(())
    }
}

impl Write for OutFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for OutFile {
    fn drop(&mut self) {
        if let Some(path) = &self.unfinished {
            // Whoever dropped it has an error to tell already.
            let _ = fs::remove_file(path);
        }
    }
}
