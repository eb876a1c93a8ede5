//! The reference workload in WebAssembly, for `make bench`; not in the page's package.

use crate::experiment::bench;
use crate::experiment::workload::Workload;
use crate::problem::{Problem, Word};
use crate::sim::problem::RunProblem;
use crate::wasm::thrown;
use wasm_bindgen::prelude::*;

/// A run of the workload in progress.
#[wasm_bindgen]
pub struct Bench(bench::Bench);

#[wasm_bindgen]
impl Bench {
    /// The workload before its first event. The seed is a whole number as text.
    #[wasm_bindgen(constructor)]
    pub fn new(orders: u32, seed: &str, workers: u32, fail: f64) -> Result<Bench, JsValue> {
        let bad_seed = |_| thrown(Problem::new("seed", RunProblem::BadSeed { seed: Word::of(seed) }));
        let seed = seed.parse().map_err(bad_seed)?;
        bench::Bench::new(&Workload { orders, workers, fail }, seed).map(Bench).map_err(thrown)
    }

    /// Executes at most `events` events; false when none is left.
    pub fn run(&mut self, events: u32) -> Result<bool, JsValue> {
        self.0.run(events.into()).map_err(|spent| thrown(spent.into()))
    }

    /// The figures so far, as JSON.
    pub fn report(&self) -> String {
        serde_json::to_string(&self.0.figures()).unwrap_or_default()
    }
}
