//! Validates lessons: every text is present, and every comparison can be evaluated.

use crate::base::time::Time;
use crate::model::Model;
use crate::model::bounds;
use crate::model::claim::Comparison;
use crate::model::lesson::Lesson;
use crate::model::limits;
use crate::problem::{At, Problem};
use crate::scenario::lesson::{Contrast, LessonSpec, Meeting, PredictionSpec};
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::validate::parts::timed;
use crate::scenario::validate::{beats, claims, goals};

/// Parses a lesson.
pub(super) fn parse(model: &Model, spec: &LessonSpec) -> Result<Lesson, Problem> {
    bounds::some_text(&spec.idea, limits::SENTENCE_CHARS).at("idea")?;
    let mut lesson = Lesson { answered_at: model.until, options: Vec::new(), goals: Vec::new(), beats: Vec::new() };
    if let Some(asked) = &spec.prediction {
        prediction(model, asked, &mut lesson).at("prediction")?;
    }
    bounds::count(&spec.goals, limits::GOALS).at("goals")?;
    for (i, goal) in spec.goals.iter().enumerate() {
        lesson.goals.push(goals::parse(model, goal).at(format_args!("goals[{i}]"))?);
    }
    bounds::count(&spec.beats, limits::BEATS).at("beats")?;
    for (i, beat) in spec.beats.iter().enumerate() {
        lesson.beats.push(beats::parse(model, spec, beat).at(format_args!("beats[{i}]"))?);
    }
    bounds::count(&spec.solution, limits::CHANGES).at("solution")?;
    let until = model.until.since(Time::ZERO);
    for (i, command) in spec.solution.iter().enumerate() {
        timed(model, command, until).at(format_args!("solution[{i}]"))?;
    }
    if let Some(other) = &spec.contrast {
        contrast(other).at("contrast")?;
    }
    bounds::count(&spec.meet, limits::MEETINGS).at("meet")?;
    spec.meet.iter().enumerate().try_for_each(|(i, one)| meeting(one).at(format_args!("meet[{i}]")))?;
    Ok(lesson)
}

fn prediction(model: &Model, spec: &PredictionSpec, lesson: &mut Lesson) -> Result<(), Problem> {
    bounds::some_text(&spec.question, limits::SENTENCE_CHARS).at("question")?;
    bounds::some_text(&spec.because, limits::SENTENCE_CHARS).at("because")?;
    if let Some(at) = spec.at {
        let until = model.until.since(Time::ZERO);
        if at > until {
            return Err(Problem::new("at", ScenarioProblem::FaultAfterEnd { at, until }));
        }
        lesson.answered_at = Time::ZERO + at;
    }
    bounds::within(spec.options.len(), 2, limits::OPTIONS).at("options")?;
    for (i, option) in spec.options.iter().enumerate() {
        bounds::some_text(&option.text, limits::SENTENCE_CHARS).at("text").at(format_args!("options[{i}]"))?;
        lesson.options.push(together(model, &option.holds).at("holds").at(format_args!("options[{i}]"))?);
    }
    Ok(())
}

/// Parses comparisons that must hold together.
fn together(model: &Model, sources: &[String]) -> Result<Vec<Comparison>, Problem> {
    bounds::not_empty(sources)?;
    bounds::count(sources, limits::COMPARISONS)?;
    let judged = |(i, source): (usize, &String)| claims::comparison(model, source).at(format_args!("[{i}]"));
    sources.iter().enumerate().map(judged).collect()
}

fn contrast(contrast: &Contrast) -> Result<(), Problem> {
    bounds::some_text(&contrast.name, limits::NAME_CHARS).at("name")?;
    bounds::some_text(&contrast.text, limits::SENTENCE_CHARS).at("text")?;
    bounds::not_empty(&contrast.changes).at("changes")?;
    bounds::count(&contrast.changes, limits::CHANGES).at("changes")
}

fn meeting(meeting: &Meeting) -> Result<(), Problem> {
    bounds::within(meeting.system.chars().count(), 1, limits::NAME_CHARS).at("system")?;
    bounds::some_text(&meeting.text, limits::SENTENCE_CHARS).at("text")
}
