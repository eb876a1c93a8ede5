// Opens the definition of a term beside the word that was pressed.
/** @import { Ui } from '../store/ui.js' */

/** @param {Ui['dispatch']} dispatch @returns {(term: string, word: Element) => void} */
export const explainer = (dispatch) => (term, word) => {
  dispatch({ type: 'explain', term, word });
};
