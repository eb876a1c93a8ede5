//! What a figure's package leaves out: mechanisms that no built-in lesson uses.
//!
//! A model that needs one of them is not prepared for figures (`model::needs`), so that its scenario opens in the
//! whole core. There, what is marked is compiled as if the mark were not.

/// Marks a place that only a mechanism reaches which a figure's package leaves out: what comes after it is not compiled there.
macro_rules! left_out {
    () => {
        if cfg!(not(feature = "mechanisms")) {
            $crate::base::left_out::reached();
        }
    };
}
pub(crate) use left_out;

/// Something is marked as left out, and is not.
#[cold]
#[inline(never)]
#[allow(clippy::panic, reason = "a bug: a mark that `model::needs` does not cover")]
pub fn reached() -> ! {
    panic!("this core has no such mechanism")
}
