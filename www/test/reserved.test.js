// The heights that figures keep free are those that the layout gives; `CARTEIRO_WRITE=1 npx vitest run test/reserved.test.js` writes them anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layoutStage } from '../src/stage/layout/index.js';
import { FIGURE_STAGE_HEIGHT } from '../src/stage/painter.js';
import { plainProse } from '../src/ui/prose.js';
import { builtIn, play } from './core.js';

/** @import { Scenario, Text } from '../src/core/types.js' */

const FILE = join(import.meta.dirname, '../src/element/reserved.json');
const LESSONS = join(import.meta.dirname, '../../lessons');
const LANGS = /** @type {const} */ (['en', 'pt-BR']);
/** From a narrow phone to a wide column. */
const [NARROW, WIDE] = [240, 1200];
/** The widths that are looked at first; between two that differ the step is searched. */
const STRIDE = 16;
/** Above and below a stage of one column, as figure-style.js says. */
const STACK_PADDING = 20;
/** What stands after an effect's name in the books: a number, and how many are under way. */
const BESIDE_A_NAME = 22;

/** Where the stage's height changes with its width. @param {Scenario} scenario */
function heightsOf(scenario) {
  /** @param {number} width */
  const heightAt = (width) => {
    const { height, mode, scale } = layoutStage(scenario, { width, minHeight: FIGURE_STAGE_HEIGHT, figure: true });
    return Math.ceil(height * scale) + (mode === 'stack' ? STACK_PADDING : 0);
  };
  const steps = [[0, heightAt(NARROW)]];
  for (let width = NARROW; width < WIDE; width += STRIDE) {
    let [low, high] = [width, width + STRIDE];
    const height = heightAt(high);
    if (height === steps[steps.length - 1][1]) continue;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (heightAt(middle) === height) high = middle;
      else low = middle;
    }
    steps.push([high, height]);
  }
  return steps;
}

/** @param {string} id */
function reservedOf(id) {
  const { scenario, lesson } = play(JSON.parse(readFileSync(join(LESSONS, `${id}.json`), 'utf8')));
  const question = lesson?.prediction?.question ?? scenario.task;
  const letters = LANGS.map((lang) => {
    /** @param {Text} text */
    const of = (text) => plainProse(text[lang]).length;
    const books = scenario.effects.reduce((sum, { name }) => sum + of(name) + BESIDE_A_NAME, 0);
    return [
      lang,
      [scenario.title[lang].length, of(question), books, ...(lesson?.goals ?? []).map((goal) => of(goal.text))],
    ];
  });
  return { stage: heightsOf(scenario), ...Object.fromEntries(letters) };
}

test('the reserved heights are those of the layout', () => {
  const now = Object.fromEntries(builtIn.toSorted().map((id) => [id, reservedOf(id)]));
  if (process.env.CARTEIRO_WRITE) {
    const lines = Object.entries(now).map(([id, one]) => `  ${JSON.stringify(id)}: ${JSON.stringify(one)}`);
    writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`);
  }
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(now);
});
