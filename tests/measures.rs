//! The table of measures: what is written from it is up to date, and each measure is what the facts of a run say it is.
//!
//! `CARTEIRO_WRITE=1 cargo test --test measures` writes `docs/measures.md` and `src/view/frame.d.ts`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common {
    pub mod play;
    pub mod recount;
}

use carteiro::base::ids::{CallId, EffectId, NodeId, SubscriptionId};
use carteiro::model::measure::{
    CallMeasure, EffectMeasure, Measure, Merge, NodeMeasure, RENAMED, RunMeasure, SubscriptionMeasure, Unit,
};
use carteiro::model::{LateAck, Subscription};
use carteiro::observe::Reading;
use carteiro::scenario::{catalogue, load};
use carteiro::view::layout::layout;
use common::play::{each_played, same};
use common::recount::Recount;
use std::fmt::Write;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/measures.md");
const TYPES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/view/frame.d.ts");

/// Compares a file with what it is written from.
fn up_to_date(path: &str, expected: &str) {
    if std::env::var_os("CARTEIRO_WRITE").is_some() {
        std::fs::write(path, expected).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(written, expected, "{path}: CARTEIRO_WRITE=1 writes it");
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Millis => "ms",
        Unit::Amount => "amount",
        Unit::Offset => "offset",
        Unit::PerSecond => "per second",
        Unit::Flag => "1 or 0",
    }
}

fn merge(merge: Merge) -> &'static str {
    match merge {
        Merge::Sum => "sum",
        Merge::Max => "highest",
        Merge::Pooled => "over all values",
    }
}

fn section<M: Measure>(page: &mut String, title: &str) {
    write!(page, "\n## {title}\n\nIn a claim: `{}`\n\n", M::IN_CLAIMS).unwrap();
    page.push_str("| name | unit | of several runs | meaning |\n|---|---|---|---|\n");
    for m in M::ALL {
        writeln!(page, "| `{}` | {} | {} | {} |", m.name(), unit(m.unit()), merge(m.merge()), m.meaning()).unwrap();
    }
}

#[test]
fn the_reference_page_is_up_to_date() {
    let mut page = String::from(
        "# Measures\n\n\
         Everything that is counted or measured of a run. The names are the same in a claim, in `carteiro run --json` and in \
         the frame that the page draws. All are of the instant that is looked at: the end of a run, or the playhead. \
         A time that nothing was measured of makes every comparison false and is `null` in JSON; so is a throughput.\n\n\
         A percentile is at most 6.25 % above the true one.\n\n\
         This page is written from `src/model/measure.rs` by `CARTEIRO_WRITE=1 cargo test --test measures`.\n",
    );
    section::<RunMeasure>(&mut page, "The run");
    section::<EffectMeasure>(&mut page, "An effect");
    section::<SubscriptionMeasure>(&mut page, "A subscription");
    section::<NodeMeasure>(&mut page, "A node");
    section::<CallMeasure>(&mut page, "An edge of calls");
    page.push_str("\n## Old names\n\nA claim may still use them.\n\n| old | now |\n|---|---|\n");
    for (old, new) in RENAMED {
        writeln!(page, "| `{old}` | `{new}` |").unwrap();
    }
    up_to_date(PAGE, &page);
}

#[test]
fn the_types_of_a_frame_are_up_to_date() {
    let layout = serde_json::to_value(layout()).unwrap();
    let names = |field: &str| -> Vec<String> {
        let names = layout[field].as_array().unwrap();
        names.iter().map(|name| format!("\"{}\"", name.as_str().unwrap())).collect()
    };
    let mut types = String::from(
        "/* Written from the frame's declarations by `CARTEIRO_WRITE=1 cargo test --test measures`. Measures: docs/measures.md */\n",
    );
    let rows = ["header", "node", "subscription", "effect", "write", "call", "envelope", "bar", "depth"];
    let mut fields = String::new();
    for row in rows {
        let name = format!("{}{}Column", row[..1].to_uppercase(), &row[1..]);
        writeln!(types, "export type {name} = {};", names(row).join(" | ")).unwrap();
        writeln!(fields, "  {row}: {name}[];").unwrap();
    }
    for (field, name) in [("envelopeStates", "EnvelopeState"), ("health", "HealthName"), ("breaker", "BreakerState")] {
        writeln!(types, "export type {name} = {};", names(field).join(" | ")).unwrap();
    }
    write!(
        types,
        "/** Names of the columns of each kind of row, in order: the only source of a frame's layout. */\n\
         export interface FrameLayout {{\n{fields}  \
         envelopeStates: EnvelopeState[]; health: HealthName[]; breaker: BreakerState[]; barKinds: string[]; barResults: string[];\n  \
         /** The number of seeds with which the claims of the built-in scenarios are tested. */\n  claimSeeds: number;\n}}\n"
    )
    .unwrap();
    up_to_date(TYPES, &types);
}

#[cfg(feature = "schema")]
#[test]
fn the_schema_names_every_measure_of_a_run() {
    let schema = carteiro::scenario::schema().to_string();
    let claim = schema.split("Its sides are numbers").nth(1).unwrap();
    let said = &claim[..claim.find('"').unwrap()];
    for measure in RunMeasure::ALL {
        assert!(said.contains(measure.name()), "{measure:?} is missing in: {said}");
    }
}

#[test]
fn an_unknown_measure_is_refused_with_all_that_there_are() {
    let json = catalogue().iter().find(|b| b.id == "flaky-retries").unwrap().json;
    let refused = |claim: &str| {
        let json = json.replacen("\"expect\": \"", &format!("\"expect\": \"{claim} == 0 "), 1);
        let cut = json.replacen(&format!("{claim} == 0 "), &format!("{claim} == 0\", \"x\": \""), 1);
        let mut tree: serde_json::Value = serde_json::from_str(&cut).unwrap();
        tree["claims"][0].as_object_mut().unwrap().remove("x");
        load(&tree.to_string()).map(|_| ()).unwrap_err()
    };
    fn all<M: Measure>(remedy: &str) {
        M::ALL.iter().for_each(|m| assert!(remedy.contains(m.name()), "{m:?} is missing in: {remedy}"));
    }
    all::<SubscriptionMeasure>(&refused("invoice.nonsense").remedy.en);
    all::<NodeMeasure>(&refused("node:invoice.nonsense").remedy.en);
    all::<RunMeasure>(&refused("nonsense").remedy.en);
}

/// Which pairs of measures of a subject had different values at some time: of these alone a mistake would be seen.
struct Apart<M>(Vec<(M, M)>);

impl<M: Measure> Apart<M> {
    fn new() -> Apart<M> {
        let after = |(i, a): (usize, &M)| M::ALL[i + 1..].iter().map(move |b| (*a, *b)).collect::<Vec<_>>();
        Apart(M::ALL.iter().enumerate().flat_map(|one| after((one.0, one.1))).collect())
    }

    fn see(&mut self, value: impl Fn(M) -> f64) {
        self.0.retain(|(a, b)| same(value(*a), value(*b)));
    }

    fn check(&self) {
        assert!(self.0.is_empty(), "never seen apart: {:?}", self.0);
    }
}

/// The times are in cells of a histogram: at most 6.25 % and a microsecond above the true ones.
fn near(unit: Unit, told: f64, true_one: f64) -> bool {
    match unit {
        Unit::Millis => same(told, true_one) || (told >= true_one - 1e-9 && told <= true_one * 1.0625 + 0.001),
        _ => same(told, true_one) || (told - true_one).abs() < 1e-9 * told.abs(),
    }
}

#[test]
fn each_measure_is_what_the_facts_say() {
    let (mut run, mut effect) = (Apart::<RunMeasure>::new(), Apart::<EffectMeasure>::new());
    let (mut subscription, mut node) = (Apart::<SubscriptionMeasure>::new(), Apart::<NodeMeasure>::new());
    let mut call = Apart::<CallMeasure>::new();
    each_played(&[2_500, 6_000, 12_000, 30_000], |id, playground| {
        let history = playground.history();
        let (world, watch) = (history.world(), history.watch());
        let model = world.model();
        let (reading, recount) = (Reading::new(world, &watch.tally), Recount::of(world, watch.trace.facts()));
        let compare = |what: String, unit: Unit, told: f64, true_one: f64| {
            assert!(near(unit, told, true_one), "{id} at {}: {what} is {told}, by the facts {true_one}", world.now());
        };
        RunMeasure::ALL.iter().for_each(|m| compare(format!("{m:?}"), m.unit(), reading.run(*m), recount.run(*m)));
        run.see(|m| reading.run(m));
        for i in (0..model.effects.len()).map(EffectId::new) {
            let all = EffectMeasure::ALL.iter();
            all.for_each(|m| compare(format!("{i:?} {m:?}"), m.unit(), reading.effect(i, *m), recount.effect(i, *m)));
            effect.see(|m| reading.effect(i, m));
        }
        for i in (0..model.subscriptions.len()).map(SubscriptionId::new) {
            for m in SubscriptionMeasure::ALL {
                let name = format!("{} {m:?}", model.subscriptions[i.index()].id);
                compare(name, m.unit(), reading.subscription(i, *m), recount.subscription(i, *m));
            }
            subscription.see(|m| reading.subscription(i, m));
        }
        for i in (0..model.nodes.len()).map(NodeId::new) {
            let name = &model.nodes[i.index()].id;
            let all = NodeMeasure::ALL.iter();
            // A copy that a late acknowledgement settled lies with its consumer until it is its turn: no message is behind it.
            let settles = |s: &Subscription| {
                s.delivery.late_ack == LateAck::Settles && s.consumers.iter().any(|consumer| consumer.node == i)
            };
            let more = model.subscriptions.iter().any(settles);
            all.for_each(|m| match (m, reading.node(i, *m), recount.node(i, *m)) {
                (NodeMeasure::Waiting, told, counted) if more => assert!(told >= counted, "{id}: {name}"),
                (_, told, counted) => compare(format!("node {name} {m:?}"), m.unit(), told, counted),
            });
            node.see(|m| reading.node(i, m));
        }
        for i in (0..model.calls.len()).map(CallId::new) {
            let all = CallMeasure::ALL.iter();
            all.for_each(|m| compare(format!("{i:?} {m:?}"), m.unit(), reading.call(i, *m), recount.call(i, *m)));
            call.see(|m| reading.call(i, m));
        }
    });
    run.check();
    effect.check();
    subscription.check();
    node.check();
    call.check();
}
