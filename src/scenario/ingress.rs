//! Ingress settings as JSON: which nodes may call and how often, and the sidecar that may check it for the service.

use crate::base::ids::NodeId;
use crate::base::time::Span;
use crate::model::Kind;
use crate::model::Model;
use crate::model::bounds;
use crate::model::ingress::Ingress;
use crate::model::limits;
use crate::model::problem::ModelProblem;
use crate::policy::limiter::{Algorithm, RateLimit, Reserved};
use crate::problem::{At, Problem, Word};
use crate::scenario::id::Id;
use serde::{Deserialize, Serialize};

/// The checks on each call before it is taken, in this order. A refused call takes no worker and no place among the
/// waiting calls, and its caller is told the reason. Messages are not checked.
#[derive(Clone, PartialEq, Default, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IngressSpec {
    /// Whether the order must be that of an authenticated client, known by the token that every call of the order
    /// carries; other calls are refused as `unauthenticated` (HTTP 401). False unless set.
    #[serde(default)]
    pub authenticate: bool,
    /// The nodes that may call, by the identity that the calling node itself shows on the edge: a client shows its own
    /// when it is authenticated, a gateway always, a service only through its sidecar (mutual TLS). Other calls are
    /// refused as `forbidden` (HTTP 403). At most 64; every node may call unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow: Option<Vec<Id>>,
    /// The rate limit; calls above it are refused as `rateLimited` (HTTP 429), with the time to come back
    /// (`Retry-After`), which the caller's retries wait for. No limit unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<LimitSpec>,
}

/// A rate limit: a token bucket, or a window.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LimitSpec {
    /// Calls per second, or in each `per`, in the long run; from 1 to 1,000,000.
    pub rate: u32,
    /// The time to which `rate` refers, up to a day; `1s` unless set.
    #[serde(default = "second", skip_serializing_if = "is_second")]
    pub per: Span,
    /// How it counts; a token bucket unless set.
    #[serde(default, skip_serializing_if = "is_token_bucket")]
    pub algorithm: Algorithm,
    /// The calls that may pass at one instant after a quiet time, from 1 to 1,000,000; `rate` unless set. A window has no
    /// other burst than its `rate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub burst: Option<u32>,
    /// Shares of the rate reserved for the orders of single clients, in all less than `rate`. A share is a floor and a
    /// ceiling: no other client uses it, and its client uses no other. It has the same share of the burst. At most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserved: Vec<ReservedSpec>,
}

/// A share of a rate limit reserved for one client.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReservedSpec {
    /// The client's id.
    pub client: Id,
    /// Calls in each `per`; at least 1.
    pub rate: u32,
}

/// A proxy beside the service for its calls in both directions: it checks the ingress in the service's place, shows the
/// service's identity to the nodes that it calls, and answers `upstreamDown` (HTTP 503) at once when the service is
/// down. The service's handlers are unaware of it. Messages do not pass through it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SidecarSpec {
    /// The time that it adds to each request and each answer, `500us` unless set: a call between two sidecars and its
    /// answer take 2 ms longer. (Istio 1.12: two proxies add 1.7 ms at the 90th percentile, 2.7 ms at the 99th.)
    #[serde(default = "hop")]
    pub latency: Span,
}

/// The default of [`LimitSpec::per`].
const fn second() -> Span {
    Span::from_secs(1)
}

fn is_second(per: &Span) -> bool {
    *per == second()
}

fn is_token_bucket(algorithm: &Algorithm) -> bool {
    *algorithm == Algorithm::TokenBucket
}

/// The default of [`SidecarSpec::latency`].
fn hop() -> Span {
    Span::from_micros(500)
}

impl IngressSpec {
    /// Resolves the ids and checks the limit.
    ///
    /// # Errors
    /// An unknown id, a share for a node that is not a client, a rate outside its limits, or a share so small that
    /// nothing could ever pass.
    pub fn resolve(&self, model: &Model) -> Result<Ingress, Problem> {
        let caller = |(i, id): (usize, &Id)| model.node_named(id.as_str()).at(format_args!("allow[{i}]"));
        let allow = match &self.allow {
            None => None,
            Some(callers) => {
                bounds::count(callers, limits::NODES).at("allow")?;
                Some(callers.iter().enumerate().map(caller).collect::<Result<_, _>>()?)
            }
        };
        let limit = self.limit.as_ref().map(|limit| limit.resolve(model).at("limit")).transpose()?;
        Ok(Ingress { authenticate: self.authenticate, allow, limit })
    }

    /// The reverse of [`IngressSpec::resolve`]: the checks with the ids of the file.
    pub fn of(model: &Model, ingress: &Ingress) -> IngressSpec {
        let id = |node: NodeId| Id(model.nodes[node.index()].id.clone());
        let reserved = |share: &Reserved| ReservedSpec { client: id(share.client), rate: share.rate };
        IngressSpec {
            authenticate: ingress.authenticate,
            allow: ingress.allow.as_ref().map(|allow| allow.iter().map(|node| id(*node)).collect()),
            limit: ingress.limit.as_ref().map(|limit| LimitSpec {
                rate: limit.rate,
                per: limit.per,
                algorithm: limit.algorithm,
                burst: Some(limit.burst),
                reserved: limit.reserved.iter().map(reserved).collect(),
            }),
        }
    }
}

impl LimitSpec {
    fn resolve(&self, model: &Model) -> Result<RateLimit, Problem> {
        bounds::within(self.rate, 1, limits::RATE).at("rate")?;
        let burst = self.burst.unwrap_or(self.rate);
        let (least, most) = match self.algorithm {
            Algorithm::TokenBucket => (1, limits::RATE),
            Algorithm::FixedWindow | Algorithm::SlidingWindow => (self.rate, self.rate),
        };
        bounds::within(burst, least, most).at("burst")?;
        bounds::some_time(self.per).at("per")?;
        bounds::within(self.per, Span::ZERO, limits::RATE_PER).at("per")?;
        if self.algorithm == Algorithm::SlidingWindow {
            bounds::within(self.rate, 1, limits::SLIDING_CALLS).at("rate")?;
        }
        bounds::count(&self.reserved, limits::NODES).at("reserved")?;
        let (algorithm, rate, per) = (self.algorithm, self.rate, self.per);
        let mut limit = RateLimit { algorithm, rate, per, burst, reserved: Vec::new() };
        for (i, share) in self.reserved.iter().enumerate() {
            let reserved = share.resolve(model, &limit).at(format_args!("reserved[{i}]"))?;
            limit.reserved.push(reserved);
        }
        if limit.unreserved() == 0 {
            return Err(Problem::new("reserved", ModelProblem::NothingUnreserved { rate: self.rate }));
        }
        let shares = limit.reserved.iter().map(|share| share.rate).chain([limit.unreserved()]);
        if let Some(rate) = shares.min().filter(|rate| limit.burst_of(*rate) == 0) {
            return Err(Problem::new("burst", ModelProblem::ShareTooSmall { rate, of: self.rate, burst }));
        }
        Ok(limit)
    }
}

impl ReservedSpec {
    /// Resolves one more share of a limit.
    fn resolve(&self, model: &Model, limit: &RateLimit) -> Result<Reserved, Problem> {
        let client = model.node_of_kind(self.client.as_str(), Kind::Client).at("client")?;
        if limit.reserved.iter().any(|share| share.client == client) {
            return Err(Problem::new("client", ModelProblem::RepeatedId { id: Word::of(self.client.as_str()) }));
        }
        bounds::within(self.rate, 1, limits::RATE).at("rate")?;
        Ok(Reserved { client, rate: self.rate })
    }
}
