//! Patches to a scenario file: RFC 6902 operations, where a list entry may also be named by its `id`.

use crate::json::problem::JsonProblem;
use crate::json::tree::Tree;
use crate::problem::{At, Problem, Word};
use serde::{Deserialize, Serialize};

/// A change of a scenario file: `add`, `remove` or `replace` of RFC 6902.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    /// The operation.
    pub op: Op,
    /// Path such as `/nodes/stock/workers`. A list entry is named by its index or its `id`; `-` is the position after
    /// the last.
    pub path: String,
    /// The new value; not used by `remove`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Tree>,
}

/// Operation of a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Op {
    /// Inserts a value before the named list entry, or sets a field whether or not it exists.
    Add,
    /// Removes a value.
    Remove,
    /// Replaces an existing value.
    Replace,
}

/// Applies the changes in order.
///
/// # Errors
/// The first change that names a missing place or lacks its value. The tree is then partly changed and must be
/// discarded.
pub(crate) fn apply(tree: &mut Tree, changes: &[Change]) -> Result<(), Problem> {
    for (i, change) in changes.iter().enumerate() {
        apply_one(tree, change).at(format_args!("[{i}]"))?;
    }
    Ok(())
}

fn apply_one(tree: &mut Tree, change: &Change) -> Result<(), Problem> {
    let nowhere = || Problem::new("path", JsonProblem::NoSuchPlace { place: Word::of(&change.path) });
    let (parents, last) = change.path.rsplit_once('/').ok_or_else(nowhere)?;
    let mut place = tree;
    for segment in parents.split('/').skip(1) {
        place = place.child(&unescaped(segment)).ok_or_else(nowhere)?;
    }
    let last = unescaped(last);
    let value = match (change.op, &change.value) {
        (Op::Remove, _) => None,
        (_, Some(value)) => Some(value.clone()),
        // serde reads `null` as an absent value; here it is a value.
        (_, None) => Some(Tree::Null),
    };
    let done = match (change.op, value) {
        (Op::Remove, _) | (_, None) => place.remove(&last),
        (Op::Add, Some(value)) => place.add(last, value),
        (Op::Replace, Some(value)) => place.child(&last).map(|old| *old = value),
    };
    done.ok_or_else(nowhere)
}

/// Unescapes a segment of a JSON Pointer (RFC 6901).
fn unescaped(segment: &str) -> String {
    let mut parts = segment.split('~');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // The character after a `~` says what both mean; a `~` before any other is itself.
        let (sign, rest) = match part.strip_prefix('1') {
            Some(rest) => ('/', rest),
            None => ('~', part.strip_prefix('0').unwrap_or(part)),
        };
        text.push(sign);
        text.push_str(rest);
    }
    text
}

impl Tree {
    fn index(&self, name: &str) -> Option<usize> {
        match self {
            Tree::Object(fields) => fields.iter().position(|(field, _)| field == name),
            Tree::List(items) => {
                let number = name.parse().ok().filter(|i| *i < items.len());
                number.or_else(|| items.iter().position(|item| item.has_id(name)))
            }
            _ => None,
        }
    }

    fn has_id(&self, id: &str) -> bool {
        let Tree::Object(fields) = self else { return false };
        fields.iter().any(|(name, value)| name == "id" && matches!(value, Tree::Text(text) if text == id))
    }

    /// The field or list entry of that name, which may be an entry's index or its `id`.
    #[cfg(feature = "lab")]
    pub(crate) fn entry(&self, name: &str) -> Option<&Tree> {
        let index = self.index(name)?;
        match self {
            Tree::Object(fields) => fields.get(index).map(|(_, value)| value),
            Tree::List(items) => items.get(index),
            _ => None,
        }
    }

    /// The field or list entry of that name, to be changed.
    pub(crate) fn child(&mut self, name: &str) -> Option<&mut Tree> {
        let index = self.index(name)?;
        match self {
            Tree::Object(fields) => fields.get_mut(index).map(|(_, value)| value),
            Tree::List(items) => items.get_mut(index),
            _ => None,
        }
    }

    fn remove(&mut self, name: &str) -> Option<()> {
        let index = self.index(name)?;
        match self {
            Tree::Object(fields) => drop(fields.remove(index)),
            Tree::List(items) => drop(items.remove(index)),
            _ => return None,
        }
        Some(())
    }

    fn add(&mut self, name: String, value: Tree) -> Option<()> {
        let index = self.index(&name);
        match (self, index) {
            (Tree::Object(fields), Some(index)) => fields[index].1 = value,
            (Tree::Object(fields), None) => fields.push((name, value)),
            (Tree::List(items), Some(index)) => items.insert(index, value),
            (Tree::List(items), None) if name == "-" => items.push(value),
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::refusal::Refusal;

    fn changed(json: &str, changes: &str) -> Result<Tree, Problem> {
        let changes = Vec::<Change>::deserialize(&Tree::parse(changes)?).map_err(Refusal::into_problem)?;
        let mut tree = Tree::parse(json)?;
        apply(&mut tree, &changes).map(|()| tree)
    }

    #[test]
    fn a_segment_is_unescaped_once() {
        assert_eq!(["a~1b", "~01", "~0~1", "~~1", "~2", "~"].map(unescaped), ["a/b", "~1", "~/", "~/", "~2", "~"]);
    }

    #[test]
    fn each_operation_does_what_rfc_6902_says() {
        let json = r#"{"list": [{"id": "a", "n": 1}, {"id": "b"}], "x/y": 1, "gone": 2}"#;
        let changes = r#"[
            {"op": "replace", "path": "/list/a/n", "value": {"deep": [null, -1, 0.5]}},
            {"op": "add", "path": "/list/-", "value": "last"},
            {"op": "add", "path": "/list/0", "value": true},
            {"op": "remove", "path": "/list/b"},
            {"op": "add", "path": "/new", "value": null},
            {"op": "replace", "path": "/x~1y", "value": 7},
            {"op": "remove", "path": "/gone"}
        ]"#;
        let expected =
            r#"{"list": [true, {"id": "a", "n": {"deep": [null, -1, 0.5]}}, "last"], "x/y": 7, "new": null}"#;
        assert_eq!(changed(json, changes), Tree::parse(expected));
    }

    #[test]
    fn a_place_that_is_not_there_is_named() {
        for path in ["", "list", "/lost/0", "/list/c", "/list/9", "/list/a/n/deeper"] {
            let changes = format!(r#"[{{"op": "replace", "path": "{path}", "value": 1}}]"#);
            let problem = changed(r#"{"list": [{"id": "a", "n": 1}]}"#, &changes).unwrap_err();
            assert_eq!((problem.code, problem.path.as_str()), ("no-such-place", "[0].path"), "{path}");
        }
    }
}
