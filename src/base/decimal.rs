//! Parsing and printing of short decimal numbers.
//!
//! The standard library reads and prints every `f64` exactly, with tables and code of 35 KB in WebAssembly. Durations,
//! claims and limits need only a few digits.

use std::fmt;

/// Parses digits with an optional point and decimals: `1500`, `0.25`. Anything else is `None`. Exact to the last bit up
/// to 15 digits.
pub fn parse(text: &str) -> Option<f64> {
    /// Further decimals do not change the result noticeably.
    const MOST_DECIMALS: u32 = 18;
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) {
        return None;
    }
    let (mut number, mut scale) = (0.0, 1.0);
    for b in whole.bytes() {
        number = number * 10.0 + f64::from(b - b'0');
    }
    for (b, _) in decimals.bytes().zip(0..MOST_DECIMALS) {
        number = number * 10.0 + f64::from(b - b'0');
        scale *= 10.0;
    }
    Some(number / scale)
}

/// A number that prints with at most six decimals, or as `4e-9` when it is very large or very small.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Decimal(pub f64);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut size = self.0.abs();
        if !size.is_finite() {
            return f.write_str(if size.is_nan() { "NaN" } else { "∞" });
        }
        let sign = if self.0 < 0.0 { "-" } else { "" };
        if size == 0.0 || (1e-6..1e12).contains(&size) {
            let millionths = (size * 1e6 + 0.5) as u64;
            let (whole, rest) = (millionths / 1_000_000, millionths % 1_000_000);
            if rest == 0 {
                return write!(f, "{sign}{whole}");
            }
            let decimals = format!("{rest:06}");
            return write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'));
        }
        let mut exponent = 0;
        while size >= 9.5 {
            size /= 10.0;
            exponent += 1;
        }
        while size < 0.95 {
            size *= 10.0;
            exponent -= 1;
        }
        write!(f, "{sign}{}e{exponent}", (size + 0.5) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_writes_is_read_as_the_standard_library_reads_it() {
        for text in ["0", "7", "1500.5", "0.1", "2.675", "0.000001", "123456789.123456"] {
            assert_eq!(parse(text), text.parse().ok(), "{text}");
        }
        assert!((parse("0.12345678901234567890123").unwrap() - 0.123_456_789_012_345_68).abs() < 1e-15);
        for text in ["", ".", ".5", "-1", "1e3", "1.2.3", "NaN", "inf", " 1", "٣"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert!(parse(&"9".repeat(400)).unwrap().is_infinite());
    }

    #[test]
    fn numbers_show_the_decimals_that_count() {
        let shown = [
            (0.0, "0"),
            (1.5, "1.5"),
            (-0.1, "-0.1"),
            (1_000.0, "1000"),
            (0.000_001, "0.000001"),
            (2.0 / 3.0, "0.666667"),
            (-4e-9, "-4e-9"),
            (1e12, "1e12"),
            (9.7e299, "1e300"),
            (1e300, "1e300"),
            (f64::NAN, "NaN"),
        ];
        for (number, text) in shown {
            assert_eq!(Decimal(number).to_string(), text);
        }
    }
}
