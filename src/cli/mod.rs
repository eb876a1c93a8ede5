//! The command line: its commands, and the exit code of each result.

mod answer_words;
mod arguments;
mod bench;
mod check;
mod export;
mod grade;
mod hunt;
mod lab_plan;
mod lang;
mod new;
mod numbers;
mod out_file;
mod output;
mod problem;
mod progress;
mod prose;
mod refusal;
mod replay;
mod rows;
mod run;
mod sheet;
mod source;
mod study_table;
mod sure;
mod sweep;
mod table;
mod traces;
mod turning;

use crate::cli::arguments::{
    BenchArguments, ExportArguments, GradeArguments, HuntArguments, MOST_RUNS, NewArguments, ReplayArguments,
    ReportArguments, RunArguments, SureArguments, SweepArguments, TurningArguments,
};
use crate::cli::lang::{Choice, Lang};
use crate::cli::output::{End, print};
use crate::cli::refusal::Refusal;
use crate::cli::table::Table;
use carteiro::model::Model;
use clap::{Parser, Subcommand};
use serde_json::json;
use std::io::{self, Write};
use std::process::ExitCode;

/// A deterministic simulation of asynchronous communication between services.
///
/// The exit code is 0 when all went well, 1 when a claim does not hold or a replayed run is another one, and 2 for bad
/// input.
#[derive(Parser, Debug)]
#[command(name = "carteiro", version, subcommand_required = true, arg_required_else_help = true)]
struct Arguments {
    /// The language of what is printed; without it, that of LC_ALL, LC_MESSAGES or LANG
    #[arg(long, global = true, value_enum)]
    lang: Option<Choice>,
    #[command(subcommand)]
    command: Request,
}

#[derive(Subcommand, Debug)]
enum Request {
    /// Lists the built-in scenarios
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Says whether a scenario is valid, or what is wrong, where, and what to do about it
    Check {
        /// A built-in scenario, or the path of a scenario's JSON file
        #[arg(value_name = "NAME|FILE")]
        file: String,
        /// Runs it with the seeds 0 to N - 1, too, and judges its claims, its contrast, its question and its goals
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_RUNS))]
        seeds: Option<u64>,
    },
    /// Writes a lesson that works, to be changed into your own, and the JSON Schema that explains it to your editor
    New(NewArguments),
    /// Runs a scenario; prints the books and the claims
    Run(RunArguments),
    /// Runs many seeds at each point of a plan; prints every measure with its interval
    Sweep(Box<SweepArguments>),
    /// Looks for a run in which a claim falls, and shrinks it to the deeds that it takes
    Hunt(HuntArguments),
    /// Says in which share of many runs each claim, and each answer to the lesson's question, holds
    Sure(SureArguments),
    /// Says how probable a bad end was at each moment of a run, and the event after which it jumped
    Turning(TurningArguments),
    /// Prints what the rows of a plan say, which one or several parts of it have written
    Report(ReportArguments),
    /// Plays a saved run again; prints the books, the claims, and whether it is the same run
    Replay(ReplayArguments),
    /// Replays what a class handed in: prints one line for each hand-in, as CSV, with what it is worth
    Grade(GradeArguments),
    /// Writes lessons and tasks as a zip for a course platform, with everything that they need
    Export(ExportArguments),
    /// Runs the reference workload; prints one line of JSON with its figures
    Bench(BenchArguments),
    /// Prints the JSON Schema of the scenario file
    Schema,
}

/// Runs the command that the process arguments name.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let lang = lang::chosen(arguments.lang);
    match carry_out(arguments.command, lang) {
        Ok(End::Well) => ExitCode::SUCCESS,
        Ok(End::ClaimFell | End::OtherRun) => ExitCode::from(1),
        Err(refusal) => {
            // If stderr cannot be written, the exit code still tells.
            let _ = writeln!(io::stderr(), "{refusal}");
            ExitCode::from(2)
        }
    }
}

fn carry_out(request: Request, lang: Lang) -> Result<End, Refusal> {
    match request {
        Request::List { json } => list(json, lang),
        Request::Check { file, seeds } => check::check(&file, seeds, lang),
        Request::New(arguments) => new::new(&arguments, lang),
        Request::Run(arguments) => run::run(&arguments, lang),
        Request::Sweep(arguments) => sweep::sweep(&arguments, lang),
        Request::Sure(arguments) => sure::sure(&arguments, lang),
        Request::Turning(arguments) => turning::turning(&arguments, lang),
        Request::Hunt(arguments) => hunt::hunt(&arguments, lang),
        Request::Report(arguments) => sweep::report(&arguments, lang),
        Request::Replay(arguments) => replay::replay(&arguments, lang),
        Request::Grade(arguments) => grade::grade(&arguments, lang),
        Request::Export(arguments) => export::export(&arguments, lang),
        Request::Bench(arguments) => print(&bench::run(&arguments, lang)?, lang),
        Request::Schema => print(&format!("{:#}\n", carteiro::scenario::schema()), lang),
    }
}

/// Lists the built-in scenarios.
fn list(json: bool, lang: Lang) -> Result<End, Refusal> {
    let mut models = Vec::new();
    for built_in in carteiro::scenario::catalogue() {
        models.push(source::load(built_in.id, lang)?);
    }
    if json {
        let card = |m: &Model| {
            let claims: Vec<_> = m.claims.iter().map(|c| json!({"expect": c.expect.source, "text": c.text})).collect();
            json!({"id": m.id, "title": m.title, "task": m.task, "seed": m.seed,
                "untilMs": m.until.as_millis(), "claims": claims})
        };
        let cards: Vec<_> = models.iter().map(card).collect();
        return print(&format!("{:#}\n", json!(cards)), lang);
    }
    let mut table = Table::of_words(2);
    for model in &models {
        table.row([model.id.clone(), model.title.get(lang).to_owned()]);
    }
    print(&table.to_string(), lang)
}
