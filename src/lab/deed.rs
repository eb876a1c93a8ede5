//! Deeds: what may be done to a run to break a claim, each with its instant.

use crate::base::rng::{Draw, Purpose, Streams};
use crate::base::time::{Span, Time};
use crate::model::{CrashPoint, Health, Model, NodeKind};
use crate::problem::Problem;
use crate::scenario::CommandSpec;
use crate::scenario::id::Id;

/// A kind of deed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A service, a gateway or a broker is down for a while.
    Outage,
    /// A service crashes, at any of the points in its work.
    Crash,
    /// A message comes twice.
    Duplicate,
    /// A message comes late.
    Delay,
    /// A message fails at each attempt.
    Poison,
    /// A queue is shuffled.
    Reorder,
    /// A message is lost on its way. Real brokers do not do that, so it is tried only where it is asked for.
    Drop,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 7] =
        [Kind::Outage, Kind::Crash, Kind::Duplicate, Kind::Delay, Kind::Poison, Kind::Reorder, Kind::Drop];

    /// The kinds that are tried unless others are asked for.
    pub const USUAL: [Kind; 6] = [Kind::Outage, Kind::Crash, Kind::Duplicate, Kind::Delay, Kind::Poison, Kind::Reorder];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Outage => "outage",
            Kind::Crash => "crash",
            Kind::Duplicate => "duplicate",
            Kind::Delay => "delay",
            Kind::Poison => "poison",
            Kind::Reorder => "reorder",
            Kind::Drop => "drop",
        }
    }
}

/// Something done to a run: a command, and for an outage the one that ends it.
#[derive(Clone, PartialEq, Debug)]
pub struct Deed {
    /// When it is done.
    pub at: Time,
    /// What is done.
    pub command: CommandSpec,
    /// What ends it, and when.
    pub end: Option<(Time, CommandSpec)>,
}

impl Deed {
    /// Its commands, each with its instant.
    pub fn commands(&self) -> impl Iterator<Item = (Time, &CommandSpec)> {
        let end = self.end.as_ref().map(|(at, command)| (*at, command));
        std::iter::once((self.at, &self.command)).chain(end)
    }
}

/// Draws deeds on a scenario.
#[derive(Clone, Debug)]
pub struct Deeds {
    /// Every deed that is possible, without its instant.
    possible: Vec<(Kind, CommandSpec)>,
    streams: Streams,
    until: Time,
}

impl Deeds {
    /// Those of some kinds, before `until`.
    pub fn new(model: &Model, kinds: &[Kind], seed: u64, until: Time) -> Deeds {
        let mut possible = Vec::new();
        for node in &model.nodes {
            let id = || Id(node.id.clone());
            if !matches!(node.kind, NodeKind::Client(_)) {
                possible.push((Kind::Outage, CommandSpec::SetHealth { node: id(), health: Health::Down }));
            }
            if let NodeKind::Service(_) = node.kind {
                use CrashPoint::{AfterAck, AfterEffect, BeforeEffect, Now};
                let crash = |point| (Kind::Crash, CommandSpec::Crash { node: id(), point });
                possible.extend([Now, BeforeEffect, AfterEffect, AfterAck].map(crash));
            }
        }
        for subscription in &model.subscriptions {
            let subscription = Id(subscription.id.clone());
            possible.extend([
                (Kind::Duplicate, CommandSpec::DuplicateNext { subscription: subscription.clone() }),
                (Kind::Delay, CommandSpec::DelayNext { subscription: subscription.clone(), by: Span::ZERO }),
                (
                    Kind::Poison,
                    CommandSpec::PoisonNext { subscription: subscription.clone(), kind: None, crashes: false },
                ),
                (Kind::Reorder, CommandSpec::Reorder { subscription: subscription.clone() }),
                (Kind::Drop, CommandSpec::DropNext { subscription }),
            ]);
        }
        possible.retain(|(kind, _)| kinds.contains(kind));
        Deeds { possible, streams: Streams::new(seed), until }
    }

    /// Whether there is nothing that could be done.
    pub fn is_empty(&self) -> bool {
        self.possible.is_empty()
    }

    /// The draws of an attempt.
    pub fn draw(&self, attempt: u64) -> Draw {
        self.streams.draw(Purpose::Hunt, 0, attempt as u32, 1)
    }

    /// A new list of at most `most` deeds. Only some kinds take part, others in each list (a swarm), and instants are those at
    /// which something happens, or any.
    pub fn list(&self, draw: &mut Draw, most: usize, instants: &[Time]) -> Vec<Deed> {
        let mut kinds: Vec<Kind> = self.possible.iter().map(|(kind, _)| *kind).collect();
        kinds.dedup();
        kinds.sort_unstable();
        kinds.dedup();
        let swarm: Vec<Kind> = kinds.iter().copied().filter(|_| draw.chance(0.5)).collect();
        let allowed = if swarm.is_empty() { &kinds } else { &swarm };
        let count = 1 + below(draw, most);
        (0..count).filter_map(|_| self.one(draw, allowed, instants)).collect()
    }

    /// A list that differs from another by one deed: dropped, added, or done at another instant.
    pub fn changed(&self, draw: &mut Draw, deeds: &[Deed], most: usize, instants: &[Time]) -> Vec<Deed> {
        let mut deeds = deeds.to_vec();
        match below(draw, 3) {
            0 if deeds.len() > 1 => {
                let at = below(draw, deeds.len());
                deeds.remove(at);
            }
            1 if !deeds.is_empty() => {
                let at = below(draw, deeds.len());
                let when = self.instant(draw, instants);
                let deed = &mut deeds[at];
                let length = deed.end.as_ref().map_or(Span::ZERO, |(end, _)| *end - deed.at);
                deed.at = when;
                if let Some((end, _)) = &mut deed.end {
                    *end = when + length;
                }
            }
            _ if deeds.len() < most => deeds.extend(self.one(draw, &Kind::ALL, instants)),
            _ => {}
        }
        deeds
    }

    fn one(&self, draw: &mut Draw, kinds: &[Kind], instants: &[Time]) -> Option<Deed> {
        let able: Vec<&(Kind, CommandSpec)> = self.possible.iter().filter(|(kind, _)| kinds.contains(kind)).collect();
        // First the kind, so that it does not matter of which there are the most.
        let mut kinds: Vec<Kind> = able.iter().map(|(kind, _)| *kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let kind = *kinds.get(below(draw, kinds.len()))?;
        let of_kind: Vec<&CommandSpec> = able.iter().filter(|one| one.0 == kind).map(|one| &one.1).collect();
        let command = (*of_kind.get(below(draw, of_kind.len()))?).clone();
        let at = self.instant(draw, instants);
        Some(match command {
            CommandSpec::SetHealth { node, .. } => {
                let end = CommandSpec::SetHealth { node: node.clone(), health: Health::Up };
                let command = CommandSpec::SetHealth { node, health: Health::Down };
                Deed { at, command, end: Some((at + self.length(draw), end)) }
            }
            CommandSpec::DelayNext { subscription, .. } => {
                let by = self.length(draw);
                Deed { at, command: CommandSpec::DelayNext { subscription, by }, end: None }
            }
            command => Deed { at, command, end: None },
        })
    }

    /// An instant at which something happens, or any, to the millisecond.
    fn instant(&self, draw: &mut Draw, instants: &[Time]) -> Time {
        if !instants.is_empty() && draw.chance(0.7) {
            return instants[below(draw, instants.len())];
        }
        Time::from_millis((self.until.as_millis() * draw.unit()).floor())
    }

    /// A length of time: between a millisecond and the whole run, short ones as often as long ones.
    fn length(&self, draw: &mut Draw) -> Span {
        let longest = self.until.as_millis().max(2.0);
        Span::from_millis(libm::pow(longest, draw.unit()) as u64)
    }
}

/// A whole number below `most`, or 0.
fn below(draw: &mut Draw, most: usize) -> usize {
    ((draw.unit() * most as f64) as usize).min(most.saturating_sub(1))
}

/// Resolves the commands of some deeds, in the order of their instants.
///
/// # Errors
/// A deed that the scenario does not allow.
pub fn commands(model: &Model, deeds: &[Deed]) -> Result<Vec<(Time, crate::model::Command)>, Problem> {
    let mut commands = Vec::new();
    for deed in deeds {
        for (at, command) in deed.commands() {
            commands.push((at, command.resolve(model)?));
        }
    }
    commands.sort_by_key(|(at, _)| *at);
    Ok(commands)
}
