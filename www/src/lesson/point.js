// What a beat points at, or a command is given with: the control on the page, its card, and the settings it stands in.
/** @import { Command, Point, Scenario } from '../core/types.js' */
/** @import { Session } from '../core/session.js' */
/** @import { Ui } from '../store/ui.js' */

/** What finds controls in the panel of settings, once its code is here.
 * @typedef {object} Locate
 * @property {typeof import('../settings/locate.js').settingIn} settingIn
 * @property {typeof import('../settings/locate.js').buttonIn} buttonIn
 */

/** A control by its name and what it is of; `word` is one of several buttons of that name.
 * @typedef {{ control: string, of: string, word?: string }} Control */

/** @typedef {{ area: string } | Control | { owner: string, field: string, word?: string }} Target */

const AREAS = ['timeline', 'books', 'compare'];

/** The parts of the panel; the others stand on the stage. */
const IN_PANEL = 'crash dropNext duplicateNext delayNext poisonNext reorder mend redrive unsubscribe'.split(' ');

/** What a call has only where it is written. */
const OF_CHOICE = ['breaker', 'retryBudget', 'cache'];

/** What is of a node, should a subscription have the same id. */
const OF_NODES = 'card order arrivals health settings crash workers cores speed ingress'.split(' ');

/** What is meant by what a beat says. @param {Scenario} scenario @param {Point} point @param {boolean} acts whether something is to be done there @returns {Target} */
export function targetOf({ nodes, subscriptions }, point, acts) {
  if (typeof point === 'string') {
    if (AREAS.includes(point)) return { area: point };
    const node = nodes.find(({ id }) => id === point);
    if (node) return { control: acts ? (node.kind === 'client' ? 'order' : 'health') : 'card', of: point };
    return { control: subscriptions.some(({ id }) => id === point) ? 'queue' : 'topic', of: point };
  }
  if ('setting' in point) {
    const cut = point.setting.lastIndexOf('/');
    return { owner: point.setting.slice(0, cut), field: point.setting.slice(cut + 1) };
  }
  if (point.control === 'down') return { control: 'health', of: point.of, word: 'down' };
  return { control: point.control, of: point.of };
}

/** The name of a health, which may have a value. @param {unknown} health @returns {string | undefined} */
export const healthName = (health) =>
  typeof health === 'object' && health ? Object.keys(health)[0] : /** @type {string | undefined} */ (health);

/** The leaves of a value by their paths. @param {unknown} value @param {string} path @returns {[string, unknown][]} */
function leaves(value, path) {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, part]) => leaves(part, path ? `${path}.${name}` : name));
}

/** What differs in a setting from what is in force, leaf by leaf, and what is taken from it. @param {object} wanted @param {object | undefined} now */
function changed(wanted, now) {
  const [before, after] = [now ?? {}, wanted].map((setting) => new Map(leaves(setting, '')));
  const parts = new Set([...after.keys()].flatMap((path) => above(path)));
  /** @type {[string, unknown][]} */
  const taken = [...before.keys()].flatMap((path) => {
    const gone = above(path).find((part) => !parts.has(part));
    // What else is not written has a value of its own.
    return gone && gone !== path && (gone.includes('.') || OF_CHOICE.includes(gone)) ? [[gone, undefined]] : [];
  });
  const set = [...after].filter(([path, value]) => before.get(path) !== value);
  return [...new Map([...set, ...taken])];
}

/** A path, and those of what holds it, from the outermost. @param {string} path */
const above = (path) => path.split('.').map((_, at, parts) => parts.slice(0, at + 1).join('.'));

/** The controls with which a person gives a command, in their order, and what is chosen in them.
 * @param {Session} session @param {Command} command @returns {{ target: Target, value?: unknown }[]} */
export function handsFor(session, command) {
  const [[word, given]] = /** @type {[string, Record<string, any>][]} */ (Object.entries(command));
  const now = session.settings();
  /** @param {string} owner @param {object} wanted @param {object} [old] @returns {{ target: Target, value?: unknown }[]} */
  const fields = (owner, wanted, old) => {
    const all = changed(wanted, old).map(([field, value]) => ({ target: { owner, field }, value }));
    return all.length > 0 ? all : [{ target: { owner, field: Object.keys(wanted)[0] } }];
  };
  switch (word) {
    case 'placeOrder':
      return [{ target: { control: 'order', of: given.client } }];
    case 'setHealth':
      // What fails every time has a button of its own.
      if (given.health?.flaky?.probability === 1)
        return [{ target: { owner: given.node, field: 'health', word: 'failAll' } }];
      return [{ target: { control: 'health', of: given.node, word: healthName(given.health) } }];
    case 'setDelivery':
      return fields(given.subscription, given.delivery, now.subscriptions[given.subscription]);
    case 'setCall': {
      const { from, to, ...wanted } = given;
      return fields(
        `${from}/${to}`,
        wanted,
        now.calls.find((call) => call.from === from && call.to === to),
      );
    }
    case 'setIngress':
      return fields(given.node, { ingress: given.ingress }, { ingress: now.nodes[given.node]?.ingress });
    case 'setHealthCheck':
      return [{ target: { owner: `${given.from}/${given.to}`, field: 'healthCheck' } }];
    case 'setWorkers':
      return [{ target: { owner: given.node, field: 'workers' }, value: given.workers }];
    case 'setMachine':
      return [{ target: { owner: given.node, field: 'cores' }, value: given.cores }];
    case 'setArrivals':
      return [{ target: { control: 'arrivals', of: given.client } }];
    case 'crash':
      return [{ target: { control: 'crash', of: given.node, word: given.point } }];
    case 'mend':
    case 'redrive':
    case 'discard':
      return [{ target: { control: word, of: holderOf(session, given.message) } }];
    default:
      return [{ target: { control: word, of: given.subscription ?? given.broker ?? given.node ?? '' } }];
  }
}

/** The one control with which a person does what a deed describes, if it is no field of the settings.
 * @param {Session} session @param {Command} deed a command with fields left out @param {string} of what the deed is done to, if it leaves that out
 * @returns {Target | undefined} */
export function buttonFor(session, deed, of) {
  const [word] = Object.keys(deed);
  if (word.startsWith('set') && word !== 'setHealth' && word !== 'setArrivals') return undefined;
  const { target } = handsFor(session, deed)[0];
  return 'control' in target ? { ...target, of: target.of || of } : target;
}

/** The subscription in which a message is. @param {Session} session @param {number} message */
function holderOf({ frame, scenario }, message) {
  const { data, envelopeBase, envelopeStride, field } = frame;
  for (let at = envelopeBase; at < data.length; at += envelopeStride) {
    if (data[at + field.id] === message) return scenario.subscriptions[data[at + field.subscription]]?.id ?? '';
  }
  return '';
}

/** The node whose settings hold a target; -1 where it is on the page anyway. @param {Scenario} scenario @param {Target} target */
export function settingsWith(scenario, target) {
  if ('area' in target) return -1;
  if ('control' in target && !IN_PANEL.includes(target.control)) return -1;
  if ('field' in target && target.field.startsWith('arrivals')) return -1;
  return 'control' in target
    ? nodeOf(scenario, target.of, target.control)
    : nodeOf(scenario, target.owner, target.field.split('.')[0]);
}

/** The node that an id is of: itself, the consumer of a subscription, the caller of an edge.
 * @param {Scenario} scenario @param {string} id @param {string} what the control, or the setting, that is meant */
function nodeOf({ nodes, subscriptions }, id, what) {
  const [from] = id.split('/');
  const node = nodes.findIndex((one) => one.id === from);
  if (node >= 0 && OF_NODES.includes(what)) return node;
  const consumer = subscriptions.find((one) => one.id === id)?.consumers[0];
  return consumer ? nodes.findIndex((one) => one.id === consumer) : node;
}

/**
 * The control on the page, if it is there now.
 * @param {ParentNode} root @param {Ui} ui @param {Target} target @param {Locate | undefined} locate
 * @param {string} [ofTopic] of a broker's controls those at this topic; otherwise at its first
 * @returns {HTMLElement | null | undefined}
 */
export function elementOf(root, ui, target, locate, ofTopic) {
  /** @param {string} selector @returns {HTMLElement | null} */
  const find = (selector) => root.querySelector(selector);
  if ('area' in target) {
    if (target.area === 'compare') return find('.head .compare');
    return find(`.${target.area}`) ?? find(`.bottom-bar .open-${target.area}`);
  }
  const { scenario } = ui.session;
  if ('field' in target && target.field.startsWith('arrivals')) return find(`[data-node="${target.owner}"] .auto`);
  const panel = find('.settings');
  if ('field' in target) return panel && locate?.settingIn(panel, ui, target);
  const { control, of, word } = target;
  if (IN_PANEL.includes(control)) {
    if (control === 'unsubscribe') return panel && locate?.settingIn(panel, ui, { owner: of, field: 'on' });
    return panel && locate?.buttonIn(panel, ui, of, word ?? control);
  }
  const card = `.box[data-node="${scenario.nodes[nodeOf(scenario, of, control)]?.id}"]`;
  const broker = scenario.topics.find((topic) => topic.broker === of && topic.id === (ofTopic ?? topic.id));
  switch (control) {
    case 'order':
      return find(`${card} .buy`);
    case 'arrivals':
      return find(`${card} .auto`);
    case 'health': {
      const place = broker ? `[data-topic="${broker.id}"] .broker` : `${card} .healths`;
      return find(`${place} .h-${word}`) ?? find(place);
    }
    case 'settings':
      return find(`${card} .gear`);
    case 'redriveAll':
      return find(`${card} .redrive`) ?? find(`${card} .slot.dead`);
    case 'deadLetters':
      return find(`${card} .slot.dead`);
    case 'subscribe':
      return find(`.plug[data-subscription="${of}"]`) ?? find(`.hole[data-subscription="${of}"]`);
    case 'seek':
      return find(`.rewind[data-subscription="${of}"] .button`) ?? find(`.hole[data-subscription="${of}"]`);
    case 'failLeader':
      return broker ? find(`[data-topic="${broker.id}"] .names .button`) : null;
    case 'card':
      return find(broker ? `[data-topic="${broker.id}"]` : card);
    case 'queue':
      return find(`.hole[data-subscription="${of}"]`);
    default:
      return find(`[data-topic="${of}"]`);
  }
}

/** What is pointed at wherever it stands: a broker has a control at each of its topics. @type {(root: ParentNode, ui: Ui, target: Target, locate: Locate | undefined) => HTMLElement[]} */
export function elementsOf(root, ui, target, locate) {
  const topics = 'of' in target ? ui.session.scenario.topics.filter(({ broker }) => broker === target.of) : [];
  const found = (topics.length > 0 ? topics : [undefined]).map((topic) =>
    elementOf(root, ui, target, locate, topic?.id),
  );
  return [...new Set(found)].filter((element) => element !== null && element !== undefined);
}
