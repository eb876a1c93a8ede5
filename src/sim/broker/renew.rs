//! Renewal: a consumer that is up, and does not hang, prolongs the leases of what it holds.

use crate::base::left_out::left_out;
use crate::base::time::Time;
use crate::sim::broker::message::{Held, HeldStage};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::MessageKey;
use crate::sim::schedule::{Event, Ticket};
use crate::trace::{Observer, What};

impl Broker {
    /// Schedules what ends the state of a message that is with its consumer: the end of its lease, or a renewal before it.
    pub(super) fn lease_timer(&mut self, cx: &mut Cx, key: MessageKey, until: Time) -> Ticket {
        let delivery = &self.queue(self.messages[key].subscription).delivery;
        let at = match delivery.renewal {
            None => until,
            Some(renewal) => {
                let last = renewal.up_to.map_or(Time::MAX, |span| cx.now + span);
                self.asides.of(key).until = last;
                until.min(cx.now + renewal.every)
            }
        };
        cx.agenda.push(at, Event::Message(key.index()))
    }

    /// A message's lease is renewed, or has not ended yet. Returns false when it ends.
    pub(super) fn renews<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey, held: Held) -> bool {
        let m = &self.messages[key];
        let queue = self.queue(m.subscription);
        let aside = self.asides.get(key);
        let Some(renewal) = queue.delivery.renewal else { return false };
        left_out!();
        let node = &cx.nodes[queue.consumers[held.consumer as usize].node.index()];
        let with_consumer = matches!(held.stage, HeldStage::Buffered | HeldStage::Working);
        let mut until = aside.lease_until;
        let renews = with_consumer && node.is_up() && !node.is_hung();
        if renews && cx.now <= until && cx.now <= aside.until {
            let (id, order, subscription) = (m.id, m.order, m.subscription);
            until = cx.now + queue.delivery.lease_after(m.deliveries.saturating_sub(1));
            let cause = cx.note(o, m.cause, What::LeaseRenewed { message: id, order, subscription });
            self.messages[key].cause = cause;
            self.asides.of(key).lease_until = until;
        }
        if cx.now >= until {
            return false;
        }
        let next = if with_consumer { until.min(cx.now + renewal.every) } else { until };
        self.messages[key].timer = Some(cx.agenda.push(next, Event::Message(key.index())));
        true
    }
}
