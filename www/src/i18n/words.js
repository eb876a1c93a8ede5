// Reads settings of the core, and says them in words: a retry policy or a caller's patience as one sentence.
import { parseDuration } from '../core/durations.js';

/** @import { Duration, Retry } from '../core/types.js' */
/** @import { Translator } from './index.js' */

/** @typedef {'none' | 'immediate' | 'fixed' | 'linear' | 'exponential' | 'polynomial' | 'list'} BackoffName */
/** @typedef {'none' | 'full' | 'equal' | 'decorrelated' | 'ratio' | 'added'} JitterName */

/** The name of a variant: it stands alone, or is the only key of an object. @param {string | object} variant */
const variantName = (variant) => (typeof variant === 'string' ? variant : Object.keys(variant)[0]);

/** @param {Retry} retry */
export const backoffName = ({ backoff }) => /** @type {BackoffName} */ (variantName(backoff));

/** @param {Retry} retry */
export const jitterName = ({ jitter }) => /** @type {JitterName} */ (variantName(jitter));

/** @param {Retry} retry */
export function fixedOf({ backoff }) {
  if (typeof backoff !== 'object' || !('fixed' in backoff)) return undefined;
  return /** @type {{ delay: Duration }} */ (backoff.fixed);
}

/** @param {Retry} retry */
export function exponentialOf({ backoff }) {
  if (typeof backoff !== 'object' || !('exponential' in backoff)) return undefined;
  return /** @type {{ base: Duration, factor: number, cap: Duration }} */ (backoff.exponential);
}

/** The most attempts, as sentences count them: 0 is without limit. @param {Retry} retry */
export const mostAttempts = ({ maxAttempts }) => (maxAttempts === 'unlimited' ? 0 : maxAttempts);

/** @param {Retry} retry @param {Translator} tr @returns {string} */
export function retryInWords(retry, tr) {
  const attempts = mostAttempts(retry);
  const jitter = jitterName(retry);
  const kind = backoffName(retry);
  const fixed = fixedOf(retry);
  const exponential = exponentialOf(retry);
  if (kind === 'none') return tr.t('retry.none');
  if (kind === 'immediate') return tr.t('retry.immediate', { attempts });
  if (fixed) return tr.t('retry.fixed', { delay: parseDuration(fixed.delay), jitter, attempts });
  if (exponential) {
    const { base, factor } = exponential;
    return tr.t('retry.exponential', { base: parseDuration(base), factor, jitter, attempts });
  }
  return tr.t('retry.other', { backoff: tr.t(`backoff.${kind}`), attempts });
}

/** The lease of each delivery. @param {Duration | Duration[]} lease @param {Translator} tr */
export const leaseInWords = (lease, tr) =>
  [lease]
    .flat()
    .map((span) => tr.duration(parseDuration(span)))
    .join(', ');

/** @param {{ timeout: Duration, retry: Retry }} call @param {Translator} tr */
export function patienceInWords({ timeout, retry }, tr) {
  const attempts = backoffName(retry) === 'none' ? 1 : mostAttempts(retry);
  return tr.t('call.patience', { timeout: parseDuration(timeout), attempts });
}
