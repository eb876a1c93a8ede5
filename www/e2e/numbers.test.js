// Numbers never lie: random sessions over all lessons, in both languages; every number on the page is the core's, which plays the same
// run by itself in this process. A number that is not known here fails the test, too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { wordsIn } from '../browsers/words.js';
import { meanOf } from '../src/core/durations.js';
import { Chance } from '../test/chance.js';
import { MARKED } from '../test/deliveries.js';
import { builtInText } from '../test/scenario-files.js';
import { CoreRun, contrastOf } from './core-run.js';
import { collect, playAtRandom, settingsShown } from './figures.js';
import { LESSONS, Person } from './person.js';

/** @import { Page } from 'playwright-core' */
/** @import { RunRecord } from '../src/core/record.js' */
/** @import { EnvelopeState, Lang, Text } from '../src/core/types.js' */
/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Found } from './figures.js' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

const LANGUAGES = /** @type {const} */ (['en', 'pt-BR']);
/** A number as each language writes it; one that is written by another's rules is read as another. */
const WRITTEN = {
  en: /\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?/g,
  'pt-BR': /\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?/g,
};

/** The numbers in a text that are no part of a name. @param {string} text @param {Lang} lang @param {string[]} names */
function numbersIn(text, lang, names) {
  const rest = names.reduce((left, name) => left.replaceAll(name, ' '), text);
  const [group, point] = lang === 'en' ? [',', '.'] : ['.', ','];
  return [...rest.matchAll(WRITTEN[lang])].map(([number]) => Number(number.replaceAll(group, '').replace(point, '.')));
}

/** What a caller is told when it is turned away. @type {Record<string, number[]>} */
const CODES = { limited: [429], unauthenticated: [401], forbidden: [403] };

/** Up to what is rounded away where a tenth of a second is shown. @param {number} a @param {number} b */
const isSame = (a, b) => a === b || (!Number.isInteger(a) && Math.abs(a - b) < 0.06);

/** What may stand where a number is nought: words. @param {number[]} numbers */
const orNone = (numbers) => [numbers, numbers.filter((number) => number !== 0)];

/** The numbers that a place may show, as the core counts them. @param {CoreRun} session @param {Found} found @param {Lang} lang @returns {number[][]} any of them is right */
function due(session, { place, of, index, text }, lang) {
  const { frame, scenario, now } = session;
  /** @param {{ name?: Text }} named */
  const called = ({ name }) => name?.[lang] === of;
  const node = scenario.nodes.findIndex(called);
  const topic = scenario.topics.find(called);
  const holes = scenario.subscriptions.flatMap((one, i) => (one.topic === topic?.id ? [i] : []));
  const own = scenario.subscriptions.flatMap(({ consumers }, i) =>
    consumers.includes(scenario.nodes[node]?.id) ? [i] : [],
  );
  /** @param {'ready' | 'retryScheduled' | 'parked' | 'dead'} column */
  const sum = (column) => own.reduce((all, i) => all + frame.subscription(i, column), 0);
  /** How many envelopes are there, by the frame's rows. @param {EnvelopeState} state @param {'to' | 'topic' | 'subscription'} column @param {number} of */
  const counted = (state, column, of) => {
    const { data, field, envelopeBase, envelopeStride } = frame;
    let all = 0;
    for (let at = envelopeBase; at < data.length; at += envelopeStride)
      if (data[at + field.state] === frame.state[state] && data[at + field[column]] === of)
        all += 1 + data[at + field.more];
    return all;
  };
  const held = () => counted('buffered', 'to', node) + counted('stale', 'to', node);
  const hole = holes[index];
  const effect = (/** @type {'late' | 'twice' | 'waiting' | 'dead' | 'lost' | 'once' | 'expected'} */ column) =>
    frame.effect(index, column);
  switch (place) {
    case 'orders':
      return [[frame.node(node, 'orders')]];
    case 'rate': {
      const every = session.settings().clients[scenario.nodes[node].id]?.arrivals;
      return [[every ? 60_000 / meanOf(every) : 0]];
    }
    case 'limits': {
      // From nought, which is off, to as many as there are instants; and how many more come.
      const { left } = session.settings().clients[scenario.nodes[node].id];
      return [left > 0 ? [0, 60_000_000, 0, left] : [0, 60_000_000, 0]];
    }
    case 'tally':
      return [[frame.write(node, index, 'lines')]];
    case 'slot worker':
      return [[frame.node(node, 'busy')], [frame.node(node, 'busy'), held()]].filter((one) => one.at(1) !== 0);
    case 'slot line':
      return [[frame.node(node, 'waitingCalls')], [frame.node(node, 'waitingCalls'), held()]].filter(
        (one) => one.at(1) !== 0,
      );
    case 'slot retry':
      return [[sum('retryScheduled') + sum('parked')]];
    case 'slot dead':
    case 'redrive':
      return [[sum('dead')]];
    case 'limited':
    case 'unauthenticated':
    case 'forbidden':
      return [[frame.node(node, place)]];
    case 'twice here': {
      const here = scenario.nodes[node].effects ?? [];
      return [
        [scenario.effects.reduce((all, { id }, i) => all + (here.includes(id) ? frame.effect(i, 'twice') : 0), 0)],
      ];
    }
    case 'caption': {
      const [left, tokens, reserved] = [
        frame.node(node, 'restartingUntilMs') - now,
        frame.node(node, 'tokens'),
        frame.node(node, 'reservedTokens'),
      ];
      if (left > 0) return [[Math.round(left / 100) / 10]];
      if (frame.health(node) === 'down') return own.length > 0 ? orNone([sum('ready')]) : [[]];
      if (tokens >= 0) return [reserved > 0 ? [tokens, reserved] : [tokens]];
      // Otherwise it says a policy in words.
      return [];
    }
    case 'holes':
      // A figure has no room for it.
      return [[holes.length], []];
    case 'hole':
      return orNone([frame.subscription(hole, 'ready')]);
    case 'offset': {
      const log = holes.filter((i) => frame.subscription(i, 'on') > 0)[index];
      return [[frame.subscription(log, 'offset'), frame.subscription(log, 'records')]];
    }
    case 'records':
      return orNone([Math.max(0, ...holes.map((i) => frame.subscription(i, 'records')))]);
    case 'replicas': {
      const broker = scenario.nodes.findIndex(({ id }) => id === topic?.broker);
      const [alive, pending] = [frame.node(broker, 'replicas'), frame.node(broker, 'replicating')];
      const count = scenario.nodes[broker].replicas?.count ?? 0;
      const left = frame.node(broker, 'restartingUntilMs') - now;
      if (left > 0) return [[Math.round(left / 100) / 10]];
      return [pending > 0 ? [alive, count, pending] : [alive, count]];
    }
    case 'replicas pending':
      return [
        [
          frame.node(
            scenario.nodes.findIndex(({ id }) => id === topic?.broker),
            'replicating',
          ),
        ],
      ];
    case 'blocked':
      return [[counted('blocked', 'topic', scenario.topics.findIndex(called))]];
    case 'full':
      return holes.flatMap((i) => {
        const most = session.settings().subscriptions[scenario.subscriptions[i].id]?.maxLength?.messages ?? 0;
        return frame.subscription(i, 'ready') < most ? [] : [[most], []];
      });
    case 'keys':
      return holes.map((i) => [counted('heldUp', 'subscription', i)]);
    case 'nobody':
      return [];
    case 'owned': {
      const bits = frame.node(node, 'partitions');
      const own = Array.from({ length: 32 }, (_, i) => i).filter((i) => (bits >>> i) % 2 === 1);
      return [own.length === 1 ? own : [own[0], own[own.length - 1]]];
    }
    case 'stale':
      return [[counted('stale', 'to', node)]];
    case 'cache': {
      // Where an arrow has no room, its card says how old the answer is, in whole seconds.
      const ages = scenario.calls.flatMap(({ to }, i) =>
        to === scenario.nodes[node].id ? [Math.round((now - frame.call(i, 'cachedAtMs')) / 1000)] : [],
      );
      return ages.map((age) => (age < 60 ? [age] : [Math.floor(age / 60), age % 60].filter((n) => n > 0)));
    }
    case 'lost pile':
      return orNone([frame.header('lost')]);
    case 'clock': {
      const hundredths = Math.floor(now / 10);
      return [[Math.floor(hundredths / 6000), (hundredths % 6000) / 100]];
    }
    case 'known':
      return [[Math.floor(Math.floor(session.head / 10) / 6000), (Math.floor(session.head / 10) % 6000) / 100]];
    case 'playhead':
      return [[Math.round(now / 100) / 10, Math.round(session.head / 100) / 10]];
    case 'lanes': {
      /** Of each service that is at work how many, and how many messages wait for it. @param {number} i */
      const ofLane = (i) => {
        const { id } = scenario.nodes[i];
        const waits = scenario.subscriptions.map(({ consumers }, at) =>
          consumers[0] === id ? frame.subscription(at, 'ready') : 0,
        );
        return [frame.node(i, 'busy'), waits.reduce((all, one) => all + one, 0)].filter((number) => number > 0);
      };
      return [scenario.nodes.flatMap(({ kind }, i) => (kind === 'service' ? ofLane(i) : []))];
    }
    case 'expected':
      return [[frame.header('orders')]];
    case 'expected of':
      return [[effect('expected')]];
    case 'done':
      return [[effect('once') + effect('twice')]];
    case 'late':
    case 'twice':
    case 'waiting':
    case 'dead':
    case 'lost':
      return [[effect(place)]];
    case 'line':
      return [
        [effect('once') + effect('twice'), effect('waiting'), effect('dead'), effect('lost')].filter(
          (n, i) => i === 0 || n > 0,
        ),
      ];
    case 'verdict':
      return [[frame.header('lost'), frame.header('doneTwice')]];
    case 'more verdict':
      return ['outOfOrder', 'compensated', 'lostAmount'].map((name) => [
        frame.header(/** @type {'lostAmount'} */ (name)),
      ]);
    default:
      assert.fail(`nobody checks “${text}” of “${of}”, at ${place}`);
  }
}

/** Names that may hold digits. @param {CoreRun} session @param {Lang} lang */
const namesOf = ({ scenario: { nodes, topics, subscriptions, effects } }, lang) =>
  [...nodes, ...topics, ...subscriptions, ...effects]
    .flatMap(({ id, name }) => [name?.[lang] ?? '', id])
    .filter((name) => /\d/.test(name))
    .sort((a, b) => b.length - a.length);

/** Compares what the page shows of a run with what the core says of it. @param {CoreRun} session @param {Found[]} found @param {Lang} lang @param {string} where */
function compare(session, found, lang, where) {
  const names = namesOf(session, lang);
  for (const one of found) {
    const shown = numbersIn(one.text, lang, names).filter(
      (number) => !(one.place in CODES) || !CODES[one.place].includes(number),
    );
    const right = due(session, one, lang);
    if (right.length === 0) continue;
    assert.ok(
      right.some(
        (numbers) => numbers.length === shown.length && numbers.every((number, i) => isSame(number, shown[i])),
      ),
      `${where}, ${lang}, at ${session.now} ms: ${one.place} ${one.index} of “${one.of}” says “${one.text}”; the core: ${JSON.stringify(right)}`,
    );
  }
}

/** What lies in boxes: envelopes that are drawn, and the counts of the others. @param {CoreRun} session */
function lying({ frame, scenario }) {
  const { data, field, envelopeBase, envelopeStride, layout } = frame;
  const lies = [
    'ready',
    'heldUp',
    'delayed',
    'buffered',
    'stale',
    'handled',
    'blocked',
    'working',
    'parked',
    'dead',
    'outbox',
    'waitingCall',
    'waitingCore',
    'waiting',
    'holding',
    'retryScheduled',
  ];
  let count = 0;
  for (let at = envelopeBase; at < data.length; at += envelopeStride) {
    const client = scenario.nodes[data[at + field.to]]?.kind === 'client';
    const calls = scenario.calls.some(({ from }) => from === scenario.nodes[data[at + field.to]]?.id);
    const state = layout.envelopeStates[data[at + field.state]];
    if (!lies.includes(state) || (client && !(state === 'holding' && calls))) continue;
    count += 1 + data[at + field.more];
  }
  return count;
}

/** @param {Page} page @param {string} what the element's method @param {unknown[]} values */
const ask = (page, what, ...values) =>
  page.evaluate(
    async ({ what, values }) => {
      const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
      const answer = await Reflect.get(playground, what)(...values);
      await playground.updateComplete;
      return answer;
    },
    { what, values },
  );

/** What a person reads in the settings of a service against what is in force. @param {Page} page @param {CoreRun} session @param {number} chance @param {Lang} lang @param {string} where */
async function compareSettings(page, session, chance, lang, where) {
  const words = wordsIn(lang);
  const services = session.scenario.nodes.flatMap(({ kind }, i) => (kind === 'service' ? [i] : []));
  const node = session.scenario.nodes[services[chance % services.length]];
  await page.getByRole('button', { name: words('service.settings', { name: node.name[lang] }) }).click();
  await page.getByRole('dialog', { name: words('settings.title', { name: node.name[lang] }) }).waitFor();
  const { fields, letters } = await page.evaluate(settingsShown);
  /** @param {Parameters<typeof words>[0]} key */
  const shown = (key) => fields.flatMap(([label, value]) => (label === words(key) ? [value] : []));
  const { nodes, subscriptions, calls } = session.settings();
  const own = session.scenario.subscriptions.filter(({ consumers }) => consumers.includes(node.id));
  const retries = [
    ...own.map(({ id }) => subscriptions[id].retry),
    ...calls.flatMap(({ from, retry }) => (from === node.id ? [retry] : [])),
  ];
  // Attempts without end are a choice, and no number.
  const attempts = retries.flatMap(({ backoff, maxAttempts }) =>
    backoff === 'none' || maxAttempts === 'unlimited' ? [] : [`${maxAttempts}`],
  );
  const presets = own.map(({ id }) => session.presetOf(id));
  const dead = own.map(({ id }) =>
    session.frame.subscription(
      session.scenario.subscriptions.findIndex((one) => one.id === id),
      'dead',
    ),
  );
  assert.deepEqual(
    { workers: shown('settings.workers'), attempts: shown('retry.attempts'), presets: shown('settings.preset') },
    { workers: [`${nodes[node.id].workers}`], attempts, presets },
    `${where}, ${lang}: the settings of ${node.id}`,
  );
  const counted = letters.map((text) => numbersIn(text, lang, [])[0]);
  assert.deepEqual(
    counted,
    dead.filter((count) => count > 0),
    `${where}, ${lang}: letters of ${node.id}`,
  );
  await page.keyboard.press('Escape');
}

/** Two runs beside each other against what the core says of each. @param {Page} page @param {RunRecord} record @param {Lang} lang @param {string} where */
async function compareBoth(page, record, lang, where) {
  const words = wordsIn(lang);
  await page.getByRole('button', { name: words('compare.open'), exact: true }).click();
  await page.locator('.difference').waitFor();
  await ask(page, 'seek', record.nowMs);
  const json = JSON.stringify(record.scenario);
  const sides = [json, contrastOf(json)].map((one) => new CoreRun(one, record.seed));
  sides[0].repeat(record.log);
  sides[1].imitate(record.log);
  for (const [side, session] of sides.entries()) {
    session.seek(Math.max(record.headMs, session.now));
    session.seek(record.nowMs);
    const { found } = await page.evaluate(collect, { selector: `.twin:nth-child(${side + 1})`, lang });
    assert.ok(found.length > 5, `${where}: side ${side}`);
    compare(session, found, lang, `${where}, side ${'AB'[side]}`);
  }
  const told = await page.locator('.difference span').innerText();
  const [a, b] = sides.map(({ frame }) => frame);
  const equal = told.endsWith(words('compare.restEqual'));
  const same = told === words('compare.same') || told === words('compare.sameOutcome');
  const numbers = numbersIn(told, lang, namesOf(sides[0], lang));
  for (const column of /** @type {const} */ (['late', 'twice', 'waiting', 'dead', 'lost'])) {
    for (const effect of sides[0].scenario.effects.keys()) {
      const [x, y] = [a, b].map((frame) => frame.effect(effect, column));
      if (x === y) continue;
      assert.ok(!same, `${where}, ${lang}: “${told}” of ${column} ${x} and ${y}`);
      const said = [x, y].every((number) => number === 0 || numbers.includes(number));
      assert.ok(!equal || said, `${where}, ${lang}: “${told}” leaves out ${column} ${x} and ${y}`);
    }
  }
  for (const session of sides) session.close();
  await page.getByRole('button', { name: words('compare.stop') }).click();
  await page.getByRole('region', { name: words('timeline.title') }).waitFor();
}

test('random sessions over all lessons, in both languages', async () => {
  const chance = new Chance(2024);
  const { page, witness } = await person.open('/?lang=en');
  await ask(page, 'pause');
  let checked = 0;
  for (const { id } of LESSONS) {
    const turns = Array.from({ length: 7 }, () => chance.below(1 << 20));
    const played = { json: builtInText(id), seed: `${1 + chance.below(1000)}`, turns };
    const { record, hash } = await page.evaluate(playAtRandom, played);
    const session = CoreRun.of(record);
    assert.equal(session.hash, hash, `${id}: the same run`);
    // The last one is that of the settings and of the comparison.
    for (const lang of LANGUAGES) {
      const { found, lies } = await page.evaluate(collect, { selector: '.root', lang });
      compare(session, found, lang, id);
      assert.equal(lies, lying(session), `${id}: what lies in boxes`);
      checked += found.length;
    }
    await compareSettings(page, session, chance.below(100), 'pt-BR', id);
    // A third of them is as many as there is time for.
    if (session.lesson?.contrast && chance.below(3) === 0) await compareBoth(page, record, 'pt-BR', id);
    session.close();
  }
  assert.ok(checked > 52 * 15, `${checked} numbers`);
  assert.deepEqual(witness.complaints, []);
});

test('random sessions over some lessons, and over what lessons do not show, on a phone', async () => {
  const chance = new Chance(360);
  const { page, witness } = await person.open('/?lang=pt-BR', {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
  });
  await ask(page, 'pause');
  // Each fourth of them is as many as there is time for.
  const lessons = LESSONS.flatMap(({ id }, i) => (i % 4 === 0 ? [{ id, json: builtInText(id) }] : []));
  const others = Object.entries(MARKED).map(([id, scenario]) => ({ id, json: JSON.stringify(scenario) }));
  let checked = 0;
  for (const { id, json } of [...lessons, ...others]) {
    const turns = Array.from({ length: 5 }, () => chance.below(1 << 20));
    const { record, hash } = await page.evaluate(playAtRandom, { json, seed: `${1 + chance.below(1000)}`, turns });
    const session = CoreRun.of(record);
    assert.equal(session.hash, hash, `${id}: the same run`);
    for (const lang of LANGUAGES) {
      const { found, lies } = await page.evaluate(collect, { selector: '.root', lang });
      compare(session, found, lang, `${id} on a phone`);
      assert.equal(lies, lying(session), `${id} on a phone: what lies in boxes`);
      checked += found.length;
    }
    session.close();
  }
  assert.ok(checked > 26 * 10, `${checked} numbers`);
  assert.deepEqual(witness.complaints, []);
});

test('where thousands wait, thousands are said to wait', async () => {
  const scenario = JSON.parse(builtInText('service-down'));
  for (const node of scenario.nodes) if (node.kind === 'client') node.arrivals = { every: '4ms', limit: 20_000 };
  const { page } = await person.open('/?lang=en');
  await ask(page, 'pause');
  await ask(page, 'open', JSON.stringify(scenario), { seed: '1' });
  await ask(page, 'pause');
  await ask(page, 'command', { setHealth: { node: 'logistics', health: 'down' } });
  await ask(page, 'seek', 60_000);
  const session = CoreRun.of(/** @type {RunRecord} */ (await ask(page, 'record')));
  const waiting = session.scenario.subscriptions.map((_, i) => session.frame.subscription(i, 'ready'));
  assert.ok(Math.max(...waiting) > 10_000, waiting.join());
  for (const lang of LANGUAGES) {
    const { found, lies } = await page.evaluate(collect, { selector: '.root', lang });
    compare(session, found, lang, 'thousands');
    assert.equal(lies, lying(session));
    const beside = await page.locator('.envelopes .more').allTextContents();
    assert.ok(
      beside.some((text) => /^\+\d\d[.,]\d{3}$/.test(text)),
      beside.join(),
    );
  }
  session.close();
});
