//! Sending, judged by the facts alone: what a topic takes was sent, what is sent again was refused or not confirmed in
//! time, and each wait lies within its policy's bounds.

use super::audit::law;
use carteiro::base::ids::{OrderId, TopicId};
use carteiro::base::time::{Span, Time};
use carteiro::model::{Model, Step, Terms};
use carteiro::sim::World;
use carteiro::trace::{Fact, FactId, Trace, What};
use std::collections::BTreeMap;

/// What is known of the messages of an order to a topic.
#[derive(Clone, Copy, Default, Debug)]
struct Sent {
    /// Sent by nodes, and by the broker itself.
    sent: u32,
    /// Taken, recognised, refused, or lost.
    ended: u32,
}

/// A message that its sender sends several times, by the fact of its first try.
#[derive(Clone, Copy, Debug)]
struct Series {
    of: (OrderId, TopicId),
    /// A fact may have been of this one or of another: what is counted of it is no longer known.
    doubtful: bool,
    began: Time,
    failed: u32,
    waited: Span,
    taken: u32,
}

/// What the auditor knows of senders.
#[derive(Clone, Debug)]
pub struct Senders {
    sent: BTreeMap<(OrderId, TopicId), Sent>,
    series: BTreeMap<FactId, Series>,
    /// The last of an order to a topic.
    last: BTreeMap<(OrderId, TopicId), FactId>,
    /// The terms of each topic's only publish step; `None` if it has several, or the broker publishes there itself.
    terms: Vec<Option<Terms>>,
    /// A broker may have lost what it had taken, and take it once more.
    lossy: bool,
}

impl Senders {
    pub fn new(model: &Model) -> Senders {
        let only = |(i, topic): (usize, &carteiro::model::Topic)| {
            let steps = model.handlers.iter().flat_map(|handler| &handler.steps);
            let here = steps.filter(|step| matches!(step, Step::Publish { topic, .. } if topic.index() == i)).count();
            (here == 1 && topic.sites == 1).then(|| topic.terms(0).clone())
        };
        let terms = model.topics.iter().enumerate().map(only).collect();
        Senders { sent: BTreeMap::new(), series: BTreeMap::new(), last: BTreeMap::new(), terms, lossy: false }
    }

    /// Judges a fact; `id` is its own.
    pub fn judge(&mut self, world: &World, trace: &Trace, id: FactId, fact: Fact) -> Result<(), String> {
        match fact.what {
            What::PublishSent { order, topic, .. } => {
                self.sent.entry((order, topic)).or_default().sent += 1;
                let again = trace.get(fact.cause).map(|cause| cause.what);
                if let Some(What::PublishRetryScheduled { .. }) = again {
                    return Ok(());
                }
                let of = (order, topic);
                let series = Series { of, doubtful: false, began: fact.at, failed: 0, waited: Span::ZERO, taken: 0 };
                self.series.insert(id, series);
                self.last.insert(of, id);
                Ok(())
            }
            What::MessageRouted { order, topic, .. } => {
                let given_up = trace.get(fact.cause).map(|cause| cause.what);
                let sent = matches!(given_up, Some(What::MessageDeadLettered { .. }));
                self.sent.entry((order, topic)).or_default().sent += u32::from(sent);
                let right = sent || matches!(given_up, Some(What::MessageRedriven { .. }));
                law(right, "a message leaves for a topic that was neither given up nor redriven")
            }
            What::HealthSet { .. } | What::LeaderFailed { .. } => {
                self.lossy = true;
                Ok(())
            }
            What::NoticeSent { order, topic, .. } => {
                self.sent.entry((order, topic)).or_default().sent += 1;
                Ok(())
            }
            What::PublishAccepted { order, topic } => {
                self.end(order, topic)?;
                let idempotent = self.terms[topic.index()].as_ref().is_some_and(|terms| terms.idempotent);
                let keeps = !self.lossy;
                let Some(series) = self.series_of(trace, fact, (order, topic)) else { return Ok(()) };
                series.taken += 1;
                law(
                    !idempotent || !keeps || series.doubtful || series.taken == 1,
                    "an idempotent sender's message was stored twice",
                )
            }
            What::PublishDeduplicated { order, topic }
            | What::PublishRefused { order, topic, .. }
            | What::PublishLost { order, topic, .. } => self.end(order, topic),
            What::PublishRetryScheduled { order, topic, attempt, delay, .. } => {
                let failed = trace.get(fact.cause).map(|cause| cause.what);
                let right = matches!(failed, Some(What::PublishRefused { .. } | What::ConfirmTimedOut { .. }));
                law(right, "a message is sent again that was neither refused nor unconfirmed")?;
                let terms = self.terms[topic.index()].clone();
                let Some(series) = self.series_of(trace, fact, (order, topic)) else {
                    return Err("a retry of nothing".into());
                };
                if series.doubtful {
                    return Ok(());
                }
                series.failed += 1;
                law(attempt == series.failed, "the sender counts its tries otherwise")?;
                let waited = std::mem::replace(&mut series.waited, delay);
                let Some(terms) = terms else { return Ok(()) };
                let (least, most) = terms.retry.delay_bounds(attempt, waited);
                law(least <= delay && delay <= most, "a sender's wait is out of its bounds")?;
                let over = terms.delivery_timeout.is_some_and(|most| fact.at >= series.began + most);
                law(!terms.retry.max_attempts.used_up_by(attempt) && !over, "a sender tries for too long")
            }
            What::ConfirmTimedOut { order, topic } => {
                let sent = trace.get(fact.cause).map(|cause| (cause.at, cause.what));
                let Some((at, What::PublishSent { .. })) = sent else { return Err("nothing was sent".into()) };
                let Some(terms) = self.terms[topic.index()].clone() else { return Ok(()) };
                let Some(series) = self.series_of(trace, fact, (order, topic)) else {
                    return Err("nothing was sent".into());
                };
                let ends = [terms.timeout.map(|t| at + t), terms.delivery_timeout.map(|t| series.began + t)];
                law(ends.into_iter().flatten().min() == Some(fact.at), "a confirm timed out at another time")
            }
            _ => Ok(()),
        }
        .and_then(|()| law(world.now() >= fact.at, "ahead of the world"))
    }

    fn end(&mut self, order: OrderId, topic: TopicId) -> Result<(), String> {
        let sent = self.sent.entry((order, topic)).or_default();
        sent.ended += 1;
        law(sent.ended <= sent.sent, "a topic has heard of more than was sent")
    }

    /// The series of a fact, by the chain of causes; by order and topic where the end of a broker cuts that. There may be
    /// several then.
    fn series_of(&mut self, trace: &Trace, fact: Fact, of: (OrderId, TopicId)) -> Option<&mut Series> {
        let mut cause = fact.cause;
        // What a sender gave up may lead to a message of the same order to another topic, such as a notice.
        while self.series.get(&cause).is_none_or(|series| series.of != of) {
            match trace.get(cause) {
                Some(fact) => cause = fact.cause,
                None => {
                    cause = *self.last.get(&of)?;
                    let doubtful = self.series.values().filter(|series| series.of == of).count() > 1;
                    let all = self.series.values_mut().filter(|series| series.of == of);
                    all.for_each(|series| series.doubtful |= doubtful);
                }
            }
        }
        self.series.get_mut(&cause)
    }
}
