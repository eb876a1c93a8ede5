// <carteiro-playground>: attributes in, events out. Holds view state and wires the core, the clock and the views together.
import { html, LitElement, nothing } from 'lit';
import { ComparisonToggle } from '../compare/toggle.js';
import { learn, nearest, Translator } from '../i18n/index.js';
import { Shelf } from '../lesson/library.js';
import { notice } from '../panels/notices.js';
import { Sharing } from '../share/sharing.js';
import { Painter } from '../stage/painter.js';
import { Lesson } from '../store/lesson.js';
import { Run } from '../store/run.js';
import { Steering } from '../timeline/steering.js';
import { shortcutOf } from '../ui/keys.js';
import { Asking } from '../why/panel.js';
import { actionsOf } from './actions.js';
import { Cadence } from './controllers/cadence.js';
import { Clock } from './controllers/clock.js';
import { Drop } from './controllers/drop.js';
import { Focus } from './controllers/focus.js';
import { Sight, Wishes } from './controllers/media.js';
import { Room } from './controllers/viewport.js';
import { styles } from './styles.js';
import { page } from './view.js';

/** @import { Branch } from '../compare/index.js' */
/** @import { Session } from '../core/session.js' */
/** @import { Lang } from '../core/types.js' */
/** @import { ViewState } from '../store/ui.js' */
/** @import { PropertyValues } from 'lit' */

const DEFAULT_SPEED = 1;
const DEFAULT_WINDOW_MS = 16_000;
/** The lesson is judged at least so often, in simulated time. */
const MOMENT_MS = 100;

export class CarteiroPlayground extends LitElement {
  static styles = styles;

  static properties = {
    scenario: { type: String },
    lang: { type: String },
    seed: { type: String },
    theme: { type: String },
    figure: { type: Boolean },
    full: { type: String },
    page: { type: Boolean },
  };

  /** @type {ViewState} */
  #view = {
    lang: 'en',
    theme: 'auto',
    figure: false,
    playing: true,
    speed: DEFAULT_SPEED,
    selected: -1,
    sheet: 'none',
    windowMs: DEFAULT_WINDOW_MS,
    fromMs: undefined,
    stride: 'event',
    reading: false,
    everyStep: false,
    picked: '',
  };
  #tr = new Translator('en');
  #run = new Run(
    {
      opened: () => this.#opened(),
      failed: (stops) => this.#failed(stops),
      changed: () => this.requestUpdate(),
      found: () => this.#sharing.found(),
      asked: () => ({ scenario: this.scenario, seed: this.seed }),
    },
    this.#tr,
  );
  #sharing = new Sharing({
    run: this.#run,
    isPage: () => this.page && !this.figure,
    asked: () => ({ scenario: this.scenario, seed: this.seed }),
    root: () => this.renderRoot,
    full: () => new URL(this.full, document.baseURI).href,
    play: (playing) => {
      const played = this.#view.playing;
      this.#view.playing = playing;
      this.#changed();
      return played;
    },
    changed: () => {
      this.requestUpdate();
      return this.updateComplete;
    },
  });
  #painter = new Painter();
  #steering = new Steering(this.#view, {
    seek: (ms) => this.#actions.seek(ms),
    goTo: (fact) => this.#actions.goTo(fact),
    say: (fact) => this.#run.narrator?.say(fact) ?? '',
    changed: () => this.requestUpdate(),
  });
  /** While two runs are compared, they are on the page instead of the run. */
  #comparing = new ComparisonToggle();
  #asking = new Asking();
  #lesson = new Lesson();
  #shelf = new Shelf({
    root: () => this.renderRoot,
    lang: () => this.#view.lang,
    failed: (failure) => this.#run.fail(failure),
    changed: () => {
      this.requestUpdate();
      return this.updateComplete;
    },
  });
  #room = new Room(this, () => this.requestUpdate());
  #cadence = new Cadence();
  #speech = '';
  /** The id of the scenario on the page. */
  #shown = '';
  #focus = new Focus();
  #drop = new Drop(
    () => this.requestUpdate(),
    (file) => this.#sharing.openFile(file),
  );
  #clock = new Clock((elapsed) => this.#tick(elapsed));
  #wishes = new Wishes(() => this.#themeChanged());
  #sight = new Sight(this, () => this.#schedule());

  constructor() {
    super();
    this.scenario = '';
    this.lang = '';
    this.seed = '';
    this.theme = '';
    this.figure = false;
    this.full = './';
    this.page = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#wishes.start();
    this.#sharing.connect();
    this.#sight.start();
    this.#room.start();
    document.addEventListener('keydown', this.#shortcut);
    if (!this.#run.core) this.#run.load();
    this.#schedule();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#clock.stop();
    this.#wishes.stop();
    this.#sharing.disconnect();
    this.#sight.stop();
    this.#room.stop();
    document.removeEventListener('keydown', this.#shortcut);
  }

  /** The running simulation, for tests and measurements. */
  get session() {
    return this.#run.session;
  }

  /** Draws one frame after so much real time, for measurements. @param {number} elapsedMs */
  tick(elapsedMs) {
    this.#tick(elapsedMs);
  }

  /**
   * Opens a scenario's JSON. When it is not accepted, what runs goes on, and the page says why.
   * @param {string} json @param {string} [seed]
   * @returns {boolean} whether it was accepted
   */
  open(json, seed) {
    return this.#run.open(json, seed);
  }

  // --- what the run tells ---------------------------------------------------------------------

  #opened() {
    const { session, picked } = this.#run;
    this.#comparing.close();
    this.#painter.forget();
    this.#sharing.opened();
    this.#asking.close();
    this.#shelf.close();
    if (session) this.#lesson.opened(session, picked);
    this.#speech = '';
    const { id } = session?.scenario ?? { id: '' };
    // The same scenario from its start keeps its panels open.
    if (id !== this.#shown) Object.assign(this.#view, { selected: -1, sheet: 'none' });
    this.#steering.follow();
    this.#shown = id;
    this.#view.picked = picked;
    if (!this.figure) this.#shelf.expect();
    this.#emit('carteiro-scenario', { id: session?.scenario.id, seed: session?.seed });
    this.#changed();
  }

  /** @param {boolean} stops */
  #failed(stops) {
    if (stops) {
      this.#view.playing = false;
      this.#comparing.close();
    }
    this.#emit('carteiro-problem', { trouble: this.#run.trouble });
    this.#schedule();
    this.requestUpdate();
  }

  #restart() {
    this.#view.playing = true;
    this.#run.restart();
    this.#schedule();
  }

  // --- time -----------------------------------------------------------------------------------

  #schedule() {
    const runs = this.isConnected && this.#run.session !== undefined && this.#view.playing && this.#sight.seen;
    if (runs) this.#clock.start();
    else this.#clock.stop();
  }

  /** @param {number} elapsed */
  #tick(elapsed) {
    const step = this.#cadence.step(elapsed, this.#wishes.still);
    if (step === 0 || !this.#pass(step * this.#view.speed)) return;
    (this.#comparing.open ?? this.#painter).paintStage(this.#wishes.still);
    if (this.#cadence.isTimeToDrawTimeline) this.#paintTimeline();
    if (this.#cadence.isTimeToWrite) this.requestUpdate();
  }

  /** @param {number} ms of simulated time */
  #pass(ms) {
    const comparison = this.#comparing.open;
    if (!comparison) return this.#passInMoments(ms);
    if (this.#run.try(() => comparison.pass(ms))) return true;
    this.#view.playing = false;
    return false;
  }

  /** What the lesson asks for may hold for a moment only: however fast time passes, none is skipped. @param {number} ms */
  #passInMoments(ms) {
    const most = this.#lesson.done || this.#lesson.goals.length === 0 ? ms : MOMENT_MS;
    for (let left = ms; left > 0; left -= most) {
      if (!this.#run.pass(Math.min(left, most))) return false;
      this.#judge();
    }
    return true;
  }

  #judge() {
    const { session } = this.#run;
    if (!session || this.#comparing.open) return;
    this.#run.try(() => {
      if (this.#lesson.watch(session) !== undefined) this.requestUpdate();
    });
  }

  #paintTimeline() {
    this.#cadence.drewTimeline();
    const { session } = this.#run;
    if (session) this.#painter.paintTimeline(session, this.#view, this.#tr);
  }

  /** Something other than time has changed: everything is drawn anew. */
  #changed() {
    this.#cadence.hurry();
    this.#judge();
    this.#schedule();
    this.requestUpdate();
  }

  // --- what can be done -------------------------------------------------------------------------

  #actions = actionsOf({
    run: this.#run,
    view: this.#view,
    steering: this.#steering,
    asking: this.#asking,
    lesson: this.#lesson,
    shelf: this.#shelf,
    sharing: this.#sharing,
    painter: this.#painter,
    room: this.#room,
    set: (part) => this.#set(part),
    changed: () => this.#changed(),
    acted: (answer) => this.#acted(answer),
    go: (way) => this.#go(way),
    restart: () => this.#restart(),
    compare: (branches) => this.#compare(branches),
    moveFocus: (into) => this.#focus.move(this.renderRoot, into, this.updateComplete),
    speak: (lang) => {
      this.lang = lang;
    },
    colour: (theme) => {
      this.theme = theme;
    },
    emit: (name, detail) => this.#emit(name, detail),
  });

  /** Something was commanded. @param {'refused' | 'done' | 'branched'} answer */
  #acted(answer) {
    if (answer === 'refused') return;
    this.#changed();
    if (answer !== 'branched') return;
    this.#speech = this.#tr.t('branch.began', { at: this.#tr.seconds(this.#run.branches.present.fromMs) });
    this.#cadence.spoke();
    this.#emit('carteiro-branch', { number: this.#run.branches.present.number });
  }

  /** Goes elsewhere in time, and stays there. @param {(session: Session) => void} way */
  #go(way) {
    this.#view.playing = false;
    this.#run.go(way);
    this.#steering.keepInSight(this.#run.session?.now ?? 0);
    this.#changed();
  }

  /** A figure in a page leaves the page its keys, unless it has the focus. @param {KeyboardEvent} event */
  #shortcut = (event) => {
    if (!this.#run.session || (this.figure && !event.composedPath().includes(this))) return;
    const shortcut = shortcutOf(event);
    if (!shortcut) return;
    event.preventDefault();
    shortcut.press(this.#comparing.open?.actions(this.#actions) ?? this.#actions);
  };

  /** @param {Branch[]} [branches] */
  async #compare(branches) {
    await this.#comparing.toggle(this.#run, branches);
    this.#painter.forget();
    this.#changed();
    await this.updateComplete;
    // The head is drawn anew; who pressed its button goes on from there.
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.head .compare'))?.focus();
  }

  /** @param {Partial<ViewState>} part */
  #set(part) {
    Object.assign(this.#view, part);
    this.requestUpdate();
  }

  /** @param {KeyboardEvent} event */
  #key = (event) => {
    if (event.key !== 'Escape') return;
    if (this.#asking.subject) this.#actions.unask();
    else if (this.#view.selected >= 0) this.#actions.select(-1);
    else if (this.#view.sheet !== 'none') this.#actions.show('none');
  };

  /** @param {string} name @param {object} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  // --- drawing --------------------------------------------------------------------------------

  get #dark() {
    return this.#view.theme === 'dark' || (this.#view.theme === 'auto' && this.#wishes.dark);
  }

  #themeChanged() {
    this.#painter.repaint();
    this.#emit('carteiro-theme', { theme: this.#view.theme, dark: this.#dark });
    this.requestUpdate();
  }

  get #language() {
    return nearest(this.lang || document.documentElement.lang || navigator.language);
  }

  /** Nothing is drawn before there are words for it. */
  async scheduleUpdate() {
    await learn(this.#language);
    super.scheduleUpdate();
  }

  /** @param {PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has('lang')) this.#speak(this.#language);
    if (changed.has('theme')) {
      this.#view.theme = this.theme === 'light' || this.theme === 'dark' ? this.theme : 'auto';
      this.#themeChanged();
    }
    this.#view.figure = this.figure;
    this.#room.figure = this.figure;
    if (this.#run.session && (changed.has('scenario') || changed.has('seed'))) {
      this.#run.openBuiltIn(this.scenario, this.seed);
    }
    this.#layOut();
    const { session, narrator } = this.#run;
    if (session) this.#run.try(() => narrator?.read(session));
    if (this.#cadence.isTimeToSpeak) {
      this.#cadence.spoke();
      this.#speech = (this.#comparing.open?.speech(this.#tr) ?? narrator?.speech()) || this.#speech;
    }
    this.#cadence.wrote();
  }

  /** @param {Lang} lang */
  #speak(lang) {
    this.#view.lang = lang;
    this.#tr = new Translator(lang);
    this.#run.translate(this.#tr);
    this.#painter.forget();
    this.#comparing.open?.forget();
    this.#shelf.close();
  }

  #layOut() {
    const { session } = this.#run;
    if (!session || this.#room.stage <= 0) return;
    this.#comparing.open?.layOut(this.#room.width, this.#room.narrow);
    this.#painter.layOut(session, this.#room.stage, this.figure);
  }

  render() {
    const out = {
      dismiss: this.#actions.dismiss,
      restart: this.#actions.restart,
      reload: () => location.reload(),
      recover: this.#sharing.recover,
    };
    const drop = this.figure ? nothing : this.#drop;
    const looks = [
      this.#dark ? 'dark' : '',
      this.#room.narrow ? 'narrow' : '',
      this.#room.aside ? 'aside' : '',
      this.#room.wide ? 'wide-page' : '',
      this.#drop.over ? 'dropping' : '',
    ];
    return html`<div
      part="root"
      class="root ${looks.join(' ')}"
      .style=${`zoom:${this.#room.zoom}`}
      lang=${this.#view.lang}
      @keydown=${this.#key}
      @dragover=${drop}
      @dragleave=${drop}
      @drop=${drop}
    >
      ${this.#run.trouble ? notice(this.#run.trouble, this.#tr, out) : nothing} ${this.#sharing.view(this.#tr)}
      ${this.#content()}
      <div class="unseen" aria-live="polite">${this.#speech}</div>
    </div>`;
  }

  #content() {
    const { session, core, narrator, trouble } = this.#run;
    const { stage } = this.#painter;
    if (!session || !core || !stage || !narrator) {
      return trouble ? nothing : html`<p class="waiting" role="status">${this.#tr.t('load.wait')}</p>`;
    }
    const full = new URL(this.full, document.baseURI);
    full.searchParams.set('scenario', session.scenario.id);
    full.searchParams.set('seed', session.seed);
    full.searchParams.set('lang', this.#view.lang);
    const { branches, undo } = this.#run;
    const ui = {
      tr: this.#tr,
      session,
      core,
      stage,
      narrator,
      branches,
      undo,
      view: this.#view,
      asking: this.#asking,
      comparison: this.#comparing.open,
      act: this.#actions,
      lesson: this.#lesson,
      shelf: this.#shelf,
      narrow: this.#room.narrow,
      full: full.href,
    };
    return [page(ui), this.#shelf.view(ui)];
  }

  updated() {
    const { session } = this.#run;
    if (!session) return;
    this.#sharing.changed();
    if (this.#comparing.open) {
      this.#comparing.open.attach(this.renderRoot, this.#tr);
      this.#comparing.open.paintStage(this.#wishes.still);
      return;
    }
    this.#painter.attach(this.renderRoot, session, this.#tr, this.#steering.wishes);
    this.#painter.paintStage(this.#wishes.still);
    this.#run.try(() => this.#paintTimeline());
  }
}
