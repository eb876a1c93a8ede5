//! Prepared scenarios: what a figure opens is what its scenario's file says, and its stage gives the commands of the page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that finds something else than it needs must fail"
)]

use carteiro::base::ids::NodeId;
use carteiro::model::{Command, CrashPoint};
use carteiro::scenario::deed;
use carteiro::scenario::prepared;
use carteiro::view::press::Press;
use carteiro::{CommandSpec, Model, catalogue, load};
use serde_json::json;

/// The bytes in a prepared file, as the page takes them out: the last byte of each letter's number.
fn bytes_in(file: &serde_json::Value) -> Vec<u8> {
    let letters = file["model"].as_str().expect("it is prepared: no lesson needs what `base::left_out` leaves out");
    letters.chars().map(|letter| u32::from(letter) as u8).collect()
}

#[test]
fn a_prepared_scenario_is_the_model_of_its_file() {
    for lesson in catalogue() {
        let file: serde_json::Value = serde_json::from_str(&prepared::file(lesson.json).unwrap()).unwrap();
        assert_eq!(prepared::read(&bytes_in(&file)).unwrap(), load(lesson.json).unwrap(), "{}", lesson.id);
        assert_eq!(file["scenario"], serde_json::from_str::<serde_json::Value>(lesson.json).unwrap(), "{}", lesson.id);
    }
}

#[test]
fn bytes_of_another_build_or_cut_short_are_no_model() {
    let bytes = prepared::bytes(&load(catalogue()[0].json).unwrap());
    assert!(prepared::read(&bytes).is_some());
    for end in 0..bytes.len() {
        assert!(prepared::read(&bytes[..end]).is_none(), "{end} bytes of {}", bytes.len());
    }
    let mut stamped = bytes;
    stamped[0] ^= 1;
    assert!(prepared::read(&stamped).is_none());
}

/// A small scenario, with `call` and `delivery` as they are given.
fn scenario(call: &serde_json::Value, delivery: &serde_json::Value) -> String {
    let text = |name: &str| json!({"en": name, "pt-BR": name});
    let mut asks = json!({"to": "stock", "timeout": "1s"});
    asks.as_object_mut().unwrap().extend(call.as_object().unwrap().clone());
    json!({
        "version": 1, "id": "small", "title": text("Small"), "seed": 1, "until": "10s",
        "effects": [{"id": "paid", "name": text("Paid")}],
        "nodes": [
            {"id": "shop", "kind": "client", "name": text("Shop"),
             "handlers": [{"on": "order", "steps": [{"call": asks}, {"publish": {"topic": "bought", "via": "outbox"}}]}]},
            {"id": "stock", "kind": "service", "name": text("Stock"), "handlers": [
                {"on": "call", "steps": [{"work": {"takes": "5ms"}}]},
                {"on": {"subscription": "pay"}, "steps": [{"effect": "paid"}]}
            ]},
            {"id": "broker", "kind": "broker", "name": text("Broker")}
        ],
        "topics": [{"id": "bought", "name": text("Bought"), "broker": "broker", "subscriptions": [
            {"id": "pay", "name": text("Pay"), "consumers": ["stock"], "delivery": delivery}
        ]}]
    })
    .to_string()
}

#[test]
fn what_needs_the_whole_core_is_not_prepared() {
    let is_prepared = |call, delivery| {
        let json = scenario(&call, &delivery);
        let file: serde_json::Value = serde_json::from_str(&prepared::file(&json).unwrap()).unwrap();
        assert!(file.get("model").is_some() || file == serde_json::from_str::<serde_json::Value>(&json).unwrap());
        file.get("model").is_some()
    };
    assert!(is_prepared(json!({}), json!({})), "nothing special");
    assert!(is_prepared(json!({"cache": {"fresh": "1s", "staleIfError": "1s"}}), json!({"prefetch": 3})));
    for call in [json!({"deadline": "1s"}), json!({"bulkhead": {"calls": 1}}), json!({"cancel": true})] {
        assert!(!is_prepared(call.clone(), json!({})), "{call}");
    }
    for delivery in [
        json!({"ordering": "key"}),
        json!({"fetch": {"pull": {"messages": 5}}}),
        json!({"commit": "batch"}),
        json!({"delay": "5s"}),
        json!({"maxLength": {"messages": 9, "overflow": "dropHead"}}),
        json!({"lease": "9s", "renewal": {"every": "2s"}}),
    ] {
        assert!(!is_prepared(json!({}), delivery.clone()), "{delivery}");
    }
}

#[test]
fn a_press_is_the_command_that_its_json_says() {
    let resolved =
        |model: &_, json: serde_json::Value| serde_json::from_value::<CommandSpec>(json).unwrap().resolve(model).ok();
    for lesson in catalogue() {
        let model = load(lesson.json).unwrap();
        for (index, node) in model.nodes.iter().enumerate() {
            let press = |press: Press, amount| press.command(&model, index as u16, amount);
            for amount in [None, Some(7), Some(u32::MAX)] {
                let mut order = serde_json::json!({"placeOrder": {"client": node.id}});
                if let Some(amount) = amount {
                    order["placeOrder"]["amount"] = amount.into();
                }
                assert_eq!(press(Press::PlaceOrder, amount), resolved(&model, order), "{} {amount:?}", node.id);
            }
            for (kind, health) in [(Press::SetUp, "up"), (Press::SetDown, "down")] {
                let set = serde_json::json!({"setHealth": {"node": node.id, "health": health}});
                assert_eq!(press(kind, None), resolved(&model, set), "{} {health}", node.id);
            }
        }
        for (index, subscription) in model.subscriptions.iter().enumerate() {
            let redrive = serde_json::json!({"redriveAll": {"subscription": subscription.id}});
            assert_eq!(Press::RedriveAll.command(&model, index as u16, None), resolved(&model, redrive));
        }
        for press in [Press::PlaceOrder, Press::SetUp, Press::SetDown, Press::RedriveAll] {
            assert_eq!(press.command(&model, u16::MAX, None), None);
        }
    }
}

/// The commands of a figure's stage with their JSON, over all nodes and subscriptions.
fn pressed(model: &Model) -> Vec<serde_json::Value> {
    let nodes = model.nodes.iter().flat_map(|node| {
        let id = &node.id;
        let health = |health: &str| json!({"setHealth": {"node": id, "health": health}});
        [
            json!({"placeOrder": {"client": id}}),
            json!({"placeOrder": {"client": id, "amount": 7}}),
            health("up"),
            health("down"),
        ]
    });
    nodes.chain(model.subscriptions.iter().map(|s| json!({"redriveAll": {"subscription": s.id}}))).collect()
}

#[test]
fn a_press_is_known_without_a_reader_for_its_json() {
    let mut known = 0;
    for lesson in catalogue() {
        let model = load(lesson.json).unwrap();
        for json in pressed(&model) {
            let Ok(command) = serde_json::from_value::<CommandSpec>(json.clone()).unwrap().resolve(&model) else {
                continue;
            };
            let written = json.to_string();
            // Read as JSON the fields stand in the order of their names.
            let tree = deed::tree_of(&model, &command, &written).map(|tree| serde_json::to_value(tree).unwrap());
            assert_eq!(tree, Some(json));
            known += 1;
        }
        let crash = Command::Crash { node: NodeId(0), point: CrashPoint::Now };
        assert_eq!(deed::tree_of(&model, &crash, ""), None);
    }
    assert!(known > 300, "{known}");
}
