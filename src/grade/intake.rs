//! Intake: a file that was handed in holds a run, or a list of links to runs.

use crate::grade::link;
use crate::grade::problem::GradeProblem;
use crate::problem::Problem;
use crate::view::saved_run::SavedRun;

/// Something handed in: where it was found, by whom, and the run or why there is none.
#[derive(Clone, PartialEq, Debug)]
pub struct HandedIn {
    /// The file; for a link also its line, as in `links.txt:3`.
    pub place: String,
    /// Who handed it in, as the run, the list or the file's name says.
    pub student: String,
    pub run: Result<SavedRun, Problem>,
}

/// The most letters of a student's name that are kept.
const NAME_CHARS: usize = 80;

/// What a file holds. `file` is its path below the folder that was handed in, with slashes: a file in a folder of its
/// own is named after that.
pub fn handed_in(file: &str, text: &str) -> Vec<HandedIn> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let of_file = |run| HandedIn { place: file.to_owned(), student: named(&run, &stem(file)), run };
    if text.starts_with('{') {
        let run = SavedRun::read(text);
        // What a record store exports is JSON with links in it.
        if run.is_ok() || !text.contains(link::RUN) {
            return vec![of_file(run)];
        }
    }
    let mut found = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let mut before = 0;
        for (at, _) in line.match_indices(link::RUN) {
            let run = link::text_in(&line[at + link::RUN.len()..]).and_then(|text| SavedRun::read(&text));
            let (place, student) = (format!("{file}:{}", i + 1), named(&run, &name_before(&line[before..at])));
            found.push(HandedIn { place, student, run });
            before = at + link::RUN.len();
        }
    }
    match &mut found[..] {
        [] => vec![of_file(Err(GradeProblem::NoRun {}.into()))],
        // A file with one link is a student's.
        [only] if only.student.is_empty() => {
            only.student = stem(file);
            found
        }
        _ => found,
    }
}

/// A file that could not be read as text.
pub fn unreadable(file: &str, problem: Problem) -> HandedIn {
    HandedIn { place: file.to_owned(), student: stem(file), run: Err(problem) }
}

/// The name in the run, else the other.
fn named(run: &Result<SavedRun, Problem>, otherwise: &str) -> String {
    let said = run.as_ref().ok().and_then(|run| run.hand_in.as_ref()).map_or("", |hand_in| &hand_in.student);
    clean(if said.trim().is_empty() { otherwise } else { said })
}

/// A name in one line, and not endless.
fn clean(name: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    name.trim().chars().take(NAME_CHARS).map(plain).collect()
}

/// The name before an address in a list: everything up to the address, without what sets them apart.
fn name_before(text: &str) -> String {
    let address = text.rfind("http").or_else(|| text.rfind("file:")).unwrap_or(text.len());
    text[..address].trim_matches(|c: char| c.is_whitespace() || ",;|:\"'<>-*".contains(c)).to_owned()
}

/// The folder of a file, or its name without its endings.
fn stem(file: &str) -> String {
    let first = file.split('/').find(|part| !part.is_empty()).unwrap_or(file);
    first.split('.').find(|part| !part.is_empty()).unwrap_or(first).to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    const RUN: &str = r#"{"version":1,"scenario":"retry","seed":"42","log":[],"headMs":0,"events":0,"hash":""}"#;

    #[test]
    fn a_file_is_a_run_named_after_it_or_its_folder() {
        let names =
            |file: &str| handed_in(file, RUN).into_iter().map(|one| (one.place, one.student)).collect::<Vec<_>>();
        assert_eq!(names("ana.carteiro.json"), [("ana.carteiro.json".to_owned(), "ana".to_owned())]);
        assert_eq!(names("Bia Souza_7/retry.json"), [("Bia Souza_7/retry.json".to_owned(), "Bia Souza_7".to_owned())]);
    }

    #[test]
    fn a_list_has_a_run_in_each_link_with_the_name_before_it() {
        let link = link::link_of(link::RUN, RUN);
        let list = format!(
            "Ana, https://a.example/{link}\n\n\"Rui\";\"https://a.example/?x=1{link}\"\n{link}\nhttps://a.example/#run=1.zzz"
        );
        let found = handed_in("links.csv", &list);
        let said: Vec<_> =
            found.iter().map(|one| (one.place.as_str(), one.student.as_str(), one.run.is_ok())).collect();
        assert_eq!(
            said,
            [
                ("links.csv:1", "Ana", true),
                ("links.csv:3", "Rui", true),
                ("links.csv:4", "", true),
                ("links.csv:5", "", false)
            ]
        );
    }

    #[test]
    fn what_a_record_store_exports_is_a_list_of_links() {
        let link = link::link_of(link::RUN, RUN);
        let statement = format!(r#"{{"actor": {{"name": "Ana"}}, "result": {{"x": "{link}"}}}}"#);
        let exports =
            [format!(r#"{{"statements": [{statement}, {statement}]}}"#), format!("[{statement}, {statement}]")];
        for export in exports {
            let found = handed_in("lrs.json", &export);
            assert_eq!(found.len(), 2);
            assert!(found.iter().all(|one| one.run.is_ok() && one.place == "lrs.json:1"), "{found:?}");
        }
    }

    #[test]
    fn what_holds_no_run_says_so() {
        for text in ["", "Dear teacher, I forgot.", "[1]"] {
            let found = handed_in("note.txt", text);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].run.as_ref().unwrap_err().code, "no-run");
        }
        assert_eq!(handed_in("x.json", "{").remove(0).run.unwrap_err().code, "json-truncated");
        let other = RUN.replacen('1', "2", 1);
        assert_eq!(handed_in("x.json", &other).remove(0).run.unwrap_err().code, "unknown-version");
    }
}
