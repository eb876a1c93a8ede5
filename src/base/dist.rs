//! How long things take: a fixed time, or one drawn from a distribution.

use crate::base::rng::Draw;
use crate::base::time::{Span, SpanError};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A distribution of durations. In a scenario: `"250ms"`, `{"uniform": {"min": "1ms", "max": "2ms"}}`
/// or `{"exponential": {"mean": "10ms"}}`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Dist {
    /// Always the same.
    Fixed(Span),
    /// Evenly between two spans.
    Uniform {
        /// The shortest.
        min: Span,
        /// The longest.
        max: Span,
    },
    /// Exponential: many short, a few long.
    Exponential {
        /// The mean.
        mean: Span,
    },
}

/// The random distributions as JSON writes them; a fixed one is a bare duration.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum Random {
    /// Evenly between two durations.
    Uniform {
        /// The shortest.
        min: Span,
        /// The longest.
        max: Span,
    },
    /// Exponential: many short, a few long.
    Exponential {
        /// The mean.
        mean: Span,
    },
}

impl Serialize for Dist {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match *self {
            Dist::Fixed(span) => span.serialize(s),
            Dist::Uniform { min, max } => Random::Uniform { min, max }.serialize(s),
            Dist::Exponential { mean } => Random::Exponential { mean }.serialize(s),
        }
    }
}

// By hand rather than untagged: an error then keeps its place and its own words.
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
    /// No time at all.
    pub const NONE: Dist = Dist::Fixed(Span::ZERO);

    /// A duration; `draw` is asked for only when the distribution is random.
    #[inline(always)]
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
