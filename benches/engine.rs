//! How fast the engine is: `cargo bench --features bench --bench engine`. `make bench` measures the same workload in WebAssembly, too.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run must stop")]

use carteiro::base::time::Time;
use carteiro::experiment::bench::Bench;
use carteiro::experiment::workload::Workload;
use carteiro::model::Model;
use carteiro::observe::run_once;
use carteiro::scenario::{catalogue, load};
use carteiro::sim::World;
use carteiro::timeline::History;
use carteiro::view::frame;
use divan::Bencher;
use divan::counter::ItemsCount;
use std::sync::Arc;

fn main() {
    divan::main();
}

/// Purchases of the reference workload.
const ORDERS: u32 = 20_000;

fn workload(workers: u32) -> Bench {
    Bench::new(&Workload { orders: ORDERS, workers, fail: 0.05 }, 1).unwrap()
}

/// The reference workload to its end; items are events. Narrow is one worker a queue, wide is ten thousand.
#[divan::bench(args = [1, 10_000], sample_count = 20)]
fn reference_workload(bencher: Bencher, workers: u32) {
    let run = |mut bench: Bench| {
        bench.run(u64::MAX).unwrap();
        bench.figures().events
    };
    let events = run(workload(workers));
    bencher.counter(ItemsCount::new(events)).with_inputs(|| workload(workers)).bench_values(run);
}

fn lesson(id: &str) -> Arc<Model> {
    Arc::new(load(catalogue().iter().find(|built_in| built_in.id == id).unwrap().json).unwrap())
}

/// One run of a lesson with its report, as `carteiro run --runs` makes many of.
#[divan::bench(args = ["service-down", "retry-amplification", "sandbox"])]
fn lesson_run(bencher: Bencher, id: &str) {
    let model = lesson(id);
    let events = run_once(&model, 1, model.until).unwrap().events;
    bencher.counter(ItemsCount::new(events)).bench(|| run_once(&model, 1, model.until).unwrap());
}

/// A history of some hundred thousand events, at its end.
fn long_history() -> (History, Time) {
    let model = Workload { orders: ORDERS, workers: 4, fail: 0.05 }.model().unwrap();
    let mut history = History::new(World::new(Arc::new(model), 1));
    let end = Time::from_micros(u64::from(ORDERS) * 10_000);
    history.advance(end).unwrap();
    (history, end)
}

/// A drag of the playhead back to an instant: the nearest checkpoint is restored and the rest is run again.
#[divan::bench(args = [0.1, 0.5, 0.9], sample_count = 20)]
fn seek_back(bencher: Bencher, share: f64) {
    let (history, end) = long_history();
    let to = Time::from_millis(end.as_millis() * share);
    bencher.with_inputs(|| history.clone()).bench_values(|mut history| {
        history.seek(to).unwrap();
        history
    });
}

/// What the page reads for each picture that it draws, ten seconds into a lesson.
#[divan::bench(args = ["jitter", "retry-amplification", "sandbox"])]
fn frame_of(bencher: Bencher, id: &str) {
    let mut history = History::new(World::new(lesson(id), 1));
    history.advance(Time::from_micros(10_000_000)).unwrap();
    let mut numbers = Vec::new();
    bencher.bench_local(|| {
        frame::write(&history, &mut numbers);
        numbers.len()
    });
}
