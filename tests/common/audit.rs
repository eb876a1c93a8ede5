//! An auditor that reads the trace as it grows and judges it by the facts alone, independently of the simulation's own
//! counts.

use super::audit_calls::Calls;
use super::audit_health::{Healths, Users};
use super::audit_holds::Holds;
use super::audit_lines::Lines;
use super::audit_publish::Senders;
use super::audit_routes::Routes;
use super::audit_staying::Staying;
use super::audit_taking::Taking;
use super::turns::Turns;
use carteiro::base::ids::{EffectId, MessageId, NodeId, OrderId, SubscriptionId, TopicId};
use carteiro::base::time::{Span, Time};
use carteiro::model::{
    Commit, Counts, CrashCharges, CrashReturns, Delivery, GiveUp, Model, NodeKind, Ordering, Otherwise, RetryAs, Stale,
    Step, Window,
};
use carteiro::policy::retry::MaxAttempts;
use carteiro::sim::World;
use carteiro::trace::{Fact, FactId, Outcome, Reason, RunId, Trace, What};
use std::collections::{BTreeMap, BTreeSet};

/// The auditor's state of a message.
#[derive(Clone, Debug)]
struct Life {
    /// How much of the limit is used up, recounted from the facts.
    charged: u32,
    /// The wait before its last retry.
    waited: Span,
    /// Whether a handler has begun since it was handed out.
    working: bool,
    /// Why its last handling failed.
    failed: Option<Reason>,
}

/// The auditor's state of a subscription.
#[derive(Clone, Debug)]
struct Desk {
    counts: Counts,
    window: Option<Window>,
    /// Its settings are those of the scenario: the laws that depend on them can be judged.
    unchanged: bool,
    /// Messages must be handled in the order in which they came.
    in_order: bool,
    /// The order of each key is kept.
    by_key: bool,
    /// One place publishes to its topic, so the order alone is the idempotency key.
    one_site: bool,
    last_started: MessageId,
    accepted: u64,
    gone: u64,
    /// Whether a notice follows each message that is given up.
    notices: bool,
    /// Messages given up that no notice has followed yet.
    unnoticed: u64,
}

/// The auditor.
#[derive(Clone, Debug)]
pub struct Audit {
    read: usize,
    last: Time,
    lives: BTreeMap<MessageId, Life>,
    desks: Vec<Desk>,
    lines: BTreeMap<(OrderId, EffectId), u32>,
    /// What is expected of an order, other than at first.
    expected: BTreeMap<(OrderId, EffectId), bool>,
    /// What a node decided about an order.
    decided: BTreeMap<(OrderId, NodeId), bool>,
    written: BTreeMap<(SubscriptionId, OrderId, EffectId), Time>,
    of: BTreeMap<MessageId, SubscriptionId>,
    calls: Calls,
    taking: Taking,
    senders: Senders,
    staying: Staying,
    routes: Routes,
    /// Requests, by the fact of their departure, that an ingress refused.
    refused: BTreeSet<FactId>,
    turns: Turns,
    /// The messages that runs work on.
    runs: BTreeMap<RunId, MessageId>,
    healths: Healths,
    users: Users,
    queues: Lines,
    holds: Holds,
    /// The committed offset of each subscription of a log, as it was last seen.
    offsets: Vec<u32>,
    /// Messages that each topic took.
    taken: Vec<usize>,
    /// Orders with an effect before one that must come before it.
    out_of_order: BTreeSet<OrderId>,
}

impl Audit {
    pub fn new(model: &Model) -> Audit {
        let desk = |i: usize| {
            let s = &model.subscriptions[i];
            Desk {
                counts: s.delivery.counts,
                window: s.delivery.inbox.map(|inbox| inbox.window),
                unchanged: true,
                in_order: promises_order(model, i),
                by_key: s.delivery.ordering == Ordering::Key,
                one_site: model.topics[s.topic.index()].sites == 1,
                last_started: MessageId(0),
                accepted: 0,
                gone: 0,
                notices: s.notice.is_some(),
                unnoticed: 0,
            }
        };
        Audit {
            read: 0,
            last: Time::ZERO,
            lives: BTreeMap::new(),
            desks: (0..model.subscriptions.len()).map(desk).collect(),
            lines: BTreeMap::new(),
            expected: BTreeMap::new(),
            decided: BTreeMap::new(),
            written: BTreeMap::new(),
            of: BTreeMap::new(),
            calls: Calls::new(model),
            taking: Taking::new(model),
            senders: Senders::new(model),
            staying: Staying::new(model),
            routes: Routes::new(model),
            refused: BTreeSet::new(),
            turns: Turns::new(model),
            runs: BTreeMap::new(),
            healths: Healths::default(),
            users: Users::default(),
            queues: Lines::new(model),
            holds: Holds::new(model),
            offsets: vec![0; model.subscriptions.len()],
            taken: vec![0; model.topics.len()],
            out_of_order: BTreeSet::new(),
        }
    }

    /// Reads what is new in the trace.
    pub fn read(&mut self, world: &World, trace: &Trace) -> Result<(), String> {
        while let Some(&fact) = trace.facts().get(self.read) {
            let judged = self
                .causality(world, trace, fact)
                .and_then(|()| self.judge(world, trace, fact))
                .and_then(|()| self.calls.judge(world, trace, FactId(self.read as u32), fact))
                .and_then(|()| self.taking.judge(world, trace, fact))
                .and_then(|()| self.senders.judge(world, trace, FactId(self.read as u32), fact))
                .and_then(|()| self.healths.judge(world.model(), &fact.what))
                .and_then(|()| self.users.judge(world, trace, fact))
                .and_then(|()| self.staying.judge(trace, fact))
                .and_then(|()| self.routes.judge(world.model(), trace, FactId(self.read as u32), fact));
            judged.map_err(|law| format!("fact {} at {}: {law}: {:?}", self.read, fact.at, fact.what))?;
            self.read += 1;
        }
        self.logs(world)
    }

    /// A log holds all that its topic took, and an offset goes back by a seek only.
    fn logs(&mut self, world: &World) -> Result<(), String> {
        let model = world.model();
        for (i, topic) in model.topics.iter().enumerate().filter(|(_, topic)| topic.log) {
            law(world.records(TopicId::new(i)).len() == self.taken[i], "a log lost or invented a record")?;
            for subscription in &topic.subscriptions {
                let (seen, offset) = (&mut self.offsets[subscription.index()], world.offset(*subscription));
                law(offset >= *seen, &format!("an offset went back from {seen} to {offset}"))?;
                *seen = offset;
            }
        }
        Ok(())
    }

    /// Time never goes back, and every fact has an earlier cause, except those that people and chance bring.
    fn causality(&mut self, world: &World, trace: &Trace, fact: Fact) -> Result<(), String> {
        law(fact.at >= self.last && fact.at <= world.now(), "time goes back or ahead")?;
        self.last = fact.at;
        if fact.cause == FactId::NONE {
            return law(comes_from_outside(&fact.what), "it has no cause");
        }
        let earlier = (fact.cause.0 as usize) < self.read;
        law(earlier && trace.get(fact.cause).is_some_and(|cause| cause.at <= fact.at), "its cause is not earlier")
    }

    fn judge(&mut self, world: &World, trace: &Trace, fact: Fact) -> Result<(), String> {
        match fact.what {
            What::MessageAccepted { message, subscription, .. }
            | What::MessageDuplicated { message, subscription, .. } => {
                self.lives.insert(message, Life { charged: 0, waited: Span::ZERO, working: false, failed: None });
                self.of.insert(message, subscription);
                self.desks[subscription.index()].accepted += 1;
            }
            What::MessageAcked { message, subscription, .. }
            | What::MessageSuppressed { message, subscription, .. }
            | What::MessageDropped { message, subscription, reason: Reason::DroppedByFault, .. }
            | What::MessageDropped { message, subscription, reason: Reason::BrokerDown, .. }
            | What::MessageDropped { message, subscription, reason: Reason::Discarded, .. }
            | What::MessageRouted { message, subscription, .. }
            | What::MessageWithdrawn { message, subscription, .. } => {
                if let What::MessageDropped { reason: Reason::BrokerDown, .. } = fact.what {
                    law(!is_durable(world.model(), subscription), "a durable broker lost a message")?;
                }
                law(self.lives.remove(&message).is_some(), "the message was gone already")?;
                self.desks[subscription.index()].gone += 1;
            }
            What::EffectWritten { order, effect, times, .. } => {
                let after = &world.model().effects[effect.index()].after;
                if !after.iter().all(|earlier| self.lines.contains_key(&(order, earlier))) {
                    self.out_of_order.insert(order);
                }
                if self.is_overtaken(world, order, effect) {
                    self.out_of_order.insert(order);
                }
                let lines = self.lines.entry((order, effect)).or_default();
                *lines += 1;
                law(times == *lines, "the books count otherwise")?;
                self.effect_once(trace, fact)?;
            }
            What::RetryScheduled { message, subscription, delay, .. } => {
                self.retry(world, message, subscription, delay)?;
            }
            What::MessageDeadLettered { message, subscription, reason, .. }
            | What::MessageDropped { message, subscription, reason, .. } => {
                self.given_up(world, message, subscription, reason)?;
                self.desks[subscription.index()].unnoticed += 1;
                if let What::MessageDropped { .. } = fact.what {
                    self.lives.remove(&message);
                    self.desks[subscription.index()].gone += 1;
                }
            }
            What::IngressRefused { .. } | What::CallRetryScheduled { .. } => self.door(world, trace, fact)?,
            What::OrderDecided { .. } | What::ExpectationSet { .. } | What::OrderDone { .. } => {
                self.expectations(world, fact)?;
            }
            What::NoticeSent { subscription, .. } => {
                let given_up = trace.get(fact.cause).map(|cause| cause.what);
                let right = matches!(
                    given_up,
                    Some(What::MessageDeadLettered { subscription: s, .. } | What::MessageDropped { subscription: s, .. })
                        if s == subscription
                );
                law(right, "a notice of nothing that was given up")?;
                self.desks[subscription.index()].unnoticed -= 1;
            }
            _ => self.follow(world, fact)?,
        }
        self.queues.follow(&fact.what)?;
        let of = |message: MessageId| self.of.get(&message).copied();
        self.holds.follow(trace, FactId(self.read as u32), &fact, of)?;
        self.turns.follow(world.model(), &fact.what)
    }

    /// A request refused at an ingress reaches no worker, and is not retried before the time that was named.
    fn door(&mut self, world: &World, trace: &Trace, fact: Fact) -> Result<(), String> {
        let cause = |fact: Fact| trace.get(fact.cause).copied();
        match fact.what {
            What::IngressRefused { .. } => law(self.refused.insert(fact.cause), "one request was refused twice"),
            What::CallRetryScheduled { call, delay, .. } => {
                let Some(failed) = cause(fact) else { return Ok(()) };
                if let What::CallAttemptFailed { reason, .. } = failed.what {
                    let retries = world.call_policy(call).retry.retries(reason.failure());
                    law(retries, "a call was tried again after a failure that is not retried")?;
                }
                match (failed.what, cause(failed).map(|fact| fact.what)) {
                    // A caller that gives up while the refusal is on its way has not heard of that time.
                    (
                        What::CallAttemptFailed { reason, .. },
                        Some(What::IngressRefused { reason: refused, after, .. }),
                    ) if reason == refused => law(delay >= after, "it comes back before its time"),
                    _ => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// A node decides about an order always the same, and an order is done when it has what is expected of it.
    fn expectations(&mut self, world: &World, fact: Fact) -> Result<(), String> {
        let model = world.model();
        match fact.what {
            What::OrderDecided { order, node, yes } => {
                let steps = model.handlers.iter().filter(|h| h.node == node).flat_map(|h| &h.steps);
                let one = steps.filter(|step| matches!(step, Step::Decide { .. })).count() == 1;
                let before = *self.decided.entry((order, node)).or_insert(yes);
                law(!one || before == yes, "it was decided otherwise before")
            }
            What::ExpectationSet { order, effect, expected, .. } => {
                let at_first = model.effects[effect.index()].expected;
                let before = self.expected.insert((order, effect), expected).unwrap_or(at_first);
                law(before != expected, "it was expected so before")
            }
            What::OrderDone { order, .. } => {
                let lacking = (0..model.effects.len()).map(EffectId::new).find(|effect| {
                    let at_first = model.effects[effect.index()].expected;
                    let expected = self.expected.get(&(order, *effect)).copied().unwrap_or(at_first);
                    expected && !self.lines.contains_key(&(order, *effect))
                });
                law(lacking.is_none(), &format!("done without {lacking:?}"))
            }
            _ => Ok(()),
        }
    }

    /// The rest of a message's life, and what changes the rules.
    fn follow(&mut self, world: &World, fact: Fact) -> Result<(), String> {
        match fact.what {
            What::PublishAccepted { topic, .. } => {
                self.taken[topic.index()] += 1;
                Ok(())
            }
            What::OffsetSet { subscription, offset } => {
                self.offsets[subscription.index()] = offset;
                Ok(())
            }
            What::MessageHandedOut { message, subscription, .. } => {
                self.charge(message, subscription, Counts::Deliveries)?;
                self.life(message)?.working = false;
                self.within_limit(world, message, subscription)
            }
            // The broker knows nothing of it.
            What::RunStarted { message: Some(_), .. } if self.holds.is_stale(&fact) => Ok(()),
            What::RunStarted { message: Some(message), run, .. } => {
                self.runs.insert(run, message);
                self.life(message)?.failed = None;
                let subscription = *self.of.get(&message).ok_or("a run of an unknown message")?;
                self.charge(message, subscription, Counts::Handlings)?;
                self.life(message)?.working = true;
                let desk = &mut self.desks[subscription.index()];
                law(!desk.in_order || message >= desk.last_started, "an earlier message was handled later")?;
                desk.last_started = message;
                self.within_limit(world, message, subscription)
            }
            What::RunEnded { run, outcome, .. } => {
                let Some(message) = self.runs.remove(&run) else { return Ok(()) };
                if let (Some(life), Outcome::Failed(reason)) = (self.lives.get_mut(&message), outcome) {
                    life.failed = Some(reason);
                }
                Ok(())
            }
            What::RunStarted { message: None, .. } => {
                law(!self.refused.contains(&fact.cause), "a refused request reached a worker")
            }
            What::MessageReturned { message, subscription, reason, .. } => {
                self.returned(world, message, subscription, reason)
            }
            What::MessageParked { message, subscription, .. } => self.undo_handling(message, subscription),
            What::MessageRedriven { message, subscription, .. } => {
                self.desks[subscription.index()].in_order = false;
                let life = self.life(message)?;
                (life.charged, life.waited) = (0, Span::ZERO);
                Ok(())
            }
            What::MessageDelayed { subscription, .. } | What::QueueReordered { subscription } => {
                self.desks[subscription.index()].in_order = false;
                Ok(())
            }
            What::DeliverySet { subscription } => {
                let desk = &mut self.desks[subscription.index()];
                (desk.in_order, desk.unchanged) = (false, false);
                Ok(())
            }
            What::WorkersSet { node, .. } | What::MachineSet { node, .. } => {
                for (desk, s) in self.desks.iter_mut().zip(&world.model().subscriptions) {
                    desk.in_order &= s.consumers.iter().all(|c| c.node != node);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn life(&mut self, message: MessageId) -> Result<&mut Life, String> {
        self.lives.get_mut(&message).ok_or_else(|| format!("message {} is not alive", message.0))
    }

    /// Uses up one of the message's attempts, if that is what the subscription counts.
    fn charge(&mut self, message: MessageId, subscription: SubscriptionId, what: Counts) -> Result<(), String> {
        let counted = u32::from(self.desks[subscription.index()].counts == what);
        self.life(message)?.charged += counted;
        Ok(())
    }

    /// A handling that was stopped or set aside is as if it had not begun.
    fn undo_handling(&mut self, message: MessageId, subscription: SubscriptionId) -> Result<(), String> {
        let counted = u32::from(self.desks[subscription.index()].counts != Counts::Failures);
        let life = self.life(message)?;
        life.charged = life.charged.saturating_sub(counted);
        life.working = false;
        Ok(())
    }

    fn returned(
        &mut self,
        world: &World,
        message: MessageId,
        subscription: SubscriptionId,
        reason: Reason,
    ) -> Result<(), String> {
        let working = self.life(message)?.working;
        let Delivery { counts, crash_charges, give_up, .. } = world.queues()[subscription.index()].delivery;
        match (reason, working) {
            (Reason::Crashed, false) if crash_charges == CrashCharges::Held && counts != Counts::Deliveries => {
                self.life(message)?.charged += 1;
            }
            (Reason::Stopped | Reason::BrokerDown, true) => self.undo_handling(message, subscription)?,
            // A receive by a consumer that keeps the order of a key by itself is a receive all the same.
            (Reason::Blocked, _) if self.desks[subscription.index()].by_key => {}
            (Reason::Stopped | Reason::BrokerDown | Reason::Blocked, false) => {
                let counted = u32::from(self.desks[subscription.index()].counts == Counts::Deliveries);
                let life = self.life(message)?;
                life.charged = life.charged.saturating_sub(counted);
            }
            (Reason::Crashed, true) | (Reason::LeaseExpired, _) => {
                self.charge(message, subscription, Counts::Failures)?;
            }
            _ => {}
        }
        let (charged, limit) = (self.life(message)?.charged, limit(world, subscription));
        let desk = &self.desks[subscription.index()];
        let kept = matches!(reason, Reason::Stopped | Reason::BrokerDown) || reason == Reason::Blocked && !desk.by_key;
        let late = give_up == GiveUp::AtNextDelivery;
        law(!desk.unchanged || kept || late || !limit.used_up_by(charged), "it came back with no attempt left")
    }

    fn within_limit(&mut self, world: &World, message: MessageId, subscription: SubscriptionId) -> Result<(), String> {
        let (charged, limit) = (self.life(message)?.charged, limit(world, subscription));
        law(
            !self.desks[subscription.index()].unchanged || charged == 0 || !limit.used_up_by(charged - 1),
            "more attempts than the maximum",
        )
    }

    /// A wait lies within the policy's bounds, and there was an attempt left to wait for.
    fn retry(
        &mut self,
        world: &World,
        message: MessageId,
        subscription: SubscriptionId,
        delay: Span,
    ) -> Result<(), String> {
        self.charge(message, subscription, Counts::Failures)?;
        let desk = &self.desks[subscription.index()];
        let delivery = &world.queues()[subscription.index()].delivery;
        let (unchanged, policy, late) = (desk.unchanged, &delivery.retry, delivery.give_up == GiveUp::AtNextDelivery);
        let life = self.life(message)?;
        let (least, most) = policy.delay_bounds(life.charged, life.waited);
        (life.waited, life.working) = (delay, false);
        let fatal = life.failed.is_some_and(|reason| !policy.retries(reason.failure()));
        law(!unchanged || !fatal, "tried again after a failure that is not retried")?;
        law(!unchanged || late || !policy.max_attempts.used_up_by(life.charged), "a retry with no attempt left")?;
        law(!unchanged || (least <= delay && delay <= most), "the wait is out of its bounds")
    }

    /// A message is given up only when its attempts are used up.
    fn given_up(
        &mut self,
        world: &World,
        message: MessageId,
        subscription: SubscriptionId,
        reason: Reason,
    ) -> Result<(), String> {
        if matches!(reason, Reason::Expired | Reason::QueueFull) {
            return Ok(());
        }
        let failed = match reason {
            Reason::Blocked => false,
            Reason::Crashed => self.life(message)?.working,
            Reason::NoDeadLetterQueue | Reason::LimitReached => false,
            _ => true,
        };
        let Delivery { counts, crash_charges, .. } = world.queues()[subscription.index()].delivery;
        if failed {
            self.charge(message, subscription, Counts::Failures)?;
        } else if reason == Reason::Crashed && crash_charges == CrashCharges::Held && counts != Counts::Deliveries {
            self.life(message)?.charged += 1;
        }
        let policy = &world.queues()[subscription.index()].delivery.retry;
        let fatal = |reason: Reason| !policy.retries(reason.failure());
        let at_once = fatal(reason) || self.life(message)?.failed.is_some_and(fatal);
        let never = policy.backoff == carteiro::policy::retry::Backoff::None || at_once;
        let unchanged = self.desks[subscription.index()].unchanged;
        // Why it was given up is not said where no dead letter is kept, so a failure may be uncounted there.
        let uncounted = u32::from(reason == Reason::NoDeadLetterQueue);
        let charged = self.life(message)?.charged + uncounted;
        law(!unchanged || never || policy.max_attempts.used_up_by(charged), "given up with an attempt left")
    }

    /// Behind an inbox, an effect happens once per key within the window.
    fn effect_once(&mut self, trace: &Trace, fact: Fact) -> Result<(), String> {
        let What::EffectWritten { order, effect, node, .. } = fact.what else { return Ok(()) };
        let Some(message) = handled_message(trace, fact, node) else { return Ok(()) };
        let subscription = *self.of.get(&message).ok_or("an effect of an unknown message")?;
        let before = self.written.insert((subscription, order, effect), fact.at);
        let desk = &self.desks[subscription.index()];
        let (Some(window), Some(before), true) = (desk.window, before, desk.unchanged && desk.one_site) else {
            return Ok(());
        };
        let forgotten = match window {
            Window::Forever => false,
            Window::For(span) => fact.at >= before + span,
        };
        law(forgotten, "an effect twice within the inbox's window")
    }

    /// Whether an effect whose order is kept comes for the first time, and a later order of the same key has it.
    fn is_overtaken(&self, world: &World, order: OrderId, effect: EffectId) -> bool {
        let Some(topic) = world.model().effects[effect.index()].in_order else { return false };
        let key = |order| world.drawn_key(topic, order);
        let later = self.lines.keys().filter(|(other, of)| *other > order && *of == effect);
        key(order).is_some()
            && !self.lines.contains_key(&(order, effect))
            && later.map(|(other, _)| key(*other)).any(|other| other == key(order))
    }

    /// The sums at the end: what came in is what left and what is there.
    pub fn close(&self, world: &World) -> Result<(), String> {
        self.routes.clone().close(world.model())?;
        let out_of_order = world.ledger().out_of_order() as usize;
        law(out_of_order == self.out_of_order.len(), "the books count otherwise what came out of order")?;
        for (i, (desk, queue)) in self.desks.iter().zip(world.queues()).enumerate() {
            let alive = self.lives.keys().filter(|m| self.of[*m].index() == i).count() as u64;
            let sums = (queue.counts.accepted, queue.counts.acked + queue.counts.dropped + queue.counts.withdrawn);
            law((desk.accepted, desk.gone) == sums, &format!("subscription {i} counts {sums:?}, the trace {desk:?}"))?;
            law(desk.accepted == desk.gone + alive, &format!("subscription {i} lost count"))?;
            let noticed = !desk.unchanged || !desk.notices || desk.unnoticed == 0;
            law(noticed, &format!("{} given up in subscription {i} without a notice", desk.unnoticed))?;
        }
        Ok(())
    }
}

pub fn law(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}

fn limit(world: &World, subscription: SubscriptionId) -> MaxAttempts {
    world.queues()[subscription.index()].delivery.retry.max_attempts
}

/// What people, chance arrivals and timed faults bring needs no cause.
fn comes_from_outside(what: &What) -> bool {
    matches!(
        what,
        What::OrderPlaced { .. }
            | What::HealthSet { .. }
            | What::CrashArmed { .. }
            | What::NodeCrashed { .. }
            | What::TamperArmed { .. }
            | What::QueueReordered { .. }
            | What::MessagePoisoned { .. }
            | What::MessageRedriven { .. }
            | What::MessageDropped { reason: Reason::Discarded, .. }
            | What::DeliverySet { .. }
            | What::WorkersSet { .. }
            | What::CallPolicySet { .. }
            | What::ArrivalsSet { .. }
            | What::IngressSet { .. }
            | What::MachineSet { .. }
            | What::CrashesSet { .. }
            | What::HealthCheckSet { .. }
            | What::ProbeFailed { .. }
            | What::Subscribed { .. }
            | What::Unsubscribed { .. }
            | What::OffsetSet { .. }
            | What::LeaderFailed { .. }
    )
}

/// The message in whose handling a node wrote something, by the chain of causes; none in a call or an order.
fn handled_message(trace: &Trace, fact: Fact, node: NodeId) -> Option<MessageId> {
    let mut cause = fact.cause;
    while let Some(fact) = trace.get(cause) {
        match fact.what {
            What::RunStarted { node: at, message, .. } if at == node => return message,
            _ => cause = fact.cause,
        }
    }
    None
}

/// Whether the broker of a subscription keeps its messages when it goes down.
fn is_durable(model: &Model, subscription: SubscriptionId) -> bool {
    let broker = model.topics[model.subscriptions[subscription.index()].topic.index()].broker;
    matches!(model.nodes[broker.index()].kind, NodeKind::Broker { durable: true, .. })
}

/// Whether a subscription keeps the order: retries block, and one worker of one consumer has one message.
fn promises_order(model: &Model, subscription: usize) -> bool {
    let s = &model.subscriptions[subscription];
    let [consumer] = s.consumers[..] else { return false };
    let one_worker = match &model.nodes[consumer.node.index()].kind {
        NodeKind::Service(service) => service.workers == 1,
        NodeKind::Client(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => false,
    };
    let parks = |step: &Step| matches!(step, Step::Require { otherwise: Otherwise::Park, .. });
    // What a dead instance holds is overtaken until its leases end.
    s.delivery.ordering == Ordering::Queue
        && s.delivery.commit == Commit::Message
        && model.topics[s.topic.index()].partitions == 1
        && one_worker
        && s.delivery.crash_returns == CrashReturns::AtOnce
        && s.delivery.duplicates.is_none()
        // A stale copy is worked on before the message comes again; a retry queue puts it behind the others.
        && s.delivery.stale == Stale::Skipped
        && s.delivery.retry_as == RetryAs::Redelivery
        && !model.handlers[consumer.handler.index()].steps.iter().any(parks)
}
