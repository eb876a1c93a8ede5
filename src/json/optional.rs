//! Optional fields: absent, `null`, or set.

use serde::{Deserialize, Deserializer};

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
