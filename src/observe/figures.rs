//! All measures of one run, or of several runs together, as rows of numbers.

use crate::base::ids::{CallId, EffectId, NodeId, SubscriptionId};
use crate::base::time::Span;
use crate::model::Model;
use crate::model::claim::Quantity;
use crate::model::measure::{
    CallMeasure, EffectMeasure, Measure, Merge, NodeMeasure, RunMeasure, SubscriptionMeasure as OfSubscription,
};
use crate::observe::histogram::Histogram;
use crate::observe::reading::{Reading, pooled_run, pooled_subscription};

/// All measures of one run, or of several runs together.
#[derive(Clone, PartialEq, Debug)]
pub struct Figures {
    // A measure that is pooled is 0 in its row, and taken from the histograms when it is asked for.
    run: Vec<f64>,
    effects: Vec<Vec<f64>>,
    subscriptions: Vec<Vec<f64>>,
    nodes: Vec<Vec<f64>>,
    calls: Vec<Vec<f64>>,
    answers: Histogram,
    sojourns: Vec<Sojourns>,
}

/// What the times of a subscription are measured over.
#[derive(Clone, PartialEq, Default, Debug)]
struct Sojourns {
    /// From publishing to acknowledging, of the handled messages.
    each: Histogram,
    /// From the first message that entered to the last acknowledgement, summed over the runs.
    active: Span,
}

fn row<M: Measure>(read: impl Fn(M) -> f64) -> Vec<f64> {
    M::ALL.iter().map(|m| if m.merge() == Merge::Pooled { 0.0 } else { read(*m) }).collect()
}

fn zeros<M: Measure>(subjects: usize) -> Vec<Vec<f64>> {
    vec![row::<M>(|_| 0.0); subjects]
}

fn merge_rows<'a, M: Measure>(
    mine: impl IntoIterator<Item = &'a mut Vec<f64>>,
    theirs: impl IntoIterator<Item = &'a Vec<f64>>,
) {
    for (mine, theirs) in mine.into_iter().zip(theirs) {
        for measure in M::ALL {
            let (a, b) = (&mut mine[measure.index()], theirs[measure.index()]);
            match measure.merge() {
                Merge::Sum => *a += b,
                Merge::Max => *a = a.max(b),
                Merge::Pooled => {}
            }
        }
    }
}

impl Figures {
    /// Those of no run.
    pub fn none(model: &Model) -> Figures {
        let subscriptions = model.subscriptions.len();
        Figures {
            run: row::<RunMeasure>(|_| 0.0),
            effects: zeros::<EffectMeasure>(model.effects.len()),
            subscriptions: zeros::<OfSubscription>(subscriptions),
            nodes: zeros::<NodeMeasure>(model.nodes.len()),
            calls: zeros::<CallMeasure>(model.calls.len()),
            answers: Histogram::default(),
            sojourns: vec![Sojourns::default(); subscriptions],
        }
    }

    /// Those of a run as it stands.
    pub fn of(reading: &Reading<'_>) -> Figures {
        let (model, tally) = (reading.world().model(), reading.tally());
        let sojourns = |i| {
            let flow = tally.flow(SubscriptionId::new(i));
            Sojourns { each: flow.sojourns.clone(), active: flow.active() }
        };
        let subscription = |i| row(|m| reading.subscription(SubscriptionId::new(i), m));
        Figures {
            run: row(|m| reading.run(m)),
            effects: (0..model.effects.len()).map(|i| row(|m| reading.effect(EffectId::new(i), m))).collect(),
            subscriptions: (0..model.subscriptions.len()).map(subscription).collect(),
            nodes: (0..model.nodes.len()).map(|i| row(|m| reading.node(NodeId::new(i), m))).collect(),
            calls: (0..model.calls.len()).map(|i| row(|m| reading.call(CallId::new(i), m))).collect(),
            answers: tally.answers.clone(),
            sojourns: (0..model.subscriptions.len()).map(sojourns).collect(),
        }
    }

    /// Adds those of other runs of the same scenario.
    pub fn merge(&mut self, other: &Figures) {
        merge_rows::<RunMeasure>([&mut self.run], [&other.run]);
        merge_rows::<EffectMeasure>(&mut self.effects, &other.effects);
        merge_rows::<OfSubscription>(&mut self.subscriptions, &other.subscriptions);
        merge_rows::<NodeMeasure>(&mut self.nodes, &other.nodes);
        merge_rows::<CallMeasure>(&mut self.calls, &other.calls);
        self.answers.merge(&other.answers);
        for (mine, theirs) in self.sojourns.iter_mut().zip(&other.sojourns) {
            mine.each.merge(&theirs.each);
            mine.active = Span::from_micros(mine.active.as_micros() + theirs.active.as_micros());
        }
    }

    /// A measure of the run; not a number when nothing was measured.
    pub fn run(&self, measure: RunMeasure) -> f64 {
        match measure.merge() {
            Merge::Pooled => pooled_run(measure, &self.answers),
            _ => self.run[measure.index()],
        }
    }

    /// Any of them; not a number when nothing was measured.
    pub fn value(&self, quantity: Quantity) -> f64 {
        match quantity {
            Quantity::Number(number) => number,
            Quantity::Run(measure) => self.run(measure),
            Quantity::Effect(effect, measure) => self.effect(effect, measure),
            Quantity::Subscription(subscription, measure) => self.subscription(subscription, measure),
            Quantity::Node(node, measure) => self.node(node, measure),
            Quantity::Call(call, measure) => self.call(call, measure),
        }
    }

    /// A measure of an effect.
    pub fn effect(&self, effect: EffectId, measure: EffectMeasure) -> f64 {
        self.effects[effect.index()][measure.index()]
    }

    /// A measure of a subscription; not a number when nothing was measured.
    pub fn subscription(&self, subscription: SubscriptionId, measure: OfSubscription) -> f64 {
        let i = subscription.index();
        match measure.merge() {
            Merge::Pooled => {
                let (Sojourns { each, active }, acked) =
                    (&self.sojourns[i], self.subscriptions[i][OfSubscription::Acked.index()]);
                pooled_subscription(measure, each, acked, *active)
            }
            _ => self.subscriptions[i][measure.index()],
        }
    }

    /// A measure of a node.
    pub fn node(&self, node: NodeId, measure: NodeMeasure) -> f64 {
        self.nodes[node.index()][measure.index()]
    }

    /// A measure of an edge of calls.
    pub fn call(&self, call: CallId, measure: CallMeasure) -> f64 {
        self.calls[call.index()][measure.index()]
    }
}
