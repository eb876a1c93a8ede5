// A course platform with its record store, for tests: it launches a part as cmi5 says, and takes nothing that breaks a rule of cmi5 or of
// xAPI. Whether a statement has the right form is judged by the validator of a store that nobody here wrote.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

/** @typedef {{ id: string, timestamp: string, actor: any, verb: { id: string }, object: any, result?: any, context: any }} Statement */
/** What a request gets. @typedef {{ status: number, body?: unknown }} Answer */
/** @typedef {{ mode?: 'Normal' | 'Browse' | 'Review', mastery?: number, returnTo?: string, lang?: string }} Wishes */

/** Vitest and Node differ in what such a module gives to an import. @type {{ default: typeof import('@learninglocker/xapi-validation').default }} */
const { default: validate } = createRequire(import.meta.url)('@learninglocker/xapi-validation');

const CMI5 = 'https://w3id.org/xapi/cmi5/context';
const SESSION = `${CMI5}/extensions/sessionid`;
const PUBLISHER = 'urn:uuid:00000000-0000-8000-8000-000000000001';
const DEFINED = ['initialized', 'completed', 'passed', 'failed', 'terminated'];

/** The last word of a verb's address. @param {Statement} statement */
export const verbOf = ({ verb }) => verb.id.slice(verb.id.lastIndexOf('/') + 1);

/** One visit of the learner. */
class Session {
  id = randomUUID();
  token = Buffer.from(`${randomUUID()}:x`).toString('base64');
  fetched = false;
  /** @type {Statement[]} */
  statements = [];

  /** @param {Wishes} wishes */
  constructor(wishes) {
    this.wishes = wishes;
  }

  get template() {
    return {
      contextActivities: { grouping: [{ objectType: 'Activity', id: PUBLISHER }] },
      extensions: { [SESSION]: this.id },
    };
  }

  get launchData() {
    const { mode = 'Normal', mastery, returnTo } = this.wishes;
    return {
      contextTemplate: this.template,
      launchMode: mode,
      moveOn: 'CompletedOrPassed',
      ...(mastery === undefined ? {} : { masteryScore: mastery }),
      ...(returnTo ? { returnURL: returnTo } : {}),
    };
  }
}

/** A platform with one learner, enrolled in one part. */
export class Lrs {
  actor = { objectType: 'Agent', name: 'Souza, Ana', account: { homePage: 'https://lms.example', name: 'ana' } };
  registration = randomUUID();
  activityId = 'https://lms.example/activities/7';
  /** @type {Session[]} */
  sessions = [];
  /** What was kept, by its name. @type {Map<string, unknown>} */
  documents = new Map();
  /** What was not taken, and why. @type {string[]} */
  refused = [];
  /** Whether the store is out of order. */
  down = false;

  /** Begins a visit. @param {string} page of the part @param {string} here the platform's own address @param {Wishes} [wishes] @returns the address that the learner opens */
  launch(page, here, wishes = {}) {
    const session = new Session(wishes);
    this.sessions.push(session);
    const address = new URL(page);
    const values = {
      endpoint: `${here}/xapi/`,
      fetch: `${here}/token?k=${session.id}`,
      actor: JSON.stringify(this.actor),
      registration: this.registration,
      activityId: this.activityId,
    };
    for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
    return address.href;
  }

  /** Everything that was told, over all visits. */
  get statements() {
    return this.sessions.flatMap(({ statements }) => statements);
  }

  /** What was told in a visit, by its verbs. @param {number} [index] the last one, if none is named */
  verbs(index = this.sessions.length - 1) {
    return this.sessions[index].statements.map(verbOf);
  }

  /** @param {string} method @param {string} address @param {Record<string, any>} headers with names in small letters @param {string} body @returns {Answer} */
  answer(method, address, headers, body) {
    const { pathname, searchParams } = new URL(address);
    const wish = (/** @type {string} */ name) => searchParams.get(name);
    const form = wish('method');
    if (method === 'POST' && form) return this.#ofForm(form, pathname, new URLSearchParams(body));
    if (pathname === '/token') return this.#token(method, wish('k'));
    if (this.down) return { status: 503 };
    const session = this.sessions.find(({ token }) => headers.authorization === `Basic ${token}`);
    if (!session) return this.#refuse(401, `${pathname}: no token`);
    if (headers['x-experience-api-version'] !== '1.0.3') return this.#refuse(400, `${pathname}: no version`);
    const path = pathname.replace(/^\/xapi\//, '');
    if (path === 'statements') return this.#statements(session, method, wish('statementId'), JSON.parse(body));
    if (path === 'agents/profile') {
      const { lang } = session.wishes;
      return lang ? { status: 200, body: { languagePreference: lang } } : { status: 404 };
    }
    if (path !== 'activities/state') return this.#refuse(404, pathname);
    const own = wish('activityId') === this.activityId && wish('registration') === this.registration;
    if (!own || wish('agent') !== JSON.stringify(this.actor)) return this.#refuse(403, 'a document of somebody else');
    return this.#document(session, method, wish('stateId') ?? '', body);
  }

  /** The form of a request for which a browser need not ask leave: its heads and its body are fields. @param {string} method @param {string} path @param {URLSearchParams} fields */
  #ofForm(method, path, fields) {
    const take = (/** @type {string} */ name) => {
      const value = fields.get(name) ?? '';
      fields.delete(name);
      return value;
    };
    const heads = ['Authorization', 'X-Experience-API-Version', 'Content-Type'];
    const headers = Object.fromEntries(heads.map((name) => [name.toLowerCase(), take(name)]));
    const content = take('content');
    return this.answer(method, `https://lms.example${path}?${fields}`, headers, content);
  }

  /** @param {number} status @param {string} why @returns {Answer} */
  #refuse(status, why) {
    this.refused.push(why);
    return { status, body: { why } };
  }

  /** @param {string} method @param {string | null} id @returns {Answer} */
  #token(method, id) {
    const session = this.sessions.find((one) => one.id === id);
    if (method !== 'POST' || !session) return this.#refuse(404, 'no such visit');
    if (session.fetched) return { status: 200, body: { 'error-code': '1', 'error-text': 'It was given already.' } };
    session.fetched = true;
    return { status: 200, body: { 'auth-token': session.token } };
  }

  /** @param {Session} session @param {string} method @param {string} name @param {string} body @returns {Answer} */
  #document(session, method, name, body) {
    if (name === 'LMS.LaunchData') {
      return method === 'GET' ? { status: 200, body: session.launchData } : this.#refuse(403, 'it is the platform’s');
    }
    if (method === 'PUT') {
      this.documents.set(name, JSON.parse(body));
      return { status: 204 };
    }
    return this.documents.has(name) ? { status: 200, body: this.documents.get(name) } : { status: 404 };
  }

  /** @param {Session} session @param {string} method @param {string | null} id @param {any} body @returns {Answer} */
  #statements(session, method, id, body) {
    const all = /** @type {Statement[]} */ (Array.isArray(body) ? body : [body]);
    if (method === 'PUT' && (Array.isArray(body) || body.id !== id)) return this.#refuse(400, 'another id');
    for (const one of all) {
      if (this.statements.some(({ id }) => id === one.id)) return { status: 409 };
      const why = this.#wrong(session, one);
      if (why) return this.#refuse(400, `${one.verb?.id}: ${why}`);
      session.statements.push(one);
    }
    return method === 'PUT' ? { status: 204 } : { status: 200, body: all.map(({ id }) => id) };
  }

  /** The rule that a statement breaks: sections 9.1 to 9.7 and 10 of the specification. @param {Session} session @param {Statement} one */
  #wrong(session, one) {
    const warnings = validate(one);
    if (warnings.length > 0) return `not of the right form: ${JSON.stringify(warnings)}`;
    if (!one.id || !one.timestamp) return 'without an id or a time';
    if (JSON.stringify(one.actor) !== JSON.stringify(this.actor)) return 'another learner';
    if (one.context?.registration !== this.registration) return 'another enrolment';
    if (!holds(one.context, session.template)) return 'without the context template';
    const [told, before] = [session.statements.map(verbOf), this.statements.map(verbOf)];
    const verb = verbOf(one);
    if (told.includes('terminated')) return 'after the end';
    if ((told.length === 0) !== (verb === 'initialized')) return 'initialized is to come first, and once';
    const last = session.statements.at(-1);
    if (last && last.timestamp > one.timestamp) return 'earlier than the one before';
    const categories = (one.context.contextActivities.category ?? []).map((/** @type {{ id: string }} */ { id }) => id);
    const { score, success, completion, duration } = one.result ?? {};
    if (!DEFINED.includes(verb)) {
      if (categories.includes(`${CMI5}/categories/cmi5`)) return 'not one that cmi5 defines';
      return one.object.id === this.activityId ? 'about the whole part' : '';
    }
    if (one.object.id !== this.activityId) return 'about something else';
    if (!categories.includes(`${CMI5}/categories/cmi5`)) return 'without its category';
    const judges = ['completed', 'passed', 'failed'].includes(verb);
    if (categories.includes(`${CMI5}/categories/moveon`) !== judges) return 'with the wrong category';
    if (judges && (session.wishes.mode ?? 'Normal') !== 'Normal') return 'to look at only';
    if (told.includes(verb)) return 'said before in this visit';
    if (['completed', 'passed'].includes(verb) && before.includes(verb)) return 'said before in this enrolment';
    if (verb === 'failed' && before.includes('passed')) return 'failed after passed';
    if (['passed', 'failed'].includes(verb) && told.some((one) => ['passed', 'failed'].includes(one)))
      return 'passed and failed in one visit';
    if (success !== { passed: true, failed: false }[verb]) return 'with the wrong success';
    if (completion !== (verb === 'completed' ? true : undefined)) return 'with the wrong completion';
    if (score && !['passed', 'failed'].includes(verb)) return 'with a score';
    if (verb !== 'initialized' && !/^PT/.test(duration)) return 'without a duration';
    return this.#wrongScore(session, verb, one, score);
  }

  /** @param {Session} session @param {string} verb @param {Statement} one @param {any} score */
  #wrongScore({ wishes: { mastery } }, verb, one, score) {
    const done = ['passed', 'failed'].includes(verb);
    if (mastery !== undefined && done) {
      if (one.context.extensions[`${CMI5}/extensions/masteryscore`] !== mastery) return 'without the score it takes';
      if (score.scaled >= mastery !== (verb === 'passed')) return 'against the score it takes';
    }
    const progress = one.result?.extensions?.['https://w3id.org/xapi/cmi5/result/extensions/progress'];
    const completed = [...this.statements.map(verbOf), verb].includes('completed');
    return progress !== undefined && completed ? 'progress after completion' : '';
  }
}

/** Whether everything in a value is in another one, too. @param {any} whole @param {any} part @returns {boolean} */
const holds = (whole, part) =>
  typeof part === 'object'
    ? Object.entries(part).every(([name, value]) => holds(whole?.[name], value))
    : whole === part;
