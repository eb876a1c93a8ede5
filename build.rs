//! Makes the list of the built-in scenarios from `lessons/index.json`, where their order stands, and the stamp of prepared
//! scenarios.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// How an entry of the index begins. A test holds the file to this form.
const ENTRY: &str = "  {\"id\": \"";

/// What declares the types of a model. Its digest is the stamp of a prepared scenario: see `src/scenario/prepared.rs`.
const MODEL: [&str; 4] = ["src/base", "src/json", "src/model", "src/policy"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    list_lessons(&root)?;
    println!("cargo::rustc-env=CARTEIRO_MODEL_STAMP={:08x}", digest(&root)?);
    Ok(())
}

/// The digest of the sources (FNV-1a), file by file in the order of their names.
fn digest(root: &Path) -> Result<u32, Box<dyn Error>> {
    let mut digest = 0x811c_9dc5_u32;
    for folder in MODEL.map(|folder| root.join(folder)) {
        println!("cargo::rerun-if-changed={}", folder.display());
        let files = fs::read_dir(folder)?.map(|file| file.map(|file| file.path()));
        let mut files = files.collect::<Result<Vec<_>, _>>()?;
        files.sort();
        for file in files {
            let text = fs::read_to_string(file)?;
            digest = text.bytes().fold(digest, |digest, byte| (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        }
    }
    Ok(digest)
}

fn list_lessons(root: &Path) -> Result<(), Box<dyn Error>> {
    let lessons = root.join("lessons");
    let index = lessons.join("index.json");
    println!("cargo::rerun-if-changed={}", index.display());
    let text = fs::read_to_string(&index)?;
    let mut list = String::from("&[\n");
    for line in text.lines().filter(|line| !matches!(*line, "[" | "]")) {
        let id = line.strip_prefix(ENTRY).and_then(|rest| rest.split('"').next());
        let id = id.ok_or_else(|| format!("{}: not an entry: {line}", index.display()))?;
        let file = lessons.join(format!("{id}.json"));
        let notes = lessons.join(format!("notes/{id}.notes.json"));
        list +=
            &format!("    BuiltIn {{ id: {id:?}, json: include_str!({file:?}), notes: include_str!({notes:?}) }},\n");
    }
    list += "]\n";
    fs::write(Path::new(&env::var("OUT_DIR")?).join("catalogue.rs"), list)?;
    Ok(())
}
