//! Ways: where a playhead is to go.

use crate::base::time::Time;
use crate::timeline::stride::Stride;

/// Where a playhead is to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// Forth to an instant, through the known future and beyond.
    Advance(Time),
    /// To an instant, back or forth: the state after everything that happens up to it.
    Seek(Time),
    /// To right after a fact of the trace; to the end if the fact is unknown.
    Fact(usize),
    /// To a position: an instant, and numbers of events and commands.
    Position(Time, u64, usize),
    /// Forth to where a recorded command was given: an instant, and a number of events.
    Place(Time, u64),
    /// Back to where the step before ended. These numbers of events and commands come first; from there it is back to a
    /// fact that ends such a step.
    Back(Stride, u64, usize),
}
