//! The callers' side: what each caller remembers of those it calls.

pub mod egress;
