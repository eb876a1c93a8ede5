//! Tables for people: the outcome of some runs, aligned, in words.

use crate::cli::lang::{Lang, pick};
use crate::cli::numbers::{count, figures, time};
use carteiro::base::ids::{CallId, EffectId, NodeId, SubscriptionId};
use carteiro::base::time::Time;
use carteiro::experiment::Summary;
use carteiro::experiment::summary::Sample;
use carteiro::model::Model;
use carteiro::model::measure::{
    CallMeasure, EffectMeasure, Measure, NodeMeasure, RunMeasure, SubscriptionMeasure, Unit,
};
use carteiro::observe::figures::Figures;
use carteiro::scenario::lesson::LessonSpec;
use std::fmt;

/// Rows of cells, each column as wide as its widest cell; the first columns are words and stand left, the others right.
pub struct Table {
    words: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table whose first `words` columns are words.
    pub fn of_words(words: usize) -> Table {
        Table { words, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<C: Into<String>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let wide =
            |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..columns).map(|column| wide(column).unwrap_or(0)).collect();
        for row in &self.rows {
            let mut line = String::new();
            for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
                let gap = if column == 0 { "" } else { "  " };
                let padded = if column < self.words { format!("{cell:<width$}") } else { format!("{cell:>width$}") };
                line = line + gap + &padded;
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// The outcome of some runs. Rows and columns in which everything is zero are left out, unless `all` are wanted.
pub fn outcome(model: &Model, summary: &Summary, first_seed: u64, lang: Lang, all: bool) -> String {
    let say = |en, pt| pick(lang, en, pt);
    let mut text = head(model, summary, first_seed, lang);
    let mut section = |title: &str, table: Table| {
        if !table.rows.is_empty() {
            text += &format!("\n{title}\n{table}");
        }
    };
    let (figures, view) = (&summary.figures, View { lang, all });
    section(say("Books: the orders", "Livros: os pedidos"), orders(figures, lang));
    let names: Vec<_> = model.effects.iter().map(|effect| named(effect.name.get(lang), &effect.id)).collect();
    let effect = |i, measure| figures.effect(EffectId::new(i), measure);
    section(say("Books: the effects", "Livros: os efeitos"), view.measures(&names, EffectMeasure::ALL, effect));
    let names: Vec<_> = model.subscriptions.iter().map(|s| named(s.name.get(lang), &s.id)).collect();
    let subscription = |i, measure| figures.subscription(SubscriptionId::new(i), measure);
    let (messages, flow) = SubscriptionMeasure::ALL.split_at(SubscriptionMeasure::Deepest.index());
    section(say("Subscriptions: messages", "Assinaturas: mensagens"), view.measures(&names, messages, subscription));
    let title = say(
        "Subscriptions: depth, throughput, time from publishing to acknowledging",
        "Assinaturas: profundidade, vazão, tempo da publicação à confirmação",
    );
    section(title, view.measures(&names, flow, subscription));
    let names: Vec<_> = model.nodes.iter().map(|node| named(node.name.get(lang), &node.id)).collect();
    let node = |i, measure| figures.node(NodeId::new(i), measure);
    section(
        say("Nodes: handlers and calls", "Nós: execuções e chamadas"),
        view.measures(&names, NodeMeasure::ALL, node),
    );
    let id = |node: NodeId| &model.nodes[node.index()].id;
    let names: Vec<_> = model.calls.iter().map(|call| format!("  {}/{}", id(call.from), id(call.to))).collect();
    let call = |i, measure| figures.call(CallId::new(i), measure);
    section(say("Calls", "Chamadas"), view.measures(&names, CallMeasure::ALL, call));
    section(say("Claims", "Afirmações"), claims(model, summary, lang));
    if !all {
        text += say(
            "\nRows and columns of zeros are left out; --all shows them.\n",
            "\nLinhas e colunas de zeros ficam de fora; --all as mostra.\n",
        );
    }
    text
}

fn head(model: &Model, summary: &Summary, first_seed: u64, lang: Lang) -> String {
    let say = |en, pt| pick(lang, en, pt);
    let seeds = if summary.runs == 1 {
        format!("{} {first_seed}", say("seed", "semente"))
    } else {
        let last = first_seed + summary.runs - 1;
        let runs = count(summary.runs, lang);
        match lang {
            Lang::En => format!("{runs} runs with seeds {first_seed} to {last}"),
            Lang::PtBr => format!("{runs} execuções com sementes de {first_seed} a {last}"),
        }
    };
    let until = time(summary.until.since(Time::ZERO), lang);
    let events = count(summary.events, lang);
    let rest = match summary.at_rest == summary.runs {
        true => {
            let ended = time(summary.ended_at.since(Time::ZERO), lang);
            format!("{} {ended}", say("nothing was left to happen after", "nada mais havia a fazer depois de"))
        }
        false => say("things were still under way at the end", "ainda havia coisas em andamento no fim").to_owned(),
    };
    let title = model.title.get(lang);
    match lang {
        Lang::En => format!("{title} ({})\n{seeds}; {until} simulated, {events} events; {rest}\n", model.id),
        Lang::PtBr => format!("{title} ({})\n{seeds}; {until} simulados, {events} eventos; {rest}\n", model.id),
    }
}

fn orders(figures: &Figures, lang: Lang) -> Table {
    let mut table = Table::of_words(1);
    for measure in RunMeasure::ALL {
        let value = shown(measure.unit(), figures.run(*measure), lang);
        table.row([format!("  {}", word(*measure, lang)), value]);
    }
    table
}

/// A thing's name, with its id where that differs: claims and files use the id.
fn named(name: &str, id: &str) -> String {
    if name.to_lowercase() == id { format!("  {name}") } else { format!("  {name} ({id})") }
}

/// A measure's name in a table.
fn word<M: Measure>(measure: M, lang: Lang) -> &'static str {
    let [en, pt] = measure.head();
    pick(lang, en, pt)
}

/// A measure's number; a dash where nothing was measured.
fn shown(unit: Unit, value: f64, lang: Lang) -> String {
    match unit {
        _ if value.is_nan() => "–".to_owned(),
        Unit::Millis => time(Time::from_millis(value).since(Time::ZERO), lang),
        Unit::PerSecond => figures(value, lang),
        Unit::Count | Unit::Amount | Unit::Offset | Unit::Flag if value.fract() == 0.0 => count(value as u64, lang),
        Unit::Count | Unit::Amount | Unit::Offset | Unit::Flag => figures(value, lang),
    }
}

/// How tables of measures are shown.
struct View {
    lang: Lang,
    all: bool,
}

impl View {
    /// A row for each subject and a column for each measure.
    fn measures<M: Measure>(&self, names: &[String], measures: &[M], read: impl Fn(usize, M) -> f64) -> Table {
        let zero = |value: f64| value.is_nan() || value == 0.0;
        let worth = |i: &usize, m: &M| self.all || !zero(read(*i, *m));
        let rows: Vec<usize> = (0..names.len()).filter(|i| measures.iter().any(|m| worth(i, m))).collect();
        let columns: Vec<M> = measures.iter().copied().filter(|m| rows.iter().any(|i| worth(i, m))).collect();
        let mut table = Table::of_words(1);
        if rows.is_empty() {
            return table;
        }
        table.row([""].into_iter().chain(columns.iter().map(|m| word(*m, self.lang))));
        for i in rows {
            let values = columns.iter().map(|m| shown(m.unit(), read(i, *m), self.lang));
            table.row([names[i].clone()].into_iter().chain(values));
        }
        table
    }
}

fn claims(model: &Model, summary: &Summary, lang: Lang) -> Table {
    let say = |en, pt| pick(lang, en, pt);
    let mut table = Table::of_words(4);
    for (claim, tally) in model.claims.iter().zip(&summary.claims) {
        let verdict = match tally.first_fall {
            None => say("holds", "vale").to_owned(),
            Some(_) if summary.runs == 1 => say("does not hold", "não vale").to_owned(),
            Some(seed) => {
                let (held, runs) = (count(tally.held, lang), count(summary.runs, lang));
                match lang {
                    Lang::En => format!("held in {held} of {runs} runs, not with seed {seed}"),
                    Lang::PtBr => format!("valeu em {held} de {runs} execuções, não com a semente {seed}"),
                }
            }
        };
        let sides = [claim.expect.left, claim.expect.right].into_iter().zip(&tally.sides);
        let values: Vec<_> =
            sides.filter_map(|(side, sample)| side.unit().map(|unit| values(unit, sample, lang))).collect();
        let claimed = format!("  {}", claim.expect.source);
        table.row([claimed, values.join(" | "), verdict, claim.text.get(lang).to_owned()]);
    }
    table
}

/// The goals of a lesson, and whether its solution has reached each.
pub fn goals(lesson: &LessonSpec, reached: &[bool], lang: Lang) -> String {
    let say = |en, pt| pick(lang, en, pt);
    let mut table = Table::of_words(2);
    for (goal, reached) in lesson.goals.iter().zip(reached) {
        let verdict = if *reached { say("reached", "cumprida") } else { say("not reached", "não cumprida") };
        table.row([format!("  {verdict}"), goal.text.get(lang).to_owned()]);
    }
    let title = say("Goals, by the lesson's solution with this seed", "Metas, pela solução da lição com esta semente");
    format!("\n{title}\n{table}")
}

/// The values of one side of a claim: one, or from the lowest to the highest with the mean.
fn values(unit: Unit, sample: &Sample, lang: Lang) -> String {
    let Some([min, mean, max]) = sample.min_mean_max() else { return "–".to_owned() };
    let [least, middle, most] = [min, mean, max].map(|value| shown(unit, value, lang));
    match lang {
        _ if min == max => least,
        Lang::En => format!("{least} to {most}, mean {middle}"),
        Lang::PtBr => format!("{least} a {most}, média {middle}"),
    }
}
