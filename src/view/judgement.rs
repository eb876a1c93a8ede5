//! Verdicts on a run at the playhead.

use crate::model::claim::Comparison;
use crate::observe::Reading;
use crate::timeline::History;
use serde::Serialize;

/// Which claims, answers and goals hold at the playhead.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    claims: Vec<bool>,
    options: Vec<bool>,
    answered: bool,
    goals: Vec<bool>,
}

impl Judgement {
    /// Evaluates every claim, every answer to the question and every goal, and whether the run has answered the
    /// question.
    pub fn of(history: &History) -> Judgement {
        let (world, watch) = (history.world(), history.watch());
        let reading = Reading::new(world, &watch.tally);
        let judge = |asked: &[Vec<Comparison>]| asked.iter().map(|comparisons| reading.all_hold(comparisons)).collect();
        let lesson = world.model().lesson.as_ref();
        Judgement {
            claims: world.model().claims.iter().map(|claim| reading.holds(&claim.expect)).collect(),
            options: lesson.map_or(Vec::new(), |lesson| judge(&lesson.options)),
            answered: lesson.is_some_and(|lesson| world.now() >= lesson.answered_at),
            goals: lesson.map_or(Vec::new(), |lesson| judge(&lesson.goals)),
        }
    }
}
