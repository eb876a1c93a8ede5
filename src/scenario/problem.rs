//! What is wrong and how to put it right: one value with a stable code, a place, and sentences in every language.

use crate::scenario::problem_kind::ProblemKind;
use crate::text::Text;
use serde::Serialize;
use std::fmt;
use std::ops::Deref;

/// Something wrong in a scenario, a command or a run; the run it concerns is left as it was.
///
/// All that can be wrong stands in [`ProblemKind`], with its code and its sentences. `Display` gives the English ones:
/// `path: message remedy`.
///
/// One pointer, so that a `Result` of what went well is small and what passes a problem on is short.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(transparent)]
pub struct Problem(Box<Account>);

/// All that is said about a problem.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Account {
    /// A stable name in kebab-case, for programs.
    pub code: &'static str,
    /// Where: the path in the JSON document (`nodes[2].handlers[0].steps[1].work.takes`), empty for the whole of it.
    pub path: String,
    /// What is wrong, as a sentence.
    pub message: Text,
    /// What to do about it, as a sentence.
    pub remedy: Text,
}

/// The longest part of a path that is kept, in characters: a path can hold a field name from a hostile file.
const PATH_CHARS: usize = 200;

impl Problem {
    /// A problem at a place.
    pub fn new(path: impl fmt::Display, kind: ProblemKind) -> Problem {
        Problem::of(&path, &kind)
    }

    /// The same, once for all types of path.
    #[cold]
    fn of(path: &dyn fmt::Display, kind: &ProblemKind) -> Problem {
        let (code, message, remedy) = kind.words();
        let path = clip(&path.to_string(), PATH_CHARS);
        Problem(Box::new(Account { code, path, message, remedy }))
    }

    /// The same problem, seen from outside: `outer` is put before its path.
    #[must_use]
    pub fn within(self, outer: impl fmt::Display) -> Problem {
        self.inside(&outer)
    }

    /// The same, once for all types of place.
    #[cold]
    fn inside(mut self, outer: &dyn fmt::Display) -> Problem {
        self.0.path = join(outer, &self.0.path);
        self
    }
}

impl Deref for Problem {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.0
    }
}

/// The path of what is at `inner` within `outer`.
pub(crate) fn join(outer: &dyn fmt::Display, inner: &str) -> String {
    let joint = if inner.is_empty() || inner.starts_with('[') { "" } else { "." };
    format!("{outer}{joint}{inner}")
}

impl From<ProblemKind> for Problem {
    /// A problem about the whole; the caller may say where with [`Problem::within`].
    fn from(kind: ProblemKind) -> Problem {
        Problem::new("", kind)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{} {}", self.message.en, self.remedy.en)
    }
}

impl std::error::Error for Problem {}

/// Says where a problem is, from the inside out.
pub(crate) trait At {
    /// Puts `place` before the problem's path; costs nothing when there is no problem.
    fn at(self, place: impl fmt::Display) -> Self;
}

impl<T> At for Result<T, Problem> {
    fn at(self, place: impl fmt::Display) -> Self {
        match self {
            Ok(value) => Ok(value),
            Err(problem) => Err(problem.inside(&place)),
        }
    }
}

/// A word from the outside, fit to be quoted in a sentence: short, on one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word(String);

impl Word {
    /// The longest word that is quoted whole, in characters.
    const CHARS: usize = 60;
    /// The longest detail of another library's error that is quoted whole, in characters.
    const DETAIL_CHARS: usize = 240;

    /// Any value as it prints.
    pub fn of(value: impl fmt::Display) -> Word {
        Word::print(&value)
    }

    #[cold]
    fn print(value: &dyn fmt::Display) -> Word {
        Word(clip(&value.to_string(), Word::CHARS))
    }

    /// A longer text: the detail of an error.
    pub fn detail(text: &str) -> Word {
        Word(clip(text, Word::DETAIL_CHARS))
    }

    /// A list of names in quotes, the first dozen of them.
    pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> Word {
        const SHOWN: usize = 12;
        let mut text = String::new();
        for (i, name) in names.into_iter().enumerate() {
            if i == SHOWN {
                text.push_str(", …");
                break;
            }
            let comma = if i == 0 { "" } else { ", " };
            text.push_str(&format!("{comma}\"{}\"", clip(name, Word::CHARS)));
        }
        Word(if text.is_empty() { "–".into() } else { text })
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// At most `most` characters of `text`, without control characters.
fn clip(text: &str, most: usize) -> String {
    let mut clipped: String = text.chars().take(most).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(most).is_some() {
        clipped.push('…');
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_grows_from_the_inside_out() {
        let inner: Result<(), Problem> = Err(ProblemKind::NoClient {}.into());
        let outer = inner.at("takes").at("work").at(format_args!("steps[{}]", 1)).at("handlers[0]");
        assert_eq!(outer.unwrap_err().path, "handlers[0].steps[1].work.takes");
        let list: Result<(), Problem> = Err(Problem::new("[3]", ProblemKind::NoClient {}));
        assert_eq!(list.at("nodes").unwrap_err().path, "nodes[3]");
    }

    #[test]
    fn words_from_outside_are_short_and_on_one_line() {
        assert_eq!(Word::of("a\nb\u{7}").to_string(), "a b ");
        assert_eq!(Word::of("x".repeat(1_000)).to_string().chars().count(), Word::CHARS + 1);
        assert_eq!(Word::list([]).to_string(), "–");
        assert_eq!(Word::list(["a", "b"]).to_string(), "\"a\", \"b\"");
    }

    #[test]
    fn display_is_the_english_sentence_with_its_place() {
        let problem = Problem::new("nodes[0].id", ProblemKind::BadId { id: Word::of("<b>") });
        assert!(problem.to_string().starts_with("nodes[0].id: \"<b>\" is not an id. "), "{problem}");
    }
}
