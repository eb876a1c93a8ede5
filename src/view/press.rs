//! Presses: the commands that the buttons on the stage of a figure give, without JSON to be read.

use crate::base::ids::{NodeId, SubscriptionId};
use crate::model::{Command, Health, Model, NodeKind, limits};

/// A command by its kind alone; what it is done to is an index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Press {
    /// Places an order of a client.
    PlaceOrder,
    /// Sets the health of a service, gateway or broker to up.
    SetUp,
    /// Sets it to down.
    SetDown,
    /// Redrives all dead letters of a subscription.
    RedriveAll,
}

impl Press {
    /// The command: done to the node or subscription at `index`, an order of this amount or of the client's usual one.
    /// `None` if the model has no such, or an amount is beyond its limit.
    pub fn command(self, model: &Model, index: u16, amount: Option<u32>) -> Option<Command> {
        let (node, subscription) = (NodeId(index), SubscriptionId(index));
        let kind = model.nodes.get(node.index()).map(|node| &node.kind);
        let set = |health| match kind? {
            NodeKind::Client(_) => None,
            NodeKind::Service(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => {
                Some(Command::SetHealth { node, health })
            }
        };
        match self {
            Press::PlaceOrder => {
                let NodeKind::Client(client) = kind? else { return None };
                let amount = amount.unwrap_or(client.amount);
                (amount <= limits::AMOUNT).then_some(Command::PlaceOrder { client: node, amount })
            }
            Press::SetUp => set(Health::Up),
            Press::SetDown => set(Health::Down),
            Press::RedriveAll => {
                (subscription.index() < model.subscriptions.len()).then_some(Command::RedriveAll(subscription))
            }
        }
    }
}
