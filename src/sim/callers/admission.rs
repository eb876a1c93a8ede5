//! Admission: each call to a node is checked before it may wait for a worker.

use crate::base::ids::NodeId;
use crate::base::time::{Span, Time};
use crate::model::ingress::Ingress;
use crate::policy::limiter::Limiter;
use crate::trace::Reason;

/// The checks in force at a node, with what is left of its limit.
#[derive(Clone, Default, Debug)]
pub struct Admission {
    ingress: Option<Ingress>,
    limiter: Option<Limiter>,
}

/// What a call shows.
#[derive(Clone, Copy, Debug)]
pub struct Credentials {
    /// Who the calling node shows to be.
    pub identity: Option<NodeId>,
    /// The client whose order it is.
    pub client: NodeId,
    /// Whether that client is authenticated.
    pub authenticated: bool,
}

impl Admission {
    /// Admission by these checks, if any.
    pub fn new(ingress: Option<&Ingress>) -> Admission {
        let mut admission = Admission::default();
        admission.set(ingress.cloned(), Time::ZERO);
        admission
    }

    /// Sets other checks, with a limit that has all its tokens.
    pub fn set(&mut self, ingress: Option<Ingress>, now: Time) {
        self.limiter = ingress.as_ref().and_then(|i| i.limit.as_ref()).map(|limit| Limiter::new(limit, now));
        self.ingress = ingress;
    }

    /// The checks in force.
    pub const fn ingress(&self) -> Option<&Ingress> {
        self.ingress.as_ref()
    }

    /// The limit in force, with what is left of it.
    pub const fn limiter(&self) -> Option<&Limiter> {
        self.limiter.as_ref()
    }

    /// Lets a call in, or says why not, and after how long it may come back (no time where that makes no difference). A
    /// call refused for who it is uses up no token.
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
