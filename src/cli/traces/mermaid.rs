//! The sequence diagram of one order, in Mermaid's language.

use super::traced::{Traced, word};
use crate::cli::lang::pick;
use carteiro::base::ids::{CallId, MessageId, NodeId, OrderId, SubscriptionId};
use carteiro::trace::{Fact, Outcome, Reason, What};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Writes the diagram of an order.
pub fn write(traced: &Traced, order: OrderId, out: &mut impl Write) -> io::Result<()> {
    let mut diagram = Diagram { traced, held: BTreeMap::new(), seen: BTreeSet::new(), lines: Vec::new() };
    for fact in traced.facts.iter().filter(|fact| of(fact) == Some(order)) {
        diagram.add(fact);
    }
    writeln!(out, "sequenceDiagram")?;
    for node in &diagram.seen {
        let name = escaped(traced.model.nodes[usize::from(*node)].name.get(traced.lang));
        writeln!(out, "    participant n{node} as {name}")?;
    }
    diagram.lines.iter().try_for_each(|line| writeln!(out, "    {line}"))
}

/// Whether a trace has the order.
pub fn has(facts: &[Fact], order: OrderId) -> bool {
    facts.iter().any(|fact| matches!(fact.what, What::OrderPlaced { order: placed, .. } if placed == order))
}

/// The order that a fact is of.
fn of(fact: &Fact) -> Option<OrderId> {
    let mut order = None;
    fact.what.fields(&mut |name, value| {
        if name == "order" {
            order = value.number().map(OrderId);
        }
    });
    order
}

/// A text that Mermaid takes as it is: a semicolon ends a statement there, and a number sign begins an entity.
fn escaped(text: &str) -> String {
    let whole: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    whole.replace('#', "#35;").replace(';', "#59;").replace("#35#59;", "#35;")
}

struct Diagram<'a> {
    traced: &'a Traced<'a>,
    /// Who has each message.
    held: BTreeMap<MessageId, NodeId>,
    /// Indices of the nodes that take part.
    seen: BTreeSet<u16>,
    lines: Vec<String>,
}

impl Diagram<'_> {
    fn words(&self, en: &'static str, pt: &'static str) -> &'static str {
        pick(self.traced.lang, en, pt)
    }

    fn arrow(&mut self, from: NodeId, arrow: &str, to: NodeId, text: &str) {
        self.seen.extend([from.0, to.0]);
        self.lines.push(format!("n{}{arrow}n{}: {}", from.0, to.0, escaped(text)));
    }

    fn note(&mut self, node: NodeId, text: &str) {
        self.seen.insert(node.0);
        self.lines.push(format!("Note over n{}: {}", node.0, escaped(text)));
    }

    fn broker(&self, subscription: SubscriptionId) -> NodeId {
        let model = self.traced.model;
        model.topics[model.subscriptions[subscription.index()].topic.index()].broker
    }

    fn holder(&self, message: MessageId, subscription: SubscriptionId) -> NodeId {
        self.held.get(&message).copied().unwrap_or_else(|| self.broker(subscription))
    }

    fn queue(&self, subscription: SubscriptionId) -> &str {
        self.traced.model.subscriptions[subscription.index()].name.get(self.traced.lang)
    }

    fn ends(&self, call: CallId) -> (NodeId, NodeId) {
        let call = &self.traced.model.calls[call.index()];
        (call.from, call.to)
    }

    fn add(&mut self, fact: &Fact) {
        let model = self.traced.model;
        let at = format!("{} ms", fact.at.as_millis());
        match fact.what {
            What::OrderPlaced { order, client, .. } => {
                let text = format!("{} {} · {at}", self.words("order", "pedido"), order.0);
                self.note(client, &text);
            }
            What::PublishSent { node, topic, .. } => {
                let topic = &model.topics[topic.index()];
                self.arrow(node, "->>", topic.broker, topic.name.get(self.traced.lang));
            }
            What::PublishRefused { topic, reason, .. } | What::PublishLost { topic, reason, .. } => {
                let text = self.because("refused", "recusada", reason);
                self.note(model.topics[topic.index()].broker, &text);
            }
            What::MessageUnroutable { topic, .. } => {
                let text = self.words("unroutable", "sem rota");
                self.note(model.topics[topic.index()].broker, text);
            }
            What::MessageHandedOut { message, subscription, node, redelivered, .. } => {
                self.held.insert(message, node);
                let again = if redelivered { self.words(" (again)", " (de novo)") } else { "" };
                let text = format!("{}{again} · {at}", self.queue(subscription));
                self.arrow(self.broker(subscription), "->>", node, &text);
            }
            What::MessageAcked { message, subscription, .. }
            | What::MessageSuppressed { message, subscription, .. } => {
                self.arrow(self.holder(message, subscription), "-->>", self.broker(subscription), "ack");
                self.held.remove(&message);
            }
            What::MessageReturned { message, subscription, reason, .. } => {
                let text = self.because("back", "volta", reason);
                self.arrow(self.holder(message, subscription), "--x", self.broker(subscription), &text);
                self.held.remove(&message);
            }
            What::RetryScheduled { subscription, attempt, delay, .. } => {
                let words = self.words("again after", "de novo após");
                self.note(self.broker(subscription), &format!("{words} {delay} (×{attempt})"));
            }
            What::MessageDeadLettered { subscription, reason, .. }
            | What::MessageShelved { subscription, reason, .. } => {
                let text = self.because("dead letter", "carta morta", reason);
                self.note(self.broker(subscription), &text);
            }
            What::MessageDropped { subscription, reason, .. } => {
                let text = self.because("dropped", "descartada", reason);
                self.note(self.broker(subscription), &text);
            }
            What::RunEnded { node, outcome: Outcome::Failed(reason), .. } => {
                let text = self.because("failed", "falhou", reason);
                self.note(node, &text);
            }
            What::EffectWritten { effect, node, times, .. } => {
                let name = model.effects[effect.index()].name.get(self.traced.lang);
                self.note(node, &if times > 1 { format!("{name} ×{times}") } else { name.to_owned() });
            }
            What::CallSent { call, attempt, .. } => {
                let (from, to) = self.ends(call);
                let text = format!("{} ×{attempt} · {at}", self.words("call", "chamada"));
                self.arrow(from, "->>", to, &text);
            }
            What::CallAnswered { call, .. } => {
                let (from, to) = self.ends(call);
                let text = self.words("answer", "resposta");
                self.arrow(to, "-->>", from, text);
            }
            What::CallAttemptFailed { call, reason, .. } => {
                let (from, to) = self.ends(call);
                let text = self.because("failed", "falhou", reason);
                self.arrow(to, "--x", from, &text);
            }
            _ => {}
        }
    }

    /// What happened, and the reason as the facts name it.
    fn because(&self, en: &'static str, pt: &'static str, reason: Reason) -> String {
        format!("{}: {}", self.words(en, pt), word(reason))
    }
}
