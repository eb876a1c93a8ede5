//! Carteiro: a deterministic simulation of asynchronous communication between services.
//!
//! ```text
//! L6  wasm           the page's door         main, cli   the command line
//! L5  view           timeline                experiment  many seeds, claims
//! L4  sim            the world: schedule, commands, step
//! L3  broker         service     ledger      trace       metrics
//! L2  scenario       a JSON file becomes a validated model
//! L1  policy         pure decisions: when to retry, when not to call, what may pass
//! L0  time   ids     rng   dist  text        decimal     order
//! ```
//!
//! A module imports only from the layers below it, or from its neighbours without a circle; a test holds that. The
//! core is pure: no clock, no thread, no global state. The same scenario, seed and commands give the same trace, bit
//! for bit, natively and in WebAssembly.

pub mod base;
pub mod experiment;
pub mod json;
pub mod ledger;
pub mod model;
pub mod observe;
pub mod policy;
pub mod problem;
pub mod scenario;
pub mod sim;
pub mod timeline;
pub mod trace;
pub mod view;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

/// The example in README is compiled and run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
