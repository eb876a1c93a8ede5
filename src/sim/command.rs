//! Commands: how people, and the scenario at set instants, change the world.

use crate::base::dist::Dist;
use crate::base::ids::{CallId, MessageId, NodeId, PoolId, SubscriptionId};
use crate::base::left_out::left_out;
use crate::model::ingress::Ingress;
use crate::model::machine::Machine;
use crate::model::pool::HealthCheck;
use crate::model::{CallPolicy, Command, CrashPoint, Crashes, Delivery, Health, InForce, limits};
use crate::problem::{Problem, Word};
use crate::sim::broker::Broker;
use crate::sim::broker::message::State;
use crate::sim::cx::TOUCHES_PER_EVENT;
use crate::sim::keys::MessageKey;
use crate::sim::problem::RunProblem;
use crate::sim::services::{Below, Services};
use crate::sim::settle::BudgetSpent;
use crate::sim::world::World;
use crate::trace::{FactId, Observer, What};

/// Why a command was not executed; the world is unchanged, except for [`CommandError::Budget`].
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The message is not, or no longer, in the world.
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
    /// Executes a person's command at the current instant, and counts it. From then on the scenario's own commands
    /// about the same no longer apply.
    ///
    /// # Errors
    /// [`CommandError`]; nothing was done and nothing counted. The exception is [`CommandError::Budget`]: the command
    /// was executed and counted, but its immediate consequences exceeded the budget.
    pub fn apply<O: Observer>(&mut self, command: &Command, o: &mut O) -> Result<(), CommandError> {
        self.carry_out(command, o, true)?;
        if let Some(held) = command.takes_over()
            && !self.by_hand.contains(&held)
        {
            self.by_hand.push(held);
        }
        self.callers.resume_probes(&mut self.cx);
        self.commands += 1;
        // A command costs as much as an event.
        self.cx.budget = self.cx.budget.saturating_sub(1);
        self.settle(o)?;
        self.skip_void();
        self.afford()?;
        Ok(())
    }

    /// Whether [`World::apply`] would execute a command now.
    ///
    /// # Errors
    /// Why not.
    pub fn judge(&self, command: &Command) -> Result<(), CommandError> {
        self.afford()?;
        match command {
            Command::SetPoison { message, .. } => find(&self.broker, *message).map(|_| ()),
            Command::Redrive(message) | Command::Discard(message) => find_dead(&self.broker, *message).map(|_| ()),
            _ => Ok(()),
        }
    }

    pub(super) fn fault_due<O: Observer>(&mut self, o: &mut O, index: usize) {
        let model = self.cx.model.clone();
        let command = &model.faults[index].command;
        if command.holds().is_some_and(|held| self.by_hand.contains(&held)) {
            return;
        }
        // A timed command on a message that no longer exists does nothing.
        let _ = self.carry_out(command, o, false);
    }

    fn carry_out<O: Observer>(&mut self, command: &Command, o: &mut O, by_hand: bool) -> Result<(), CommandError> {
        let none = FactId::NONE;
        let World { cx, broker, callers, services, clients, .. } = self;
        match command {
            Command::PlaceOrder { client, amount } => {
                services.place_order(cx, o, &mut Below { broker, callers }, (*client, *amount), none);
            }
            Command::PlaceOrders { client, amount, count } => {
                left_out!();
                for _ in 0..*count {
                    // Each costs as much as an event, which it would be by itself.
                    cx.touch(TOUCHES_PER_EVENT as usize);
                    services.place_order(cx, o, &mut Below { broker, callers }, (*client, *amount), none);
                }
            }
            Command::SetHealth { node, health } => self.set_health(o, *node, *health),
            Command::FailLeader(broker) => self.fail_leader(o, *broker),
            Command::Crash { node, point: CrashPoint::Now } => self.crash_now(o, *node),
            Command::Crash { node, point } => Services::arm_crash(cx, o, *node, *point),
            Command::SetWorkers { node, workers } => {
                left_out!();
                cx.nodes[node.index()].set_workers(*workers);
                cx.note(o, none, What::WorkersSet { node: *node, workers: *workers });
                for (subscription, _) in cx.nodes[node.index()].consumes() {
                    cx.todo.poll_queue(*subscription);
                }
                cx.todo.poll_node(*node);
            }
            Command::SetMachine { node, machine } => services.set_machine(cx, o, broker, *node, *machine),
            Command::SetCrashes { node, crashes } => {
                left_out!();
                cx.note(o, none, What::CrashesSet { node: *node });
                cx.nodes[node.index()].set_crashes(*crashes);
                cx.plan_crash(*node);
            }
            Command::TamperNext { subscription, tamper } => broker.tamper_next(cx, o, *subscription, *tamper),
            Command::Reorder(subscription) => broker.reorder(cx, o, *subscription),
            Command::SetPoison { message, poison } => {
                left_out!();
                let key = find(broker, *message)?;
                broker.set_poison(cx, o, key, *poison);
            }
            Command::Redrive(message) => {
                left_out!();
                let key = find_dead(broker, *message)?;
                broker.redrive(cx, o, key);
            }
            Command::RedriveAll(subscription) => broker.redrive_all(cx, o, *subscription),
            Command::Discard(message) => {
                left_out!();
                let key = find_dead(broker, *message)?;
                broker.discard(cx, o, key);
            }
            Command::SetDelivery { subscription, delivery } => broker.set_delivery(cx, o, *subscription, delivery),
            Command::Subscribe { subscription, from } => broker.subscribe(cx, o, *subscription, *from),
            Command::Unsubscribe(subscription) => broker.unsubscribe(cx, o, *subscription),
            Command::Seek { subscription, offset } => broker.seek(cx, o, *subscription, *offset, none),
            Command::SetCall { call, policy } => callers.set_policy(cx, o, *call, policy),
            Command::SetIngress { node, ingress } => callers.set_ingress(cx, o, *node, ingress.as_ref()),
            Command::SetHealthCheck { pool, check } => callers.set_health_check(cx, o, *pool, *check),
            Command::SetArrivals { client, every, limit, users } => {
                let limit = limit.or(if by_hand { every.map(|_| limits::ARRIVALS) } else { None });
                clients.set_arrivals(cx, o, *client, *every, (limit, *users));
            }
        }
        Ok(())
    }
}

impl InForce for World {
    fn delivery(&self, subscription: SubscriptionId) -> &Delivery {
        &self.queues()[subscription.index()].delivery
    }

    fn health(&self, node: NodeId) -> Health {
        self.nodes()[node.index()].health()
    }

    fn workers_of(&self, node: NodeId) -> Option<u32> {
        let workers = self.nodes()[node.index()].workers();
        (workers != u32::MAX).then_some(workers)
    }

    fn machine(&self, node: NodeId) -> Machine {
        self.nodes()[node.index()].machine()
    }

    fn crashes(&self, node: NodeId) -> Crashes {
        self.nodes()[node.index()].crashes()
    }

    fn ingress(&self, node: NodeId) -> Option<&Ingress> {
        self.admission(node).ingress()
    }

    fn health_check(&self, pool: PoolId) -> Option<HealthCheck> {
        self.health_check(pool)
    }

    fn call_policy(&self, call: CallId) -> &CallPolicy {
        self.call_policy(call)
    }

    fn arrivals(&self, client: NodeId) -> (Option<Dist>, u32, u32) {
        (self.arrivals_every(client), self.arrivals_left(client), self.users(client))
    }
}

fn find(broker: &Broker, id: MessageId) -> Result<MessageKey, CommandError> {
    broker.find(id).ok_or(CommandError::NoSuchMessage(id))
}

fn find_dead(broker: &Broker, id: MessageId) -> Result<MessageKey, CommandError> {
    let key = find(broker, id)?;
    match broker.message(key).map(|m| m.state) {
        Some(State::Dead { .. }) => Ok(key),
        _ => Err(CommandError::NotDead(id)),
    }
}
