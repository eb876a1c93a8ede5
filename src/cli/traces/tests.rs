use super::*;
use crate::cli::lang::Lang;
use carteiro::scenario::{catalogue, load};
use carteiro::sim::World;
use carteiro::trace::Fact;
use carteiro::trace::{FactId, Observer, What};
use opentelemetry_proto::tonic::trace::v1::TracesData;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

struct Kept(Vec<Fact>);

impl Observer for Kept {
    fn record(&mut self, fact: Fact) -> FactId {
        self.0.push(fact);
        FactId(self.0.len() as u32 - 1)
    }
}

/// Runs each built-in scenario, and gives its trace.
fn each(then: impl Fn(&str, &Traced)) {
    for built_in in catalogue() {
        let model = Arc::new(load(built_in.json).unwrap());
        let mut kept = Kept(Vec::new());
        let mut world = World::new(Arc::clone(&model), 7);
        world.run_until(model.until, &mut kept).unwrap();
        then(built_in.id, &Traced { model: &model, seed: 7, facts: &kept.0, lang: Lang::PtBr });
    }
}

fn written(form: TraceForm, traced: &Traced) -> Vec<u8> {
    let mut out = Vec::new();
    form.write(traced, OrderId(1), &mut out).unwrap();
    out
}

#[test]
fn spans_are_read_by_open_telemetry_and_hang_together() {
    each(|name, traced| {
        let data: TracesData = serde_json::from_slice(&written(TraceForm::Otlp, traced)).unwrap();
        let scopes = data.resource_spans.iter().flat_map(|resource| &resource.scope_spans);
        let spans: Vec<_> = scopes.flat_map(|scope| &scope.spans).collect();
        let known: BTreeSet<_> = spans.iter().map(|span| (&span.trace_id, &span.span_id)).collect();
        assert_eq!(known.len(), spans.len(), "{name}: two spans have one identifier");
        for span in &spans {
            assert!(span.trace_id.len() == 16 && span.span_id.len() == 8, "{name}: {span:?}");
            assert!(span.start_time_unix_nano <= span.end_time_unix_nano, "{name}: {span:?}");
            let parent = (&span.trace_id, &span.parent_span_id);
            assert!(span.parent_span_id.is_empty() || known.contains(&parent), "{name}: {span:?}");
            assert!(span.links.iter().all(|link| known.contains(&(&link.trace_id, &link.span_id))), "{name}: {span:?}");
        }
        let of = |kind: SpanKind| spans.iter().filter(|span| span.kind == kind as i32).count();
        let facts = |is: fn(&What) -> bool| traced.facts.iter().filter(|fact| is(&fact.what)).count();
        assert_eq!(of(SpanKind::Producer), facts(|what| matches!(what, What::PublishSent { .. })), "{name}");
        assert_eq!(
            of(SpanKind::Consumer),
            facts(|what| matches!(what, What::RunStarted { message: Some(_), .. })),
            "{name}"
        );
        let linked = spans.iter().filter(|span| !span.links.is_empty()).count();
        assert!(linked > 0 || of(SpanKind::Consumer) == 0, "{name}: no consumer is linked to its producer");
    });
}

#[test]
fn slices_of_a_track_follow_one_another_and_arrows_have_two_ends() {
    each(|name, traced| {
        let trace = perfetto::read(&written(TraceForm::Perfetto, traced));
        let mut open: BTreeMap<u64, u64> = BTreeMap::new();
        let (mut from, mut to) = (BTreeSet::<u64>::new(), BTreeSet::<u64>::new());
        let (mut slices, mut last) = (0, 0);
        let tracks: BTreeSet<u64> = trace.packet.iter().filter_map(|p| p.track_descriptor.as_ref()?.uuid).collect();
        for packet in &trace.packet {
            let Some(event) = &packet.track_event else { continue };
            let (at, track) = (packet.timestamp.unwrap(), event.track_uuid.unwrap());
            assert!(at >= last && tracks.contains(&track), "{name}: {packet:?}");
            last = at;
            match event.r#type() {
                perfetto::Kind::SliceBegin => {
                    assert!(open.insert(track, at).is_none(), "{name}: slices overlap: {packet:?}");
                    slices += 1;
                }
                perfetto::Kind::SliceEnd => assert!(open.remove(&track).is_some(), "{name}: {packet:?}"),
                perfetto::Kind::Counter => assert!(event.counter_value.unwrap() >= 0, "{name}: {packet:?}"),
                perfetto::Kind::Instant => {}
            }
            from.extend(&event.flow_ids);
            to.extend(&event.terminating_flow_ids);
        }
        let is_run = |fact: &&Fact| matches!(fact.what, What::RunStarted { .. } | What::OrderPlaced { .. });
        let runs = traced.facts.iter().filter(is_run).count();
        assert!(slices >= runs, "{name}: {slices} slices of {runs} runs");
        assert_eq!(from, to, "{name}");
        let handled = |fact: &Fact| matches!(fact.what, What::RunStarted { message: Some(_), .. });
        assert!(!to.is_empty() || !traced.facts.iter().any(handled), "{name}: no arrow leads to a handler");
    });
}

#[test]
fn a_sequence_diagram_declares_its_participants() {
    each(|name, traced| {
        let diagram = String::from_utf8(written(TraceForm::Mermaid, traced)).unwrap();
        let mut lines = diagram.lines().map(str::trim_start);
        assert_eq!(lines.next(), Some("sequenceDiagram"));
        let mut known = BTreeSet::new();
        for line in lines {
            assert!(!line.contains(';') || line.contains('#'), "{name}: {line}");
            if let Some(participant) = line.strip_prefix("participant ") {
                known.insert(participant.split(' ').next().unwrap().to_owned());
                continue;
            }
            let head = line.split(": ").next().unwrap();
            let mut nodes =
                head.trim_start_matches("Note over ").split(['-', '>', 'x']).filter(|node| !node.is_empty());
            assert!(nodes.all(|node| known.contains(node)), "{name}: {line}");
        }
        assert!(!known.is_empty(), "{name}");
    });
}
