//! The two laws, judged for one case: everything holds after every event and the healed world comes to rest; and the
//! commands, given again, bring the same trace.

use super::common::case::Case;
use super::common::session::Session;
use super::standstill::full_for_ever;
use carteiro::base::time::Span;
use carteiro::ledger::Standing;
use carteiro::policy::retry::MaxAttempts;
use carteiro::sim::broker::message::State;
use carteiro::sim::{CommandError, World};
use carteiro::trace::{Digest, Fact, FactId};
use serde_json::json;
use std::sync::Arc;

/// Events that one order or message may take until the world rests. A generated message has five attempts, an attempt
/// three call steps, a call step three attempts at the first of a chain of four services that call each other likewise:
/// 5 · 3 · (3 + 9 + 27 + 81) calls, of up to seven events each. A world has as many messages as its topics and handlers
/// bring about, so no number of events is enough for all worlds.
const PATIENCE: u64 = 13_000;

/// Hours that the healed world may take until it rests. Nothing waits longer than a lease, which is then an hour; so a
/// world that only waits, again and again, is told long before its events are used up.
const MOST_HOURS: u64 = 1_000;

/// Facts that are told of a run that breaks a law.
const LAST_FACTS: usize = 40;

/// Every so many events it is asked whether services stand still.
const ASK: u64 = 512;

/// Every law holds after every event; healed, the world comes to rest, before and after a redrive of what is dead.
pub fn every_law_holds(session: &mut Session) -> Result<(), String> {
    // The scenario's own trouble lasts 8 s; heal after it, so that it cannot come back.
    session.try_until(9_000)?;
    heal(session)?;
    come_to_rest(session)?;
    at_rest(session)?;
    for subscription in &session.world.model().clone().subscriptions {
        session.try_command(&json!({"redriveAll": {"subscription": subscription.id}}))?;
        come_to_rest(session)?;
    }
    at_rest(session)?;
    session.close_books()
}

/// The commands, given to a fresh world at their places, bring the same trace.
pub fn replays_to_the_same_trace(session: &Session, seed: u64) -> Result<(), String> {
    let fresh = Session::of(Arc::clone(session.world.model()), seed).world;
    let replayed = replay(session, fresh).map_err(|e| e.to_string())?;
    if replayed == session.trace.digest() { Ok(()) } else { Err("the log replays to another trace".into()) }
}

/// Plays a case to the end of its schedule.
fn play(session: &mut Session, case: &Case) -> Result<(), String> {
    for turn in &case.schedule {
        for _ in 0..turn.events {
            session.try_step()?;
        }
        if let Some(command) = turn.given.command(&session.world) {
            session.try_command(&command)?;
        }
    }
    Ok(())
}

/// Plays a case and holds a law against it; what is broken is told with what was done.
pub fn judge(case: &Case, law: impl FnOnce(&mut Session) -> Result<(), String>) -> Result<Session, String> {
    let mut session = Session::new(&case.scenario, case.seed);
    let judged = play(&mut session, case).and_then(|()| law(&mut session));
    judged.map_err(|broken| tell(&session, &broken))?;
    Ok(session)
}

/// Holds both laws against a case: the run, healed at its end, is done twice.
pub fn both(case: &Case) -> Result<Session, String> {
    judge(case, |session| {
        every_law_holds(session)?;
        replays_to_the_same_trace(session, case.seed)
    })
}

fn tell(session: &Session, broken: &str) -> String {
    let (at, events, done) = (session.world.now(), session.world.events(), session.story.join("\n"));
    let facts = session.trace.facts();
    let first = facts.len().saturating_sub(LAST_FACTS);
    let last = facts.iter().enumerate().skip(first).map(|(i, fact)| {
        let Fact { at, cause, what } = fact;
        let by = if *cause == FactId::NONE { "nothing".into() } else { cause.0.to_string() };
        format!("{i} at {at}, by {by}: {what:?}")
    });
    let last: Vec<String> = last.collect();
    format!("{broken}\nat {at} after {events} events; done:\n{done}\nthe last facts:\n{}", last.join("\n"))
}

/// Heals everything: nodes, brokers, messages, subscriptions. Leases outlast the work, for with a shorter one the same
/// message may be worked on endlessly; and attempts are limited. Automatic orders stop, and nothing probes for as long as such a lease lasts.
fn heal(session: &mut Session) -> Result<(), String> {
    let model = session.world.model().clone();
    for node in &model.nodes {
        let command = match node.kind {
            carteiro::model::NodeKind::Client(_) => {
                json!({"setArrivals": {"client": node.id, "every": null}})
            }
            _ => json!({"setHealth": {"node": node.id, "health": "up"}}),
        };
        session.try_command(&command)?;
        if let carteiro::model::NodeKind::Service(_) = node.kind {
            session.try_command(&json!({"setCrashes": {"node": node.id, "crashes": null}}))?;
        }
    }
    let id = |node: carteiro::base::ids::NodeId| &model.nodes[node.index()].id;
    for call in &model.calls {
        if session.world.health_check(call.pool).is_some() {
            let edge = json!({"from": id(call.from), "to": id(call.to), "healthCheck": null});
            session.try_command(&json!({"setHealthCheck": edge}))?;
        }
    }
    for (subscription, queue) in model.subscriptions.iter().zip(session.world.queues().to_vec()) {
        if !queue.on {
            session.try_command(&json!({"subscribe": {"subscription": subscription.id}}))?;
        }
        let unlimited = queue.delivery.retry.max_attempts == MaxAttempts::Unlimited;
        if queue.delivery.lease.is_some() || unlimited {
            let mut delivery = serde_json::to_value(&queue.delivery).map_err(|e| e.to_string())?;
            if queue.delivery.lease.is_some() {
                delivery["lease"] = json!("60min");
                delivery["renewal"] = json!(null);
            }
            if unlimited {
                delivery["retry"]["maxAttempts"] = json!(5);
            }
            session.try_command(&json!({"setDelivery": {"subscription": subscription.id, "delivery": delivery}}))?;
        }
    }
    let mut poisoned: Vec<u32> =
        session.world.messages().filter(|(_, m)| m.poison.is_some()).map(|(_, m)| m.id.0).collect();
    poisoned.sort_unstable();
    poisoned.iter().try_for_each(|id| session.try_command(&json!({"mend": {"message": id}})))
}

fn come_to_rest(session: &mut Session) -> Result<(), String> {
    let (orders, before) = (session.world.ledger().orders().len(), session.world.events());
    let latest = session.world.now() + Span::from_secs(MOST_HOURS * 3_600);
    while session.try_step()? || lift_limits(session)? {
        if session.world.ledger().orders().len() > orders {
            return Err("nobody orders any more, but there is a new order".into());
        }
        let messages: u64 = session.world.queues().iter().map(|queue| queue.counts.accepted).sum();
        let events = session.world.events() - before;
        if events > PATIENCE * (orders as u64 + messages) {
            return Err(format!("no rest after {events} events, with {orders} orders and {messages} messages"));
        }
        if session.world.now() > latest {
            return Err(format!("no rest after {MOST_HOURS} hours and {events} events"));
        }
        if events.is_multiple_of(ASK) {
            lift_limits(session)?;
        }
    }
    Ok(())
}

/// Lifts the limit of each queue that stays full because those who wait for room in it stand still. Returns whether there is such
/// a queue.
fn lift_limits(session: &mut Session) -> Result<bool, String> {
    let model = session.world.model().clone();
    let full = full_for_ever(&session.world);
    for subscription in &full {
        let mut delivery =
            serde_json::to_value(&session.world.queues()[subscription.index()].delivery).map_err(|e| e.to_string())?;
        delivery["maxLength"] = json!(null);
        let id = &model.subscriptions[subscription.index()].id;
        session.try_command(&json!({"setDelivery": {"subscription": id, "delivery": delivery}}))?;
    }
    Ok(!full.is_empty())
}

/// Nothing is left but letters that nobody can deliver: the dead, those whose prerequisites never came, and those in a
/// queue that nobody consumes.
fn at_rest(session: &Session) -> Result<(), String> {
    let world = &session.world;
    let left = |m: &carteiro::sim::broker::message::Message| match m.state {
        State::Dead { .. } | State::Parked => true,
        State::Ready => world.model().subscriptions[m.subscription.index()].consumers.is_empty(),
        _ => false,
    };
    if let Some((_, m)) = world.messages().find(|(_, m)| !left(m)) {
        return Err(format!("at rest, but there is {m:?}"));
    }
    if world.next_event_at().is_some() {
        return Err("at rest, but something is to come".into());
    }
    let left = (world.runs().count(), world.calls().count(), world.publications().count());
    if left != (0, 0, 0) {
        return Err(format!("at rest, but runs, calls, publications: {left:?}"));
    }
    let waiting = world.messages().filter(|(_, m)| matches!(m.state, State::Parked | State::Ready)).count();
    if world.ledger().count(Standing::Waiting) as usize > waiting {
        return Err("at rest, but orders wait for nothing".into());
    }
    Ok(())
}

/// Gives a fresh world the commands of a session at their places.
fn replay(session: &Session, mut again: World) -> Result<Digest, CommandError> {
    let mut digest = Digest::default();
    for logged in &session.log {
        while again.events() < logged.events {
            again.step(&mut digest)?;
        }
        // An instant without an event is reached by waiting only, when nothing else is due until then.
        if again.now() < logged.at {
            again.run_until(logged.at, &mut digest)?;
        }
        again.apply(&logged.command, &mut digest)?;
    }
    while again.events() < session.world.events() {
        again.step(&mut digest)?;
    }
    Ok(digest)
}
