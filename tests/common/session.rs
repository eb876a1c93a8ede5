//! A world under observation: after every event and command all laws are checked, of whatever may have changed.

use super::audit::Audit;
use carteiro::base::ids::{EffectId, MessageId, OrderId, SubscriptionId};
use carteiro::base::time::Time;
use carteiro::ledger::Standing;
use carteiro::model::{Fetch, Model, PrefetchPer};
use carteiro::scenario::{CommandSpec, load};
use carteiro::sim::{Checker, World};
use carteiro::timeline::CommandRecord;
use carteiro::trace::{Fact, FactId, Observer, Trace, What};
use serde_json::{Value, json};
use std::sync::Arc;

/// More events than any test needs; a scenario that produces events endlessly is stopped here.
const BUDGET: u64 = 20_000_000;

/// The most facts of one event; with more, a chain of steps that take no time has no end.
const MOST_FACTS: usize = 20_000;

/// Every so many checks are of everything, and must agree with those between them, which look at what may have changed.
const CHECK_ALL: u32 = 64;

/// A trace that does not grow without end.
struct Bounded<'a> {
    trace: &'a mut Trace,
    full_at: usize,
}

impl<'a> Bounded<'a> {
    fn new(trace: &'a mut Trace) -> Bounded<'a> {
        let full_at = trace.facts().len() + MOST_FACTS;
        Bounded { trace, full_at }
    }
}

impl Observer for Bounded<'_> {
    fn record(&mut self, fact: Fact) -> FactId {
        assert!(self.trace.facts().len() < self.full_at, "one event brings facts without end: {fact:?}");
        self.trace.record(fact)
    }
}

/// A world, its trace, and the auditor that reads along.
#[derive(Clone)]
pub struct Session {
    pub world: World,
    pub trace: Trace,
    /// The commands that were carried out.
    pub log: Vec<CommandRecord>,
    audit: Audit,
    checker: Checker,
    /// Checks made so far, and how many facts there were at the last one.
    checked: (u32, usize),
    /// What was commanded, as a person would read it.
    pub story: Vec<String>,
}

impl Session {
    /// A session of a scenario that must be valid, with a seed.
    pub fn new(scenario: &Value, seed: u64) -> Session {
        let model = load(&scenario.to_string()).unwrap_or_else(|problem| panic!("{problem:?}\n{scenario:#}"));
        Session::of(Arc::new(model), seed)
    }

    /// A session of a model.
    pub fn of(model: Arc<Model>, seed: u64) -> Session {
        let audit = Audit::new(&model);
        let world = World::new(model, seed).with_budget(BUDGET);
        let (trace, checker, checked) = (Trace::default(), Checker::default(), (0, 0));
        Session { world, trace, audit, checker, checked, story: Vec::new(), log: Vec::new() }
    }

    /// One event; false when none is left.
    pub fn try_step(&mut self) -> Result<bool, String> {
        let before = self.world.now();
        let more = self.world.step(&mut Bounded::new(&mut self.trace)).map_err(|e| e.to_string())?;
        if self.world.now() < before {
            return Err(format!("time went back from {before} to {}", self.world.now()));
        }
        self.examine().map(|()| more)
    }

    /// A command as JSON. One that is refused must have changed nothing.
    pub fn try_command(&mut self, command: &Value) -> Result<(), String> {
        let spec: CommandSpec = serde_json::from_value(command.clone()).map_err(|e| format!("{command}: {e}"))?;
        let resolved = spec.resolve(self.world.model()).map_err(|e| format!("{command}: {e:?}"))?;
        let (facts, logged) = (self.trace.facts().len(), self.world.commands());
        let (at, events) = (self.world.now(), self.world.events());
        let answer = self.world.apply(&resolved, &mut Bounded::new(&mut self.trace));
        if self.world.commands() > logged {
            let text = command.to_string().into();
            self.log.push(CommandRecord { at, events, command: resolved, text });
        }
        self.story.push(format!("{} after {} events: {command}", self.world.now(), self.world.events()));
        if let Err(refused) = &answer
            && (self.trace.facts().len(), self.world.commands()) != (facts, logged)
        {
            return Err(format!("{command} was refused ({refused}) and left traces"));
        }
        self.examine()
    }

    fn examine(&mut self) -> Result<(), String> {
        let (checks, facts) = self.checked;
        let check = if checks.is_multiple_of(CHECK_ALL) {
            self.checker.check(&self.world)
        } else {
            self.checker.check_changes(&self.world, &self.trace.facts()[facts..])
        };
        self.checked = (checks + 1, self.trace.facts().len());
        check.map_err(|violation| violation.to_string())?;
        self.nobody_idles()?;
        self.audit.read(&self.world, &self.trace)
    }

    /// Nothing waits that could be taken now.
    fn nobody_idles(&self) -> Result<(), String> {
        let (model, nodes) = (self.world.model(), self.world.nodes());
        for (subscription, queue) in model.subscriptions.iter().zip(self.world.queues()) {
            let broker = model.topics[subscription.topic.index()].broker;
            let is_up = |c: &carteiro::sim::broker::queue::Consumer| nodes[c.node.index()].takes_new();
            let shares = queue.delivery.prefetch_per == PrefetchPer::Subscription;
            let pulls = queue.delivery.fetch != Fetch::Push;
            let has_room = |c: &carteiro::sim::broker::queue::Consumer| {
                let node = &nodes[c.node.index()];
                let room = match (shares, pulls) {
                    (true, _) if queue.held() >= queue.most_held(nodes) => false,
                    (_, true) => node.is_open() && c.travelling == 0 && !node.is_hung(),
                    (true, false) => true,
                    (false, false) => queue.has_room(c.unacked, node.workers()),
                };
                node.takes_new() && room
            };
            // What is held up in its lane waits for a message before it.
            let passes = nodes[broker.index()].is_up() && !queue.is_blocked() && !queue.ready.is_empty();
            // One consumer at a time reads a log: who holds something, or else the first that is up.
            let log = model.topics[subscription.topic.index()].log;
            let reader = queue.consumers.iter().find(|c| c.unacked > 0);
            let has_reader = reader.or_else(|| queue.consumers.iter().find(|c| is_up(c))).is_some_and(has_room);
            let single = queue.delivery.single_active_consumer;
            let one_has_room = match queue.active(nodes) {
                Some(k) if single => has_room(&queue.consumers[k]),
                _ => !single && queue.consumers.iter().any(has_room),
            };
            if queue.group.is_shared() {
                let takes = |k: usize| queue.may_take(k, nodes, self.world.now()) && queue.next_of_member(k).is_some();
                let up = nodes[broker.index()].is_up() && !queue.group.is_rebalancing();
                if up && (0..queue.consumers.len()).any(takes) {
                    return Err(format!("{}: a record is there and its owner has room", subscription.id));
                }
                continue;
            }
            if passes && one_has_room && (has_reader || !log) {
                return Err(format!("{}: a message is ready and a consumer has room", subscription.id));
            }
        }
        for (node, state) in model.nodes.iter().zip(nodes) {
            if state.is_up() && state.has_worker() && state.station().inbound().len() > 0 {
                return Err(format!("{}: a worker is free and something waits", node.id));
            }
        }
        Ok(())
    }

    /// Checks what can only be said of a whole run.
    pub fn close_books(&self) -> Result<(), String> {
        self.world.check().map_err(|violation| violation.to_string())?;
        self.audit.close(&self.world)
    }

    /// Steps until an instant in milliseconds, with every law checked on the way.
    pub fn until(&mut self, ms: u64) -> &mut Session {
        self.try_until(ms).unwrap();
        self
    }

    /// The same; an error says which law was broken.
    pub fn try_until(&mut self, ms: u64) -> Result<(), String> {
        let end = Time::from_micros(ms * 1_000);
        while self.world.next_event_at().is_some_and(|at| at <= end) {
            self.try_step()?;
        }
        self.world.run_until(end, &mut self.trace).map_err(|spent| spent.to_string())
    }

    /// Steps until nothing is left to happen.
    pub fn rest(&mut self) -> &mut Session {
        for _ in 0..100_000 {
            if !self.try_step().unwrap() {
                return self;
            }
        }
        panic!("no rest after 100,000 events");
    }

    /// Gives a command that must be carried out.
    pub fn command(&mut self, command: &Value) -> &mut Session {
        let logged = self.world.commands();
        self.try_command(command).unwrap();
        assert_eq!(self.world.commands(), logged + 1, "{command} was refused");
        self
    }

    /// Places an order at the client `shop`.
    pub fn order(&mut self) -> &mut Session {
        self.command(&json!({"placeOrder": {"client": "shop"}}))
    }

    /// Sets a node's health.
    pub fn health(&mut self, node: &str, health: impl Into<Value>) -> &mut Session {
        self.command(&json!({"setHealth": {"node": node, "health": health.into()}}))
    }

    /// How often something happened.
    pub fn count(&self, happened: impl Fn(&What) -> bool) -> usize {
        self.trace.facts().iter().filter(|fact| happened(&fact.what)).count()
    }

    /// When something happened, in milliseconds.
    pub fn instants(&self, happened: impl Fn(&What) -> bool) -> Vec<u64> {
        self.trace.facts().iter().filter(|f| happened(&f.what)).map(|f| f.at.as_micros() / 1_000).collect()
    }

    /// The orders whose effect was written, in the order of writing.
    pub fn written(&self, effect: &str) -> Vec<u32> {
        let wanted = self.effect(effect);
        let order = |what: &What| match what {
            What::EffectWritten { order, effect, .. } if *effect == wanted => Some(order.0),
            _ => None,
        };
        self.trace.facts().iter().filter_map(|fact| order(&fact.what)).collect()
    }

    /// How often an order has an effect in the books.
    pub fn times(&self, order: u32, effect: &str) -> u32 {
        self.world.ledger().times(OrderId(order), self.effect(effect))
    }

    /// How an order stands.
    pub fn standing(&self, order: u32) -> Standing {
        self.world.ledger().order(OrderId(order)).expect("an order").standing()
    }

    /// What a subscription has counted.
    pub fn counts(&self, subscription: &str) -> carteiro::sim::broker::queue::QueueCounts {
        self.world.queues()[self.subscription(subscription).index()].counts
    }

    /// The messages of a subscription by state.
    pub fn census(&self, subscription: &str) -> carteiro::sim::Census {
        self.world.census()[self.subscription(subscription).index()]
    }

    /// The oldest message in the world of an order in a subscription.
    pub fn message(&self, subscription: &str, order: u32) -> MessageId {
        let wanted = self.subscription(subscription);
        let of_order = |m: &&carteiro::sim::broker::message::Message| m.subscription == wanted && m.order.0 == order;
        let found = self.world.messages().map(|(_, m)| m).filter(of_order).map(|m| m.id).min();
        found.unwrap_or_else(|| panic!("no message of order {order} in {subscription}"))
    }

    pub fn effect(&self, id: &str) -> EffectId {
        self.world.model().effect_named(id).expect("an effect")
    }

    fn subscription(&self, id: &str) -> SubscriptionId {
        self.world.model().subscription_named(id).expect("a subscription")
    }
}
