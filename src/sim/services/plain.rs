//! The plain way from the end of a message's work to the beginning of the next one's: most events of most runs.
//!
//! Whatever does not fit changes nothing and goes the way that fits all: see `sim/broker/plain.rs`.

use crate::base::ids::{HandlerId, NodeId, OrderId, SubscriptionId};
use crate::base::time::Span;
use crate::model::{Step, Via};
use crate::sim::broker::{PlainHandling, PlainQueue};
use crate::sim::cx::Cx;
use crate::sim::program::Placed;
use crate::sim::schedule::{Event, Item};
use crate::sim::services::inbox::Inbox;
use crate::sim::services::machine::takes_at;
use crate::sim::services::run::{Origin, Run, RunStage};
use crate::sim::services::state::{Below, Services};
use crate::trace::{FactId, Observer, Outcome, What};

/// The end of a run's stage.
pub(super) enum StageEnd {
    /// Nobody waits for it any more.
    Void,
    /// It was the end of a handling, which is over.
    Over,
    /// Anything else, with nothing done but that its event has begun.
    Other,
}

impl Services {
    /// The stage of a run ends, if it waits for this event. If it was the last work of a message's handling and went well, the
    /// message is acknowledged, and its worker begins with the next one.
    // Inlined into the loop over the events, where one register holds the world: its parts need none of their own.
    #[inline(always)]
    pub(super) fn ends_plainly<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        item: Item,
        index: u32,
    ) -> StageEnd {
        let Some(mut slot) = self.runs.occupied(index).filter(|slot| item.ends(slot.timer)) else {
            return StageEnd::Void;
        };
        cx.begin_event(item.at());
        let Some(placed) = cx.program.get(slot.position) else { return StageEnd::Other };
        let &Placed { node, ends: Some(subscription), .. } = placed else { return StageEnd::Other };
        let Some(receipt) = slot.plain_work() else { return StageEnd::Other };
        let Some(state) = cx.nodes.get(node.index()) else { return StageEnd::Other };
        if !state.is_quiet()
            || !state.has_nothing_waiting()
            || placed.work_fails(&cx.chance, slot.order, slot.name).is_some()
        {
            return StageEnd::Other;
        }
        // The worker and the core are still taken: whether they would be free for the next message.
        let (goes_on, workers) = (state.takes_next(), state.workers());
        let Some(seen) = self.inboxes.get_mut(subscription.index()) else { return StageEnd::Other };
        let Some(mut queue) = below.broker.plain_queue(subscription) else { return StageEnd::Other };
        let Some((message, sojourn)) = queue.ack(cx.now, receipt) else { return StageEnd::Other };
        if let Some(inbox) = queue.inbox() {
            seen.remember_handled(slot.order, slot.site, slot.effects.into(), inbox.window, cx.now);
        }
        let (run, order) = (slot.id, slot.order);
        let cause = cx.note(o, slot.cause, What::RunEnded { run, node, order, outcome: Outcome::Done });
        let cause = cx.note(o, cause, What::MessageAcked { message, order, subscription, sojourn });
        cx.arrived(o, order, cause);
        let ready = queue.has_ready();
        if ready
            && goes_on
            && queue.is_plain()
            && cx.todo.is_empty()
            && let Some(more) = begin_next(cx, o, queue, seen, (index, &mut *slot), workers)
        {
            slot.renew();
            if more {
                cx.todo.poll_queue(subscription);
            }
            return StageEnd::Over;
        }
        let station = cx.station(node);
        station.computing -= 1;
        station.busy -= 1;
        slot.remove();
        if ready {
            cx.todo.poll_queue(subscription);
        }
        StageEnd::Over
    }

    /// The run of an order that only publishes it: it is over at once. Returns false, and does nothing, where anything else is
    /// to be done.
    #[inline(always)]
    pub(super) fn publishes_plainly<O: Observer>(
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        (client, handler): (NodeId, HandlerId),
        order: OrderId,
        cause: FactId,
    ) -> bool {
        let &Placed { step: Some(Step::Publish { topic, via: Via::FireAndForget, site }), last: true, .. } =
            cx.program.at(cx.program.start(handler))
        else {
            return false;
        };
        let state = &cx.nodes[client.index()];
        if !state.is_quiet() || !state.has_nothing_waiting() {
            return false;
        }
        if !below.broker.publish_plainly(cx, o, (client, topic, site), (order, 0), cause) {
            return false;
        }
        // The number of the run, which no fact names.
        cx.new_tag();
        let cause = cx.note(o, cause, What::OrderAnswered { order });
        cx.answered(order, cause);
        cx.arrived(o, order, cause);
        true
    }

    /// Hands out the next message of a queue without special settings, and begins its work. Returns whether another may follow
    /// at once; `None`, with nothing changed, where anything else is to be done.
    #[inline(always)]
    pub(super) fn begins_plainly<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        below: &mut Below<'_>,
        subscription: SubscriptionId,
    ) -> Option<bool> {
        let queue = below.broker.plain_queue(subscription)?;
        let (node, workers) = match queue.finds_worker(cx) {
            Ok(found) => found,
            Err(other) => return (!other).then_some(false),
        };
        let seen = self.inboxes.get_mut(subscription.index())?;
        let (key, run) = self.runs.occupy();
        let begun = begin_next(cx, o, queue, seen, (key.index(), run), workers);
        if begun.is_some() {
            let station = cx.station(node);
            station.busy += 1;
            station.computing += 1;
        } else {
            self.runs.remove(key);
        }
        begun
    }
}

/// Hands out the next message of a plain queue, for which a worker and a core are free, and begins its work in a slot. Returns
/// whether another may follow at once; `None`, with nothing changed, where anything else is to be done.
// Apart from its callers, which need the processor's registers for themselves.
#[inline(never)]
fn begin_next<O: Observer>(
    cx: &mut Cx,
    o: &mut O,
    mut queue: PlainQueue<'_>,
    seen: &mut Inbox,
    (index, slot): (u32, &mut Run),
    workers: u32,
) -> Option<bool> {
    let PlainHandling { receipt, run, node, start, message, order, site, attempt, name, cause, more } =
        queue.hand_out_next(cx, o, seen, workers)?;
    let (message, attempt) = (Some(message), attempt.into());
    let cause = cx.note(o, cause, What::RunStarted { run, node, order, message, attempt });
    let span = cx.program.get(start).map_or(Span::ZERO, |placed| takes_at(&cx.chance, placed, order, name));
    let until = cx.now + span;
    let timer = cx.agenda.push_inline(until, Event::Run(index));
    let mut run = Run::new(run, start, order, Origin::Message(receipt), cx.now, cause);
    (run.site, run.name) = (site, name);
    run.enter(RunStage::Working { until }, cx.now, Some(timer));
    *slot = run;
    Some(more)
}
