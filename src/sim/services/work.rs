//! Workers: they take waiting messages and calls, and start their runs.

use crate::base::ids::{HandlerId, NodeId, OrderId, SubscriptionId};
use crate::base::rng::Purpose;
use crate::base::time::Time;
use crate::model::{CrashPoint, Health, NodeKind, Step};
use crate::sim::broker::{Desk, Handed, Handling, Taken};
use crate::sim::callers::Callers;
use crate::sim::cx::Cx;
use crate::sim::keys::{CallKey, Receipt, RunKey};
use crate::sim::services::machine::begin_work;
use crate::sim::services::run::{Origin, Run};
use crate::sim::services::stalled::Stalled;
use crate::sim::services::state::{Below, Services, crashes_at};
use crate::sim::station::Inbound;
use crate::trace::{FactId, Observer, Reason, What};

impl Services {
    /// Hands a ready message of a queue to a consumer, where a free worker takes it, or it waits. Returns whether another
    /// may follow.
    #[inline(always)]
    pub fn hand_out<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        subscription: SubscriptionId,
    ) -> bool {
        match self.begins_plainly(cx, o, below, subscription) {
            Some(more) => more,
            None => self.hand_out_any(cx, o, below, subscription),
        }
    }

    /// [`Services::hand_out`], whatever the queue's settings.
    #[inline(never)]
    fn hand_out_any<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        subscription: SubscriptionId,
    ) -> bool {
        match below.broker.hand_out(cx, o, subscription, self) {
            None => return false,
            Some(Handed::OnItsWay) => {}
            Some(Handed::Committed(node)) => {
                if crashes_at(cx, node, CrashPoint::AfterAck) {
                    self.crash(cx, o, below, node, FactId::NONE);
                }
            }
            Some(Handed::Waits(receipt, node)) => wait_for_worker(cx, receipt, node),
            Some(Handed::Taken(receipt, node, taken)) => return self.taken(cx, o, below, receipt, node, taken),
        }
        true
    }

    /// A message is with its consumer: a free worker takes it, or it waits.
    pub fn receive<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        receipt: Receipt,
        node: NodeId,
    ) {
        if cx.nodes[node.index()].is_open() {
            self.begin_message(cx, o, below, receipt, node);
        } else {
            wait_for_worker(cx, receipt, node);
        }
    }

    /// An admitted call waits for a worker; it is refused if too many wait already.
    pub fn take_in(&mut self, cx: &mut Cx, callers: &mut Callers, key: CallKey, node: NodeId) {
        if cx.hangs(node) {
            callers.queued(cx, key);
            self.stall(cx, node, Stalled::Request(key));
            return;
        }
        let state = &mut cx.nodes[node.index()];
        let most_waiting = match &cx.model.nodes[node.index()].kind {
            NodeKind::Service(service) => service.max_waiting_calls,
            NodeKind::Client(_) | NodeKind::Gateway(_) | NodeKind::Broker { .. } => 0,
        };
        // Several can come at once to a node that hung: those before it may still have to be taken up.
        if state.station.waiting_calls >= most_waiting.saturating_add(state.free_workers()) {
            let cause = callers.call(key).map_or(FactId::NONE, |call| call.cause);
            callers.answer(cx, key, Some(Reason::Overloaded), cause);
            return;
        }
        state.station.waiting_calls += 1;
        state.station.inbound.push_back(Inbound::Call(key));
        callers.queued(cx, key);
        cx.todo.poll_node(node);
    }

    /// Free workers take what waits at a node.
    #[inline(never)]
    pub fn take_work<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, node: NodeId) {
        let mut taken = 0;
        loop {
            let state = &mut cx.nodes[node.index()];
            if state.station.inbound.is_empty() || !state.is_up() || !state.has_worker() {
                if state.is_drained() {
                    cx.drained(node);
                }
                // One or two follow from each event.
                if taken > 2 {
                    cx.touch(taken);
                }
                if cx.nodes[node.index()].station.pulls {
                    cx.ask_for_more(node);
                }
                return;
            }
            taken += 1;
            match state.station.inbound.pop_front() {
                Some(Inbound::Message(receipt)) => self.begin_message(cx, o, below, receipt, node),
                Some(Inbound::Call(key)) => {
                    if below.callers.call(key).is_some() {
                        state.station.waiting_calls -= 1;
                        self.begin_call(cx, o, below, node, key);
                    }
                }
                None => return,
            }
        }
    }

    /// A run at its first step, without the fields that depend on its origin.
    #[inline(always)]
    fn new_run(cx: &mut Cx, handler: HandlerId, order: OrderId, origin: Origin, cause: FactId) -> Run {
        let (id, position) = (cx.new_tag(), cx.program.start(handler));
        Run::new(id, position, order, origin, cx.now, cause)
    }

    /// A worker takes a message that waited, if it is still held.
    fn begin_message<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        receipt: Receipt,
        node: NodeId,
    ) {
        if let Some(taken) = below.broker.begin(cx, receipt, self) {
            self.taken(cx, o, below, receipt, node, taken);
        }
    }

    /// A worker has taken a message: its handler runs, unless the inbox knows its key. Returns whether the queue may
    /// hand out another message at once.
    fn taken<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        receipt: Receipt,
        node: NodeId,
        taken: Taken,
    ) -> bool {
        let handling = match taken {
            Taken::Handling(handling) => handling,
            Taken::Known(cause) => {
                below.broker.suppress(cx, o, receipt, cause);
                return true;
            }
        };
        let mut run = Services::new_handling(cx, o, receipt, node, &handling);
        let (key, slot) = self.runs.occupy();
        if handling.ack_first {
            *slot = run;
            self.begin_acked(cx, o, below, key, receipt, node);
            return true;
        }
        if let Some(Step::Work { .. }) = cx.program.at(handling.start).step {
            begin_work(cx, below.broker, node, (key, &mut run));
            *slot = run;
            return handling.more;
        }
        *slot = run;
        self.proceed(cx, o, below, key);
        // It may be over already.
        true
    }

    /// A handling whose message is acknowledged before the work. From here the run counts as the order's activity;
    /// otherwise the message does.
    #[inline(never)]
    fn begin_acked<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        key: RunKey,
        receipt: Receipt,
        node: NodeId,
    ) {
        let run = &mut self.runs[key];
        run.set_origin(Origin::Acked);
        cx.books.departs(run.order);
        let (order, before) = (run.order, run.cause);
        let acked = below.broker.ack(cx, o, receipt, before);
        if acked.is_none() {
            // Too late: what was in the buffer is over, and counts no longer.
            cx.arrived(o, order, before);
        }
        let cause = acked.unwrap_or(before);
        self.runs[key].cause = cause;
        if crashes_at(cx, node, CrashPoint::AfterAck) {
            self.crash(cx, o, below, node, cause);
        } else {
            self.proceed(cx, o, below, key);
        }
    }

    /// The run of a handling, for which a worker is taken.
    fn new_handling<O: Observer>(cx: &mut Cx, o: &mut O, receipt: Receipt, node: NodeId, handling: &Handling) -> Run {
        let &Handling { start, id: message, order, site, attempt, name, poison, cause, .. } = handling;
        let id = cx.new_tag();
        let what = What::RunStarted { run: id, node, order, message: Some(message), attempt };
        let cause = cx.note(o, cause, what);
        let state = &mut cx.nodes[node.index()];
        state.station.busy += 1;
        let doomed = match poison {
            Some(reason) => Some(reason),
            None if state.is_doubtful() => doom(cx, node, start, order, name),
            None => None,
        };
        let mut run = Run::new(id, start, order, Origin::Message(receipt), cx.now, cause);
        (run.site, run.name, run.doomed) = (site, name, doomed);
        run
    }

    /// A worker takes a call. Whether the caller still waits is not known here.
    fn begin_call<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, node: NodeId, key: CallKey) {
        if below.callers.is_void(cx, o, key) {
            return;
        }
        let Some(call) = below.callers.handled(cx, key) else { return };
        let Some(handler) = cx.model.nodes[node.index()].kind.on_call() else { return };
        let order = call.order;
        let mut run = Services::new_run(cx, handler, order, Origin::Call(key), call.cause);
        run.name = call.name;
        let what = What::RunStarted { run: run.id, node, order, message: None, attempt: call.attempt };
        run.cause = cx.note(o, call.cause, what);
        if cx.nodes[node.index()].is_doubtful() {
            run.doomed = doom(cx, node, run.position, order, call.name);
        }
        cx.books.departs(order);
        self.begin(cx, o, below, node, run);
    }

    /// A client places an order, and its handler runs; `cause` is the answer after which its user comes again.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    pub fn place_order<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        (client, amount): (NodeId, u32),
        cause: FactId,
    ) {
        let NodeKind::Client(placer) = &cx.model.nodes[client.index()].kind else { return };
        let handler = placer.on_order;
        let order = cx.books.open(cx.now, client, amount);
        let cause = cx.note(o, cause, What::OrderPlaced { order, client, amount });
        cx.alive(self.runs.len() + 1);
        if Services::publishes_plainly(cx, o, below, (client, handler), order, cause) {
            return;
        }
        let run = Services::new_run(cx, handler, order, Origin::Order, cause);
        self.begin(cx, o, below, client, run);
    }

    /// Gives a run to a worker.
    fn begin<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, below: &mut Below<'_>, node: NodeId, run: Run) {
        cx.station(node).busy += 1;
        let key = self.runs.insert(run);
        self.proceed(cx, o, below, key);
    }
}

impl Desk for Services {
    fn knows(&mut self, now: Time, subscription: SubscriptionId, order: OrderId, site: u16) -> bool {
        self.inboxes[subscription.index()].knows(now, subscription, order, site)
    }
}

/// A message waits at its consumer for a worker.
fn wait_for_worker(cx: &mut Cx, receipt: Receipt, node: NodeId) {
    let inbound = &mut cx.station(node).inbound;
    inbound.push_back(Inbound::Message(receipt));
    // Those that were taken back meanwhile are among them.
    let waiting = inbound.len();
    cx.alive(waiting);
    cx.todo.poll_node(node);
}

/// Why an attempt at a node that is flaky or crashes by chance fails, if it does.
#[cold]
fn doom(cx: &Cx, node: NodeId, start: u32, order: OrderId, name: u32) -> Option<Reason> {
    let state = &cx.nodes[node.index()];
    let handler = cx.program.at(start).handler().index();
    let happens = |purpose, probability| cx.chance.draw(purpose, handler, order.0, name).chance(probability);
    if happens(Purpose::Crash, state.crashes().per_handling) {
        return Some(Reason::Crashed);
    }
    let Health::Flaky { probability, kind } = state.health() else { return None };
    happens(Purpose::Flaky, probability).then(|| kind.map_or(Reason::Flaky, Reason::from))
}
