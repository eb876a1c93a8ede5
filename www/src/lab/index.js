// The lab on the page: a question, the study that answers it, and the hunt. Loaded when it is asked for.
import { parseDuration } from '../core/durations.js';
import { arriving } from '../core/loading.js';
import { subjectOf } from '../core/subject.js';
import { isProblem, ProblemError } from '../core/wasm.js';
import { adopt } from '../ui/adopt.js';
import { save } from '../ui/download.js';
import { matches } from '../ui/search.js';
import { Chart } from './chart.js';
import { asked } from './core.js';
import { Decided, foundQuestion, pointQuestion, runQuestion } from './decided.js';
import { Hunt } from './hunt.js';
import { firstQuestion, linkOf, questionIn, settingOf, valuesOf, written } from './question.js';
import { Study } from './study.js';
import { labStyles } from './style.js';
import { labView } from './view.js';

export { labCode } from './core.js';

/** @import { LabCatalogue, LabFact, LabHunted, LabSetting } from '../../pkg/lab/lab.js' */
/** @import { Session } from '../core/session.js' */
/** @import { Problem } from '../core/types.js' */
/** @import { StageUi } from '../stage/ui.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { LabAsk, Varied } from '../store/requests.js' */
/** @import { Store } from '../store/store.js' */
/** @import { Sure } from './sure.js' */
/** @import { LabCode } from './core.js' */
/** @import { Question as DecidedQuestion } from './decided.js' */
/** @import { Question } from './question.js' */
/** @import { LabUi } from './view.js' */

/** The word of the question that is being changed: a setting by its path, or what its name says. @typedef {{ path: string } | 'add' | 'measure' | 'good' | 'runs' | undefined} Word */
/** How the results are drawn. @typedef {'curve' | 'map' | 'table'} Form */

/** What is drawn is drawn again after so long at the earliest, in milliseconds. */
const DRAWN_MS = 80;
/** Settings that were picked elsewhere on the page and vary together, at most. */
const MOST_PICKED = 2;
/** Fewer points along a line than these are no curve. */
const FEW = 4;
/** More lines than this are a map. */
const MOST_CURVES = 5;

export class Lab {
  /** @type {Question} */
  question;
  /** @type {LabCatalogue} */
  catalogue;
  /** The scenario that is asked of. @type {Session['scenario']} */
  scenario;
  /** @type {Study | undefined} */
  study;
  /** @type {Word} */
  word;
  /** What is typed to find a setting. */
  typed = '';
  /** What is wrong with the question. @type {Problem | undefined} */
  problem;
  /** The form that was chosen. @type {Form | undefined} */
  #form;
  /** The point that is looked at. @type {number | undefined} */
  point;
  /** Whether the link was copied. */
  copied = false;
  #code;
  #store;
  #json;
  #picked;
  #isPage;
  /** The settings that were picked elsewhere on the page, by their paths. @type {string[]} */
  #varied = [];
  /** Whether something was asked for that is to be brought into sight. */
  #fresh = false;
  /** Where it is drawn. @type {ParentNode | undefined} */
  #root;
  /** The runs of it that were opened. @type {Set<string>} */
  #opened = new Set();
  #chart = new Chart();
  /** What it was drawn with last. @type {LabUi | undefined} */
  #ui;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;

  /** @param {Store} store @param {LabCode} code @param {Session} session what runs @param {Sure} sure counts for it @param {boolean} isPage whether the page's address is this playground's */
  constructor(store, code, session, sure, isPage) {
    this.#store = store;
    this.#code = code;
    this.#json = session.json;
    this.#picked = store.run.picked;
    this.#isPage = isPage;
    this.scenario = session.scenario;
    this.lesson = session.lesson;
    this.catalogue = asked(() => code.core.catalogueOf(session.json));
    this.question = firstQuestion(this.catalogue);
    this.sure = sure;
    this.hunt = new Hunt(code, session.json, () => this.#drawSoon());
    this.decided = new Decided(code, () => this.#drawSoon());
  }

  /** Whether it goes on with what runs. @param {Session} session */
  isOf({ json }) {
    return json === this.#json || this.#opened.has(json);
  }

  /** It is on the page. @param {LabAsk} asks */
  begin({ ask, vary, decided }) {
    if (ask) {
      this.question = questionIn(ask, firstQuestion(this.catalogue));
      this.run();
    }
    if (vary) this.vary(vary);
    const { session } = this.#store.run;
    if (decided && session)
      this.decided.begin(runQuestion(session, decided, () => this.#store.dispatch({ type: 'lab' })));
    this.#say(this.study ? linkOf(this.study.question) : '');
  }

  /** It is no longer on the page. */
  end() {
    this.#chart.close();
    this.#say(undefined);
  }

  close() {
    this.study?.close();
    this.hunt.stop();
    this.decided.stop();
    this.sure.stop();
  }

  /** The page's address says what was asked. @param {string | undefined} ask */
  #say(ask) {
    if (!this.#isPage) return;
    const url = new URL(location.href);
    if (ask === undefined) url.searchParams.delete('lab');
    else url.searchParams.set('lab', ask);
    if (url.href !== location.href) history.replaceState(null, '', url);
  }

  #draw = () => {
    this.#due = undefined;
    const all = this.study?.refresh() ?? true;
    this.#store.set({});
    if (!all) this.#drawSoon();
  };

  #drawSoon() {
    this.#due ??= setTimeout(this.#draw, DRAWN_MS);
  }

  /** @param {Partial<Pick<Lab, 'word' | 'typed' | 'point' | 'copied'>>} part */
  set(part) {
    Object.assign(this, part);
    this.#store.set({});
  }

  /** Another question; the study that there is answers the old one until it is run. @param {Partial<Question>} part */
  ask(part) {
    this.question = { ...this.question, ...part };
    this.problem = undefined;
    this.#store.set({});
  }

  /** Whether the study answers another question than the one that is asked. */
  get isOther() {
    return this.study !== undefined && written(this.study.question) !== written(this.question);
  }

  /** The setting of this path. @param {string} path */
  setting(path) {
    const { settings } = this.catalogue;
    // A short name, and a topic's delivery, mean the only one there is.
    const [short, last] = [path, path.split('.delivery.')[1]];
    const meant = settings.filter(({ name }) => name === short || (last && name === last));
    return settings.find((setting) => setting.path === path) ?? (meant.length === 1 ? meant[0] : undefined);
  }

  /** @param {LabSetting} setting */
  add(setting) {
    const added = [setting];
    // A client that places so many orders and no more would only be done sooner: how many there are is a word, too.
    const limit = this.setting(`nodes.${setting.of.split(':')[1]}.arrivals.limit`);
    if (setting.name === 'rate' && limit) added.push(limit);
    const missing = added.filter(({ path }) => !this.question.settings.some((one) => one.path === path));
    const chosen = missing.map((one, n) => ({ path: one.path, values: n > 0 ? `${one.value}` : valuesOf(one) }));
    this.word = { path: setting.path };
    this.typed = '';
    this.ask({ settings: [...this.question.settings, ...chosen] });
  }

  /** Lets a setting vary that was picked elsewhere on the page: alone, or with the one that was picked before it. @param {Varied} picked */
  vary(picked) {
    const setting = settingOf(this.catalogue, this.#json, picked);
    if (!setting) return;
    const before = this.#varied.filter((path) => path !== setting.path).slice(1 - MOST_PICKED);
    this.#varied = [...before, setting.path];
    const settings = this.question.settings.filter(({ path }) => before.includes(path));
    this.question = { ...this.question, settings };
    this.add(setting);
  }

  /** @param {string} path @param {string} values */
  choose(path, values) {
    this.ask({ settings: this.question.settings.map((one) => (one.path === path ? { path, values } : one)) });
  }

  /** @param {string} path */
  remove(path) {
    this.word = undefined;
    this.ask({ settings: this.question.settings.filter((one) => one.path !== path) });
  }

  /** The settings that are found by what is typed, but for those that are in the question. @param {(setting: LabSetting) => string} name */
  found(name) {
    const { settings } = this.question;
    return this.catalogue.settings.filter(
      (one) => !settings.some(({ path }) => path === one.path) && matches(this.typed, [name(one), one.path]),
    );
  }

  /** Carries the study out. */
  run() {
    this.study?.close();
    this.study = undefined;
    this.point = undefined;
    this.word = undefined;
    this.problem = undefined;
    this.#form = undefined;
    this.copied = false;
    const asks = written(this.question);
    const told = () => this.#drawSoon();
    const failed = (/** @type {Error} */ failure) => this.fails(failure);
    try {
      this.study = new Study(this.#code, this.#json, this.question, asks, told, failed);
      this.#say(linkOf(this.question));
    } catch (failure) {
      this.fails(failure);
    }
    this.#store.set({});
  }

  /** What is wrong with the question is said beside it; anything else ends the study. @param {unknown} failure */
  fails(failure) {
    if (failure instanceof ProblemError && isProblem(failure.problem)) {
      this.problem = failure.problem;
      const { path } = failure.problem;
      const [, index] = /^settings\[(\d+)\]/.exec(path) ?? [];
      // In the plan it may stand elsewhere; its path is in that of the problem.
      const at = this.question.settings.find((one, n) => n === Number(index) || path.includes(one.path));
      if (at) this.word = { path: at.path };
      this.#store.set({});
    } else this.#store.run.fail(failure);
  }

  stop() {
    this.study?.stop();
    this.#draw();
  }

  /** How the results are drawn: as was chosen, or as suits them. @returns {Form} */
  get form() {
    const { plan } = this.study ?? {};
    if (!plan || plan.axis === null) return 'table';
    const usual = plan.lines[0].length < FEW ? 'table' : plan.lines.length > MOST_CURVES ? 'map' : 'curve';
    return this.#form ?? usual;
  }

  /** @param {Form} form */
  draw(form) {
    this.#form = form;
    this.#store.set({});
  }

  /** Opens a run of a point in the time machine, at its end. @param {number} point @param {number} run */
  async look(point, run) {
    const { study } = this;
    if (!study) return;
    const { json, seed } = study.run(point, run);
    this.#opened.add(json);
    const { run: opened } = this.#store;
    if (!opened.open(json, seed) || !opened.session) return;
    this.#store.changed({ playing: false });
    await opened.goTo(parseDuration(opened.session.until));
    this.#store.changed();
  }

  /** Opens the run that the hunt has found. @param {string} record */
  lookAt(record) {
    this.#opened.add(JSON.stringify(JSON.parse(record).scenario));
    return this.#store.dispatch({ type: 'openFile', file: new File([record], `${this.scenario.id}.json`) });
  }

  /** Asks where a run was decided: that of a point, in which what is good falls, or the one that the hunt has found. @param {number} point @param {number} run */
  decidePoint(point, run) {
    if (this.study) this.#decide(pointQuestion(this.study, point, run, () => this.look(point, run)));
  }

  /** @param {NonNullable<LabHunted['found']>} found */
  decideFound(found) {
    this.#decide(foundQuestion(found, () => this.lookAt(found.record)));
  }

  /** @param {DecidedQuestion} question */
  #decide(question) {
    this.decided.begin(question);
    this.#fresh = true;
    this.#store.set({});
  }

  stopDeciding() {
    this.decided.stop();
    this.#draw();
  }

  /** What a claim says, in words where the scenario has any. @param {string} source @param {Translator} tr */
  claimName(source, tr) {
    const claim = this.scenario.claims.find(({ expect }) => expect === source);
    return (claim && tr.text(claim.text)) || source.replace('<=', '≤').replace('>=', '≥').replace('==', '=');
  }

  /** Puts the run on the page at the step that decided it, and asks why. @param {LabFact} fact */
  async why(fact) {
    const { dispatch } = this.#store;
    await this.decided.question?.open();
    dispatch({ type: 'goTo', fact: fact.index });
    const subject = subjectOf(fact, this.scenario);
    if (subject) await dispatch({ type: 'ask', subject });
  }

  /** @param {'plan' | 'rows'} what */
  save(what) {
    const { study } = this;
    if (!study) return;
    if (what === 'plan')
      save(this.#fileName(study, '-plan.json'), new Blob([study.json], { type: 'application/json' }));
    else save(this.#fileName(study, '-rows.csv'), new Blob([study.rows], { type: 'text/csv' }));
  }

  /** @param {Study} study @param {string} ending */
  #fileName(study, ending) {
    return `${this.scenario.id}-${study.plan.hash.slice(0, 6)}${ending}`;
  }

  /** Saves the curve or the map, in the colours of the page. @param {Element} place @param {'svg' | 'png'} as */
  async saveFigure(place, as) {
    const { study, form } = this;
    const ui = this.#ui;
    if (!study || !ui || form === 'table') return;
    try {
      const { savedFigure, pngOf } = await arriving('part', import('./saved-figure.js'));
      const figure = savedFigure(ui, form, place);
      if (!figure) return;
      const blob = as === 'png' ? await pngOf(figure) : new Blob([figure.text], { type: 'image/svg+xml' });
      save(this.#fileName(study, `-${form}.${as}`), blob);
    } catch (failure) {
      this.fails(failure);
    }
  }

  /** The address of the question; empty for a scenario of one's own, which no address holds. */
  get link() {
    if (!this.#picked || !this.study) return '';
    const url = new URL(location.href);
    url.search = new URLSearchParams({ scenario: this.#picked, lab: linkOf(this.study.question) }).toString();
    url.hash = '';
    return url.href;
  }

  async copyLink() {
    await navigator.clipboard.writeText(this.link);
    this.set({ copied: true });
  }

  /** @param {StageUi} ui @param {unknown} header */
  view(ui, header) {
    this.#ui = { ...ui, lab: this };
    return labView(this.#ui, header);
  }

  /** The templates are on the page. @param {ParentNode & Node} root */
  updated(root) {
    adopt(root, labStyles);
    if (this.#ui) this.#chart.attach(root, this.#ui);
    this.#root = root;
    if (this.#fresh) this.arrived({ decided: this.decided.question?.bad });
    this.#fresh = false;
  }

  /** What the lab was opened for comes into sight, and is read from there on. @param {LabAsk} asks */
  arrived({ decided, vary }) {
    const place = decided ? '.decided' : vary ? '#lab-word input' : '';
    if (place) /** @type {HTMLElement | null | undefined} */ (this.#root?.querySelector(place))?.focus();
  }
}
