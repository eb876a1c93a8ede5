//! Writes scenarios as a figure loads them into a folder: `prepare-lessons FOLDER FILE…`. Of `retry.json` comes `retry.figure.json`.

use carteiro::scenario::prepared;
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().ok_or("no folder is named")?;
    fs::create_dir_all(&folder)?;
    for file in arguments {
        let text =
            prepared::file(&fs::read_to_string(&file)?).map_err(|problem| format!("{}: {problem}", file.display()))?;
        let name = PathBuf::from(file.file_name().ok_or("a file has a name")?).with_extension("figure.json");
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}
