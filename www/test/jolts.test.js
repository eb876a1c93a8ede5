// Which cards jolt: those that go down before one's eyes.
import { expect, test } from 'vitest';
import { jolts } from '../src/stage/jolts.js';

/** @param {boolean[]} downs whether it is down, each time it is drawn */
const drawn = (downs) => {
  const session = /** @type {import('../src/core/session.js').Session} */ ({});
  return downs.map((down) => jolts(session, 'stock', down));
};

test('a card that goes down jolts, one that is down when it is first drawn does not', () => {
  expect(drawn([false, true, true, false, true])).toEqual([false, true, true, false, true]);
  expect(drawn([true, true, false, true])).toEqual([false, false, false, true]);
});
