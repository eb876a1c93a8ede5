// Styles that come later than the page: those of what is loaded when it is asked for.
/** @import { CSSResult } from 'lit' */

/** Puts styles into a place where they are not yet. @param {Node & Partial<DocumentOrShadowRoot>} root @param {CSSResult} styles */
export function adopt(root, { styleSheet: sheet }) {
  if (!root.adoptedStyleSheets || !sheet || root.adoptedStyleSheets.includes(sheet)) return;
  root.adoptedStyleSheets.push(sheet);
}
