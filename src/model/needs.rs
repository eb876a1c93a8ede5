//! Which scenarios need the whole core: those with a mechanism that a figure's package leaves out (`base::left_out`).
//!
//! Every setting is named here, so that a new one is not forgotten.

use crate::base::dist::Dist;
use crate::model::call::CallPolicy;
use crate::model::command::{Command, Tamper, TimedCommand};
use crate::model::delivery::{Commit, Delivery, Fetch, MaxLength, Ordering, Overflow, PrefetchPer};
use crate::model::graph::Model;
use crate::model::handler::Step;
use crate::model::node::{Arrivals, Crashes, NodeKind};
use crate::model::returns::{GiveUp, LateAck, Stale};
use crate::model::terms::Terms;
use crate::model::topic::Topic;
use crate::policy::breaker::BreakerPolicy;
use crate::policy::cache::CachePolicy;

/// Whether a model needs the whole core to run. The commands of a figure's stage need nothing more.
pub fn whole_core(model: &Model) -> bool {
    let Model { latency, nodes, topics, subscriptions, calls, handlers, faults, .. } = model;
    let step = |step: &Step| match step {
        Step::Work { takes, .. } | Step::Wait { takes } => dist(takes),
        _ => false,
    };
    dist(latency)
        || nodes.iter().any(|it| node(&it.kind))
        || topics.iter().any(topic)
        || subscriptions.iter().any(|it| !it.bindings.is_empty() || delivery(&it.delivery))
        || calls.iter().any(|it| call(&it.policy))
        || handlers.iter().any(|it| it.steps.iter().any(step))
        || faults.iter().any(|TimedCommand { command: it, .. }| command(it))
}

const fn dist(dist: &Dist) -> bool {
    !matches!(dist, Dist::Fixed(_) | Dist::Uniform { .. })
}

fn node(kind: &NodeKind) -> bool {
    match kind {
        NodeKind::Client(client) => {
            client.arrivals.is_some_and(|Arrivals { every, users, .. }| dist(&every) || users > 0)
        }
        NodeKind::Service(service) => {
            let Crashes { per_handling: _, after } = service.crashes;
            after.is_some_and(|after| dist(&after))
        }
        NodeKind::Broker { replicas, .. } => replicas.is_some_and(|replicas| dist(&replicas.lag)),
        NodeKind::Gateway(_) => false,
    }
}

fn topic(topic: &Topic) -> bool {
    let own = |terms: &Terms| {
        let Terms { retry: _, timeout: _, delivery_timeout: _, idempotent: _, every: _, ttl: _, delay, routing_key: _ } =
            terms;
        terms.insists() || delay.is_some()
    };
    topic.subscriptions.is_empty() && !topic.log || topic.dedup_window.is_some() || topic.terms.iter().any(own)
}

fn delivery(delivery: &Delivery) -> bool {
    let Delivery {
        ack: _,
        prefetch: _,
        prefetch_per,
        single_active_consumer: _,
        retry_holds_place: _,
        lease: _,
        renewal,
        stale,
        late_ack,
        requeue: _,
        crash_returns: _,
        counts: _,
        crash_charges: _,
        retry: _,
        retry_as: _,
        give_up,
        ordering,
        fetch,
        commit,
        dead_letter: _,
        ttl: _,
        delay,
        max_length,
        dead_letter_notice: _,
        inbox: _,
        duplicates: _,
    } = delivery;
    *prefetch_per != PrefetchPer::Consumer
        || renewal.is_some()
        || *stale != Stale::Skipped
        || *late_ack != LateAck::Ignored
        || *give_up != GiveUp::AtFailure
        || *ordering == Ordering::Key
        || *fetch != Fetch::Push
        || *commit != Commit::Message
        || delay.is_some()
        || max_length.is_some_and(|MaxLength { overflow, .. }| overflow != Overflow::RejectPublish)
}

fn call(policy: &CallPolicy) -> bool {
    let CallPolicy {
        timeout: _,
        retry: _,
        breaker,
        retry_budget: _,
        cache,
        deadline,
        cancel,
        bulkhead,
        ejection,
        parallel,
    } = policy;
    let waits = |breaker: &BreakerPolicy| breaker.half_open_for.is_some();
    let coalesces = |cache: &CachePolicy| cache.coalesce;
    breaker.as_ref().is_some_and(waits)
        || cache.as_ref().is_some_and(coalesces)
        || deadline.is_some()
        || *cancel
        || bulkhead.is_some()
        || ejection.is_some()
        || parallel.is_some()
}

const fn command(command: &Command) -> bool {
    match command {
        Command::TamperNext { tamper, .. } => matches!(tamper, Tamper::Drop | Tamper::Delay(_)),
        Command::SetArrivals { every, users, .. } => {
            let random = match every {
                Some(every) => dist(every),
                None => false,
            };
            random || matches!(users, Some(1..))
        }
        Command::PlaceOrder { .. }
        | Command::SetHealth { .. }
        | Command::Crash { .. }
        | Command::RedriveAll(_)
        | Command::Subscribe { .. }
        | Command::Seek { .. }
        | Command::FailLeader(_) => false,
        Command::PlaceOrders { .. }
        | Command::Reorder(_)
        | Command::SetPoison { .. }
        | Command::Redrive(_)
        | Command::Discard(_)
        | Command::SetDelivery { .. }
        | Command::SetWorkers { .. }
        | Command::SetMachine { .. }
        | Command::SetCrashes { .. }
        | Command::SetHealthCheck { .. }
        | Command::SetCall { .. }
        | Command::SetIngress { .. }
        | Command::Unsubscribe(_) => true,
    }
}
