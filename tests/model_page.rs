//! The tables of docs/model.md say what the code has: the presets, the limits, the standings in their order of gravity.
#![cfg(not(target_arch = "wasm32"))]

use carteiro::base::time::Span;
use carteiro::ledger::Standing;
use carteiro::model::Lease;
use carteiro::model::limits;
use carteiro::model::presets;
use carteiro::model::{Delivery, Ordering, Prefetch};
use carteiro::policy::retry::{Backoff, Jitter, MaxAttempts};
use carteiro::sim::World;
use carteiro::view::playground::Playground;
use serde_json::to_value;

const PAGE: &str = include_str!("../docs/model.md");

/// The lines of the table whose head begins with this cell.
fn table(head: &str) -> Vec<&'static str> {
    let lines = PAGE.lines().skip_while(|line| !line.starts_with(&format!("| {head} |")));
    lines.skip(2).take_while(|line| line.starts_with('|')).collect()
}

fn backoff(backoff: &Backoff) -> String {
    match backoff {
        Backoff::None => "none".to_owned(),
        Backoff::Immediate => "at once".to_owned(),
        Backoff::Fixed { delay } => delay.to_string(),
        Backoff::Linear { step, cap } => format!("{step} · n, at most {cap}"),
        Backoff::Exponential { base, factor, cap } => format!("{base} · {factor}^(n-1), at most {cap}"),
        Backoff::Polynomial { base, unit, power, cap } if *cap == Span::LONGEST => {
            format!("{base} + {unit} · (n-1)^{power}")
        }
        Backoff::Polynomial { base, unit, power, cap } => format!("{base} + {unit} · (n-1)^{power}, at most {cap}"),
        Backoff::List { delays } => delays.iter().map(Span::to_string).collect::<Vec<_>>().join(", "),
    }
}

fn jitter(jitter: Jitter) -> String {
    match jitter {
        Jitter::None => "–".to_owned(),
        Jitter::Full => "full".to_owned(),
        Jitter::Equal => "equal".to_owned(),
        Jitter::Decorrelated => "decorrelated".to_owned(),
        Jitter::Ratio { spread } => format!("ratio {spread}"),
        Jitter::Added { step } => format!("added {step}"),
    }
}

fn row(id: &str, d: &Delivery) -> String {
    let word = |value: Result<serde_json::Value, _>| -> String {
        value.ok().and_then(|v: serde_json::Value| v.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let order = match d.ordering {
        Ordering::None => "–".to_owned(),
        _ => word(to_value(d.ordering)),
    };
    let yes = |flag: bool| if flag { "yes" } else { "no" };
    let prefetch = match d.prefetch {
        Prefetch::Workers => "workers".to_owned(),
        Prefetch::Unlimited => "unlimited".to_owned(),
        Prefetch::AtMost(n) => grouped(n.into()),
    };
    let lease = d
        .lease
        .as_ref()
        .map_or("–".to_owned(), |Lease(spans)| spans.iter().map(Span::to_string).collect::<Vec<_>>().join(", "));
    let returns = if d.lease.is_some() { word(to_value(d.crash_returns)) } else { "atOnce".to_owned() };
    format!(
        "| `{id}` | {prefetch} | {lease} | {} | {returns} | {} | {} | {} | {} | {} | {} |",
        word(to_value(d.requeue)),
        word(to_value(d.counts)),
        backoff(&d.retry.backoff),
        jitter(d.retry.jitter),
        match d.retry.max_attempts {
            MaxAttempts::Unlimited => "unlimited".to_owned(),
            MaxAttempts::AtMost(n) => grouped(n.into()),
        },
        order,
        yes(d.dead_letter == carteiro::model::DeadLetter::Kept),
    )
}

#[test]
fn the_presets_are_those_of_the_code() {
    let rows: Vec<String> = presets::all().iter().map(|preset| row(preset.id, &preset.delivery())).collect();
    assert_eq!(table("Preset"), rows, "the table should be:\n{}", rows.join("\n"));
    let sources = table("Preset's source");
    let named = |id: &str| sources.iter().any(|line| line.starts_with(&format!("| `{id}` |")));
    assert!(presets::all().iter().all(|preset| named(preset.id)), "a preset without its source");
}

#[test]
fn the_limits_are_those_of_the_code() {
    let ours = [
        ("Size of a scenario file, in bytes", limits::FILE_BYTES as u64),
        ("Effects", limits::EFFECTS as u64),
        ("Nodes", limits::NODES as u64),
        ("Topics", limits::TOPICS as u64),
        ("Subscriptions, over all topics", limits::SUBSCRIPTIONS as u64),
        ("Bindings, over all subscriptions", limits::BINDINGS as u64),
        ("Patterns of routing keys in one binding", limits::ROUTING_KEYS as u64),
        ("Characters of a routing key, or of a pattern", limits::ROUTING_KEY_CHARS as u64),
        ("Handlers of one node", limits::HANDLERS as u64),
        ("Nodes in one `allow`, `consumers`, `reserved` or `to`", limits::NODES as u64),
        ("Effects in one `after`, `expect` or `require`", limits::EFFECTS as u64),
        ("Steps of one handler, with all branches", limits::STEPS as u64),
        ("Timed faults", limits::FAULTS as u64),
        ("Claims", limits::CLAIMS as u64),
        ("Workers of one service", limits::WORKERS.into()),
        ("Calls that may wait at one service", limits::WAITING.into()),
        ("Prefetch, when it is a number", limits::PREFETCH.into()),
        ("Attempts at one message or call, when it is a number", limits::ATTEMPTS.into()),
        ("Replicas of one broker", limits::REPLICAS.into()),
        ("Automatic orders of one client", limits::ARRIVALS.into()),
        ("Users of one client's closed loop", limits::USERS.into()),
        ("Changes of one client's rate", limits::RATES as u64),
        ("Orders of one command", limits::ORDERS_AT_ONCE.into()),
        ("Events of one run", World::BUDGET),
        ("Events of a session on the page", Playground::BUDGET),
        ("Messages alive at once; runs and publications likewise", World::MOST_ALIVE as u64),
    ];
    let rows: Vec<String> = ours.iter().map(|(what, most)| format!("| {what} | {} |", grouped(*most))).collect();
    assert_eq!(table("At most"), rows, "the table should be:\n{}", rows.join("\n"));
}

/// A number with a comma before each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[test]
fn the_standings_are_those_of_the_code() {
    let mut ours: Vec<String> = Standing::ALL
        .iter()
        .map(|s| to_value(s).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default())
        .collect();
    ours.sort();
    let mut told: Vec<&str> = table("Standing").iter().filter_map(|line| line.split('`').nth(1)).collect();
    told.sort_unstable();
    assert_eq!(told, ours);
}
