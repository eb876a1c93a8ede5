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
