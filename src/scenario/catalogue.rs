//! The built-in scenarios: one JSON file each, and no code.
//!
//! The page fetches the files by `lessons/index.json`, which lists them in the same order; they are not in the WebAssembly.

/// A scenario that comes with Carteiro.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BuiltIn {
    /// Its name; the scenario's own `id`.
    pub id: &'static str,
    /// Its file, for [`crate::scenario::load`].
    pub json: &'static str,
}

/// Lists scenario files by their names.
macro_rules! built_in {
    ($($id:literal),* $(,)?) => {
        &[$(BuiltIn { id: $id, json: include_str!(concat!("../../lessons/", $id, ".json")) }),*]
    };
}

/// The built-in scenarios, in the order of teaching.
pub fn catalogue() -> &'static [BuiltIn] {
    built_in![
        "sync-chain",
        "purchase-fan-out",
        "service-down",
        "accepted-ask-later",
        "enrolment",
        "email-queue",
        "queue-or-stream",
        "retry",
        "flaky-retries",
        "jitter",
        "poison-message",
        "out-of-order",
        "duplicates",
        "delivery-guarantees",
        "broker-down",
        "slow-is-worse",
        "circuit-breaker",
        "rate-limit",
        "health-check",
        "gateway",
        "service-mesh",
        "workers",
        "cache-fallback",
        "compensation",
        "retry-amplification",
        "sandbox",
    ]
}
