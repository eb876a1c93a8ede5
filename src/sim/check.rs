//! What must always hold, checked from the outside: every count is made anew from the things themselves.

use crate::base::ids::Offset;
use crate::model::{Command, NodeKind};
use crate::sim::broker::message::{Message, Stage as MessageStage, State};
use crate::sim::services::run::{Origin, Run, Stage};
use crate::sim::world::World;
use std::collections::BTreeSet;

/// A law that does not hold.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("at {at_us} us: {what}")]
pub struct Violation {
    /// The instant, in microseconds.
    pub at_us: u64,
    /// Which law, where, and the numbers.
    pub what: String,
}

/// The lists of a queue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Ready,
    Dead,
    Parked,
}

/// The message that a run works on: its slot and the tag of its delivery.
fn work(run: &Run) -> Option<(u32, u32)> {
    match run.origin {
        Origin::Message { slot, tag } => Some((slot, tag)),
        _ => None,
    }
}

/// How many messages of a subscription are in each state.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Census {
    /// Held back, not here yet.
    pub delayed: u64,
    /// Ready.
    pub ready: u64,
    /// Handed out and not acknowledged.
    pub in_flight: u64,
    /// Those of them whose consumer died.
    pub abandoned: u64,
    /// Waiting for their retry.
    pub retry: u64,
    /// Set aside.
    pub parked: u64,
    /// Dead letters.
    pub dead: u64,
    /// Of a log: the lowest offset that is neither acknowledged nor given up; none when all that was read is.
    pub offset: Option<u32>,
}

impl Census {
    fn add(&mut self, m: &Message) {
        let cell = match m.state {
            State::Delayed { .. } => &mut self.delayed,
            State::Ready => &mut self.ready,
            State::InFlight(held) => {
                self.abandoned += u64::from(held.stage == MessageStage::Abandoned);
                &mut self.in_flight
            }
            State::RetryScheduled { .. } => &mut self.retry,
            State::Parked => &mut self.parked,
            State::Dead(_) => &mut self.dead,
        };
        *cell += 1;
        if !matches!(m.state, State::Dead(_)) {
            self.offset = [self.offset, m.offset.map(Offset::get)].into_iter().flatten().min();
        }
    }

    /// Adds another count. Offsets of different runs have no sum.
    pub fn merge(&mut self, other: Census) {
        self.delayed += other.delayed;
        self.ready += other.ready;
        self.in_flight += other.in_flight;
        self.abandoned += other.abandoned;
        self.retry += other.retry;
        self.parked += other.parked;
        self.dead += other.dead;
        self.offset = None;
    }
}

impl World {
    /// Counts the messages of each subscription by state.
    pub fn census(&self) -> Vec<Census> {
        let mut census = vec![Census::default(); self.queues.len()];
        for (_, m) in self.messages() {
            census[m.subscription.index()].add(m);
        }
        census
    }

    /// Checks every law that holds between events: conservation, limits, who holds what, and the books.
    ///
    /// # Errors
    /// The first law found broken. It is a defect of the simulation, whatever the scenario.
    pub fn check(&self) -> Result<(), Violation> {
        let broken = |what: String| Err(Violation { at_us: self.now.as_micros(), what });
        for (i, (queue, c)) in self.queues.iter().zip(self.census()).enumerate() {
            let name = &self.model.subscriptions[i].id;
            let counts = queue.counts;
            let gone = counts.acked + counts.dropped + counts.withdrawn;
            let sum = gone + c.delayed + c.ready + c.in_flight + c.retry + c.parked + c.dead;
            if counts.accepted != sum {
                return broken(format!(
                    "conservation in {name}: accepted {} but {counts:?} and {c:?}",
                    counts.accepted
                ));
            }
            let listed = (queue.ready.len() as u64, queue.dead.len() as u64, queue.parked.len() as u64);
            if listed != (c.ready, c.dead, c.parked) {
                return broken(format!("lists of {name} {listed:?} do not match {c:?}"));
            }
            let held: u64 = queue.consumers.iter().map(|c| u64::from(c.unacked)).sum();
            if held != c.in_flight - c.abandoned {
                return broken(format!(
                    "{name}: consumers hold {held} of {}, {} are abandoned",
                    c.in_flight, c.abandoned
                ));
            }
            let blockers = if queue.delivery.blocking { c.retry } else { 0 };
            if u64::from(queue.blockers) != blockers {
                return broken(format!("{name}: {} blockers, {} wait for a retry", queue.blockers, c.retry));
            }
        }
        self.check_messages().or_else(broken)?;
        self.check_nodes().or_else(broken)?;
        self.check_callers().or_else(broken)?;
        self.check_machines().or_else(broken)?;
        self.check_pools().or_else(broken)?;
        self.check_logs().or_else(broken)?;
        self.check_replicas().or_else(broken)?;
        self.check_orders().or_else(broken)
    }

    fn check_messages(&self) -> Result<(), String> {
        let worked_on: BTreeSet<(u32, u32)> = self.runs.iter().filter_map(|(_, run)| work(run)).collect();
        if worked_on.len() != self.runs.iter().filter(|(_, run)| work(run).is_some()).count() {
            return Err("two runs work on one message".into());
        }
        let mut listed = BTreeSet::new();
        for (i, queue) in self.queues.iter().enumerate() {
            listed.extend(queue.ready.iter().map(|&slot| (i, List::Ready, slot)));
            listed.extend(queue.dead.iter().map(|&slot| (i, List::Dead, slot)));
            listed.extend(queue.parked.iter().map(|&(.., slot)| (i, List::Parked, slot)));
        }
        for (slot, m) in self.messages() {
            let on = |list| listed.contains(&(m.subscription.index(), list, slot));
            let right = match m.state {
                State::Ready => on(List::Ready),
                State::Dead(_) => on(List::Dead),
                State::Parked => on(List::Parked),
                State::InFlight(held) => worked_on.contains(&(slot, held.tag)) == (held.stage == MessageStage::Working),
                State::Delayed { until } | State::RetryScheduled { until } => until >= self.now && m.timer != 0,
            };
            if !right {
                return Err(format!("message {} is not where its state says: {m:?}", m.id.0));
            }
        }
        Ok(())
    }

    fn check_nodes(&self) -> Result<(), String> {
        for (i, state) in self.nodes.iter().enumerate() {
            let busy = self.runs.iter().filter(|(_, r)| r.node.index() == i).count();
            let name = &self.model.nodes[i].id;
            if busy != state.busy as usize {
                return Err(format!("{name} counts {} busy workers, {busy} run", state.busy));
            }
            let service = matches!(self.model.nodes[i].kind, NodeKind::Service(_));
            if service && !state.is_up() && (busy > 0 || !state.inbound.is_empty()) {
                return Err(format!("{name} is down and holds work"));
            }
            if let Some(limiter) = state.door.limiter() {
                limiter.check(self.now).map_err(|law| format!("{name}: {law}"))?;
            }
        }
        Ok(())
    }

    fn check_callers(&self) -> Result<(), String> {
        for ((egress, policy), call) in self.egress.iter().zip(&self.call_policies).zip(&self.model.calls) {
            if let Some(flaw) = egress.flaw(policy, self.now) {
                let (from, to) = (&self.model.nodes[call.from.index()].id, &self.model.nodes[call.to.index()].id);
                return Err(format!("{from} calls {to} with {flaw}: {egress:?}"));
            }
        }
        Ok(())
    }

    /// Who works has a core, and nobody waits for one that is free.
    fn check_machines(&self) -> Result<(), String> {
        for (i, state) in self.nodes.iter().enumerate() {
            let name = &self.model.nodes[i].id;
            let at = |stage| self.runs.iter().filter(|(_, r)| r.node.index() == i && r.stage == stage).count();
            let (computing, waiting) = (at(Stage::Working), at(Stage::WaitingCore));
            if computing != state.computing as usize || waiting != state.core_queue.len() {
                return Err(format!(
                    "{name} counts {} cores taken and {} runs that wait for one: {computing} work, {waiting} wait",
                    state.computing,
                    state.core_queue.len()
                ));
            }
            let free = state.computing < state.machine.cores;
            if free && waiting > 0 {
                return Err(format!("{name} has a free core, and {waiting} wait for one"));
            }
            // Who has a core keeps it to the end of the step, even if the machine is changed meanwhile.
            let changed = |c: &Command| matches!(c, Command::SetMachine { node, .. } if node.index() == i);
            let unchanged = !self.log.iter().any(|logged| changed(&logged.command))
                && !self.model.faults.iter().any(|fault| changed(&fault.command));
            if unchanged && state.computing > state.machine.cores {
                return Err(format!("{name} has {} cores, and {computing} work", state.machine.cores));
            }
        }
        Ok(())
    }

    /// An instance is out only by a check, and no verdict is overdue.
    fn check_pools(&self) -> Result<(), String> {
        for (i, state) in self.checks.iter().enumerate() {
            let call = &self.model.calls[i];
            let name =
                || format!("{} to {}", self.model.nodes[call.from.index()].id, self.model.nodes[call.to.index()].id);
            match self.health_check(call.pool) {
                None if state.out || state.streak > 0 || state.timer != 0 => {
                    return Err(format!("{}: nobody checks, and still {state:?}", name()));
                }
                Some(check) if state.streak >= check.needs(state.out) => {
                    return Err(format!("{}: {} probes in a row decided nothing", name(), state.streak));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn check_orders(&self) -> Result<(), String> {
        let mut under_way = vec![0u32; self.ledger.orders().len()];
        let mut dead = vec![0u32; under_way.len()];
        for (_, m) in self.messages().filter(|(_, m)| matches!(m.state, State::Dead(_))) {
            dead[m.order.0 as usize - 1] += 1;
        }
        let mut add = |order: crate::base::ids::OrderId| under_way[order.0 as usize - 1] += 1;
        self.messages().filter(|(_, m)| !matches!(m.state, State::Dead(_))).for_each(|(_, m)| add(m.order));
        // The message that a run holds stands for both.
        self.runs().filter(|(_, r)| !matches!(r.origin, Origin::Message { .. })).for_each(|(_, r)| add(r.order));
        self.calls().for_each(|(_, c)| add(c.order));
        self.publications().for_each(|(_, p)| add(p.order));
        for (i, (order, counted)) in self.ledger.orders().iter().zip(under_way).enumerate() {
            if order.dead() != dead[i] {
                return Err(format!("order {}: {} dead letters in the books, {}", i + 1, order.dead(), dead[i]));
            }
            if order.under_way() != counted {
                return Err(format!(
                    "order {}: {} under way in the books, {counted} in the world",
                    i + 1,
                    order.under_way()
                ));
            }
        }
        self.ledger.check()
    }
}

#[cfg(test)]
mod tests {
    //! A sound world passes, and every law has a way of being broken that is found out.

    use crate::base::ids::Offset;
    use crate::scenario::load;
    use crate::sim::World;
    use crate::trace::Silent;
    use std::sync::Arc;

    /// A world with retries, at a moment at which messages are in many states.
    fn busy_world() -> World {
        let json = include_str!("../../tests/scenarios/flaky-retries.json");
        let mut world = World::new(Arc::new(load(json).unwrap()), 1);
        while world.census().iter().all(|c| c.retry == 0 || c.in_flight == 0) {
            assert!(world.step(&mut Silent).unwrap(), "the scenario has retries");
        }
        world
    }

    fn broken_by(tamper: impl FnOnce(&mut World)) -> String {
        let mut world = busy_world();
        assert_eq!(world.check(), Ok(()));
        tamper(&mut world);
        world.check().expect_err("the check noticed nothing").what
    }

    #[test]
    fn each_broken_law_is_named() {
        let with_retry = |w: &World| w.census().iter().position(|c| c.retry > 0 && c.in_flight > 0).unwrap();
        let told = broken_by(|w| w.queues[0].counts.accepted += 1);
        assert!(told.starts_with("conservation"), "{told}");
        let told = broken_by(|w| w.queues[0].dead.push(0));
        assert!(told.starts_with("lists"), "{told}");
        let told = broken_by(|w| {
            let i = with_retry(w);
            w.queues[i].consumers[0].unacked -= 1;
        });
        assert!(told.contains("consumers hold"), "{told}");
        let told = broken_by(|w| {
            let i = with_retry(w);
            w.queues[i].delivery.blocking ^= true;
        });
        assert!(told.contains("blockers"), "{told}");
        let told = broken_by(|w| w.messages.iter_mut().for_each(|(_, m)| m.timer = 0));
        assert!(told.contains("not where its state says"), "{told}");
        let told = broken_by(|w| w.nodes[1].busy += 1);
        assert!(told.contains("busy workers"), "{told}");
        let told = broken_by(|w| w.nodes[1].computing += 1);
        assert!(told.contains("cores taken"), "{told}");
        let told = broken_by(|w| {
            w.nodes.iter_mut().for_each(|n| n.machine.cores = n.computing.saturating_sub(1));
        });
        assert!(told.contains("cores, and"), "{told}");
        let told = broken_by(|w| w.ledger.departs(crate::base::ids::OrderId(1)));
        assert!(told.contains("under way"), "{told}");
    }

    /// Two messages read from a log and being worked on or waiting, and a third with the leader only.
    fn log_and_replicas() -> World {
        let text = r#"{"en": "x", "pt-BR": "x"}"#;
        let scenario = r#"{"version": 1, "id": "t", "title": T, "seed": 1, "until": "9s",
            "effects": [{"id": "e", "name": T}],
            "nodes": [
                {"id": "shop", "kind": "client", "name": T, "arrivals": {"every": "1s", "limit": 3},
                 "handlers": [{"on": "order", "steps": [{"publish": {"topic": "t", "via": "outbox"}}]}]},
                {"id": "stock", "kind": "service", "name": T,
                 "handlers": [{"on": {"subscription": "s"}, "steps": [{"work": {"takes": "9s"}}, {"effect": "e"}]}]},
                {"id": "broker", "kind": "broker", "name": T,
                 "replicas": {"count": 2, "lag": "500ms", "election": "1s"}}],
            "topics": [{"id": "t", "name": T, "broker": "broker", "log": true,
                        "subscriptions": [{"id": "s", "consumers": ["stock"]}]}]}"#;
        let mut world = World::new(Arc::new(load(&scenario.replace('T', text)).unwrap()), 1);
        world.run_until(crate::base::time::Time::from_micros(3_200_000), &mut Silent).unwrap();
        world
    }

    #[test]
    fn each_broken_law_of_logs_and_replicas_is_named() {
        let broken_by = |tamper: &dyn Fn(&mut World)| {
            let mut world = log_and_replicas();
            assert_eq!(world.check(), Ok(()));
            tamper(&mut world);
            world.check().expect_err("the check noticed nothing").what
        };
        for (tamper, law) in [
            (&(|w: &mut World| w.queues[0].position -= 1) as &dyn Fn(&mut World), "has read 1 of 2"),
            (&|w| w.messages.iter_mut().for_each(|(_, m)| m.offset = Some(Offset::new(1))), "the record at offset 1"),
            (&|w| w.queues[0].on = false, "has read 2 of 2"),
            (&|w| w.queues[0].counts.withdrawn += 1, "conservation"),
            (&|w| w.nodes[2].replicas = 3, "has 3 replicas"),
            (&|w| w.nodes[2].replicas = 1, "replicated by nobody"),
        ] {
            let told = broken_by(tamper);
            assert!(told.contains(law), "{told}");
        }
    }
}
