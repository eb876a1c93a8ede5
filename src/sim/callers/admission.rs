//! Admission: the checks that a call must pass at a node before it may wait for a worker.

use crate::base::ids::NodeId;
use crate::base::time::{Span, Time};
use crate::model::ingress::Ingress;
use crate::policy::limiter::Limiter;
use crate::trace::Reason;

/// The checks in force at a node, and the state of its rate limit.
#[derive(Clone, Default, Debug)]
pub struct Admission {
    ingress: Option<Ingress>,
    limiter: Option<Limiter>,
}

/// Credentials of a call.
#[derive(Clone, Copy, Debug)]
pub struct Credentials {
    /// Identity that the calling node presents, if any.
    pub identity: Option<NodeId>,
    /// The client of the order.
    pub client: NodeId,
    /// Whether that client is authenticated.
    pub authenticated: bool,
}

impl Admission {
    /// Admission with these checks, if there are any.
    pub fn new(ingress: Option<&Ingress>) -> Admission {
        let mut admission = Admission::default();
        admission.set(ingress.cloned(), Time::ZERO);
        admission
    }

    /// Replaces the checks; the new limit starts with all its tokens.
    pub fn set(&mut self, ingress: Option<Ingress>, now: Time) {
        self.limiter = ingress.as_ref().and_then(|i| i.limit.as_ref()).map(|limit| Limiter::new(limit, now));
        self.ingress = ingress;
    }

    pub const fn ingress(&self) -> Option<&Ingress> {
        self.ingress.as_ref()
    }

    /// The limit in force, if there is one.
    pub const fn limiter(&self) -> Option<&Limiter> {
        self.limiter.as_ref()
    }

    /// Admits a call, or returns the reason for refusing it and the time after which it may be repeated (zero where
    /// waiting makes no difference). A call refused for its identity uses up no token.
    pub fn admit(&mut self, shown: Credentials, now: Time) -> Result<(), (Reason, Span)> {
        if let Some(ingress) = &self.ingress {
            if ingress.authenticate && !shown.authenticated {
                return Err((Reason::Unauthenticated, Span::ZERO));
            }
            if let Some(allow) = &ingress.allow
                && !shown.identity.is_some_and(|node| allow.contains(&node))
            {
                return Err((Reason::Forbidden, Span::ZERO));
            }
        }
        if let Some(limiter) = &mut self.limiter
            && let Err(wait) = limiter.take(shown.client, now)
        {
            return Err((Reason::RateLimited, wait));
        }
        Ok(())
    }
}
