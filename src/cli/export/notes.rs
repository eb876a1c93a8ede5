//! The teacher's notes in a package: on a built-in lesson what its file of notes says, as `notes.html` of the site shows it; on
//! everything what it asks, what the wrong answers believe, and what reaches the goals.

use crate::cli::export::files::{Files, poster};
use crate::cli::export::item::Item;
use crate::cli::lang::{LANGS, Lang, code, pick};
use crate::cli::prose::unlinked;
use carteiro::base::text::Text;
use carteiro::grade::notes::{Notes, Unit};
use carteiro::scenario::lesson::{LessonSpec, PredictionSpec};
use carteiro::scenario::{ScenarioFile, catalogue};
use quick_xml::Writer;
use quick_xml::events::{BytesText, Event};
use std::io;

type Out = Writer<Vec<u8>>;

/// A part begins on a page of its own when it is printed.
const STYLE: &str = "main{max-width:44rem;margin:auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}\
    img{max-width:100%}li.right{font-weight:600}dt{font-weight:600}dd{margin:0 0 .6rem}\
    @media print{h2{break-before:page}}";

/// One page in both languages, which prints well and needs no script.
pub fn page(items: &[Item], files: &Files) -> io::Result<Vec<u8>> {
    let mut out = Writer::new(b"<!doctype html>\n".to_vec());
    out.create_element("html").with_attribute(("lang", "en")).write_inner_content(|out| {
        out.create_element("head").write_inner_content(|out| {
            out.create_element("meta").with_attribute(("charset", "utf-8")).write_empty()?;
            out.create_element("meta")
                .with_attributes([("name", "viewport"), ("content", "width=device-width")])
                .write_empty()?;
            text(out, "title", "Carteiro: teacher's notes / notas para quem ensina")?;
            text(out, "style", STYLE)
        })?;
        out.create_element("body").write_inner_content(|out| {
            for lang in LANGS {
                out.create_element("main").with_attribute(("lang", code(lang))).write_inner_content(|out| {
                    text(out, "h1", pick(lang, "Teacher's notes", "Notas para quem ensina"))?;
                    items.iter().try_for_each(|item| part(out, item, files, lang))
                })?;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(out.into_inner())
}

fn text(out: &mut Out, name: &str, words: &str) -> io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(&unlinked(words))).map(|_| ())
}

fn list<'a>(out: &mut Out, title: &str, texts: impl Iterator<Item = &'a str>) -> io::Result<()> {
    text(out, "h3", title)?;
    out.create_element("ol")
        .write_inner_content(|out| {
            for words in texts {
                text(out, "li", words)?;
            }
            Ok(())
        })
        .map(|_| ())
}

fn part(out: &mut Out, item: &Item, files: &Files, lang: Lang) -> io::Result<()> {
    text(out, "h2", item.title.get(lang))?;
    if let Some(notes) = &item.notes {
        text(out, "p", &place(notes, lang))?;
        text(out, "p", notes.purpose.get(lang))?;
    }
    text(out, "p", item.about.get(lang))?;
    let picture = item.built_in.as_ref().map(|id| poster(id, lang));
    if let Some(picture) = picture.filter(|path| files.contains_key(path)) {
        let source = format!("../{picture}");
        out.create_element("img").with_attributes([("src", source.as_str()), ("alt", "")]).write_empty()?;
    }
    if let Some(lesson) = &item.scenario.lesson {
        if let Some(asked) = &lesson.prediction {
            answers(out, item, asked, lang)?;
        }
        goals(out, item, lesson, lang)?;
    }
    let reach: Vec<&Text> = item.task().reach.iter().map(|aim| &aim.text).collect();
    if !reach.is_empty() {
        list(out, pick(lang, "At the end", "No final"), reach.into_iter().map(|words| words.get(lang)))?;
    }
    item.notes.as_ref().map_or(Ok(()), |notes| in_class(out, notes, lang))
}

/// Its place in a course, and how long it takes.
fn place(notes: &Notes, lang: Lang) -> String {
    let unit = match notes.unit {
        Unit::Communication => pick(lang, "Communication", "Comunicação"),
        Unit::Failures => pick(lang, "Failures", "Falhas"),
        Unit::Guarantees => pick(lang, "Guarantees", "Garantias"),
        Unit::Resilience => pick(lang, "Resilience", "Resiliência"),
    };
    format!("{unit} · {} {}", notes.minutes, pick(lang, "minutes", "minutos"))
}

/// The question with its answers: what those believe who choose a wrong one, and which one is right.
fn answers(out: &mut Out, item: &Item, asked: &PredictionSpec, lang: Lang) -> io::Result<()> {
    text(out, "h3", asked.question.get(lang))?;
    out.create_element("ol").write_inner_content(|out| {
        for (option, answer) in asked.options.iter().enumerate() {
            let right = item.notes.as_ref().is_some_and(|notes| notes.belief(option).is_none());
            let entry = out.create_element("li");
            let entry = if right { entry.with_attribute(("class", "right")) } else { entry };
            entry.write_inner_content(|out| {
                let words = |words: &str| unlinked(words);
                out.write_event(Event::Text(BytesText::new(&words(answer.text.get(lang)))))?;
                let more = match item.rubric.belief(option) {
                    _ if right => pick(lang, "This is what happens.", "É o que acontece.").to_owned(),
                    Some(belief) => {
                        let before = pick(lang, "Who chooses it believes: ", "Quem escolhe acredita: ");
                        format!("{before}{}", words(belief.get(lang)))
                    }
                    None => return Ok(()),
                };
                out.create_element("br").write_empty()?;
                text(out, "span", &more)
            })?;
        }
        Ok(())
    })?;
    text(out, "p", asked.because.get(lang))
}

/// The goals that count, and commands that reach them.
fn goals(out: &mut Out, item: &Item, lesson: &LessonSpec, lang: Lang) -> io::Result<()> {
    let counts = |goal: &usize| item.task().goals.as_ref().is_none_or(|goals| goals.contains(goal));
    let goals = lesson.goals.iter().enumerate().filter(|(i, _)| counts(i)).map(|(_, goal)| goal.text.get(lang));
    list(out, pick(lang, "Goals", "Objetivos"), goals)?;
    if lesson.solution.is_empty() {
        return Ok(());
    }
    let steps: Vec<String> = lesson.solution.iter().map(step).collect();
    list(out, pick(lang, "One way to reach them", "Um jeito de alcançá-los"), steps.iter().map(String::as_str))
}

/// What to ask the class, what to expect, and what to do next.
fn in_class(out: &mut Out, notes: &Notes, lang: Lang) -> io::Result<()> {
    text(out, "h3", pick(lang, "Questions to ask", "Perguntas para a turma"))?;
    out.create_element("dl").write_inner_content(|out| {
        for question in &notes.questions {
            text(out, "dt", question.ask.get(lang))?;
            text(out, "dd", question.expect.get(lang))?;
        }
        Ok(())
    })?;
    let id = notes.next.lesson.as_str();
    let title = catalogue().iter().find(|built_in| built_in.id == id).and_then(|built_in| title(built_in.json));
    let title = title.as_ref().map_or(id, |title| title.get(lang));
    text(out, "h3", pick(lang, "Next", "A seguir"))?;
    text(out, "p", &format!("{title}: {}", notes.next.why.get(lang)))
}

fn title(json: &str) -> Option<Text> {
    ScenarioFile::read(json).ok().map(|file| file.spec.title)
}

/// A command of the solution as the scenario's file has it.
fn step(fault: &carteiro::scenario::command::FaultSpec) -> String {
    serde_json::to_string(fault).unwrap_or_default()
}
