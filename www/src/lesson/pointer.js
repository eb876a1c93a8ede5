// Marks on the page what a beat points at, and dims the cards whose turn it is not. The marks are attributes that no template has.
import { buttonFor, elementsOf, settingsWith, targetOf } from './point.js';

/** @import { LedUi } from '../store/ui.js' */
/** @import { Locate, Target } from './point.js' */

const TURN = 'data-turn';
const SIGN = 'data-sign';
const DIM = 'data-dim';

/** What the present beat points at: the control of the deed that is asked for, where it has one. @param {LedUi} ui @returns {Target | undefined} */
export function pointed({ session, guide }) {
  const { beat, open, over, last } = guide;
  // Once time is up nothing can be done any more.
  if (!beat?.point || !open || (over && !last)) return undefined;
  const { deed } = guide;
  const { scenario } = session;
  const target = targetOf(scenario, beat.point, deed !== undefined);
  // Of several that will do the first is shown.
  const [wanted] = Array.isArray(deed) ? deed : [deed];
  if (!wanted) {
    // The deed is done: what comes of it is to be seen on the stage.
    const node = beat.phase === 'act' && beat.until ? scenario.nodes[settingsWith(scenario, target)] : undefined;
    if (node) return { control: 'card', of: node.id };
    return beat.phase === 'act' && 'control' in target ? { ...target, word: undefined } : target;
  }
  const of = 'of' in target ? target.of : 'owner' in target ? target.owner : '';
  const button = buttonFor(session, wanted, of);
  // A beat that points at a health in the settings shows more than a click on the card does.
  if (button && 'control' in button && button.control === 'health' && 'field' in target)
    return { ...target, word: button.word };
  return button ?? target;
}

/** @param {ParentNode} root @param {string} name @param {(Element | undefined | null)[]} keep */
function clear(root, name, keep) {
  for (const one of root.querySelectorAll(`[${name}]`)) if (!keep.includes(one)) one.removeAttribute(name);
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
  const all = target ? elementsOf(root, ui, isOpen ? target : gear, locate) : [];
  const [found] = all;
  const sign = found?.closest('.box, .field') ?? found;
  clear(root, TURN, all);
  clear(root, SIGN, [sign]);
  // A card that is only looked at is nobody's turn.
  const acts = Boolean(found && guide.count);
  if (sign && acts) sign.setAttribute(SIGN, tr.t('guide.yourTurn'));
  else clear(root, SIGN, []);
  for (const one of all) one.setAttribute(TURN, acts ? 'act' : 'look');
  const cards = all.map((one) => acts && one.closest('.box')).filter(Boolean);
  for (const box of root.querySelectorAll('.canvas > .box'))
    box.toggleAttribute(DIM, cards.length > 0 && !cards.includes(box));
  return { asked: isOpen ? -1 : holder, found };
}
