//! Tests the promises of a lesson with many seeds: its claims, its contrast, its question and its goals.

use crate::base::time::Time;
use crate::experiment::summary::run_many;
use crate::json::tree::Tree;
use crate::model::Model;
use crate::model::lesson::Lesson;
use crate::observe::report::play;
use crate::observe::{Progress, Reading, Tally};
use crate::problem::Problem;
use crate::scenario::lesson::LessonSpec;
use crate::scenario::{contrast, load, model, parse};
use crate::sim::{BudgetSpent, World};
use std::sync::Arc;

/// A claim with `contrasts` may hold by chance in one of this many runs of the contrast.
const BY_CHANCE: u64 = 20;
/// The most seeds for the question and the contrast.
const FEW: u64 = 100;

/// A broken promise.
#[derive(Clone, PartialEq, Debug)]
pub enum Finding {
    /// A claim does not hold.
    ClaimFalls {
        /// The comparison.
        claim: String,
        /// The lowest seed with which it does not hold.
        seed: u64,
    },
    /// Something is still to happen at the scenario's end, so that what holds then may not hold later.
    NotAtRest {
        /// The number of such runs.
        runs: u64,
    },
    /// A claim with `contrasts` holds in the contrast too.
    HoldsInContrast {
        /// The comparison.
        claim: String,
        /// The number of runs of the contrast in which it holds.
        held: u64,
    },
    /// There is a contrast, but no claim with `contrasts`.
    NothingContrasts,
    /// The question does not have exactly one right answer.
    RightAnswers {
        /// The number of right answers.
        right: usize,
        seed: u64,
    },
    /// Another answer is right with this seed than with seed 0.
    AnswerChanges { seed: u64 },
    /// A goal is reached before anything has happened.
    GoalAtStart {
        /// Its index in the list.
        goal: usize,
    },
    /// A goal is not reached by the solution.
    GoalMissed {
        /// Its index in the list.
        goal: usize,
        seed: u64,
    },
    /// A command of the solution is refused.
    CommandRefused {
        /// Its index in the list.
        command: usize,
        /// The reason.
        problem: Problem,
    },
}

/// Returns the promises that a scenario breaks with the seeds 0 to `runs` - 1. Its question and its contrast are tested
/// with the first hundred of them.
///
/// # Errors
/// The scenario or its contrast is invalid, or a run is too long.
pub fn prove(json: &str, runs: u64) -> Result<Vec<Finding>, Problem> {
    let spec = parse::parse(json)?;
    let model = Arc::new(model(&spec)?);
    let mut found = claims(&model, runs)?;
    if let (Some(lesson), Some(spec)) = (&model.lesson, &spec.lesson) {
        found.extend(answers(&model, lesson, runs.min(FEW))?);
        found.extend(goals(&model, lesson, spec)?);
        if spec.contrast.is_some() {
            found.extend(contrasts(&model, &other_side(json)?, runs.min(FEW))?);
        }
    }
    Ok(found)
}

/// Loads the contrast of a scenario.
///
/// # Errors
/// A change names a place that does not exist, or the result is no valid scenario; the path begins with the contrast's.
pub fn other_side(json: &str) -> Result<Arc<Model>, Problem> {
    let text = serde_json::to_string(&contrast(json)?).unwrap_or_default();
    load(&text).map(Arc::new).map_err(|problem| problem.within("lesson.contrast"))
}

fn claims(model: &Arc<Model>, runs: u64) -> Result<Vec<Finding>, Problem> {
    let summary = run_many(model, 0, runs, model.until)?;
    let fallen = model.claims.iter().zip(&summary.claims).filter_map(|(claim, tally)| {
        tally.first_fall.map(|seed| Finding::ClaimFalls { claim: claim.expect.source.clone(), seed })
    });
    let restless = (summary.at_rest < runs).then_some(Finding::NotAtRest { runs: runs - summary.at_rest });
    Ok(fallen.chain(restless).collect())
}

fn contrasts(model: &Arc<Model>, other: &Arc<Model>, runs: u64) -> Result<Vec<Finding>, Problem> {
    let summary = run_many(other, 0, runs, other.until)?;
    let brought: Vec<_> = model.claims.iter().zip(&summary.claims).filter(|(claim, _)| claim.contrasts).collect();
    if brought.is_empty() {
        return Ok(vec![Finding::NothingContrasts]);
    }
    let held = brought.into_iter().filter(|(_, tally)| tally.held * BY_CHANCE > runs);
    Ok(held
        .map(|(claim, tally)| Finding::HoldsInContrast { claim: claim.expect.source.clone(), held: tally.held })
        .collect())
}

/// Finds the first seed with which the question does not have exactly one right answer, or another than with seed 0.
fn answers(model: &Arc<Model>, lesson: &Lesson, runs: u64) -> Result<Vec<Finding>, Problem> {
    let mut first = None;
    for seed in 0..if lesson.options.is_empty() { 0 } else { runs } {
        let (world, tally) = play(model, seed, lesson.answered_at)?;
        let reading = Reading::new(&world, &tally);
        let right: Vec<usize> = (0..lesson.options.len()).filter(|i| reading.all_hold(&lesson.options[*i])).collect();
        let [one] = right[..] else { return Ok(vec![Finding::RightAnswers { right: right.len(), seed }]) };
        if *first.get_or_insert(one) != one {
            return Ok(vec![Finding::AnswerChanges { seed }]);
        }
    }
    Ok(Vec::new())
}

/// Plays the solution with the scenario's seed and two others.
fn goals(model: &Arc<Model>, lesson: &Lesson, spec: &LessonSpec) -> Result<Vec<Finding>, Problem> {
    let mut found = Vec::new();
    for seed in [model.seed, 1, 2] {
        let (world, tally) = play(model, seed, Time::ZERO)?;
        let start = Progress::new(&Reading::new(&world, &tally)).reached(lesson);
        found.extend((0..start.len()).filter(|i| start[*i]).map(|goal| Finding::GoalAtStart { goal }));
        match solve(model, lesson, spec, seed)? {
            Err(refused) => found.push(refused),
            Ok(reached) => {
                let missed = (0..reached.len()).filter(|i| !reached[*i]);
                found.extend(missed.map(|goal| Finding::GoalMissed { goal, seed }));
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    Ok(found)
}

/// Plays the solution of a lesson. Returns which goals are reached by it, or the command that is refused.
///
/// # Errors
/// A command is invalid, or the run is too long.
pub fn solve(
    model: &Arc<Model>,
    lesson: &Lesson,
    spec: &LessonSpec,
    seed: u64,
) -> Result<Result<Vec<bool>, Finding>, Problem> {
    let (mut world, mut tally) = (World::new(Arc::clone(model), seed), Tally::new(model));
    let mut progress = Progress::new(&Reading::new(&world, &tally));
    let mut commands: Vec<_> = spec.solution.iter().enumerate().collect();
    commands.sort_by_key(|(_, command)| command.at);
    for (i, timed) in commands {
        judged_until(&mut world, &mut tally, &mut progress, lesson, Time::ZERO + timed.at)?;
        let command = timed.command.resolve(model)?;
        let json = Tree::parse(&serde_json::to_string(&timed.command).unwrap_or_default())?;
        let taken = progress.takes(lesson, &json, &Reading::new(&world, &tally));
        if let Err(refused) = world.apply(&command, &mut tally) {
            return Ok(Err(Finding::CommandRefused { command: i, problem: refused.into() }));
        }
        let after = Reading::new(&world, &tally);
        progress.count(lesson, taken, &after);
        progress.look(lesson, &after);
    }
    judged_until(&mut world, &mut tally, &mut progress, lesson, model.until)?;
    Ok(Ok(progress.reached(lesson)))
}

/// Runs a world to an instant, and judges the goals after every event.
fn judged_until(
    world: &mut World,
    tally: &mut Tally,
    progress: &mut Progress,
    lesson: &Lesson,
    until: Time,
) -> Result<(), BudgetSpent> {
    while !world.run_part(until, 1, tally)? {
        progress.look(lesson, &Reading::new(world, tally));
    }
    progress.look(lesson, &Reading::new(world, tally));
    Ok(())
}
