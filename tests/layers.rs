//! Holds the layer rule: a module imports only from the layers below it, no two files need each other, by import or by
//! method call, the parts of the simulation call downwards only, and the core stays pure.
//!
//! Every path in every file under `src/` is looked at: `use` trees, paths in expressions and types,
//! tokens inside macros, paths in attributes such as `#[serde(with = "crate::base::time::text")]`, in
//! `#[cfg(test)]` code as elsewhere. Only the links in documentation are free. Calls of methods are looked at where the
//! methods of one type stand in several files: there an import does not show who needs whom.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot read the sources must fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// The layers from the lowest up, each with its modules: the files and folders right under `src/`.
const LAYERS: &[&[&str]] = &[
    &["base"],
    &["problem"],
    &["json"],
    &["policy"],
    &["model"],
    &["ledger", "trace"],
    &["scenario"],
    &["sim"],
    &["observe"],
    &["timeline", "experiment"],
    &["lab"],
    &["view"],
    &["grade"],
    &["wasm", "cli", "main"],
];

/// The layers inside `sim`: files and folders, from the lowest up. Each may import from, and call methods of, the
/// layers below it, and nothing beside it.
const PARTS: &[&[&str]] = &[
    &["keys", "schedule", "known_keys", "problem", "program", "test_models", "topic_keys"],
    &["station"],
    &["nodes", "todo"],
    &["cx"],
    &["broker", "callers", "clients"],
    &["services"],
    &["world"],
    &["settle", "health", "check"],
    &["command"],
    &["step"],
];

/// What only some modules may use: a crate, or a part of `std`, with the modules that may.
const RESERVED: &[(&str, &[&str])] = &[
    ("wasm_bindgen", &["wasm"]),
    ("js_sys", &["wasm"]),
    ("web_sys", &["wasm"]),
    ("getrandom", &["wasm"]),
    ("clap", &["cli", "main"]),
    ("csv", &["cli", "grade", "lab"]),
    ("base64", &["grade"]),
    ("miniz_oxide", &["grade"]),
    ("statrs", &["lab"]),
    ("indicatif", &["cli", "main"]),
    ("quick_xml", &["cli", "main"]),
    ("rayon", &["cli", "main"]),
    ("rand", &["base"]),
    ("std::env", &["cli", "main"]),
    ("std::fs", &["cli", "main"]),
    ("std::net", &[]),
    ("std::process", &["cli", "main"]),
    ("std::thread", &["cli", "main"]),
    ("std::time", &["cli", "main"]),
    ("zip", &["cli", "main"]),
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

fn part(module: &str) -> Option<usize> {
    let name = module.strip_prefix("sim/")?.split('/').next()?;
    PARTS.iter().position(|parts| parts.contains(&name))
}

/// One file: its name from `src/`, with slashes, its module (`sim/broker` for `sim/broker/mod.rs`), and its syntax.
struct File {
    name: String,
    module: String,
    syntax: syn::File,
}

impl File {
    fn parse(name: &str, source: &str) -> File {
        let module = name.trim_end_matches(".rs").trim_end_matches("/mod").to_owned();
        let syntax = syn::parse_file(source).unwrap_or_else(|error| panic!("{name}: {error}"));
        File { name: name.to_owned(), module, syntax }
    }

    /// The path of the module from the crate's root.
    fn path(&self) -> Vec<String> {
        if ["lib", "main"].contains(&self.module.as_str()) {
            return Vec::new();
        }
        self.module.split('/').map(str::to_owned).collect()
    }
}

/// Who needs whom, and what of it breaks the rule.
#[derive(Default)]
struct Needs {
    /// From which module to which, and by what.
    edges: BTreeMap<(String, String), String>,
    violations: Vec<String>,
}

impl Needs {
    fn edge(&mut self, from: &str, to: &str, by: &str) {
        if from != to {
            self.edges.entry((from.to_owned(), to.to_owned())).or_insert_with(|| by.to_owned());
        }
    }
}

/// Walks the paths of one file.
struct Walk<'a> {
    file: &'a File,
    modules: &'a BTreeSet<String>,
    /// The path of the module that the walk is in, from the crate's root.
    module: Vec<String>,
    needs: &'a mut Needs,
}

impl Walk<'_> {
    fn violation(&mut self, what: &str) {
        self.needs.violations.push(format!("{}: {what}", self.file.name));
    }

    /// The top-level module that the walk is in; `main` and `lib` for the roots of the two crates.
    fn here(&self) -> String {
        self.module.first().map_or_else(|| self.file.module.clone(), Clone::clone)
    }

    /// The deepest module that a path leads through.
    fn module_of(&self, target: &[String]) -> Option<String> {
        (1..=target.len()).rev().map(|n| target[..n].join("/")).find(|module| self.modules.contains(module))
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
            // A path that begins with a child of this module.
            child if self.modules.contains(&[&self.module[..], &[child.to_owned()]].concat().join("/")) => {
                [&self.module[..], path].concat()
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
            Some(_) => {
                if let Some(module) = self.module_of(&target) {
                    self.needs.edge(&self.file.module, &module, &written);
                }
            }
            // An exported macro is known by the crate's root; its module gives it a home.
            None if from_layer + 1 == LAYERS.len() || (here == "problem" && to == "problem_kinds") => {}
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

/// The module that defines each method: the type, the method, the module.
type Methods = BTreeSet<(String, String, String)>;

/// Collects the methods of types, outside tests.
struct Collect<'a> {
    module: &'a str,
    methods: &'a mut Methods,
}

fn type_name(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Collect<'_> {
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let Some(name) = type_name(&item.self_ty).filter(|_| item.trait_.is_none()) else { return };
        for member in &item.items {
            if let syn::ImplItem::Fn(method) = member {
                self.methods.insert((name.clone(), method.sig.ident.to_string(), self.module.to_owned()));
            }
        }
    }
}

/// The types whose methods are defined in several files of one folder, by the usual name of a variable of that type.
fn spread(methods: &Methods) -> BTreeMap<String, String> {
    let mut homes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (ty, _, module) in methods {
        homes.entry(ty).or_default().insert(module);
    }
    let wide = homes.into_iter().filter(|(_, modules)| modules.len() > 1);
    wide.map(|(ty, _)| (ty.to_lowercase(), ty.to_owned())).collect()
}

/// Walks the calls of methods in one file.
struct Calls<'a> {
    module: &'a str,
    methods: &'a Methods,
    spread: &'a BTreeMap<String, String>,
    /// The type whose methods the walk is in.
    within: Option<String>,
    needs: &'a mut Needs,
}

impl Calls<'_> {
    /// The spread type of what a method is called on: `self`, or a variable or field that is named like its type.
    fn receiver(&self, receiver: &syn::Expr) -> Option<String> {
        let name = match receiver {
            syn::Expr::Path(path) => path.path.get_ident()?.to_string(),
            syn::Expr::Field(field) => match &field.member {
                syn::Member::Named(name) => name.to_string(),
                syn::Member::Unnamed(_) => return None,
            },
            syn::Expr::Reference(inner) => return self.receiver(&inner.expr),
            syn::Expr::Paren(inner) => return self.receiver(&inner.expr),
            _ => return None,
        };
        if name == "self" { self.within.clone() } else { self.spread.get(&name).cloned() }
    }

    fn call(&mut self, ty: Option<&str>, method: &str) {
        let named = self.methods.iter().filter(|(_, name, _)| name == method);
        let found: Vec<_> = match ty {
            Some(ty) => named.filter(|(other, ..)| other == ty).collect(),
            // What it is called on has another name: the method's own name tells, if it is nobody else's.
            None => named.filter(|(other, ..)| self.spread.values().any(|ty| ty == other)).collect(),
        };
        if let [(ty, _, to)] = found[..]
            && to.split('/').next() == self.module.split('/').next()
        {
            self.needs.edge(self.module, to, &format!("{ty}::{method}()"));
        }
    }
}

impl<'ast> Visit<'ast> for Calls<'_> {
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.within = type_name(&item.self_ty);
        visit::visit_item_impl(self, item);
        self.within = None;
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        // Tests of a file may call what the file itself must not.
        if item.ident != "tests" {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let receiver = self.receiver(&call.receiver);
        // This check ignores types whose methods are all in one file.
        let ty = receiver.as_deref().filter(|ty| self.spread.values().any(|wide| wide == ty));
        if ty.is_some() || receiver.is_none() {
            self.call(ty, &call.method.to_string());
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        let segments: Vec<String> = path.path.segments.iter().map(|s| s.ident.to_string()).collect();
        if let [.., ty, method] = &segments[..] {
            let ty = if ty == "Self" { self.within.clone() } else { Some(ty.clone()) };
            if let Some(ty) = ty.filter(|ty| self.spread.values().any(|wide| wide == ty)) {
                self.call(Some(&ty), method);
            }
        }
        visit::visit_expr_path(self, path);
    }
}

/// Reads what files need of each other.
fn needs(files: &[File]) -> Needs {
    let mut needs = Needs::default();
    let modules: BTreeSet<String> = files.iter().map(|file| file.module.clone()).collect();
    let mut methods = Methods::default();
    for file in files {
        let path = file.path();
        if path.first().is_some_and(|module| layer(module).is_none()) {
            needs.violations.push(format!("{}: {} has no layer: give it one in LAYERS", file.name, path[0]));
        }
        Walk { file, modules: &modules, module: path, needs: &mut needs }.visit_file(&file.syntax);
        Collect { module: &file.module, methods: &mut methods }.visit_file(&file.syntax);
    }
    let spread = spread(&methods);
    // Tests of a part may call what the part itself must not.
    for file in files.iter().filter(|file| !file.module.ends_with("/tests")) {
        let (module, within) = (file.module.as_str(), None);
        Calls { module, methods: &methods, spread: &spread, within, needs: &mut needs }.visit_file(&file.syntax);
    }
    between_parts(&mut needs);
    needs
}

/// Judges what the parts of `sim` need of each other.
fn between_parts(needs: &mut Needs) {
    for ((from, to), by) in &needs.edges {
        let same = from.split('/').nth(1) == to.split('/').nth(1);
        if from == "sim" || !from.starts_with("sim/") || !(to == "sim" || to.starts_with("sim/")) || same {
            continue;
        }
        match (part(from), part(to)) {
            (Some(above), Some(below)) if above > below => {}
            (None, _) => needs.violations.push(format!("{from} has no place among the PARTS of sim")),
            _ => needs.violations.push(format!("{from} needs {to}, which is not below it: {by}")),
        }
    }
}

/// A cycle of files that need each other, if there is one, with the imports and calls that close it.
fn circle(needs: &Needs) -> Option<String> {
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in needs.edges.keys() {
        uses.entry(from).or_default().insert(to);
    }
    // Repeatedly remove modules that use none of the rest: cycles stay, and what leads to them.
    loop {
        let left: BTreeSet<&str> = uses.keys().copied().collect();
        for used in uses.values_mut() {
            used.retain(|module| left.contains(module));
        }
        let before = uses.len();
        uses.retain(|_, used| !used.is_empty());
        if uses.len() == before {
            break;
        }
    }
    // Walking from any of them ends in a cycle.
    let mut way: Vec<&str> = vec![*uses.keys().next()?];
    loop {
        let next = *uses[way[way.len() - 1]].first()?;
        if let Some(start) = way.iter().position(|module| *module == next) {
            way.push(next);
            let ties = way[start..].windows(2).map(|pair| {
                let by = &needs.edges[&(pair[0].to_owned(), pair[1].to_owned())];
                format!("{} -> {} ({by})", pair[0], pair[1])
            });
            return Some(ties.collect::<Vec<_>>().join("\n"));
        }
        way.push(next);
    }
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

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        File::parse(&name, &fs::read_to_string(&path).unwrap())
    };
    files(&root).into_iter().map(read).collect()
}

#[test]
fn a_module_needs_only_what_is_below_it() {
    let violations = needs(&sources()).violations;
    assert!(violations.is_empty(), "the layer rule is broken:\n{}", violations.join("\n"));
}

#[test]
fn no_two_files_need_each_other() {
    if let Some(circle) = circle(&needs(&sources())) {
        panic!("these files need each other:\n{circle}");
    }
}

/// The violations in a made-up file.
fn judge(name: &str, source: &str) -> Vec<String> {
    needs(&[File::parse(name, source)]).violations
}

#[test]
fn the_check_finds_what_breaks_the_rule() {
    let broken = [
        ("policy/retry.rs", "use crate::sim::World;"),
        ("policy/retry.rs", "pub(crate) use crate::{ledger::Queue, base::Time};"),
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
        ("model/node.rs", "use crate::scenario::spec::NodeSpec;"),
        ("json/tree.rs", "use crate::model::limits;"),
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
        ("sim/mod.rs", "use crate::{ledger::Queue, base::Time}; use std::collections::BTreeMap;"),
        ("sim/step.rs", "use self::inner::X; mod inner {}"),
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

/// What two parts of `sim` need of each other when one calls the other so.
fn between(from: &str, code: &str) -> Needs {
    let parts = [
        ("sim/broker/state.rs", "pub struct Broker; impl Broker { pub fn queues(&self) {} }"),
        ("sim/broker/dead.rs", "use crate::sim::broker::state::Broker; impl Broker { pub fn give_up(&self) {} }"),
        ("sim/services/state.rs", "pub struct Services; impl Services { pub fn stations(&self) {} }"),
        ("sim/services/work.rs", "use crate::sim::services::state::Services; impl Services { pub fn begin(&self) {} }"),
        ("sim/cx.rs", "pub struct Cx;"),
        (from, code),
    ];
    needs(&parts.map(|(name, source)| File::parse(name, source)))
}

#[test]
fn the_check_finds_a_part_that_calls_upwards_or_sideways() {
    let broken = [
        ("sim/broker/deliver.rs", "fn f() { services.begin(); }"),
        ("sim/broker/deliver.rs", "fn f(above: &A) { above.services.begin(); }"),
        ("sim/broker/deliver.rs", "fn f(s: &mut A) { (&mut s.services).begin(); }"),
        ("sim/broker/deliver.rs", "fn f(anybody: &A) { anybody.begin(); }"),
        ("sim/broker/deliver.rs", "fn f() { crate::sim::services::state::Services::begin(); }"),
        ("sim/broker/deliver.rs", "use crate::sim::services::work::Work;"),
        ("sim/callers/call.rs", "fn f() { broker.give_up(); }"),
        ("sim/callers/call.rs", "use crate::sim::broker::dead::Dead;"),
        ("sim/nodes.rs", "use crate::sim::cx::Cx;"),
        ("sim/aside.rs", "use crate::sim::broker::dead::Dead;"),
    ];
    for (from, code) in broken {
        assert!(!between(from, code).violations.is_empty(), "{from} passes with: {code}");
    }
    let kept = [
        ("sim/services/steps.rs", "fn f(below: &mut Below) { below.broker.give_up(); self.begin(); }"),
        ("sim/step.rs", "fn f() { services.begin(); broker.give_up(); }"),
        (
            "sim/broker/deliver.rs",
            "use crate::sim::broker::state::Broker; impl Broker { fn f(&self) { self.give_up(); } }",
        ),
    ];
    for (from, code) in kept {
        assert_eq!(between(from, code).violations, [""; 0], "{from} fails with: {code}");
    }
}

#[test]
fn the_check_finds_a_circle_by_import_or_by_call() {
    let files =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(name, source)| File::parse(name, source)).collect::<Vec<_>>();
    let ring = files(&[("model/a.rs", "use crate::model::b::B;"), ("model/b.rs", "use crate::model::a::A;")]);
    assert!(circle(&needs(&ring)).is_some_and(|told| told.contains("model/a -> model/b")));
    let through = files(&[("model/mod.rs", "pub use a::A;"), ("model/a.rs", "use crate::model::B;")]);
    assert!(circle(&needs(&through)).is_some());
    let ring = files(&[
        ("sim/broker/a.rs", "impl Broker { fn one(&self) { self.two(); } }"),
        ("sim/broker/b.rs", "impl Broker { fn two(&self) { self.one(); } }"),
    ]);
    assert!(circle(&needs(&ring)).is_some_and(|told| told.contains("Broker::two()")));
    let line = files(&[
        ("sim/broker/a.rs", "impl Broker { fn one(&self) { self.two(); } }"),
        ("sim/broker/b.rs", "impl Broker { fn two(&self) {} }"),
    ]);
    assert_eq!(circle(&needs(&line)), None);
}
