//! Sending: publications on their way, and senders that insist. These send a message again that was refused or not
//! confirmed in time, while its run waits.

use crate::base::ids::NodeId;
use crate::base::left_out::left_out;
use crate::base::rng::{Purpose, lineage};
use crate::base::time::Time;
use crate::model::Via;
use crate::sim::broker::publication::{Confirm, Handover, Hop, Outgoing, Publication, Send};
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::{PublicationKey, RunKey, SendKey};
use crate::sim::schedule::{Event, Ticket};
use crate::trace::{FactId, Observer, Reason, What};

impl Broker {
    /// Keeps a publication until it moves on.
    pub(super) fn keep_publication(&mut self, cx: &mut Cx, publication: Publication) -> PublicationKey {
        let until = publication.until;
        let via = publication.via;
        let key = self.publications.insert(publication);
        if let Handover::Insisted(send) = via
            && let Some(send) = self.sends.get_mut(send)
        {
            send.flying = Some(key);
        }
        cx.alive(self.publications.len());
        if until < Time::MAX {
            self.publications[key].timer = Some(cx.agenda.push(until, Event::Publication(key.index())));
        }
        key
    }

    /// A run hands its message to a sender that insists, and waits for the [`Confirm`].
    #[cold]
    pub(super) fn begin_send<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, out: Outgoing) {
        left_out!();
        let state = &mut self.topics[out.topic.index()];
        let terms = cx.model.topics[out.topic.index()].terms(out.site);
        state.series += u32::from(terms.idempotent);
        let series = if terms.idempotent { state.series } else { 0 };
        let deadline = terms.delivery_timeout.map_or(Time::MAX, |most| cx.now + most);
        let key = self.sends.insert(Send { out, deadline, series, ..Send::VACANT });
        cx.alive(self.sends.len());
        self.send_once(cx, o, key);
    }

    /// Sends the message, once more.
    fn send_once<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: SendKey) {
        left_out!();
        let Send { out, series, .. } = self.sends[key];
        let Outgoing { node, topic, order, site, .. } = out;
        let timeout = cx.model.topics[topic.index()].terms(site).timeout;
        let name = lineage(out.name, site.into());
        let tries = self.sends[key].tries;
        let way = cx.way(topic.index(), order, if tries == 0 { name } else { lineage(name, tries.into()) });
        let cause = cx.note(o, out.cause, What::PublishSent { order, node, topic });
        cx.books.departs(order);
        let publication = Publication {
            node,
            topic,
            order,
            site,
            via: Handover::Insisted(key),
            hop: Hop::Flying,
            name,
            sent: tries + 1,
            series,
            known: false,
            from: None,
            since: cx.now,
            until: cx.now + way,
            timer: None,
            cause,
        };
        self.keep_publication(cx, publication);
        let send = &mut self.sends[key];
        let until = timeout.map_or(Time::MAX, |timeout| cx.now + timeout).min(send.deadline);
        (send.tries, send.out.cause) = (tries.saturating_add(1), cause);
        self.send_waits(cx, key, until);
    }

    /// The next event of a message in a sender's hands.
    fn send_waits(&mut self, cx: &mut Cx, key: SendKey, until: Time) {
        left_out!();
        let send = &mut self.sends[key];
        send.until = until;
        send.timer = (until < Time::MAX).then(|| cx.agenda.push(until, Event::Send(key.index())));
    }

    /// A try is not confirmed in time, or the next one is due. Returns what the run is told, if it is.
    pub fn send_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, index: u32) -> Option<Confirm> {
        let (key, &send) = self.sends.at(index)?;
        let Outgoing { order, topic, cause, .. } = send.out;
        if send.flying.is_none() && cx.now < send.deadline {
            self.send_once(cx, o, key);
            return None;
        }
        if send.flying.is_some() {
            self.detach_try(key);
            self.sends[key].out.cause = cx.note(o, cause, What::ConfirmTimedOut { order, topic });
        }
        self.try_failed(cx, o, key, Reason::ConfirmTimedOut)
    }

    /// A sender at a node that hangs is about to notice the end of a wait: it does when the node goes on.
    pub fn stalled_send(&mut self, cx: &Cx, index: u32) -> Option<(NodeId, SendKey)> {
        let (key, send) = self.sends.at_mut(index)?;
        cx.hangs(send.out.node).then(|| {
            send.timer = None;
            (send.out.node, key)
        })
    }

    /// A sender notices the end of a wait that its node has slept through, unless a confirm has come first.
    pub fn notice_send<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: SendKey) -> Option<Confirm> {
        self.sends.get(key).filter(|send| send.timer.is_none() && send.until <= cx.now)?;
        self.send_due(cx, o, key.index())
    }

    /// The current try goes on without its sender, who no longer waits for it.
    fn detach_try(&mut self, key: SendKey) {
        left_out!();
        let flying = self.sends[key].flying.take();
        if let Some(p) = flying.and_then(|flying| self.publications.get_mut(flying)) {
            p.via = Handover::FireAndForget;
        }
    }

    /// A try was refused: the message is sent again, or its run is told.
    pub(super) fn try_refused<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        key: SendKey,
        reason: Reason,
        cause: FactId,
    ) -> Option<Confirm> {
        let send = self.sends.get_mut(key)?;
        (send.flying, send.out.cause) = (None, cause);
        self.try_failed(cx, o, key, reason)
    }

    /// After a failed try: the wait before the next one, or the end.
    fn try_failed<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: SendKey, reason: Reason) -> Option<Confirm> {
        left_out!();
        let &Send { out, tries, waited, deadline, .. } = self.sends.get(key)?;
        let Outgoing { run, topic, order, site, cause, .. } = out;
        let place = cx.model.subscriptions.len() + cx.model.calls.len() + topic.index();
        let draw = || cx.chance.draw(Purpose::Jitter, place, order.0, lineage(out.name, tries.into()));
        let policy = &cx.model.topics[topic.index()].terms(site).retry;
        let goes_on = cx.now < deadline && policy.retries(reason.failure());
        let delay = if goes_on { policy.next_delay(tries.into(), waited, draw) } else { None };
        let Some(delay) = delay else {
            self.sends.remove(key);
            return Some(Confirm { run, answer: Err((reason, cause)) });
        };
        let attempt = tries.into();
        let cause = cx.note(o, cause, What::PublishRetryScheduled { order, topic, attempt, delay });
        let send = &mut self.sends[key];
        (send.waited, send.out.cause) = (delay, cause);
        self.send_waits(cx, key, deadline.min(cx.now + delay));
        None
    }

    /// Whether the leader's confirm is enough for a sender.
    pub(super) fn is_told_by_leader(&self, key: SendKey) -> bool {
        self.sends.get(key).is_some_and(|send| send.out.via == Via::ConfirmedByLeader)
    }

    /// The broker has the message: its run is told, once.
    pub(super) fn send_confirmed(&mut self, key: SendKey, cause: FactId) -> Option<Confirm> {
        let send = self.sends.remove(key)?;
        Some(Confirm { run: send.out.run, answer: Ok(cause) })
    }

    /// A node dropped what it was doing: what is on its way arrives, and nothing is sent again.
    pub fn senders_gone(&mut self, cx: &mut Cx, node: NodeId) {
        cx.touch(self.sends.slots());
        let gone: Vec<SendKey> =
            self.sends.iter().filter(|(_, send)| send.out.node == node).map(|(key, _)| key).collect();
        for key in gone {
            self.detach_try(key);
            self.sends.remove(key);
        }
    }

    /// All messages in the hands of senders that insist.
    pub fn sends(&self) -> impl Iterator<Item = &Send> {
        self.sends.iter().map(|(_, send)| send)
    }

    /// The run that waits until a publication is taken or refused, if one does.
    pub fn sender_of(&self, publication: &Publication) -> Option<RunKey> {
        match publication.via {
            Handover::Confirmed(run) | Handover::ConfirmedByLeader(run) => Some(run),
            Handover::Insisted(send) => self.sends.get(send).map(Send::run),
            Handover::FireAndForget | Handover::Outbox => None,
        }
    }

    /// Whether a sender waits for the event with this ticket.
    pub fn send_waits_for(&self, ticket: Ticket, index: u32) -> bool {
        self.sends.at(index).is_some_and(|(_, send)| send.timer == Some(ticket))
    }
}
