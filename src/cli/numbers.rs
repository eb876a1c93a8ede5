//! Numbers and times formatted for a language.

use crate::cli::lang::{Lang, pick};
use carteiro::base::time::Span;

/// A whole number with its digits in groups of three: `1,000,000`.
pub fn count(number: impl Into<u64>, lang: Lang) -> String {
    let digits = number.into().to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push_str(pick(lang, ",", "."));
        }
        text.push(digit);
    }
    text
}

/// A time with three digits, or all its integer digits, in a fitting unit: `45.6 ms`, `1.25 s`, `2.50 min`.
pub fn time(span: Span, lang: Lang) -> String {
    const UNITS: [(f64, &str); 5] =
        [(86_400_000.0, "d"), (3_600_000.0, "h"), (60_000.0, "min"), (1_000.0, "s"), (0.0, "ms")];
    let ms = span.as_millis();
    let (scale, unit) = UNITS.into_iter().find(|(least, _)| ms >= *least).unwrap_or((0.0, "ms"));
    let value = if scale > 0.0 { ms / scale } else { ms };
    format!("{} {unit}", figures(value, lang))
}

/// A share in percent: `12.5 %`.
pub fn percent(share: f64, lang: Lang) -> String {
    format!("{} %", figures(share * 100.0, lang))
}

/// A number with three digits, or all its integer digits: `0.25`, `12.5`, `1500`.
pub fn figures(value: f64, lang: Lang) -> String {
    let decimals = if value >= 99.95 {
        0
    } else if value >= 9.995 {
        1
    } else {
        2
    };
    let number = format!("{value:.decimals$}");
    let number = match number.split_once('.') {
        // A fraction of zeros alone is dropped.
        Some((whole, fraction)) if fraction.trim_end_matches('0').is_empty() => whole.to_owned(),
        _ => number,
    };
    number.replace('.', pick(lang, ".", ","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups() {
        for (number, text) in [(0u64, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(number, Lang::En), text);
        }
        assert_eq!(count(1_000_000u64, Lang::PtBr), "1.000.000");
    }

    #[test]
    fn times_have_the_unit_that_suits_them() {
        let text = |us| time(Span::from_micros(us), Lang::En);
        for (us, words) in [
            (0, "0 ms"),
            (1, "0 ms"),
            (45_551, "45.6 ms"),
            (850_000, "850 ms"),
            (1_250_000, "1.25 s"),
            (60_000_000, "1 min"),
            (150_000_000, "2.50 min"),
            (Span::LONGEST.as_micros(), "365 d"),
        ] {
            assert_eq!(text(us), words, "{us} us");
        }
        assert_eq!(time(Span::from_millis(1_250), Lang::PtBr), "1,25 s");
    }
}
