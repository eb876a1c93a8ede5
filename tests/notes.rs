//! The teacher's notes fit their lessons: what a run answers is the option that shows no misconception.
#![cfg(all(feature = "grade", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use carteiro::grade::notes::Notes;
use carteiro::observe::Reading;
use carteiro::observe::report::play;
use carteiro::scenario::{catalogue, load};
use std::sync::Arc;

/// The run is that of the lesson's own seed, until it has answered the question.
#[test]
fn the_option_without_a_misconception_is_the_one_that_holds() {
    for built_in in catalogue() {
        let (id, notes) = (built_in.id, Notes::read(built_in.notes).unwrap());
        let model = Arc::new(load(built_in.json).unwrap());
        let options = model.lesson.as_ref().map_or(&[][..], |lesson| &lesson.options);
        let left: Vec<usize> = (0..options.len()).filter(|option| notes.belief(*option).is_none()).collect();
        let (world, tally) = play(&model, model.seed, model.lesson.as_ref().unwrap().answered_at).unwrap();
        let reading = Reading::new(&world, &tally);
        let held: Vec<usize> = (0..options.len()).filter(|option| reading.all_hold(&options[*option])).collect();
        assert_eq!(held, left, "{id}: what holds, and what shows no misconception");
        assert_eq!(held.len(), 1, "{id}: one answer is right");
        assert!(notes.misconceptions.iter().all(|one| one.option < options.len()), "{id}: no such option");
    }
}

#[test]
fn notes_lead_on_to_a_lesson() {
    for built_in in catalogue() {
        let notes = Notes::read(built_in.notes).unwrap();
        let next = notes.next.lesson.as_str();
        assert!(next != built_in.id && catalogue().iter().any(|other| other.id == next), "{}: {next}", built_in.id);
        assert_eq!(notes.version, 1);
    }
}

/// A field that nobody reads is a mistake in writing.
#[test]
fn a_field_that_is_not_known_is_refused_with_its_place() {
    let mut notes: serde_json::Value = serde_json::from_str(catalogue()[0].notes).unwrap();
    notes["questions"][1]["answer"] = "x".into();
    let problem = Notes::read(&notes.to_string()).unwrap_err();
    assert_eq!(problem.path, "questions[1].answer");
}
