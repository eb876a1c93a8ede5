//! Publications that wait until they move on, and what happens to refused ones.

use crate::base::rng::lineage;
use crate::base::time::Span;
use crate::sim::broker::publication::{Handover, Hop, Publication};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::RunKey;
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

/// How long an outbox's relay waits before it sends a message again.
const RELAY_RETRY: Span = Span::from_secs(1);

/// The broker's confirm to a run that waits for one: the fact by which it has the message, or the reason why not.
#[derive(Clone, Copy, Debug)]
#[must_use = "a run waits for it"]
pub struct Confirm {
    /// The waiting run.
    pub run: RunKey,
    /// The fact by which the broker has the message; if not, the reason and the fact.
    pub answer: Result<FactId, (Reason, FactId)>,
}

impl Broker {
    /// Keeps a publication until it moves on.
    pub(super) fn keep_publication(&mut self, cx: &mut Cx, publication: Publication) {
        let until = publication.until;
        let key = self.publications.insert(publication);
        cx.alive(self.publications.len());
        self.publications[key].timer = Some(cx.agenda.push(until, Event::Publication(key.index())));
    }

    /// The broker does not take a message: it is lost, reported to the run that waits for a confirm, or kept in the
    /// outbox to be sent again.
    pub(super) fn publication_refused<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        p: Publication,
        reason: Reason,
    ) -> Option<Confirm> {
        let (order, topic) = (p.order, p.topic);
        let mut told = None;
        match p.via {
            Handover::FireAndForget => {
                cx.note(o, p.cause, What::PublishLost { order, topic, reason });
            }
            Handover::Confirmed(run) | Handover::ConfirmedByLeader(run) => {
                let cause = cx.note(o, p.cause, What::PublishRefused { order, topic, reason });
                told = Some(Confirm { run, answer: Err((reason, cause)) });
            }
            Handover::Outbox => {
                let cause = cx.note(o, p.cause, What::PublishRefused { order, topic, reason });
                let until = cx.now + RELAY_RETRY;
                self.keep_publication(cx, Publication { hop: Hop::Stored, since: cx.now, until, cause, ..p });
                return None;
            }
        }
        cx.arrived(o, order, p.cause);
        told
    }
}

/// The relay of an outbox sends a message again, unless its node is down or hangs.
pub(super) fn relay<O: Observer>(cx: &Cx, o: &mut O, p: Publication) -> Publication {
    let (node, topic, order) = (p.node, p.topic, p.order);
    let sent = p.sent.wrapping_add(1);
    let (hop, way, cause) = if cx.nodes[node.index()].is_running() {
        let way = cx.way(topic.index(), order, lineage(p.name, p.sent.into()));
        (Hop::Flying, way, cx.note(o, p.cause, What::PublishSent { order, node, topic }))
    } else {
        (Hop::Stored, RELAY_RETRY, p.cause)
    };
    Publication { hop, sent, since: cx.now, until: cx.now + way, cause, ..p }
}
