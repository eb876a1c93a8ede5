//! Clients: open and closed loops, bursts, rates that change, and when the first order comes.

use super::common::build::*;
use super::common::session::Session;
use carteiro::scenario::load;
use carteiro::trace::What;
use serde_json::{Value, json};

/// A shop with these automatic orders, each of which calls a bank that works 100 ms for one after the other.
fn ordering(arrivals: &Value) -> Value {
    let shop = shop(&json!([{"call": {"to": "bank", "timeout": "60s"}}]));
    let bank = called("bank", &json!([work("100ms"), {"effect": "paid"}]));
    scenario(&json!("0ms"), &["paid"], &[with(shop, &json!({"arrivals": arrivals})), bank], &[])
}

fn placed(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::OrderPlaced { .. }))
}

#[test]
fn the_first_order_comes_after_a_gap_or_when_it_is_said() {
    let mut s = Session::new(&ordering(&json!({"every": "1s", "limit": 3})), 1);
    assert_eq!(placed(s.rest()), [1_000, 2_000, 3_000]);
    for first in [0, 400, 5_000] {
        let arrivals = json!({"every": "1s", "limit": 3, "first": format!("{first}ms")});
        let mut s = Session::new(&ordering(&arrivals), 1);
        assert_eq!(placed(s.rest()), [first, first + 1_000, first + 2_000]);
    }
}

#[test]
fn users_wait_for_their_answers_think_and_come_again() {
    let mut s = Session::new(&ordering(&json!({"users": 3, "think": "1s", "limit": 9, "first": "0s"})), 1);
    s.rest();
    // The bank answers them after 100, 200 and 300 ms; each thinks a second.
    assert_eq!(placed(&s), [0, 0, 0, 1_100, 1_200, 1_300, 2_200, 2_300, 2_400]);
    let caused = s.trace.facts().iter().filter(|f| matches!(f.what, What::OrderPlaced { .. }) && f.cause.0 != u32::MAX);
    assert_eq!(caused.count(), 6, "all but the first three come after an answer");
}

#[test]
fn without_a_first_instant_every_user_thinks_first() {
    let mut s = Session::new(&ordering(&json!({"users": 2, "think": "1s", "limit": 4})), 1);
    assert_eq!(placed(s.rest()), [1_000, 1_000, 2_100, 2_200]);
}

#[test]
fn a_closed_loop_slows_down_with_the_service_and_an_open_one_does_not() {
    let in_ten_seconds = |arrivals: Value| {
        let mut s = Session::new(&ordering(&arrivals), 1);
        s.health("bank", json!({"slow": {"factor": 10.0}})).until(10_000);
        placed(&s).len()
    };
    // A second for each order: two users who think no time to speak of place one each second, and each has one unanswered.
    assert_eq!(in_ten_seconds(json!({"users": 2, "think": "1ms", "limit": 1_000})), 11);
    assert_eq!(in_ten_seconds(json!({"every": "100ms", "limit": 1_000})), 100);
}

#[test]
fn refused_users_come_again_too() {
    let mut s = Session::new(&ordering(&json!({"users": 1, "think": "500ms", "limit": 1_000})), 1);
    s.health("bank", "down").until(2_100);
    assert_eq!(placed(&s), [500, 1_000, 1_500, 2_000]);
}

#[test]
fn the_number_of_users_can_be_changed_and_they_can_be_sent_away() {
    let mut s = Session::new(&ordering(&json!({"users": 1, "think": "1s", "limit": 1_000})), 1);
    s.until(1_050).command(&json!({"setArrivals": {"client": "shop", "every": "1s", "users": 3}})).until(2_060);
    // Two more begin to think at once; the first waits for its answer at 1.1 s.
    assert_eq!(placed(&s), [1_000, 2_050, 2_050]);
    s.command(&json!({"setArrivals": {"client": "shop", "every": "1s", "users": 1}})).until(3_500);
    // Thinking begins anew for the first.
    assert_eq!(placed(&s), [1_000, 2_050, 2_050, 3_060]);
    s.command(&json!({"setArrivals": {"client": "shop", "every": null}})).rest();
    assert_eq!(placed(&s).len(), 4);
    s.command(&json!({"setArrivals": {"client": "shop", "every": "1s", "users": 0, "limit": 2}})).rest();
    assert_eq!(placed(&s).len(), 6, "an open loop from now on");
}

#[test]
fn an_undone_change_of_the_users_brings_back_as_many_as_there_were() {
    let mut s = Session::new(&ordering(&json!({"users": 2, "think": "1s", "limit": 1_000})), 1);
    s.command(&json!({"setArrivals": {"client": "shop", "every": "1s", "users": 9}}));
    assert_eq!(s.world.users(carteiro::base::ids::NodeId(0)), 9);
}

#[test]
fn a_burst_is_many_orders_at_an_instant() {
    let mut file = ordering(&json!({"every": "30s", "limit": 1}));
    file["faults"] = json!([{"at": "2s", "do": {"placeOrder": {"client": "shop", "count": 4}}}]);
    let mut s = Session::new(&file, 1);
    s.command(&json!({"placeOrder": {"client": "shop", "count": 2}})).rest();
    assert_eq!(placed(&s), [0, 0, 2_000, 2_000, 2_000, 2_000, 30_000]);
}

#[test]
fn a_profile_changes_the_rate_from_an_instant_on() {
    let profile = json!([{"at": "3s", "times": 4.0}, {"at": "4s", "times": 0.0}, {"at": "6s", "times": 0.5}]);
    let mut s = Session::new(&ordering(&json!({"every": "1s", "limit": 9, "profile": profile})), 1);
    s.rest();
    // One a second, four a second, none for two seconds, one each two seconds.
    assert_eq!(placed(&s), [1_000, 2_000, 3_000, 3_250, 3_500, 3_750, 4_000, 8_000, 10_000]);
    // A rate of 0 that nothing ends is the end of the orders; a person's rate ends the profile.
    let never = json!({"every": "1s", "limit": 9, "profile": [{"at": "2500ms", "times": 0.0}]});
    let mut s = Session::new(&ordering(&never), 1);
    assert_eq!(placed(s.rest()), [1_000, 2_000]);
    s.command(&json!({"setArrivals": {"client": "shop", "every": "1s", "limit": 2}})).rest();
    assert_eq!(placed(&s).len(), 4);
}

#[test]
fn a_profile_keeps_a_poisson_process_poisson() {
    // The same luck, counted in the clock of the profile: 20 s at a rate of one and 20 s at three.
    let arrivals = json!({"every": {"exponential": {"mean": "100ms"}}, "limit": 100_000,
                          "profile": [{"at": "20s", "times": 3.0}]});
    let mut s = Session::new(&with(ordering(&arrivals), &json!({"until": "40s"})), 3);
    s.until(40_000);
    let (slow, fast) = (placed(&s).iter().filter(|at| **at < 20_000).count(), placed(&s).len());
    // 200 and 600, give or take three standard deviations.
    assert!((158..=242).contains(&slow), "{slow}");
    assert!((526..=674).contains(&(fast - slow)), "{}", fast - slow);
}

#[test]
fn a_loop_is_open_or_closed() {
    let both = [
        json!({"every": "1s", "users": 2, "think": "1s", "limit": 1}),
        json!({"users": 2, "limit": 1}),
        json!({"limit": 1}),
        json!({"users": 2, "think": "1s", "limit": 1, "profile": [{"at": "1s", "times": 1.0}]}),
    ];
    for arrivals in both {
        let told = format!("{}", load(&ordering(&arrivals).to_string()).unwrap_err());
        assert!(told.contains("arrivals") && told.contains("users"), "{told}");
    }
    let unordered = json!([{"at": "2s", "times": 1.0}, {"at": "1s", "times": 1.0}]);
    let told = load(&ordering(&json!({"every": "1s", "limit": 1, "profile": unordered})).to_string()).unwrap_err();
    assert!(format!("{told}").contains("profile[1].at"), "{told}");
}
