//! The boundary of the package that grades: JSON in, JSON out. It holds no session and draws nothing.
//!
//! The teacher's page grades with it; the page of a task asks it what a run is worth so far. A built-in scenario's JSON
//! comes from the page, which fetches it.

use crate::base::text::Lang;
use crate::grade::class::{Class, Graded};
use crate::grade::intake::handed_in;
use crate::grade::notes::Notes;
use crate::grade::spec::{RubricSpec, TaskSpec};
use crate::grade::table::{self, Line};
use crate::grade::{Rubric, link};
use crate::problem::Problem;
use crate::scenario::parse::from_json;
use crate::view::saved_run::SavedRun;
use wasm_bindgen::prelude::*;

fn thrown(problem: Problem) -> JsValue {
    let json = serde_json::to_string(&problem).unwrap_or_default();
    js_sys::JSON::parse(&json).unwrap_or(JsValue::NULL)
}

/// Runs once when the module is loaded: panics are reported on the console with their location.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

/// A rubric, by which any number of runs are graded.
#[wasm_bindgen]
pub struct Grader {
    rubric: Rubric,
    graded: Vec<Graded>,
}

/// The id of the built-in scenario that a task or a rubric is in; empty when it holds a whole one.
#[wasm_bindgen(js_name = scenarioOf)]
pub fn scenario_of(json: &str) -> Result<String, JsValue> {
    let value: serde_json::Value = from_json(json).map_err(thrown)?;
    let task = value.get("task").unwrap_or(&value);
    Ok(task["scenario"].as_str().unwrap_or_default().to_owned())
}

/// The text in a link, from after its sign on: `1.…`.
#[wasm_bindgen(js_name = textIn)]
pub fn text_in(rest: &str) -> Result<String, JsValue> {
    link::text_in(rest).map_err(thrown)
}

/// The link for a text, from its sign on.
#[wasm_bindgen(js_name = linkOf)]
pub fn link_of(sign: &str, text: &str) -> String {
    link::link_of(sign, text)
}

#[wasm_bindgen]
impl Grader {
    /// Reads a rubric. `scenario` is the JSON of the built-in scenario that it names, if it names one.
    #[wasm_bindgen(constructor)]
    pub fn new(rubric: &str, scenario: &str) -> Result<Grader, JsValue> {
        let rubric = Rubric::read(rubric, |_| Ok(scenario.to_owned())).map_err(thrown)?;
        Ok(Grader { rubric, graded: Vec::new() })
    }

    /// The grader of a task with the usual points.
    #[wasm_bindgen(js_name = ofTask)]
    pub fn of_task(task: &str, scenario: &str) -> Result<Grader, JsValue> {
        let rubric = Rubric::of_task(task, |_| Ok(scenario.to_owned())).map_err(thrown)?;
        Ok(Grader { rubric, graded: Vec::new() })
    }

    /// The grader of a lesson as it is, by its JSON.
    #[wasm_bindgen(js_name = ofLesson)]
    pub fn of_lesson(scenario: &str) -> Result<Grader, JsValue> {
        let spec = RubricSpec::of_task(TaskSpec::of_lesson(""));
        let rubric = Rubric::new(spec, |_| Ok(scenario.to_owned())).map_err(thrown)?;
        Ok(Grader { rubric, graded: Vec::new() })
    }

    /// Takes the teacher's notes on the task's lesson, by their JSON: they say what a wrong answer shows where the rubric
    /// does not.
    pub fn note(&mut self, notes: &str) -> Result<(), JsValue> {
        let notes = Notes::read(notes).map_err(thrown)?;
        self.rubric = self.rubric.clone().with_notes(notes);
        Ok(())
    }

    /// The fingerprint of the task's scenario.
    #[wasm_bindgen(js_name = scenarioHash, getter)]
    pub fn scenario_hash(&self) -> String {
        self.rubric.scenario_hash().to_owned()
    }

    /// Grades everything in a file; its lines are at the end of the table.
    pub fn add(&mut self, file: &str, text: &str) {
        for one in handed_in(file, text) {
            self.graded.push(Graded::new(&self.rubric, one));
        }
    }

    /// Forgets everything that was graded.
    pub fn clear(&mut self) {
        self.graded.clear();
    }

    /// The table in a language, as a JSON list of lines.
    pub fn lines(&self, pt_br: bool) -> String {
        serde_json::to_string(&self.table(pt_br)).unwrap_or_default()
    }

    /// The table in a language, as CSV.
    pub fn csv(&self, pt_br: bool) -> String {
        table::csv(&self.table(pt_br)).unwrap_or_default()
    }

    /// The run of a line, as JSON; empty where there is none.
    pub fn run(&self, line: usize) -> String {
        let run = self.graded.get(line).and_then(|graded| graded.run.as_ref());
        run.map_or_else(String::new, |run| serde_json::to_string(run).unwrap_or_default())
    }

    /// What one run is worth, as the JSON of a line.
    pub fn judge(&self, run: &str, pt_br: bool) -> Result<String, JsValue> {
        let run = SavedRun::read(run);
        let one = crate::grade::intake::HandedIn { place: String::new(), student: String::new(), run };
        let graded = Graded::new(&self.rubric, one);
        if let Err(problem) = graded.grade {
            return Err(thrown(problem));
        }
        let lines = table::lines(&Class::new(vec![graded]), &self.rubric, lang(pt_br));
        Ok(lines.first().and_then(|line| serde_json::to_string(line).ok()).unwrap_or_default())
    }

    fn table(&self, pt_br: bool) -> Vec<Line> {
        table::lines(&Class::new(self.graded.clone()), &self.rubric, lang(pt_br))
    }
}

const fn lang(pt_br: bool) -> Lang {
    if pt_br { Lang::PtBr } else { Lang::En }
}
