//! Goals are judged in order from a person's commands and what came of them, and the guide stops the run at its beats.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use carteiro::base::time::{Span, Time};
use carteiro::observe::Progress;
use carteiro::scenario::{CommandSpec, load};
use carteiro::timeline::{History, Slice, Stride, Way};
use carteiro::view::judgement::Judgement;
use carteiro::{Problem, World};
use serde_json::{Value, json};
use std::sync::Arc;

/// Coffees: the script takes the bar down from 2 s to 5 s.
fn coffee(change: impl FnOnce(&mut Value)) -> Result<History, Problem> {
    let mut scenario: Value = serde_json::from_str(include_str!("../src/cli/template.json")).unwrap();
    scenario["lesson"]["goals"] = json!([]);
    scenario["lesson"].as_object_mut().unwrap().remove("beats");
    change(&mut scenario);
    let model = Arc::new(load(&scenario.to_string())?);
    Ok(History::new(World::new(model, 42)))
}

fn with_goals(steps: &[Value]) -> History {
    let text = json!({"en": "Goal.", "pt-BR": "Meta."});
    let goals: Vec<_> = steps.iter().map(|steps| json!({"text": text, "steps": steps})).collect();
    coffee(|scenario| scenario["lesson"]["goals"] = json!(goals)).unwrap()
}

fn with_beats(beats: &Value) -> History {
    coffee(|scenario| {
        let text = json!({"en": "Say.", "pt-BR": "Dize."});
        scenario["lesson"]["goals"] = json!([{"text": text, "steps": [{"do": down()}]}]);
        let mut beats = beats.clone();
        for beat in beats.as_array_mut().unwrap() {
            beat["say"] = text.clone();
            beat["phase"] = json!("act");
        }
        scenario["lesson"]["beats"] = beats;
    })
    .unwrap()
}

fn give(history: &mut History, command: &Value) {
    let spec: CommandSpec = serde_json::from_value(command.clone()).unwrap();
    let command_of = spec.resolve(history.world().model()).unwrap();
    history.apply(command_of, &command.to_string()).unwrap();
}

fn down() -> Value {
    json!({"setHealth": {"node": "bar", "health": "down"}})
}

fn up() -> Value {
    json!({"setHealth": {"node": "bar", "health": "up"}})
}

fn order() -> Value {
    json!({"placeOrder": {"client": "customer"}})
}

const fn at(seconds: u64) -> Time {
    Time::from_micros(seconds * 1_000_000)
}

fn met(history: &History) -> Vec<usize> {
    history.progress().goals().iter().map(carteiro::observe::Pursuit::met).collect()
}

/// What the page is told.
fn told(history: &History) -> Value {
    serde_json::to_value(Judgement::of(history)).unwrap()
}

#[test]
fn a_goal_is_a_deed_and_what_came_of_it_in_this_order() {
    let steps = json!([{"do": down()}, {"when": ["bar.ready >= 3"]}, {"do": up()}, {"when": ["new:served >= 3"]}]);
    let mut run = with_goals(&[steps, json!([{"when": ["bar.ready >= 2"]}])]);
    run.advance(at(5)).unwrap();
    // The script has taken the bar down and brought it up again, and three coffees have waited meanwhile.
    assert_eq!(met(&run), [0, 1]);
    run.advance(at(8)).unwrap();
    give(&mut run, &up());
    assert_eq!(met(&run), [0, 1], "bringing up comes third");
    give(&mut run, &down());
    assert_eq!(met(&run), [1, 1]);
    run.advance(at(16)).unwrap();
    assert_eq!(met(&run), [2, 1]);
    assert_eq!(told(&run)["goals"], json!([false, true]));
    assert_eq!(told(&run)["progress"], json!([{"step": 2, "of": 4, "count": 0, "times": 1}, {"step": 1, "of": 1}]));
    give(&mut run, &up());
    assert_eq!(met(&run), [3, 1], "more than three were served before, but not since");
    run.advance(at(60)).unwrap();
    assert_eq!(met(&run), [4, 1]);
    assert_eq!(told(&run)["goals"], json!([true, true]));
}

#[test]
fn a_deed_counts_as_often_as_it_must_and_only_while_it_may() {
    let mut run = with_goals(&[json!([{"do": order(), "times": 2, "while": ["bar.ready >= 1"]}])]);
    give(&mut run, &order());
    assert_eq!(told(&run)["progress"][0]["count"], 0, "nothing waits yet");
    run.advance(at(4)).unwrap();
    give(&mut run, &order());
    assert_eq!(told(&run)["progress"], json!([{"step": 0, "of": 1, "count": 1, "times": 2}]));
    give(&mut run, &json!({"crash": {"node": "bar", "point": "now"}}));
    assert_eq!(told(&run)["progress"][0]["count"], 1, "another deed");
    give(&mut run, &order());
    assert_eq!(told(&run)["goals"], json!([true]));
}

#[test]
fn a_refused_command_is_no_deed() {
    let mut run = with_goals(&[json!([{"do": {"redrive": {}}}])]);
    let redrive = CommandSpec::Redrive { message: carteiro::base::ids::MessageId(1) };
    let command = redrive.resolve(run.world().model()).unwrap();
    run.apply(command, r#"{"redrive": {"message": 1}}"#).unwrap_err();
    assert_eq!(met(&run), [0]);
}

/// A goal of four steps, whose second holds for an instant only.
fn winding() -> History {
    with_goals(&[
        json!([{"do": down()}, {"when": ["new:ordered == 2"]}, {"do": order()}, {"when": ["new:served >= 2", "waiting == 0"]}]),
        json!([{"do": [order(), up()], "times": 2}, {"when": ["bar.inFlight >= 1"]}]),
    ])
}

fn play(run: &mut History) {
    run.advance(at(6)).unwrap();
    give(run, &down());
    run.advance(at(9)).unwrap();
    give(run, &order());
    run.advance(at(14)).unwrap();
    give(run, &up());
    run.advance(at(60)).unwrap();
}

/// The progress after each event or command of a run, from its start.
fn all_progress(run: &mut History) -> Vec<Progress> {
    run.rewind();
    let mut progress = vec![run.progress().clone()];
    while run.step(Stride::Event).unwrap() {
        progress.push(run.progress().clone());
    }
    progress
}

#[test]
fn seeking_back_takes_progress_back_and_seeking_forth_brings_it() {
    let mut run = winding().with_checkpoints(8);
    play(&mut run);
    assert_eq!(met(&run), [4, 2]);
    let all = all_progress(&mut run);
    assert!(all.windows(2).filter(|pair| pair[0] != pair[1]).count() >= 5, "the progress is made at several instants");
    let positions = {
        run.rewind();
        let mut positions = vec![run.position()];
        while run.step(Stride::Event).unwrap() {
            positions.push(run.position());
        }
        positions
    };
    // Back and forth, far and near.
    let mut index = 0;
    for jump in 0..3 * positions.len() {
        index = (index + 7 * jump + 1) % positions.len();
        assert!(run.seek_position(positions[index]).unwrap());
        assert_eq!(run.progress(), &all[index], "at {:?}", positions[index]);
    }
    run.seek(at(3)).unwrap();
    assert_eq!(met(&run), [0, 0]);
    run.seek(at(60)).unwrap();
    assert_eq!(met(&run), [4, 2]);
}

#[test]
fn slices_of_work_change_nothing() {
    let mut whole = winding();
    play(&mut whole);
    let mut run = winding().with_slices(Slice { work: 3, bytes: 4_096 });
    play(&mut run);
    assert_eq!(run.progress(), whole.progress());
    for to in [at(10), at(0), at(60)] {
        run.seek(to).unwrap();
        whole.seek(to).unwrap();
        assert_eq!((run.progress(), run.position()), (whole.progress(), whole.position()));
    }
}

#[test]
fn a_repeated_log_makes_the_same_progress_and_a_cut_future_none() {
    let mut run = winding();
    play(&mut run);
    let mut other = winding();
    for record in run.commands() {
        other.repeat(record.at, record.events, record.command.clone(), &record.text).unwrap();
    }
    other.advance(at(60)).unwrap();
    assert_eq!(other.progress(), run.progress());
    run.seek(at(7)).unwrap();
    run.cut();
    run.advance(at(60)).unwrap();
    assert_eq!(met(&run), [2, 0], "the other commands are gone");
}

#[test]
fn undoing_is_a_command_as_any() {
    let mut run = with_goals(&[json!([{"do": down()}, {"do": up()}])]);
    run.advance(at(1)).unwrap();
    give(&mut run, &down());
    run.undo(false, |_, _| up().to_string()).unwrap();
    assert_eq!(met(&run), [2]);
}

#[test]
fn beats_stop_the_run_one_after_the_other() {
    let mut run = with_beats(&json!([
        {},
        {"at": "2s", "until": {"when": ["bar.ready >= 2"]}},
        {"until": {"do": order(), "times": 2}},
        {"when": ["waiting == 0"], "until": {"goal": 0}},
        {"at": "3s"},
    ]));
    let beat = |run: &History| {
        let told = told(run);
        (told["beat"]["index"].as_u64(), told["beat"]["begun"].as_bool(), told["stopped"].as_bool().unwrap())
    };
    run.turn_guide(true);
    assert_eq!(beat(&run), (Some(0), Some(true), true));
    run.next_beat();
    assert_eq!(beat(&run), (Some(1), Some(false), true));
    run.set_out(Way::Advance(at(60)));
    assert_eq!(run.go_on(), Ok(Some(false)), "it is stopped on the way");
    assert_eq!((run.world().now(), beat(&run)), (at(2), (Some(1), Some(true), true)));
    run.advance(at(60)).unwrap();
    assert!(run.world().now() < at(5), "two wait before the script brings the bar up");
    assert_eq!((beat(&run), told(&run)["beat"]["count"].clone()), ((Some(2), Some(true), true), json!(0)));
    give(&mut run, &order());
    assert_eq!((beat(&run), told(&run)["beat"]["count"].clone()), ((Some(2), Some(true), true), json!(1)));
    give(&mut run, &order());
    assert_eq!(beat(&run), (Some(3), Some(false), true));
    run.advance(at(60)).unwrap();
    assert_eq!(beat(&run), (Some(3), Some(true), true));
    let here = run.world().now();
    assert!(here > at(5) && here < at(60));
    run.seek(at(1)).unwrap();
    assert_eq!(beat(&run), (Some(3), Some(true), false), "the guide does not go back");
    run.seek(here).unwrap();
    give(&mut run, &down());
    // 3 s are long past: the last beat begins at once.
    assert_eq!(beat(&run), (Some(4), Some(true), true));
    run.next_beat();
    assert_eq!(told(&run)["beat"], Value::Null);
    run.advance(at(60)).unwrap();
    assert_eq!(run.world().now(), at(60));
}

#[test]
fn without_the_guide_nothing_stops_the_run() {
    let mut run = with_beats(&json!([{}, {"at": "2s"}]));
    run.advance(at(60)).unwrap();
    assert_eq!((run.world().now(), run.is_stopped()), (at(60), false));
    run.turn_guide(true);
    run.turn_guide(false);
    run.next_beat();
    run.seek(at(0)).unwrap();
    run.advance(at(60)).unwrap();
    assert_eq!((run.world().now(), told(&run)["beat"]["index"].as_u64()), (at(60), Some(1)));
}

#[test]
fn a_jump_over_the_instant_of_a_beat_begins_it_where_it_ends() {
    let mut run = with_beats(&json!([{"at": "2s"}]));
    run.turn_guide(true);
    run.seek(at(9)).unwrap();
    assert_eq!((run.world().now(), told(&run)["beat"]["begun"].clone()), (at(9), json!(true)));
}

#[test]
fn a_beat_by_the_clock_begins_when_all_of_its_instant_has_happened() {
    // The script takes the bar down at 2 s.
    for stride in [None, Some(Stride::Event)] {
        let mut run = with_beats(&json!([{"at": "2s"}]));
        run.turn_guide(true);
        while !run.is_stopped() {
            match stride {
                None => run.advance(at(60)).unwrap(),
                Some(stride) => assert!(run.step(stride).unwrap()),
            }
        }
        let next = run.world().next_event_at().unwrap();
        assert!(next > at(2) && run.world().now() < at(3), "{:?}", run.world().now());
        assert!(!run.world().nodes()[2].is_up());
    }
}

#[test]
fn beats_do_not_change_what_happens() {
    let beats = json!([{"at": "1s"}, {"when": ["ordered >= 2"]}, {"when": ["bar.ready >= 2"]}, {"at": "9s"}]);
    let (mut plain, mut guided) = (with_beats(&beats), with_beats(&beats).with_slices(Slice { work: 5, bytes: 9_000 }));
    plain.advance(at(60)).unwrap();
    guided.turn_guide(true);
    for beat in 0..4 {
        guided.advance(at(60)).unwrap();
        assert_eq!(told(&guided)["beat"], json!({"index": beat, "begun": true, "count": 0}));
        guided.next_beat();
    }
    guided.advance(at(60)).unwrap();
    let digest = |run: &History| run.watch().trace.digest().to_string();
    assert_eq!((digest(&guided), guided.position()), (digest(&plain), plain.position()));
}

fn refused(change: impl FnOnce(&mut Value)) -> (&'static str, String) {
    let problem = coffee(change).unwrap_err();
    (problem.code, problem.path.clone())
}

#[test]
fn what_cannot_be_met_is_refused_with_its_place() {
    let text = json!({"en": "Say.", "pt-BR": "Dize."});
    let goal = |mut goal: Value| {
        goal["text"] = text.clone();
        let (code, path) = refused(|scenario| scenario["lesson"]["goals"] = json!([goal]));
        (code, path.strip_prefix("lesson.goals[0]").unwrap().to_owned())
    };
    let step = |step: Value| {
        let (code, path) = goal(json!({"steps": [step]}));
        (code, path.strip_prefix(".steps[0]").unwrap().to_owned())
    };
    assert_eq!(goal(json!({})), ("one-of", String::new()));
    assert_eq!(goal(json!({"when": ["served > 1"], "steps": [{"do": down()}]})).0, "one-of");
    assert_eq!(goal(json!({"steps": vec![json!({"do": down()}); 9]})), ("too-many", ".steps".into()));
    assert_eq!(step(json!({})), ("one-of", String::new()));
    assert_eq!(step(json!({"do": down(), "when": ["served > 1"]})).0, "one-of");
    assert_eq!(step(json!({"do": down(), "times": 0})), ("out-of-range", ".times".into()));
    assert_eq!(step(json!({"when": ["served > 1"], "times": 2})), ("field-without", ".times".into()));
    assert_eq!(step(json!({"when": ["served > 1"], "while": ["served > 1"]})), ("field-without", ".while".into()));
    assert_eq!(step(json!({"do": []})), ("out-of-range", ".do".into()));
    assert_eq!(step(json!({"do": down(), "goal": 0})).0, "one-of");
    assert_eq!(step(json!({"goal": 0})).0, "one-of");
    assert_eq!(step(json!({"do": {"setHealth": {"node": "x"}}})), ("unknown-node", ".do.setHealth.node".into()));
    assert_eq!(step(json!({"when": ["new:5 > 1"]})).0, "empty-claim");
    assert_eq!(step(json!({"when": ["new:x > 1"]})), ("unknown-quantity", ".when[0]".into()));
    assert_eq!(step(json!({"when": ["new:served > new:served"]})).0, "empty-claim");
    let claim = json!([{"expect": "new:served > 1", "text": text}]);
    assert_eq!(refused(|scenario| scenario["claims"] = claim).0, "unknown-quantity");

    let beat = |mut beat: Value| {
        for (field, value) in [("say", &text), ("phase", &json!("look"))] {
            beat[field] = if beat[field].is_null() { value.clone() } else { beat[field].clone() };
        }
        let (code, path) = refused(|scenario| scenario["lesson"]["beats"] = json!([beat]));
        (code, path.strip_prefix("lesson.beats[0]").unwrap().to_owned())
    };
    assert_eq!(beat(json!({"at": "2s", "when": ["served > 1"]})), ("one-of", String::new()));
    assert_eq!(beat(json!({"at": "2min"})).1, ".at");
    assert_eq!(beat(json!({"until": {}})), ("one-of", ".until".into()));
    assert_eq!(beat(json!({"until": {"goal": 0}})), ("field-without", ".until.goal".into()));
    assert_eq!(beat(json!({"until": {"do": down(), "goal": 0}})).0, "one-of");
    assert_eq!(beat(json!({"point": "x"})), ("unknown-node", ".point".into()));
    assert_eq!(beat(json!({"point": {"control": "down"}})), ("one-of", ".point".into()));
    assert_eq!(beat(json!({"point": {"control": "down", "of": 3}})), ("one-of", ".point".into()));
    assert_eq!(beat(json!({"point": []})), ("one-of", ".point".into()));
    assert_eq!(beat(json!({"point": {"control": "down", "of": "x"}})), ("unknown-node", ".point.of".into()));
    assert_eq!(beat(json!({"point": {"control": "up", "of": "bar"}})), ("unknown-word", ".point.control".into()));
    assert_eq!(beat(json!({"point": {"setting": "bar"}})), ("unknown-word", ".point.setting".into()));
    assert_eq!(beat(json!({"point": {"setting": "bar/retry", "of": "bar"}})).0, "one-of");
    assert_eq!(beat(json!({"point": {"setting": "broker/retry.maxAttempts"}})).0, "unknown-word");
    assert_eq!(beat(json!({"phase": "other"})).1, ".phase");
    let asks = |scenario: &mut Value| {
        scenario["lesson"].as_object_mut().unwrap().remove("prediction");
        scenario["lesson"]["beats"] = json!([{"phase": "predict", "say": text}]);
    };
    assert_eq!(refused(asks), ("field-without", "lesson.beats[0].phase".into()));
    for point in [
        json!("bar"),
        json!("coffee-ordered"),
        json!("timeline"),
        json!({"control": "order", "of": "customer"}),
        json!({"setting": "bar/retry.maxAttempts"}),
        json!({"setting": "bar/workers"}),
    ] {
        let beats = json!([{"phase": "look", "say": text, "point": point}]);
        assert!(coffee(|scenario| scenario["lesson"]["beats"] = beats).is_ok(), "{point}");
    }
}

#[test]
fn a_goal_of_comparisons_reads_as_one_step() {
    let text = json!({"en": "Goal.", "pt-BR": "Meta."});
    let goals = json!([{"text": text, "when": ["served >= 2"]}]);
    let mut run = coffee(|scenario| scenario["lesson"]["goals"] = goals).unwrap();
    assert_eq!(told(&run)["progress"], json!([{"step": 0, "of": 1}]));
    run.advance(Time::ZERO + Span::from_secs(30)).unwrap();
    assert_eq!(told(&run)["goals"], json!([true]));
}

#[test]
fn the_settings_at_an_instant_are_those_that_applied() {
    let delivery = |prefetch: u32| json!({"setDelivery": {"subscription": "bar", "delivery": {"prefetch": prefetch}}});
    let mut run = coffee(|scenario| {
        scenario["faults"] = json!([{"at": "2s", "do": delivery(2)}, {"at": "9s", "do": delivery(9)}]);
    })
    .unwrap();
    run.advance(at(5)).unwrap();
    give(&mut run, &delivery(5));
    run.advance(at(20)).unwrap();
    let told = |at| run.delivery_at(carteiro::base::ids::SubscriptionId(0), at).prefetch;
    let most = carteiro::model::Prefetch::AtMost;
    assert_eq!([told(at(3)), told(at(7)), told(at(12))], [most(2), most(5), most(5)]);
    assert_eq!(run.world().queues()[0].delivery.prefetch, most(5));
}
