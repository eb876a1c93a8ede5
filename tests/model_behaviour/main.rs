//! The rules of the model, one readable example each: a small scenario, the commands, and their outcome.
//! All laws are checked after every event here too.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;

mod bindings;
mod books;
mod calls;
mod clients;
mod delivery;
mod egress;
mod failures;
mod faults;
mod gathering;
mod handling;
mod health;
mod ingress;
mod logs;
mod machines;
mod partitions;
mod patience;
mod pools;
mod publishing;
mod replicas;
mod returns;
mod rotation;
mod saga;
mod sending;
mod stampede;
mod staying;
mod taking;
