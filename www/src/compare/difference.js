// What came out of two runs, in the core's numbers, and the sentence that says where they part.
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
]);
const MESSAGES = /** @type {const} */ (['attempts', 'p95']);
/** How long customers wait for their answer. */
const PATIENCE = /** @type {const} */ ('answerP95');

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
    return x !== y && (!isTime(outcome) || (x > 0 && y > 0));
  });
}

/** @param {Translator} tr @param {Session} session @param {Outcome[]} outcomes */
function listed(tr, session, outcomes) {
  const [amount, order] = [session.frame.header('lostAmount'), tr.noun(session.scenario.order)];
  const items = outcomes.map((outcome) =>
    tr.t(`compare.${outcome}`, { count: outcomeOf(session, outcome), amount, order }),
  );
  return tr.list(items, 'conjunction');
}

/**
 * Where two runs part so far, as a whole sentence.
 * @param {Translator} tr @param {{ sessions: Session[], same: boolean }} pair @param {string[]} names of the two
 * @param {Outcome[]} [outcomes] those to speak of
 */
export function difference(tr, { sessions, same }, [a, b], outcomes = partingsOf(sessions)) {
  if (same) return tr.t('compare.same');
  if (outcomes.length === 0) return tr.t('compare.sameOutcome');
  const [left, right] = sessions.map((session) => listed(tr, session, outcomes));
  return tr.t('compare.differs', { a, b, left, right });
}
