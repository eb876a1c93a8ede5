//! The answer to a study's question in sentences, as the page's lab says it: up to where a constraint holds.

use crate::cli::lang::Lang;
use crate::cli::numbers::{count, figures, time};
use carteiro::base::time::Span;
use carteiro::json::tree::Tree;
use carteiro::lab::answer::{self, Border};
use carteiro::lab::design;
use carteiro::lab::interval::Interval;
use carteiro::lab::plan::Plan;
use carteiro::lab::setting::plain;
use carteiro::lab::study::Study;

/// Lines that are told; what the others say is in the table.
const TOLD: usize = 8;

/// A sentence a line for each constraint; nothing without one.
pub fn sentences(plan: &Plan, study: &Study, lang: Lang) -> String {
    let axis = answer::told_along(plan);
    let mut text = String::new();
    for (constraint, good) in plan.spec.constraints.iter().enumerate() {
        let borders = answer::borders(plan, study, axis, constraint);
        let good = good.replace("<=", "≤").replace(">=", "≥").replace("==", "=");
        let asked = Asked { plan, axis, good: &good, lang };
        for border in borders.iter().take(TOLD) {
            text += &format!("{}\n", asked.sentence(border));
        }
        if borders.len() > TOLD {
            let more = count((borders.len() - TOLD) as u64, lang);
            text += &match lang {
                Lang::En => format!("More lines in the table: {more}.\n"),
                Lang::PtBr => format!("Mais linhas na tabela: {more}.\n"),
            };
        }
    }
    if text.is_empty() { text } else { text + "\n" }
}

/// What is asked, and how it is answered.
struct Asked<'a> {
    plan: &'a Plan,
    axis: Option<usize>,
    /// What is to hold.
    good: &'a str,
    lang: Lang,
}

impl Asked<'_> {
    fn sentence(&self, border: &Border) -> String {
        let Asked { good, lang, .. } = *self;
        let with = self.with(border.points[0]);
        let axis = self.axis.and_then(|axis| self.plan.columns().nth(axis)).unwrap_or_default();
        let Some((falls, share)) = border.falls_at else { return self.holds(border, &with, axis) };
        if self.axis.is_none() {
            let held = self.share(share);
            return match lang {
                Lang::En => format!("{with}{good} in {held} of the runs."),
                Lang::PtBr => format!("{with}{good} em {held} das execuções."),
            };
        }
        if let Some(to) = border.holds_to {
            let (between, held) = (self.between(to, falls), self.share(share));
            let [to, from] = [to, falls].map(|point| self.place(point));
            return match lang {
                Lang::En => {
                    format!(
                        "{with}{good} up to {between} of {axis}: in every run at {to}, in {held} of them at {from}."
                    )
                }
                Lang::PtBr => {
                    format!(
                        "{with}{good} até {between} de {axis}: em toda execução com {to}, em {held} delas com {from}."
                    )
                }
            };
        }
        if let (Some(from), Some((fell, share))) = (border.holds_from, border.fell_at) {
            let (between, held) = (self.between(from, fell), self.share(share));
            let [from, to] = [from, fell].map(|point| self.place(point));
            return match lang {
                Lang::En => format!(
                    "{with}{good} from {between} of {axis} on: in every run at {from}, in {held} of them at {to}."
                ),
                Lang::PtBr => format!(
                    "{with}{good} a partir de {between} de {axis}: em toda execução com {from}, em {held} delas com {to}."
                ),
            };
        }
        let (at, held) = (self.place(falls), self.share(share));
        match lang {
            Lang::En => format!("{with}{good} fails already at {at} of {axis}: it holds in {held} of the runs."),
            Lang::PtBr => format!("{with}{good} já falha com {at} de {axis}: vale em {held} das execuções."),
        }
    }

    /// Of a line at which it fell nowhere.
    fn holds(&self, border: &Border, with: &str, axis: &str) -> String {
        let Asked { good, lang, .. } = *self;
        let ends = border.points.first().zip(border.points.last()).filter(|_| self.axis.is_some());
        match (ends.map(|(from, to)| (self.place(*from), self.place(*to))), lang) {
            (None, Lang::En) => format!("{with}{good} in every run."),
            (None, Lang::PtBr) => format!("{with}{good} em toda execução."),
            (Some((from, to)), Lang::En) => {
                format!("{with}{good} in every run from {from} to {to} of {axis}, all values tried.")
            }
            (Some((from, to)), Lang::PtBr) => {
                format!("{with}{good} em toda execução de {from} a {to} de {axis}, todos os valores testados.")
            }
        }
    }

    /// The settings of a point but for that along which it is told.
    fn with(&self, point: usize) -> String {
        let others = self.plan.columns().zip(&self.plan.points[point]).enumerate();
        let others: Vec<String> = others
            .filter(|(column, _)| Some(*column) != self.axis)
            .map(|(_, (name, value))| format!("{name} {}", value_in_words(value, self.lang)))
            .collect();
        match (others.is_empty(), self.lang) {
            (true, _) => String::new(),
            (_, Lang::En) => format!("With {}, ", others.join(", ")),
            (_, Lang::PtBr) => format!("Com {}, ", others.join(", ")),
        }
    }

    /// Where a point lies along the setting.
    fn place(&self, point: usize) -> String {
        self.axis.map_or_else(String::new, |axis| value_in_words(&self.plan.points[point][axis], self.lang))
    }

    /// The middle between two points, and half of what lies between them.
    fn between(&self, a: usize, b: usize) -> String {
        let Some(axis) = self.axis else { return String::new() };
        let value = |point: usize| &self.plan.points[point][axis];
        let [a_place, b_place] = [a, b].map(|point| design::place(value(point)).unwrap_or_default());
        let say = |number: f64| match span(value(a)) {
            Some(_) => time(Span::from_micros((number * 1_000.0) as u64), self.lang),
            None => figures(number, self.lang),
        };
        format!("{} ± {}", say(f64::midpoint(a_place, b_place)), say((b_place - a_place).abs() / 2.0))
    }

    fn share(&self, Interval { value, low, high }: Interval) -> String {
        let [value, low, high] = [value, low, high].map(|share| figures(share * 100.0, self.lang));
        format!("{value} % [{low}, {high}]")
    }
}

fn span(value: &Tree) -> Option<Span> {
    match value {
        Tree::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn value_in_words(value: &Tree, lang: Lang) -> String {
    span(value).map_or_else(|| plain(value), |span| time(span, lang))
}
