//! Replicas: the leader writes, its followers copy, and only what they have is there for consumers and outlives the leader.
//!
//! What a consumer acknowledges is taken to be with the followers at once.

use crate::base::ids::NodeId;
use crate::base::rng::{Purpose, lineage};
use crate::base::sort;
use crate::model::{Health, NodeKind, Replicas};
use crate::sim::schedule::Event;
use crate::sim::services::run::{Handover, Hop, Publication};
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Reason, What};

impl World {
    /// The leader writes a message down; it is the topic's when the followers have it.
    pub(super) fn leader_writes<O: Observer>(&mut self, o: &mut O, p: Publication, replicas: Replicas) {
        let (order, topic) = (p.order, p.topic);
        let cause = self.note(o, p.cause, What::LeaderWrote { order, topic });
        let name = lineage(p.name, p.sent.into());
        let lag = replicas.lag.sample(|| self.streams.draw(Purpose::Replication, topic.index(), order.0, name));
        // Followers copy in the order of writing.
        let until = self.replicated[topic.index()].max(self.now + lag);
        self.replicated[topic.index()] = until;
        let told = match p.via {
            Handover::ConfirmedByLeader(slot, tag) => Some((slot, tag)),
            _ => None,
        };
        // Who has its confirm from the leader is told nothing more.
        let via = if told.is_some() { Handover::FireAndForget } else { p.via };
        let key =
            self.publications.insert(Publication { hop: Hop::Replicating, via, since: self.now, until, cause, ..p });
        self.overfull |= self.publications.len() > World::MOST_ALIVE;
        self.publications[key].timer = self.schedule.push(until, Event::Publication(key as u32));
        if let Some((slot, tag)) = told {
            self.publish_confirmed(o, slot, tag, Ok(cause));
        }
    }

    /// The leader of a broker with replicas fails; a broker that is down has none.
    pub(super) fn fail_leader<O: Observer>(&mut self, o: &mut O, broker: NodeId) {
        let NodeKind::Broker { replicas: Some(replicas), .. } = self.model.nodes[broker.index()].kind else { return };
        let state = &mut self.nodes[broker.index()];
        if state.health == Health::Down {
            return;
        }
        let was_up = state.is_up();
        state.replicas -= 1;
        let left = state.replicas;
        let cause = self.note(o, FactId::NONE, What::LeaderFailed { node: broker, replicas: left });
        let state = &mut self.nodes[broker.index()];
        state.cause = cause;
        if left == 0 {
            (state.health, state.restarting, state.timer) = (Health::Down, None, 0);
        } else {
            let until = self.now + replicas.election;
            let timer = self.schedule.push(until, Event::Restart(broker.0.into()));
            (state.restarting, state.timer) = (Some(until), timer);
        }
        if was_up {
            self.broker_goes_down(o, broker, Reason::LeaderFailed, cause);
        }
    }

    /// What a leader wrote and no follower has is gone; whoever waits for its confirm hears of it.
    pub(super) fn lose_unreplicated<O: Observer>(&mut self, o: &mut O, broker: NodeId, reason: Reason, cause: FactId) {
        let of_broker = |p: &Publication| self.model.topics[p.topic.index()].broker == broker;
        let pending = self.publications.iter().filter(|(_, p)| p.hop == Hop::Replicating && of_broker(p));
        // In the order of writing: that of their tickets.
        let keys = pending.map(|(slot, p)| (u64::from(p.timer), 0, slot as u32)).collect();
        for topic in (0..self.replicated.len()).filter(|i| self.model.topics[*i].broker == broker) {
            self.replicated[topic] = self.now;
        }
        for slot in sort::positions(keys) {
            let p = self.publications.remove(slot);
            self.publication_refused(o, Publication { cause, ..p }, reason);
        }
    }

    /// A broker that is there has a leader, and only a leader with a follower has anything that is not replicated.
    pub(super) fn check_replicas(&self) -> Result<(), String> {
        for (i, state) in self.nodes.iter().enumerate() {
            if let NodeKind::Broker { replicas: Some(replicas), .. } = self.model.nodes[i].kind
                && (state.replicas > replicas.count || (state.replicas == 0 && state.is_up()))
            {
                return Err(format!("{} has {} replicas", self.model.nodes[i].id, state.replicas));
            }
        }
        for (_, p) in self.publications().filter(|(_, p)| p.hop == Hop::Replicating) {
            let leader = &self.nodes[self.model.topics[p.topic.index()].broker.index()];
            if !leader.is_up() || leader.replicas < 2 || p.until < self.now || p.timer == 0 {
                return Err(format!("what order {} published is replicated by nobody", p.order.0));
            }
        }
        Ok(())
    }
}
