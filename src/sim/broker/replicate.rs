//! Replication: the leader writes, the followers copy, and only what they have is visible to consumers and survives the
//! leader.
//!
//! Simplification: acknowledgements reach the followers at once.

use crate::base::ids::NodeId;
use crate::base::rng::{Purpose, lineage};
use crate::base::sort;
use crate::model::Replicas;
use crate::sim::broker::publication::{Confirm, Handover, Hop, Publication, Told};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::trace::{FactId, Observer, Reason, What};

impl Broker {
    /// The leader writes a message; the topic takes it when the followers have it.
    pub(super) fn leader_writes<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        p: Publication,
        replicas: Replicas,
    ) -> Told {
        let (order, topic) = (p.order, p.topic);
        if p.known {
            // The confirm says that the followers have what the leader wrote before.
            let until = self.topics[topic.index()].replicated.max(cx.now);
            self.keep_publication(cx, Publication { hop: Hop::Replicating, since: cx.now, until, ..p });
            return Told::Nobody;
        }
        let cause = cx.note(o, p.cause, What::LeaderWrote { order, topic });
        let name = lineage(p.name, p.sent.into());
        let lag = replicas.lag.sample(|| cx.chance.draw(Purpose::Replication, topic.index(), order.0, name));
        // Followers copy in the order of writing.
        let replicated = &mut self.topics[topic.index()].replicated;
        let until = (*replicated).max(cx.now + lag);
        *replicated = until;
        // A run that has its confirm from the leader is told nothing more.
        let (via, told) = match p.via {
            Handover::ConfirmedByLeader(run) => {
                (Handover::FireAndForget, Told::Run(Confirm { run, answer: Ok(cause) }))
            }
            Handover::Insisted(send) if self.is_told_by_leader(send) => {
                (Handover::FireAndForget, self.send_confirmed(send, cause).into())
            }
            via => (via, Told::Nobody),
        };
        self.keep_publication(cx, Publication { hop: Hop::Replicating, via, since: cx.now, until, cause, ..p });
        told
    }

    /// Takes away what a leader wrote and no follower has, in the order of writing. Each is to be refused.
    pub fn take_unreplicated(&mut self, cx: &mut Cx, broker: NodeId) -> Vec<Publication> {
        let model = cx.model.clone();
        let of_broker = |topic: usize| model.topics[topic].broker == broker;
        cx.touch(self.publications.slots());
        let pending: Vec<_> = self
            .publications
            .iter()
            .filter(|(_, p)| p.hop == Hop::Replicating && of_broker(p.topic.index()))
            .map(|(key, p)| (key, p.timer))
            .collect();
        for topic in (0..self.topics.len()).filter(|i| of_broker(*i)) {
            self.topics[topic].replicated = cx.now;
        }
        // In the order of writing, which is that of their tickets.
        let in_order = sort::by_key(pending, |(_, timer)| (timer.map_or(0, |ticket| ticket.number().into()), 0));
        let taken: Vec<Publication> = in_order.filter_map(|(key, _)| self.publications.remove(key)).collect();
        // What is gone is not recognised when it is sent again.
        for p in taken.iter().filter(|p| p.series > 0 && !p.known) {
            self.topics[p.topic.index()].stored.unlearn(p.series);
        }
        taken
    }

    /// The broker will never have a publication that was taken from it. Returns what its run is told, if it waits.
    pub fn refuse<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        publication: Publication,
        reason: Reason,
        cause: FactId,
    ) -> Told {
        self.publication_refused(cx, o, Publication { cause, ..publication }, reason)
    }
}
