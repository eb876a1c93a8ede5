//! The inbox of a subscription's consumers: the idempotency keys that they have handled.

use crate::base::ids::{OrderId, SubscriptionId};
use crate::base::time::Time;
use crate::model::{Model, Subscription, Window};
use crate::sim::broker::Desk;
use crate::sim::known_keys::KnownKeys;

/// The inbox of a subscription. A message has a key for each effect that it may bring.
#[derive(Clone, Debug)]
pub(super) struct Inbox {
    seen: KnownKeys,
    /// Publishing sites of the topic: the number of messages that an order has here.
    sites: u32,
    /// The most effects of a message; at least 1.
    effects: u32,
}

impl Inbox {
    /// The empty inbox of a subscription.
    pub(super) fn new(model: &Model, subscription: &Subscription) -> Inbox {
        let topic = &model.topics[subscription.topic.index()];
        let effects = model.most_effects(subscription).max(1) as u32;
        Inbox { seen: KnownKeys::default(), sites: topic.sites.max(1).into(), effects }
    }

    /// Memory of the keys, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.seen.bytes()
    }

    /// The key of the `nth` effect of an order's message.
    #[inline]
    fn key(&self, order: OrderId, site: u16, nth: u32) -> u32 {
        // Unique up to 2^24 orders, since an order needs at most 256 keys; the budget of events ends the run before
        // that.
        ((order.0 - 1).wrapping_mul(self.sites).wrapping_add(site.into())).wrapping_mul(self.effects).wrapping_add(nth)
    }

    /// Remembers that an order's message was handled, when its run wrote `written` effects. The last effect has its key
    /// from [`Inbox::admits`]; a path or a consumer that writes fewer than another has none yet.
    #[inline(always)]
    pub(super) fn remember_handled(&mut self, order: OrderId, site: u16, written: u16, window: Window, now: Time) {
        if u32::from(written) < self.effects {
            let key = self.key(order, site, self.effects - 1);
            self.seen.remember(key, window, now);
        }
    }

    /// Whether the `nth` effect of an order's message is new; remembers it if so.
    pub(super) fn admits(&mut self, order: OrderId, site: u16, nth: u16, window: Window, now: Time) -> bool {
        let key = self.key(order, site, nth.into());
        let new = !self.seen.knows(key, now);
        if new {
            self.seen.remember(key, window, now);
        }
        new
    }

    /// Whether the `nth` effect of a message is its last.
    pub(super) const fn is_last(&self, nth: u16) -> bool {
        nth as u32 + 1 >= self.effects
    }
}

impl Desk for Inbox {
    /// Whether an order's message was handled to its end.
    #[inline(always)]
    fn knows(&mut self, now: Time, _: SubscriptionId, order: OrderId, site: u16) -> bool {
        let key = self.key(order, site, self.effects - 1);
        self.seen.knows(key, now)
    }
}
