//! JSON forms that serde cannot derive: a word or a number, a word or a duration.
//!
//! The alternate form (`{:#}`) of an expectation is Portuguese: see `json::read`.

use crate::base::time::SpanError;
use crate::model::command::Start;
use crate::model::delivery::{DeadLetter, Prefetch, Window};
use crate::model::returns::Lease;
use crate::model::topic::TopicKey;
use crate::policy::retry::MaxAttempts;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

const WORKERS: &str = "workers";
const UNLIMITED: &str = "unlimited";
const FOREVER: &str = "forever";
const TOPIC: &str = "topic";
const LATEST: &str = "latest";
const EARLIEST: &str = "earliest";
const ORDER: &str = "order";

/// Serde implementations for a choice between some words and a whole number.
macro_rules! words_or_number {
    ($type:ident: $($word:ident => $Word:ident),+; $Number:ident) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                match self {
                    $($type::$Word => s.serialize_str($word),)+
                    $type::$Number(n) => s.serialize_u32(*n),
                }
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<$type, D::Error> {
                struct Form;
                impl Visitor<'_> for Form {
                    type Value = $type;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        let number = if f.alternate() { "ou um número inteiro" } else { "or a whole number" };
                        write!(f, "\"{}\" {number}", [$($word),+].join("\", \""))
                    }

                    fn visit_str<E: Error>(self, word: &str) -> Result<$type, E> {
                        match word {
                            $($word => Ok($type::$Word),)+
                            _ => Err(E::unknown_variant(word, &[$($word),+])),
                        }
                    }

                    fn visit_u64<E: Error>(self, n: u64) -> Result<$type, E> {
                        match u32::try_from(n) {
                            Ok(n) => Ok($type::$Number(n)),
                            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(n), &self)),
                        }
                    }

                    fn visit_i64<E: Error>(self, n: i64) -> Result<$type, E> {
                        match u64::try_from(n) {
                            Ok(n) => self.visit_u64(n),
                            Err(_) => Err(E::invalid_value(Unexpected::Signed(n), &self)),
                        }
                    }

                    // JavaScript has one number type: integers arrive as floats.
                    fn visit_f64<E: Error>(self, n: f64) -> Result<$type, E> {
                        let whole = n as u32;
                        if f64::from(whole) == n {
                            return Ok($type::$Number(whole));
                        }
                        Err(E::invalid_value(Unexpected::Float(n), &self))
                    }
                }
                d.deserialize_any(Form)
            }
        }
    };
}

words_or_number!(Prefetch: WORKERS => Workers, UNLIMITED => Unlimited; AtMost);
words_or_number!(Start: EARLIEST => Earliest, LATEST => Latest; At);
words_or_number!(MaxAttempts: UNLIMITED => Unlimited; AtMost);

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
                write!(f, "\"{FOREVER}\" {}", if f.alternate() { "ou uma duração" } else { "or a duration" })
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Window, E> {
                match text {
                    FOREVER => Ok(Window::Forever),
                    _ => text.parse().map(Window::For).map_err(|error: SpanError| error.refuse(&self)),
                }
            }
        }
        d.deserialize_str(Form)
    }
}

/// The keys that are drawn, as JSON.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Drawn {
    /// How many keys there are, from 1 to 10,000.
    of: u32,
    /// The exponent of Zipf's law, from 0 to 10: the n-th key is as likely as `n^-skew`. All are unless set.
    #[serde(default)]
    skew: f64,
}

impl Serialize for TopicKey {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match *self {
            TopicKey::Order => s.serialize_str(ORDER),
            TopicKey::Of { of, skew } => Drawn { of, skew }.serialize(s),
        }
    }
}

impl<'de> Deserialize<'de> for TopicKey {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<TopicKey, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = TopicKey;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "\"{ORDER}\" {} {{\"of\": 5}}", if f.alternate() { "ou" } else { "or" })
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<TopicKey, E> {
                if word == ORDER { Ok(TopicKey::Order) } else { Err(E::unknown_variant(word, &[ORDER])) }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TopicKey, A::Error> {
                let Drawn { of, skew } = Drawn::deserialize(MapAccessDeserializer::new(map))?;
                Ok(TopicKey::Of { of, skew })
            }
        }
        d.deserialize_any(Form)
    }
}

impl Serialize for DeadLetter {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            DeadLetter::Dropped => s.serialize_bool(false),
            DeadLetter::Kept => s.serialize_bool(true),
            DeadLetter::Topic(topic) => {
                let mut object = s.serialize_map(Some(1))?;
                object.serialize_entry(TOPIC, topic)?;
                object.end()
            }
        }
    }
}

impl Serialize for Lease {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match &self.0[..] {
            [span] => span.serialize(s),
            spans => spans.serialize(s),
        }
    }
}

impl<'de> Deserialize<'de> for DeadLetter {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<DeadLetter, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = DeadLetter;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "true, false {} {{\"{TOPIC}\": …}}", if f.alternate() { "ou" } else { "or" })
            }

            fn visit_bool<E: Error>(self, kept: bool) -> Result<DeadLetter, E> {
                Ok(if kept { DeadLetter::Kept } else { DeadLetter::Dropped })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<DeadLetter, A::Error> {
                let mut topic = None;
                while let Some(field) = map.next_key::<String>()? {
                    if field != TOPIC || topic.is_some() {
                        return Err(A::Error::unknown_field(&field, &[TOPIC]));
                    }
                    topic = Some(map.next_value()?);
                }
                topic.map(DeadLetter::Topic).ok_or_else(|| A::Error::missing_field(TOPIC))
            }
        }
        d.deserialize_any(Form)
    }
}

impl<'de> Deserialize<'de> for Lease {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Lease, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Lease;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(if f.alternate() {
                    "uma duração ou uma lista delas"
                } else {
                    "a duration or a list of them"
                })
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Lease, E> {
                text.parse().map(|span| Lease(vec![span])).map_err(|error: SpanError| error.refuse(&self))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Lease, A::Error> {
                let mut spans = Vec::new();
                while let Some(span) = seq.next_element()? {
                    spans.push(span);
                }
                Ok(Lease(spans))
            }
        }
        d.deserialize_any(Form)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use super::{
        DeadLetter, Drawn, EARLIEST, FOREVER, LATEST, Lease, MaxAttempts, ORDER, Prefetch, Start, TopicKey, UNLIMITED,
        WORKERS, Window,
    };
    use crate::base::time::Span;
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

    impl JsonSchema for MaxAttempts {
        fn schema_name() -> Cow<'static, str> {
            "MaxAttempts".into()
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "How many attempts are made, the first included: without limit, or so many.",
                "anyOf": [{ "const": UNLIMITED }, { "type": "integer", "minimum": 1 }]
            })
        }
    }

    impl JsonSchema for DeadLetter {
        fn schema_name() -> Cow<'static, str> {
            "DeadLetter".into()
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "What becomes of a message that is given up: it is kept as a dead letter, it is lost, or \
                                the broker publishes it to a topic of its own, where it is a message like any other.",
                "anyOf": [
                    { "type": "boolean" },
                    { "type": "object", "properties": { "topic": { "type": "string" } }, "required": ["topic"],
                      "additionalProperties": false }
                ]
            })
        }
    }

    impl JsonSchema for Start {
        fn schema_name() -> Cow<'static, str> {
            "Start".into()
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "From where a subscription reads: what is published from now on or, of a log only, all \
                                that it holds, or the record of this offset and those after it.",
                "anyOf": [{ "enum": [LATEST, EARLIEST] }, { "type": "integer", "minimum": 0 }]
            })
        }
    }

    impl JsonSchema for TopicKey {
        fn schema_name() -> Cow<'static, str> {
            "TopicKey".into()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "Which messages have a key in common: those of an order, or those of the orders for \
                                which the same key is drawn.",
                "anyOf": [{ "const": ORDER }, generator.subschema_for::<Drawn>()]
            })
        }
    }

    impl JsonSchema for Lease {
        fn schema_name() -> Cow<'static, str> {
            "Lease".into()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let span = generator.subschema_for::<Span>();
            json_schema!({
                "description": "How long a consumer may hold a message; a list gives it for each delivery, and its last repeats.",
                "anyOf": [span, { "type": "array", "items": span, "minItems": 1, "maxItems": 100 }]
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
