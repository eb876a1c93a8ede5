//! What is wrong and how to put it right: one value with a stable code, a place, and sentences in every language.

mod kinds;
mod word;

pub use word::Word;

use crate::base::text::Text;
use serde::Serialize;
use std::fmt;
use std::ops::Deref;
use word::clip;

/// Something wrong in a scenario, a command or a run; the run it concerns is left as it was.
///
/// Each layer lists what can be wrong in it as a [`Kind`], by [`crate::problem_kinds`]. `Display` gives the English
/// sentences: `path: message remedy`.
///
/// One pointer, so that a `Result` of what went well is small and what passes a problem on is short.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(transparent)]
pub struct Problem(Box<Account>);

/// A kind of problem: its code and its sentences.
pub trait Kind {
    /// All that is said about such a problem at a path.
    fn account(&self, path: String) -> Account;
}

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

impl Account {
    /// The account with its sentences, each in English and in Portuguese. It is one function for all of them: a hundred
    /// places would format by themselves.
    #[doc(hidden)]
    #[cold]
    #[inline(never)]
    pub fn of(
        path: String,
        code: &'static str,
        message: [fmt::Arguments<'_>; 2],
        remedy: [fmt::Arguments<'_>; 2],
    ) -> Account {
        let text = |[en, pt_br]: [fmt::Arguments<'_>; 2]| Text { en: en.to_string(), pt_br: pt_br.to_string() };
        Account { code, path, message: text(message), remedy: text(remedy) }
    }
}

/// The longest part of a path that is kept, in characters: a path can hold a field name from a hostile file.
const PATH_CHARS: usize = 200;

impl Problem {
    /// A problem at a place.
    pub fn new(path: impl fmt::Display, kind: impl Kind) -> Problem {
        Problem::of(&path, &kind)
    }

    /// The same, once for all types of path.
    #[cold]
    fn of(path: &dyn fmt::Display, kind: &dyn Kind) -> Problem {
        Problem(Box::new(kind.account(clip(&path.to_string(), PATH_CHARS))))
    }

    /// The same problem, seen from outside: `outer` is put before its path.
    #[must_use]
    pub fn within(self, outer: impl fmt::Display) -> Problem {
        self.inside(&outer)
    }

    /// The same problem where a part of the file has another path: one that begins with `from` begins with `to`.
    #[must_use]
    pub(crate) fn moved(mut self, from: &str, to: &str) -> Problem {
        if let Some(rest) = self.path.strip_prefix(from)
            && (rest.is_empty() || rest.starts_with(['.', '[']))
        {
            self.0.path = format!("{to}{rest}");
        }
        self
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
    let mut path = outer.to_string();
    if !path.is_empty() && !inner.is_empty() && !inner.starts_with('[') {
        path.push('.');
    }
    path + inner
}

impl<K: Kind> From<K> for Problem {
    /// A problem about the whole; the caller may say where with [`Problem::within`].
    fn from(kind: K) -> Problem {
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

#[cfg(test)]
mod tests {
    use super::*;

    crate::problem_kinds! {
        /// Problems of these tests.
        Sample
        /// A word that is wrong.
        Wrong { word: Word } "wrong"
            en "\"{word}\" is wrong." "Change it."
            pt "\"{word}\" está errado." "Troque."
    }

    fn wrong() -> Sample {
        Sample::Wrong { word: Word::of("<b>") }
    }

    #[test]
    fn a_path_grows_from_the_inside_out() {
        let inner: Result<(), Problem> = Err(wrong().into());
        let outer = inner.at("takes").at("work").at(format_args!("steps[{}]", 1)).at("handlers[0]");
        assert_eq!(outer.unwrap_err().path, "handlers[0].steps[1].work.takes");
        let list: Result<(), Problem> = Err(Problem::new("[3]", wrong()));
        assert_eq!(list.at("nodes").unwrap_err().path, "nodes[3]");
    }

    #[test]
    fn display_is_the_english_sentence_with_its_place() {
        let problem = Problem::new("nodes[0].id", wrong());
        assert_eq!(problem.to_string(), "nodes[0].id: \"<b>\" is wrong. Change it.");
    }
}
