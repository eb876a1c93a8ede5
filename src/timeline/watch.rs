//! Everything that watching a world remembers.

use crate::model::Model;
use crate::observe::Tally;
use crate::timeline::bars::Timeline;
use crate::trace::{Digest, Fact, FactId, Observer, Trace, What};
use std::sync::Arc;

/// The trace and the timeline, which know the future of what was rewound, and what was counted up to the playhead.
#[derive(Clone, Debug)]
pub struct Watch {
    /// All facts.
    pub trace: Trace,
    /// What was counted.
    pub tally: Tally,
    /// The bars.
    pub timeline: Timeline,
    /// Which facts of the trace are commands, a person's or the scenario's: the causes that have no cause, but for orders.
    pub commands: Vec<u32>,
}

impl Watch {
    /// Nothing seen yet.
    pub fn new(model: &Arc<Model>) -> Watch {
        Watch {
            trace: Trace::default(),
            tally: Tally::new(model),
            timeline: Timeline::new(model),
            commands: Vec::new(),
        }
    }

    /// Goes to where the trace had this digest and this was counted.
    pub fn rewind(&mut self, to: Digest, tally: &Tally) {
        self.trace.rewind(to);
        self.tally = tally.clone();
    }

    /// Forgets what is of a later time.
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
    // A hundred places record something; the page's package must stay small.
    #[inline(never)]
    fn record(&mut self, fact: Fact) -> FactId {
        self.tally.note(&fact);
        let is_news = self.trace.is_at_end();
        let id = self.trace.record(fact);
        if is_news {
            self.timeline.note(&fact);
            // Orders come by themselves too, and a probe may fail by mere chance.
            if fact.cause == FactId::NONE && !matches!(fact.what, What::OrderPlaced { .. } | What::ProbeFailed { .. }) {
                self.commands.push(id.0);
            }
        }
        id
    }
}
