//! Publications that wait until they move on, and what happens to refused ones.

use crate::base::rng::lineage;
use crate::base::time::Span;
use crate::sim::broker::publication::{Confirm, Handover, Hop, Publication, Told};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::trace::{Observer, Reason, What};

impl Broker {
    /// Keeps a publication in its outbox until the relay sends it again.
    pub(super) fn keep_in_outbox(&mut self, cx: &mut Cx, p: Publication) {
        let until = cx.now + every(cx, &p);
        self.keep_publication(cx, Publication { hop: Hop::Stored, since: cx.now, until, ..p });
    }

    /// The broker does not take a message: it is lost, reported to the run that waits for a confirm, or kept in the
    /// outbox to be sent again.
    pub(super) fn publication_refused<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        p: Publication,
        reason: Reason,
    ) -> Told {
        let (order, topic) = (p.order, p.topic);
        let mut told = Told::Nobody;
        match p.via {
            Handover::FireAndForget => {
                cx.note(o, p.cause, What::PublishLost { order, topic, reason });
            }
            Handover::Confirmed(run) | Handover::ConfirmedByLeader(run) => {
                let cause = cx.note(o, p.cause, What::PublishRefused { order, topic, reason });
                told = Told::Run(Confirm { run, answer: Err((reason, cause)) });
            }
            Handover::Insisted(send) => {
                let cause = cx.note(o, p.cause, What::PublishRefused { order, topic, reason });
                told = self.try_refused(cx, o, send, reason, cause).into();
            }
            Handover::Outbox => {
                let cause = cx.note(o, p.cause, What::PublishRefused { order, topic, reason });
                self.keep_in_outbox(cx, Publication { cause, ..p });
                return told;
            }
        }
        cx.arrived(o, order, p.cause);
        told
    }
}

/// How long the relay of a publication waits before it sends it again.
fn every(cx: &Cx, p: &Publication) -> Span {
    cx.model.topics[p.topic.index()].terms(p.site).every
}

/// The relay of an outbox sends a message again, unless its node is down or hangs.
pub(super) fn relay<O: Observer>(cx: &Cx, o: &mut O, p: Publication) -> Publication {
    let (node, topic, order) = (p.node, p.topic, p.order);
    let sent = p.sent.wrapping_add(1);
    let (hop, way, cause) = if cx.nodes[node.index()].is_running() {
        let way = cx.way(topic.index(), order, lineage(p.name, p.sent.into()));
        (Hop::Flying, way, cx.note(o, p.cause, What::PublishSent { order, node, topic }))
    } else {
        (Hop::Stored, every(cx, &p), p.cause)
    };
    Publication { hop, sent, since: cx.now, until: cx.now + way, cause, ..p }
}
