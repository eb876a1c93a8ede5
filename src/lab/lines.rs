//! Rows as lines of text, CSV or NDJSON: to the byte the same wherever they are written.

use crate::json::tree::Tree;
use crate::lab::plan::Plan;
use crate::lab::row::Row;
use crate::lab::setting::plain;
use csv::WriterBuilder;
use serde_json::Value;

/// The columns before those of the plan's own settings.
pub const FIRST: [&str; 4] = ["plan", "point", "run", "seed"];
/// The columns after those of its measures and constraints.
const LAST: [&str; 2] = ["events", "atRest"];

/// The names of the columns.
pub fn header(plan: &Plan) -> Vec<String> {
    let spec = &plan.spec;
    let own = plan
        .columns()
        .chain(spec.measures.iter().map(String::as_str))
        .chain(spec.constraints.iter().map(String::as_str));
    FIRST.into_iter().chain(own).chain(LAST).map(str::to_owned).collect()
}

/// A value as JSON has it: shortest, and nothing where nothing was measured.
fn number(value: f64) -> Value {
    if value.is_nan() {
        Value::Null
    } else if value == value.trunc() && value.abs() < 9e15 {
        Value::from(value as i64)
    } else {
        Value::from(value)
    }
}

/// A row as the cells of its columns.
pub fn cells(plan: &Plan, row: &Row) -> Vec<String> {
    let point = &plan.points[row.point];
    let mut cells = vec![plan.hash.clone(), row.point.to_string(), row.run.to_string(), plan.seed(row.run).to_string()];
    cells.extend(point.iter().map(plain));
    cells.extend(row.values.iter().map(|value| match number(*value) {
        Value::Null => String::new(),
        number => number.to_string(),
    }));
    cells.extend(row.holds.iter().map(|holds| u8::from(*holds).to_string()));
    cells.extend([row.events.to_string(), u8::from(row.at_rest).to_string()]);
    cells
}

/// A row as an object on one line, its fields in the order of the columns.
pub fn object(plan: &Plan, row: &Row) -> String {
    let json = |value: &Tree| serde_json::to_value(value).unwrap_or_default();
    let mut values: Vec<Value> =
        vec![plan.hash.as_str().into(), row.point.into(), row.run.into(), plan.seed(row.run).into()];
    values.extend(plan.points[row.point].iter().map(json));
    values.extend(row.values.iter().map(|value| number(*value)));
    values.extend(row.holds.iter().map(|holds| Value::from(*holds)));
    values.extend([Value::from(row.events), Value::from(row.at_rest)]);
    let field = |(name, value): (String, Value)| format!("{}:{value}", Value::from(name));
    format!("{{{}}}", header(plan).into_iter().zip(values).map(field).collect::<Vec<_>>().join(","))
}

/// A line of CSV, with its end.
pub fn csv(cells: &[String]) -> String {
    let mut line = WriterBuilder::new().from_writer(Vec::new());
    // Into memory, where nothing fails.
    let _ = line.write_record(cells);
    String::from_utf8(line.into_inner().unwrap_or_default()).unwrap_or_default()
}
