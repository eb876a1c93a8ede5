//! Recounts every measure from the facts of a run and the things in its world, by other means than the core's.

use carteiro::base::ids::{CallId, EffectId, NodeId, OrderId, SubscriptionId};
use carteiro::base::time::{Span, Time};
use carteiro::ledger::Standing;
use carteiro::model::Health;
use carteiro::model::measure::{CallMeasure, EffectMeasure, NodeMeasure, RunMeasure, SubscriptionMeasure};
use carteiro::sim::World;
use carteiro::sim::broker::message::{HeldStage, Message, State};
use carteiro::sim::callers::call::CallStage;
use carteiro::sim::services::run::RunStage;
use carteiro::trace::{Fact, Outcome, Reason, What};
use std::collections::BTreeMap;

/// A run's facts and where it stands.
pub struct Recount<'a> {
    world: &'a World,
    facts: &'a [Fact],
    /// How often each order has had each effect, and whether the first time was late.
    lines: BTreeMap<(OrderId, EffectId), (u32, bool)>,
    placed: BTreeMap<OrderId, (Time, NodeId)>,
}

fn percentile(mut times: Vec<Span>, share: f64) -> f64 {
    times.sort();
    let rank = (times.len() as f64 * share).ceil() as usize;
    times.get(rank.max(1) - 1).map_or(f64::NAN, |time| time.as_millis())
}

impl<'a> Recount<'a> {
    pub fn of(world: &'a World, facts: &'a [Fact]) -> Recount<'a> {
        let (mut lines, mut placed) = (BTreeMap::new(), BTreeMap::new());
        for fact in facts {
            match fact.what {
                What::OrderPlaced { order, client, .. } => {
                    placed.insert(order, (fact.at, client));
                }
                What::EffectWritten { order, effect, .. } => {
                    let due = world.model().due_within;
                    let late = due.is_some_and(|due| fact.at.since(placed[&order].0) > due);
                    lines.entry((order, effect)).or_insert((0, late)).0 += 1;
                }
                _ => {}
            }
        }
        Recount { world, facts, lines, placed }
    }

    fn count(&self, happened: impl Fn(&What) -> bool) -> f64 {
        self.facts.iter().filter(|fact| happened(&fact.what)).count() as f64
    }

    fn messages(&self, subscription: SubscriptionId, of: impl Fn(&State) -> bool) -> f64 {
        let own = |m: &&Message| m.subscription == subscription && of(&m.state);
        self.world.messages().map(|(_, m)| m).filter(own).count() as f64
    }

    fn answers(&self) -> Vec<Span> {
        let answered = |fact: &Fact| match fact.what {
            What::OrderAnswered { order } | What::OrderFailed { order, .. } => Some(fact.at - self.placed[&order].0),
            _ => None,
        };
        self.facts.iter().filter_map(answered).collect()
    }

    pub fn run(&self, measure: RunMeasure) -> f64 {
        let ledger = self.world.ledger();
        let orders = |of: Standing| ledger.orders().iter().filter(|o| o.standing() == of).count() as f64;
        match measure {
            RunMeasure::Orders => self.placed.len() as f64,
            RunMeasure::Done => orders(Standing::Done),
            RunMeasure::Late => orders(Standing::Late),
            RunMeasure::Waiting => orders(Standing::Waiting),
            RunMeasure::DeadLettered => orders(Standing::DeadLettered),
            RunMeasure::Lost => orders(Standing::Lost),
            RunMeasure::DoneTwice => orders(Standing::DoneTwice),
            RunMeasure::OutOfOrder => ledger.out_of_order().into(),
            RunMeasure::LostAmount => {
                let lost = ledger.orders().iter().filter(|o| o.standing() == Standing::Lost);
                lost.map(|o| f64::from(o.amount)).sum()
            }
            RunMeasure::Compensated => ledger.compensated().into(),
            RunMeasure::MaxAttempts => {
                let attempt = |fact: &Fact| match fact.what {
                    What::RunStarted { message: Some(_), attempt, .. } | What::CallSent { attempt, .. } => {
                        Some(attempt)
                    }
                    _ => None,
                };
                self.facts.iter().filter_map(attempt).max().unwrap_or(0).into()
            }
            RunMeasure::Answered => self.count(|w| matches!(w, What::OrderAnswered { .. })),
            RunMeasure::Refused => self.count(|w| matches!(w, What::OrderFailed { .. })),
            RunMeasure::AnswerP50 => percentile(self.answers(), 0.5),
            RunMeasure::AnswerP95 => percentile(self.answers(), 0.95),
            RunMeasure::Unroutable => self.count(|w| matches!(w, What::MessageUnroutable { .. })),
            RunMeasure::Commands => self.world.commands() as f64,
        }
    }

    pub fn effect(&self, effect: EffectId, measure: EffectMeasure) -> f64 {
        let (ledger, model) = (self.world.ledger(), self.world.model());
        let ids = || (1..=ledger.orders().len() as u32).map(OrderId);
        let times = |order: OrderId| self.lines.get(&(order, effect)).map_or(0, |line| line.0);
        let dead = |order: OrderId| {
            let brings = |m: &Message| model.subscriptions[m.subscription.index()].brings.contains(&effect);
            let letter = |m: &Message| m.order == order && matches!(m.state, State::Dead { .. }) && brings(m);
            self.world.messages().any(|(_, m)| letter(m))
        };
        let lacks = |order: OrderId| times(order) == 0 && ledger.expected(order).has(effect);
        let under_way = |order: OrderId| ledger.order(order).unwrap().under_way() > 0;
        let orders = |is: &dyn Fn(OrderId) -> bool| ids().filter(|order| is(*order)).count() as f64;
        match measure {
            EffectMeasure::Had => orders(&|o| times(o) > 0),
            EffectMeasure::Expected => orders(&|o| ledger.expected(o).has(effect)),
            EffectMeasure::Once => orders(&|o| times(o) == 1),
            EffectMeasure::Twice => orders(&|o| times(o) > 1),
            EffectMeasure::Late => orders(&|o| times(o) == 1 && self.lines[&(o, effect)].1),
            EffectMeasure::Waiting => orders(&|o| lacks(o) && !dead(o) && under_way(o)),
            EffectMeasure::Dead => orders(&|o| lacks(o) && dead(o)),
            EffectMeasure::Lost => orders(&|o| lacks(o) && !dead(o) && !under_way(o)),
            EffectMeasure::Spared => orders(&|o| times(o) == 0 && !ledger.expected(o).has(effect)),
            EffectMeasure::Lines => ids().map(|o| f64::from(times(o))).sum(),
        }
    }

    /// The changes of how many messages are in a subscription, and when.
    fn depths(&self, of: SubscriptionId) -> Vec<(Time, i64)> {
        let mut dead = Vec::new();
        let mut changes = Vec::new();
        for fact in self.facts {
            let by = match fact.what {
                What::MessageAccepted { subscription, .. } | What::MessageDuplicated { subscription, .. } => {
                    (subscription == of).then_some(1)
                }
                What::MessageRedriven { message, subscription, .. } => {
                    dead.retain(|other| *other != message);
                    (subscription == of).then_some(1)
                }
                What::MessageAcked { subscription, .. } | What::MessageSuppressed { subscription, .. } => {
                    (subscription == of).then_some(-1)
                }
                What::MessageDeadLettered { message, subscription, .. }
                | What::MessageShelved { message, subscription, .. } => {
                    dead.push(message);
                    (subscription == of).then_some(-1)
                }
                What::MessageDropped { message, subscription, .. }
                | What::MessageRouted { message, subscription, .. }
                | What::MessageWithdrawn { message, subscription, .. } => {
                    (subscription == of && !dead.contains(&message)).then_some(-1)
                }
                _ => None,
            };
            changes.extend(by.map(|by| (fact.at, by)));
        }
        changes
    }

    pub fn subscription(&self, of: SubscriptionId, measure: SubscriptionMeasure) -> f64 {
        use SubscriptionMeasure as M;
        use What as W;
        let count = |happened: &dyn Fn(&What) -> Option<SubscriptionId>| self.count(|w| happened(w) == Some(of));
        let model = self.world.model();
        let records = self.world.records(model.subscriptions[of.index()].topic).len() as f64;
        let offset = f64::from(self.world.offset(of));
        let sojourns = || -> Vec<Span> {
            let own = |fact: &Fact| match fact.what {
                W::MessageAcked { subscription, sojourn, .. } if subscription == of => Some(sojourn),
                _ => None,
            };
            self.facts.iter().filter_map(own).collect()
        };
        let acked = |w: &What| match *w {
            W::MessageAcked { subscription, .. } | W::MessageSuppressed { subscription, .. } => Some(subscription),
            _ => None,
        };
        match measure {
            M::Accepted => count(&|w| match *w {
                W::MessageAccepted { subscription, .. } | W::MessageDuplicated { subscription, .. } => {
                    Some(subscription)
                }
                _ => None,
            }),
            M::Delivered => count(&|w| match *w {
                W::MessageHandedOut { subscription, .. } => Some(subscription),
                _ => None,
            }),
            M::Attempts => {
                let of_message = |fact: &Fact| match fact.what {
                    W::MessageAccepted { message, subscription, .. }
                    | W::MessageDuplicated { message, subscription, .. } => Some((message, subscription)),
                    _ => None,
                };
                let homes: BTreeMap<_, _> = self.facts.iter().filter_map(of_message).collect();
                self.count(|w| matches!(w, W::RunStarted { message: Some(m), .. } if homes[m] == of))
            }
            M::Retried => count(&|w| match *w {
                W::RetryScheduled { subscription, .. } => Some(subscription),
                _ => None,
            }),
            M::Acked => count(&acked),
            M::Suppressed => count(&|w| match *w {
                W::MessageSuppressed { subscription, .. } => Some(subscription),
                _ => None,
            }),
            M::Dropped => count(&|w| match *w {
                W::MessageDropped { subscription, .. } | W::MessageRouted { subscription, .. } => Some(subscription),
                _ => None,
            }),
            M::Withdrawn => count(&|w| match *w {
                W::MessageWithdrawn { subscription, .. } => Some(subscription),
                _ => None,
            }),
            M::DeadLettered => count(&|w| match *w {
                W::MessageDeadLettered { subscription, .. } => Some(subscription),
                _ => None,
            }),
            M::Dead => self.messages(of, |s| matches!(s, State::Dead { .. })),
            M::Waiting => self.messages(of, |s| !matches!(s, State::Dead { .. })),
            M::Ready => self.messages(of, |s| matches!(s, State::Ready)),
            M::Delayed => self.messages(of, |s| matches!(s, State::Delayed)),
            M::InFlight => self.messages(of, |s| matches!(s, State::InFlight(_))),
            M::RetryScheduled => self.messages(of, |s| matches!(s, State::RetryScheduled)),
            M::Parked => self.messages(of, |s| matches!(s, State::Parked)),
            M::Deepest => {
                let depths = self.depths(of).into_iter().scan(0, |depth, (_, by)| {
                    *depth += by;
                    Some(*depth)
                });
                depths.max().unwrap_or(0) as f64
            }
            M::Records => records,
            M::Offset => offset,
            M::Lag => records - offset,
            M::Throughput => {
                let first = self.depths(of).into_iter().find(|(_, by)| *by > 0).map(|(at, _)| at);
                let last = self.facts.iter().rfind(|fact| acked(&fact.what) == Some(of)).map(|fact| fact.at);
                match first.zip(last) {
                    Some((first, last)) if last > first => count(&acked) / ((last - first).as_millis() / 1e3),
                    _ => f64::NAN,
                }
            }
            M::Mean => {
                let (all, sum) = (sojourns(), sojourns().iter().map(|s| s.as_micros()).sum::<u64>());
                sum.checked_div(all.len() as u64).map_or(f64::NAN, |us| Span::from_micros(us).as_millis())
            }
            M::P50 => percentile(sojourns(), 0.50),
            M::P95 => percentile(sojourns(), 0.95),
            M::P99 => percentile(sojourns(), 0.99),
        }
    }

    /// The health that a node was set to last.
    fn health_set(&self, of: NodeId) -> Option<Health> {
        self.facts.iter().rev().find_map(|fact| match fact.what {
            What::HealthSet { node, health } if node == of => Some(health),
            _ => None,
        })
    }

    pub fn node(&self, of: NodeId, measure: NodeMeasure) -> f64 {
        let runs = |is: &dyn Fn(RunStage) -> bool| {
            self.world.runs().filter(|(_, run)| self.world.node_of(run) == of && is(run.stage())).count() as f64
        };
        let refused = |is: &dyn Fn(Reason) -> bool| {
            self.count(|w| matches!(*w, What::IngressRefused { node, reason, .. } if node == of && is(reason)))
        };
        let model = self.world.model();
        let calls = self
            .world
            .calls()
            .filter(|(_, call)| call.stage == CallStage::Queued && model.calls[call.call.index()].to == of);
        let buffered = self.world.messages().filter(|(_, m)| match m.state {
            State::InFlight(held) if held.stage == HeldStage::Buffered => {
                model.subscriptions[m.subscription.index()].consumers[usize::from(held.consumer)].node == of
            }
            _ => false,
        });
        let outlived = self.world.outlived().filter(|(m, consumer)| {
            model.subscriptions[m.subscription.index()].consumers[usize::from(*consumer)].node == of
        });
        let own = |order: &OrderId| self.placed[order].1 == of;
        match measure {
            NodeMeasure::Busy => runs(&|_| true),
            NodeMeasure::Waiting => (calls.count() + buffered.count() + outlived.count()) as f64,
            NodeMeasure::WaitingCalls => calls.count() as f64,
            NodeMeasure::WaitingCore => runs(&|stage| stage == RunStage::WaitingCore),
            NodeMeasure::Down => {
                let changes = self.facts.iter().rev().find_map(|fact| match fact.what {
                    What::HealthSet { node, health } if node == of => Some(health == Health::Down),
                    What::NodeCrashed { node, .. } | What::LeaderFailed { node, .. } if node == of => Some(true),
                    What::NodeRestarted { node } | What::LeaderElected { node } if node == of => Some(false),
                    _ => None,
                });
                changes.unwrap_or(false).into()
            }
            NodeMeasure::Slow => matches!(self.health_set(of), Some(Health::Slow { .. })).into(),
            NodeMeasure::Flaky => matches!(self.health_set(of), Some(Health::Flaky { .. })).into(),
            NodeMeasure::Hung => {
                let changes = self.facts.iter().rev().find_map(|fact| match fact.what {
                    What::HealthSet { node, health } if node == of => Some(health == Health::Hung),
                    What::NodeCrashed { node, .. } if node == of => Some(false),
                    _ => None,
                });
                changes.unwrap_or(false).into()
            }
            NodeMeasure::Started => self.count(|w| matches!(w, What::RunStarted { node, .. } if *node == of)),
            NodeMeasure::Failed => {
                self.count(|w| matches!(w, What::RunEnded { node, outcome: Outcome::Failed(_), .. } if *node == of))
            }
            NodeMeasure::Crashes => self.count(|w| matches!(w, What::NodeCrashed { node, .. } if *node == of)),
            NodeMeasure::Limited => refused(&|reason| reason == Reason::RateLimited),
            NodeMeasure::Unauthenticated => refused(&|reason| reason == Reason::Unauthenticated),
            NodeMeasure::Forbidden => refused(&|reason| reason == Reason::Forbidden),
            NodeMeasure::Orders => self.placed.values().filter(|(_, client)| *client == of).count() as f64,
            NodeMeasure::Answered => self.count(|w| matches!(w, What::OrderAnswered { order } if own(order))),
            NodeMeasure::Refused => self.count(|w| matches!(w, What::OrderFailed { order, .. } if own(order))),
        }
    }

    pub fn call(&self, of: CallId, measure: CallMeasure) -> f64 {
        use What as W;
        let check = &self.world.checks()[of.index()];
        match measure {
            CallMeasure::Sent => self.count(|w| matches!(w, W::CallSent { call, .. } if *call == of)),
            CallMeasure::Answered => self.count(|w| matches!(w, W::CallAnswered { call, .. } if *call == of)),
            CallMeasure::Failed => self.count(|w| matches!(w, W::CallAttemptFailed { call, .. } if *call == of)),
            CallMeasure::Retried => self.count(|w| matches!(w, W::CallRetryScheduled { call, .. } if *call == of)),
            CallMeasure::NotPermitted => self.count(
                |w| matches!(w, W::CallAttemptFailed { call, reason: Reason::CallNotPermitted, .. } if *call == of),
            ),
            CallMeasure::Opened => self.count(|w| matches!(w, W::BreakerOpened { call, .. } if *call == of)),
            CallMeasure::Throttled => self.count(|w| matches!(w, W::RetryThrottled { call, .. } if *call == of)),
            CallMeasure::Cached => {
                self.count(|w| matches!(w, W::CallAnsweredFromCache { call, stale: false, .. } if *call == of))
            }
            CallMeasure::Stale => {
                self.count(|w| matches!(w, W::CallAnsweredFromCache { call, stale: true, .. } if *call == of))
            }
            CallMeasure::Oldest => {
                let age = |fact: &Fact| match fact.what {
                    W::CallAnsweredFromCache { call, age, .. } if call == of => Some(age),
                    _ => None,
                };
                self.facts.iter().filter_map(age).max().unwrap_or(Span::ZERO).as_millis()
            }
            CallMeasure::Probes => check.probes.into(),
            CallMeasure::TakenOut => self.count(|w| matches!(w, W::InstanceTakenOut { call } if *call == of)),
            CallMeasure::Out => f64::from(u8::from(check.out || self.world.edge(of).ejected.is_some())),
        }
    }
}
