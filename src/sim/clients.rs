//! Clients: their automatic orders.

use crate::base::dist::Dist;
use crate::base::ids::NodeId;
use crate::base::rng::Purpose;
use crate::model::{Model, NodeKind, limits};
use crate::sim::cx::Cx;
use crate::sim::schedule::{Event, Ticket};
use crate::trace::{FactId, Observer, What};

/// Automatic orders of all clients, by [`NodeId`].
#[derive(Clone, Debug)]
pub struct Clients(Vec<Option<Arrivals>>);

/// Automatic orders of a client.
#[derive(Clone, Copy, Debug)]
struct Arrivals {
    every: Dist,
    left: u32,
    placed: u32,
    on: bool,
    timer: Option<Ticket>,
}

impl Clients {
    /// All clients at the start, with nothing scheduled.
    pub fn new(model: &Model) -> Clients {
        let arrivals = |kind: &NodeKind| match kind {
            NodeKind::Client(client) => client.arrivals,
            NodeKind::Service(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => None,
        };
        let state =
            |a: crate::model::Arrivals| Arrivals { every: a.every, left: a.limit, placed: 0, on: a.on, timer: None };
        Clients(model.nodes.iter().map(|node| arrivals(&node.kind).map(state)).collect())
    }

    /// The gap of a client's automatic orders; `None` when they are off.
    pub fn every(&self, client: NodeId) -> Option<Dist> {
        self.0[client.index()].filter(|a| a.on && a.left > 0).map(|a| a.every)
    }

    /// How many automatic orders of a client may still come, whether they are on or off.
    pub fn left(&self, client: NodeId) -> u32 {
        self.0[client.index()].map_or(limits::ARRIVALS, |a| a.left)
    }

    /// Whether a client waits for the event with this ticket.
    pub fn waits_for(&self, ticket: Ticket, client: usize) -> bool {
        self.0[client].is_some_and(|a| a.timer == Some(ticket))
    }

    /// Schedules the first orders of all clients.
    pub fn start(&mut self, cx: &mut Cx) {
        for i in 0..self.0.len() {
            self.schedule(cx, NodeId::new(i));
        }
    }

    /// Schedules a client's next order.
    pub fn schedule(&mut self, cx: &mut Cx, client: NodeId) {
        let Some(a) = &mut self.0[client.index()] else { return };
        a.timer = None;
        if a.on && a.left > 0 {
            let gap = a.every.sample(|| cx.chance.draw(Purpose::Arrival, client.index(), a.placed, 0));
            a.timer = Some(cx.agenda.push(cx.now + gap, Event::Arrival(client.0.into())));
        }
    }

    /// A client's next order is due. Returns its value.
    pub fn due(&mut self, cx: &Cx, client: NodeId) -> Option<u32> {
        let a = self.0[client.index()].as_mut()?;
        a.left -= 1;
        a.placed += 1;
        match &cx.model.nodes[client.index()].kind {
            NodeKind::Client(client) => Some(client.amount),
            NodeKind::Service(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => None,
        }
    }

    /// Changes the gap of a client's automatic orders; `None` stops them. `limit` is how many more there
    /// may be; as many as are left unless set.
    pub fn set_arrivals<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        client: NodeId,
        every: Option<Dist>,
        limit: Option<u32>,
    ) {
        cx.note(o, FactId::NONE, What::ArrivalsSet { client });
        let fresh = Arrivals { every: Dist::NONE, left: limits::ARRIVALS, placed: 0, on: false, timer: None };
        let a = self.0[client.index()].get_or_insert(fresh);
        a.on = every.is_some();
        // Switching them on must yield orders even when the scenario's are used up.
        a.left = limit.unwrap_or(if a.on && a.left == 0 { limits::ARRIVALS } else { a.left });
        a.every = every.unwrap_or(a.every);
        self.schedule(cx, client);
    }
}
