//! Runs the reference workload of `carteiro bench` without the command line, so that a tool can count its instructions:
//! `reference-workload ORDERS WORKERS SEED`.

use carteiro::experiment::bench::Bench;
use carteiro::experiment::workload::Workload;
use std::{env, error::Error};

fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = env::args().skip(1);
    let mut number = |name: &str| numbers.next().ok_or_else(|| format!("the argument {name} is missing"));
    let (orders, workers, seed) = (number("ORDERS")?.parse()?, number("WORKERS")?.parse()?, number("SEED")?.parse()?);
    let mut bench = Bench::new(&Workload { orders, workers, fail: 0.05 }, seed)?;
    while bench.run(u64::MAX)? {}
    println!("{}", serde_json::to_string(&bench.figures())?);
    Ok(())
}
