//! Strides: how far one step in time goes.

use crate::trace::What;

/// How far one step goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stride {
    /// To the next event or command.
    Event,
    /// To the end of the next run of a handler.
    Attempt,
    /// To where the next message is finished: acknowledged, suppressed, dead or dropped.
    Message,
}

impl Stride {
    /// Whether a step of this stride ends at this fact.
    pub(super) const fn ends_with(self, what: &What) -> bool {
        match self {
            Stride::Event => true,
            Stride::Attempt => matches!(what, What::RunEnded { .. }),
            Stride::Message => matches!(
                what,
                What::MessageAcked { .. }
                    | What::MessageSuppressed { .. }
                    | What::MessageDeadLettered { .. }
                    | What::MessageDropped { .. }
            ),
        }
    }
}
