//! `carteiro new`: writes a working lesson to start from, and the JSON Schema with which an editor explains it.

use crate::cli::arguments::NewArguments;
use crate::cli::lang::{Lang, pick};
use crate::cli::out_file::OutFile;
use crate::cli::output::{End, print};
use crate::cli::refusal::Refusal;
use carteiro::model::problem::ModelProblem;
use carteiro::problem::Problem;
use carteiro::problem::Word;
use carteiro::scenario::load;
use std::path::{Path, PathBuf};

/// A complete lesson. Its texts and comparisons show what each field is for; docs/lesson.md explains it.
const TEMPLATE: &str = include_str!("template.json");
/// The file that the template names as its schema.
const SCHEMA: &str = "scenario.schema.json";

/// Writes the lesson to a file, or to stdout.
pub fn new(arguments: &NewArguments, lang: Lang) -> Result<End, Refusal> {
    let id = &arguments.id;
    let json = TEMPLATE.replacen("\"id\": \"coffee\"", &format!("\"id\": {}", serde_json::json!(id)), 1);
    if load(&json).is_err() {
        return Err(Refusal::of(Problem::new("ID", ModelProblem::BadId { id: Word::of(id) }), lang));
    }
    let file = arguments.out.clone().unwrap_or_else(|| PathBuf::from(format!("{id}.json")));
    if file.as_os_str() == "-" {
        return print(&json, lang);
    }
    write(&file, &json, lang)?;
    let schema = file.with_file_name(SCHEMA);
    if !schema.exists() {
        write(&schema, &format!("{:#}\n", carteiro::scenario::schema()), lang)?;
    }
    let file = file.display();
    let next = pick(
        lang,
        "Change it, and let it be checked: carteiro check",
        "Mude o que quiser e mande verificar: carteiro check",
    );
    print(&format!("{file}\n{next} {file} --seeds 100\n"), lang)
}

/// Writes a new file; an existing one is not overwritten.
fn write(path: &Path, text: &str, lang: Lang) -> Result<(), Refusal> {
    let written = OutFile::new(path).and_then(|file| file.written(text));
    written.map_err(|error| Refusal::unwritable(&path.to_string_lossy(), &error, lang))
}
