//! Writes each built-in scenario as a figure loads it into a folder: `prepare-lessons FOLDER`.

use carteiro::catalogue;
use carteiro::scenario::prepared;
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("no folder is named")?);
    fs::create_dir_all(&folder)?;
    for lesson in catalogue() {
        fs::write(folder.join(lesson.id).with_extension("json"), prepared::file(lesson.json)?)?;
    }
    Ok(())
}
