//! One run, in numbers.
