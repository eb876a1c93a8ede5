//! Renamed fields of the scenario file: both names are read, and the old ones are reported.
//!
//! Old names are replaced in the JSON tree before any type is read from it, so the types and the lists of known names
//! in problems have the new names only. The schema has the old ones as deprecated.

use crate::json::tree::Tree;
use crate::problem::{Problem, Word, join};
use crate::scenario::notice::Notice;
use crate::scenario::problem::ScenarioProblem;

/// A renamed field.
pub(crate) struct Renamed {
    /// The path from the root of the file to the object with the field; [`EACH`] for each entry of a list.
    pub(crate) within: &'static [&'static str],
    /// Its name in older files.
    pub(crate) old: &'static str,
    /// Its current name.
    pub(crate) new: &'static str,
}

/// Each entry of a list, in [`Renamed::within`].
pub(crate) const EACH: &str = "*";

/// The renamed fields of version 1.
pub(crate) const FIELDS: [Renamed; 2] = [
    Renamed { within: &[], old: "try", new: "task" },
    Renamed { within: &["nodes", EACH], old: "backlog", new: "maxWaitingCalls" },
];

/// An old name found in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OldName {
    /// Its path in the file, with the old name.
    pub place: String,
    pub old: &'static str,
    /// Its current name.
    pub new: &'static str,
}

impl OldName {
    /// The notice to the author, in the form of a problem. The file is valid.
    pub fn notice(&self) -> Problem {
        Problem::new(&self.place, Notice::OldName { old: Word::of(self.old), new: self.new })
    }
}

/// Gives every renamed field its new name, also in the changes of the lesson's contrast.
///
/// # Errors
/// An object has a field under both names.
pub(super) fn modernise(file: &mut Tree) -> Result<Vec<OldName>, Problem> {
    let mut found = Vec::new();
    for field in &FIELDS {
        visit(file, field.within, "", &mut |object, place| field.rename(object, place, &mut found))?;
    }
    visit(file, &["lesson", "contrast", "changes", EACH], "", &mut |change, place| {
        FIELDS.iter().try_for_each(|field| field.rename_in_change(change, place, &mut found))
    })?;
    Ok(found)
}

/// Changes the problem's path to the old name where the file uses it.
pub(super) fn as_written(problem: Problem, found: &[OldName]) -> Problem {
    found.iter().fold(problem, |problem, OldName { place, old, new }| match place.strip_suffix(*old) {
        Some(within) => problem.moved(&format!("{within}{new}"), place),
        None => problem,
    })
}

/// Calls `then` with each value that `way` leads to, and its place.
fn visit(
    tree: &mut Tree,
    way: &[&str],
    place: &str,
    then: &mut dyn FnMut(&mut Tree, &str) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let Some((first, rest)) = way.split_first() else { return then(tree, place) };
    match tree {
        Tree::List(items) if *first == EACH => {
            let mut items = items.iter_mut().enumerate();
            items.try_for_each(|(i, item)| visit(item, rest, &format!("{place}[{i}]"), then))
        }
        Tree::Object(fields) => {
            let mut named = fields.iter_mut().filter(|(name, _)| name == first);
            named.try_for_each(|(name, value)| visit(value, rest, &join(&place, name), then))
        }
        _ => Ok(()),
    }
}

impl Renamed {
    /// Renames the field in the object that has it.
    fn rename(&self, object: &mut Tree, place: &str, found: &mut Vec<OldName>) -> Result<(), Problem> {
        let Tree::Object(fields) = object else { return Ok(()) };
        let both = fields.iter().any(|(name, _)| name == self.new);
        for (name, _) in fields.iter_mut().filter(|(name, _)| name == self.old) {
            let place = join(&place, self.old);
            if both {
                return Err(Problem::new(place, ScenarioProblem::BothNames { old: self.old, new: self.new }));
            }
            self.new.clone_into(name);
            found.push(self.found_at(place));
        }
        Ok(())
    }

    /// Renames the field in a change: in its path, or in the value that it inserts.
    fn rename_in_change(&self, change: &mut Tree, place: &str, found: &mut Vec<OldName>) -> Result<(), Problem> {
        let Tree::Object(fields) = change else { return Ok(()) };
        let path = fields.iter_mut().find_map(|(name, value)| match value {
            Tree::Text(path) if name == "path" => Some(path),
            _ => None,
        });
        let Some(path) = path else { return Ok(()) };
        // A JSON Pointer starts with `/`, so its first part is empty.
        let way = self.within.iter().chain([&self.old]);
        if !path.split('/').skip(1).zip(way).all(|(segment, step)| *step == EACH || segment == *step) {
            return Ok(());
        }
        let Some(rest) = self.within.get(path.split('/').skip(1).count()..) else {
            let place = join(&place, "path");
            rename_segment(path, self.within.len(), self.new);
            found.push(self.found_at(place));
            return Ok(());
        };
        visit(change, &["value"], place, &mut |value, place| {
            visit(value, rest, place, &mut |object, place| self.rename(object, place, found))
        })
    }

    fn found_at(&self, place: String) -> OldName {
        OldName { place, old: self.old, new: self.new }
    }
}

/// Renames the `n`-th segment of a JSON Pointer, counted from 0.
fn rename_segment(path: &mut String, n: usize, name: &str) {
    let mut segments: Vec<&str> = path.split('/').collect();
    // The first is what is before the first `/`.
    if let Some(segment) = segments.get_mut(n + 1) {
        *segment = name;
        *path = segments.join("/");
    }
}

/// Adds the old names to the JSON Schema as deprecated, so that an editor accepts and marks them.
#[cfg(feature = "schema")]
pub(super) fn add_to_schema(schema: &mut serde_json::Value) {
    for field in &FIELDS {
        let object = field.within.iter().fold(String::new(), |at, step| {
            let inner = if *step == EACH { "/items".to_owned() } else { format!("/properties/{step}") };
            target(schema, &(at + &inner))
        });
        let fields = schema.pointer_mut(&(object + "/properties")).and_then(serde_json::Value::as_object_mut);
        let Some(fields) = fields else { continue };
        let mut old = fields.get(field.new).cloned().unwrap_or_default();
        old["deprecated"] = true.into();
        old["description"] = format!("The old name of `{}`.", field.new).into();
        fields.insert(field.old.to_owned(), old);
    }
}

/// Follows the `$ref` of a part of a schema, if it has one.
#[cfg(feature = "schema")]
fn target(schema: &serde_json::Value, pointer: &str) -> String {
    let reference = schema.pointer(pointer).and_then(|part| part["$ref"].as_str());
    reference.map_or(pointer, |reference| reference.trim_start_matches('#')).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modern(json: &str) -> Result<(Tree, Vec<String>), Problem> {
        let mut tree = Tree::parse(json)?;
        let found = modernise(&mut tree)?;
        Ok((tree, found.into_iter().map(|name| name.place).collect()))
    }

    #[test]
    fn an_old_name_is_read_as_the_new_one_wherever_it_stands() {
        let old = r#"{"try": {"en": "Buy."}, "nodes": [{"id": "a"}, {"id": "b", "backlog": 3}], "lesson": {"contrast": {"changes": [
            {"op": "replace", "path": "/nodes/b/backlog", "value": 1},
            {"op": "replace", "path": "/try/en", "value": "Buy more."},
            {"op": "add", "path": "/nodes/-", "value": {"id": "c", "backlog": 2}},
            {"op": "add", "path": "/topics/0/backlog", "value": 4}]}}}"#;
        let new = r#"{"task": {"en": "Buy."}, "nodes": [{"id": "a"}, {"id": "b", "maxWaitingCalls": 3}], "lesson": {"contrast": {"changes": [
            {"op": "replace", "path": "/nodes/b/maxWaitingCalls", "value": 1},
            {"op": "replace", "path": "/task/en", "value": "Buy more."},
            {"op": "add", "path": "/nodes/-", "value": {"id": "c", "maxWaitingCalls": 2}},
            {"op": "add", "path": "/topics/0/backlog", "value": 4}]}}}"#;
        let (tree, places) = modern(old).unwrap();
        assert_eq!(Ok(&tree), Tree::parse(new).as_ref());
        let changes = "lesson.contrast.changes";
        let expected = [
            "try".to_owned(),
            "nodes[1].backlog".to_owned(),
            format!("{changes}[0].path"),
            format!("{changes}[1].path"),
            format!("{changes}[2].value.backlog"),
        ];
        assert_eq!(places.iter().collect::<std::collections::BTreeSet<_>>(), expected.iter().collect());
        assert_eq!(modern(new), Ok((tree, Vec::new())));
    }

    #[test]
    fn both_names_of_a_field_are_refused() {
        let problem = modern(r#"{"nodes": [{"maxWaitingCalls": 1, "backlog": 1}]}"#).unwrap_err();
        assert_eq!((problem.code, problem.path.as_str()), ("repeated-field", "nodes[0].backlog"));
    }
}
