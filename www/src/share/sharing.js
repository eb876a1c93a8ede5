// How runs come to the page, from its address, a file or what it remembers, and leave it by the dialog to share one.

import { LoadError } from '../core/loading.js';
import { beforeLast, recordOf } from '../core/record.js';
import { ProblemError } from '../core/wasm.js';
import { withWords } from '../i18n/index.js';
import { Keeper } from './autosave.js';
import { keep, keptIn } from './storage.js';

/** @import { KeptBranches, RunRecord } from '../core/record.js' */
/** @import { Effects } from '../store/requests.js' */
/** @import { Asked } from '../store/run.js' */
/** @import { Store } from '../store/store.js' */
/** @import { Problem } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Why } from './checked.js' */
/** @import { ShareDialog } from './dialog.js' */
/** @import { Kept } from './storage.js' */

/** @typedef {'link' | 'file' | 'stored' | 'host'} From where a run comes from */

/** What there is to be said about a run that came, or did not.
 * @typedef {{ kind: 'opening' } | { kind: 'restored' } | { kind: 'other' }
 *   | Refused} Note */

/** @typedef {{ kind: 'refused', from: From, why?: Why, problem?: Problem }} Refused */

/** Two runs that are compared.
 * @typedef {object} Compared
 * @property {string} place by which the page's address opens the same comparison
 * @property {number} now the instant at which both stand
 * @property {(picked: string, branches: KeptBranches | undefined) => RunRecord} record what is compared, with all that was done to both
 * @property {(tr: Translator) => string} sentence what differs, and what came of it
 */

/** The playground, as far as sharing needs it.
 * @typedef {object} Host
 * @property {Store} store
 * @property {() => boolean} isPage whether the page's address and storage are this playground's
 * @property {() => Asked} asked what the page opens when it finds nothing
 * @property {() => HTMLElement | DocumentFragment} root where the dialog is drawn, and the stage
 * @property {() => string} full the address of the full playground
 * @property {() => Promise<unknown>} drawn draws what has changed
 * @property {() => Compared | undefined} compared what is on the page instead of the run
 */

/** @typedef {typeof import('./opening.js')} Opening */

/** What takes longer than this is said. */
const PATIENCE_MS = 400;

/** Whether the address holds a run. */
const hasLink = () => location.hash.startsWith('#run=');

export class Sharing {
  /** @type {Note | undefined} */
  #note;
  #host;
  #keeper;
  /** Whether what was there at the beginning has been looked for. */
  #looked = false;
  /** The code to open runs, once it was needed. @type {Opening | undefined} */
  #code;
  /** @type {ShareDialog | undefined} */
  #dialog;
  /** The sharing that is going on. @type {Promise<void> | undefined} */
  #sharing;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#keeper = new Keeper(host);
  }

  /** @returns {Effects} */
  get effects() {
    return { share: () => this.#shareOnce(), openFile: ({ file }) => this.#openFile(file) };
  }

  get #run() {
    return this.#host.store.run;
  }

  /** Lets time pass, or not. @param {boolean} playing @returns {boolean} whether it did before */
  #play(playing) {
    const { store } = this.#host;
    const played = store.state.playing;
    store.changed({ playing });
    return played;
  }

  connect() {
    this.#keeper.connect();
    addEventListener('hashchange', this.#hash);
  }

  disconnect() {
    this.#keeper.disconnect();
    removeEventListener('hashchange', this.#hash);
  }

  /** Another run is on the page. What was refused is said until it is read. */
  opened() {
    this.#dialog?.close();
    if (this.#note?.kind !== 'refused') this.#note = undefined;
    this.changed();
  }

  changed() {
    this.#keeper.soon();
  }

  /**
   * Opens what this tab had before it was loaded again, what the address holds, or the run of the last visit. Rejects when the
   * simulation breaks down or does not come.
   * @returns {Promise<boolean>} whether there was something
   */
  async found() {
    // Only once: what broke the simulation down is not tried again.
    if (this.#looked || !this.#host.isPage()) return false;
    this.#looked = true;
    const own = keptIn('sessionStorage');
    if (own?.at === location.href && (await this.#restore(own))) return true;
    if (hasLink()) return (await this.#open('link', ({ recordIn }) => recordIn(location.hash))) !== undefined;
    const asks = new URLSearchParams(location.search);
    const last = asks.has('scenario') || asks.has('seed') ? undefined : keptIn('localStorage');
    return last !== undefined && this.#restore(last);
  }

  /** One that was tried and did not come to its end has broken the page: it is not tried again. @param {Kept} kept */
  async #restore(kept) {
    this.#keeper.clear();
    if (kept.tried) return false;
    keep({ ...kept, tried: true });
    // A page that is left in good order is not broken; but the reader may have begun something else.
    const back = () => keptIn('sessionStorage')?.tried && keep(kept);
    addEventListener('pagehide', back);
    try {
      const opened = await this.#open('stored', ({ checked }) => checked(kept.record));
      if (opened === 'left') back();
      else if (opened) {
        this.#keeper.now();
        this.#note ??= { kind: 'restored' };
      } else this.#keeper.clear();
      return opened !== undefined;
    } catch (failure) {
      // What was not opened for want of something else is not lost.
      if (failure instanceof LoadError) keep(kept);
      throw failure;
    } finally {
      removeEventListener('pagehide', back);
    }
  }

  /** @returns {Promise<Opening>} */
  async #load() {
    try {
      this.#code ??= await withWords(import('./opening.js'));
      this.#code.dress(this.#host.root());
      return this.#code;
    } catch (failure) {
      // Where something did not arrive, everything is tried again.
      this.#looked = false;
      throw failure;
    }
  }

  /** @param {From} from @param {(code: Opening) => RunRecord | Promise<RunRecord>} read @returns what came of it; undefined when it was refused */
  async #open(from, read) {
    const code = await this.#load();
    /** @type {Note} */
    const opening = { kind: 'opening' };
    const slow = setTimeout(() => this.#say(opening), PATIENCE_MS);
    try {
      const record = await read(code);
      const picked = typeof record.scenario === 'string' ? record.scenario : '';
      const answer = await this.#run.openBuilt(
        picked,
        (core, wanted) => code.build(core, record, wanted),
        record.branches,
      );
      if (answer === 'left') {
        if (this.#note === opening) this.#say(undefined);
        return answer;
      }
      this.#play(false);
      this.#say(answer === 'other' && record.hash ? { kind: 'other' } : undefined);
      return answer;
    } catch (failure) {
      if (failure instanceof LoadError) this.#looked = false;
      this.#say(undefined);
      if (failure instanceof code.RecordError) this.#say({ kind: 'refused', from, why: failure.why });
      else if (failure instanceof ProblemError) this.#say({ kind: 'refused', from, problem: failure.problem });
      else throw failure;
      return undefined;
    } finally {
      clearTimeout(slow);
    }
  }

  /** The same, where nobody waits for it. @param {() => Promise<unknown>} opening */
  async #attempt(opening) {
    try {
      await opening();
    } catch (failure) {
      this.#run.fail(failure, { retry: () => this.#attempt(opening) });
    }
  }

  #hash = () => {
    if (this.#host.isPage() && hasLink())
      this.#attempt(() => this.#open('link', ({ recordIn }) => recordIn(location.hash)));
  };

  /** What was refused of a run that was just to be opened, if it was. @returns {Refused | undefined} */
  get #refused() {
    return this.#note?.kind === 'refused' ? this.#note : undefined;
  }

  /** Opens a run by what stands after `#run=` in its link. @param {string} text @returns {Promise<Refused | undefined>} why it was refused */
  async openShared(text) {
    await this.#open('link', ({ recordIn }) => recordIn(`#run=${text}`));
    return this.#refused;
  }

  /** Opens a record that the page around has kept. @param {object} record @returns {Promise<Refused | undefined>} why it was refused */
  async openRecord(record) {
    await this.#open('host', ({ checked }) => checked(record));
    const refused = this.#refused;
    if (refused) this.#say(undefined);
    return refused;
  }

  /** A file with a run, or with a scenario. @param {File} file */
  #openFile = async (file) => {
    const { runIn } = await this.#load();
    const value = await runIn(file);
    if (value === undefined) this.#run.openFile(file);
    else await this.#open('file', ({ checked }) => checked(value));
  };

  /** Goes on from before the last command, with a fresh simulation; not there when there was none. */
  get recover() {
    const record = this.#keeper.last;
    if (!record?.log.length) return undefined;
    return () => this.#attempt(() => this.#open('stored', () => beforeLast(record)));
  }

  /** Begins as if nothing had been kept. */
  fresh = () => {
    // What is being opened is what nobody wants to wait for.
    this.#looked = this.#note?.kind === 'opening';
    this.#note = undefined;
    this.#keeper.clear();
    this.#play(true);
    this.#attempt(() => this.#run.begin());
  };

  dismiss = () => this.#say(undefined);

  /** @param {Note | undefined} note */
  #say(note) {
    this.#note = note;
    this.#host.drawn();
  }

  /** Opens the dialog, unless that is being done. */
  #shareOnce = () => {
    this.#sharing ??= this.#share().finally(() => {
      this.#sharing = undefined;
    });
    return this.#sharing;
  };

  /** Meanwhile time stands still: what is shared is what one sees. */
  async #share() {
    const { root, full, isPage, drawn, compared } = this.#host;
    const run = this.#run;
    const played = this.#play(false);
    try {
      const [code] = await Promise.all([withWords(import('./dialog.js')), this.#load()]);
      if (!run.session) return;
      const address = isPage() ? location.href : full();
      const { session, picked } = run;
      const both = compared();
      const record = both?.record(picked, run.branches.kept) ?? recordOf(session, picked);
      this.#dialog = new code.ShareDialog({
        session,
        picked,
        record,
        compared: both,
        address,
        full: full(),
        root,
        changed: drawn,
      });
      await drawn();
      await this.#dialog.show(root());
      this.#dialog = undefined;
    } finally {
      this.#play(played);
    }
  }

  /** @param {Translator} tr */
  view(tr) {
    return [this.#note && this.#code?.shareNotice(this.#note, tr, this), this.#dialog?.view(tr)];
  }
}
