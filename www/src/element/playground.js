// What works behind the element: one store, the features that carry requests out, the controllers, and what draws.
import { html, nothing, render } from 'lit';
import { LoadError } from '../core/loading.js';
import { knows, learn, nearest, Translator, withWords } from '../i18n/index.js';
import { loss, notice } from '../panels/notices.js';
import { StagePainter } from '../stage/painter.js';
import { lessonEffects, timeEffects } from '../store/effects.js';
import { Store } from '../store/store.js';
import { Announcer } from './announcer.js';
import { NAMES, read } from './contract.js';
import { Playback } from './controllers/playback.js';
import { Preferences } from './controllers/preferences.js';
import { Printing } from './controllers/printing.js';
import { Viewport } from './controllers/viewport.js';
import { Visibility } from './controllers/visibility.js';
import { figureOf, figurePlace, figureView } from './figure.js';
import { rootView } from './root.js';
import { fullAddress } from './site.js';

/** @import { PropertyValues } from 'lit' */
/** @import { Lang } from '../core/types.js' */
/** @import { StageUi } from '../stage/ui.js' */
/** @import { Request } from '../store/requests.js' */
/** @import { Change } from '../store/store.js' */
/** @import { Wishes } from './contract.js' */
/** @import { Full } from './full.js' */
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
  /** The language whose words did not come, and why: it is not asked for again by itself. @type {{ lang: Lang, failure: LoadError } | undefined} */
  #missed;
  /** @type {Lang | undefined} */
  #spoken;
  #stage = new StagePainter();
  /** What a figure does without, once its code is here. @type {Full | undefined} */
  #full;
  /** @type {Promise<Full> | undefined} */
  #coming;
  /** Whether a figure was touched. */
  #touched = false;

  /** @param {CarteiroPlayground} host @param {{ wishes: () => Wishes, ready: () => void, draw: () => void }} contract what the page around wishes; told when the first scenario is open; draws at once what was asked for */
  constructor(host, contract) {
    this.#host = host;
    this.#wishes = contract.wishes;
    const changed = () => host.requestUpdate();
    this.store = new Store(this.#tr, {
      found: () => this.#found(),
      asked: () => this.#asked(),
      shared: (run) => this.#openShared(run),
    });
    const { store } = this;
    this.announcer = new Announcer(host, store, contract.ready);
    this.viewport = new Viewport(host, () => (host.hasUpdated ? changed() : this.#hold()));
    this.printing = new Printing(host, () => {
      this.viewport.printing = this.printing.now;
      if (!host.hasUpdated) return;
      host.requestUpdate();
      contract.draw();
    });
    this.preferences = new Preferences(host, () => this.#themeChanged());
    this.visibility = new Visibility(host, () => this.#seen());
    this.playback = new Playback(host, store, {
      seen: () => this.visibility.seen || contract.wishes().start === 'now',
      still: () => this.preferences.still,
      comparison: () => this.comparison,
      paintStage: () => (this.comparison ?? this.#stage).paint(this.preferences.still),
      paintTimeline: () => this.#full?.paintTimeline(this.#tr),
      judged: () => this.#full?.guide.judged(),
      told: (news) => {
        this.announcer.told(news);
        host.requestUpdate();
      },
    });
    for (const effects of [timeEffects(store), lessonEffects(store), this.#effects]) store.use(effects);
    store.subscribe((change) => this.#heard(change));
    host.addController(this);
  }

  hostConnected() {
    if (!this.#host.hasUpdated) this.#hold();
    const ruler = /** @type {HTMLElement} */ (this.#host.renderRoot.querySelector('.ruler'));
    this.viewport.observe(ruler);
    if (!this.#host.figure) this.#expectFull();
    this.#seen();
  }

  /** What is on the page instead of the run. */
  get comparison() {
    return this.#full?.comparison;
  }

  /** What only the full playground has. Its code is fetched when it is first asked for; rejects with a LoadError when it does not come. */
  full() {
    this.#coming ??= this.#fetchFull();
    return this.#coming;
  }

  async #fetchFull() {
    try {
      const [{ Full }] = await Promise.all([withWords(import('./full.js'), 'page'), this.store.run.whole()]);
      this.#full = new Full(this.#host, this.store, {
        asked: () => this.#asked(),
        narrow: () => this.viewport.narrow,
        told: (beat) => this.announcer.emit('beat', beat),
        still: () => this.preferences.still,
        zoom: () => this.viewport.zoom,
        dispatch: this.#dispatch,
        repaint: () => {
          this.#stage.forget();
          this.store.changed();
        },
      });
      this.store.changed();
      return this.#full;
    } catch (failure) {
      this.#coming = undefined;
      throw failure;
    }
  }

  #expectFull() {
    const { run } = this.store;
    // Nothing is opened on the full page before all of its code is here.
    const retry = () => (run.session ? this.#expectFull() : run.load());
    this.full().catch((failure) => run.fail(failure, { retry }));
  }

  /** A key is meant for what is on the page. @param {Request} request */
  #dispatch = (request) => (this.comparison?.forBoth(this.store.dispatch) ?? this.store.dispatch)(request);

  /** Who touches a figure hears what happens in it, and has its keys. */
  #touch = async () => {
    if (this.#touched) return;
    this.#touched = true;
    try {
      const { attend } = await withWords(import('./attention.js'), 'page');
      attend(this.#host, this.store, this.#dispatch);
    } catch {
      // The next touch asks for it again.
      this.#touched = false;
    }
  };

  /** How the page around may be asked for its own language and colours. @returns {import('../store/requests.js').Effects} */
  get #effects() {
    return {
      setLang: ({ lang }) => {
        this.#host.lang = lang;
        this.#askForWords();
        this.announcer.emit('lang', { lang });
      },
      setTheme: ({ theme }) => {
        this.#host.theme = theme;
      },
    };
  }

  get #wanted() {
    const { scenario, seed, src, run } = this.#wishes();
    return { scenario: scenario ?? '', seed: seed ?? '', src: src ?? '', run: run ?? '' };
  }

  /** What is opened now answers what is asked for now: what is asked for from now on is followed. */
  #asked() {
    const wanted = this.#wanted;
    this.#answered = JSON.stringify(wanted);
    return { ...wanted, figure: this.#host.figure };
  }

  /** Opens what is asked for, when that is something else than what was opened last. */
  #follow() {
    const { run } = this.store;
    if (run.session && JSON.stringify(this.#wanted) !== this.#answered) run.begin();
  }

  /** Whether something was opened that the page remembers, or that its address holds; a figure has neither. */
  async #found() {
    this.#asked();
    return this.#host.page && !this.#host.figure && (await this.full()).sharing.found();
  }

  /** What a page around has copied wrongly is told to it, not to the reader. @param {string} run @returns whether it is open */
  async #openShared(run) {
    const { sharing } = await this.full();
    const refused = await sharing.openShared(run);
    if (!refused || this.#host.page) return !refused;
    sharing.dismiss();
    this.announcer.wrong('run', run, 'what stands after #run= in a shared link');
    return false;
  }

  /** Of the page's own address the reader hears what it cannot have; a language that is not spoken is none of that. */
  #tellWrongWishes() {
    if (!this.#host.page) return;
    for (const name of NAMES) {
      const value = String(this.#host[name]);
      if (name !== 'lang' && read(name, value).wrong) return this.store.run.complain({ kind: 'wish', name, value });
    }
  }

  /** It came to the screen, or near it, or left it. */
  #seen() {
    const { run } = this.store;
    const due = this.visibility.near || this.#wishes().start === 'now' || !this.#host.figure;
    if (this.#host.isConnected && due && !this.#begun) {
      this.#begun = true;
      if (!run.core) this.#load();
    }
    this.playback.schedule();
  }

  #load() {
    const { run } = this.store;
    run.load();
    // The words come first, and with them whatever a script of the page says of its attributes.
    this.words().then(
      () => run.expect(),
      () => {},
    );
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
    if (session) lesson.opened(session, picked);
    this.#full?.opened();
    this.#stage.forget();
    this.#speech = '';
    const { id } = session?.scenario ?? { id: '' };
    // The same scenario from its start keeps its panels open.
    if (id !== this.#shown) Object.assign(state, { selected: -1, sheet: 'none' });
    Object.assign(state, { fromMs: undefined, windowMs: undefined, picked });
    this.#shown = id;
    this.#goToStart();
    if (this.announcer.opened()) this.#tellWrongWishes();
    this.playback.refresh();
  }

  /** A run opens at the instant that was asked for; a figure where something first happens. */
  #goToStart() {
    const { session } = this.store.run;
    if (!session || session.head > 0) return;
    const { at } = this.#wishes();
    if (at === undefined && !this.#host.figure) return;
    if (at === undefined) this.store.run.try(() => session.step('event'));
    else this.store.run.goTo(at);
  }

  /** @param {boolean} stops */
  #failed(stops) {
    if (stops) {
      this.store.state.playing = false;
      this.#full?.comparing.close();
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

  // --- drawing ------------------------------------------------------------------------------------

  get #dark() {
    const { theme } = this.store.state;
    return theme === 'dark' || ((theme === 'auto' || this.preferences.forced) && this.preferences.dark);
  }

  #themeChanged() {
    this.#full?.timeline.repaint();
    this.announcer.emit('theme', { theme: this.store.state.theme, dark: this.#dark });
    this.#host.requestUpdate();
  }

  get #language() {
    return nearest(this.#wishes().lang || document.documentElement.lang || navigator.language);
  }

  /** Resolves when there are words for what is to be drawn, or none are to be had. */
  async words() {
    /** @type {Lang | undefined} */
    let lang;
    // Another one may be asked for while this one is on its way.
    while (lang !== this.#language) {
      lang = this.#language;
      await this.#learn(lang);
    }
  }

  /** @param {Lang} lang */
  async #learn(lang) {
    if (this.#missed?.lang === lang) return;
    try {
      await learn(lang);
      this.#missed = undefined;
    } catch (failure) {
      if (!(failure instanceof LoadError)) throw failure;
      this.#missed = { lang, failure };
      // Who reads another language goes on in that one.
      if (knows(this.#tr.lang)) this.store.run.fail(failure, { retry: this.#askForWords });
      else this.announcer.emit('problem', { ...failure.detail, again: false });
    }
  }

  #askForWords = () => {
    this.#missed = undefined;
    this.#host.requestUpdate();
  };

  /** @param {PropertyValues<CarteiroPlayground>} changed */
  willUpdate(changed) {
    const { run, state, lesson } = this.store;
    const { figure } = this.#host;
    const wishes = this.#wishes();
    const lang = this.#language;
    if (lang !== this.#spoken && (knows(lang) || !knows(this.#tr.lang))) this.#speak(lang);
    if (changed.has('theme')) {
      state.theme = wishes.theme;
      this.#themeChanged();
    }
    if (changed.has('speed')) state.speed = wishes.speed;
    // A lesson that waits for its learner waits, however early it was opened.
    if (changed.has('start')) state.playing = wishes.start !== 'paused' && !this.#full?.guide.waits;
    state.figure = figure;
    this.viewport.figure = figure;
    lesson.progress = this.#host.page && wishes.progress === 'none' ? 'own' : wishes.progress;
    if (changed.has('figure') && !figure) this.#expectFull();
    this.#follow();
    this.#layOut();
    const { session, narrator } = run;
    const { cadence } = this.playback;
    if (session) run.try(() => narrator?.read(session));
    if (cadence.isTimeToSpeak) {
      cadence.spoke();
      this.#speech = (this.comparison?.speech(this.#tr) ?? narrator?.speech()) || this.#speech;
    }
    cadence.wrote();
  }

  /** @param {Lang} lang */
  #speak(lang) {
    this.#spoken = lang;
    this.store.state.lang = lang;
    this.#tr = new Translator(lang);
    this.store.run.translate(this.#tr);
    this.#stage.forget();
    this.#full?.spoken();
  }

  #layOut() {
    const { session } = this.store.run;
    if (!session || this.viewport.stage <= 0) return;
    this.comparison?.layOut(this.viewport.width, this.viewport.narrow);
    const { figure } = this.#host;
    this.#stage.layOut(session, this.viewport.stage, figure, figure ? undefined : this.#tr.lang);
  }

  updated() {
    const { session } = this.store.run;
    if (!session || !knows(this.#tr.lang)) return;
    this.announcer.drawn();
    if (this.#full?.updated(this.#tr, this.preferences.still)) return;
    this.#stage.attach(this.#host.renderRoot, session, this.#tr);
    this.store.run.try(() => this.#stage.paint(this.preferences.still));
    this.#full?.paintTimeline(this.#tr);
  }

  /** @param {KeyboardEvent} event */
  #escape = (event) => {
    if (event.key === 'Escape') this.#full?.escape();
  };

  render() {
    const spoken = knows(this.#tr.lang);
    const place = this.#host.figure ? figurePlace(this.#figure, nothing) : nothing;
    return this.#root(
      this.store.state.lang,
      html`${this.#trouble()} ${spoken ? [this.#full?.sharing.view(this.#tr), this.#content()] : place}
        <div class="unseen" aria-live="polite">${this.#speech}</div>`,
    );
  }

  /** Keeps the figure's place, and what the page has written inside in sight, before there are words for anything. */
  #hold() {
    const { figure, renderRoot, renderOptions } = this.#host;
    this.viewport.figure = figure;
    this.store.state.theme = this.#wishes().theme;
    const own = html`<slot></slot>`;
    render(this.#root(this.#language, figure ? figurePlace(this.#figure, own) : own), renderRoot, renderOptions);
  }

  /** What is asked of a figure, and the room that it will need. */
  get #figure() {
    const { session, picked } = this.store.run;
    return figureOf(this.#wishes(), session && picked, this.#language, this.viewport);
  }

  /** @param {Lang} lang @param {unknown} content */
  #root(lang, content) {
    const { viewport } = this;
    const drop = this.#full?.drop;
    return rootView({ lang, dark: this.#dark, viewport, drop, onKey: this.#escape, onTouch: this.#touch }, content);
  }

  /** What is wrong, and every way on that there is. */
  #trouble() {
    const { run, dispatch } = this.store;
    const reload = () => location.reload();
    if (this.#missed && !knows(this.#tr.lang)) {
      const out = { again: this.#askForWords, reload, dismiss: undefined };
      return loss({ ...this.#missed.failure.detail, again: false }, this.#tr, out);
    }
    if (!run.trouble || !knows(this.#tr.lang)) return nothing;
    return notice(run.trouble, this.#tr, {
      dismiss: run.session && (() => dispatch({ type: 'dismiss' })),
      first: this.#host.page ? () => dispatch({ type: 'open', scenario: '' }) : undefined,
      again: () => dispatch({ type: 'again' }),
      restart: () => dispatch({ type: 'restart' }),
      reload,
      recover: this.#full?.sharing.recover,
    });
  }

  #content() {
    const { run, state, lesson, dispatch } = this.store;
    const { session, core, narrator, trouble, branches } = run;
    const { stage } = this.#stage;
    const full = this.#host.figure ? undefined : this.#full;
    if (!session || !core || !stage || !(full || this.#host.figure)) {
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
    if (full) return full.view(ui);
    const { seed, scenario } = session;
    const { full: asked, run: shared } = this.#wishes();
    const address = fullAddress(asked, { scenario: scenario.id, seed, lang: state.lang }, shared);
    return figureView(ui, { ...this.#figure, full: address });
  }
}
