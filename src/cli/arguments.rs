//! The arguments of each command.

use carteiro::model::limits;
use clap::Args;
use std::path::PathBuf;

/// The most runs of one command.
pub const MOST_RUNS: u64 = 1_000_000;

/// The arguments of `carteiro new`.
#[derive(Args, Debug)]
pub struct NewArguments {
    /// The lesson's id: lower-case letters, digits and hyphens
    #[arg(default_value = "my-lesson")]
    pub id: String,
    /// The file to write, `-` for the output; without it, ID.json here
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// The arguments of `carteiro run`.
#[derive(Args, Debug)]
pub struct RunArguments {
    /// A built-in scenario, or the path of a scenario's JSON file
    #[arg(value_name = "NAME|FILE")]
    pub scenario: String,
    /// The seed of the first run; without it, the scenario's own
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    pub seed: Option<String>,
    /// How much simulated time to run, as in 60s or 5min; without it, the scenario's own
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    pub until: Option<String>,
    /// Runs, with the seeds S, S + 1, S + 2 and so on
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=MOST_RUNS))]
    pub runs: u64,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Shows the rows and columns in which everything is zero, too
    #[arg(long)]
    pub all: bool,
    /// Writes every fact with its cause to this file, one JSON object a line (of a single run)
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
}

/// The arguments of `carteiro replay`.
#[derive(Args, Debug)]
pub struct ReplayArguments {
    /// A run as the page saves it
    #[arg(value_name = "FILE")]
    pub file: String,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Shows the rows and columns in which everything is zero, too
    #[arg(long)]
    pub all: bool,
    /// Writes every fact with its cause to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
}

/// The arguments of `carteiro bench`.
#[derive(Args, Debug)]
pub struct BenchArguments {
    /// Orders, each to three subscriptions
    #[arg(long, alias = "purchases", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(limits::ARRIVALS)))]
    pub orders: u32,
    /// The seed
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=limits::SEED))]
    pub seed: u64,
    /// Workers of each subscription
    #[arg(long, value_name = "W", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=i64::from(limits::WORKERS)))]
    pub workers: u32,
    /// How likely an attempt fails, from 0 to 0.99
    #[arg(long, value_name = "F", default_value_t = 0.05, value_parser = fail)]
    pub fail: f64,
}

/// Parses `--fail`.
fn fail(text: &str) -> Result<f64, String> {
    let fail = text.parse().ok().filter(|fail| (0.0..=0.99).contains(fail));
    fail.ok_or_else(|| "a probability from 0 to 0.99 is needed".to_owned())
}
