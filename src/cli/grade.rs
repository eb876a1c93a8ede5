//! `carteiro grade`: replays what a class handed in, and prints a table of it.

use crate::cli::arguments::GradeArguments;
use crate::cli::lang::{Lang, pick};
use crate::cli::out_file::OutFile;
use crate::cli::output::{End, print};
use crate::cli::refusal::Refusal;
use crate::cli::source;
use carteiro::grade::Rubric;
use carteiro::grade::class::{Class, Graded};
use carteiro::grade::intake::{HandedIn, handed_in, unreadable};
use carteiro::grade::problem::GradeProblem;
use carteiro::grade::spec::{RubricSpec, TaskSpec};
use carteiro::grade::table::{self, Line};
use carteiro::scenario::catalogue;
use rayon::prelude::*;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The deepest folder that is looked into.
const MOST_DEPTH: usize = 4;
/// The most bytes of a list of links.
const MOST_BYTES: usize = 16 << 20;

/// Grades everything in a folder, or one file.
pub fn grade(arguments: &GradeArguments, lang: Lang) -> Result<End, Refusal> {
    let rubric = rubric(&arguments.rubric, lang)?;
    let root = Path::new(&arguments.folder);
    let mut files = Vec::new();
    if root.is_dir() {
        find(root, 0, &mut files).map_err(|error| Refusal::unreadable(&arguments.folder, &error, lang))?;
        files.sort();
    } else {
        files.push(root.to_owned());
    }
    let read = |file: &PathBuf| -> Result<Vec<HandedIn>, Refusal> {
        let name = file.strip_prefix(root).ok().filter(|rest| *rest != Path::new("")).unwrap_or(file);
        let name = if root.is_dir() { name } else { Path::new(file.file_name().unwrap_or_default()) };
        let name = name.to_string_lossy().replace('\\', "/");
        match source::most(file, MOST_BYTES, lang) {
            Ok(Ok(text)) => Ok(handed_in(&name, &text)),
            Ok(Err(_)) => Ok(vec![unreadable(&name, GradeProblem::TooLarge { most: MOST_BYTES }.into())]),
            // The file that was asked for is missing; in a folder, one that cannot be read does not stop the others.
            Err(problem) if files.len() == 1 && !root.is_dir() => Err(Refusal::of(problem, lang)),
            Err(problem) => Ok(vec![unreadable(&name, problem)]),
        }
    };
    let found: Vec<HandedIn> = files.iter().map(read).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    let graded = found.into_par_iter().map(|one| Graded::new(&rubric, one)).collect();
    let lines = table::lines(&Class::new(graded), &rubric, lang);
    write(&lines, arguments, lang)?;
    Ok(if lines.iter().all(|line| line.standing == "accepted") { End::Well } else { End::OtherRun })
}

/// The rubric in a file, or of a built-in lesson as it is.
fn rubric(name: &str, lang: Lang) -> Result<Rubric, Refusal> {
    let refuse = |problem| Refusal::of(problem, lang).within(name);
    if catalogue().iter().any(|b| b.id == name) {
        let spec = RubricSpec::of_task(TaskSpec::of_lesson(name));
        return Rubric::new(spec, source::built_in).and_then(source::noted).map_err(refuse);
    }
    let read = source::text(name, lang)?.and_then(|json| Rubric::read(&json, source::built_in));
    read.and_then(source::noted).map_err(refuse)
}

/// The files in a folder and in those below it. What begins with a dot is a system's own.
fn find(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // A link to a folder is not followed: it may lead in a circle.
        let kind = entry.file_type()?;
        if hidden {
            continue;
        }
        if kind.is_dir() && depth < MOST_DEPTH {
            find(&entry.path(), depth + 1, files)?;
        } else if !kind.is_dir() && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

fn write(lines: &[Line], arguments: &GradeArguments, lang: Lang) -> Result<(), Refusal> {
    let text = if arguments.json {
        format!("{:#}\n", serde_json::json!(lines))
    } else {
        table::csv(lines).unwrap_or_default()
    };
    let Some(out) = &arguments.out else { return print(&text, lang).map(|_| ()) };
    let written = OutFile::replacing(out).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.finish()
    });
    written.map_err(|error| Refusal::unwritable(&out.to_string_lossy(), &error, lang))?;
    let said = |standing| lines.iter().filter(|line| line.standing == standing).count();
    let [accepted, rescored, refused] = ["accepted", "rescored", "refused"].map(said);
    let en = format!("Handed in: {}; accepted: {accepted}; rescored: {rescored}; refused: {refused}.\n", lines.len());
    let pt =
        format!("Entregas: {}; aceitas: {accepted}; recalculadas: {rescored}; recusadas: {refused}.\n", lines.len());
    print(pick(lang, &en, &pt), lang).map(|_| ())
}
