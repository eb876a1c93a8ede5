//! What reads JSON: scenarios, commands, and settings that are tried out. Left out of a figure's package.

use crate::base::time::Time;
use crate::model::bounds;
use crate::policy::retry::RetryPolicy;
use crate::scenario;
use crate::scenario::parse::from_json;
use crate::view::playground;
use crate::view::settings::retry_schedule as schedule;
use crate::wasm::{JsCommand, JsRetry, JsSchedule, Playground, json, thrown, to_js, to_json};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Playground {
    /// Opens a session at instant 0. The seed is a whole number as text; without it, the scenario's own.
    #[wasm_bindgen(constructor)]
    pub fn new(scenario: &str, seed: Option<String>) -> Result<Playground, JsValue> {
        playground::Playground::new(scenario, seed.as_deref()).map(Playground).map_err(thrown)
    }

    /// Executes a command at the playhead and discards the known future.
    pub fn command(&mut self, command: JsCommand) -> Result<(), JsValue> {
        self.0.command(&json(command)).map_err(thrown)
    }

    /// Goes to where a command of a log was given, and executes it there.
    pub fn repeat(&mut self, at_ms: f64, events: f64, command: JsCommand) -> Result<Option<bool>, JsValue> {
        self.0.set_out_to_repeat(Time::from_millis(at_ms), events as u64, &json(command)).map_err(thrown)?;
        self.go_on()
    }
}

/// Applies the changes of `lesson.contrast` to a scenario file: the same scenario without its lesson's idea.
#[wasm_bindgen]
pub fn contrast(scenario: &str) -> Result<String, JsValue> {
    scenario::contrast(scenario).map(|tree| to_json(&tree)).map_err(thrown)
}

/// The bounds of a retry policy's waits.
#[wasm_bindgen(js_name = retrySchedule)]
pub fn retry_schedule(retry: JsRetry) -> Result<JsSchedule, JsValue> {
    // Through JSON text, so that one reader serves all input: a second one would cost 60 KB.
    let retry: RetryPolicy = from_json(&json(retry)).map_err(thrown)?;
    bounds::retry(&retry).map_err(thrown)?;
    Ok(to_js(&schedule(&retry)).unchecked_into())
}
