//! Services that stand still: they wait for room in full queues that nobody but they could empty, in a circle. Real ones
//! stand still then, too, until somebody makes room.

use carteiro::base::ids::{NodeId, SubscriptionId, TopicId};
use carteiro::model::Overflow;
use carteiro::sim::World;
use carteiro::sim::broker::message::{Held, HeldStage};
use carteiro::sim::broker::publication::{Handover, Hop};
use carteiro::sim::keys::RunKey;
use carteiro::sim::services::run::Origin;

/// A run that waits for room at a topic, however long it takes.
struct Waiting {
    run: RunKey,
    node: NodeId,
    topic: TopicId,
}

/// The full queues of such circles. Each has a run that waits for room in it for ever; and each of its consumers could
/// take a message again only after such a run has found room.
pub fn full_for_ever(world: &World) -> Vec<SubscriptionId> {
    let mut waiting = waiting(world);
    // The greatest set: who finds room some day is out of it, and so is who waits for him.
    loop {
        let before = waiting.len();
        let goes_on = |one: &Waiting| full(world, one.topic).all(|queue| !stays_full(world, &waiting, queue));
        let goes_on: Vec<RunKey> = waiting.iter().filter(|one| goes_on(one)).map(|one| one.run).collect();
        waiting.retain(|one| !goes_on.contains(&one.run));
        if waiting.len() == before {
            break;
        }
    }
    let topics = waiting.iter().map(|one| one.topic);
    let mut queues: Vec<_> =
        topics.flat_map(|topic| full(world, topic)).filter(|queue| stays_full(world, &waiting, *queue)).collect();
    queues.sort_unstable();
    queues.dedup();
    queues
}

/// The runs that wait for room, and for nothing that ends by itself.
fn waiting(world: &World) -> Vec<Waiting> {
    let blocked = world.publications().filter(|p| p.hop == Hop::Blocked).filter(|p| match p.via {
        Handover::Confirmed(_) | Handover::ConfirmedByLeader(_) => true,
        Handover::Insisted(_) => {
            let terms = world.model().topics[p.topic.index()].terms(p.site);
            terms.timeout.is_none() && terms.delivery_timeout.is_none()
        }
        Handover::FireAndForget | Handover::Outbox => false,
    });
    blocked.filter_map(|p| Some(Waiting { run: world.sender_of(p)?, node: p.node, topic: p.topic })).collect()
}

/// The queues of a topic that hold publications up.
fn full(world: &World, topic: TopicId) -> impl Iterator<Item = SubscriptionId> {
    let of_topic = world.model().topics[topic.index()].subscriptions.iter().copied();
    of_topic.filter(|queue| world.queues()[queue.index()].overflow() == Some(Overflow::Block))
}

/// Whether no consumer of a full queue takes anything before a run that waits has found room. The laws of every event say
/// that none may take something now; so it is asked who would let go of something.
fn stays_full(world: &World, waiting: &[Waiting], queue: SubscriptionId) -> bool {
    let consumers = &world.queues()[queue.index()].consumers;
    let held = |k: usize| held_by(world, queue, k).next().is_some();
    let keeps = |k: usize| stands(world, waiting, consumers[k].node) || keeps_all(world, waiting, queue, k);
    // Another consumer is one that stands by, or whose partitions or keys are empty.
    let all = 0..consumers.len();
    all.clone().any(keeps) && all.clone().all(|k| keeps(k) || !held(k))
}

/// Whether a service waits for room with each of its workers. What it holds may come back to it at the end of a lease.
fn stands(world: &World, waiting: &[Waiting], node: NodeId) -> bool {
    let state = &world.nodes()[node.index()];
    let here = waiting.iter().filter(|one| one.node == node).count();
    here > 0 && !state.has_worker() && here >= state.station().busy() as usize
}

/// Whether a consumer holds messages of a queue, and will not let go of any: a run that waits has one, for as long as it
/// takes, and the others come after it, or are committed with it.
fn keeps_all(world: &World, waiting: &[Waiting], queue: SubscriptionId, consumer: usize) -> bool {
    let runs = world.runs().filter(|(key, _)| waiting.iter().any(|one| one.run == *key));
    let receipts: Vec<_> = runs
        .filter_map(|(_, run)| match run.origin() {
            Origin::Message(receipt) => Some(receipt.tag),
            _ => None,
        })
        .collect();
    let mut any = false;
    let all = held_by(world, queue, consumer).all(|held| match held.stage {
        HeldStage::Working => {
            let waits = receipts.contains(&held.tag);
            any |= waits;
            waits && !held.leased
        }
        HeldStage::Buffered | HeldStage::Handled => !held.leased,
        HeldStage::Delivering | HeldStage::Interrupted | HeldStage::Abandoned { .. } => false,
    });
    any && all
}

/// What a consumer of a queue holds.
fn held_by(world: &World, queue: SubscriptionId, consumer: usize) -> impl Iterator<Item = Held> {
    let of_queue = world.messages().filter(move |(_, m)| m.subscription == queue);
    of_queue.filter_map(|(_, m)| m.held()).filter(move |held| usize::from(held.consumer) == consumer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::build::*;
    use crate::common::session::Session;
    use serde_json::{Value, json};

    /// One order is sold to `stock`, which publishes three moves by `via`, and counts them itself: a place for one and room for
    /// one. `clerk` counts, too, where it `helps`.
    fn session(via: &Value, delivery: &Value, helps: bool, workers: u32) -> Session {
        let step = json!({"publish": via});
        let on = |subscription: &str, steps: Value| json!({"on": {"subscription": subscription}, "steps": steps});
        let moves = json!([{"effect": "moved"}, step, step, step]);
        let handlers = [on("stock", moves), on("counts", json!([{"effect": "counted"}]))];
        let stock = json!({"id": "stock", "kind": "service", "name": text("stock"), "handlers": handlers});
        let room = json!({"prefetch": 1, "maxLength": {"messages": 1, "overflow": "block"}});
        let consumers: &[&str] = if helps { &["stock", "clerk"] } else { &["stock"] };
        let topics = [
            topic("sales", &[subscription("stock", &["stock"], &json!({}))]),
            topic("moves", &[subscription("counts", consumers, &with(room, delivery))]),
        ];
        let mut nodes =
            vec![shop(&json!([publish("sales", "outbox")])), with(stock, &json!({"workers": workers})), broker(true)];
        if helps {
            nodes.push(worker_of("clerk", "counts", &json!([work("1s"), {"effect": "counted"}])));
        }
        let mut session = Session::new(&scenario(&json!("0ms"), &["moved", "counted"], &nodes, &topics), 1);
        session.order();
        session
    }

    fn confirmed() -> Value {
        json!({"topic": "moves", "via": "confirmed"})
    }

    /// How many queues are full for ever, half a second after the order.
    fn found(mut session: Session) -> usize {
        session.until(500);
        full_for_ever(&session.world).len()
    }

    #[test]
    fn who_waits_for_room_that_only_he_makes_stands_still() {
        let shared = json!({"prefetchPer": "subscription"});
        assert_eq!(found(session(&confirmed(), &json!({}), false, 1)), 1);
        assert_eq!(found(session(&confirmed(), &shared, true, 1)), 1, "the clerk finds no place");
        let active = json!({"singleActiveConsumer": true});
        assert_eq!(found(session(&confirmed(), &active, true, 1)), 1, "the clerk stands by");
        let insists = with(confirmed(), &json!({"retry": fixed("1s", 3)}));
        assert_eq!(found(session(&insists, &json!({}), false, 1)), 1, "a sender that insists, without an end");
    }

    #[test]
    fn who_is_helped_gives_up_or_goes_on_does_not() {
        let shared = json!({"prefetchPer": "subscription"});
        assert_eq!(found(session(&confirmed(), &json!({}), true, 1)), 0, "the clerk works, and will take the next");
        assert_eq!(found(session(&confirmed(), &shared, true, 2)), 0, "it makes room with another worker");
        for via in ["outbox", "fireAndForget"] {
            assert_eq!(found(session(&json!({"topic": "moves", "via": via}), &json!({}), false, 1)), 0, "{via}");
        }
        for end in ["timeout", "deliveryTimeout"] {
            let ends = with(confirmed(), &json!({end: "10s"}));
            assert_eq!(found(session(&ends, &json!({}), false, 1)), 0, "{end}");
        }
        let mut s = session(&confirmed(), &json!({}), false, 1);
        s.until(500).command(&json!({"setDelivery": {"subscription": "counts", "delivery": {}}}));
        assert_eq!(full_for_ever(&s.world).len(), 0, "there is room");
    }
}
