//! Plain JavaScript values: a serde serialiser to what `JSON.parse` would make of the value's JSON.
//!
//! It exists for its size: it cannot fail, so the code that serde derives has no errors to pass on.

use serde::Serialize;
use serde::ser::{
    Error, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};
use std::fmt;
use wasm_bindgen::prelude::*;

/// Converts a value to a plain JavaScript value.
pub(super) fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    let Ok(value) = value.serialize(ToJs);
    value
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Object)]
    type Plain;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Plain;
    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Plain, name: &str, value: JsValue);
    #[wasm_bindgen(method, indexing_setter)]
    fn put(this: &Plain, name: &JsValue, value: JsValue);

    #[wasm_bindgen(js_name = Array)]
    type List;
    #[wasm_bindgen(constructor, js_class = "Array")]
    fn new() -> List;
    #[wasm_bindgen(method)]
    fn push(this: &List, value: JsValue);
}

/// No error: only a type's own `Serialize` could fail, and none here does.
#[derive(Debug)]
enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl Error for Never {
    #[cold]
    fn custom<T: fmt::Display>(words: T) -> Never {
        wasm_bindgen::throw_str(&words.to_string())
    }
}

type Made<T = JsValue> = Result<T, Never>;

#[derive(Clone, Copy)]
struct ToJs;

macro_rules! numbers {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, number: $type) -> Made {
            Ok(JsValue::from_f64(number as f64))
        })*
    };
}

impl Serializer for ToJs {
    type Ok = JsValue;
    type Error = Never;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Fields;

    numbers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_u8: u8,
        serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32, serialize_f64: f64);

    fn serialize_bool(self, value: bool) -> Made {
        Ok(value.into())
    }

    fn serialize_char(self, value: char) -> Made {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Made {
        Ok(text.into())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Made {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Made {
        Ok(JsValue::NULL)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made {
        Ok(JsValue::NULL)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made {
        Ok(JsValue::NULL)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Made {
        self.serialize_str(word)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
        content: &T,
    ) -> Made {
        let content = content.serialize(self)?;
        Ok(choice(Some(word), content))
    }

    fn serialize_seq(self, _: Option<usize>) -> Made<Items> {
        Ok(Items { word: None, list: List::new() })
    }

    fn serialize_tuple(self, _: usize) -> Made<Items> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Made<Items> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, word: &'static str, _: usize) -> Made<Items> {
        Ok(Items { word: Some(word), list: List::new() })
    }

    fn serialize_map(self, _: Option<usize>) -> Made<Fields> {
        Ok(Fields { word: None, object: Plain::new(), name: JsValue::NULL })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Made<Fields> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, word: &'static str, _: usize) -> Made<Fields> {
        Ok(Fields { word: Some(word), object: Plain::new(), name: JsValue::NULL })
    }
}

/// The content of an enum's word in an object of its own; a value that is no such content stays as it is.
fn choice(word: Option<&str>, content: JsValue) -> JsValue {
    let Some(word) = word else { return content };
    let object = Plain::new();
    object.set(word, content);
    object.into()
}

/// A list that is being made.
struct Items {
    /// The enum's word whose content it is.
    word: Option<&'static str>,
    list: List,
}

/// An object that is being made.
struct Fields {
    /// The enum's word whose content it is.
    word: Option<&'static str>,
    object: Plain,
    /// The name of a map's next value.
    name: JsValue,
}

macro_rules! items {
    ($($trait:ident: $method:ident),*) => {
        $(impl $trait for Items {
            type Ok = JsValue;
            type Error = Never;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Made<()> {
                self.list.push(value.serialize(ToJs)?);
                Ok(())
            }

            fn end(self) -> Made {
                Ok(choice(self.word, self.list.into()))
            }
        })*
    };
}

items!(SerializeSeq: serialize_element, SerializeTuple: serialize_element, SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field);

macro_rules! fields {
    ($($trait:ident),*) => {
        $(impl $trait for Fields {
            type Ok = JsValue;
            type Error = Never;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Made<()> {
                self.object.set(name, value.serialize(ToJs)?);
                Ok(())
            }

            fn end(self) -> Made {
                Ok(choice(self.word, self.object.into()))
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Fields {
    type Ok = JsValue;
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Made<()> {
        self.name = name.serialize(ToJs)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Made<()> {
        self.object.put(&self.name, value.serialize(ToJs)?);
        Ok(())
    }

    fn end(self) -> Made {
        Ok(self.object.into())
    }
}
