//! Invariants of the broker: no message is lost between states, and each list holds exactly the messages of its state.

use crate::base::ids::{Offset, OrderId, SubscriptionId, TopicId};
use crate::base::marks::Marks;
use crate::base::time::Time;
use crate::model::{NodeKind, Ordering, Overflow, Requeue};
use crate::sim::broker::lanes::Lanes;
use crate::sim::broker::message::{Held, HeldStage, Message, State};
use crate::sim::broker::publication::Hop;
use crate::sim::broker::queue::Queue;
use crate::sim::broker::state::Broker;
use crate::sim::broker::take_back::waits;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, Receipt};

/// Number of messages of a subscription in each state.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Census {
    /// Held back, not arrived yet.
    pub delayed: u64,
    pub ready: u64,
    /// Handed out and not acknowledged.
    pub in_flight: u64,
    /// Of these, those whose consumer crashed.
    pub abandoned: u64,
    /// Waiting for their retry.
    pub retry: u64,
    /// Set aside until their prerequisites are there.
    pub parked: u64,
    pub dead: u64,
    /// In a log: the lowest offset neither acknowledged nor given up; `None` when all records read are.
    pub offset: Option<u32>,
}

impl Census {
    fn add(&mut self, m: &Message, offset: Option<Offset>) {
        let cell = match m.state {
            State::Delayed => &mut self.delayed,
            State::Ready => &mut self.ready,
            State::InFlight(held) => {
                self.abandoned += u64::from(matches!(held.stage, HeldStage::Abandoned { .. }));
                &mut self.in_flight
            }
            State::RetryScheduled => &mut self.retry,
            State::Parked => &mut self.parked,
            State::Dead { .. } => &mut self.dead,
        };
        *cell += 1;
        if !matches!(m.state, State::Dead { .. }) {
            self.offset = [self.offset, offset.map(Offset::get)].into_iter().flatten().min();
        }
    }
}

/// Working memory of the checks. It is kept from one to the next, because the tests check after every event.
#[derive(Clone, Default, Debug)]
pub struct Memory {
    census: Vec<Census>,
    /// Slots of the messages that a queue lists.
    listed: Marks,
    /// Slots of the messages that are listed as fetched.
    fetched: Marks,
    /// Subscription and offset of each record of a log that is not acknowledged.
    read: Vec<(usize, u32)>,
}

impl Broker {
    /// Counts the messages of each subscription by state.
    pub fn census(&self) -> Vec<Census> {
        let mut census = Vec::new();
        self.count(&mut census);
        census
    }

    fn count(&self, census: &mut Vec<Census>) {
        census.clear();
        census.resize(self.queues.len(), Census::default());
        for (key, m) in self.messages() {
            census[m.subscription.index()].add(m, self.record_of(key, m));
        }
    }

    /// Calls `add` with the order of each message and publication that counts as under way.
    pub fn under_way(&self, add: &mut dyn FnMut(OrderId)) {
        self.messages().filter(|(_, m)| !matches!(m.state, State::Dead { .. })).for_each(|(_, m)| add(m.order));
        self.publications().for_each(|p| add(p.order));
        self.stale.iter().filter(|one| !one.begun).for_each(|one| add(one.message.order));
    }

    /// Checks every invariant; `worked_on` are the slots of the messages that a run works on.
    pub fn check(&self, cx: &Cx, memory: &mut Memory, worked_on: &Marks) -> Result<(), String> {
        self.count(&mut memory.census);
        self.check_queues(cx, &memory.census)?;
        self.check_lists(cx, &mut memory.listed)?;
        self.check_messages(cx, &memory.listed, worked_on)?;
        self.check_fetched(cx, &mut memory.fetched)?;
        self.check_lanes(cx)?;
        self.check_stale(cx)?;
        self.check_logs(cx, &mut memory.read)?;
        self.check_sends(cx)?;
        self.check_stay(cx)?;
        self.check_routes(cx)?;
        self.check_replicas(cx)
    }

    /// Checks that no head of a queue has expired, no queue is longer than it may be by dropping its head, nothing is
    /// ready where nobody consumes and nothing expires, and what waits for room finds none. And that a queue knows whether
    /// what enters it lines up at once.
    fn check_stay(&self, cx: &Cx) -> Result<(), String> {
        if let Some(i) = self.queues.iter().position(|queue| queue.lines_up != queue.may_line_up()) {
            return Err(format!(
                "what is asked of a message that enters {} is out of date",
                cx.model.subscriptions[i].id
            ));
        }
        for (i, queue) in self.queues.iter().enumerate().filter(|(_, queue)| queue.special && cx.is_up(queue.broker)) {
            let name = &cx.model.subscriptions[i].id;
            let head = queue.ready.front().filter(|_| queue.may_expire);
            if head.is_some_and(|key| self.asides.get(*key).expires < cx.now) {
                return Err(format!("the head of {name} has expired and is still there"));
            }
            let drops = queue.delivery.max_length.filter(|limit| limit.overflow == Overflow::DropHead);
            if drops.is_some_and(|limit| queue.ready.len() > limit.messages as usize) {
                return Err(format!("{name} holds {} messages, more than it may", queue.ready.len()));
            }
            if queue.consumers.is_empty() && !queue.may_expire && !queue.ready.is_empty() {
                return Err(format!("messages are ready in {name}, which nobody consumes"));
            }
        }
        for (topic, state) in cx.model.topics.iter().zip(&self.topics) {
            let first = state.blocked.front().and_then(|first| self.publications.get(*first));
            let room = first.is_some_and(|p| !self.is_full((p.topic, p.site), Overflow::Block));
            if room && !state.letting_in {
                return Err(format!("a publication waits for room at {}, where there is some", topic.id));
            }
        }
        Ok(())
    }

    /// Checks that what is in a queue is of a publishing site that one of its topics leads to it, and that a topic that routes, or
    /// has a queue with a limit, takes no message the short way.
    fn check_routes(&self, cx: &Cx) -> Result<(), String> {
        for m in self.messages().map(|(_, m)| m) {
            let s = &cx.model.subscriptions[m.subscription.index()];
            let key = cx.model.topics[s.topic.index()].routing_key(m.site);
            if !s.bindings.is_empty() && !s.topics().any(|topic| s.takes(topic, key)) {
                return Err(format!("message {} is in {}, which takes none with the key {key:?}", m.id.0, s.id));
            }
        }
        for (i, state) in self.topics.iter().enumerate() {
            let limits = |s: SubscriptionId| self.queue(s).delivery.max_length.is_some();
            let limited = cx.model.bound_to(TopicId::new(i)).any(limits);
            if state.simple && (limited || state.routes.is_some()) || limited && !state.limited {
                return Err(format!("{} does not ask all its queues for room", cx.model.topics[i].id));
            }
        }
        Ok(())
    }

    /// Checks that a sender that insists has a try on its way, or waits for the next one.
    fn check_sends(&self, cx: &Cx) -> Result<(), String> {
        for send in self.sends() {
            let flying = send.flying.is_none_or(|flying| self.publications.get(flying).is_some());
            // One at a node that hangs does not notice the end.
            if flying && send.timer.is_none() && send.until <= cx.now && cx.hangs(send.out.node) {
                continue;
            }
            let timed = send.timer.is_some() == (send.until < Time::MAX);
            if !flying || !timed || send.until < cx.now || (send.flying.is_none() && send.timer.is_none()) {
                return Err(format!("a sender of order {} waits for nothing: {send:?}", send.out.order.0));
            }
        }
        Ok(())
    }

    fn check_queues(&self, cx: &Cx, census: &[Census]) -> Result<(), String> {
        for (i, (queue, c)) in self.queues.iter().zip(census).enumerate() {
            let name = &cx.model.subscriptions[i].id;
            let counts = queue.counts;
            let gone = counts.acked + counts.dropped + counts.withdrawn;
            let sum = gone + c.delayed + c.ready + c.in_flight + c.retry + c.parked + c.dead;
            if counts.accepted != sum {
                let accepted = counts.accepted;
                return Err(format!("conservation in {name}: accepted {accepted} but {counts:?} and {c:?}"));
            }
            let listed = (queue.ready_count() as u64, queue.dead.len() as u64, queue.parked.len() as u64);
            if listed != (c.ready, c.dead, c.parked) {
                return Err(format!("lists of {name} {listed:?} do not match {c:?}"));
            }
            let place = |key: &MessageKey| self.asides.get(*key).place;
            let in_place =
                queue.requeue() != Requeue::Position || queue.ready.iter().take(queue.lane).is_sorted_by_key(place);
            if queue.lane > queue.ready.len() || !in_place {
                return Err(format!("{name}: its lane of {} is not the first of {listed:?}, in place", queue.lane));
            }
            let held: u64 = queue.consumers.iter().map(|c| u64::from(c.unacked)).sum();
            if held != c.in_flight - c.abandoned + u64::from(queue.stale) {
                return Err(format!("{name}: consumers hold {held} of {}, {} are abandoned", c.in_flight, c.abandoned));
            }
            let apart = (u64::from(queue.waiting), u64::from(queue.abandoned));
            if apart != (c.retry, c.abandoned) {
                return Err(format!("{name}: {apart:?} wait for a retry or a lease in the queue, {c:?}"));
            }
        }
        Ok(())
    }

    /// Checks that each list holds messages of its state only, each once. There are as many as there should be.
    fn check_lists(&self, cx: &Cx, listed: &mut Marks) -> Result<(), String> {
        listed.clear();
        for (i, queue) in self.queues.iter().enumerate() {
            let mut list = |key: MessageKey, fits: fn(State) -> bool| {
                let right = self.messages.get(key).is_some_and(|m| m.subscription.index() == i && fits(m.state));
                if right && listed.insert(key.index()) {
                    return Ok(());
                }
                let name = &cx.model.subscriptions[i].id;
                Err(format!("{name} lists {key:?}, which is not where its state says, or listed twice"))
            };
            let held_up = queue.lanes.held_up.iter().map(|(.., key)| key);
            queue.ready.iter().copied().chain(held_up).try_for_each(|key| list(key, |state| state == State::Ready))?;
            queue.dead.iter().try_for_each(|(.., key)| list(key, |state| matches!(state, State::Dead { .. })))?;
            queue.parked.iter().try_for_each(|(.., key)| list(key, |state| state == State::Parked))?;
        }
        Ok(())
    }

    /// Checks that a queue that keeps its order lists what consumers have fetched and no worker has taken up.
    fn check_fetched(&self, cx: &Cx, fetched: &mut Marks) -> Result<(), String> {
        fetched.clear();
        let blocking = |queue: &Queue| queue.delivery.ordering == Ordering::Queue;
        for receipt in self.queues.iter().filter(|queue| blocking(queue)).flat_map(|queue| queue.fetched.iter()) {
            if waits(&self.messages, receipt).is_some() {
                fetched.insert(receipt.message.index());
            }
        }
        for (message, m) in self.messages().filter(|(_, m)| blocking(&self.queues[m.subscription.index()])) {
            let fetch = m.held().and_then(|held| waits(&self.messages, Receipt { message, tag: held.tag }));
            if fetch.is_some() && !fetched.has(message.index()) {
                let name = &cx.model.subscriptions[m.subscription.index()].id;
                return Err(format!("{name} keeps its order, and not all that consumers have fetched is listed"));
            }
        }
        Ok(())
    }

    /// Checks that a lane waits for what is in flight or waits for a retry, and that what is held up has such a message
    /// before it; and that as many messages are handled as a consumer counts.
    fn check_lanes(&self, cx: &Cx) -> Result<(), String> {
        for (i, queue) in self.queues.iter().enumerate().filter(|(_, queue)| queue.special) {
            let mut counted = vec![(0, 0); queue.consumers.len()];
            for (key, m) in self.messages().filter(|(_, m)| m.subscription.index() == i) {
                let waited_for = matches!(m.state, State::InFlight(_) | State::RetryScheduled);
                let entry = self.in_lane(cx, key);
                let held_up = Lanes::first(&queue.lanes.held_up, entry.0, entry.1) == Some(entry);
                let busy = Lanes::first(&queue.lanes.busy, entry.0, 0);
                let listed = Lanes::first(&queue.lanes.busy, entry.0, entry.1) == Some(entry);
                let no_reason = queue.lanes.one_at_a_time && busy.is_none();
                if queue.lanes.on && (waited_for && !listed || held_up && (listed || no_reason)) {
                    return Err(format!("message {} is in no lane, or its lane waits for nothing: {m:?}", m.id.0));
                }
                if let (Some(held), true) = (m.held(), queue.group.is_shared())
                    && !matches!(held.stage, HeldStage::Abandoned { .. })
                    && queue.group.owners[entry.0 as usize] != Some(held.consumer)
                {
                    return Err(format!("message {} is with a consumer that does not own its partition", m.id.0));
                }
                match m.held() {
                    Some(Held { stage: HeldStage::Handled, consumer, .. }) => counted[consumer as usize].0 += 1,
                    Some(Held { stage: HeldStage::Delivering, consumer, .. }) => counted[consumer as usize].1 += 1,
                    _ => {}
                }
            }
            let counts = queue.consumers.iter().map(|consumer| (consumer.handled, consumer.travelling));
            if !counts.eq(counted.iter().copied()) {
                let name = &cx.model.subscriptions[i].id;
                return Err(format!("{name}: {counted:?} are handled and travel, which its consumers count otherwise"));
            }
        }
        Ok(())
    }

    /// Checks that hand-outs whose lease has ended are in order, no longer in force, and counted by their queue.
    fn check_stale(&self, cx: &Cx) -> Result<(), String> {
        let sorted = self.stale.iter().map(|one| one.receipt.tag).is_sorted_by(|a, b| a < b);
        let over = self.stale.iter().all(|one| !self.holds(one.receipt));
        for (i, queue) in self.queues.iter().enumerate() {
            let of_queue = self.stale.iter().filter(|one| one.message.subscription.index() == i && one.holds_place);
            if !sorted || !over || of_queue.count() != queue.stale as usize {
                return Err(format!("{}: its stale hand-outs are not as listed", cx.model.subscriptions[i].id));
            }
        }
        Ok(())
    }

    fn check_messages(&self, cx: &Cx, listed: &Marks, worked_on: &Marks) -> Result<(), String> {
        for (key, m) in self.messages() {
            let right = match m.state {
                State::Ready | State::Dead { .. } | State::Parked => listed.has(key.index()),
                State::InFlight(held) => {
                    let working = held.stage == HeldStage::Working;
                    worked_on.has(key.index()) == working && held.stage != HeldStage::Interrupted
                }
                State::Delayed | State::RetryScheduled => self.asides.get(key).until >= cx.now && m.timer.is_some(),
            };
            if !right {
                return Err(format!("message {} is not where its state says: {m:?}", m.id.0));
            }
        }
        Ok(())
    }

    /// Checks that the unacknowledged messages of a group are records of its log, each once, and read as far as it
    /// says.
    fn check_logs(&self, cx: &Cx, read: &mut Vec<(usize, u32)>) -> Result<(), String> {
        read.clear();
        for (key, m) in self.messages().filter(|(_, m)| !matches!(m.state, State::Dead { .. })) {
            let i = m.subscription.index();
            let Some(offset) = self.record_of(key, m).map(Offset::get) else { continue };
            let record = self.records(cx.model.subscriptions[i].topic).get(offset as usize);
            if record.is_none_or(|record| (record.order, record.site) != (m.order, m.site)) {
                return Err(format!("message {} is not the record at offset {offset}", m.id.0));
            }
            read.push((i, offset));
        }
        read.sort_unstable();
        if let Some(twice) = read.windows(2).find(|two| two[0] == two[1]) {
            return Err(format!("two messages are one record: subscription and offset {:?}", twice[0]));
        }
        for (i, queue) in self.queues.iter().enumerate() {
            let topic = cx.model.subscriptions[i].topic;
            let (log, end) = (cx.model.topics[topic.index()].log, self.records(topic).len() as u32);
            let position = queue.position;
            let last = read[..read.partition_point(|(s, _)| *s <= i)].last().filter(|(s, _)| *s == i);
            let right = match (log, queue.on) {
                (true, true) => position == end,
                (true, false) => position <= end && last.is_none(),
                (false, _) => position == 0 && end == 0,
            };
            let readers = queue.consumers.iter().filter(|consumer| consumer.unacked > 0).count();
            if !right
                || last.is_some_and(|(_, last)| *last >= position)
                || (log && readers > 1 && !queue.group.is_shared())
            {
                let name = &cx.model.subscriptions[i].id;
                return Err(format!("{name} has read {position} of {end} records, {readers} read, the last {last:?}"));
            }
        }
        Ok(())
    }

    /// Checks that a broker that is up has a leader, and that only a leader with a follower has unreplicated messages.
    fn check_replicas(&self, cx: &Cx) -> Result<(), String> {
        for (node, state) in cx.model.nodes.iter().zip(&cx.nodes) {
            if let NodeKind::Broker { replicas: Some(replicas), .. } = node.kind
                && (state.replicas() > replicas.count || (state.replicas() == 0 && state.is_up()))
            {
                return Err(format!("{} has {} replicas", node.id, state.replicas()));
            }
        }
        for p in self.publications().filter(|p| p.hop == Hop::Replicating) {
            let leader = &cx.nodes[cx.model.topics[p.topic.index()].broker.index()];
            if !leader.is_up() || leader.replicas() < 2 || p.until < cx.now || p.timer.is_none() {
                return Err(format!("what order {} published is replicated by nobody", p.order.0));
            }
        }
        Ok(())
    }
}
