//! The grade of one run: what was found when it was replayed, what that is worth, and where it says otherwise.

use crate::base::text::Text;
use crate::base::time::Time;
use crate::grade::problem::{Difference, GradeProblem};
use crate::grade::replay::{Given, Played, Reached};
use crate::grade::rubric::Rubric;
use crate::grade::spec::Altered;
use crate::json::tree::Tree;
use crate::model::lesson::Lesson;
use crate::observe::Reading;
use crate::observe::report::play;
use crate::problem::{Problem, Word};
use crate::scenario::{CommandSpec, fingerprint};
use crate::view::saved_run::{HandIn, SavedRun};
use serde::Serialize;
use serde_json::Value;

/// Whether a run is what it says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// It is.
    Accepted,
    /// It is not: its points are those of what was found.
    Rescored,
    /// It has no points: it cannot be replayed, or belongs to something else, or the rubric refuses what was altered.
    Refused,
}

/// What a run is worth.
#[derive(Clone, PartialEq, Debug)]
pub struct Grade {
    pub standing: Standing,
    /// In what it is not what it says.
    pub differences: Vec<Problem>,
    pub points: f64,
    pub of: f64,
    pub seed: u64,
    /// The digest of its facts.
    pub hash: String,
    /// The answer that was predicted, and whether it is right.
    pub prediction: Option<(usize, bool)>,
    /// What a learner believes who predicts wrongly so.
    pub misconception: Option<Text>,
    /// For each goal of the lesson, when it was reached.
    pub reached: Vec<Option<Reached>>,
    /// For each goal that was reached, whether *Show me* reached it, as the run says.
    pub shown: Vec<bool>,
    /// For each thing that is to hold at the end of the task, whether it does.
    pub reach: Vec<bool>,
    /// For each claim of the scenario, whether it holds at the end of the task.
    pub claims: Vec<bool>,
    pub commands: usize,
    /// How many commands change a setting.
    pub settings: usize,
    /// The index of the first command that is more than was allowed.
    pub over: Option<usize>,
    /// What was done first, in the first try that the record holds.
    pub first: Option<(Time, String)>,
    pub stuck: Option<Stuck>,
    /// Runs begun and time spent, as the run says.
    pub tries: Option<u32>,
    pub spent_ms: Option<f64>,
}

/// The longest time that passed before a goal: without coming to any, if it was never reached.
#[derive(Clone, PartialEq, Debug)]
pub struct Stuck {
    pub goal: usize,
    pub text: Option<Text>,
    /// How long, in milliseconds of the run.
    pub run_ms: f64,
    /// How long on the clock on the wall, where the run says so.
    pub spent_ms: Option<f64>,
    pub reached: bool,
}

impl Rubric {
    /// Replays a run and grades it.
    ///
    /// # Errors
    /// It belongs to another task, or cannot be replayed.
    pub fn grade(&self, run: &SavedRun) -> Result<Grade, Problem> {
        let mut differences = Vec::new();
        self.check_task(run, &mut differences)?;
        let played = Played::new(self, run, &mut differences)?;
        let mut grade = self.found(run, &played, &mut differences)?;
        if !differences.is_empty() {
            let refuses = self.spec.altered == Altered::Refuse;
            grade.standing = if refuses { Standing::Refused } else { Standing::Rescored };
            if refuses {
                grade.points = 0.0;
            }
        }
        grade.differences = differences;
        Ok(grade)
    }

    /// Refuses a run of another scenario, task or seed.
    fn check_task(&self, run: &SavedRun, differences: &mut Vec<Problem>) -> Result<(), Problem> {
        let (id, own) = match &run.scenario {
            Value::String(id) => (id.as_str(), None),
            whole => (whole["id"].as_str().unwrap_or_default(), Some(fingerprint(&whole.to_string())?)),
        };
        if id != self.model.id {
            let (scenario, expected) = (Word::of(id), Word::of(&self.model.id));
            return Err(Problem::new("scenario", GradeProblem::OtherScenario { scenario, expected }));
        }
        let said = run.hand_in.as_ref().map(|hand_in| &hand_in.scenario_hash);
        if own.iter().chain(said).any(|hash| *hash != self.scenario_hash) {
            differences.push(Problem::new("scenario", Difference::OtherVersion {}));
        }
        if let (Some(hand_in), Some(id)) = (&run.hand_in, &self.spec.task.id)
            && hand_in.task != id.as_str()
        {
            let (task, expected) = (Word::of(&hand_in.task), Word::of(id.as_str()));
            return Err(Problem::new("handIn.task", GradeProblem::OtherTask { task, expected }));
        }
        let seed = crate::view::playground::parse_seed(&run.seed)?;
        if let Some(seeds) = self.spec.task.seeds {
            let (from, to) = (seeds.from, seeds.from + (seeds.count - 1));
            if seed < from || seed > to {
                return Err(Problem::new("seed", GradeProblem::OtherSeed { seed, from, to }));
            }
        }
        Ok(())
    }

    /// Everything about a run that was replayed.
    fn found(&self, run: &SavedRun, played: &Played, differences: &mut Vec<Problem>) -> Result<Grade, Problem> {
        let hand_in = run.hand_in.as_ref();
        let prediction = self.prediction(hand_in, played.seed, differences)?;
        if let Some(hand_in) = hand_in {
            compare_goals(hand_in, &played.reached, differences);
            check_pace(hand_in, run.log.len(), differences);
        }
        let shown = (0..played.reached.len()).map(|goal| hand_in.is_some_and(|h| h.shown.contains(&goal))).collect();
        let (reach, claims) = self.holds_at_end(played)?;
        let wrong = prediction.filter(|(_, right)| !right);
        let mut grade = Grade {
            standing: Standing::Accepted,
            differences: Vec::new(),
            points: 0.0,
            of: 0.0,
            seed: played.seed,
            hash: played.hash(),
            prediction,
            misconception: wrong.and_then(|(option, _)| self.misconception(option)).cloned(),
            reached: played.reached.clone(),
            shown,
            reach,
            claims,
            commands: played.given.len(),
            settings: played.given.iter().filter(|given| is_setting(&given.command)).count(),
            over: self.first_over(&played.given),
            first: first_command(run),
            stuck: self.stuck(run, played),
            tries: hand_in.map(|hand_in| hand_in.tries),
            spent_ms: hand_in.map(|hand_in| hand_in.spent_ms),
        };
        self.score(&mut grade, &played.given);
        Ok(grade)
    }

    /// The prediction, judged by the run as it goes by itself.
    fn prediction(
        &self,
        hand_in: Option<&HandIn>,
        seed: u64,
        differences: &mut Vec<Problem>,
    ) -> Result<Option<(usize, bool)>, Problem> {
        let (Some(said), Some(lesson)) = (hand_in.and_then(|hand_in| hand_in.prediction), self.judged()) else {
            return Ok(None);
        };
        let Some(option) = lesson.options.get(said.option) else {
            let field = Word::of("prediction");
            differences.push(Problem::new("handIn.prediction.option", Difference::NoSuchIndex { field }));
            return Ok(None);
        };
        let (world, tally) = play(&self.model, seed, lesson.answered_at)?;
        let right = Reading::new(&world, &tally).all_hold(option);
        if said.right.is_some_and(|said| said != right) {
            let word = |right| Word::of(if right { "✓" } else { "✗" });
            let kind = Difference::OtherAnswer { said: word(!right), found: word(right) };
            differences.push(Problem::new("handIn.prediction.right", kind));
        }
        // Chosen after the run had answered, it is no prediction.
        Ok((Time::from_millis(said.at_ms) <= lesson.answered_at).then_some((said.option, right)))
    }

    /// What of the task's aims and of the scenario's claims holds at the end of the task.
    fn holds_at_end(&self, played: &Played) -> Result<(Vec<bool>, Vec<bool>), Problem> {
        let mut playground = played.playground.clone();
        playground.seek(self.until)?;
        let history = playground.history();
        let reading = Reading::new(history.world(), &history.watch().tally);
        let claims = self.model.claims.iter().map(|claim| reading.holds(&claim.expect)).collect();
        Ok((self.reach.iter().map(|aim| reading.holds(aim)).collect(), claims))
    }

    /// The index of the first command that is more than the task allows.
    fn first_over(&self, given: &[Given]) -> Option<usize> {
        let allowed = self.spec.task.allowed.as_ref()?;
        let mut settings = 0;
        given.iter().enumerate().position(|(i, Given { command, .. })| {
            settings += usize::from(is_setting(command));
            allowed.commands.is_some_and(|most| i >= most)
                || allowed.settings.is_some_and(|most| settings > most)
                || allowed.kinds.as_ref().is_some_and(|kinds| kinds.iter().all(|kind| kind != command.word()))
        })
    }

    fn score(&self, grade: &mut Grade, given: &[Given]) {
        let points = self.spec.points;
        let within =
            |reached: &Reached| reached.at <= self.until && grade.over.is_none_or(|over| reached.commands <= over);
        let counts = |goal: usize| grade.reached[goal].as_ref().is_some_and(within);
        let over = grade.over.is_some_and(|over| given[over].at <= self.until);
        let worth = |goal: &usize| match (counts(*goal), grade.shown[*goal]) {
            (false, _) => 0.0,
            (true, true) => points.goal * self.spec.shown,
            (true, false) => points.goal,
        };
        let mut sum: f64 = self.goals.iter().map(worth).sum();
        sum += points.reach * grade.reach.iter().filter(|holds| **holds && !over).count() as f64;
        let all = self.goals.iter().all(|goal| counts(*goal)) && grade.reach.iter().all(|holds| *holds) && !over;
        if all && self.spec.task.par.is_some_and(|par| given.len() <= par) {
            sum += points.par;
        }
        if grade.prediction.is_some_and(|(_, right)| right) {
            sum += points.prediction;
        }
        (grade.points, grade.of) = (sum, self.most_points());
    }

    pub(super) fn most_points(&self) -> f64 {
        let points = self.spec.points;
        let asks = self.judged().is_some_and(|lesson: &Lesson| !lesson.options.is_empty());
        points.goal * self.goals.len() as f64
            + points.reach * self.reach.len() as f64
            + if asks { points.prediction } else { 0.0 }
            + if self.spec.task.par.is_some() { points.par } else { 0.0 }
    }

    /// The longest time before a goal that counts.
    fn stuck(&self, run: &SavedRun, played: &Played) -> Option<Stuck> {
        let head = played.playground.history().head();
        let pace = run.hand_in.as_ref().filter(|hand_in| paced(hand_in, run.log.len()));
        let clock = |commands: usize| {
            pace.map(|hand_in| match commands.checked_sub(1) {
                Some(last) => hand_in.pace[last],
                None => 0.0,
            })
        };
        let mut order: Vec<(usize, Option<Reached>)> =
            self.goals.iter().map(|goal| (*goal, played.reached[*goal])).collect();
        order.sort_by_key(|(goal, reached)| (reached.is_none(), reached.map(|reached| reached.at), *goal));
        let mut since = (Time::ZERO, Some(0.0));
        let mut longest: Option<Stuck> = None;
        for (goal, reached) in order {
            let now = match reached {
                Some(reached) => (reached.at, clock(reached.commands)),
                None => (head, pace.map(|hand_in| hand_in.spent_ms)),
            };
            let run_ms = now.0.since(since.0).as_millis();
            let spent_ms = now.1.zip(since.1).map(|(now, since)| (now - since).max(0.0));
            let stuck =
                Stuck { goal, text: self.goal_text(goal).cloned(), run_ms, spent_ms, reached: reached.is_some() };
            let longer = |than: &Stuck| (stuck.spent_ms, stuck.run_ms) > (than.spent_ms, than.run_ms);
            if longest.as_ref().is_none_or(longer) {
                longest = Some(stuck);
            }
            if reached.is_none() {
                // It was looked for until the end; what comes after it in the list was not yet.
                break;
            }
            since = now;
        }
        longest
    }
}

/// Whether a command changes a setting.
const fn is_setting(command: &CommandSpec) -> bool {
    matches!(
        command,
        CommandSpec::SetDelivery { .. }
            | CommandSpec::SetWorkers { .. }
            | CommandSpec::SetMachine { .. }
            | CommandSpec::SetCrashes { .. }
            | CommandSpec::SetHealthCheck { .. }
            | CommandSpec::SetCall { .. }
            | CommandSpec::SetIngress { .. }
            | CommandSpec::SetArrivals { .. }
    )
}

/// Compares the goals that a run says it reached with those that it did.
fn compare_goals(hand_in: &HandIn, reached: &[Option<Reached>], differences: &mut Vec<Problem>) {
    let list = |goals: &[usize]| {
        let numbers: Vec<String> = goals.iter().map(|goal| (goal + 1).to_string()).collect();
        Word::of(if numbers.is_empty() { "–".to_owned() } else { numbers.join(", ") })
    };
    if hand_in.goals.iter().chain(&hand_in.shown).any(|goal| *goal >= reached.len()) {
        let field = Word::of("goals");
        differences.push(Problem::new("handIn.goals", Difference::NoSuchIndex { field }));
    }
    // What was shown is said to be shown, not reached.
    let mut said: Vec<usize> =
        hand_in.goals.iter().chain(&hand_in.shown).copied().filter(|g| *g < reached.len()).collect();
    said.sort_unstable();
    said.dedup();
    let found: Vec<usize> = (0..reached.len()).filter(|goal| reached[*goal].is_some()).collect();
    if said != found {
        let kind = Difference::OtherGoals { said: list(&said), found: list(&found) };
        differences.push(Problem::new("handIn.goals", kind));
    }
}

/// Whether the times at which commands were given, as the run says, can be.
fn paced(hand_in: &HandIn, commands: usize) -> bool {
    hand_in.pace.len() == commands
        && hand_in.pace.is_sorted()
        && hand_in.pace.first().is_none_or(|first| *first >= 0.0)
        && hand_in.pace.last().is_none_or(|last| *last <= hand_in.spent_ms)
}

fn check_pace(hand_in: &HandIn, commands: usize, differences: &mut Vec<Problem>) {
    let said = !hand_in.pace.is_empty();
    if (said && !paced(hand_in, commands)) || hand_in.spent_ms < 0.0 {
        differences.push(Problem::new("handIn.pace", Difference::OtherPace {}));
    }
}

/// What was done first: in the oldest branch that the record holds, else in the run itself.
fn first_command(run: &SavedRun) -> Option<(Time, String)> {
    let branches = &run.rest.get("branches").unwrap_or(&Value::Null)["list"];
    let oldest = branches.as_array().into_iter().flatten().min_by_key(|branch| branch["number"].as_u64());
    let of_branch = oldest.and_then(|branch| {
        let first = branch["log"].get(0)?;
        Some((first.get(0)?.as_f64()?, first.get(2)?.as_str()?.to_owned()))
    });
    let (at, json) = of_branch.or_else(|| run.log.first().map(|(at, _, json)| (*at, json.clone())))?;
    Some((Time::from_millis(at), in_words(&json)))
}

/// A command's name and what it is done to, such as `redriveAll charge`.
fn in_words(json: &str) -> String {
    let Ok(Tree::Object(fields)) = Tree::parse(json) else { return String::new() };
    let Some((word, value)) = fields.into_iter().next() else { return String::new() };
    let text = |value: Tree| if let Tree::Text(text) = value { Some(text) } else { None };
    let to =
        if let Tree::Object(fields) = value { fields.into_iter().find_map(|(_, value)| text(value)) } else { None };
    Word::of(to.map_or(word.clone(), |to| format!("{word} {to}"))).to_string()
}
