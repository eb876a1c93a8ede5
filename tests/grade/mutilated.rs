//! Ten thousand mutilated links of runs and of tasks: each is opened, or refused with a sentence in both languages.

use crate::records::{built_in, commands, dice, honest, of_lesson};
use carteiro::base::rng::Draw;
use carteiro::base::time::Time;
use carteiro::grade::class::Graded;
use carteiro::grade::intake::handed_in;
use carteiro::grade::{Rubric, link};
use carteiro::problem::Problem;
use rand::RngExt;

const LINKS: usize = 5_000;
/// What is put into a text.
const BITS: [&str; 14] = [
    "0",
    "-1",
    "1e308",
    "9007199254740993",
    "null",
    "[]",
    "{}",
    "\"\"",
    ",",
    "}",
    "\\ud800",
    "é",
    "\u{0}",
    "18446744073709551616",
];

/// Cuts, doubles or replaces some of a text.
fn mutilate(text: &str, dice: &mut Draw) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for _ in 0..dice.random_range(1..4) {
        let at = dice.random_range(0..text.len());
        let end = (at + dice.random_range(1..12)).min(text.len());
        let with: Vec<char> = match dice.random_range(0..4) {
            0 => Vec::new(),
            1 => text[at..end].repeat(2),
            2 => vec![char::from(dice.random_range(32..127u8))],
            _ => BITS[dice.random_range(0..BITS.len())].chars().collect(),
        };
        text.splice(at..end, with);
        if text.is_empty() {
            text.push(' ');
        }
    }
    text.into_iter().collect()
}

fn says_why(problem: &Problem) {
    for text in [&problem.message, &problem.remedy] {
        assert!(text.en.ends_with('.') && text.pt_br.ends_with('.'), "{problem:?}");
    }
}

#[test]
fn a_mutilated_run_is_graded_or_refused_with_a_sentence() {
    let rubric = of_lesson("retry");
    let (mut opened, mut refused) = (0, 0);
    let runs: Vec<String> = (0..20)
        .map(|n| {
            let given = commands("retry", &mut dice(n));
            serde_json::to_string(&honest("retry", 42, &given, Time::from_micros(24_000_000))).unwrap()
        })
        .collect();
    for n in 0..LINKS {
        let (mut dice, text) = (dice(n as u64), &runs[n % runs.len()]);
        let link = match n % 2 {
            0 => link::link_of(link::RUN, &mutilate(text, &mut dice)),
            _ => mutilate(&link::link_of(link::RUN, text), &mut dice),
        };
        for one in handed_in("links.txt", &link) {
            match Graded::new(&rubric, one).grade {
                Ok(_) => opened += 1,
                Err(problem) => {
                    says_why(&problem);
                    refused += 1;
                }
            }
        }
    }
    assert!(opened > 20 && refused > 1_000, "opened {opened}, refused {refused}");
}

#[test]
fn a_mutilated_task_is_opened_or_refused_with_a_sentence() {
    let rubric: serde_json::Value = serde_json::from_str(include_str!("../../examples/class-rubric.json")).unwrap();
    let task = rubric["task"].to_string();
    let known = |id: &str| if id == "retry" { built_in(id) } else { Err(Rubric::of_task("{}", built_in).unwrap_err()) };
    let (mut opened, mut refused) = (0, 0);
    for n in 0..LINKS {
        let link = link::link_of(link::TASK, &mutilate(&task, &mut dice(n as u64)));
        let text = link::text_in(link.strip_prefix(link::TASK).unwrap()).unwrap();
        match Rubric::of_task(&text, known) {
            Ok(_) => opened += 1,
            Err(problem) => {
                says_why(&problem);
                refused += 1;
            }
        }
    }
    assert!(opened > 100 && refused > 1_000, "opened {opened}, refused {refused}");
}
