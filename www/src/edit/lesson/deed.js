// A deed of the learner: a command of which fields may be left out, or any of several such.
import { html, nothing } from 'lit';
import { CRASH_POINTS } from '../../settings/crash.js';
import { icons } from '../../ui/page-icons.js';
import { iconButton } from '../../ui/parts.js';
import { subscriptionsOf, topicsOf } from '../file.js';
import { valueAt } from '../place.js';
import { json, select, troubleAt } from './fields.js';

/** @import { Translator } from '../../i18n/index.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Place } from '../place.js' */
/** @import { DeskUi } from './fields.js' */

/** What a command is given to. @typedef {'client' | 'node' | 'broker' | 'subscription' | 'call' | 'none'} Subject */
/** @typedef {Record<string, unknown>} Fields */
/** A command of which fields are left out. @typedef {Record<string, Fields>} Pattern */

/** The commands of a person, with what each is given to. @type {Record<string, Subject>} */
export const COMMANDS = {
  placeOrder: 'client',
  setHealth: 'node',
  crash: 'node',
  setCrashes: 'node',
  setArrivals: 'client',
  setWorkers: 'node',
  setMachine: 'node',
  setIngress: 'node',
  setDelivery: 'subscription',
  redriveAll: 'subscription',
  dropNext: 'subscription',
  duplicateNext: 'subscription',
  delayNext: 'subscription',
  poisonNext: 'subscription',
  reorder: 'subscription',
  subscribe: 'subscription',
  unsubscribe: 'subscription',
  seek: 'subscription',
  setCall: 'call',
  setHealthCheck: 'call',
  failLeader: 'broker',
  poison: 'none',
  mend: 'none',
  redrive: 'none',
  discard: 'none',
};

/** What a press alone gives. */
const PRESSES =
  'placeOrder setHealth crash redriveAll reorder dropNext duplicateNext poisonNext failLeader subscribe unsubscribe'.split(
    ' ',
  );
const HEALTHS = /** @type {const} */ (['up', 'slow', 'flaky', 'hung', 'draining', 'down']);

/** What a command may be given to, with its name: the value is what stands in the command, a call's two ids with a stroke between. @param {Translator} tr @param {Editor} editor @param {Subject} subject @returns {[string, string][]} */
export function subjectsOf(tr, { file, shape }, subject) {
  /** @param {string} id */
  const nameOf = (id) => tr.text(file.nodes.find((node) => node.id === id)?.name) || id;
  if (subject === 'call') {
    return shape.calls.map(({ from, to }) => [
      `${from}/${to}`,
      tr.t('teach.call', { from: nameOf(from), to: nameOf(to) }),
    ]);
  }
  if (subject === 'subscription') {
    return topicsOf(file).flatMap((topic) =>
      subscriptionsOf(topic).map(({ id, name, consumers }) => [
        id,
        tr.t('teach.subscription', { topic: tr.text(topic.name), name: tr.text(name) || nameOf(consumers[0] ?? id) }),
      ]),
    );
  }
  const kinds = subject === 'node' ? ['service', 'gateway', 'broker'] : [subject];
  return file.nodes.flatMap(({ id, kind }) => (kinds.includes(kind) ? [[id, nameOf(id)]] : []));
}

/** @param {Fields} fields @param {string[]} names */
const without = (fields, names) => Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/** The names of the fields by which a command says what it is given to. @param {Subject} subject */
const namesOf = (subject) => (subject === 'call' ? ['from', 'to'] : subject === 'none' ? [] : [subject]);

/** @param {Subject} subject @param {Fields} fields */
function subjectIn(subject, fields) {
  if (subject === 'call') return fields.from && fields.to ? `${fields.from}/${fields.to}` : '';
  return String(fields[subject] ?? '');
}

/** @param {Subject} subject @param {string} value @param {Fields} fields @returns {Fields} */
function withSubject(subject, value, fields) {
  const rest = without(fields, namesOf(subject));
  if (value === '') return rest;
  const [from, to] = value.split('/');
  return subject === 'call' ? { from, to, ...rest } : { [subject]: value, ...rest };
}

/** The one field that is chosen from a list, where there is such. @param {DeskUi} ui @param {Place} place @param {string} word @param {Fields} fields @param {(fields: Fields) => void} change */
function special(ui, place, word, fields, change) {
  const { tr } = ui;
  const any = /** @type {const} */ (['', tr.t('teach.any')]);
  if (word === 'crash') {
    const points = CRASH_POINTS.map((point) => /** @type {const} */ ([point, tr.t(`crash.${point}`)]));
    return select(
      ui,
      [...place, 'point'],
      tr.t('teach.point.crash'),
      [any, ...points],
      String(fields.point ?? ''),
      (point) => change(point === '' ? without(fields, ['point']) : { ...fields, point }),
    );
  }
  const { health } = fields;
  const name = typeof health === 'object' && health ? Object.keys(health)[0] : String(health ?? '');
  const healths = HEALTHS.map((one) => /** @type {const} */ ([one, tr.t(`health.${one}`)]));
  return select(ui, [...place, 'health'], tr.t('teach.health'), [any, ...healths], name, (chosen) => {
    const next = ['slow', 'flaky', 'draining'].includes(chosen) ? { [chosen]: {} } : chosen;
    change(chosen === '' ? without(fields, ['health']) : { ...fields, health: next });
  });
}

/** The rest of a command as JSON, where there is any or may be. @param {DeskUi} ui @param {Place} place @param {string} word @param {string[]} said the fields that are said already @param {Fields} fields @param {(fields: Fields) => void} change */
function rest(ui, place, word, said, fields, change) {
  const health = word === 'setHealth' && typeof fields.health === 'object';
  const own = health ? said.filter((name) => name !== 'health') : said;
  const left = without(fields, own);
  const none = Object.keys(left).length === 0;
  if (none && PRESSES.includes(word)) return nothing;
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => own.includes(name)));
  return json(
    ui,
    place,
    ui.tr.t('teach.fields'),
    none ? undefined : left,
    (value) => change({ ...kept, .../** @type {Fields} */ (value ?? {}) }),
    {
      text: none ? '' : JSON.stringify(left),
      empty: true,
    },
  );
}

/** One command. @param {DeskUi} ui @param {Place} place @param {Pattern} pattern @param {(pattern: Pattern) => void} change @param {boolean} whole whether nothing may be left out */
function command(ui, place, pattern, change, whole) {
  const { tr, editor } = ui;
  const [[word, fields] = ['placeOrder', {}]] = Object.entries(pattern);
  const subject = COMMANDS[word] ?? 'none';
  const words = Object.keys(COMMANDS).map((one) => /** @type {const} */ ([one, tr.t('teach.deed', { deed: one })]));
  if (!COMMANDS[word]) words.push([word, word]);
  /** @param {Fields} next */
  const set = (next) => change({ [word]: next });
  const own = [...place, word];
  const subjects = subjectsOf(tr, editor, subject);
  const now = subjectIn(subject, fields);
  const known = [...(whole ? [] : [/** @type {const} */ (['', tr.t('teach.any')])]), ...subjects];
  // What is gone is still what stands there.
  if (!known.some(([value]) => value === now)) known.push([now, now]);
  const said = [...namesOf(subject), ...(word === 'setHealth' ? ['health'] : word === 'crash' ? ['point'] : [])];
  const chosen = (/** @type {string} */ next) => {
    const fresh = COMMANDS[next];
    const [first] = subjectsOf(tr, editor, fresh);
    change({ [next]: fresh === subject ? withSubject(fresh, now, {}) : withSubject(fresh, first?.[0] ?? '', {}) });
  };
  return html`${select(ui, [...place, 'command'], tr.t('teach.command'), words, word, chosen)}
    ${
      subject === 'none'
        ? nothing
        : select(ui, [...own, namesOf(subject)[0]], tr.t('teach.subject', { subject }), known, now, (value) =>
            set(withSubject(subject, value, fields)),
          )
    }
    ${word === 'setHealth' || word === 'crash' ? special(ui, own, word, fields, set) : nothing}
    ${rest(ui, own, word, said, fields, set)}`;
}

/** A command that is given at an instant. @param {DeskUi} ui @param {Place} place */
export const commandField = (ui, place) =>
  command(ui, place, valueAt(ui.editor.file, place) ?? {}, (pattern) => ui.editor.put(place, pattern), true);

/** What the learner is to do. @param {DeskUi} ui @param {Place} place of `do` */
export function deedField(ui, place) {
  const { tr, editor } = ui;
  /** @type {Pattern | Pattern[]} */
  const value = valueAt(editor.file, place) ?? {};
  const all = Array.isArray(value) ? value : [value];
  /** @param {Pattern[]} next */
  const set = (next) => editor.put(place, next.length === 1 && !Array.isArray(value) ? next[0] : next);
  const another = () => editor.put(place, [...all, all.at(-1) ?? { placeOrder: {} }]);
  return html`<div class="deeds">
    ${all.map((pattern, n) => {
      const own = Array.isArray(value) ? [...place, n] : place;
      const remove = () => editor.put(place, all.length === 2 ? all[1 - n] : all.toSpliced(n, 1));
      return html`<div class="deed">
        ${n > 0 ? html`<p class="or">${tr.t('teach.or')}</p>` : nothing}
        ${command(ui, own, pattern, (next) => set(all.with(n, next)), false)}
        ${all.length > 1 ? iconButton(icons.close, tr.t('teach.remove', { what: tr.t('teach.command'), number: n + 1 }), remove, { kind: 'small' }) : nothing}
      </div>`;
    })}
    ${troubleAt(ui, place)}
    <button type="button" class="button small" @click=${another}>${icons.plus}<span>${tr.t('teach.orAnother')}</span></button>
  </div>`;
}

/** A deed in a few words. @param {DeskUi} ui @param {unknown} deed */
export function deedInWords({ tr, editor }, deed) {
  const all = /** @type {Pattern[]} */ (Array.isArray(deed) ? deed : [deed]);
  return tr.list(
    all.map((pattern) => {
      const [[word, fields] = ['', {}]] = Object.entries(pattern ?? {});
      const subject = COMMANDS[word] ?? 'none';
      const of = subjectIn(subject, fields);
      const name = subjectsOf(tr, editor, subject).find(([value]) => value === of)?.[1] ?? of;
      const { health } = fields;
      const how = typeof health === 'object' && health ? Object.keys(health)[0] : health;
      const known = HEALTHS.find((one) => one === how);
      return [tr.t('teach.deed', { deed: word }), name, known ? tr.t(`health.${known}`) : '']
        .filter(Boolean)
        .join(' · ');
    }),
  );
}
