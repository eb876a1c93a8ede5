//! Retry budget: retries only while enough calls succeed, so that retries cannot multiply an outage.

use crate::base::packed::packed;
use serde::{Deserialize, Serialize};

/// Retry throttling as in gRPC (gRFC A6, "Throttling Retry Attempts and Hedged RPCs"): a failed attempt costs a token,
/// a successful one earns `tokenRatio` of a token, and with half of the tokens or fewer nothing is retried. A first
/// attempt is always made.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BudgetPolicy {
    /// Tokens at the start, which is also the maximum; from 1 to 1,000.
    pub max_tokens: u32,
    /// Tokens earned by a success, to three decimal places; from 0.001 to 1,000.
    pub token_ratio: f64,
}

/// A token in thousandths: A6 requires no more than three decimal places.
const TOKEN: u32 = 1_000;

impl BudgetPolicy {
    const fn most(&self) -> u32 {
        self.max_tokens.saturating_mul(TOKEN)
    }
}

/// Tokens left, in thousandths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget(u32);

impl Budget {
    /// A full budget.
    pub const fn full(policy: &BudgetPolicy) -> Budget {
        Budget(policy.most())
    }

    /// The same share of another policy's tokens (gRPC's C++ library carries its count over to a new configuration this
    /// way).
    pub fn under(self, old: &BudgetPolicy, new: &BudgetPolicy) -> Budget {
        Budget((u64::from(self.0) * u64::from(new.most()) / u64::from(old.most().max(1))) as u32)
    }

    /// Tokens left.
    pub fn tokens(self) -> f64 {
        f64::from(self.0) / f64::from(TOKEN)
    }

    /// Charges a failed attempt.
    pub fn failed(&mut self) {
        self.0 = self.0.saturating_sub(TOKEN);
    }

    /// Credits a successful attempt.
    pub fn succeeded(&mut self, policy: &BudgetPolicy) {
        let gives = libm::round(policy.token_ratio * f64::from(TOKEN)) as u32;
        self.0 = self.0.saturating_add(gives).min(policy.most());
    }

    /// Whether another attempt may follow.
    pub const fn allows_retry(self, policy: &BudgetPolicy) -> bool {
        self.0 > policy.most() / 2
    }

    /// Whether it is within its maximum.
    pub const fn is_sound(self, policy: &BudgetPolicy) -> bool {
        self.0 <= policy.most()
    }
}

packed! {
    struct BudgetPolicy { max_tokens, token_ratio }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_example_of_grpcs_own_test() {
        // grpc/test/core/client_channel/retry_throttle_test.cc: four tokens, 1.6 for a success, retries above two.
        let policy = BudgetPolicy { max_tokens: 4, token_ratio: 1.6 };
        let mut budget = Budget::full(&policy);
        let mut after = |fails: bool| {
            if fails {
                budget.failed()
            } else {
                budget.succeeded(&policy)
            }
            (budget.tokens(), budget.allows_retry(&policy))
        };
        assert_eq!(after(true), (3.0, true));
        assert_eq!(after(false), (4.0, true), "never more than there may be");
        assert_eq!(after(true), (3.0, true));
        assert_eq!(after(true), (2.0, false), "half of them is too few");
        assert_eq!(after(true), (1.0, false));
        assert_eq!(after(true), (0.0, false));
        assert_eq!(after(true), (0.0, false), "never fewer than none");
        assert_eq!(after(false), (1.6, false));
        assert_eq!(after(false), (3.2, true));
    }

    #[test]
    fn another_size_keeps_the_share() {
        let (old, new) =
            (BudgetPolicy { max_tokens: 10, token_ratio: 0.1 }, BudgetPolicy { max_tokens: 100, token_ratio: 0.1 });
        let mut budget = Budget::full(&old);
        (0..4).for_each(|_| budget.failed());
        assert_eq!(budget.under(&old, &new).tokens(), 60.0);
    }

    #[test]
    fn more_than_its_maximum_is_found() {
        let policy = BudgetPolicy { max_tokens: 4, token_ratio: 1.0 };
        let full = Budget::full(&policy);
        assert!(full.is_sound(&policy) && !Budget(full.0 + 1).is_sound(&policy));
    }
}
