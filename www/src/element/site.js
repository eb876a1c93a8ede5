// Where the full playground is, beside the script that runs here.
import { siteUrl } from '../core/wasm.js';
import { address } from './contract.js';

/**
 * The address of the full playground, opened with what is shown here; empty when nobody knows one.
 * @param {string | undefined} asked by the page around @param {Record<string, string>} [wishes]
 */
export function fullAddress(asked, wishes = {}) {
  const base = asked ? address(asked).value : siteUrl;
  if (!base) return '';
  const url = new URL(base, document.baseURI);
  for (const [name, value] of Object.entries(wishes)) url.searchParams.set(name, value);
  return url.href;
}
