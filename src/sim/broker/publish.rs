//! Publishing: a publication travels to its topic, which fans it out to its subscriptions.

use crate::base::ids::{NodeId, Offset, OrderId, SubscriptionId, TopicId};
use crate::base::left_out::left_out;
use crate::base::rng::lineage;
use crate::base::sort;
use crate::base::time::{Span, Time};
use crate::model::{CrashPoint, NodeKind, Overflow, Via, Window};
use crate::sim::broker::aside::GivenUp;
use crate::sim::broker::publication::{Confirm, Handover, Hop, Outgoing, Publication, Told};
use crate::sim::broker::record::Record;
use crate::sim::broker::relay::relay;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

impl Broker {
    /// Executes a run's publish step. Returns whether the run waits for a [`Confirm`].
    pub fn publish<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, out: Outgoing) -> bool {
        let Outgoing { node, run, topic, order, via, site, .. } = out;
        let waits = matches!(via, Via::Confirmed | Via::ConfirmedByLeader);
        if waits && cx.model.topics[topic.index()].terms(site).insists() {
            self.begin_send(cx, o, out);
            return true;
        }
        let name = lineage(out.name, site.into());
        let mut cause = out.cause;
        if via == Via::Outbox {
            cause = cx.note(o, cause, What::OutboxStored { order, node, topic });
        }
        cause = cx.note(o, cause, What::PublishSent { order, node, topic });
        let way = cx.way(topic.index(), order, name);
        // A confirm comes back through the schedule even when no time passes: the run must not be resumed from within its
        // own step; nor must it crash there, because its relay has the confirm.
        let at_once = way == Span::ZERO && !waits && !(via == Via::Outbox && crashes_before_mark(cx, node));
        let state = &self.topics[topic.index()];
        if at_once && state.simple && cx.is_up(state.broker) {
            // The run that publishes is under way for the order, so this need not be.
            let record = Record { order, site, lineage: name, published: cx.now };
            self.topic_takes(cx, o, (topic, None), record, cause);
            return false;
        }
        cx.books.departs(order);
        let handover = match via {
            Via::FireAndForget => Handover::FireAndForget,
            Via::ConfirmedByLeader => Handover::ConfirmedByLeader(run),
            Via::Confirmed => Handover::Confirmed(run),
            Via::Outbox => Handover::Outbox,
        };
        let publication = Publication {
            node,
            topic,
            order,
            site,
            via: handover,
            hop: Hop::Flying,
            name,
            sent: 1,
            series: 0,
            known: false,
            from: None,
            since: cx.now,
            until: cx.now + way,
            timer: None,
            cause,
        };
        if at_once {
            // Nobody waits for it, and no relay is to crash.
            let _ = self.publication_arrives(cx, o, publication);
        } else {
            self.keep_publication(cx, publication);
        }
        waits
    }

    /// Publishes a message for which nobody waits, if its topic takes it at once. Returns false, and changes nothing, where
    /// anything else is to be done.
    #[inline(always)]
    pub fn publish_plainly<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        (node, topic, site): (NodeId, TopicId, u16),
        (order, name): (OrderId, u32),
        cause: FactId,
    ) -> bool {
        let state = &self.topics[topic.index()];
        if !state.simple || !cx.is_instant() || !cx.is_up(state.broker) {
            return false;
        }
        let cause = cx.note(o, cause, What::PublishSent { order, node, topic });
        let record = Record { order, site, lineage: lineage(name, site.into()), published: cx.now };
        self.topic_takes(cx, o, (topic, None), record, cause);
        true
    }

    /// A broker publishes to one of its own topics; the caller has already counted the message as under way for the
    /// order.
    pub(super) fn publish_inside<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        node: NodeId,
        (order, topic, site): (OrderId, TopicId, u16),
        (sender, from): (u32, Option<GivenUp>),
        cause: FactId,
    ) {
        let publication = Publication {
            node,
            topic,
            order,
            site,
            via: Handover::FireAndForget,
            hop: Hop::Flying,
            name: lineage(sender, site.into()),
            sent: 1,
            series: 0,
            known: false,
            from,
            since: cx.now,
            until: cx.now,
            timer: None,
            cause,
        };
        // Nobody waits for it.
        let _ = self.publication_arrives(cx, o, publication);
    }

    /// A publication arrives, is copied by the followers, or is sent again.
    pub fn publication_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, index: u32) -> Told {
        let Some((key, &p)) = self.publications.at(index) else { return Told::Nobody };
        match p.hop {
            Hop::Flying => {
                self.publications.remove(key);
                self.publication_arrives(cx, o, p)
            }
            Hop::Replicating => {
                self.publications.remove(key);
                self.publication_taken(cx, o, &p)
            }
            Hop::Blocked => {
                let state = &mut self.topics[p.topic.index()];
                state.letting_in = false;
                state.blocked.pop_front();
                self.publications.remove(key);
                let told = self.publication_taken(cx, o, &p);
                self.let_in(cx, p.topic);
                told
            }
            Hop::Stored => {
                let moved = relay(cx, o, p);
                let timer = cx.agenda.push(moved.until, Event::Publication(index));
                self.publications[key] = Publication { timer: Some(timer), ..moved };
                Told::Nobody
            }
        }
    }

    /// A publication reaches the broker, which takes or refuses it.
    fn publication_arrives<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, mut p: Publication) -> Told {
        let topic = &cx.model.topics[p.topic.index()];
        let (broker, mandatory) = (topic.broker, topic.mandatory && !topic.log);
        let state = &cx.nodes[broker.index()];
        if !state.is_up() {
            return self.publication_refused(cx, o, p, Reason::BrokerDown);
        }
        if mandatory && !self.is_routable(p.topic, p.site) {
            return self.publication_refused(cx, o, p, Reason::PublishRefused);
        }
        if p.series > 0 {
            left_out!();
            let stored = &mut self.topics[p.topic.index()].stored;
            p.known = stored.knows(p.series, cx.now);
            stored.remember(p.series, Window::Forever, cx.now);
        }
        if let NodeKind::Broker { replicas: Some(replicas), .. } = cx.model.nodes[broker.index()].kind
            && state.replicas() > 1
        {
            self.leader_writes(cx, o, p, replicas)
        } else {
            self.publication_taken(cx, o, &p)
        }
    }

    /// What becomes of a publication that finds a queue full, if it does.
    #[cold]
    fn finds_no_room<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, p: &Publication) -> Option<Told> {
        let of = (p.topic, p.site);
        if self.is_full(of, Overflow::RejectPublish) {
            if p.series > 0 {
                // It is not there when it is sent again.
                self.topics[p.topic.index()].stored.unlearn(p.series);
            }
            return Some(self.publication_refused(cx, o, *p, Reason::QueueFull));
        }
        let waits = !self.topics[p.topic.index()].blocked.is_empty() && p.hop != Hop::Blocked;
        if waits || self.is_full(of, Overflow::Block) {
            self.wait_for_room(cx, o, *p);
            return Some(Told::Nobody);
        }
        None
    }

    /// A publication finds a queue full that makes it wait. One that was about to be let in stays the first.
    fn wait_for_room<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, mut p: Publication) {
        left_out!();
        let first = p.hop == Hop::Blocked;
        if !first {
            p.cause = cx.note(o, p.cause, What::PublishBlocked { order: p.order, topic: p.topic });
            p.since = cx.now;
        }
        let topic = p.topic.index();
        let key = self.keep_publication(cx, Publication { hop: Hop::Blocked, until: Time::MAX, timer: None, ..p });
        let blocked = &mut self.topics[topic].blocked;
        if first { blocked.push_front(key) } else { blocked.push_back(key) }
    }

    /// Lets in the publication that has waited longest for room at a topic, if there is room now.
    pub(super) fn let_in(&mut self, cx: &mut Cx, topic: TopicId) {
        let state = &self.topics[topic.index()];
        let Some(&key) = state.blocked.front() else { return };
        let full = self.publications.get(key).is_some_and(|p| self.is_full((topic, p.site), Overflow::Block));
        if state.letting_in || full {
            return;
        }
        self.topics[topic.index()].letting_in = true;
        left_out!();
        if let Some(p) = self.publications.get_mut(key) {
            p.until = cx.now;
            p.timer = Some(cx.agenda.push(cx.now, Event::Publication(key.index())));
        }
    }

    /// Lets in what waits for room in a queue, of each topic that leads to it: who has waited longest comes first.
    pub(super) fn let_in_to(&mut self, cx: &mut Cx, subscription: SubscriptionId) {
        let s = &cx.model.subscriptions[subscription.index()];
        if s.bindings.is_empty() {
            let own = s.topic;
            self.let_in(cx, own);
            return;
        }
        left_out!();
        let since = |topic: TopicId| {
            let first = self.topics[topic.index()].blocked.front()?;
            Some((self.publications.get(*first)?.since, topic))
        };
        let waiting: Vec<_> = s.topics().filter_map(since).collect();
        for (_, topic) in sort::by_key(waiting, |(since, topic)| (since.as_micros(), topic.index() as u32)) {
            self.let_in(cx, topic);
        }
    }

    /// The broker has a message for good: it is delivered, and the sender told.
    fn publication_taken<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, p: &Publication) -> Told {
        let &Publication { order, topic, site, name, node, .. } = p;
        if self.topics[topic.index()].limited
            && !p.known
            && let Some(told) = self.finds_no_room(cx, o, p)
        {
            return told;
        }
        let cause = if p.known {
            cx.note(o, p.cause, What::PublishDeduplicated { order, topic })
        } else {
            let record = Record { order, site, lineage: name, published: cx.now };
            if self.topics[topic.index()].routes.is_some() {
                self.topic_routes(cx, o, (topic, p.from), record, p.cause)
            } else {
                self.topic_takes(cx, o, (topic, p.from), record, p.cause)
            }
        };
        if p.via == Handover::Outbox && crashes_before_mark(cx, node) {
            self.keep_in_outbox(cx, Publication { cause, ..*p });
            return Told::Relay(node, cause);
        }
        cx.arrived(o, order, p.cause);
        match p.via {
            Handover::Confirmed(run) | Handover::ConfirmedByLeader(run) => {
                Told::Run(Confirm { run, answer: Ok(cause) })
            }
            Handover::Insisted(send) => self.send_confirmed(send, cause).into(),
            Handover::FireAndForget | Handover::Outbox => Told::Nobody,
        }
    }

    /// The topic, which has no routes, takes a message and fans it out.
    pub(super) fn topic_takes<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        (topic, from): (TopicId, Option<GivenUp>),
        record: Record,
        cause: FactId,
    ) -> FactId {
        let order = record.order;
        if self.topics[topic.index()].dedup_window.is_some() && self.was_published(cx, (topic, from), &record) {
            return cx.note(o, cause, What::PublishDeduplicated { order, topic });
        }
        let state = &mut self.topics[topic.index()];
        let cause = cx.note(o, cause, What::PublishAccepted { order, topic });
        let subscriptions = state.subscriptions.clone();
        let offset = state.is_log.then(|| {
            state.log.push(record);
            Offset::new(state.log.len() as u32 - 1)
        });
        let plain = from.is_none() && !self.numbers.are_kept();
        // Each that goes another way counts itself.
        let mut others = subscriptions.len() as u32;
        cx.books.depart_with(order, others);
        for subscription in subscriptions.map(SubscriptionId) {
            if plain && self.enter_plainly(cx, o, subscription, &record, cause) {
                others -= 1;
            } else if self.queues[subscription.index()].on {
                self.enter(cx, o, subscription, (record, offset, from), cause);
            }
        }
        if others > 0 {
            cx.books.arrive_with(order, others);
            if offset.is_none() && !self.is_routable(topic, record.site) {
                cx.note(o, cause, What::MessageUnroutable { order, topic });
            }
        }
        cx.alive(self.messages.len());
        cause
    }

    /// A record of a log enters a group, as a message.
    pub(super) fn read_record<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        subscription: SubscriptionId,
        topic: TopicId,
        offset: u32,
        cause: FactId,
    ) {
        let record = self.topics[topic.index()].log[offset as usize];
        self.enter(cx, o, subscription, (record, Some(Offset::new(offset)), None), cause);
        cx.alive(self.messages.len());
    }
}

/// Whether the relay of a node's outbox is to crash before it marks the next message as sent.
#[inline]
fn crashes_before_mark(cx: &Cx, node: NodeId) -> bool {
    // A relay that hangs hears of the confirm when it goes on.
    cx.nodes[node.index()].station.crash_at == Some(CrashPoint::BeforeMark) && !cx.hangs(node)
}
