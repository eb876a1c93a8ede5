//! The terms of a publishing site: how its sender insists, and how its messages stay in a queue.

use crate::base::packed::packed;
use crate::base::time::Span;
use crate::policy::retry::{Backoff, RetryPolicy};

/// How a `publish` step hands over its messages, beside [`Via`](crate::model::Via).
#[derive(Clone, PartialEq, Debug)]
pub struct Terms {
    /// When a refused or unconfirmed message is sent again, by a sender that waits for a confirm.
    pub retry: RetryPolicy,
    /// How long the sender waits for the confirm of one try; `None`: until it comes. (Kafka: `request.timeout.ms`.)
    pub timeout: Option<Span>,
    /// How long the sender tries in all; `None`: as long as there are attempts. (Kafka: `delivery.timeout.ms`.)
    pub delivery_timeout: Option<Span>,
    /// Whether the broker recognises a message that is sent again, and stores it once. (Kafka: `enable.idempotence`.)
    pub idempotent: bool,
    /// How long the relay of an outbox waits before it sends a message again.
    pub every: Span,
    /// How long its messages may stay in a queue; `None`: as the queue says.
    pub ttl: Option<Span>,
    /// What bindings filter its messages by; empty: it has none.
    pub routing_key: String,
    /// How long its messages are held back when they enter a queue; `None`: as the queue says.
    pub delay: Option<Span>,
}

impl Terms {
    /// A sender that sends once and waits for as long as it takes, and a relay that sends every second.
    pub const PLAIN: Terms = Terms {
        retry: RetryPolicy::NEVER,
        timeout: None,
        delivery_timeout: None,
        idempotent: false,
        every: Span::from_secs(1),
        ttl: None,
        delay: None,
        routing_key: String::new(),
    };

    /// Whether the sender does more than to wait for a confirm.
    pub fn insists(&self) -> bool {
        self.retry.backoff != Backoff::None || self.timeout.is_some() || self.delivery_timeout.is_some()
    }
}

packed! {
    struct Terms { retry, timeout, delivery_timeout, idempotent, every, ttl, delay, routing_key }
}
