//! Links: JSON in the part of an address that no server sees, compressed, in letters that survive a chat.

use crate::grade::problem::GradeProblem;
use crate::problem::{Problem, Word};
use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// What a run's link begins with, after the page's address.
pub const RUN: &str = "#run=";
/// What a task's link begins with.
pub const TASK: &str = "#task=";
/// Version of links that this build reads and writes.
const VERSION: &str = "1";
/// The most that a link may hold, in bytes, as of a file.
const MOST_BYTES: usize = 1 << 20;
/// The most letters of a link.
pub const MOST_LETTERS: usize = 64 << 10;
/// As good as a browser's, and fast enough.
const LEVEL: u8 = 6;

const LETTERS: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_encode_padding(false).with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The link for a text, from `sign` on.
pub fn link_of(sign: &str, text: &str) -> String {
    format!("{sign}{VERSION}.{}", LETTERS.encode(compress_to_vec(text.as_bytes(), LEVEL)))
}

/// The text in a link, from after its `sign` to the first character that belongs to none.
///
/// # Errors
/// It is damaged, of another version, or holds too much.
pub fn text_in(rest: &str) -> Result<String, Problem> {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.=".contains(c)).unwrap_or(rest.len());
    let Some((version, letters)) = rest[..end].split_once('.') else { return Err(GradeProblem::DamagedLink {}.into()) };
    if version != VERSION {
        return Err(GradeProblem::ForeignLink { version: Word::of(version) }.into());
    }
    if letters.len() > MOST_LETTERS {
        return Err(GradeProblem::TooLarge { most: MOST_LETTERS }.into());
    }
    // What a sentence ends with is no part of it.
    let bytes = LETTERS.decode(letters.trim_end_matches('.')).map_err(|_| GradeProblem::DamagedLink {})?;
    let bytes = decompress_to_vec_with_limit(&bytes, MOST_BYTES).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => GradeProblem::TooLarge { most: MOST_BYTES },
        _ => GradeProblem::DamagedLink {},
    })?;
    String::from_utf8(bytes).map_err(|_| GradeProblem::DamagedLink {}.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn what_was_put_into_a_link_comes_out() {
        let text = "{\"é\":\"🙂\"}".repeat(50);
        let link = link_of(RUN, &text);
        assert_eq!(text_in(link.strip_prefix(RUN).unwrap()).unwrap(), text);
        assert_eq!(text_in(&format!("{}, and so on", link.strip_prefix(RUN).unwrap())).unwrap(), text);
    }

    #[test]
    fn a_damaged_foreign_or_endless_link_is_refused_with_its_own_sentence() {
        let code = |rest: &str| text_in(rest).unwrap_err().code;
        let link = link_of("", "{}");
        assert_eq!(code(&link[..link.len() - 2]), "damaged-link");
        assert_eq!(code("1.!!"), "damaged-link");
        assert_eq!(code(""), "damaged-link");
        assert_eq!(code(&link.replacen('1', "2", 1)), "unknown-version");
        assert_eq!(code(&link_of("", &"0".repeat(MOST_BYTES + 1))), "too-large");
        assert_eq!(code(&format!("1.{}", "A".repeat(MOST_LETTERS + 1))), "too-large");
    }
}
