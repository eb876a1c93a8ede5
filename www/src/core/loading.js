// What has to come over the network, and why it did not: what the reader is told and can do depends on it.
import { refused } from './refusal.js';

/** What was to come: the simulation, a built-in lesson, a file that the page around names, a part of the page's code, its words.
 * @typedef {'core' | 'lesson' | 'source' | 'part' | 'words'} What */

/** Why it did not: there is no network; the server has no such file; the page's Content-Security-Policy forbids it; it came and is
 * not accepted; or nobody knows, as when a connection breaks or another server does not share.
 * @typedef {'offline' | 'missing' | 'policy' | 'invalid' | 'lost'} Why */

/** Something did not come, or cannot be used; `detail` is told to the page around. */
export class LoadError extends Error {
  /**
   * @param {What} what @param {Why} why
   * @param {{ word?: string, address?: string, cause?: unknown }} [more] `word`: what the policy would have to allow
   */
  constructor(what, why, { word = '', address = '', cause } = {}) {
    super(`${what}: ${why}${cause ? `: ${cause}` : ''}`, { cause });
    this.name = 'LoadError';
    this.detail = { kind: /** @type {const} */ ('load'), what, why, word, address };
  }
}

/** The words by which browsers say that a policy keeps WebAssembly from running. */
const NAMES_POLICY = /content.security.policy|\bCSP\b|unsafe-eval/i;

/** Why the simulation's code cannot be used. @param {unknown} cause @param {string} address */
export function compileError(cause, address) {
  if (NAMES_POLICY.test(String(cause)))
    return new LoadError('core', 'policy', { word: "script-src 'wasm-unsafe-eval'", cause });
  return cause instanceof WebAssembly.CompileError
    ? new LoadError('core', 'invalid', { cause })
    : lossOf('core', cause, address);
}

/** Why something did not come that was asked for in vain. @param {What} what @param {unknown} cause @param {string} [address] */
export async function lossOf(what, cause, address = '') {
  if (cause instanceof LoadError) return cause;
  // The event comes after the refusal.
  await new Promise((resolve) => setTimeout(resolve));
  if (refused.address && address.startsWith(refused.address))
    return new LoadError(what, 'policy', { word: `${refused.directive} ${new URL(address).origin}`, address, cause });
  return new LoadError(what, globalThis.navigator?.onLine === false ? 'offline' : 'lost', { address, cause });
}

/** What is at an address; rejects with a LoadError. @param {What} what @param {string} address @returns {Promise<Response>} */
export async function fetched(what, address) {
  /** @type {Response} */
  let answer;
  try {
    answer = await fetch(address);
  } catch (cause) {
    throw await lossOf(what, cause, address);
  }
  if (!answer.ok) throw new LoadError(what, 'missing', { address, cause: answer.status });
  return answer;
}

/** The text at an address; rejects with a LoadError. @param {What} what @param {string} address @returns {Promise<string>} */
export async function textAt(what, address) {
  const answer = await fetched(what, address);
  return answer.text().catch(async (cause) => {
    throw await lossOf(what, cause, address);
  });
}

/** The same promise; rejects with a LoadError. @template T @param {What} what @param {Promise<T>} coming @returns {Promise<T>} */
export async function arriving(what, coming) {
  try {
    return await coming;
  } catch (cause) {
    throw await lossOf(what, cause);
  }
}
