//! `carteiro run`: runs a scenario with one seed or many, spread over the cores.

use crate::cli::arguments::RunArguments;
use crate::cli::lang::Lang;
use crate::cli::output::{End, print, save};
use crate::cli::problem::CliProblem;
use crate::cli::progress::Progress;
use crate::cli::refusal::Refusal;
use crate::cli::traces::file::TraceFile;
use crate::cli::{lab_plan, rows, source, table};
use carteiro::base::time::{Span, SpanError, Time};
use carteiro::experiment::Summary;
use carteiro::experiment::outcome::Outcome;
use carteiro::experiment::proof::solve;
use carteiro::grade::link;
use carteiro::json::problem::JsonProblem;
use carteiro::json::tree::Tree;
use carteiro::lab::problem::LabProblem;
use carteiro::lab::setting;
use carteiro::lab::spec::Setting;
use carteiro::model::Model;
use carteiro::model::limits;
use carteiro::model::problem::ModelProblem;
use carteiro::observe::{Report, Tally};
use carteiro::problem::Problem;
use carteiro::problem::Word;
use carteiro::scenario::parse::from_json;
use carteiro::scenario::{self, ScenarioFile};
use carteiro::sim::problem::RunProblem;
use carteiro::sim::{BudgetSpent, World};
use carteiro::trace::Observer;
use carteiro::view::saved_run::SavedRun;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

/// Parts of a run, for the progress bar.
const PARTS: u64 = 50;
/// Runs given to each core before their reports are added up: enough to keep all busy, few enough to keep in memory.
const RUNS_PER_CORE: u64 = 16;

/// Some runs of a scenario.
struct Job {
    model: Arc<Model>,
    seed: u64,
    runs: u64,
    until: Time,
    progress: Progress,
}

/// Runs, prints, and judges the claims.
pub fn run(arguments: &RunArguments, lang: Lang) -> Result<End, Refusal> {
    if arguments.runs > 1 && arguments.trace.trace.is_some() {
        return Err(Refusal::trace_of_many(lang));
    }
    let refuse = |problem| Refusal::of(problem, lang);
    let (json, row_seed, row_until) = chosen(arguments, lang)?;
    let file = ScenarioFile::read(&json).map_err(|problem| refuse(problem).within(&arguments.scenario))?;
    let model = scenario::model(&file.spec).map_err(|problem| file.as_written(problem));
    let model = Arc::new(model.map_err(|problem| refuse(problem).within(&arguments.scenario))?);
    let seed = match (row_seed, arguments.seed.as_deref()) {
        (Some(seed), _) => seed,
        (None, Some(text)) => seed(text, arguments.runs).map_err(refuse)?,
        (None, None) => model.seed,
    };
    let until = arguments.until.as_deref().map_or(Ok(row_until.unwrap_or(model.until)), until).map_err(refuse)?;
    if let Some(path) = &arguments.scenario_out {
        write_scenario(path, &json, seed, lang)?;
        if path.as_os_str() == "-" {
            return Ok(End::Well);
        }
    }
    if let Some(page) = &arguments.link {
        return print(&link_to(page, arguments, &json, (&model, seed, until)).map_err(refuse)?, lang);
    }
    let runs = arguments.runs;
    let progress = Progress::new(runs * PARTS);
    let job = Job { model, seed, runs, until, progress };
    let summary = match &arguments.trace.trace {
        Some(path) => job.traced(path, arguments, lang),
        None => job.many().map_err(|spent| refuse(spent.into())),
    };
    job.progress.clear();
    let summary = summary?;
    let text = if arguments.json {
        let outcome = serde_json::to_string_pretty(&Outcome::of(&job.model, &summary, job.seed));
        outcome.unwrap_or_default() + "\n"
    } else {
        let mut text = table::outcome(&job.model, &summary, job.seed, lang, arguments.all);
        if let (1, Some(lesson), Some(spec)) = (runs, &job.model.lesson, &file.spec.lesson)
            && !spec.goals.is_empty()
            && let Ok(reached) = solve(&job.model, lesson, spec, job.seed).map_err(refuse)?
        {
            text += &table::goals(spec, &reached, lang);
        }
        text
    };
    if !arguments.trace.is_output() {
        print(&text, lang)?;
    }
    Ok(if summary.all_hold() { End::Well } else { End::ClaimFell })
}

/// The text of the scenario to run, with what was set; of a plan's row also its seed, and how long it is run.
fn chosen(arguments: &RunArguments, lang: Lang) -> Result<(String, Option<u64>, Option<Time>), Refusal> {
    let refuse = |problem| Refusal::of(problem, lang);
    let Some(row) = &arguments.row else {
        let json = source::json(&arguments.scenario, lang)?;
        if arguments.set.is_empty() {
            return Ok((json, None, None));
        }
        let mut file: Tree = from_json(&json).map_err(|problem| refuse(problem).within(&arguments.scenario))?;
        for text in &arguments.set {
            let Setting { path, value } = lab_plan::setting(text).map_err(refuse)?;
            setting::set(&mut file, &path, &value).map_err(|problem| refuse(problem.within("--set")))?;
        }
        return Ok((serde_json::to_string(&file).unwrap_or_default(), None, None));
    };
    let plan = lab_plan::read(&arguments.scenario, lang)?;
    let unknown = || {
        let points = plan.points.len() as u64;
        Refusal::of(Problem::new("--row", LabProblem::NoSuchRow { row: Word::of(row), points }), lang)
    };
    let (of, number) = row.rsplit_once(':').ok_or_else(unknown)?;
    let number: u64 = number.parse().map_err(|_| unknown())?;
    let (point, run) = match of.parse::<usize>() {
        Ok(point) => (point, number),
        // A file of rows, which are counted from 1.
        Err(_) => {
            let (mut rows, mut found) = (0, None);
            rows::read(Path::new(of), &plan, lang, |row| {
                rows += 1;
                if rows == number {
                    found = Some((row.point, row.run));
                }
            })?;
            let problem = LabProblem::FewerRows { row: Word::of(row), rows };
            found.ok_or_else(|| refuse(Problem::new("--row", problem)))?
        }
    };
    if point >= plan.points.len() || run >= plan.most_runs() {
        return Err(unknown());
    }
    let file = plan.file(point).map_err(|problem| refuse(problem).within(&arguments.scenario))?;
    let until = plan.spec.until.map(|until| Time::ZERO + until);
    Ok((serde_json::to_string(&file).unwrap_or_default(), Some(plan.seed(run)), until))
}

/// A link that opens a run on the page. What the page has built in is named alone.
fn link_to(
    page: &str,
    arguments: &RunArguments,
    json: &str,
    (model, seed, until): (&Arc<Model>, u64, Time),
) -> Result<String, Problem> {
    let is_built_in =
        arguments.row.is_none() && arguments.set.is_empty() && source::built_in(&arguments.scenario).is_ok();
    let scenario = if is_built_in { model.id.as_str().into() } else { from_json::<Value>(json)? };
    let run = SavedRun::play(scenario, model, seed, until, &[])?;
    let page = page.split_once('#').map_or(page, |(address, _)| address);
    let link = link::link_of(link::RUN, &serde_json::to_string(&run).unwrap_or_default());
    let most = link::MOST_LETTERS;
    if link.len() > most {
        return Err(Problem::new("--link", CliProblem::LongLink { letters: link.len(), most }));
    }
    Ok(format!("{page}{link}\n"))
}

/// Writes the scenario of a run, so that it can be opened elsewhere.
fn write_scenario(path: &Path, json: &str, seed: u64, lang: Lang) -> Result<(), Refusal> {
    let mut file: Tree = from_json(json).map_err(|problem| Refusal::of(problem, lang))?;
    setting::set(&mut file, "seed", &Tree::Whole(seed)).map_err(|problem| Refusal::of(problem, lang))?;
    let text = serde_json::to_string_pretty(&file).unwrap_or_default() + "\n";
    save(path, &text, lang).map(|_| ())
}

impl Job {
    /// Runs a world to the end, in parts.
    fn advance<O: Observer>(&self, world: &mut World, o: &mut O) -> Result<(), BudgetSpent> {
        for part in 1..=PARTS {
            let us = u128::from(self.until.as_micros()) * u128::from(part) / u128::from(PARTS);
            world.run_until(Time::from_micros(us as u64), o)?;
            self.progress.tick();
        }
        Ok(())
    }

    fn one(&self, seed: u64) -> Result<Report, BudgetSpent> {
        let mut tally = Tally::new(&self.model);
        let mut world = World::new(Arc::clone(&self.model), seed);
        self.advance(&mut world, &mut tally)?;
        Ok(Report::of(&world, &tally, seed))
    }

    /// All runs. They are added up in the order of their seeds, so that the first that fails is always the same one.
    /// Without threads, because one run needs none or the system gives none, they are run one after the other.
    fn many(&self) -> Result<Summary, BudgetSpent> {
        let mut summary = Summary::new(&self.model);
        let pool = if self.runs > 1 { ThreadPoolBuilder::new().build().ok() } else { None };
        let threads = pool.as_ref().map_or(1, ThreadPool::current_num_threads) as u64;
        let (mut next, end) = (self.seed, self.seed + self.runs);
        while next < end {
            let last = end.min(next + RUNS_PER_CORE * threads);
            let reports: Vec<_> = match &pool {
                Some(pool) => pool.install(|| (next..last).into_par_iter().map(|seed| self.one(seed)).collect()),
                None => (next..last).map(|seed| self.one(seed)).collect(),
            };
            for report in reports {
                summary.merge(&report?.into());
            }
            next = last;
        }
        Ok(summary)
    }

    /// One run, with its facts in a file.
    fn traced(&self, path: &Path, arguments: &RunArguments, lang: Lang) -> Result<Summary, Refusal> {
        if source::is_same_file(path, Path::new(&arguments.scenario)) {
            return Err(Refusal::trace_over_scenario(&path.to_string_lossy(), lang));
        }
        let mut file = TraceFile::create(path, &arguments.trace, &self.model, lang)?;
        let mut world = World::new(Arc::clone(&self.model), self.seed);
        let run = self.advance(&mut world, &mut file);
        let tally = file.finish(self.seed, lang)?;
        run.map_err(|spent| Refusal::of(spent.into(), lang))?;
        Ok(Report::of(&world, &tally, self.seed).into())
    }
}

/// Reads `--seed`: the last run's seed must be one, too.
fn seed(text: &str, runs: u64) -> Result<u64, Problem> {
    let seed = text.trim().parse::<u64>().ok().filter(|seed| *seed <= limits::SEED - (runs - 1));
    seed.ok_or_else(|| Problem::new("--seed", RunProblem::BadSeed { seed: Word::of(text) }))
}

/// Reads `--until`.
pub fn until(text: &str) -> Result<Time, Problem> {
    let problem: Problem = match text.trim().parse() {
        Ok(Span::ZERO) => ModelProblem::ZeroTime {}.into(),
        Ok(span) => return Ok(Time::ZERO + span),
        Err(SpanError::Malformed) => JsonProblem::BadDuration {}.into(),
        Err(SpanError::TooLong) => JsonProblem::DurationTooLong {}.into(),
    };
    Err(problem.within("--until"))
}
