//! Passive health checks: an instance is taken out after failures in a row of real calls.

use super::common::build::*;
use super::common::session::Session;
use super::egress::tampered;
use carteiro::base::time::Span;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// A shop whose orders call three banks in turn by a policy. No latency; a bank takes 10 ms.
fn shop_calls_banks(policy: &Value) -> Session {
    let call = json!({"call": with(json!({"to": ["a", "b", "c"], "timeout": "1s"}), policy)});
    let bank = |id| called(id, &json!([work("10ms"), {"effect": "paid"}]));
    let nodes = [shop(&json!([call])), bank("a"), bank("b"), bank("c")];
    Session::new(&scenario(&json!("0ms"), &["paid"], &nodes, &[]), 1)
}

fn ejection(most: f64, all_out: &str) -> Value {
    json!({"ejection": {"failures": 2, "outFor": "10s", "most": most, "allOut": all_out}})
}

/// An order each 100 ms from an instant on.
fn orders(s: &mut Session, from: u64, count: u64) -> &mut Session {
    for n in 0..count {
        s.until(from + n * 100).order();
    }
    s
}

fn failed(s: &Session) -> usize {
    s.count(|w| matches!(w, What::OrderFailed { .. }))
}

#[test]
fn an_instance_that_fails_twice_is_out_for_its_time_and_then_for_longer() {
    let mut s = shop_calls_banks(&ejection(0.1, "call"));
    s.health("a", "down");
    orders(&mut s, 0, 30).until(10_299);
    assert_eq!(failed(&s), 2, "every third order, until it is out");
    s.until(10_301);
    orders(&mut s, 10_301, 9).rest();
    let out = |s: &Session| s.instants(|w| matches!(w, What::InstanceEjected { .. }));
    assert_eq!(out(&s), [300, 10_601], "two failures once more");
    assert_eq!(
        s.instants(|w| matches!(w, What::EjectionEnded { .. })),
        [10_300, 30_601],
        "the second time twice as long"
    );
    let told = tampered(&s, |w| match w {
        What::InstanceEjected { call, failures, out } => {
            Some(What::InstanceEjected { call, failures, out: out.plus(Span::from_millis(1)) })
        }
        _ => None,
    });
    assert!(told.contains("ejected for another time"), "{told}");
    let told = tampered(&s, |w| match w {
        What::InstanceEjected { call, out, .. } => Some(What::InstanceEjected { call, failures: 1, out }),
        _ => None,
    });
    assert!(told.contains("other failures than it had"), "{told}");
}

#[test]
fn at_most_a_share_is_out_but_one_always_may_be() {
    for (most, out) in [(0.0, 1), (0.1, 1), (0.34, 2), (0.66, 2), (1.0, 3)] {
        let mut s = shop_calls_banks(&ejection(most, "call"));
        s.health("a", "down").health("b", "down").health("c", "down");
        orders(&mut s, 0, 20);
        assert_eq!(s.count(|w| matches!(w, What::InstanceEjected { .. })), out, "at most {most}");
    }
}

#[test]
fn when_all_are_out_all_are_called_or_none() {
    let run = |all_out| {
        let mut s = shop_calls_banks(&ejection(1.0, all_out));
        s.health("a", "down").health("b", "down").health("c", "down");
        orders(&mut s, 0, 10);
        s.health("a", "up").health("b", "up").health("c", "up");
        orders(&mut s, 1_000, 3).until(2_000);
        let refused = s.count(|w| matches!(w, What::CallAttemptFailed { reason: Reason::NoInstance, .. }));
        (refused, s.count(|w| matches!(w, What::EffectWritten { .. })))
    };
    assert_eq!(run("call"), (0, 4), "panic: better one that may be unhealthy than none");
    assert_eq!(run("refuse"), (7, 0), "out until their time is over, though they are well");
}

#[test]
fn success_and_what_is_not_its_fault_do_not_count() {
    let mut s = shop_calls_banks(&ejection(1.0, "call"));
    let flips = |s: &mut Session, health: &str| {
        s.health("a", health);
    };
    for n in 0..6 {
        flips(&mut s, if n % 2 == 0 { "down" } else { "up" });
        orders(&mut s, n * 300, 3);
    }
    assert_eq!(s.count(|w| matches!(w, What::InstanceEjected { .. })), 0, "never twice in a row");
    for node in ["a", "b", "c"] {
        s.command(&json!({"setIngress": {"node": node, "ingress": {"limit": {"rate": 1, "per": "1h"}}}}));
    }
    orders(&mut s, 3_000, 12).rest();
    assert!(s.count(|w| matches!(w, What::IngressRefused { .. })) >= 9);
    assert_eq!(s.count(|w| matches!(w, What::InstanceEjected { .. })), 0);
}

#[test]
fn bad_ejections_are_refused_where_they_stand() {
    let told = |more: Value| {
        let ejection = json!({"ejection": with(ejection(0.5, "call")["ejection"].clone(), &more)});
        let call = json!({"call": with(json!({"to": "a", "timeout": "1s"}), &ejection)});
        let nodes = [shop(&json!([call])), called("a", &json!([{"effect": "paid"}]))];
        let problem =
            carteiro::scenario::load(&scenario(&json!("0ms"), &["paid"], &nodes, &[]).to_string()).unwrap_err();
        problem.path.trim_start_matches("nodes[0].handlers[0].steps[0].call.ejection.").to_owned()
    };
    assert_eq!(told(json!({"failures": 0})), "failures");
    assert_eq!(told(json!({"outFor": "0s"})), "outFor");
    assert_eq!(told(json!({"most": 1.5})), "most");
    assert_eq!(told(json!({"allOut": "panic"})), "allOut");
}
