//! What a trace is of, and what all forms say alike.

use crate::cli::lang::Lang;
use carteiro::model::Model;
use carteiro::trace::{Fact, Reason};

/// What a trace is of.
pub struct Traced<'a> {
    pub model: &'a Model,
    pub seed: u64,
    /// All facts of the run, in order: each cause is an index here.
    pub facts: &'a [Fact],
    pub lang: Lang,
}

/// A reason as the facts name it.
pub fn word(reason: Reason) -> String {
    serde_json::to_value(reason).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
