//! The arguments of each command.

use carteiro::lab::deed::Kind;
use carteiro::lab::sure::RUNS;
use carteiro::model::limits;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The most runs of one command.
pub const MOST_RUNS: u64 = 1_000_000;

/// Where `make play` serves the page.
const PAGE: &str = "http://127.0.0.1:4173/";

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
    #[command(flatten)]
    pub trace: TraceArguments,
    /// Changes a setting, as in nodes.stock.workers=3, outage=30s or rate=600
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Runs that row of a plan, which the file must then be; or the N-th row of a file of its rows
    #[arg(long, value_name = "POINT:RUN|ROWS:N", conflicts_with_all = ["seed", "runs", "set"])]
    pub row: Option<String>,
    /// Prints a link that opens the run on the page at this address, instead of the books (of a single run)
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, require_equals = true, default_missing_value = PAGE,
        conflicts_with_all = ["runs", "json", "all", "trace"])]
    pub link: Option<String>,
    /// Writes the scenario that is run to this file, - for the output: with what was set, and with the row's seed
    #[arg(long, value_name = "FILE")]
    pub scenario_out: Option<PathBuf>,
}

/// The form of a trace.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum TraceForm {
    /// Every fact with its cause, one JSON object a line
    #[default]
    Facts,
    /// Slices of each node, depths of the queues and arrows for causes, as Perfetto opens them (TrackEvent protobuf)
    Perfetto,
    /// Spans of each order, with OpenTelemetry's conventions for messaging (OTLP JSON)
    Otlp,
    /// The sequence diagram of one order (Mermaid)
    Mermaid,
}

/// Where the trace of a single run is written, and as what.
#[derive(Args, Debug)]
pub struct TraceArguments {
    /// Writes every fact with its cause to this file, - for the output instead of the books (of a single run)
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// The form of the trace
    #[arg(long, value_name = "FORM", requires = "trace", value_enum, default_value_t)]
    pub trace_as: TraceForm,
    /// The order whose sequence diagram is drawn
    #[arg(long, value_name = "N", requires = "trace", default_value_t = 1)]
    pub order: u32,
}

impl TraceArguments {
    /// Whether the trace takes the standard output.
    pub fn is_output(&self) -> bool {
        self.trace.as_ref().is_some_and(|path| path.as_os_str() == "-")
    }
}

/// The arguments of `carteiro sweep`.
#[derive(Args, Debug)]
pub struct SweepArguments {
    /// A plan's JSON file; with --vary or --measure a scenario instead: a built-in one, or its JSON file
    #[arg(value_name = "PLAN|NAME|FILE")]
    pub plan: String,
    /// Varies a setting: PATH=3,5,8 takes these values, PATH=10s..60s:6 six of them in equal steps
    #[arg(long, value_name = "PATH=VALUES")]
    pub vary: Vec<String>,
    /// Changes a setting at all points
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Measures this in every run, by its name in claims
    #[arg(long = "measure", value_name = "NAME", value_delimiter = ',')]
    pub measures: Vec<String>,
    /// Tells in which share of the runs this holds, as in 'lost == 0'
    #[arg(long = "constraint", value_name = "COMPARISON")]
    pub constraints: Vec<String>,
    /// Runs of each point
    #[arg(long, value_name = "N")]
    pub runs: Option<u64>,
    /// Goes on with a point until each mean's interval reaches no further than this to each side, as in 2%
    #[arg(long, value_name = "P%")]
    pub precision: Option<String>,
    /// The most runs of a point that is run to a precision
    #[arg(long, value_name = "N", requires = "precision")]
    pub at_most: Option<u64>,
    /// The probability with which an interval holds the truth, as in 95%
    #[arg(long, value_name = "P%")]
    pub confidence: Option<String>,
    /// How the values make points
    #[arg(long, value_name = "HOW")]
    pub design: Option<DesignChoice>,
    /// The points of a random design
    #[arg(long, value_name = "N", requires = "design")]
    pub points: Option<u32>,
    /// The seed of each point's first run
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// How much simulated time to run; without it, the scenario's own
    #[arg(long, value_name = "T")]
    pub until: Option<String>,
    /// Writes the plan to this file, - for the output, and runs nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["rows", "shard", "shards", "best"])]
    pub plan_out: Option<PathBuf>,
    /// Writes a row a run to this file: CSV, or one JSON object a line if it ends in .ndjson. What was begun is continued
    #[arg(long, value_name = "FILE")]
    pub rows: Option<PathBuf>,
    /// Runs that part of the plan only, as in 3/8
    #[arg(long, value_name = "I/N", requires = "rows")]
    pub shard: Option<String>,
    /// Runs one of N parts: the one that SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX says
    #[arg(long, value_name = "N", requires = "rows", conflicts_with = "shard")]
    pub shards: Option<u64>,
    /// Looks for the best point instead, as in min:lost or max:stock.throughput, and runs each only as often as that takes
    #[arg(long, value_name = "min|max:NAME", requires = "indifference", conflicts_with_all = ["precision", "rows"])]
    pub best: Option<String>,
    /// The smallest difference of that measure that matters
    #[arg(long, value_name = "D", requires = "best")]
    pub indifference: Option<f64>,
    /// Writes a STRESS-DES sheet of the study to this file, as Markdown, - for the output
    #[arg(long, value_name = "FILE", conflicts_with_all = ["best", "plan_out", "shard", "shards"])]
    pub sheet: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// How values make points.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum DesignChoice {
    /// Each value with each of the other settings
    Grid,
    /// The first values of all, the second values of all, and so on
    List,
    /// Drawn evenly between the lowest and the highest value
    Random,
}

/// The arguments of `carteiro hunt`.
#[derive(Args, Debug)]
pub struct HuntArguments {
    /// A built-in scenario, or the path of a scenario's JSON file
    #[arg(value_name = "NAME|FILE")]
    pub scenario: String,
    /// The claim to break, as in 'lost == 0'; without it, any of the scenario's
    #[arg(long = "claim", value_name = "COMPARISON")]
    pub claims: Vec<String>,
    /// What may be done
    #[arg(long, value_name = "KINDS", value_delimiter = ',', default_values = Kind::USUAL.map(Kind::name), value_parser = kinds())]
    pub kinds: Vec<Kind>,
    /// The most runs to try
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=MOST_RUNS))]
    pub runs: u64,
    /// The most deeds in one run
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub deeds: u32,
    /// The seed of the first run; without it, the scenario's own
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=limits::SEED - MOST_RUNS))]
    pub seed: Option<u64>,
    /// How much simulated time to run; without it, the scenario's own
    #[arg(long, value_name = "T")]
    pub until: Option<String>,
    /// Writes the run that was found to this file, which the page opens and carteiro replay plays
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// The arguments of `carteiro turning`.
#[derive(Args, Debug)]
pub struct TurningArguments {
    /// A built-in scenario, a scenario's JSON file, or a run that was saved
    #[arg(value_name = "NAME|FILE|RUN")]
    pub run: String,
    /// The bad end: this claim falls, as in 'lost == 0'
    #[arg(long, value_name = "COMPARISON", conflicts_with = "order")]
    pub claim: Option<String>,
    /// The bad end: this order is lost, dead or done twice; without it and without a claim, the first
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub order: Option<u32>,
    /// Moments at which the run is forked
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = clap::value_parser!(u64).range(2..=1_000))]
    pub moments: u64,
    /// Futures of each moment
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..=MOST_RUNS))]
    pub futures: u64,
    /// The seed of the run; without it, the saved run's or the scenario's own
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=limits::SEED - MOST_RUNS))]
    pub seed: Option<u64>,
    /// How much simulated time to run; without it, as long as the saved run or as the scenario says
    #[arg(long, value_name = "T")]
    pub until: Option<String>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// The arguments of `carteiro sure`.
#[derive(Args, Debug)]
pub struct SureArguments {
    /// A built-in scenario, or the path of a scenario's JSON file
    #[arg(value_name = "NAME|FILE")]
    pub scenario: String,
    /// Runs, with the seeds 0 to N - 1
    #[arg(long, value_name = "N", default_value_t = RUNS, value_parser = clap::value_parser!(u64).range(1..=MOST_RUNS))]
    pub runs: u64,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Reads a kind of deed by its name; help lists them all.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    let named = |name: String| Kind::ALL.into_iter().find(|kind| kind.name() == name).ok_or("no kind of deed");
    PossibleValuesParser::new(Kind::ALL.map(Kind::name)).try_map(named)
}

/// The arguments of `carteiro report`.
#[derive(Args, Debug)]
pub struct ReportArguments {
    /// The plan's JSON file
    #[arg(value_name = "PLAN")]
    pub plan: String,
    /// Its rows, in one file or in one for each shard
    #[arg(value_name = "ROWS", required = true)]
    pub rows: Vec<PathBuf>,
    /// Writes a STRESS-DES sheet of the study to this file, as Markdown, - for the output
    #[arg(long, value_name = "FILE")]
    pub sheet: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// The arguments of `carteiro grade`.
#[derive(Args, Debug)]
pub struct GradeArguments {
    /// A folder with what was handed in: runs, and lists of links to runs; or one such file
    #[arg(value_name = "DIR|FILE")]
    pub folder: String,
    /// The rubric's JSON file; or a built-in lesson, of which every part is worth a point
    #[arg(long, value_name = "NAME|FILE")]
    pub rubric: String,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Writes the table to this file
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// An edition of SCORM.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Edition {
    /// SCORM 1.2
    #[value(name = "1.2")]
    Scorm12,
    /// SCORM 2004, 4th edition
    #[value(name = "2004")]
    Scorm2004,
}

/// The standard of a package.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standard {
    Scorm(Edition),
    Cmi5,
}

impl Standard {
    pub const fn name(self) -> &'static str {
        match self {
            Standard::Scorm(Edition::Scorm12) => "SCORM 1.2",
            Standard::Scorm(Edition::Scorm2004) => "SCORM 2004",
            Standard::Cmi5 => "cmi5",
        }
    }

    /// In the name of a file.
    pub const fn word(self) -> &'static str {
        match self {
            Standard::Scorm(Edition::Scorm12) => "scorm12",
            Standard::Scorm(Edition::Scorm2004) => "scorm2004",
            Standard::Cmi5 => "cmi5",
        }
    }
}

/// The arguments of `carteiro export`.
#[derive(Args, Debug)]
pub struct ExportArguments {
    /// Built-in lessons, and files of tasks, rubrics and scenarios; each becomes a part of the package
    #[arg(value_name = "NAME|FILE", required_unless_present = "all", conflicts_with = "all")]
    pub names: Vec<String>,
    /// Every built-in lesson
    #[arg(long)]
    pub all: bool,
    /// For SCORM, in this edition
    #[arg(long, value_enum, value_name = "EDITION", required_unless_present = "cmi5", conflicts_with = "cmi5")]
    pub scorm: Option<Edition>,
    /// For cmi5
    #[arg(long)]
    pub cmi5: bool,
    /// The page that is built for packages
    #[arg(long, value_name = "DIR", default_value = "www/dist-sco")]
    pub site: PathBuf,
    /// The file to write; without it, NAME.STANDARD.zip here
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

impl ExportArguments {
    /// The standard of the package.
    pub fn standard(&self) -> Standard {
        self.scorm.map_or(Standard::Cmi5, Standard::Scorm)
    }
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
    #[command(flatten)]
    pub trace: TraceArguments,
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
