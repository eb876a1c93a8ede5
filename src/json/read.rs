//! Reads types from a [`Tree`]: a serde deserialiser whose error is a [`Refusal`] with its path.
//!
//! It exists for its size. Reading the types from the text through serde_path_to_error added 177 KB of WebAssembly,
//! because serde's derived code is repeated for each form a value might take (an object as a list, a field name as
//! bytes or as a number). This deserialiser offers one form of each: a struct gets its values in the order of its
//! fields, and an enum the index of its word. The names are compared here, once for all types, and a type that is read
//! from here has no unknown fields and no aliases.

use crate::json::refusal::{Refusal, Shape};
use crate::json::tree::Tree;
use serde::de::value::{StrDeserializer, U64Deserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess, Unexpected, VariantAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;
use std::slice::Iter;

impl Tree {
    fn kind(&self) -> Unexpected<'_> {
        match self {
            Tree::Null => Unexpected::Unit,
            Tree::Bool(value) => Unexpected::Bool(*value),
            Tree::Whole(number) => Unexpected::Unsigned(*number),
            Tree::Negative(number) => Unexpected::Signed(*number),
            Tree::Float(number) => Unexpected::Float(*number),
            Tree::Text(text) => Unexpected::Str(text),
            Tree::List(_) => Unexpected::Seq,
            Tree::Object(_) => Unexpected::Map,
        }
    }

    /// Refuses this value where something else is expected.
    #[cold]
    fn not(&self, expected: &dyn Expected) -> Refusal {
        Refusal::invalid_type(self.kind(), expected)
    }

    fn whole<'de, V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Tree::Whole(number) => visitor.visit_u64(*number),
            Tree::Negative(number) => visitor.visit_i64(*number),
            _ => Err(self.not(&Shape::Whole)),
        }
    }
}

impl<'de> Deserializer<'de> for &'de Tree {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Whole(number) => visitor.visit_u64(*number),
            Tree::Negative(number) => visitor.visit_i64(*number),
            Tree::Float(number) => visitor.visit_f64(*number),
            Tree::Text(text) => visitor.visit_str(text),
            Tree::List(_) => self.deserialize_seq(visitor),
            Tree::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Tree::Bool(value) => visitor.visit_bool(*value),
            _ => Err(self.not(&Shape::Bool)),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.whole(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.whole(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Tree::Whole(number) => visitor.visit_f64(*number as f64),
            Tree::Negative(number) => visitor.visit_f64(*number as f64),
            Tree::Float(number) => visitor.visit_f64(*number),
            _ => Err(self.not(&Shape::Number)),
        }
    }

    #[inline(never)]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Tree::Text(text) => visitor.visit_str(text),
            _ => Err(self.not(&visitor)),
        }
    }

    #[inline(never)]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Tree::Text(text) => visitor.visit_str(text),
            _ => Err(self.not(&Shape::Text)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Tree::List(items) => visitor.visit_seq(Items { items: items.iter(), at: 0 }),
            _ => Err(self.not(&Shape::List)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let Tree::Object(fields) = self else { return Err(self.not(&Shape::Object)) };
        let mut fields = Fields { fields: fields.iter(), now: None };
        let value = visitor.visit_map(&mut fields)?;
        // A struct reads all its fields. A visitor that reads one and leaves others wants a choice among words.
        if fields.fields.len() == 0 { Ok(value) } else { Err(self.not(&Shape::OneField)) }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, size: usize, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Tree::List(items) if items.len() != size => {
                let length = items.len();
                Err(Refusal::custom(format_args!("invalid length {length}, expected a tuple of size {size}")))
            }
            _ => self.deserialize_seq(visitor),
        }
    }

    #[inline(never)]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        Values { object: Some(self), word: None, names, asked: 0 }.read(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_enum(Choice::of(self, words)?)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 u8 u16 f32 char bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

struct Items<'de> {
    items: Iter<'de, Tree>,
    at: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refusal> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let at = self.at;
        self.at += 1;
        seed.deserialize(item).map(Some).map_err(|refusal| refusal.within(format_args!("[{at}]")))
    }
}

/// The values of a struct's fields, in the order in which the struct declares them. What can be is decided here rather
/// than in the code of each struct.
struct Values<'de> {
    /// The object; `None` for an enum's word that lacks its content.
    object: Option<&'de Tree>,
    /// The enum's word, if the struct is its content.
    word: Option<&'de str>,
    names: &'static [&'static str],
    /// The number of fields asked for.
    asked: usize,
}

impl<'de> Values<'de> {
    /// Reads a struct.
    fn read<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_seq(&mut self).map_err(|refusal| self.refuse(refusal))
    }

    /// The next field; `None` if the object does not have it.
    fn next(&mut self) -> Result<Option<&'de (String, Tree)>, Refusal> {
        let fields = self.fields()?;
        let Some(name) = self.names.get(self.asked) else { return Ok(None) };
        self.asked += 1;
        Ok(fields.iter().find(|(field, _)| field == name))
    }

    /// The object's fields; before the first is read, their names are checked.
    fn fields(&self) -> Result<&'de [(String, Tree)], Refusal> {
        let fields = match self.object {
            Some(Tree::Object(fields)) => fields,
            Some(other) => return Err(other.not(&Shape::Object)),
            None => return Err(Choice::lacks_content(self.word.unwrap_or_default())),
        };
        if self.asked == 0 {
            for (i, (field, _)) in fields.iter().enumerate() {
                let Some(name) = self.names.iter().find(|name| *name == field) else {
                    return Err(Refusal::unknown_field(field, self.names));
                };
                if fields[..i].iter().any(|(earlier, _)| earlier == field) {
                    return Err(Refusal::duplicate_field(name));
                }
            }
        }
        Ok(fields)
    }

    /// Completes the refusal of the struct by the name of a missing field, and by the enum's word.
    #[cold]
    fn refuse(&self, refusal: Refusal) -> Refusal {
        let refusal = match (refusal, self.asked.checked_sub(1).and_then(|last| self.names.get(last))) {
            (Refusal(None), Some(name)) => Refusal::missing_field(name),
            (refusal, _) => refusal,
        };
        match self.word {
            Some(word) if self.object.is_some() => refusal.within(word),
            _ => refusal,
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Values<'de> {
    type Error = Refusal;

    #[inline(never)]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refusal> {
        let Some((name, value)) = self.next()? else { return Ok(None) };
        seed.deserialize(value).map(Some).map_err(|refusal| refusal.within(name))
    }
}

/// An object whose fields are read in its own order.
struct Fields<'de> {
    fields: Iter<'de, (String, Tree)>,
    now: Option<&'de (String, Tree)>,
}

impl<'de> MapAccess<'de> for &mut Fields<'de> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refusal> {
        self.now = self.fields.next();
        let Some((name, _)) = self.now else { return Ok(None) };
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refusal> {
        // serde asks for a value only after its key.
        let Some((name, value)) = self.now else { return Err(Tree::Null.not(&Shape::OneField)) };
        seed.deserialize(value).map_err(|refusal| refusal.within(name))
    }
}

/// An enum: a word alone, or a word with content.
struct Choice<'de> {
    word: &'de str,
    /// Its index among the enum's words.
    index: usize,
    content: Option<&'de Tree>,
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = Refusal;
    type Variant = Choice<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Choice<'de>), Refusal> {
        Ok((seed.deserialize(U64Deserializer::new(self.index as u64))?, self))
    }
}

impl<'de> Choice<'de> {
    /// The choice that a value makes among `words`.
    fn of(value: &'de Tree, words: &'static [&'static str]) -> Result<Choice<'de>, Refusal> {
        let (word, content) = match value {
            Tree::Text(word) => (word, None),
            Tree::Object(fields) => match fields.as_slice() {
                [(word, content)] => (word, Some(content)),
                _ => return Err(value.not(&Shape::OneField)),
            },
            _ => return Err(value.not(&Shape::Choice)),
        };
        let index =
            words.iter().position(|known| known == word).ok_or_else(|| Refusal::unknown_variant(word, words))?;
        Ok(Choice { word, index, content })
    }

    /// Reads the content with `read`.
    fn content<T>(self, read: impl FnOnce(&'de Tree) -> Result<T, Refusal>) -> Result<T, Refusal> {
        match self.content {
            Some(content) => read(content).map_err(|refusal| refusal.within(self.word)),
            None => Err(Choice::lacks_content(self.word)),
        }
    }

    #[cold]
    fn lacks_content(word: &str) -> Refusal {
        Refusal::invalid_type(Unexpected::Str(word), &Shape::OneField)
    }
}

impl<'de> VariantAccess<'de> for Choice<'de> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        match self.content {
            None | Some(Tree::Null) => Ok(()),
            Some(content) => Err(content.not(&Shape::Null).within(self.word)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Refusal> {
        self.content(|content| seed.deserialize(content))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Refusal> {
        self.content(|content| content.deserialize_seq(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Refusal> {
        Values { object: self.content, word: Some(self.word), names, asked: 0 }.read(visitor)
    }
}
