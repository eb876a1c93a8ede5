//! What a study says, as a table for people or as JSON for programs.

use crate::cli::answer_words;
use crate::cli::lang::{Lang, pick};
use crate::cli::numbers::{count, figures, percent};
use crate::cli::table::Table;
use carteiro::lab::interval::Interval;
use carteiro::lab::plan::Plan;
use carteiro::lab::selection::{Question, Selection};
use carteiro::lab::setting::plain;
use carteiro::lab::study::{Difference, Estimate, Study};
use serde_json::{Map, Value, json};

/// The text of a study.
pub fn text(plan: &Plan, study: &Study, lang: Lang, as_json: bool) -> String {
    if as_json {
        return format!("{:#}\n", object(plan, study));
    }
    let (runs, confidence) = (runs_in_words(plan, study, lang), percent(plan.spec.confidence, lang));
    let mut text = match lang {
        Lang::En => format!(
            "Plan {}: points {}, {runs}. Each mean is over runs with a seed each, ± half its {confidence} interval.\n\n",
            plan.hash,
            count(plan.points.len() as u64, lang)
        ),
        Lang::PtBr => format!(
            "Plano {}: pontos {}, {runs}. Cada média é sobre execuções com uma semente cada, ± metade de seu intervalo de {confidence}.\n\n",
            plan.hash,
            count(plan.points.len() as u64, lang)
        ),
    };
    text += &answer_words::sentences(plan, study, lang);
    text += &means(plan, study, lang).to_string();
    text += &extremes(plan, study, lang);
    if plan.points.len() > 1 {
        let say = pick(
            lang,
            "\nDifferences from the first point, on the same seeds (×: how many times the runs that other seeds would take)\n",
            "\nDiferenças em relação ao primeiro ponto, com as mesmas sementes (×: quantas vezes mais execuções outras sementes exigiriam)\n",
        );
        text += say;
        text += &differences(plan, study, lang).to_string();
    }
    if plan.spec.measures.iter().any(|name| is_quantile(name)) {
        text += pick(
            lang,
            "\nA quantile of times within a run is read from cells of 6.25 %: it is at most that much above the true one.\n",
            "\nUm quantil de tempos dentro de uma execução é lido de células de 6,25 %: fica no máximo isso acima do verdadeiro.\n",
        );
    }
    text
}

fn is_quantile(name: &str) -> bool {
    let name = name.rsplit('.').next().unwrap_or(name);
    ["p50", "p95", "p99", "answerP50", "answerP95"].contains(&name)
}

fn runs_in_words(plan: &Plan, study: &Study, lang: Lang) -> String {
    let runs = |point| study.point(point).runs;
    let (least, most) = (0..plan.points.len()).map(runs).fold((u64::MAX, 0), |(a, b), n| (a.min(n), b.max(n)));
    let word = pick(lang, "runs each", "execuções cada");
    if least == most {
        format!("{} {word}", count(most, lang))
    } else {
        format!("{}–{} {word}", count(least, lang), count(most, lang))
    }
}

/// A number with its sign, for [`figures`] has none.
fn signed(value: f64, lang: Lang) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    sign.to_owned() + &figures(value.abs(), lang)
}

fn plus_minus(interval: Interval, lang: Lang) -> String {
    format!("{} ± {}", signed(interval.value, lang), figures(interval.half_width(), lang))
}

/// The words before the numbers of a point: its number and its settings.
fn words(plan: &Plan, point: usize) -> Vec<String> {
    let settings = plan.points[point].iter().map(plain);
    std::iter::once(format!("  {point}")).chain(settings).collect()
}

fn head(plan: &Plan, lang: Lang) -> Vec<String> {
    let first = format!("  {}", pick(lang, "point", "ponto"));
    std::iter::once(first).chain(plan.columns().map(str::to_owned)).collect()
}

fn means(plan: &Plan, study: &Study, lang: Lang) -> Table {
    let mut table = Table::of_words(1 + plan.spec.vary.len());
    let names = plan.spec.measures.iter().chain(&plan.spec.constraints).cloned();
    table.row(head(plan, lang).into_iter().chain([pick(lang, "runs", "execuções").to_owned()]).chain(names));
    for point in 0..plan.points.len() {
        let mut row = words(plan, point);
        row.push(count(study.point(point).runs, lang));
        for measure in 0..plan.measures.len() {
            row.push(match study.estimate(point, measure) {
                Some(Estimate { mean: Some(mean), .. }) => plus_minus(mean, lang),
                Some(one) => signed(one.highest.0, lang),
                None => "–".to_owned(),
            });
        }
        for constraint in 0..plan.constraints.len() {
            let share = study.constraint(point, constraint);
            row.push(share.map_or("–".to_owned(), |share| {
                let [value, low, high] = [share.value, share.low, share.high].map(|share| figures(share * 100.0, lang));
                format!("{value} % [{low}, {high}]")
            }));
        }
        table.row(row);
    }
    table
}

/// Which run of all had the highest value of each measure, and how to look at it.
fn extremes(plan: &Plan, study: &Study, lang: Lang) -> String {
    let mut table = Table::of_words(2);
    for (measure, name) in plan.spec.measures.iter().enumerate() {
        let highest = (0..plan.points.len())
            .filter_map(|point| {
                study.estimate(point, measure).map(|e| (e.highest.0, format!("{point}:{}", e.highest.1)))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((value, row)) = highest {
            table.row([format!("  {name}"), row, signed(value, lang)]);
        }
    }
    let title = pick(
        lang,
        "Highest of all runs; carteiro run PLAN --row POINT:RUN plays one",
        "O maior valor de todas as execuções; carteiro run PLANO --row PONTO:EXECUÇÃO mostra uma",
    );
    format!("\n{title}\n{table}")
}

fn differences(plan: &Plan, study: &Study, lang: Lang) -> Table {
    let mut table = Table::of_words(1 + plan.spec.vary.len());
    table.row(head(plan, lang).into_iter().chain(plan.spec.measures.iter().cloned()));
    for point in 1..plan.points.len() {
        let mut row = words(plan, point);
        for measure in 0..plan.measures.len() {
            let difference = study.estimate(point, measure).and_then(|estimate| estimate.difference);
            row.push(difference.map_or("–".to_owned(), |Difference { mean, saved }| {
                let saved = saved.map_or(String::new(), |saved| format!(" (× {})", figures(saved, lang)));
                plus_minus(mean, lang) + &saved
            }));
        }
        table.row(row);
    }
    table
}

fn interval(interval: Option<Interval>) -> Value {
    interval.map_or(Value::Null, |i| json!({"value": i.value, "low": i.low, "high": i.high}))
}

/// A study with names.
fn object(plan: &Plan, study: &Study) -> Value {
    let extreme = |point: usize, (value, run): (f64, u64)| json!({"value": value, "row": format!("{point}:{run}")});
    let measure = |point: usize, measure: usize| match study.estimate(point, measure) {
        None => Value::Null,
        Some(estimate) => json!({
            "runs": estimate.runs,
            "mean": interval(estimate.mean),
            "median": interval(estimate.median),
            "lowest": extreme(point, estimate.lowest),
            "highest": extreme(point, estimate.highest),
            "differenceFromFirst": estimate.difference.map(|difference| {
                let mut object = interval(Some(difference.mean));
                object["runsSaved"] = difference.saved.into();
                object
            }),
        }),
    };
    let named = |names: &[String], value: &dyn Fn(usize) -> Value| -> Map<String, Value> {
        names.iter().enumerate().map(|(i, name)| (name.clone(), value(i))).collect()
    };
    let point = |point: usize| {
        let settings = plan.columns().zip(&plan.points[point]);
        let settings: Map<String, Value> =
            settings.map(|(path, value)| (path.to_owned(), serde_json::to_value(value).unwrap_or_default())).collect();
        json!({
            "point": point,
            "settings": settings,
            "runs": study.point(point).runs,
            "atRest": study.point(point).at_rest,
            "measures": named(&plan.spec.measures, &|i| measure(point, i)),
            "constraints": named(&plan.spec.constraints, &|i| interval(study.constraint(point, i))),
        })
    };
    json!({
        "plan": plan.hash,
        "confidence": plan.spec.confidence,
        "points": (0..plan.points.len()).map(point).collect::<Vec<_>>(),
    })
}

/// The text of a selection.
pub fn selection(
    plan: &Plan,
    measure: &str,
    question: &Question,
    selection: &Selection,
    lang: Lang,
    as_json: bool,
) -> String {
    let best = selection.best;
    let sure = selection.runs.iter().all(|runs| *runs < question.most_runs);
    if as_json {
        let settings: Map<String, Value> = plan
            .columns()
            .zip(&plan.points[best])
            .map(|(path, value)| (path.to_owned(), serde_json::to_value(value).unwrap_or_default()))
            .collect();
        return format!(
            "{:#}\n",
            json!({"plan": plan.hash, "measure": measure, "best": best, "settings": settings, "runs": selection.runs,
                "indifference": question.indifference, "probability": sure.then_some(question.probability)})
        );
    }
    let mut table = Table::of_words(1 + plan.spec.vary.len());
    table.row(head(plan, lang).into_iter().chain([pick(lang, "runs", "execuções").to_owned(), String::new()]));
    for (point, runs) in selection.runs.iter().enumerate() {
        let mark = if point == best { pick(lang, "best", "melhor") } else { "" };
        table.row(words(plan, point).into_iter().chain([count(*runs, lang), mark.to_owned()]));
    }
    let (probability, apart) = (percent(question.probability, lang), figures(question.indifference, lang));
    let sentence = match (lang, sure) {
        (Lang::En, true) => format!(
            "Point {best} is the best by {measure} with a probability of {probability}, or no worse than the best by {apart}."
        ),
        (Lang::PtBr, true) => format!(
            "O ponto {best} é o melhor em {measure} com probabilidade de {probability}, ou não é pior que o melhor em mais de {apart}."
        ),
        (Lang::En, false) => {
            format!("Point {best} was the best by {measure}, but the most runs came before it was sure.")
        }
        (Lang::PtBr, false) => {
            format!("O ponto {best} foi o melhor em {measure}, mas o máximo de execuções veio antes da certeza.")
        }
    };
    format!("{sentence}\n\n{table}")
}
