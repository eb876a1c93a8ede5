//! Bad input is refused with a code, a place and a remedy, and with little work; nothing makes the parser panic.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use carteiro::model::limits;
use carteiro::problem::Problem;
use carteiro::scenario::{CommandSpec, load};
use serde_json::{Value, json};

/// A small scenario with one of everything.
fn base() -> Value {
    json!({
        "version": 1, "id": "base", "seed": 1, "until": "60s", "dueWithin": "10s",
        "title": {"en": "Base", "pt-BR": "Base"},
        "network": {"latency": "10ms"},
        "effects": [
            {"id": "paid", "name": {"en": "Paid", "pt-BR": "Pagos"}},
            {"id": "moved", "name": {"en": "Moved", "pt-BR": "Baixas"}}
        ],
        "nodes": [
            {"id": "shop", "kind": "client", "name": {"en": "Shop", "pt-BR": "Loja"},
             "arrivals": {"every": {"exponential": {"mean": "1s"}}, "limit": 5},
             "handlers": [{"on": "order", "steps": [
                {"effect": "paid"},
                {"publish": {"topic": "purchase-approved", "via": "confirmed"}}]}]},
            {"id": "stock", "kind": "service", "name": {"en": "Stock", "pt-BR": "Estoque"},
             "handlers": [
                {"on": {"subscription": "stock"}, "steps": [
                    {"require": {"effects": ["paid"], "otherwise": "retry"}},
                    {"work": {"takes": {"uniform": {"min": "1ms", "max": "9ms"}}, "fails": 0.1}},
                    {"call": {"to": "price", "timeout": "1s"}},
                    {"effect": "moved"}]}]},
            {"id": "price", "kind": "service", "name": {"en": "Price", "pt-BR": "Preço"},
             "handlers": [{"on": "call", "steps": [{"work": {"takes": "2ms"}}, "reply"]}]},
            {"id": "broker", "kind": "broker", "name": {"en": "Broker", "pt-BR": "Broker"}}
        ],
        "topics": [
            {"id": "purchase-approved", "name": {"en": "Approved", "pt-BR": "Aprovada"}, "broker": "broker",
             "subscriptions": [{"id": "stock", "consumers": ["stock"], "delivery": {
                "lease": "30s", "inbox": {"window": "5min"},
                "retry": {"backoff": {"exponential": {"base": "1s", "factor": 2.0, "cap": "30s"}}, "maxAttempts": 5}
             }}]}
        ],
        "faults": [{"at": "3s", "do": {"setHealth": {"node": "stock", "health": "down"}}}],
        "claims": [{"expect": "lost == 0", "text": {"en": "None lost", "pt-BR": "Nada se perde"}}]
    })
}

/// The base with one value replaced or added at a JSON pointer.
fn with(pointer: &str, value: Value) -> String {
    let mut scenario = base();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match scenario.pointer_mut(parent).expect("a place in the base") {
        Value::Object(object) => {
            object.insert(key.to_owned(), value);
        }
        Value::Array(list) => match key.parse::<usize>() {
            Ok(i) => list[i] = value,
            Err(_) => list.push(value),
        },
        _ => unreachable!("a list or an object"),
    }
    scenario.to_string()
}

/// The most bytes that may be allocated to find the problem with a text: a fixed number, and a number per byte of it.
const WORK: u64 = 1 << 16;
const WORK_PER_BYTE: u64 = 64;

/// The problem with a text, which must be found with little work and say what to do in both languages.
fn problem(json: &str) -> Problem {
    let mut loaded = None;
    let work = allocation_counter::measure(|| loaded = load(json).err()).bytes_total;
    let most = WORK + WORK_PER_BYTE * json.len() as u64;
    assert!(work <= most, "{work} bytes were allocated for {} bytes of text", json.len());
    let problem = loaded.expect("a problem");
    for text in [&problem.message, &problem.remedy] {
        assert!(!text.en.is_empty() && !text.pt_br.is_empty() && text.en != text.pt_br, "{problem}");
        assert!(text.en.len() < 1_000, "{problem}");
    }
    problem
}

fn check(json: &str, code: &str, path: &str) {
    let problem = problem(json);
    assert_eq!((problem.code, problem.path.as_str()), (code, path), "{problem}");
}

#[test]
fn the_base_is_good() {
    let model = load(&base().to_string()).expect("a model");
    assert_eq!((model.nodes.len(), model.calls.len(), model.topics[0].sites), (4, 1, 1));
    // A byte order mark, as some editors write it, does no harm.
    load(&format!("\u{feff}{}", base())).expect("a model");
}

#[test]
fn what_is_not_json_is_refused_with_its_line() {
    check("", "json-truncated", "");
    check("{", "json-truncated", "");
    check("{\"version\": 1,}", "json-syntax", "");
    check("<!doctype html>", "json-syntax", "");
    check(&format!("{} {}", base(), "x"), "json-syntax", "");
    check("{\"version\": NaN}", "json-syntax", "version");
    let problem = problem("{\n  \"version\": 1\n  \"id\": \"x\"\n}");
    assert!(problem.message.en.contains("line 3"), "{problem}");
    assert!(problem.message.pt_br.contains("linha 3"), "{problem}");
}

#[test]
fn a_file_too_large_is_refused_unread() {
    check(&" ".repeat(10 << 20), "file-too-big", "");
    let mut filled = base().to_string();
    filled.push_str(&" ".repeat(limits::FILE_BYTES - filled.len()));
    load(&filled).expect("the limit itself is allowed");
}

#[test]
fn depth_bombs_are_refused() {
    for (open, path) in [("[", ""), ("{\"a\":", "")] {
        let problem = problem(&open.repeat(100_000));
        assert!(problem.path.len() < 300, "{problem} {path}");
    }
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let problem = problem(&base().to_string().replace("\"10ms\"", &deep));
    assert!(problem.code == "json-too-deep" && problem.path.starts_with("network.latency[0]"), "{problem}");
}

#[test]
fn the_shape_is_checked_with_its_path() {
    check(&with("/colour", json!("red")), "unknown-field", "colour");
    check(
        &with("/nodes/1/handlers/0/steps/1/work/colour", json!(1)),
        "unknown-field",
        "nodes[1].handlers[0].steps[1].work.colour",
    );
    check(
        &with("/nodes/1/handlers/0/steps/1/work/takes", json!(5)),
        "wrong-type",
        "nodes[1].handlers[0].steps[1].work.takes",
    );
    check(
        &with("/nodes/1/handlers/0/steps/1", json!({"sleep": "1s"})),
        "unknown-word",
        "nodes[1].handlers[0].steps[1]",
    );
    check(&with("/nodes/1/kind", json!("robot")), "unknown-word", "nodes[1].kind");
    check(&with("/nodes/1", json!({"id": "x", "kind": "service"})), "missing-field", "nodes[1].name");
    check(&with("/title", json!({"en": "Only English"})), "missing-field", "title.pt-BR");
    check(&with("/nodes/1/workers", json!(-1)), "out-of-range", "nodes[1].workers");
    check(&with("/nodes/1/workers", json!(1e12 as u64)), "out-of-range", "nodes[1].workers");
    check(&with("/nodes", json!({})), "wrong-type", "nodes");
    check(&with("/version", json!("1")), "wrong-type", "version");
    check(&with("/version", json!(2)), "unknown-version", "version");
    check(&with("/faults/0/do", json!({"explode": {}})), "unknown-word", "faults[0].do");
    check(
        &with("/faults/0/do", json!({"setArrivals": {"client": "shop"}})),
        "missing-field",
        "faults[0].do.setArrivals.every",
    );
}

#[test]
fn a_wrong_type_is_said_in_the_words_of_both_languages() {
    let problem = problem(&with("/nodes/1/workers", json!("four")));
    assert_eq!(problem.message.en, "Here is a text, where a whole number belongs.");
    assert_eq!(problem.message.pt_br, "Aqui há um texto, onde deveria estar um número inteiro.");
}

#[test]
fn a_repeated_field_is_refused() {
    let twice = base().to_string().replacen("\"id\":\"shop\"", "\"id\":\"shop\",\"id\":\"shop\"", 1);
    check(&twice, "repeated-field", "nodes[0].id");
    let twice = base().to_string().replacen("\"min\":\"1ms\"", "\"min\":\"1ms\",\"min\":\"1ms\"", 1);
    check(&twice, "repeated-field", "nodes[1].handlers[0].steps[1].work.takes.uniform.min");
    let twice = base().to_string().replacen("\"version\":1", "\"version\":1,\"version\":1", 1);
    check(&twice, "repeated-field", "version");
}

#[test]
fn bad_durations_and_numbers_are_refused() {
    let takes = "/nodes/1/handlers/0/steps/1/work/takes";
    let path = "nodes[1].handlers[0].steps[1].work.takes";
    for bad in ["-1s", "5", "NaNs", "1 s", "", "1e9s", "tomorrow"] {
        check(&with(takes, json!(bad)), "bad-duration", path);
    }
    check(&with(takes, json!("366d")), "duration-too-long", path);
    check(&with(takes, json!({"uniform": {"min": "2s", "max": "1s"}})), "min-above-max", &format!("{path}.uniform"));
    check(&with(takes, json!({"exponential": {"mean": "-2s"}})), "bad-duration", &format!("{path}.exponential.mean"));
    check(&with("/until", json!("0s")), "out-of-range", "until");
    check(&with("/nodes/0/arrivals/every", json!("0ms")), "out-of-range", "nodes[0].arrivals.every");
    check(&with("/nodes/1/workers", json!(1_000_000)), "out-of-range", "nodes[1].workers");
    check(&with("/nodes/1/workers", json!(0)), "out-of-range", "nodes[1].workers");
    load(&with("/nodes/1/workers", json!(limits::WORKERS))).expect("the limit itself is allowed");
    for bad in [json!(1.5), json!(-0.1), json!(1e300)] {
        check(
            &with("/nodes/1/handlers/0/steps/1/work/fails", bad),
            "out-of-range",
            "nodes[1].handlers[0].steps[1].work.fails",
        );
    }
    let huge = base().to_string().replace("\"fails\":0.1", "\"fails\":1e999");
    check(&huge, "out-of-range", "nodes[1].handlers[0].steps[1].work.fails");
    let delivery = "/topics/0/subscriptions/0/delivery";
    let path = "topics[0].subscriptions[0].delivery";
    let factor = with(&format!("{delivery}/retry/backoff/exponential/factor"), json!(0.5));
    check(&factor, "out-of-range", &format!("{path}.retry.backoff.exponential.factor"));
    let attempts = with(&format!("{delivery}/retry/maxAttempts"), json!(1_001));
    check(&attempts, "out-of-range", &format!("{path}.retry.maxAttempts"));
    check(&with(&format!("{delivery}/prefetch"), json!(0)), "out-of-range", &format!("{path}.prefetch"));
    check(&with(&format!("{delivery}/prefetch"), json!(-1)), "out-of-range", &format!("{path}.prefetch"));
    let lease = with(delivery, json!({"lease": null, "crashReturns": "atLeaseEnd"}));
    check(&lease, "lease-missing", &format!("{path}.crashReturns"));
    check(&with(&format!("{delivery}/preset"), json!("carrier-pigeon")), "unknown-preset", &format!("{path}.preset"));
}

#[test]
fn script_and_markup_are_refused_in_ids_and_harmless_in_texts() {
    let script = "<script>alert(1)</script>";
    check(&with("/nodes/1/id", json!(script)), "bad-id", "nodes[1].id");
    check(&with("/id", json!("Ünïcode")), "bad-id", "id");
    check(&with("/id", json!("x".repeat(41))), "bad-id", "id");
    let model = load(&with("/title/en", json!(script))).expect("a text is the author's");
    assert_eq!(model.title.en, script);
    check(&with("/title/en", json!(" ")), "empty-text", "title.en");
    check(&with("/title/pt-BR", json!("x".repeat(1_000))), "text-too-long", "title.pt-BR");
}

#[test]
fn words_for_orders_are_short_and_in_every_language() {
    let donation = json!({"one": {"en": "donation", "pt-BR": "doação"}, "many": {"en": "donations", "pt-BR": "doações"},
        "verb": {"en": "Donate", "pt-BR": "Doar"}, "feminine": true});
    let with_words = |place: &str, path: &str, value: Value| {
        let mut scenario = base();
        let object = if place.is_empty() { &mut scenario } else { scenario.pointer_mut(place).expect("a node") };
        object["order"] = donation.clone();
        if !path.is_empty() {
            *object["order"].pointer_mut(path).expect("a word") = value;
        }
        scenario.to_string()
    };
    let client = base()["nodes"].as_array().and_then(|nodes| nodes.iter().position(|n| n["kind"] == "client"));
    let client = client.expect("a client");
    for (place, at) in
        [(String::new(), String::from("order")), (format!("/nodes/{client}"), format!("nodes[{client}].order"))]
    {
        load(&with_words(&place, "", Value::Null)).expect("good words");
        let refused = |path, value, code, field: &str| {
            check(&with_words(&place, path, value), code, &format!("{at}.{field}"));
        };
        refused("/one/en", json!("x".repeat(25)), "text-too-long", "one.en");
        refused("/many/pt-BR", json!(" "), "empty-text", "many.pt-BR");
        refused("/verb/pt-BR", json!("x".repeat(17)), "text-too-long", "verb.pt-BR");
        refused("/feminine", json!("yes"), "wrong-type", "feminine");
    }
    let service = base()["nodes"].as_array().and_then(|nodes| nodes.iter().position(|n| n["kind"] == "service"));
    let service = service.expect("a service");
    let place = format!("/nodes/{service}");
    check(&with_words(&place, "", Value::Null), "field-of-another-kind", &format!("nodes[{service}].order"));
}

#[test]
fn logs_and_replicas_are_kept_by_a_durable_broker() {
    let broker =
        base()["nodes"].as_array().and_then(|nodes| nodes.iter().position(|n| n["id"] == "broker")).expect("a broker");
    let replicas = |count: u32| json!({"count": count, "lag": "1s", "election": "1s"});
    let with_broker = |broker_is: Value, log: bool| {
        let mut scenario = base();
        for (field, value) in broker_is.as_object().expect("fields") {
            scenario["nodes"][broker][field] = value.clone();
        }
        scenario["topics"][0]["log"] = json!(log);
        scenario.to_string()
    };
    load(&with_broker(json!({"replicas": replicas(3)}), true)).expect("a log with replicas");
    check(&with_broker(json!({"durable": false}), true), "not-durable", "topics[0].log");
    let path = format!("nodes[{broker}].replicas");
    check(&with_broker(json!({"durable": false, "replicas": replicas(3)}), false), "not-durable", &path);
    for count in [1, 10] {
        check(&with_broker(json!({"replicas": replicas(count)}), false), "out-of-range", &format!("{path}.count"));
    }
    check(&with("/nodes/1/replicas", replicas(3)), "field-of-another-kind", "nodes[1].replicas");
}

#[test]
fn what_refers_to_nothing_is_refused() {
    check(&with("/nodes/2/id", json!("stock")), "repeated-id", "nodes[2].id");
    check(&with("/topics/0/broker", json!("nobody")), "unknown-node", "topics[0].broker");
    check(&with("/topics/0/broker", json!("stock")), "wrong-kind-of-node", "topics[0].broker");
    // An effect may only follow those that precede it in the file, so it never waits for itself.
    check(&with("/effects/0/after", json!(["moved"])), "unknown-effect", "effects[0].after[0]");
    let subscription = "/topics/0/subscriptions/0";
    let path = "topics[0].subscriptions[0]";
    check(&with(&format!("{subscription}/consumers"), json!([])), "no-consumer", &format!("{path}.consumers"));
    check(
        &with(&format!("{subscription}/consumers/0"), json!("price")),
        "missing-handler",
        &format!("{path}.consumers[0]"),
    );
    check(
        &with(&format!("{subscription}/consumers/-"), json!("stock")),
        "repeated-id",
        &format!("{path}.consumers[1]"),
    );
    let steps = "/nodes/1/handlers/0/steps";
    let path = "nodes[1].handlers[0].steps";
    check(&with(&format!("{steps}/3/effect"), json!("sold")), "unknown-effect", &format!("{path}[3].effect"));
    check(
        &with(&format!("{steps}/0/require/effects/0"), json!("sold")),
        "unknown-effect",
        &format!("{path}[0].require.effects[0]"),
    );
    check(&with(&format!("{steps}/2/call/to"), json!("shop")), "wrong-kind-of-node", &format!("{path}[2].call.to"));
    check(&with(&format!("{steps}/2/call/to"), json!("stock")), "missing-handler", &format!("{path}[2].call.to"));
    check(&with(&format!("{steps}/2/call/timeout"), json!("0s")), "out-of-range", &format!("{path}[2].call.timeout"));
    check(&with(&format!("{steps}/3"), json!("reply")), "step-not-here", &format!("{path}[3].reply"));
    check(
        &with("/nodes/0/handlers/0/steps/1/publish/topic", json!("news")),
        "unknown-topic",
        "nodes[0].handlers[0].steps[1].publish.topic",
    );
    check(&with("/nodes/0/handlers", json!([])), "missing-handler", "nodes[0].handlers");
    check(&with("/nodes/0/handlers/0/on", json!("call")), "wrong-handler", "nodes[0].handlers[0].on");
    check(&with("/nodes/0/workers", json!(3)), "field-of-another-kind", "nodes[0].workers");
    let orphan = json!({"on": {"subscription": "stock"}, "steps": []});
    check(&with("/nodes/2/handlers/-", orphan), "handler-never-runs", "nodes[2].handlers[1].on");
    check(
        &with("/nodes/2/handlers/-", json!({"on": "call", "steps": []})),
        "repeated-handler",
        "nodes[2].handlers[1].on",
    );
    check(&with("/nodes/1/handlers/0/steps/3", json!({"effect": "paid"})), "effect-never-written", "effects[1].id");
    check(&with("/effects/0/id", json!("lost")), "reserved-id", "effects[0].id");
}

#[test]
fn calls_in_a_circle_are_refused() {
    let back = json!({"on": "call", "steps": [{"call": {"to": "price", "timeout": "1s"}}]});
    let mut scenario: Value = serde_json::from_str(&with("/nodes/1/handlers/-", back)).expect("JSON");
    let steps = scenario.pointer_mut("/nodes/2/handlers/0/steps").expect("steps");
    steps.as_array_mut().expect("a list").push(json!({"call": {"to": "stock", "timeout": "1s"}}));
    let problem = problem(&scenario.to_string());
    assert_eq!(problem.code, "call-cycle");
    assert_eq!(problem.path, "nodes[2].handlers[0].steps[2].call.to");
    assert!(problem.message.en.contains("stock → price → stock"), "{problem}");

    let differs = json!({"call": {"to": "price", "timeout": "2s"}});
    let path = "nodes[1].handlers[0].steps[4].call";
    check(&with("/nodes/1/handlers/0/steps/-", differs), "call-policies-differ", path);
}

#[test]
fn pools_and_machines_are_checked() {
    let at = "nodes[1].handlers[0].steps[4].call";
    let call = |call: Value| with("/nodes/1/handlers/0/steps/-", json!({"call": call}));
    let to = |to: Value| call(json!({"to": to, "timeout": "1s"}));
    check(&to(json!([])), "empty-list", &format!("{at}.to"));
    check(&to(json!(["price", "price"])), "repeated-id", &format!("{at}.to[1]"));
    check(&to(json!(["price", "nobody"])), "unknown-node", &format!("{at}.to[1]"));
    check(&to(json!(7)), "wrong-type", &format!("{at}.to"));
    let probe = |probe: Value| call(json!({"to": "price", "timeout": "1s", "healthCheck": probe}));
    let sound = json!({"every": "1s", "timeout": "500ms"});
    check(&probe(sound.clone()), "pools-differ", at);
    let but = |field: &str, value: Value| {
        let mut other = sound.clone();
        other[field] = value;
        probe(other)
    };
    check(&but("timeout", json!("2s")), "probe-timeout-too-long", &format!("{at}.healthCheck.timeout"));
    check(&but("every", json!("0s")), "out-of-range", &format!("{at}.healthCheck.every"));
    check(&but("healthyAfter", json!(0)), "out-of-range", &format!("{at}.healthCheck.healthyAfter"));
    check(&with("/nodes/1/cores", json!(0)), "out-of-range", "nodes[1].cores");
    check(&with("/nodes/1/speed", json!(0)), "out-of-range", "nodes[1].speed");
    check(&with("/nodes/0/speed", json!(2)), "field-of-another-kind", "nodes[0].speed");
}

#[test]
fn lists_have_limits() {
    let many = |n: usize, item: Value| Value::Array(vec![item; n]);
    let fault = base()["faults"][0].clone();
    check(&with("/faults", many(limits::FAULTS + 1, fault)), "too-many", "faults");
    let step = json!({"work": {"takes": "1ms"}});
    check(&with("/nodes/2/handlers/0/steps", many(limits::STEPS + 1, step)), "too-many", "nodes[2].handlers[0].steps");
    check(&with("/nodes", many(limits::NODES + 1, base()["nodes"][1].clone())), "too-many", "nodes");
    check(&with("/claims", many(limits::CLAIMS + 1, base()["claims"][0].clone())), "too-many", "claims");
    // 52 publishing sites times 5 effects: more keys for one order than an inbox tells apart.
    let mut keys = base();
    let publish = keys["nodes"][0]["handlers"][0]["steps"][1].clone();
    keys["nodes"][0]["handlers"][0]["steps"] = many(limits::KEYS / 5 + 1, publish);
    keys["nodes"][1]["handlers"][0]["steps"] = many(5, json!({"effect": "moved"}));
    keys["effects"] = json!([keys["effects"][1]]);
    keys["nodes"][0]["handlers"][0]["steps"][0] = json!({"work": {"takes": "1ms"}});
    assert!(load(&keys.to_string()).is_ok());
    keys["nodes"][0]["handlers"][0]["steps"][0] = keys["nodes"][0]["handlers"][0]["steps"][1].clone();
    check(&keys.to_string(), "too-many", "topics[0].subscriptions[0]");
    check(&with("/faults/0/at", json!("61s")), "fault-after-end", "faults[0].at");
}

#[test]
fn claims_are_comparisons_of_what_is_measured() {
    let claim = |expect: &str| with("/claims/0/expect", json!(expect));
    for good in ["lost == 0", "maxAttempts <= 5", "moved == paid", "stock.dead==0", "stock.p99 < 1500.5", "0 != orders"]
    {
        load(&claim(good)).expect(good);
    }
    for bad in ["", "lost", "lost = 0", "lost === 0", "== 0", "lost == ", "a == b == c", "lost => 0"] {
        check(&claim(bad), "bad-claim", "claims[0].expect");
    }
    check(&claim("sold == 0"), "unknown-quantity", "claims[0].expect");
    check(&claim("lost == NaN"), "unknown-quantity", "claims[0].expect");
    check(&claim("stock.colour == 0"), "unknown-quantity", "claims[0].expect");
    check(&claim("sold.dead == 0"), "unknown-subscription", "claims[0].expect");
    check(&claim("1 == 1"), "empty-claim", "claims[0].expect");
    check(&claim("paid >= paid"), "empty-claim", "claims[0].expect");
}

#[test]
fn wrong_commands_are_refused() {
    let model = load(&base().to_string()).expect("a model");
    let refused = |command: Value| {
        let command: CommandSpec = serde_json::from_value(command).expect("a command's shape");
        let problem = command.resolve(&model).expect_err("a problem");
        (problem.code, problem.path.clone())
    };
    let at = |code: &'static str, path: &str| (code, path.to_owned());
    assert_eq!(refused(json!({"placeOrder": {"client": "nobody"}})), at("unknown-node", "placeOrder.client"));
    assert_eq!(refused(json!({"placeOrder": {"client": "stock"}})), at("wrong-kind-of-node", "placeOrder.client"));
    assert_eq!(
        refused(json!({"setHealth": {"node": "broker", "health": {"slow": {"factor": 2}}}})),
        at("broker-health", "setHealth.health")
    );
    assert_eq!(
        refused(json!({"setHealth": {"node": "shop", "health": "down"}})),
        at("client-health", "setHealth.node")
    );
    assert_eq!(
        refused(json!({"setHealth": {"node": "stock", "health": {"flaky": {"probability": 2}}}})),
        at("out-of-range", "setHealth.health.flaky.probability")
    );
    assert_eq!(refused(json!({"crash": {"node": "broker", "point": "now"}})), at("wrong-kind-of-node", "crash.node"));
    assert_eq!(
        refused(json!({"dropNext": {"subscription": "x"}})),
        at("unknown-subscription", "dropNext.subscription")
    );
    assert_eq!(
        refused(json!({"subscribe": {"subscription": "stock", "from": "earliest"}})),
        at("not-a-log", "subscribe.from")
    );
    assert_eq!(refused(json!({"seek": {"subscription": "stock", "offset": 0}})), at("not-a-log", "seek.subscription"));
    assert_eq!(refused(json!({"failLeader": {"broker": "broker"}})), at("no-replicas", "failLeader.broker"));
    assert_eq!(
        refused(json!({"setWorkers": {"node": "stock", "workers": 0}})),
        at("out-of-range", "setWorkers.workers")
    );
    assert_eq!(
        refused(json!({"setCall": {"from": "price", "to": "stock", "timeout": "1s"}})),
        at("unknown-call", "setCall.to")
    );
    assert_eq!(
        refused(json!({"setArrivals": {"client": "shop", "every": "0s"}})),
        at("out-of-range", "setArrivals.every")
    );
    assert_eq!(
        refused(json!({"setDelivery": {"subscription": "stock", "delivery": {"preset": "x"}}})),
        at("unknown-preset", "setDelivery.delivery.preset")
    );
}

/// A scenario with a client, a gateway with an ingress, and a service.
fn gated(ingress: Value) -> Value {
    let name = json!({"en": "x", "pt-BR": "x"});
    let call = |to: &str| json!({"call": {"to": to, "timeout": "1s"}});
    json!({
        "version": 1, "id": "gated", "title": name, "seed": 1, "until": "60s",
        "effects": [{"id": "moved", "name": name}],
        "nodes": [
            {"id": "shop", "kind": "client", "name": name, "handlers": [{"on": "order", "steps": [call("door")]}]},
            {"id": "door", "kind": "gateway", "name": name, "ingress": ingress,
             "handlers": [{"on": "call", "steps": [call("stock")]}]},
            {"id": "stock", "kind": "service", "name": name, "sidecar": {},
             "handlers": [{"on": "call", "steps": [{"effect": "moved"}]}]}
        ]
    })
}

#[test]
fn a_gateway_only_forwards_and_a_limit_lets_something_pass() {
    let limit = |limit: Value| gated(json!({"limit": limit})).to_string();
    let share = |rate: u32| json!([{"client": "shop", "rate": rate}]);
    load(&limit(json!({"rate": 100, "reserved": share(60)}))).expect("the words of the lesson");
    let at = "nodes[1].ingress.limit";
    check(&limit(json!({"rate": 0})), "out-of-range", &format!("{at}.rate"));
    check(&limit(json!({"rate": 1, "burst": 1_000_001})), "out-of-range", &format!("{at}.burst"));
    check(&limit(json!({"rate": 100, "reserved": share(0)})), "out-of-range", &format!("{at}.reserved[0].rate"));
    check(&limit(json!({"rate": 100, "reserved": share(100)})), "nothing-unreserved", &format!("{at}.reserved"));
    check(&limit(json!({"rate": 100, "burst": 9, "reserved": share(90)})), "share-too-small", &format!("{at}.burst"));
    let twice = json!([{"client": "shop", "rate": 1}, {"client": "shop", "rate": 1}]);
    check(&limit(json!({"rate": 100, "reserved": twice})), "repeated-id", &format!("{at}.reserved[1].client"));
    let service = json!([{"client": "stock", "rate": 1}]);
    check(&limit(json!({"rate": 100, "reserved": service})), "wrong-kind-of-node", &format!("{at}.reserved[0].client"));
    check(&gated(json!({"allow": ["shop", "nobody"]})).to_string(), "unknown-node", "nodes[1].ingress.allow[1]");
    let changed = |pointer: &str, value: Value| {
        let mut file = gated(json!({}));
        *file.pointer_mut(pointer).expect("a place") = value;
        file.to_string()
    };
    let effect = json!([{"effect": "moved"}]);
    check(&changed("/nodes/1/handlers/0/steps", effect), "step-not-here", "nodes[1].handlers[0].steps[0]");
    check(&changed("/nodes/1/handlers/0/on", json!("order")), "wrong-handler", "nodes[1].handlers[0].on");
    let mut sidecar = gated(json!({}));
    sidecar["nodes"][1]["sidecar"] = json!({});
    check(&sidecar.to_string(), "field-of-another-kind", "nodes[1].sidecar");
    let mut workers = gated(json!({}));
    workers["nodes"][1]["workers"] = json!(3);
    check(&workers.to_string(), "field-of-another-kind", "nodes[1].workers");
}

#[test]
fn wrong_commands_to_a_gateway_are_refused() {
    let model = load(&gated(json!({})).to_string()).expect("a model");
    let refused = |command: Value| {
        let command: CommandSpec = serde_json::from_value(command).expect("a command's shape");
        let problem = command.resolve(&model).expect_err("a problem");
        (problem.code, problem.path.clone())
    };
    let at = |code: &'static str, path: &str| (code, path.to_owned());
    let slow = json!({"setHealth": {"node": "door", "health": {"slow": {"factor": 2}}}});
    assert_eq!(refused(slow), at("broker-health", "setHealth.health"));
    assert_eq!(
        refused(json!({"setWorkers": {"node": "door", "workers": 3}})),
        at("wrong-kind-of-node", "setWorkers.node")
    );
    assert_eq!(
        refused(json!({"setIngress": {"node": "shop", "ingress": null}})),
        at("wrong-kind-of-node", "setIngress.node")
    );
    let none = json!({"setIngress": {"node": "door", "ingress": {"limit": {"rate": 0}}}});
    assert_eq!(refused(none), at("out-of-range", "setIngress.ingress.limit.rate"));
}

#[test]
fn decisions_expectations_and_notices_are_checked() {
    let step = |step: Value| with("/nodes/1/handlers/0/steps/0", step);
    let at = |rest: &str| format!("nodes[1].handlers[0].steps[0]{rest}");
    check(&step(json!({"decide": {"probability": 1.5}})), "out-of-range", &at(".decide.probability"));
    let unknown = json!({"decide": {"probability": 0.5, "otherwise": [{"effect": "none"}]}});
    check(&step(unknown), "unknown-effect", &at(".decide.otherwise[0].effect"));
    let within = |inner: Value| json!({"decide": {"probability": 0.5, "then": [inner]}});
    let deep = (0..5).fold(json!({"effect": "paid"}), |inner, _| within(inner));
    check(&step(deep), "too-deep", &at(&format!("{}.decide", ".decide.then[0]".repeat(4))));
    let many = vec![json!({"effect": "paid"}); limits::STEPS];
    let many = json!({"decide": {"probability": 0.5, "then": many}});
    check(&step(many), "too-many", "nodes[1].handlers[0].steps");
    check(&step(json!({"expect": {}})), "empty-list", &at(".expect.effects"));
    let both = json!({"expect": {"effects": ["paid"], "instead": ["paid"]}});
    check(&step(both), "repeated-id", &at(".expect.instead[0]"));
    let circle = json!({"decide": {"probability": 0.5, "then": ["reply"], "otherwise": [
        {"call": {"to": "price", "timeout": "1s"}}]}});
    check(
        &with("/nodes/2/handlers/0/steps/1", circle),
        "call-cycle",
        "nodes[2].handlers[0].steps[1].decide.otherwise[0].call.to",
    );
    let notice = "topics[0].subscriptions[0].delivery.deadLetterNotice";
    let noticed = |topic: &str| with("/topics/0/subscriptions/0/delivery/deadLetterNotice", json!(topic));
    check(&noticed("nowhere"), "unknown-topic", notice);
    check(&noticed("purchase-approved"), "notice-cycle", notice);
    let mut other: Value = serde_json::from_str(&noticed("elsewhere")).expect("JSON");
    let nodes = other["nodes"].as_array_mut().expect("nodes");
    nodes.push(json!({"id": "second", "kind": "broker", "name": {"en": "B", "pt-BR": "B"}}));
    let topics = other["topics"].as_array_mut().expect("topics");
    topics.push(json!({"id": "elsewhere", "name": {"en": "E", "pt-BR": "E"}, "broker": "second"}));
    check(&other.to_string(), "notice-elsewhere", notice);
}

#[test]
fn bindings_and_routing_keys_are_checked() {
    let mut two = base();
    two["nodes"].as_array_mut().expect("nodes").push(json!(
        {"id": "second", "kind": "broker", "name": {"en": "B", "pt-BR": "B"}}));
    for (id, broker, log) in [("returns", "broker", false), ("history", "broker", true), ("elsewhere", "second", false)]
    {
        let topic = json!({"id": id, "name": {"en": "T", "pt-BR": "T"}, "broker": broker, "log": log});
        two["topics"].as_array_mut().expect("topics").push(topic);
    }
    let bound = |bindings: Value| {
        let mut scenario = two.clone();
        scenario["topics"][0]["subscriptions"][0]["bindings"] = bindings;
        scenario
    };
    let at = |rest: &str| format!("topics[0].subscriptions[0].bindings{rest}");
    let refused = |bindings: Value, code: &str, rest: &str| check(&bound(bindings).to_string(), code, &at(rest));
    let own = "purchase-approved";
    let good = json!([{"topic": "returns"}, {"topic": own, "routingKeys": ["order.*", "#.late"]}]);
    load(&bound(good).to_string()).expect("bindings to two topics");
    refused(json!([{"topic": "nowhere"}]), "unknown-topic", "[0].topic");
    refused(json!([{"topic": "returns"}, {"topic": "returns"}]), "repeated-binding", "[1].topic");
    refused(json!([{"topic": own}]), "bound-anyway", "[0].topic");
    refused(json!([{"topic": "history"}]), "binding-of-a-log", "[0].topic");
    refused(json!([{"topic": "elsewhere"}]), "binding-elsewhere", "[0].topic");
    refused(json!([{"topic": "returns", "routingKeys": []}]), "empty-list", "[0].routingKeys");
    refused(json!([{"topic": "returns", "routingKeys": ["a", "b..c"]}]), "bad-routing-key", "[0].routingKeys[1]");
    refused(json!([{"topic": "returns", "routingKeys": ["#.a.#"]}]), "bad-routing-key", "[0].routingKeys[0]");
    let patterns = vec!["a"; limits::ROUTING_KEYS + 1];
    refused(json!([{"topic": "returns", "routingKeys": patterns}]), "too-many", "[0].routingKeys");
    refused(json!(vec![json!({"topic": "returns"}); limits::BINDINGS + 1]), "too-many", "");
    let mut of_a_log = bound(json!([{"topic": "returns"}]));
    of_a_log["topics"][0]["log"] = json!(true);
    check(&of_a_log.to_string(), "binding-of-a-log", &at("[0].topic"));
    let key = |key: &str| with("/nodes/0/handlers/0/steps/1/publish/routingKey", json!(key));
    load(&key("order.paid")).expect("a routing key");
    for wrong in ["", "order.*", "#", "a b", &"a".repeat(limits::ROUTING_KEY_CHARS + 1)] {
        check(&key(wrong), "bad-routing-key", "nodes[0].handlers[0].steps[1].publish.routingKey");
    }
    // A notice of what a queue gives up must not come back to it by a binding.
    let mut circle = bound(json!([{"topic": "returns"}]));
    circle["topics"][0]["subscriptions"][0]["delivery"]["deadLetterNotice"] = json!("returns");
    check(&circle.to_string(), "notice-cycle", "topics[0].subscriptions[0].delivery.deadLetterNotice");
    // Nor may dead letters go round where nobody consumes.
    let expires = |to: &str| json!({"ttl": "1s", "deadLetter": {"topic": to}});
    let mut round = two.clone();
    round["topics"][1]["subscriptions"] = json!([{"id": "waits", "name": {"en": "W", "pt-BR": "W"}, "consumers": [],
        "bindings": [{"topic": "spare"}], "delivery": expires("spare")}]);
    round["topics"]
        .as_array_mut()
        .expect("topics")
        .push(json!({"id": "spare", "name": {"en": "S", "pt-BR": "S"}, "broker": "broker"}));
    check(&round.to_string(), "nobody-consumes", "topics[1].subscriptions[0]");
}

#[test]
fn a_list_is_refused_for_its_length_before_anything_is_looked_up_in_it() {
    let long = |id: &str| json!(vec![id; 40_000]);
    check(&with("/effects/1/after", long("paid")), "too-many", "effects[1].after");
    let step = "/nodes/0/handlers/0/steps/0";
    let path = "nodes[0].handlers[0].steps[0]";
    let expect = |effects: Value, instead: Value| json!({"expect": {"effects": effects, "instead": instead}});
    check(&with(step, expect(long("paid"), json!([]))), "too-many", &format!("{path}.expect.effects"));
    check(&with(step, expect(json!(["paid"]), long("moved"))), "too-many", &format!("{path}.expect.instead"));
    check(&with("/nodes/2/ingress", json!({"allow": long("shop")})), "too-many", "nodes[2].ingress.allow");
    check(
        &with("/topics/0/subscriptions/0/consumers", long("stock")),
        "too-many",
        "topics[0].subscriptions[0].consumers",
    );
    let problem = problem(&with("/effects/1/after", long("paid")));
    assert_eq!(problem.message.en, format!("There are 40000 entries here; the limit is {}.", limits::EFFECTS));
    assert_eq!(problem.remedy.pt_br, "Remova alguns.");
}

#[test]
fn a_contrast_with_too_many_changes_is_refused_before_it_is_made() {
    let change = json!({"op": "remove", "path": "/faults/0"});
    let changes = vec![change; limits::CHANGES + 1];
    let text = json!({"en": "Without", "pt-BR": "Sem"});
    let lesson =
        json!({"group": "failing", "idea": text, "contrast": {"name": text, "text": text, "changes": changes}});
    let problem = carteiro::scenario::contrast(&with("/lesson", lesson)).expect_err("a problem");
    assert_eq!((problem.code, problem.path.as_str()), ("too-many", "lesson.contrast.changes"));
}

#[test]
fn notices_that_fork_at_every_topic_are_followed_once_each() {
    // Each of 60 topics notifies the next one twice: 2^60 ways.
    let mut scenario = base();
    let topics = 60;
    for i in (0..topics).rev() {
        let subscriptions: Vec<Value> = (0..2)
            .map(|k: usize| {
                let next = format!("notices-{}", i + 1);
                let delivery = if i + 1 < topics { json!({"deadLetterNotice": next}) } else { json!({}) };
                let id = format!("notices-{i}-{k}");
                let handler = json!({"on": {"subscription": id}, "steps": []});
                let (node, service) = [(1, "stock"), (2, "price")][k];
                scenario["nodes"][node]["handlers"].as_array_mut().expect("handlers").push(handler);
                json!({"id": id, "consumers": [service], "delivery": delivery})
            })
            .collect();
        let topic = json!({"id": format!("notices-{i}"), "name": {"en": "Notices", "pt-BR": "Avisos"},
                           "broker": "broker", "subscriptions": subscriptions});
        scenario["topics"].as_array_mut().expect("topics").push(topic);
    }
    load(&scenario.to_string()).map(|_| ()).expect("a valid scenario");
}
