//! What a package teaches: a lesson as it is, a task, a rubric, or a scenario of one's own, each in a page of its own.

use crate::cli::lang::Lang;
use crate::cli::problem::CliProblem;
use crate::cli::refusal::Refusal;
use crate::cli::source;
use carteiro::base::text::Text;
use carteiro::grade::Rubric;
use carteiro::grade::notes::Notes;
use carteiro::grade::spec::{RubricSpec, TaskSpec};
use carteiro::json::tree::Tree;
use carteiro::problem::Problem;
use carteiro::scenario::parse::from_json;
use carteiro::scenario::{ScenarioFile, Spec, catalogue};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// One part of a package.
pub struct Item {
    /// Unique in the package; its page is called so.
    pub id: String,
    pub title: Text,
    /// What it is about, in a sentence or two.
    pub about: Text,
    /// The rubric that its page scores by, as JSON.
    pub rubric_json: String,
    /// The same, with the teacher's notes on the lesson that it is in.
    pub rubric: Rubric,
    /// Whether it is a built-in lesson with the usual points: its page scores that without the grader.
    pub is_lesson: bool,
    /// The built-in scenario that it is in.
    pub built_in: Option<String>,
    /// What teachers know of that one.
    pub notes: Option<Notes>,
    /// Its scenario, for the page of notes.
    pub scenario: Spec,
}

impl Item {
    pub fn task(&self) -> &TaskSpec {
        self.rubric.task()
    }

    /// The path of its page in the package.
    pub fn page(&self) -> String {
        format!("{}.html", self.id)
    }

    /// The path of its scenario's file, where it has one of its own.
    pub fn own_scenario(&self) -> Option<String> {
        self.built_in.is_none().then(|| format!("scenarios/{}.json", self.id))
    }
}

/// Reads what is named, in its order.
pub fn read(names: &[String], lang: Lang) -> Result<Vec<Item>, Refusal> {
    if names.is_empty() {
        return Err(Refusal::of(CliProblem::NothingToExport {}.into(), lang));
    }
    let mut taken = BTreeSet::new();
    let mut items = Vec::new();
    for name in names {
        let mut item = one(name, lang)?;
        item.id = free(&item.id, &taken);
        taken.insert(item.id.clone());
        items.push(item);
    }
    Ok(items)
}

/// The id, or with a number where another part has it.
fn free(id: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.to_owned()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or_default()
}

fn one(name: &str, lang: Lang) -> Result<Item, Refusal> {
    if catalogue().iter().any(|built_in| built_in.id == name) {
        let spec = RubricSpec::of_task(TaskSpec::of_lesson(name));
        return item(name, spec, true).map_err(|problem| Refusal::of(problem, lang).within(name));
    }
    let json = source::json(name, lang)?;
    let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    rubric_in(&json)
        .and_then(|spec| item(&stem, spec, false))
        .map_err(|problem| Refusal::of(problem, lang).within(name))
}

/// A rubric's, a task's or a scenario's file, as a rubric.
fn rubric_in(json: &str) -> Result<RubricSpec, Problem> {
    let value: Value = from_json(json)?;
    if value.get("scenario").is_some() {
        return Ok(RubricSpec::of_task(from_json(json)?));
    }
    // A scenario has a `task`, too: a text.
    if value.get("task").is_some_and(|task| task.get("scenario").is_some()) {
        return from_json(json);
    }
    let mut task = TaskSpec::of_lesson("");
    task.scenario = from_json(json)?;
    Ok(RubricSpec::of_task(task))
}

fn item(name: &str, spec: RubricSpec, is_lesson: bool) -> Result<Item, Problem> {
    let rubric_json = serde_json::to_string(&spec).unwrap_or_default();
    let rubric = Rubric::new(spec, source::built_in).and_then(source::noted)?;
    let task = rubric.task();
    let (built_in, json) = match &task.scenario {
        Tree::Text(id) => (Some(id.clone()), source::built_in(id)?),
        whole => (None, serde_json::to_string(whole).unwrap_or_default()),
    };
    let scenario = ScenarioFile::read(&json)?.spec;
    let idea = scenario.lesson.as_ref().map(|lesson| lesson.idea.clone());
    let notes = built_in.as_deref().map(source::notes).transpose()?.flatten();
    Ok(Item {
        id: plain(task.id.as_ref().map_or(name, |id| id.as_str())),
        title: task.title.clone().unwrap_or_else(|| scenario.title.clone()),
        about: task.text.clone().or(idea).unwrap_or_else(|| scenario.title.clone()),
        rubric_json,
        is_lesson,
        built_in,
        notes,
        scenario,
        rubric,
    })
}

/// A name for a file and for XML's identifiers: lower-case letters, digits and hyphens.
fn plain(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let word: String = name.chars().map(letter).collect();
    let word = word.trim_matches('-');
    if word.is_empty() { "task".to_owned() } else { word.to_owned() }
}
