// The keys of the page: one table that is obeyed and shown.
/** @import { Key } from '../i18n/index.js' */
/** @import { Request } from './requests.js' */

/** A key as the browser names it, what it does, and whether it is held with Control (or Command).
 * @typedef {object} Shortcut
 * @property {string[]} keys
 * @property {string} label as it is written in the list
 * @property {Key} text the message that says what it does
 * @property {boolean} [control]
 * @property {Request} request what it asks for
 */

/** @type {Shortcut[]} */
export const SHORTCUTS = [
  { keys: [' ', 'k'], label: '␣', text: 'keys.play', request: { type: 'togglePlay' } },
  { keys: ['Enter'], label: '⏎', text: 'keys.goOn', request: { type: 'goOn' } },
  { keys: ['Escape'], label: 'Esc', text: 'show.stop', request: { type: 'stopShowing' } },
  { keys: ['ArrowLeft'], label: '←', text: 'keys.earlier', request: { type: 'seekBy', ms: -1000 } },
  { keys: ['ArrowRight'], label: '→', text: 'keys.later', request: { type: 'seekBy', ms: 1000 } },
  {
    keys: [','],
    label: ',',
    text: 'keys.eventBack',
    request: { type: 'step', stride: 'event', back: true },
  },
  { keys: ['.'], label: '.', text: 'keys.event', request: { type: 'step', stride: 'event' } },
  {
    keys: ['<'],
    label: '<',
    text: 'keys.attemptBack',
    request: { type: 'step', stride: 'attempt', back: true },
  },
  { keys: ['>'], label: '>', text: 'keys.attempt', request: { type: 'step', stride: 'attempt' } },
  {
    keys: ['M'],
    label: '⇧ M',
    text: 'keys.messageBack',
    request: { type: 'step', stride: 'message', back: true },
  },
  { keys: ['m'], label: 'M', text: 'keys.message', request: { type: 'step', stride: 'message' } },
  { keys: ['-'], label: '−', text: 'keys.wider', request: { type: 'zoom', by: 1 } },
  { keys: ['+', '='], label: '+', text: 'keys.closer', request: { type: 'zoom', by: -1 } },
  { keys: ['{', '['], label: '[', text: 'keys.panEarlier', request: { type: 'pan', share: -0.25 } },
  { keys: ['}', ']'], label: ']', text: 'keys.panLater', request: { type: 'pan', share: 0.25 } },
  { keys: ['f'], label: 'F', text: 'keys.follow', request: { type: 'follow' } },
  { keys: ['z'], control: true, label: 'Ctrl Z', text: 'keys.undo', request: { type: 'undo' } },
  { keys: ['y', 'Z'], control: true, label: 'Ctrl Y', text: 'keys.redo', request: { type: 'redo' } },
  { keys: ['?'], label: '?', text: 'keys.help', request: { type: 'show', sheet: 'help' } },
];

/** What keeps its keys for itself: text, lists, dialogs. */
const OWN_KEYS = 'input:not([type="radio"], [type="checkbox"]), select, textarea, [contenteditable], dialog';
/** What is pressed with the space bar. */
const PRESSED = 'button, a, label, summary, [type="checkbox"]';
/** What is pressed with Enter. */
const ENTERED = 'button, a, summary';
/** What the arrow keys go about in. */
const ROVED = '[type="radio"], [role="radio"], [tabindex="0"]:not([role="slider"])';

/** The shortcut a key press means, if it means one here. @param {KeyboardEvent} event @returns {Shortcut | undefined} */
export function shortcutOf(event) {
  if (event.defaultPrevented || event.altKey) return undefined;
  const target = event.composedPath()[0];
  if (target instanceof Element) {
    if (target.closest(OWN_KEYS)) return undefined;
    if (event.key === ' ' && target.closest(PRESSED)) return undefined;
    if (event.key === 'Enter' && target.closest(ENTERED)) return undefined;
    if (event.key.startsWith('Arrow') && target.closest(ROVED)) return undefined;
  }
  const control = event.ctrlKey || event.metaKey;
  return SHORTCUTS.find(({ keys, control: needed = false }) => needed === control && keys.includes(event.key));
}
