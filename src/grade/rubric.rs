//! A rubric: a task with its points, resolved against the scenario of the task.

use crate::base::text::Text;
use crate::base::time::Time;
use crate::grade::notes::Notes;
use crate::grade::problem::RubricProblem;
use crate::grade::spec::{RubricSpec, TaskSpec, VERSION};
use crate::json::tree::Tree;
use crate::model::claim::Comparison;
use crate::model::lesson::Lesson;
use crate::model::{Model, bounds, limits};
use crate::problem::{At, Problem};
use crate::scenario::lesson::LessonSpec;
use crate::scenario::parse::{from_json, version_in};
use crate::scenario::{CommandSpec, ScenarioFile, comparison, fingerprint, model};
use std::sync::Arc;

/// A task with its points. Made once, it grades any number of runs.
#[derive(Clone, Debug)]
pub struct Rubric {
    pub(super) spec: RubricSpec,
    pub(super) model: Arc<Model>,
    /// The lesson's texts.
    pub(super) lesson: Option<LessonSpec>,
    /// The fingerprint of the scenario.
    pub(super) scenario_hash: String,
    /// The goals that count, by their indices.
    pub(super) goals: Vec<usize>,
    /// What is to hold at the end.
    pub(super) reach: Vec<Comparison>,
    /// The end of the run.
    pub(super) until: Time,
    /// The teacher's notes on the lesson that the task is in.
    notes: Option<Notes>,
}

impl Rubric {
    /// Reads a rubric. `built_in` gives the JSON of a built-in scenario by its id.
    ///
    /// # Errors
    /// The rubric, its task or the task's scenario is invalid.
    pub fn read(json: &str, built_in: impl Fn(&str) -> Result<String, Problem>) -> Result<Rubric, Problem> {
        versioned(json)?;
        Rubric::new(from_json(json)?, built_in)
    }

    /// Reads a task, and gives it the usual points.
    ///
    /// # Errors
    /// As [`Rubric::read`].
    pub fn of_task(json: &str, built_in: impl Fn(&str) -> Result<String, Problem>) -> Result<Rubric, Problem> {
        versioned(json)?;
        Rubric::new(RubricSpec::of_task(from_json(json)?), built_in).map_err(|problem| problem.moved("task", ""))
    }

    /// Resolves a rubric. `built_in` gives the JSON of a built-in scenario by its id.
    ///
    /// # Errors
    /// Something in it does not fit the scenario, or the scenario is invalid.
    pub fn new(spec: RubricSpec, built_in: impl Fn(&str) -> Result<String, Problem>) -> Result<Rubric, Problem> {
        let task = &spec.task;
        if task.version != VERSION {
            return Err(Problem::new(
                "task.version",
                RubricProblem::Version { version: task.version.into(), known: VERSION },
            ));
        }
        let json = match &task.scenario {
            Tree::Text(id) => built_in(id).at("task.scenario")?,
            whole @ Tree::Object(_) => serde_json::to_string(whole).unwrap_or_default(),
            _ => return Err(Problem::new("task.scenario", RubricProblem::NoScenario {})),
        };
        let file = ScenarioFile::read(&json).at("task.scenario")?;
        let model = model(&file.spec).map_err(|problem| file.as_written(problem)).at("task.scenario")?;
        let scenario_hash = fingerprint(&json)?;
        check_points(&spec, &model)?;
        let goals = goals(task, &model).at("task.goals")?;
        let reach = reach(task, &model).at("task.reach")?;
        if goals.is_empty() && reach.is_empty() {
            return Err(Problem::new("task", RubricProblem::NothingToDo {}));
        }
        check_allowed(task).at("task.allowed.kinds")?;
        let until = task.until.map_or(model.until, |until| Time::ZERO + until);
        Ok(Rubric {
            model: Arc::new(model),
            lesson: file.spec.lesson,
            scenario_hash,
            goals,
            reach,
            until,
            spec,
            notes: None,
        })
    }

    /// Adds the teacher's notes on the task's lesson: they say what a wrong answer shows where the rubric does not.
    #[must_use]
    pub fn with_notes(mut self, notes: Notes) -> Rubric {
        self.notes = Some(notes);
        self
    }

    /// The task.
    pub const fn task(&self) -> &TaskSpec {
        &self.spec.task
    }

    /// The fingerprint of the scenario of the task.
    pub fn scenario_hash(&self) -> &str {
        &self.scenario_hash
    }

    /// The scenario of the task.
    pub fn model(&self) -> &Model {
        &self.model
    }

    pub(super) fn judged(&self) -> Option<&Lesson> {
        self.model.lesson.as_ref()
    }

    /// The words of an answer to the question.
    pub(super) fn option_text(&self, option: usize) -> Option<&Text> {
        Some(&self.lesson.as_ref()?.prediction.as_ref()?.options.get(option)?.text)
    }

    /// What is believed by whoever chooses an answer, as the rubric says it, else the notes.
    pub fn belief(&self, option: usize) -> Option<&Text> {
        let named = self.spec.misconceptions.iter().find(|one| one.option == option).map(|one| &one.text);
        named.or_else(|| self.notes.as_ref()?.belief(option))
    }

    /// What a learner believes who chooses an answer that is wrong; the answer itself where nobody says more.
    pub(super) fn misconception(&self, option: usize) -> Option<&Text> {
        self.belief(option).or_else(|| self.option_text(option))
    }

    /// The words of a goal.
    pub(super) fn goal_text(&self, goal: usize) -> Option<&Text> {
        Some(&self.lesson.as_ref()?.goals.get(goal)?.text)
    }
}

/// Refuses another version before its fields, which may be others.
fn versioned(json: &str) -> Result<(), Problem> {
    match version_in(json)? {
        Some(version) if version != u64::from(VERSION) => {
            Err(Problem::new("version", RubricProblem::Version { version, known: VERSION }))
        }
        _ => Ok(()),
    }
}

fn check_points(spec: &RubricSpec, model: &Model) -> Result<(), Problem> {
    let points = spec.points;
    let named =
        [("prediction", points.prediction), ("goal", points.goal), ("reach", points.reach), ("par", points.par)];
    for (name, value) in named {
        bounds::decimal_within(value, 0.0, 1_000.0).at(name).at("points")?;
    }
    bounds::probability(spec.shown).at("shown")?;
    let options = model.lesson.as_ref().map_or(0, |lesson| lesson.options.len());
    for (i, one) in spec.misconceptions.iter().enumerate() {
        if one.option >= options {
            let place = format_args!("misconceptions[{i}].option");
            return Err(Problem::new(place, RubricProblem::NoSuchOption { option: one.option, options }));
        }
    }
    if let Some(seeds) = spec.task.seeds {
        bounds::within(seeds.count, 1, limits::SEED).at("task.seeds.count")?;
        bounds::within(seeds.from, 0, limits::SEED - (seeds.count - 1)).at("task.seeds.from")?;
    }
    Ok(())
}

fn goals(task: &TaskSpec, model: &Model) -> Result<Vec<usize>, Problem> {
    let goals = model.lesson.as_ref().map_or(0, |lesson| lesson.goals.len());
    let Some(wanted) = &task.goals else { return Ok((0..goals).collect()) };
    for (i, &goal) in wanted.iter().enumerate() {
        if goal >= goals {
            return Err(Problem::new(format_args!("[{i}]"), RubricProblem::NoSuchGoal { goal, goals }));
        }
    }
    let mut wanted = wanted.clone();
    wanted.sort_unstable();
    wanted.dedup();
    Ok(wanted)
}

fn reach(task: &TaskSpec, model: &Model) -> Result<Vec<Comparison>, Problem> {
    bounds::within(task.reach.len(), 0, limits::COMPARISONS)?;
    let parsed = |(i, aim): (usize, &crate::grade::spec::AimSpec)| {
        bounds::some_text(&aim.text, limits::SENTENCE_CHARS).at("text").at(format_args!("[{i}]"))?;
        comparison(model, &aim.expect).at("expect").at(format_args!("[{i}]"))
    };
    task.reach.iter().enumerate().map(parsed).collect()
}

/// Refuses a kind of command that there is not: it is read as a command without fields.
fn check_allowed(task: &TaskSpec) -> Result<(), Problem> {
    let kinds = task.allowed.as_ref().and_then(|allowed| allowed.kinds.as_deref()).unwrap_or_default();
    for (i, kind) in kinds.iter().enumerate() {
        let command = serde_json::json!({ kind.as_str(): {} }).to_string();
        if let Err(problem) = from_json::<CommandSpec>(&command)
            && problem.code == "unknown-word"
        {
            return Err(problem).at(format_args!("[{i}]"));
        }
    }
    Ok(())
}
