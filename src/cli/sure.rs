//! `carteiro sure`: in which share of many runs each claim, and each answer to the lesson's question, holds.

use crate::cli::arguments::SureArguments;
use crate::cli::lang::{Lang, pick};
use crate::cli::numbers::{count, figures, percent};
use crate::cli::output::{End, print};
use crate::cli::progress::Progress;
use crate::cli::refusal::Refusal;
use crate::cli::source;
use crate::cli::table::Table;
use carteiro::base::text::Text;
use carteiro::lab::sure::Sure;
use carteiro::model::Model;
use carteiro::scenario::lesson::PredictionSpec;
use carteiro::scenario::{self, ScenarioFile};
use carteiro::sim::BudgetSpent;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

/// Seeds that one core counts before it tells.
const SEEDS_AT_ONCE: u64 = 25;
/// The confidence of the intervals.
const CONFIDENCE: f64 = 0.95;

/// Counts, and tells.
pub fn sure(arguments: &SureArguments, lang: Lang) -> Result<End, Refusal> {
    let refuse = |problem| Refusal::of(problem, lang).within(&arguments.scenario);
    let json = source::json(&arguments.scenario, lang)?;
    let file = ScenarioFile::read(&json).map_err(refuse)?;
    let model = scenario::model(&file.spec).map_err(|problem| refuse(file.as_written(problem)))?;
    let model = Arc::new(model);
    let sure = counted(&model, arguments.runs).map_err(|spent| refuse(spent.into()))?;
    let prediction = file.spec.lesson.as_ref().and_then(|lesson| lesson.prediction.as_ref());
    let text = if arguments.json {
        format!("{:#}\n", object(&model, prediction, &sure))
    } else {
        table(&model, prediction, &sure, lang)
    };
    print(&text, lang)
}

/// Counts on all cores.
fn counted(model: &Arc<Model>, runs: u64) -> Result<Sure, BudgetSpent> {
    let progress = Progress::new(runs.div_ceil(SEEDS_AT_ONCE));
    let parts: Result<Vec<Sure>, _> = (0..runs.div_ceil(SEEDS_AT_ONCE))
        .into_par_iter()
        .map(|part| {
            let from = part * SEEDS_AT_ONCE;
            let counted = Sure::count(model, from..runs.min(from + SEEDS_AT_ONCE));
            progress.tick();
            counted
        })
        .collect();
    progress.clear();
    let mut sure = Sure::none(model);
    parts?.iter().for_each(|part| sure.add(part));
    Ok(sure)
}

/// What is told about: a text with its count.
type Line<'a> = (&'a Text, u64);

/// The answers to the question, with their counts.
fn answers<'a>(prediction: Option<&'a PredictionSpec>, sure: &'a Sure) -> Vec<Line<'a>> {
    let options = prediction.map_or(&[][..], |prediction| &prediction.options);
    options.iter().map(|option| &option.text).zip(sure.answers.iter().copied()).collect()
}

fn table(model: &Model, prediction: Option<&PredictionSpec>, sure: &Sure, lang: Lang) -> String {
    let (runs, last, confidence) = (count(sure.runs, lang), count(sure.runs - 1, lang), percent(CONFIDENCE, lang));
    let title = model.title.get(lang);
    let mut text = match lang {
        Lang::En => {
            format!("{title} ({})\nRuns: {runs}, seeds 0 to {last}. Intervals of {confidence}, by Wilson.\n", model.id)
        }
        Lang::PtBr => {
            format!(
                "{title} ({})\nExecuções: {runs}, sementes de 0 a {last}. Intervalos de {confidence}, de Wilson.\n",
                model.id
            )
        }
    };
    let claims = model.claims.iter().zip(&sure.claims).map(|(claim, held)| (&claim.text, *held)).collect();
    let asked = prediction.map_or("", |prediction| prediction.question.get(lang));
    for (title, lines) in [(pick(lang, "Claims", "Afirmações"), claims), (asked, answers(prediction, sure))] {
        let lines: Vec<Line<'_>> = lines;
        if lines.is_empty() {
            continue;
        }
        let mut table = Table::of_words(1);
        for (said, held) in lines {
            let share = sure.share(held, CONFIDENCE).map_or_else(String::new, |share| {
                let [value, low, high] = [share.value, share.low, share.high].map(|share| figures(share * 100.0, lang));
                format!("{value} % [{low}, {high}]")
            });
            table.row([format!("  {}", said.get(lang)), count(held, lang), share]);
        }
        text += &format!("\n{title}\n{table}");
    }
    text
}

fn object(model: &Model, prediction: Option<&PredictionSpec>, sure: &Sure) -> Value {
    let share =
        |held: u64| sure.share(held, CONFIDENCE).map(|s| json!({"value": s.value, "low": s.low, "high": s.high}));
    let claim = |(i, held): (usize, &u64)| {
        let claim = &model.claims[i];
        json!({"expect": claim.expect.source, "text": claim.text, "held": held, "share": share(*held)})
    };
    let answer = |(text, held): Line<'_>| json!({"text": text, "held": held, "share": share(held)});
    json!({
        "scenario": model.id,
        "runs": sure.runs,
        "confidence": CONFIDENCE,
        "claims": sure.claims.iter().enumerate().map(claim).collect::<Vec<_>>(),
        "question": prediction.map(|prediction| &prediction.question),
        "answers": answers(prediction, sure).into_iter().map(answer).collect::<Vec<_>>(),
    })
}
