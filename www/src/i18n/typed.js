// Reads numbers that people type; what stands in the field before is written by `Numbers.typed`.
/** @import { Lang } from '../core/types.js' */

/** Thousands in groups, as a language writes them. @type {Record<Lang, RegExp>} */
const GROUPED = { en: /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/, 'pt-BR': /^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/ };

/** A number with a comma or a point, in groups or not. @param {string} text @param {Lang} lang @returns {number} 0 where nothing is typed, NaN when it is none */
export function readNumber(text, lang) {
  const typed = text.trim();
  const whole = GROUPED[lang].test(typed) ? typed.replaceAll(lang === 'en' ? ',' : '.', '') : typed;
  return /^\d*[.,]?\d*$/.test(whole) ? Number(whole.replace(',', '.')) : Number.NaN;
}
