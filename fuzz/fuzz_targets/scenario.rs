//! Any bytes as a scenario: refused with a problem, or run, with every law checked on the way.
#![no_main]

use carteiro::scenario::load;
use carteiro::trace::Digest;
use carteiro_fuzz::{EVENTS, cross, mutate, run_checked, world};
use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target, fuzzer_mutate};
use std::sync::Arc;

fuzz_target!(|data: &[u8]| {
    let Ok(json) = std::str::from_utf8(data) else { return };
    let model = match load(json) {
        Ok(model) => Arc::new(model),
        Err(problem) => {
            assert!(!problem.code.is_empty() && !problem.to_string().is_empty());
            return;
        }
    };
    let seed = model.seed;
    let mut once = world(Arc::clone(&model), seed);
    let mut half = Digest::default();
    run_checked(&mut once, EVENTS / 2, &mut half);
    // A fork goes on as the world does that it was taken from.
    let (mut fork, mut other) = (once.clone(), half);
    run_checked(&mut once, EVENTS, &mut half);
    let _ = fork.run_events(EVENTS, &mut other);
    assert_eq!(half, other, "a fork differs from its world");
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| { cross(one, other, out, seed).unwrap_or(0) });
