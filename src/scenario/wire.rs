//! The JSON forms that serde cannot derive: a word or a number, a word or a duration, absent or `null`.

use crate::scenario::model::{Prefetch, Window};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The word for [`Prefetch::Workers`].
const WORKERS: &str = "workers";
/// The word for [`Prefetch::Unlimited`].
const UNLIMITED: &str = "unlimited";
/// The word for [`Window::Forever`].
const FOREVER: &str = "forever";

impl Serialize for Prefetch {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Prefetch::Workers => s.serialize_str(WORKERS),
            Prefetch::Unlimited => s.serialize_str(UNLIMITED),
            Prefetch::AtMost(n) => s.serialize_u32(*n),
        }
    }
}

impl<'de> Deserialize<'de> for Prefetch {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Prefetch, D::Error> {
        struct Form;
        impl Visitor<'_> for Form {
            type Value = Prefetch;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "\"{WORKERS}\", \"{UNLIMITED}\" or a whole number")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Prefetch, E> {
                match word {
                    WORKERS => Ok(Prefetch::Workers),
                    UNLIMITED => Ok(Prefetch::Unlimited),
                    _ => Err(E::unknown_variant(word, &[WORKERS, UNLIMITED])),
                }
            }

            fn visit_u64<E: Error>(self, n: u64) -> Result<Prefetch, E> {
                match u32::try_from(n) {
                    Ok(n) => Ok(Prefetch::AtMost(n)),
                    Err(_) => Err(E::invalid_value(Unexpected::Unsigned(n), &self)),
                }
            }

            fn visit_i64<E: Error>(self, n: i64) -> Result<Prefetch, E> {
                match u64::try_from(n) {
                    Ok(n) => self.visit_u64(n),
                    Err(_) => Err(E::invalid_value(Unexpected::Signed(n), &self)),
                }
            }

            // JavaScript has one type of numbers: whole ones reach us as floats across the boundary.
            fn visit_f64<E: Error>(self, n: f64) -> Result<Prefetch, E> {
                let whole = n as u32;
                if f64::from(whole) == n {
                    return Ok(Prefetch::AtMost(whole));
                }
                Err(E::invalid_value(Unexpected::Float(n), &self))
            }
        }
        d.deserialize_any(Form)
    }
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Window::Forever => s.serialize_str(FOREVER),
            Window::For(span) => span.serialize(s),
        }
    }
}

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Window, D::Error> {
        struct Form;
        impl Visitor<'_> for Form {
            type Value = Window;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "\"{FOREVER}\" or a duration")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Window, E> {
                match text {
                    FOREVER => Ok(Window::Forever),
                    _ => text.parse().map(Window::For).map_err(E::custom),
                }
            }
        }
        d.deserialize_str(Form)
    }
}

/// A field that may be absent (`None`), `null` (`Some(None)`) or set: `null` says "none" where absent says "as usual".
pub(crate) fn nullable<'de, T, D>(d: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(d).map(Some)
}

/// A field that must be there, but may be `null`: serde alone takes a missing `Option` for `null`.
pub(crate) fn present<'de, T, D>(d: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(d)
}

#[cfg(feature = "schema")]
mod schema {
    use super::{FOREVER, Prefetch, UNLIMITED, WORKERS, Window};
    use crate::time::Span;
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
    use std::borrow::Cow;

    impl JsonSchema for Prefetch {
        fn schema_name() -> Cow<'static, str> {
            "Prefetch".into()
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "How many messages one consumer may hold unacknowledged: as many as it has workers, \
                                without limit, or so many.",
                "anyOf": [{ "enum": [WORKERS, UNLIMITED] }, { "type": "integer", "minimum": 1 }]
            })
        }
    }

    impl JsonSchema for Window {
        fn schema_name() -> Cow<'static, str> {
            "Window".into()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "How long something is remembered: for the whole run, or for this long.",
                "anyOf": [{ "const": FOREVER }, generator.subschema_for::<Span>()]
            })
        }
    }
}
