//! Distributions of durations.

use crate::base::left_out::left_out;
use crate::base::packed::packed;
use crate::base::rng::Draw;
use crate::base::time::{Span, SpanError};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A distribution of durations. In a scenario: `"250ms"`, `{"uniform": {"min": "1ms", "max": "2ms"}}`,
/// `{"exponential": {"mean": "10ms"}}` and so on. All of it fits into three words, for a step is read at every event.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Dist {
    /// The same duration every time.
    Fixed(Span),
    /// Uniform between `min` and `max`.
    Uniform {
        /// Shortest duration.
        min: Span,
        /// Longest duration.
        max: Span,
    },
    /// Exponential: many short durations, a few long ones.
    Exponential { mean: Span },
    /// Normal, cut at 0: what would be less takes no time, so that a wide one has a larger mean.
    Normal { mean: Span, sd: Span },
    /// Log-normal: its logarithm is normal with this standard deviation. Service times are often so.
    LogNormal { median: Span, sigma: f64 },
    /// Pareto: never less than `min`, and with a tail `(min / x)^shape`. Its mean is infinite for a shape up to 1.
    Pareto { min: Span, shape: f64 },
    /// Erlang: the sum of `shape` exponential durations. The more there are, the more regular it is.
    Erlang { mean: Span, shape: u32 },
    /// As measured.
    Empirical(Quantiles),
}

/// A distribution by what was measured of it: between 0 and these quantiles every duration is as likely as its neighbours.
// As microseconds in 32 bits, which hold a duration of some months to a second, and a human's numbers exactly.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Quantiles([f32; 4]);

impl Quantiles {
    /// The share of durations below each quantile.
    const SHARES: [f64; 4] = [0.5, 0.9, 0.99, 1.0];

    /// From the median, the 90th and the 99th percentile and the longest duration.
    pub fn new(quantiles: [Span; 4]) -> Quantiles {
        Quantiles(quantiles.map(|span| span.as_micros() as f32))
    }

    /// The median, the 90th and the 99th percentile, and the longest duration.
    pub fn spans(self) -> [Span; 4] {
        self.0.map(|micros| Span::from_micros(micros as u64))
    }

    /// The duration below which this share is.
    fn at(self, share: f64) -> Span {
        let (mut low, mut from) = (0.0, 0.0);
        for (quantile, to) in self.0.into_iter().map(f64::from).zip(Quantiles::SHARES) {
            if share < to {
                return Span::from_micros((low + (quantile - low) * (share - from) / (to - from) + 0.5) as u64);
            }
            (low, from) = (quantile, to);
        }
        Span::from_micros(low as u64)
    }
}

/// The random distributions in their JSON form; a fixed one is a plain duration.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum Random {
    /// Uniform between `min` and `max`.
    Uniform {
        /// Shortest duration.
        min: Span,
        /// Longest duration.
        max: Span,
    },
    /// Exponential: many short durations, a few long ones.
    Exponential {
        /// Mean duration.
        mean: Span,
    },
    /// Normal, cut at 0: what would be less takes no time.
    Normal {
        /// Mean before the cut.
        mean: Span,
        /// Standard deviation before the cut.
        sd: Span,
    },
    /// Log-normal: many near the median, a few much longer. Its mean is `median · exp(sigma² / 2)`.
    LogNormal {
        /// The duration that half of them exceed.
        median: Span,
        /// Standard deviation of its natural logarithm, from 0 to 5.
        sigma: f64,
    },
    /// Pareto: a heavy tail. One in `k^shape` takes more than `k` times the shortest.
    Pareto {
        /// Shortest duration.
        min: Span,
        /// Weight of the tail, from 0.1 to 100: the smaller, the heavier. The mean is infinite up to 1.
        shape: f64,
    },
    /// Erlang: the sum of so many exponential durations in a row.
    Erlang {
        /// Mean duration of all together.
        mean: Span,
        /// How many, from 1 to 100.
        shape: u32,
    },
    /// As measured: straight lines between these quantiles.
    Empirical {
        /// Median.
        p50: Span,
        /// 90th percentile.
        p90: Span,
        /// 99th percentile.
        p99: Span,
        /// Longest duration.
        max: Span,
    },
}

impl Serialize for Dist {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match *self {
            Dist::Fixed(span) => Serialize::serialize(&span, s),
            Dist::Uniform { min, max } => Random::Uniform { min, max }.serialize(s),
            Dist::Exponential { mean } => Random::Exponential { mean }.serialize(s),
            Dist::Normal { mean, sd } => Random::Normal { mean, sd }.serialize(s),
            Dist::LogNormal { median, sigma } => Random::LogNormal { median, sigma }.serialize(s),
            Dist::Pareto { min, shape } => Random::Pareto { min, shape }.serialize(s),
            Dist::Erlang { mean, shape } => Random::Erlang { mean, shape }.serialize(s),
            Dist::Empirical(quantiles) => {
                let [p50, p90, p99, max] = quantiles.spans();
                Random::Empirical { p50, p90, p99, max }.serialize(s)
            }
        }
    }
}

// Not derived as untagged, which would lose the place and the message of an error.
impl<'de> Deserialize<'de> for Dist {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Dist, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Dist;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // The alternate form is Portuguese: see `json::read`.
                f.write_str(if f.alternate() {
                    "uma duração como \"250ms\" ou uma distribuição como {\"exponential\": …}"
                } else {
                    "a duration such as \"250ms\", or a distribution such as {\"exponential\": …}"
                })
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Dist, E> {
                text.parse().map(Dist::Fixed).map_err(|error: SpanError| error.refuse(&self))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Dist, A::Error> {
                Ok(match Random::deserialize(MapAccessDeserializer::new(map))? {
                    Random::Uniform { min, max } => Dist::Uniform { min, max },
                    Random::Exponential { mean } => Dist::Exponential { mean },
                    Random::Normal { mean, sd } => Dist::Normal { mean, sd },
                    Random::LogNormal { median, sigma } => Dist::LogNormal { median, sigma },
                    Random::Pareto { min, shape } => Dist::Pareto { min, shape },
                    Random::Erlang { mean, shape } => Dist::Erlang { mean, shape },
                    Random::Empirical { p50, p90, p99, max } => Dist::Empirical(Quantiles::new([p50, p90, p99, max])),
                })
            }
        }
        d.deserialize_any(Form)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Dist {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Distribution".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "How long something takes: always the same, or drawn from a distribution.",
            "anyOf": [generator.subschema_for::<Span>(), generator.subschema_for::<Random>()]
        })
    }
}

impl Dist {
    /// Always zero.
    pub const NONE: Dist = Dist::Fixed(Span::ZERO);

    /// Samples a duration; calls `draw` only if the distribution is random.
    // Inlined where speed is all: in WebAssembly every byte is downloaded.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    pub fn sample(&self, draw: impl FnOnce() -> Draw) -> Span {
        match *self {
            Dist::Fixed(span) => span,
            _ => self.sample_from(draw()),
        }
    }

    /// Samples a duration by this draw.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    pub fn sample_from(&self, mut draw: Draw) -> Span {
        match *self {
            Dist::Exponential { mean } => {
                left_out!();
                mean.scaled(draw.exponential())
            }
            Dist::Uniform { min, max } => {
                min.plus(Span::from_micros(max.as_micros().saturating_sub(min.as_micros())).scaled(draw.unit()))
            }
            _ => self.sample_other(draw),
        }
    }

    // The draw by value, so that it stays in registers above.
    #[cold]
    #[inline(never)]
    fn sample_other(&self, mut draw: Draw) -> Span {
        left_out!();
        match *self {
            Dist::Fixed(span) => span,
            Dist::Uniform { .. } | Dist::Exponential { .. } => Span::ZERO,
            Dist::Normal { mean, sd } => {
                let micros = mean.as_micros() as f64 + sd.as_micros() as f64 * draw.normal();
                Span::from_micros(1).scaled(micros)
            }
            Dist::LogNormal { median, sigma } => median.scaled(libm::exp(sigma * draw.normal())),
            Dist::Pareto { min, shape } => min.scaled(libm::pow(1.0 - draw.unit(), -1.0 / shape)),
            Dist::Erlang { mean, shape } => {
                let sum: f64 = (0..shape).map(|_| draw.exponential()).sum();
                mean.scaled(sum / f64::from(shape))
            }
            Dist::Empirical(quantiles) => quantiles.at(draw.unit()),
        }
    }
}

const _: () = assert!(size_of::<Dist>() == 24);

packed! {
    enum Dist {
        Fixed(span), Uniform { min, max }, Exponential { mean }, Normal { mean, sd }, LogNormal { median, sigma },
        Pareto { min, shape }, Erlang { mean, shape }, Empirical(quantiles)
    }
    struct Quantiles(micros);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::{Purpose, Streams};

    const COUNT: u32 = 200_000;

    fn ms(ms: u64) -> Span {
        Span::from_millis(ms)
    }

    /// Many samples in milliseconds, ascending.
    fn samples(dist: Dist) -> Vec<f64> {
        let streams = Streams::new(11);
        let sample = |i| dist.sample(|| streams.draw(Purpose::Work, 3, i, 1)).as_millis();
        let mut samples: Vec<f64> = (0..COUNT).map(sample).collect();
        samples.sort_by(f64::total_cmp);
        samples
    }

    fn mean_and_sd(samples: &[f64]) -> (f64, f64) {
        let count = samples.len() as f64;
        let mean = samples.iter().sum::<f64>() / count;
        let square = samples.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
        (mean, libm::sqrt(square))
    }

    fn quantile(samples: &[f64], share: f64) -> f64 {
        samples[(samples.len() as f64 * share) as usize]
    }

    fn near(value: f64, expected: f64, within: f64) {
        assert!((value / expected - 1.0).abs() < within, "{value} instead of {expected}");
    }

    #[test]
    fn a_normal_has_its_mean_and_deviation_and_is_cut_at_zero() {
        let narrow = samples(Dist::Normal { mean: ms(100), sd: ms(10) });
        let (mean, sd) = mean_and_sd(&narrow);
        near(mean, 100.0, 0.002);
        near(sd, 10.0, 0.01);
        // One standard deviation below and above, and two.
        for (share, expected) in [(0.158_655, 90.0), (0.5, 100.0), (0.841_345, 110.0), (0.977_25, 120.0)] {
            near(quantile(&narrow, share), expected, 0.005);
        }
        let wide = samples(Dist::Normal { mean: ms(10), sd: ms(10) });
        let cut = wide.iter().filter(|x| **x == 0.0).count() as f64 / f64::from(COUNT);
        near(cut, 0.158_655, 0.02);
        // mean·Φ(1) + sd·φ(1)
        near(mean_and_sd(&wide).0, 10.0 * 0.841_345 + 10.0 * 0.241_971, 0.01);
    }

    #[test]
    fn a_log_normal_has_its_median_and_a_mean_above_it() {
        let samples = samples(Dist::LogNormal { median: ms(100), sigma: 0.5 });
        near(quantile(&samples, 0.5), 100.0, 0.01);
        near(quantile(&samples, 0.841_345), 100.0 * libm::exp(0.5), 0.01);
        let (mean, sd) = mean_and_sd(&samples);
        near(mean, 100.0 * libm::exp(0.125), 0.01);
        near(sd, 100.0 * libm::exp(0.125) * libm::sqrt(libm::exp(0.25) - 1.0), 0.02);
    }

    #[test]
    fn a_pareto_has_its_tail_and_nothing_below_its_minimum() {
        let samples = samples(Dist::Pareto { min: ms(100), shape: 3.0 });
        assert!(samples[0] >= 100.0);
        for (share, times) in [(0.5, 2.0), (0.9, 10.0), (0.99, 100.0)] {
            near(quantile(&samples, share), 100.0 * libm::cbrt(times), 0.02);
        }
        near(mean_and_sd(&samples).0, 150.0, 0.01);
        // The heaviest tail there is stays within the longest span.
        let heavy = Dist::Pareto { min: Span::LONGEST, shape: 0.1 };
        assert_eq!(heavy.sample(|| Streams::new(1).draw(Purpose::Work, 0, 0, 0)), Span::LONGEST);
    }

    #[test]
    fn an_erlang_of_one_is_exponential_and_of_more_more_regular() {
        for shape in [1, 4, 100] {
            let (mean, sd) = mean_and_sd(&samples(Dist::Erlang { mean: ms(100), shape }));
            near(mean, 100.0, 0.01);
            near(sd, 100.0 / libm::sqrt(f64::from(shape)), 0.02);
        }
        let exponential = samples(Dist::Exponential { mean: ms(100) });
        assert_eq!(samples(Dist::Erlang { mean: ms(100), shape: 1 }), exponential);
    }

    #[test]
    fn an_empirical_one_has_the_quantiles_that_were_measured() {
        let measured = [80, 200, 1_000, 3_000].map(ms);
        let quantiles = Quantiles::new(measured);
        assert_eq!(quantiles.spans(), measured);
        let samples = samples(Dist::Empirical(quantiles));
        for (share, expected) in [(0.25, 40.0), (0.5, 80.0), (0.7, 140.0), (0.9, 200.0), (0.99, 1_000.0)] {
            near(quantile(&samples, share), expected, 0.02);
        }
        assert!(samples[samples.len() - 1] < 3_000.0 && samples[samples.len() - 1] > 2_900.0);
    }

    /// The same bits everywhere: these numbers were drawn natively, and a test of the page draws them in WebAssembly.
    #[test]
    fn samples_are_the_same_on_every_platform() {
        let dists = [
            Dist::Normal { mean: ms(100), sd: ms(30) },
            Dist::LogNormal { median: ms(100), sigma: 1.5 },
            Dist::Pareto { min: ms(100), shape: 1.2 },
            Dist::Erlang { mean: ms(100), shape: 3 },
            Dist::Empirical(Quantiles::new([80, 200, 1_000, 3_000].map(ms))),
        ];
        let streams = Streams::new(5);
        let sum = |dist: &Dist| -> u64 {
            (0..1_000).map(|i| dist.sample(|| streams.draw(Purpose::Work, 1, i, 1)).as_micros()).sum()
        };
        assert_eq!(dists.each_ref().map(sum), SUMS);
    }

    const SUMS: [u64; 5] = [99_792_359, 270_876_525, 370_340_323, 100_870_839, 140_826_498];

    #[test]
    fn each_form_is_read_and_written_the_same() {
        for json in [
            r#""250ms""#,
            r#"{"uniform":{"min":"1ms","max":"2ms"}}"#,
            r#"{"exponential":{"mean":"10ms"}}"#,
            r#"{"normal":{"mean":"100ms","sd":"30ms"}}"#,
            r#"{"logNormal":{"median":"100ms","sigma":0.5}}"#,
            r#"{"pareto":{"min":"100ms","shape":1.5}}"#,
            r#"{"erlang":{"mean":"100ms","shape":3}}"#,
            r#"{"empirical":{"p50":"80ms","p90":"200ms","p99":"1s","max":"30min"}}"#,
        ] {
            let dist: Dist = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&dist).unwrap(), json);
        }
    }
}
