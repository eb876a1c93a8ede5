// Held by the compiler: what the package declares is what the element has, and nothing else of it is public.
import type { LitElement } from 'lit';
import { NAMES } from '../src/element/contract.js';
import type { CarteiroPlayground as Real } from '../src/element/playground-element.js';
import type { CarteiroPlayground as Declared, PlaygroundAttributes } from './index.js';

type Own = Exclude<keyof Declared, Exclude<keyof HTMLElement, 'lang'>>;

/** Every declared member is there, and is called as declared. */
export const isThere = (real: Real): Pick<Declared, Own> => real;

/** What the class has beyond that: `page`, which is our own page's. */
type Undeclared = Exclude<keyof Real, keyof LitElement | keyof Declared>;
export const undeclared: Undeclared = 'page';
export const nothingElse: Exclude<Undeclared, 'page'>[] = [] satisfies never[];

/** The names of the contract are the attributes that are declared. */
export const attributes: (keyof PlaygroundAttributes)[] = NAMES;
export const names: (typeof NAMES)[number][] = [] as (keyof PlaygroundAttributes)[];
