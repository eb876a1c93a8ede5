//! A thousand genuine records are accepted; a thousand altered ones are refused or rescored, and none is believed.

use crate::records::{commands, dice, graded, honest, of_lesson};
use carteiro::base::rng::Draw;
use carteiro::base::time::Time;
use carteiro::grade::{Rubric, Standing};
use carteiro::scenario::catalogue;
use carteiro::view::playground::Playground;
use carteiro::view::saved_run::SavedRun;
use rand::RngExt;
use std::thread;

const RECORDS: usize = 1_000;

/// The ways in which a record is altered.
const KINDS: [&str; 10] =
    ["score", "answer", "hash", "deed", "instant", "events", "seed", "version", "order", "left out"];

/// Alters a record in one way; false where there is nothing to alter in that way.
fn alter(run: &mut SavedRun, kind: &str, dice: &mut Draw) -> bool {
    let some = |len: usize, dice: &mut Draw| if len == 0 { None } else { Some(dice.random_range(0..len)) };
    let which = some(run.log.len(), dice);
    let hand_in = run.hand_in.as_mut().unwrap();
    match (kind, which) {
        ("score", _) => match hand_in.goals.pop() {
            Some(_) => {}
            None => hand_in.goals = vec![0],
        },
        ("answer", _) => {
            let Some(prediction) = &mut hand_in.prediction else { return false };
            prediction.right = prediction.right.map(|right| !right);
        }
        ("hash", _) => {
            let at = dice.random_range(0..16);
            let digit = if &run.hash[at..=at] == "0" { "1" } else { "0" };
            run.hash.replace_range(at..=at, digit);
        }
        ("deed", Some(i)) => {
            let node = run.log[i].2.split('"').nth(5).unwrap_or_default().to_owned();
            run.log[i].2 = format!(r#"{{"setHealth":{{"node":"{node}","health":{{"slow":{{"factor":3}}}}}}}}"#);
        }
        ("instant", Some(i)) => run.log[i].0 += [-1.0, 1.0, 250.0, 0.001][dice.random_range(0..4)],
        ("events", Some(i)) => run.log[i].1 = run.log[i].1.wrapping_add([1, 2, 50][dice.random_range(0..3)]),
        ("seed", _) => run.seed = (run.seed.parse::<u64>().unwrap() + 1).to_string(),
        ("version", _) => run.version += 1,
        ("order", Some(i)) if i > 0 && run.log[i] != run.log[i - 1] => run.log.swap(i - 1, i),
        ("left out", Some(i)) => {
            run.log.remove(i);
            hand_in.pace.remove(i);
        }
        _ => return false,
    }
    true
}

/// Whether the commands of a record come to the very facts that it names: then nothing was altered but its spelling.
fn is_same_run(run: &SavedRun) -> bool {
    let mut playground = Playground::new(&run.scenario_json().unwrap(), Some(&run.seed)).unwrap();
    let all = run.log.iter().all(|(at, events, json)| playground.repeat(Time::from_millis(*at), *events, json).is_ok());
    all && playground.seek_position(Time::from_millis(run.head_ms), run.events, run.log.len()) == Ok(true)
        && playground.history().watch().trace.digest().to_string() == run.hash
}

/// The nth genuine record, of another lesson each time, and its rubric.
fn genuine(n: usize, rubrics: &[Rubric]) -> (SavedRun, usize) {
    let mut dice = dice(n as u64);
    let lesson = n % rubrics.len();
    let id = catalogue()[lesson].id;
    // Up to where the solution has reached its goals, or not quite.
    let until = rubrics[lesson].model().until.as_micros();
    let until = Time::from_micros(dice.random_range(until / 2..=until));
    let given: Vec<_> = commands(id, &mut dice).into_iter().filter(|(at, _)| *at <= until).collect();
    (honest(id, dice.random_range(0..10_000), &given, until), lesson)
}

/// Does something for each of some numbers, on all cores.
fn each(numbers: usize, work: impl Fn(usize) + Sync) {
    let cores = thread::available_parallelism().map_or(2, |n| n.get());
    thread::scope(|scope| {
        for core in 0..cores {
            let work = &work;
            scope.spawn(move || (core..numbers).step_by(cores).for_each(work));
        }
    });
}

fn rubrics() -> Vec<Rubric> {
    catalogue().iter().map(|b| of_lesson(b.id)).collect()
}

#[test]
fn a_thousand_genuine_records_are_accepted() {
    let rubrics = rubrics();
    each(RECORDS, |n| {
        let (run, lesson) = genuine(n, &rubrics);
        let grade = graded(&rubrics[lesson], &run).unwrap();
        assert_eq!(grade.standing, Standing::Accepted, "{n}: {:?}", grade.differences);
        let said = run.hand_in.unwrap();
        let right = usize::from(said.prediction.is_some_and(|p| p.right == Some(true)));
        assert_eq!(grade.points, (said.goals.len() + right) as f64, "{n}");
        assert_eq!(grade.commands, run.log.len());
    });
}

#[test]
fn of_a_thousand_altered_records_none_is_believed() {
    let rubrics = rubrics();
    // Of those that cannot be altered in their way, or are no other run for it, others are taken.
    let altered = std::sync::Mutex::new(std::collections::BTreeMap::new());
    each(RECORDS * 3 / 2, |n| {
        let kind = KINDS[n % KINDS.len()];
        let (run, lesson) = genuine(n / KINDS.len() * 7 + n, &rubrics);
        let before = graded(&rubrics[lesson], &run).unwrap();
        let mut other = run.clone();
        let facts = !["score", "answer", "hash", "version"].contains(&kind);
        if !alter(&mut other, kind, &mut dice(!(n as u64))) || (facts && is_same_run(&other)) {
            return;
        }
        if let Ok(grade) = graded(&rubrics[lesson], &other) {
            assert_eq!(grade.standing, Standing::Rescored, "{n}: {kind}: believed");
            assert!(!grade.differences.is_empty(), "{n}: {kind}: nothing is said");
            if !facts {
                assert_eq!(grade.points, before.points, "{n}: {kind}: what it says of itself has earned points");
            }
        }
        *altered.lock().unwrap().entry(kind).or_insert(0) += 1;
    });
    let altered = altered.into_inner().unwrap();
    assert!(altered.len() == KINDS.len() && altered.values().sum::<usize>() >= RECORDS, "{altered:?}");
}
