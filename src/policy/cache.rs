//! Cache: whether an earlier answer may be used instead of a call, by its age.

use crate::base::packed::packed;
use crate::base::time::Span;
use serde::{Deserialize, Serialize};

/// How long an answer is reused. One answer serves all requests over an edge, like a price list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CachePolicy {
    /// A younger answer is used without a call (HTTP's `max-age`, RFC 9111, section 4.2). Its age counts from the
    /// request (section 4.2.3).
    pub fresh: Span,
    /// How much longer a stale answer may be used when the call fails (HTTP's `stale-if-error`, RFC 5861, section 4).
    pub stale_if_error: Span,
    /// Whether a call that comes while another is under way for the same answer waits for that one's, good or bad, in
    /// place of a request of its own (request coalescing; Go's `singleflight`). False unless set: when an answer expires,
    /// all who come until there is another one call.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub coalesce: bool,
}

impl CachePolicy {
    /// Whether an answer of this age is used without a call.
    pub fn is_fresh(&self, age: Span) -> bool {
        age < self.fresh
    }

    /// Whether an answer of this age is used when the call fails.
    pub fn serves_on_error(&self, age: Span) -> bool {
        age <= self.fresh.plus(self.stale_if_error)
    }
}

packed! {
    struct CachePolicy { fresh, stale_if_error, coalesce }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_fresh_then_stale_then_of_no_use() {
        let policy = CachePolicy { fresh: Span::from_secs(5), stale_if_error: Span::from_secs(60), coalesce: false };
        let of = |ms| (policy.is_fresh(Span::from_millis(ms)), policy.serves_on_error(Span::from_millis(ms)));
        assert_eq!([of(0), of(4_999), of(5_000)], [(true, true), (true, true), (false, true)]);
        assert_eq!([of(65_000), of(65_001)], [(false, true), (false, false)]);
    }
}
