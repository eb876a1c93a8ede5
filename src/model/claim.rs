//! Claims: statements of a scenario about a run, as comparisons that a test can check.

use crate::base::ids::{CallId, EffectId, NodeId, SubscriptionId};
use crate::base::packed::packed;
use crate::base::text::Text;
use crate::model::measure::{CallMeasure, EffectMeasure, Measure, NodeMeasure, RunMeasure, SubscriptionMeasure, Unit};

/// A sentence for the learner, and the comparison that must hold at the end of a run.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim {
    pub expect: Comparison,
    /// The same in words.
    pub text: Text,
    /// Whether the claim holds only because of the lesson's idea: in the lesson's contrast it is false.
    pub contrasts: bool,
}

/// Two quantities and their relation.
#[derive(Clone, PartialEq, Debug)]
pub struct Comparison {
    /// As written in the file: `lost == 0`.
    pub source: String,
    pub left: Quantity,
    pub relation: Relation,
    pub right: Quantity,
}

/// Relation of two quantities.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
    /// `<`
    Below,
    /// `>`
    Above,
}

/// A count or measurement of a run, defined at any instant of it: see [`crate::model::measure`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Quantity {
    /// A literal number.
    Number(f64),
    /// `name`
    Run(RunMeasure),
    /// `effect:id.name`, or the effect's id alone for [`EffectMeasure::Had`].
    Effect(EffectId, EffectMeasure),
    /// `subscription.name`
    Subscription(SubscriptionId, SubscriptionMeasure),
    /// `node:id.name`
    Node(NodeId, NodeMeasure),
    /// `call:from/to.name`
    Call(CallId, CallMeasure),
}

impl Quantity {
    /// Unit of the quantity; `None` for a literal number.
    pub fn unit(self) -> Option<Unit> {
        match self {
            Quantity::Number(_) => None,
            Quantity::Run(measure) => Some(measure.unit()),
            Quantity::Effect(_, measure) => Some(measure.unit()),
            Quantity::Subscription(_, measure) => Some(measure.unit()),
            Quantity::Node(_, measure) => Some(measure.unit()),
            Quantity::Call(_, measure) => Some(measure.unit()),
        }
    }
}

impl Relation {
    /// All relations with their signs; longer signs come before their prefixes.
    pub(crate) const SIGNS: [(&'static str, Relation); 6] = [
        ("==", Relation::Equal),
        ("!=", Relation::NotEqual),
        ("<=", Relation::AtMost),
        (">=", Relation::AtLeast),
        ("<", Relation::Below),
        (">", Relation::Above),
    ];

    /// Whether the relation holds. If a side is NaN (a percentile of nothing) no relation holds.
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Relation::Equal => left == right,
            Relation::NotEqual => left != right && !left.is_nan() && !right.is_nan(),
            Relation::AtMost => left <= right,
            Relation::AtLeast => left >= right,
            Relation::Below => left < right,
            Relation::Above => left > right,
        }
    }
}

impl Comparison {
    /// Whether it holds for these values of the quantities.
    pub fn holds(&self, value: impl Fn(Quantity) -> f64) -> bool {
        self.relation.holds(value(self.left), value(self.right))
    }
}

packed! {
    struct Claim { expect, text, contrasts }
    struct Comparison { source, left, relation, right }
    enum Relation { Equal, NotEqual, AtMost, AtLeast, Below, Above }
    enum Quantity {
        Number(number), Run(measure), Effect(effect, measure), Subscription(subscription, measure),
        Node(node, measure), Call(call, measure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_relation_is_what_its_sign_says() {
        let truth = |sign: &str| {
            let relation = Relation::SIGNS.iter().find(|s| s.0 == sign).unwrap().1;
            [relation.holds(1.0, 2.0), relation.holds(2.0, 2.0), relation.holds(3.0, 2.0)]
        };
        assert_eq!(truth("=="), [false, true, false]);
        assert_eq!(truth("!="), [true, false, true]);
        assert_eq!(truth("<="), [true, true, false]);
        assert_eq!(truth(">="), [false, true, true]);
        assert_eq!(truth("<"), [true, false, false]);
        assert_eq!(truth(">"), [false, false, true]);
    }

    #[test]
    fn nothing_holds_of_what_was_not_measured() {
        for (sign, relation) in Relation::SIGNS {
            assert!(!relation.holds(f64::NAN, 0.0) && !relation.holds(0.0, f64::NAN), "{sign}");
        }
    }
}
