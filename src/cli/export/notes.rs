//! The teacher's notes in a package: what each part asks, what the wrong answers believe, and what reaches the goals.

use crate::cli::export::files::{Files, poster};
use crate::cli::export::item::Item;
use crate::cli::lang::{LANGS, Lang, code, pick};
use carteiro::base::text::Text;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io;

type Out = Writer<Vec<u8>>;

/// One page in both languages, which prints well and needs no script.
pub fn page(items: &[Item], files: &Files) -> io::Result<Vec<u8>> {
    let mut out = Writer::new(b"<!doctype html>\n".to_vec());
    out.create_element("html").with_attribute(("lang", "en")).write_inner_content(|out| {
        out.create_element("head").write_inner_content(|out| {
            out.create_element("meta").with_attribute(("charset", "utf-8")).write_empty()?;
            text(out, "title", "Carteiro: teacher's notes / notas para quem ensina")
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

/// A text without its links, which lead into the page: `[words](term:id)` is its words.
fn unlinked(words: &str) -> String {
    let Some((before, rest)) = words.split_once('[') else { return words.to_owned() };
    let link = rest.split_once("](").and_then(|(label, after)| Some((label, after.split_once(')')?)));
    match link {
        Some((label, (target, after))) if !label.contains('[') && is_target(target) => {
            format!("{before}{label}{}", unlinked(after))
        }
        _ => format!("{before}[{}", unlinked(rest)),
    }
}

/// A state of a message, or a term of the glossary.
fn is_target(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || ":-".contains(c))
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
    text(out, "p", item.about.get(lang))?;
    let picture = item.built_in.as_ref().map(|id| poster(id, lang));
    if let Some(picture) = picture.filter(|path| files.contains_key(path)) {
        let source = format!("../{picture}");
        out.create_element("img").with_attributes([("src", source.as_str()), ("alt", "")]).write_empty()?;
    }
    if let Some(lesson) = &item.scenario.lesson {
        if let Some(asked) = &lesson.prediction {
            list(out, asked.question.get(lang), asked.options.iter().map(|option| option.text.get(lang)))?;
            text(out, "p", asked.because.get(lang))?;
        }
        let counts = |goal: &usize| item.task.goals.as_ref().is_none_or(|goals| goals.contains(goal));
        let goals = lesson.goals.iter().enumerate().filter(|(i, _)| counts(i)).map(|(_, goal)| goal.text.get(lang));
        list(out, pick(lang, "Goals", "Objetivos"), goals)?;
        if !lesson.solution.is_empty() {
            let steps: Vec<String> = lesson.solution.iter().map(step).collect();
            let title = pick(lang, "One way to reach them", "Um jeito de alcançá-los");
            list(out, title, steps.iter().map(String::as_str))?;
        }
    }
    let reach: Vec<&Text> = item.task.reach.iter().map(|aim| &aim.text).collect();
    if !reach.is_empty() {
        list(out, pick(lang, "At the end", "No final"), reach.into_iter().map(|words| words.get(lang)))?;
    }
    Ok(())
}

/// A command of the solution as the scenario's file has it.
fn step(fault: &carteiro::scenario::command::FaultSpec) -> String {
    serde_json::to_string(fault).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_their_words() {
        assert_eq!(unlinked("A [queue](term:queue) and a [letter](dead)."), "A queue and a letter.");
        assert_eq!(unlinked("[1] is no link, [nor this](a b)."), "[1] is no link, [nor this](a b).");
    }
}
