//! Polls at one instant, before time advances, and the budget that they are charged to.

use crate::base::ids::SubscriptionId;
use crate::base::time::Time;
use crate::sim::cx::TOUCHES_PER_EVENT;
use crate::sim::services::Below;
use crate::sim::todo::Todo;
use crate::sim::world::World;
use crate::trace::Observer;

/// A run exceeded its budget of events, or the number of items that may be alive at once.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "scenario {scenario:?} reached the limit of events, or of what may be alive at once, at {at} after {events} events"
)]
#[non_exhaustive]
pub struct BudgetSpent {
    /// Id of the scenario.
    pub scenario: String,
    /// Instant reached.
    pub at: Time,
    /// Events executed.
    pub events: u64,
}

impl World {
    /// Polls allowed after one event, with no time passing. A run that needs more, and more than four per message
    /// alive, is in an endless loop.
    const MOST_LOOKS: usize = 100_000;
    /// Messages handed out from one queue before others get their turn and the budget is charged.
    const BATCH: u32 = 16;

    #[inline]
    pub(super) fn afford(&self) -> Result<(), BudgetSpent> {
        if self.cx.events >= self.cx.budget || self.cx.is_overfull() {
            return Err(self.spent());
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn spent(&self) -> BudgetSpent {
        BudgetSpent { scenario: self.cx.model.id.clone(), at: self.cx.now, events: self.cx.events }
    }

    /// Polls nodes and queues until none has anything to do at this instant.
    #[inline(always)]
    pub(super) fn settle<O: Observer>(&mut self, o: &mut O) -> Result<(), BudgetSpent> {
        let mut looks = 0;
        while let Some(todo) = self.cx.todo.next() {
            looks += 1;
            match todo {
                Todo::TakeWork(node) => {
                    let World { cx, broker, callers, services, clients, .. } = self;
                    services.take_work(cx, o, &mut Below { broker, callers }, node);
                    if !cx.answers.is_empty() {
                        clients.answered(cx);
                    }
                }
                Todo::HandOut(subscription) => self.hand_out(o, subscription),
            }
            // Steps that take no time may follow each other endlessly: charge them too.
            if looks % TOUCHES_PER_EVENT as usize == 0 {
                self.looked(looks)?;
            }
        }
        Ok(())
    }

    /// Charges the polls of one instant. An error if there were too many.
    #[cold]
    fn looked(&mut self, looks: usize) -> Result<(), BudgetSpent> {
        self.cx.touch(TOUCHES_PER_EVENT as usize);
        let endless = looks >= World::MOST_LOOKS && looks > 4 * self.broker.message_count();
        if endless { Err(self.spent()) } else { self.afford() }
    }

    /// Hands out ready messages, while consumers have room.
    #[inline(never)]
    fn hand_out<O: Observer>(&mut self, o: &mut O, subscription: SubscriptionId) {
        let World { cx, broker, callers, services, .. } = self;
        for _ in 0..World::BATCH {
            if !services.hand_out(cx, o, &mut Below { broker, callers }, subscription) {
                return;
            }
        }
        cx.touch(World::BATCH as usize);
        // This may not end by itself: a message handled in no time may publish to this very queue.
        cx.todo.poll_queue(subscription);
    }
}
