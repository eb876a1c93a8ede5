//! The fixed examples of each law, one file each: cases that once broke a law, and cases chosen because together they
//! bring about nearly everything that can follow from something.

use super::common::case::Case;
use super::common::session::Session;
use super::laws::{self, every_law_holds, judge, replays_to_the_same_trace};
use super::prove;
use carteiro::model::{Ack, Ordering};
use carteiro::trace::{Field, What};
use proptest::strategy::ValueTree;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The folder of the examples.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/invariants/cases")
}

/// The examples with their names, in the order of those.
fn examples() -> Vec<(String, Case)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &PathBuf| {
        let case = Case::parse(&fs::read_to_string(path).unwrap());
        (path.display().to_string(), case.unwrap_or_else(|why| panic!("{}: {why}", path.display())))
    };
    files.iter().map(read).collect()
}

#[test]
fn every_law_holds_in_the_examples() {
    for (name, case) in examples() {
        judge(&case, every_law_holds).unwrap_or_else(|broken| panic!("{name}: {broken}"));
    }
}

#[test]
fn the_examples_replay_to_the_same_trace() {
    for (name, case) in examples() {
        let judged = judge(&case, |session| replays_to_the_same_trace(session, case.seed));
        judged.unwrap_or_else(|broken| panic!("{name}: {broken}"));
    }
}

#[test]
fn an_example_is_read_as_it_was_written() {
    for (name, case) in examples() {
        let again = Case::parse(&case.to_string()).unwrap();
        assert_eq!(again.to_json(), case.to_json(), "{name}");
    }
}

#[test]
fn every_kind_of_fact_happens_in_an_example() {
    let mut words: BTreeSet<&str> = What::WORDS.iter().copied().collect();
    for (_, case) in examples() {
        let session = laws::both(&case).unwrap();
        session.trace.facts().iter().for_each(|fact| {
            words.remove(fact.what.word());
        });
    }
    assert!(words.is_empty(), "no example has {words:?}: choose them anew");
}

/// What happens in a run: which fact follows from which, with its reason; and under which settings.
fn features(session: &Session) -> BTreeSet<String> {
    let model = session.world.model();
    let mut features = BTreeSet::new();
    for fact in session.trace.facts() {
        let (mut why, mut subscription) = (String::new(), None);
        fact.what.fields(&mut |_, field| match field {
            Field::Reason(reason) => why = format!(" {reason:?}"),
            Field::Outcome(outcome) => why = format!(" {outcome:?}"),
            Field::Subscription(s) => subscription = Some(&model.subscriptions[s.index()]),
            _ => {}
        });
        let word = fact.what.word();
        let cause = session.trace.get(fact.cause).map_or("nothing", |cause| cause.what.word());
        features.insert(format!("{word}{why} after {cause}"));
        let Some(subscription) = subscription else { continue };
        let delivery = &subscription.delivery;
        let settings = [
            (true, format!("{:?} count", delivery.counts)),
            (true, format!("a crash returns {:?}", delivery.crash_returns)),
            (
                delivery.ordering == Ordering::Queue,
                format!("retries block, of {} consumers", subscription.consumers.len().min(2)),
            ),
            (delivery.lease.is_some(), "there is a lease".into()),
            (delivery.inbox.is_some(), "there is an inbox".into()),
            (delivery.ack == Ack::Before, "the acknowledgement comes first".into()),
            (model.topics[subscription.topic.index()].log, "there is a log".into()),
        ];
        features.extend(settings.into_iter().filter(|(is, _)| *is).map(|(_, set)| format!("{word}{why} where {set}")));
    }
    features
}

/// Chooses more examples: of some thousand random cases a few that have features which no example has, each then made
/// smaller while it has them. Run it when there are new kinds of facts or settings:
/// `cargo test --profile prove --test invariants choose -- --ignored --nocapture`.
#[test]
#[ignore = "writes files of examples"]
fn choose() {
    const TRIED: u64 = 3_000;
    const MOST: usize = 75;
    let of = |case: &Case| laws::both(case).ok().map(|session| features(&session)).unwrap_or_default();
    let mut had: BTreeSet<String> = examples().iter().flat_map(|(_, case)| of(case)).collect();
    let tried: Vec<(u64, usize, BTreeSet<String>)> = (0..TRIED)
        .map(|n| {
            let seed = prove::nth(0, n);
            let case = prove::tree(seed).current();
            (seed, case.to_json().to_string().len(), of(&case))
        })
        .collect();
    for n in 1..=MOST {
        let worth = |(_, size, features): &&(u64, usize, BTreeSet<String>)| {
            features.difference(&had).count() * 1_000_000 / size
        };
        let (seed, _, features) = tried.iter().max_by_key(worth).unwrap();
        let wanted: BTreeSet<String> = features.difference(&had).cloned().collect();
        if wanted.is_empty() {
            break;
        }
        let has_them = |case: &Case| if of(case).is_superset(&wanted) { Err(String::new()) } else { Ok((0, 0)) };
        let (case, _) = prove::shrink(prove::tree(*seed), &has_them, String::new(), prove::SHRINKS);
        had.extend(of(&case));
        println!("{n}: {seed:016x} for {} features; {} are had", wanted.len(), had.len());
        fs::write(folder().join(format!("chosen-{seed:016x}.json")), case.to_string()).unwrap();
    }
}
