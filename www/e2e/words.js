// What can be wrong with the words on the stage, as a browser lays them out.

/** What is wrong with the words on the cards. Runs in the page. */
export function faultsOfWords() {
  const root = document.querySelector('carteiro-playground')?.shadowRoot;
  if (!root) return ['there is no playground'];
  /** @type {string[]} */
  const faults = [];
  const words =
    '.title, .names p, .tally, .health > span, .label, .caption, .buy, .auto, .amount, .broker .quiet, .hole > span:first-child, .gear, .toggle, .redrive';
  for (const card of root.querySelectorAll('.box')) {
    const name = `${card.className} “${card.getAttribute('aria-label')?.slice(0, 20)}”`;
    const outer = card.getBoundingClientRect();
    /** @param {DOMRect} a @param {DOMRect} b */
    const apart = (a, b) =>
      a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
    const seen = [...card.querySelectorAll(words)].filter(
      (e) =>
        e.getBoundingClientRect().width > 1 &&
        getComputedStyle(e).clipPath === 'none' &&
        getComputedStyle(e).display !== 'none',
    );
    for (const [i, element] of seen.entries()) {
      const own = element.getBoundingClientRect();
      const what = `${element.className} in ${name}`;
      if (
        own.left < outer.left - 1 ||
        own.right > outer.right + 1 ||
        own.top < outer.top - 1 ||
        own.bottom > outer.bottom + 1
      )
        faults.push(`${what} leaves it`);
      const style = getComputedStyle(element);
      if (element.scrollWidth > element.clientWidth + 1 && style.overflowX === 'visible' && style.display !== 'inline')
        faults.push(`${what} runs over`);
      for (const other of seen.slice(i + 1)) {
        if (element.contains(other) || other.contains(element)) continue;
        if (!apart(own, other.getBoundingClientRect())) faults.push(`${what} lies on ${other.className}`);
      }
    }
    for (const element of card.querySelectorAll('.caption, .label, .healths, .names, .tally')) {
      const own = element.getBoundingClientRect();
      if (getComputedStyle(element).clipPath !== 'none') continue;
      for (const box of card.querySelectorAll('.slot, .hole')) {
        if (!apart(own, box.getBoundingClientRect()))
          faults.push(`${element.className} in ${name} lies on ${box.className}`);
      }
    }
    // What is pressed and what holds now is read in full.
    for (const element of card.querySelectorAll('.buy, .health :checked + span b, .toggle')) {
      const range = document.createRange();
      range.selectNodeContents(element);
      const text = range.getBoundingClientRect();
      const room = (element.closest('.health > span') ?? element).getBoundingClientRect();
      if (text.width > room.width + 0.5 || text.height > room.height + 0.5)
        faults.push(`the words of ${element.className} in ${name} are cut`);
    }
    for (const field of card.querySelectorAll('input:not([type=radio], [type=checkbox])')) {
      if (field.clientWidth > 1 && field.scrollWidth > field.clientWidth)
        faults.push(`${/** @type {HTMLInputElement} */ (field).value} in a field of ${name} is cut`);
    }
  }
  return faults;
}

/** The words on the stage and beside the timeline that are cut off. Runs in the page. */
export function cutWords() {
  const root = document.querySelector('carteiro-playground')?.shadowRoot;
  if (!root) return ['there is no playground'];
  return [...root.querySelectorAll('.stage *, .lane, .lane *')].flatMap((element) => {
    const style = getComputedStyle(element);
    const words = element.textContent?.trim();
    if (!words || style.overflowX === 'visible' || style.visibility !== 'visible') return [];
    if (style.clipPath !== 'none' || element.closest('.unseen')) return [];
    const [wide, tall] = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight];
    const card = element.closest('.box')?.getAttribute('class') ?? '';
    const is = element.clientWidth > 1 && (wide > 1 || tall > 1);
    return is ? [`${element.className} “${words}” in ${card} lacks ${wide} × ${tall}`] : [];
  });
}

/** The words on the stage that go on in the next line without a hyphen. Runs in the page. */
export function brokenWords() {
  const stage = document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.stage');
  if (!stage) return ['there is no stage'];
  /** @type {string[]} */
  const broken = [];
  const range = document.createRange();
  /** Whether it is there for those who listen alone. @param {HTMLElement} element @returns {boolean} */
  const unseen = (element) => {
    const { parentElement } = element;
    return (
      getComputedStyle(element).clipPath !== 'none' || (element !== stage && !!parentElement && unseen(parentElement))
    );
  };
  const texts = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const holder = /** @type {HTMLElement} */ (node.parentElement);
    if (holder.closest('style, select') || unseen(holder) || !holder.checkVisibility({ visibilityProperty: true }))
      continue;
    for (const { 0: word, index } of (node.textContent ?? '').matchAll(/[\p{L}\p{N}]+/gu)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const lines = new Set(
        [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)),
      );
      if (lines.size > 1)
        broken.push(`“${word}” of “${node.textContent?.trim()}” in ${holder.closest('.box')?.className}`);
    }
  }
  return broken;
}
