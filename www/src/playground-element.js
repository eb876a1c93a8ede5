// <carteiro-playground>: attributes in, events out. Holds view state and wires the core, the clock and the views together.
import { html, LitElement, nothing } from 'lit';
import { Asking } from './asking.js';
import { Clock } from './clock.js';
import { Door } from './compare/door.js';
import { learn, nearest, Translator } from './i18n/index.js';
import { shortcutOf } from './keys.js';
import { Sight, Wishes } from './media.js';
import { Painter } from './painter.js';
import { Run } from './run.js';
import { Sharing } from './share/sharing.js';
import { cardStyles } from './styles/cards.js';
import { controls } from './styles/controls.js';
import { drawingStyles } from './styles/drawing.js';
import { pageStyles } from './styles/page.js';
import { panelStyles } from './styles/panels.js';
import { smallStyles } from './styles/small.js';
import { stageStyles } from './styles/stage.js';
import { tokens } from './styles/tokens.js';
import { whyStyles } from './styles/why.js';
import { Steering } from './timeline/steering.js';
import { notice } from './views/notices.js';
import { page } from './views/page.js';

/** @typedef {import('./views/ui.js').ViewState} ViewState */
/** @typedef {import('./views/ui.js').Actions} Actions */

/** Below this width the page is one column with a bar at the bottom. */
const NARROW_BELOW = 720;
/** From this width on the books stand beside the stage. */
const SIDE_FROM = 1140;
const WIDE_FROM = 1500;
const SIDE_WIDTH = { usual: 272, wide: 360 };
const SIDE_GAP = 12;
/** From this width on everything is larger: it is a projector, or a screen that is looked at from afar. */
const LARGE_FROM = 1800;
const LARGE = 1.2;
/** Words and cards are written this often at most; envelopes on every frame. */
const WRITE_EVERY_MS = 100;
const DRAW_TIMELINE_EVERY_MS = 50;
const SPEAK_EVERY_MS = 2000;
/** With reduced motion the picture changes in steps of this length. */
const STILL_STEP_MS = 500;
const DEFAULT_SPEED = 1;
const DEFAULT_WINDOW_MS = 16_000;

export class CarteiroPlayground extends LitElement {
  static styles = [
    tokens,
    controls,
    stageStyles,
    cardStyles,
    drawingStyles,
    pageStyles,
    panelStyles,
    smallStyles,
    whyStyles,
  ];

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
  #comparing = new Door();
  #asking = new Asking();
  /** The room there is, in the page's own pixels. */
  #width = 0;
  #zoom = 1;
  #speech = '';
  #dropping = false;
  /** The id of the scenario on the page. */
  #shown = '';
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
    this.#zoom = contentRect.width >= LARGE_FROM ? LARGE : 1;
    const width = contentRect.width / this.#zoom;
    if (Math.abs(width - this.#width) < 1) return;
    this.#width = width;
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
    this.page = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#wishes.start();
    this.#sharing.connect();
    this.#sight.start();
    this.#sizes.observe(this);
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
    this.#sizes.disconnect();
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
    this.#speech = '';
    const { id } = session?.scenario ?? { id: '' };
    // The same scenario from its start keeps its panels open.
    if (id !== this.#shown) Object.assign(this.#view, { selected: -1, sheet: 'none' });
    this.#steering.follow();
    this.#shown = id;
    this.#view.picked = picked;
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
    let step = elapsed;
    if (this.#wishes.still) {
      this.#sinceStill += elapsed;
      if (this.#sinceStill < STILL_STEP_MS) return;
      step = this.#sinceStill;
      this.#sinceStill = 0;
    }
    if (!this.#pass(step * this.#view.speed)) return;
    (this.#comparing.open ?? this.#painter).paintStage(this.#wishes.still);
    this.#sinceWrite += step;
    this.#sinceTimeline += step;
    this.#sinceSpeech += step;
    if (this.#sinceTimeline >= DRAW_TIMELINE_EVERY_MS) this.#paintTimeline();
    if (this.#sinceWrite >= WRITE_EVERY_MS) this.requestUpdate();
  }

  /** @param {number} ms of simulated time */
  #pass(ms) {
    const comparison = this.#comparing.open;
    if (!comparison) return this.#run.pass(ms);
    if (this.#run.try(() => comparison.pass(ms))) return true;
    this.#view.playing = false;
    return false;
  }

  #paintTimeline() {
    this.#sinceTimeline = 0;
    const { session } = this.#run;
    if (session) this.#painter.paintTimeline(session, this.#view, this.#tr);
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
      const answer = this.#run.command(command);
      if (answer !== 'refused') this.#emit('carteiro-command', { command });
      this.#acted(answer);
    },
    undo: () => this.#acted(this.#run.takeBack(false)),
    redo: () => this.#acted(this.#run.takeBack(true)),
    pause: () => {
      this.#view.playing = false;
      this.#changed();
    },
    togglePlay: () => {
      this.#view.playing = !this.#view.playing;
      if (this.#view.playing) this.#steering.follow();
      this.#changed();
    },
    step: (stride = this.#view.stride, back = false) => this.#go((session) => session.step(stride, back)),
    setStride: (stride) => this.#set({ stride }),
    seek: (ms) => this.#go((session) => session.seek(Math.min(ms, session.head))),
    seekBy: (ms) => this.#go((session) => session.seek(session.now + ms)),
    switchTo: (branch) => this.#go((session) => this.#run.branches.switchTo(session, branch)),
    rename: (branch, name) => {
      this.#run.branches.rename(branch, name);
      this.requestUpdate();
    },
    remove: (branch) => {
      this.#run.branches.remove(branch);
      this.requestUpdate();
    },
    pan: (share) => this.#steering.pan(share),
    zoom: (by) => this.#steering.zoom(by),
    follow: () => this.#steering.toggleFollow(),
    reset: () => this.#restart(),
    setSpeed: (speed) => this.#set({ speed }),
    setSeed: (seed) => {
      const { session, picked } = this.#run;
      if (session && !this.#run.open(session.json, seed, picked)) this.requestUpdate();
    },
    newSeed: () => {
      this.#run.try(() => this.#actions.setSeed(this.#run.core?.suggestSeed() ?? ''));
    },
    pick: (id) => this.#run.openBuiltIn(id),
    openFile: (file) => this.#sharing.openFile(file),
    share: () => this.#sharing.share(),
    ask: async (subject, further = false) => {
      await this.#asking.ask(subject, further);
      this.requestUpdate();
      this.#moveFocus(true);
    },
    unask: (all = false) => {
      if (all) this.#asking.close();
      else this.#asking.back();
      this.requestUpdate();
      this.#moveFocus(this.#asking.subject !== undefined);
    },
    goTo: (fact) => {
      this.#asking.went = fact;
      this.#go((session) => session.seekFact(fact));
    },
    subjectAt: (event) => this.#run.session && this.#painter.subjectAt(this.#run.session, event),
    select: (node) => {
      this.#asking.close();
      this.#set({ selected: node, sheet: node < 0 || !this.#narrow ? 'none' : 'settings' });
      this.#moveFocus(node >= 0);
    },
    show: (asked) => {
      const sheet = asked === this.#view.sheet ? 'none' : asked;
      this.#asking.close();
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
    setReading: (reading) => this.#set({ reading }),
    setEveryStep: (everyStep) => this.#set({ everyStep }),
    dismiss: () => this.#run.dismiss(),
    restart: () => this.#restart(),
    compare: (branches) => this.#compare(branches),
    attempt: (action) => {
      this.#run.try(action);
      this.#changed();
    },
  };

  /** Something was commanded. @param {'refused' | 'done' | 'branched'} answer */
  #acted(answer) {
    if (answer === 'refused') return;
    this.#changed();
    if (answer !== 'branched') return;
    this.#speech = this.#tr.t('branch.began', { at: this.#tr.seconds(this.#run.branches.present.fromMs) });
    this.#sinceSpeech = 0;
    this.#emit('carteiro-branch', { number: this.#run.branches.present.number });
  }

  /** Goes elsewhere in time, and stays there. @param {(session: import('./session.js').Session) => void} way */
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

  /** @param {import('./compare/index.js').Branch[]} [branches] */
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

  /** Into a panel that was opened by hand, and back to where it was opened from. @param {boolean} into */
  async #moveFocus(into) {
    const active = /** @type {ShadowRoot} */ (this.renderRoot).activeElement;
    // From one panel into the next: the way back leads to where the first was opened.
    if (into && !active?.closest('.why')) this.#opener = /** @type {HTMLElement | null} */ (active);
    await this.updateComplete;
    if (into)
      /** @type {HTMLElement | null} */ (
        this.renderRoot.querySelector(
          '.why .scroll, .settings .card-head button, .help .card-head button, .sheet .card',
        )
      )?.focus();
    else if (this.#opener?.isConnected) this.#opener.focus();
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
    if (file) this.#sharing.openFile(file);
  };

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

  get #narrow() {
    return !this.figure && this.#width < NARROW_BELOW;
  }

  /** Whether the books stand beside the stage. */
  get #aside() {
    return !this.figure && this.#width >= SIDE_FROM;
  }

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

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has('lang')) this.#speak(this.#language);
    if (changed.has('theme')) {
      this.#view.theme = this.theme === 'light' || this.theme === 'dark' ? this.theme : 'auto';
      this.#themeChanged();
    }
    this.#view.figure = this.figure;
    if (this.#run.session && (changed.has('scenario') || changed.has('seed'))) {
      this.#run.openBuiltIn(this.scenario, this.seed);
    }
    this.#layOut();
    const { session, narrator } = this.#run;
    if (session) this.#run.try(() => narrator?.read(session));
    if (this.#sinceSpeech >= SPEAK_EVERY_MS) {
      this.#sinceSpeech = 0;
      this.#speech = (this.#comparing.open?.speech(this.#tr) ?? narrator?.speech()) || this.#speech;
    }
    this.#sinceWrite = 0;
  }

  /** @param {import('./types.js').Lang} lang */
  #speak(lang) {
    this.#view.lang = lang;
    this.#tr = new Translator(lang);
    this.#run.translate(this.#tr);
    this.#painter.forget();
    this.#comparing.open?.forget();
  }

  #layOut() {
    const { session } = this.#run;
    if (!session || this.#width === 0) return;
    this.#comparing.open?.layOut(this.#width, this.#narrow);
    const side = this.#aside ? (this.#width >= WIDE_FROM ? SIDE_WIDTH.wide : SIDE_WIDTH.usual) + SIDE_GAP : 0;
    const margin = this.figure ? 18 : this.#narrow ? 24 : 34 + side;
    this.#painter.layOut(session, Math.floor(this.#width - margin), this.figure);
  }

  render() {
    const out = {
      dismiss: this.#actions.dismiss,
      restart: this.#actions.restart,
      reload: () => location.reload(),
      recover: this.#sharing.recover,
    };
    const looks = [
      this.#dark ? 'dark' : '',
      this.#narrow ? 'narrow' : '',
      this.#aside ? 'aside' : '',
      this.#width >= WIDE_FROM ? 'wide-page' : '',
      this.#dropping ? 'dropping' : '',
    ];
    return html`<div
      part="root"
      class="root ${looks.join(' ')}"
      .style=${`zoom:${this.#zoom}`}
      lang=${this.#view.lang}
      @keydown=${this.#key}
      @dragover=${this.#drag}
      @dragleave=${this.#drag}
      @drop=${this.#drag}
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
    return page({
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
      narrow: this.#narrow,
      full: full.href,
    });
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
