//! Slices: how much one call may do before it returns, so that no call is long.

/// What is left of a slice, by work and by bytes alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slice {
    /// Events, and what touched items are worth in events.
    pub work: u64,
    /// Bytes written: facts, and worlds that are cloned.
    pub bytes: usize,
}

impl Slice {
    /// Some milliseconds, also in a browser.
    pub const USUAL: Slice = Slice { work: 8_192, bytes: 16 << 20 };

    pub const fn is_over(&self) -> bool {
        self.work == 0 || self.bytes == 0
    }

    /// Takes off what was done.
    pub const fn spend(&mut self, work: u64, bytes: usize) {
        self.work = self.work.saturating_sub(work);
        self.bytes = self.bytes.saturating_sub(bytes);
    }
}
