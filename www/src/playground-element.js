// <carteiro-playground>: attributes in, events out. Holds view state and wires the core, the clock and the views together.
import { html, LitElement, nothing } from 'lit';
import { catalogue, scenarioText } from './catalogue.js';
import { Clock } from './clock.js';
import { LoadError, loadCore, PanicError, ProblemError } from './core.js';
import { nearest, Translator } from './i18n/index.js';
import { layoutStage } from './layout/stage.js';
import { Sight, Wishes } from './media.js';
import { Narrator } from './narration.js';
import { Session } from './session.js';
import { EnvelopeLayer } from './stage/envelopes.js';
import { controls } from './styles/controls.js';
import { pageStyles } from './styles/page.js';
import { drawingStyles, stageStyles } from './styles/stage.js';
import { tokens } from './styles/tokens.js';
import { TimelineCanvas } from './timeline/canvas.js';
import { notice } from './views/notices.js';
import { page } from './views/page.js';
import { laneNodes } from './views/timeline.js';

/** @typedef {import('./views/ui.js').ViewState} ViewState */
/** @typedef {import('./views/ui.js').Actions} Actions */
/** @typedef {import('./views/notices.js').Trouble} Trouble */

/** Below this width the page is one column with a bar at the bottom. */
const NARROW_BELOW = 720;
/** From this width on the books stand beside the stage. */
const SIDE_FROM = 1140;
const WIDE_FROM = 1500;
const STAGE_HEIGHT = 446;
const FIGURE_STAGE_HEIGHT = 346;
/** Words and cards are written this often at most; envelopes on every frame. */
const WRITE_EVERY_MS = 100;
const DRAW_TIMELINE_EVERY_MS = 50;
const SPEAK_EVERY_MS = 2000;
/** With reduced motion the picture changes in steps of this length. */
const STILL_STEP_MS = 500;
const DEFAULT_SPEED = 1;
const DEFAULT_WINDOW_MS = 16_000;

export class CarteiroPlayground extends LitElement {
  static styles = [tokens, controls, stageStyles, drawingStyles, pageStyles];

  static properties = {
    scenario: { type: String },
    lang: { type: String },
    seed: { type: String },
    theme: { type: String },
    figure: { type: Boolean },
    full: { type: String },
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
    reading: false,
    everyStep: false,
    picked: '',
  };
  /** @type {import('./core.js').Instance | undefined} */
  #core;
  /** @type {Session | undefined} */
  #session;
  /** @type {Narrator | undefined} */
  #narrator;
  /** @type {import('./layout/columns.js').Stage | undefined} */
  #stage;
  #stageKey = '';
  /** @type {EnvelopeLayer | undefined} */
  #envelopes;
  /** @type {TimelineCanvas | undefined} */
  #timeline;
  /** @type {Trouble | undefined} */
  #trouble;
  #tr = new Translator('en');
  #width = 0;
  #speech = '';
  #dropping = false;
  /** The built-in scenario that was asked for last. */
  #asked = '';
  #sinceWrite = 0;
  #sinceTimeline = 0;
  #sinceSpeech = 0;
  #sinceStill = 0;
  /** @type {HTMLElement | null} */
  #opener = null;
  #clock = new Clock((elapsed) => this.#tick(elapsed));
  #wishes = new Wishes(() => this.#themeChanged());
  #sight = new Sight(this, () => this.#schedule());
  #sizes = new ResizeObserver(([{ contentRect }]) => {
    if (Math.abs(contentRect.width - this.#width) < 1) return;
    this.#width = contentRect.width;
    this.requestUpdate();
  });

  constructor() {
    super();
    this.scenario = '';
    this.lang = '';
    this.seed = '';
    this.theme = '';
    this.figure = false;
    this.full = './';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#wishes.start();
    this.#sight.start();
    this.#sizes.observe(this);
    if (!this.#core) this.#load();
    this.#schedule();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#clock.stop();
    this.#wishes.stop();
    this.#sight.stop();
    this.#sizes.disconnect();
  }

  /** The running simulation, for tests and measurements. */
  get session() {
    return this.#session;
  }

  /** Draws one frame after so much real time, for measurements. @param {number} elapsedMs */
  tick(elapsedMs) {
    this.#tick(elapsedMs);
  }

  /**
   * Opens a scenario's JSON. When it is not accepted, what runs goes on, and the page says why.
   * @param {string} json @param {string} [seed] @param {string} [picked] the catalogue's name of it
   * @returns {boolean} whether it was accepted
   */
  open(json, seed, picked = '') {
    if (!this.#core) return false;
    return this.#try(() => {
      const session = new Session(/** @type {import('./core.js').Instance} */ (this.#core), json, seed);
      this.#session?.close();
      this.#session = session;
      this.#narrator = new Narrator(this.#tr, session.scenario);
      this.#trouble = undefined;
      this.#stageKey = '';
      this.#speech = '';
      Object.assign(this.#view, { picked, selected: -1 });
      this.#emit('carteiro-scenario', { id: session.scenario.id, seed: session.seed });
      this.#changed();
    });
  }

  // --- life of the simulation -----------------------------------------------------------------

  async #load() {
    try {
      this.#core = await loadCore();
      if (this.#trouble?.kind === 'load' || this.#trouble?.kind === 'panic') this.#trouble = undefined;
      const running = this.#session;
      if (running) this.open(running.json, running.seed, this.#view.picked);
      else await this.#openAsked(this.scenario, this.seed);
      this.#emit('carteiro-ready', {});
    } catch (failure) {
      this.#fail(failure);
    }
    this.requestUpdate();
  }

  /** Opens a built-in scenario; the first one when there is none of that name. @param {string} id @param {string} [seed] */
  async #openAsked(id, seed) {
    const entry = catalogue.find((one) => one.id === id) ?? catalogue[0];
    this.#asked = entry.id;
    try {
      const text = await scenarioText(entry.id);
      // Another one may have been asked for while this one was on its way.
      if (this.#asked !== entry.id) return;
      this.open(text, seed, entry.id);
      if (id && entry.id !== id) this.#trouble = { kind: 'unknown', name: id };
    } catch (failure) {
      this.#fail(new LoadError(String(failure), { cause: failure }));
    }
    this.requestUpdate();
  }

  /** Runs something that the core may refuse. @param {() => void} action @returns {boolean} */
  #try(action) {
    try {
      action();
      return true;
    } catch (failure) {
      // A panic is told once; what is asked of the dead instance while the page is drawn has nothing to add.
      if (!(failure instanceof PanicError && this.#trouble?.kind === 'panic')) this.#fail(failure);
      return false;
    }
  }

  /** @param {unknown} failure @param {boolean} [ends] whether the simulation cannot go on */
  #fail(failure, ends = false) {
    if (failure instanceof ProblemError) this.#trouble = { kind: 'problem', problem: failure.problem, ends };
    else if (failure instanceof LoadError) this.#trouble = { kind: 'load' };
    else if (failure instanceof PanicError) this.#trouble = { kind: 'panic', again: this.#trouble?.kind === 'panic' };
    else throw failure;
    if (ends || !(failure instanceof ProblemError)) this.#view.playing = false;
    this.#emit('carteiro-problem', { trouble: this.#trouble });
    this.#schedule();
    this.requestUpdate();
  }

  #restart() {
    const running = this.#session;
    this.#view.playing = true;
    if (!this.#core || this.#core.dead) this.#load();
    else if (running) this.open(running.json, running.seed, this.#view.picked);
    else this.#openAsked(this.scenario, this.seed);
  }

  // --- time -----------------------------------------------------------------------------------

  #schedule() {
    const runs = this.isConnected && this.#session !== undefined && this.#view.playing && this.#sight.seen;
    if (runs) this.#clock.start();
    else this.#clock.stop();
  }

  /** @param {number} elapsed */
  #tick(elapsed) {
    const session = this.#session;
    if (!session) return;
    let step = elapsed;
    if (this.#wishes.still) {
      this.#sinceStill += elapsed;
      if (this.#sinceStill < STILL_STEP_MS) return;
      step = this.#sinceStill;
      this.#sinceStill = 0;
    }
    try {
      session.advance(session.now + step * this.#view.speed);
    } catch (failure) {
      this.#fail(failure, true);
      return;
    }
    this.#envelopes?.update(this.#wishes.still);
    this.#sinceWrite += step;
    this.#sinceTimeline += step;
    this.#sinceSpeech += step;
    if (this.#sinceTimeline >= DRAW_TIMELINE_EVERY_MS) this.#drawTimeline();
    if (this.#sinceWrite >= WRITE_EVERY_MS) this.requestUpdate();
  }

  #drawTimeline() {
    this.#sinceTimeline = 0;
    if (this.#session) {
      this.#timeline?.draw(this.#session, laneNodes(this.#session.scenario), this.#view.windowMs, this.#tr);
    }
  }

  /** Something other than time has changed: everything is drawn anew. */
  #changed() {
    this.#sinceSpeech = SPEAK_EVERY_MS;
    this.#schedule();
    this.requestUpdate();
  }

  // --- what can be done -------------------------------------------------------------------------

  /** @type {Actions} */
  #actions = {
    command: (command) => {
      if (this.#try(() => this.#session?.command(command))) {
        if (this.#trouble?.kind === 'problem') this.#trouble = undefined;
        this.#emit('carteiro-command', { command });
        this.#changed();
      }
    },
    togglePlay: () => {
      this.#view.playing = !this.#view.playing;
      this.#changed();
    },
    step: () => {
      this.#view.playing = false;
      this.#try(() => this.#session?.step());
      this.#changed();
    },
    reset: () => this.#restart(),
    setSpeed: (speed) => this.#set({ speed }),
    setSeed: (seed) => {
      const running = this.#session;
      if (running && !this.open(running.json, seed, this.#view.picked)) this.requestUpdate();
    },
    newSeed: () => {
      this.#try(() => this.#actions.setSeed(this.#core?.suggestSeed() ?? ''));
    },
    pick: (id) => this.#openAsked(id),
    openFile: (file) => this.#openFile(file),
    select: (node) => {
      this.#set({ selected: node, sheet: node < 0 || !this.#narrow ? 'none' : 'settings' });
      this.#moveFocus(node >= 0);
    },
    show: (sheet) => {
      this.#set({ sheet, selected: sheet === 'none' || this.#narrow ? -1 : this.#view.selected });
      this.#moveFocus(sheet !== 'none');
    },
    setLang: (lang) => {
      this.lang = lang;
      this.#emit('carteiro-lang', { lang });
    },
    setTheme: (theme) => {
      this.theme = theme;
    },
    setWindow: (windowMs) => this.#set({ windowMs }),
    setReading: (reading) => this.#set({ reading }),
    setEveryStep: (everyStep) => this.#set({ everyStep }),
    dismiss: () => {
      this.#trouble = undefined;
      this.requestUpdate();
    },
    restart: () => this.#restart(),
  };

  /** @param {Partial<ViewState>} part */
  #set(part) {
    Object.assign(this.#view, part);
    this.requestUpdate();
  }

  /** Into a panel that was opened by hand, and back to where it was opened from. @param {boolean} into */
  async #moveFocus(into) {
    const active = /** @type {ShadowRoot} */ (this.renderRoot).activeElement;
    if (into) this.#opener = /** @type {HTMLElement | null} */ (active);
    await this.updateComplete;
    if (into)
      /** @type {HTMLElement | null} */ (
        this.renderRoot.querySelector('.settings .card-head button, .help .card-head button, .sheet .card')
      )?.focus();
    else if (this.#opener?.isConnected) this.#opener.focus();
  }

  /** @param {File} file */
  async #openFile(file) {
    try {
      this.open(await file.text());
    } catch {
      // A directory, or a file that is gone: there is no text to be had.
      this.#trouble = { kind: 'file', name: file.name };
      this.requestUpdate();
    }
  }

  /** @param {DragEvent} event */
  #drag = (event) => {
    const files = event.dataTransfer?.types.includes('Files') ?? false;
    if (!files || this.figure) return;
    event.preventDefault();
    const over = event.type === 'dragover';
    if (over !== this.#dropping) {
      this.#dropping = over;
      this.requestUpdate();
    }
    const file = event.type === 'drop' ? event.dataTransfer?.files[0] : undefined;
    if (file) this.#openFile(file);
  };

  /** @param {KeyboardEvent} event */
  #key = (event) => {
    if (event.key !== 'Escape') return;
    if (this.#view.selected >= 0) this.#actions.select(-1);
    else if (this.#view.sheet !== 'none') this.#actions.show('none');
  };

  /** @param {string} name @param {object} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  // --- drawing --------------------------------------------------------------------------------

  get #narrow() {
    return !this.figure && this.#width < NARROW_BELOW;
  }

  get #dark() {
    return this.#view.theme === 'dark' || (this.#view.theme === 'auto' && this.#wishes.dark);
  }

  #themeChanged() {
    this.#timeline?.repaint();
    this.#emit('carteiro-theme', { theme: this.#view.theme, dark: this.#dark });
    this.requestUpdate();
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has('lang')) this.#speak(nearest(this.lang || document.documentElement.lang || navigator.language));
    if (changed.has('theme')) {
      this.#view.theme = this.theme === 'light' || this.theme === 'dark' ? this.theme : 'auto';
      this.#themeChanged();
    }
    this.#view.figure = this.figure;
    if (this.#session && (changed.has('scenario') || changed.has('seed'))) this.#openAsked(this.scenario, this.seed);
    this.#layOut();
    if (this.#session) this.#try(() => this.#narrator?.read(/** @type {Session} */ (this.#session)));
    if (this.#sinceSpeech >= SPEAK_EVERY_MS) {
      this.#sinceSpeech = 0;
      this.#speech = this.#narrator?.speech() || this.#speech;
    }
    this.#sinceWrite = 0;
  }

  /** @param {import('./types.js').Lang} lang */
  #speak(lang) {
    this.#view.lang = lang;
    this.#tr = new Translator(lang);
    this.#narrator?.translate(this.#tr);
    this.#stageKey = '';
  }

  #layOut() {
    const session = this.#session;
    if (!session || this.#width === 0) return;
    const key = `${Math.round(this.#width)} ${this.figure}`;
    if (key === this.#stageKey) return;
    this.#stageKey = key;
    const side = this.#width >= WIDE_FROM ? 372 : this.#width >= SIDE_FROM ? 284 : 0;
    const margin = this.figure ? 2 : this.#narrow ? 24 : 34 + side;
    this.#stage = layoutStage(session.scenario, {
      width: Math.floor(this.#width - margin),
      minHeight: this.figure ? FIGURE_STAGE_HEIGHT : STAGE_HEIGHT,
      figure: this.figure,
    });
    this.#envelopes = undefined;
  }

  render() {
    const tr = this.#tr;
    const out = {
      dismiss: this.#actions.dismiss,
      restart: this.#actions.restart,
      reload: () => location.reload(),
    };
    const looks = [this.#dark ? 'dark' : '', this.#narrow ? 'narrow' : '', this.#dropping ? 'dropping' : ''];
    return html`<div
      part="root"
      class="root ${looks.join(' ')}"
      lang=${this.#view.lang}
      @keydown=${this.#key}
      @dragover=${this.#drag}
      @dragleave=${this.#drag}
      @drop=${this.#drag}
    >
      ${this.#trouble ? notice(this.#trouble, tr, out) : nothing} ${this.#content()}
      <div class="unseen" aria-live="polite">${this.#speech}</div>
    </div>`;
  }

  #content() {
    const [session, core, stage, narrator] = [this.#session, this.#core, this.#stage, this.#narrator];
    if (!session || !core || !stage || !narrator) {
      return this.#trouble ? nothing : html`<p class="waiting" role="status">${this.#tr.t('load.wait')}</p>`;
    }
    const full = new URL(this.full, document.baseURI);
    full.searchParams.set('scenario', session.scenario.id);
    full.searchParams.set('seed', session.seed);
    full.searchParams.set('lang', this.#view.lang);
    const ui = { tr: this.#tr, session, core, stage, narrator, view: this.#view, act: this.#actions };
    return page({ ...ui, narrow: this.#narrow, full: full.href });
  }

  updated() {
    const [session, stage] = [this.#session, this.#stage];
    if (!session || !stage) return;
    const layer = /** @type {SVGGElement | null} */ (this.renderRoot.querySelector('.envelopes > g'));
    if (layer && !this.#envelopes) {
      this.#envelopes = new EnvelopeLayer(layer, stage, session.scenario, session.frame, this.#tr.seconds);
    }
    this.#envelopes?.update(this.#wishes.still);
    const canvas = /** @type {HTMLCanvasElement | null} */ (this.renderRoot.querySelector('.lanes canvas'));
    if (!canvas) this.#timeline = undefined;
    else if (this.#timeline?.canvas !== canvas) this.#timeline = new TimelineCanvas(canvas);
    this.#try(() => this.#drawTimeline());
  }
}
