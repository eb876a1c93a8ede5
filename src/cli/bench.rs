//! `carteiro bench`: the reference workload, timed.

use crate::cli::arguments::BenchArguments;
use crate::cli::lang::Lang;
use crate::cli::refusal::Refusal;
use carteiro::experiment::bench::{Bench, BenchResult};
use carteiro::experiment::workload::Workload;
use serde::Serialize;
#[allow(clippy::disallowed_types, reason = "the wall clock is what is measured")]
use std::time::Instant;

/// Events in a slice; natively a run could as well be whole.
const SLICE: u64 = 1 << 20;

/// The figures with what they took: from building the model to the last event, without starting the process.
#[derive(Serialize)]
struct Timed {
    #[serde(flatten)]
    figures: BenchResult,
    wall_s: f64,
    /// Processor time; absent where the system does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_s: Option<f64>,
}

/// One line of JSON.
#[allow(clippy::disallowed_types, reason = "as above")]
pub fn run(arguments: &BenchArguments, lang: Lang) -> Result<String, Refusal> {
    let BenchArguments { orders, seed, workers, fail } = *arguments;
    let (wall, processor) = (Instant::now(), processor_s());
    let refuse = |problem| Refusal::of(problem, lang);
    let mut bench = Bench::new(&Workload { orders, workers, fail }, seed).map_err(refuse)?;
    while bench.run(SLICE).map_err(|spent| refuse(spent.into()))? {}
    let wall_s = wall.elapsed().as_secs_f64();
    let cpu_s = processor_s().zip(processor).map(|(end, start)| end - start);
    let timed = Timed { figures: bench.figures(), wall_s, cpu_s };
    Ok(serde_json::to_string(&timed).unwrap_or_default() + "\n")
}

/// The processor time that this process has used, in seconds.
#[cfg(unix)]
fn processor_s() -> Option<f64> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
}

#[cfg(not(unix))]
fn processor_s() -> Option<f64> {
    None
}
