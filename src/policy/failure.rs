//! Failures: the kinds that a retry policy tells apart, and those by which a step may fail by itself.

use crate::base::packed::packed;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Why a handling or an attempt at a call failed, as far as a policy can know.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Failure {
    /// What is asked for is wrong in itself (HTTP 400, 422). A step may fail so.
    Invalid,
    /// What is asked for does not exist (404). A step may fail so.
    NotFound,
    /// It contradicts what others have done meanwhile (409). A step may fail so.
    Conflict,
    /// It is refused as a matter of business, as a card is (402). A step may fail so.
    Declined,
    /// Something that is needed is away for a while (503). A step may fail so.
    Unavailable,
    /// A `work` step failed, and no more is known (500).
    WorkFailed,
    /// The service is flaky.
    Flaky,
    /// The message is poison.
    Poison,
    /// Effects that a step requires are missing.
    PrerequisiteMissing,
    /// No answer came in time.
    CallTimedOut,
    /// The called service is down.
    CallRefused,
    /// The called service failed, and no more is known.
    CallFailed,
    /// The called service has no room for another waiting call.
    Overloaded,
    /// The circuit breaker did not permit the call.
    CallNotPermitted,
    /// Too many calls came (429).
    RateLimited,
    /// The order's client is not logged in (401).
    Unauthenticated,
    /// The caller may not call there (403).
    Forbidden,
    /// Only the sidecar is up (503).
    UpstreamDown,
    /// The broker refused a message.
    PublishRefused,
    /// The broker is down.
    BrokerDown,
    /// The broker's leader failed.
    LeaderFailed,
}

impl Failure {
    /// Those by which a step may fail, and that a called service tells its caller.
    pub const OWN: [Failure; 5] =
        [Failure::Invalid, Failure::NotFound, Failure::Conflict, Failure::Declined, Failure::Unavailable];

    /// Whether a step may fail so by itself.
    pub fn is_own(self) -> bool {
        Failure::OWN.contains(&self)
    }
}

/// A set of failures. In JSON: a list of their words.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Failures(u32);

impl Failures {
    /// No failure.
    pub const NONE: Failures = Failures(0);

    /// Whether it is empty.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    pub const fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// Whether a failure is among them.
    pub const fn has(self, failure: Failure) -> bool {
        self.0 >> failure as u32 & 1 == 1
    }

    /// The set with one more.
    #[must_use]
    pub const fn with(self, failure: Failure) -> Failures {
        Failures(self.0 | 1 << failure as u32)
    }
}

/// All failures, in the order of their numbers.
const ALL: [Failure; 21] = [
    Failure::Invalid,
    Failure::NotFound,
    Failure::Conflict,
    Failure::Declined,
    Failure::Unavailable,
    Failure::WorkFailed,
    Failure::Flaky,
    Failure::Poison,
    Failure::PrerequisiteMissing,
    Failure::CallTimedOut,
    Failure::CallRefused,
    Failure::CallFailed,
    Failure::Overloaded,
    Failure::CallNotPermitted,
    Failure::RateLimited,
    Failure::Unauthenticated,
    Failure::Forbidden,
    Failure::UpstreamDown,
    Failure::PublishRefused,
    Failure::BrokerDown,
    Failure::LeaderFailed,
];
const _: () = assert!(ALL[20] as u32 == 20);

impl Serialize for Failures {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(ALL.into_iter().filter(|failure| self.has(*failure)))
    }
}

impl<'de> Deserialize<'de> for Failures {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Failures, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Failures;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // The alternate form is Portuguese: see `json::read`.
                f.write_str(if f.alternate() { "uma lista de falhas" } else { "a list of failures" })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Failures, A::Error> {
                let mut failures = Failures::NONE;
                while let Some(failure) = list.next_element()? {
                    failures = failures.with(failure);
                }
                Ok(failures)
            }
        }
        d.deserialize_seq(Form)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Failures {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Failures".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "array", "items": generator.subschema_for::<Failure>()})
    }
}

packed! {
    enum Failure {
        Invalid, NotFound, Conflict, Declined, Unavailable, WorkFailed, Flaky, Poison, PrerequisiteMissing,
        CallTimedOut, CallRefused, CallFailed, Overloaded, CallNotPermitted, RateLimited, Unauthenticated, Forbidden,
        UpstreamDown, PublishRefused, BrokerDown, LeaderFailed
    }
    struct Failures(bits);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_what_was_put_in_and_is_written_as_a_list() {
        for (i, failure) in ALL.into_iter().enumerate() {
            assert_eq!(failure as usize, i);
            let one = Failures::NONE.with(failure);
            assert!(ALL.into_iter().all(|other| one.has(other) == (other == failure)));
        }
        let json = r#"["invalid","callTimedOut"]"#;
        let set: Failures = serde_json::from_str(json).unwrap();
        assert!(set.has(Failure::Invalid) && set.has(Failure::CallTimedOut) && !set.has(Failure::Flaky));
        assert_eq!(serde_json::to_string(&set).unwrap(), json);
        assert!(serde_json::from_str::<Failures>(r#"["angry"]"#).is_err());
    }
}
