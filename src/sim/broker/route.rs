//! Routing: a topic to which queues of other topics are bound, or whose messages some queue filters, hands each message to the
//! queues that take it. One that no queue takes is unroutable: it is lost, and nobody is told.

use crate::base::ids::{SubscriptionId, TopicId};
use crate::base::left_out::left_out;
use crate::model::Window;
use crate::sim::broker::aside::GivenUp;
use crate::sim::broker::record::Record;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::trace::{FactId, Observer, What};

impl Broker {
    /// Whether a topic recognises a message, which it remembers from now on.
    pub(super) fn was_published(
        &mut self,
        cx: &Cx,
        (topic, from): (TopicId, Option<GivenUp>),
        record: &Record,
    ) -> bool {
        let state = &mut self.topics[topic.index()];
        let Some(window) = state.dedup_window else { return false };
        // A dead letter comes back on purpose.
        if from.is_some() {
            return false;
        }
        left_out!();
        // Unique while there are fewer than 2^32, like the keys of an inbox.
        let key = (record.order.0 - 1).wrapping_mul(state.sites).wrapping_add(record.site.into());
        let known = state.published.knows(key, cx.now);
        if !known {
            state.published.remember(key, Window::For(window), cx.now);
        }
        known
    }

    /// A topic that has routes takes a message and hands it to the queues that take it. Whatever brought it is under way for
    /// its order.
    #[cold]
    pub(super) fn topic_routes<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        (topic, from): (TopicId, Option<GivenUp>),
        record: Record,
        cause: FactId,
    ) -> FactId {
        left_out!();
        let order = record.order;
        if self.was_published(cx, (topic, from), &record) {
            return cx.note(o, cause, What::PublishDeduplicated { order, topic });
        }
        let cause = cx.note(o, cause, What::PublishAccepted { order, topic });
        let on = |s: &SubscriptionId| self.queues[s.index()].on;
        let takers: Vec<SubscriptionId> = self.takers(topic, record.site).filter(on).collect();
        if takers.is_empty() {
            cx.note(o, cause, What::MessageUnroutable { order, topic });
        }
        for subscription in takers {
            self.enter(cx, o, subscription, (record, None, from), cause);
        }
        cx.alive(self.messages.len());
        cause
    }
}
