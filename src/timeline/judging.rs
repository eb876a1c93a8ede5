//! Judging: the goals and the guide of the lesson, after every event and every command.

use crate::base::time::Time;
use crate::observe::{Progress, Reading};
use crate::timeline::guide::Guide;
use crate::timeline::history::History;
use crate::timeline::way::Way;

impl History {
    /// How far the run has come with each goal, up to the playhead.
    pub const fn progress(&self) -> &Progress {
        &self.progress
    }

    pub const fn guide(&self) -> &Guide {
        &self.guide
    }

    /// Whether a beat has begun since the playhead last set out.
    pub const fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Lets the guide follow the run from here, or no longer.
    pub fn turn_guide(&mut self, on: bool) {
        let History { world, watch, guide, .. } = self;
        if let Some(lesson) = &world.model().lesson {
            guide.turn(on, lesson, &Reading::new(world, &watch.tally));
        }
        self.look();
    }

    /// Ends the beat that has begun, or begins the one that comes next.
    pub fn next_beat(&mut self) {
        let History { world, watch, guide, stopped, .. } = self;
        if let Some(lesson) = &world.model().lesson
            && guide.go_on(lesson, &Reading::new(world, &watch.tally))
        {
            *stopped = true;
        } else {
            self.look();
        }
    }

    /// Whether the guide follows where the playhead goes: only as time passes or in steps. After any other way it looks
    /// where the playhead has come to.
    pub(super) const fn is_followed(&self) -> bool {
        matches!(self.way, None | Some(Way::Advance(_)))
    }

    /// Whether anything is to be judged after the next event.
    pub(super) fn judges_events(&self) -> bool {
        self.world.model().lesson.as_ref().is_some_and(|lesson| {
            self.progress.awaits_state(lesson) || (self.is_followed() && self.guide.awaits_state(lesson))
        })
    }

    /// The instant at which the next beat begins by the clock, which must not be passed.
    pub(super) fn next_beat_at(&self) -> Option<Time> {
        let at = self.guide.next_at(self.world.model().lesson.as_ref()?);
        at.filter(|_| self.is_followed())
    }

    /// Judges what an event has changed. Returns the work that this took, in events.
    pub(super) fn judge_event(&mut self) -> u64 {
        if self.judges_events() || self.next_beat_at().is_some() { self.look() } else { 0 }
    }

    /// Judges the run at the playhead. Returns the work that this took, in events.
    #[inline(never)]
    pub(super) fn look(&mut self) -> u64 {
        let follows = self.is_followed();
        let History { world, watch, progress, guide, stopped, .. } = self;
        let Some(lesson) = &world.model().lesson else { return 0 };
        let reading = Reading::new(world, &watch.tally);
        progress.look(lesson, &reading);
        if follows {
            // At its very instant a beat waits for whatever else happens there.
            let is_whole = || world.next_event_at().is_none_or(|next| next > world.now());
            let has_come = |at| at < world.now() || (at == world.now() && is_whole());
            *stopped |= guide.look(lesson, progress, &reading, &has_come);
        }
        reading.work()
    }
}
