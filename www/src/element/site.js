// Where the full playground is, beside the script that runs here.
import { siteUrl } from '../core/wasm.js';
import { address } from './contract.js';

/**
 * The address of the full playground, opened with what is shown here; empty when nobody knows one.
 * @param {string | undefined} asked by the page around @param {Record<string, string>} [wishes] its parameters
 * @param {string} [run] a shared run, which takes the place of its scenario and seed
 */
export function fullAddress(asked, wishes = {}, run = '') {
  const base = asked ? address(asked).value : siteUrl;
  if (!base) return '';
  const url = new URL(base, document.baseURI);
  for (const [name, value] of Object.entries(wishes)) url.searchParams.set(name, value);
  if (run) {
    for (const name of ['scenario', 'seed']) url.searchParams.delete(name);
    url.hash = `run=${run}`;
  }
  return url.href;
}
