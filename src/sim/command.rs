//! Commands: what people, and the scenario at its instants, do to the world.

use crate::base::dist::Dist;
use crate::base::ids::{MessageId, NodeId, SubscriptionId};
use crate::base::rng::Purpose;
use crate::model::limits;
use crate::model::{Command, CrashPoint, Delivery};
use crate::problem::{Problem, Word};
use crate::sim::broker::message::State;
use crate::sim::problem::RunProblem;
use crate::sim::world::{ArrivalState, BudgetSpent, World};
use crate::trace::{FactId, Observer, Reason, What};

/// Why a command was not carried out; the world stays as it was.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CommandError {
    /// The message is not in the world (any more).
    #[error("there is no message {}", .0.0)]
    NoSuchMessage(MessageId),
    /// The message is not a dead letter.
    #[error("message {} is not a dead letter", .0.0)]
    NotDead(MessageId),
    /// The budget of events is spent.
    #[error(transparent)]
    Budget(#[from] BudgetSpent),
}

impl From<BudgetSpent> for Problem {
    fn from(spent: BudgetSpent) -> Problem {
        let BudgetSpent { scenario, at, events } = spent;
        RunProblem::BudgetSpent { scenario: Word::of(scenario), at, events }.into()
    }
}

impl From<CommandError> for Problem {
    fn from(error: CommandError) -> Problem {
        match error {
            CommandError::NoSuchMessage(id) => Problem::new("message", RunProblem::NoSuchMessage { message: id.0 }),
            CommandError::NotDead(id) => Problem::new("message", RunProblem::NotADeadLetter { message: id.0 }),
            CommandError::Budget(spent) => spent.into(),
        }
    }
}

impl World {
    /// Carries out a command at the instant the world has reached, and counts it.
    ///
    /// # Errors
    /// [`CommandError`]; nothing was done and nothing is counted. But [`CommandError::Budget`] says that the command was
    /// done and counted, and that what followed from it at once could not be afforded.
    pub fn apply<O: Observer>(&mut self, command: &Command, o: &mut O) -> Result<(), CommandError> {
        self.carry_out(command, o)?;
        self.resume_probes();
        self.commands += 1;
        self.settle(o)?;
        Ok(())
    }

    /// Whether [`World::apply`] would carry a command out now.
    ///
    /// # Errors
    /// Why not.
    pub fn judge(&self, command: &Command) -> Result<(), CommandError> {
        match command {
            Command::SetPoison { message, .. } => self.find(*message).map(|_| ()),
            Command::Redrive(message) | Command::Discard(message) => self.find_dead(*message).map(|_| ()),
            _ => Ok(()),
        }
    }

    pub(super) fn fault_due<O: Observer>(&mut self, o: &mut O, index: usize) {
        let model = self.model.clone();
        // A timed command on a message that is not there any more has nothing to do.
        let _ = self.carry_out(&model.faults[index].command, o);
    }

    fn carry_out<O: Observer>(&mut self, command: &Command, o: &mut O) -> Result<(), CommandError> {
        let none = FactId::NONE;
        match command {
            Command::PlaceOrder { client, amount } => self.place_order(o, *client, *amount, none),
            Command::SetHealth { node, health } => self.set_health(o, *node, *health),
            Command::Crash { node, point: CrashPoint::Now } => self.crash(o, *node, none),
            Command::Crash { node, point } => {
                self.nodes[node.index()].crash_at = Some(*point);
                self.note(o, none, What::CrashArmed { node: *node, point: *point });
            }
            Command::TamperNext { subscription, tamper } => {
                self.queues[subscription.index()].tampers.push_back(*tamper);
                self.note(o, none, What::TamperArmed { subscription: *subscription });
            }
            Command::Reorder(subscription) => self.reorder(o, *subscription),
            Command::SetPoison { message, poison } => {
                let slot = self.find(*message)?;
                let m = &mut self.messages[slot as usize];
                m.poison = *poison;
                let (order, subscription) = (m.order, m.subscription);
                self.note(o, none, What::MessagePoisoned { message: *message, order, subscription, poison: *poison });
            }
            Command::Redrive(message) => {
                let slot = self.find_dead(*message)?;
                self.redrive(o, slot);
            }
            Command::RedriveAll(subscription) => {
                for slot in self.queues[subscription.index()].dead.clone() {
                    self.redrive(o, slot);
                }
            }
            Command::Discard(message) => {
                let slot = self.find_dead(*message)?;
                self.raise(slot);
                self.drop_message(o, slot, Reason::Discarded, none);
            }
            Command::SetDelivery { subscription, delivery } => self.set_delivery(o, *subscription, delivery),
            Command::SetWorkers { node, workers } => {
                self.nodes[node.index()].workers = *workers;
                self.note(o, none, What::WorkersSet { node: *node, workers: *workers });
                for i in 0..self.nodes[node.index()].consumes.len() {
                    self.wake_queue(self.nodes[node.index()].consumes[i].0);
                }
                self.wake_node(*node);
            }
            Command::SetCall { call, policy } => self.set_call(o, *call, policy),
            Command::SetIngress { node, ingress } => self.set_ingress(o, *node, ingress.as_ref()),
            Command::SetMachine { node, machine } => self.set_machine(o, *node, *machine),
            Command::SetHealthCheck { pool, check } => self.set_health_check(o, *pool, *check),
            Command::SetArrivals { client, every } => {
                self.note(o, none, What::ArrivalsSet { client: *client });
                self.set_arrivals(*client, *every);
            }
            Command::Subscribe { subscription, from } => self.subscribe(o, *subscription, *from),
            Command::Unsubscribe(subscription) => self.unsubscribe(o, *subscription),
            Command::Seek { subscription, offset } => self.seek(o, *subscription, *offset, none),
            Command::FailLeader(broker) => self.fail_leader(o, *broker),
        }
        Ok(())
    }

    fn find(&self, id: MessageId) -> Result<u32, CommandError> {
        self.messages().find(|(_, m)| m.id == id).map(|(slot, _)| slot).ok_or(CommandError::NoSuchMessage(id))
    }

    fn find_dead(&self, id: MessageId) -> Result<u32, CommandError> {
        let slot = self.find(id)?;
        match self.messages[slot as usize].state {
            State::Dead(_) => Ok(slot),
            _ => Err(CommandError::NotDead(id)),
        }
    }

    /// Takes a letter from the dead: it is under way again.
    fn raise(&mut self, slot: u32) {
        let m = &self.messages[slot as usize];
        let (order, subscription) = (m.order, m.subscription);
        self.ledger.departs(order);
        self.mark_dead(order, subscription, -1);
        self.queues[subscription.index()].dead.retain(|s| *s != slot);
    }

    fn redrive<O: Observer>(&mut self, o: &mut O, slot: u32) {
        self.raise(slot);
        let m = &mut self.messages[slot as usize];
        (m.attempts, m.charged, m.waited, m.redelivered) = (0, 0, Default::default(), false);
        m.offset = None;
        let what = What::MessageRedriven { message: m.id, order: m.order, subscription: m.subscription };
        self.messages[slot as usize].cause = self.note(o, FactId::NONE, what);
        self.make_ready(slot);
    }

    fn reorder<O: Observer>(&mut self, o: &mut O, subscription: SubscriptionId) {
        self.note(o, FactId::NONE, What::QueueReordered { subscription });
        let mut draw = self.streams.draw(Purpose::Reorder, subscription.index(), self.events as u32, 0);
        draw.shuffle(self.queues[subscription.index()].ready.make_contiguous());
    }

    fn set_delivery<O: Observer>(&mut self, o: &mut O, subscription: SubscriptionId, delivery: &Delivery) {
        self.note(o, FactId::NONE, What::DeliverySet { subscription });
        let waiting = self
            .messages()
            .filter(|(_, m)| m.subscription == subscription && matches!(m.state, State::RetryScheduled { .. }))
            .count();
        let queue = &mut self.queues[subscription.index()];
        queue.delivery = delivery.clone();
        queue.blockers = if delivery.blocking { waiting as u32 } else { 0 };
        self.wake_queue(subscription);
    }

    fn set_arrivals(&mut self, client: NodeId, every: Option<Dist>) {
        let fresh = ArrivalState { every: Dist::NONE, left: limits::ARRIVALS, placed: 0, on: false, timer: 0 };
        let a = self.arrivals[client.index()].get_or_insert(fresh);
        a.on = every.is_some();
        // Whoever switches them on wants orders, whether or not the scenario's are used up.
        if a.on && a.left == 0 {
            a.left = limits::ARRIVALS;
        }
        a.every = every.unwrap_or(a.every);
        self.schedule_arrival(client);
    }
}
