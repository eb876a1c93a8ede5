//! Pursuit of steps: how far a run has come with what a lesson asks for, judged after every event and every command.

use crate::json::tree::Tree;
use crate::model::lesson::{Condition, Lesson, Step};
use crate::observe::reading::Reading;
use crate::scenario::deed;

/// How far a run has come along a list of steps, which are met in order.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Pursuit {
    met: usize,
    /// Commands counted towards the next step.
    times: u32,
    /// For each side in the next step that counts from the step before: its value when that was met.
    since: Vec<f64>,
}

impl Pursuit {
    /// Begins with the first of these steps.
    pub fn new(steps: &[Step], reading: &Reading<'_>) -> Pursuit {
        let mut pursuit = Pursuit::default();
        pursuit.count_from(steps, reading);
        pursuit
    }

    /// The number of steps that are met.
    pub const fn met(&self) -> usize {
        self.met
    }

    /// The number of commands counted towards the next step.
    pub const fn times(&self) -> u32 {
        self.times
    }

    pub const fn is_over(&self, steps: &[Step]) -> bool {
        self.met >= steps.len()
    }

    /// Whether the next step is met by what holds, and not by a command.
    pub fn awaits_state(&self, steps: &[Step]) -> bool {
        matches!(steps.get(self.met), Some(Step::When(_)))
    }

    /// Whether a command, by its JSON, counts towards the next step. `before` is the run before the command.
    pub fn takes(&self, steps: &[Step], command: &Tree, before: &Reading<'_>) -> bool {
        let Some(Step::Do(deed)) = steps.get(self.met) else { return false };
        deed.patterns.iter().any(|pattern| deed::matches(pattern, command)) && self.all_hold(&deed.during, before)
    }

    /// Counts a command that was taken. `after` is the run after it.
    pub fn count(&mut self, steps: &[Step], after: &Reading<'_>) {
        let Some(Step::Do(deed)) = steps.get(self.met) else { return };
        self.times += 1;
        if self.times >= deed.times {
            self.step_on(steps, after);
        }
    }

    /// Meets the next steps whose conditions hold now. Returns whether any was met.
    pub fn look(&mut self, steps: &[Step], now: &Reading<'_>) -> bool {
        let before = self.met;
        while let Some(Step::When(conditions)) = steps.get(self.met)
            && self.all_hold(conditions, now)
        {
            self.step_on(steps, now);
        }
        self.met > before
    }

    fn step_on(&mut self, steps: &[Step], now: &Reading<'_>) {
        self.met += 1;
        self.times = 0;
        self.count_from(steps, now);
    }

    fn count_from(&mut self, steps: &[Step], now: &Reading<'_>) {
        self.since.clear();
        for condition in steps.get(self.met).map_or(&[][..], Step::conditions) {
            for (side, is_new) in condition.sides() {
                if is_new {
                    self.since.push(now.value(side));
                }
            }
        }
    }

    fn all_hold(&self, conditions: &[Condition], now: &Reading<'_>) -> bool {
        let mut since = self.since.iter();
        conditions.iter().all(|condition| {
            let [left, right] = condition.sides().map(|(side, is_new)| {
                let from = if is_new { since.next().copied().unwrap_or_default() } else { 0.0 };
                now.value(side) - from
            });
            condition.is.relation.holds(left, right)
        })
    }
}

/// How far a run has come with each goal of its lesson.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Progress(Vec<Pursuit>);

impl Progress {
    /// The progress of a run at its start, where a step without a deed may be met already; empty without a lesson.
    pub fn new(reading: &Reading<'_>) -> Progress {
        let goals = reading.world().model().lesson.as_ref().map_or(&[][..], |lesson| &lesson.goals);
        let begun = |steps: &Vec<Step>| {
            let mut pursuit = Pursuit::new(steps, reading);
            pursuit.look(steps, reading);
            pursuit
        };
        Progress(goals.iter().map(begun).collect())
    }

    /// The progress with each goal.
    pub fn goals(&self) -> &[Pursuit] {
        &self.0
    }

    /// Whether the goal with this index is reached.
    pub fn is_reached(&self, lesson: &Lesson, goal: usize) -> bool {
        self.0[goal].is_over(&lesson.goals[goal])
    }

    /// For each goal, whether it is reached.
    pub fn reached(&self, lesson: &Lesson) -> Vec<bool> {
        (0..self.0.len()).map(|goal| self.is_reached(lesson, goal)).collect()
    }

    /// Whether the next step of any goal is met by what holds.
    pub fn awaits_state(&self, lesson: &Lesson) -> bool {
        self.0.iter().zip(&lesson.goals).any(|(pursuit, steps)| pursuit.awaits_state(steps))
    }

    /// The goals towards whose next step a command counts, by its JSON: one bit for each.
    pub fn takes(&self, lesson: &Lesson, command: &Tree, before: &Reading<'_>) -> u32 {
        let mut taken = 0;
        for (i, (pursuit, steps)) in self.0.iter().zip(&lesson.goals).enumerate() {
            taken |= u32::from(pursuit.takes(steps, command, before)) << i;
        }
        taken
    }

    /// Counts a command that was `taken` by these goals.
    pub fn count(&mut self, lesson: &Lesson, taken: u32, after: &Reading<'_>) {
        for (i, (pursuit, steps)) in self.0.iter_mut().zip(&lesson.goals).enumerate() {
            if taken >> i & 1 != 0 {
                pursuit.count(steps, after);
            }
        }
    }

    /// Meets every step whose conditions hold now.
    pub fn look(&mut self, lesson: &Lesson, now: &Reading<'_>) {
        for (pursuit, steps) in self.0.iter_mut().zip(&lesson.goals) {
            pursuit.look(steps, now);
        }
    }
}
