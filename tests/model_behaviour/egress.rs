//! Egress: a caller's breaker, retry budget and cache at work on an edge.

use super::common::audit::Audit;
use super::common::build::*;
use super::common::session::Session;
use carteiro::base::ids::CallId;
use carteiro::base::time::Span;
use carteiro::ledger::Standing;
use carteiro::policy::breaker::BreakerState;
use carteiro::trace::{Fact, Observer, Reason, Trace, What};
use serde_json::{Value, json};

/// A shop whose orders call bank with these policies beside a timeout of 1 s; bank does these steps. No latency.
fn shop_calls_bank(policy: &Value, bank: &Value) -> Session {
    let call = json!({"call": with(json!({"to": "bank", "timeout": "1s"}), policy)});
    let nodes = [shop(&json!([call])), called("bank", bank)];
    Session::new(&scenario(&json!("0ms"), &["paid"], &nodes, &[]), 1)
}

fn pays() -> Value {
    json!([work("100ms"), {"effect": "paid"}])
}

/// Opens when two of two fail, for 5 s; two calls when half-open.
fn breaker() -> Value {
    json!({"window": {"count": 4}, "minimumCalls": 2, "failureRate": 0.5, "openFor": "5s", "halfOpenCalls": 2})
}

fn sent(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::CallSent { .. }))
}

fn refused(s: &Session) -> usize {
    s.count(|w| matches!(w, What::CallAttemptFailed { reason: Reason::CallNotPermitted, .. }))
}

fn state(s: &Session) -> BreakerState {
    s.world.edge(CallId(0)).breaker.state()
}

#[test]
fn an_open_breaker_fails_at_once_and_lets_nothing_through() {
    let mut s = shop_calls_bank(&json!({"breaker": breaker()}), &pays());
    s.health("bank", "down").order().order().until(100).health("bank", "up");
    assert!(matches!(state(&s), BreakerState::Open { .. }), "two of two failed");
    s.order().until(5_000).order().until(5_000);
    assert_eq!((sent(&s).len(), refused(&s)), (2, 2), "well again, but not asked");
    s.until(5_001).order().order().order();
    assert_eq!((sent(&s).len(), refused(&s)), (4, 3), "two of three are let through to see");
    s.rest();
    assert_eq!(state(&s), BreakerState::Closed);
    assert_eq!(s.count(|w| matches!(w, What::RunStarted { .. })), 2, "nobody else came to the bank");
    let told: Vec<u64> = s.instants(|w| matches!(w, What::BreakerOpened { .. } | What::BreakerClosed { .. }));
    assert_eq!(told, [0, 5_201], "one after the other they took 100 ms each");
    assert_eq!((s.standing(3), s.standing(5), s.standing(7)), (Standing::Lost, Standing::Done, Standing::Lost));
}

#[test]
fn each_attempt_of_a_retry_asks_the_breaker() {
    let mut s = shop_calls_bank(&json!({"breaker": breaker(), "retry": fixed("1s", 5)}), &pays());
    s.health("bank", "down").order().rest();
    assert_eq!(sent(&s), [0, 1_000], "the breaker is inside, the retry outside");
    assert_eq!(refused(&s), 3);
    let mut s = shop_calls_bank(&json!({"breaker": breaker(), "retry": fixed("3s", 5)}), &pays());
    s.health("bank", "down").order().until(4_000).health("bank", "up").rest();
    assert_eq!(sent(&s), [0, 3_000, 9_000], "open from 3 s to 8 s: the retry at 6 s is not permitted");
    assert_eq!(s.standing(1), Standing::Done);
}

#[test]
fn slow_answers_open_it_though_they_are_right() {
    let slow = json!({"slowCall": {"after": "400ms", "rate": 1.0}});
    let mut s =
        shop_calls_bank(&json!({"breaker": with(breaker(), &slow)}), &json!([work("500ms"), {"effect": "paid"}]));
    s.order().until(600).order().until(1_200).order().rest();
    assert_eq!((sent(&s).len(), refused(&s)), (2, 1));
    let opened = |w: &What| matches!(w, What::BreakerOpened { calls: 2, failed: 0, slow: 2, .. });
    assert_eq!(s.count(opened), 1);
}

#[test]
fn a_retry_budget_ends_the_retries_and_successes_fill_it() {
    let policy = json!({"retry": fixed("10ms", 9), "retryBudget": {"maxTokens": 4, "tokenRatio": 1.0}});
    let mut s = shop_calls_bank(&policy, &pays());
    s.health("bank", "down").order().until(1_000);
    assert_eq!(sent(&s).len(), 2, "after two failures half of the tokens are left: too few");
    assert_eq!(s.count(|w| matches!(w, What::RetryThrottled { .. })), 1);
    s.order().until(2_000);
    assert_eq!(sent(&s).len(), 3, "a first attempt is always made");
    s.health("bank", "up").order().until(3_000).order().until(4_000).order().until(5_000).health("bank", "down");
    s.order().rest();
    assert_eq!(sent(&s).len(), 3 + 3 + 2, "three successes, and there are retries again");
}

#[test]
fn a_fresh_answer_spares_the_call_and_a_stale_one_stands_in_for_an_error() {
    let cache = json!({"cache": {"fresh": "2s", "staleIfError": "3s"}});
    let mut s = shop_calls_bank(&cache, &pays());
    s.order().until(1_999).order().until(2_000).order().until(2_500);
    assert_eq!(sent(&s), [0, 2_000], "it is as old as its question");
    s.health("bank", "down").until(4_500).order().until(7_000).order().until(7_001).order().rest();
    let used = |s: &Session| {
        let of = |fact: &Fact| match fact.what {
            What::CallAnsweredFromCache { age, stale, .. } => Some((age.as_micros() / 1_000, stale)),
            _ => None,
        };
        s.trace.facts().iter().filter_map(of).collect::<Vec<_>>()
    };
    assert_eq!(used(&s), [(1_999, false), (2_500, true), (5_000, true)]);
    assert_eq!(
        s.count(|w| matches!(w, What::OrderFailed { reason: Reason::CallRefused, .. })),
        1,
        "too old for the last"
    );
    assert_eq!(s.count(|w| matches!(w, What::OrderAnswered { .. })), 5);
}

#[test]
fn a_stale_answer_stands_in_where_the_breaker_lets_nothing_through() {
    let policy = json!({"breaker": breaker(), "cache": {"fresh": "0ms", "staleIfError": "60s"}});
    let mut s = shop_calls_bank(&policy, &pays());
    s.order().until(1_000).health("bank", "down").order().until(1_500).order().until(2_000).order().rest();
    assert_eq!((sent(&s).len(), refused(&s)), (2, 2), "one of two failed");
    assert_eq!(s.count(|w| matches!(w, What::OrderAnswered { .. })), 4, "every customer has an answer");
}

#[test]
fn a_caller_that_crashes_comes_back_with_a_closed_breaker_a_full_budget_and_an_empty_cache() {
    let policy = json!({"breaker": breaker(), "retryBudget": {"maxTokens": 4, "tokenRatio": 1.0},
                        "cache": {"fresh": "1h", "staleIfError": "1h"}});
    let call = json!({"call": with(json!({"to": "bank", "timeout": "1s"}), &policy)});
    let through = json!({"call": {"to": "stock", "timeout": "9s"}});
    let nodes = [shop(&json!([through])), called("stock", &json!([call])), called("bank", &pays())];
    let mut s = Session::new(&scenario(&json!("0ms"), &["paid"], &nodes, &[]), 1);
    s.order().until(1_000);
    let egress = |s: &Session| s.world.edge(CallId(1)).clone();
    let edge = s.world.model().calls.iter().position(|c| c.policy.breaker.is_some());
    assert_eq!(edge, Some(1));
    assert!(egress(&s).cached().is_some());
    s.command(&json!({"crash": {"node": "stock", "point": "now"}})).until(1_001);
    assert_eq!((egress(&s).cached(), egress(&s).breaker.recorded().calls), (None, 0));
    assert_eq!(egress(&s).budget.map(|b| b.tokens()), Some(4.0));
    s.rest();
}

#[test]
fn a_new_policy_begins_a_changed_breaker_anew_and_leaves_another_alone() {
    let mut s = shop_calls_bank(&json!({"breaker": breaker()}), &pays());
    s.health("bank", "down").order().order().until(100);
    let set = |s: &mut Session, breaker: &Value| {
        s.command(&json!({"setCall": {"from": "shop", "to": "bank", "timeout": "2s", "breaker": breaker}}));
    };
    set(&mut s, &breaker());
    assert!(matches!(state(&s), BreakerState::Open { .. }), "only the timeout is another");
    set(&mut s, &with(breaker(), &json!({"openFor": "6s"})));
    assert_eq!(state(&s), BreakerState::Closed);
    set(&mut s, &json!(null));
    s.order().order().order().rest();
    assert_eq!(refused(&s), 0);
}

#[test]
fn bad_policies_are_refused_where_they_stand() {
    let told = |policy: Value| {
        let call = json!({"call": with(json!({"to": "bank", "timeout": "1s"}), &policy)});
        let nodes = [shop(&json!([call])), called("bank", &pays())];
        let problem =
            carteiro::scenario::load(&scenario(&json!("0ms"), &["paid"], &nodes, &[]).to_string()).unwrap_err();
        problem.path.trim_start_matches("nodes[0].handlers[0].steps[0].call.").to_owned()
    };
    let breaker_with = |more: Value| json!({"breaker": with(breaker(), &more)});
    assert_eq!(told(breaker_with(json!({"window": {"count": 0}}))), "breaker.window.count");
    assert_eq!(told(breaker_with(json!({"window": {"time": "1500ms"}}))), "breaker.window.time");
    assert_eq!(told(breaker_with(json!({"window": {"time": "2h"}}))), "breaker.window.time");
    assert_eq!(told(breaker_with(json!({"minimumCalls": 0}))), "breaker.minimumCalls");
    assert_eq!(told(breaker_with(json!({"failureRate": 0}))), "breaker.failureRate");
    assert_eq!(told(breaker_with(json!({"failureRate": 50}))), "breaker.failureRate");
    assert_eq!(told(breaker_with(json!({"slowCall": {"after": "1s", "rate": 2}}))), "breaker.slowCall.rate");
    assert_eq!(told(breaker_with(json!({"openFor": "0s"}))), "breaker.openFor");
    assert_eq!(told(breaker_with(json!({"halfOpenCalls": 1_001}))), "breaker.halfOpenCalls");
    assert_eq!(told(breaker_with(json!({"halfOpenFor": "0s"}))), "breaker.halfOpenFor");
    assert_eq!(told(json!({"retryBudget": {"maxTokens": 0, "tokenRatio": 0.1}})), "retryBudget.maxTokens");
    assert_eq!(told(json!({"retryBudget": {"maxTokens": 9, "tokenRatio": 0}})), "retryBudget.tokenRatio");
    assert_eq!(told(json!({"cache": {"fresh": "5s"}})), "cache.staleIfError");
}

#[test]
fn a_half_open_breaker_that_hears_nothing_opens_when_its_time_is_over() {
    // The trial calls take 60 s, and nobody hears of them before: without a limit it refuses everything until then.
    let run = |most: Value| {
        let policy = json!({"timeout": "100s", "breaker": with(breaker(), &json!({"halfOpenFor": most}))});
        let mut s = shop_calls_bank(&policy, &json!([work("60s"), {"effect": "paid"}]));
        s.health("bank", "down").order().order().until(100).health("bank", "up");
        s.until(5_001).order().until(30_000).order();
        s
    };
    let s = run(json!(null));
    assert_eq!((state(&s), refused(&s)), (BreakerState::HalfOpen { permits: 0 }, 0));
    let mut s = run(json!("10s"));
    let opened = |s: &Session| s.instants(|w| matches!(w, What::BreakerOpened { .. }));
    assert_eq!(opened(&s), [0, 15_001]);
    assert_eq!(state(&s), BreakerState::HalfOpen { permits: 1 }, "5 s later it tries again");
    s.rest();
    assert_eq!(opened(&s), [0, 15_001, 40_000]);
    let told =
        tampered(&s, |w| matches!(w, What::HalfOpenEnded { .. }).then_some(What::BreakerClosed { call: CallId(0) }));
    assert!(told.contains("open"), "{told}");
}

/// What the auditor says of a run with one fact changed.
pub fn tampered(s: &Session, change: impl Fn(What) -> Option<What>) -> String {
    let (mut trace, mut done) = (Trace::default(), false);
    for fact in s.trace.facts() {
        let changed = if done { None } else { change(fact.what) };
        done |= changed.is_some();
        trace.record(Fact { what: changed.unwrap_or(fact.what), ..*fact });
    }
    assert!(done, "there is no such fact");
    let mut audit = Audit::new(s.world.model());
    audit.read(&s.world, &trace).and_then(|()| audit.close(&s.world)).unwrap_err()
}

#[test]
fn the_auditor_notices_each_broken_law() {
    let policy =
        json!({"breaker": breaker(), "retry": fixed("1s", 3), "cache": {"fresh": "0ms", "staleIfError": "3s"}});
    let mut s = shop_calls_bank(&policy, &pays());
    s.order().until(500).health("bank", "down").order().until(3_000).order().until(3_500).health("bank", "up");
    s.until(9_000).order().order().rest();
    let call = CallId(0);
    let told = tampered(&s, |w| match w {
        What::CallAttemptFailed { call, order, reason: Reason::CallNotPermitted } => {
            Some(What::CallSent { call, order, attempt: 1 })
        }
        _ => None,
    });
    assert!(told.contains("while the breaker was open"), "{told}");

    let told = tampered(&s, |w| matches!(w, What::BreakerHalfOpened { .. }).then_some(What::BreakerClosed { call }));
    assert!(told.contains("was not half-open"), "{told}");
    let told = tampered(&s, |w| match w {
        What::BreakerOpened { call, calls, .. } => Some(What::BreakerOpened { call, calls, failed: 0, slow: 0 }),
        _ => None,
    });
    assert!(told.contains("though all is well"), "{told}");
    let told = tampered(&s, |w| match w {
        What::CallAnsweredFromCache { call, order, age, .. } => {
            Some(What::CallAnsweredFromCache { call, order, age, stale: false })
        }
        _ => None,
    });
    assert!(told.contains("a fresh answer that is stale"), "{told}");
    let policy = json!({"retry": fixed("1s", 5), "retryBudget": {"maxTokens": 4, "tokenRatio": 1.0}});
    let mut s = shop_calls_bank(&policy, &pays());
    s.health("bank", "down").order().rest();
    let told = tampered(&s, |w| match w {
        What::RetryThrottled { call, order } => Some(What::CallRetryScheduled { call, order, delay: Span::ZERO }),
        _ => None,
    });
    assert!(told.contains("without a token"), "{told}");
}
