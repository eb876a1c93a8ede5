// docs/embed.md says what the element obeys, tells and can do: name by name.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUDGETS } from '../scripts/budgets.js';
import { CONTRACT, NAMES, read } from '../src/element/contract.js';
import { WORDS } from '../src/element/figure-controls.js';
import { DARK, LIGHT } from '../src/ui/tokens.js';

const DOCS = readFileSync(join(import.meta.dirname, '../../docs/embed.md'), 'utf8');
const ELEMENT = readFileSync(join(import.meta.dirname, '../src/element/playground-element.js'), 'utf8');
const PORT = readFileSync(join(import.meta.dirname, '../src/page/frame-port.js'), 'utf8');
const TYPES = readFileSync(join(import.meta.dirname, '../types/index.d.ts'), 'utf8');

/** The text of every file of the element. */
const sources = () => {
  const folder = join(import.meta.dirname, '../src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
};

/** The rows of the table under a heading, cell by cell. @param {string} heading */
function rowsOf(heading) {
  const section = DOCS.slice(DOCS.indexOf(`${heading}\n`)).split(/\n#{2,3} /)[1 - 1];
  return section
    .split('\n')
    .filter((line) => /^\| `/.test(line))
    .map((line) => line.slice(2, -2).split(' | '));
}

/** The code words of a cell. @param {string} cell */
const codes = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word);

test('every attribute is described, in the order of the contract', () => {
  const rows = rowsOf('## The contract');
  expect(rows.map(([name]) => codes(name)[0])).toEqual(NAMES);
  expect([...ELEMENT.matchAll(/@attr \{\w+\} (\w+)/g)].map(([, name]) => name)).toEqual(NAMES);
});

test('the values that are named are taken, and no others', () => {
  for (const [name, values] of rowsOf('## The contract')) {
    const of = /** @type {import('../src/element/contract.js').Name} */ (codes(name)[0]);
    if (!/^`/.test(values) || 'type' in CONTRACT[of]) continue;
    const words = codes(values).flatMap((word) => word.split(' '));
    for (const word of words) expect([of, word, read(of, word).wrong]).toEqual([of, word, undefined]);
    expect([of, read(of, 'otherwise').wrong]).not.toEqual([of, undefined]);
  }
  const controls = rowsOf('## The contract').find(([name]) => name === '`controls`')?.[1] ?? '';
  expect(codes(controls)[1].split(' ')).toEqual(WORDS);
});

describe('events and methods', () => {
  const events = rowsOf('### Events').map(([name]) => codes(name)[0]);
  const methods = rowsOf('### Methods').flatMap(([name]) => codes(name).map((call) => call.replace(/\(.*/, '')));

  test('each event is in the documentation, in the manifest, in the types and in the messages', () => {
    expect([...ELEMENT.matchAll(/@fires (carteiro-\w+)/g)].map(([, name]) => name)).toEqual(events);
    expect([...TYPES.matchAll(/^ {2}'(carteiro-\w+)':/gm)].map(([, name]) => name)).toEqual(events);
    const told = /const EVENTS =\s*'([^']+)'/
      .exec(PORT)?.[1]
      .split(' ')
      .map((name) => `carteiro-${name}`);
    // A message comes too late to refuse a request, and a frame's branches are its own.
    expect(events.filter((name) => !told?.includes(name))).toEqual(['carteiro-request']);
  });

  test('each method is in the documentation, in the class, in the types and in the messages', () => {
    const own = [...ELEMENT.matchAll(/^ {2}(\w+) = \([^)]*\) =>/gm)].map(([, name]) => name);
    expect(own.toSorted()).toEqual(methods.toSorted());
    for (const name of methods) expect(TYPES).toMatch(new RegExp(`^ {2}${name}\\(`, 'm'));
    const called = /const METHODS = \{([^}]+)\}/.exec(PORT)?.[1].match(/\w+(?=:)/g);
    expect(called?.toSorted()).toEqual(methods.toSorted());
  });
});

describe('colours and parts', () => {
  const named = rowsOf('## Colours and parts').map((cells) => cells.map((cell) => codes(cell)[0] ?? cell));

  test('each custom property is in the table, with its defaults', () => {
    const colours = Object.keys(LIGHT).map((name) => [
      `--carteiro-${name}`,
      Reflect.get(LIGHT, name),
      Reflect.get(DARK, name),
    ]);
    const rows = named.filter(([name]) => name.startsWith('--')).map(([name, light, dark]) => [name, light, dark]);
    expect(rows.slice(0, -2)).toEqual(colours);
    const used = new Set(
      sources().flatMap((code) => [...code.matchAll(/var\((--carteiro-[\w-]+)/g)].map(([, name]) => name)),
    );
    expect(rows.slice(-2).map(([name]) => name)).toEqual([...used].toSorted());
  });

  test('each part is in the table', () => {
    const parts = new Set(sources().flatMap((code) => [...code.matchAll(/ part="([\w-]+)"/g)].map(([, name]) => name)));
    const rows = named.flatMap(([name]) => (name.startsWith('--') ? [] : [name]));
    expect(rows.toSorted()).toEqual([...parts].toSorted());
  });
});

const HOSTILE = [
  'javascript:alert(1)',
  'data:text/html,x',
  '\u0000',
  '<b>',
  '9'.repeat(99),
  '-1',
  'é'.repeat(9_999),
  '__proto__',
  '1e999',
];

describe('a value', () => {
  for (const name of NAMES.filter((one) => !('type' in CONTRACT[one]))) {
    test(`of ${name} is the default where nothing is said, and where it is wrong`, () => {
      const usual = read(name, '').value;
      expect([read(name, null).value, read(name, undefined).value]).toEqual([usual, usual]);
      for (const hostile of HOSTILE) {
        const { value, wrong } = read(name, hostile);
        if (wrong) expect([name, hostile, value]).toEqual([name, hostile, usual]);
        else expect(String(value)).not.toMatch(/^(javascript|data):/);
      }
    });
  }

  test('of a flag is true when it is there, and false when it says so', () => {
    for (const name of /** @type {const} */ (['figure', 'goals'])) {
      const said = ['', 'figure', true, false, 'false', null, undefined].map((raw) => read(name, raw).value);
      expect(said).toEqual([true, true, true, false, false, false, false]);
    }
  });
});

test('what a figure takes is its budget', () => {
  const { kilobytes, requests } = BUDGETS.figure;
  const [, files, most] = /A figure takes (\w+) files, at most (\d+) KB/.exec(DOCS) ?? [];
  expect([files, Number(most)]).toEqual([
    ['no', 'one', 'two', 'three', 'four', 'five'][requests],
    Math.ceil(kilobytes),
  ]);
});

test('no other document says how large a figure is', () => {
  const folder = join(import.meta.dirname, '../../docs');
  const said = readdirSync(folder).filter(
    (name) => name.endsWith('.md') && /figure\b[^.]{0,60}\bKB/.test(readFileSync(join(folder, name), 'utf8')),
  );
  expect(said).toEqual(['embed.md']);
});
