//! The WebAssembly boundary of the page's lab, a package of its own: parse, call, serialise, and nothing else.
//!
//! The page and each of its workers hold a [`Lab`] of the same plan. Workers compute rows; the page adds them up.

use crate::lab::answer;
use crate::lab::catalogue;
use crate::lab::deed::Kind;
use crate::lab::hunt::{Hunted, Quarry, Shrunk};
use crate::lab::interval::{Interval, share};
use crate::lab::live::{Batch, Live};
use crate::lab::plan::Plan;
use crate::lab::row::Row;
use crate::lab::setting::plain;
use crate::lab::spec::PlanSpec;
use crate::lab::sure::{RUNS, Sure};
use crate::lab::written::WrittenPlan;
use crate::model::Model;
use crate::problem::{At, Problem};
use crate::scenario::parse::from_json;
use crate::scenario::{self, comparison};
use crate::view::hunted;
use crate::view::saved_run::SavedRun;
use crate::view::turned::{self, Asked};
use js_sys::{Float64Array, Function};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("lab.d.ts");

/// The TypeScript types of plain objects, as `lab.d.ts` declares them.
mod shapes {
    #![allow(missing_docs, reason = "their documentation stands in `lab.d.ts`, where the page's editors show it")]
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(typescript_type = "LabCatalogue")]
        pub type JsCatalogue;
        #[wasm_bindgen(typescript_type = "LabPlan")]
        pub type JsPlan;
        #[wasm_bindgen(typescript_type = "LabBatch | undefined")]
        pub type JsBatch;
        #[wasm_bindgen(typescript_type = "LabPoint")]
        pub type JsPoint;
        #[wasm_bindgen(typescript_type = "LabBorder[]")]
        pub type JsBorders;
        #[wasm_bindgen(typescript_type = "LabHunted")]
        pub type JsHunted;
        #[wasm_bindgen(typescript_type = "LabTurned")]
        pub type JsTurned;
    }
}
use shapes::*;

fn to_js(value: &impl Serialize) -> JsValue {
    // What is written as JSON can be read: an error is a bug.
    let json = serde_json::to_string(value).unwrap_or_default();
    js_sys::JSON::parse(&json).unwrap_or_else(|error| wasm_bindgen::throw_val(error))
}

fn thrown(problem: Problem) -> JsValue {
    to_js(&problem)
}

/// Runs once when the module is loaded: panics are reported on the console with their location.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

/// The settings of a scenario that may vary, and its measures.
#[wasm_bindgen(js_name = catalogueOf)]
pub fn catalogue_of(scenario: &str) -> Result<JsCatalogue, JsValue> {
    let found = || -> Result<Value, Problem> {
        let model = scenario::load(scenario)?;
        let settings = catalogue::settings(&from_json(scenario)?);
        let claims: Vec<&str> = model.claims.iter().map(|claim| claim.expect.source.as_str()).collect();
        Ok(json!({"settings": settings, "measures": catalogue::measures(&model), "claims": claims}))
    };
    found().map(|value| to_js(&value).unchecked_into()).map_err(thrown)
}

/// The JSON of the plan of a question about a scenario, which is written as `WrittenPlan` has it.
#[wasm_bindgen(js_name = planOf)]
pub fn plan_of(scenario: &str, question: &str) -> Result<String, JsValue> {
    let plan = || -> Result<String, Problem> {
        let written: WrittenPlan = from_json(question)?;
        let spec = written.of(from_json(scenario).at("scenario")?)?;
        // Refused here where it cannot be carried out.
        Ok(serde_json::to_string_pretty(&Plan::new(spec)?.spec).unwrap_or_default() + "\n")
    };
    plan().map_err(thrown)
}

/// The models that are kept.
const MOST_MODELS: usize = 1_024;

/// A plan that is carried out.
#[wasm_bindgen]
pub struct Lab {
    live: Live,
    /// The models of the points that were computed last: a point comes up several times.
    models: BTreeMap<usize, Arc<Model>>,
}

#[wasm_bindgen]
impl Lab {
    /// A plan by its JSON, with its scenario in it.
    #[wasm_bindgen(constructor)]
    pub fn new(plan: &str) -> Result<Lab, JsValue> {
        let lab = || Ok(Lab { live: Live::new(Plan::new(from_json::<PlanSpec>(plan)?)?)?, models: BTreeMap::new() });
        lab().map_err(thrown)
    }

    /// Its points, and along what they are drawn.
    pub fn plan(&self) -> JsPlan {
        let plan = self.live.plan();
        let axis = answer::axis(plan);
        let value = json!({
            "hash": plan.hash,
            "columns": plan.columns().collect::<Vec<_>>(),
            "points": plan.points.iter().map(|point| point.iter().map(plain).collect::<Vec<_>>()).collect::<Vec<_>>(),
            "places": plan.points.iter().map(|point| axis.and_then(|axis| crate::lab::design::place(&point[axis])))
                .collect::<Vec<_>>(),
            "measures": plan.spec.measures,
            "constraints": plan.spec.constraints,
            "confidence": plan.spec.confidence,
            "axis": axis,
            "lines": answer::lines(plan, axis),
        });
        to_js(&value).unchecked_into()
    }

    /// Which runs are to be computed next; nothing while all that is known to be needed is being computed.
    #[wasm_bindgen(js_name = next)]
    pub fn next_batch(&mut self) -> JsBatch {
        let batch = self.live.next_batch().map(|Batch { point, runs }| json!([point, runs.start, runs.end]));
        batch.map_or(JsValue::UNDEFINED, |batch| to_js(&batch)).unchecked_into()
    }

    /// Computes one run of a point: its row in numbers.
    pub fn run(&mut self, point: usize, run: f64) -> Result<Float64Array, JsValue> {
        let row = self.row(point, run as u64).map_err(thrown)?;
        Ok(Float64Array::from(&row.numbers().collect::<Vec<_>>()[..]))
    }

    fn row(&mut self, point: usize, run: u64) -> Result<Row, Problem> {
        let plan = self.live.plan();
        if !self.models.contains_key(&point) {
            if self.models.len() == MOST_MODELS {
                self.models.pop_first();
            }
            self.models.insert(point, plan.model(point)?);
        }
        Row::run(plan, &self.models[&point], point, run)
    }

    /// Adds the numbers of rows of a point that follow each other. Returns the points that have more rows than before.
    pub fn add(&mut self, point: usize, from: f64, numbers: Vec<f64>) -> Vec<usize> {
        self.live.add(point, from as u64, numbers)
    }

    /// Whether all rows are there.
    #[wasm_bindgen(js_name = isDone)]
    pub fn is_done(&self) -> bool {
        self.live.is_done()
    }

    /// Rows that are there, and how many there will be.
    pub fn progress(&self) -> Vec<f64> {
        vec![self.live.rows() as f64, self.live.expected() as f64]
    }

    /// What is known of a point.
    pub fn point(&self, point: usize) -> JsPoint {
        let (plan, study) = (self.live.plan(), self.live.study());
        let measure = |measure: usize| {
            let estimate = study.estimate(point, measure)?;
            let difference = estimate.difference.map(|one| json!({"mean": ends(one.mean), "saved": one.saved}));
            Some(json!({
                "runs": estimate.runs,
                "mean": estimate.mean.map(ends),
                "median": estimate.median.map(ends),
                "lowest": estimate.lowest,
                "highest": estimate.highest,
                "difference": difference,
            }))
        };
        let constraints = (0..plan.constraints.len()).map(|i| study.constraint(point, i).map(ends));
        let value = json!({
            "runs": study.point(point).runs,
            "atRest": study.point(point).at_rest,
            "measures": (0..plan.measures.len()).map(measure).collect::<Vec<_>>(),
            "constraints": constraints.collect::<Vec<_>>(),
        });
        to_js(&value).unchecked_into()
    }

    /// Where a constraint ceases to hold, for each line of the plan all of whose points have a row.
    pub fn borders(&self, constraint: usize) -> JsBorders {
        let plan = self.live.plan();
        let border = |border: answer::Border| {
            json!({
                "points": border.points,
                "holdsTo": border.holds_to,
                "fallsAt": border.falls_at.map(|(point, _)| point),
                "share": border.falls_at.map(|(_, share)| ends(share)),
                "holdsFrom": border.holds_from,
                "fellAt": border.fell_at.map(|(point, _)| point),
                "shareBefore": border.fell_at.map(|(_, share)| ends(share)),
            })
        };
        let borders = answer::borders(plan, self.live.study(), answer::told_along(plan), constraint);
        to_js(&borders.into_iter().map(border).collect::<Vec<_>>()).unchecked_into()
    }

    /// The rows as a CSV file: to the byte what `carteiro sweep --rows` writes.
    pub fn rows(&self) -> String {
        self.live.csv()
    }

    /// The scenario of a point, as a file.
    pub fn scenario(&self, point: usize) -> Result<String, JsValue> {
        let file = self.live.plan().file(point).map_err(thrown)?;
        Ok(serde_json::to_string(&file).unwrap_or_default())
    }

    /// The seed of a run, as text.
    pub fn seed(&self, run: f64) -> String {
        self.live.plan().seed(run as u64).to_string()
    }
}

/// How sure a scenario is.
#[wasm_bindgen]
pub struct LabSure(Arc<Model>);

#[wasm_bindgen]
impl LabSure {
    /// A scenario by its JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(scenario: &str) -> Result<LabSure, JsValue> {
        scenario::load(scenario).map(|model| LabSure(Arc::new(model))).map_err(thrown)
    }

    /// In how many of the runs with the seeds from one to before another each claim, and then each answer to the lesson's question,
    /// holds.
    pub fn count(&self, from: u32, until: u32) -> Result<Vec<u32>, JsValue> {
        let sure = Sure::count(&self.0, from.into()..until.into()).map_err(|spent| thrown(spent.into()))?;
        Ok(sure.claims.into_iter().chain(sure.answers).map(|count| count as u32).collect())
    }
}

/// The runs from which it is said how sure a scenario is.
#[wasm_bindgen(js_name = sureRuns)]
pub fn sure_runs() -> u32 {
    RUNS as u32
}

/// The probability of something that happened in `hits` of `runs` runs, with the ends of its interval; nothing without a run.
#[wasm_bindgen(js_name = shareOf)]
pub fn share_of(hits: u32, runs: u32, confidence: f64) -> Option<Vec<f64>> {
    share(hits.into(), runs.into(), confidence).map(|share| ends(share).to_vec())
}

fn ends(Interval { value, low, high }: Interval) -> [f64; 3] {
    [value, low, high]
}

/// The most runs for shrinking.
const SHRINKING: u64 = 2_000;

/// Looks for a run in which a claim falls, or any of the scenario's if none is given, and shrinks it. `told` is called now and
/// then with the runs that were tried; it returns whether there is still time.
#[wasm_bindgen]
pub fn hunt(
    scenario: &str,
    claim: Option<String>,
    runs: f64,
    deeds: usize,
    told: &Function,
) -> Result<JsHunted, JsValue> {
    let hunted = || -> Result<Value, Problem> {
        let model = Arc::new(scenario::load(scenario)?);
        let claims = match &claim {
            Some(claim) => vec![comparison(&model, claim).at("claim")?],
            None => model.claims.iter().map(|claim| claim.expect.clone()).collect(),
        };
        let quarry = Quarry { claims, until: model.until, seed: model.seed, model };
        let goes_on = |tried: u64| {
            let answer = told.call1(&JsValue::NULL, &(tried as f64).into());
            answer.is_ok_and(|goes_on| goes_on.is_truthy())
        };
        let hunted = quarry.hunt(&Kind::USUAL, runs as u64, deeds, goes_on)?;
        let shrunk = hunted.found.as_ref().map(|found| quarry.shrink(found, SHRINKING)).transpose()?;
        found(&quarry, &hunted, shrunk.as_ref(), scenario)
    };
    hunted().map(|value| to_js(&value).unchecked_into()).map_err(thrown)
}

fn found(quarry: &Quarry, hunted: &Hunted, shrunk: Option<&Shrunk>, scenario: &str) -> Result<Value, Problem> {
    let kinds = Kind::USUAL.map(Kind::name);
    let (Some(catch), Some(shrunk)) = (&hunted.found, shrunk) else {
        return Ok(json!({"tried": hunted.tried, "kinds": kinds}));
    };
    let record = hunted::record(quarry, &shrunk.catch, scenario)?;
    let deeds = shrunk.catch.deeds.iter().map(|deed| {
        let end = deed.end.as_ref().map(|(at, _)| at.as_millis());
        json!({"atMs": deed.at.as_millis(), "endMs": end, "do": deed.command})
    });
    Ok(json!({
        "tried": hunted.tried,
        "kinds": kinds,
        "found": {
            "claim": quarry.claims[catch.claim].source,
            "seed": catch.seed.to_string(),
            "of": catch.deeds.len(),
            "deeds": deeds.collect::<Vec<_>>(),
            "minimal": shrunk.minimal,
            "record": serde_json::to_string(&record).unwrap_or_default(),
        },
    }))
}

/// Says where a run was decided: that of a record of the page, whose scenario is given apart. The bad end is a claim that falls, or
/// else an order that is lost, dead or done twice. `told` is called with each moment that is known.
#[wasm_bindgen]
pub fn turning(
    scenario: &str,
    record: &str,
    claim: Option<String>,
    order: Option<u32>,
    moments: f64,
    futures: f64,
    told: &Function,
) -> Result<JsTurned, JsValue> {
    let answer = || -> Result<Value, Problem> {
        let model = Arc::new(scenario::load(scenario)?);
        let saved = SavedRun::read(record)?;
        let asked = Asked { claim: claim.as_deref(), order, seed: None, until: None, futures: futures as u64 };
        let question = turned::question(model, Some(&saved), &asked)?;
        let answer = question.answer(moments as u64, |moment| {
            // Whoever does not listen misses nothing: the answer holds all moments.
            let _ = told.call1(&JsValue::NULL, &to_js(&turned::moment(moment)));
        })?;
        Ok(turned::object(&question, &answer))
    };
    answer().map(|value| to_js(&value).unchecked_into()).map_err(thrown)
}
