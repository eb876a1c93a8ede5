//! A summary as an object with names: what `carteiro run --json` prints.

use crate::base::text::Text;
use crate::base::time::{Span, Time};
use crate::experiment::summary::{ClaimTally, Summary};
use crate::ledger::Standing;
use crate::model::Model;
use crate::model::claim::Claim;
use crate::observe::histogram::Histogram;
use crate::observe::report::{Books, EffectReport, SubscriptionReport};
use serde::Serialize;

/// The summary of some runs. Counts are sums over them; times are in milliseconds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome<'a> {
    scenario: &'a str,
    first_seed: u64,
    runs: u64,
    until_ms: f64,
    ended_at_ms: f64,
    at_rest: u64,
    events: u64,
    max_attempts: u16,
    ledger: LedgerSums<'a>,
    claims: Vec<ClaimOutcome<'a>>,
    subscriptions: Vec<Subscription<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LedgerSums<'a> {
    orders: u64,
    done: u64,
    late: u64,
    waiting: u64,
    dead_lettered: u64,
    lost: u64,
    done_twice: u64,
    lost_amount: u64,
    compensated: u64,
    out_of_order: u64,
    effects: Vec<Effect<'a>>,
}

#[derive(Serialize)]
struct Effect<'a> {
    id: &'a str,
    #[serde(flatten)]
    count: EffectReport,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClaimOutcome<'a> {
    expect: &'a str,
    text: &'a Text,
    held: u64,
    runs: u64,
    /// The lowest seed with which it fell.
    fell_with_seed: Option<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Subscription<'a> {
    id: &'a str,
    published: u64,
    delivered: u64,
    attempts: u64,
    acked: u64,
    suppressed: u64,
    retried: u64,
    dropped: u64,
    dead_lettered: u64,
    dead: u64,
    waiting: u64,
    deepest: u64,
    throughput_per_s: Option<f64>,
    sojourn_ms: Sojourn,
}

/// Null where no message was handled.
#[derive(Serialize)]
struct Sojourn {
    mean: Option<f64>,
    p50: Option<f64>,
    p95: Option<f64>,
    p99: Option<f64>,
}

impl<'a> Outcome<'a> {
    /// The named form of a summary of runs of `model` with the seeds from `first_seed` on.
    pub fn of(model: &'a Model, summary: &Summary, first_seed: u64) -> Outcome<'a> {
        let claim = |(claim, tally): (&'a Claim, &ClaimTally)| ClaimOutcome {
            expect: &claim.expect.source,
            text: &claim.text,
            held: tally.held,
            runs: summary.runs,
            fell_with_seed: tally.first_fall,
        };
        Outcome {
            scenario: &model.id,
            first_seed,
            runs: summary.runs,
            until_ms: Time::as_millis(summary.until),
            ended_at_ms: Time::as_millis(summary.ended_at),
            at_rest: summary.at_rest,
            events: summary.events,
            max_attempts: summary.most_attempts,
            ledger: LedgerSums::of(model, &summary.books),
            claims: model.claims.iter().zip(&summary.claims).map(claim).collect(),
            subscriptions: model
                .subscriptions
                .iter()
                .zip(&summary.subscriptions)
                .map(|(s, report)| Subscription::of(&s.id, report))
                .collect(),
        }
    }
}

impl<'a> LedgerSums<'a> {
    fn of(model: &'a Model, books: &Books) -> LedgerSums<'a> {
        LedgerSums {
            orders: books.orders,
            done: books.count(Standing::Done),
            late: books.count(Standing::Late),
            waiting: books.count(Standing::Waiting),
            dead_lettered: books.count(Standing::DeadLettered),
            lost: books.count(Standing::Lost),
            done_twice: books.count(Standing::DoneTwice),
            lost_amount: books.lost_amount,
            compensated: books.compensated,
            out_of_order: books.out_of_order,
            effects: model
                .effects
                .iter()
                .zip(&books.effects)
                .map(|(effect, count)| Effect { id: &effect.id, count: *count })
                .collect(),
        }
    }
}

impl<'a> Subscription<'a> {
    fn of(id: &'a str, report: &SubscriptionReport) -> Subscription<'a> {
        Subscription {
            id,
            published: report.published,
            delivered: report.delivered,
            attempts: report.attempts,
            acked: report.acked,
            suppressed: report.suppressed,
            retried: report.retried,
            dropped: report.dropped,
            dead_lettered: report.dead_lettered,
            dead: report.dead,
            waiting: report.waiting,
            deepest: report.deepest,
            throughput_per_s: report.throughput(),
            sojourn_ms: Sojourn::of(&report.sojourns),
        }
    }
}

impl Sojourn {
    fn of(sojourns: &Histogram) -> Sojourn {
        let quantile = |q| sojourns.quantile(q).map(Span::as_millis);
        Sojourn {
            mean: sojourns.mean().map(Span::as_millis),
            p50: quantile(0.50),
            p95: quantile(0.95),
            p99: quantile(0.99),
        }
    }
}
