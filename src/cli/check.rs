//! `carteiro check`: whether a scenario is valid, and, with many seeds, whether a lesson keeps its promises.

use crate::cli::lang::{Lang, pick};
use crate::cli::output::{End, print};
use crate::cli::refusal::Refusal;
use crate::cli::source;
use carteiro::experiment::proof::{Finding, other_side, prove};
use carteiro::model::Model;
use carteiro::problem::Problem;
use carteiro::scenario::advice::advice;
use carteiro::scenario::{ScenarioFile, model};

/// Checks a scenario and prints the result; the exit code tells whether every promise is kept.
pub fn check(name: &str, seeds: Option<u64>, lang: Lang) -> Result<End, Refusal> {
    let json = source::json(name, lang)?;
    let refuse = |problem| Refusal::of(problem, lang).within(name);
    let file = ScenarioFile::read(&json).map_err(refuse)?;
    let model = model(&file.spec).map_err(|problem| refuse(file.as_written(problem)))?;
    if file.spec.lesson.as_ref().is_some_and(|lesson| lesson.contrast.is_some()) {
        other_side(&json).map_err(refuse)?;
    }
    let mut text = valid(&model, lang);
    let old_names = file.old_names.iter().map(|old_name| old_name.notice());
    for advice in old_names.chain(advice(&file.spec)) {
        text += &notice(&advice, lang);
    }
    let Some(seeds) = seeds else { return print(&text, lang) };
    let found = prove(&json, seeds).map_err(refuse)?;
    for finding in &found {
        text += &format!("- {}\n", sentence(finding, seeds, lang));
    }
    if found.is_empty() {
        text += &match lang {
            Lang::En => format!("Seeds tried: {seeds}. Every promise is kept.\n"),
            Lang::PtBr => format!("Sementes testadas: {seeds}. Toda promessa se cumpre.\n"),
        };
    }
    print(&text, lang)?;
    Ok(if found.is_empty() { End::Well } else { End::ClaimFell })
}

/// One line about something that is valid but better written another way.
fn notice(notice: &Problem, lang: Lang) -> String {
    let (message, remedy) = (notice.message.get(lang), notice.remedy.get(lang));
    format!("{}: {}: {message} {remedy}\n", pick(lang, "notice", "aviso"), notice.path)
}

/// The sentence that a scenario is valid, with the numbers of its parts.
fn valid(model: &Model, lang: Lang) -> String {
    let counts =
        [model.nodes.len(), model.topics.len(), model.subscriptions.len(), model.faults.len(), model.claims.len()];
    let [nodes, topics, subscriptions, faults, claims] = counts;
    let title = model.title.get(lang);
    match lang {
        Lang::En => format!(
            "\"{title}\" ({}) is valid. Nodes: {nodes}; topics: {topics}; subscriptions: {subscriptions}; \
             faults: {faults}; claims: {claims}.\n",
            model.id
        ),
        Lang::PtBr => format!(
            "\"{title}\" ({}) é válido. Nós: {nodes}; tópicos: {topics}; assinaturas: {subscriptions}; \
             falhas: {faults}; afirmações: {claims}.\n",
            model.id
        ),
    }
}

/// A broken promise and its remedy. Indices count from 0, as paths in the file do.
fn sentence(finding: &Finding, seeds: u64, lang: Lang) -> String {
    let say = |en: String, pt_br: String| pick(lang, &en, &pt_br).to_owned();
    match finding {
        Finding::ClaimFalls { claim, seed } => say(
            format!(
                "The claim \"{claim}\" falls with seed {seed}. Run that seed, and claim less or change the scenario."
            ),
            format!(
                "A afirmação \"{claim}\" cai com a semente {seed}. Execute essa semente e afirme menos ou mude o cenário."
            ),
        ),
        Finding::NotAtRest { runs } => say(
            format!("In {runs} of {seeds} runs something is still to happen at the end. Raise \"until\"."),
            format!("Em {runs} de {seeds} execuções ainda há algo por acontecer no fim. Aumente \"until\"."),
        ),
        Finding::HoldsInContrast { claim, held } => say(
            format!(
                "The claim \"{claim}\" contrasts, but holds in {held} runs of the contrast. Change the contrast, or take \"contrasts\" away."
            ),
            format!(
                "A afirmação \"{claim}\" tem \"contrasts\", mas vale em {held} execuções do contraste. Mude o contraste ou retire \"contrasts\"."
            ),
        ),
        Finding::NothingContrasts => say(
            "There is a contrast, but no claim falls in it. Give one \"contrasts\": true.".into(),
            "Há um contraste, mas nenhuma afirmação cai nele. Ponha \"contrasts\": true em uma.".into(),
        ),
        Finding::RightAnswers { right, seed } => say(
            format!("The question has {right} right answers with seed {seed}. Let exactly one option hold."),
            format!("A pergunta tem {right} respostas certas com a semente {seed}. Deixe valer exatamente uma opção."),
        ),
        Finding::AnswerChanges { seed } => say(
            format!(
                "The question has another right answer with seed {seed} than with seed 0. Ask what chance does not decide."
            ),
            format!(
                "A pergunta tem outra resposta certa com a semente {seed} do que com a semente 0. Pergunte o que o acaso não decide."
            ),
        ),
        Finding::GoalAtStart { goal } => say(
            format!(
                "goals[{goal}] is reached before anything happens. Add a comparison that is not true at the start."
            ),
            format!("goals[{goal}] já está cumprida antes de tudo. Acrescente uma comparação que não valha no início."),
        ),
        Finding::GoalMissed { goal, seed } => say(
            format!("goals[{goal}] is not reached with seed {seed}. Add the commands that reach it to \"solution\"."),
            format!(
                "goals[{goal}] não é cumprida com a semente {seed}. Acrescente a \"solution\" os comandos que a cumprem."
            ),
        ),
        Finding::CommandRefused { command, problem } => say(
            format!("solution[{command}] is refused: {} {}", problem.message.en, problem.remedy.en),
            format!("solution[{command}] é recusado: {} {}", problem.message.pt_br, problem.remedy.pt_br),
        ),
    }
}
