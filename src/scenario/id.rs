//! Ids in a scenario file: one, or a list of them.

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An id: 1 to 40 lower-case letters a to z, digits and hyphens.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(pub String);

impl Id {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Id {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[a-z0-9-]{1,40}$",
            "description": "1 to 40 lower-case letters a to z, digits and hyphens."
        })
    }
}

/// The services that a step calls. In JSON: an id, or a list of ids.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Targets(pub Vec<Id>);

impl Serialize for Targets {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(s),
            list => list.serialize(s),
        }
    }
}

impl<'de> Deserialize<'de> for Targets {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Targets, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Targets;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // The alternate form is Portuguese: see `json::read`.
                f.write_str(if f.alternate() { "um id ou uma lista de ids" } else { "an id or a list of ids" })
            }

            fn visit_str<E>(self, id: &str) -> Result<Targets, E> {
                Ok(Targets(vec![Id(id.to_owned())]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Targets, A::Error> {
                let mut ids = Vec::new();
                while let Some(id) = list.next_element()? {
                    ids.push(id);
                }
                Ok(Targets(ids))
            }
        }
        d.deserialize_any(Form)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Targets {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Targets".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let id = generator.subschema_for::<Id>();
        schemars::json_schema!({
            "description": "A service, or a list of services: instances that are called in turn.",
            "anyOf": [id, { "type": "array", "items": id, "minItems": 1, "uniqueItems": true }]
        })
    }
}
