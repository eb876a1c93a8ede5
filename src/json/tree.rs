//! JSON as a small tree: the text is parsed once, however often it is read.

use crate::base::packed::packed;
use crate::json::problem::JsonProblem;
use crate::problem::{Problem, Word, join};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::error::Category;
use std::cell::{Cell, RefCell};
use std::fmt;

/// A JSON value. An object keeps its fields in order, duplicates included.
#[derive(Clone, PartialEq, Debug)]
pub enum Tree {
    Null,
    Bool(bool),
    /// A non-negative integer.
    Whole(u64),
    /// A negative integer.
    Negative(i64),
    /// A number with a fraction or an exponent, or too large for the other two.
    Float(f64),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Tree, D::Error> {
        Branch::root(&Cell::default(), &RefCell::default()).deserialize(d)
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Null => s.serialize_unit(),
            Tree::Bool(value) => s.serialize_bool(*value),
            // As JavaScript represents them: a seed is exact; a larger number was already inexact there.
            Tree::Whole(number) => s.serialize_u64(*number),
            Tree::Negative(number) => s.serialize_i64(*number),
            Tree::Float(number) => s.serialize_f64(*number),
            Tree::Text(text) => s.serialize_str(text),
            Tree::List(items) => s.collect_seq(items),
            Tree::Object(fields) => s.collect_map(fields.iter().map(|(name, value)| (name, value))),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Tree {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Value".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"description": "Any JSON value."})
    }
}

impl Tree {
    /// Parses a text that holds one value.
    ///
    /// # Errors
    /// The text is not JSON; the problem gives the path as well as line and column.
    pub(crate) fn parse(json: &str) -> Result<Tree, Problem> {
        let (too_deep, place) = (Cell::default(), RefCell::default());
        let mut text = serde_json::Deserializer::from_str(json);
        let tree = Branch::root(&too_deep, &place).deserialize(&mut text);
        let tree = tree.and_then(|tree| text.end().map(|()| tree));
        tree.map_err(|error| Problem::new(place.take(), wrong(&error, too_deep.get())))
    }
}

/// Nesting level at which serde_json gives up. Its error reports this only as text.
const MOST_LEVELS: usize = 127;

/// Classifies an error of serde_json. It distinguishes truncated text, but reports a number out of range only as text.
fn wrong(error: &serde_json::Error, too_deep: bool) -> JsonProblem {
    let (line, column) = (error.line(), error.column());
    if too_deep {
        return JsonProblem::TooDeep { line, column };
    }
    let whole = error.to_string();
    let detail = whole.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&whole);
    match error.classify() {
        Category::Eof => JsonProblem::Truncated { line, column },
        _ if detail == "number out of range" => JsonProblem::HugeNumber {},
        _ => JsonProblem::Syntax { line, column, detail: Word::detail(detail) },
    }
}

/// Position of a value in its parent.
#[derive(Clone, Copy)]
enum Segment<'a> {
    Root,
    Item(usize),
    Field(&'a str),
}

/// Reads one value and records its path on failure, innermost first: serde_json's errors give only line and column.
#[derive(Clone, Copy)]
struct Branch<'a> {
    too_deep: &'a Cell<bool>,
    place: &'a RefCell<String>,
    segment: Segment<'a>,
    level: usize,
}

impl<'a> Branch<'a> {
    const fn root(too_deep: &'a Cell<bool>, place: &'a RefCell<String>) -> Branch<'a> {
        Branch { too_deep, place, segment: Segment::Root, level: 0 }
    }

    fn inner<'b>(self, segment: Segment<'b>) -> Branch<'b>
    where
        'a: 'b,
    {
        Branch { segment, level: self.level + 1, ..self }
    }

    #[cold]
    fn note_place(self) {
        if self.level >= MOST_LEVELS {
            self.too_deep.set(true);
        }
        self.place.replace_with(|inner| match self.segment {
            Segment::Root => std::mem::take(inner),
            Segment::Item(i) => join(&format_args!("[{i}]"), inner),
            Segment::Field(name) => join(&name, inner),
        });
    }
}

impl<'de> DeserializeSeed<'de> for Branch<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Tree, D::Error> {
        d.deserialize_any(self).inspect_err(|_| self.note_place())
    }
}

impl<'de> Visitor<'de> for Branch<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Whole(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Negative(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree, E> {
        Ok(Tree::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self.inner(Segment::Item(items.len())))? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Tree, A::Error> {
        let mut fields = Vec::new();
        while let Some(name) = object.next_key::<String>()? {
            let value = object.next_value_seed(self.inner(Segment::Field(&name)))?;
            fields.push((name, value));
        }
        Ok(Tree::Object(fields))
    }
}

packed! {
    enum Tree {
        Null, Bool(value), Whole(number), Negative(number), Float(number), Text(text), List(items), Object(fields)
    }
}
