//! The runs of handlers in a trace, those of clients included, and which run each was caused by.

use carteiro::base::ids::{MessageId, NodeId, OrderId, SubscriptionId};
use carteiro::base::time::Time;
use carteiro::trace::{Fact, FactId, Outcome, RunId, What};
use std::collections::BTreeMap;

/// A run of a handler.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub node: NodeId,
    pub order: OrderId,
    /// The message it handled, with its subscription; `None` for a call or an order.
    pub message: Option<(MessageId, SubscriptionId)>,
    /// 0 for a client's order, which is handled once.
    pub attempt: u32,
    pub start: Time,
    /// `None` while it goes on.
    pub end: Option<(Time, Outcome)>,
    /// Index of the fact that it started.
    pub started: usize,
    /// Index in the list of the run that caused it, by a message, a call or a retry.
    pub cause: Option<usize>,
}

/// The runs of a trace in the order of their starts, and for each fact the run that it is a part of or was caused by.
pub struct Runs {
    pub list: Vec<Run>,
    /// Index in `list`, for each fact.
    of: Vec<Option<usize>>,
}

impl Runs {
    /// The runs of all facts of a run of the world.
    pub fn of(facts: &[Fact]) -> Runs {
        let mut runs = Runs { list: Vec::new(), of: Vec::with_capacity(facts.len()) };
        let mut open: BTreeMap<RunId, usize> = BTreeMap::new();
        let mut orders: BTreeMap<OrderId, usize> = BTreeMap::new();
        let mut lies_in: BTreeMap<MessageId, SubscriptionId> = BTreeMap::new();
        for (index, fact) in facts.iter().enumerate() {
            let cause = runs.behind(fact.cause);
            let of = match fact.what {
                What::RunStarted { run, node, order, message, attempt } => {
                    let message = message.and_then(|message| Some((message, *lies_in.get(&message)?)));
                    let (start, end, started) = (fact.at, None, index);
                    open.insert(run, runs.list.len());
                    runs.list.push(Run { node, order, message, attempt, start, end, started, cause });
                    Some(runs.list.len() - 1)
                }
                What::OrderPlaced { order, client: node, .. } => {
                    let (start, started) = (fact.at, index);
                    orders.insert(order, runs.list.len());
                    runs.list.push(Run { node, order, message: None, attempt: 0, start, end: None, started, cause });
                    Some(runs.list.len() - 1)
                }
                What::OrderAnswered { order } => runs.end(orders.remove(&order), fact.at, Outcome::Done),
                What::OrderFailed { order, reason } => {
                    runs.end(orders.remove(&order), fact.at, Outcome::Failed(reason))
                }
                What::RunEnded { run, outcome, .. } => runs.end(open.remove(&run), fact.at, outcome),
                What::MessageHandedOut { message, subscription, .. } => {
                    lies_in.insert(message, subscription);
                    cause
                }
                _ => cause,
            };
            runs.of.push(of);
        }
        runs
    }

    /// Notes how a run ended, and returns it.
    fn end(&mut self, run: Option<usize>, at: Time, outcome: Outcome) -> Option<usize> {
        if let Some(run) = run {
            self.list[run].end = Some((at, outcome));
        }
        run
    }

    /// The run that a fact is a part of, or was caused by.
    pub fn behind(&self, fact: FactId) -> Option<usize> {
        self.of.get(fact.0 as usize).copied().flatten()
    }
}
