//! A saved run: what the page writes to a file or a link, what a learner hands in, and from which the run is replayed.

use crate::base::time::Time;
use crate::model::Model;
use crate::problem::{Problem, problem_kinds};
use crate::scenario::parse::{from_json, version_in};
use crate::scenario::{CommandSpec, catalogue};
use crate::sim::World;
use crate::trace::{AnyObserver, Digest};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;

/// A run as the page saves it; see `www/src/core/record.js` and `docs/teach.md`.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
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
    /// What the learner says beside the run, where it is handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_in: Option<HandIn>,
    /// The fields that only the page reads.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What a learner hands in beside the run. Nothing in it is believed: what can be recomputed is, the rest is reported as
/// said.
#[derive(Clone, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HandIn {
    /// The version of its format; see [`HandIn::VERSION`].
    pub version: u32,
    /// Who hands it in, as they wrote it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub student: String,
    /// The id of the task; empty for a lesson as it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub task: String,
    /// The fingerprint of the scenario that was played; see [`fingerprint`](crate::scenario::fingerprint).
    pub scenario_hash: String,
    /// What was predicted, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prediction: Option<Prediction>,
    /// Indices of the goals that the learner reached.
    #[serde(default)]
    pub goals: Vec<usize>,
    /// Indices of the goals that *Show me* reached.
    #[serde(default)]
    pub shown: Vec<usize>,
    /// Runs begun, this one included.
    #[serde(default)]
    pub tries: u32,
    /// Time spent, in milliseconds on the clock on the wall.
    #[serde(default)]
    pub spent_ms: f64,
    /// For each command of the log, the time spent when it was given, in milliseconds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pace: Vec<f64>,
}

/// An answer to the lesson's question.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Prediction {
    /// The index of the option.
    pub option: usize,
    /// The instant of the run at which it was chosen, in milliseconds.
    pub at_ms: f64,
    /// Whether it was right, if the run had answered by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<bool>,
}

problem_kinds! {
    /// Why a saved run is refused before it is replayed.
    SavedRunProblem

    /// A version that this build does not read.
    ForeignRun { version: u64 } "unknown-version"
        en "Version {version} of a saved run is not known."
           "Use the version of Carteiro that saved it."
        pt "A versão {version} de uma execução salva não é conhecida."
           "Use a versão do Carteiro que a salvou."
    /// More commands than a run may have.
    TooManyCommands { commands: usize, most: usize } "too-many-commands"
        en "The run has {commands} commands; {most} are read."
           "Hand in a run with fewer commands."
        pt "A execução tem {commands} comandos; são lidos {most}."
           "Entregue uma execução com menos comandos."
}

impl HandIn {
    /// The version that this build reads.
    pub const VERSION: u32 = 1;
}

impl SavedRun {
    /// The version that this build reads.
    pub const VERSION: u32 = 1;
    /// The most commands in a run, as `MOST_COMMANDS` of the page.
    pub const COMMANDS: usize = 5_000;

    /// A run with some commands, given at their instants in order; one that is refused is left out.
    ///
    /// # Errors
    /// A command that the scenario does not allow, or a run that takes more than its budget of events.
    pub fn play(
        scenario: Value,
        model: &Arc<Model>,
        seed: u64,
        until: Time,
        commands: &[(Time, &CommandSpec)],
    ) -> Result<SavedRun, Problem> {
        let mut world = World::new(Arc::clone(model), seed);
        let mut facts = Digest::default();
        let mut o = AnyObserver(&mut facts);
        let mut log = Vec::new();
        for (at, spec) in commands {
            world.run_until((*at).min(until), &mut o)?;
            let (now, events) = (world.now().as_millis(), world.events());
            if world.apply(&spec.resolve(model)?, &mut o).is_ok() {
                log.push((now, events, serde_json::to_string(spec).unwrap_or_default()));
            }
        }
        world.run_until(until, &mut o)?;
        let head_ms = world.now().as_millis();
        Ok(SavedRun {
            version: SavedRun::VERSION,
            scenario,
            seed: seed.to_string(),
            log,
            head_ms,
            events: world.events(),
            hash: facts.to_string(),
            hand_in: None,
            rest: Map::from_iter([("nowMs".to_owned(), head_ms.into())]),
        })
    }

    /// Reads a run's JSON.
    ///
    /// # Errors
    /// It is no run, of an unknown version, or has too many commands.
    pub fn read(json: &str) -> Result<SavedRun, Problem> {
        if let Some(version) = version_in(json)?
            && version != u64::from(SavedRun::VERSION)
        {
            return Err(SavedRunProblem::ForeignRun { version }.into());
        }
        let run: SavedRun = from_json(json)?;
        if let Some(hand_in) = &run.hand_in
            && hand_in.version != HandIn::VERSION
        {
            return Err(Problem::new("handIn", SavedRunProblem::ForeignRun { version: hand_in.version.into() }));
        }
        let (commands, most) = (run.log.len(), SavedRun::COMMANDS);
        if commands > most {
            return Err(Problem::new("log", SavedRunProblem::TooManyCommands { commands, most }));
        }
        Ok(run)
    }

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
