//! Ingress: the checks of calls at a node, and the proxy that may make them in the node's place.

use crate::base::ids::NodeId;
use crate::base::packed::packed;
use crate::base::time::Span;
use crate::policy::limiter::RateLimit;

/// The checks that a call must pass before it is taken.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Ingress {
    /// Whether the order's client must be authenticated.
    pub authenticate: bool,
    /// The only nodes that may call; `None`: any node.
    pub allow: Option<Vec<NodeId>>,
    /// Rate limit of the calls; `None`: no limit.
    pub limit: Option<RateLimit>,
}

/// A proxy beside a service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sidecar {
    /// Time added to each request and each answer.
    pub latency: Span,
}

packed! {
    struct Ingress { authenticate, allow, limit }
    struct Sidecar { latency }
}
