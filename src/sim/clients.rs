//! Clients: their automatic orders, by an open loop or by users who wait for their answers.

use crate::base::dist::Dist;
use crate::base::ids::{NodeId, OrderId};
use crate::base::left_out::left_out;
use crate::base::rng::Purpose;
use crate::base::time::{Span, Time};
use crate::model::{Model, NodeKind, Rate, limits};
use crate::sim::cx::Cx;
use crate::sim::schedule::{Event, Ticket};
use crate::trace::{FactId, Observer, What};

/// Automatic orders of all clients.
#[derive(Clone, Debug)]
pub struct Clients {
    /// By [`NodeId`].
    arrivals: Vec<Option<Arrivals>>,
    /// The users of all closed loops.
    users: Vec<User>,
    /// By order, from 0: the user who waits for its answer, if there is one.
    waiting: Vec<Option<u32>>,
}

/// Automatic orders of a client.
#[derive(Clone, Copy, Debug)]
struct Arrivals {
    every: Dist,
    left: u32,
    placed: u32,
    on: bool,
    /// When the first comes, if that is said.
    first: Option<Time>,
    /// Users of a closed loop; 0: the loop is open.
    users: u32,
    /// Value of an order.
    amount: u32,
    /// Whether the scenario's profile of the rate holds.
    profiled: bool,
    timer: Option<Ticket>,
}

/// A user of a closed loop.
#[derive(Clone, Copy, Debug)]
struct User {
    client: NodeId,
    /// Its number among the client's, from 1.
    number: u32,
    /// Orders placed, which name the draws.
    placed: u32,
    /// Whether it waits for an answer.
    waits: bool,
    /// The event of its next order.
    timer: Option<Ticket>,
    /// The answer after which it comes again.
    cause: FactId,
}

/// An order that is due.
#[derive(Clone, Copy, Debug)]
pub struct Ordering {
    pub client: NodeId,
    pub amount: u32,
    /// The answer after which its user comes again.
    pub cause: FactId,
}

impl Clients {
    /// All clients at the start, with nothing scheduled.
    pub fn new(model: &Model) -> Clients {
        let arrivals = |kind: &NodeKind| match kind {
            NodeKind::Client(client) => client.arrivals.map(|a| Arrivals {
                every: a.every,
                left: a.limit,
                placed: 0,
                on: a.on,
                first: a.first,
                users: a.users,
                amount: client.amount,
                profiled: !client.profile.is_empty(),
                timer: None,
            }),
            NodeKind::Service(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => None,
        };
        let arrivals = model.nodes.iter().map(|node| arrivals(&node.kind)).collect();
        Clients { arrivals, users: Vec::new(), waiting: Vec::new() }
    }

    /// The gap of a client's automatic orders, or how long its users think; `None` when they are off.
    pub fn every(&self, client: NodeId) -> Option<Dist> {
        self.arrivals[client.index()].filter(|a| a.on && a.left > 0).map(|a| a.every)
    }

    /// How many automatic orders of a client may still come, whether they are on or off.
    pub fn left(&self, client: NodeId) -> u32 {
        self.arrivals[client.index()].map_or(limits::ARRIVALS, |a| a.left)
    }

    /// The users of a client's closed loop; 0 for an open one.
    pub fn users(&self, client: NodeId) -> u32 {
        self.arrivals[client.index()].map_or(0, |a| a.users)
    }

    /// Whether a client, or a user after all nodes, waits for the event with this ticket.
    #[inline]
    pub fn waits_for(&self, ticket: Ticket, client_or_user: u32) -> bool {
        let timer = match self.user(client_or_user) {
            Some(user) => self.users[user].timer,
            None => self.arrivals[client_or_user as usize].and_then(|a| a.timer),
        };
        timer == Some(ticket)
    }

    /// The position of a user in the list, if the index is not a client's.
    fn user(&self, client_or_user: u32) -> Option<usize> {
        (client_or_user as usize).checked_sub(self.arrivals.len())
    }

    /// Schedules the first orders of all clients.
    pub fn start(&mut self, cx: &mut Cx) {
        for i in 0..self.arrivals.len() {
            self.schedule(cx, NodeId::new(i));
        }
    }

    /// Schedules a client's next order, or those of all its users who neither think nor wait.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn schedule(&mut self, cx: &mut Cx, client: NodeId) {
        let Some(a) = &mut self.arrivals[client.index()] else { return };
        a.timer = None;
        if a.users > 0 {
            self.schedule_users(cx, client);
        } else if a.on && a.left > 0 {
            let gap = match a.every {
                Dist::Fixed(gap) => gap,
                _ => a.every.sample_from(cx.chance.about(cx.program.arrivals(client), a.placed)),
            };
            let at = match a.first.take() {
                Some(first) => Some(first.max(cx.now)),
                None if a.profiled => profiled(cx, client, gap),
                None => Some(cx.now + gap),
            };
            a.timer = at.map(|at| cx.agenda.push(at, Event::Arrival(client.0.into())));
        }
    }

    /// Lets all users of a client begin to think who neither think nor wait; those beyond their number stop.
    fn schedule_users(&mut self, cx: &mut Cx, client: NodeId) {
        left_out!();
        let Some(a) = self.arrivals[client.index()] else { return };
        cx.closed_loops = true;
        let known = self.users.iter().filter(|user| user.client == client).count() as u32;
        for number in known + 1..=a.users {
            let new = User { client, number, placed: 0, waits: false, timer: None, cause: FactId::NONE };
            self.users.push(new);
        }
        cx.touch(self.users.len());
        for i in 0..self.users.len() {
            if self.users[i].client == client && self.users[i].number > a.users {
                self.users[i].timer = None;
            }
            self.think(cx, i);
        }
        if let Some(a) = &mut self.arrivals[client.index()] {
            a.first = None;
        }
    }

    /// Lets a user think and come again, if it may and does neither think nor wait.
    fn think(&mut self, cx: &mut Cx, i: usize) {
        left_out!();
        let user = &mut self.users[i];
        let Some(a) = self.arrivals[user.client.index()] else { return };
        if !a.on || a.left == 0 || user.number > a.users || user.waits || user.timer.is_some() {
            return;
        }
        let thinks = a.every.sample(|| cx.chance.draw(Purpose::Arrival, user.client.index(), user.placed, user.number));
        let at = a.first.map_or(cx.now + thinks, |first| first.max(cx.now));
        user.timer = Some(cx.agenda.push(at, Event::Arrival((self.arrivals.len() + i) as u32)));
    }

    /// A client's or a user's next order is due.
    pub fn due(&mut self, client_or_user: u32) -> Option<Ordering> {
        let user = self.user(client_or_user);
        let client = user.map_or(NodeId::new(client_or_user as usize), |user| self.users[user].client);
        let a = self.arrivals[client.index()].as_mut()?;
        let mut cause = FactId::NONE;
        if let Some(user) = user {
            let user = &mut self.users[user];
            user.timer = None;
            // The others may have used up the limit while it thought.
            if a.left == 0 {
                return None;
            }
            user.placed += 1;
            user.waits = true;
            cause = user.cause;
        }
        a.left -= 1;
        a.placed += 1;
        Some(Ordering { client, amount: a.amount, cause })
    }

    /// The latest order is a client's or a user's, who waits for the answer.
    pub fn placed(&mut self, cx: &mut Cx, client_or_user: u32, client: NodeId) {
        match self.user(client_or_user) {
            Some(user) => {
                let orders = cx.books.orders().len();
                self.waiting.resize(orders, None);
                self.waiting[orders - 1] = Some(user as u32);
            }
            None => self.schedule(cx, client),
        }
    }

    /// Customers have their answers: those who are users of a closed loop think, and come again.
    pub fn answered(&mut self, cx: &mut Cx) {
        for (OrderId(order), cause) in std::mem::take(&mut cx.answers) {
            let waiting = self.waiting.get_mut(order as usize - 1).and_then(Option::take);
            if let Some(user) = waiting {
                let user = user as usize;
                (self.users[user].waits, self.users[user].cause) = (false, cause);
                self.think(cx, user);
            }
        }
    }

    /// Changes the gap of a client's automatic orders, or how long its users think; `None` stops them. `limit` is how many
    /// more there may be, `users` how many users the closed loop has; as many as there are unless set. The scenario's
    /// profile of the rate ends.
    pub fn set_arrivals<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        client: NodeId,
        every: Option<Dist>,
        (limit, users): (Option<u32>, Option<u32>),
    ) {
        cx.note(o, FactId::NONE, What::ArrivalsSet { client });
        let amount = match &cx.model.nodes[client.index()].kind {
            NodeKind::Client(settings) => settings.amount,
            NodeKind::Service(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => 0,
        };
        let fresh = Arrivals {
            every: Dist::NONE,
            left: limits::ARRIVALS,
            placed: 0,
            on: false,
            first: None,
            users: 0,
            amount,
            profiled: false,
            timer: None,
        };
        let a = self.arrivals[client.index()].get_or_insert(fresh);
        a.on = every.is_some();
        // Switching them on must yield orders even when the scenario's are used up.
        a.left = limit.unwrap_or(if a.on && a.left == 0 { limits::ARRIVALS } else { a.left });
        a.every = every.unwrap_or(a.every);
        a.users = users.unwrap_or(a.users);
        (a.first, a.profiled) = (None, false);
        // Whoever thinks begins anew, as the next order of an open loop does.
        self.users.iter_mut().filter(|user| user.client == client).for_each(|user| user.timer = None);
        self.schedule(cx, client);
    }

    /// Checks the invariants: nobody waits for the answer to an order that is not under way, and whoever may order
    /// thinks or waits.
    pub fn check(&self, cx: &Cx) -> Result<(), String> {
        let waiting = self.waiting.iter().flatten().count();
        if waiting != self.users.iter().filter(|user| user.waits).count() {
            return Err(format!("{waiting} orders of users are unanswered, and others wait"));
        }
        for user in &self.users {
            let may = self.arrivals[user.client.index()]
                .is_some_and(|a| a.on && a.left > 0 && a.users > 0 && user.number <= a.users);
            if may && user.timer.is_none() && !user.waits || user.timer.is_some() && user.waits {
                let client = &cx.model.nodes[user.client.index()].id;
                return Err(format!("user {} of {client} neither thinks nor waits, or both", user.number));
            }
        }
        Ok(())
    }
}

/// When a client's next order comes, `gap` after the last by the scenario's profile of its rate; `None` if that is never.
#[cold]
fn profiled(cx: &Cx, client: NodeId, gap: Span) -> Option<Time> {
    match &cx.model.nodes[client.index()].kind {
        NodeKind::Client(client) => after(cx.now, gap.as_micros() as f64, &client.profile),
        NodeKind::Service(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => Some(cx.now + gap),
    }
}

/// The instant at which so many microseconds have passed since `now`, each counted as often as the profile says; `None` if that
/// is never.
fn after(now: Time, mut micros: f64, profile: &[Rate]) -> Option<Time> {
    let next = profile.partition_point(|rate| rate.at <= now);
    let mut times = if next == 0 { 1.0 } else { profile[next - 1].times };
    let mut from = now;
    for rate in &profile[next..] {
        let counts = (rate.at - from).as_micros() as f64 * times;
        if counts >= micros {
            break;
        }
        micros -= counts;
        (from, times) = (rate.at, rate.times);
    }
    (times > 0.0).then(|| from + Span::from_micros(1).scaled(micros / times))
}
