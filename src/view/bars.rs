//! The timeline's bars between two instants, as rows of numbers.

use crate::base::time::{Span, Time};
use crate::timeline::{Bar, History};
use crate::view::row::{index, row};

/// The most bars of the timeline returned at once.
pub const MOST_BARS: usize = 10_000;
/// With more bars than this they share lines.
const DENSE: usize = 400;
/// The lines of a lane; an order's line is its number modulo this.
const LINES: u32 = 4;

row! {
    /// A bar's columns.
    BAR, bar_row(b: &Bar) {
        "node" => b.node.0.into(),
        "kind" => b.kind as u8 as f64,
        "startMs" => b.start.as_millis(),
        "endMs" => open_ended(b.end),
        "result" => b.result as u8 as f64,
        "order" => b.order.into(),
        "subscription" => index(b.subscription.map(|s| s.0)),
        "call" => index(b.call.map(|c| c.0)),
    }
}

row! {
    /// The columns of an interval in which the same number of messages waited in a subscription.
    DEPTH, depth_row(subscription: usize, start: Time, end: Time, waiting: u32) {
        "subscription" => subscription as f64,
        "startMs" => start.as_millis(),
        "endMs" => end.as_millis(),
        "waiting" => waiting.into(),
    }
}

fn open_ended(t: Time) -> f64 {
    if t == Time::MAX { f64::NAN } else { t.as_millis() }
}

/// Replaces `out` with the bars of a run between two instants, and the outages that its scenario will bring. A bar that earlier ones of the same look cover, up
/// to `fine` at either end, is left out: it would not be visible, and the number of rows stays bounded.
pub fn write_bars(history: &History, from: Time, to: Time, fine: Span, out: &mut Vec<f64>) {
    out.clear();
    let timeline = &history.watch().timeline;
    // Few bars have a line each, where none covers another.
    let fine = if timeline.between(from, to).nth(DENSE).is_some() { fine } else { Span::ZERO };
    // The interval that the last bars of each look and line cover without a gap.
    let mut covered: Vec<(u32, Time, Time)> = Vec::new();
    for b in timeline.between(from, to) {
        let look = (u32::from(b.node.0) << 16) | ((b.kind as u32) << 8) | ((b.result as u32) << 4) | (b.order % LINES);
        match covered.iter_mut().find(|(other, ..)| *other == look) {
            Some((_, start, end)) if b.start <= *end + fine && b.end + fine >= *start => {
                if fine > Span::ZERO && b.start + fine >= *start && b.end <= *end + fine {
                    continue;
                }
                (*start, *end) = (b.start.min(*start), b.end.max(*end));
            }
            Some((_, start, end)) => (*start, *end) = (b.start, b.end),
            None => covered.push((look, b.start, b.end)),
        }
        if out.len() >= MOST_BARS * BAR.len() {
            break;
        }
        bar_row(out, b);
    }
    for b in history.planned() {
        if b.start <= to && b.end >= from {
            bar_row(out, &b);
        }
    }
}

/// Replaces `out` with how many messages waited in each subscription between two instants: one subscription after the
/// other, each from its first interval on. Intervals are no shorter than `fine`.
pub fn write_depths(history: &History, from: Time, to: Time, fine: Span, out: &mut Vec<f64>) {
    out.clear();
    for (i, depth) in history.watch().timeline.depths().iter().enumerate() {
        depth.between(from, to, fine, history.head(), |start, end, waiting| depth_row(out, i, start, end, waiting));
    }
}
