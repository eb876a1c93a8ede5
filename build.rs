//! Makes the list of the built-in scenarios from `lessons/index.json`, where their order stands.

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

/// How an entry of the index begins. A test holds the file to this form.
const ENTRY: &str = "  {\"id\": \"";

fn main() -> Result<(), Box<dyn Error>> {
    let lessons = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("lessons");
    let index = lessons.join("index.json");
    println!("cargo::rerun-if-changed={}", index.display());
    let text = fs::read_to_string(&index)?;
    let mut list = String::from("&[\n");
    for line in text.lines().filter(|line| !matches!(*line, "[" | "]")) {
        let id = line.strip_prefix(ENTRY).and_then(|rest| rest.split('"').next());
        let id = id.ok_or_else(|| format!("{}: not an entry: {line}", index.display()))?;
        let file = lessons.join(format!("{id}.json"));
        list += &format!("    BuiltIn {{ id: {id:?}, json: include_str!({file:?}) }},\n");
    }
    list += "]\n";
    fs::write(Path::new(&env::var("OUT_DIR")?).join("catalogue.rs"), list)?;
    Ok(())
}
