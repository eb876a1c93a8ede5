//! Tests the promises of a lesson with many seeds: its claims, its contrast, its question and its goals.

use crate::base::time::Time;
use crate::experiment::summary::run_many;
use crate::model::Model;
use crate::model::lesson::Lesson;
use crate::observe::reading::Reading;
use crate::observe::report::play;
use crate::observe::tally::Tally;
use crate::problem::Problem;
use crate::scenario::lesson::LessonSpec;
use crate::scenario::{contrast, load, model, parse};
use crate::sim::World;
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
        let start = Reading::new(&world, &tally);
        let at_start = (0..lesson.goals.len()).filter(|i| start.all_hold(&lesson.goals[*i]));
        found.extend(at_start.map(|goal| Finding::GoalAtStart { goal }));
        match reached(model, lesson, spec, seed)? {
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

/// Plays the solution; which goals are reached at some moment of it, or the command that is refused.
fn reached(
    model: &Arc<Model>,
    lesson: &Lesson,
    spec: &LessonSpec,
    seed: u64,
) -> Result<Result<Vec<bool>, Finding>, Problem> {
    let (mut world, mut tally) = (World::new(Arc::clone(model), seed), Tally::new(model));
    let mut commands: Vec<_> = spec.solution.iter().enumerate().collect();
    commands.sort_by_key(|(_, command)| command.at);
    let mut commands = commands.into_iter().peekable();
    let mut reached = vec![false; lesson.goals.len()];
    while world.now() < model.until {
        let next = world.next_event_at().unwrap_or(model.until).min(model.until);
        match commands.next_if(|(_, command)| Time::ZERO + command.at <= next) {
            Some((i, timed)) => {
                world.run_until((Time::ZERO + timed.at).max(world.now()), &mut tally)?;
                let command = timed.command.resolve(model)?;
                if let Err(refused) = world.apply(&command, &mut tally) {
                    return Ok(Err(Finding::CommandRefused { command: i, problem: refused.into() }));
                }
            }
            None => world.run_until(next, &mut tally)?,
        }
        let reading = Reading::new(&world, &tally);
        for (reached, goal) in reached.iter_mut().zip(&lesson.goals) {
            *reached |= reading.all_hold(goal);
        }
    }
    Ok(Ok(reached))
}
