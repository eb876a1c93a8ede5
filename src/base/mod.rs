//! Foundations: time, ids, randomness, numbers and texts. Imports nothing else from the crate.

pub mod decimal;
pub mod dist;
pub mod ids;
pub mod left_out;
pub mod marks;
pub mod packed;
pub mod rng;
pub mod slots;
pub mod sort;
pub mod sorted;
pub mod text;
pub mod time;
