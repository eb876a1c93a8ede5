// Places: where much happens at one instant, a run that is handed on or left for another branch is as it was to the last event.
import { expect, test } from 'vitest';
import { recordOf } from '../src/core/record.js';
import { replay } from '../src/core/replay.js';
import { Session } from '../src/core/session.js';
import { Branches } from '../src/store/branches.js';
import { core, json } from './core.js';

/** A scenario in which everything takes half a second: many events share an instant. */
function crowded() {
  const spec = JSON.parse(json('purchase-fan-out'));
  spec.network.latency = '500ms';
  for (const node of spec.nodes) {
    if (node.kind === 'client') node.arrivals = { every: '500ms', limit: 40 };
    for (const { steps } of node.handlers ?? []) {
      for (const step of steps) if (step.work) step.work.takes = '500ms';
    }
    if (node.kind === 'service') node.workers = 3;
  }
  return JSON.stringify(spec);
}

/** What is seen at the playhead. @param {Session} session */
const seen = (session) => [session.hash, session.position, session.headPosition, session.past];

test('a playhead between two events of an instant is handed on', async () => {
  const json = crowded();
  for (let steps = 0; steps < 40; steps += 1) {
    const session = new Session(core, json);
    session.advance(6_000);
    session.command({ placeOrder: { client: 'shop' } });
    session.command({ placeOrder: { client: 'shop' } });
    session.advance(9_000);
    for (let i = 0; i < steps; i += 1) session.step('event', true);
    if (steps % 3 === 0) session.cut();
    const again = await replay(core, json, recordOf(session, ''));
    expect(again?.same).toBe(true);
    expect(again && seen(again.session)).toEqual(seen(session));
    again?.session.close();
    session.close();
  }
});

test('a branch is come back to where it was left, and ends where it ended', () => {
  const session = new Session(core, crowded());
  session.advance(8_000);
  const branches = new Branches();
  for (let i = 0; i < 30; i += 1) {
    for (let k = 0; k < 1 + (i % 7); k += 1) session.step('event', true);
    const [here, was] = [branches.present, seen(session)];
    branches.act(session, () => session.command({ placeOrder: { client: 'shop' } }));
    expect(branches.present).not.toBe(here);
    for (let k = 0; k < i % 5; k += 1) session.step();
    const [other, is] = [branches.present, seen(session)];
    // Where the other stood, when that is the same instant; its end in any case.
    branches.switchTo(session, here);
    expect(session.headPosition).toEqual(was[2]);
    session.seekPosition(here.place);
    expect(seen(session)).toEqual(was);
    branches.switchTo(session, other);
    session.seekPosition(other.place);
    expect(seen(session)).toEqual(is);
  }
});

test('when the events are used up, what is shown is where the run stands', () => {
  const spec = JSON.parse(crowded());
  spec.nodes[0].arrivals = { every: '1ms', limit: 1_000_000 };
  for (const node of spec.nodes) if (node.kind === 'service') node.workers = 10_000;
  const session = new Session(core, JSON.stringify(spec));
  expect(() => session.advance(10_000_000)).toThrow(/budget-spent/);
  expect(session.frame.header('events')).toBe(3_000_000);
  session.close();
});
