//! Reasons as the failures that policies know, and back.

use crate::model::Harm;
use crate::policy::failure::Failure;
use crate::trace::Reason;

impl Reason {
    /// The failure that a policy sees in it; `None` if no handling and no attempt at a call fails so.
    pub const fn failure(self) -> Option<Failure> {
        Some(match self {
            Reason::Invalid => Failure::Invalid,
            Reason::NotFound => Failure::NotFound,
            Reason::Conflict => Failure::Conflict,
            Reason::Declined => Failure::Declined,
            Reason::Unavailable => Failure::Unavailable,
            Reason::WorkFailed => Failure::WorkFailed,
            Reason::Flaky => Failure::Flaky,
            Reason::Poison => Failure::Poison,
            Reason::PrerequisiteMissing => Failure::PrerequisiteMissing,
            Reason::CallTimedOut => Failure::CallTimedOut,
            Reason::CallRefused => Failure::CallRefused,
            Reason::CallFailed => Failure::CallFailed,
            Reason::Overloaded => Failure::Overloaded,
            Reason::CallNotPermitted => Failure::CallNotPermitted,
            Reason::RateLimited => Failure::RateLimited,
            Reason::Unauthenticated => Failure::Unauthenticated,
            Reason::Forbidden => Failure::Forbidden,
            Reason::UpstreamDown => Failure::UpstreamDown,
            Reason::PublishRefused => Failure::PublishRefused,
            Reason::BrokerDown => Failure::BrokerDown,
            Reason::LeaderFailed => Failure::LeaderFailed,
            _ => return None,
        })
    }

    /// What a caller is told of a handling that failed for this reason: the failure that the called service names, if it
    /// names one.
    pub fn as_answer(self) -> Reason {
        if self.failure().is_some_and(Failure::is_own) { self } else { Reason::CallFailed }
    }
}

impl From<Failure> for Reason {
    fn from(failure: Failure) -> Reason {
        match failure {
            Failure::Invalid => Reason::Invalid,
            Failure::NotFound => Reason::NotFound,
            Failure::Conflict => Reason::Conflict,
            Failure::Declined => Reason::Declined,
            Failure::Unavailable => Reason::Unavailable,
            Failure::WorkFailed => Reason::WorkFailed,
            Failure::Flaky => Reason::Flaky,
            Failure::Poison => Reason::Poison,
            Failure::PrerequisiteMissing => Reason::PrerequisiteMissing,
            Failure::CallTimedOut => Reason::CallTimedOut,
            Failure::CallRefused => Reason::CallRefused,
            Failure::CallFailed => Reason::CallFailed,
            Failure::Overloaded => Reason::Overloaded,
            Failure::CallNotPermitted => Reason::CallNotPermitted,
            Failure::RateLimited => Reason::RateLimited,
            Failure::Unauthenticated => Reason::Unauthenticated,
            Failure::Forbidden => Reason::Forbidden,
            Failure::UpstreamDown => Reason::UpstreamDown,
            Failure::PublishRefused => Reason::PublishRefused,
            Failure::BrokerDown => Reason::BrokerDown,
            Failure::LeaderFailed => Reason::LeaderFailed,
        }
    }
}

impl From<Harm> for Reason {
    fn from(harm: Harm) -> Reason {
        match harm {
            Harm::Fails(failure) => failure.into(),
            Harm::Crashes => Reason::Crashed,
        }
    }
}
