//! Records as the page makes them: a lesson's solution, moved a little, and other commands between.

use carteiro::base::rng::{Draw, Purpose, Streams};
use carteiro::base::time::Time;
use carteiro::grade::spec::{RubricSpec, TaskSpec};
use carteiro::grade::{Grade, Rubric};
use carteiro::model::NodeKind;
use carteiro::observe::Reading;
use carteiro::observe::report::play;
use carteiro::problem::Problem;
use carteiro::scenario::{catalogue, fingerprint, parse};
use carteiro::view::playground::Playground;
use carteiro::view::saved_run::{HandIn, Prediction, SavedRun};
use rand::RngExt;
use serde_json::{Map, json};

pub fn dice(seed: u64) -> Draw {
    Streams::new(seed).draw(Purpose::Hunt, 0, 0, 0)
}

pub fn built_in(id: &str) -> Result<String, Problem> {
    Ok(catalogue().iter().find(|b| b.id == id).unwrap().json.to_owned())
}

/// The rubric of a lesson as it is.
pub fn of_lesson(id: &str) -> Rubric {
    Rubric::new(RubricSpec::of_task(TaskSpec::of_lesson(id)), built_in).unwrap()
}

pub fn rubric(json: &serde_json::Value) -> Result<Rubric, Problem> {
    Rubric::read(&json.to_string(), built_in)
}

/// A run of a lesson with some commands, handed in honestly.
pub fn honest(id: &str, seed: u64, commands: &[(Time, String)], until: Time) -> SavedRun {
    let json = built_in(id).unwrap();
    let mut playground = Playground::new(&json, Some(&seed.to_string())).unwrap();
    for (at, command) in commands {
        playground.advance(*at).unwrap();
        // One that is refused where it is given is not in the log of the page either.
        let _ = playground.command(command);
    }
    playground.advance(until).unwrap();
    let mut run = of_playground(id, seed, &playground);
    run.hand_in = Some(hand_in(&json, seed, &playground));
    run
}

fn of_playground(id: &str, seed: u64, playground: &Playground) -> SavedRun {
    let history = playground.history();
    let (head, events, _) = history.head_position();
    SavedRun {
        version: SavedRun::VERSION,
        scenario: id.into(),
        seed: seed.to_string(),
        log: history.commands().iter().map(|c| (c.at.as_millis(), c.events, c.text.to_string())).collect(),
        head_ms: head.as_millis(),
        events,
        hash: history.watch().trace.digest().to_string(),
        hand_in: None,
        rest: Map::new(),
    }
}

fn hand_in(json: &str, seed: u64, playground: &Playground) -> HandIn {
    let history = playground.history();
    let model = history.world().model();
    let lesson = model.lesson.as_ref().unwrap();
    let option = (seed % 3) as usize;
    let prediction = lesson.options.get(option).map(|holds| {
        let (world, tally) = play(model, seed, lesson.answered_at).unwrap();
        Prediction { option, at_ms: 0.0, right: Some(Reading::new(&world, &tally).all_hold(holds)) }
    });
    let reached = history.progress().reached(lesson);
    let pace: Vec<f64> = (1..=history.commands().len()).map(|n| (n as f64) * 1_700.0 + (seed % 977) as f64).collect();
    HandIn {
        version: HandIn::VERSION,
        student: String::new(),
        task: String::new(),
        scenario_hash: fingerprint(json).unwrap(),
        prediction,
        goals: (0..reached.len()).filter(|goal| reached[*goal]).collect(),
        shown: Vec::new(),
        tries: 1,
        spent_ms: pace.last().copied().unwrap_or_default() + 5_000.0,
        pace,
    }
}

/// A lesson's solution, each command up to a second late, and a few other commands.
pub fn commands(id: &str, dice: &mut Draw) -> Vec<(Time, String)> {
    let json = built_in(id).unwrap();
    let model = carteiro::load(&json).unwrap();
    let late = |at: u64, dice: &mut Draw| Time::from_micros(at + dice.random_range(0..1_000_000u64));
    let mut all = Vec::new();
    for timed in parse::parse(&json).unwrap().lesson.unwrap().solution {
        let at = late(timed.at.as_micros(), dice);
        all.push((at, serde_json::to_string(&timed.command).unwrap()));
    }
    for _ in 0..dice.random_range(0..4) {
        let node = &model.nodes[dice.random_range(0..model.nodes.len())];
        let command = match node.kind {
            NodeKind::Client(_) => json!({"placeOrder": {"client": node.id}}),
            _ if dice.random_bool(0.5) => json!({"setHealth": {"node": node.id, "health": "down"}}),
            _ => json!({"setHealth": {"node": node.id, "health": "up"}}),
        };
        all.push((Time::from_micros(dice.random_range(0..model.until.as_micros())), command.to_string()));
    }
    all.sort_by_key(|(at, _)| *at);
    all
}

/// The grade of a lesson's run.
pub fn graded(rubric: &Rubric, run: &SavedRun) -> Result<Grade, Problem> {
    // Through its text, as it is handed in.
    rubric.grade(&SavedRun::read(&serde_json::to_string(run).unwrap())?)
}
