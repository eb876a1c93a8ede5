//! The fingerprint of a scenario: equal for files that say the same, however they are written.

use crate::json::tree::Tree;
use crate::problem::Problem;
use crate::trace::Digest;
use std::hash::Hasher;

/// The fingerprint of a scenario file, sixteen hexadecimal digits. The order of fields and the spelling of numbers and
/// texts do not count. It tells versions apart, and resists nobody who wants it to fail.
///
/// # Errors
/// The text is not JSON.
pub fn fingerprint(json: &str) -> Result<String, Problem> {
    let mut digest = Digest::default();
    add(&Tree::parse(json.strip_prefix('\u{feff}').unwrap_or(json))?, &mut digest);
    Ok(digest.to_string())
}

/// Adds a value: its kind, its length where it has one, and what is in it.
fn add(tree: &Tree, to: &mut Digest) {
    match tree {
        Tree::Null => to.write_u8(0),
        Tree::Bool(value) => to.write_u8(1 + u8::from(*value)),
        Tree::Whole(number) => number_of(*number as f64, to),
        Tree::Negative(number) => number_of(*number as f64, to),
        Tree::Float(number) => number_of(*number, to),
        Tree::Text(text) => text_of(text, to),
        Tree::List(items) => {
            to.write_u8(5);
            to.write_usize(items.len());
            items.iter().for_each(|item| add(item, to));
        }
        Tree::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| name);
            to.write_u8(6);
            to.write_usize(fields.len());
            for (name, value) in fields {
                text_of(name, to);
                add(value, to);
            }
        }
    }
}

/// As JavaScript has every number, which writes 1.0 as 1.
fn number_of(number: f64, to: &mut Digest) {
    to.write_u8(3);
    to.write_u64((number + 0.0).to_bits());
}

fn text_of(text: &str, to: &mut Digest) {
    to.write_u8(4);
    to.write_usize(text.len());
    to.write(text.as_bytes());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::fingerprint;

    #[test]
    fn what_says_the_same_has_the_same_fingerprint() {
        let one = fingerprint(r#"{"a": [1.0, "é", null], "b": {"x": -0.0}}"#).unwrap();
        assert_eq!(one, fingerprint("{\"b\":{\"x\":0},\"a\":[1,\"\\u00e9\",null]}").unwrap());
        assert_eq!(one.len(), 16);
    }

    #[test]
    fn what_says_something_else_has_another() {
        let texts = [
            "[]",
            "{}",
            "[[]]",
            "[1,2]",
            "[12]",
            "[2,1]",
            r#"["1"]"#,
            r#"["ab"]"#,
            r#"["a","b"]"#,
            "[null]",
            "[false]",
        ];
        let all: std::collections::BTreeSet<_> = texts.iter().map(|text| fingerprint(text).unwrap()).collect();
        assert_eq!(all.len(), texts.len());
    }
}
