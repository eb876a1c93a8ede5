//! Reads a scenario: a built-in one by its name, else a file, up to the size limit.

use crate::cli::lang::{Lang, io_words, pick};
use crate::cli::problem::CliProblem;
use crate::cli::refusal::Refusal;
use carteiro::grade::Rubric;
use carteiro::grade::notes::Notes;
use carteiro::json::problem::JsonProblem;
use carteiro::json::tree::Tree;
use carteiro::model::Model;
use carteiro::model::limits;
use carteiro::problem::Problem;
use carteiro::problem::Word;
use carteiro::scenario::{catalogue, load as parse};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Reads and checks the scenario of that name, or in that file.
pub fn load(name: &str, lang: Lang) -> Result<Model, Refusal> {
    parse(&json(name, lang)?).map_err(|problem| Refusal::of(problem, lang).within(name))
}

/// The text of the scenario of that name, or in that file.
pub fn json(name: &str, lang: Lang) -> Result<String, Refusal> {
    if let Ok(built_in) = built_in(name) {
        return Ok(built_in);
    }
    let path = Path::new(name);
    // Without a file, what looks like a name was meant as one.
    if !path.exists() && path.extension().is_none() && path.components().count() <= 1 {
        return Err(Refusal::of(no_such_scenario(name), lang));
    }
    text(name, lang)?.map_err(|problem| Refusal::of(problem, lang).within(name))
}

/// The text of the built-in scenario of that id.
pub fn built_in(id: &str) -> Result<String, Problem> {
    let found = catalogue().iter().find(|b| b.id == id).map(|b| b.json.to_owned());
    found.ok_or_else(|| no_such_scenario(id))
}

/// The teacher's notes on a built-in scenario; none on another.
pub fn notes(id: &str) -> Result<Option<Notes>, Problem> {
    catalogue().iter().find(|b| b.id == id).map(|b| Notes::read(b.notes)).transpose()
}

/// A rubric with the notes on the built-in lesson that it is in, if it is in one.
pub fn noted(rubric: Rubric) -> Result<Rubric, Problem> {
    let Tree::Text(id) = &rubric.task().scenario else { return Ok(rubric) };
    Ok(match notes(id)? {
        Some(notes) => rubric.with_notes(notes),
        None => rubric,
    })
}

/// The problem of an id that no built-in scenario has.
pub fn no_such_scenario(id: &str) -> Problem {
    let known = Word::list(catalogue().iter().map(|b| b.id));
    CliProblem::NoSuchScenario { id: Word::of(id), known }.into()
}

/// Reads the text of a file. The outer error is why it cannot be read, the inner that it exceeds the size limit.
pub fn text(file: &str, lang: Lang) -> Result<Result<String, Problem>, Refusal> {
    most(Path::new(file), limits::FILE_BYTES, lang).map_err(|problem| Refusal::of(problem, lang))
}

/// As [`text`], with another limit, and a problem as the outer error.
pub fn most(file: &Path, bytes: usize, lang: Lang) -> Result<Result<String, Problem>, Problem> {
    read(file, bytes, lang).map_err(|detail| {
        CliProblem::Unreadable { file: Word::of(file.display()), detail: Word::detail(&detail) }.into()
    })
}

/// As [`text`], with the reason alone as the outer error.
fn read(path: &Path, most: usize, lang: Lang) -> Result<Result<String, Problem>, String> {
    let words = |error: io::Error| io_words(&error, lang);
    let file = File::open(path).map_err(words)?;
    let facts = file.metadata().map_err(words)?;
    if facts.is_dir() {
        return Err(pick(lang, "it is a directory", "é um diretório").to_owned());
    }
    let too_big = |bytes: usize| Ok(Err(JsonProblem::FileTooBig { bytes, most }.into()));
    if facts.len() > most as u64 {
        return too_big(usize::try_from(facts.len()).unwrap_or(usize::MAX));
    }
    // A pipe or a device has no size beforehand.
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(words)?;
    if bytes.len() > most {
        return too_big(bytes.len());
    }
    String::from_utf8(bytes).map(Ok).map_err(|error| {
        let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count();
        match lang {
            Lang::En => format!("line {line} is not text in UTF-8"),
            Lang::PtBr => format!("a linha {line} não é texto em UTF-8"),
        }
    })
}

/// Whether two paths lead to one file, by another spelling or a link of either kind.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    identity(one).is_some_and(|file| identity(other) == Some(file))
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<impl PartialEq + use<>> {
    use std::os::unix::fs::MetadataExt;
    path.metadata().ok().map(|facts| (facts.dev(), facts.ino()))
}

/// Without hard links, which the standard library does not tell here.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<impl PartialEq + use<>> {
    path.canonicalize().ok()
}
