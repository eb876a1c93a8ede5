//! A class: everything that was handed in, with its grade, and who handed in the same.

use crate::grade::intake::HandedIn;
use crate::grade::rubric::Rubric;
use crate::grade::verdict::Grade;
use crate::problem::Problem;
use crate::view::saved_run::SavedRun;
use std::collections::BTreeMap;

/// Something handed in, with its grade or why it has none.
#[derive(Clone, PartialEq, Debug)]
pub struct Graded {
    pub place: String,
    pub student: String,
    pub run: Option<SavedRun>,
    pub grade: Result<Grade, Problem>,
    /// Where else the same commands were given at the same instants. Few instants are left to chance where the guide stops
    /// the run, so this alone is no copy.
    pub same_run: Vec<String>,
    /// Where else they were given after the same times on the clock, too, to the millisecond.
    pub copy: Vec<String>,
}

/// All that was handed in, in its order.
#[derive(Clone, PartialEq, Debug)]
pub struct Class {
    pub graded: Vec<Graded>,
}

impl Graded {
    /// Grades one hand-in by itself.
    pub fn new(rubric: &Rubric, handed_in: HandedIn) -> Graded {
        let HandedIn { place, student, run } = handed_in;
        let grade = run.as_ref().map_err(Clone::clone).and_then(|run| rubric.grade(run));
        Graded { place, student, run: run.ok(), grade, same_run: Vec::new(), copy: Vec::new() }
    }

    /// What tells its run from others; nothing where nobody did anything.
    fn run_key(&self) -> Option<String> {
        let run = self.run.as_ref().filter(|run| !run.log.is_empty())?;
        serde_json::to_string(&(&run.seed, &run.log)).ok()
    }

    /// What tells its record from others; nothing where it says no times.
    fn record_key(&self) -> Option<String> {
        let pace = &self.run.as_ref()?.hand_in.as_ref()?.pace;
        if pace.is_empty() { None } else { Some(self.run_key()? + &serde_json::to_string(pace).ok()?) }
    }
}

impl Class {
    /// Puts together what was graded, and finds out who handed in the same.
    pub fn new(mut graded: Vec<Graded>) -> Class {
        let (runs, records) = (equals(&graded, Graded::run_key), equals(&graded, Graded::record_key));
        for ((one, same_run), copy) in graded.iter_mut().zip(runs).zip(records) {
            (one.same_run, one.copy) = (same_run, copy);
        }
        Class { graded }
    }
}

/// For each, the places of the others with the same key.
fn equals(graded: &[Graded], key: impl Fn(&Graded) -> Option<String>) -> Vec<Vec<String>> {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let keys: Vec<Option<String>> = graded.iter().map(key).collect();
    for (i, key) in keys.iter().enumerate() {
        if let Some(key) = key {
            by_key.entry(key.clone()).or_default().push(i);
        }
    }
    let others = |(i, key): (usize, &Option<String>)| {
        let all = key.as_ref().and_then(|key| by_key.get(key)).into_iter().flatten();
        all.filter(|other| **other != i).map(|other| graded[*other].place.clone()).collect()
    };
    keys.iter().enumerate().map(others).collect()
}
