//! Explores at random for as long as one wants: `make prove`.
//!
//! Each case is made from a seed of its own, which decides the scenario, what is done to it, and which kinds of trouble
//! occur in it at all (swarm testing: Groce et al., 2012). Seeds of cases that failed are kept in a file and tried
//! first.

use super::common::case::Case;
use super::common::generate::case;
use super::laws;
use proptest::prelude::Strategy;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

/// What is to be explored.
struct Plan {
    /// The seed of the first case; the others follow from it.
    seed: u64,
    /// The most cases; what comes first of it and `time` ends the search.
    cases: u64,
    time: Duration,
    jobs: usize,
    /// Failures that end the search: more than anybody reads.
    most_failures: usize,
    /// Steps of making a case smaller.
    shrinks: usize,
    /// The file of the seeds that are tried first, to which those of failures are added.
    seeds: PathBuf,
    /// The folder for shrunk cases.
    found: PathBuf,
}

/// What was explored.
#[derive(Default)]
struct Tried {
    cases: AtomicU64,
    events: AtomicU64,
    facts: AtomicU64,
    /// The events and the seed of the longest run.
    longest: Mutex<(u64, u64)>,
}

/// A law that is broken.
#[derive(Debug)]
struct Failure {
    seed: u64,
    /// The smallest case that breaks it.
    case: Case,
    broken: String,
}

/// Steps of making a case smaller.
pub const SHRINKS: usize = 4_000;

/// What a case came to: events and facts.
pub type Judged = Result<(u64, usize), String>;

fn both_laws(case: &Case) -> Judged {
    laws::both(case).map(|session| (session.world.events(), session.trace.facts().len()))
}

/// Judges a case; a panic of the engine is a broken law, too.
fn judged(judge: &impl Fn(&Case) -> Judged, case: &Case) -> Judged {
    let panicked = |panic: Box<dyn std::any::Any + Send>| {
        let told = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        Err(format!("panicked: {}", told.unwrap_or("without a word")))
    };
    catch_unwind(AssertUnwindSafe(|| judge(case))).unwrap_or_else(panicked)
}

/// The case of a seed, which can be made smaller.
pub fn tree(seed: u64) -> impl ValueTree<Value = Case> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    case().new_tree(&mut TestRunner::new_with_rng(Config::default(), rng)).unwrap()
}

/// The smallest case that is found to fail in so many steps, and why.
pub fn shrink(
    mut tree: impl ValueTree<Value = Case>,
    judge: &impl Fn(&Case) -> Judged,
    first: String,
    steps: usize,
) -> (Case, String) {
    let mut smallest = (tree.current(), first);
    let mut more = tree.simplify();
    for _ in 0..steps {
        if !more {
            break;
        }
        let case = tree.current();
        more = match judged(judge, &case) {
            Err(broken) => {
                smallest = (case, broken);
                tree.simplify()
            }
            Ok(_) => tree.complicate(),
        };
    }
    smallest
}

/// SplitMix64: the seed of the n-th case.
pub fn nth(seed: u64, n: u64) -> u64 {
    let mut z = seed.wrapping_add(n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

/// The seeds in a file: one a line, in hexadecimal, with `#` before a comment.
fn kept(seeds: &Path) -> Vec<u64> {
    let text = fs::read_to_string(seeds).unwrap_or_default();
    let seed = |line: &str| u64::from_str_radix(line.split('#').next()?.trim(), 16).ok();
    text.lines().filter_map(seed).collect()
}

impl Plan {
    /// Explores, telling its progress, and returns what it tried and what it found.
    fn carry_out(
        &self,
        judge: &(impl Fn(&Case) -> Judged + Sync),
        tell: &(dyn Fn(&str) + Sync),
    ) -> (Tried, Vec<Failure>) {
        let (tried, failures) = (Tried::default(), Mutex::new(Vec::new()));
        let (next, done) = (AtomicU64::new(0), AtomicBool::new(false));
        let (first, start) = (kept(&self.seeds), Instant::now());
        let nth_seed = |n: u64| match first.get(n as usize) {
            Some(seed) => Some(*seed),
            None => Some(n - first.len() as u64).filter(|n| *n < self.cases).map(|n| nth(self.seed, n)),
        };
        let work = || {
            while !done.load(Relaxed) && start.elapsed() < self.time {
                let Some(seed) = nth_seed(next.fetch_add(1, Relaxed)) else { break };
                let tree = tree(seed);
                match judged(judge, &tree.current()) {
                    Ok((events, facts)) => {
                        tried.events.fetch_add(events, Relaxed);
                        tried.facts.fetch_add(facts as u64, Relaxed);
                        let mut longest = tried.longest.lock().unwrap();
                        *longest = (*longest).max((events, seed));
                    }
                    Err(broken) => {
                        tell(&format!("seed {seed:016x} breaks a law; making its case smaller"));
                        let (case, broken) = shrink(tree, judge, broken, self.shrinks);
                        let failure = Failure { seed, case, broken };
                        tell(&self.keep(&failure));
                        let mut failures = failures.lock().unwrap();
                        failures.push(failure);
                        done.fetch_or(failures.len() >= self.most_failures, Relaxed);
                    }
                }
                tried.cases.fetch_add(1, Relaxed);
            }
        };
        thread::scope(|scope| {
            let workers: Vec<_> = (0..self.jobs).map(|_| scope.spawn(work)).collect();
            let mut told = Instant::now();
            while !workers.iter().all(thread::ScopedJoinHandle::is_finished) {
                thread::sleep(Duration::from_millis(20));
                if told.elapsed() >= Duration::from_secs(30) {
                    tell(&tried.so_far(start.elapsed()));
                    told = Instant::now();
                }
            }
        });
        tell(&tried.so_far(start.elapsed()));
        (tried, failures.into_inner().unwrap())
    }

    /// Keeps what failed, and says how to try it again.
    fn keep(&self, failure: &Failure) -> String {
        let seed = format!("{:016x}", failure.seed);
        let file = self.found.join(format!("{seed}.json"));
        fs::create_dir_all(&self.found).unwrap();
        fs::write(&file, failure.case.to_string()).unwrap();
        if !kept(&self.seeds).contains(&failure.seed) {
            let mut text = fs::read_to_string(&self.seeds).unwrap_or_default();
            let law = failure.broken.lines().next().unwrap_or_default();
            writeln!(text, "{seed} # {law}").unwrap();
            fs::write(&self.seeds, text).unwrap();
        }
        let file = file.display();
        format!("{}\nThe shrunk case is {file}; `make prove CASE={file}` tries it again.", failure.broken)
    }
}

impl Tried {
    fn so_far(&self, time: Duration) -> String {
        let [cases, events, facts] = [&self.cases, &self.events, &self.facts].map(|n| n.load(Relaxed));
        let (longest, seed) = *self.longest.lock().unwrap();
        let seconds = time.as_secs_f64();
        let rate = |n: u64| n as f64 / seconds.max(1e-9);
        format!(
            "{seconds:.0} s: {cases} cases, {events} events, {facts} facts; {:.0} cases and {:.0} events a second; \
             the longest, {seed:016x}, has {longest} events",
            rate(cases),
            rate(events)
        )
    }
}

/// A setting from the environment, if it is there and not empty.
fn setting<T: FromStr>(name: &str) -> Option<T> {
    let text = std::env::var(name).ok().filter(|text| !text.is_empty())?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text} is no such number")))
}

#[test]
#[ignore = "explores for as long as one wants: `make prove`"]
fn prove() {
    if let Some(file) = setting::<PathBuf>("CASE") {
        let case = Case::parse(&fs::read_to_string(&file).unwrap()).unwrap();
        let (events, facts) = judged(&both_laws, &case).unwrap_or_else(|broken| panic!("{}: {broken}", file.display()));
        println!("{}: every law holds; {events} events, {facts} facts", file.display());
        return;
    }
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let (cases, time) = (setting("CASES"), setting("TIME").map(Duration::from_secs));
    let plan = Plan {
        seed: setting("SEED").unwrap_or(now.as_secs()),
        cases: cases.unwrap_or(if time.is_some() { u64::MAX } else { 20_000 }),
        time: time.unwrap_or(Duration::MAX),
        jobs: setting("JOBS").unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from)),
        most_failures: 5,
        shrinks: SHRINKS,
        seeds: root.join("tests/invariants/seeds.txt"),
        found: root.join("target/prove-found"),
    };
    println!("SEED={}, {} jobs", plan.seed, plan.jobs);
    let (_, failures) = plan.carry_out(&both_laws, &|line| println!("{line}"));
    let seeds: Vec<String> = failures.iter().map(|failure| format!("{:016x}", failure.seed)).collect();
    assert!(failures.is_empty(), "laws are broken by the seeds {seeds:?}, which are kept in {}", plan.seeds.display());
}

/// A plan that writes to a folder of its own.
fn small_plan(name: &str, cases: u64) -> Plan {
    let folder = std::env::temp_dir().join(format!("carteiro-prove-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let seeds = folder.join("seeds.txt");
    let (time, most_failures, shrinks) = (Duration::MAX, 1, 500);
    Plan { seed: 1, cases, time, jobs: 2, most_failures, shrinks, seeds, found: folder }
}

#[test]
fn every_case_of_a_plan_is_tried_once() {
    let plan = small_plan("clean", 40);
    let (tried, failures) = plan.carry_out(&both_laws, &|_| {});
    assert!(failures.is_empty(), "{failures:?}");
    let [cases, events, facts] = [&tried.cases, &tried.events, &tried.facts].map(|n| n.load(Relaxed));
    assert_eq!(cases, 40);
    assert!(events > 1_000 && facts > events, "{events} events, {facts} facts");
    fs::remove_dir_all(&plan.found).unwrap();
}

#[test]
fn a_broken_law_is_found_shrunk_kept_and_tried_first() {
    // A law that is wrong: that no service ever crashes.
    let calm = |case: &Case| {
        let session = laws::judge(case, |_| Ok(()))?;
        let crashes = session.count(|what| matches!(what, carteiro::trace::What::NodeCrashed { .. }));
        if crashes > 0 { Err(format!("{crashes} crashes")) } else { Ok((session.world.events(), 0)) }
    };
    // One job, so that the first failure is always the same.
    let plan = Plan { jobs: 1, shrinks: 4_000, ..small_plan("broken", 400) };
    let (_, failures) = plan.carry_out(&calm, &|_| {});
    let found = failures.first().expect("a crash in 400 cases");
    let (found_size, first_size) = (found.case.to_string().len(), tree(found.seed).current().to_string().len());
    assert!(found_size < first_size, "{found_size} of {first_size} bytes");
    let file = plan.found.join(format!("{:016x}.json", found.seed));
    let kept_case = Case::parse(&fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(judged(&calm, &kept_case).unwrap_err(), found.broken);
    assert!(kept(&plan.seeds).contains(&found.seed));
    // With no case of its own, a plan tries what was kept, and keeps nothing twice.
    let before = kept(&plan.seeds);
    let again = Plan { cases: 0, ..plan };
    let (tried, failures) = again.carry_out(&calm, &|_| {});
    assert_eq!((tried.cases.load(Relaxed), failures.len()), (before.len() as u64, before.len()));
    assert_eq!(kept(&again.seeds), before);
    fs::remove_dir_all(&again.found).unwrap();
}
