//! The machine under a service: how many pieces of work it computes at once, and how fast.

use crate::base::time::Span;
use crate::model::bounds;
use crate::model::limits;
use crate::problem::{At, Problem};

/// How much a service computes. Its workers are threads: as many runs may be under way. Of these, as many as it has cores
/// are at a `work` step at once; the others wait for a core, first come, first served. There is no time slicing: who has a
/// core keeps it to the end of the step, so that five equal jobs on one core end one after the other and not all at the end.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Machine {
    /// How many `work` steps proceed at once; none: as many as runs.
    pub cores: Option<u32>,
    /// How many times as fast as the scenario says; what `work` takes is divided by it.
    pub speed: f64,
}

impl Machine {
    /// As many cores as runs, at the speed that the scenario's times are written for.
    pub const PLAIN: Machine = Machine { cores: None, speed: 1.0 };

    /// The machine with what a file says, in place of what it does not say.
    ///
    /// # Errors
    /// A value outside its limits.
    pub fn resolve(cores: Option<u32>, speed: Option<f64>) -> Result<Machine, Problem> {
        if let Some(cores) = cores {
            bounds::within(cores, 1, limits::WORKERS).at("cores")?;
        }
        if let Some(speed) = speed {
            bounds::decimal_within(speed, limits::SPEED, limits::FACTOR).at("speed")?;
        }
        Ok(Machine { cores, speed: speed.unwrap_or(Machine::PLAIN.speed) })
    }

    /// Whether a core is free while so many are taken.
    #[inline]
    pub fn has_free_core(self, taken: u32) -> bool {
        self.cores.is_none_or(|cores| taken < cores)
    }

    /// How long it computes what takes `span` at speed 1.
    #[inline]
    pub fn computes(self, span: Span) -> Span {
        if self.speed == 1.0 { span } else { span.scaled(1.0 / self.speed) }
    }
}
