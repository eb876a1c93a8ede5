//! One run of a plan, as a row of numbers: a pure function of the plan, the point and the run.

use crate::lab::plan::Plan;
use crate::model::Model;
use crate::observe::Reading;
use crate::observe::report::play;
use crate::problem::Problem;
use std::sync::Arc;

/// The result of one run.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Which point of the plan, from 0.
    pub point: usize,
    /// Which run of the point, from 0.
    pub run: u64,
    /// The value of each measure, in its unit; not a number when nothing was measured.
    pub values: Vec<f64>,
    /// Whether each constraint holds.
    pub holds: Vec<bool>,
    /// Events executed.
    pub events: u64,
    /// Whether nothing was left to happen at the end.
    pub at_rest: bool,
}

impl Row {
    /// Runs a point of the plan, whose model is `model`, once.
    ///
    /// # Errors
    /// The run takes more than its budget of events; the problem names the row.
    pub fn run(plan: &Plan, model: &Arc<Model>, point: usize, run: u64) -> Result<Row, Problem> {
        let played = play(model, plan.seed(run), plan.until(model));
        let (world, tally) = played.map_err(|spent| Problem::from(spent).within(format_args!("{point}:{run}")))?;
        let reading = Reading::new(&world, &tally);
        Ok(Row {
            point,
            run,
            values: plan.measures.iter().map(|measure| reading.value(*measure)).collect(),
            holds: plan.constraints.iter().map(|constraint| reading.holds(constraint)).collect(),
            events: world.events(),
            at_rest: world.next_event_at().is_none(),
        })
    }

    /// How many numbers a row of a plan is.
    pub fn width(plan: &Plan) -> usize {
        plan.measures.len() + plan.constraints.len() + 2
    }

    /// It as numbers, to be handed on.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        let holds = self.holds.iter().map(|holds| f64::from(u8::from(*holds)));
        let rest = [self.events as f64, f64::from(u8::from(self.at_rest))];
        self.values.iter().copied().chain(holds).chain(rest)
    }

    /// A row from its numbers, of which there are [`Row::width`].
    pub fn of_numbers(plan: &Plan, point: usize, run: u64, numbers: &[f64]) -> Row {
        let (values, rest) = numbers.split_at(plan.measures.len());
        let (holds, rest) = rest.split_at(plan.constraints.len());
        Row {
            point,
            run,
            values: values.to_vec(),
            holds: holds.iter().map(|holds| *holds > 0.0).collect(),
            events: rest.first().map_or(0, |events| *events as u64),
            at_rest: rest.last().is_some_and(|at_rest| *at_rest > 0.0),
        }
    }
}
