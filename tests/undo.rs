//! Undo: each command that sets something has an inverse, and a session takes changes back and makes them again.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use carteiro::base::time::Time;
use carteiro::model::{Command, Model};
use carteiro::scenario::{CommandSpec, catalogue, load};
use carteiro::sim::World;
use carteiro::timeline::{History, Stride, Way};
use carteiro::trace::Silent;
use carteiro::view::command::SettingCommand;
use carteiro::view::playground::Playground;
use carteiro::view::settings::Settings;
use common::generate;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

fn settings(world: &World) -> Value {
    serde_json::to_value(Settings::of(world)).unwrap()
}

fn read(model: &Model, json: &str) -> Command {
    serde_json::from_str::<CommandSpec>(json).unwrap().resolve(model).unwrap()
}

fn written(model: &Model, command: &Command) -> String {
    serde_json::to_string(&SettingCommand::of(model, command).unwrap()).unwrap()
}

#[test]
fn a_command_and_its_inverse_leave_the_settings_as_they_were() {
    let seen = RefCell::new(BTreeSet::new());
    generate::try_all("undo", 300, generate::case(), |case| {
        let model = Arc::new(load(&case.scenario.to_string()).unwrap());
        let mut world = World::new(model.clone(), case.seed).with_budget(100_000);
        for turn in &case.schedule {
            for _ in 0..turn.events {
                let _ = world.step(&mut Silent);
            }
            let Some(json) = turn.given.command(&world) else { continue };
            let command = read(&model, &json.to_string());
            let (before, inverse) = (settings(&world), command.inverse(&world));
            if world.apply(&command, &mut Silent).is_err() {
                continue;
            }
            let word = json.as_object().unwrap().keys().next().unwrap();
            if inverse.is_some() != word.starts_with("set") {
                return Err(format!("{json}: {inverse:?}"));
            }
            let Some(inverse) = inverse else { continue };
            let mut undone = world.clone();
            undone.apply(&inverse, &mut Silent).map_err(|error| error.to_string())?;
            if settings(&undone) != before {
                return Err(format!("{json} and {inverse:?}: {} is not {before}", settings(&undone)));
            }
            if read(&model, &written(&model, &inverse)) != inverse {
                return Err(format!("{inverse:?} is written as {}", written(&model, &inverse)));
            }
            seen.borrow_mut().insert(word.clone());
        }
        Ok(())
    });
    assert_eq!(seen.into_inner().len(), 9);
}

/// A session with what a page calls.
struct Session(Playground);

impl Session {
    fn of(id: &str) -> Session {
        let json = catalogue().iter().find(|built_in| built_in.id == id).unwrap().json;
        Session(Playground::new(json, None).unwrap())
    }

    fn settings(&self) -> Value {
        settings(self.0.history().world())
    }

    fn command(&mut self, command: &Value) {
        self.0.command(&command.to_string()).unwrap();
    }

    fn undo(&mut self, again: bool) -> bool {
        self.0.undo(again, |setting| serde_json::to_string(setting).unwrap()).unwrap()
    }

    /// Whether something can be undone, and made again.
    fn can(&self) -> [bool; 2] {
        [self.0.history().can_undo(), self.0.history().can_redo()]
    }
}

fn workers(workers: u32) -> Value {
    json!({"setWorkers": {"node": "stock", "workers": workers}})
}

/// A change of every setting that a scenario has.
fn changes(model: &Model, settings: &Value) -> Vec<Value> {
    let mut changes = Vec::new();
    for (node, now) in settings["nodes"].as_object().unwrap() {
        changes.push(json!({"setHealth": {"node": node, "health": "down"}}));
        if now["workers"] != 0 {
            changes.push(json!({"setWorkers": {"node": node, "workers": 7}}));
            changes.push(json!({"setMachine": {"node": node, "cores": 2, "speed": 0.5}}));
        }
    }
    for client in settings["clients"].as_object().unwrap().keys() {
        changes.push(json!({"setArrivals": {"client": client, "every": "1s"}}));
    }
    for subscription in &model.subscriptions {
        changes.push(json!({"setDelivery": {"subscription": subscription.id, "delivery": {"preset": "sqs"}}}));
    }
    for call in settings["calls"].as_array().unwrap() {
        let (from, to) = (&call["from"], &call["to"]);
        changes.push(json!({"setCall": {"from": from, "to": to, "timeout": "123ms"}}));
        changes.push(json!({"setIngress": {"node": to, "ingress": {"limit": {"rate": 7}}}}));
        changes.push(json!({"setHealthCheck": {"from": from, "to": to, "healthCheck": null}}));
    }
    changes
}

#[test]
fn every_setting_of_a_lesson_is_undone_and_set_again() {
    for built_in in catalogue() {
        let mut session = Session(Playground::new(built_in.json, None).unwrap());
        session.0.advance(Time::from_millis(5_000.0)).unwrap();
        let mut seen = vec![session.settings()];
        for change in changes(session.0.history().world().model(), &session.settings()) {
            session.command(&change);
            seen.push(session.settings());
        }
        for before in seen.iter().rev().skip(1) {
            assert!(session.undo(false));
            assert_eq!(session.settings(), *before, "{}", built_in.id);
        }
        assert_eq!((session.undo(false), session.can()), (false, [false, true]));
        for after in &seen[1..] {
            assert!(session.undo(true));
            assert_eq!(session.settings(), *after, "{}", built_in.id);
        }
        assert_eq!((session.undo(true), session.can()), (false, [true, false]));
        // All of it are commands, and the log repeats them.
        let mut again = Session(Playground::new(built_in.json, None).unwrap());
        for record in session.0.history().commands() {
            again.0.repeat(record.at, record.events, &record.text).unwrap();
        }
        assert_eq!(again.settings(), session.settings(), "{}", built_in.id);
        assert_eq!(again.can(), [false, false]);
    }
}

#[test]
fn only_changes_of_settings_are_undone_and_a_new_one_ends_what_can_be_made_again() {
    let mut session = Session::of("purchase-fan-out");
    session.command(&json!({"placeOrder": {"client": "shop"}}));
    assert_eq!(session.can(), [false, false]);
    session.command(&workers(2));
    session.command(&workers(3));
    session.command(&json!({"crash": {"node": "stock", "point": "now"}}));
    assert!(session.undo(false));
    assert_eq!((session.can(), &session.settings()["nodes"]["stock"]["workers"]), ([true, true], &json!(2)));
    session.command(&json!({"placeOrder": {"client": "shop"}}));
    assert_eq!(session.can(), [true, true]);
    session.command(&workers(4));
    assert_eq!(session.can(), [true, false]);
}

#[test]
fn elsewhere_in_time_nothing_is_undone() {
    type Go = fn(&mut Playground);
    let ways: [Go; 6] = [
        Playground::rewind,
        |p| p.seek(Time::from_millis(500.0)).unwrap(),
        |p| p.seek_fact(3).unwrap(),
        |p| assert!(p.seek_position(Time::ZERO, 0, 0).unwrap()),
        |p| assert!(p.step(Stride::Event, false).unwrap()),
        |p| assert!(p.step(Stride::Event, true).unwrap()),
    ];
    for (n, go) in ways.into_iter().enumerate() {
        let mut session = Session::of("purchase-fan-out");
        session.0.advance(Time::from_millis(2_000.0)).unwrap();
        session.command(&workers(2));
        session.command(&workers(3));
        session.undo(false);
        // Time that passes is no journey.
        session.0.set_out(Way::Advance(Time::from_millis(3_000.0)));
        while session.0.go_on().unwrap().is_none() {}
        assert_eq!(session.can(), [true, true]);
        go(&mut session.0);
        assert_eq!((session.undo(false), session.undo(true), session.can()), (false, false, [false, false]), "way {n}");
    }
}

#[test]
fn an_undo_that_is_refused_can_be_tried_again() {
    let json = catalogue().iter().find(|built_in| built_in.id == "purchase-fan-out").unwrap().json;
    let model = Arc::new(load(json).unwrap());
    let mut history = History::new(World::new(model.clone(), 1).with_budget(20));
    history.apply(read(&model, &workers(2).to_string()), "").unwrap();
    assert!(history.advance(Time::from_millis(600_000.0)).is_err());
    let commands = history.commands().len();
    assert!(history.undo(false, written).is_err());
    assert!(history.can_undo() && !history.can_redo() && history.commands().len() == commands);
}
