//! The built-in scenarios: one JSON file each, and no code.
//!
//! Their order is in `lessons/index.json`, which the page reads too. The page fetches the files; they are not in the
//! WebAssembly.

/// A scenario that comes with Carteiro.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BuiltIn {
    /// The scenario's own `id`.
    pub id: &'static str,
    /// The text of its file, for [`crate::scenario::load`].
    pub json: &'static str,
    /// The text of its teacher's notes, in the format of `src/grade/notes.rs`.
    pub notes: &'static str,
}

/// The built-in scenarios, in teaching order.
pub fn catalogue() -> &'static [BuiltIn] {
    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"))
}
