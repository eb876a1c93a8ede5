// What came out of two runs, in the core's numbers, and the sentence that says where they part.
import { countOf } from '../why/numbers.js';

/** @import { Column } from '../core/subject.js' */
/** @import { Session } from '../core/session.js' */
/** @import { Translator } from '../i18n/index.js' */

/** The outcomes, the gravest first; what is none of them is done in time. Those of the second list are about messages: a run of calls has none. */
const BUSINESS = /** @type {const} */ ([
  'lost',
  'doneTwice',
  'outOfOrder',
  'deadLettered',
  'refused',
  'answered',
  'late',
  'waiting',
  'compensated',
  'orders',
]);
const MESSAGES = /** @type {const} */ (['attempts', 'p95']);
/** How long customers wait for their answer. */
const PATIENCE = /** @type {const} */ ('answerP95');

/** How many orders stand so with one effect, the gravest first, and the outcome of whole orders that says the same where there is one effect. */
const BOOKS = /** @type {const} */ ([
  ['lost', 'lost'],
  ['twice', 'doneTwice'],
  ['dead', 'deadLettered'],
  ['late', 'late'],
  ['waiting', 'waiting'],
]);
/** Numbers of the books that are said; for the others one looks at the books. */
const SAID = 4;

/** @typedef {typeof BUSINESS[number] | typeof MESSAGES[number] | typeof PATIENCE} Outcome */

/** Whether an outcome is a time. @param {Outcome} outcome */
const isTime = (outcome) => outcome === PATIENCE || outcome === 'p95';

/** Whether an outcome is about orders. @param {Outcome} outcome @returns {outcome is typeof BUSINESS[number]} */
export const isBusiness = (outcome) => BUSINESS.some((name) => name === outcome);

/** @param {Session} session @param {Outcome} outcome */
function outcomeOf({ frame, scenario }, outcome) {
  if (isBusiness(outcome)) return frame.header(outcome);
  // Where nobody has an answer yet there is no time.
  if (outcome === PATIENCE) return frame.header(outcome) || 0;
  const each = scenario.subscriptions.map((_, index) => frame.subscription(index, outcome));
  if (outcome !== 'p95') return each.reduce((sum, count) => sum + count, 0);
  // Where nothing was acknowledged yet there is no time.
  return Math.max(0, ...each.filter((ms) => !Number.isNaN(ms)));
}

/** The outcomes in which two runs differ. @param {Session[]} sessions @returns {Outcome[]} */
export function partingsOf([a, b]) {
  const messages = [a, b].every(({ scenario }) => scenario.subscriptions.length > 0);
  /** @type {Outcome[]} */
  const told = [...BUSINESS, PATIENCE, ...(messages ? MESSAGES : [])];
  return told.filter((outcome) => {
    const [x, y] = [outcomeOf(a, outcome), outcomeOf(b, outcome)];
    if (outcome === 'lost' && a.frame.header('lostAmount') !== b.frame.header('lostAmount')) return true;
    return x !== y && (!isTime(outcome) || (x > 0 && y > 0));
  });
}

/** A number of the books in which two runs differ. @typedef {{ effect: number, column: Column }} Entry */

/**
 * The numbers of the books in which two runs differ, the gravest first, but for what an outcome of whole orders says already: an order
 * has one outcome, while each of its effects may stand in another way.
 * @param {Session[]} sessions @returns {Entry[]}
 */
export function booksPart([a, b]) {
  /** @type {Entry[]} */
  const entries = [];
  const told = new Set();
  for (const [column, outcome] of BOOKS) {
    for (const effect of a.scenario.effects.keys()) {
      const [x, y] = [a, b].map(({ frame }) => frame.effect(effect, column));
      if (x === y) continue;
      told.add(effect);
      if (x !== a.frame.header(outcome) || y !== b.frame.header(outcome)) entries.push({ effect, column });
    }
  }
  // Where it is no longer expected of as many orders, nothing but what is done differs.
  for (const effect of a.scenario.effects.keys()) {
    if (!told.has(effect) && countOf(a, effect, 'done') !== countOf(b, effect, 'done')) {
      entries.push({ effect, column: 'done' });
    }
  }
  return entries;
}

/** @param {Translator} tr @param {Session} session @param {Outcome[]} outcomes @param {Entry[]} entries */
function listed(tr, session, outcomes, entries) {
  const { frame, scenario } = session;
  const [amount, order] = [frame.header('lostAmount'), tr.noun(scenario.order)];
  /** @param {Outcome} outcome */
  const said = (outcome) => tr.t(`compare.${outcome}`, { count: outcomeOf(session, outcome), amount, order });
  const books = entries.map(({ effect, column }) => {
    const part = tr.t(`books.${column}`, { count: countOf(session, effect, column) });
    return tr.t('why.of.part', { name: tr.text(scenario.effects[effect].name), part });
  });
  // What became of the orders comes first.
  const [orders, others] = [outcomes.filter(isBusiness), outcomes.filter((outcome) => !isBusiness(outcome))];
  return tr.list([...orders.map(said), ...books, ...others.map(said)], 'conjunction');
}

/**
 * Where two runs part so far, in whole sentences.
 * @param {Translator} tr @param {{ sessions: Session[], same: boolean }} pair @param {string[]} names of the two
 */
export function difference(tr, { sessions, same }, names) {
  if (same) return tr.t('compare.same');
  const [outcomes, entries] = [partingsOf(sessions), booksPart(sessions)];
  if (outcomes.length + entries.length === 0) return tr.t('compare.sameOutcome');
  const rest = tr.t(entries.length > SAID ? 'compare.restInBooks' : 'compare.restEqual');
  return `${parting(tr, sessions, names, outcomes, entries)} ${rest}`;
}

/** What has to be said aloud of it: where the orders part, not every number that moves. @param {Translator} tr @param {{ sessions: Session[], same: boolean }} pair @param {string[]} names */
export function differenceAloud(tr, { sessions, same }, names) {
  if (same) return tr.t('compare.same');
  const outcomes = partingsOf(sessions).filter(isBusiness);
  const entries = booksPart(sessions);
  if (outcomes.length + entries.length === 0) return tr.t('compare.sameOutcome');
  return parting(tr, sessions, names, outcomes, entries);
}

/** @param {Translator} tr @param {Session[]} sessions @param {string[]} names @param {Outcome[]} outcomes @param {Entry[]} entries */
function parting(tr, sessions, [a, b], outcomes, entries) {
  const [left, right] = sessions.map((session) => listed(tr, session, outcomes, entries.slice(0, SAID)));
  return tr.t('compare.differs', { a, b, left, right });
}
