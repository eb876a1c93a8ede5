//! A frame: everything on the stage at one instant, as rows of numbers in one list.
//!
//! Each column is declared once, with its name, in a `row!`; [`super::layout`] tells the page the names.

use crate::base::ids::{CallId, EffectId, NodeId, SubscriptionId};
use crate::base::time::Time;
use crate::model::Health;
use crate::model::measure::{CallMeasure, EffectMeasure, NodeMeasure, RunMeasure, SubscriptionMeasure};
use crate::observe::Reading;
use crate::policy::breaker::{BreakerPolicy, Recorded};
use crate::policy::budget::Budget;
use crate::sim::World;
use crate::sim::broker::publication::Hop;
use crate::timeline::{History, Watch};
use crate::view::envelopes::Envelopes;
use crate::view::row::{flag, row};

row! {
    /// The header's columns.
    HEADER, header_row(reading: &Reading<'_>, history: &History) {
        measures RunMeasure as measure, reading.run(measure) => [
            Orders, Late, Waiting, DeadLettered, Lost, DoneTwice, OutOfOrder, LostAmount, Compensated, Answered, Refused,
            AnswerP95, Commands,
        ];
        "nowMs" => reading.world().now().as_millis(),
        "events" => reading.world().events() as f64,
        // Overwritten once the rows are counted.
        "envelopes" => 0.0,
        "nextEventMs" => reading.world().next_event_at().map_or(f64::NAN, Time::as_millis),
        "facts" => history.watch().trace.facts().len() as f64,
        "past" => flag(history.is_past()),
        "headMs" => history.head_position().0.as_millis(),
        "headEvents" => history.head_position().1 as f64,
        // Includes the scenario's own commands and those after the playhead.
        "commandFacts" => history.watch().commands.len() as f64,
    }
}

row! {
    /// A node's columns.
    NODE, node_row(reading: &Reading<'_>, node: NodeId, replicating: u32) {
        measures NodeMeasure as measure, reading.node(node, measure) => [
            Busy, WaitingCalls, Limited, Unauthenticated, Forbidden, Orders,
        ];
        "health" => health(reading.world(), node).0,
        "healthValue" => health(reading.world(), node).1,
        "restartingUntilMs" => reading.world().nodes()[node.index()].restarting().map_or(f64::NAN, Time::as_millis),
        "replicas" => reading.world().nodes()[node.index()].replicas().into(),
        "replicating" => replicating.into(),
        // The partitions that it owns of a log, as bits.
        "partitions" => partitions(reading.world(), node).into(),
        // NaN without a rate limit.
        "tokens" => tokens(reading.world(), node).map_or(f64::NAN, |(rest, _)| rest.into()),
        "reservedTokens" => tokens(reading.world(), node).map_or(f64::NAN, |(_, reserved)| reserved.into()),
    }
}

row! {
    /// A subscription's columns.
    SUBSCRIPTION, subscription_row(reading: &Reading<'_>, subscription: SubscriptionId) {
        measures SubscriptionMeasure as measure, reading.subscription(subscription, measure) => [
            Ready, InFlight, RetryScheduled, Parked, Dead, Attempts, P95, Offset, Records,
        ];
        "on" => flag(reading.world().queues()[subscription.index()].on),
        // While a group shares its partitions anew nothing is handed out.
        "rebalancing" => flag(reading.world().queues()[subscription.index()].group.is_rebalancing()),
    }
}

row! {
    /// An effect's columns.
    EFFECT, effect_row(reading: &Reading<'_>, effect: EffectId) {
        measures EffectMeasure as measure, reading.effect(effect, measure) => [
            Expected, Once, Twice, Late, Waiting, Dead, Lost,
        ];
    }
}

row! {
    /// The columns of a node's lines of one effect: one row for each effect of each node, in order.
    WRITE, write_row(reading: &Reading<'_>, node: NodeId, effect: EffectId) {
        "lines" => reading.tally().written(node, effect) as f64,
    }
}

row! {
    /// A call edge's columns: whether a health check has taken the instance out; the state of its circuit breaker (-1:
    /// it has none) and the calls in the breaker's window; the tokens of its retry budget; when its cached answer was
    /// requested. Absent values are NaN.
    CALL, call_row(reading: &Reading<'_>, call: CallId) {
        measures CallMeasure as measure, reading.call(call, measure) => [Out];
        "breaker" => guard(reading.world(), call).map_or(-1.0, |_| {
            reading.world().edge(call).breaker.state().code().into()
        }),
        "recorded" => guard(reading.world(), call).map_or(f64::NAN, |(_, seen)| seen.calls.into()),
        "failureRate" => guard(reading.world(), call).and_then(|(_, seen)| seen.rate(seen.failed)).unwrap_or(f64::NAN),
        "halfOpenAfterMs" => guard(reading.world(), call)
            .and_then(|(policy, _)| reading.world().edge(call).breaker.half_open_after(&policy))
            .map_or(f64::NAN, Time::as_millis),
        "tokens" => reading.world().edge(call).budget.map_or(f64::NAN, Budget::tokens),
        "underWay" => reading.world().edge(call).under_way.into(),
        "heldBack" => reading.world().edge(call).held_back.len() as f64,
        "places" => reading.world().edge(call).places(reading.world().call_policy(call)).map_or(f64::NAN, f64::from),
        "cachedAtMs" => reading.world().edge(call).cached().map_or(f64::NAN, Time::as_millis),
    }
}

/// The code of a node's health in [`crate::view::place::HEALTH`], and its factor or probability.
fn health(world: &World, node: NodeId) -> (f64, f64) {
    match world.nodes()[node.index()].health() {
        Health::Up => (0.0, 0.0),
        Health::Slow { factor } => (1.0, factor),
        Health::Flaky { probability, .. } => (2.0, probability),
        Health::Down => (3.0, 0.0),
        Health::Hung => (4.0, 0.0),
        Health::Draining { grace } => (5.0, grace.as_millis()),
    }
}

/// The partitions that a node owns of the first log that it reads with others, as bits.
fn partitions(world: &World, node: NodeId) -> u32 {
    let shared = world.nodes()[node.index()].consumes().iter().find_map(|(subscription, k)| {
        let group = &world.queues()[subscription.index()].group;
        group.is_shared().then_some((group, *k))
    });
    let Some((group, k)) = shared else { return 0 };
    group.owners.iter().rev().fold(0, |bits, owner| bits << 1 | u32::from(*owner == Some(k)))
}

/// The unreserved and the reserved tokens of a node's rate limit.
fn tokens(world: &World, node: NodeId) -> Option<(u32, u32)> {
    world.admission(node).limiter().map(|limiter| limiter.left(world.now()))
}

/// The circuit breaker of an edge, and the calls in its window.
fn guard(world: &World, call: CallId) -> Option<(BreakerPolicy, Recorded)> {
    let policy = world.call_policy(call).breaker?;
    Some((policy, world.edge(call).breaker.recorded_at(&policy, world.now())))
}

/// Replaces `out` with the frame at a history's playhead.
pub fn write(history: &History, out: &mut Vec<f64>) {
    out.clear();
    let (world, Watch { trace, tally, .. }) = (history.world(), history.watch());
    let (model, reading) = (world.model(), Reading::new(world, tally));
    header_row(out, &reading, history);
    let replicating = replicating(world);
    for (node, replicating) in (0..model.nodes.len()).map(NodeId::new).zip(replicating) {
        node_row(out, &reading, node, replicating);
    }
    (0..model.subscriptions.len()).for_each(|i| subscription_row(out, &reading, SubscriptionId::new(i)));
    (0..model.effects.len()).for_each(|i| effect_row(out, &reading, EffectId::new(i)));
    for node in (0..model.nodes.len()).map(NodeId::new) {
        model.effects_at(node).into_iter().for_each(|effect| write_row(out, &reading, node, effect));
    }
    (0..model.calls.len()).for_each(|i| call_row(out, &reading, CallId::new(i)));
    let rows = Envelopes::write(world, trace, out);
    if let Some(count) = HEADER.iter().position(|name| *name == "envelopes").and_then(|at| out.get_mut(at)) {
        *count = rows as f64;
    }
}

/// The number of publications that only a leader has, by node.
fn replicating(world: &World) -> Vec<u32> {
    let mut replicating = vec![0; world.nodes().len()];
    for p in world.publications().filter(|p| p.hop == Hop::Replicating) {
        replicating[world.model().topics[p.topic.index()].broker.index()] += 1;
    }
    replicating
}
