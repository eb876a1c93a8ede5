//! Routing, judged by the facts alone: what a topic takes enters each connected queue that is bound to it and takes its key,
//! once, and no other; and what enters none is told to be unroutable.

use super::audit::law;
use carteiro::base::ids::{MessageId, NodeId, SubscriptionId, TopicId};
use carteiro::model::{Binding, Model, Step, Subscription};
use carteiro::trace::{Fact, FactId, Trace, What};
use std::collections::{BTreeMap, BTreeSet};

/// Routing keys, one of which a message has.
type Keys = BTreeSet<String>;

/// A message that a topic has taken.
#[derive(Clone, Debug)]
struct Taken {
    fact: FactId,
    topic: TopicId,
    keys: Keys,
    entered: BTreeSet<SubscriptionId>,
    unroutable: bool,
    /// Whether it was looked for a queue when it came, and it was taken later: when followers had it, or there was room.
    earlier: bool,
}

/// What the auditor knows of routing.
#[derive(Clone, Debug)]
pub struct Routes {
    /// Whether each subscription is connected.
    on: Vec<bool>,
    /// The message that was taken last.
    taken: Option<Taken>,
    /// The keys of each message, if anything is filtered.
    keys: BTreeMap<MessageId, Keys>,
    /// Whether any queue filters by keys: otherwise nobody looks at them.
    filters: bool,
}

/// Whether a pattern matches a key, word by word: `*` is one word, `#` any number of them.
fn matches(pattern: &[&str], key: &[&str]) -> bool {
    match (pattern.split_first(), key.split_first()) {
        (None, first) => first.is_none(),
        (Some((&"#", rest)), None) => matches(rest, key),
        (Some((&"#", rest)), Some((_, after))) => matches(rest, key) || matches(pattern, after),
        (Some(_), None) => false,
        (Some((word, rest)), Some((first, after))) => (*word == "*" || word == first) && matches(rest, after),
    }
}

/// Whether a queue takes a key from a topic.
fn takes(s: &Subscription, topic: TopicId, key: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        if text.is_empty() { Vec::new() } else { text.split('.').map(str::to_owned).collect() }
    };
    let key = split(key);
    let key: Vec<&str> = key.iter().map(String::as_str).collect();
    let binding = s.bindings.iter().find(|Binding { topic: of, .. }| *of == topic);
    let Some(binding) = binding else { return s.topic == topic };
    let fits = |pattern: &str| matches(&split(pattern).iter().map(String::as_str).collect::<Vec<_>>(), &key);
    binding.routing_keys.is_empty() || binding.routing_keys.iter().any(|pattern| fits(&pattern.0))
}

/// The keys with which a node publishes to a topic; those of all nodes if it is not known which.
fn keys_of(model: &Model, node: Option<NodeId>, topic: TopicId) -> Keys {
    let handlers = model.handlers.iter().filter(|handler| node.is_none_or(|node| handler.node == node));
    let sites = handlers.flat_map(|handler| &handler.steps).filter_map(|step| match step {
        Step::Publish { topic: to, site, .. } if *to == topic => Some(*site),
        _ => None,
    });
    sites.map(|site| model.topics[topic.index()].terms(site).routing_key.clone()).collect()
}

impl Routes {
    pub fn new(model: &Model) -> Routes {
        let on = model.subscriptions.iter().map(|s| s.on).collect();
        let mut bindings = model.subscriptions.iter().flat_map(|s| &s.bindings);
        let filters = bindings.any(|binding| !binding.routing_keys.is_empty());
        Routes { on, taken: None, keys: BTreeMap::new(), filters }
    }

    /// Judges a fact; `id` is its own.
    pub fn judge(&mut self, model: &Model, trace: &Trace, id: FactId, fact: Fact) -> Result<(), String> {
        match fact.what {
            What::PublishAccepted { topic, .. } => {
                self.close(model)?;
                let keys = match self.filters {
                    true => self.sent_with(model, trace, topic, fact.cause),
                    false => Keys::from([String::new()]),
                };
                let came = trace.get(fact.cause).map(|cause| cause.what);
                let earlier = matches!(came, Some(What::LeaderWrote { .. } | What::PublishBlocked { .. }));
                self.taken =
                    Some(Taken { fact: id, topic, keys, entered: BTreeSet::new(), unroutable: false, earlier });
                Ok(())
            }
            What::LeaderWrote { topic, .. } | What::PublishBlocked { topic, .. } => {
                self.close(model)?;
                let keys = match self.filters {
                    true => self.sent_with(model, trace, topic, fact.cause),
                    false => Keys::from([String::new()]),
                };
                let fits = |s: &Subscription| keys.iter().any(|key| takes(s, topic, key));
                let any = model.subscriptions.iter().zip(&self.on).any(|(s, on)| *on && fits(s));
                // A log keeps what nobody reads yet.
                let topic = &model.topics[topic.index()];
                law(any || topic.log || !topic.mandatory, "a mandatory topic keeps what no queue takes")
            }
            What::MessageAccepted { message, subscription, .. } => {
                let s = &model.subscriptions[subscription.index()];
                let Some(taken) = self.taken.as_mut().filter(|taken| taken.fact == fact.cause) else {
                    // Read again from a log, or redriven to where it came from.
                    self.inherits(trace, message, fact.cause);
                    return Ok(());
                };
                if self.filters {
                    self.keys.insert(message, taken.keys.clone());
                }
                let once = taken.entered.insert(subscription);
                law(once, "a message entered a queue twice by one publication")?;
                law(self.on[subscription.index()], "a message entered a queue that is not connected")?;
                let fits = taken.keys.iter().any(|key| takes(s, taken.topic, key));
                law(fits, "a message entered a queue that does not take it from this topic")
            }
            What::MessageDuplicated { message, .. } => {
                self.inherits(trace, message, fact.cause);
                Ok(())
            }
            What::MessageUnroutable { topic, .. } => {
                let known = self.taken.as_mut().filter(|taken| taken.fact == fact.cause && taken.topic == topic);
                let Some(taken) = known else { return Err("unroutable, and no topic took it".into()) };
                law(!std::mem::replace(&mut taken.unroutable, true), "unroutable twice")
            }
            What::Subscribed { subscription } | What::Unsubscribed { subscription } => {
                self.close(model)?;
                self.on[subscription.index()] = matches!(fact.what, What::Subscribed { .. });
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Whether the message that was taken last is where it belongs.
    pub fn close(&mut self, model: &Model) -> Result<(), String> {
        let Some(taken) = self.taken.take() else { return Ok(()) };
        let topic = &model.topics[taken.topic.index()];
        for (i, s) in model.subscriptions.iter().enumerate().filter(|(i, _)| self.on[*i]) {
            let belongs = !taken.keys.is_empty() && taken.keys.iter().all(|key| takes(s, taken.topic, key));
            let entered = taken.entered.contains(&SubscriptionId::new(i));
            law(!belongs || entered, "a message did not enter a queue that takes it")?;
        }
        let nowhere = taken.entered.is_empty() && !topic.log;
        law(nowhere == taken.unroutable, "a message that no queue takes is not unroutable, or another is")?;
        law(!(nowhere && topic.mandatory && !taken.earlier), "a mandatory topic took what no queue takes")
    }

    /// The keys of what was published, by the chain of causes.
    fn sent_with(&self, model: &Model, trace: &Trace, topic: TopicId, mut cause: FactId) -> Keys {
        while let Some(fact) = trace.get(cause) {
            match fact.what {
                What::PublishSent { node, .. } => return keys_of(model, Some(node), topic),
                // The broker's own.
                What::NoticeSent { .. } => return Keys::from([String::new()]),
                What::MessageRouted { message, .. } if self.keys.contains_key(&message) => {
                    return self.keys[&message].clone();
                }
                _ => cause = fact.cause,
            }
        }
        // The end of a broker cuts the chain: it was sent by some node, or is a dead letter.
        let mut all = keys_of(model, None, topic);
        all.extend(self.keys.values().flatten().cloned());
        all
    }

    /// A message has the keys of another, which is the last that the facts before it speak of.
    fn inherits(&mut self, trace: &Trace, message: MessageId, mut cause: FactId) {
        while let Some(fact) = trace.get(cause).filter(|_| self.filters) {
            // A second delivery, or what a fault holds back, follows from the publication itself.
            if let Some(taken) = self.taken.as_ref().filter(|taken| taken.fact == cause) {
                self.keys.insert(message, taken.keys.clone());
                return;
            }
            if let What::MessageAccepted { message: of, .. }
            | What::MessageRouted { message: of, .. }
            | What::MessageDuplicated { message: of, .. } = fact.what
            {
                if let Some(keys) = self.keys.get(&of).cloned() {
                    self.keys.insert(message, keys);
                }
                return;
            }
            cause = fact.cause;
        }
    }
}
