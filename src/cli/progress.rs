//! A progress bar for runs that take long.

use indicatif::{ProgressBar, ProgressStyle};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
#[allow(clippy::disallowed_types, reason = "how long a person has waited; no run sees it")]
use std::time::Instant;

/// The bar is not shown before.
const PATIENCE: Duration = Duration::from_millis(500);

/// The progress of some work, shared by the threads that do it. The bar is on stderr, and only on a terminal.
#[allow(clippy::disallowed_types, reason = "as above")]
pub struct Progress {
    parts: u64,
    done: AtomicU64,
    since: Instant,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Tracks work in `parts` parts.
    #[allow(clippy::disallowed_types, reason = "as above")]
    pub fn new(parts: u64) -> Progress {
        Progress { parts, done: AtomicU64::new(0), since: Instant::now(), bar: OnceLock::new() }
    }

    /// Counts one more finished part.
    pub fn tick(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.since.elapsed() > PATIENCE {
            let waited = self.since.elapsed();
            self.bar.get_or_init(|| bar(self.parts).with_elapsed(waited)).set_position(done);
        }
    }

    /// Removes the bar.
    pub fn clear(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn bar(parts: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {elapsed_precise} + {eta}");
    // The template is a constant; should a release of indicatif refuse it, the default style serves.
    ProgressBar::new(parts).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
