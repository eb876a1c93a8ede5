//! `carteiro export`: what is in a package, what its manifest says, and what is refused.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use zip::ZipArchive;

const PAGE: &str = "<!doctype html><meta content=\"default-src 'none'; connect-src 'self'; base-uri 'none'\">\
    <title>Carteiro</title><carteiro-sco><p>Before</p></carteiro-sco>";
const LIST: &str = r#"{"files": ["assets/page.js"], "grader": ["assets/grader.wasm"], "cmi5": ["assets/cmi5.js"],
    "lessons": {"retry": ["assets/retry.json"], "service-down": ["assets/service-down.json"]}}"#;

/// A folder with as much of a build as it takes.
fn site(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("export").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("assets")).unwrap();
    fs::create_dir_all(folder.join("posters")).unwrap();
    fs::write(folder.join("sco.html"), PAGE).unwrap();
    fs::write(folder.join("sco.json"), LIST).unwrap();
    for file in ["page.js", "grader.wasm", "cmi5.js", "retry.json", "service-down.json"] {
        fs::write(folder.join("assets").join(file), file).unwrap();
    }
    fs::write(folder.join("posters/retry.en.svg"), "<svg/>").unwrap();
    folder
}

fn export(site: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carteiro"));
    command.arg("export").args(arguments).args(["--site", site.to_str().unwrap()]);
    command.args(["--out", site.join("out.zip").to_str().unwrap()]).env("LC_ALL", "C").output().unwrap()
}

/// The files of the package that it writes.
fn exported(site: &Path, arguments: &[&str]) -> BTreeMap<String, String> {
    let output = export(site, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut zip = ZipArchive::new(File::open(site.join("out.zip")).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for i in 0..zip.len() {
        let mut file = zip.by_index(i).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.insert(file.name().unwrap().into_owned(), text);
    }
    files
}

/// The elements of a manifest in their order, each with one of its attributes.
fn elements(xml: &str, attribute: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                let value = element.try_get_attribute(attribute).unwrap();
                let value = value.map(|value| value.value.into_owned()).unwrap_or_default();
                found.push((name, value));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn values(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    elements(xml, attribute).into_iter().filter(|(name, _)| name == element).map(|(_, value)| value).collect()
}

#[test]
fn a_package_holds_what_its_manifest_lists_and_nothing_else() {
    for standard in ["1.2", "2004"] {
        let files = exported(&site(&format!("whole-{standard}")), &["--scorm", standard, "retry", "service-down"]);
        let manifest = &files["imsmanifest.xml"];
        let mut listed = values(manifest, "file", "href");
        listed.push("imsmanifest.xml".to_owned());
        listed.sort();
        assert_eq!(listed, files.keys().cloned().collect::<Vec<_>>());
        assert!(!files.contains_key("assets/grader.wasm"), "a lesson is scored without it");
        // Every part leads to a resource, and each of them to what all share.
        let resources = values(manifest, "resource", "identifier");
        assert_eq!(resources, ["sco-retry", "sco-service-down", "shared"]);
        assert_eq!(values(manifest, "item", "identifierref"), ["sco-retry", "sco-service-down"]);
        assert_eq!(values(manifest, "dependency", "identifierref"), ["shared", "shared"]);
        let kind = if standard == "1.2" { "adlcp:scormtype" } else { "adlcp:scormType" };
        assert_eq!(values(manifest, "resource", kind), ["sco", "sco", "asset"]);
        assert_eq!(values(manifest, "resource", "href"), ["retry.html", "service-down.html", ""]);
    }
}

#[test]
fn the_parts_of_a_manifest_come_in_the_order_of_the_schema() {
    let names = |standard: &str| -> Vec<String> {
        let files = exported(&site(&format!("order-{standard}")), &["--scorm", standard, "retry"]);
        elements(&files["imsmanifest.xml"], "href").into_iter().map(|(name, _)| name).collect()
    };
    let text = |prefix: &str, string: &str| {
        ["title", "language", "language", "description"].map(|name| {
            let element = format!("{prefix}:{name}");
            if name == "language" { vec![element] } else { vec![element, string.to_owned(), string.to_owned()] }
        })
    };
    let metadata = |prefix: &str, string: &str| {
        let mut all = ["manifest", "metadata", "schema", "schemaversion"].map(str::to_owned).to_vec();
        all.extend([format!("{prefix}:lom"), format!("{prefix}:general")]);
        all.extend(text(prefix, string).concat());
        all
    };
    let organization = ["organizations", "organization", "title", "item", "title"].map(str::to_owned).to_vec();
    let rules = |rule: &str| vec!["imsss:sequencing".to_owned(), rule.to_owned()];
    let start = ["resources", "resource", "file", "dependency", "resource"].map(str::to_owned).to_vec();
    let files = vec!["file".to_owned(); 4];
    let expected = [metadata("imsmd", "imsmd:langstring"), organization.clone(), start.clone(), files.clone()].concat();
    assert_eq!(names("1.2"), expected);
    let sequenced = [rules("imsss:deliveryControls"), rules("imsss:controlMode")].concat();
    let expected = [metadata("lom", "lom:string"), organization, sequenced, start, files].concat();
    assert_eq!(names("2004"), expected);
}

/// The rules of the published schema, `CourseStructure.xsd`, as far as this part of it is used: which elements there are in
/// which order, and the values of the attributes.
fn hold_to_the_schema(xml: &str) {
    let all = elements(xml, "id");
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let text = |name: &'static str| vec![name, "langstring", "langstring"];
    let course = [vec!["courseStructure", "course"], text("title"), text("description")].concat();
    let unit = [vec!["au"], text("title"), text("description"), vec!["url"]].concat();
    let (head, units) = names.split_at(course.len());
    assert_eq!(head, course);
    assert!(!units.is_empty() && units.chunks(unit.len()).all(|one| one == unit), "{units:?}");
    let ids: Vec<&String> = all.iter().filter(|(name, _)| name == "au" || name == "course").map(|(_, id)| id).collect();
    assert!(ids.iter().all(|id| id.starts_with("urn:uuid:") && id.len() == 45), "{ids:?}");
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len(), "no two are alike");
    let moves = ["NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed"];
    assert!(values(xml, "au", "moveOn").iter().all(|value| moves.contains(&value.as_str())));
    assert!(values(xml, "au", "launchMethod").iter().all(|value| ["AnyWindow", "OwnWindow"].contains(&value.as_str())));
    assert_eq!(values(xml, "courseStructure", "xmlns"), ["https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"]);
    let langs = values(xml, "langstring", "lang");
    assert!(langs.chunks(2).all(|pair| pair == ["en", "pt-BR"]) && langs.len().is_multiple_of(4), "{langs:?}");
}

#[test]
fn a_cmi5_package_has_a_unit_for_each_part_and_the_pages_that_they_name() {
    let site = site("cmi5");
    let task = site.join("fish.json");
    let title = r#"{"en": "Fish & chips", "pt-BR": "Peixe & <batatas>"}"#;
    let words = |par: u32| format!(r#"{{"version": 1, "title": {title}, "scenario": "retry", "par": {par}}}"#);
    fs::write(&task, words(2)).unwrap();
    let task = task.to_str().unwrap();
    let files = exported(&site, &["--cmi5", "retry", task, "service-down"]);
    let xml = &files["cmi5.xml"];
    hold_to_the_schema(xml);
    assert!(xml.contains("<langstring lang=\"pt-BR\">Peixe &amp; &lt;batatas&gt;</langstring>"), "{xml}");
    let urls: Vec<&str> = xml.split("<url>").skip(1).map(|rest| rest.split_once("</url>").unwrap().0).collect();
    assert_eq!(urls, ["retry.html", "fish.html", "service-down.html"]);
    for url in urls {
        let page = &files[url];
        assert!(page.contains(" cmi5><p>Before</p>"), "{page}");
        assert!(page.contains("connect-src *; base-uri 'none'"), "a record store may be anywhere: {page}");
    }
    assert!(files.contains_key("assets/cmi5.js") && files.contains_key("teacher/notes.html"));
    assert!(!files.contains_key("imsmanifest.xml"));
    // A lesson is the same unit in every package, a task that says something else another one.
    let ids = |names: &[&str]| {
        let files = exported(&site, &[&["--cmi5"], names].concat());
        hold_to_the_schema(&files["cmi5.xml"]);
        (values(&files["cmi5.xml"], "course", "id"), values(&files["cmi5.xml"], "au", "id"))
    };
    let (course, units) = ids(&["retry", task]);
    assert_eq!(units, values(xml, "au", "id")[..2]);
    assert_ne!(course, values(xml, "course", "id"));
    fs::write(task, words(3)).unwrap();
    let (other, changed) = ids(&["retry", task]);
    assert_eq!((changed[0] == units[0], changed[1] == units[1], course == other), (true, false, false));
}

#[test]
fn a_scorm_package_speaks_no_cmi5() {
    let files = exported(&site("scorm-alone"), &["--scorm", "2004", "retry"]);
    assert!(!files.contains_key("assets/cmi5.js") && !files.contains_key("cmi5.xml"));
    assert!(files["retry.html"].contains("connect-src 'self'; base-uri 'none'"));
}

#[test]
fn a_page_says_what_it_is_about_and_a_task_brings_the_grader() {
    let site = site("task");
    let task = site.join("Outage task.json");
    let title = r#"{"en": "Fish & \"chips\" <1>", "pt-BR": "Peixe"}"#;
    fs::write(&task, format!(r#"{{"version": 1, "title": {title}, "scenario": "retry", "par": 2}}"#)).unwrap();
    let task = task.to_str().unwrap();
    let files = exported(&site, &["--scorm", "1.2", "retry", task, task]);
    assert!(files.contains_key("assets/grader.wasm"));
    assert!(files["retry.html"].contains(" lesson><p>Before</p>"));
    let page = &files["outage-task.html"];
    assert!(page.contains("<title>Fish &amp; &quot;chips&quot; &lt;1&gt;</title>"), "{page}");
    assert!(page.contains("&quot;par&quot;:2") && !page.contains(" lesson>"), "{page}");
    assert!(files.contains_key("outage-task-2.html"), "two parts have two pages");
    assert!(files["teacher/notes.html"].contains("Five failures, and they are put aside."));
    assert!(files["teacher/notes.html"].contains("../posters/retry.en.svg"));
}

#[test]
fn the_notes_in_a_package_are_those_of_the_lesson_in_both_languages() {
    let site = site("notes");
    let rubric = site.join("rubric.json");
    let belief = r#"{"option": 0, "text": {"en": "OUR WORDS", "pt-BR": "NOSSAS PALAVRAS"}}"#;
    let task = r#"{"version": 1, "id": "ours", "scenario": "retry"}"#;
    fs::write(&rubric, format!(r#"{{"version": 1, "task": {task}, "misconceptions": [{belief}]}}"#)).unwrap();
    let files = exported(&site, &["--scorm", "1.2", "retry", rubric.to_str().unwrap()]);
    let page = &files["teacher/notes.html"];
    let notes: serde_json::Value = serde_json::from_str(include_str!("../lessons/notes/retry.notes.json")).unwrap();
    let escaped = |text: &serde_json::Value| quick_xml::escape::escape(text.as_str().unwrap()).into_owned();
    for lang in ["en", "pt-BR"] {
        let mut said = vec![&notes["for"], &notes["next"]["why"]];
        said.extend(notes["questions"].as_array().unwrap().iter().flat_map(|one| [&one["ask"], &one["expect"]]));
        said.extend(notes["misconceptions"].as_array().unwrap().iter().map(|one| &one["believes"]));
        for text in said {
            assert!(page.contains(&escaped(&text[lang])), "{lang}: {text}");
        }
    }
    // The right answer is marked, once for each part and language; a rubric's own words go before those of the notes.
    assert_eq!(page.matches("<li class=\"right\">Five failures, and they are put aside.").count(), 2);
    assert_eq!(page.matches("class=\"right\"").count(), 4);
    assert_eq!(page.matches("OUR WORDS").count(), 1);
    assert!(page.contains("20 minutes") && page.contains("20 minutos"));
}

#[test]
fn a_scenario_of_ones_own_is_in_the_package() {
    let site = site("own");
    let lesson = concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli/template.json");
    let files = exported(&site, &["--scorm", "2004", lesson]);
    assert!(!files["teacher/notes.html"].contains("class=\"right\""), "nobody has written which answer is right");
    let page = &files["template.html"];
    assert!(page.contains("src=\"./scenarios/template.json\""), "{page}");
    let scenario: serde_json::Value = serde_json::from_str(&files["scenarios/template.json"]).unwrap();
    assert_eq!(scenario["id"], "coffee");
}

#[test]
fn the_same_is_the_same_to_the_byte() {
    let bytes = |name: &str| {
        let site = site(name);
        exported(&site, &["--scorm", "1.2", "retry"]);
        fs::read(site.join("out.zip")).unwrap()
    };
    assert_eq!(bytes("once"), bytes("again"));
}

#[test]
fn what_is_wrong_is_said_with_its_remedy() {
    let refused = |site: &Path, arguments: &[&str], sentence: &str| {
        let output = export(site, arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(sentence), "{said}");
        assert!(!site.join("out.zip").exists());
    };
    let whole = site("wrong");
    refused(&whole, &["--scorm", "1.2", "nothing-such"], "There is no built-in scenario \"nothing-such\".");
    refused(&whole, &["--scorm", "1.2", "jitter"], "holds no whole page for packages");
    refused(Path::new("nowhere"), &["--scorm", "1.2", "retry"], "npm run build:sco");
    refused(&whole, &["--scorm", "1.2"], "required");
    refused(&whole, &["--scorm", "1.3", "retry"], "1.3");
    refused(&whole, &["retry"], "--scorm");
    refused(&whole, &["--scorm", "1.2", "--cmi5", "retry"], "--cmi5");
    fs::write(whole.join("sco.html"), PAGE.replace("connect-src", "img-src")).unwrap();
    refused(&whole, &["--cmi5", "retry"], "holds no whole page for packages");
    fs::write(whole.join("sco.html"), PAGE).unwrap();
    fs::remove_file(whole.join("assets/page.js")).unwrap();
    refused(&whole, &["--scorm", "1.2", "retry"], "holds no whole page for packages");
    fs::write(whole.join("sco.json"), LIST.replace("assets/page.js", "../../secret")).unwrap();
    refused(&whole, &["--scorm", "1.2", "retry"], "holds no whole page for packages");
    fs::write(whole.join("sco.json"), "{\"files\": 7}").unwrap();
    refused(&whole, &["--scorm", "1.2", "retry"], "sco.json");
}
