// Keeps a playground to its one part: a package holds no other lesson, no builder and no lab.

/** @import { CarteiroPlayground } from '../../../types/index.js' */

/** What leads elsewhere. */
const ELSEWHERE = new Set(['open', 'openFile', 'edit', 'lab', 'share', 'showLessons']);

/** The ways there, in the element's own tree. */
const WAYS = '.picking, .lab, .build, .file, .share-button, .onward { display: none !important; }';

/** @param {CarteiroPlayground} playground @param {() => void} refused told when the learner wanted to go there */
export function confine(playground, refused) {
  playground.addEventListener('carteiro-request', (event) => {
    if (!ELSEWHERE.has(/** @type {CustomEvent<{ type: string }>} */ (event).detail.type)) return;
    event.preventDefault();
    refused();
  });
  const root = playground.shadowRoot;
  if (!root) return;
  const style = new CSSStyleSheet();
  style.replaceSync(WAYS);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, style];
}
