//! Handling: workers take what waits and run their handlers, step by step.

use crate::base::ids::{EffectId, HandlerId, NodeId, OrderId, SubscriptionId};
use crate::base::rng::Purpose;
use crate::base::time::Span;
use crate::model::{Ack, Counts, CrashPoint, Health, Otherwise, Step, Via};
use crate::sim::broker::message::{Held, Stage as MessageStage, State};
use crate::sim::services::node::Inbound;
use crate::sim::services::run::{Origin, Run, Stage};
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Outcome, Reason, What};

impl World {
    /// A run at its first step, without whatever its origin adds.
    #[inline(always)]
    pub(super) fn new_run(
        &mut self,
        node: NodeId,
        handler: HandlerId,
        order: OrderId,
        origin: Origin,
        cause: FactId,
    ) -> Run {
        Run {
            tag: self.new_tag(),
            node,
            handler,
            step: 0,
            subscription: None,
            site: 0,
            effects: 0,
            order,
            origin,
            name: 0,
            doomed: None,
            calls: 0,
            call_failures: 0,
            waited: Span::ZERO,
            since: self.now,
            until: self.now,
            timer: 0,
            stage: Stage::Stepping,
            cause,
        }
    }

    /// Free workers take what waits at a node.
    pub(super) fn take_work<O: Observer>(&mut self, o: &mut O, node: NodeId) {
        self.nodes[node.index()].woken = false;
        loop {
            let state = &mut self.nodes[node.index()];
            if !state.is_up() || state.busy >= state.workers {
                return;
            }
            match state.inbound.pop_front() {
                Some(Inbound::Message { slot, tag }) => {
                    let held = self.messages.get(slot as usize).and_then(|m| m.held_under(tag));
                    if let Some(held) = held {
                        self.begin_message(o, slot, held);
                    }
                }
                Some(Inbound::Call { slot, tag }) => {
                    if self.calls.get(slot as usize).is_some_and(|c| c.tag == tag) {
                        self.nodes[node.index()].waiting_calls -= 1;
                        self.begin_call_handler(o, node, slot);
                    }
                }
                None => return,
            }
        }
    }

    /// A worker takes a message, unless the inbox knows its key.
    #[inline]
    pub(super) fn begin_message<O: Observer>(&mut self, o: &mut O, slot: u32, held: Held) {
        let now = self.now;
        let m = &mut self.messages[slot as usize];
        m.since = now;
        m.state = State::InFlight(Held { stage: MessageStage::Working, ..held });
        let (subscription, order, site, id, cause) = (m.subscription, m.order, m.site, m.id, m.cause);
        let at = subscription.index();
        let queue = &mut self.queues[at];
        if queue.delivery.inbox.is_some() && self.inboxes[at].knows(self.feeds[at].handled_key(order, site), now) {
            self.suppress(o, slot, cause);
            return;
        }
        let consumer = queue.consumers[held.consumer as usize];
        m.attempts += 1;
        m.handlings = m.handlings.wrapping_add(1);
        m.charged += u16::from(queue.delivery.counts == Counts::Handlings);
        queue.counts.attempts += 1;
        queue.counts.most_attempts = queue.counts.most_attempts.max(m.attempts);
        let early = queue.delivery.ack == Ack::Before;
        let (attempt, name, poison) = (m.attempts, m.draw_name(), m.poison);
        let origin = Origin::Message { slot, tag: held.tag };
        let mut run = self.new_run(consumer.node, consumer.handler, order, origin, cause);
        (run.subscription, run.site, run.name) = (Some(subscription), site, name);
        let what = What::RunStarted { run: run.tag, node: run.node, order, message: Some(id), attempt };
        run.cause = self.note(o, cause, what);
        run.doomed = if poison { Some(Reason::Poison) } else { self.flaky(run.node, run.handler, order, name) };
        if early {
            // From here the run alone stands for the order's work; otherwise the message does.
            self.ledger.departs(order);
            run.origin = Origin::Acked;
            run.cause = self.ack(o, slot, run.cause);
        }
        self.begin(o, run);
    }

    /// Puts a run into a worker's hands.
    #[inline(always)]
    pub(super) fn begin<O: Observer>(&mut self, o: &mut O, run: Run) {
        let node = run.node;
        let early = run.origin == Origin::Acked;
        self.nodes[node.index()].busy += 1;
        let slot = self.runs.insert(run) as u32;
        if early && self.crashes_at(node, CrashPoint::AfterAck) {
            self.crash(o, node, self.runs[slot as usize].cause);
            return;
        }
        self.proceed(o, slot);
    }

    /// Why a flaky node will fail this attempt, if it will.
    #[inline]
    pub(super) fn flaky(&self, node: NodeId, handler: HandlerId, order: OrderId, name: u32) -> Option<Reason> {
        let Health::Flaky { probability } = self.nodes[node.index()].health else { return None };
        let fails = self.streams.draw(Purpose::Flaky, handler.index(), order.0, name).chance(probability);
        fails.then_some(Reason::Flaky)
    }

    /// Runs the steps of a handler until one takes time or the handler ends.
    pub(super) fn proceed<O: Observer>(&mut self, o: &mut O, slot: u32) {
        loop {
            let run = &self.runs[slot as usize];
            let step = self.model.handlers[run.handler.index()].steps.get(run.step as usize);
            if let Some(reason) = run.doomed
                && !matches!(step, Some(Step::Work { .. } | Step::Wait { .. } | Step::Decide { .. } | Step::Jump(_)))
            {
                self.fail(o, slot, reason, run.cause);
                return;
            }
            match step {
                None => {
                    self.finish(o, slot);
                    return;
                }
                Some(&Step::Work { takes, .. }) => {
                    self.begin_work(slot, takes);
                    return;
                }
                Some(&Step::Wait { takes }) => {
                    self.begin_wait(slot, takes);
                    return;
                }
                Some(Step::Require { effects, otherwise }) => {
                    let order = run.order;
                    if !effects.iter().all(|e| self.ledger.times(order, *e) > 0) {
                        let otherwise = *otherwise;
                        self.prerequisite_missing(o, slot, otherwise);
                        return;
                    }
                }
                Some(&Step::Effect(effect)) => {
                    if !self.write_effect(o, slot, effect) {
                        return;
                    }
                }
                Some(&Step::Publish { topic, via, site }) => {
                    if !self.publish(o, slot, topic, via, site) {
                        return;
                    }
                }
                Some(&Step::Call(pool)) => {
                    let call = self.next_instance(slot, pool);
                    if self.begin_call(o, slot, call) {
                        continue;
                    }
                    return;
                }
                Some(Step::Reply) => self.reply(slot),
                Some(&Step::Decide { probability, otherwise, place }) => {
                    self.decide(o, slot, (place, probability), otherwise);
                    continue;
                }
                Some(&Step::Jump(to)) => {
                    self.runs[slot as usize].step = to;
                    continue;
                }
                Some(&Step::Expect { effects, instead }) => self.expect(o, slot, effects, instead),
            }
            self.runs[slot as usize].step += 1;
        }
    }

    /// A run's stage ends by itself.
    #[inline]
    pub(super) fn run_due<O: Observer>(&mut self, o: &mut O, slot: u32) {
        match self.runs[slot as usize].stage {
            Stage::Working | Stage::Waiting => self.work_done(o, slot),
            Stage::Calling { .. } => self.call_times_out(o, slot),
            Stage::CallBackoff { .. } => self.proceed(o, slot),
            Stage::Stepping | Stage::WaitingCore | Stage::Confirming => {}
        }
    }

    /// Writes an effect, unless the inbox knows that it was had. False when the run is over.
    fn write_effect<O: Observer>(&mut self, o: &mut O, slot: u32, effect: EffectId) -> bool {
        let run = &self.runs[slot as usize];
        let (node, order, cause, subscription) = (run.node, run.order, run.cause, run.subscription);
        let key = subscription.map(|s| (s, self.feeds[s.index()].inbox_key(order, run.site, run.effects)));
        let window = subscription.and_then(|s| self.queues[s.index()].delivery.inbox).map(|i| i.window);
        if self.crashes_at(node, CrashPoint::BeforeEffect) {
            self.crash(o, node, cause);
            return false;
        }
        self.runs[slot as usize].effects += 1;
        if let (Some((s, key)), Some(window)) = (key, window) {
            let inbox = &mut self.inboxes[s.index()];
            if inbox.knows(key, self.now) {
                // The last effect was had by another copy meanwhile: there is nothing left to do.
                return self.runs[slot as usize].effects < self.feeds[s.index()].effects
                    || self.end_suppressed(o, slot);
            }
            inbox.remember(key, window, self.now);
        }
        let (times, change) = self.ledger.write(order, effect, self.now);
        let cause = self.note(o, cause, What::EffectWritten { order, effect, node, times });
        self.runs[slot as usize].cause = cause;
        self.note_done(o, order, change, cause);
        // Only the first line of its kind can be what a message waits for. Any line would let two messages that
        // write before they wait wake each other for ever.
        if times == 1 {
            self.unpark(o, order, cause);
        }
        if self.crashes_at(node, CrashPoint::AfterEffect) {
            self.store_with_effect(o, slot);
            self.crash(o, node, cause);
            return false;
        }
        true
    }

    /// What follows an effect by way of the outbox is stored in its transaction: no crash comes between.
    fn store_with_effect<O: Observer>(&mut self, o: &mut O, slot: u32) {
        let run = &self.runs[slot as usize];
        let (handler, mut step) = (run.handler.index(), run.step as usize + 1);
        loop {
            match self.model.handlers[handler].steps.get(step) {
                Some(&Step::Publish { topic, via: Via::Outbox, site }) => {
                    self.publish(o, slot, topic, Via::Outbox, site);
                    step += 1;
                }
                // A branch ends here, which is no step of the file.
                Some(&Step::Jump(to)) => step = to.into(),
                _ => return,
            }
        }
    }

    /// Messages of the order that wait for prerequisites may try again.
    fn unpark<O: Observer>(&mut self, o: &mut O, order: OrderId, cause: FactId) {
        for i in 0..self.queues.len() {
            let at = self.queues[i].parked.partition_point(|parked| parked.0 < order);
            while self.queues[i].parked.get(at).is_some_and(|parked| parked.0 == order) {
                let Some((_, message, slot)) = self.queues[i].parked.remove(at) else { break };
                let what = What::MessageReady { message, order, subscription: SubscriptionId::new(i) };
                self.messages[slot as usize].cause = self.note(o, cause, what);
                self.requeue(slot);
            }
        }
    }

    fn prerequisite_missing<O: Observer>(&mut self, o: &mut O, slot: u32, otherwise: Otherwise) {
        let run = &self.runs[slot as usize];
        let (origin, cause) = (run.origin, run.cause);
        let held = match origin {
            Origin::Message { slot, .. } => Some(slot),
            _ => None,
        };
        let (Otherwise::Park, Some(message)) = (otherwise, held) else {
            self.fail(o, slot, Reason::PrerequisiteMissing, cause);
            return;
        };
        let (_, cause) = self.end(o, slot, Outcome::Parked, cause);
        self.release(message);
        self.uncharge_handling(message);
        let m = &mut self.messages[message as usize];
        (m.state, m.since, m.timer) = (State::Parked, self.now, 0);
        let (id, order, subscription) = (m.id, m.order, m.subscription);
        let cause = self.note(o, cause, What::MessageParked { message: id, order, subscription });
        self.messages[message as usize].cause = cause;
        let parked = &mut self.queues[subscription.index()].parked;
        parked.insert(parked.partition_point(|p| (p.0, p.1) < (order, id)), (order, id, message));
    }

    /// A handler comes to its end.
    fn finish<O: Observer>(&mut self, o: &mut O, slot: u32) {
        let run = &self.runs[slot as usize];
        let cause = run.cause;
        if let Origin::Call { .. } = run.origin {
            self.reply(slot);
        }
        let run = &self.runs[slot as usize];
        let (node, order, subscription, site, effects) = (run.node, run.order, run.subscription, run.site, run.effects);
        let (origin, cause) = self.end(o, slot, Outcome::Done, cause);
        // A way on which fewer effects are written than on another: the inbox must know all the same that it was gone.
        if let Some(s) = subscription
            && (effects == 0 || self.feeds[s.index()].decides && effects < self.feeds[s.index()].effects)
            && let Some(inbox) = &self.queues[s.index()].delivery.inbox
        {
            let key = self.feeds[s.index()].handled_key(order, site);
            self.inboxes[s.index()].remember(key, inbox.window, self.now);
        }
        match origin {
            Origin::Message { slot, .. } => {
                let cause = self.ack(o, slot, cause);
                if self.crashes_at(node, CrashPoint::AfterAck) {
                    self.crash(o, node, cause);
                }
            }
            Origin::Detached => {
                if let Some(subscription) = subscription {
                    self.note(o, cause, What::AckTooLate { order, subscription });
                }
            }
            Origin::Order => {
                self.note(o, cause, What::OrderAnswered { order });
            }
            Origin::Acked | Origin::Call { .. } | Origin::Answered => {}
        }
    }

    /// The message's effect was had by another copy: acknowledged without another. Always false: the run is over.
    fn end_suppressed<O: Observer>(&mut self, o: &mut O, slot: u32) -> bool {
        let cause = self.runs[slot as usize].cause;
        let (origin, cause) = self.end(o, slot, Outcome::Suppressed, cause);
        if let Origin::Message { slot, .. } = origin {
            self.suppress(o, slot, cause);
        }
        false
    }

    /// A step failed: whoever asked for the run hears of it.
    pub(super) fn fail<O: Observer>(&mut self, o: &mut O, slot: u32, reason: Reason, cause: FactId) {
        let order = self.runs[slot as usize].order;
        let (origin, cause) = self.end(o, slot, Outcome::Failed(reason), cause);
        match origin {
            Origin::Message { slot, .. } => self.reject(o, slot, reason, cause),
            // Why it failed is this service's own affair: whoever called hears that it did.
            Origin::Call { slot, tag } => self.answer(slot, tag, Some(Reason::CallFailed), cause),
            Origin::Order => {
                self.note(o, cause, What::OrderFailed { order, reason });
            }
            Origin::Detached | Origin::Acked | Origin::Answered => {}
        }
    }

    /// Takes a run out of its worker's hands. Answers who asked for it, and the fact that it ended.
    #[inline(always)]
    pub(super) fn end<O: Observer>(
        &mut self,
        o: &mut O,
        slot: u32,
        outcome: Outcome,
        cause: FactId,
    ) -> (Origin, FactId) {
        // Read and then thrown away: a run is too large to be handed about.
        let Run { tag, node, order, origin, stage, .. } = self.runs[slot as usize];
        self.runs.remove(slot as usize);
        if stage == Stage::Working {
            self.free_core(node);
        }
        let state = &mut self.nodes[node.index()];
        state.busy -= 1;
        if !state.inbound.is_empty() {
            self.wake_node(node);
        }
        let what = What::RunEnded { run: tag, node, order, outcome };
        let cause = if origin == Origin::Order { cause } else { self.note(o, cause, what) };
        if !matches!(origin, Origin::Message { .. }) {
            self.arrived(o, order, cause);
        }
        (origin, cause)
    }

    /// Whether a node crashes here; the crash is used up by it.
    #[inline]
    pub(super) fn crashes_at(&mut self, node: NodeId, point: CrashPoint) -> bool {
        let state = &mut self.nodes[node.index()];
        if state.crash_at == Some(point) {
            state.crash_at = None;
            return true;
        }
        false
    }
}
