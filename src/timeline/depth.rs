//! How many messages waited at each time: the greatest number in each of a bounded number of equal spans.

use crate::base::time::{Span, Time};

/// Spans kept at most. A run that outgrows them has spans twice as long.
const MOST: usize = 4096;
/// The first spans, in microseconds.
const FIRST_US: u64 = 1_000;

/// How many messages waited in one queue, over time.
#[derive(Clone, Debug)]
pub struct Depth {
    /// Microseconds in a span.
    span_us: u64,
    /// The greatest number in each span from the start on; 0 in those after them.
    most: Vec<u32>,
    /// How many wait, and since when.
    now: u32,
    since: Time,
}

impl Default for Depth {
    fn default() -> Depth {
        Depth { span_us: FIRST_US, most: Vec::new(), now: 0, since: Time::ZERO }
    }
}

impl Depth {
    /// One more waits.
    pub fn rise(&mut self, at: Time) {
        self.hold(at);
        self.now += 1;
    }

    /// One fewer waits.
    pub fn fall(&mut self, at: Time) {
        self.hold(at);
        self.now -= 1;
    }

    /// Notes the number that waited until now. What lasts no time is not seen.
    fn hold(&mut self, at: Time) {
        let (from, to) = (self.since.as_micros(), at.as_micros());
        self.since = at;
        if self.now == 0 || to <= from {
            return;
        }
        while (to - 1) / self.span_us >= MOST as u64 {
            self.span_us *= 2;
            self.most = self.most.chunks(2).map(|pair| pair.iter().copied().max().unwrap_or(0)).collect();
        }
        let (first, last) = ((from / self.span_us) as usize, ((to - 1) / self.span_us) as usize);
        if self.most.len() <= last {
            self.most.resize(last + 1, 0);
        }
        for most in &mut self.most[first..=last] {
            *most = (*most).max(self.now);
        }
    }

    /// Calls `run` with each interval between two instants in which the same number waited, in order, but for those in
    /// which none did. Intervals are no shorter than `fine` and have the greatest of their numbers; the last one ends at
    /// `head`, the last instant known.
    pub fn between(&self, from: Time, to: Time, fine: Span, head: Time, mut run: impl FnMut(Time, Time, u32)) {
        let head_us = head.as_micros();
        let mut column = (fine.as_micros() / self.span_us).max(1);
        while head_us / self.span_us / column >= MOST as u64 {
            column *= 2;
        }
        let column_us = column * self.span_us;
        let (first, last) = (from.as_micros() / column_us, to.as_micros().min(head_us) / column_us);
        let (mut waiting, mut since) = (0, first * column_us);
        let mut change = |most, at: u64| {
            if most != waiting {
                if waiting > 0 {
                    run(Time::from_micros(since), Time::from_micros(at), waiting);
                }
                (waiting, since) = (most, at);
            }
        };
        for i in first..=last {
            let (start, end) = (i * column_us, ((i + 1) * column_us).min(head_us));
            let is_now = start < end && self.since.as_micros() < end;
            let spans = self.most.iter().skip((i * column) as usize).take(column as usize);
            change(spans.fold(if is_now { self.now } else { 0 }, |most, span| most.max(*span)), start);
        }
        change(0, ((last + 1) * column_us).min(head_us));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Time {
        Time::from_micros(ms * 1_000)
    }

    fn depth(changes: &[(u64, i32)]) -> Depth {
        let mut depth = Depth::default();
        for (at, by) in changes {
            if *by > 0 { depth.rise(ms(*at)) } else { depth.fall(ms(*at)) }
        }
        depth
    }

    fn all(depth: &Depth, from: Time, to: Time, fine: Span, head: Time) -> Vec<(Time, Time, u32)> {
        let mut runs = Vec::new();
        depth.between(from, to, fine, head, |start, end, waiting| runs.push((start, end, waiting)));
        runs
    }

    #[test]
    fn says_how_many_waited_when() {
        let two = depth(&[(10, 1), (20, 1), (40, -1)]);
        let runs = all(&two, Time::ZERO, ms(100), Span::ZERO, ms(70));
        assert_eq!(runs, [(ms(10), ms(20), 1), (ms(20), ms(40), 2), (ms(40), ms(70), 1)]);
        assert_eq!(all(&two, ms(15), ms(30), Span::ZERO, ms(70)), [(ms(15), ms(20), 1), (ms(20), ms(31), 2)]);
        let coarse = all(&two, Time::ZERO, ms(100), Span::from_micros(30_000), ms(70));
        assert_eq!(coarse, [(Time::ZERO, ms(60), 2), (ms(60), ms(70), 1)]);
    }

    #[test]
    fn what_lasts_no_time_is_not_seen() {
        assert_eq!(all(&depth(&[(10, 1), (10, -1)]), Time::ZERO, ms(100), Span::ZERO, ms(90)), []);
    }

    #[test]
    fn a_long_run_keeps_its_peaks_in_a_bounded_number_of_spans() {
        let mut long = Depth::default();
        for second in 0..10_000 {
            for _ in 0..3 {
                long.rise(ms(second * 1_000));
            }
            if second == 7_000 {
                long.rise(ms(second * 1_000));
                long.fall(ms(second * 1_000 + 1));
            }
            for _ in 0..3 {
                long.fall(ms(second * 1_000 + 10));
            }
        }
        assert!(long.most.len() <= MOST);
        let runs = all(&long, Time::ZERO, ms(10_000_000), Span::ZERO, ms(10_000_000));
        assert_eq!(runs.iter().map(|(_, _, most)| *most).max(), Some(4));
        let (start, end, _) = runs.iter().find(|(_, _, most)| *most == 4).copied().unwrap_or_default();
        assert!(start <= ms(7_000_000) && ms(7_000_000) < end);
        let coarse = all(&long, Time::ZERO, ms(10_000_000), Span::from_micros(1_000_000_000), ms(10_000_000));
        assert!(coarse.len() <= 10);
    }
}
