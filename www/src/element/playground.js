// What works behind the element: one store, the features that carry requests out, the controllers, and what draws.
import { html, nothing, render } from 'lit';
import { ComparisonToggle } from '../compare/toggle.js';
import { learn, nearest, Translator } from '../i18n/index.js';
import { Overlays } from '../lesson/overlays.js';
import { notice } from '../panels/notices.js';
import { Sharing } from '../share/sharing.js';
import { StagePainter } from '../stage/painter.js';
import { lessonEffects, timeEffects } from '../store/effects.js';
import { Store } from '../store/store.js';
import { TimelineController } from '../timeline/controller.js';
import { WhyPanel } from '../why/panel.js';
import { Announcer } from './announcer.js';
import { FileDrop } from './controllers/drop.js';
import { Focus } from './controllers/focus.js';
import { Keyboard } from './controllers/keyboard.js';
import { Playback } from './controllers/playback.js';
import { Preferences } from './controllers/preferences.js';
import { Printing } from './controllers/printing.js';
import { Viewport } from './controllers/viewport.js';
import { Visibility } from './controllers/visibility.js';
import { figureOf, figurePlace, figureView } from './figure.js';
import { LazyParts } from './lazy-parts.js';
import { rootView } from './root.js';
import { fullAddress } from './site.js';
import { wholeView } from './view.js';

/** @import { PropertyValues } from 'lit' */
/** @import { Lang } from '../core/types.js' */
/** @import { StageUi } from '../stage/ui.js' */
/** @import { Change } from '../store/store.js' */
/** @import { Wishes } from './contract.js' */
/** @import { CarteiroPlayground } from './playground-element.js' */

export class Playground {
  #host;
  #wishes;
  #tr = new Translator('en');
  /** The id of the scenario on the page. */
  #shown = '';
  #speech = '';
  #begun = false;
  /** What was asked for when a run was opened last. */
  #answered = '';
  #focus = new Focus();
  #stage = new StagePainter();

  /** @param {CarteiroPlayground} host @param {{ wishes: () => Wishes, ready: () => void, draw: () => void }} contract what the page around wishes; told when the first scenario is open; draws at once */
  constructor(host, contract) {
    this.#host = host;
    this.#wishes = contract.wishes;
    const changed = () => host.requestUpdate();
    const drawn = () => {
      host.requestUpdate();
      return host.updateComplete;
    };
    /** @param {boolean} into */
    const moveFocus = (into) => this.#focus.move(host.renderRoot, into, host.updateComplete);
    this.store = new Store(this.#tr, {
      found: () => this.sharing.found(),
      asked: () => this.#asked(),
      shared: (run) => this.sharing.openShared(run),
    });
    const { store } = this;
    this.sharing = new Sharing({
      store,
      isPage: () => host.page && !host.figure,
      asked: () => this.#asked(),
      root: () => host.renderRoot,
      full: () => fullAddress(host.full) || location.href,
      drawn,
    });
    this.announcer = new Announcer(host, store, contract.ready);
    this.timeline = new TimelineController(store);
    this.comparing = new ComparisonToggle(store, () => this.#compared());
    this.whyPanel = new WhyPanel(store, moveFocus);
    this.overlays = new Overlays(store, { root: () => host.renderRoot, drawn });
    this.parts = new LazyParts(store, {
      narrow: () => this.viewport.narrow,
      closeOthers: () => this.whyPanel.close(),
      moveFocus,
    });
    this.viewport = new Viewport(host, () => (host.hasUpdated ? changed() : this.#hold()));
    this.printing = new Printing(host, () => {
      this.viewport.printing = this.printing.now;
      if (host.hasUpdated) contract.draw();
    });
    this.preferences = new Preferences(host, () => this.#themeChanged());
    this.visibility = new Visibility(host, () => this.#seen());
    this.playback = new Playback(host, store, {
      seen: () => this.visibility.seen || contract.wishes().start === 'now',
      still: () => this.preferences.still,
      comparison: () => this.comparing.open,
      paintStage: () => (this.comparing.open ?? this.#stage).paint(this.preferences.still),
      paintTimeline: () => this.#paintTimeline(),
      told: (news) => {
        this.announcer.told(news);
        host.requestUpdate();
      },
    });
    this.keyboard = new Keyboard(
      host,
      (event) => store.run.session !== undefined && (!host.figure || this.keyboard.within(event)),
      (request) => (this.comparing.open?.forBoth(store.dispatch) ?? store.dispatch)(request),
    );
    this.drop = new FileDrop(changed, (file) => store.dispatch({ type: 'openFile', file }));
    const features = [this.sharing, this.timeline, this.comparing, this.whyPanel, this.overlays, this.parts];
    for (const effects of [
      timeEffects(store),
      lessonEffects(store),
      this.#effects,
      ...features.map((f) => f.effects),
    ]) {
      store.use(effects);
    }
    store.subscribe((change) => this.#heard(change));
    host.addController(this);
  }

  hostConnected() {
    if (!this.#host.hasUpdated) this.#hold();
    const ruler = /** @type {HTMLElement} */ (this.#host.renderRoot.querySelector('.ruler'));
    this.viewport.observe(ruler);
    this.sharing.connect();
    this.#seen();
  }

  hostDisconnected() {
    this.sharing.disconnect();
  }

  /** How the page around may be asked for its own language and colours. @returns {import('../store/requests.js').Effects} */
  get #effects() {
    return {
      setLang: ({ lang }) => {
        this.#host.lang = lang;
        this.announcer.emit('lang', { lang });
      },
      setTheme: ({ theme }) => {
        this.#host.theme = theme;
      },
    };
  }

  #asked() {
    const { scenario, seed, src, run } = this.#wishes();
    const asked = { scenario: scenario ?? '', seed: seed ?? '', src: src ?? '', run: run ?? '' };
    this.#answered = JSON.stringify(asked);
    return asked;
  }

  /** Opens what is asked for, when that is something else than before. */
  #follow() {
    const before = this.#answered;
    this.#asked();
    if (this.store.run.session && this.#answered !== before) this.store.run.begin();
  }

  /** It came to the screen, or near it, or left it. */
  #seen() {
    const { run } = this.store;
    const due = this.visibility.near || this.#wishes().start === 'now' || !this.#host.figure;
    if (this.#host.isConnected && due && !this.#begun) {
      this.#begun = true;
      if (!run.core) run.load();
    }
    this.playback.schedule();
  }

  // --- what the store tells ---------------------------------------------------------------------

  /** @param {Change} change */
  #heard(change) {
    switch (change.type) {
      case 'opened':
        return this.#opened();
      case 'failed':
        return this.#failed(change.stops);
      case 'acted':
        if (change.branched) this.#branched();
        return undefined;
      case 'changed':
        return this.playback.refresh();
      case 'state':
        this.playback.schedule();
        return this.#host.requestUpdate();
      default:
        return undefined;
    }
  }

  #opened() {
    const { run, lesson, state } = this.store;
    const { session, picked } = run;
    this.comparing.close();
    this.#stage.forget();
    this.sharing.opened();
    this.whyPanel.close();
    this.overlays.close();
    if (session) lesson.opened(session, picked);
    this.#speech = '';
    const { id } = session?.scenario ?? { id: '' };
    // The same scenario from its start keeps its panels open.
    if (id !== this.#shown) Object.assign(state, { selected: -1, sheet: 'none' });
    Object.assign(state, { fromMs: undefined, picked });
    this.#shown = id;
    if (!this.#host.figure) this.parts.expect();
    this.#goToStart();
    this.announcer.opened();
    this.playback.refresh();
  }

  /** A run opens at the instant that was asked for; a figure where something first happens. */
  #goToStart() {
    const { session } = this.store.run;
    if (!session || session.head > 0) return;
    const { at } = this.#wishes();
    if (at === undefined && !this.#host.figure) return;
    this.store.run.try(() => (at === undefined ? session.step('event') : session.seek(at)));
  }

  /** @param {boolean} stops */
  #failed(stops) {
    if (stops) {
      this.store.state.playing = false;
      this.comparing.close();
    }
    this.announcer.failed();
    const { run } = this.store;
    // A name that the page around got wrong is its own affair; on the full page the reader may have typed it.
    if (run.trouble?.kind === 'unknown' && !this.#host.page) run.trouble = undefined;
    this.playback.schedule();
    this.#host.requestUpdate();
  }

  #branched() {
    const { present } = this.store.run.branches;
    this.#speech = this.#tr.t('branch.began', { at: this.#tr.seconds(present.fromMs) });
    this.playback.cadence.spoke();
    this.announcer.emit('branch', { number: present.number, fromMs: present.fromMs });
  }

  /** The comparison was opened or closed: who pressed its button goes on from there. */
  async #compared() {
    this.#stage.forget();
    this.store.changed();
    await this.#host.updateComplete;
    /** @type {HTMLElement | null} */ (this.#host.renderRoot.querySelector('.head .compare'))?.focus();
  }

  // --- drawing ------------------------------------------------------------------------------------

  get #dark() {
    const { theme } = this.store.state;
    return theme === 'dark' || ((theme === 'auto' || this.preferences.forced) && this.preferences.dark);
  }

  #themeChanged() {
    this.timeline.repaint();
    this.announcer.emit('theme', { theme: this.store.state.theme, dark: this.#dark });
    this.#host.requestUpdate();
  }

  get #language() {
    return nearest(this.#wishes().lang || document.documentElement.lang || navigator.language);
  }

  /** Resolves when there are words for what is to be drawn. */
  words() {
    return learn(this.#language);
  }

  /** @param {PropertyValues<CarteiroPlayground>} changed */
  willUpdate(changed) {
    const { run, state, lesson } = this.store;
    const { figure } = this.#host;
    const wishes = this.#wishes();
    if (changed.has('lang')) this.#speak(this.#language);
    if (changed.has('theme')) {
      state.theme = wishes.theme;
      this.#themeChanged();
    }
    if (changed.has('speed')) state.speed = wishes.speed;
    if (changed.has('start')) state.playing = wishes.start !== 'paused';
    state.figure = figure;
    this.viewport.figure = figure;
    lesson.progress = this.#host.page && wishes.progress === 'none' ? 'own' : wishes.progress;
    this.#follow();
    this.#layOut();
    const { session, narrator } = run;
    const { cadence } = this.playback;
    if (session) run.try(() => narrator?.read(session));
    if (cadence.isTimeToSpeak) {
      cadence.spoke();
      this.#speech = (this.comparing.open?.speech(this.#tr) ?? narrator?.speech()) || this.#speech;
    }
    cadence.wrote();
  }

  /** @param {Lang} lang */
  #speak(lang) {
    this.store.state.lang = lang;
    this.#tr = new Translator(lang);
    this.store.run.translate(this.#tr);
    this.#stage.forget();
    this.comparing.open?.forget();
    this.overlays.close();
  }

  #layOut() {
    const { session } = this.store.run;
    if (!session || this.viewport.stage <= 0) return;
    this.comparing.open?.layOut(this.viewport.width, this.viewport.narrow);
    this.#stage.layOut(session, this.viewport.stage, this.#host.figure);
  }

  updated() {
    const { session } = this.store.run;
    if (!session) return;
    this.sharing.changed();
    this.announcer.drawn();
    const root = this.#host.renderRoot;
    if (this.comparing.open) {
      this.comparing.open.attach(root, this.#tr);
      this.comparing.open.paint(this.preferences.still);
      return;
    }
    this.#stage.attach(root, session, this.#tr);
    this.timeline.attach(root);
    this.store.run.try(() => this.#stage.paint(this.preferences.still));
    this.#paintTimeline();
  }

  #paintTimeline() {
    const { session } = this.store.run;
    if (session) this.store.run.try(() => this.timeline.paint(session, this.#tr));
  }

  /** @param {KeyboardEvent} event */
  #escape = (event) => {
    if (event.key !== 'Escape') return;
    const { state, dispatch } = this.store;
    if (this.whyPanel.subject) dispatch({ type: 'unask' });
    else if (state.selected >= 0) dispatch({ type: 'select', node: -1 });
    else if (state.sheet !== 'none') dispatch({ type: 'show', sheet: 'none' });
  };

  render() {
    const { run, dispatch } = this.store;
    const out = {
      dismiss: () => dispatch({ type: 'dismiss' }),
      restart: () => dispatch({ type: 'restart' }),
      reload: () => location.reload(),
      recover: this.sharing.recover,
    };
    return this.#root(
      this.store.state.lang,
      html`${run.trouble ? notice(run.trouble, this.#tr, out) : nothing} ${this.sharing.view(this.#tr)} ${this.#content()}
        <div class="unseen" aria-live="polite">${this.#speech}</div>`,
    );
  }

  /** Keeps the figure's place, before there are words for anything. */
  #hold() {
    const { figure, renderRoot, renderOptions } = this.#host;
    this.viewport.figure = figure;
    this.store.state.theme = this.#wishes().theme;
    render(
      this.#root(this.#language, figure ? figurePlace(this.#figure, nothing) : nothing),
      renderRoot,
      renderOptions,
    );
  }

  /** What is asked of a figure, and the room that it will need. */
  get #figure() {
    const { session, picked } = this.store.run;
    return figureOf(this.#wishes(), session && picked, this.#language, this.viewport);
  }

  /** @param {Lang} lang @param {unknown} content */
  #root(lang, content) {
    const { viewport, drop } = this;
    return rootView({ lang, dark: this.#dark, viewport, drop, onKey: this.#escape }, content);
  }

  #content() {
    const { run, state, lesson, dispatch } = this.store;
    const { session, core, narrator, trouble, branches } = run;
    const { stage } = this.#stage;
    if (!session || !core || !stage || !narrator) {
      const waiting = trouble ? nothing : html`<p class="waiting" role="status">${this.#tr.t('load.wait')}</p>`;
      return this.#host.figure ? figurePlace(this.#figure, waiting) : waiting;
    }
    /** @type {StageUi} */
    const ui = {
      tr: this.#tr,
      session,
      core,
      stage,
      narrator,
      branches,
      lesson,
      dispatch,
      view: state,
      narrow: this.viewport.narrow,
      subjectAt: (event) => this.#stage.subjectAt(session, event),
    };
    if (this.#host.figure) {
      const { seed, scenario } = session;
      const { full: asked, run: shared } = this.#wishes();
      const full = fullAddress(asked, { scenario: scenario.id, seed, lang: state.lang }, shared);
      return [figureView(ui, { ...this.#figure, full }), this.overlays.view(ui)];
    }
    const whole = { ui, parts: this.parts.views, whyPanel: this.whyPanel, comparison: this.comparing.open };
    return [wholeView(whole), this.overlays.view(ui)];
  }
}
