//! Writes values as JSON text: a serde serialiser that cannot fail.
//!
//! It exists for its size. Where no error is possible, what serde derives needs no branch after each field, and one text
//! that JavaScript parses takes less code than objects that are built call by call.

use serde::Serialize;
use serde::ser::{
    Error, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};
use std::fmt::{self, Display, Write};

/// Writes a value. `decimal` writes a finite number that is not whole, as JavaScript would read it back; numbers that JSON
/// has no form for are `null`.
///
/// # Panics
/// A type refuses to be serialised: none does that is written here.
pub fn text(value: &impl Serialize, decimal: fn(f64) -> String) -> String {
    let mut json = Json { text: String::new(), decimal };
    match value.serialize(&mut json) {
        Ok(()) => json.text,
        Err(never) => match never {},
    }
}

/// No error.
#[derive(Debug)]
pub enum Never {}

impl Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl Error for Never {
    #[cold]
    #[allow(clippy::panic, reason = "a bug: see `text`")]
    fn custom<T: Display>(words: T) -> Never {
        panic!("{words}")
    }
}

struct Json {
    text: String,
    decimal: fn(f64) -> String,
}

impl Json {
    #[inline(never)]
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    #[inline(never)]
    fn string(&mut self, text: &str) {
        self.text.push('"');
        for letter in text.chars() {
            match letter {
                '"' | '\\' => self.text.extend(['\\', letter]),
                // Writing to a string does not fail.
                '\0'..' ' => drop(write!(self.text, "\\u{:04x}", u32::from(letter))),
                _ => self.text.push(letter),
            }
        }
        self.text.push('"');
    }

    #[inline(never)]
    fn whole(&mut self, number: u64) {
        let _ = write!(self.text, "{number}");
    }

    #[inline(never)]
    fn number(&mut self, number: f64) {
        /// Above it, not every whole number is an `f64`.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if number == 0.0 {
            // Without the sign that a zero may have, as in `JSON.stringify`.
            self.push("0");
        } else if !number.is_finite() {
            self.push("null");
        } else if number.abs() < EXACT && number == number.trunc() {
            if number < 0.0 {
                self.push("-");
            }
            self.whole(number.abs() as u64);
        } else {
            let text = (self.decimal)(number);
            self.push(&text);
        }
    }

    /// The comma before all but the first of a list or object.
    fn next(&mut self) {
        if !self.text.ends_with(['[', '{']) {
            self.text.push(',');
        }
    }

    #[inline(never)]
    fn name(&mut self, name: &str) {
        self.next();
        self.string(name);
        self.text.push(':');
    }

    fn open(&mut self, open: &str, close: &'static str) -> Open<'_> {
        self.push(open);
        Open { json: self, close }
    }

    /// An object with one field, a variant of an enum.
    fn variant(&mut self, variant: &str, open: &str, close: &'static str) -> Open<'_> {
        self.push("{");
        self.name(variant);
        self.open(open, close)
    }
}

/// A list or an object that is being written.
struct Open<'a> {
    json: &'a mut Json,
    close: &'static str,
}

impl Open<'_> {
    fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Never> {
        self.json.next();
        value.serialize(&mut *self.json)
    }

    fn field(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Result<(), Never> {
        self.json.name(name);
        value.serialize(&mut *self.json)
    }

    fn close(self) -> Result<(), Never> {
        self.json.push(self.close);
        Ok(())
    }
}

macro_rules! numbers {
    ($($name:ident: $type:ty => $to:ident as $as:ty;)*) => {$(
        fn $name(self, number: $type) -> Result<(), Never> {
            self.$to(number as $as);
            Ok(())
        }
    )*};
}

impl<'a> Serializer for &'a mut Json {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Open<'a>;
    type SerializeMap = Open<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Open<'a>;

    numbers! {
        serialize_u8: u8 => whole as u64;
        serialize_u16: u16 => whole as u64;
        serialize_u32: u32 => whole as u64;
        serialize_u64: u64 => whole as u64;
        serialize_i8: i8 => number as f64;
        serialize_i16: i16 => number as f64;
        serialize_i32: i32 => number as f64;
        serialize_i64: i64 => number as f64;
        serialize_f32: f32 => number as f64;
        serialize_f64: f64 => number as f64;
    }

    fn serialize_bool(self, value: bool) -> Result<(), Never> {
        self.push(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, letter: char) -> Result<(), Never> {
        self.serialize_str(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Never> {
        self.string(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Never> {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        self.push("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Never> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        let mut open = self.open("{", "}");
        open.field(variant, value)?;
        open.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Never> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, Never> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Never> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_variant(self, _: &str, _: u32, variant: &str, _: usize) -> Result<Open<'a>, Never> {
        Ok(self.variant(variant, "[", "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a>, Never> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Never> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct_variant(self, _: &str, _: u32, variant: &str, _: usize) -> Result<Open<'a>, Never> {
        Ok(self.variant(variant, "{", "}}"))
    }
}

macro_rules! lists {
    ($($trait:ident $add:ident),*) => {$(
        impl $trait for Open<'_> {
            type Ok = ();
            type Error = Never;

            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
                self.item(value)
            }

            fn end(self) -> Result<(), Never> {
                self.close()
            }
        }
    )*};
}

lists!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

macro_rules! objects {
    ($($trait:ident),*) => {$(
        impl $trait for Open<'_> {
            type Ok = ();
            type Error = Never;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Never> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Never> {
                self.close()
            }
        }
    )*};
}

objects!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Never;

    /// Names are texts.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Never> {
        self.item(name)?;
        self.json.push(":");
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Never> {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn parsed(value: &impl Serialize) -> Value {
        serde_json::from_str(&text(value, |number| number.to_string())).unwrap()
    }

    #[test]
    fn every_form_is_what_serde_json_writes() {
        #[derive(Serialize)]
        enum Form {
            Word,
            One(u8),
            Two(i64, f64),
            Fields { a: Option<char>, b: () },
        }
        let forms = [Form::Word, Form::One(7), Form::Two(-3, 0.1), Form::Fields { a: Some('é'), b: () }];
        assert_eq!(parsed(&forms), serde_json::to_value(&forms).unwrap());
        let odd = ("\"\\\n\u{1}[{", [true, false], Option::<u8>::None, [(); 0], u32::MAX, "ção", 1.0e-7, -0.25, 1e300);
        assert_eq!(parsed(&odd), serde_json::to_value(odd).unwrap());
    }

    #[test]
    fn numbers_are_those_of_javascript() {
        let written = |number: f64| text(&number, |number| number.to_string());
        let all = [0.0, -0.0, 1.0, -1.0, 0.5, 9_007_199_254_740_991.0, f64::NAN, f64::INFINITY];
        assert_eq!(all.map(written), ["0", "0", "1", "-1", "0.5", "9007199254740991", "null", "null"]);
    }

    #[test]
    fn objects_and_lists_are_written_as_they_are_read() {
        let value = json!({"a": {"b": [], "[": [{}, {"c": null}, [1, [2]]]}, "{": "{", "d": ["[", "{", ","]});
        assert_eq!(parsed(&value), value);
    }
}
