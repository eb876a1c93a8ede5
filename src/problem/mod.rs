//! Problems: a stable code, a place, and what is wrong and how to fix it, in every language.

mod kinds;
mod word;

#[doc(hidden)]
pub use crate::problem_kinds;
pub use word::Word;

use crate::base::text::Text;
use serde::Serialize;
use std::fmt;
use std::ops::Deref;
use word::clip;

/// A problem in a scenario, a command or a run; the run in question is left unchanged.
///
/// Each layer declares its own [`Kind`] with [`crate::problem_kinds`]. `Display` prints the English sentences: `path:
/// message remedy`.
///
/// A single pointer, which keeps `Result`s small and the code that propagates them short.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(transparent)]
pub struct Problem(Box<Account>);

/// A kind of problem, with its code and sentences.
pub trait Kind {
    /// The full account of such a problem at `path`.
    fn account(&self, path: String) -> Account;
}

/// The full account of a problem.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Account {
    /// Stable kebab-case name, for programs.
    pub code: &'static str,
    /// Path in the JSON document (`nodes[2].handlers[0].steps[1].work.takes`); empty for the whole document.
    pub path: String,
    /// What is wrong, in one sentence.
    pub message: Text,
    /// How to fix it, in one sentence.
    pub remedy: Text,
}

impl Account {
    /// Formats the sentences, each in English and Portuguese. One function, because inlining the formatting would
    /// repeat it in a hundred places.
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

/// Longest path that is kept, in characters: it may contain a field name from a hostile file.
const PATH_CHARS: usize = 200;

impl Problem {
    /// A problem at `path`.
    pub fn new(path: impl fmt::Display, kind: impl Kind) -> Problem {
        Problem::of(&path, &kind)
    }

    /// Monomorphic body of [`Problem::new`].
    #[cold]
    fn of(path: &dyn fmt::Display, kind: &dyn Kind) -> Problem {
        Problem(Box::new(kind.account(clip(&path.to_string(), PATH_CHARS))))
    }

    /// Puts `outer` before the problem's path.
    #[must_use]
    pub fn within(self, outer: impl fmt::Display) -> Problem {
        self.inside(&outer)
    }

    /// Replaces the prefix `from` of the path by `to`, for a part of the file that was moved.
    #[must_use]
    pub(crate) fn moved(mut self, from: &str, to: &str) -> Problem {
        if let Some(rest) = self.path.strip_prefix(from)
            && (rest.is_empty() || rest.starts_with(['.', '[']))
        {
            self.0.path = format!("{to}{rest}");
        }
        self
    }

    /// Monomorphic body of [`Problem::within`].
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

/// Joins two paths.
pub(crate) fn join(outer: &dyn fmt::Display, inner: &str) -> String {
    let mut path = outer.to_string();
    if !path.is_empty() && !inner.is_empty() && !inner.starts_with('[') {
        path.push('.');
    }
    path + inner
}

impl<K: Kind> From<K> for Problem {
    /// A problem about the whole document; the caller may add a place with [`Problem::within`].
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

/// Adds the place to a problem as it propagates, innermost first.
pub(crate) trait At {
    /// Puts `place` before the problem's path; costs nothing on success.
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
