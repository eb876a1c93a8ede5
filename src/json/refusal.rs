//! Refusals: why a JSON value cannot be read as a type, in the terms of serde.

use crate::base::time::SpanError;
use crate::json::problem::{JsonProblem, WordProblem};
use crate::problem::{Kind, Problem, Word};
use serde::de::{Error, Expected, Unexpected};
use std::fmt;

/// Why a value cannot be read as a type; the path is relative to the value. `None`: a struct lacks the field that it
/// asked for last.
#[derive(Debug)]
pub struct Refusal(pub(super) Option<Problem>);

impl Refusal {
    pub(crate) fn into_problem(self) -> Problem {
        self.0.unwrap_or_else(|| JsonProblem::MissingField { field: Word::of("?") }.into())
    }

    #[cold]
    fn of(path: &str, kind: impl Kind) -> Refusal {
        Refusal(Some(Problem::new(path, kind)))
    }

    #[cold]
    pub(super) fn within(self, outer: impl fmt::Display) -> Refusal {
        Refusal(self.0.map(|problem| problem.within(outer)))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |problem| problem.fmt(f))
    }
}

impl std::error::Error for Refusal {}

impl Error for Refusal {
    /// A message from a type with its own `Deserialize`, of no kind known here.
    #[cold]
    fn custom<T: fmt::Display>(words: T) -> Refusal {
        Refusal::of("", JsonProblem::WrongValue { detail: Word::detail(&words.to_string()) })
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Refusal {
        let found = Shape::of(found);
        let (found, found_pt) = in_both(&found);
        let (expected, expected_pt) = in_both(expected);
        Refusal::of("", JsonProblem::WrongType { found, expected, found_pt, expected_pt })
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Refusal {
        if let Some(error) = SpanError::refused(found) {
            return Refusal::of("", JsonProblem::from(error));
        }
        let number = match found {
            Unexpected::Unsigned(number) => Word::of(number),
            Unexpected::Signed(number) => Word::of(number),
            other => return Refusal::invalid_type(other, expected),
        };
        Refusal::of("", JsonProblem::WrongNumber { number })
    }

    #[cold]
    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Refusal {
        let known = Word::list(known.iter().copied());
        Refusal::of("", WordProblem::UnknownWord { word: Word::of(word), known })
    }

    #[cold]
    fn unknown_field(field: &str, known: &'static [&'static str]) -> Refusal {
        let known = Word::list(known.iter().copied());
        Refusal::of(field, JsonProblem::UnknownField { field: Word::of(field), known })
    }

    #[cold]
    fn missing_field(field: &'static str) -> Refusal {
        Refusal::of(field, JsonProblem::MissingField { field: Word::of(field) })
    }

    #[cold]
    fn duplicate_field(field: &'static str) -> Refusal {
        Refusal::of(field, JsonProblem::RepeatedField { field: Word::of(field) })
    }

    /// A struct lacks a field without a default: who reads the struct knows its name.
    fn invalid_length(_: usize, _: &dyn Expected) -> Refusal {
        Refusal(None)
    }
}

impl From<SpanError> for JsonProblem {
    fn from(error: SpanError) -> JsonProblem {
        match error {
            SpanError::Malformed => JsonProblem::BadDuration {},
            SpanError::TooLong => JsonProblem::DurationTooLong {},
        }
    }
}

/// The shape of a JSON value, actual or expected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Null,
    Bool,
    Number,
    Fraction,
    Whole,
    Text,
    List,
    Object,
    /// An enum, some of whose words may have content.
    Choice,
    /// The content of an enum's word.
    OneField,
}

impl Shape {
    const fn of(found: Unexpected<'_>) -> Shape {
        match found {
            Unexpected::Bool(_) => Shape::Bool,
            Unexpected::Unsigned(_) | Unexpected::Signed(_) => Shape::Number,
            Unexpected::Float(_) => Shape::Fraction,
            Unexpected::Unit => Shape::Null,
            Unexpected::Seq => Shape::List,
            Unexpected::Map => Shape::Object,
            // JSON has no other shapes.
            _ => Shape::Text,
        }
    }

    /// In English and in Portuguese.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Shape::Null => ("null", "null"),
            Shape::Bool => ("true or false", "true ou false"),
            Shape::Number => ("a number", "um número"),
            Shape::Fraction => ("a number with a fraction", "um número com fração"),
            Shape::Whole => ("a whole number", "um número inteiro"),
            Shape::Text => ("a text", "um texto"),
            Shape::List => ("a list", "uma lista"),
            Shape::Object => ("an object", "um objeto"),
            Shape::Choice => ("a word or an object", "uma palavra ou um objeto"),
            Shape::OneField => ("an object with exactly one field", "um objeto com exatamente um campo"),
        }
    }
}

/// serde only lets an expectation print itself, so the alternate form (`{:#}`) is Portuguese, here and in the types
/// with their own `Deserialize`. Of serde's own expectations only those of tuples are printed, in English for both
/// languages.
impl Expected for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (en, pt) = self.words();
        f.write_str(if f.alternate() { pt } else { en })
    }
}

fn in_both(expected: &dyn Expected) -> (Word, Word) {
    (Word::detail(&format!("{expected}")), Word::detail(&format!("{expected:#}")))
}
