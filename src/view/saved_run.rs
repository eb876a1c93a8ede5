//! A saved run: what the page writes to a file, and from which the run is replayed.

use crate::scenario::catalogue;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A run as the page saves it; see `www/src/record.js`.
#[derive(Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct SavedRun {
    /// The version of its format; see [`SavedRun::VERSION`].
    pub version: u32,
    /// The id of a built-in scenario, or a whole scenario.
    pub scenario: Value,
    /// A whole number.
    pub seed: String,
    /// Commands, each with its instant in milliseconds and the events before it.
    pub log: Vec<(f64, u64, String)>,
    /// The last known instant of the run, in milliseconds.
    pub head_ms: f64,
    /// The number of events up to there.
    pub events: u64,
    /// The digest of the facts up to there.
    pub hash: String,
    /// The fields that only the page reads.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl SavedRun {
    /// The version that this build reads.
    pub const VERSION: u32 = 1;

    /// The scenario's JSON.
    ///
    /// # Errors
    /// Returns the id if no built-in scenario has it.
    pub fn scenario_json(&self) -> Result<String, &str> {
        match &self.scenario {
            Value::String(id) => catalogue().iter().find(|b| b.id == id).map(|b| b.json.to_owned()).ok_or(id.as_str()),
            whole => Ok(whole.to_string()),
        }
    }
}
