//! Intervals: between which values the truth lies, with a stated probability.
//!
//! Runs are independent, because each has a seed of its own. An interval is never taken from within one run, whose samples are
//! correlated.

use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, Normal, StudentsT};

/// A value and between which others the truth lies.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The running mean and variance of independent values (Welford 1962).
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub struct Sample {
    count: u64,
    mean: f64,
    /// The sum of the squared distances from the mean.
    squares: f64,
}

impl Sample {
    /// Adds a value; one that is not a number is nothing measured, and is left out.
    pub fn add(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.count += 1;
        let from_old = value - self.mean;
        self.mean += from_old / self.count as f64;
        self.squares += from_old * (value - self.mean);
    }

    /// How many values there are.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; none without a value.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// Their variance, with one less than their number as the divisor; none with fewer than two.
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }

    /// The mean of what they are a sample of, by Student's t; none with fewer than two values.
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        let error = (self.variance()? / self.count as f64).sqrt();
        let half = if error == 0.0 { 0.0 } else { error * student(confidence, self.count - 1)? };
        Some(Interval { value: self.mean, low: self.mean - half, high: self.mean + half })
    }
}

impl Interval {
    /// Half the width.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// Whether a value lies in it, the ends included.
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// How many standard errors an interval around a mean reaches to each side, with so many degrees of freedom.
fn student(confidence: f64, freedom: u64) -> Option<f64> {
    let t = StudentsT::new(0.0, 1.0, freedom as f64).ok()?;
    Some(t.inverse_cdf(0.5 + confidence / 2.0))
}

/// The probability of something that happened in `hits` of `runs` runs, by Wilson's score interval (1927); none without a run.
pub fn share(hits: u64, runs: u64, confidence: f64) -> Option<Interval> {
    if runs == 0 {
        return None;
    }
    let z = Normal::standard().inverse_cdf(0.5 + confidence / 2.0);
    let (n, p) = (runs as f64, hits as f64 / runs as f64);
    let scale = 1.0 + z * z / n;
    let centre = (p + z * z / (2.0 * n)) / scale;
    let half = z / scale * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    // Of none and of all the interval ends at 0 and at 1, but for rounding.
    let low = if hits == 0 { 0.0 } else { centre - half };
    let high = if hits == runs { 1.0 } else { centre + half };
    Some(Interval { value: p, low, high })
}

/// The `q`-quantile (0 to 1) over runs, by order statistics: it holds for any distribution. None where there are too few values
/// for the interval to have both ends, which happens with fewer than about ten.
pub fn quantile(sorted: &[f64], q: f64, confidence: f64) -> Option<Interval> {
    let n = sorted.len() as u64;
    let below = Binomial::new(q, n).ok()?;
    let tail = (1.0 - confidence) / 2.0;
    // The r-th value is at most the quantile unless fewer than r of all are: that has probability F(r - 1).
    let low = (1..=n).take_while(|r| below.cdf(r - 1) <= tail).last()?;
    // The s-th is at least the quantile unless s or more of all are below it: that has probability 1 - F(s - 1).
    let high = (low..=n).find(|s| 1.0 - below.cdf(s - 1) <= tail)?;
    let rank = ((n as f64 * q).ceil() as u64).clamp(1, n);
    let at = |rank: u64| sorted[rank as usize - 1];
    Some(Interval { value: at(rank), low: at(low), high: at(high) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(values: impl IntoIterator<Item = f64>) -> Sample {
        let mut sample = Sample::default();
        values.into_iter().for_each(|value| sample.add(value));
        sample
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 5e-4
    }

    #[test]
    fn a_mean_has_the_interval_of_the_textbook() {
        // t(0.975; 9) = 2.2622 (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2).
        let ten = sample((1..=10).map(f64::from));
        let interval = ten.interval(0.95).unwrap();
        assert!(near(ten.variance().unwrap(), 9.1667) && near(interval.value, 5.5));
        assert!(near(interval.half_width(), 2.2622 * (9.166_67_f64 / 10.0).sqrt()), "{interval:?}");
        assert_eq!(sample([1.0]).interval(0.95), None, "of one value there is none");
        assert_eq!(sample([2.0, 2.0]).interval(0.95), Some(Interval { value: 2.0, low: 2.0, high: 2.0 }));
        assert_eq!(sample([1.0, f64::NAN, 3.0]).count(), 2, "what was not measured is left out");
    }

    #[test]
    fn a_share_has_wilsons_interval() {
        // Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81/263, 15/148, 0/20, 1/29.
        for (hits, runs, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let interval = share(hits, runs, 0.95).unwrap();
            assert!(near(interval.low, low) && near(interval.high, high), "{hits}/{runs}: {interval:?}");
        }
        assert_eq!(share(20, 20, 0.95).unwrap().high, 1.0);
        assert_eq!(share(0, 0, 0.95), None);
    }

    #[test]
    fn a_quantile_has_the_ranks_of_the_binomial() {
        // Conover, Practical Nonparametric Statistics, table A3: of 25 values the median lies between the 8th and the 18th.
        let values: Vec<f64> = (1..=25).map(f64::from).collect();
        assert_eq!(quantile(&values, 0.5, 0.95), Some(Interval { value: 13.0, low: 8.0, high: 18.0 }));
        assert_eq!(quantile(&values[..5], 0.5, 0.95), None, "the extremes of five hold the median in 93.75 %");
        assert_eq!(quantile(&values[..6], 0.5, 0.95), Some(Interval { value: 3.0, low: 1.0, high: 6.0 }));
        assert_eq!(quantile(&[], 0.5, 0.95), None);
    }
}
