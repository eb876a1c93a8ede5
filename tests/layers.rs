//! Holds the layer rule: a module imports only from the layers below it, and the core stays pure.
//!
//! Every path in every file under `src/` is looked at: `use` trees, paths in expressions and types,
//! tokens inside macros, paths in attributes such as `#[serde(with = "crate::base::time::text")]`, in
//! `#[cfg(test)]` code as elsewhere. Only the links in documentation are free.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot read the sources must fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// The layers from the lowest up, each with its modules: the files and folders right under `src/`.
const LAYERS: &[&[&str]] = &[
    &["time", "ids", "rng", "dist", "text", "decimal", "order"],
    &["policy"],
    &["scenario"],
    &["broker", "service", "ledger", "trace", "metrics"],
    &["sim"],
    &["view", "timeline", "experiment"],
    &["wasm", "cli", "main"],
];

/// What only some modules may use: a crate, or a part of `std`, with the modules that may.
const RESERVED: &[(&str, &[&str])] = &[
    ("wasm_bindgen", &["wasm"]),
    ("serde_wasm_bindgen", &["wasm"]),
    ("js_sys", &["wasm"]),
    ("web_sys", &["wasm"]),
    ("getrandom", &["wasm"]),
    ("clap", &["cli", "main"]),
    ("indicatif", &["cli", "main"]),
    ("rayon", &["cli", "main"]),
    ("rand", &["rng", "dist"]),
    ("std::env", &["cli", "main"]),
    ("std::fs", &["cli", "main"]),
    ("std::net", &[]),
    ("std::process", &["cli", "main"]),
    ("std::thread", &["cli", "main"]),
    ("std::time", &["cli", "main"]),
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// What one or more files import, and what of it breaks the rule.
#[derive(Default)]
struct Imports {
    /// From which top-level module to which.
    edges: BTreeSet<(String, String)>,
    violations: Vec<String>,
}

/// Walks one file.
struct Walk<'a> {
    file: &'a str,
    /// The path of the module that the walk is in, from the crate's root.
    module: Vec<String>,
    imports: &'a mut Imports,
}

impl Walk<'_> {
    fn violation(&mut self, what: &str) {
        self.imports.violations.push(format!("{}: {what}", self.file));
    }

    /// The top-level module that the walk is in; `main` and `lib` for the roots of the two crates.
    fn here(&self) -> String {
        match self.module.first() {
            Some(module) => module.clone(),
            None => self.file.trim_end_matches(".rs").to_owned(),
        }
    }

    /// Judges one path as it stands in the source.
    fn path(&mut self, path: &[String]) {
        let written = path.join("::");
        let first = path.first().map_or("", String::as_str);
        let target: Vec<String> = match first {
            "crate" => path[1..].to_vec(),
            "carteiro" if path.len() > 1 => path[1..].to_vec(),
            "self" if path.len() > 1 => [&self.module, &path[1..]].concat(),
            "super" => {
                let ups = path.iter().take_while(|segment| *segment == "super").count();
                let kept = self.module.len().saturating_sub(ups);
                [&self.module[..kept], &path[ups..]].concat()
            }
            _ => return self.foreign(path, &written),
        };
        let here = self.here();
        let to = target.first().map_or("", String::as_str);
        let Some(from_layer) = layer(&here) else {
            return;
        };
        match layer(to) {
            Some(to_layer) if to_layer > from_layer => self.violation(&format!(
                "`{written}`: {here} (L{from_layer}) imports from {to} (L{to_layer}), which is above it"
            )),
            Some(_) if to != here => {
                self.imports.edges.insert((here, to.to_owned()));
            }
            Some(_) => {}
            None if from_layer + 1 == LAYERS.len() => {}
            None => self.violation(&format!(
                "`{written}`: goes through the crate's root, which hides the layer: name the module"
            )),
        }
    }

    /// Judges a path that leads out of the crate.
    fn foreign(&mut self, path: &[String], written: &str) {
        let here = self.here();
        for (name, users) in RESERVED {
            let reserved: Vec<&str> = name.split("::").collect();
            let hit = path.len() >= reserved.len() && path.iter().zip(&reserved).all(|(a, b)| a == b);
            if hit && here != "lib" && !users.contains(&here.as_str()) {
                self.violation(&format!("`{written}`: {here} may not use {name}"));
            }
        }
    }

    /// Judges the paths in text: the tokens of a macro or of an attribute.
    fn text(&mut self, text: &str) {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" :: ", "::");
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut rest = text.as_str();
        while let Some(start) = rest.find(is_word) {
            rest = &rest[start..];
            let end = rest.find(|c| !is_word(c) && c != ':').unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            let word = if after.starts_with('{') { word } else { word.trim_end_matches(':') };
            let path: Vec<String> = word.split("::").map(str::to_owned).collect();
            // A word alone may be a variable of that name; only what is written as a path is one.
            if path.len() > 1 {
                self.path(&path);
            }
            rest = after;
        }
    }

    fn use_tree(&mut self, prefix: &[String], tree: &syn::UseTree) {
        let with = |name: String| [prefix, &[name]].concat();
        match tree {
            syn::UseTree::Path(path) => self.use_tree(&with(path.ident.to_string()), &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.use_tree(prefix, tree)),
            syn::UseTree::Glob(_) => self.path(&with("*".to_owned())),
            syn::UseTree::Name(name) => self.path(&with(name.ident.to_string())),
            syn::UseTree::Rename(name) => self.path(&with(name.ident.to_string())),
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&[], &item.tree);
        visit::visit_item_use(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let path_text: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.path(&path_text);
        visit::visit_path(self, path);
    }

    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {
        // `pub(crate)` names a module, but imports nothing.
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.text(&item.tokens.to_string());
        visit::visit_macro(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        match &attribute.meta {
            syn::Meta::NameValue(meta) if meta.path.is_ident("doc") => return,
            syn::Meta::NameValue(meta) if meta.path.is_ident("path") => {
                self.violation("#[path] hides where a module's code is");
            }
            syn::Meta::List(meta) => self.text(&meta.tokens.to_string()),
            _ => {}
        }
        visit::visit_attribute(self, attribute);
    }

    fn visit_item_extern_crate(&mut self, _: &'ast syn::ItemExternCrate) {
        self.violation("`extern crate` renames what this check looks for");
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }
}

/// Reads one file; `name` is its path from `src/`, with slashes.
fn read(name: &str, source: &str, imports: &mut Imports) {
    let stem = name.trim_end_matches(".rs").trim_end_matches("/mod");
    let mut module: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if ["lib", "main"].contains(&stem) {
        module.clear();
    } else if layer(&module[0]).is_none() {
        imports.violations.push(format!("{name}: {} has no layer: give it one in LAYERS", module[0]));
    }
    let file = syn::parse_file(source).unwrap_or_else(|error| panic!("{name}: {error}"));
    Walk { file: name, module, imports }.visit_file(&file);
}

/// If modules of one layer import each other in a cycle: those, and what leads to them.
fn cycle(edges: &BTreeSet<(String, String)>) -> Option<BTreeSet<String>> {
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in edges.iter().filter(|(from, to)| layer(from) == layer(to)) {
        uses.entry(from).or_default().insert(to);
    }
    // Take away, again and again, the modules that use none that is left: a cycle stays.
    loop {
        let left: BTreeSet<&str> = uses.keys().copied().collect();
        for used in uses.values_mut() {
            used.retain(|module| left.contains(module));
        }
        uses.retain(|_, used| !used.is_empty());
        if uses.len() == left.len() {
            break;
        }
    }
    (!uses.is_empty()).then(|| uses.keys().map(|module| (*module).to_owned()).collect())
}

/// All Rust files under a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

fn crate_imports() -> Imports {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut imports = Imports::default();
    for path in files(&root) {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        read(&name, &fs::read_to_string(&path).unwrap(), &mut imports);
    }
    imports
}

#[test]
fn a_module_imports_only_from_the_layers_below() {
    let violations = crate_imports().violations;
    assert!(violations.is_empty(), "the layer rule is broken:\n{}", violations.join("\n"));
}

#[test]
fn the_modules_of_one_layer_form_no_cycle() {
    assert_eq!(cycle(&crate_imports().edges), None, "these modules of one layer import each other");
}

/// The violations in a made-up file.
fn judge(name: &str, source: &str) -> Vec<String> {
    let mut imports = Imports::default();
    read(name, source, &mut imports);
    imports.violations
}

#[test]
fn the_check_finds_what_breaks_the_rule() {
    let broken = [
        ("policy/retry.rs", "use crate::sim::World;"),
        ("policy/retry.rs", "pub(crate) use crate::{broker::Queue, time::Time};"),
        ("policy/retry.rs", "use carteiro::sim::World as W;"),
        ("policy/retry.rs", "use super::super::sim::World;"),
        ("policy/mod.rs", "mod inner { fn f() { super::super::sim::run() } }"),
        ("policy/mod.rs", "fn f() -> crate::ledger::Books { todo!() }"),
        ("policy/mod.rs", "fn f() { let _ = crate::trace::Fact::Lost; }"),
        ("policy/mod.rs", "fn f() { assert_eq!(crate::sim::run(), 1); }"),
        ("policy/mod.rs", "macro_rules! m { () => { $crate::sim::run() } }"),
        ("policy/mod.rs", r#"#[derive(S)] struct A { #[serde(with = "crate::view::text")] a: u8 }"#),
        ("policy/mod.rs", "#[cfg(test)] mod tests { use crate::scenario::Spec; }"),
        ("policy/mod.rs", r#"#[path = "../sim/mod.rs"] mod hidden;"#),
        ("policy/mod.rs", "use crate::World;"),
        ("policy/mod.rs", "use crate::*;"),
        ("policy/mod.rs", "use super::*;"),
        ("policy/mod.rs", "extern crate carteiro as core;"),
        ("sim/mod.rs", "use std::{collections::BTreeMap, thread};"),
        ("sim/mod.rs", "fn f() { std::fs::read(\"a\"); }"),
        ("view/mod.rs", "use wasm_bindgen::prelude::*;"),
        ("sim/mod.rs", "fn f() -> impl rand::Rng { todo!() }"),
        ("extra.rs", ""),
    ];
    for (name, source) in broken {
        assert_eq!(judge(name, source).len(), 1, "{name} passes with: {source}");
    }
}

#[test]
fn the_check_lets_pass_what_keeps_the_rule() {
    let kept = [
        ("sim/mod.rs", "use crate::{broker::Queue, time::Time}; use std::collections::BTreeMap;"),
        ("sim/step.rs", "use super::World; use crate::sim::queue; use self::inner::X; mod inner {}"),
        ("sim/mod.rs", "mod tests { use super::*; }"),
        ("policy/mod.rs", "/// See [`crate::sim::World`].\nfn f(sim: u8) -> u8 { sim }"),
        ("cli/run.rs", "use carteiro::experiment::run; use carteiro::World; use std::thread;"),
        ("wasm.rs", "use wasm_bindgen::prelude::*; use crate::view::frame;"),
        ("lib.rs", "pub mod sim; pub use sim::World;"),
        ("main.rs", "mod cli; fn main() { cli::run(std::env::args()) }"),
    ];
    for (name, source) in kept {
        assert_eq!(judge(name, source), [""; 0], "{name} fails with: {source}");
    }
}

#[test]
fn the_check_finds_a_cycle_within_a_layer() {
    let edges = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect::<BTreeSet<_>>()
    };
    let line = edges(&[("broker", "ledger"), ("service", "ledger"), ("sim", "broker"), ("ledger", "trace")]);
    assert_eq!(cycle(&line), None);
    let ring = edges(&[("broker", "ledger"), ("ledger", "trace"), ("trace", "broker"), ("service", "trace")]);
    assert!(cycle(&ring).is_some_and(|modules| modules.contains("broker")));
}
