//! Invariants that hold between events, checked from the outside: every count is recomputed from the items themselves.

use crate::base::ids::OrderId;
use crate::base::marks::Marks;
use crate::ledger::check::Recount;
use crate::sim::broker::BrokerMemory;
use crate::sim::broker::message::State;
use crate::sim::callers::call::CallStage;
use crate::sim::services::Running;
use crate::sim::services::run::RunStage;
use crate::sim::station::Inbound;
use crate::sim::world::World;
use crate::trace::{Fact, Field};

/// An invariant that does not hold.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("at {at_us} us: {what}")]
pub struct Violation {
    pub at_us: u64,
    /// The invariant, the place, and the numbers.
    pub what: String,
}

impl World {
    /// Checks the invariants of every part: conservation, limits, who holds what, and the ledger.
    ///
    /// # Errors
    /// The first violation. It is a bug in the simulation, whatever the scenario.
    pub fn check(&self) -> Result<(), Violation> {
        Checker::default().check(self)
    }
}

/// Checks one world again and again, after every event: it keeps its working memory, and a second count of the ledger.
#[derive(Clone, Default, Debug)]
pub struct Checker {
    broker: BrokerMemory,
    /// Slots of the messages that a run works on.
    worked_on: Marks,
    running: Vec<Running>,
    /// By order, from 0: what is alive for it. All zero between two checks.
    alive: Vec<Alive>,
    /// Orders for which something is alive, or was at the last check, and those that facts name.
    open: Vec<OrderId>,
    books: Recount,
}

/// What is alive for an order.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Alive {
    under_way: u32,
    dead: u32,
}

impl Checker {
    /// Checks everything.
    ///
    /// # Errors
    /// As [`World::check`].
    pub fn check(&mut self, world: &World) -> Result<(), Violation> {
        self.alive.clear();
        self.open.clear();
        self.open.extend((1..=world.cx.books.orders().len() as u32).map(OrderId));
        self.books = Recount::default();
        self.check_open(world).map_err(|what| at(world, what))
    }

    /// Checks everything alive, and of the ledger the orders that may have changed since the last check: those with
    /// something alive now or then, and those that the facts noted since then name. What changes an order without a fact
    /// and without anything alive for it, only [`Checker::check`] finds.
    ///
    /// # Errors
    /// As [`World::check`].
    pub fn check_changes(&mut self, world: &World, facts: &[Fact]) -> Result<(), Violation> {
        for fact in facts {
            fact.what.fields(&mut |name, field| {
                if let ("order", Field::Number(order)) = (name, field) {
                    self.open.push(OrderId(order));
                }
            });
        }
        self.check_open(world).map_err(|what| at(world, what))
    }

    /// Checks everything alive, and the open orders.
    fn check_open(&mut self, world: &World) -> Result<(), String> {
        world.services.worked_on(&world.broker, &mut self.worked_on)?;
        world.broker.check(&world.cx, &mut self.broker, &self.worked_on)?;
        world.services.check(&world.cx, &mut self.running)?;
        world.callers.check(&world.cx)?;
        world.clients.check(&world.cx)?;
        world.check_waiting()?;
        self.check_orders(world)
    }

    /// Checks the open orders; those for which nothing is alive are open no longer.
    fn check_orders(&mut self, world: &World) -> Result<(), String> {
        let Checker { alive, open, books, .. } = self;
        let orders = world.cx.books.orders();
        alive.resize(orders.len(), Alive::default());
        let mut add = |order: OrderId, under_way: u32, dead: u32| {
            let alive = &mut alive[order.0 as usize - 1];
            if *alive == Alive::default() {
                open.push(order);
            }
            alive.under_way += under_way;
            alive.dead += dead;
        };
        world.broker.under_way(&mut |order| add(order, 1, 0));
        world.callers.under_way(&mut |order| add(order, 1, 0));
        world.services.under_way(&world.broker, &mut |order| add(order, 1, 0));
        world.messages().filter(|(_, m)| matches!(m.state, State::Dead { .. })).for_each(|(_, m)| add(m.order, 0, 1));
        for id in open.iter() {
            let (order, Alive { under_way, dead }) = (&orders[id.0 as usize - 1], alive[id.0 as usize - 1]);
            if order.dead() != dead {
                return Err(format!("order {}: {} dead letters in the books, {dead}", id.0, order.dead()));
            }
            if order.under_way() != under_way {
                let counted = order.under_way();
                return Err(format!("order {}: {counted} under way in the books, {under_way} in the world", id.0));
            }
        }
        books.check(&world.cx.books, open)?;
        open.retain(|id| std::mem::take(&mut alive[id.0 as usize - 1]) != Alive::default());
        Ok(())
    }
}

fn at(world: &World, what: String) -> Violation {
    Violation { at_us: world.now().as_micros(), what }
}

impl World {
    /// A run that calls has a call step, and each call step a run; calls and runs that wait at a node live.
    fn check_waiting(&self) -> Result<(), String> {
        for (key, run) in self.services.runs() {
            if let RunStage::Calling(step) = run.stage()
                && self.callers.step(step).is_none_or(|step| step.run != key)
            {
                return Err(format!("a run for order {} waits for no call step of its own", run.order.0));
            }
        }
        for send in self.broker.sends() {
            if self.services.run(send.run()).is_none_or(|run| run.stage() != RunStage::Confirming) {
                return Err(format!("nobody waits for a message that is sent again: {send:?}"));
            }
        }
        for (key, step) in self.callers.steps() {
            if step
                .parent
                .is_some_and(|parent| self.callers.step(parent).is_some_and(|gathers| gathers.run == step.run))
            {
                continue;
            }
            if self.services.run(step.run).is_none_or(|run| run.stage() != RunStage::Calling(key)) {
                return Err(format!("a call step for order {} has no run that waits for it", step.order.0));
            }
        }
        for (node, state) in self.cx.model.nodes.iter().zip(&self.cx.nodes) {
            let station = state.station();
            let (mut queued, mut gone) = (0, 0);
            let unread = self.services.unread().filter(|(at, _)| self.cx.model.nodes[at.index()].id == node.id);
            let unread = unread.map(|(_, call)| Inbound::Call(call));
            for item in station.inbound().chain(unread) {
                if let Inbound::Call(call) = item {
                    let waits = self.callers.call(call).is_some_and(|call| call.stage == CallStage::Queued);
                    queued += u32::from(waits);
                    gone += u32::from(!waits);
                }
            }
            if queued != station.waiting_calls() || gone > 0 {
                let counted = station.waiting_calls();
                return Err(format!("{} counts {counted} waiting calls of {queued}, {gone} are gone", node.id));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::NodeId;
    use crate::base::time::{Span, Time};
    use crate::model::{Command, Health};
    use crate::sim::test_models::publishing;
    use crate::trace::{FactId, Trace, What};

    const FIRST: OrderId = OrderId(1);

    /// A world in which the first order is done and the second one under way, seen by a checker.
    fn seen() -> (World, Checker) {
        let (mut world, mut trace, mut checker) =
            (World::new(publishing("", "{}"), 1), Trace::default(), Checker::default());
        for second in [0, 5] {
            world.run_until(Time::ZERO + Span::from_secs(second), &mut trace).unwrap();
            world.apply(&Command::PlaceOrder { client: NodeId(0), amount: 1 }, &mut trace).unwrap();
        }
        checker.check(&world).unwrap();
        (world, checker)
    }

    #[test]
    fn changes_are_followed_from_check_to_check() {
        let (mut world, mut trace) = (World::new(publishing("", "{}"), 1), Trace::default());
        let mut checker = Checker::default();
        for _ in 0..3 {
            world.apply(&Command::PlaceOrder { client: NodeId(0), amount: 1 }, &mut trace).unwrap();
        }
        let mut read = 0;
        while world.step(&mut trace).unwrap() {
            checker.check_changes(&world, &trace.facts()[read..]).unwrap();
            read = trace.facts().len();
        }
        assert_eq!((checker.check(&world), checker.open.len()), (Ok(()), 0));
    }

    #[test]
    fn a_broken_law_of_what_is_alive_or_named_is_found_among_the_changes() {
        type Break = fn(&mut World);
        let cases: [(Break, &str); 3] = [
            (|w| w.cx.books.departs(OrderId(2)), "under way in the books"),
            (|w| assert!(w.cx.books.dead(OrderId(2), std::iter::empty(), 1).is_none()), "dead letters in the books"),
            (|w| w.cx.nodes[1].set_health(Health::Down, 0, FactId::NONE), "is down"),
        ];
        for (break_it, law) in cases {
            let (mut world, mut checker) = seen();
            break_it(&mut world);
            let told = checker.check_changes(&world, &[]).unwrap_err();
            assert!(told.what.contains(law), "{told}");
            assert_eq!(world.check().unwrap_err(), told, "both checks say the same");
        }
    }

    #[test]
    fn an_order_with_nothing_alive_is_looked_at_when_a_fact_names_it_or_everything_is_checked() {
        let (mut world, checker) = seen();
        world.cx.books.departs(FIRST);
        let named = Fact { at: world.now(), cause: FactId::NONE, what: What::OrderLost { order: FIRST } };
        assert_eq!(checker.clone().check_changes(&world, &[]), Ok(()));
        assert!(checker.clone().check_changes(&world, &[named]).is_err());
        assert!(checker.clone().check(&world).is_err());
    }
}
