//! Claims: from `lost == 0` to a comparison of quantities.

use crate::decimal;
use crate::scenario::check;
use crate::scenario::claim::{Claim, Field, Quantity, Relation};
use crate::scenario::limits;
use crate::scenario::model::Model;
use crate::scenario::problem::{At, Problem, Word};
use crate::scenario::problem_kind::ProblemKind;
use crate::scenario::spec::{ClaimSpec, Id};

/// The claim that a spec writes.
pub(super) fn parse(model: &Model, spec: &ClaimSpec) -> Result<Claim, Problem> {
    check::some_text(&spec.text, limits::SENTENCE_CHARS).at("text")?;
    let (left, relation, right) = comparison(model, &spec.expect).at("expect")?;
    Ok(Claim { source: spec.expect.clone(), text: spec.text.clone(), left, relation, right })
}

/// Refuses an effect's id that would mean something else in a claim.
pub(super) fn check_free(id: &Id) -> Result<(), Problem> {
    if Quantity::NAMES.iter().all(|(name, _)| *name != id.as_str()) {
        return Ok(());
    }
    let reserved = Word::list(Quantity::NAMES.iter().map(|(name, _)| *name));
    Err(ProblemKind::ReservedId { id: Word::of(id.as_str()), reserved }.into())
}

fn comparison(model: &Model, source: &str) -> Result<(Quantity, Relation, Quantity), Problem> {
    let malformed = || Problem::from(ProblemKind::ClaimSyntax { claim: Word::of(source) });
    let at = source.find(['=', '!', '<', '>']).ok_or_else(malformed)?;
    let (left, rest) = source.split_at(at);
    let sign = Relation::SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
    let &(sign, relation) = sign.ok_or_else(malformed)?;
    let (left, right) = (left.trim(), rest[sign.len()..].trim());
    if left.is_empty() || right.is_empty() || right.contains(['=', '!', '<', '>']) {
        return Err(malformed());
    }
    let (left, right) = (quantity(model, left)?, quantity(model, right)?);
    if matches!((left, right), (Quantity::Number(_), Quantity::Number(_))) || left == right {
        return Err(ProblemKind::EmptyClaim { claim: Word::of(source) }.into());
    }
    Ok((left, relation, right))
}

fn quantity(model: &Model, word: &str) -> Result<Quantity, Problem> {
    if let Some((_, quantity)) = Quantity::NAMES.iter().find(|(name, _)| *name == word) {
        return Ok(*quantity);
    }
    if let Some(number) = decimal::parse(word) {
        return Ok(Quantity::Number(number));
    }
    if let Some((subscription, field)) = word.split_once('.') {
        let subscription = model.subscription_named(subscription)?;
        let found = Field::NAMES.iter().find(|(name, _)| *name == field);
        let &(_, field) = found.ok_or_else(|| {
            let known = Word::list(Field::NAMES.iter().map(|(name, _)| *name));
            Problem::from(ProblemKind::UnknownClaimField { field: Word::of(field), known })
        })?;
        return Ok(Quantity::Subscription(subscription, field));
    }
    model.effect_named(word).map(Quantity::Effect).map_err(|_| {
        let known = Word::list(Quantity::NAMES.iter().map(|(name, _)| *name));
        ProblemKind::UnknownQuantity { word: Word::of(word), known }.into()
    })
}
