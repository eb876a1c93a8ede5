//! `carteiro turning`: how probable a bad end was at each moment of a run, and the event after which it jumped.

use crate::cli::arguments::TurningArguments;
use crate::cli::lang::Lang;
use crate::cli::numbers::{count, figures, percent, time};
use crate::cli::output::{End, print};
use crate::cli::progress::Progress;
use crate::cli::refusal::Refusal;
use crate::cli::{replay, run, source};
use carteiro::base::time::Time;
use carteiro::json::tree::Tree;
use carteiro::lab::interval::Interval;
use carteiro::lab::turning::{BadEnd, Moment, Question, Turn, Turning};
use carteiro::model::Model;
use carteiro::problem::Problem;
use carteiro::scenario::parse::from_json;
use carteiro::scenario::{self, ScenarioFile, comparison};
use carteiro::view::saved_run::SavedRun;
use carteiro::view::turned::{self, Asked};
use std::sync::Arc;

/// Cells of a bar that is full.
const BAR: usize = 30;

/// Asks, and tells.
pub fn turning(arguments: &TurningArguments, lang: Lang) -> Result<End, Refusal> {
    let question = question(arguments, lang)?;
    let progress = Progress::new(arguments.moments);
    let answer = question.answer(arguments.moments, |_| progress.tick());
    progress.clear();
    let answer = answer.map_err(|problem| Refusal::of(problem, lang))?;
    let text = if arguments.json {
        format!("{:#}\n", turned::object(&question, &answer))
    } else {
        sentences(&question, &answer, lang)
    };
    print(&text, lang)
}

/// The run that is asked about: a scenario's, or one that was saved, with its commands.
fn question(arguments: &TurningArguments, lang: Lang) -> Result<Question, Refusal> {
    let file = &arguments.run;
    let refuse = |problem: Problem| Refusal::of(problem, lang);
    let within = |problem: Problem| refuse(problem).within(file);
    let text = source::json(file, lang)?;
    let is_saved = matches!(from_json::<Tree>(&text).map_err(within)?, Tree::Object(fields) if fields.iter().any(|(name, _)| name == "log"));
    let saved: Option<SavedRun> = if is_saved { Some(SavedRun::read(&text).map_err(within)?) } else { None };
    let scenario = match &saved {
        Some(saved) => replay::scenario_json(saved).map_err(within)?,
        None => text,
    };
    let scenario = ScenarioFile::read(&scenario).map_err(within)?;
    let model = scenario::model(&scenario.spec).map_err(|problem| scenario.as_written(problem));
    let model = Arc::new(model.map_err(within)?);
    if let Some(claim) = &arguments.claim {
        // What is wrong with it is not in the file.
        comparison(&model, claim).map_err(|problem| refuse(problem.within("--claim")))?;
    }
    let until = arguments.until.as_deref().map(run::until).transpose().map_err(refuse)?;
    let asked = Asked {
        claim: arguments.claim.as_deref(),
        order: arguments.order,
        seed: arguments.seed,
        until,
        futures: arguments.futures,
    };
    turned::question(model, saved.as_ref(), &asked).map_err(within)
}

/// The bad end in words.
fn ending(bad: &BadEnd, lang: Lang) -> String {
    match (bad, lang) {
        (BadEnd::Falls(claim), Lang::En) => format!("\"{}\" falls", claim.source),
        (BadEnd::Falls(claim), Lang::PtBr) => format!("\"{}\" cai", claim.source),
        (BadEnd::Harmed(order), Lang::En) => format!("order {} is lost, dead or done twice", order.0),
        (BadEnd::Harmed(order), Lang::PtBr) => format!("o pedido {} se perde, morre ou é feito duas vezes", order.0),
    }
}

/// A share with the ends of its interval.
fn shares(interval: Interval, lang: Lang) -> String {
    let end = |share: f64| figures(share * 100.0, lang);
    format!("{} [{}, {}]", percent(interval.value, lang), end(interval.low), end(interval.high))
}

fn sentences(question: &Question, answer: &Turning, lang: Lang) -> String {
    let (bad, futures) = (ending(&question.bad, lang), count(question.futures, lang));
    let mut text = match lang {
        Lang::En => format!("In which share of {futures} futures {bad}, at each moment (95 % interval):\n\n"),
        Lang::PtBr => format!("Em que parte de {futures} futuros {bad}, em cada momento (intervalo de 95 %):\n\n"),
    };
    for Moment { at, bad, .. } in &answer.moments {
        let bar = "█".repeat((bad.value * BAR as f64).round() as usize);
        text += &format!("{:>9}  {bar:<BAR$}  {}\n", time(*at - Time::ZERO, lang), shares(*bad, lang));
    }
    text.push('\n');
    text += &match (&answer.turn, lang) {
        (Some(turn), _) => turned(&question.model, turn, lang),
        (None, Lang::En) => "No moment stands out: the probability hardly changes from one to the next.\n".to_owned(),
        (None, Lang::PtBr) => {
            "Nenhum momento se destaca: a probabilidade quase não muda de um para o outro.\n".to_owned()
        }
    };
    text += match (answer.ended_badly, lang) {
        (true, Lang::En) => "This run ended so.\n",
        (false, Lang::En) => "This run did not end so.\n",
        (true, Lang::PtBr) => "Esta execução terminou assim.\n",
        (false, Lang::PtBr) => "Esta execução não terminou assim.\n",
    };
    text
}

/// The event of the turn, with its facts as a trace has them.
fn turned(model: &Model, turn: &Turn, lang: Lang) -> String {
    let [before, after] = [turn.before, turn.after].map(|moment| shares(moment.bad, lang));
    let at = time(turn.after.at - Time::ZERO, lang);
    let mut text = match lang {
        Lang::En => {
            format!("It was decided at {at}: {before} before, {after} after the event in which this happened:\n")
        }
        Lang::PtBr => {
            format!("Decidiu-se aos {at}: {before} antes e {after} depois do evento em que aconteceu isto:\n")
        }
    };
    for fact in turned::facts(model, turn) {
        text += &format!("  {fact}\n");
    }
    text
}
