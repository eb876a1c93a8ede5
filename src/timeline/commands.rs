//! Commands of a person: executed at the playhead, counted for the lesson, and undone.

use crate::json::tree::Tree;
use crate::model::{Command, Model};
use crate::observe::Reading;
use crate::scenario::deed;
use crate::sim::CommandError;
use crate::timeline::history::History;
use crate::timeline::record::CommandRecord;
use crate::timeline::undo::Undo;

impl History {
    /// Executes a command at the playhead and discards the known future. A change of settings can then be undone.
    ///
    /// # Errors
    /// As [`crate::sim::World::apply`]; a refused command changes nothing.
    pub fn apply(&mut self, command: Command, text: &str) -> Result<(), CommandError> {
        let back = command.inverse(&self.world);
        self.execute(command, text.into(), true)?;
        if let Some(back) = back {
            self.undo.note(back);
        }
        Ok(())
    }

    /// As [`History::apply`], but leaves the list of changes as it is. A command that is repeated from a log is not
    /// `live`: the guide does not take it for the learner's.
    pub(super) fn execute(&mut self, command: Command, text: Box<str>, live: bool) -> Result<(), CommandError> {
        self.world.judge(&command)?;
        self.way = None;
        self.cut();
        let (at, events) = (self.world.now(), self.world.events());
        self.commands.push(CommandRecord { at, events, command, text });
        let result = self.carry_out(self.commands.len() - 1, live);
        self.reach(false);
        result
    }

    /// Whether a change of settings can be undone: one was made since the playhead last went elsewhere.
    pub fn can_undo(&self) -> bool {
        !self.undo.done.is_empty()
    }

    /// Whether an undone change can be made again.
    pub const fn can_redo(&self) -> bool {
        !self.undo.undone.is_empty()
    }

    /// Undoes the last change of settings, or with `again` makes the last undone one again, by a command at the playhead
    /// whose JSON `write` gives. Returns false if there is none.
    ///
    /// # Errors
    /// As [`crate::sim::World::apply`]; the change stays in its list.
    pub fn undo(&mut self, again: bool, write: impl FnOnce(&Model, &Command) -> String) -> Result<bool, CommandError> {
        let Undo { done, undone } = &mut self.undo;
        let (from, to) = if again { (undone, done) } else { (done, undone) };
        let Some(command) = from.last() else { return Ok(false) };
        self.world.judge(command)?;
        to.extend(command.inverse(&self.world));
        let text = write(self.world.model(), command);
        if let Some(command) = from.pop() {
            self.execute(command, text.into(), true)?;
        }
        Ok(true)
    }

    /// Carries out a recorded command at the playhead, and counts it for the goals; for the guide if it `follows`.
    pub(super) fn carry_out(&mut self, index: usize, follows: bool) -> Result<(), CommandError> {
        let History { world, watch, progress, guide, commands, .. } = self;
        let (model, record) = (world.model().clone(), &commands[index]);
        let lesson = model.lesson.as_ref().zip(given(&model, record));
        let (mut by_goals, mut by_guide) = (0, false);
        if let Some((lesson, given)) = &lesson {
            let before = Reading::new(world, &watch.tally);
            by_goals = progress.takes(lesson, given, &before);
            by_guide = follows && guide.takes(lesson, given, &before);
        }
        let result = world.apply(&record.command, watch);
        if let (Some((lesson, _)), Ok(()) | Err(CommandError::Budget(_))) = (lesson, &result) {
            let after = Reading::new(world, &watch.tally);
            progress.count(lesson, by_goals, &after);
            if by_guide {
                guide.count(lesson, &after);
            }
            self.look();
        }
        result
    }
}

/// The JSON of a recorded command. A figure's package has no reader for it, and takes only commands that do without.
fn given(model: &Model, record: &CommandRecord) -> Option<Tree> {
    if cfg!(feature = "reading") {
        Tree::parse(&record.text).ok()
    } else {
        deed::tree_of(model, &record.command, &record.text)
    }
}
