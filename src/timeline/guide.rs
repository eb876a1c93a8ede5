//! The guide of a lesson: which beat it is at. It only goes forward, whatever way the playhead goes.

use crate::base::time::Time;
use crate::json::tree::Tree;
use crate::model::lesson::{Begin, End, Lesson, Step};
use crate::observe::{Progress, Pursuit, Reading};
use std::slice;

/// Which beat of a lesson the guide is at.
#[derive(Clone, Default, Debug)]
pub struct Guide {
    on: bool,
    /// The number of beats that have ended.
    ended: usize,
    /// Whether the beat after these has begun.
    begun: bool,
    /// How far the run has come with what begins or ends the beat.
    pursuit: Pursuit,
}

impl Guide {
    /// Whether it follows the run: beats that begin stop it.
    pub const fn is_on(&self) -> bool {
        self.on
    }

    /// The index of the beat that has begun or comes next, and whether it has begun; `None` when all have ended.
    pub fn beat(&self, lesson: &Lesson) -> Option<(usize, bool)> {
        (self.ended < lesson.beats.len()).then_some((self.ended, self.begun))
    }

    /// The number of commands counted towards the beat's end.
    pub const fn times(&self) -> u32 {
        self.pursuit.times()
    }

    /// Follows the run from here, or no longer.
    pub(super) fn turn(&mut self, on: bool, lesson: &Lesson, now: &Reading<'_>) {
        self.on = on;
        self.pursuit = Pursuit::new(self.steps(lesson), now);
    }

    /// Ends the beat that has begun, or begins the one that comes next. Returns whether it has begun one.
    pub(super) fn go_on(&mut self, lesson: &Lesson, now: &Reading<'_>) -> bool {
        let began = !self.begun && self.ended < lesson.beats.len();
        if began || self.begun {
            self.turn_over(lesson, now);
        }
        began
    }

    /// What begins or ends the beat, as far as it is a step.
    fn steps<'a>(&self, lesson: &'a Lesson) -> &'a [Step] {
        match lesson.beats.get(self.ended) {
            Some(beat) => match (&beat.begins, &beat.ends) {
                (Begin::When(step), _) if !self.begun => slice::from_ref(step),
                (_, End::Step(step)) if self.begun => slice::from_ref(step),
                _ => &[],
            },
            None => &[],
        }
    }

    /// The instant at which the next beat begins, if that is what begins it.
    pub(super) fn next_at(&self, lesson: &Lesson) -> Option<Time> {
        match lesson.beats.get(self.ended)?.begins {
            Begin::At(at) if self.on && !self.begun => Some(at),
            _ => None,
        }
    }

    /// Whether what comes next depends on what holds after an event.
    pub(super) fn awaits_state(&self, lesson: &Lesson) -> bool {
        let goal = || self.begun && matches!(lesson.beats.get(self.ended).map(|beat| &beat.ends), Some(End::Goal(_)));
        self.on && (self.pursuit.awaits_state(self.steps(lesson)) || goal())
    }

    /// Whether a command counts towards the beat's end.
    pub(super) fn takes(&self, lesson: &Lesson, command: &Tree, before: &Reading<'_>) -> bool {
        self.on && self.pursuit.takes(self.steps(lesson), command, before)
    }

    /// Counts a command that was taken.
    pub(super) fn count(&mut self, lesson: &Lesson, after: &Reading<'_>) {
        self.pursuit.count(self.steps(lesson), after);
    }

    /// Ends and begins beats as far as what holds now does, up to the first that begins: it is to be read before it
    /// can end. Returns whether one began. `has_come` tells whether an instant has come, so that a beat may begin
    /// by the clock.
    pub(super) fn look(
        &mut self,
        lesson: &Lesson,
        progress: &Progress,
        now: &Reading<'_>,
        has_come: &dyn Fn(Time) -> bool,
    ) -> bool {
        while self.on
            && let Some(beat) = lesson.beats.get(self.ended)
        {
            let steps = self.steps(lesson);
            self.pursuit.look(steps, now);
            let turns = match (self.begun, &beat.begins, &beat.ends) {
                (false, Begin::At(at), _) => has_come(*at),
                (false, Begin::When(_), _) | (true, _, End::Step(_)) => self.pursuit.is_over(steps),
                (true, _, End::GoOn) => false,
                (true, _, End::Goal(goal)) => progress.is_reached(lesson, *goal),
            };
            if !turns {
                return false;
            }
            self.turn_over(lesson, now);
            if self.begun {
                return true;
            }
        }
        false
    }

    fn turn_over(&mut self, lesson: &Lesson, now: &Reading<'_>) {
        self.ended += usize::from(self.begun);
        self.begun = !self.begun;
        self.pursuit = Pursuit::new(self.steps(lesson), now);
    }
}
