//! A history: a world at a playhead that goes back and forth over what happened, and checkpoints to go back to.
//!
//! Nothing is ever undone: to go back is to take the last checkpoint before, and to live the rest again.

use crate::base::ids::{CallId, SubscriptionId};
use crate::base::time::Time;
use crate::model::{CallPolicy, Command, Delivery};
use crate::observe::Tally;
use crate::sim::{BudgetSpent, CommandError, World};
use crate::timeline::record::CommandRecord;
use crate::timeline::stride::Stride;
use crate::timeline::watch::Watch;
use crate::trace::Digest;

/// What a world was at some instant.
#[derive(Clone, Debug)]
struct Checkpoint {
    world: World,
    digest: Digest,
    tally: Tally,
}

/// Why a recorded command cannot be repeated.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RepeatError {
    /// The world never comes to that instant after that many events.
    #[error("the world does not come to this position")]
    Misplaced,
    /// It would not be carried out there.
    #[error(transparent)]
    Refused(#[from] CommandError),
}

impl From<BudgetSpent> for RepeatError {
    fn from(spent: BudgetSpent) -> RepeatError {
        CommandError::from(spent).into()
    }
}

/// A world with its past and, when the playhead stands in the past, its future.
#[derive(Clone, Debug)]
pub struct History {
    /// The world at the playhead.
    world: World,
    watch: Watch,
    /// All commands, those after the playhead too: the world has carried out the first [`World::commands`] of them.
    commands: Vec<CommandRecord>,
    checkpoints: Vec<Checkpoint>,
    /// Events between checkpoints.
    spacing: u64,
    /// How far the world has come: the instant and the events.
    head: (Time, u64),
}

impl History {
    /// Events between checkpoints at first: some milliseconds to live again.
    const SPACING: u64 = 4_096;
    /// With more checkpoints than this, every second one goes, and they are twice as far apart from then on.
    const MOST_CHECKPOINTS: usize = 32;
    /// The same with more orders and messages than this in all of them: some 100 bytes each.
    const MOST_KEPT: usize = 600_000;
    /// Events that a step goes on for the sake of something that does not happen.
    const PATIENCE: u32 = 10_000;

    /// The history of a world that has none yet.
    pub fn new(world: World) -> History {
        let mut history = History {
            watch: Watch::new(world.model()),
            head: (world.now(), world.events()),
            world,
            commands: Vec::new(),
            checkpoints: Vec::new(),
            spacing: History::SPACING,
        };
        history.keep();
        history
    }

    /// The same with checkpoints so many events apart, at first.
    pub const fn with_checkpoints(mut self, events: u64) -> History {
        self.spacing = events;
        self
    }

    /// The world at the playhead.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// What was seen of it.
    pub const fn watch(&self) -> &Watch {
        &self.watch
    }

    /// All commands, those after the playhead too.
    pub fn commands(&self) -> &[CommandRecord] {
        &self.commands
    }

    /// The last instant that is known.
    pub fn head(&self) -> Time {
        self.head.0
    }

    /// Whether something after the playhead is known: a command now would make another future.
    pub fn is_past(&self) -> bool {
        (self.world.now(), self.world.events()) < self.head || self.done() < self.commands.len()
    }

    /// How a subscription delivered at an instant.
    pub fn delivery_at(&self, subscription: SubscriptionId, at: Time) -> &Delivery {
        let is_it =
            |command: &Command| matches!(command, Command::SetDelivery { subscription: s, .. } if *s == subscription);
        match self.last_before(at, &is_it) {
            Some(Command::SetDelivery { delivery, .. }) => delivery,
            _ => &self.world.model().subscriptions[subscription.index()].delivery,
        }
    }

    /// How patient a caller was at an instant.
    pub fn call_policy_at(&self, call: CallId, at: Time) -> &CallPolicy {
        let is_it = |command: &Command| matches!(command, Command::SetCall { call: c, .. } if *c == call);
        match self.last_before(at, &is_it) {
            Some(Command::SetCall { policy, .. }) => policy,
            _ => &self.world.model().calls[call.index()].policy,
        }
    }

    /// The last such command up to an instant, a person's or the scenario's.
    fn last_before(&self, at: Time, is_it: &dyn Fn(&Command) -> bool) -> Option<&Command> {
        let faults = self.world.model().faults.iter().map(|fault| (fault.at, &fault.command));
        let given = self.commands.iter().map(|record| (record.at, &record.command));
        let such = faults.chain(given).filter(|(when, command)| *when <= at && is_it(command));
        such.max_by_key(|(when, _)| *when).map(|(_, command)| command)
    }

    /// Goes forward to an instant, through what is known of the future and on from there.
    ///
    /// # Errors
    /// When the budget of events is spent; the world stands where that happened.
    pub fn advance(&mut self, to: Time) -> Result<(), BudgetSpent> {
        self.run(to, u64::MAX)
    }

    /// Goes to the very beginning: before the first event, and before any command.
    pub fn rewind(&mut self) {
        self.restore(|c| c.world.events() == 0);
    }

    /// Goes to an instant, back or forth: to the state after everything that happens up to it.
    ///
    /// # Errors
    /// As [`History::advance`].
    pub fn seek(&mut self, to: Time) -> Result<(), BudgetSpent> {
        if to < self.world.now() {
            self.restore(|c| c.world.now() <= to);
        } else {
            self.take_nearer(|c| c.world.now() <= to);
        }
        self.run(to, u64::MAX)
    }

    /// Goes to where a fact of the trace has just happened; one that is not known is the end.
    ///
    /// # Errors
    /// As [`History::advance`].
    pub fn seek_fact(&mut self, index: usize) -> Result<(), BudgetSpent> {
        let Some(fact) = self.watch.trace.recorded().get(index) else { return self.seek(self.head.0) };
        let before = Time::from_micros(fact.at.as_micros().saturating_sub(1));
        let is_before = |c: &Checkpoint| c.digest.count() <= index && c.world.now() <= before;
        self.restore(is_before);
        if self.world.now() < before {
            self.run(before, u64::MAX)?;
        }
        while self.watch.trace.facts().len() <= index && self.go()? {}
        Ok(())
    }

    /// Goes one step forward; false when nothing is left to happen.
    ///
    /// # Errors
    /// As [`History::advance`].
    pub fn step(&mut self, stride: Stride) -> Result<bool, BudgetSpent> {
        for n in 0..History::PATIENCE {
            let seen = self.watch.trace.facts().len();
            if !self.go()? {
                return Ok(n > 0);
            }
            let news = &self.watch.trace.facts()[seen..];
            if stride == Stride::Event || news.iter().any(|fact| stride.ends_with(&fact.what)) {
                break;
            }
        }
        Ok(true)
    }

    /// Goes one step back: to before the last event or command, and then on back to where such a step would have ended.
    /// False at the beginning.
    ///
    /// # Errors
    /// As [`History::advance`].
    pub fn back(&mut self, stride: Stride) -> Result<bool, BudgetSpent> {
        let (events, done) = (self.world.events(), self.done());
        if events == 0 && done == 0 {
            self.rewind();
            return Ok(false);
        }
        let last_is_a_command = done > 0 && self.commands[done - 1].events == events;
        let (events, done) = if last_is_a_command { (events, done - 1) } else { (events - 1, done) };
        self.live_again(self.head.0, events, done)?;
        if stride != Stride::Event {
            match self.watch.trace.facts().iter().rposition(|fact| stride.ends_with(&fact.what)) {
                Some(index) => self.seek_fact(index)?,
                None => self.rewind(),
            }
        }
        Ok(true)
    }

    /// The position of the playhead: the instant, the events and the commands executed. An instant alone is none, for much
    /// may happen at one.
    pub fn position(&self) -> (Time, u64, usize) {
        (self.world.now(), self.world.events(), self.done())
    }

    /// The position of the last that is known.
    pub fn head_position(&self) -> (Time, u64, usize) {
        (self.head.0, self.head.1, self.commands.len())
    }

    /// Goes to a position; false when there is no such.
    ///
    /// # Errors
    /// As [`History::advance`].
    pub fn seek_position(&mut self, (at, events, done): (Time, u64, usize)) -> Result<bool, BudgetSpent> {
        self.live_again(at, events, done)?;
        let reached = (self.world.events(), self.done()) == (events, done) && self.world.wait_until(at);
        self.reach(false);
        Ok(reached)
    }

    /// Goes to where so many events and commands are executed, if that is up to an instant.
    fn live_again(&mut self, until: Time, events: u64, done: usize) -> Result<(), BudgetSpent> {
        self.restore(|c| c.world.events() <= events && c.world.commands() <= done);
        // Up to the last event before; then to the very position, for commands share it.
        if events > 0 {
            self.run(until, events - 1)?;
        }
        while (self.world.events(), self.done()) < (events, done) && self.world.now() <= until && self.go()? {}
        Ok(())
    }

    /// Carries out a command at the playhead. What was known of the time after it is forgotten.
    ///
    /// # Errors
    /// As [`World::apply`]; a command that is refused has changed nothing.
    pub fn apply(&mut self, command: Command, text: &str) -> Result<(), CommandError> {
        self.world.judge(&command)?;
        self.cut();
        let (at, events) = (self.world.now(), self.world.events());
        self.commands.push(CommandRecord { at, events, command, text: text.into() });
        let result = self.world.apply(&self.commands[self.commands.len() - 1].command, &mut self.watch);
        self.reach(false);
        result
    }

    /// Goes to where a command was given, and carries it out as it was then.
    ///
    /// # Errors
    /// When the position cannot be reached, or the command is refused there. What was known of the time after the playhead
    /// is forgotten, and the world stands where it is not possible to go on.
    pub fn repeat(&mut self, at: Time, events: u64, command: Command, text: &str) -> Result<(), RepeatError> {
        self.cut();
        if at < self.world.now() || events < self.world.events() {
            return Err(RepeatError::Misplaced);
        }
        self.run(at, events)?;
        if self.world.events() != events || !self.world.wait_until(at) {
            return Err(RepeatError::Misplaced);
        }
        Ok(self.apply(command, text)?)
    }

    /// Forgets what is known of the time after the playhead.
    pub fn cut(&mut self) {
        if !self.is_past() {
            return;
        }
        let (events, done) = (self.world.events(), self.done());
        self.checkpoints.retain(|c| c.world.events() <= events && c.world.commands() <= done);
        self.commands.truncate(done);
        self.watch.cut(self.world.model());
        self.head = (self.world.now(), events);
    }

    /// Commands carried out before the playhead.
    fn done(&self) -> usize {
        self.world.commands()
    }

    /// One event or command on; false when nothing is left.
    fn go(&mut self) -> Result<bool, BudgetSpent> {
        let record = self.commands.get(self.done()).filter(|record| record.events == self.world.events());
        let more = match record {
            Some(record) => redo(&mut self.world, record, &mut self.watch).map(|()| true),
            None => self.world.step(&mut self.watch),
        };
        self.reach(more == Ok(true));
        more
    }

    /// Runs through commands and events up to an instant, or until so many events are executed.
    fn run(&mut self, until: Time, events: u64) -> Result<(), BudgetSpent> {
        while let Some(record) =
            self.commands.get(self.done()).filter(|record| record.at <= until && record.events <= events)
        {
            let (at, events) = (record.at, record.events);
            self.run_undisturbed(at, events)?;
            let done = self.done();
            redo(&mut self.world, &self.commands[done], &mut self.watch)?;
        }
        self.run_undisturbed(until, events)
    }

    /// The same where no command is.
    fn run_undisturbed(&mut self, until: Time, events: u64) -> Result<(), BudgetSpent> {
        let mut result = Ok(false);
        while self.world.events() < events && result == Ok(false) {
            let most = events.min(self.next_checkpoint()).saturating_sub(self.world.events()).max(1);
            result = self.world.run_part(until, most, &mut self.watch);
            self.reach(result == Ok(false));
        }
        result.map(|_| ())
    }

    /// At how many events the next checkpoint is due.
    fn next_checkpoint(&self) -> u64 {
        self.checkpoints.last().map_or(0, |c| c.world.events()) + self.spacing
    }

    /// Takes note of how far the world has come. A checkpoint is made right after an event and not after waiting, so that
    /// it stands before every command that may come after it.
    fn reach(&mut self, after_event: bool) {
        let here = (self.world.now(), self.world.events());
        self.head = self.head.max(here);
        if after_event && here.1 >= self.next_checkpoint() {
            self.keep();
        }
    }

    fn keep(&mut self) {
        let (world, digest) = (self.world.clone(), self.watch.trace.digest());
        self.checkpoints.push(Checkpoint { world, digest, tally: self.watch.tally.clone() });
        let weight = |c: &Checkpoint| c.world.ledger().orders().len() + c.world.messages().count();
        let kept: usize = self.checkpoints.iter().map(weight).sum();
        if self.checkpoints.len() > History::MOST_CHECKPOINTS
            || (kept > History::MOST_KEPT && self.checkpoints.len() > 2)
        {
            self.spacing *= 2;
            let mut nth = 0;
            self.checkpoints.retain(|_| {
                nth += 1;
                nth % 2 == 1
            });
        }
    }

    /// Goes to the last checkpoint that is early enough; the first one, which has no event and no command, always is.
    fn restore(&mut self, early_enough: impl Fn(&Checkpoint) -> bool) {
        let index = self.checkpoints.iter().rposition(early_enough).unwrap_or(0);
        let c = &self.checkpoints[index];
        self.world = c.world.clone();
        self.watch.rewind(c.digest, &c.tally);
    }

    /// The same, unless the playhead is not farther from there.
    fn take_nearer(&mut self, early_enough: impl Fn(&Checkpoint) -> bool) {
        if self.checkpoints.iter().rfind(|c| early_enough(c)).is_some_and(|c| c.world.events() > self.world.events()) {
            self.restore(early_enough);
        }
    }
}

/// Carries a command out again. What was refused then is refused now, and what could not be afforded then cannot be now.
fn redo(world: &mut World, record: &CommandRecord, watch: &mut Watch) -> Result<(), BudgetSpent> {
    world.wait_until(record.at);
    match world.apply(&record.command, watch) {
        Err(CommandError::Budget(spent)) => Err(spent),
        _ => Ok(()),
    }
}
