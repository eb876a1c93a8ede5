//! The WebAssembly boundary in a browser: what goes in and comes out, and that no input does harm.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use carteiro::scenario::catalogue;
use carteiro::wasm::reading::retry_schedule;
use carteiro::wasm::{JsStride as Stride, JsSubject as Subject, Playground, layout, suggest_seed};
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn lesson(id: &str) -> &'static str {
    catalogue().iter().find(|b| b.id == id).unwrap().json
}

/// A playground of the fan-out that has run for a while.
fn playground() -> Playground {
    let mut p = Playground::new(lesson("purchase-fan-out"), None).ok().unwrap();
    p.advance(8_000.0).unwrap();
    p
}

fn js(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

/// Whether what began then ends later, or is open.
fn ends_after(start: f64, end: f64) -> bool {
    end.is_nan() || end >= start
}

fn get(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &key.into()).unwrap()
}

fn text(value: &JsValue, key: &str) -> String {
    get(value, key).as_string().unwrap_or_else(|| panic!("{key} is no text in {}", show(value)))
}

fn show(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|s| s.as_string()).unwrap_or_default()
}

fn list(value: &JsValue, key: &str) -> Vec<JsValue> {
    get(value, key).unchecked_into::<Array>().to_vec()
}

fn command(p: &mut Playground, json: &str) -> Result<(), JsValue> {
    p.command(js(json).unchecked_into())
}

/// What is thrown is a plain object that says what is wrong, where, and what to do, in both languages.
fn problem(thrown: &JsValue) -> (String, String) {
    for field in ["message", "remedy"] {
        for language in ["en", "pt-BR"] {
            assert!(text(&get(thrown, field), language).len() > 5, "{field} {language} of {}", show(thrown));
        }
    }
    (text(thrown, "code"), text(thrown, "path"))
}

#[wasm_bindgen_test]
fn a_bad_scenario_throws_a_problem_and_leaves_an_older_playground_in_peace() {
    let mut old = playground();
    let hash = old.trace_hash();
    let two = |a: &str, b: &str| format!("{{\"version\": {a}, \"id\": {b}}}");
    let renamed = lesson("purchase-fan-out").replacen("\"purchase-fan-out\"", "\"<b>\"", 1);
    for bad in ["", "{", "null", "[]", "[[[[[[", &two("1", "2"), &two("NaN", "\"x\""), &renamed] {
        problem(&Playground::new(bad, None).err().unwrap());
    }
    let (_, path) = problem(&Playground::new(&renamed, None).err().unwrap());
    assert_eq!(path, "id");
    assert_eq!(old.trace_hash(), hash);
    old.advance(9_000.0).unwrap();
    assert!(old.step(Stride::Event, false).is_ok());
}

#[wasm_bindgen_test]
fn a_seed_is_a_whole_number_as_text() {
    let with = |seed: &str| Playground::new(lesson("flaky-retries"), Some(seed.into()));
    for bad in ["", "x", "-1", "1.5", "1e3", "NaN", "9007199254740992", "99999999999999999999"] {
        problem(&with(bad).err().unwrap_or_else(|| panic!("{bad:?} was taken for a seed")));
    }
    let hash = |seed: &str| {
        let mut p = with(seed).ok().unwrap();
        p.advance(20_000.0).unwrap();
        p.trace_hash()
    };
    assert_eq!(hash("7"), hash("7"));
    assert_ne!(hash("7"), hash("8"));
    let suggested = suggest_seed();
    assert!(suggested.parse::<u32>().is_ok() && with(&suggested).is_ok(), "{suggested}");
}

#[wasm_bindgen_test]
fn a_frame_is_as_long_as_its_layout_says() {
    for built_in in catalogue() {
        let mut p = Playground::new(built_in.json, None).ok().unwrap();
        let (layout, scenario) = (JsValue::from(layout()), JsValue::from(p.scenario()));
        let fields = |kind: &str| list(&layout, kind).len() as u32;
        let count = |kind: &str| list(&scenario, kind).len() as u32;
        let writes: u32 = list(&scenario, "nodes").iter().map(|node| list(node, "effects").len() as u32).sum();
        let header = list(&layout, "header");
        let at = |name: &str| header.iter().position(|f| f.as_string().as_deref() == Some(name)).unwrap() as u32;
        for ms in 0..60 {
            p.advance(f64::from(ms) * 500.0).unwrap();
            let frame = p.frame();
            assert_eq!(frame.get_index(at("nowMs")), p.now());
            let rows = frame.get_index(at("envelopes")) as u32;
            let length = fields("header")
                + count("nodes") * fields("node")
                + count("subscriptions") * fields("subscription")
                + count("effects") * fields("effect")
                + writes * fields("write")
                + count("calls") * fields("call")
                + rows * fields("envelope");
            assert_eq!(frame.length(), length, "{} at {ms}", built_in.id);
            let next = frame.get_index(at("nextEventMs"));
            assert!(p.next_event().map_or(next.is_nan(), |at| at == next));
        }
    }
}

#[wasm_bindgen_test]
fn every_envelope_is_in_a_known_state_between_known_places() {
    let mut p = Playground::new(lesson("flaky-retries"), None).ok().unwrap();
    let (layout, scenario) = (JsValue::from(layout()), JsValue::from(p.scenario()));
    let names: Vec<String> = list(&layout, "envelope").iter().map(|f| f.as_string().unwrap()).collect();
    let at = |name: &str| names.iter().position(|f| f == name).unwrap();
    let envelopes = list(&layout, "header").iter().position(|f| f == "envelopes").unwrap();
    let (states, nodes) = (list(&layout, "envelopeStates").len() as f64, list(&scenario, "nodes").len() as f64);
    let mut seen = 0;
    while p.step(Stride::Event, false).unwrap() == Some(true) {
        let frame = p.frame().to_vec();
        let rows = frame[envelopes] as usize * names.len();
        for row in frame[frame.len() - rows..].chunks(names.len()) {
            assert!(row[at("state")] < states && row[at("from")] < nodes && row[at("to")] < nodes, "{row:?}");
            assert!(row[at("sinceMs")] <= p.now() && ends_after(row[at("sinceMs")], row[at("untilMs")]), "{row:?}");
            seen += 1;
        }
    }
    assert!(seen > 100);
}

#[wasm_bindgen_test]
fn every_command_is_carried_out() {
    let mut p = playground();
    let commands = [
        r#"{"placeOrder": {"client": "shop"}}"#,
        r#"{"placeOrder": {"client": "shop", "amount": 1000000}}"#,
        r#"{"setHealth": {"node": "stock", "health": {"slow": {"factor": 4}}}}"#,
        r#"{"setHealth": {"node": "stock", "health": {"flaky": {"probability": 0.3}}}}"#,
        r#"{"setHealth": {"node": "stock", "health": "down"}}"#,
        r#"{"setHealth": {"node": "stock", "health": "up"}}"#,
        r#"{"crash": {"node": "invoice", "point": "now"}}"#,
        r#"{"crash": {"node": "logistics", "point": "afterEffect"}}"#,
        r#"{"dropNext": {"subscription": "stock"}}"#,
        r#"{"duplicateNext": {"subscription": "stock"}}"#,
        r#"{"delayNext": {"subscription": "stock", "by": "2s"}}"#,
        r#"{"reorder": {"subscription": "stock"}}"#,
        r#"{"redriveAll": {"subscription": "stock"}}"#,
        r#"{"setDelivery": {"subscription": "stock", "delivery": {"preset": "sqs", "lease": null, "crashReturns": "atOnce"}}}"#,
        r#"{"setWorkers": {"node": "stock", "workers": 3}}"#,
        r#"{"setArrivals": {"client": "shop", "every": {"exponential": {"mean": "2s"}}}}"#,
        r#"{"setArrivals": {"client": "shop", "every": null}}"#,
    ];
    for json in commands {
        let hash = p.trace_hash();
        command(&mut p, json).unwrap_or_else(|thrown| panic!("{json}: {}", show(&thrown)));
        // Redriving where nothing is dead is no fact.
        assert!(p.trace_hash() != hash || json.contains("redriveAll"), "{json} left no trace");
    }
    let mut chain = Playground::new(lesson("sync-chain"), None).ok().unwrap();
    let calls = list(&chain.settings().into(), "calls");
    let (from, to) = (text(&calls[0], "from"), text(&calls[0], "to"));
    let set = format!(
        r#"{{"setCall": {{"from": "{from}", "to": "{to}", "timeout": "7s", "retry": {{"backoff": "immediate", "maxAttempts": 2}}}}}}"#
    );
    command(&mut chain, &set).unwrap();
    assert_eq!(text(&list(&chain.settings().into(), "calls")[0], "timeout"), "7s");
}

#[wasm_bindgen_test]
fn a_letter_dies_is_mended_redriven_and_discarded() {
    let mut p = playground();
    command(&mut p, r#"{"setArrivals": {"client": "shop", "every": null}}"#).unwrap();
    let one =
        r#"{"setDelivery": {"subscription": "stock", "delivery": {"retry": {"backoff": "none", "maxAttempts": 1}}}}"#;
    command(&mut p, one).unwrap();
    for _ in 0..2 {
        command(&mut p, r#"{"poisonNext": {"subscription": "stock"}}"#).unwrap();
        command(&mut p, r#"{"placeOrder": {"client": "shop"}}"#).unwrap();
    }
    p.advance(p.now() + 30_000.0).unwrap();
    let mut dead = Vec::new();
    for from in (0..).step_by(200) {
        let facts = p.facts(from);
        let facts: Vec<JsValue> = JsValue::from(facts).unchecked_into::<Array>().to_vec();
        if facts.is_empty() {
            break;
        }
        let letters = facts.iter().filter(|f| text(f, "what") == "messageDeadLettered");
        dead.extend(letters.map(|f| get(f, "message").as_f64().unwrap()));
    }
    assert_eq!(dead.len(), 2);
    for word in ["mend", "poison", "mend", "redrive"] {
        command(&mut p, &format!(r#"{{"{word}": {{"message": {}}}}}"#, dead[0])).unwrap();
    }
    command(&mut p, &format!(r#"{{"discard": {{"message": {}}}}}"#, dead[1])).unwrap();
    p.advance(p.now() + 30_000.0).unwrap();
    for gone in dead {
        let refused = command(&mut p, &format!(r#"{{"redrive": {{"message": {gone}}}}}"#));
        problem(&refused.unwrap_err());
    }
}

#[wasm_bindgen_test]
fn a_wrong_command_throws_a_problem_and_changes_nothing() {
    let mut p = playground();
    let hash = p.trace_hash();
    let wrong = [
        r#"{}"#,
        r#"null"#,
        r#"7"#,
        r#""crash""#,
        r#"{"explode": {}}"#,
        r#"{"placeOrder": {"client": "nobody"}}"#,
        r#"{"placeOrder": {"client": "stock"}}"#,
        r#"{"placeOrder": {"client": "shop", "amount": -1}}"#,
        r#"{"placeOrder": {"client": "shop", "amount": 1e300}}"#,
        r#"{"placeOrder": {"client": "shop", "discount": 1}}"#,
        r#"{"placeOrder": {"client": "shop"}, "crash": {"node": "stock", "point": "now"}}"#,
        r#"{"setHealth": {"node": "stock", "health": "ill"}}"#,
        r#"{"setHealth": {"node": "stock", "health": {"slow": {"factor": 0}}}}"#,
        r#"{"setHealth": {"node": "stock", "health": {"flaky": {"probability": 1.5}}}}"#,
        r#"{"setHealth": {"node": "shop", "health": "down"}}"#,
        r#"{"delayNext": {"subscription": "stock", "by": "-1s"}}"#,
        r#"{"delayNext": {"subscription": "stock", "by": 5}}"#,
        r#"{"redrive": {"message": 424242}}"#,
        r#"{"redrive": {"message": 1.5}}"#,
        r#"{"setWorkers": {"node": "stock", "workers": 0}}"#,
        r#"{"setWorkers": {"node": "stock", "workers": 1000000}}"#,
        r#"{"setArrivals": {"client": "shop", "every": "0ms"}}"#,
        r#"{"setDelivery": {"subscription": "stock", "delivery": {"preset": "fax"}}}"#,
        r#"{"setCall": {"from": "shop", "to": "stock", "timeout": "1s"}}"#,
    ];
    for json in wrong {
        let refused = command(&mut p, json);
        problem(&refused.err().unwrap_or_else(|| panic!("{json} was carried out")));
    }
    for value in [JsValue::UNDEFINED, JsValue::from(f64::NAN), JsValue::from(js_sys::Symbol::iterator())] {
        problem(&p.command(value.unchecked_into()).unwrap_err());
    }
    assert_eq!(p.trace_hash(), hash);
}

#[wasm_bindgen_test]
fn odd_instants_do_no_harm() {
    let mut p = playground();
    let (now, hash) = (p.now(), p.trace_hash());
    for odd in [f64::NAN, -1.0, f64::NEG_INFINITY, 0.0, -0.0, now - 1.0] {
        p.advance(odd).unwrap();
        assert_eq!((p.now(), p.trace_hash()), (now, hash.clone()), "to {odd}");
    }
    for (from, to) in [(f64::NAN, f64::NAN), (5_000.0, -5.0), (f64::NEG_INFINITY, f64::INFINITY), (1e300, 1e301)] {
        let bars = p.timeline(from, to, 0.0);
        let width = list(&layout().into(), "bar").len() as u32;
        assert_eq!(bars.length() % width, 0, "{from} to {to}");
    }
    // The scenario's orders are limited, so the world comes to rest on the way.
    p.advance(f64::INFINITY).unwrap();
    while p.is_under_way() {
        p.go_on().unwrap();
    }
    assert!(p.step(Stride::Event, false).unwrap() == Some(false) && p.next_event().is_none());
    command(&mut p, r#"{"placeOrder": {"client": "shop"}}"#).unwrap();
    p.advance(f64::INFINITY).unwrap();
    assert!(p.frame().length() > 0);
}

#[wasm_bindgen_test]
fn facts_come_in_order_two_hundred_at_a_time_with_names_and_causes() {
    let mut p = playground();
    p.advance(60_000.0).unwrap();
    let facts = |from: u32| JsValue::from(p.facts(from)).unchecked_into::<Array>().to_vec();
    let first = facts(0);
    assert_eq!(first.len(), 200);
    for (i, fact) in first.iter().enumerate() {
        assert_eq!(get(fact, "index").as_f64(), Some(i as f64));
        assert!(get(fact, "atMs").as_f64().is_some() && !text(fact, "what").is_empty());
        let cause = get(fact, "cause");
        assert!(cause.is_undefined() || cause.as_f64().is_some_and(|c| c < i as f64), "{}", show(fact));
    }
    assert!(first.iter().any(|f| text(f, "what") == "orderPlaced" && text(f, "client") == "shop"));
    assert!(facts(u32::MAX).is_empty());
}

#[wasm_bindgen_test]
fn bars_lie_on_known_nodes_and_have_known_kinds() {
    let mut p = Playground::new(lesson("service-down"), None).ok().unwrap();
    p.advance(60_000.0).unwrap();
    let layout = JsValue::from(layout());
    let names: Vec<String> = list(&layout, "bar").iter().map(|f| f.as_string().unwrap()).collect();
    let at = |name: &str| names.iter().position(|f| f == name).unwrap();
    let (kinds, results) = (list(&layout, "barKinds").len() as f64, list(&layout, "barResults").len() as f64);
    let nodes = list(&p.scenario().into(), "nodes").len() as f64;
    let bars = p.timeline(0.0, 60_000.0, 0.0).to_vec();
    assert!(bars.len() > names.len() * 20);
    for bar in bars.chunks(names.len()) {
        assert!(bar[at("node")] < nodes && bar[at("kind")] < kinds && bar[at("result")] < results, "{bar:?}");
        assert!(ends_after(bar[at("startMs")], bar[at("endMs")]), "{bar:?}");
    }
}

#[wasm_bindgen_test]
fn the_settings_are_those_in_force_and_can_be_given_back() {
    let mut p = playground();
    let settings = JsValue::from(p.settings());
    let delivery = get(&get(&settings, "subscriptions"), "stock");
    for field in ["ack", "prefetch", "lease", "requeue", "crashReturns", "counts", "retry", "ordering", "deadLetter"] {
        assert!(!get(&delivery, field).is_undefined(), "{field} is missing in {}", show(&delivery));
    }
    let back = format!(r#"{{"setDelivery": {{"subscription": "stock", "delivery": {}}}}}"#, show(&delivery));
    command(&mut p, &back).unwrap();
    assert_eq!(show(&p.settings().into()), show(&settings), "given back, they are the same");
    command(&mut p, r#"{"setWorkers": {"node": "stock", "workers": 7}}"#).unwrap();
    command(&mut p, r#"{"setHealth": {"node": "stock", "health": {"slow": {"factor": 2.5}}}}"#).unwrap();
    let stock = get(&get(&p.settings().into(), "nodes"), "stock");
    assert_eq!(get(&stock, "workers").as_f64(), Some(7.0));
    assert_eq!(get(&get(&get(&stock, "health"), "slow"), "factor").as_f64(), Some(2.5));
    let clients: Vec<JsValue> = Object::keys(get(&settings, "clients").unchecked_ref::<Object>()).to_vec();
    assert!(clients.iter().map(|c| c.as_string()).eq([Some("shop".to_owned())]));
}

#[wasm_bindgen_test]
fn a_retry_schedule_gives_the_bounds_of_each_wait() {
    let policy = r#"{"backoff": {"exponential": {"base": "1s", "factor": 2, "cap": "3s"}}, "jitter": "equal", "maxAttempts": 4}"#;
    let schedule = retry_schedule(js(policy).unchecked_into()).unwrap();
    let waits = JsValue::from(schedule).unchecked_into::<Array>().to_vec();
    let bounds = waits.iter().map(|w| ["attempt", "minMs", "maxMs"].map(|key| get(w, key).as_f64().unwrap()));
    assert_eq!(bounds.collect::<Vec<_>>(), [[2.0, 500.0, 1_000.0], [3.0, 1_000.0, 2_000.0], [4.0, 1_500.0, 3_000.0]]);
    for wrong in [r#"{"backoff": "never", "maxAttempts": 4}"#, r#"{"backoff": "immediate", "maxAttempts": 0}"#, "[]"] {
        problem(&retry_schedule(js(wrong).unchecked_into()).err().unwrap());
    }
}

/// Small numbers that look random.
fn numbers(seed: u32) -> impl FnMut(u32) -> u32 {
    let mut x = seed;
    move |below| {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (x >> 8) % below
    }
}

/// Everything shown at an instant, without the known future.
fn seen(p: &mut Playground) -> (String, Vec<u64>) {
    let header = list(&layout().into(), "header");
    let hidden = |i: usize| {
        ["headMs", "headEvents", "past", "commandFacts"].iter().any(|f| header.get(i).is_some_and(|h| h == f))
    };
    let frame = p.frame().to_vec().into_iter().enumerate();
    (p.trace_hash(), frame.filter(|(i, _)| !hidden(*i)).map(|(_, number)| number.to_bits()).collect())
}

/// Thirty seconds of a lesson with a command now and then, and what was seen each half second.
fn played(json: &str, random: &mut impl FnMut(u32) -> u32) -> (Playground, Vec<(f64, String, Vec<u64>)>) {
    let mut p = Playground::new(json, None).ok().unwrap();
    let scenario = JsValue::from(p.scenario());
    let nodes = list(&scenario, "nodes");
    let (client, services): (Vec<_>, Vec<_>) = nodes.iter().partition(|n| text(n, "kind") == "client");
    let services: Vec<_> = services.into_iter().filter(|n| text(n, "kind") == "service").collect();
    let mut album = Vec::new();
    for i in 0..60 {
        p.advance(f64::from(i) * 500.0).unwrap();
        let order = format!(r#"{{"placeOrder": {{"client": "{}"}}}}"#, text(client[0], "id"));
        let node = text(services[random(services.len() as u32) as usize], "id");
        match random(4) {
            0 => command(&mut p, &order).unwrap(),
            1 => {
                let health = if random(2) == 0 { "up" } else { "down" };
                let set = format!(r#"{{"setHealth": {{"node": "{node}", "health": "{health}"}}}}"#);
                command(&mut p, &set).unwrap();
            }
            _ => {}
        }
        let (hash, frame) = seen(&mut p);
        album.push((p.now(), hash, frame));
    }
    (p, album)
}

#[wasm_bindgen_test]
fn wherever_one_goes_it_is_as_it_was() {
    for (n, built_in) in catalogue().iter().enumerate() {
        let mut random = numbers(n as u32);
        let (mut p, album) = played(built_in.json, &mut random);
        for _ in 0..120 {
            let (at, hash, frame) = &album[random(album.len() as u32) as usize];
            match random(5) {
                0 => p
                    .step([Stride::Event, Stride::Attempt, Stride::Message][random(3) as usize], random(2) == 0)
                    .map(|_| ())
                    .unwrap(),
                1 => p.seek_fact(random(500)).map(|_| ()).unwrap(),
                _ => {}
            }
            p.seek(*at).unwrap();
            assert_eq!(&seen(&mut p), &(hash.clone(), frame.clone()), "{} at {at}", built_in.id);
        }
    }
}

#[wasm_bindgen_test]
fn a_log_repeats_the_run() {
    for (n, built_in) in catalogue().iter().enumerate() {
        let (mut p, album) = played(built_in.json, &mut numbers(n as u32 + 100));
        let mut again = Playground::new(built_in.json, None).ok().unwrap();
        // Also from the middle: what is after the playhead belongs to the log.
        p.seek(9_000.0).unwrap();
        for entry in JsValue::from(p.command_log()).unchecked_into::<Array>().to_vec() {
            let entry: Array = entry.unchecked_into();
            let [at, events] = [0, 1].map(|i| entry.get(i).as_f64().unwrap());
            again.repeat(at, events, js(&entry.get(2).as_string().unwrap()).unchecked_into()).unwrap();
        }
        let (at, hash, _) = &album[album.len() - 1];
        again.seek(*at).unwrap();
        assert_eq!(&again.trace_hash(), hash, "{}", built_in.id);
        // A command in the past starts another future; the past stays as it was.
        let (at, hash, _) = &album[10];
        p.seek(*at).unwrap();
        command(&mut p, r#"{"placeOrder": {"client": "nobody"}}"#).unwrap_err();
        let length = |p: &Playground| JsValue::from(p.command_log()).unchecked_into::<Array>().length();
        let before = length(&p);
        p.cut();
        assert_eq!(&p.trace_hash(), hash);
        assert!(length(&p) <= before);
    }
}

#[wasm_bindgen_test]
fn facts_are_found_by_what_they_are_about() {
    let mut p = playground();
    let all = |p: &Playground| {
        JsValue::from(p.find("", Subject::Order, 1, u32::MAX).unwrap()).unchecked_into::<Array>().to_vec()
    };
    let story = all(&p);
    assert!(story.len() > 5 && text(&story[0], "what") == "orderPlaced");
    let acked = p.find("messageAcked orderDone", Subject::Order, 1, u32::MAX).unwrap();
    for fact in JsValue::from(acked).unchecked_into::<Array>().to_vec() {
        assert!(["messageAcked", "orderDone"].contains(&text(&fact, "what").as_str()));
    }
    let unknown = p.find("messageEaten", Subject::Order, 1, u32::MAX).err().unwrap();
    assert_eq!(text(&unknown, "code"), "unknown-word");
    p.seek(0.0).unwrap();
    assert!(all(&p).is_empty(), "what has not happened yet is not told");
    assert!(p.delivery_at(0, 0.0).is_some() && p.delivery_at(999, 0.0).is_none() && p.call_at(999, 0.0).is_none());
}

#[wasm_bindgen_test]
fn a_long_way_is_cut_into_calls_that_are_short() {
    // Far more events than a call executes: an order each 100 us.
    let busy = lesson("purchase-fan-out").replace("\"limit\": 16", "\"limit\": 100000");
    let mut p = Playground::new(&busy, None).ok().unwrap();
    command(&mut p, r#"{"setArrivals": {"client": "shop", "every": "100us"}}"#).unwrap();
    assert_eq!((p.advance(60_000.0).unwrap(), p.is_under_way()), (None, true));
    let mut calls = 1;
    while p.go_on().unwrap().is_none() {
        calls += 1;
    }
    assert!(calls > 10 && p.now() == 60_000.0 && !p.is_under_way(), "{calls} calls to {} ms", p.now());
    let hash = p.trace_hash();
    p.seek(100.0).unwrap();
    while p.is_under_way() {
        p.go_on().unwrap();
    }
    assert_eq!(p.now(), 100.0);
    // What a new way sets out for counts.
    p.seek(60_000.0).unwrap();
    p.seek(200.0).unwrap();
    p.seek(60_000.0).unwrap();
    while p.is_under_way() {
        p.go_on().unwrap();
    }
    assert_eq!((p.now(), p.trace_hash()), (60_000.0, hash));
}
