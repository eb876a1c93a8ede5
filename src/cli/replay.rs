//! `carteiro replay`: replays a run that the page saved, and tells whether every fact is the same.

use crate::cli::arguments::{ReplayArguments, TraceArguments};
use crate::cli::lang::Lang;
use crate::cli::output::{End, print};
use crate::cli::refusal::Refusal;
use crate::cli::traces::file::TraceFile;
use crate::cli::{source, table};
use carteiro::base::time::Time;
use carteiro::experiment::Summary;
use carteiro::experiment::outcome::Outcome;
use carteiro::observe::{Report, Tally};
use carteiro::problem::Problem;
use carteiro::timeline::History;
use carteiro::trace::Observer;
use carteiro::view::playground::Playground;
use carteiro::view::saved_run::SavedRun;
use std::path::Path;

/// Replays a run, prints its outcome, and compares its hash with the recorded one.
pub fn replay(arguments: &ReplayArguments, lang: Lang) -> Result<End, Refusal> {
    let file = &arguments.file;
    let refuse = |problem| Refusal::of(problem, lang).within(file);
    let record = source::text(file, lang)?.and_then(|json| SavedRun::read(&json)).map_err(refuse)?;
    let mut playground = open(&record).map_err(refuse)?;
    follow(&record, &mut playground).map_err(refuse)?;
    let history = playground.history();
    let seed = record.seed.trim().parse().unwrap_or(0);
    let tally = match &arguments.trace.trace {
        Some(path) => traced(history, seed, (path, &arguments.trace), file, lang)?,
        None => {
            let mut tally = Tally::new(history.world().model());
            history.watch().trace.facts().iter().for_each(|fact| tally.note(fact));
            tally
        }
    };
    let hash = history.watch().trace.digest().to_string();
    let summary: Summary = Report::of(history.world(), &tally, seed).into();
    let model = history.world().model();
    let text = if arguments.json {
        let mut outcome = serde_json::to_value(Outcome::of(model, &summary, seed)).unwrap_or_default();
        outcome["hash"] = hash.as_str().into();
        outcome["recordedHash"] = record.hash.as_str().into();
        format!("{outcome:#}\n")
    } else {
        format!(
            "{}\n{}\n",
            table::outcome(model, &summary, seed, lang, arguments.all),
            verdict(&hash, &record.hash, lang)
        )
    };
    if !arguments.trace.is_output() {
        print(&text, lang)?;
    }
    Ok(if hash == record.hash { End::Well } else { End::OtherRun })
}

fn verdict(hash: &str, recorded: &str, lang: Lang) -> String {
    match (lang, hash == recorded) {
        (Lang::En, true) => format!("This is the recorded run, to the last fact: its hash is {hash}."),
        (Lang::En, false) => format!("This is not the recorded run: its hash is {hash}, and not {recorded}."),
        (Lang::PtBr, true) => format!("Esta é a execução gravada, até o último fato: seu hash é {hash}."),
        (Lang::PtBr, false) => format!("Esta não é a execução gravada: seu hash é {hash}, e não {recorded}."),
    }
}

/// Writes every fact to a file and returns the tally.
fn traced(
    history: &History,
    seed: u64,
    (path, arguments): (&Path, &TraceArguments),
    file: &str,
    lang: Lang,
) -> Result<Tally, Refusal> {
    if source::is_same_file(path, Path::new(file)) {
        return Err(Refusal::trace_over_run(&path.to_string_lossy(), lang));
    }
    let mut out = TraceFile::create(path, arguments, history.world().model(), lang)?;
    for fact in history.watch().trace.facts() {
        out.record(*fact);
    }
    out.finish(seed, lang)
}

/// The scenario of a saved run.
pub fn scenario_json(record: &SavedRun) -> Result<String, Problem> {
    record.scenario_json().map_err(|id| source::no_such_scenario(id).within("scenario"))
}

/// Opens the run at instant 0.
fn open(record: &SavedRun) -> Result<Playground, Problem> {
    let json = scenario_json(record)?;
    Playground::new(&json, Some(&record.seed)).map_err(|problem| match problem.path.as_str() {
        "seed" => problem,
        _ => problem.within("scenario"),
    })
}

/// Replays the commands and goes to the recorded end, which may be between two events of one instant.
fn follow(record: &SavedRun, playground: &mut Playground) -> Result<(), Problem> {
    for (i, (at, events, command)) in record.log.iter().enumerate() {
        let done = playground.repeat(Time::from_millis(*at), *events, command);
        done.map_err(|problem| problem.within(format_args!("log[{i}]")))?;
    }
    let head = Time::from_millis(record.head_ms);
    let reached = playground.seek_position(head, record.events, record.log.len());
    let ended = reached.and_then(|found| if found { Ok(()) } else { playground.seek(head) });
    match ended {
        // A run that spends its event budget ends where it ended when it was recorded.
        Err(problem) if problem.code != "budget-spent" => Err(problem),
        _ => Ok(()),
    }
}
