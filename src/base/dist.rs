//! Distributions of durations: fixed, uniform or exponential.

use crate::base::rng::Draw;
use crate::base::time::{Span, SpanError};
use borsh::{BorshDeserialize, BorshSerialize};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A distribution of durations. In a scenario: `"250ms"`, `{"uniform": {"min": "1ms", "max": "2ms"}}` or
/// `{"exponential": {"mean": "10ms"}}`.
#[derive(Clone, Copy, PartialEq, Debug, BorshSerialize, BorshDeserialize)]
pub enum Dist {
    /// The same duration every time.
    Fixed(Span),
    /// Uniform between `min` and `max`.
    Uniform {
        /// Shortest duration.
        min: Span,
        /// Longest duration.
        max: Span,
    },
    /// Exponential: many short durations, a few long ones.
    Exponential { mean: Span },
}

/// The random distributions in their JSON form; a fixed one is a plain duration.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum Random {
    /// Uniform between `min` and `max`.
    Uniform {
        /// Shortest duration.
        min: Span,
        /// Longest duration.
        max: Span,
    },
    /// Exponential: many short durations, a few long ones.
    Exponential {
        /// Mean duration.
        mean: Span,
    },
}

impl Serialize for Dist {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match *self {
            Dist::Fixed(span) => Serialize::serialize(&span, s),
            Dist::Uniform { min, max } => Random::Uniform { min, max }.serialize(s),
            Dist::Exponential { mean } => Random::Exponential { mean }.serialize(s),
        }
    }
}

// Not derived as untagged, which would lose the place and the message of an error.
impl<'de> Deserialize<'de> for Dist {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Dist, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Dist;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // The alternate form is Portuguese: see `json::read`.
                f.write_str(if f.alternate() {
                    "uma duração como \"250ms\", {\"uniform\": …} ou {\"exponential\": …}"
                } else {
                    "a duration such as \"250ms\", {\"uniform\": …} or {\"exponential\": …}"
                })
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Dist, E> {
                text.parse().map(Dist::Fixed).map_err(|error: SpanError| error.refuse(&self))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Dist, A::Error> {
                Ok(match Random::deserialize(MapAccessDeserializer::new(map))? {
                    Random::Uniform { min, max } => Dist::Uniform { min, max },
                    Random::Exponential { mean } => Dist::Exponential { mean },
                })
            }
        }
        d.deserialize_any(Form)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Dist {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Distribution".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "How long something takes: always the same, or drawn from a distribution.",
            "anyOf": [generator.subschema_for::<Span>(), generator.subschema_for::<Random>()]
        })
    }
}

impl Dist {
    /// Always zero.
    pub const NONE: Dist = Dist::Fixed(Span::ZERO);

    /// Samples a duration; calls `draw` only if the distribution is random.
    // Inlined where speed is all: in WebAssembly every byte is downloaded.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    pub fn sample(&self, draw: impl FnOnce() -> Draw) -> Span {
        match *self {
            Dist::Fixed(span) => span,
            Dist::Uniform { min, max } => {
                min.plus(Span::from_micros(max.as_micros().saturating_sub(min.as_micros())).scaled(draw().unit()))
            }
            Dist::Exponential { mean } => mean.scaled(draw().exponential()),
        }
    }
}
