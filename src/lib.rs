//! A deterministic simulation of asynchronous communication between services.
//!
//! A scenario is a JSON file: clients, services, brokers, topics, handlers, policies, and what goes wrong and when.
//! [`load`] turns it into a [`Model`], a model and a seed make a [`World`], and a world is run. The same scenario, seed
//! and commands give the same facts, bit for bit, natively and in WebAssembly: nothing here reads a clock, starts a
//! thread or keeps global state.
//!
//! One run, and its numbers:
//!
//! ```
//! use std::sync::Arc;
//! use carteiro::{catalogue, load, quantity, run_once};
//!
//! let lesson = catalogue().iter().find(|lesson| lesson.id == "service-down").ok_or("no such lesson")?;
//! let model = Arc::new(load(lesson.json)?);
//! let report = run_once(&model, 42, model.until)?;
//! assert!(report.at_rest);
//! assert!(report.claims.iter().all(|claim| claim.holds));
//! assert_eq!(report.figures.value(quantity(&model, "lost")?), 0.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A run that is steered, with every fact and its cause:
//!
//! ```
//! use std::sync::Arc;
//! use carteiro::{CommandSpec, Time, Trace, What, World, catalogue, load};
//!
//! let model = Arc::new(load(catalogue()[0].json)?);
//! let (mut world, mut trace) = (World::new(model.clone(), 1), Trace::default());
//! world.run_until(Time::from_micros(5_000_000), &mut trace)?;
//! let stop: CommandSpec = serde_json::from_str(r#"{"setHealth": {"node": "stock", "health": "down"}}"#)?;
//! world.apply(&stop.resolve(&model)?, &mut trace)?;
//! world.run(&mut trace)?;
//! let failed = trace.facts().iter().find(|fact| matches!(fact.what, What::OrderFailed { .. })).ok_or("none failed")?;
//! let because = trace.get(failed.cause).ok_or("a failure has a cause")?;
//! assert!(because.at <= failed.at);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Many seeds, added up by [`run_many`]; a run that can be gone back in, [`History`].
//!
//! # Inside
//!
//! ```text
//! wasm           the page's boundary        main, cli   the command line
//! grade          what was handed in is replayed and judged
//! view           what the page draws
//! lab            many runs of many scenarios, with intervals
//! timeline       going back in time         experiment  many seeds, claims
//! observe        what is counted of one run
//! sim            the world: parts that own their transitions, one agenda
//! scenario       a JSON file becomes a validated model
//! ledger         the books                  trace       facts with causes
//! model          what a validated scenario is
//! policy         pure decisions: when to retry, when not to call, what may pass
//! json           text with places
//! problem        what is wrong, in two languages
//! base           time, ids, randomness, texts, slots
//! ```
//!
//! A module imports only from the layers below it, and no two files need each other, by import or by method call: a test
//! holds both. What is not re-exported here is public for the command line, the page and the tests, and may change.

#[doc(hidden)]
pub mod base;
#[doc(hidden)]
pub mod experiment;
#[cfg(feature = "grade")]
#[doc(hidden)]
pub mod grade;
#[doc(hidden)]
pub mod json;
#[cfg(feature = "lab")]
#[doc(hidden)]
pub mod lab;
#[doc(hidden)]
pub mod ledger;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod observe;
#[doc(hidden)]
pub mod policy;
#[doc(hidden)]
pub mod problem;
#[doc(hidden)]
pub mod scenario;
#[doc(hidden)]
pub mod sim;
#[doc(hidden)]
pub mod timeline;
#[doc(hidden)]
pub mod trace;
#[doc(hidden)]
pub mod view;
/// The package that grades has a boundary of its own, and none of the page's; so has that of the lab.
#[cfg(target_arch = "wasm32")]
#[cfg_attr(feature = "grade", path = "wasm/grading.rs")]
#[cfg_attr(all(feature = "lab", not(feature = "grade")), path = "wasm/lab.rs")]
#[doc(hidden)]
pub mod wasm;

pub use base::time::{Span, Time};
pub use experiment::{Summary, run_many};
pub use ledger::{Ledger, Standing};
pub use model::{Command, Model};
pub use observe::{Report, run_once};
pub use problem::Problem;
pub use scenario::{BuiltIn, CommandSpec, catalogue, load, quantity};
pub use sim::{BudgetSpent, CommandError, World};
pub use timeline::History;
pub use trace::{Digest, Fact, FactId, Observer, Reason, Silent, Trace, What};

/// The example in README is compiled and run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
