//! Tests the auditor: a true trace passes, and each way of tampering with it is detected. And where a scenario's own
//! settings remove a safeguard, the harm that it guards against does happen.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use carteiro::base::ids::{EffectId, MessageId, NodeId};
use carteiro::base::time::{Span, Time};
use carteiro::ledger::Standing;
use carteiro::model::Health;
use carteiro::sim::World;
use carteiro::trace::{Fact, FactId, Observer, Outcome, Reason, Trace, What};
use common::audit::Audit;
use common::build::{fixed, purchase, scenario, shop, with, work, worker_of};
use common::session::Session;
use serde_json::json;

/// A run with retries, a dead letter, a crash, a duplicate and a stop, behind an inbox and with the order kept.
fn eventful() -> Session {
    let delivery = json!({
        "blocking": true, "prefetch": 1, "inbox": {"window": "forever"},
        "retry": {"backoff": {"exponential": {"base": "1s", "factor": 2.0, "cap": "3s"}}, "jitter": "equal", "maxAttempts": 3}
    });
    let mut s = Session::new(&purchase(&delivery), 3);
    s.command(&json!({"poisonNext": {"subscription": "stock"}}));
    s.order().order().until(500).command(&json!({"duplicateNext": {"subscription": "stock"}})).order();
    s.command(&json!({"crash": {"node": "stock", "point": "afterEffect"}})).until(9_000);
    s.order().until(9_050).health("stock", "down").until(9_500).health("stock", "up").rest();
    s
}

/// What the auditor says of a trace that was tampered with.
fn verdict(world: &World, facts: impl IntoIterator<Item = Fact>) -> Result<(), String> {
    let mut trace = Trace::default();
    facts.into_iter().for_each(|fact| {
        trace.record(fact);
    });
    let mut audit = Audit::new(world.model());
    audit.read(world, &trace)?;
    audit.close(world)
}

/// The verdict after `tamper` changes or removes the first fact that it accepts.
fn tampered(mut tamper: impl FnMut(Fact) -> Option<Option<Fact>>) -> String {
    let session = eventful();
    let mut done = false;
    let mut facts = Vec::new();
    for fact in session.trace.facts() {
        match if done { None } else { tamper(*fact) } {
            Some(changed) => {
                done = true;
                facts.extend(changed);
            }
            None => facts.push(*fact),
        }
    }
    assert!(done, "there is no such fact in the run");
    verdict(&session.world, facts).expect_err("the auditor noticed nothing")
}

#[test]
fn a_true_trace_passes() {
    let session = eventful();
    verdict(&session.world, session.trace.facts().iter().copied()).unwrap();
}

#[test]
fn time_that_goes_back_is_noticed() {
    let told = tampered(|f| (f.at > Time::ZERO).then_some(Some(Fact { at: Time::MAX, ..f })));
    assert!(told.contains("time goes back"), "{told}");
}

#[test]
fn a_fact_without_a_cause_and_one_caused_by_the_future_are_noticed() {
    let acked = |f: &Fact| matches!(f.what, What::MessageAcked { .. });
    let told = tampered(|f| acked(&f).then_some(Some(Fact { cause: FactId::NONE, ..f })));
    assert!(told.contains("has no cause"), "{told}");
    let told = tampered(|f| acked(&f).then_some(Some(Fact { cause: FactId(100_000), ..f })));
    assert!(told.contains("cause is not earlier"), "{told}");
}

#[test]
fn a_wait_out_of_its_bounds_is_noticed() {
    let told = tampered(|f| match f.what {
        What::RetryScheduled { message, order, subscription, attempt, .. } => {
            let delay = Span::from_millis(1_001);
            let what = What::RetryScheduled { message, order, subscription, attempt, delay };
            Some(Some(Fact { what, ..f }))
        }
        _ => None,
    });
    assert!(told.contains("out of its bounds"), "{told}");
}

#[test]
fn an_attempt_too_many_and_one_too_few_are_noticed() {
    // A dead letter that was never tried: its attempts are said to have been another message's.
    let told = tampered(|f| match f.what {
        What::RunStarted { run, node, order, attempt, .. } => {
            let what = What::RunStarted { run, node, order, message: None, attempt };
            Some(Some(Fact { what, ..f }))
        }
        _ => None,
    });
    assert!(told.contains("given up with an attempt left") || told.contains("out of its bounds"), "{told}");
    // A hidden failure: the fourth attempt gives it away.
    let session = eventful();
    let started = |f: &&Fact| matches!(f.what, What::RunStarted { message: Some(MessageId(1)), .. });
    let first = *session.trace.facts().iter().find(started).unwrap();
    let twice = session.trace.facts().iter().flat_map(|f| {
        let copies = if *f == first { 2 } else { 1 };
        std::iter::repeat_n(*f, copies)
    });
    assert!(verdict(&session.world, twice).is_err());
}

#[test]
fn an_effect_twice_behind_an_inbox_is_noticed() {
    let session = eventful();
    let mut facts: Vec<Fact> = session.trace.facts().to_vec();
    let written = |f: &Fact| matches!(f.what, What::EffectWritten { .. });
    let mut again = facts[facts.iter().position(written).unwrap()];
    if let What::EffectWritten { order, node, .. } = again.what {
        again.what = What::EffectWritten { order, node, effect: EffectId(0), times: 2 };
    }
    again.at = facts[facts.len() - 1].at;
    facts.push(again);
    let told = verdict(&session.world, facts).unwrap_err();
    assert!(told.contains("twice within the inbox's window"), "{told}");
}

#[test]
fn a_message_that_is_forgotten_is_noticed() {
    let told = tampered(|f| matches!(f.what, What::MessageAcked { .. }).then_some(None));
    assert!(told.contains("cause is not earlier") || told.contains("counts"), "{told}");
}

#[test]
fn a_broken_order_is_noticed() {
    let session = eventful();
    let mut facts: Vec<Fact> = session.trace.facts().to_vec();
    let late = facts.iter().rposition(|f| matches!(f.what, What::RunStarted { .. })).unwrap();
    if let What::RunStarted { run, node, order, attempt, .. } = facts[late].what {
        facts[late].what = What::RunStarted { run, node, order, message: Some(MessageId(1)), attempt };
    }
    let told = verdict(&session.world, facts).unwrap_err();
    let noticed = ["an earlier message was handled later", "began what its consumer no longer holds"];
    assert!(noticed.iter().any(|law| told.contains(law)), "{told}");
}

/// What the auditor says of a run when it is told that the settings were others.
fn under_other_settings(
    scenario: &serde_json::Value,
    other: &serde_json::Value,
    play: impl Fn(&mut Session),
) -> String {
    let run = |scenario| {
        let mut s = Session::new(scenario, 3);
        play(&mut s);
        s
    };
    let (one, two) = (run(scenario), run(other));
    verdict(&one.world, one.trace.facts().iter().copied()).unwrap();
    verdict(&two.world, one.trace.facts().iter().copied()).expect_err("the auditor noticed nothing")
}

#[test]
fn a_message_for_another_than_the_active_consumer_is_noticed() {
    let two = |single: bool| {
        let mut file = purchase(&json!({"prefetch": 1, "singleActiveConsumer": single}));
        let other = worker_of("other", "stock", &json!([work("100ms"), {"effect": "moved"}]));
        file["nodes"].as_array_mut().unwrap().push(other);
        file["topics"][0]["subscriptions"][0]["consumers"] = json!(["stock", "other"]);
        file
    };
    let told = under_other_settings(&two(false), &two(true), |s| {
        s.order().order().rest();
    });
    assert!(told.contains("another consumer than the active one"), "{told}");
}

#[test]
fn more_than_all_consumers_may_hold_together_is_noticed() {
    let shared = |prefetch: u32| purchase(&json!({"prefetch": prefetch, "prefetchPer": "subscription"}));
    let told = under_other_settings(&shared(3), &shared(2), |s| {
        s.order().order().order().rest();
    });
    assert!(told.contains("more is held than all may hold together"), "{told}");
    let holds = |holds: bool| {
        let delivery = json!({"prefetch": 1, "prefetchPer": "subscription", "retryHoldsPlace": holds});
        purchase(&with(delivery, &json!({"retry": fixed("1s", 2)})))
    };
    let told = under_other_settings(&holds(false), &holds(true), |s| {
        s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().order().rest();
    });
    assert!(told.contains("more is held than all may hold together"), "{told}");
}

#[test]
fn a_lane_in_another_order_is_noticed() {
    let mut s = Session::new(&purchase(&json!({"requeue": "returned", "prefetch": 3})), 1);
    s.order().order().order().until(50).command(&json!({"crash": {"node": "stock", "point": "now"}})).rest();
    let mut facts: Vec<Fact> = s.trace.facts().to_vec();
    verdict(&s.world, facts.iter().copied()).unwrap();
    let returned = |f: &Fact| matches!(f.what, What::MessageReturned { .. });
    let at: Vec<usize> = (0..facts.len()).filter(|i| returned(&facts[*i])).collect();
    let (first, second) = (facts[at[0]].what, facts[at[1]].what);
    (facts[at[0]].what, facts[at[1]].what) = (second, first);
    let told = verdict(&s.world, facts).unwrap_err();
    assert!(told.contains("handed out before it was its turn"), "{told}");
}

/// A run in which leases end in a buffer and under work.
fn leased(more: &serde_json::Value) -> Session {
    let settings = json!({"lease": "150ms", "prefetch": 3, "counts": "deliveries", "requeue": "returned",
                          "retry": {"backoff": "immediate", "maxAttempts": 4}});
    let mut s = Session::new(&purchase(&with(settings, more)), 1);
    s.order().order().order().rest();
    s.until(60_000);
    s
}

/// The verdict on a run's facts after `change`.
fn changed(s: &Session, change: impl FnOnce(&mut Vec<Fact>)) -> Result<(), String> {
    let mut facts: Vec<Fact> = s.trace.facts().to_vec();
    verdict(&s.world, facts.iter().copied()).unwrap();
    change(&mut facts);
    verdict(&s.world, facts)
}

#[test]
fn a_lease_that_ends_at_another_time_is_noticed() {
    let expired = |f: &Fact| matches!(f.what, What::MessageReturned { reason: Reason::LeaseExpired, .. });
    let told = changed(&leased(&json!({})), |facts| {
        let at = facts.iter().position(expired).unwrap();
        // Time does not go back: it comes when the fact before it did.
        facts[at].at = facts[at - 1].at;
    });
    assert!(told.unwrap_err().contains("a lease ended that ends at"));
}

#[test]
fn a_renewal_by_nobody_and_one_that_is_not_the_rule_are_noticed() {
    let renewal = json!({"lease": "150ms", "renewal": {"every": "60ms"}, "stale": "worked"});
    let renewed = |f: &Fact| matches!(f.what, What::LeaseRenewed { .. });
    let s = leased(&renewal);
    assert!(s.trace.facts().iter().any(renewed) && s.count(|w| matches!(w, What::MessageReturned { .. })) == 0);
    let told = changed(&s, |facts| {
        let at = facts.iter().position(renewed).unwrap();
        facts[at].cause = FactId(0);
    });
    assert!(told.unwrap_err().contains("renewed of a message that nobody holds"));
}

#[test]
fn stale_work_and_late_acknowledgements_are_noticed_where_they_are_not_the_rule() {
    let stale = leased(&json!({"stale": "worked", "lateAck": "settles"}));
    let judged_by = |s: &Session, settings: &serde_json::Value| {
        verdict(&leased(settings).world, s.trace.facts().iter().copied()).unwrap_err()
    };
    verdict(&stale.world, stale.trace.facts().iter().copied()).unwrap();
    assert!(judged_by(&stale, &json!({"lateAck": "settles"})).contains("began what its consumer no longer holds"));
    let ignored = judged_by(&stale, &json!({"stale": "worked"}));
    assert!(ignored.contains("acknowledged by one that no longer holds it"), "{ignored}");
}

#[test]
fn a_retry_that_is_marked_as_redelivered_against_the_rule_is_noticed() {
    for retry_as in ["redelivery", "newMessage"] {
        let mut s = Session::new(&purchase(&json!({"retryAs": retry_as, "retry": fixed("1s", 2)})), 1);
        s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
        let told = changed(&s, |facts| {
            let handed = |f: &Fact| matches!(f.what, What::MessageHandedOut { .. });
            let at = facts.iter().rposition(handed).unwrap();
            if let What::MessageHandedOut { redelivered, .. } = &mut facts[at].what {
                *redelivered = !*redelivered;
            }
        });
        assert!(told.unwrap_err().contains("handed out as redelivered"), "{retry_as}");
    }
}

#[test]
fn what_is_taken_out_of_turn_or_acknowledged_otherwise_is_noticed() {
    // All keys are one, and four messages wait for a consumer that comes back.
    let scenario = |delivery: serde_json::Value| {
        let mut scenario = purchase(&delivery);
        scenario["topics"][0]["key"] = json!({"of": 1});
        scenario["nodes"][1]["workers"] = json!(2);
        scenario
    };
    let four = |s: &mut Session| {
        s.health("stock", "down").order().order().order().order().health("stock", "up").rest();
    };
    let pull = |messages: u32| scenario(json!({"fetch": {"pull": {"messages": messages}}}));
    let commit = |commit: serde_json::Value| scenario(json!({"prefetch": 3, "commit": commit}));
    let cases = [
        (scenario(json!({})), scenario(json!({"ordering": "key"})), "two messages of one key are under way"),
        (
            scenario(json!({"fetch": {"pull": {"messages": 3}}})),
            scenario(json!({"fetch": {"pull": {"messages": 3}}, "ordering": "key"})),
            "two messages of one key are handled at once",
        ),
        (pull(4), pull(1), "more was fetched than one request asks for"),
        (commit(json!("message")), commit(json!("batch")), "acknowledged alone"),
        (commit(json!({"interval": "50ms"})), commit(json!("batch")), "a commit before the batch is done"),
        (commit(json!("batch")), commit(json!({"interval": "50ms"})), "a commit later than its interval"),
    ];
    for (played, told, law) in cases {
        let told = under_other_settings(&played, &told, four);
        assert!(told.contains(law), "{told}");
    }
}

#[test]
fn a_record_for_another_owner_is_noticed() {
    let log = |partitions: u32, key: u32| {
        let mut scenario = purchase(&json!({}));
        scenario["topics"][0]["log"] = json!(true);
        scenario["topics"][0]["partitions"] = json!(partitions);
        scenario["topics"][0]["key"] = json!({"of": key});
        let mut other = scenario["nodes"][1].clone();
        other["id"] = json!("stock-2");
        scenario["nodes"].as_array_mut().unwrap().push(other);
        scenario["topics"][0]["subscriptions"][0]["consumers"] = json!(["stock", "stock-2"]);
        scenario
    };
    let told = under_other_settings(&log(2, 2), &log(3, 3), |s| {
        (0..9).for_each(|_| {
            s.order();
        });
        s.rest();
    });
    assert!(told.contains("does not own its partition"), "{told}");
    let crash = |s: &mut Session| {
        s.order().order().order().until(50).health("stock-2", "down").rest();
    };
    let mut s = Session::new(&log(2, 2), 3);
    crash(&mut s);
    let facts: Vec<Fact> = s.trace.facts().to_vec();
    let moved = facts.iter().position(|f| matches!(f.what, What::PartitionAssigned { .. })).unwrap();
    // The partition is said to have stayed with who left.
    let mut stayed = facts.clone();
    if let What::PartitionAssigned { subscription, partition, .. } = stayed[moved].what {
        let node = carteiro::base::ids::NodeId::new(3);
        stayed[moved].what = What::PartitionAssigned { subscription, partition, node };
    }
    assert!(verdict(&s.world, stayed).unwrap_err().contains("shared otherwise"));
}

/// A shop that publishes to `returns`, which leads to the queue of `sales`, too, if these bindings say so.
fn routed(bindings: &serde_json::Value) -> serde_json::Value {
    let mut file = purchase(&json!({}));
    file["topics"].as_array_mut().unwrap().push(common::build::topic("returns", &[]));
    let step = json!({"publish": {"topic": "returns", "via": "confirmed", "routingKey": "order.back"}});
    file["nodes"][0]["handlers"][0]["steps"] = json!([step]);
    file["topics"][0]["subscriptions"][0]["bindings"] = bindings.clone();
    file
}

#[test]
fn a_message_that_takes_another_way_than_its_bindings_is_noticed() {
    let keys = |pattern: &str| routed(&json!([{"topic": "returns", "routingKeys": [pattern]}]));
    let (bound, unbound) = (routed(&json!([{"topic": "returns"}])), routed(&json!([])));
    let one = |s: &mut Session| {
        s.order().rest();
    };
    let strays = "entered a queue that does not take it from this topic";
    let misses = "did not enter a queue that takes it";
    let cases = [
        (&bound, &unbound, strays),
        (&unbound, &bound, misses),
        (&bound, &keys("order.paid"), strays),
        (&keys("order.paid"), &keys("order.#"), misses),
        (&keys("#.back"), &keys("order.*.back"), strays),
    ];
    for (played, told, law) in cases {
        let told = under_other_settings(played, told, one);
        assert!(told.contains(law), "{told}");
    }
}

#[test]
fn an_unroutable_message_that_is_not_told_or_is_told_of_another_is_noticed() {
    let mut s = Session::new(&routed(&json!([])), 1);
    s.order().order().rest();
    let unroutable = |f: &Fact| matches!(f.what, What::MessageUnroutable { .. });
    let law = "a message that no queue takes is not unroutable, or another is";
    let told = changed(&s, |facts| {
        let at = facts.iter().rposition(unroutable).unwrap();
        // The last two facts are this one and the end of the run, whose cause is an earlier one.
        facts.remove(at);
        facts.truncate(at);
    });
    assert!(told.unwrap_err().contains(law));
    let told = changed(&s, |facts| {
        let at = facts.iter().position(unroutable).unwrap();
        facts[at].cause = FactId(0);
    });
    assert!(told.unwrap_err().contains("unroutable, and no topic took it"));
    // Twice through one binding.
    let mut s = Session::new(&routed(&json!([{"topic": "returns"}])), 1);
    s.order().rest();
    let entered = |f: &Fact| matches!(f.what, What::MessageAccepted { .. });
    let told = changed(&s, |facts| {
        let at = facts.iter().position(entered).unwrap();
        facts.truncate(at + 1);
        facts.push(facts[at]);
    });
    assert!(told.unwrap_err().contains("entered a queue twice by one publication"));
}

#[test]
fn without_its_safeguard_each_harm_happens() {
    // The same trouble under settings that guard against it, and under settings that do not.
    let standing = |delivery: &serde_json::Value, trouble: &serde_json::Value| {
        let mut s = Session::new(&purchase(&with(delivery.clone(), &json!({"retry": fixed("1s", 3)}))), 1);
        s.command(trouble).order().rest();
        s.standing(1)
    };
    let twice = json!({"duplicateNext": {"subscription": "stock"}});
    let crash = json!({"crash": {"node": "stock", "point": "beforeEffect"}});
    let poison = json!({"poisonNext": {"subscription": "stock"}});
    let inbox = json!({"inbox": {"window": "forever"}});
    assert_eq!(standing(&inbox, &twice), Standing::Done);
    assert_eq!(standing(&json!({}), &twice), Standing::DoneTwice);
    assert_eq!(standing(&json!({"ack": "after"}), &crash), Standing::Done);
    assert_eq!(standing(&json!({"ack": "before"}), &crash), Standing::Lost);
    assert_eq!(standing(&json!({"deadLetter": true}), &poison), Standing::DeadLettered);
    assert_eq!(standing(&json!({"deadLetter": false}), &poison), Standing::Lost);
}

#[test]
fn a_loss_is_told_with_its_reason() {
    let mut s = Session::new(&purchase(&json!({"deadLetter": false, "retry": fixed("1s", 1)})), 1);
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
    let lost = |w: &What| matches!(w, What::MessageDropped { reason: Reason::NoDeadLetterQueue, .. });
    assert_eq!((s.count(lost), s.count(|w| matches!(w, What::OrderLost { .. }))), (1, 1));
}

#[test]
fn work_of_a_node_that_hangs_is_noticed() {
    let told = tampered(|f| match f.what {
        What::TamperArmed { .. } => {
            let what = What::HealthSet { node: NodeId(1), health: Health::Hung };
            Some(Some(Fact { what, ..f }))
        }
        _ => None,
    });
    assert!(told.contains("a node that hangs did something"), "{told}");
}

#[test]
fn a_message_for_one_that_drains_is_noticed() {
    let told = tampered(|f| match f.what {
        What::TamperArmed { .. } => {
            let health = Health::Draining { grace: Span::from_secs(9) };
            Some(Some(Fact { what: What::HealthSet { node: NodeId(1), health }, ..f }))
        }
        _ => None,
    });
    assert!(told.contains("handed out to one that drains"), "{told}");
}

#[test]
fn a_retry_of_what_is_not_retried_is_noticed() {
    let delivery = json!({"retry": with(fixed("1s", 3), &json!({"except": ["invalid"]}))});
    let mut s = Session::new(&purchase(&delivery), 1);
    s.health("stock", json!({"flaky": {"probability": 1.0}})).order().rest();
    let facts = s.trace.facts().iter().map(|f| match f.what {
        What::RunEnded { run, node, order, outcome: Outcome::Failed(_) } => {
            let outcome = Outcome::Failed(Reason::Invalid);
            Fact { what: What::RunEnded { run, node, order, outcome }, ..*f }
        }
        _ => *f,
    });
    let told = verdict(&s.world, facts).unwrap_err();
    assert!(told.contains("a failure that is not retried"), "{told}");
}

#[test]
fn a_user_who_does_not_wait_for_an_answer_is_noticed() {
    let shop = with(shop(&json!([work("100ms")])), &json!({"arrivals": {"users": 1, "think": "1s", "limit": 3}}));
    let mut s = Session::new(&scenario(&json!("0ms"), &[], &[shop], &[]), 1);
    s.rest();
    let placed = |f: &Fact| matches!(f.what, What::OrderPlaced { .. }) && f.cause != FactId::NONE;
    let causes: Vec<FactId> = s.trace.facts().iter().filter(|f| placed(f)).map(|f| f.cause).collect();
    let with_cause = |cause: FactId| {
        let facts = s.trace.facts().iter().map(|f| if placed(f) { Fact { cause, ..*f } } else { *f });
        verdict(&s.world, facts).unwrap_err()
    };
    assert!(with_cause(causes[0]).contains("two orders after one answer"));
    assert!(with_cause(FactId(0)).contains("no answer"));
}

#[test]
fn a_handler_that_begins_with_what_the_instance_before_had_is_noticed() {
    // Two messages are on their way from 10 to 20 ms; the second waits in the buffer until 120 ms.
    let mut file = purchase(&json!({"lease": "1s", "crashReturns": "atLeaseEnd", "commit": "batch", "prefetch": 2}));
    file["network"]["latency"] = json!("10ms");
    let stopped_at = |ms: u64| {
        let mut s = Session::new(&file, 1);
        let nothing = json!({"dropNext": {"subscription": "stock"}});
        s.order().order().until(ms).command(&nothing).command(&nothing).rest();
        let node = s.world.model().node_named("stock").unwrap();
        let mut healths = [Health::Down, Health::Up].into_iter();
        let facts = s.trace.facts().iter().map(|f| match f.what {
            What::TamperArmed { .. } => Fact { what: What::HealthSet { node, health: healths.next().unwrap() }, ..*f },
            _ => *f,
        });
        verdict(&s.world, facts)
    };
    assert_eq!(stopped_at(15), Ok(()), "they may reach the next instance");
    let told = stopped_at(50).unwrap_err();
    assert!(told.contains("what the instance before had"), "{told}");
}
