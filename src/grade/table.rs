//! The table of a class: one line a hand-in, for a spreadsheet or a page.

use crate::base::text::{Lang, Text};
use crate::grade::class::{Class, Graded};
use crate::grade::rubric::Rubric;
use crate::grade::verdict::{Grade, Standing};
use crate::problem::Problem;
use serde::Serialize;

/// One line. A field that nothing is known of is empty.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The file, and the line of a link in it.
    pub place: String,
    pub student: String,
    /// `accepted`, `rescored` or `refused`.
    pub standing: &'static str,
    pub points: f64,
    pub of: f64,
    pub seed: Option<u64>,
    /// The number of the answer that was predicted, from 1.
    pub predicted: Option<usize>,
    pub predicted_right: Option<bool>,
    /// What a learner believes who predicts wrongly so.
    pub misconception: String,
    /// The numbers of the goals that were reached, from 1; one that *Show me* reached is in brackets.
    pub goals: String,
    /// How many of the goals that count were reached, and not shown.
    pub goals_reached: usize,
    /// How many goals count.
    pub goals_of: usize,
    /// The numbers of what holds at the end of the task, from 1.
    pub reach: String,
    /// How many claims of the scenario hold there.
    pub claims_held: usize,
    pub commands: usize,
    pub settings: usize,
    /// Whether no more was used than is allowed.
    pub within_allowed: bool,
    /// What was done first, and when, in seconds of the run.
    pub first: String,
    pub first_at_s: Option<f64>,
    /// The number of the goal before which the longest time passed, from 1, with its words.
    pub stuck_goal: Option<usize>,
    pub stuck_text: String,
    /// Whether it was reached in the end.
    pub stuck_reached: Option<bool>,
    /// That time in seconds of the run, and on the clock as the run says.
    pub stuck_run_s: Option<f64>,
    pub stuck_spent_s: Option<f64>,
    /// As the run says.
    pub tries: Option<u32>,
    pub spent_s: Option<f64>,
    /// Where else there is the same run, and where the same times on the clock.
    pub same_run: String,
    pub copy_of: String,
    /// Why it is refused, or in what it is not what it says.
    pub why: String,
}

/// The lines of a class.
pub fn lines(class: &Class, rubric: &Rubric, lang: Lang) -> Vec<Line> {
    class.graded.iter().map(|graded| line(graded, rubric, lang)).collect()
}

/// The lines as CSV with a head, the form that spreadsheets read.
///
/// # Errors
/// None that a line can cause.
pub fn csv(lines: &[Line]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines {
        writer.serialize(harmless(line))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What a student wrote is no formula: a spreadsheet would carry one out.
fn harmless(line: &Line) -> Line {
    let text = |text: &String| {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if formula { format!("'{text}") } else { text.clone() }
    };
    Line {
        place: text(&line.place),
        student: text(&line.student),
        misconception: text(&line.misconception),
        first: text(&line.first),
        stuck_text: text(&line.stuck_text),
        same_run: text(&line.same_run),
        copy_of: text(&line.copy_of),
        why: text(&line.why),
        ..line.clone()
    }
}

fn line(graded: &Graded, rubric: &Rubric, lang: Lang) -> Line {
    let Graded { place, student, grade, same_run, copy, .. } = graded;
    let base = Line {
        place: place.clone(),
        student: student.clone(),
        same_run: same_run.join(", "),
        copy_of: copy.join(", "),
        of: rubric.most_points(),
        goals_of: rubric.goals.len(),
        ..Line::default()
    };
    match grade {
        Err(problem) => Line { standing: word(Standing::Refused), why: sentences([problem], lang), ..base },
        Ok(grade) => of_grade(grade, rubric, lang, base),
    }
}

fn of_grade(grade: &Grade, rubric: &Rubric, lang: Lang, base: Line) -> Line {
    let said = |text: &Option<Text>| text.as_ref().map_or_else(String::new, |text| text.get(lang).to_owned());
    let stuck = grade.stuck.as_ref();
    let own = |goal: &&usize| grade.reached[**goal].is_some() && !grade.shown[**goal];
    Line {
        standing: word(grade.standing),
        points: grade.points,
        seed: Some(grade.seed),
        predicted: grade.prediction.map(|(option, _)| option + 1),
        predicted_right: grade.prediction.map(|(_, right)| right),
        misconception: said(&grade.misconception),
        goals: goals(grade),
        goals_reached: rubric.goals.iter().filter(own).count(),
        reach: numbers(grade.reach.iter().map(|holds| holds.then_some(false))),
        claims_held: grade.claims.iter().filter(|holds| **holds).count(),
        commands: grade.commands,
        settings: grade.settings,
        within_allowed: grade.over.is_none(),
        first: grade.first.as_ref().map_or_else(String::new, |(_, what)| what.clone()),
        first_at_s: grade.first.as_ref().map(|(at, _)| at.as_millis() / 1e3),
        stuck_goal: stuck.map(|stuck| stuck.goal + 1),
        stuck_text: stuck.map_or_else(String::new, |stuck| said(&stuck.text)),
        stuck_reached: stuck.map(|stuck| stuck.reached),
        stuck_run_s: stuck.map(|stuck| seconds(stuck.run_ms)),
        stuck_spent_s: stuck.and_then(|stuck| stuck.spent_ms).map(seconds),
        tries: grade.tries,
        spent_s: grade.spent_ms.map(seconds),
        why: sentences(&grade.differences, lang),
        ..base
    }
}

/// Whole milliseconds, as a spreadsheet shows them.
fn seconds(ms: f64) -> f64 {
    ms.round() / 1e3
}

const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Accepted => "accepted",
        Standing::Rescored => "rescored",
        Standing::Refused => "refused",
    }
}

fn goals(grade: &Grade) -> String {
    numbers(grade.reached.iter().zip(&grade.shown).map(|(reached, shown)| reached.map(|_| *shown)))
}

/// The numbers from 1 of what there is, in brackets where it is marked.
fn numbers(marks: impl Iterator<Item = Option<bool>>) -> String {
    let named = |(i, mark): (usize, Option<bool>)| {
        mark.map(|marked| if marked { format!("({})", i + 1) } else { (i + 1).to_string() })
    };
    marks.enumerate().filter_map(named).collect::<Vec<_>>().join(" ")
}

fn sentences<'a>(problems: impl IntoIterator<Item = &'a Problem>, lang: Lang) -> String {
    let one = |problem: &Problem| {
        // The fields of a hand-in are no place that anybody but a programmer would look at.
        let hidden = problem.path.is_empty() || problem.path.starts_with("handIn");
        let place = if hidden { String::new() } else { format!("{}: ", problem.path) };
        format!("{place}{} {}", problem.message.get(lang), problem.remedy.get(lang))
    };
    problems.into_iter().map(one).collect::<Vec<_>>().join(" ")
}
