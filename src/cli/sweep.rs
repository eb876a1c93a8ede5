//! `carteiro sweep` and `carteiro report`: carries a plan out, spread over the cores, and says what its rows say.

use crate::cli::arguments::{ReportArguments, SweepArguments};
use crate::cli::lab_plan;
use crate::cli::lang::Lang;
use crate::cli::output::{End, print, save};
use crate::cli::problem::CliProblem;
use crate::cli::progress::Progress;
use crate::cli::refusal::Refusal;
use crate::cli::rows::{self, RowsFile};
use crate::cli::sheet;
use crate::cli::study_table;
use carteiro::lab::plan::Plan;
use carteiro::lab::problem::LabProblem;
use carteiro::lab::row::Row;
use carteiro::lab::selection::{Question, select};
use carteiro::lab::shard::Shard;
use carteiro::lab::study::Study;
use carteiro::model::Model;
use carteiro::problem::{Problem, Word};
use carteiro::scenario::quantity;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Rows that are computed before they are written: enough to keep all cores busy, few enough to keep in memory.
const ROWS_AT_ONCE: u64 = 8_192;
/// Points that are run to a precision side by side.
const POINTS_AT_ONCE: usize = 16;
/// Runs of each point before a selection drops any.
const FIRST_OF_SELECTION: u64 = 20;
/// The most runs of a point in a selection.
const MOST_OF_SELECTION: u64 = 100_000;

/// Carries a plan out.
pub fn sweep(arguments: &SweepArguments, lang: Lang) -> Result<End, Refusal> {
    let plan = lab_plan::of_arguments(arguments, lang)?;
    let refuse = |problem| Refusal::of(problem, lang);
    if let Some(path) = &arguments.plan_out {
        return write_plan(path, &plan, lang);
    }
    if let Some(best) = &arguments.best {
        let text = best_of(&plan, best, arguments, lang).map_err(refuse)?;
        return print(&text, lang);
    }
    let shard = shard(arguments).map_err(refuse)?;
    let study = match &arguments.rows {
        Some(path) => to_file(&plan, shard, path, lang)?,
        None => {
            let mut study = Study::new(&plan);
            carry_out(&plan, shard, &Done::default(), |row| {
                study.add(row);
                Ok(())
            })
            .map_err(|stop| stop.refusal(Path::new(""), lang))?;
            study.close();
            study
        }
    };
    // Of a part there is nothing to say yet.
    if shard != Shard::WHOLE {
        return Ok(End::Well);
    }
    tell(&plan, &study, arguments.sheet.as_deref(), arguments.json, lang)
}

/// Says what a study says, or writes its sheet.
fn tell(plan: &Plan, study: &Study, sheet: Option<&Path>, as_json: bool, lang: Lang) -> Result<End, Refusal> {
    let Some(path) = sheet else { return print(&study_table::text(plan, study, lang, as_json), lang) };
    let text = sheet::text(plan, study, lang).map_err(|problem| Refusal::of(problem, lang))?;
    save(path, &text, lang)
}

/// Adds up the rows of a plan that were written before.
pub fn report(arguments: &ReportArguments, lang: Lang) -> Result<End, Refusal> {
    let plan = lab_plan::read(&arguments.plan, lang)?;
    let refuse = |problem: LabProblem| Refusal::of(problem.into(), lang);
    // Whatever the order of the files: each begins where another ends.
    let mut first: Vec<((usize, u64), &Path)> = Vec::new();
    for path in &arguments.rows {
        let mut at = None;
        rows::read(path, &plan, lang, |row| at = at.or(Some((row.point, row.run))))?;
        first.extend(at.map(|at| (at, path.as_path())));
    }
    first.sort();
    let (mut study, mut order) = (Study::new(&plan), Order::new(&plan));
    for (_, path) in first {
        let (mut line, mut wrong) = (0, None);
        rows::read(path, &plan, lang, |row| {
            line += 1;
            if wrong.is_none() {
                wrong = order.follow(&row, line).err();
                study.add(&row);
            }
        })?;
        if let Some(problem) = wrong {
            return Err(refuse(problem).within(&path.to_string_lossy()));
        }
    }
    study.close();
    order.complete(&study).map_err(refuse)?;
    tell(&plan, &study, arguments.sheet.as_deref(), arguments.json, lang)
}

/// Whether rows come one after the other, without a gap.
struct Order<'a> {
    plan: &'a Plan,
    /// The point and the run that come next, or the point after it if the plan does not fix the number of runs.
    next: (usize, u64),
}

impl Order<'_> {
    fn new(plan: &Plan) -> Order<'_> {
        Order { plan, next: (0, 0) }
    }

    fn follow(&mut self, row: &Row, line: u64) -> Result<(), LabProblem> {
        let (point, run) = self.next;
        let at = (row.point, row.run);
        let next_point = self.plan.spec.precision.is_some() && run > 0 && at == (point + 1, 0);
        if at != self.next && !next_point {
            if at < self.next {
                return Err(LabProblem::RepeatedRow { line });
            }
            return Err(LabProblem::MissingRows { missing: self.missing(at), point: point as u64, run });
        }
        self.next = (row.point, row.run + 1);
        if self.plan.spec.precision.is_none() && self.next.1 == self.plan.spec.runs {
            self.next = (row.point + 1, 0);
        }
        Ok(())
    }

    /// How many rows, or at least how many, lie before that one.
    fn missing(&self, (point, run): (usize, u64)) -> u64 {
        match self.plan.spec.precision {
            Some(_) => (point - self.next.0) as u64 + run,
            None => (point - self.next.0) as u64 * self.plan.spec.runs + run - self.next.1,
        }
    }

    fn complete(&self, study: &Study) -> Result<(), LabProblem> {
        let points = self.plan.points.len();
        let (point, run) = self.next;
        let last_is_there = self.plan.spec.precision.is_some() && point + 1 == points && study.point(point).runs > 0;
        if point >= points || last_is_there {
            return Ok(());
        }
        Err(LabProblem::MissingRows { missing: self.missing((points, 0)).max(1), point: point as u64, run })
    }
}

/// Why a plan stops.
enum Stop {
    Problem(Problem),
    Unwritable(io::Error),
}

impl Stop {
    fn refusal(self, path: &Path, lang: Lang) -> Refusal {
        match self {
            Stop::Problem(problem) => Refusal::of(problem, lang),
            Stop::Unwritable(error) => Refusal::unwritable(&path.to_string_lossy(), &error, lang),
        }
    }
}

/// Carries a part of a plan out into a file; what is in it already is kept.
fn to_file(plan: &Plan, shard: Shard, path: &Path, lang: Lang) -> Result<Study, Refusal> {
    let mut study = Study::new(plan);
    let mut done = Done::default();
    let mut file = RowsFile::open(path, plan, lang, |row| {
        study.add(&row);
        done.add(plan, row);
    })?;
    let written = carry_out(plan, shard, &done, |row| {
        study.add(row);
        file.write(plan, row)
    });
    // What was computed so far stays, and is continued the next time.
    let saved = file.save();
    written.map_err(|stop| stop.refusal(path, lang))?;
    saved.and_then(|()| file.finish()).map_err(|error| Stop::Unwritable(error).refusal(path, lang))?;
    study.close();
    Ok(study)
}

/// The rows that are there already.
#[derive(Default)]
struct Done {
    /// How many of each point.
    counts: BTreeMap<usize, u64>,
    /// The last point's, where a point is run to a precision: those before it are complete.
    last: Vec<Row>,
}

impl Done {
    fn add(&mut self, plan: &Plan, row: Row) {
        *self.counts.entry(row.point).or_default() += 1;
        if plan.spec.precision.is_some() {
            if row.run == 0 {
                self.last.clear();
            }
            self.last.push(row);
        }
    }

    fn count(&self, point: usize) -> u64 {
        self.counts.get(&point).copied().unwrap_or(0)
    }

    fn last_point(&self) -> Option<usize> {
        self.last.first().map(|row| row.point)
    }
}

/// Computes the rows of a part of a plan in order, but for those that are `done`.
fn carry_out(plan: &Plan, shard: Shard, done: &Done, mut each: impl FnMut(&Row) -> io::Result<()>) -> Result<(), Stop> {
    let points = plan.points_of(shard);
    let progress = Progress::new(points.len() as u64);
    let mut give = |rows: Vec<Row>| rows.iter().try_for_each(&mut each).map_err(Stop::Unwritable);
    let mut from = points.start;
    while from < points.end {
        let chunk = chunk(plan, from..points.end);
        let models: Vec<Arc<Model>> = chunk
            .clone()
            .into_par_iter()
            .map(|point| plan.model(point))
            .collect::<Result<_, _>>()
            .map_err(Stop::Problem)?;
        let model = |point: usize| &models[point - chunk.start];
        if let Some(precision) = plan.spec.precision {
            let rows: Result<Vec<_>, _> = chunk
                .clone()
                .into_par_iter()
                .filter(|point| done.last_point().is_none_or(|last| *point >= last))
                .map(|point| {
                    let rows = if done.last_point() == Some(point) { &done.last[..] } else { &[] };
                    plan.to_precision(precision, model(point), point, rows)
                })
                .collect();
            rows.map_err(Stop::Problem)?.into_iter().try_for_each(&mut give)?;
        } else {
            let missing = |point| {
                let runs = plan.runs_of(shard, point);
                (runs.start + done.count(point)..runs.end).map(move |run| (point, run))
            };
            let todo: Vec<(usize, u64)> = chunk.clone().flat_map(missing).collect();
            for part in todo.chunks(ROWS_AT_ONCE as usize) {
                let rows: Result<Vec<Row>, _> =
                    part.par_iter().map(|(point, run)| Row::run(plan, model(*point), *point, *run)).collect();
                give(rows.map_err(Stop::Problem)?)?;
            }
        }
        chunk.clone().for_each(|_| progress.tick());
        from = chunk.end;
    }
    progress.clear();
    Ok(())
}

/// The points that are computed side by side.
fn chunk(plan: &Plan, left: Range<usize>) -> Range<usize> {
    let points =
        if plan.spec.precision.is_some() { POINTS_AT_ONCE } else { (ROWS_AT_ONCE / plan.spec.runs).max(1) as usize };
    left.start..left.end.min(left.start + points)
}

/// The part of the plan that this process has.
fn shard(arguments: &SweepArguments) -> Result<Shard, Problem> {
    if let Some(text) = &arguments.shard {
        return text.parse().map_err(|problem: Problem| problem.within("--shard"));
    }
    let Some(of) = arguments.shards else { return Ok(Shard::WHOLE) };
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.trim().parse::<u64>().ok());
    // Slurm's ids begin where the array does; those of Kubernetes at 0.
    let slurm = number("SLURM_ARRAY_TASK_ID").map(|id| id.wrapping_sub(number("SLURM_ARRAY_TASK_MIN").unwrap_or(0)));
    let index = slurm.or_else(|| number("JOB_COMPLETION_INDEX"));
    let missing = || Problem::new("--shards", CliProblem::NoShardIndex {});
    let index = index.ok_or_else(missing)?;
    let bad = || {
        Problem::new(
            "--shards",
            LabProblem::BadShard { shard: Word::of(format_args!("{}/{of}", index.wrapping_add(1))) },
        )
    };
    Shard::new(index.wrapping_add(1), of).ok_or_else(bad)
}

/// Looks for the best point.
fn best_of(plan: &Plan, best: &str, arguments: &SweepArguments, lang: Lang) -> Result<String, Problem> {
    let bad = || Problem::new("--best", CliProblem::BadArgument { text: Word::of(best) });
    let (way, name) = best.split_once(':').ok_or_else(bad)?;
    let lowest = match way {
        "min" => true,
        "max" => false,
        _ => return Err(bad()),
    };
    let indifference = arguments.indifference.filter(|d| *d > 0.0 && d.is_finite());
    let indifference =
        indifference.ok_or_else(|| Problem::new("--indifference", CliProblem::BadArgument { text: Word::of("0") }))?;
    if plan.points.len() < 2 {
        return Err(Problem::new("--best", CliProblem::NothingToChoose {}));
    }
    let models: Vec<Arc<Model>> = (0..plan.points.len()).map(|point| plan.model(point)).collect::<Result<_, _>>()?;
    let measure = quantity(&models[0], name).map_err(|problem| problem.within("--best"))?;
    let one = Plan { measures: vec![measure], constraints: Vec::new(), ..plan.clone() };
    let question = Question {
        points: plan.points.len(),
        lowest,
        indifference,
        probability: plan.spec.confidence,
        first_runs: FIRST_OF_SELECTION,
        most_runs: MOST_OF_SELECTION,
    };
    let value = |point: usize, run: u64| {
        let value = Row::run(&one, &models[point], point, run)?.values[0];
        let nothing =
            || Problem::new("--best", LabProblem::NothingMeasured { name: Word::of(name), point: point as u64, run });
        if value.is_nan() { Err(nothing()) } else { Ok(value) }
    };
    let selection = select(&question, value)?;
    Ok(study_table::selection(plan, name, &question, &selection, lang, arguments.json))
}

/// Writes a plan with everything in it that it needs.
fn write_plan(path: &Path, plan: &Plan, lang: Lang) -> Result<End, Refusal> {
    let text = serde_json::to_string_pretty(&plan.spec).unwrap_or_default() + "\n";
    save(path, &text, lang)
}
