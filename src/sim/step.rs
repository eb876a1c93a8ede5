//! Stepping the world: it takes events from the agenda one by one, and passes each to its part.

use crate::base::ids::{CallId, NodeId, SubscriptionId};
use crate::base::time::Time;
use crate::sim::callers::Due;
use crate::sim::clients::Ordering;
use crate::sim::schedule::{Event, Item};
use crate::sim::services::Below;
use crate::sim::settle::BudgetSpent;
use crate::sim::world::World;
use crate::trace::Observer;

impl World {
    /// Executes the next event. Returns false when there is none.
    ///
    /// # Errors
    /// [`BudgetSpent`]; the world remains at the last event within the budget.
    pub fn step<O: Observer>(&mut self, o: &mut O) -> Result<bool, BudgetSpent> {
        self.run_events(1, o)
    }

    /// Executes every event up to `until`, and advances to it.
    ///
    /// # Errors
    /// [`BudgetSpent`]; the world remains at the last event within the budget.
    pub fn run_until<O: Observer>(&mut self, until: Time, o: &mut O) -> Result<(), BudgetSpent> {
        self.run_part(until, u64::MAX, o).map(|_| ())
    }

    /// Like [`World::run_until`], but executes at most `most` events, and fewer if they touch more than as many events
    /// are worth. Returns false if that limit ended it; time is then that of the last event.
    ///
    /// # Errors
    /// As [`World::run_until`].
    pub fn run_part<O: Observer>(&mut self, until: Time, most: u64, o: &mut O) -> Result<bool, BudgetSpent> {
        let limited = self.advance(until, most, most, o)?;
        if !limited {
            self.cx.now = self.cx.now.max(until);
        }
        Ok(!limited)
    }

    /// Executes at most `most` events, with no bound on time. Returns whether it was that many. Use it to run a long
    /// simulation in slices: time is that of the last event.
    ///
    /// # Errors
    /// As [`World::run_until`].
    pub fn run_events<O: Observer>(&mut self, most: u64, o: &mut O) -> Result<bool, BudgetSpent> {
        self.advance(Time::MAX, most, u64::MAX, o)
    }

    /// Executes at most `most` events up to `until`, or until their touches are worth more than `worth` events. Returns
    /// whether one of these ended it.
    fn advance<O: Observer>(&mut self, until: Time, most: u64, worth: u64, o: &mut O) -> Result<bool, BudgetSpent> {
        let least_budget = self.cx.budget.saturating_sub(worth);
        let limited = self.execute_events(until, self.cx.events.saturating_add(most), least_budget, o);
        // The next call has limits of its own.
        self.cx.check_at(0);
        let limited = limited?;
        self.skip_void();
        Ok(limited)
    }

    // One copy, into which the way of a message that meets no trouble is inlined whole.
    #[inline(never)]
    fn execute_events<O: Observer>(
        &mut self,
        until: Time,
        last: u64,
        least_budget: u64,
        o: &mut O,
    ) -> Result<bool, BudgetSpent> {
        loop {
            // What an error left undone at this instant comes first.
            self.settle(o)?;
            if self.cx.is_to_check() {
                if self.cx.events >= last || self.cx.budget < least_budget {
                    return Ok(true);
                }
                if let Err(spent) = self.afford() {
                    let more = self.cx.agenda.next_at().is_some_and(|at| at <= until);
                    return if more { Err(spent) } else { Ok(false) };
                }
                self.cx.check_at(last);
            }
            if !self.execute_next(until, o) {
                return Ok(false);
            }
        }
    }

    /// Advances time to `at` if no event is due before it. Returns whether it did. Events due at `at` itself stay
    /// pending.
    pub fn wait_until(&mut self, at: Time) -> bool {
        self.skip_void();
        let waits = at >= self.cx.now && self.next_event_at().is_none_or(|next| next >= at);
        if waits {
            self.cx.now = at;
        }
        waits
    }

    /// Executes every event until none is left or the scenario's length is reached.
    ///
    /// # Errors
    /// As [`World::run_until`].
    pub fn run<O: Observer>(&mut self, o: &mut O) -> Result<(), BudgetSpent> {
        self.run_until(self.cx.model.until, o)
    }

    /// Executes the next event due by `until`, unless nobody waits for it any more. Returns false when there is none.
    #[inline(always)]
    fn execute_next<O: Observer>(&mut self, until: Time, o: &mut O) -> bool {
        if self.cx.agenda.near_is_empty() {
            self.look_ahead();
        }
        let Some(item) = self.cx.agenda.pop_near(until) else { return false };
        if let Some(index) = item.run() {
            let World { cx, broker, callers, services, .. } = self;
            services.run_due(cx, o, &mut Below { broker, callers }, item, index);
        } else {
            self.execute(o, item);
        }
        true
    }

    /// Sorts out the next events, and reads what they will need: the processor fetches it for all of them at a time.
    #[inline(never)]
    fn look_ahead(&mut self) {
        self.cx.agenda.refill();
        self.services.look_ahead(&self.cx, &self.broker);
    }

    /// Passes an event to its part, and what follows to the services, unless nobody waits for it any more.
    // Most events are ends of work, which `execute_next` knows itself: the less is inlined there, the faster they are.
    #[inline(never)]
    fn execute<O: Observer>(&mut self, o: &mut O, item: Item) {
        if let Some(client_or_user) = item.arrival() {
            self.arrival_due(o, item, client_or_user);
            return;
        }
        let event = item.event();
        if !self.is_live(item.ticket(), event) {
            return;
        }
        self.cx.begin_event(item.at());
        if self.cx.hung > 0 && self.stalls(event) {
            return;
        }
        let World { cx, broker, callers, services, .. } = self;
        match event {
            Event::Message(index) => {
                if let Some((receipt, node)) = broker.message_due(cx, o, index) {
                    services.receive(cx, o, &mut Below { broker, callers }, receipt, node);
                }
            }
            // `execute_next` takes it itself.
            Event::Run(_) => {}
            Event::Publication(index) => {
                let told = broker.publication_due(cx, o, index);
                services.told(cx, o, &mut Below { broker, callers }, told);
            }
            Event::Send(index) => {
                if let Some(confirm) = broker.send_due(cx, o, index) {
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
            // Taken before.
            Event::Arrival(_) => {}
            Event::Fault(index) => self.fault_due(o, index as usize),
            Event::Restart(node) => self.restart_due(o, NodeId::new(node as usize)),
            Event::HalfOpen(call) => callers.half_open_due(cx, o, CallId::new(call as usize)),
            Event::Crash(node) => self.crash_due(o, NodeId::new(node as usize)),
            Event::Ejected(call) => callers.ejection_due(cx, o, CallId::new(call as usize)),
            Event::Probe(call) => self.probe_due(o, CallId::new(call as usize)),
            Event::Commit(subscription) => broker.interval_over(cx, SubscriptionId::new(subscription as usize)),
        }
    }

    /// A client's or a user's next order is due, if it is still awaited.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn arrival_due<O: Observer>(&mut self, o: &mut O, item: Item, client_or_user: u32) {
        let World { cx, broker, callers, services, clients, .. } = self;
        if !clients.waits_for(item.ticket(), client_or_user) {
            return;
        }
        cx.begin_event(item.at());
        if let Some(Ordering { client, amount, cause }) = clients.due(client_or_user) {
            services.place_order(cx, o, &mut Below { broker, callers }, (client, amount), cause);
            clients.placed(cx, client_or_user, client);
        }
    }

    /// A probe moves on. Probing continues while other events are pending or the caller suspects something.
    fn probe_due<O: Observer>(&mut self, o: &mut O, call: CallId) {
        let over = self.callers.probe_due(&mut self.cx, o, call);
        if over.is_some_and(|suspects| suspects.0 || self.more_than_probes()) {
            self.callers.probe_again(&mut self.cx, call);
        }
    }

    /// Whether any event other than a probe is awaited.
    fn more_than_probes(&mut self) -> bool {
        if self.awaited.is_some_and(|(ticket, event)| self.is_live(ticket, event)) {
            return true;
        }
        let mut probes = Vec::new();
        self.skip_void();
        while let Some(Event::Probe(_)) = self.cx.agenda.next().map(Item::event) {
            self.cx.touch(1);
            probes.extend(self.cx.agenda.pop(Time::MAX));
            self.skip_void();
        }
        let awaited = self.cx.agenda.next().map(|item| (item.ticket(), item.event()));
        while let Some(probe) = probes.pop() {
            self.cx.agenda.put_back(probe);
        }
        // For the other probes that ask until it happens. Nothing tells whether a timed command has happened.
        self.awaited = awaited.filter(|(_, event)| !matches!(event, Event::Fault(_)));
        awaited.is_some()
    }
}
