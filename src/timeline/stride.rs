//! Steps in time: how far one goes.

use crate::trace::What;

/// How far one step goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stride {
    /// To the next event or command.
    Event,
    /// To where the next run of a handler ends.
    Attempt,
    /// To where the next message is done with: acknowledged, suppressed, dead or gone.
    Message,
}

impl Stride {
    /// Whether such a step ends where this happens.
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
