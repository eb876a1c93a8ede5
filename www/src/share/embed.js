// The code that puts what one sees into a course page.

/** The address of a page that opens a run: without what this page was asked for, which is not the other reader's wish. @param {string} address @param {string} link */
export function linkAddress(address, link) {
  const url = new URL(address);
  for (const name of ['scenario', 'seed', 'lang', 'theme']) url.searchParams.delete(name);
  url.hash = link;
  return url.href;
}

/** @param {string} text */
const quoted = (text) => `"${text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;

/**
 * The element for a built-in scenario; a frame with the whole page for the reader's own, or where the page is one file.
 * @param {{ scenario: string, seed: string, lang: string, full: string, link: string | undefined, inOneFile: boolean }} what
 * @returns {string} empty when there is none, because the run is too long for a link
 */
export function embedCode({ scenario, seed, lang, full, link, inOneFile }) {
  if (!scenario || inOneFile) {
    if (!link) return '';
    return `<iframe src=${quoted(link)} title="Carteiro" width="100%" height="900" style="border: 0"></iframe>`;
  }
  const script = new URL('carteiro-playground.js', full).href;
  return [
    `<script type="module" src=${quoted(script)}></script>`,
    `<carteiro-playground figure scenario=${quoted(scenario)} seed=${quoted(seed)} lang=${quoted(lang)} full=${quoted(full)}></carteiro-playground>`,
  ].join('\n');
}
