//! `carteiro export`: lessons and tasks as a zip that a course platform takes in.

mod course;
mod files;
mod item;
mod manifest;
mod notes;
mod site;

use crate::cli::arguments::{ExportArguments, Standard};
use crate::cli::export::files::Files;
use crate::cli::export::item::Item;
use crate::cli::export::site::Site;
use crate::cli::lang::Lang;
use crate::cli::out_file::OutFile;
use crate::cli::output::{End, print};
use crate::cli::refusal::Refusal;
use carteiro::scenario::{catalogue, load};
use std::collections::BTreeSet;
use std::io::{self, Cursor, Write};
use std::path::PathBuf;
use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// As small as deflate makes it: a package is written once and fetched by a whole class.
const LEVEL: i64 = 9;
const NOTES: &str = "teacher/notes.html";

/// Writes one package with everything that is named, or with the whole course.
pub fn export(arguments: &ExportArguments, lang: Lang) -> Result<End, Refusal> {
    let standard = arguments.standard();
    let names = if arguments.all { course() } else { arguments.names.clone() };
    let items = item::read(&names, lang)?;
    let site = Site::read(&arguments.site, lang)?;
    let files = files(standard, &items, &site, lang)?;
    let out = arguments.out.clone().unwrap_or_else(|| {
        let name = if arguments.all { "carteiro" } else { items.first().map_or("carteiro", |item| item.id.as_str()) };
        PathBuf::from(format!("{name}.{}.zip", standard.word()))
    });
    let unwritable = |error: io::Error| Refusal::unwritable(&out.to_string_lossy(), &error, lang);
    let bytes = zipped(&files).map_err(|error| unwritable(io::Error::other(error)))?;
    OutFile::replacing(&out)
        .and_then(|mut file| {
            file.write_all(&bytes)?;
            file.finish()
        })
        .map_err(unwritable)?;
    let (place, parts, files, kilobytes) = (out.display(), items.len(), files.len(), bytes.len().div_ceil(1_000));
    let name = standard.name();
    let said = match lang {
        Lang::En => format!("{place}: {name}, parts: {parts}, files: {files}, {kilobytes} KB.\n"),
        Lang::PtBr => format!("{place}: {name}, partes: {parts}, arquivos: {files}, {kilobytes} KB.\n"),
    };
    print(&said, lang)
}

/// The built-in lessons in their order. A scenario without goals is to be played with: nothing in it can be scored.
fn course() -> Vec<String> {
    let scored = |json: &str| load(json).is_ok_and(|model| model.lesson.is_some_and(|lesson| !lesson.goals.is_empty()));
    catalogue().iter().filter(|built_in| scored(built_in.json)).map(|built_in| built_in.id.to_owned()).collect()
}

/// Everything in the package.
fn files(standard: Standard, items: &[Item], site: &Site, lang: Lang) -> Result<Files, Refusal> {
    let mut files = Files::new();
    let lessons: BTreeSet<&str> = items.iter().filter_map(|item| item.built_in.as_deref()).collect();
    let graded = items.iter().any(|item| !item.is_lesson);
    for path in site.shared(&lessons, graded, standard == Standard::Cmi5, lang)? {
        files.insert(path.clone(), site.file(&path, lang)?);
    }
    for id in lessons {
        files.extend(site.posters(id));
    }
    for item in items {
        if let Some(path) = item.own_scenario() {
            files.insert(path, serde_json::to_vec(&item.task().scenario).unwrap_or_default());
        }
    }
    let notes = notes::page(items, &files).map_err(|error| Refusal::unwritable(NOTES, &error, lang))?;
    files.insert(NOTES.to_owned(), notes);
    let shared: Vec<String> = files.keys().cloned().collect();
    for item in items {
        files.insert(item.page(), site.page_of(item, standard, lang)?.into_bytes());
    }
    let made = match standard {
        Standard::Scorm(edition) => manifest::manifest(edition, items, &shared, lang),
        Standard::Cmi5 => course::structure(items),
    };
    let (name, xml) = made.map_err(|error| Refusal::unwritable("the manifest", &error, lang))?;
    files.insert(name.to_owned(), xml);
    Ok(files)
}

/// The same files give the same bytes: no file has a time of its own.
fn zipped(files: &Files) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(LEVEL));
    for (path, bytes) in files {
        zip.start_file(path, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
