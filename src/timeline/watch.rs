//! The observer of a history's world: its facts, counts and bars.

use crate::model::Model;
use crate::observe::Tally;
use crate::timeline::bars::Timeline;
use crate::trace::{Digest, Fact, FactId, Observer, Trace, What};
use std::sync::Arc;

/// The trace and the timeline, which keep the known future after a rewind, and the counts up to the playhead.
#[derive(Clone, Debug)]
pub struct Watch {
    /// All facts, including those after the playhead.
    pub trace: Trace,
    /// The counts up to the playhead.
    pub tally: Tally,
    /// All bars, including those after the playhead.
    pub timeline: Timeline,
    /// Indices of the facts that are commands, a person's or the scenario's: those without a cause, other than placed
    /// orders and failed probes.
    pub commands: Vec<u32>,
}

impl Watch {
    pub fn new(model: &Arc<Model>) -> Watch {
        Watch {
            trace: Trace::default(),
            tally: Tally::new(model),
            timeline: Timeline::new(model),
            commands: Vec::new(),
        }
    }

    /// Goes back to where the trace had this digest and the counts were these.
    pub fn rewind(&mut self, to: Digest, tally: &Tally) {
        self.trace.rewind(to);
        self.tally = tally.clone();
    }

    /// Discards everything after the playhead.
    pub fn cut(&mut self, model: &Arc<Model>) {
        if !self.trace.is_at_end() {
            self.trace.cut();
            self.timeline = Timeline::new(model);
            self.trace.facts().iter().for_each(|fact| self.timeline.note(fact));
            self.commands.retain(|index| (*index as usize) < self.trace.facts().len());
        }
    }
}

impl Observer for Watch {
    // A hundred places record something; inlined there, it would bloat the page's package.
    #[inline(never)]
    fn record(&mut self, fact: Fact) -> FactId {
        self.tally.note(&fact);
        let is_news = self.trace.is_at_end();
        let id = self.trace.record(fact);
        if is_news {
            self.timeline.note(&fact);
            // Orders may be automatic, and a probe may fail by chance: neither need be a command.
            if fact.cause == FactId::NONE && !matches!(fact.what, What::OrderPlaced { .. } | What::ProbeFailed { .. }) {
                self.commands.push(id.0);
            }
        }
        id
    }
}
