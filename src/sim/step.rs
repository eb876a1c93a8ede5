//! Steps of the world: it takes one event after the other from the agenda, hands each to the part it concerns, and passes
//! on what follows.

use crate::base::ids::{CallId, NodeId};
use crate::base::time::Time;
use crate::sim::callers::Due;
use crate::sim::schedule::Event;
use crate::sim::services::Below;
use crate::sim::settle::BudgetSpent;
use crate::sim::world::World;
use crate::trace::Observer;

impl World {
    /// Executes the next event. False when there is none.
    ///
    /// # Errors
    /// [`BudgetSpent`]; the world stands after the last event it could afford.
    pub fn step<O: Observer>(&mut self, o: &mut O) -> Result<bool, BudgetSpent> {
        loop {
            if self.cx.agenda.next_at().is_none() {
                return Ok(false);
            }
            self.afford()?;
            if self.execute_next(o) {
                self.settle(o)?;
                return Ok(true);
            }
        }
    }

    /// Executes every event up to `until`, and goes there.
    ///
    /// # Errors
    /// [`BudgetSpent`]; the world stands at the last event it could afford.
    pub fn run_until<O: Observer>(&mut self, until: Time, o: &mut O) -> Result<(), BudgetSpent> {
        self.run_part(until, u64::MAX, o).map(|_| ())
    }

    /// The same, but no more than `most` events: when they are executed it is false, and time stands at the last of them.
    ///
    /// # Errors
    /// As [`World::run_until`].
    pub fn run_part<O: Observer>(&mut self, until: Time, most: u64, o: &mut O) -> Result<bool, BudgetSpent> {
        let last = self.events.saturating_add(most);
        while self.events < last {
            if self.cx.agenda.next_at().is_none_or(|at| at > until) {
                self.cx.now = self.cx.now.max(until);
                return Ok(true);
            }
            self.afford()?;
            if self.execute_next(o) {
                self.settle(o)?;
            }
        }
        Ok(false)
    }

    /// Lets time pass, when nothing is due before `at`; whether it did. What is due at `at` itself stays due.
    pub fn wait_until(&mut self, at: Time) -> bool {
        let waits = at >= self.cx.now && self.next_event_at().is_none_or(|next| next >= at);
        if waits {
            self.cx.now = at;
        }
        waits
    }

    /// Executes at most `most` events, however far they lead; false when none is left. It is the way to run a long
    /// simulation in slices: time stands at the last event, not at an instant named in advance.
    ///
    /// # Errors
    /// As [`World::run_until`].
    pub fn run_events<O: Observer>(&mut self, most: u64, o: &mut O) -> Result<bool, BudgetSpent> {
        let last = self.events.saturating_add(most);
        while self.events < last {
            if !self.step(o)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Executes every event until the world rests or the scenario's length is reached.
    ///
    /// # Errors
    /// As [`World::run_until`].
    pub fn run<O: Observer>(&mut self, o: &mut O) -> Result<(), BudgetSpent> {
        self.run_until(self.cx.model.until, o)
    }

    /// Executes one event of the schedule; false when nobody waited for it any more.
    #[inline]
    fn execute_next<O: Observer>(&mut self, o: &mut O) -> bool {
        let Some((at, ticket, event)) = self.cx.agenda.pop() else { return false };
        if !self.is_live(ticket, event) {
            return false;
        }
        debug_assert!(at >= self.cx.now, "time goes back");
        self.cx.now = at;
        self.events += 1;
        self.execute(o, event);
        true
    }

    /// Hands an event to the part it concerns, and passes on what follows.
    #[inline]
    fn execute<O: Observer>(&mut self, o: &mut O, event: Event) {
        let World { cx, broker, callers, services, clients, .. } = self;
        match event {
            Event::Message(index) => {
                if let Some((receipt, node)) = broker.message_due(cx, o, index) {
                    services.receive(cx, o, &mut Below { broker, callers }, receipt, node);
                }
            }
            Event::Run(index) => services.run_due(cx, o, &mut Below { broker, callers }, index),
            Event::Publication(index) => {
                if let Some(confirm) = broker.publication_due(cx, o, index) {
                    services.confirmed(cx, o, &mut Below { broker, callers }, confirm);
                }
            }
            Event::Call(index) => match callers.call_due(cx, o, index) {
                Some(Due::Start(call, node)) => services.take_in(cx, callers, call, node),
                Some(Due::Called(called)) => services.called(cx, o, &mut Below { broker, callers }, called),
                None => {}
            },
            Event::CallStep(index) => {
                if let Some(called) = callers.step_due(cx, o, index) {
                    services.called(cx, o, &mut Below { broker, callers }, called);
                }
            }
            Event::Arrival(client) => {
                let client = NodeId::new(client as usize);
                if let Some(amount) = clients.due(cx, client) {
                    services.place_order(cx, o, &mut Below { broker, callers }, client, amount);
                }
                clients.schedule(cx, client);
            }
            Event::Fault(index) => self.fault_due(o, index as usize),
            Event::Restart(node) => self.restart_due(o, NodeId::new(node as usize)),
            Event::Probe(call) => self.probe_due(o, CallId::new(call as usize)),
        }
    }

    /// A probe moves on; probes go on as long as anything else is to happen, or the caller suspects something.
    fn probe_due<O: Observer>(&mut self, o: &mut O, call: CallId) {
        let over = self.callers.probe_due(&mut self.cx, o, call);
        if over.is_some_and(|suspects| suspects.0 || self.more_than_probes()) {
            self.callers.probe_again(&mut self.cx, call);
        }
    }

    /// Whether anything is to happen but probes.
    fn more_than_probes(&self) -> bool {
        self.cx.agenda.any(|ticket, event| !matches!(event, Event::Probe(_)) && self.is_live(ticket, event))
    }
}
