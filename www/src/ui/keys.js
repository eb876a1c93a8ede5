// The keys of the page: one table that is obeyed and shown.
/** @import { Key } from '../i18n/index.js' */
/** @import { Actions } from '../store/ui.js' */

/** A key as the browser names it, what it does, and whether it is held with Control (or Command).
 * @typedef {object} Shortcut
 * @property {string[]} keys
 * @property {string} label as it is written in the list
 * @property {Key} text the message that says what it does
 * @property {boolean} [control]
 * @property {(act: Actions) => void} press
 */

/** @type {Shortcut[]} */
export const SHORTCUTS = [
  { keys: [' ', 'k'], label: '␣', text: 'keys.play', press: (act) => act.togglePlay() },
  { keys: ['ArrowLeft'], label: '←', text: 'keys.earlier', press: (act) => act.seekBy(-1000) },
  { keys: ['ArrowRight'], label: '→', text: 'keys.later', press: (act) => act.seekBy(1000) },
  { keys: [','], label: ',', text: 'keys.eventBack', press: (act) => act.step('event', true) },
  { keys: ['.'], label: '.', text: 'keys.event', press: (act) => act.step('event') },
  { keys: ['<'], label: '<', text: 'keys.attemptBack', press: (act) => act.step('attempt', true) },
  { keys: ['>'], label: '>', text: 'keys.attempt', press: (act) => act.step('attempt') },
  { keys: ['M'], label: '⇧ M', text: 'keys.messageBack', press: (act) => act.step('message', true) },
  { keys: ['m'], label: 'M', text: 'keys.message', press: (act) => act.step('message') },
  { keys: ['-'], label: '−', text: 'keys.wider', press: (act) => act.zoom(1) },
  { keys: ['+', '='], label: '+', text: 'keys.closer', press: (act) => act.zoom(-1) },
  { keys: ['{', '['], label: '[', text: 'keys.panEarlier', press: (act) => act.pan(-0.25) },
  { keys: ['}', ']'], label: ']', text: 'keys.panLater', press: (act) => act.pan(0.25) },
  { keys: ['f'], label: 'F', text: 'keys.follow', press: (act) => act.follow() },
  { keys: ['z'], control: true, label: 'Ctrl Z', text: 'keys.undo', press: (act) => act.undo() },
  { keys: ['y', 'Z'], control: true, label: 'Ctrl Y', text: 'keys.redo', press: (act) => act.redo() },
  { keys: ['?'], label: '?', text: 'keys.help', press: (act) => act.show('help') },
];

/** What keeps its keys for itself: text, lists, dialogs. */
const OWN_KEYS = 'input:not([type="radio"], [type="checkbox"]), select, textarea, [contenteditable], dialog';
/** What is pressed with the space bar. */
const PRESSED = 'button, a, label, summary, [type="checkbox"]';
/** What the arrow keys go about in. */
const ROVED = '[type="radio"], [role="radio"], [tabindex="0"]:not([role="slider"])';

/** The shortcut a key press means, if it means one here. @param {KeyboardEvent} event @returns {Shortcut | undefined} */
export function shortcutOf(event) {
  if (event.defaultPrevented || event.altKey) return undefined;
  const target = event.composedPath()[0];
  if (target instanceof Element) {
    if (target.closest(OWN_KEYS)) return undefined;
    if (event.key === ' ' && target.closest(PRESSED)) return undefined;
    if (event.key.startsWith('Arrow') && target.closest(ROVED)) return undefined;
  }
  const control = event.ctrlKey || event.metaKey;
  return SHORTCUTS.find(({ keys, control: needed = false }) => needed === control && keys.includes(event.key));
}
