//! What a task asks for and allows, what a rubric refuses, and what the table says.

use crate::records::{graded, honest, of_lesson, rubric};
use carteiro::base::text::Lang;
use carteiro::base::time::Time;
use carteiro::grade::class::{Class, Graded};
use carteiro::grade::intake::handed_in;
use carteiro::grade::{Standing, link, table};
use carteiro::view::saved_run::SavedRun;
use serde_json::{Value, json};

const END: Time = Time::from_micros(45_000_000);

/// The solution of the lesson `retry`, with what comes before it.
fn solved(before: &[(u64, &str)]) -> SavedRun {
    let order = (11_000, r#"{"placeOrder":{"client":"taxi"}}"#);
    let redrive = (21_000, r#"{"redriveAll":{"subscription":"charge"}}"#);
    let all = before.iter().chain([&order, &redrive]);
    let commands: Vec<_> = all.map(|(ms, json)| (Time::from_micros(ms * 1_000), (*json).to_owned())).collect();
    honest("retry", 42, &commands, END)
}

fn task(with: Value) -> Value {
    let mut task = json!({"version": 1, "scenario": "retry"});
    task.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    json!({"version": 1, "task": task, "points": {"prediction": 2, "goal": 3, "reach": 5, "par": 7}})
}

fn points(rubric_json: Value, run: &SavedRun) -> (f64, f64) {
    let grade = graded(&rubric(&rubric_json).unwrap(), run).unwrap();
    (grade.points, grade.of)
}

#[test]
fn each_part_is_worth_what_the_rubric_says() {
    // Seed 42 predicts the first answer, which is wrong.
    let run = solved(&[]);
    assert_eq!(points(task(json!({})), &run), (6.0, 8.0));
    assert_eq!(points(task(json!({"goals": [1]})), &run), (3.0, 5.0));
    let aim = json!({"expect": "charge.dead == 0", "text": {"en": "No dead letter.", "pt-BR": "Nenhuma."}});
    assert_eq!(points(task(json!({"goals": [], "reach": [aim]})), &run), (5.0, 7.0));
    assert_eq!(points(task(json!({"par": 2})), &run), (13.0, 15.0));
    assert_eq!(points(task(json!({"par": 1})), &run), (6.0, 15.0));
    let mut right = run.clone();
    let prediction = right.hand_in.as_mut().unwrap().prediction.as_mut().unwrap();
    (prediction.option, prediction.right) = (1, Some(true));
    assert_eq!(points(task(json!({})), &right), (8.0, 8.0));
    right.hand_in.as_mut().unwrap().prediction.as_mut().unwrap().at_ms = 20_001.0;
    assert_eq!(points(task(json!({})), &right), (6.0, 8.0), "chosen after the answer");
}

#[test]
fn what_is_reached_with_more_than_is_allowed_does_not_count() {
    let run = solved(&[(1_000, r#"{"setWorkers":{"node":"billing","workers":3}}"#)]);
    let with = |allowed: Value| points(task(json!({"allowed": allowed})), &run).0;
    assert_eq!(with(json!({})), 6.0);
    assert_eq!(with(json!({"commands": 3, "settings": 1})), 6.0);
    assert_eq!(with(json!({"commands": 2})), 3.0, "the second goal took three");
    assert_eq!(with(json!({"settings": 0})), 0.0);
    assert_eq!(with(json!({"kinds": ["placeOrder", "redriveAll"]})), 0.0);
    assert_eq!(with(json!({"kinds": ["placeOrder", "redriveAll", "setWorkers"]})), 6.0);
    assert_eq!(points(task(json!({"until": "15s"})), &run).0, 3.0, "the second goal is reached after 15 s");
}

#[test]
fn what_was_shown_is_worth_a_share() {
    let mut run = solved(&[]);
    let hand_in = run.hand_in.as_mut().unwrap();
    hand_in.shown = std::mem::take(&mut hand_in.goals);
    let mut half = task(json!({}));
    assert_eq!(points(half.clone(), &run).0, 0.0);
    half["shown"] = json!(0.5);
    assert_eq!(points(half, &run).0, 3.0);
}

#[test]
fn a_rubric_says_where_it_is_wrong() {
    let refused = |json: Value| {
        let problem = rubric(&json).unwrap_err();
        format!("{} {}", problem.code, problem.path)
    };
    assert_eq!(refused(json!({"version": 2})), "unknown-version version");
    assert_eq!(refused(json!({"version": 1, "task": {"version": 1, "scenario": 7}})), "no-scenario task.scenario");
    assert_eq!(refused(task(json!({"goals": [0, 2]}))), "no-such-goal task.goals[1]");
    assert_eq!(refused(task(json!({"goals": []}))), "nothing-to-do task");
    let kinds = json!({"allowed": {"kinds": ["redriveAll", "bribe"]}});
    assert_eq!(refused(task(kinds)), "unknown-word task.allowed.kinds[1]");
    let aim = json!({"expect": "nothing == 0", "text": {"en": "x", "pt-BR": "x"}});
    assert!(refused(task(json!({"reach": [aim]}))).ends_with("task.reach[0].expect"));
    let mut wrong = task(json!({}));
    wrong["misconceptions"] = json!([{"option": 3, "text": {"en": "x", "pt-BR": "x"}}]);
    assert_eq!(refused(wrong), "no-such-option misconceptions[0].option");
    let mut wrong = task(json!({}));
    wrong["points"]["goal"] = json!(-1);
    assert_eq!(refused(wrong), "out-of-range points.goal");
    assert_eq!(refused(task(json!({"seeds": {"from": 1, "count": 0}}))), "out-of-range task.seeds.count");
}

#[test]
fn a_run_of_something_else_is_refused_and_of_another_version_rescored() {
    let run = solved(&[]);
    let code = |rubric_json: Value, run: &SavedRun| graded(&rubric(&rubric_json).unwrap(), run).unwrap_err().code;
    assert_eq!(graded(&of_lesson("jitter"), &run).unwrap_err().code, "other-scenario");
    assert_eq!(code(task(json!({"id": "monday"})), &run), "other-task");
    assert_eq!(code(task(json!({"seeds": {"from": 1, "count": 41}})), &run), "other-seed");
    assert!(graded(&rubric(&task(json!({"seeds": {"from": 1, "count": 42}}))).unwrap(), &run).is_ok());
    // A lesson of one's own under a lesson's name, in which everything is reached by doing nothing.
    let mut own: Value = serde_json::from_str(&crate::records::built_in("retry").unwrap()).unwrap();
    own["lesson"]["goals"] = json!([{"text": {"en": "Be.", "pt-BR": "Ser."}, "when": ["lost == 0"]}]);
    let mut forged = honest("retry", 42, &[], END);
    (forged.scenario, forged.hand_in.as_mut().unwrap().goals) = (own, vec![0]);
    let grade = graded(&of_lesson("retry"), &forged).unwrap();
    assert_eq!((grade.standing, grade.points), (Standing::Rescored, 0.0));
    let codes: Vec<_> = grade.differences.iter().map(|difference| difference.code).collect();
    assert_eq!(codes, ["other-version", "other-goals"]);
}

#[test]
fn a_rubric_may_refuse_what_was_altered() {
    let mut run = solved(&[]);
    run.hash = "0".repeat(16);
    let mut strict = task(json!({}));
    assert_eq!(graded(&rubric(&strict).unwrap(), &run).unwrap().standing, Standing::Rescored);
    strict["altered"] = json!("refuse");
    let grade = graded(&rubric(&strict).unwrap(), &run).unwrap();
    assert_eq!((grade.standing, grade.points), (Standing::Refused, 0.0));
}

#[test]
fn the_table_says_where_one_was_stuck_and_what_one_believes() {
    let mut run = solved(&[(2_000, r#"{"setHealth":{"node":"billing","health":"up"}}"#)]);
    let hand_in = run.hand_in.as_mut().unwrap();
    hand_in.student = "=HYPERLINK(\"x\")".to_owned();
    (hand_in.pace, hand_in.spent_ms) = (vec![4_000.0, 9_000.0, 190_000.0], 200_000.0);
    let retry = of_lesson("retry");
    let text = serde_json::to_string(&run).unwrap();
    let link = link::link_of(link::RUN, &text);
    let all = [("a.json", text.as_str()), ("b.txt", &link), ("c.txt", "forgotten")];
    let graded =
        all.iter().flat_map(|(file, text)| handed_in(file, text)).map(|one| Graded::new(&retry, one)).collect();
    let lines = table::lines(&Class::new(graded), &retry, Lang::En);
    let a = &lines[0];
    assert_eq!((a.standing, a.predicted, a.predicted_right), ("accepted", Some(1), Some(false)));
    assert_eq!(a.misconception, "With five attempts, nearly all pass.");
    assert_eq!((a.first.as_str(), a.first_at_s), ("setHealth billing", Some(2.0)));
    assert_eq!((a.stuck_goal, a.stuck_spent_s, a.stuck_reached), (Some(2), Some(181.0), Some(true)));
    assert_eq!((a.same_run.as_str(), a.copy_of.as_str()), ("b.txt:1", "b.txt:1"));
    assert_eq!((lines[2].standing, lines[2].copy_of.as_str()), ("refused", ""));
    let csv = table::csv(&lines).unwrap();
    assert!(csv.starts_with("place,student,standing,points,of,"), "{csv}");
    assert!(csv.contains(",\"'=HYPERLINK(\"\"x\"\")\","), "a formula stays a text: {csv}");
    assert_eq!(csv.lines().count(), 4);
}
