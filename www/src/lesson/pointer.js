// Marks on the page what a beat points at, and dims the cards whose turn it is not. The marks are attributes that no template has.
import { elementOf, healthName, settingsWith, targetOf } from './point.js';

/** @import { LedUi } from '../store/ui.js' */
/** @import { Locate } from './point.js' */

const TURN = 'data-turn';
const SIGN = 'data-sign';
const DIM = 'data-dim';

/** What the present beat points at. @param {LedUi} ui */
export function pointed({ session, guide }) {
  const { beat, open } = guide;
  if (!beat?.point || !open) return undefined;
  const { deed } = guide;
  // Of several that will do the first is shown.
  const [wanted] = Array.isArray(deed) ? deed : [deed];
  const target = targetOf(session.scenario, beat.point, deed !== undefined);
  if ('control' in target && target.control === 'crash') return { ...target, word: wanted?.crash?.point };
  // A dead letter is nowhere but in the settings: what is pointed at is the button of the deed.
  if ('control' in target && target.control === 'settings' && wanted?.mend) return { ...target, control: 'mend' };
  if (!('control' in target) || target.control !== 'health') return target;
  // Once a node is down, the same beat may wait for it to be brought up.
  const goal = beat.until && 'goal' in beat.until;
  return { ...target, word: healthName(wanted?.setHealth?.health) ?? (goal ? undefined : target.word) };
}

/** @param {ParentNode} root @param {string} name @param {Element | undefined | null} keep */
function clear(root, name, keep) {
  for (const one of root.querySelectorAll(`[${name}]`)) if (one !== keep) one.removeAttribute(name);
}

/**
 * @param {ParentNode} root @param {LedUi} ui @param {Locate | undefined} locate
 * @returns {{ asked: number, found: HTMLElement | null | undefined }} `asked`: the node whose settings are to be opened for it, or -1
 */
export function mark(root, ui, locate) {
  const target = pointed(ui);
  const { tr, session, view, guide } = ui;
  const holder = target ? settingsWith(session.scenario, target) : -1;
  const isOpen = holder < 0 || view.selected === holder;
  const gear = { control: 'settings', of: session.scenario.nodes[holder]?.id ?? '' };
  const found = target && elementOf(root, ui, isOpen ? target : gear, locate);
  const sign = found?.closest('.box, .field') ?? found;
  clear(root, TURN, found);
  clear(root, SIGN, sign);
  // A card that is only looked at is nobody's turn.
  const acts = Boolean(found && guide.count);
  if (sign && acts) sign.setAttribute(SIGN, tr.t('guide.yourTurn'));
  else clear(root, SIGN, undefined);
  if (found) found.setAttribute(TURN, acts ? 'act' : 'look');
  const card = acts && found?.closest('.box');
  for (const box of root.querySelectorAll('.canvas > .box')) box.toggleAttribute(DIM, Boolean(card) && box !== card);
  return { asked: isOpen ? -1 : holder, found };
}
