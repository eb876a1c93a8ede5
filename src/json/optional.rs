//! Optional fields: absent, `null`, or set.

use serde::{Deserialize, Deserializer};

/// A field that may be absent (`None`), `null` (`Some(None)`) or set: `null` means "none", absent means "default".
pub(crate) fn nullable<'de, T, D>(d: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(d).map(Some)
}

/// A required field that may be `null`; serde alone treats a missing `Option` as `null`.
pub(crate) fn present<'de, T, D>(d: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(d)
}
