//! Parses comparisons such as `lost == 0` into quantities of the run.

use crate::base::decimal;
use crate::base::ids::CallId;
use crate::model::Model;
use crate::model::bounds;
use crate::model::claim::{Claim, Comparison, Quantity, Relation};
use crate::model::lesson::Condition;
use crate::model::limits;
use crate::model::measure::{EffectMeasure, Measure, RunMeasure};
use crate::model::problem::ModelProblem;
use crate::problem::{At, Problem, Word};
use crate::scenario::id::Id;
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::spec::ClaimSpec;

/// Parses a claim.
pub(super) fn parse(model: &Model, spec: &ClaimSpec) -> Result<Claim, Problem> {
    bounds::some_text(&spec.text, limits::SENTENCE_CHARS).at("text")?;
    let expect = comparison(model, &spec.expect).at("expect")?;
    Ok(Claim { expect, text: spec.text.clone(), contrasts: spec.contrasts })
}

/// Refuses an effect's id that would mean something else in a claim.
pub(super) fn check_free(id: &Id) -> Result<(), Problem> {
    if RunMeasure::named(id.as_str()).is_none() {
        return Ok(());
    }
    Err(ModelProblem::ReservedId { id: Word::of(id.as_str()), reserved: names::<RunMeasure>() }.into())
}

/// Parses a comparison, such as `lost == 0`.
///
/// # Errors
/// It is none, compares nothing that can change, or names a quantity that the model does not have.
pub fn comparison(model: &Model, source: &str) -> Result<Comparison, Problem> {
    condition(model, source, false).map(|condition| condition.is)
}

/// Parses a comparison, whose sides may be growths if it is one of a step: `new:stock.acked >= 3`.
pub(super) fn condition(model: &Model, source: &str, of_step: bool) -> Result<Condition, Problem> {
    let malformed = || Problem::from(ScenarioProblem::ClaimSyntax { claim: Word::of(source) });
    let at = source.find(['=', '!', '<', '>']);
    let (left, rest) = at.and_then(|at| source.split_at_checked(at)).ok_or_else(malformed)?;
    let after = |&(sign, relation): &(&str, Relation)| Some((rest.strip_prefix(sign)?, relation));
    let (right, relation) = Relation::SIGNS.iter().find_map(after).ok_or_else(malformed)?;
    let mut sides = [left.trim(), right.trim()];
    let mut new = [false; 2];
    for (side, new) in sides.iter_mut().zip(&mut new) {
        if side.is_empty() {
            return Err(malformed());
        }
        if of_step && let Some(grown) = side.strip_prefix("new:") {
            (*side, *new) = (grown, true);
        }
    }
    if right.contains(['=', '!', '<', '>']) {
        return Err(malformed());
    }
    let (left, right) = (quantity(model, sides[0])?, quantity(model, sides[1])?);
    if matches!((left, right), (Quantity::Number(_), Quantity::Number(_))) || (left == right && new[0] == new[1]) {
        return Err(ScenarioProblem::EmptyClaim { claim: Word::of(source) }.into());
    }
    Ok(Condition { is: Comparison { source: source.to_owned(), left, relation, right }, new })
}

/// Looks up a quantity by its name in claims: `lost`, `stock.dead`, `node:stock.busy`, `call:shop/stock.failed`,
/// `effect:charge.once`.
///
/// # Errors
/// No quantity has that name.
pub fn quantity(model: &Model, word: &str) -> Result<Quantity, Problem> {
    if let Some(measure) = RunMeasure::named(word) {
        return Ok(Quantity::Run(measure));
    }
    if let Some(number) = decimal::parse(word) {
        return Ok(Quantity::Number(number));
    }
    if let Some((owner, name)) = word.split_once('.') {
        return if let Some(node) = owner.strip_prefix("node:") {
            Ok(Quantity::Node(model.node_named(node)?, named(name)?))
        } else if let Some(edge) = owner.strip_prefix("call:") {
            Ok(Quantity::Call(edge_named(model, edge)?, named(name)?))
        } else if let Some(effect) = owner.strip_prefix("effect:") {
            Ok(Quantity::Effect(model.effect_named(effect)?, named(name)?))
        } else {
            Ok(Quantity::Subscription(model.subscription_named(owner)?, named(name)?))
        };
    }
    let effect = model.effect_named(word).map_err(|_| {
        let unknown = ScenarioProblem::UnknownQuantity { word: Word::of(word), known: names::<RunMeasure>() };
        Problem::from(unknown)
    })?;
    Ok(Quantity::Effect(effect, EffectMeasure::Had))
}

/// Looks up a measure by its name.
fn named<M: Measure>(name: &str) -> Result<M, Problem> {
    let unknown = || ScenarioProblem::UnknownClaimField { field: Word::of(name), known: names::<M>() }.into();
    M::named(name).ok_or_else(unknown)
}

/// The names of all measures of a subject.
fn names<M: Measure>() -> Word {
    Word::all(M::ALL.iter().map(|measure| measure.name()))
}

/// Looks up the call edge written `from/to`.
pub(super) fn edge_named(model: &Model, edge: &str) -> Result<CallId, Problem> {
    let (from, to) = edge.split_once('/').unwrap_or((edge, ""));
    let (caller, called) = (model.node_named(from)?, model.node_named(to)?);
    let unknown = || ModelProblem::UnknownCall { from: Word::of(from), to: Word::of(to) }.into();
    model.call_between(caller, called).ok_or_else(unknown)
}
