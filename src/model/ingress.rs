//! What is checked of calls at a node, and the proxy that may do it in the node's place.

use crate::base::ids::NodeId;
use crate::base::time::Span;
use crate::policy::limiter::RateLimit;

/// What is checked of each call before it is taken.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Ingress {
    /// Whether the order must be an authenticated client's.
    pub authenticate: bool,
    /// The only nodes that may call; none: anybody.
    pub allow: Option<Vec<NodeId>>,
    /// How many calls may pass.
    pub limit: Option<RateLimit>,
}

/// A proxy beside a service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sidecar {
    /// What it adds to each request and each answer.
    pub latency: Span,
}
