//! Commands in a built-in scenario: each is refused with a problem, or carried out, and every law holds after it.
//!
//! The input is a list of `{"at": …, "do": …}`, or a scenario file, of which the faults and the solution are taken: so
//! the built-in lessons are seeds. They meet the scenario of the same id if it is built in, else the sandbox.
#![no_main]

use carteiro::base::time::{Span, Time};
use carteiro::model::Model;
use carteiro::scenario::parse::from_json;
use carteiro::scenario::{CommandSpec, catalogue, load};
use carteiro::trace::Silent;
use carteiro_fuzz::{EVENTS, aim, cross, mutate, run_checked, world};
use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target, fuzzer_mutate};
use serde_json::Value;
use std::sync::{Arc, LazyLock};

/// The scenario for commands of which nothing says to which one they belong.
const USUAL: &str = "sandbox";
/// Events between two commands that are given in time.
const BETWEEN: u64 = 200;

static MODELS: LazyLock<Vec<(&str, Arc<Model>)>> = LazyLock::new(|| {
    let built_in = catalogue().iter();
    built_in.map(|b| (b.id, Arc::new(load(b.json).expect("a built-in scenario is sound")))).collect()
});

fuzz_target!(|data: &[u8]| {
    let Ok(input) = serde_json::from_slice::<Value>(data) else { return };
    let named = |id: &str| MODELS.iter().find(|(known, _)| *known == id).map(|(_, model)| Arc::clone(model));
    let model = input["id"].as_str().and_then(named).or_else(|| named(USUAL)).expect("the sandbox is built in");
    let lists = [&input, &input["faults"], &input["lesson"]["solution"]];
    let commands = lists.into_iter().filter_map(Value::as_array).flatten();
    let mut world = world(Arc::clone(&model), model.seed);
    for timed in commands.take(100) {
        match timed["at"].as_str().and_then(|at| at.parse::<Span>().ok()) {
            Some(at) => {
                let _ = world.run_part(Time::ZERO + at, BETWEEN, &mut Silent);
            }
            None => run_checked(&mut world, BETWEEN, &mut Silent),
        }
        let Ok(spec) = from_json::<CommandSpec>(&timed["do"].to_string()) else { continue };
        let Ok(mut command) = spec.resolve(&model) else { continue };
        aim(&world, &mut command);
        let allowed = world.judge(&command);
        let done = world.apply(&command, &mut Silent);
        assert!(allowed.is_err() == matches!(&done, Err(refused) if !is_budget(refused)), "{command:?}: {done:?}");
        if let Err(broken) = world.check() {
            panic!("{command:?} breaks a law: {broken:?}");
        }
    }
    run_checked(&mut world, EVENTS, &mut Silent);
});

fn is_budget(error: &carteiro::sim::CommandError) -> bool {
    matches!(error, carteiro::sim::CommandError::Budget(_))
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| { cross(one, other, out, seed).unwrap_or(0) });
