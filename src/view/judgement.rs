//! Verdicts on a run at the playhead.

use crate::model::lesson::{Lesson, Step};
use crate::observe::{Pursuit, Reading};
use crate::timeline::{Guide, History};
use serde::Serialize;

/// Which claims and answers hold at the playhead, how far the run has come with each goal, and where the guide is.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    claims: Vec<bool>,
    options: Vec<bool>,
    answered: bool,
    goals: Vec<bool>,
    progress: Vec<GoalProgress>,
    beat: Option<BeatState>,
    stopped: bool,
}

/// How far the run has come with a goal.
#[derive(Serialize)]
struct GoalProgress {
    /// The number of steps that are met.
    step: usize,
    /// The number of steps.
    of: usize,
    /// The number of commands counted towards the next step, if it is a deed.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    /// The number of commands that it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
}

/// The beat that has begun, or comes next.
#[derive(Serialize)]
struct BeatState {
    index: usize,
    begun: bool,
    /// The number of commands counted towards its end.
    count: u32,
}

impl GoalProgress {
    fn of(pursuit: &Pursuit, steps: &[Step]) -> GoalProgress {
        let (count, times) = match steps.get(pursuit.met()) {
            Some(Step::Do(deed)) => (Some(pursuit.times()), Some(deed.times)),
            _ => (None, None),
        };
        GoalProgress { step: pursuit.met(), of: steps.len(), count, times }
    }
}

impl BeatState {
    fn of(guide: &Guide, lesson: &Lesson) -> Option<BeatState> {
        let (index, begun) = guide.beat(lesson)?;
        Some(BeatState { index, begun, count: guide.times() })
    }
}

impl Judgement {
    /// Evaluates every claim and every answer to the question, and tells how far the run has come with the lesson.
    pub fn of(history: &History) -> Judgement {
        let (world, watch) = (history.world(), history.watch());
        let reading = Reading::new(world, &watch.tally);
        let claims = world.model().claims.iter().map(|claim| reading.holds(&claim.expect)).collect();
        let Some(lesson) = &world.model().lesson else { return Judgement { claims, ..Judgement::default() } };
        let pursuits = history.progress().goals().iter().zip(&lesson.goals);
        Judgement {
            claims,
            options: lesson.options.iter().map(|option| reading.all_hold(option)).collect(),
            answered: world.now() >= lesson.answered_at,
            goals: pursuits.clone().map(|(pursuit, steps)| pursuit.is_over(steps)).collect(),
            progress: pursuits.map(|(pursuit, steps)| GoalProgress::of(pursuit, steps)).collect(),
            beat: BeatState::of(history.guide(), lesson),
            stopped: history.is_stopped(),
        }
    }
}
