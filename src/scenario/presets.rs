//! Named delivery settings.

use crate::policy::retry::{Backoff, Jitter, RetryPolicy};
use crate::scenario::model::{Ack, Counts, CrashReturns, Delivery, Prefetch, Requeue};
use crate::time::Span;

/// The preset that applies when none is named.
pub const PLAIN: &str = "plain";

/// Named delivery settings.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// The name in a scenario.
    pub id: &'static str,
    settings: fn() -> Delivery,
}

impl Preset {
    /// The settings.
    pub fn delivery(&self) -> Delivery {
        (self.settings)()
    }
}

/// All presets.
pub fn all() -> &'static [Preset] {
    const ALL: [Preset; 1] = [Preset {
        id: PLAIN,
        settings: plain,
    }];
    &ALL
}

/// The preset of that name.
pub fn find(id: &str) -> Option<&'static Preset> {
    all().iter().find(|preset| preset.id == id)
}

/// The default.
pub fn plain() -> Delivery {
    Delivery {
        ack: Ack::After,
        prefetch: Prefetch::Workers,
        lease: None,
        requeue: Requeue::Tail,
        crash_returns: CrashReturns::AtOnce,
        counts: Counts::Handlings,
        retry: RetryPolicy {
            backoff: Backoff::Exponential {
                base: Span::from_secs(1),
                factor: 2.0,
                cap: Span::from_secs(30),
            },
            jitter: Jitter::Full,
            max_attempts: 5,
        },
        blocking: false,
        dead_letter: true,
        inbox: None,
        duplicates: None,
    }
}
