// What a page shows in numbers, and what can be pressed on its stage: functions that run in the page, each by itself.

/** @import { RunRecord } from '../src/core/record.js' */
/** @import { Lang } from '../src/core/types.js' */
/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */

/**
 * A text with a number, or with a word for none.
 * @typedef {object} Found
 * @property {string} place what the number is of
 * @property {string} of the name of the card on which it stands; empty outside of the stage
 * @property {number} index the how-many-th of its kind there
 * @property {string} text what is said, as it is written or as it is spoken
 */

/**
 * Every number in a part of the page, in a language: on the stage's cards, in the books, at the timeline. What lies in boxes is `lies`.
 * @param {{ selector: string, lang: Lang }} part @returns {Promise<{ found: Found[], lies: number }>}
 */
export async function collect({ selector, lang }) {
  const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
  playground.lang = lang;
  // Its words may be on their way.
  while (!playground.shadowRoot?.querySelector(`.root[lang="${lang}"]`)) await new Promise(requestAnimationFrame);
  const root = playground.shadowRoot.querySelector(selector);
  if (!root) throw new Error(`there is no ${selector}`);
  /** @type {Found[]} */
  const found = [];
  /** @type {Set<Element>} */
  const taken = new Set();
  /** @param {Element} element */
  const said = (element) => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  /** @param {string} place @param {string} of @param {Iterable<Element>} elements @param {(element: Element) => string} [text] */
  const add = (place, of, elements, text = said) => {
    for (const [index, element] of [...elements].entries()) {
      taken.add(element);
      found.push({ place, of, index, text: text(element) });
    }
  };
  /** @param {string} name @returns {(element: Element) => string} */
  const attribute = (name) => (element) => element.getAttribute(name) ?? '';
  for (const card of root.querySelectorAll('.stage .box')) {
    const of = card.getAttribute('aria-label') ?? '';
    const all = (/** @type {string} */ inside) => card.querySelectorAll(inside);
    const kind = ['client', 'topic'].find((word) => card.classList.contains(word)) ?? 'service';
    if (kind === 'client') {
      add('orders', of, all('.names .quiet'));
      add('rate', of, all('.auto input'), (field) => /** @type {HTMLInputElement} */ (field).value);
      add('limits', of, all('.auto small'));
    } else if (kind === 'topic') {
      add('holes', of, all('.names > .quiet'));
      add('hole', of, all('.hole > .unseen'));
      add('offset', of, all('.offset > .unseen'));
      add('offset', of, all('.offset > [aria-hidden]'));
      add('records', of, all('.records > .unseen'));
      add('replicas', of, all('.replicas > .unseen'));
      add('replicas pending', of, all('.replicas > b'));
      for (const mark of ['blocked', 'full', 'keys', 'nobody']) add(mark, of, all(`.badge.${mark} > *`));
    } else {
      add('tally', of, all('.tally > span'));
      add('caption', of, all('.caption'));
      add('redrive', of, all('.redrive'), attribute('title'));
      for (const box of ['worker', 'line', 'retry', 'dead']) {
        add(`slot ${box}`, of, all(`button.slot.${box}`), attribute('aria-label'));
        add(`slot ${box}`, of, all(`span.slot.${box} > .unseen, .slot-${box}`));
      }
      for (const mark of ['limited', 'unauthenticated', 'forbidden', 'twice']) {
        add(mark === 'twice' ? 'twice here' : mark, of, all(`.badge.${mark} > *`));
      }
      for (const mark of ['owned', 'stale', 'cache']) add(mark, of, all(`.badge.${mark} > *`));
    }
  }
  add('lost pile', '', root.querySelectorAll('.pile .count'));
  add('expected', '', root.querySelectorAll('.books .card-head .quiet'));
  for (const [index, row] of [...root.querySelectorAll('.books li')].entries()) {
    const before = found.length;
    add('expected of', '', row.querySelectorAll('small'));
    for (const column of ['done', 'late', 'twice', 'waiting', 'dead', 'lost']) {
      add(column, '', row.querySelectorAll(`.part.r-${column}`));
      add(column, '', row.querySelectorAll(`.part.r-${column}`), attribute('aria-label'));
    }
    for (const one of found.slice(before)) one.index = index;
  }
  add('line', '', root.querySelectorAll('.books .line > span'));
  add('verdict', '', root.querySelectorAll('.verdict > :first-child'));
  add('more verdict', '', root.querySelectorAll('.verdict > :not(:first-child)'));
  add('lanes', '', root.querySelectorAll('#lanes-summary'));
  add('playhead', '', root.querySelectorAll('.timeline [role=slider]:not(.outage-end)'), attribute('aria-valuetext'));
  add('clock', '', root.querySelectorAll('.timeline .clock'));
  add('known', '', root.querySelectorAll('.timeline .known'));

  // Names, what can be chosen, and drawings; a mark on an arrow is said at its card, too.
  const known =
    'select, .plug, .title, .title *, .speeds *, .branches *, .lane *, .group-number, .records svg *, .acks, .word';
  for (const part of root.querySelectorAll('.stage, .books, .timeline')) {
    for (const element of part.querySelectorAll('*')) {
      if (element.closest('.envelopes') || element.matches(known) || element.closest('select, label, ul.unseen'))
        continue;
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      const text = own.map((node) => node.textContent).join('');
      if (!/\d/.test(text)) continue;
      let above = /** @type {Element | null} */ (element);
      while (above && !taken.has(above)) above = above.parentElement;
      const of = element.closest('.box')?.getAttribute('aria-label') ?? '';
      if (!above) found.push({ place: `unknown: ${element.className || element.localName}`, of, index: 0, text });
    }
  }

  const lying =
    'ready heldUp delayed buffered stale handled working parked dead outbox blocked waitingCall waitingCore waiting holding retryScheduled';
  const states = lying.split(' ').map((state) => `.envelopes .env.s-${state}`);
  const more = [...root.querySelectorAll('.envelopes .more')].map((count) => Number(said(count).replaceAll(/\D/g, '')));
  return { found, lies: more.reduce((sum, count) => sum + count, root.querySelectorAll(states.join()).length) };
}

/**
 * Opens a scenario and plays it as someone who presses anything on the stage, and goes about in time: one number a turn decides.
 * @param {{ json: string, seed: string, turns: number[] }} session @returns {Promise<{ record: RunRecord, hash: string }>} where it stands
 */
export async function playAtRandom({ json, seed, turns }) {
  const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
  const what = '.buy, .redrive, .plug, .rewind .button, .replicas .button:not([disabled]), .health input, .auto input';
  /** @param {number} chance which of what there is */
  const press = (chance) => {
    const all = [...(playground.shadowRoot?.querySelectorAll(`.stage :is(${what})`) ?? [])];
    const one = all[chance % all.length];
    if (one instanceof HTMLInputElement && one.type === 'text') {
      one.value = `${(chance >> 8) % 200}`;
      one.dispatchEvent(new Event('change'));
    } else if (one instanceof HTMLElement) one.click();
  };
  await playground.open(json, { seed });
  await playground.pause();
  for (const [turn, chance] of turns.entries()) {
    const { nowMs } = await playground.report();
    // The last turn lets time pass, so that all kinds of things are under way.
    if (turn % 2 > 0) press(chance);
    else await playground.seek(chance % 6 === 0 && turn < turns.length - 1 ? nowMs / 2 : nowMs + (chance % 15_000));
    await playground.updateComplete;
  }
  const { hash } = await playground.report();
  return { record: await playground.record(), hash };
}

/**
 * The settings that are open: each number's field and each choice by its label, from the top, and how many letters there are said to be.
 * @returns {{ fields: [label: string, value: string][], letters: string[] }}
 */
export function settingsShown() {
  const panel = document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('section.settings');
  if (!panel) throw new Error('no settings are open');
  /** @type {[string, string][]} */
  const fields = [...panel.querySelectorAll('label.field')].map((field) => {
    const input = /** @type {HTMLInputElement | HTMLSelectElement} */ (field.querySelector('input, select'));
    return [field.querySelector('span')?.textContent ?? '', input.value];
  });
  const letters = [...panel.querySelectorAll('.letters')].map((list) => list.previousElementSibling?.textContent ?? '');
  return { fields, letters };
}
