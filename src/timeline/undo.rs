//! Undo: how to take back the changes of settings since the playhead last went elsewhere.

use crate::model::Command;

/// The commands that take back changes, the next one last: each is the inverse of what was done. There are no more of
/// them than commands in the history's log.
#[derive(Clone, Default, Debug)]
pub(super) struct Undo {
    pub(super) done: Vec<Command>,
    pub(super) undone: Vec<Command>,
}

impl Undo {
    /// Records how to take back what was just done. What was undone before cannot be made again.
    pub(super) fn note(&mut self, back: Command) {
        self.done.push(back);
        self.undone.clear();
    }

    /// Forgets all changes: elsewhere in time other settings are in force.
    pub(super) fn forget(&mut self) {
        *self = Undo::default();
    }
}
