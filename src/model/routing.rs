//! Routing: which of a topic's messages reach which queues.

use crate::base::ids::TopicId;
use crate::base::packed::packed;
use crate::model::bounds;
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::problem::{At, Problem, Word};

/// What a queue takes of a topic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    pub topic: TopicId,
    /// The messages whose routing key matches one of these; all if there are none.
    pub routing_keys: Vec<Pattern>,
}

/// A pattern of routing keys, as in RabbitMQ's topic exchange: words between dots, `*` for one word, `#` for any number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern(pub String);

/// The words of a routing key: the empty key has none.
fn words(key: &str) -> impl DoubleEndedIterator<Item = &str> {
    key.split('.').filter(|word| !word.is_empty())
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn check(text: &str, fits: impl Fn(&str) -> bool) -> Result<(), Problem> {
    let right = text.len() <= limits::ROUTING_KEY_CHARS && text.split('.').all(fits);
    if right { Ok(()) } else { Err(ModelProblem::BadRoutingKey { key: Word::of(text) }.into()) }
}

/// Checks the routing key of a message.
pub(crate) fn check_key(key: &str) -> Result<(), Problem> {
    check(key, is_word)
}

impl Binding {
    /// Whether it takes a message with this routing key.
    pub fn takes(&self, key: &str) -> bool {
        self.routing_keys.is_empty() || self.routing_keys.iter().any(|pattern| pattern.matches(key))
    }
}

impl Pattern {
    /// Checks a pattern. One `#` at most, so that a key is compared word by word.
    pub(crate) fn check(text: &str) -> Result<(), Problem> {
        check(text, |word| word == "*" || word == "#" || is_word(word))?;
        if text.split('.').filter(|word| *word == "#").count() > 1 {
            return Err(ModelProblem::BadRoutingKey { key: Word::of(text) }.into());
        }
        Ok(())
    }

    /// Whether a routing key matches.
    pub fn matches(&self, key: &str) -> bool {
        let fits = |(pattern, word): (&str, &str)| pattern == "*" || pattern == word;
        let (before, behind) = match self.0.split_once('#') {
            None => return words(&self.0).count() == words(key).count() && words(&self.0).zip(words(key)).all(fits),
            Some(around) => around,
        };
        words(before).count() + words(behind).count() <= words(key).count()
            && words(before).zip(words(key)).all(fits)
            && words(behind).rev().zip(words(key).rev()).all(fits)
    }
}

/// Checks the patterns of a binding.
pub(crate) fn check_patterns(patterns: &[String]) -> Result<(), Problem> {
    bounds::not_empty(patterns)?;
    bounds::count(patterns, limits::ROUTING_KEYS)?;
    for (i, pattern) in patterns.iter().enumerate() {
        Pattern::check(pattern).at(format_args!("[{i}]"))?;
    }
    Ok(())
}

packed! {
    struct Binding { topic, routing_keys }
    struct Pattern(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_a_topic_exchange() {
        let cases = [
            ("order.paid", "order.paid", true),
            ("order.paid", "order", false),
            ("order.paid", "order.paid.eu", false),
            ("order.*", "order.paid", true),
            ("order.*", "order", false),
            ("*.paid", "order.paid", true),
            ("*", "", false),
            ("#", "", true),
            ("#", "order.paid", true),
            ("order.#", "order", true),
            ("order.#", "order.paid.eu", true),
            ("order.#", "orders.paid", false),
            ("#.eu", "order.paid.eu", true),
            ("#.eu", "eu", true),
            ("#.eu", "order.paid", false),
            ("order.#.eu", "order.eu", true),
            ("order.#.eu", "order.paid.eu", true),
            ("order.#.order", "order", false),
            ("*.#.*", "order", false),
            ("*.#.*", "order.paid", true),
        ];
        for (pattern, key, expected) in cases {
            assert_eq!(Pattern::check(pattern), Ok(()), "{pattern}");
            assert_eq!(Pattern(pattern.to_owned()).matches(key), expected, "{pattern} {key}");
        }
    }

    #[test]
    fn keys_and_patterns_are_words_between_dots() {
        let long = "a".repeat(limits::ROUTING_KEY_CHARS + 1);
        for wrong in ["", ".", "a.", ".a", "a..b", "a b", "ä", "a*", "#.a.#", &long] {
            assert!(check_key(wrong).is_err() && Pattern::check(wrong).is_err(), "{wrong}");
        }
        assert!(check_key("a.*").is_err() && check_key("#").is_err());
        for right in ["a", "Order_1.paid-2"] {
            assert!(check_key(right).is_ok() && Pattern::check(right).is_ok(), "{right}");
        }
    }
}
