//! `carteiro hunt`: looks for a run in which a claim falls, says what it takes, and writes it for the time machine.

use crate::cli::arguments::HuntArguments;
use crate::cli::lang::{Lang, pick};
use crate::cli::numbers::{count, time};
use crate::cli::output::{End, print, save};
use crate::cli::progress::Progress;
use crate::cli::refusal::Refusal;
use crate::cli::{run, source};
use carteiro::base::time::Time;
use carteiro::lab::deed::{Deed, Kind};
use carteiro::lab::hunt::{Catch, Hunted, Quarry, Shrunk};
use carteiro::model::{CrashPoint, Model};
use carteiro::scenario::{self, CommandSpec, ScenarioFile, comparison};
use carteiro::view::hunted;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// The most runs for shrinking.
const SHRINKING: u64 = 2_000;
/// Runs between two steps of the progress bar.
const RUNS_A_STEP: u64 = 100;

/// Hunts, shrinks, and tells.
pub fn hunt(arguments: &HuntArguments, lang: Lang) -> Result<End, Refusal> {
    let refuse = |problem| Refusal::of(problem, lang);
    let json = source::json(&arguments.scenario, lang)?;
    let file = ScenarioFile::read(&json).map_err(|problem| refuse(problem).within(&arguments.scenario))?;
    let model = scenario::model(&file.spec).map_err(|problem| file.as_written(problem));
    let model = Arc::new(model.map_err(|problem| refuse(problem).within(&arguments.scenario))?);
    let named = |claim: &String| comparison(&model, claim).map_err(|problem| refuse(problem.within("--claim")));
    let claims = if arguments.claims.is_empty() {
        model.claims.iter().map(|claim| claim.expect.clone()).collect()
    } else {
        arguments.claims.iter().map(named).collect::<Result<_, _>>()?
    };
    let until = arguments.until.as_deref().map_or(Ok(model.until), run::until).map_err(refuse)?;
    let quarry = Quarry { claims, until, seed: arguments.seed.unwrap_or(model.seed), model };
    let kinds = &arguments.kinds;
    let progress = Progress::new(arguments.runs.div_ceil(RUNS_A_STEP));
    let hunted = quarry.hunt(kinds, arguments.runs, arguments.deeds as usize, |tried| {
        if tried.is_multiple_of(RUNS_A_STEP) {
            progress.tick();
        }
        true
    });
    progress.clear();
    let hunted = hunted.map_err(refuse)?;
    let shrunk = hunted.found.as_ref().map(|found| quarry.shrink(found, SHRINKING)).transpose().map_err(refuse)?;
    if let (Some(path), Some(shrunk)) = (&arguments.out, &shrunk) {
        write_run(path, &quarry, &shrunk.catch, &json, lang)?;
    }
    let text = if arguments.json {
        format!("{:#}\n", object(&quarry, &hunted, shrunk.as_ref(), kinds))
    } else {
        sentences(&quarry, &hunted, shrunk.as_ref(), kinds, lang)
    };
    print(&text, lang)?;
    Ok(if shrunk.is_some() { End::ClaimFell } else { End::Well })
}

/// A deed in words.
fn words(model: &Model, deed: &Deed, lang: Lang) -> String {
    let node = |id: &str| model.nodes.iter().find(|n| n.id == id).map_or(id, |n| n.name.get(lang)).to_owned();
    let queue = |id: &str| model.subscriptions.iter().find(|s| s.id == id).map_or(id, |s| s.name.get(lang)).to_owned();
    let at = time(deed.at - Time::ZERO, lang);
    let say = |en: String, pt: String| match lang {
        Lang::En => format!("at {at} {en}"),
        Lang::PtBr => format!("aos {at} {pt}"),
    };
    match &deed.command {
        CommandSpec::SetHealth { node: id, .. } => {
            let length = deed.end.as_ref().map_or_else(String::new, |(end, _)| time(*end - deed.at, lang));
            say(format!("{} goes down for {length}", node(&id.0)), format!("{} cai por {length}", node(&id.0)))
        }
        CommandSpec::Crash { node: id, point } => {
            let [en, pt] = match point {
                CrashPoint::Now => ["crashes", "quebra"],
                CrashPoint::BeforeEffect => ["crashes before its next effect", "quebra antes do próximo efeito"],
                CrashPoint::AfterEffect => [
                    "crashes between its next effect and the acknowledgement",
                    "quebra entre o próximo efeito e a confirmação",
                ],
                CrashPoint::AfterAck => {
                    ["crashes after its next acknowledgement", "quebra depois da próxima confirmação"]
                }
                CrashPoint::BeforeMark => [
                    "crashes before its outbox marks what it sent",
                    "quebra antes que sua caixa de saída marque o que enviou",
                ],
            };
            say(format!("{} {en}", node(&id.0)), format!("{} {pt}", node(&id.0)))
        }
        CommandSpec::DuplicateNext { subscription } => say(
            format!("the next message for {} is doubled", queue(&subscription.0)),
            format!("a próxima mensagem para {} é duplicada", queue(&subscription.0)),
        ),
        CommandSpec::DelayNext { subscription, by } => say(
            format!("the next message for {} comes {} late", queue(&subscription.0), time(*by, lang)),
            format!("a próxima mensagem para {} chega com {} de atraso", queue(&subscription.0), time(*by, lang)),
        ),
        CommandSpec::PoisonNext { subscription, .. } => say(
            format!("the next message for {} is poisoned", queue(&subscription.0)),
            format!("a próxima mensagem para {} é envenenada", queue(&subscription.0)),
        ),
        CommandSpec::Reorder { subscription } => say(
            format!("the queue of {} is shuffled", queue(&subscription.0)),
            format!("a fila de {} é embaralhada", queue(&subscription.0)),
        ),
        CommandSpec::DropNext { subscription } => say(
            format!("the next message for {} is lost", queue(&subscription.0)),
            format!("a próxima mensagem para {} se perde", queue(&subscription.0)),
        ),
        other => say(other.word().to_owned(), other.word().to_owned()),
    }
}

/// What was found, in words.
fn sentences(quarry: &Quarry, hunted: &Hunted, shrunk: Option<&Shrunk>, kinds: &[Kind], lang: Lang) -> String {
    let tried = count(hunted.tried, lang);
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    let kinds = kinds.join(", ");
    let (Some(found), Some(shrunk)) = (&hunted.found, shrunk) else {
        return match lang {
            Lang::En => format!(
                "None found in {tried} runs with deeds of these kinds: {kinds}. That is no proof that there is none.\n"
            ),
            Lang::PtBr => format!(
                "Nenhuma encontrada em {tried} execuções com atos destes tipos: {kinds}. Isso não prova que não exista.\n"
            ),
        };
    };
    let (left, of) = (shrunk.catch.deeds.len(), found.deeds.len());
    let claim = &quarry.claims[found.claim].source;
    let mut text = match (lang, left) {
        (Lang::En, 0) => format!("\"{claim}\" falls with the seed {} without any deed (run {tried}).\n", found.seed),
        (Lang::PtBr, 0) => format!("\"{claim}\" cai com a semente {} sem nenhum ato (execução {tried}).\n", found.seed),
        (Lang::En, _) => {
            format!("\"{claim}\" falls with the seed {} (run {tried}). {left} of {of} deeds suffice:\n", found.seed)
        }
        (Lang::PtBr, _) => {
            format!("\"{claim}\" cai com a semente {} (execução {tried}). Bastam {left} de {of} atos:\n", found.seed)
        }
    };
    for deed in &shrunk.catch.deeds {
        text += &format!("- {}\n", words(&quarry.model, deed, lang));
    }
    if left > 0 {
        text += if shrunk.minimal {
            pick(lang, "Without any one of them it holds.\n", "Sem qualquer um deles, ela se mantém.\n")
        } else {
            pick(lang, "Fewer may suffice.\n", "Talvez bastem menos.\n")
        };
    }
    text
}

fn object(quarry: &Quarry, hunted: &Hunted, shrunk: Option<&Shrunk>, kinds: &[Kind]) -> Value {
    let deeds = |catch: &Catch| -> Vec<Value> {
        let command = |(at, command): (Time, &CommandSpec)| json!({"atMs": at.as_millis(), "do": command});
        catch.deeds.iter().flat_map(|deed| deed.commands().map(command).collect::<Vec<_>>()).collect()
    };
    json!({
        "scenario": quarry.model.id,
        "kinds": kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
        "tried": hunted.tried,
        "found": hunted.found.as_ref().zip(shrunk).map(|(found, shrunk)| json!({
            "claim": quarry.claims[found.claim].source,
            "seed": found.seed,
            "deedsFound": found.deeds.len(),
            "deeds": shrunk.catch.deeds.len(),
            "minimal": shrunk.minimal,
            "shrinkingRuns": shrunk.tried,
            "commands": deeds(&shrunk.catch),
            "words": {
                "en": shrunk.catch.deeds.iter().map(|deed| words(&quarry.model, deed, Lang::En)).collect::<Vec<_>>(),
                "pt-BR": shrunk.catch.deeds.iter().map(|deed| words(&quarry.model, deed, Lang::PtBr)).collect::<Vec<_>>(),
            },
        })),
    })
}

/// Writes a run as the page saves one.
fn write_run(path: &Path, quarry: &Quarry, catch: &Catch, scenario: &str, lang: Lang) -> Result<(), Refusal> {
    let record = hunted::record(quarry, catch, scenario).map_err(|problem| Refusal::of(problem, lang))?;
    save(path, &(serde_json::to_string_pretty(&record).unwrap_or_default() + "\n"), lang).map(|_| ())
}
