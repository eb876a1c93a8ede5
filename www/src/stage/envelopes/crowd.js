// Draws very many flying envelopes as few paths: each still stands where it is, but none has an element of its own.

const SVG = 'http://www.w3.org/2000/svg';
/** Envelopes are dealt to so many paths: neighbours on a route lie in different ones and so cover each other. */
const PATHS = 48;
/** One envelope after its upper left corner. */
const OUTLINE = 'h28v20h-28zl14 11 14-11';

export class Crowd {
  #layer;
  /** @type {{ path: SVGPathElement, drawn: string, next: string }[]} */
  #bundles = [];

  /** @param {Element} layer */
  constructor(layer) {
    this.#layer = layer;
  }

  /** @param {number} id @param {number} x @param {number} y */
  add(id, x, y) {
    if (this.#bundles.length === 0) this.#create();
    const left = Math.round(x * 10 - 140) / 10;
    const top = Math.round(y * 10 - 100) / 10;
    this.#bundles[Math.abs(id) % PATHS].next += `M${left} ${top}${OUTLINE}`;
  }

  /** Writes what was added since the last time. */
  flush() {
    for (const bundle of this.#bundles) {
      if (bundle.next !== bundle.drawn) bundle.path.setAttribute('d', bundle.next);
      bundle.drawn = bundle.next;
      bundle.next = '';
    }
  }

  #create() {
    for (let i = 0; i < PATHS; i += 1) {
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('class', 'crowd');
      this.#layer.prepend(path);
      this.#bundles.push({ path, drawn: '', next: '' });
    }
  }
}
