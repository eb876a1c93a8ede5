//! A history: a world at a playhead that moves back and forth over what happened.
//!
//! Nothing is ever undone. The history keeps checkpoints, clones of the world some thousand events apart, and a log of
//! commands with their positions. Seeking back restores the previous checkpoint and replays events and commands from
//! it; determinism makes the replay equal. A command at a playhead in the past discards the known future.

use crate::base::ids::{CallId, SubscriptionId};
use crate::base::time::Time;
use crate::model::{CallPolicy, Command, Delivery};
use crate::observe::Tally;
use crate::sim::{BudgetSpent, CommandError, World};
use crate::timeline::record::CommandRecord;
use crate::timeline::stride::Stride;
use crate::timeline::watch::Watch;
use crate::trace::Digest;

/// A world at some instant, with the digest of its trace and its tally.
#[derive(Clone, Debug)]
struct Checkpoint {
    world: World,
    digest: Digest,
    tally: Tally,
}

/// Why a recorded command cannot be repeated.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RepeatError {
    /// The world never reaches that instant with that number of events.
    #[error("the world does not come to this position")]
    Misplaced,
    /// The command is refused there.
    #[error(transparent)]
    Refused(#[from] CommandError),
}

impl From<BudgetSpent> for RepeatError {
    fn from(spent: BudgetSpent) -> RepeatError {
        CommandError::from(spent).into()
    }
}

/// A world with its past and, while the playhead is in the past, its known future.
#[derive(Clone, Debug)]
pub struct History {
    /// The world at the playhead.
    world: World,
    watch: Watch,
    /// All commands, including those after the playhead: the world has executed the first [`World::commands`] of them.
    commands: Vec<CommandRecord>,
    checkpoints: Vec<Checkpoint>,
    /// Events between checkpoints.
    spacing: u64,
    /// The furthest point known: the instant and the number of events.
    head: (Time, u64),
}

impl History {
    /// Events between checkpoints at first: some milliseconds to replay.
    const SPACING: u64 = 4_096;
    /// With more checkpoints than this, every second one is dropped and the spacing doubles.
    const MOST_CHECKPOINTS: usize = 32;
    /// The same limit for orders and messages in all checkpoints together: some 100 bytes each.
    const MOST_KEPT: usize = 600_000;
    /// The most events that one step executes in search of its end.
    const PATIENCE: u32 = 10_000;

    /// Starts a history at a world.
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

    /// Sets the initial number of events between checkpoints.
    pub const fn with_checkpoints(mut self, events: u64) -> History {
        self.spacing = events;
        self
    }

    /// The world at the playhead.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// The trace, the counts and the bars of the world.
    pub const fn watch(&self) -> &Watch {
        &self.watch
    }

    /// All commands, including those after the playhead.
    pub fn commands(&self) -> &[CommandRecord] {
        &self.commands
    }

    /// The last known instant.
    pub fn head(&self) -> Time {
        self.head.0
    }

    /// Whether anything after the playhead is known; a command now would discard it.
    pub fn is_past(&self) -> bool {
        (self.world.now(), self.world.events()) < self.head || self.done() < self.commands.len()
    }

    /// The delivery settings of a subscription at an instant.
    pub fn delivery_at(&self, subscription: SubscriptionId, at: Time) -> &Delivery {
        let is_it =
            |command: &Command| matches!(command, Command::SetDelivery { subscription: s, .. } if *s == subscription);
        match self.last_before(at, &is_it) {
            Some(Command::SetDelivery { delivery, .. }) => delivery,
            _ => &self.world.model().subscriptions[subscription.index()].delivery,
        }
    }

    /// The policy of a call edge at an instant.
    pub fn call_policy_at(&self, call: CallId, at: Time) -> &CallPolicy {
        let is_it = |command: &Command| matches!(command, Command::SetCall { call: c, .. } if *c == call);
        match self.last_before(at, &is_it) {
            Some(Command::SetCall { policy, .. }) => policy,
            _ => &self.world.model().calls[call.index()].policy,
        }
    }

    /// The last matching command up to an instant, a person's or the scenario's.
    fn last_before(&self, at: Time, is_it: &dyn Fn(&Command) -> bool) -> Option<&Command> {
        let faults = self.world.model().faults.iter().map(|fault| (fault.at, &fault.command));
        let given = self.commands.iter().map(|record| (record.at, &record.command));
        let such = faults.chain(given).filter(|(when, command)| *when <= at && is_it(command));
        such.max_by_key(|(when, _)| *when).map(|(_, command)| command)
    }

    /// Advances to an instant, through the known future and beyond.
    ///
    /// # Errors
    /// The event budget is spent; the world stays where that happened.
    pub fn advance(&mut self, to: Time) -> Result<(), BudgetSpent> {
        self.run(to, u64::MAX)
    }

    /// Goes to the beginning: before the first event and any command.
    pub fn rewind(&mut self) {
        self.restore(|c| c.world.events() == 0);
    }

    /// Goes to an instant, back or forth: the state after everything that happens up to it.
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

    /// Goes to right after a fact of the trace happened; to the end if the fact is unknown.
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

    /// Takes one step forward; false when nothing is left to happen.
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

    /// Takes one step back: to before the last event or command, and from there back to where the step before would
    /// have ended. False at the beginning.
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

    /// The position of the playhead: the instant, and the numbers of events and commands executed. The instant alone
    /// does not tell, for several events may share it.
    pub fn position(&self) -> (Time, u64, usize) {
        (self.world.now(), self.world.events(), self.done())
    }

    /// The position of the furthest point known.
    pub fn head_position(&self) -> (Time, u64, usize) {
        (self.head.0, self.head.1, self.commands.len())
    }

    /// Goes to a position; false if the run has no such position.
    ///
    /// # Errors
    /// As [`History::advance`].
    pub fn seek_position(&mut self, (at, events, done): (Time, u64, usize)) -> Result<bool, BudgetSpent> {
        self.live_again(at, events, done)?;
        let reached = (self.world.events(), self.done()) == (events, done) && self.world.wait_until(at);
        self.reach(false);
        Ok(reached)
    }

    /// Replays until `events` events and `done` commands are executed, but not beyond `until`.
    fn live_again(&mut self, until: Time, events: u64, done: usize) -> Result<(), BudgetSpent> {
        self.restore(|c| c.world.events() <= events && c.world.commands() <= done);
        // Up to the event before the last; then one by one, for commands may share an event count.
        if events > 0 {
            self.run(until, events - 1)?;
        }
        while (self.world.events(), self.done()) < (events, done) && self.world.now() <= until && self.go()? {}
        Ok(())
    }

    /// Executes a command at the playhead and discards the known future.
    ///
    /// # Errors
    /// As [`World::apply`]; a refused command changes nothing.
    pub fn apply(&mut self, command: Command, text: &str) -> Result<(), CommandError> {
        self.world.judge(&command)?;
        self.cut();
        let (at, events) = (self.world.now(), self.world.events());
        self.commands.push(CommandRecord { at, events, command, text: text.into() });
        let result = self.world.apply(&self.commands[self.commands.len() - 1].command, &mut self.watch);
        self.reach(false);
        result
    }

    /// Goes to where a recorded command was given, and executes it there.
    ///
    /// # Errors
    /// The position cannot be reached, or the command is refused there. The known future is discarded, and the world
    /// stays as far as it came.
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

    /// Discards the known future.
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

    /// The number of commands executed before the playhead.
    fn done(&self) -> usize {
        self.world.commands()
    }

    /// Executes the next event or command; false when nothing is left.
    fn go(&mut self) -> Result<bool, BudgetSpent> {
        let record = self.commands.get(self.done()).filter(|record| record.events == self.world.events());
        let more = match record {
            Some(record) => redo(&mut self.world, record, &mut self.watch).map(|()| true),
            None => self.world.step(&mut self.watch),
        };
        self.reach(more == Ok(true));
        more
    }

    /// Executes commands and events up to an instant, or until `events` events are executed.
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

    /// As [`History::run`], where no command intervenes.
    fn run_undisturbed(&mut self, until: Time, events: u64) -> Result<(), BudgetSpent> {
        let mut result = Ok(false);
        while self.world.events() < events && result == Ok(false) {
            let most = events.min(self.next_checkpoint()).saturating_sub(self.world.events()).max(1);
            result = self.world.run_part(until, most, &mut self.watch);
            self.reach(result == Ok(false));
        }
        result.map(|_| ())
    }

    /// The number of events at which the next checkpoint is due.
    fn next_checkpoint(&self) -> u64 {
        self.checkpoints.last().map_or(0, |c| c.world.events()) + self.spacing
    }

    /// Records how far the world has come. A checkpoint is made right after an event and not after waiting, so that it
    /// precedes every command that may follow.
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

    /// Restores the last checkpoint that is early enough; the first one, without events and commands, always is.
    fn restore(&mut self, early_enough: impl Fn(&Checkpoint) -> bool) {
        let index = self.checkpoints.iter().rposition(early_enough).unwrap_or(0);
        let c = &self.checkpoints[index];
        self.world = c.world.clone();
        self.watch.rewind(c.digest, &c.tally);
    }

    /// As [`History::restore`], if that checkpoint is ahead of the playhead.
    fn take_nearer(&mut self, early_enough: impl Fn(&Checkpoint) -> bool) {
        if self.checkpoints.iter().rfind(|c| early_enough(c)).is_some_and(|c| c.world.events() > self.world.events()) {
            self.restore(early_enough);
        }
    }
}

/// Executes a recorded command again. One that was refused then is refused now, and one that spent the budget spends
/// it.
fn redo(world: &mut World, record: &CommandRecord, watch: &mut Watch) -> Result<(), BudgetSpent> {
    world.wait_until(record.at);
    match world.apply(&record.command, watch) {
        Err(CommandError::Budget(spent)) => Err(spent),
        _ => Ok(()),
    }
}
