//! The tables as docs/model.md shows them: one for each part of delivery, and the sources below.

use super::{Cell, Table};
use serde_json::Value;
use std::fmt::Write;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/model.md");
const BEGIN: &str = "<!-- Written by CARTEIRO_WRITE=1 cargo test --test brokers -->\n";
const END: &str = "<!-- The end of what is written -->\n";

/// Compares the page with what it is written from.
pub fn up_to_date(table: &Table) {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("where the tables begin");
    let (_, after) = rest.split_once(END).expect("where the tables end");
    let expected = format!("{before}{BEGIN}{}{END}{after}", written(table));
    if std::env::var_os("CARTEIRO_WRITE").is_some() {
        std::fs::write(PAGE, &expected).unwrap();
    }
    let now = std::fs::read_to_string(PAGE).unwrap();
    assert_eq!(now, expected, "CARTEIRO_WRITE=1 writes it");
}

fn written(table: &Table) -> String {
    let mut text = String::new();
    let numbers: Vec<&String> = table.sources.keys().collect();
    for part in &table.parts {
        write!(text, "\n### {}\n\n", part.name).unwrap();
        for row in &part.knobs {
            writeln!(text, "- `{}`: {}", row.id, row.asks).unwrap();
        }
        write!(text, "\n| |").unwrap();
        part.knobs.iter().for_each(|row| write!(text, " `{}` |", row.id).unwrap());
        write!(text, "\n| --- |{}\n", " --- |".repeat(part.knobs.len())).unwrap();
        for broker in &table.brokers {
            write!(text, "| {} |", broker.name).unwrap();
            for row in &part.knobs {
                let said = row.cells.get(&broker.id).map_or_else(|| "not known".to_owned(), |c| cell(c, &numbers));
                write!(text, " {said} |").unwrap();
            }
            text.push('\n');
        }
    }
    text.push_str("\n### Sources\n\n");
    for (i, source) in table.sources.values().enumerate() {
        writeln!(text, "{}. {source}", i + 1).unwrap();
    }
    text
}

fn cell(cell: &Cell, numbers: &[&String]) -> String {
    let mut said: Vec<String> = Vec::new();
    said.extend(cell.is.as_ref().map(word));
    if !cell.can.is_empty() {
        let can: Vec<String> = cell.can.iter().map(word).collect();
        said.push(format!("{}{}", if cell.is.is_some() { "or " } else { "" }, can.join(", ")));
    }
    said.extend(cell.but.clone());
    let number = |source: &String| numbers.iter().position(|known| *known == source).unwrap() + 1;
    let mut from: Vec<usize> = cell.from.iter().map(number).collect();
    from.sort_unstable();
    let from: Vec<String> = from.iter().map(usize::to_string).collect();
    format!("{} [{}]", said.join("; "), from.join(", "))
}

fn word(value: &Value) -> String {
    match value {
        Value::String(word) => format!("`{word}`"),
        Value::Null => "`null`".to_owned(),
        Value::Array(none) if none.is_empty() => "none".to_owned(),
        Value::Array(waits) if waits.len() > 1 && waits.iter().all(|wait| *wait == waits[0]) => {
            format!("{} each", word(&waits[0]))
        }
        Value::Array(waits) => waits.iter().map(word).collect::<Vec<_>>().join(", "),
        other => format!("`{other}`"),
    }
}

/// The settings that the table of the parts names, by row.
pub fn settings_by_part() -> Vec<Vec<String>> {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let rows = page.lines().skip_while(|line| !line.starts_with("| Part | Settings |")).skip(2);
    let settings = rows.take_while(|line| line.starts_with('|')).map(|row| row.split('|').nth(2).unwrap());
    settings.map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()).collect()
}
