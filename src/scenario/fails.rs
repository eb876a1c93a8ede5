//! How a `work` step fails, as JSON: a probability, or one for each failure by which a step may fail.

use crate::model::bounds;
use crate::policy::failure::Failure;
use crate::problem::{At, Problem};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// How a `work` step fails.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum FailsSpec {
    /// With this probability, and no more is known.
    Somehow(f64),
    /// In these ways.
    In(Ways),
}

/// The probability of each failure, from 0 to 1; together at most 1. One that is left out does not happen.
#[derive(Clone, Copy, PartialEq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ways {
    /// What is asked for is wrong in itself (HTTP 400, 422).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invalid: Option<f64>,
    /// What is asked for does not exist (404).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_found: Option<f64>,
    /// It contradicts what others have done meanwhile (409).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<f64>,
    /// It is refused as a matter of business, as a card is (402).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<f64>,
    /// Something that is needed is away for a while (503).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<f64>,
}

impl Default for FailsSpec {
    fn default() -> FailsSpec {
        FailsSpec::Somehow(0.0)
    }
}

impl FailsSpec {
    /// The probability that the step fails, and those of its failures in the order of [`Failure::OWN`], if they are told
    /// apart.
    ///
    /// # Errors
    /// A probability out of its limits.
    pub(crate) fn resolve(&self) -> Result<(f64, Option<[f64; Failure::OWN.len()]>), Problem> {
        match *self {
            FailsSpec::Somehow(fails) => bounds::probability(fails).map(|()| (fails, None)),
            FailsSpec::In(Ways { invalid, not_found, conflict, declined, unavailable }) => {
                let words = ["invalid", "notFound", "conflict", "declined", "unavailable"];
                let ways = [invalid, not_found, conflict, declined, unavailable].map(Option::unwrap_or_default);
                for (word, probability) in words.into_iter().zip(ways) {
                    bounds::probability(probability).at(word)?;
                }
                let fails = ways.iter().sum();
                bounds::probability(fails)?;
                Ok((fails, Some(ways)))
            }
        }
    }
}

impl Serialize for FailsSpec {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            FailsSpec::Somehow(fails) => s.serialize_f64(*fails),
            FailsSpec::In(ways) => ways.serialize(s),
        }
    }
}

impl<'de> Deserialize<'de> for FailsSpec {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<FailsSpec, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = FailsSpec;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // The alternate form is Portuguese: see `json::read`.
                f.write_str(if f.alternate() {
                    "uma probabilidade de 0 a 1 ou uma para cada falha, como {\"invalid\": 0.1}"
                } else {
                    "a probability from 0 to 1 or one for each failure, as in {\"invalid\": 0.1}"
                })
            }

            fn visit_f64<E: Error>(self, fails: f64) -> Result<FailsSpec, E> {
                Ok(FailsSpec::Somehow(fails))
            }

            fn visit_u64<E: Error>(self, fails: u64) -> Result<FailsSpec, E> {
                Ok(FailsSpec::Somehow(fails as f64))
            }

            fn visit_i64<E: Error>(self, fails: i64) -> Result<FailsSpec, E> {
                Ok(FailsSpec::Somehow(fails as f64))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FailsSpec, A::Error> {
                Ways::deserialize(MapAccessDeserializer::new(map)).map(FailsSpec::In)
            }
        }
        d.deserialize_any(Form)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for FailsSpec {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fails".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "How likely a step fails, from 0 to 1; or how likely in each way.",
            "anyOf": [generator.subschema_for::<f64>(), generator.subschema_for::<Ways>()]
        })
    }
}
