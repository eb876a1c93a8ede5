//! The texts of lessons where nothing can be followed: in a file, or on paper.

/// A text without its links, which lead into the page: `[words](term:id)` is its words.
pub fn unlinked(words: &str) -> String {
    let Some((before, rest)) = words.split_once('[') else { return words.to_owned() };
    let link = rest.split_once("](").and_then(|(label, after)| Some((label, after.split_once(')')?)));
    match link {
        Some((label, (target, after))) if !label.contains('[') && is_target(target) => {
            format!("{before}{label}{}", unlinked(after))
        }
        _ => format!("{before}[{}", unlinked(rest)),
    }
}

/// A state of a message, or a term of the glossary.
fn is_target(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || ":-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_their_words() {
        assert_eq!(unlinked("A [queue](term:queue) and a [letter](dead)."), "A queue and a letter.");
        assert_eq!(unlinked("[1] is no link, [nor this](a b)."), "[1] is no link, [nor this](a b).");
    }
}
