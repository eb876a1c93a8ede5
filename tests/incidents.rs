//! Public incidents come out as they were reported: each file of `tests/scenarios/incidents/` claims the observed
//! numbers.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use carteiro::experiment::run_many;
use carteiro::scenario::load;
use std::sync::Arc;

/// Seeds, from 0, with which each is run.
const SEEDS: u64 = 5;

#[test]
fn every_incident_comes_out_as_observed() {
    let files = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios/incidents");
    let mut read = 0;
    for file in std::fs::read_dir(files).unwrap() {
        let path = file.unwrap().path();
        let model = Arc::new(load(&std::fs::read_to_string(&path).unwrap()).unwrap());
        let summary = run_many(&model, 0, SEEDS, model.until).unwrap();
        assert!(!model.claims.is_empty(), "{} claims nothing", path.display());
        for (claim, tally) in model.claims.iter().zip(&summary.claims) {
            assert_eq!(tally.held, SEEDS, "{}: {:?}, the values are {tally:?}", path.display(), claim.text.en);
        }
        read += 1;
    }
    assert!(read > 0, "no incident was read");
}
