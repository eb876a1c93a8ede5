// The two builds of the core as they are in the package, for the tests.
import { readFileSync } from 'node:fs';
// @ts-expect-error TypeScript does not know a module by its query.
import wholeGlue from '../pkg/carteiro.js?factory';
// @ts-expect-error
import figureGlue from '../pkg/figure/figure.js?factory';
import { Instance } from '../src/core/wasm.js';

/** @param {string} name */
const moduleOf = (name) => new WebAssembly.Module(readFileSync(new URL(`../pkg/${name}`, import.meta.url)));

/** A new instance of the whole core. */
export const wholeCore = () =>
  new Instance({ build: 'whole', module: moduleOf('carteiro_bg.wasm'), newGlue: wholeGlue });

/** A new instance of a figure's core. */
export const figureCore = () =>
  new Instance({ build: 'figure', module: moduleOf('figure/figure_bg.wasm'), newGlue: figureGlue });
