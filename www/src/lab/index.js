// The lab on the page: a question, the study that answers it, and the hunt. Loaded when it is asked for.
import { parseDuration } from '../core/durations.js';
import { arriving } from '../core/loading.js';
import { isProblem, ProblemError } from '../core/wasm.js';
import { adopt } from '../ui/adopt.js';
import { save } from '../ui/download.js';
import { matches } from '../ui/search.js';
import { Chart } from './chart.js';
import { asked } from './core.js';
import { Hunt } from './hunt.js';
import { firstQuestion, linkOf, questionIn, valuesAround, written } from './question.js';
import { Study } from './study.js';
import { labStyles } from './style.js';
import { Sure } from './sure.js';
import { labView } from './view.js';

export { labCode } from './core.js';

/** @import { LabCatalogue, LabSetting } from '../../pkg/lab/lab.js' */
/** @import { Session } from '../core/session.js' */
/** @import { Instance } from '../core/wasm.js' */
/** @import { Problem } from '../core/types.js' */
/** @import { StageUi } from '../stage/ui.js' */
/** @import { Store } from '../store/store.js' */
/** @import { LabCode } from './core.js' */
/** @import { Question } from './question.js' */
/** @import { LabUi } from './view.js' */

/** The word of the question that is being changed: a setting by its path, or what its name says. @typedef {{ path: string } | 'add' | 'measure' | 'good' | 'runs' | undefined} Word */
/** How the results are drawn. @typedef {'curve' | 'map' | 'table'} Form */

/** What is drawn is drawn again after so long at the earliest, in milliseconds. */
const DRAWN_MS = 80;
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
  /** The runs of it that were opened. @type {Set<string>} */
  #opened = new Set();
  #chart = new Chart();
  /** What it was drawn with last. @type {LabUi | undefined} */
  #ui;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;

  /** @param {Store} store @param {Instance} core of the page @param {LabCode} code @param {Session} session what runs @param {boolean} isPage whether the page's address is this playground's @param {string} [ask] a question as a link holds it */
  constructor(store, core, code, session, isPage, ask) {
    this.#store = store;
    this.#code = code;
    this.#json = session.json;
    this.#picked = store.run.picked;
    this.#isPage = isPage;
    this.scenario = session.scenario;
    this.lesson = session.lesson;
    this.catalogue = asked(() => code.core.catalogueOf(session.json));
    const usual = firstQuestion(this.catalogue);
    this.question = ask ? questionIn(ask, usual) : usual;
    this.sure = new Sure(core, code, session.json, () => this.#drawSoon());
    this.hunt = new Hunt(code, session.json, () => this.#drawSoon());
    if (ask) this.run();
  }

  /** Whether it goes on with what runs. @param {Session} session */
  isOf({ json }) {
    return json === this.#json || this.#opened.has(json);
  }

  /** It is on the page. */
  begin() {
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
    const chosen = missing.map(({ path, value }, n) => ({ path, values: n === 0 ? valuesAround(value) : `${value}` }));
    this.word = { path: setting.path };
    this.typed = '';
    this.ask({ settings: [...this.question.settings, ...chosen] });
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
    this.#store.dispatch({ type: 'openFile', file: new File([record], `${this.scenario.id}.json`) });
  }

  /** @param {'plan' | 'rows' | 'picture'} what */
  async save(what) {
    const { study } = this;
    if (!study) return;
    const name = `${this.scenario.id}-${study.plan.hash.slice(0, 6)}`;
    if (what === 'plan') save(`${name}-plan.json`, new Blob([study.json], { type: 'application/json' }));
    else if (what === 'rows') save(`${name}-rows.csv`, new Blob([study.rows], { type: 'text/csv' }));
    else {
      const picture = await this.#chart.picture();
      if (picture) save(`${name}.png`, picture);
    }
  }

  /** Saves the curve or the map as SVG, in the colours of the page. @param {Element} place */
  async saveFigure(place) {
    const { study, form } = this;
    const ui = this.#ui;
    if (!study || !ui || form === 'table') return;
    try {
      const { savedFigure } = await arriving('part', import('./saved-figure.js'));
      const figure = savedFigure(ui, form, place);
      const name = `${this.scenario.id}-${study.plan.hash.slice(0, 6)}-${form}.svg`;
      if (figure) save(name, new Blob([figure], { type: 'image/svg+xml' }));
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
  }
}
