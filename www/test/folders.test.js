// The folders of the page's code: what each may take from, so that no circle comes about. Imports of types count, too.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '../src');

/** From the ground up: a folder takes from those before it alone. */
const ORDER =
  'core i18n ui store stage timeline retries why settings edit lesson panels share compare lab element page classroom builder'.split(
    ' ',
  );

/** @param {string} file */
const folderOf = (file) => relative(SOURCES, file).split(sep)[0];

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js'))
  .map((name) => join(SOURCES, name));

/** The files of this folder that one names, in whatever form. @param {string} file */
const namedIn = (file) =>
  [...readFileSync(file, 'utf8').matchAll(/'(\.{1,2}\/[^'?]+\.js)(?:\?[a-z]+)?'/g)]
    .map(([, path]) => resolve(dirname(file), path))
    .filter((path) => path.startsWith(SOURCES));

test('every folder has its place', () => {
  expect([...new Set(files.map(folderOf))].toSorted()).toEqual(ORDER.toSorted());
});

test('a folder takes from those below it alone', () => {
  const upwards = files.flatMap((file) =>
    namedIn(file)
      .filter((taken) => ORDER.indexOf(folderOf(taken)) > ORDER.indexOf(folderOf(file)))
      .map((taken) => `${relative(SOURCES, file)} takes ${relative(SOURCES, taken)}`),
  );
  expect(upwards).toEqual([]);
});

test('inside a folder no file takes from itself by a detour', () => {
  /** Imports of code; types may point both ways within a folder. @param {string} file */
  const code = (file) =>
    [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;]*?'(\.[^']+\.js)';/gm)]
      .map(([, path]) => resolve(dirname(file), path))
      .filter((path) => path.startsWith(SOURCES));
  /** @type {Map<string, 'open' | 'done'>} */
  const state = new Map();
  /** @type {string[]} */
  const circles = [];
  /** @param {string} file @param {string[]} way */
  const visit = (file, way) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      circles.push([...way.slice(way.indexOf(file)), file].map((one) => relative(SOURCES, one)).join(' > '));
      return;
    }
    state.set(file, 'open');
    for (const next of code(file)) visit(next, [...way, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});
