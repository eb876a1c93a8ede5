//! Simulated time in whole microseconds, so that no rounding differs between machines.

use crate::base::decimal;
use crate::base::packed::packed;
use serde::de::{self, Expected, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::{Add, AddAssign, Sub};
use std::str::FromStr;

/// An instant, in microseconds since the start of the run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Time(u64);

/// A duration, in microseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Span(u64);

impl Time {
    /// Start of every run.
    pub const ZERO: Time = Time(0);
    /// Later than any instant a run reaches.
    pub const MAX: Time = Time(u64::MAX);

    /// The instant `us` microseconds after the start.
    pub const fn from_micros(us: u64) -> Time {
        Time(us)
    }

    /// Microseconds since the start.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Milliseconds since the start, the unit of the page.
    pub fn as_millis(self) -> f64 {
        self.0 as f64 / 1e3
    }

    /// Latest instant that a caller can drive a run to, 285 years: up to here microseconds are exact in an `f64`.
    const LAST_US: u64 = 1 << 53;

    /// The instant `ms` milliseconds after the start. Negative values and NaN give the start; the result is at most
    /// 2^53 microseconds.
    pub fn from_millis(ms: f64) -> Time {
        Time(((ms * 1e3 + 0.5) as u64).min(Self::LAST_US))
    }

    /// Time since `earlier`, or zero if that is later.
    pub const fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    pub const ZERO: Span = Span(0);
    /// Longest duration a scenario may contain: 365 days.
    pub const LONGEST: Span = Span(365 * 24 * 3_600 * 1_000_000);

    pub const fn from_micros(us: u64) -> Span {
        Span(us)
    }

    pub const fn from_millis(ms: u64) -> Span {
        Span(ms * 1_000)
    }

    pub const fn from_secs(s: u64) -> Span {
        Span(s * 1_000_000)
    }

    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Milliseconds, the unit of the page.
    pub fn as_millis(self) -> f64 {
        self.0 as f64 / 1e3
    }

    /// This span times `factor`, rounded to the nearest microsecond, between zero and [`Span::LONGEST`].
    pub fn scaled(self, factor: f64) -> Span {
        // `as` saturates and maps NaN to 0; adding a half first rounds without `f64::round`. Signed, because processors
        // convert no unsigned numbers; a span is far below 2^63.
        let scaled = self.0 as i64 as f64 * factor + 0.5;
        // Saturating takes a processor half as long for 32 bits, which hold more than an hour.
        if scaled < f64::from(u32::MAX) {
            return Span((scaled as u32).into());
        }
        Span((scaled as i64).clamp(0, Span::LONGEST.0 as i64) as u64)
    }

    /// Sum, at most [`Span::LONGEST`].
    pub fn plus(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0)).min(Span::LONGEST)
    }
}

impl fmt::Display for Time {
    /// Seconds with six decimals: `12.680000 s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06} s", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}

impl Add<Span> for Time {
    type Output = Time;
    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Span> for Time {
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}

impl Sub for Time {
    type Output = Span;
    fn sub(self, earlier: Time) -> Span {
        self.since(earlier)
    }
}

/// Units of a duration, longest first, in microseconds.
const UNITS: [(&str, u64); 6] =
    [("d", 86_400_000_000), ("h", 3_600_000_000), ("min", 60_000_000), ("s", 1_000_000), ("ms", 1_000), ("us", 1)];

/// Why a text is not a duration.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SpanError {
    /// Not a number followed by a unit.
    #[error("a duration is a number and a unit: \"250ms\", \"2s\", \"5min\" (units: us, ms, s, min, h, d)")]
    Malformed,
    /// Longer than [`Span::LONGEST`].
    #[error("a duration is at most 365 days (\"365d\")")]
    TooLong,
}

impl SpanError {
    const ALL: [SpanError; 2] = [SpanError::Malformed, SpanError::TooLong];

    /// Code that identifies the error after it has passed through serde, whose errors carry only text.
    const fn code(self) -> &'static str {
        match self {
            SpanError::Malformed => "malformed duration",
            SpanError::TooLong => "duration above the longest",
        }
    }

    /// Converts to a serde error, for a value that may be a duration.
    pub(crate) fn refuse<E: de::Error>(self, expected: &dyn Expected) -> E {
        E::invalid_value(Unexpected::Other(self.code()), expected)
    }

    /// Recovers the error from a refused value; the inverse of [`SpanError::refuse`].
    pub(crate) fn refused(found: Unexpected<'_>) -> Option<SpanError> {
        let Unexpected::Other(code) = found else { return None };
        SpanError::ALL.into_iter().find(|error| error.code() == code)
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Span, SpanError> {
        let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (number, unit) = digits.and_then(|at| text.split_at_checked(at)).ok_or(SpanError::Malformed)?;
        let scale = UNITS.iter().find(|u| u.0 == unit).ok_or(SpanError::Malformed)?.1;
        if number.ends_with('.') {
            return Err(SpanError::Malformed);
        }
        let value = decimal::parse(number).ok_or(SpanError::Malformed)?;
        let us = value * scale as f64 + 0.5;
        if us > Span::LONGEST.0 as f64 + 0.5 {
            return Err(SpanError::TooLong);
        }
        Ok(Span(us as u64))
    }
}

impl fmt::Display for Span {
    /// The shortest exact text: a whole number of the largest unit possible.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0ms");
        }
        for (unit, scale) in UNITS {
            if self.0.is_multiple_of(scale) {
                return write!(f, "{}{unit}", self.0 / scale);
            }
        }
        Ok(())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Span, D::Error> {
        struct Form;
        impl Visitor<'_> for Form {
            type Value = Span;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // The alternate form is Portuguese: see `json::read`.
                f.write_str(if f.alternate() { "uma duração como \"250ms\"" } else { "a duration such as \"250ms\"" })
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Span, E> {
                text.parse().map_err(|error: SpanError| error.refuse(&self))
            }
        }
        d.deserialize_str(Form)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Span {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Duration".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": r"^[0-9]+(\.[0-9]+)?(us|ms|s|min|h|d)$",
            "description": "A number and a unit: 250ms, 2s, 5min. At most 365d."
        })
    }
}

packed! {
    struct Time(micros);
    struct Span(micros);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_span_round_trip() {
        for (text, us) in
            [("250ms", 250_000), ("2s", 2_000_000), ("5min", 300_000_000), ("1.5s", 1_500_000), ("7us", 7)]
        {
            let span: Span = text.parse().unwrap();
            assert_eq!(span.as_micros(), us, "{text}");
            assert_eq!(span.to_string().parse(), Ok(span));
        }
        assert_eq!(Span::from_millis(1_500).to_string(), "1500ms");
        assert_eq!(Span::ZERO.to_string(), "0ms");
    }

    #[test]
    fn an_instant_comes_back_from_its_milliseconds() {
        for us in (0..100_000).chain((1 << 40)..(1 << 40) + 1_000) {
            assert_eq!(Time::from_millis(Time::from_micros(us).as_millis()).as_micros(), us);
        }
        assert_eq!(Time::from_millis(f64::INFINITY).as_micros(), Time::LAST_US);
        assert_eq!((Time::from_millis(-5.0), Time::from_millis(f64::NAN)), (Time::ZERO, Time::ZERO));
    }

    #[test]
    fn a_span_is_scaled_to_the_nearest_microsecond_however_long_it_is() {
        let hour = u64::from(u32::MAX);
        for us in (0..1_000).chain(hour - 1_000..hour + 1_000) {
            let span = Span::from_micros(us);
            assert_eq!((span.scaled(1.0), span.scaled(2.0).as_micros()), (span, 2 * us));
            assert_eq!(span.scaled(0.5).as_micros(), us.div_ceil(2));
        }
        let [below, above] = [-1.0, f64::INFINITY].map(|factor| Span::from_secs(1).scaled(factor));
        assert_eq!((below, above, Span::from_secs(1).scaled(f64::NAN)), (Span::ZERO, Span::LONGEST, Span::ZERO));
    }

    #[test]
    fn bad_durations_are_refused() {
        for text in ["", "5", "ms", "-1s", "1 s", "NaNs", "1e3s", ".5s", "5.s", "1.2.3s", "inf s"] {
            assert_eq!(text.parse::<Span>(), Err(SpanError::Malformed), "{text}");
        }
        assert_eq!("366d".parse::<Span>(), Err(SpanError::TooLong));
        assert_eq!("99999999999999999999d".parse::<Span>(), Err(SpanError::TooLong));
    }
}
