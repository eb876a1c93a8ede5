// The course platform around the page, as far as it speaks cmi5: the address that opened the page says where the platform's record store
// is, and it is told by statements. What they are made of, and the order of a visit, are the library's. It is loaded by parts of a cmi5
// package alone.
import Cmi5 from '@rusticisoftware/cmi5';
import { plainProse } from '../../ui/prose.js';
import { isoDuration, letterOf } from './editions.js';

/** @import { Text } from '../../core/types.js' */
/** @import { Interaction, Score } from './editions.js' */
/** @import { Done, Platform } from './platform.js' */
/** @import { Statement } from '@rusticisoftware/cmi5' */

/** What stands in the address of a launch. */
const LAUNCH = ['endpoint', 'fetch', 'actor', 'registration', 'activityId'];
const ANSWERED = 'http://adlnet.gov/expapi/verbs/answered';
const INTERACTION = 'http://adlnet.gov/expapi/activities/cmi.interaction';
/** Under which name a record stands in the statement that ends a visit: a UUID made for it. */
const RECORD = 'urn:uuid:2f0c6d6e-54a1-4d5b-9d3e-6c1b7a0f8e25';
/** The documents of a learner's part: the record as a link has it, and how far the platform knows of it. */
const [RUN, PLACE] = ['carteiro.run', 'carteiro.place'];
const VERSION = '1.0.3';
/** What is still on its way when the page goes may be so large: browsers allow 64 KB in all. */
const LEAVING_BYTES = 40_000;
/** The most letters of a record in a statement: all that is said at the end has to fit. */
const MOST_SAID = 12_000;
/** As much as SCORM 2004 keeps; record stores allow more. */
const MOST_KEPT = 64_000;

/** What the platform knows already, over all visits. @typedef {{ ms: number, completed: boolean, passed: boolean, best: number }} Place */

/** The library, but for how requests are sent: they are carried out when the page goes meanwhile. */
class Unit extends Cmi5 {
  #home;

  /** @param {string} address */
  constructor(address) {
    super(address);
    this.#home = new URL(address).origin;
  }

  /** @param {string} path @param {string} method @param {unknown} [body] @param {Record<string, string>} [query] */
  async ask(path, method, body, query) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const words = query ? `?${new URLSearchParams(query)}` : '';
    return fetch(`${this.getEndpoint()}/${path}${words}`, {
      method,
      mode: 'cors',
      keepalive: text !== undefined && text.length < LEAVING_BYTES,
      headers: {
        'X-Experience-API-Version': VERSION,
        Authorization: this.getAuth(),
        ...(text === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: text,
    });
  }

  /**
   * Asks when the page goes. A browser then drops what it would have to ask another site's leave for first, so that this is sent once more
   * in the form that xAPI 1.0.3 has for it (part three, 1.3), for which no leave is needed. What comes twice counts once.
   * @param {string} path @param {string} method @param {unknown} body @param {Record<string, string>} [query]
   */
  farewell(path, method, body, query) {
    const sent = [this.ask(path, method, body, query)];
    if (new URL(this.getEndpoint()).origin !== this.#home) {
      const content = JSON.stringify(body);
      const heads = {
        'X-Experience-API-Version': VERSION,
        Authorization: this.getAuth(),
        'Content-Type': 'application/json',
      };
      const form = new URLSearchParams({ ...query, ...heads, content });
      const keepalive = content.length < LEAVING_BYTES;
      sent.push(fetch(`${this.getEndpoint()}/${path}?method=${method}`, { method: 'POST', keepalive, body: form }));
    }
    return Promise.allSettled(sent);
  }

  /** @param {string} name of a document */
  addressOf(name) {
    return {
      stateId: name,
      activityId: this.getActivityId(),
      agent: JSON.stringify(this.getActor()),
      registration: this.getRegistration(),
    };
  }

  /** @param {string} name @returns {Promise<any>} undefined where there is none */
  async read(name) {
    const answer = await this.ask('activities/state', 'GET', undefined, this.addressOf(name));
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  }

  /** @param {string} name @param {object} content */
  async write(name, content) {
    const answer = await this.ask('activities/state', 'PUT', content, this.addressOf(name));
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  }

  /** @override @param {Statement} statement */
  async sendStatement(statement) {
    const answer = await this.ask('statements', 'PUT', statement, { statementId: statement.id });
    // 409: it has come before.
    if (!answer.ok && answer.status !== 409) throw new Error(`statement: ${answer.status}`);
  }
}

/** A text in each language, without its marks. @param {Text} text */
const plain = (text) => Object.fromEntries(Object.entries(text).map(([lang, words]) => [lang, plainProse(words)]));

/** The first language of a list that the page speaks. @param {string | null} list `pt-PT,en`; empty where there is none */
const spoken = (list) => (list ?? '').split(/[\s,]+/).find((lang) => /^(pt|en)\b/i.test(lang)) ?? '';

/** @implements {Platform} */
export class Cmi5Platform {
  most = MOST_KEPT;
  /** @type {'alone' | 'closed'} */
  refusal = 'closed';
  /** Whether the platform lets the learner look only: nothing is told then. */
  looking = false;
  /** Where the platform wants the learner back; empty where it does not say. */
  returnTo = '';
  /** @type {Unit | undefined} */
  #unit;
  #address;
  /** @type {Place} */
  #place = { ms: 0, completed: false, passed: false, best: 0 };
  /** @type {Done} */
  #done = { completed: false, passed: false, over: false };
  /** @type {Score} */
  #score = { points: 0, of: 0 };
  /** The record, and both documents as the platform has them. */
  #data = '';
  #dataKept = '';
  #placeKept = '';
  /** Statements that the platform does not have yet, in their order. @type {Statement[]} */
  #due = [];
  /** Those of them that are on their way. */
  #onTheWay = 0;
  /** Answers of which more is to be known, by their names. @type {Map<string, Interaction>} */
  #open = new Map();
  /** What was told of an answer last, by its name. @type {Map<string, string>} */
  #told = new Map();

  /** @param {string} address that the platform opened */
  constructor(address) {
    this.#address = address;
  }

  async start() {
    const wishes = new URL(this.#address).searchParams;
    if (!LAUNCH.every((name) => wishes.get(name))) {
      this.refusal = 'alone';
      return undefined;
    }
    try {
      const unit = new Unit(this.#address);
      unit.includeSourceActivity(false);
      await unit.start();
      this.looking = unit.getLaunchMode() !== 'Normal';
      this.returnTo = webAddress(unit.getReturnURL());
      const [run, place] = [await unit.read(RUN), await unit.read(PLACE)];
      this.#place = { ...this.#place, ...place };
      this.#placeKept = JSON.stringify(this.#place);
      this.#unit = unit;
      this.#data = this.#dataKept = run?.data ?? '';
      const { name, account } = unit.getActor();
      return {
        data: this.#data,
        ms: Number(this.#place.ms) || 0,
        learner: name ?? account.name,
        lang: spoken(unit.getLanguagePreference()),
      };
    } catch {
      // The token is given once: who loads the page again has ended the visit. What else fails is told by the browser's own console.
      return undefined;
    }
  }

  /** @param {Score} score @param {Done} done */
  score(score, done) {
    this.#score = score;
    this.#done = done;
    this.#place.best = Math.max(this.#place.best, share(score));
  }

  /** @param {string} data */
  keep(data) {
    this.#data = data;
  }

  /** A statement cannot be taken back: an answer is told when it is known whether it is right, or at the end. @param {Interaction} one */
  interaction(one) {
    this.#open.set(one.id, one);
    if (one.right !== undefined) this.#tell(one);
  }

  async commit() {
    const unit = this.#unit;
    if (!unit) return false;
    if (this.looking) return true;
    this.#judge(unit);
    try {
      // Each at its time: the store goes by their order.
      while (this.#due.length > 0 && this.#unit) {
        this.#onTheWay = 1;
        await unit.sendStatement(this.#due[0]);
        this.#due.shift();
        this.#onTheWay = 0;
      }
      await Promise.all(this.#unit ? this.#write(unit) : []);
      return true;
    } catch {
      this.#onTheWay = 0;
      return false;
    }
  }

  /** Writes the documents that have changed. @param {Unit} unit */
  #write(unit) {
    const [data, place] = [this.#data, JSON.stringify(this.#place)];
    const run = async () => {
      await unit.write(RUN, { data });
      this.#dataKept = data;
    };
    const standing = async () => {
      await unit.write(PLACE, JSON.parse(place));
      this.#placeKept = place;
    };
    return [...(data === this.#dataKept ? [] : [run()]), ...(place === this.#placeKept ? [] : [standing()])];
  }

  /** Tells once in all visits that everything is reached, and that the learner did it. @param {Unit} unit */
  #judge(unit) {
    if (this.#done.completed && !this.#place.completed) {
      this.#place.completed = true;
      this.#due.push(unit.completedStatement());
    }
    // Progress is told on the way there alone.
    unit.setProgress(this.#place.completed ? null : Math.round(100 * this.#place.best));
    if (this.#passes(unit) && !this.#place.passed) {
      this.#place.passed = true;
      this.#due.push(unit.passedStatement(this.#worth()));
    }
  }

  /** Where the platform has a score of its own for it, that decides. @param {Unit} unit */
  #passes(unit) {
    const mastery = unit.getMasteryScore();
    return mastery === null ? this.#done.passed : this.#score.of > 0 && this.#worth().scaled >= mastery;
  }

  /** The score, as cmi5 wants it: points that are no whole numbers are told as a share alone. */
  #worth() {
    const { points, of } = this.#score;
    const scaled = Math.round(10_000 * this.#place.best) / 10_000;
    const whole = Number.isInteger(points) && Number.isInteger(of) && points / of === this.#place.best;
    return whole ? { scaled, raw: points, min: 0, max: of } : { scaled };
  }

  /** @param {Interaction} one */
  #tell({ id, type, response, correct, right, asked, options, latencyMs }) {
    const unit = this.#unit;
    const said = `${response} ${right}`;
    this.#open.delete(id);
    if (!unit || this.looking || this.#told.get(id) === said) return;
    this.#told.set(id, said);
    const steps = type === 'performance' ? { steps: [{ id, description: plain(asked) }] } : {};
    const choices = options?.map((text, index) => ({ id: letterOf(index), description: plain(text) }));
    /** @param {string} answer */
    const form = (answer) => (type === 'performance' ? `${id}[.]${answer}` : answer);
    const best = correct ?? (type === 'performance' ? 'reached' : undefined);
    const statement = unit.prepareStatement(ANSWERED);
    statement.verb.display = { en: 'answered' };
    statement.object = {
      objectType: 'Activity',
      id: `${unit.getActivityId()}/${id}`,
      definition: {
        type: INTERACTION,
        name: plain(asked),
        interactionType: type,
        ...steps,
        ...(choices ? { choices } : {}),
        ...(best === undefined ? {} : { correctResponsesPattern: [form(best)] }),
      },
    };
    statement.result = {
      ...statement.result,
      response: form(response),
      ...(right === undefined ? {} : { success: right }),
      duration: isoDuration(latencyMs),
    };
    this.#due.push(statement);
  }

  /** @param {number} ms where the playhead stands @returns {Promise<unknown>} settles when all is said; a page that goes does not wait for it */
  end(ms) {
    const unit = this.#unit;
    if (!unit) return Promise.resolve();
    for (const one of [...this.#open.values()]) this.#tell(one);
    const last = this.#due.slice(this.#onTheWay);
    this.#unit = undefined;
    this.#place.ms = Math.round(ms);
    if (!this.looking) last.push(...this.#failed(unit));
    const terminated = unit.terminatedStatement();
    if (!this.looking && this.#data && this.#data.length <= MOST_SAID)
      terminated.result.extensions = { ...terminated.result.extensions, [RECORD]: this.#data };
    last.push(terminated);
    const said = [unit.farewell('statements', 'POST', last)];
    if (!this.looking) {
      said.push(unit.farewell('activities/state', 'PUT', this.#place, unit.addressOf(PLACE)));
      if (this.#data !== this.#dataKept)
        said.push(unit.farewell('activities/state', 'PUT', { data: this.#data }, unit.addressOf(RUN)));
    }
    return Promise.all(said);
  }

  /** Who left the run at its end, or let Show me reach everything, has not passed; who left it in its middle goes on another time. @param {Unit} unit */
  #failed(unit) {
    const tried = this.#score.of > 0 && (this.#done.over || this.#done.completed);
    return tried && !this.#place.passed && !this.#passes(unit) ? [unit.failedStatement(this.#worth())] : [];
  }
}

/** @param {Score} score */
const share = ({ points, of }) => (of > 0 ? points / of : 0);

/** An address to go to; nothing else is followed. @param {string | null} address */
function webAddress(address) {
  return address && /^https?:\/\//i.test(address) ? address : '';
}
