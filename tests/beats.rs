//! The beats of a lesson lead to its end: whoever only does what the guide asks, and lets time pass otherwise, reaches
//! every goal before the run is over. Time stands still for each deed: nobody has to be quick.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use carteiro::base::time::Span;
use carteiro::json::tree::Tree;
use carteiro::model::Model;
use carteiro::model::lesson::{Deed, End, Lesson, Step};
use carteiro::scenario::{BuiltIn, CommandSpec, catalogue, deed, load};
use carteiro::sim::World;
use carteiro::sim::broker::message::State;
use carteiro::timeline::History;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// How often a learner who looks on asks what is to be done.
const GLANCE: Span = Span::from_millis(200);
/// More presses than any lesson asks for.
const MOST_DEEDS: usize = 60;

fn tree(json: &Value) -> Tree {
    Tree::deserialize(json).unwrap()
}

/// A learner who knows nothing but what the guide says.
struct Learner {
    model: Arc<Model>,
    run: History,
    /// The phase of each beat.
    phases: Vec<String>,
    /// Commands of the solution that were not given yet: the values which the sentences name.
    known: Vec<Value>,
    /// Whether time has passed since the beat began.
    moves: bool,
    given: usize,
}

impl Learner {
    fn new(built_in: &BuiltIn, model: &Arc<Model>, seed: u64) -> Learner {
        let scenario: Value = serde_json::from_str(built_in.json).unwrap();
        let list = |name: &str, field: &str| -> Vec<Value> {
            scenario["lesson"][name].as_array().unwrap().iter().map(|one| one[field].clone()).collect()
        };
        let mut run = History::new(World::new(Arc::clone(model), seed));
        run.turn_guide(true);
        Learner {
            model: Arc::clone(model),
            run,
            phases: list("beats", "phase").iter().map(|phase| phase.as_str().unwrap().to_owned()).collect(),
            known: list("solution", "do"),
            moves: false,
            given: 0,
        }
    }

    fn lesson(&self) -> &Lesson {
        self.model.lesson.as_ref().unwrap()
    }

    /// The deed that the page asks for at a beat: what ends it, or the next step of the goal that does.
    fn asked(&self, beat: usize) -> Option<&Deed> {
        let step = match &self.lesson().beats[beat].ends {
            End::Step(step) => Some(step),
            End::Goal(goal) if self.phases[beat] == "act" => {
                self.lesson().goals[*goal].get(self.run.progress().goals()[*goal].met())
            }
            _ => None,
        };
        match step {
            Some(Step::Do(deed)) => Some(deed),
            _ => None,
        }
    }

    /// A command that is such a deed, as the lesson's solution knows it.
    fn command(&mut self, deed: &Deed) -> Option<Value> {
        let fits = |command: &Value| deed.patterns.iter().any(|pattern| deed::matches(pattern, &tree(command)));
        let at = self.known.iter().position(fits)?;
        let command = if deed.times == 1 { self.known.remove(at) } else { self.known[at].clone() };
        // Which message it is differs from seed to seed.
        if command.get("mend").is_some() {
            return Some(json!({"mend": {"message": self.dead_letter()?}}));
        }
        Some(command)
    }

    fn dead_letter(&self) -> Option<u32> {
        let mut messages = self.run.world().messages();
        messages.find_map(|(_, message)| matches!(message.state, State::Dead { .. }).then_some({ message.id }.0))
    }

    /// All that a deed or the time can change of the guide and of the goals.
    fn standing(&self) -> impl PartialEq + std::fmt::Debug + use<> {
        let goals: Vec<_> = self.run.progress().goals().iter().map(|goal| (goal.met(), goal.times())).collect();
        (self.run.guide().beat(self.lesson()), self.run.guide().times(), goals)
    }

    fn act(&mut self, beat: usize, deed: &Deed) -> Result<(), String> {
        self.given += 1;
        let before = self.standing();
        let command = self.command(deed).ok_or(format!("beat {beat} asks for what the solution does not know"))?;
        let text = command.to_string();
        let spec: CommandSpec = serde_json::from_value(command).unwrap();
        let resolved = spec.resolve(&self.model).map_err(|problem| format!("{text}: {problem:?}"))?;
        self.run.apply(resolved, &text).map_err(|refused| format!("beat {beat}, {text}: {refused}"))?;
        if self.standing() == before || self.given > MOST_DEEDS {
            return Err(format!("beat {beat} asks for {text}, which does not count at {:?}", self.run.world().now()));
        }
        Ok(())
    }

    /// Lets time pass. Fails at the end of the run.
    fn watch(&mut self, how_long: Span) -> Result<(), String> {
        self.moves = true;
        let now = self.run.world().now();
        if now >= self.model.until {
            return Err(format!("the run is over at {:?}", self.standing()));
        }
        self.run.advance(self.model.until.min(now + how_long)).unwrap();
        Ok(())
    }

    fn follow(&mut self) -> Result<(), String> {
        let last = self.lesson().beats.len() - 1;
        let mut beat = None;
        loop {
            let Some((at, begun)) = self.run.guide().beat(self.lesson()) else { return Err("no last beat".into()) };
            if begun && beat != Some(at) {
                (beat, self.moves) = (Some(at), false);
            }
            if !begun {
                self.watch(GLANCE)?;
            } else if at == last {
                break;
            } else if let Some(deed) = self.asked(at).cloned() {
                if self.moves {
                    return Err(format!("beat {at} asks for a second deed while time passes"));
                }
                self.act(at, &deed)?;
            } else if matches!(self.lesson().beats[at].ends, End::GoOn) {
                self.run.next_beat();
            } else {
                self.watch(GLANCE)?;
            }
        }
        let reached = self.run.progress().reached(self.lesson());
        if reached.contains(&false) { Err(format!("at the last beat: {reached:?}")) } else { Ok(()) }
    }
}

#[test]
fn the_beats_alone_lead_to_the_end_of_every_lesson() {
    let mut stuck = Vec::new();
    for built_in in catalogue() {
        let model = Arc::new(load(built_in.json).unwrap());
        for seed in std::iter::once(model.seed).chain(0..100) {
            if let Err(why) = Learner::new(built_in, &model, seed).follow() {
                stuck.push(format!("{} with seed {seed}: {why}", built_in.id));
            }
        }
    }
    assert!(stuck.is_empty(), "{} stuck:\n{}", stuck.len(), stuck.join("\n"));
}
