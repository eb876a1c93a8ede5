//! Declarations of rows: each column's name beside its value, so that neither can be moved without the other.

/// Declares the column names of a kind of row, in order, and the function that appends one row to a list of numbers.
///
/// The columns of measures come first, named and read as the measures are. The other columns follow, each with its name
/// and its value.
macro_rules! row {
    ($(#[$doc:meta])* $names:ident, $write:ident($($arg:ident: $type:ty),* $(,)?) {
        $(measures $subject:ident as $measure_arg:ident, $read:expr => [$($measure:ident),* $(,)?];)?
        $($column:literal => $value:expr,)*
    }) => {
        $(#[$doc])*
        pub const $names: &[&str] = &[$($($subject::$measure.name(),)*)? $($column),*];

        fn $write(out: &mut Vec<f64>, $($arg: $type),*) {
            $(let read = |$measure_arg: $subject| -> f64 { $read };)?
            let numbers: [f64; $names.len()] =
                [$($(read($subject::$measure),)*)? $($value),*];
            out.extend(numbers);
        }
    };
}

pub(super) use row;

pub(super) fn index(i: Option<impl Into<f64>>) -> f64 {
    i.map_or(-1.0, Into::into)
}

pub(super) fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}
