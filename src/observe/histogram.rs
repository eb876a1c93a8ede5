//! Metrics: how long messages were under way, as a histogram that never grows.

use crate::base::time::Span;

/// Counts of durations in cells that grow with the duration: 16 to each doubling, so a quantile is
/// within 6.25 % of the true value. (The scheme of HdrHistogram with one significant hex digit.)
#[derive(Clone, PartialEq, Debug)]
pub struct Histogram {
    cells: Vec<u64>,
    count: u64,
    /// In microseconds; exact up to 2^53 of them, 285 years.
    sum: f64,
}

/// Cells in each doubling, as a power of two.
const FINE_BITS: u32 = 4;
/// Enough for [`Span::LONGEST`].
const CELLS: usize = 46 << FINE_BITS;

impl Default for Histogram {
    fn default() -> Histogram {
        Histogram { cells: vec![0; CELLS], count: 0, sum: 0.0 }
    }
}

impl Histogram {
    fn cell(us: u64) -> usize {
        if us < 1 << FINE_BITS {
            return us as usize;
        }
        let exponent = us.ilog2() - FINE_BITS;
        let cell = ((exponent as usize) << FINE_BITS) + (us >> exponent) as usize;
        cell.min(CELLS - 1)
    }

    /// The largest value that falls in a cell.
    fn upper(cell: usize) -> u64 {
        if cell < 2 << FINE_BITS {
            return cell as u64;
        }
        let exponent = (cell >> FINE_BITS) - 1;
        let low = ((cell & ((1 << FINE_BITS) - 1)) + (1 << FINE_BITS)) as u64;
        ((low + 1) << exponent) - 1
    }

    /// Counts one duration.
    pub fn add(&mut self, span: Span) {
        let us = span.as_micros();
        self.cells[Histogram::cell(us)] += 1;
        self.count += 1;
        self.sum += us as f64;
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: &Histogram) {
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            *mine += *theirs;
        }
        self.count += other.count;
        self.sum += other.sum;
    }

    /// How many were counted.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The mean; none when nothing was counted.
    pub fn mean(&self) -> Option<Span> {
        (self.count > 0).then(|| Span::from_micros((self.sum / self.count as f64) as u64))
    }

    /// The duration that a share `q` (0 to 1) of them does not exceed, at most 6.25 % above the true one.
    pub fn quantile(&self, q: f64) -> Option<Span> {
        if self.count == 0 {
            return None;
        }
        let rank = ((self.count as f64 * q).ceil() as u64).clamp(1, self.count) - 1;
        let mut below = 0;
        for (i, n) in self.cells.iter().enumerate() {
            below += n;
            if below > rank {
                return Some(Span::from_micros(Histogram::upper(i)));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_in_its_cell_and_close_to_its_top() {
        for us in (0..5_000).chain((0..45).map(|e| 1u64 << e)).chain([Span::LONGEST.as_micros()]) {
            let top = Histogram::upper(Histogram::cell(us));
            assert!(top >= us && top as f64 <= us as f64 * 1.0625 + 1.0, "{us} in a cell up to {top}");
        }
    }

    #[test]
    fn quantiles_of_a_line() {
        let mut h = Histogram::default();
        assert_eq!(h.quantile(0.5), None);
        for ms in 1..=1_000 {
            h.add(Span::from_millis(ms));
        }
        assert_eq!(h.mean(), Some(Span::from_micros(500_500)));
        for (q, ms) in [(0.5, 500.0), (0.95, 950.0), (0.99, 990.0)] {
            let got = h.quantile(q).unwrap().as_millis();
            assert!(got >= ms && got <= ms * 1.07, "p{q}: {got}");
        }
        let mut two = Histogram::default();
        [Span::from_micros(3), Span::from_micros(9)].into_iter().for_each(|span| two.add(span));
        assert_eq!(two.quantile(0.5), Some(Span::from_micros(3)), "half of two is the smaller one");
    }
}
