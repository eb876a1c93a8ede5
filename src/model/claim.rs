//! Claims: what a scenario says is true of a run, as a comparison that a test can check.

use crate::base::ids::{CallId, EffectId, NodeId, SubscriptionId};
use crate::base::text::Text;

/// A sentence for the learner and the comparison that holds it at the end of a run.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim {
    /// The comparison.
    pub expect: Comparison,
    /// The same in words.
    pub text: Text,
    /// Whether it is what the lesson's idea brings: in the lesson's contrast it falls.
    pub contrasts: bool,
}

/// Two quantities and how they must relate.
#[derive(Clone, PartialEq, Debug)]
pub struct Comparison {
    /// As the file writes it: `lost == 0`.
    pub source: String,
    /// The left side.
    pub left: Quantity,
    /// How the sides must relate.
    pub relation: Relation,
    /// The right side.
    pub right: Quantity,
}

/// How two quantities relate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
    /// `<`
    Below,
    /// `>`
    Above,
}

/// Something that can be counted or measured of a run, at any instant of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Quantity {
    /// A number as it stands.
    Number(f64),
    /// `orders`: all orders placed.
    Orders,
    /// `done`: orders with every effect once.
    Done,
    /// `late`: orders done, but later than the scenario's `dueWithin`.
    Late,
    /// `waiting`: orders that still wait for an effect.
    Waiting,
    /// `deadLettered`: orders with a dead letter.
    DeadLettered,
    /// `lost`: orders that miss an effect which nothing will bring any more.
    Lost,
    /// `doneTwice`: orders with an effect more than once.
    DoneTwice,
    /// `outOfOrder`: orders with an effect that was written before one that must come before it.
    OutOfOrder,
    /// `lostAmount`: the sum of the amounts of the lost orders.
    LostAmount,
    /// `compensated`: orders done by other effects than were expected of them at first, as a step `expect` said.
    Compensated,
    /// `maxAttempts`: the most attempts used on one message or call.
    MaxAttempts,
    /// `answered`: orders whose customer has the answer.
    Answered,
    /// `refused`: orders whose customer was told that it failed.
    Refused,
    /// `answerP50`: the median time from placing an order to its customer's answer, yes or no, in milliseconds.
    AnswerP50,
    /// `answerP95`: its 95th percentile, in milliseconds.
    AnswerP95,
    /// `commands`: what was done by hand so far.
    Commands,
    /// An effect's id: how many orders have it at least once.
    Effect(EffectId),
    /// `subscription.field`.
    Subscription(SubscriptionId, Field),
    /// `node:id.field`.
    Node(NodeId, NodeField),
    /// `call:from/to.field`.
    Call(CallId, CallField),
}

/// What is counted or measured of a subscription.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// `accepted`: messages that entered it, second deliveries included.
    Accepted,
    /// `acked`: messages acknowledged.
    Acked,
    /// `dead`: messages among the dead letters now.
    Dead,
    /// `suppressed`: messages recognised as duplicates by the consumer.
    Suppressed,
    /// `retried`: retries scheduled.
    Retried,
    /// `dropped`: messages gone without an acknowledgement: dropped by a fault, discarded, lost with a broker's memory,
    /// or given up without a dead-letter queue.
    Dropped,
    /// `attempts`: handlings begun.
    Attempts,
    /// `delivered`: times a message was handed to a consumer.
    Delivered,
    /// `ready`: messages ready in the queue now.
    Ready,
    /// `inFlight`: messages handed out and not acknowledged now.
    InFlight,
    /// `retrying`: messages that wait for their retry now.
    Retrying,
    /// `parked`: messages set aside now, until their prerequisites are there.
    Parked,
    /// `offset`: the first record of its log that it has not acknowledged; 0 where the topic is no log.
    Offset,
    /// `lag`: the records of its log from there to the end.
    Lag,
    /// `withdrawn`: messages withdrawn from a log's subscription, by a seek or when it was disconnected.
    Withdrawn,
    /// `p50`: the median time from publishing to acknowledging, in milliseconds.
    P50,
    /// `p95`: its 95th percentile, in milliseconds.
    P95,
    /// `p99`: its 99th percentile, in milliseconds.
    P99,
}

/// What is counted of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NodeField {
    /// `busy`: handlers that run now.
    Busy,
    /// `waiting`: messages and calls that wait for a worker now.
    Waiting,
    /// `started`: handlers begun.
    Started,
    /// `failed`: handlers that ended in a failure.
    Failed,
    /// `crashes`: how often it crashed.
    Crashes,
    /// `limited`: calls refused at its door because too many came.
    Limited,
    /// `unauthenticated`: calls refused at its door because the order's client is not logged in.
    Unauthenticated,
    /// `forbidden`: calls refused at its door because of the node that called.
    Forbidden,
    /// `orders`: orders of this client.
    Orders,
    /// `answered`: orders of this client that have their answer.
    Answered,
    /// `refused`: orders of this client that were told that they failed.
    Refused,
    /// `waitingCore`: runs that wait for a core now.
    WaitingCore,
}

/// What is counted of an edge of calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallField {
    /// `sent`: requests that left, those of retries too.
    Sent,
    /// `answered`: attempts that got their answer in time.
    Answered,
    /// `failed`: attempts that did not.
    Failed,
    /// `retried`: further attempts scheduled.
    Retried,
    /// `notPermitted`: attempts that the circuit breaker let not through, for which no request left.
    NotPermitted,
    /// `opened`: how often the circuit breaker opened.
    Opened,
    /// `throttled`: retries for which the retry budget had no token.
    Throttled,
    /// `cached`: fresh answers used without a call.
    Cached,
    /// `stale`: stale answers used when the call had failed.
    Stale,
    /// `oldest`: the age of the oldest answer used so, in milliseconds.
    Oldest,
    /// `probes`: probes whose outcome is known.
    Probes,
    /// `takenOut`: how often the instance was taken out.
    TakenOut,
    /// `out`: 1 while the instance is taken out, 0 otherwise.
    Out,
}

impl Relation {
    /// Every relation with its sign; the longer signs stand before their prefixes.
    pub(crate) const SIGNS: [(&'static str, Relation); 6] = [
        ("==", Relation::Equal),
        ("!=", Relation::NotEqual),
        ("<=", Relation::AtMost),
        (">=", Relation::AtLeast),
        ("<", Relation::Below),
        (">", Relation::Above),
    ];

    /// Whether `left` and `right` relate so. With a side that is not a number (a percentile of nothing) no relation holds.
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Relation::Equal => left == right,
            Relation::NotEqual => left != right && !left.is_nan() && !right.is_nan(),
            Relation::AtMost => left <= right,
            Relation::AtLeast => left >= right,
            Relation::Below => left < right,
            Relation::Above => left > right,
        }
    }
}

impl Quantity {
    /// The quantities of the whole run by their name in a claim. No effect may have such a name.
    pub(crate) const NAMES: [(&'static str, Quantity); 16] = [
        ("orders", Quantity::Orders),
        ("done", Quantity::Done),
        ("late", Quantity::Late),
        ("waiting", Quantity::Waiting),
        ("deadLettered", Quantity::DeadLettered),
        ("lost", Quantity::Lost),
        ("doneTwice", Quantity::DoneTwice),
        ("outOfOrder", Quantity::OutOfOrder),
        ("lostAmount", Quantity::LostAmount),
        ("compensated", Quantity::Compensated),
        ("maxAttempts", Quantity::MaxAttempts),
        ("answered", Quantity::Answered),
        ("refused", Quantity::Refused),
        ("answerP50", Quantity::AnswerP50),
        ("answerP95", Quantity::AnswerP95),
        ("commands", Quantity::Commands),
    ];
}

impl Field {
    /// The fields by their name in a claim.
    pub(crate) const NAMES: [(&'static str, Field); 18] = [
        ("accepted", Field::Accepted),
        ("acked", Field::Acked),
        ("dead", Field::Dead),
        ("suppressed", Field::Suppressed),
        ("retried", Field::Retried),
        ("dropped", Field::Dropped),
        ("attempts", Field::Attempts),
        ("delivered", Field::Delivered),
        ("ready", Field::Ready),
        ("inFlight", Field::InFlight),
        ("retrying", Field::Retrying),
        ("parked", Field::Parked),
        ("offset", Field::Offset),
        ("lag", Field::Lag),
        ("withdrawn", Field::Withdrawn),
        ("p50", Field::P50),
        ("p95", Field::P95),
        ("p99", Field::P99),
    ];
}

impl NodeField {
    /// The fields by their name in a claim.
    pub(crate) const NAMES: [(&'static str, NodeField); 12] = [
        ("busy", NodeField::Busy),
        ("waiting", NodeField::Waiting),
        ("started", NodeField::Started),
        ("failed", NodeField::Failed),
        ("crashes", NodeField::Crashes),
        ("limited", NodeField::Limited),
        ("unauthenticated", NodeField::Unauthenticated),
        ("forbidden", NodeField::Forbidden),
        ("orders", NodeField::Orders),
        ("answered", NodeField::Answered),
        ("refused", NodeField::Refused),
        ("waitingCore", NodeField::WaitingCore),
    ];
}

impl CallField {
    /// The fields by their name in a claim.
    pub(crate) const NAMES: [(&'static str, CallField); 13] = [
        ("sent", CallField::Sent),
        ("answered", CallField::Answered),
        ("failed", CallField::Failed),
        ("retried", CallField::Retried),
        ("notPermitted", CallField::NotPermitted),
        ("opened", CallField::Opened),
        ("throttled", CallField::Throttled),
        ("cached", CallField::Cached),
        ("stale", CallField::Stale),
        ("oldest", CallField::Oldest),
        ("probes", CallField::Probes),
        ("takenOut", CallField::TakenOut),
        ("out", CallField::Out),
    ];
}

impl Comparison {
    /// Whether it holds when the quantities have these values; `value` is never asked for a [`Quantity::Number`].
    pub fn holds(&self, value: impl Fn(Quantity) -> f64) -> bool {
        let side = |quantity| match quantity {
            Quantity::Number(number) => number,
            other => value(other),
        };
        self.relation.holds(side(self.left), side(self.right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_relation_is_what_its_sign_says() {
        let truth = |sign: &str| {
            let relation = Relation::SIGNS.iter().find(|s| s.0 == sign).unwrap().1;
            [relation.holds(1.0, 2.0), relation.holds(2.0, 2.0), relation.holds(3.0, 2.0)]
        };
        assert_eq!(truth("=="), [false, true, false]);
        assert_eq!(truth("!="), [true, false, true]);
        assert_eq!(truth("<="), [true, true, false]);
        assert_eq!(truth(">="), [false, true, true]);
        assert_eq!(truth("<"), [true, false, false]);
        assert_eq!(truth(">"), [false, false, true]);
    }

    #[test]
    fn nothing_holds_of_what_was_not_measured() {
        for (sign, relation) in Relation::SIGNS {
            assert!(!relation.holds(f64::NAN, 0.0) && !relation.holds(0.0, f64::NAN), "{sign}");
        }
    }
}
