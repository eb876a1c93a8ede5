//! Files of rows, one a run: written in order, and continued where an earlier attempt was interrupted.

use crate::cli::lang::Lang;
use crate::cli::problem::CliProblem;
use crate::cli::refusal::Refusal;
use carteiro::lab::lines::{self, FIRST, cells, header, object};
use carteiro::lab::plan::Plan;
use carteiro::lab::problem::LabProblem;
use carteiro::lab::row::Row;
use carteiro::problem::{Problem, Word};
use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The form of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A header, then a line a row.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

impl Form {
    fn of(path: &Path) -> Form {
        let ndjson = path.extension().is_some_and(|end| end == "ndjson" || end == "jsonl");
        if ndjson { Form::Ndjson } else { Form::Csv }
    }
}

/// A file of rows that is being written, as `FILE.part` until it is whole.
pub struct RowsFile {
    form: Form,
    out: BufWriter<File>,
    part: PathBuf,
    place: PathBuf,
}

impl RowsFile {
    /// Opens the file of a plan's rows. `each` gets the rows that are there already.
    ///
    /// # Errors
    /// It cannot be written, or holds rows of another plan.
    pub fn open(place: &Path, plan: &Plan, lang: Lang, mut each: impl FnMut(Row)) -> Result<RowsFile, Refusal> {
        let unwritable = |error: io::Error| Refusal::unwritable(&place.to_string_lossy(), &error, lang);
        let form = Form::of(place);
        let mut name = place.file_name().map(OsString::from).unwrap_or_default();
        name.push(".part");
        let part = place.with_file_name(name);
        // What is whole was written under its own name; it is read again, so that a plan that changed is noticed.
        if place.exists() && !part.exists() {
            fs::rename(place, &part).map_err(unwritable)?;
        }
        let read = |file: &Path, each: &mut dyn FnMut(Row)| {
            read_rows(file, form, plan, true, each).map_err(|error| error.refusal(place, lang))
        };
        let good = if part.exists() { read(&part, &mut each) } else { Ok(0) };
        let good = match good {
            Ok(good) => good,
            Err(refusal) => {
                // Nothing is lost: the rows of the other plan keep their name.
                if !place.exists() {
                    fs::rename(&part, place).map_err(unwritable)?;
                }
                return Err(refusal);
            }
        };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&part).map_err(unwritable)?;
        // A line that was torn by the interruption is written again.
        file.set_len(good).map_err(unwritable)?;
        let mut out = BufWriter::new(file);
        out.seek(SeekFrom::Start(good)).map_err(unwritable)?;
        let mut rows = RowsFile { form, out, part, place: place.to_owned() };
        if good == 0 && form == Form::Csv {
            rows.line(&header(plan)).map_err(unwritable)?;
        }
        Ok(rows)
    }

    /// Adds a row.
    pub fn write(&mut self, plan: &Plan, row: &Row) -> io::Result<()> {
        match self.form {
            Form::Csv => self.line(&cells(plan, row)),
            Form::Ndjson => writeln!(self.out, "{}", object(plan, row)),
        }
    }

    fn line(&mut self, cells: &[String]) -> io::Result<()> {
        self.out.write_all(lines::csv(cells).as_bytes())
    }

    /// Makes sure that what was written is on the disk, so that it need not be computed again.
    pub fn save(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Ends the file, which gets its own name.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        fs::rename(&self.part, &self.place)
    }
}

/// Why rows cannot be read.
enum ReadError {
    Io(io::Error),
    Rows(Problem),
}

impl ReadError {
    fn refusal(self, path: &Path, lang: Lang) -> Refusal {
        let name = path.to_string_lossy();
        match self {
            ReadError::Rows(problem) => Refusal::of(problem, lang).within(&name),
            ReadError::Io(error) => {
                let detail = Word::detail(&crate::cli::lang::io_words(&error, lang));
                Refusal::of(CliProblem::Unreadable { file: Word::of(&name), detail }.into(), lang)
            }
        }
    }
}

/// Reads a file of rows.
///
/// # Errors
/// It cannot be read, or a line of it is no row of the plan.
pub fn read(path: &Path, plan: &Plan, lang: Lang, mut each: impl FnMut(Row)) -> Result<(), Refusal> {
    let rows = read_rows(path, Form::of(path), plan, false, &mut each);
    rows.map(|_| ()).map_err(|error| error.refusal(path, lang))
}

/// Reads the rows of a file, and returns how many of its bytes they are. A last line without its end is `torn`, or an error.
fn read_rows(
    path: &Path,
    form: Form,
    plan: &Plan,
    may_be_torn: bool,
    each: &mut dyn FnMut(Row),
) -> Result<u64, ReadError> {
    let mut file = BufReader::new(File::open(path).map_err(ReadError::Io)?);
    let (mut good, mut text) = (0, String::new());
    for line in 1.. {
        text.clear();
        let bytes = file.read_line(&mut text).map_err(ReadError::Io)?;
        if bytes == 0 || (may_be_torn && !text.ends_with('\n')) {
            break;
        }
        let bad = |detail: &str| ReadError::Rows(LabProblem::BadRow { line, detail: Word::detail(detail) }.into());
        let cells = match form {
            Form::Csv => csv_cells(&text).ok_or_else(|| bad("CSV"))?,
            Form::Ndjson => json_cells(&text, plan).ok_or_else(|| bad("JSON"))?,
        };
        if form == Form::Csv && line == 1 {
            if cells != header(plan) {
                return Err(ReadError::Rows(other_header(plan, &cells, line)));
            }
        } else {
            each(row(plan, &cells, line).map_err(ReadError::Rows)?);
        }
        good += bytes as u64;
    }
    Ok(good)
}

fn csv_cells(line: &str) -> Option<Vec<String>> {
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let mut record = StringRecord::new();
    reader.read_record(&mut record).ok()?.then(|| record.iter().map(str::to_owned).collect())
}

/// The cells of a row that is an object, in the order of the header.
fn json_cells(line: &str, plan: &Plan) -> Option<Vec<String>> {
    let object: Map<String, Value> = serde_json::from_str(line).ok()?;
    let cell = |name: String| {
        Some(match object.get(&name)? {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Bool(holds) => u8::from(*holds).to_string(),
            value => value.to_string(),
        })
    };
    header(plan).into_iter().map(cell).collect()
}

/// Rows whose columns are others, or of a plan of another name.
fn other_header(plan: &Plan, found: &[String], line: u64) -> Problem {
    if found.first().map(String::as_str) == Some(FIRST[0]) {
        return LabProblem::OtherPlan { found: Word::of("?"), plan: Word::of(&plan.hash) }.into();
    }
    LabProblem::BadRow { line, detail: Word::detail(&found.join(",")) }.into()
}

/// A row from its cells.
fn row(plan: &Plan, cells: &[String], line: u64) -> Result<Row, Problem> {
    let bad = |detail: &str| Problem::from(LabProblem::BadRow { line, detail: Word::detail(detail) });
    if cells.first() != Some(&plan.hash) {
        let found = Word::of(cells.first().map_or("", String::as_str));
        return Err(LabProblem::OtherPlan { found, plan: Word::of(&plan.hash) }.into());
    }
    let whole =
        |at: usize| cells.get(at).and_then(|cell| cell.parse::<u64>().ok()).ok_or_else(|| bad(&cells.join(",")));
    let (settings, measures, constraints) = (plan.spec.vary.len(), plan.measures.len(), plan.constraints.len());
    let (point, run) = (whole(1)?, whole(2)?);
    let from = FIRST.len() + settings;
    let point =
        usize::try_from(point).ok().filter(|point| *point < plan.points.len()).ok_or_else(|| bad(&cells.join(",")))?;
    let value = |at: usize| match cells.get(at).map(String::as_str) {
        Some("") => Ok(f64::NAN),
        cell => cell.and_then(|cell| cell.parse().ok()).ok_or_else(|| bad(&cells.join(","))),
    };
    Ok(Row {
        point,
        run,
        values: (from..from + measures).map(value).collect::<Result<_, _>>()?,
        holds: (from + measures..from + measures + constraints)
            .map(|at| Ok(whole(at)? == 1))
            .collect::<Result<_, Problem>>()?,
        events: whole(from + measures + constraints)?,
        at_rest: whole(from + measures + constraints + 1)? == 1,
    })
}
