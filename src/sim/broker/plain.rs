//! The plain way of a message: a queue without special settings, read by one consumer that begins with work, over a network
//! that takes no time. What it would do step by step is done at once.
//!
//! Whatever does not fit leaves everything as it was, and goes the way that fits all: [`Broker::hand_out`] and
//! [`Broker::ack`]. Both ways come to the same facts in the same order.

use crate::base::ids::{MessageId, NodeId, OrderId, SubscriptionId};
use crate::base::slots::{CacheLine, Slots};
use crate::base::time::{Span, Time};
use crate::model::Inbox;
use crate::sim::broker::deliver::Desk;
use crate::sim::broker::message::{Held, HeldStage, Message, State};
use crate::sim::broker::queue::Queue;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageSlot, Receipt};
use crate::trace::{FactId, Observer, RunId, What};

/// A message that was handed out on the plain way.
#[derive(Clone, Copy, Debug)]
pub struct PlainHandling {
    pub receipt: Receipt,
    /// Number of the run.
    pub run: RunId,
    pub node: NodeId,
    /// Position of the consumer's handler in the [`Program`](crate::sim::program::Program).
    pub start: u32,
    pub message: MessageId,
    pub order: OrderId,
    pub site: u16,
    /// Number of the attempt, from 1.
    pub attempt: u16,
    /// Name of its draws.
    pub name: u32,
    /// The fact that brought the message.
    pub cause: FactId,
    /// Whether the queue may hand out another message at once.
    pub more: bool,
}

/// A queue without special settings, and the messages.
#[derive(Debug)]
pub struct PlainQueue<'a> {
    queue: &'a mut Queue,
    messages: &'a mut Slots<Message, MessageSlot, CacheLine>,
}

impl PlainQueue<'_> {
    /// The consumer's memory of keys.
    #[inline(always)]
    pub const fn inbox(&self) -> Option<Inbox> {
        self.queue.delivery.inbox
    }

    /// Whether its messages go to one consumer, which begins with work, in no time.
    #[inline(always)]
    pub const fn is_plain(&self) -> bool {
        self.queue.plain
    }

    /// Whether a message is ready.
    #[inline(always)]
    pub fn has_ready(&self) -> bool {
        !self.queue.ready.is_empty()
    }

    /// Acknowledges a message, if it is still held; the caller notes the fact. Returns the message and its sojourn; `None`,
    /// with nothing changed, if it is too late.
    #[inline(always)]
    pub fn ack(&mut self, now: Time, receipt: Receipt) -> Option<(MessageId, Span)> {
        let m = self.messages.occupied_by(receipt.message)?;
        let held = m.held_under(receipt.tag)?;
        if let Some(consumer) = self.queue.consumers.get_mut(usize::from(held.consumer)) {
            consumer.unacked -= 1;
        }
        let (message, sojourn) = (m.id, now - m.published);
        let counts = &mut self.queue.counts;
        counts.acked += 1;
        counts.sojourn_us = counts.sojourn_us.saturating_add(sojourn.as_micros());
        m.remove();
        Some((message, sojourn))
    }

    /// What a plain queue can do next: `Ok` tells the consumer's node, with how many workers, of which one is free, and a core.
    /// An error tells whether anything else than nothing is to be done.
    #[inline(always)]
    pub fn finds_worker(&self, cx: &Cx) -> Result<(NodeId, u32), bool> {
        let queue = &*self.queue;
        let [consumer] = &queue.consumers[..] else { return Err(true) };
        if !queue.plain {
            return Err(true);
        }
        let Some(state) = cx.nodes.get(consumer.node.index()) else { return Err(true) };
        if !state.is_quiet() {
            return Err(!queue.ready.is_empty());
        }
        let workers = state.workers();
        if queue.ready.is_empty() || !queue.has_room(consumer.unacked, workers) {
            return Err(false);
        }
        if state.is_open() && state.has_core() { Ok((consumer.node, workers)) } else { Err(true) }
    }

    /// Hands the next message to the only consumer of a [plain](PlainQueue::is_plain) queue, of whose `workers` one is free, and a
    /// core. Returns `None`, and changes nothing, where anything else is to be done.
    #[inline(always)]
    pub fn hand_out_next<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        desk: &mut impl Desk,
        workers: u32,
    ) -> Option<PlainHandling> {
        let queue = &mut *self.queue;
        let most = queue.delivery.prefetch.most(workers);
        let [consumer] = &mut queue.consumers[..] else { return None };
        let unacked = consumer.unacked + 1;
        if unacked > most || !cx.is_up(queue.broker) {
            return None;
        }
        let key = queue.ready.pop_front()?;
        let m = self.messages.get_mut(key)?;
        let (subscription, order, site) = (m.subscription, m.order, m.site);
        if m.poison.is_some() || queue.delivery.inbox.is_some() && desk.knows(cx.now, subscription, order, site) {
            queue.ready.push_front(key);
            return None;
        }
        consumer.unacked = unacked;
        let (node, start) = (consumer.node, consumer.start);
        let (tag, run) = cx.new_tags();
        let held = Held { tag, consumer: 0, stage: HeldStage::Working, leased: false };
        m.set_state(State::InFlight(held), cx.now, None);
        m.count_hand_out(queue.charge);
        let (message, attempt, name, redelivered) = (m.id, m.attempts, m.draw_name(), m.redelivered);
        let what = What::MessageHandedOut { message, order, subscription, node, redelivered };
        let cause = cx.note(o, m.cause, what);
        m.cause = cause;
        let counts = &mut queue.counts;
        counts.delivered += 1;
        counts.attempts += 1;
        if u32::from(attempt) > counts.most_attempts {
            counts.most_attempts = attempt.into();
        }
        let (receipt, more) = (Receipt { message: key, tag }, unacked < most && !queue.ready.is_empty());
        Some(PlainHandling { receipt, run, node, start, message, order, site, attempt, name, cause, more })
    }
}

impl Broker {
    /// A queue, if it has no special settings.
    #[inline(always)]
    pub fn plain_queue(&mut self, subscription: SubscriptionId) -> Option<PlainQueue<'_>> {
        let queue = self.queues.get_mut(subscription.index())?;
        (!queue.special).then_some(PlainQueue { queue, messages: &mut self.messages })
    }
}
