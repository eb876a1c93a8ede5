//! From JSON text to a [`Spec`]: every error of the parser becomes a problem with a path and a remedy.

use crate::scenario::limits;
use crate::scenario::problem::{Problem, Word};
use crate::scenario::problem_kind::ProblemKind;
use crate::scenario::spec::Spec;
use crate::time::SpanError;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use std::fmt::Display;

/// Reads a scenario file, without checking what it says.
///
/// # Errors
/// The file is too large, is not JSON, or is not of the format's shape.
pub fn parse(json: &str) -> Result<Spec, Problem> {
    from_json(json)
}

/// Reads any of the format's values: a scenario, a command, a retry policy.
///
/// # Errors
/// As [`parse`].
pub fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, Problem> {
    if json.len() > limits::FILE_BYTES {
        return Err(ProblemKind::FileTooBig { bytes: json.len(), most: limits::FILE_BYTES }.into());
    }
    // Some editors begin a file with a byte order mark; JSON has none.
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| json_problem(error.path(), error.inner()))?;
    deserializer.end().map_err(|error| json_problem(&"", &error))?;
    Ok(value)
}

/// What serde_json found wrong.
fn json_problem(path: &dyn Display, error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let whole = error.to_string();
    let detail = whole.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&whole);
    let kind = match error.classify() {
        Category::Data => return shape_problem(path, detail),
        Category::Eof => ProblemKind::Truncated { line, column },
        Category::Syntax | Category::Io if detail.starts_with("recursion limit") => {
            ProblemKind::TooDeep { line, column }
        }
        Category::Syntax | Category::Io if detail == "number out of range" => ProblemKind::HugeNumber {},
        Category::Syntax | Category::Io => ProblemKind::Syntax { line, column, detail: Word::detail(detail) },
    };
    Problem::new(place(path), kind)
}

/// A path as serde_path_to_error writes it, without its signs for the document itself (`.`) and the unknown (`?`).
fn place(path: &dyn Display) -> String {
    path.to_string().trim_end_matches(['.', '?']).to_owned()
}

/// What serde found wrong in JSON that is well-formed: `detail` is its English sentence, whose beginnings are stable.
fn shape_problem(path: &dyn Display, detail: &str) -> Problem {
    let path = place(path);
    let quoted = detail.split('`').nth(1).unwrap_or_default();
    let known = || Word::list(detail.split('`').skip(3).step_by(2));
    let field = Word::of(quoted);
    if detail.starts_with("unknown field") {
        return Problem::new(inner(&path, quoted), ProblemKind::UnknownField { field, known: known() });
    }
    if detail.starts_with("duplicate field") {
        return Problem::new(inner(&path, quoted), ProblemKind::RepeatedField { field });
    }
    if detail.starts_with("missing field") {
        return Problem::new(inner(&path, quoted), ProblemKind::MissingField { field });
    }
    let kind = if detail.starts_with("unknown variant") {
        ProblemKind::UnknownWord { word: field, known: known() }
    } else if detail == SpanError::Malformed.to_string() {
        ProblemKind::BadDuration {}
    } else if detail == SpanError::TooLong.to_string() {
        ProblemKind::DurationTooLong {}
    } else if detail.starts_with("invalid value: integer") {
        ProblemKind::WrongNumber { number: field }
    } else if let Some((found, expected)) = mismatch(detail) {
        wrong_type(found, expected)
    } else {
        ProblemKind::WrongValue { detail: Word::detail(detail) }
    };
    Problem::new(path, kind)
}

/// The path of `field` in the object at `path`; the parser names sometimes the one, sometimes the other.
fn inner(path: &str, field: &str) -> String {
    let ends_with_field = path.strip_suffix(field).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    if ends_with_field {
        path.to_owned()
    } else if path.is_empty() {
        field.to_owned()
    } else {
        format!("{path}.{field}")
    }
}

/// What serde found and what it expected, when that is its complaint.
fn mismatch(detail: &str) -> Option<(&str, &str)> {
    detail.strip_prefix("invalid type: ")?.split_once(", expected ")
}

/// serde's words for types, and how a person says them in English and in Portuguese. A word stands before its prefixes.
const TYPES: [(&str, &str, &str); 18] = [
    ("string or map", "a word or an object", "uma palavra ou um objeto"),
    ("string", "a text", "um texto"),
    ("a string", "a text", "um texto"),
    ("integer", "a number", "um número"),
    ("floating point", "a number with a fraction", "um número com fração"),
    ("boolean", "true or false", "true ou false"),
    ("a boolean", "true or false", "true ou false"),
    ("null", "null", "null"),
    ("unit", "null", "null"),
    ("sequence", "a list", "uma lista"),
    ("a sequence", "a list", "uma lista"),
    ("map", "an object", "um objeto"),
    ("struct", "an object", "um objeto"),
    ("u16", "a whole number", "um número inteiro"),
    ("u32", "a whole number", "um número inteiro"),
    ("u64", "a whole number", "um número inteiro"),
    ("f64", "a number", "um número"),
    ("a duration", "a duration such as \"250ms\"", "uma duração como \"250ms\""),
];

fn wrong_type(found: &str, expected: &str) -> ProblemKind {
    let say = |word: &str| {
        let known = TYPES.iter().find(|(theirs, ..)| word.starts_with(theirs));
        known.map_or((Word::of(word), Word::of(word)), |(_, en, pt)| (Word::of(en), Word::of(pt)))
    };
    let ((found, achado), (expected, esperado)) = (say(found), say(expected));
    ProblemKind::WrongType { found, expected, achado, esperado }
}
