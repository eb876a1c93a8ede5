//! The table of measures: everything that is counted or measured of a run, each declared once.
//!
//! The names in claims, the output of `carteiro run` (text and `--json`), the columns of the page's frame, the page's
//! types and `docs/measures.md` are derived from it. How each measure is read from a run is in
//! [`crate::observe::reading`].

use crate::base::packed::packed;
use std::fmt;

/// Unit of a measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// A number of items.
    Count,
    /// A time in milliseconds.
    Millis,
    /// A sum of order amounts.
    Amount,
    /// A position in a log, from 0.
    Offset,
    /// A rate per second.
    PerSecond,
    /// 1 for yes, 0 for no.
    Flag,
}

/// How the values of several runs are combined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Merge {
    /// Added up.
    Sum,
    /// The highest.
    Max,
    /// Measured over the samples of all runs together.
    Pooled,
}

/// A measure of one kind of subject, as an index into that subject's row.
pub trait Measure: Copy + PartialEq + fmt::Debug + 'static {
    /// The subject, in words.
    const SUBJECT: &'static str;
    /// Form of its name in a claim, with `NAME` for the measure's name.
    const IN_CLAIMS: &'static str;
    /// All measures of this subject, in the order of [`Measure::index`].
    const ALL: &'static [Self];

    fn index(self) -> usize;
    /// Name in claims, in JSON and in frames.
    fn name(self) -> &'static str;
    fn unit(self) -> Unit;
    /// How the values of several runs are combined.
    fn merge(self) -> Merge;
    /// Head of its column in a table, in English and in Portuguese.
    fn head(self) -> [&'static str; 2];
    /// Meaning, in one sentence.
    fn meaning(self) -> &'static str;

    /// The measure of this name, current or from an earlier release.
    fn named(name: &str) -> Option<Self> {
        let name = renamed(name).unwrap_or(name);
        Self::ALL.iter().copied().find(|measure| measure.name() == name)
    }
}

/// Renamed measures: the old name, which a claim may still use, and the new one.
pub const RENAMED: [(&str, &str); 1] = [("retrying", "retryScheduled")];

/// The current name of a measure that was once called `old`.
pub fn renamed(old: &str) -> Option<&'static str> {
    RENAMED.iter().find(|(name, _)| *name == old).map(|(_, new)| *new)
}

macro_rules! measures {
    ($($(#[$doc:meta])* $subject:ident of $of:literal in claims $form:literal {
        $($measure:ident $name:literal $unit:ident $merge:ident [$en:literal, $pt:literal] $meaning:literal;)*
    })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, Debug)]
            pub enum $subject {
                $(#[doc = $meaning] $measure,)*
            }

            impl $subject {
                /// Number of measures of this subject.
                pub const COUNT: usize = [$($name),*].len();

                /// Name in claims, in JSON and in frames.
                pub const fn name(self) -> &'static str {
                    match self { $($subject::$measure => $name,)* }
                }
            }

            impl Measure for $subject {
                const SUBJECT: &'static str = $of;
                const IN_CLAIMS: &'static str = $form;
                const ALL: &'static [Self] = &[$($subject::$measure),*];

                fn index(self) -> usize {
                    self as usize
                }
                fn name(self) -> &'static str {
                    $subject::name(self)
                }
                fn unit(self) -> Unit {
                    match self { $($subject::$measure => Unit::$unit,)* }
                }
                fn merge(self) -> Merge {
                    match self { $($subject::$measure => Merge::$merge,)* }
                }
                fn head(self) -> [&'static str; 2] {
                    match self { $($subject::$measure => [$en, $pt],)* }
                }
                fn meaning(self) -> &'static str {
                    match self { $($subject::$measure => $meaning,)* }
                }
            }

            packed! { enum $subject { $($measure),* } }
        )*
    };
}

measures! {
    /// Measures of a whole run. No effect may have the name of one: see [`Measure::named`].
    RunMeasure of "the run" in claims "NAME" {
        Orders "orders" Count Sum ["placed", "recebidos"]
            "Orders placed.";
        Done "done" Count Sum ["done in time", "concluídos no prazo"]
            "Orders with every expected effect once, in time; where no effect is expected, orders of which nothing is under way and nothing dead.";
        Late "late" Count Sum ["done late", "concluídos com atraso"]
            "Orders done, but later than the scenario's `dueWithin`.";
        Waiting "waiting" Count Sum ["waiting", "em espera"]
            "Orders that still wait for an effect; where no effect is expected, orders of which something is under way.";
        DeadLettered "deadLettered" Count Sum ["dead-lettered", "em cartas mortas"]
            "Orders that lack an effect which a dead letter would bring; where no effect is expected, orders of which dead letters are left.";
        Lost "lost" Count Sum ["lost", "perdidos"]
            "Orders that lack an effect which nothing will bring any more; where no effect is expected, none can be missed.";
        DoneTwice "doneTwice" Count Sum ["done twice", "executados em dobro"]
            "Orders with an effect more than once.";
        OutOfOrder "outOfOrder" Count Sum ["out of order", "fora de ordem"]
            "Orders with an effect that was written before one that must come before it, or, where its order is kept, after a later order of the same key had it.";
        LostAmount "lostAmount" Amount Sum ["value lost", "valor perdido"]
            "The amounts of the lost orders.";
        Compensated "compensated" Count Sum ["compensated", "compensados"]
            "Orders done by other effects than were expected of them at first, as a step `expect` said.";
        MaxAttempts "maxAttempts" Count Max ["most attempts", "mais tentativas"]
            "The most attempts used on one message or call.";
        Answered "answered" Count Sum ["answered", "respondidos"]
            "Orders whose customer has the answer.";
        Refused "refused" Count Sum ["refused", "recusados"]
            "Orders whose customer was told that it failed.";
        AnswerP50 "answerP50" Millis Pooled ["half answered within", "metade respondida em até"]
            "The median time from placing an order to its customer's answer, yes or no.";
        AnswerP95 "answerP95" Millis Pooled ["95 % answered within", "95 % respondidos em até"]
            "The 95th percentile of that time.";
        Unroutable "unroutable" Count Sum ["unroutable", "sem rota"]
            "Messages that a topic took and lost, because no queue that is connected takes them.";
        Commands "commands" Count Sum ["commands", "comandos"]
            "Commands given by hand so far.";
    }

    /// Measures of an effect.
    EffectMeasure of "an effect" in claims "effect:ID.NAME" {
        Had "had" Count Sum ["had", "ocorridos"]
            "Orders that have it, once or more often; a claim may also write the effect's id alone.";
        Expected "expected" Count Sum ["expected", "esperados"]
            "Orders that are expected to have it.";
        Once "once" Count Sum ["once", "uma vez"]
            "Orders that have it exactly once.";
        Twice "twice" Count Sum ["twice or more", "duas ou mais"]
            "Orders that have it more than once.";
        Late "late" Count Sum ["late", "com atraso"]
            "Orders that have it exactly once and later than due; `once` counts them too.";
        Waiting "waiting" Count Sum ["waiting", "em espera"]
            "Orders that lack it while something is under way for them.";
        Dead "dead" Count Sum ["dead-lettered", "mortos"]
            "Orders that lack it, and a dead letter would bring it.";
        Lost "lost" Count Sum ["lost", "perdidos"]
            "Orders that lack it for good.";
        Spared "spared" Count Sum ["not expected", "não esperados"]
            "Orders that lack it and need not have it.";
        Lines "lines" Count Sum ["lines", "linhas"]
            "Lines in the books: how often it was done in all.";
    }

    /// Measures of a subscription.
    SubscriptionMeasure of "a subscription" in claims "ID.NAME" {
        Accepted "accepted" Count Sum ["accepted", "aceitas"]
            "Messages that entered it, second deliveries included.";
        Delivered "delivered" Count Sum ["delivered", "entregues"]
            "Times a message was handed to a consumer.";
        Attempts "attempts" Count Sum ["attempts", "tentativas"]
            "Handlings begun.";
        Retried "retried" Count Sum ["retried", "novas tentativas"]
            "Retries scheduled.";
        Acked "acked" Count Sum ["acknowledged", "confirmadas"]
            "Messages acknowledged, the suppressed included.";
        Suppressed "suppressed" Count Sum ["suppressed", "suprimidas"]
            "Messages recognised as duplicates by the consumer.";
        Dropped "dropped" Count Sum ["dropped", "descartadas"]
            "Messages gone without an acknowledgement: dropped by a fault, discarded, lost with a broker's memory, given up without a dead-letter queue, or moved to a dead-letter topic.";
        Withdrawn "withdrawn" Count Sum ["withdrawn", "retiradas"]
            "Messages withdrawn from a log's subscription, by a seek or when it was disconnected.";
        DeadLettered "deadLettered" Count Sum ["dead-lettered", "dadas por mortas"]
            "Messages that became dead letters, those redriven or discarded later too.";
        Dead "dead" Count Sum ["dead", "mortas"]
            "Dead letters now.";
        Waiting "waiting" Count Sum ["waiting", "em espera"]
            "Messages neither gone nor dead now: ready, delayed, in flight, parked or waiting to retry.";
        Ready "ready" Count Sum ["ready", "prontas"]
            "Messages ready in the queue now.";
        Delayed "delayed" Count Sum ["delayed", "adiadas"]
            "Messages held back by a fault now, and second deliveries still to come.";
        InFlight "inFlight" Count Sum ["in flight", "em entrega"]
            "Messages handed out and not acknowledged now.";
        RetryScheduled "retryScheduled" Count Sum ["waiting to retry", "à espera de nova tentativa"]
            "Messages that wait for their retry now.";
        Parked "parked" Count Sum ["parked", "reservadas"]
            "Messages set aside now, until their prerequisites are there.";
        Deepest "deepest" Count Max ["most at once", "máximo de uma vez"]
            "The most messages in it at one time: ready, delayed, in flight, parked or waiting to retry.";
        Records "records" Count Sum ["records", "registros"]
            "Records of its topic's log; 0 where the topic is no log.";
        Offset "offset" Offset Sum ["offset", "offset"]
            "The first record of its log that it has not acknowledged; 0 where the topic is no log.";
        Lag "lag" Count Sum ["lag", "atraso no log"]
            "The records of its log from its offset to the end.";
        Throughput "throughput" PerSecond Pooled ["a second", "por segundo"]
            "Acknowledgements a second, from the first message that entered to the last acknowledgement.";
        Mean "mean" Millis Pooled ["mean", "média"]
            "The mean time from publishing to acknowledging, the suppressed excluded.";
        P50 "p50" Millis Pooled ["half within", "metade em até"]
            "The median of that time.";
        P95 "p95" Millis Pooled ["95 % within", "95 % em até"]
            "The 95th percentile of that time.";
        P99 "p99" Millis Pooled ["99 % within", "99 % em até"]
            "The 99th percentile of that time.";
    }

    /// Measures of a node.
    NodeMeasure of "a node" in claims "node:ID.NAME" {
        Busy "busy" Count Sum ["busy", "ocupados"]
            "Handlers that run now.";
        Waiting "waiting" Count Sum ["waiting", "em espera"]
            "Messages and calls that wait for a worker now.";
        WaitingCalls "waitingCalls" Count Sum ["waiting calls", "chamadas em espera"]
            "Calls that wait for a worker now.";
        WaitingCore "waitingCore" Count Sum ["waiting for a core", "à espera de núcleo"]
            "Handlers that wait for a core now.";
        Down "down" Flag Sum ["down now", "fora do ar agora"]
            "Whether it is down now: its health is `down`, or it comes back from a crash or the loss of its leader.";
        Slow "slow" Flag Sum ["slow now", "lento agora"]
            "Whether its health is `slow` now.";
        Flaky "flaky" Flag Sum ["flaky now", "instável agora"]
            "Whether its health is `flaky` now.";
        Hung "hung" Flag Sum ["hung now", "travado agora"]
            "Whether it hangs now.";
        Started "started" Count Sum ["started", "iniciados"]
            "Handlers begun at a service; those of a client are its `orders`.";
        Failed "failed" Count Sum ["failed", "com falha"]
            "Handlers that ended in a failure at a service; those of a client are `refused`.";
        Crashes "crashes" Count Sum ["crashes", "quedas"]
            "How often it crashed.";
        Limited "limited" Count Sum ["rate limited", "acima do limite"]
            "Calls refused at its ingress because too many came.";
        Unauthenticated "unauthenticated" Count Sum ["unauthenticated", "não autenticadas"]
            "Calls refused at its ingress because the order's client is not logged in.";
        Forbidden "forbidden" Count Sum ["forbidden", "proibidas"]
            "Calls refused at its ingress because of the node that called.";
        Orders "orders" Count Sum ["orders", "pedidos"]
            "Orders of this client.";
        Answered "answered" Count Sum ["answered", "respondidos"]
            "Orders of this client that have their answer.";
        Refused "refused" Count Sum ["refused", "recusados"]
            "Orders of this client that were told that they failed.";
    }

    /// Measures of an edge of calls.
    CallMeasure of "an edge of calls" in claims "call:FROM/TO.NAME" {
        Sent "sent" Count Sum ["sent", "enviadas"]
            "Requests that left, those of retries too.";
        Answered "answered" Count Sum ["answered", "respondidas"]
            "Attempts that got their answer in time.";
        Failed "failed" Count Sum ["failed", "com falha"]
            "Attempts that did not, those not permitted too.";
        Retried "retried" Count Sum ["retried", "novas tentativas"]
            "Further attempts scheduled.";
        NotPermitted "notPermitted" Count Sum ["not permitted", "não permitidas"]
            "Attempts that the circuit breaker let not through, for which no request left.";
        Opened "opened" Count Sum ["breaker opened", "disjuntor aberto"]
            "How often the circuit breaker opened.";
        Throttled "throttled" Count Sum ["throttled", "contidas"]
            "Retries for which the retry budget had no token.";
        Cached "cached" Count Sum ["cached", "do cache"]
            "Fresh answers used without a call.";
        Stale "stale" Count Sum ["stale", "vencidas do cache"]
            "Stale answers used when the call had failed.";
        Oldest "oldest" Millis Max ["oldest answer", "resposta mais velha"]
            "The age of the oldest answer used so, fresh or stale; 0 when none was.";
        Probes "probes" Count Sum ["probes", "sondagens"]
            "Probes whose outcome is known.";
        TakenOut "takenOut" Count Sum ["taken out", "retiradas"]
            "How often a health check took the instance out.";
        Out "out" Flag Sum ["out now", "fora agora"]
            "Whether the instance is taken out now.";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<M: Measure>() {
        for (i, measure) in M::ALL.iter().enumerate() {
            assert_eq!(measure.index(), i);
            assert_eq!(M::named(measure.name()), Some(*measure));
            assert!(measure.name().chars().all(|c| c.is_ascii_alphanumeric()), "{measure:?}");
            assert!(measure.meaning().ends_with('.'), "{measure:?}");
            let twins = M::ALL.iter().filter(|other| other.name() == measure.name() || other.head() == measure.head());
            assert_eq!(twins.count(), 1, "{measure:?}");
        }
    }

    #[test]
    fn each_measure_is_found_by_its_name() {
        check::<RunMeasure>();
        check::<EffectMeasure>();
        check::<SubscriptionMeasure>();
        check::<NodeMeasure>();
        check::<CallMeasure>();
    }

    #[test]
    fn an_old_name_means_the_new_one() {
        assert_eq!(SubscriptionMeasure::named("retrying"), Some(SubscriptionMeasure::RetryScheduled));
        for (old, new) in RENAMED {
            assert_eq!((renamed(old), renamed(new)), (Some(new), None));
        }
    }
}
