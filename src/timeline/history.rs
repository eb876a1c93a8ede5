//! A history: a world at a playhead that moves back and forth over what happened.
//!
//! The past never changes. The history keeps checkpoints, clones of the world some thousand events' worth of work apart,
//! and a log of commands with their positions. Seeking back restores the previous checkpoint and replays events and
//! commands from it; determinism makes the replay equal. A command at a playhead in the past discards the known future.

use crate::base::ids::{CallId, SubscriptionId};
use crate::base::time::Time;
use crate::model::{CallPolicy, Command, Delivery};
use crate::observe::{Progress, Reading, Tally};
use crate::sim::World;
use crate::timeline::guide::Guide;
use crate::timeline::record::CommandRecord;
use crate::timeline::slice::Slice;
use crate::timeline::undo::Undo;
use crate::timeline::watch::Watch;
use crate::timeline::way::Way;
use crate::trace::Digest;

/// A world at some instant, with the digest of its trace, its tally and its progress.
#[derive(Clone, Debug)]
pub(super) struct Checkpoint {
    pub(super) world: World,
    pub(super) digest: Digest,
    tally: Tally,
    progress: Progress,
    bytes: usize,
}

/// A world with its past and, while the playhead is in the past, its known future.
#[derive(Clone, Debug)]
pub struct History {
    /// The world at the playhead.
    pub(super) world: World,
    pub(super) watch: Watch,
    /// How far the run has come with each goal, up to the playhead.
    pub(super) progress: Progress,
    pub(super) guide: Guide,
    /// Whether a beat has begun since the playhead last set out.
    pub(super) stopped: bool,
    /// All commands, including those after the playhead: the world has executed the first [`World::commands`] of them.
    pub(super) commands: Vec<CommandRecord>,
    checkpoints: Vec<Checkpoint>,
    /// Work between checkpoints, in events.
    spacing: u64,
    /// The furthest point known: the instant and the number of events.
    pub(super) head: (Time, u64),
    /// Where the playhead is to go, if it is not there yet.
    pub(super) way: Option<Way>,
    /// How much one call may do.
    pub(super) slice: Slice,
    pub(super) undo: Undo,
}

impl History {
    /// Work between checkpoints at first, in events: some milliseconds to replay.
    const SPACING: u64 = 4_096;
    /// With more checkpoints than this, every second one is dropped and the spacing doubles.
    const MOST_CHECKPOINTS: usize = 32;
    /// The same limit for the memory of all checkpoints together, in bytes.
    const MOST_KEPT: usize = 64 << 20;

    /// Starts a history at a world.
    pub fn new(world: World) -> History {
        let watch = Watch::new(world.model());
        let mut history = History {
            progress: Progress::new(&Reading::new(&world, &watch.tally)),
            guide: Guide::default(),
            stopped: false,
            watch,
            head: (world.now(), world.events()),
            world,
            commands: Vec::new(),
            checkpoints: Vec::new(),
            spacing: History::SPACING,
            way: None,
            slice: Slice::USUAL,
            undo: Undo::default(),
        };
        history.keep();
        history
    }

    /// Sets the initial work between checkpoints, in events.
    pub const fn with_checkpoints(mut self, events: u64) -> History {
        self.spacing = events;
        self
    }

    /// Sets how much one call may do.
    pub const fn with_slices(mut self, slice: Slice) -> History {
        self.slice = slice;
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

    /// The last matching command up to an instant: a person's if there is one, for from then on the scenario's do not
    /// apply; otherwise the scenario's.
    fn last_before(&self, at: Time, is_it: &dyn Fn(&Command) -> bool) -> Option<&Command> {
        let given = self.commands.iter().filter(|record| record.at <= at).map(|record| &record.command);
        let faults = self.world.model().faults.iter().filter(|fault| fault.at <= at).map(|fault| &fault.command);
        let last = given.rev().find(|command| is_it(command));
        last.or_else(|| faults.rev().find(|command| is_it(command)))
    }

    /// Goes to the beginning: before the first event and any command.
    pub fn rewind(&mut self) {
        self.way = None;
        self.undo.forget();
        self.restore(|c| c.world.events() == 0);
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
    pub(super) fn done(&self) -> usize {
        self.world.commands()
    }

    /// The work at which the next checkpoint is due.
    pub(super) fn next_checkpoint(&self) -> u64 {
        self.checkpoints.last().map_or(0, |c| c.world.work()) + self.spacing
    }

    /// Records how far the world has come. A checkpoint is made right after an event and not after waiting, so that it
    /// precedes every command that may follow. Returns the bytes that it cost.
    pub(super) fn reach(&mut self, after_event: bool) -> usize {
        let here = (self.world.now(), self.world.events());
        self.head = self.head.max(here);
        if after_event && self.world.work() >= self.next_checkpoint() { self.keep() } else { 0 }
    }

    fn keep(&mut self) -> usize {
        let (world, digest) = (self.world.clone(), self.watch.trace.digest());
        let bytes = world.bytes() + self.watch.tally.bytes();
        let (tally, progress) = (self.watch.tally.clone(), self.progress.clone());
        self.checkpoints.push(Checkpoint { world, digest, tally, progress, bytes });
        let kept: usize = self.checkpoints.iter().map(|c| c.bytes).sum();
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
        bytes
    }

    /// Restores the last checkpoint that is early enough; the first one, without events and commands, always is.
    /// Returns the bytes that were copied.
    pub(super) fn restore(&mut self, early_enough: impl Fn(&Checkpoint) -> bool) -> usize {
        let index = self.checkpoints.iter().rposition(early_enough).unwrap_or(0);
        let c = &self.checkpoints[index];
        self.world = c.world.clone();
        self.watch.rewind(c.digest, &c.tally);
        self.progress = c.progress.clone();
        c.bytes
    }

    /// As [`History::restore`], if that checkpoint is ahead of the playhead.
    pub(super) fn take_nearer(&mut self, early_enough: impl Fn(&Checkpoint) -> bool) -> usize {
        let nearer = self.checkpoints.iter().rfind(|c| early_enough(c));
        if nearer.is_some_and(|c| c.world.events() > self.world.events()) { self.restore(early_enough) } else { 0 }
    }
}
