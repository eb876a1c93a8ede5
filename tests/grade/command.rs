//! `carteiro grade` as a teacher uses it.

use crate::records::{commands, dice, honest};
use carteiro::base::time::Time;
use carteiro::grade::link;
use carteiro::view::saved_run::SavedRun;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn grade(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_carteiro")).arg("grade").args(arguments).env("LC_ALL", "C").output().unwrap()
}

fn run(seed: u64) -> SavedRun {
    let given = commands("retry", &mut dice(seed));
    honest("retry", seed, &given, Time::from_micros(45_000_000))
}

#[test]
fn a_folder_of_everything_is_graded_and_what_is_wrong_stops_nothing() {
    let folder = folder("class");
    let text = |run: &SavedRun| serde_json::to_string(run).unwrap();
    let mut forged = run(3);
    forged.hand_in.as_mut().unwrap().goals = Vec::new();
    forged.hash = "f".repeat(16);
    fs::write(folder.join("ana.carteiro.json"), text(&run(1))).unwrap();
    fs::create_dir(folder.join("Bia_77_file")).unwrap();
    fs::write(folder.join("Bia_77_file/retry.json"), text(&run(2))).unwrap();
    fs::write(folder.join("caio.json"), text(&forged)).unwrap();
    fs::write(
        folder.join("links.txt"),
        format!("Duda https://x.example/{}\n", link::link_of(link::RUN, &text(&run(4)))),
    )
    .unwrap();
    fs::write(folder.join("photo.png"), [0x89, b'P', b'N', b'G', 0xFF]).unwrap();
    fs::write(folder.join("huge.json"), format!("{{\"version\":1,\"x\":\"{}\"}}", "x".repeat(2 << 20))).unwrap();
    fs::write(folder.join("deep.json"), "{\"a\":".repeat(100_000)).unwrap();
    fs::write(folder.join(".DS_Store"), "x").unwrap();
    let output = grade(&[folder.to_str().unwrap(), "--rubric", "retry", "--json"]);
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(1), &b""[..]));
    let lines: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let said: Vec<_> =
        lines.iter().map(|line| ["student", "standing"].map(|field| line[field].as_str().unwrap())).collect();
    let expected = [
        ["Bia_77_file", "accepted"],
        ["ana", "accepted"],
        ["caio", "rescored"],
        ["deep", "refused"],
        ["huge", "refused"],
        ["Duda", "accepted"],
        ["photo", "refused"],
    ];
    assert_eq!(said, expected);
    assert!(lines.iter().all(|line| (line["standing"] == "accepted") == (line["why"] == "")));
}

/// The rubric's words go before those of the lesson's notes, and these before the answer's own.
#[test]
fn a_wrong_prediction_shows_what_the_notes_say_where_the_rubric_says_nothing() {
    let folder = folder("beliefs");
    for (option, name) in ["a.json", "b.json", "c.json"].into_iter().enumerate() {
        let mut run = run(42);
        run.hand_in.as_mut().unwrap().prediction =
            Some(carteiro::view::saved_run::Prediction { option, at_ms: 0.0, right: Some(option == 1) });
        fs::write(folder.join(name), serde_json::to_string(&run).unwrap()).unwrap();
    }
    let beliefs = |lang: &str, rubric: &str| -> Vec<String> {
        let output = grade(&[folder.to_str().unwrap(), "--rubric", rubric, "--json", "--lang", lang]);
        let lines: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        lines.iter().map(|line| line["misconception"].as_str().unwrap().to_owned()).collect()
    };
    let many = "More attempts always help: one of five gets through.";
    let lost = "What has failed for the last time is lost.";
    assert_eq!(beliefs("en", "retry"), [many, "", lost]);
    assert_eq!(beliefs("pt-BR", "retry")[2], "O que falhou pela última vez se perdeu.");
    let rubric = folder.with_file_name("beliefs-rubric.json");
    let own = r#"{"option": 0, "text": {"en": "Trying is winning.", "pt-BR": "Tentar é vencer."}}"#;
    let task = r#"{"version": 1, "scenario": "retry"}"#;
    fs::write(&rubric, format!(r#"{{"version": 1, "task": {task}, "misconceptions": [{own}]}}"#)).unwrap();
    assert_eq!(beliefs("en", rubric.to_str().unwrap()), ["Trying is winning.", "", lost]);
}

#[test]
fn a_rubric_or_a_folder_that_is_not_there_is_bad_input() {
    let empty = folder("empty");
    let empty = empty.to_str().unwrap();
    for arguments in [[empty, "--rubric", "nothing.json"], ["nowhere", "--rubric", "retry"]] {
        let output = grade(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains("cannot be read: it does not exist."));
    }
    let output = grade(&[empty, "--rubric", "retry"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
}

/// A student: the name, the seed, the answer, and the commands with their instants in milliseconds.
type Student = (&'static str, u64, usize, &'static [(u64, &'static str)]);

/// What the students of `examples/class` did.
const STUDENTS: [Student; 5] = [
    ("Ana", 101, 1, &[(11_200, ORDER), (21_400, REDRIVE)]),
    ("Bruno", 230, 0, &[(3_000, WORKERS), (11_900, ORDER), (24_000, REDRIVE)]),
    ("Caio", 318, 1, &[(12_300, ORDER)]),
    ("Duda", 407, 2, &[(11_100, ORDER), (13_000, REDRIVE), (15_000, REDRIVE), (17_000, REDRIVE), (21_000, REDRIVE)]),
    ("Edu", 512, 1, &[]),
];
const ORDER: &str = r#"{"placeOrder":{"client":"taxi"}}"#;
const REDRIVE: &str = r#"{"redriveAll":{"subscription":"charge"}}"#;
const WORKERS: &str = r#"{"setWorkers":{"node":"billing","workers":4}}"#;

/// The files of `examples/class`. Caio has claimed a goal more than he reached; Edu has copied Ana's record.
fn example_class() -> Vec<(String, String)> {
    let of_student = |(name, seed, option, given): Student| {
        let given: Vec<_> =
            given.iter().map(|(ms, json)| (Time::from_micros(ms * 1_000), (*json).to_owned())).collect();
        let mut run = honest("retry", seed, &given, Time::from_micros(45_000_000));
        let hand_in = run.hand_in.as_mut().unwrap();
        (hand_in.student, hand_in.task) = (name.to_owned(), "outage".to_owned());
        let prediction = hand_in.prediction.as_mut().unwrap();
        (prediction.option, prediction.right) = (option, Some(option == 1));
        run
    };
    let mut runs = STUDENTS.map(of_student);
    runs[2].hand_in.as_mut().unwrap().goals.push(1);
    runs[4] = runs[0].clone();
    runs[4].hand_in.as_mut().unwrap().student = "Edu".to_owned();
    let text = |run: &SavedRun| serde_json::to_string_pretty(run).unwrap() + "\n";
    let mut files: Vec<_> =
        [0, 1, 2, 4].map(|i: usize| (format!("{}.carteiro.json", STUDENTS[i].0.to_lowercase()), text(&runs[i]))).into();
    let link = link::link_of(link::RUN, &serde_json::to_string(&runs[3]).unwrap());
    files.push(("links.txt".to_owned(), format!("Duda https://example.org/carteiro/{link}\n")));
    files.push(("note.txt".to_owned(), "Dear teacher, I could not find the button. Fábio\n".to_owned()));
    files
}

/// After a change of what happens in the lesson: `CARTEIRO_WRITE=1 cargo test --all-features --test grade`.
#[test]
fn the_example_class_is_what_the_documentation_grades() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/class");
    for (name, content) in example_class() {
        let file = folder.join(&name);
        if std::env::var_os("CARTEIRO_WRITE").is_some() {
            fs::write(&file, &content).unwrap();
        }
        assert!(fs::read_to_string(&file).unwrap() == content, "{name} is stale: see the comment of this test");
    }
    let rubric = folder.with_file_name("class-rubric.json");
    let output = grade(&[folder.to_str().unwrap(), "--rubric", rubric.to_str().unwrap(), "--json"]);
    let lines: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let said: Vec<String> = lines
        .iter()
        .map(|line| {
            let [student, standing, misconception] =
                ["student", "standing", "misconception"].map(|field| line[field].as_str().unwrap());
            format!("{student} {standing} {} {misconception}", line["points"])
        })
        .collect();
    let expected = [
        "Ana accepted 7.0 ",
        "Bruno accepted 5.0 More attempts always help.",
        "Caio rescored 3.0 ",
        "Edu accepted 7.0 ",
        "Duda accepted 2.0 What fails is lost.",
        "note refused 0.0 ",
    ];
    assert_eq!(said, expected);
    assert_eq!((lines[3]["copyOf"].as_str(), lines[1]["copyOf"].as_str()), (Some("ana.carteiro.json"), Some("")));
}
