//! The page that is built for packages: which of its files a package needs, and the page of one part.

use crate::cli::arguments::Standard;
use crate::cli::export::files::{Files, poster};
use crate::cli::export::item::Item;
use crate::cli::lang::{LANGS, Lang};
use crate::cli::problem::CliProblem;
use crate::cli::refusal::Refusal;
use carteiro::problem::Word;
use carteiro::scenario::parse::from_json;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// What the build writes beside its files; see `www/vite.sco.config.js`.
const LIST: &str = "sco.json";
const PAGE: &str = "sco.html";
/// Where the page's element stands in it, without attributes.
const ELEMENT: &str = "<carteiro-sco>";
/// What its policy says of where it may connect to, and what the page of a cmi5 package says.
const OWN_SITE: &str = "connect-src 'self';";
const ANY_SITE: &str = "connect-src *;";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct List {
    /// What every part needs.
    files: Vec<String>,
    /// What a part needs besides that is scored by a rubric of its own.
    grader: Vec<String>,
    /// What a part needs besides that speaks cmi5.
    cmi5: Vec<String>,
    /// What a part in that built-in scenario needs besides.
    lessons: BTreeMap<String, Vec<String>>,
}

/// A folder with a build of the page.
pub struct Site {
    folder: PathBuf,
    list: List,
    page: String,
}

impl Site {
    pub fn read(folder: &Path, lang: Lang) -> Result<Site, Refusal> {
        let text = |name: &str| fs::read_to_string(folder.join(name)).map_err(|_| none(folder, lang));
        let list = from_json(&text(LIST)?)
            .map_err(|problem| Refusal::of(problem, lang).within(&folder.join(LIST).to_string_lossy()))?;
        let page = text(PAGE)?;
        if !page.contains(ELEMENT) {
            return Err(none(folder, lang));
        }
        Ok(Site { folder: folder.to_owned(), list, page })
    }

    /// The paths of the files that all parts share.
    pub fn shared(
        &self,
        lessons: &BTreeSet<&str>,
        graded: bool,
        cmi5: bool,
        lang: Lang,
    ) -> Result<Vec<String>, Refusal> {
        let mut paths = self.list.files.clone();
        if cmi5 {
            paths.extend(self.list.cmi5.iter().cloned());
        }
        if graded {
            paths.extend(self.list.grader.iter().cloned());
        }
        for id in lessons {
            // A build of another version may not know it.
            paths.extend(self.list.lessons.get(*id).ok_or_else(|| none(&self.folder, lang))?.iter().cloned());
        }
        Ok(paths)
    }

    pub fn file(&self, path: &str, lang: Lang) -> Result<Vec<u8>, Refusal> {
        // A list leads to no file outside its folder.
        let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let read = if inside { fs::read(self.folder.join(path)).ok() } else { None };
        read.ok_or_else(|| none(&self.folder, lang))
    }

    /// The pictures of a lesson, where there are any.
    pub fn posters(&self, id: &str) -> Files {
        let paths = LANGS.map(|lang| poster(id, lang));
        paths.into_iter().filter_map(|path| Some((path.clone(), fs::read(self.folder.join(&path)).ok()?))).collect()
    }

    /// The page of a part: the build's page with what it is about.
    pub fn page_of(&self, item: &Item, standard: Standard, lang: Lang) -> Result<String, Refusal> {
        let attribute = |name: &str, value: &str| format!(" {name}=\"{}\"", quick_xml::escape::escape(value));
        let element = [
            attribute("rubric", &item.rubric_json),
            attribute("scenario-hash", item.rubric.scenario_hash()),
            item.own_scenario().map_or_else(String::new, |path| attribute("src", &format!("./{path}"))),
            if item.is_lesson { " lesson".to_owned() } else { String::new() },
            if standard == Standard::Cmi5 { " cmi5".to_owned() } else { String::new() },
        ];
        let (before, after) = self.page.split_once(ELEMENT).ok_or_else(|| none(&self.folder, lang))?;
        let before = match standard {
            Standard::Scorm(_) => before.to_owned(),
            // The platform's record store may be anywhere.
            Standard::Cmi5 if before.contains(OWN_SITE) => before.replacen(OWN_SITE, ANY_SITE, 1),
            Standard::Cmi5 => return Err(none(&self.folder, lang)),
        };
        let title = format!("<title>{}</title>", quick_xml::escape::escape(item.title.get(lang)));
        Ok(format!("{}<carteiro-sco{}>{after}", before.replace("<title>Carteiro</title>", &title), element.concat()))
    }
}

fn none(folder: &Path, lang: Lang) -> Refusal {
    Refusal::of(CliProblem::NoPackagePage { folder: Word::of(folder.display()) }.into(), lang)
}
