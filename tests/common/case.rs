//! A case: a scenario and what is done to it, as JSON that can be read, and kept in a file.

use carteiro::sim::World;
use carteiro::sim::broker::message::State;
use serde_json::{Value, json};
use std::fmt;

/// A scenario and what is done to it.
#[derive(Clone)]
pub struct Case {
    pub scenario: Value,
    pub seed: u64,
    pub schedule: Vec<Turn>,
}

/// Some events, then a command.
#[derive(Clone, Debug)]
pub struct Turn {
    pub events: u32,
    pub given: Given,
}

/// What is commanded. Things are named by any number, taken modulo how many there are.
#[derive(Clone, Debug)]
pub enum Given {
    /// A command that needs no more than the scenario.
    Command(Value),
    /// A command on a message that exists at that time: its name, which message.
    ToMessage(&'static str, usize),
    /// Another health check for a pool, if there is one: which, and the check.
    ToPool(usize, Option<Value>),
}

/// The commands on a message.
const TO_MESSAGE: [&str; 4] = ["poison", "mend", "redrive", "discard"];

impl Given {
    /// The command. A message is chosen among those there are; for a redrive or discard, among the dead.
    pub fn command(&self, world: &World) -> Option<Value> {
        let (word, n) = match self {
            Given::Command(command) => return Some(command.clone()),
            Given::ToMessage(word, n) => (*word, *n),
            Given::ToPool(n, check) => {
                let model = world.model();
                let edge = &model.calls.get(n % model.calls.len().max(1))?;
                let id = |node: carteiro::base::ids::NodeId| &model.nodes[node.index()].id;
                return Some(
                    json!({"setHealthCheck": {"from": id(edge.from), "to": id(edge.to), "healthCheck": check}}),
                );
            }
        };
        let dead_only = matches!(word, "redrive" | "discard");
        let fits = |state: State| !dead_only || matches!(state, State::Dead { .. });
        let mut ids: Vec<u32> = world.messages().filter(|(_, m)| fits(m.state)).map(|(_, m)| m.id.0).collect();
        ids.sort_unstable();
        // A message that does not exist must be refused without harm.
        let message = if ids.is_empty() { 1_000_000 } else { ids[n % ids.len()] };
        Some(json!({word: {"message": message}}))
    }

    fn to_json(&self) -> Value {
        match self {
            Given::Command(command) => json!({"command": command}),
            Given::ToMessage(word, n) => json!({"toMessage": word, "number": n}),
            Given::ToPool(n, check) => json!({"toPool": check, "number": n}),
        }
    }

    fn from_json(json: &Value) -> Option<Given> {
        let number = || json["number"].as_u64().map(|n| n as usize);
        if let Some(command) = json.get("command") {
            return Some(Given::Command(command.clone()));
        }
        if let Some(check) = json.get("toPool") {
            return Some(Given::ToPool(number()?, Some(check.clone()).filter(|check| !check.is_null())));
        }
        let word = json["toMessage"].as_str()?;
        Some(Given::ToMessage(TO_MESSAGE.into_iter().find(|known| *known == word)?, number()?))
    }
}

impl Case {
    pub fn to_json(&self) -> Value {
        let turn = |turn: &Turn| {
            let mut json = turn.given.to_json();
            json["after"] = json!(turn.events);
            json
        };
        let schedule: Vec<Value> = self.schedule.iter().map(turn).collect();
        json!({"seed": self.seed, "schedule": schedule, "scenario": self.scenario})
    }

    /// Reads what [`Case::to_json`] wrote.
    pub fn from_json(json: &Value) -> Result<Case, String> {
        let turn = |turn: &Value| {
            let events = turn["after"].as_u64().and_then(|events| u32::try_from(events).ok());
            let read = events.zip(Given::from_json(turn)).map(|(events, given)| Turn { events, given });
            read.ok_or_else(|| format!("this is no turn of a schedule: {turn}"))
        };
        let schedule = json["schedule"].as_array().ok_or("a case has a schedule")?;
        Ok(Case {
            scenario: json["scenario"].clone(),
            seed: json["seed"].as_u64().ok_or("a case has a seed")?,
            schedule: schedule.iter().map(turn).collect::<Result<_, _>>()?,
        })
    }

    /// Reads a case from the text of a file.
    pub fn parse(text: &str) -> Result<Case, String> {
        Case::from_json(&serde_json::from_str(text).map_err(|e| e.to_string())?)
    }
}

/// One turn a line, and one node or topic.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = |list: &Value| {
            let lines: Vec<String> = list.as_array().into_iter().flatten().map(Value::to_string).collect();
            lines.join(",\n")
        };
        writeln!(f, "{{\"seed\": {}, \"schedule\": [\n{}\n],", self.seed, lines(&self.to_json()["schedule"]))?;
        let fields = self.scenario.as_object().into_iter().flatten().map(|(name, value)| match value {
            Value::Array(_) => format!("\"{name}\": [\n{}\n]", lines(value)),
            _ => format!("\"{name}\": {value}"),
        });
        writeln!(f, "\"scenario\": {{\n{}\n}}}}", fields.collect::<Vec<_>>().join(",\n"))
    }
}

/// As a file has it, so that what a failing test prints can be kept as one.
impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
