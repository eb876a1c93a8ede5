//! The machine of a service: how many `work` steps it runs at once, and how fast.

use crate::base::packed::packed;
use crate::base::time::Span;
use crate::model::bounds;
use crate::model::limits;
use crate::problem::{At, Problem};

/// Computing capacity of a service. Its workers are threads: as many runs may be active. Of these, one per core can be
/// at a `work` step; the others wait for a core, first come, first served. There is no time slicing: a run keeps its
/// core to the end of the step, so five equal jobs on one core end one after the other and not all at the end.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Machine {
    /// Number of `work` steps that proceed at once; `None`: no limit.
    pub cores: Option<u32>,
    /// Speed relative to the scenario's times: the duration of `work` is divided by it.
    pub speed: f64,
}

impl Machine {
    /// No limit of cores, at the speed that the scenario's times are written for.
    pub const PLAIN: Machine = Machine { cores: None, speed: 1.0 };

    /// Builds a machine from a file's settings, with defaults for absent ones.
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

    /// Whether a core is free when `taken` are in use.
    #[inline]
    pub fn has_free_core(self, taken: u32) -> bool {
        self.cores.is_none_or(|cores| taken < cores)
    }

    /// How long work takes that takes `span` at speed 1.
    #[inline]
    pub fn computes(self, span: Span) -> Span {
        if self.speed == 1.0 { span } else { span.scaled(1.0 / self.speed) }
    }
}

packed! {
    struct Machine { cores, speed }
}
