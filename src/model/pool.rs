//! Pools: instances of one service that a caller calls in turn, and how it finds out which of them are healthy.

use crate::base::ids::{CallId, NodeId};
use crate::base::packed::packed;
use crate::base::time::Span;
use crate::model::bounds;
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::problem::{At, Problem};
use serde::{Deserialize, Serialize};

/// The edges from one caller to each instance, in turn order; often there is only one. An edge belongs to one pool.
#[derive(Clone, PartialEq, Debug)]
pub struct Pool {
    /// Calling node.
    pub from: NodeId,
    /// The edges; at least one.
    pub calls: Vec<CallId>,
    /// How the caller checks the instances; without it all are always in.
    pub check: Option<HealthCheck>,
}

/// A health check: the caller probes each instance at fixed instants.
///
/// When all instances are out, calls go to all of them as if all were in (AWS ALB: "fails open"; Envoy: panic
/// threshold).
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HealthCheck {
    /// Time between two probes of an instance (HAProxy `inter`, Kubernetes `periodSeconds`).
    pub every: Span,
    /// A probe fails when it has no answer within this time; at most `every` (Kubernetes `timeoutSeconds`).
    pub timeout: Span,
    /// Whether a probe also tries the work of the instance's handler for calls, and checks that the services it calls
    /// and the brokers it publishes to are up. Otherwise it only checks that the process responds. Shallow by default.
    #[serde(default)]
    pub deep: bool,
    /// Failures in a row after which the instance is taken out; 3 by default (HAProxy `fall` 3, Kubernetes
    /// `failureThreshold` 3).
    #[serde(default = "fall")]
    pub unhealthy_after: u32,
    /// Successes in a row after which it is let back in; 2 by default (HAProxy `rise` 2; Kubernetes `successThreshold`
    /// is 1).
    #[serde(default = "rise")]
    pub healthy_after: u32,
}

const fn fall() -> u32 {
    3
}

const fn rise() -> u32 {
    2
}

impl HealthCheck {
    /// Checks the values.
    ///
    /// # Errors
    /// A value outside its limits, or a timeout longer than the period, which would overlap the next probe.
    pub fn validate(&self) -> Result<(), Problem> {
        bounds::some_time(self.every).at("every")?;
        bounds::some_time(self.timeout).at("timeout")?;
        if self.timeout > self.every {
            let kind = ModelProblem::ProbeTimeoutTooLong { timeout: self.timeout, every: self.every };
            return Err(Problem::new("timeout", kind));
        }
        bounds::within(self.unhealthy_after, 1, limits::PROBES).at("unhealthyAfter")?;
        bounds::within(self.healthy_after, 1, limits::PROBES).at("healthyAfter")
    }

    /// How many probes in a row must contradict the current state.
    pub const fn needs(&self, out: bool) -> u32 {
        if out { self.healthy_after } else { self.unhealthy_after }
    }
}

packed! {
    struct Pool { from, calls, check }
    struct HealthCheck { every, timeout, deep, unhealthy_after, healthy_after }
}
