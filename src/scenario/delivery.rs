//! Delivery settings as JSON: a preset, and the fields that differ from it.

use crate::base::time::Span;
use crate::json::optional::nullable;
use crate::model::bounds;
use crate::model::limits;
use crate::model::presets;
use crate::model::problem::ModelProblem;
use crate::model::{
    Ack, Commit, Counts, CrashCharges, CrashReturns, DeadLetter, Delivery, Duplicates, Fetch, GiveUp, Inbox, LateAck,
    Lease, MaxLength, Ordering, Prefetch, PrefetchPer, Renewal, Requeue, RetryAs, Stale, Window,
};
use crate::policy::retry::RetryPolicy;
use crate::problem::{At, Problem, Word};
use crate::scenario::id::Id;
use crate::scenario::problem::ScenarioProblem;
use serde::{Deserialize, Serialize};

// A serialised `Delivery` reads back as the same settings.
/// How a subscription delivers: a preset (`plain` unless set, or `log` on a log), and the fields that differ from it.
#[derive(Clone, PartialEq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliverySpec {
    /// The preset that fills in the fields left out; `plain` unless set, or `log` on a log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// When a message is acknowledged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ack: Option<Ack>,
    /// How many messages one consumer may hold unacknowledged; up to 100,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefetch: Option<Prefetch>,
    /// Whether the prefetch limits each consumer, or all of them together; each unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefetch_per: Option<PrefetchPer>,
    /// Whether a message that waits for its retry still takes up a place of the prefetch, which must then be that of the
    /// subscription; no unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_holds_place: Option<bool>,
    /// Whether one consumer at a time is handed messages, while the others stand by until it is gone; no unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub single_active_consumer: Option<bool>,
    /// How long a consumer may hold a message before the broker gives it to another; null: while it is connected. A list
    /// gives it for each delivery; its last repeats.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub lease: Option<Option<Lease>>,
    /// How a consumer prolongs the leases of what it holds while it is up; null: not at all.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Option<Renewal>>,
    /// Whether a message whose lease ends in a consumer's buffer is skipped there, or worked on all the same; skipped
    /// unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale: Option<Stale>,
    /// Whether an acknowledgement that comes too late is ignored, or settles the message all the same; ignored unless
    /// set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_ack: Option<LateAck>,
    /// Where in the queue a returned message goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requeue: Option<Requeue>,
    /// When the messages of a crashed consumer are returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crash_returns: Option<CrashReturns>,
    /// Which events use up attempts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
    /// Whether a crash uses up an attempt at what was being worked on, or at all that the consumer held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crash_charges: Option<CrashCharges>,
    /// When a failed message is tried again, and how often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<RetryPolicy>,
    /// Whether a retried message is redelivered, or published again as a new one (a retry queue): at the tail, and not
    /// marked as redelivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_as: Option<RetryAs>,
    /// Whether a message whose attempts are used up is given up at its last failure, or when it would be delivered next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub give_up: Option<GiveUp>,
    /// Which order is kept: none, that of the whole queue, or that of each key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordering: Option<Ordering>,
    /// The older form of `ordering`: `true` is `"queue"`, `false` is `"none"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocking: Option<bool>,
    /// Who sets the pace: the broker (`"push"`, unless set), or the consumer, which asks for so many messages when a
    /// worker is free and nothing waits for it: `{"pull": {"messages": 10}}`. It may then hold what it asked for,
    /// whatever the prefetch of a consumer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetch: Option<Fetch>,
    /// When what is handled is acknowledged: each message (`"message"`, unless set), all that a consumer holds
    /// (`"batch"`), or all that is handled by then (`{"interval": "5s"}`). It counts for `ack: after` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<Commit>,
    /// What becomes of a message that is given up: true, it is kept as a dead letter; false, it is lost; or the topic, of
    /// the same broker, that it is published to. A command can only switch off and on the topic that the file names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dead_letter: Option<DeadLetter>,
    /// How long a message may stay in the queue; at its head it is then given up. Null: for ever.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub ttl: Option<Option<Span>>,
    /// How long a message is held back when it enters; null: not at all.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub delay: Option<Option<Span>>,
    /// How many messages may be ready, from 1 to 1,000,000, and what happens to one more; null: any number.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub max_length: Option<Option<MaxLength>>,
    /// The topic to which the broker publishes a notice about the order when a message is given up; null: none. The
    /// same broker must hold it. A command can only switch off and on the topic that the file names.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub dead_letter_notice: Option<Option<Id>>,
    /// The consumer's memory of idempotency keys; null: it does not notice duplicates.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub inbox: Option<Option<Inbox>>,
    /// Messages the network delivers a second time; null: none.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<Option<Duplicates>>,
}

impl DeliverySpec {
    /// Fills in the preset and checks the settings.
    ///
    /// # Errors
    /// An unknown preset, a value outside its limits, or messages returned at the end of a lease when there is none.
    pub fn resolve(&self) -> Result<Delivery, Problem> {
        self.resolve_on(false)
    }

    /// As [`DeliverySpec::resolve`]; `log` says whether the topic is a log.
    ///
    /// # Errors
    /// As [`DeliverySpec::resolve`].
    pub fn resolve_on(&self, log: bool) -> Result<Delivery, Problem> {
        let usual = if log { presets::LOG } else { presets::PLAIN };
        let name = self.preset.as_deref().unwrap_or(usual);
        let base = presets::find(name).ok_or_else(|| {
            let known = Word::list(presets::all().iter().map(|p| p.id));
            Problem::new("preset", ModelProblem::UnknownPreset { id: Word::of(name), known })
        })?;
        let base = base.delivery();
        let lease = self.lease.clone().unwrap_or_else(|| base.lease.clone());
        let delivery = Delivery {
            ack: self.ack.unwrap_or(base.ack),
            prefetch: self.prefetch.unwrap_or(base.prefetch),
            prefetch_per: self.prefetch_per.unwrap_or(base.prefetch_per),
            retry_holds_place: self.retry_holds_place.unwrap_or(base.retry_holds_place),
            single_active_consumer: self.single_active_consumer.unwrap_or(base.single_active_consumer),
            lease: lease.clone(),
            // That of a preset is left out where the lease is another that it does not fit.
            renewal: self.renewal.unwrap_or_else(|| base.renewal.filter(|renewal| in_time(*renewal, lease.as_ref()))),
            stale: self.stale.unwrap_or(base.stale),
            late_ack: self.late_ack.unwrap_or(base.late_ack),
            requeue: self.requeue.unwrap_or(base.requeue),
            crash_returns: self.crash_returns.unwrap_or(base.crash_returns),
            counts: self.counts.unwrap_or(base.counts),
            crash_charges: self.crash_charges.unwrap_or(base.crash_charges),
            retry: self.retry.clone().unwrap_or(base.retry),
            retry_as: self.retry_as.unwrap_or(base.retry_as),
            give_up: self.give_up.unwrap_or(base.give_up),
            ordering: self.ordering()?.unwrap_or(base.ordering),
            fetch: self.fetch.unwrap_or(base.fetch),
            commit: self.commit.unwrap_or(base.commit),
            dead_letter: self.dead_letter.clone().unwrap_or(base.dead_letter),
            ttl: self.ttl.unwrap_or(base.ttl),
            delay: self.delay.unwrap_or(base.delay),
            max_length: self.max_length.unwrap_or(base.max_length),
            dead_letter_notice: match &self.dead_letter_notice {
                Some(notice) => notice.as_ref().map(|topic| topic.0.clone()),
                None => base.dead_letter_notice,
            },
            inbox: self.inbox.unwrap_or(base.inbox),
            duplicates: self.duplicates.unwrap_or(base.duplicates),
        };
        check_delivery(&delivery)?;
        check_stay(&delivery, log)?;
        Ok(delivery)
    }

    /// The order to keep, under its new name or its old one.
    fn ordering(&self) -> Result<Option<Ordering>, Problem> {
        match (self.ordering, self.blocking) {
            (Some(_), Some(_)) => {
                Err(Problem::new("blocking", ScenarioProblem::BothNames { old: "blocking", new: "ordering" }))
            }
            (ordering, None) => Ok(ordering),
            (None, Some(true)) => Ok(Some(Ordering::Queue)),
            (None, Some(false)) => Ok(Some(Ordering::None)),
        }
    }
}

/// Whether a renewal comes before a lease ends.
fn in_time(renewal: Renewal, lease: Option<&Lease>) -> bool {
    lease.is_some_and(|Lease(spans)| spans.iter().all(|span| renewal.every < *span))
}

fn check_delivery(delivery: &Delivery) -> Result<(), Problem> {
    if let Prefetch::AtMost(n) = delivery.prefetch {
        bounds::within(n, 1, limits::PREFETCH).at("prefetch")?;
    }
    if let Fetch::Pull { messages } = delivery.fetch {
        bounds::within(messages, 1, limits::FETCHED).at("fetch.pull.messages")?;
    }
    if let Commit::Interval(every) = delivery.commit {
        bounds::some_time(every).at("commit.interval")?;
    }
    if delivery.retry_holds_place && delivery.prefetch_per == PrefetchPer::Consumer {
        return Err(Problem::new("retryHoldsPlace", ModelProblem::PlaceOfNobody {}));
    }
    match &delivery.lease {
        Some(Lease(spans)) => {
            bounds::count(spans, limits::DELAYS).at("lease")?;
            bounds::not_empty(spans).at("lease")?;
            spans.iter().try_for_each(|span| bounds::some_time(*span)).at("lease")?;
        }
        None if delivery.crash_returns == CrashReturns::AtLeaseEnd => {
            return Err(Problem::new("crashReturns", ModelProblem::LeaseMissing {}));
        }
        None => {}
    }
    if let Some(renewal) = delivery.renewal {
        bounds::some_time(renewal.every).at("renewal.every")?;
        if !in_time(renewal, delivery.lease.as_ref()) {
            return Err(Problem::new("renewal", ModelProblem::RenewalTooLate {}));
        }
    }
    if let Some(Inbox { window: Window::For(window) }) = delivery.inbox {
        bounds::some_time(window).at("inbox.window")?;
    }
    if let Some(duplicates) = delivery.duplicates {
        bounds::probability(duplicates.probability).at("duplicates.probability")?;
    }
    bounds::retry(&delivery.retry).at("retry")
}

/// Checks how long and how many stay in the queue. A log keeps its records, and each of its partitions has one reader.
fn check_stay(delivery: &Delivery, log: bool) -> Result<(), Problem> {
    let spans = [("ttl", delivery.ttl), ("delay", delivery.delay)];
    for (field, span) in spans {
        if let Some(span) = span {
            bounds::some_time(span).at(field)?;
        }
    }
    if let Some(MaxLength { messages, .. }) = delivery.max_length {
        bounds::within(messages, 1, limits::LENGTH).at("maxLength.messages")?;
    }
    if delivery.max_length.is_some() && delivery.ordering == Ordering::Key {
        return Err(Problem::new("maxLength", ModelProblem::LimitOfKeys {}));
    }
    let more =
        [("maxLength", delivery.max_length.is_some()), ("singleActiveConsumer", delivery.single_active_consumer)];
    let mut set = spans.into_iter().map(|(field, span)| (field, span.is_some())).chain(more);
    match set.find(|(_, set)| log && *set) {
        Some((field, _)) => Err(Problem::new(field, ModelProblem::NotOnALog { field })),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_passes_its_own_checks_under_a_name_of_its_own() {
        for (i, preset) in presets::all().iter().enumerate() {
            let spec = DeliverySpec { preset: Some(preset.id.into()), ..DeliverySpec::default() };
            assert_eq!(spec.resolve(), Ok(preset.delivery()), "{}", preset.id);
            assert!(presets::all()[..i].iter().all(|earlier| earlier.id != preset.id), "{}", preset.id);
        }
        assert_eq!(DeliverySpec::default().resolve(), Ok(presets::plain()));
        assert_eq!(DeliverySpec::default().resolve_on(true), Ok(presets::log()));
    }
}
