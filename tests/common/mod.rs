//! Helpers shared by several tests of the simulation.
#![cfg(not(target_arch = "wasm32"))]
#![allow(dead_code, reason = "each test uses its part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

pub mod audit;
pub mod audit_calls;
pub mod audit_health;
pub mod audit_holds;
pub mod audit_lines;
pub mod audit_publish;
pub mod audit_routes;
pub mod audit_staying;
pub mod audit_taking;
pub mod build;
pub mod case;
pub mod generate;
pub mod session;
pub mod turns;
