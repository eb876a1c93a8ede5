//! Text from outside, made safe to quote in a sentence.

use std::fmt;

/// Text from outside, safe to quote in a sentence: short and on one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word(String);

impl Word {
    /// Longest word quoted in full, in characters.
    const CHARS: usize = 60;
    /// Longest error detail quoted in full, in characters.
    const DETAIL_CHARS: usize = 240;

    /// Any displayable value.
    pub fn of(value: impl fmt::Display) -> Word {
        Word::print(&value)
    }

    #[cold]
    fn print(value: &dyn fmt::Display) -> Word {
        Word(clip(&value.to_string(), Word::CHARS))
    }

    /// A longer text: the detail of a library's error.
    pub fn detail(text: &str) -> Word {
        Word(clip(text, Word::DETAIL_CHARS))
    }

    /// A list of quoted names, at most twelve.
    pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> Word {
        Word::some_of(&mut names.into_iter(), 12)
    }

    /// A list of all names, quoted.
    pub fn all<'a>(names: impl IntoIterator<Item = &'a str>) -> Word {
        Word::some_of(&mut names.into_iter(), usize::MAX)
    }

    /// Monomorphic body of [`Word::list`] and [`Word::all`].
    #[cold]
    fn some_of(names: &mut dyn Iterator<Item = &str>, most: usize) -> Word {
        let mut text = String::new();
        for (i, name) in names.enumerate() {
            if i == most {
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

/// At most `most` characters of `text`, with control characters replaced by spaces; an ellipsis marks a cut.
pub(super) fn clip(text: &str, most: usize) -> String {
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
    fn words_from_outside_are_short_and_on_one_line() {
        assert_eq!(Word::of("a\nb\u{7}").to_string(), "a b ");
        assert_eq!(Word::of("x".repeat(1_000)).to_string().chars().count(), Word::CHARS + 1);
        assert_eq!(Word::list([]).to_string(), "–");
        assert_eq!(Word::list(["a", "b"]).to_string(), "\"a\", \"b\"");
    }
}
