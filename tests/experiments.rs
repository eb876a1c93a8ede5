//! Reports of runs are the same in whatever order and in however many parts they are made.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use carteiro::base::ids::SubscriptionId;
use carteiro::base::time::Time;
use carteiro::experiment::bench::Bench;
use carteiro::experiment::workload::Workload;
use carteiro::experiment::{Summary, run_many};
use carteiro::model::Model;
use carteiro::model::measure::{RunMeasure, SubscriptionMeasure as M};
use carteiro::observe::{Report, Tally, run_once};
use carteiro::scenario::{catalogue, load};
use carteiro::sim::World;
use std::sync::Arc;

fn models() -> Vec<Arc<Model>> {
    catalogue().iter().map(|built_in| Arc::new(load(built_in.json).unwrap())).collect()
}

#[test]
fn the_order_in_which_runs_are_added_makes_no_difference() {
    for model in models() {
        let whole = run_many(&model, 10, 40, model.until).unwrap();
        let mut parts = Summary::new(&model);
        for (first, runs) in [(45, 5), (10, 1), (11, 14), (25, 20)] {
            parts.merge(&run_many(&model, first, runs, model.until).unwrap());
        }
        assert_eq!(parts, whole, "{}", model.id);
    }
}

#[test]
fn a_run_in_parts_is_the_same_run() {
    for model in models() {
        let whole = run_once(&model, 1, model.until).unwrap();
        let (mut world, mut tally) = (World::new(Arc::clone(&model), 1), Tally::new(&model));
        for part in 1..=97 {
            world.run_until(Time::from_micros(model.until.as_micros() * part / 97), &mut tally).unwrap();
        }
        assert_eq!(Report::of(&world, &tally, 1), whole, "{}", model.id);
    }
}

#[test]
fn a_report_says_what_the_world_has() {
    for model in models() {
        let until = Time::from_millis(9_000.0);
        let (mut world, mut tally) = (World::new(Arc::clone(&model), 2), Tally::new(&model));
        world.run_until(until, &mut tally).unwrap();
        world.check().unwrap();
        let report = Report::of(&world, &tally, 2);
        for (i, c) in world.census().into_iter().enumerate() {
            let of = |measure| report.figures.subscription(SubscriptionId::new(i), measure) as u64;
            assert_eq!(of(M::Waiting), c.delayed + c.ready + c.in_flight + c.retry + c.parked);
            assert_eq!((of(M::Dead), of(M::Accepted)), (c.dead, world.queues()[i].counts.accepted));
            let sojourns = &tally.flow(SubscriptionId::new(i)).sojourns;
            assert_eq!(sojourns.count(), of(M::Acked) - of(M::Suppressed));
        }
        assert_eq!(report.figures.run(RunMeasure::Orders), world.ledger().orders().len() as f64);
        assert_eq!(report.until, until);
        assert!(report.ended_at <= until);
    }
}

#[test]
fn the_workload_in_slices_is_the_same_workload() {
    let workload = Workload { orders: 2_000, workers: 3, fail: 0.2 };
    let figures = |slice: u64| {
        let mut bench = Bench::new(&workload, 7).unwrap();
        while bench.run(slice).unwrap() {}
        bench.figures()
    };
    assert_eq!(figures(1), figures(u64::MAX));
    assert_eq!(figures(100), figures(u64::MAX));
}
