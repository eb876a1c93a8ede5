//! Tables for people: the outcome of some runs, aligned, in words.

use crate::cli::lang::{Lang, pick};
use crate::cli::numbers::{count, figures, time};
use carteiro::base::time::{Span, Time};
use carteiro::experiment::Summary;
use carteiro::ledger::Standing;
use carteiro::model::Model;
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

/// The outcome of some runs.
pub fn outcome(model: &Model, summary: &Summary, first_seed: u64, lang: Lang) -> String {
    let say = |en, pt| pick(lang, en, pt);
    let mut text = head(model, summary, first_seed, lang);
    let section = |title: &str, table: Table| format!("\n{title}\n{table}");
    text += &section(say("Books: the orders", "Livros: os pedidos"), orders(summary, lang));
    if !model.effects.is_empty() {
        text += &section(say("Books: the effects", "Livros: os efeitos"), effects(model, summary, lang));
    }
    if !model.subscriptions.is_empty() {
        text += &section(say("Subscriptions: messages", "Assinaturas: mensagens"), messages(model, summary, lang));
        let title = say(
            "Subscriptions: depth, throughput, time from publishing to acknowledging",
            "Assinaturas: profundidade, vazão, tempo da publicação à confirmação",
        );
        text += &section(title, flow(model, summary, lang));
    }
    if !model.claims.is_empty() {
        text += &section(say("Claims", "Afirmações"), claims(model, summary, lang));
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

fn orders(summary: &Summary, lang: Lang) -> Table {
    let words = [
        (pick(lang, "done in time", "concluídos no prazo"), Standing::Done),
        (pick(lang, "done late", "concluídos com atraso"), Standing::Late),
        (pick(lang, "waiting", "em espera"), Standing::Waiting),
        (pick(lang, "dead-lettered", "em cartas mortas"), Standing::DeadLettered),
        (pick(lang, "lost", "perdidos"), Standing::Lost),
        (pick(lang, "done twice", "executados em dobro"), Standing::DoneTwice),
    ];
    let mut table = Table::of_words(1);
    table.row([format!("  {}", pick(lang, "placed", "recebidos")), count(summary.books.orders, lang)]);
    for (word, standing) in words {
        table.row([format!("  {word}"), count(summary.books.count(standing), lang)]);
    }
    table.row([format!("  {}", pick(lang, "value lost", "valor perdido")), count(summary.books.lost_amount, lang)]);
    table
}

/// A thing's name, with its id where that differs: claims and files use the id.
fn named(name: &str, id: &str) -> String {
    if name.to_lowercase() == id { format!("  {name}") } else { format!("  {name} ({id})") }
}

fn effects(model: &Model, summary: &Summary, lang: Lang) -> Table {
    let mut table = Table::of_words(1);
    table.row(match lang {
        Lang::En => ["", "expected", "once", "twice or more", "late", "waiting", "dead-lettered", "lost"],
        Lang::PtBr => ["", "esperados", "uma vez", "duas ou mais", "com atraso", "em espera", "mortos", "perdidos"],
    });
    for (effect, c) in model.effects.iter().zip(&summary.books.effects) {
        let counts = [c.expected, c.once, c.twice, c.late, c.waiting, c.dead, c.lost].map(|n| count(n, lang));
        table.row([vec![named(effect.name.get(lang), &effect.id)], counts.to_vec()].concat());
    }
    table
}

fn messages(model: &Model, summary: &Summary, lang: Lang) -> Table {
    let mut table = Table::of_words(1);
    let heads = [
        ("published", "publicadas"),
        ("delivered", "entregues"),
        ("attempts", "tentativas"),
        ("retried", "novas tentativas"),
        ("acknowledged", "confirmadas"),
        ("suppressed", "suprimidas"),
        ("dropped", "descartadas"),
        ("dead", "mortas"),
        ("waiting", "em espera"),
    ];
    table.row([""].into_iter().chain(heads.map(|(en, pt)| pick(lang, en, pt))));
    for (subscription, s) in model.subscriptions.iter().zip(&summary.subscriptions) {
        let into = [s.published, s.delivered, s.attempts, s.retried];
        let ends = [s.acked, s.suppressed, s.dropped, s.dead, s.waiting];
        let counts: Vec<String> = into.into_iter().chain(ends).map(|n| count(n, lang)).collect();
        table.row([vec![named(subscription.name.get(lang), &subscription.id)], counts].concat());
    }
    table
}

fn flow(model: &Model, summary: &Summary, lang: Lang) -> Table {
    let mut table = Table::of_words(1);
    table.row(match lang {
        Lang::En => ["", "most at once", "a second", "mean", "half within", "95 % within", "99 % within"],
        Lang::PtBr => ["", "máximo de uma vez", "por segundo", "média", "metade em até", "95 % em até", "99 % em até"],
    });
    for (subscription, s) in model.subscriptions.iter().zip(&summary.subscriptions) {
        let shown = |span: Option<Span>| span.map_or("–".to_owned(), |span| time(span, lang));
        let rate = s.throughput().map_or("–".to_owned(), |rate| figures(rate, lang));
        let t = &s.sojourns;
        let times = [t.mean(), t.quantile(0.50), t.quantile(0.95), t.quantile(0.99)].map(shown);
        let name = named(subscription.name.get(lang), &subscription.id);
        table.row([vec![name, count(s.deepest, lang), rate], times.to_vec()].concat());
    }
    table
}

fn claims(model: &Model, summary: &Summary, lang: Lang) -> Table {
    let say = |en, pt| pick(lang, en, pt);
    let mut table = Table::of_words(3);
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
        table.row([format!("  {}", claim.expect.source), verdict, claim.text.get(lang).to_owned()]);
    }
    table
}
