// What the page's Content-Security-Policy refuses: a browser tells it by an event alone. Comes before the code that may be refused.

/** What is said of files that do not come, by language; it is here with the code. @type {Record<string, Record<string, string>>} */
export const AT_WORST = import.meta.glob('../i18n/*.json', { query: '?worst', import: 'default', eager: true });

/** What was refused last. */
export const refused = { address: '', directive: '' };

/** Lit makes a policy for Trusted Types as soon as it is loaded, and where the page allows none it ends there: the element is never defined. */
const NEEDED = 'trusted-types lit-html';

/** @param {Element} element that will not be drawn */
function sayRefused(element) {
  const lang = element.closest('[lang]')?.getAttribute('lang')?.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en';
  element.textContent = AT_WORST[`../i18n/${lang}.json`]['worst.policy'].replace('{word}', NEEDED);
}

globalThis.document?.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
  Object.assign(refused, { address: blockedURI, directive: effectiveDirective });
  if (effectiveDirective !== 'trusted-types') return;
  for (const element of document.querySelectorAll('carteiro-playground:not(:defined)')) sayRefused(element);
});
