// The curve and the map as SVG: drawn from the same numbers as on the page, for a paper or a slide. Knows no study and no language.

/** A point of a line; without a mean nothing was measured there. `x` is a number for the curve, `place` and `text` are in words.
 * @typedef {{ x: number, place: string, text: string, mean?: number, low?: number, high?: number }} Spot */

/** @typedef {object} Figure
 * @property {string} title what is measured
 * @property {string} axis what varies from left to right
 * @property {string} note how surely
 * @property {{ name: string, spots: Spot[] }[]} lines
 * @property {(value: number) => string} measured a value of the measure in words
 */

/** @typedef {object} Look
 * @property {(name: string) => string} colour by its name on the page
 * @property {string} font a list of families
 * @property {string[]} colours of the lines, in turn
 * @property {number[][]} dashes of the lines, in turn
 */

/** Everything is in pixels. */
const WIDTH = 720;
const HEIGHT = 320;
const SIDE = { left: 84, right: 28, top: 40 };
const ROW = 30;
const LINE = 22;
/** A letter is about so wide. */
const LETTER = 7;
/** Ticks up the curve's side. */
const TICKS = 6;

/** @param {string} text */
const safe = (text) => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** @param {number} n */
const px = (n) => `${Math.round(n * 100) / 100}`;

/** @param {number} x @param {number} y @param {string} text @param {string} [more] attributes */
const words = (x, y, text, more = '') => `<text x="${px(x)}" y="${px(y)}" ${more}>${safe(text)}</text>`;

/** Round values from 0, or the lowest value below it, that reach over the highest. @param {number} low @param {number} high */
export function ticksBetween(low, high) {
  const [from, to] = [Math.min(0, low), Math.max(0, high)];
  if (from === to) return [0, 1];
  const rough = (to - from) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((n) => n * power >= rough) ?? 10);
  const [first, last] = [Math.floor(from / step), Math.ceil(to / step)];
  return Array.from({ length: last - first + 1 }, (_, n) => (first + n) * step);
}

/** @param {Figure} figure @param {Look} look @param {number} width @param {number} height @param {string} body */
function page({ title }, { colour, font }, width, height, body) {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" font-family="${safe(font)}" font-size="12" fill="${colour('ink')}" role="img">
<title>${safe(title)}</title>
<rect width="100%" height="100%" fill="${colour('card')}"/>
${words(12, 24, title, 'font-size="14" font-weight="600"')}
${body}
</svg>
`;
  return { text, width, height };
}

/** Runs of points next to each other at which something was measured: the line has a gap elsewhere. @param {Spot[]} spots */
function pieces(spots) {
  /** @type {Required<Spot>[][]} */
  const all = [[]];
  for (const spot of spots) {
    if (spot.mean === undefined) all.push([]);
    else all.at(-1)?.push({ ...spot, mean: spot.mean, low: spot.low ?? spot.mean, high: spot.high ?? spot.mean });
  }
  return all.filter((piece) => piece.length > 0);
}

/** The line of means with its band. @param {Spot[]} spots @param {string} stroke @param {number[]} dash @param {(x: number) => number} right @param {(y: number) => number} up */
function curve(spots, stroke, dash, right, up) {
  return pieces(spots)
    .map((piece) => {
      const path = (/** @type {'mean' | 'low' | 'high'} */ end) =>
        piece.map((spot) => `${px(right(spot.x))} ${px(up(spot[end]))}`);
      const band = [...path('high'), ...path('low').reverse()].join('L');
      const dots = piece.map(
        (spot) =>
          `<circle cx="${px(right(spot.x))}" cy="${px(up(spot.mean))}" r="3.5" fill="${stroke}"><title>${safe(`${spot.place}: ${spot.text}`)}</title></circle>`,
      );
      return `<path d="M${band}Z" fill="${stroke}" fill-opacity="0.18"/>
<path d="M${path('mean').join('L')}" fill="none" stroke="${stroke}" stroke-width="2" stroke-dasharray="${dash.join(' ') || 'none'}"/>
${dots.join('')}`;
    })
    .join('\n');
}

/** Names of the places along the axis, as many as have room. @param {Spot[]} spots @param {(x: number) => number} right @param {number} y */
function places(spots, right, y) {
  let free = Number.NEGATIVE_INFINITY;
  return [...spots]
    .sort((a, b) => a.x - b.x)
    .filter(({ x, place }) => {
      const half = (place.length * LETTER) / 2;
      if (right(x) - half < free) return false;
      free = right(x) + half + LETTER;
      return true;
    })
    .map(({ x, place }) => words(right(x), y, place, 'text-anchor="middle"'))
    .join('');
}

/** @param {Figure} figure @param {Look} look */
export function curveSvg(figure, look) {
  const { lines, axis, note, measured } = figure;
  const longest = Math.max(...[figure.title, note, ...lines.map(({ name }) => name)].map((text) => text.length));
  const width = Math.max(WIDTH, longest * LETTER + SIDE.left);
  const spots = lines.flatMap((line) => line.spots);
  const ends = spots.flatMap(({ mean, low, high }) => [mean, low, high]).filter((value) => value !== undefined);
  const ticks = ticksBetween(Math.min(...ends, 0), Math.max(...ends, 0));
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const [left, end] = [Math.min(...spots.map(({ x }) => x)), Math.max(...spots.map(({ x }) => x))];
  const right = (/** @type {number} */ x) =>
    SIDE.left + ((x - left) / (end - left || 1)) * (width - SIDE.left - SIDE.right);
  const up = (/** @type {number} */ y) => SIDE.top + (1 - (y - low) / (high - low)) * HEIGHT;
  const under = SIDE.top + HEIGHT;
  const grid = ticks.map(
    (tick) => `<path d="M${SIDE.left} ${px(up(tick))}H${px(width - SIDE.right)}" stroke="${look.colour('line')}"/>
${words(SIDE.left - 8, up(tick) + 4, measured(tick), 'text-anchor="end"')}`,
  );
  const named = lines.length > 1;
  const strokeOf = (/** @type {number} */ n) => look.colour(look.colours[n % look.colours.length]);
  const dashOf = (/** @type {number} */ n) => look.dashes[n % look.dashes.length];
  const drawn = lines.map((line, n) => curve(line.spots, strokeOf(n), dashOf(n), right, up));
  const names = lines.map(({ name }, n) => {
    const y = under + 44 + LINE * (n + 1);
    return `<path d="M${SIDE.left} ${px(y - 4)}h34" stroke="${strokeOf(n)}" stroke-width="2" stroke-dasharray="${dashOf(n).join(' ') || 'none'}"/>${words(SIDE.left + 44, y, name)}`;
  });
  const foot = under + 44 + LINE * (named ? lines.length + 1 : 1);
  const body = [
    ...grid,
    places(lines[0].spots, right, under + 20),
    words((SIDE.left + width - SIDE.right) / 2, under + 42, axis, 'text-anchor="middle"'),
    ...drawn,
    ...(named ? names : []),
    words(SIDE.left, foot, note, `fill="${look.colour('muted')}"`),
  ];
  return page(figure, look, width, foot + 16, body.join('\n'));
}

/** @param {Figure} figure @param {Look} look */
export function mapSvg(figure, look) {
  const { lines, axis } = figure;
  const wide = (/** @type {string[]} */ texts) => Math.max(...texts.map((text) => text.length)) * LETTER + 20;
  const first = wide(lines.map(({ name }) => name));
  const column = Math.max(56, wide(lines.flatMap(({ spots }) => spots.flatMap(({ place, text }) => [place, text]))));
  const across = lines[0].spots.length * column;
  const width = Math.max(first + across + 24, wide([figure.title, axis]) + 12);
  const means = lines.flatMap(({ spots }) => spots.map(({ mean }) => mean)).filter((mean) => mean !== undefined);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const top = SIDE.top + 2 * LINE;
  const cell = (/** @type {Spot} */ { mean, text }, /** @type {number} */ n, /** @type {number} */ y) => {
    const share = mean === undefined || high === low ? 0 : (mean - low) / (high - low);
    const x = 12 + first + n * column;
    return `<rect x="${px(x)}" y="${px(y)}" width="${px(column - 2)}" height="${ROW - 2}" fill="${look.colour('tint-green')}"/><rect x="${px(x)}" y="${px(y)}" width="${px(column - 2)}" height="${ROW - 2}" fill="${look.colour('hot')}" fill-opacity="${px(share)}"/>${words(x + column / 2, y + 19, text, 'text-anchor="middle"')}`;
  };
  const rows = lines.map(({ name, spots }, row) => {
    const y = top + row * ROW;
    return words(12, y + 19, name) + spots.map((spot, n) => cell(spot, n, y)).join('');
  });
  const heads = lines[0].spots.map(({ place }, n) =>
    words(12 + first + (n + 0.5) * column, top - 8, place, 'text-anchor="middle"'),
  );
  const body = [words(12, SIDE.top + LINE / 2, axis, `fill="${look.colour('muted')}"`), ...heads, ...rows];
  return page(figure, look, width, top + lines.length * ROW + 14, body.join('\n'));
}
