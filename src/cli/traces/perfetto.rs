//! A trace for Perfetto: slices of each node, depths of the queues, arrows from cause to effect.
//!
//! Messages and numbers of fields: Perfetto's `protos/perfetto/trace/`, version 51 (`trace_packet.proto`,
//! `track_event/track_event.proto`, `track_descriptor.proto`). Only the fields that are written are declared.

use super::runs::{Run, Runs};
use super::traced::{Traced, word};
use carteiro::base::ids::NodeId;
use carteiro::base::time::Time;
use carteiro::model::Health;
use carteiro::trace::{Outcome, What};
use prost::Message;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// All packets are of one sequence.
const SEQUENCE: u32 = 1;

#[derive(Clone, PartialEq, Message)]
pub struct Trace {
    #[prost(message, repeated, tag = "1")]
    pub packet: Vec<Packet>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Packet {
    /// Nanoseconds.
    #[prost(uint64, optional, tag = "8")]
    pub timestamp: Option<u64>,
    #[prost(uint32, optional, tag = "10")]
    pub trusted_packet_sequence_id: Option<u32>,
    #[prost(message, optional, tag = "11")]
    pub track_event: Option<TrackEvent>,
    #[prost(message, optional, tag = "60")]
    pub track_descriptor: Option<TrackDescriptor>,
}

#[derive(Clone, PartialEq, Message)]
pub struct TrackDescriptor {
    #[prost(uint64, optional, tag = "1")]
    pub uuid: Option<u64>,
    #[prost(string, optional, tag = "2")]
    pub name: Option<String>,
    #[prost(uint64, optional, tag = "5")]
    pub parent_uuid: Option<u64>,
    #[prost(message, optional, tag = "8")]
    pub counter: Option<Counter>,
}

/// The track is one of numbers.
#[derive(Clone, PartialEq, Message)]
pub struct Counter {}

#[derive(Clone, PartialEq, Message)]
pub struct TrackEvent {
    #[prost(message, repeated, tag = "4")]
    pub debug_annotations: Vec<Annotation>,
    #[prost(enumeration = "Kind", optional, tag = "9")]
    pub r#type: Option<i32>,
    #[prost(uint64, optional, tag = "11")]
    pub track_uuid: Option<u64>,
    #[prost(string, optional, tag = "23")]
    pub name: Option<String>,
    #[prost(int64, optional, tag = "30")]
    pub counter_value: Option<i64>,
    #[prost(fixed64, repeated, packed = "false", tag = "47")]
    pub flow_ids: Vec<u64>,
    #[prost(fixed64, repeated, packed = "false", tag = "48")]
    pub terminating_flow_ids: Vec<u64>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Annotation {
    #[prost(uint64, optional, tag = "3")]
    pub uint_value: Option<u64>,
    #[prost(string, optional, tag = "6")]
    pub string_value: Option<String>,
    #[prost(string, optional, tag = "10")]
    pub name: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, prost::Enumeration)]
#[repr(i32)]
pub enum Kind {
    SliceBegin = 1,
    SliceEnd = 2,
    Instant = 3,
    Counter = 4,
}

/// Writes the trace.
pub fn write(traced: &Traced, out: &mut impl Write) -> io::Result<()> {
    out.write_all(&trace(traced).encode_to_vec())
}

/// Reads a trace again.
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
pub fn read(bytes: &[u8]) -> Trace {
    Trace::decode(bytes).unwrap()
}

/// Writes packets, and gives tracks their numbers.
#[derive(Default)]
struct Packets {
    packets: Vec<(Time, Packet)>,
    tracks: u64,
}

impl Packets {
    fn track(&mut self, name: &str, parent: Option<u64>, counter: Option<Counter>) -> u64 {
        self.tracks += 1;
        let uuid = Some(self.tracks);
        let descriptor = TrackDescriptor { uuid, name: Some(name.to_owned()), parent_uuid: parent, counter };
        let packet = Packet {
            trusted_packet_sequence_id: Some(SEQUENCE),
            track_descriptor: Some(descriptor),
            ..Packet::default()
        };
        self.packets.push((Time::ZERO, packet));
        self.tracks
    }

    fn event(&mut self, at: Time, track: u64, kind: Kind, event: TrackEvent) {
        let event = TrackEvent { r#type: Some(kind as i32), track_uuid: Some(track), ..event };
        let packet = Packet {
            timestamp: Some(at.as_micros() * 1_000),
            trusted_packet_sequence_id: Some(SEQUENCE),
            track_event: Some(event),
            track_descriptor: None,
        };
        self.packets.push((at, packet));
    }

    fn named(name: &str) -> TrackEvent {
        TrackEvent { name: Some(name.to_owned()), ..TrackEvent::default() }
    }
}

fn trace(traced: &Traced) -> Trace {
    let (model, lang) = (traced.model, traced.lang);
    let mut packets = Packets::default();
    let nodes: Vec<u64> = model.nodes.iter().map(|node| packets.track(node.name.get(lang), None, None)).collect();
    let runs = Runs::of(traced.facts);
    slices(traced, &runs, &nodes, &mut packets);
    healths(traced, &nodes, &mut packets);
    depths(traced, &nodes, &mut packets);
    // Stable: what happens at one instant stays in its order, and a slice ends before the next one begins.
    packets.packets.sort_by_key(|(at, _)| *at);
    Trace { packet: packets.packets.into_iter().map(|(_, packet)| packet).collect() }
}

/// A slice for each run of a handler. Runs of one node that overlap stand on tracks of their own; an arrow leads from the
/// run that caused it.
fn slices(traced: &Traced, runs: &Runs, nodes: &[u64], packets: &mut Packets) {
    let until = traced.facts.last().map_or(Time::ZERO, |fact| fact.at);
    let mut effects: Vec<Vec<u64>> = vec![Vec::new(); runs.list.len()];
    for (index, run) in runs.list.iter().enumerate() {
        if let Some(cause) = run.cause {
            effects[cause].push(index as u64 + 1);
        }
    }
    let mut tracks: BTreeMap<NodeId, Vec<(u64, Time)>> = BTreeMap::new();
    for (index, run) in runs.list.iter().enumerate() {
        let end = run.end.map_or(until, |(end, _)| end);
        let free = tracks.entry(run.node).or_default();
        let place = free.iter().position(|(_, since)| *since <= run.start).unwrap_or_else(|| {
            let name = format!("{} {}", traced.model.nodes[run.node.index()].id, free.len() + 1);
            free.push((packets.track(&name, Some(nodes[run.node.index()]), None), Time::ZERO));
            free.len() - 1
        });
        free[place].1 = end;
        let track = free[place].0;
        let begin = TrackEvent {
            debug_annotations: about(run),
            flow_ids: std::mem::take(&mut effects[index]),
            terminating_flow_ids: run.cause.map(|_| index as u64 + 1).into_iter().collect(),
            ..Packets::named(&format!("#{}", run.order.0))
        };
        packets.event(run.start, track, Kind::SliceBegin, begin);
        packets.event(end, track, Kind::SliceEnd, TrackEvent::default());
    }
}

fn about(run: &Run) -> Vec<Annotation> {
    let number = |name: &str, value: u32| Annotation {
        name: Some(name.to_owned()),
        uint_value: Some(value.into()),
        string_value: None,
    };
    let mut all = vec![number("order", run.order.0), number("attempt", run.attempt)];
    all.extend(run.message.map(|(message, _)| number("message", message.0)));
    let outcome = match run.end {
        None => "running".to_owned(),
        Some((_, Outcome::Failed(reason))) => format!("failed: {}", word(reason)),
        Some((_, outcome)) => format!("{outcome:?}").to_lowercase(),
    };
    all.push(Annotation { name: Some("outcome".to_owned()), uint_value: None, string_value: Some(outcome) });
    all
}

/// A slice for each time in which a node was not healthy, and an instant for each crash.
fn healths(traced: &Traced, nodes: &[u64], packets: &mut Packets) {
    let mut open: BTreeMap<NodeId, u64> = BTreeMap::new();
    for fact in traced.facts {
        match fact.what {
            What::HealthSet { node, health } => {
                if let Some(track) = open.remove(&node) {
                    packets.event(fact.at, track, Kind::SliceEnd, TrackEvent::default());
                }
                if health != Health::Up {
                    let name = format!("{health:?}");
                    let word = name.split([' ', '{', '(']).next().unwrap_or_default().to_lowercase();
                    let track = packets.track("health", Some(nodes[node.index()]), None);
                    packets.event(fact.at, track, Kind::SliceBegin, Packets::named(&word));
                    open.insert(node, track);
                }
            }
            What::NodeCrashed { node, .. } => {
                packets.event(fact.at, nodes[node.index()], Kind::Instant, Packets::named("crashed"));
            }
            What::LeaderFailed { node, .. } => {
                packets.event(fact.at, nodes[node.index()], Kind::Instant, Packets::named("leader failed"));
            }
            _ => {}
        }
    }
}

/// For each subscription, how many messages wait, and how many dead letters it has.
fn depths(traced: &Traced, nodes: &[u64], packets: &mut Packets) {
    let model = traced.model;
    let tracks: Vec<(u64, u64)> = model
        .subscriptions
        .iter()
        .map(|s| {
            let broker = nodes[model.topics[s.topic.index()].broker.index()];
            let mut track = |what| packets.track(&format!("{}: {what}", s.id), Some(broker), Some(Counter::default()));
            (track("waiting"), track("dead letters"))
        })
        .collect();
    let mut waiting: BTreeMap<u32, usize> = BTreeMap::new();
    let mut counts = vec![(0_i64, 0_i64); tracks.len()];
    for fact in traced.facts {
        let (message, subscription, waits, dead) = match fact.what {
            What::MessageAccepted { message, subscription, .. }
            | What::MessageReady { message, subscription, .. }
            | What::MessageReturned { message, subscription, .. } => (message, subscription, true, 0),
            What::MessageRedriven { message, subscription, .. } => (message, subscription, true, -1),
            What::MessageDeadLettered { message, subscription, .. }
            | What::MessageShelved { message, subscription, .. } => (message, subscription, false, 1),
            What::MessageHandedOut { message, subscription, .. }
            | What::MessageDelayed { message, subscription, .. }
            | What::MessageDropped { message, subscription, .. }
            | What::MessageRouted { message, subscription, .. }
            | What::MessageWithdrawn { message, subscription, .. } => (message, subscription, false, 0),
            _ => continue,
        };
        let place = subscription.index();
        let before = counts[place];
        if waits {
            counts[place].0 += i64::from(waiting.insert(message.0, place).is_none());
        } else if waiting.remove(&message.0).is_some() {
            counts[place].0 -= 1;
        }
        counts[place].1 += dead;
        let value = |counter_value| TrackEvent { counter_value: Some(counter_value), ..TrackEvent::default() };
        if counts[place].0 != before.0 {
            packets.event(fact.at, tracks[place].0, Kind::Counter, value(counts[place].0));
        }
        if counts[place].1 != before.1 {
            packets.event(fact.at, tracks[place].1, Kind::Counter, value(counts[place].1));
        }
    }
}
