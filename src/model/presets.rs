//! Named delivery settings: the plain default, and the defaults of well-known brokers and libraries.
//!
//! Each preset names its source and what it cannot represent.

use crate::base::time::Span;
use crate::model::delivery::{
    Ack, Commit, Counts, CrashReturns, DeadLetter, Delivery, Fetch, Ordering, Prefetch, PrefetchPer, Requeue,
};
use crate::model::returns::{CrashCharges, GiveUp, LateAck, Lease, Renewal, RetryAs, Stale};
use crate::policy::failure::Failures;
use crate::policy::retry::{Backoff, Jitter, MaxAttempts, RetryPolicy};

/// The default preset.
pub const PLAIN: &str = "plain";
/// The default preset of a log.
pub const LOG: &str = "log";

/// Named delivery settings.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Name in a scenario.
    pub id: &'static str,
    settings: fn() -> Delivery,
}

impl Preset {
    pub fn delivery(&self) -> Delivery {
        (self.settings)()
    }
}

/// All presets, the plain one first.
pub fn all() -> &'static [Preset] {
    const ALL: [Preset; 23] = [
        Preset { id: PLAIN, settings: plain },
        Preset { id: LOG, settings: log },
        Preset { id: "rabbitmq-classic", settings: rabbitmq_classic },
        Preset { id: "rabbitmq-quorum", settings: rabbitmq_quorum },
        Preset { id: "rabbitmq-quorum-3.13", settings: rabbitmq_quorum_3_13 },
        Preset { id: "rabbitmq-quorum-4.0", settings: rabbitmq_quorum_4_0 },
        Preset { id: "rabbitmq-quorum-delayed", settings: rabbitmq_quorum_delayed },
        Preset { id: "kafka-spring", settings: kafka_spring },
        Preset { id: "kafka-retry-topic", settings: kafka_retry_topic },
        Preset { id: "sqs", settings: sqs },
        Preset { id: "sqs-fifo", settings: sqs_fifo },
        Preset { id: "pubsub", settings: pubsub },
        Preset { id: "pubsub-backoff", settings: pubsub_backoff },
        Preset { id: "servicebus", settings: servicebus },
        Preset { id: "jetstream", settings: jetstream },
        Preset { id: "sidekiq", settings: sidekiq },
        Preset { id: "temporal", settings: temporal },
        Preset { id: "celery", settings: celery },
        Preset { id: "celery-backoff", settings: celery_backoff },
        Preset { id: "celery-redis", settings: celery_redis },
        Preset { id: "bullmq", settings: bullmq },
        Preset { id: "aws-full-jitter", settings: aws_full_jitter },
        Preset { id: "aws-decorrelated-jitter", settings: aws_decorrelated_jitter },
    ];
    &ALL
}

/// The preset of this name.
pub fn find(id: &str) -> Option<&'static Preset> {
    all().iter().find(|preset| preset.id == id)
}

const fn s(seconds: u64) -> Span {
    Span::from_secs(seconds)
}

fn lease(span: Span) -> Option<Lease> {
    Some(Lease(vec![span]))
}

const fn exponential(base: Span, cap: Span) -> Backoff {
    Backoff::Exponential { base, factor: 2.0, cap }
}

const fn retry(backoff: Backoff, jitter: Jitter, max_attempts: u32) -> RetryPolicy {
    RetryPolicy {
        backoff,
        jitter,
        max_attempts: MaxAttempts::AtMost(max_attempts),
        except: Failures::NONE,
        whole: None,
    }
}

const fn unlimited(backoff: Backoff) -> RetryPolicy {
    RetryPolicy {
        backoff,
        jitter: Jitter::None,
        max_attempts: MaxAttempts::Unlimited,
        except: Failures::NONE,
        whole: None,
    }
}

/// `plain`: no product, but easy to follow. A consumer holds as many messages as it has workers; a failed message is
/// retried by the policy (up to 1 s, 2 s, 4 s, 8 s, at random) at the tail, and becomes a dead letter after the fifth
/// attempt; a crash returns its messages at once; attempts are counted per handling.
pub fn plain() -> Delivery {
    Delivery {
        ack: Ack::After,
        prefetch: Prefetch::Workers,
        prefetch_per: PrefetchPer::Consumer,
        retry_holds_place: false,
        single_active_consumer: false,
        lease: None,
        renewal: None,
        stale: Stale::Skipped,
        late_ack: LateAck::Ignored,
        requeue: Requeue::Tail,
        crash_returns: CrashReturns::AtOnce,
        counts: Counts::Handlings,
        crash_charges: CrashCharges::Working,
        retry: retry(exponential(s(1), s(30)), Jitter::Full, 5),
        retry_as: RetryAs::Redelivery,
        give_up: GiveUp::AtFailure,
        ordering: Ordering::None,
        fetch: Fetch::Push,
        commit: Commit::Message,
        dead_letter: DeadLetter::Kept,
        ttl: None,
        delay: None,
        max_length: None,
        dead_letter_notice: None,
        inbox: None,
        duplicates: None,
    }
}

/// `log`: a plain consumer group of a log. It reads one record at a time and continues once that is acknowledged, so it
/// reads in order; a record that fails is retried as in `plain`, and those behind it wait.
pub fn log() -> Delivery {
    Delivery { prefetch: Prefetch::AtMost(1), requeue: Requeue::Head, ordering: Ordering::Queue, ..plain() }
}

/// `rabbitmq-classic`: a RabbitMQ classic queue, with a client that sets no prefetch and rejects with requeue.
///
/// Source: RabbitMQ's guides "Consumer Acknowledgements and Publisher Confirms" and "Consumers" (consumer timeout 30
/// min), and runs of 3.10.8. What comes back takes its original place, at once and without limit.
pub fn rabbitmq_classic() -> Delivery {
    Delivery {
        prefetch: Prefetch::Unlimited,
        lease: lease(s(30 * 60)),
        requeue: Requeue::Position,
        retry: unlimited(Backoff::Immediate),
        ..plain()
    }
}

/// `rabbitmq-quorum`: a RabbitMQ 4.3 quorum queue with a dead-letter exchange.
///
/// Source: RabbitMQ's guide "Quorum Queues". The delivery limit of 20 allows 21 deliveries; rejections and crashes
/// count towards it, and with a limit returned messages wait in a lane before those never handed out, first returned
/// first out.
/// A crash charges all that its consumer held.
/// Not represented: dead-lettering is at most once by default, so that a missing target loses the message; without a dead-letter exchange it is dropped
/// (`deadLetter: false`).
pub fn rabbitmq_quorum() -> Delivery {
    Delivery {
        requeue: Requeue::Returned,
        counts: Counts::Failures,
        crash_charges: CrashCharges::Held,
        retry: retry(Backoff::Immediate, Jitter::None, 21),
        ..rabbitmq_classic()
    }
}

/// `rabbitmq-quorum-3.13`: a RabbitMQ 3.13 quorum queue, which has no delivery limit unless one is set.
///
/// Source: RabbitMQ's guide "Quorum Queues" of 3.13, and runs of 3.10.8: a rejected message goes to the tail.
/// Not represented: what a second lost connection returns comes behind what the first one did.
pub fn rabbitmq_quorum_3_13() -> Delivery {
    Delivery { requeue: Requeue::Tail, ..rabbitmq_classic() }
}

/// `rabbitmq-quorum-4.0`: a RabbitMQ 4.0 to 4.2 quorum queue, where each return counts: of a rejection, and of all that a
/// lost connection held. So does a limit that is set on 3.13.
///
/// Source: RabbitMQ's guide "Quorum Queues" of 4.0 (a limit of 20 by default), and runs of 3.10.8 with a limit.
/// Not represented: as for [`rabbitmq_quorum`].
pub fn rabbitmq_quorum_4_0() -> Delivery {
    Delivery { counts: Counts::Deliveries, crash_charges: CrashCharges::Working, ..rabbitmq_quorum() }
}

/// `rabbitmq-quorum-delayed`: the same with the delayed retry of 4.3, which is off by default.
///
/// Source: RabbitMQ's guide "Quorum Queues": the wait is min(shortest · count, longest). The two times have no default;
/// 1 s and 30 s are this project's choice.
pub fn rabbitmq_quorum_delayed() -> Delivery {
    Delivery {
        requeue: Requeue::Tail,
        retry: retry(Backoff::Linear { step: s(1), cap: s(30) }, Jitter::None, 21),
        ..rabbitmq_quorum()
    }
}

/// `kafka-spring`: a Kafka consumer under Spring's `DefaultErrorHandler`.
///
/// Source: Spring for Apache Kafka, "Handling Exceptions": `FixedBackOff(0, 9)`, ten attempts without a wait, while the
/// partition is blocked; then the record is logged and skipped (for a recoverer that keeps it set `deadLetter: true`).
/// Kafka's consumer configuration: `max.poll.records` 500.
/// Not represented: the log itself (a topic's `log` does that), partitions, commits by interval, and that a dead
/// consumer's records come back only after a rebalance.
pub fn kafka_spring() -> Delivery {
    Delivery {
        prefetch: Prefetch::AtMost(500),
        requeue: Requeue::Head,
        retry: retry(Backoff::Immediate, Jitter::None, 10),
        ordering: Ordering::Queue,
        dead_letter: DeadLetter::Dropped,
        ..plain()
    }
}

/// `kafka-retry-topic`: the same with `@RetryableTopic`.
///
/// Source: Spring for Apache Kafka, "Non-Blocking Retries": three attempts, 1 s between them, by way of topics `-retry`
/// and finally `-dlt`. The order is lost.
/// Not represented: the retry topics as topics of their own.
pub fn kafka_retry_topic() -> Delivery {
    Delivery {
        requeue: Requeue::Tail,
        retry: retry(Backoff::Fixed { delay: s(1) }, Jitter::None, 3),
        retry_as: RetryAs::NewMessage,
        ordering: Ordering::None,
        dead_letter: DeadLetter::Kept,
        ..kafka_spring()
    }
}

/// `sqs`: an Amazon SQS standard queue with a redrive policy, read in batches of ten.
///
/// Source: Amazon SQS Developer Guide, "Visibility timeout" (30 s) and "Dead-letter queues" (`maxReceiveCount` from 1
/// to 1,000 has no default; 10 here). A message that is not deleted comes back when its timeout ends; each receive
/// counts, and the one too many moves the message to the dead-letter queue. A consumer works on what it has received,
/// though its timeout is over.
/// Not represented: the timeout runs from the receive, so a failure after 5 s of work waits 25 s more and not 30; a
/// delete by an old receipt handle may or may not delete (here it does not); the batch of ten is per consumer thread; the retention of
/// four days.
pub fn sqs() -> Delivery {
    Delivery {
        prefetch: Prefetch::AtMost(10),
        lease: lease(s(30)),
        crash_returns: CrashReturns::AtLeaseEnd,
        stale: Stale::Worked,
        counts: Counts::Deliveries,
        retry: retry(Backoff::Fixed { delay: s(30) }, Jitter::None, 10),
        give_up: GiveUp::AtNextDelivery,
        ..plain()
    }
}

/// `sqs-fifo`: an Amazon SQS FIFO queue, whose message groups are the keys of the topic.
///
/// Source: Amazon SQS Developer Guide, "FIFO queue delivery logic": a request receives up to ten messages, several of one
/// group among them, and no other request receives of that group until they are deleted or visible again; the rest as
/// `sqs`.
/// Not represented, besides what `sqs` does not: de-duplication, which is the topic's `dedupWindow` (5 min).
pub fn sqs_fifo() -> Delivery {
    Delivery { ordering: Ordering::Key, fetch: Fetch::Pull { messages: 10 }, ..sqs() }
}

/// `pubsub`: a Google Cloud Pub/Sub pull subscription with a dead-letter topic.
///
/// Source: Google Cloud Pub/Sub documentation: acknowledgement deadline 10 s, immediate redelivery, maximum delivery
/// attempts 5 (from 5 to 100); the client libraries extend the deadline for up to an hour (`max_lease_duration` of the
/// Python client). They choose the moment by what past work took: 5 s is this project's.
/// Not represented: the client libraries' own flow control; so the prefetch here is the number of workers.
pub fn pubsub() -> Delivery {
    Delivery {
        lease: lease(s(10)),
        renewal: Some(Renewal { every: s(5), up_to: Some(s(60 * 60)) }),
        crash_returns: CrashReturns::AtLeaseEnd,
        counts: Counts::Deliveries,
        retry: retry(Backoff::Immediate, Jitter::None, 5),
        ..plain()
    }
}

/// `pubsub-backoff`: the same with a retry policy of exponential back-off.
///
/// Source: Google Cloud Pub/Sub documentation, "Handle message failures": from 10 s to 600 s. The factor is not
/// published; 2 here.
/// Not represented: the back-off also applies to an expired deadline; here such a message is ready at once.
pub fn pubsub_backoff() -> Delivery {
    Delivery { retry: retry(exponential(s(10), s(600)), Jitter::None, 5), ..pubsub() }
}

/// `servicebus`: an Azure Service Bus queue, read by the SDK's processor.
///
/// Source: Azure Service Bus documentation, "Message transfers, locks, and settlement" (lock of 1 min; an acknowledgement
/// after its end fails) and "Dead-letter queues" (`MaxDeliveryCount` 10); the SDK's `MaxAutoLockRenewalDuration` of 5
/// min, renewed 10 s before the end. An abandoned message is available at once.
/// Not represented: the place of an abandoned message among the others is not said (here the tail); sessions; expiry.
pub fn servicebus() -> Delivery {
    Delivery {
        lease: lease(s(60)),
        renewal: Some(Renewal { every: s(50), up_to: Some(s(5 * 60)) }),
        crash_returns: CrashReturns::AtLeaseEnd,
        counts: Counts::Deliveries,
        retry: retry(Backoff::Immediate, Jitter::None, 10),
        ..plain()
    }
}

/// `jetstream`: a NATS JetStream consumer.
///
/// Source: NATS documentation, "Consumers", and runs of nats-server 2.9.10 and 2.15.0: AckWait 30 s, MaxDeliver unlimited,
/// MaxAckPending 1,000, a NAK redelivers at once, before new messages, first returned
/// first out; it holds its place until then. A late acknowledgement settles the message, and clients work on what they have
/// fetched though its AckWait is over. De-duplication is the topic's `dedupWindow`, 2 min. A BackOff list is a list of
/// leases.
/// Not represented: there is no dead-letter queue, and a message that exceeds MaxDeliver stays in the
/// stream after an advisory, where here it is lost.
pub fn jetstream() -> Delivery {
    Delivery {
        prefetch: Prefetch::AtMost(1_000),
        prefetch_per: PrefetchPer::Subscription,
        retry_holds_place: true,
        stale: Stale::Worked,
        late_ack: LateAck::Settles,
        give_up: GiveUp::AtNextDelivery,
        requeue: Requeue::Returned,
        lease: lease(s(30)),
        crash_returns: CrashReturns::AtLeaseEnd,
        counts: Counts::Deliveries,
        retry: unlimited(Backoff::Immediate),
        dead_letter: DeadLetter::Dropped,
        ..plain()
    }
}

/// `sidekiq`: a Sidekiq job's retries.
///
/// Source: Sidekiq's wiki, "Error Handling", and its `job_retry.rb` of 8.1: n⁴ + 15 + `rand(10 * (n + 1))` whole seconds
/// with n from 0 (6.4: `rand(10) * (n + 1)`), 25 retries in about 20 days, then the dead set.
/// Not represented: a job is taken off its queue before it runs, so that a crash loses it (`ack: before` represents
/// that, but then nothing is retried); the dead set is cleared after six months.
pub fn sidekiq() -> Delivery {
    let backoff = Backoff::Polynomial { base: s(15), unit: s(1), power: 4, cap: Span::LONGEST };
    let whole = Some(s(1));
    Delivery { retry: RetryPolicy { whole, ..retry(backoff, Jitter::Added { step: s(10) }, 26) }, ..plain() }
}

/// `temporal`: a Temporal activity's retries.
///
/// Source: Temporal documentation, "Retry Policies": 1 s × 2.0, at most 100 s, unlimited attempts.
/// Not represented: activity timeouts other than `lease`.
pub fn temporal() -> Delivery {
    Delivery { retry: unlimited(exponential(s(1), s(100))), ..plain() }
}

/// `celery`: a Celery task that calls `retry()`.
///
/// Source: Celery documentation, "Tasks": 3 retries, 180 s apart; 4 tasks prefetched for each worker process. `retry()`
/// publishes the task again.
/// Not represented: the limit of 4 is per process, here it is for all workers of a service; unless `acks_late` is set a
/// task is acknowledged before it runs, so that a crash loses it (`ack: before` represents that, but then nothing is
/// retried); a task that is given up is logged as failed, here it is a dead letter.
pub fn celery() -> Delivery {
    Delivery {
        prefetch: Prefetch::AtMost(4),
        retry: retry(Backoff::Fixed { delay: s(180) }, Jitter::None, 4),
        retry_as: RetryAs::NewMessage,
        ..plain()
    }
}

/// `celery-backoff`: the same with `retry_backoff`.
///
/// Source: Celery documentation, "Tasks": U(0, min(600, 2ⁿ)) s, n from 0.
pub fn celery_backoff() -> Delivery {
    Delivery { retry: retry(exponential(s(1), s(600)), Jitter::Full, 4), ..celery() }
}

/// `celery-redis`: the same with `acks_late`, over Redis.
///
/// Source: Kombu 5.7.0, `transport/redis.py`, and its runs on Redis 7.0.15: a visibility timeout of 1 h; the first
/// acknowledgement removes the message, also late; a worker runs what it has fetched though its time is over (Celery
/// documentation, "Using Redis").
/// Not represented: what a visibility timeout or an orderly stop returns goes to the head; as for [`celery`].
pub fn celery_redis() -> Delivery {
    Delivery {
        lease: lease(s(60 * 60)),
        stale: Stale::Worked,
        late_ack: LateAck::Settles,
        crash_returns: CrashReturns::AtLeaseEnd,
        ..celery()
    }
}

/// `bullmq`: a BullMQ job on Redis.
///
/// Source: BullMQ 6.7.0, `worker.ts`, and its runs: a lock of 30 s, renewed every 15 s; `attempts` 1; a job whose lock ended
/// comes again once (`maxStalledCount` 1).
/// Not represented: a stalled job comes back at the next check for such, every 30 s, and to the head; its limit is apart
/// from that of failures, which with more attempts here it is not.
pub fn bullmq() -> Delivery {
    Delivery {
        lease: lease(s(30)),
        renewal: Some(Renewal { every: s(15), up_to: None }),
        crash_returns: CrashReturns::AtLeaseEnd,
        retry: retry(Backoff::None, Jitter::None, 2),
        ..plain()
    }
}

/// `aws-full-jitter`: U(0, min(cap, base · 2ⁿ)), n from 0.
///
/// Source: AWS Architecture Blog, "Exponential Backoff And Jitter", 2015. It names no values: base 1 s, cap 20 s and
/// five attempts are this project's choice.
pub fn aws_full_jitter() -> Delivery {
    Delivery { retry: retry(exponential(s(1), s(20)), Jitter::Full, 5), ..plain() }
}

/// `aws-decorrelated-jitter`: min(cap, U(base, 3 · previous)), with the same values.
///
/// Source: as for [`aws_full_jitter`].
pub fn aws_decorrelated_jitter() -> Delivery {
    Delivery { retry: retry(exponential(s(1), s(20)), Jitter::Decorrelated, 5), ..plain() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waits_of_sidekiq_are_those_of_its_documentation() {
        let policy = sidekiq().retry;
        let days = |most: fn((Span, Span)) -> Span| -> f64 {
            let waits = (1..=25).map(|n| most(policy.delay_bounds(n, Span::ZERO)).as_micros());
            waits.sum::<u64>() as f64 / 86_400e6
        };
        // "25 retries over approximately 20 days": the sum of n⁴ + 15 for n from 0 to 24, and the jitter's mean.
        let mean = (days(|bounds| bounds.0) + days(|bounds| bounds.1)) / 2.0;
        assert!((20.4..20.5).contains(&mean), "{mean}");
    }
}
