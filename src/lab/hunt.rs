//! The hunt: looks for a run in which a claim falls, and shrinks it until no deed can be spared.
//!
//! It is guided by novelty: a list of deeds that made two facts follow each other as none before has, is kept and changed further.
//! What it does not find may still be there: it tells how many runs it has tried, and nothing more.

use crate::base::time::Time;
use crate::lab::deed::{Deed, Deeds, Kind, commands};
use crate::lab::problem::LabProblem;
use crate::model::Model;
use crate::model::claim::Comparison;
use crate::observe::{Reading, Tally};
use crate::problem::Problem;
use crate::sim::World;
use crate::trace::{AnyObserver, Digest, Fact, FactId, Observer};
use std::hash::{Hash, Hasher};
use std::mem::discriminant;
use std::sync::Arc;

/// Lists that are kept because they were new.
const MOST_KEPT: usize = 256;
/// Places for pairs of facts: a power of two, and many times the pairs that there are.
const PAIRS: usize = 1 << 16;
/// Instants that are remembered of a list.
const MOST_INSTANTS: usize = 512;
/// Runs of a hunt between two of the same list of seeds: a claim must hold without deeds, so seeds change slowly.
const SEEDS: u64 = 16;

/// What is hunted.
#[derive(Clone, Debug)]
pub struct Quarry {
    /// The scenario.
    pub model: Arc<Model>,
    /// The claims of which any may fall.
    pub claims: Vec<Comparison>,
    /// When they are judged.
    pub until: Time,
    /// The first seed of the runs.
    pub seed: u64,
}

/// A run in which a claim falls.
#[derive(Clone, PartialEq, Debug)]
pub struct Catch {
    /// Which claim, by its index.
    pub claim: usize,
    /// The seed of the run.
    pub seed: u64,
    /// What was done, in the order of its instants.
    pub deeds: Vec<Deed>,
}

/// The result of a hunt.
#[derive(Clone, PartialEq, Debug)]
pub struct Hunted {
    /// Runs that were tried until then.
    pub tried: u64,
    /// The run, as it was found; none if none was.
    pub found: Option<Catch>,
}

/// The result of shrinking.
#[derive(Clone, PartialEq, Debug)]
pub struct Shrunk {
    /// The run without the deeds that it can do without.
    pub catch: Catch,
    /// Runs that it took.
    pub tried: u64,
    /// Whether the claim holds as soon as any one deed is dropped: the runs sufficed to try each.
    pub minimal: bool,
}

/// An observer that counts, and hashes which facts follow each other.
struct Scout<'a> {
    tally: Tally,
    /// The hash of the last fact's kind.
    last: u64,
    /// Which pairs of kinds followed each other, by their hash. Two pairs in one place cost a little novelty.
    seen: &'a mut [bool],
    news: bool,
    instants: Vec<Time>,
}

impl Observer for Scout<'_> {
    fn record(&mut self, fact: Fact) -> FactId {
        self.tally.note(&fact);
        let mut pair = Digest::default();
        discriminant(&fact.what).hash(&mut pair);
        let kind = pair.finish();
        pair.write_u64(std::mem::replace(&mut self.last, kind));
        let seen = &mut self.seen[pair.finish() as usize % PAIRS];
        self.news |= !std::mem::replace(seen, true);
        if self.instants.len() < MOST_INSTANTS && self.instants.last() != Some(&fact.at) {
            self.instants.push(fact.at);
        }
        FactId::NONE
    }
}

impl Quarry {
    /// Plays a list of deeds. Returns the first claim that falls.
    ///
    /// # Errors
    /// A deed that the scenario does not allow, or a run that takes more than its budget of events.
    pub fn falls(&self, seed: u64, deeds: &[Deed]) -> Result<Option<usize>, Problem> {
        let mut tally = Tally::new(&self.model);
        let world = self.play(seed, deeds, &mut tally)?;
        Ok(self.fallen(&world, &tally))
    }

    /// Plays a list of deeds before an observer.
    ///
    /// # Errors
    /// As [`Quarry::falls`].
    pub fn play<O: Observer>(&self, seed: u64, deeds: &[Deed], o: &mut O) -> Result<World, Problem> {
        let mut world = World::new(Arc::clone(&self.model), seed);
        for (at, command) in commands(&self.model, deeds)? {
            world.run_until(at.min(self.until), o)?;
            // What is refused, such as an outage of what is down already, changes nothing.
            let _ = world.apply(&command, o);
        }
        world.run_until(self.until, o)?;
        Ok(world)
    }

    fn fallen(&self, world: &World, tally: &Tally) -> Option<usize> {
        let reading = Reading::new(world, tally);
        self.claims.iter().position(|claim| !reading.holds(claim))
    }

    /// Looks for a run in which a claim falls: at most `runs` runs with at most `most` deeds of some kinds each. The first runs have
    /// no deeds. `goes_on` is asked now and then whether there is still time.
    ///
    /// # Errors
    /// There is no claim, or a deed of none of the kinds is possible here.
    pub fn hunt(
        &self,
        kinds: &[Kind],
        runs: u64,
        most: usize,
        mut goes_on: impl FnMut(u64) -> bool,
    ) -> Result<Hunted, Problem> {
        let deeds = Deeds::new(&self.model, kinds, self.seed, self.until);
        if self.claims.is_empty() {
            return Err(LabProblem::NoClaim {}.into());
        }
        if deeds.is_empty() {
            return Err(LabProblem::NoDeed {}.into());
        }
        let mut seen = vec![false; PAIRS];
        let mut kept: Vec<(Vec<Deed>, Vec<Time>)> = Vec::new();
        for tried in 0..runs {
            if !goes_on(tried) {
                return Ok(Hunted { tried, found: None });
            }
            let mut draw = deeds.draw(tried);
            let seed = self.seed + tried % SEEDS;
            let list = if tried < SEEDS {
                Vec::new()
            } else if draw.chance(0.5) {
                // The newest are the most likely to lead on.
                let back = (draw.unit() * draw.unit() * kept.len() as f64) as usize;
                let (list, instants) = &kept[kept.len() - 1 - back.min(kept.len() - 1)];
                deeds.changed(&mut draw, list, most, instants)
            } else {
                deeds.list(&mut draw, most, &kept[0].1)
            };
            let mut scout =
                Scout { tally: Tally::new(&self.model), last: 0, seen: &mut seen, news: false, instants: Vec::new() };
            let Ok(world) = self.play(seed, &list, &mut AnyObserver(&mut scout)) else { continue };
            if let Some(claim) = self.fallen(&world, &scout.tally) {
                let mut deeds = list;
                deeds.sort_by_key(|deed| deed.at);
                return Ok(Hunted { tried: tried + 1, found: Some(Catch { claim, seed, deeds }) });
            }
            if scout.news || kept.is_empty() {
                let Scout { instants, .. } = scout;
                if kept.len() == MOST_KEPT {
                    // The first stays: it has the instants of a run without deeds.
                    kept.remove(1);
                }
                kept.push((list, instants));
            }
        }
        Ok(Hunted { tried: runs, found: None })
    }

    /// Drops deeds as long as the claim still falls (delta debugging: Zeller and Hildebrandt 2002), in at most `runs` runs.
    ///
    /// # Errors
    /// As [`Quarry::falls`].
    pub fn shrink(&self, catch: &Catch, runs: u64) -> Result<Shrunk, Problem> {
        let alone = Quarry { claims: vec![self.claims[catch.claim].clone()], ..self.clone() };
        let (mut deeds, mut tried) = (catch.deeds.clone(), 0);
        let mut still = |deeds: &[Deed]| -> Result<Option<bool>, Problem> {
            if tried == runs {
                return Ok(None);
            }
            tried += 1;
            alone.falls(catch.seed, deeds).map(|fallen| Some(fallen.is_some()))
        };
        let mut size = deeds.len().div_ceil(2).max(1);
        let mut minimal = true;
        'sizes: loop {
            let (mut at, mut dropped) = (0, false);
            while at < deeds.len() {
                let end = (at + size).min(deeds.len());
                let rest = [&deeds[..at], &deeds[end..]].concat();
                match still(&rest)? {
                    Some(true) => {
                        deeds = rest;
                        dropped = true;
                    }
                    Some(false) => at = end,
                    None => {
                        minimal = false;
                        break 'sizes;
                    }
                }
            }
            match (size, dropped) {
                (1, false) => break,
                // What could not be spared before may be spared now.
                (1, true) => {}
                _ => size = size.div_ceil(2),
            }
        }
        Ok(Shrunk { catch: Catch { deeds, ..catch.clone() }, tried, minimal })
    }
}
