// The way into a comparison and out of it again: its code is fetched when it is first asked for.
import { LoadError } from '../core/wasm.js';
import { learn, withWords } from '../i18n/index.js';

/** @import { Run } from '../store/run.js' */
/** @import { Branch, Comparison } from './index.js' */

export class ComparisonToggle {
  /** What is compared now; the run stands still meanwhile. @type {Comparison | undefined} */
  open;

  /**
   * Begins to compare the run with itself, or two ways it went; ends the comparison there is.
   * @param {Run} run @param {Branch[]} [branches]
   */
  async toggle(run, branches) {
    if (this.open) {
      this.close();
      return;
    }
    const { core, session } = run;
    try {
      // A topic that a contrast adds has a name in every language.
      const [{ Comparison }] = await withWords(Promise.all([import('./index.js'), learn('en'), learn('pt-BR')]));
      // Something else may have been opened meanwhile.
      if (!core || !session || this.open || run.session !== session) return;
      run.try(() => {
        this.open = new Comparison(core, session, branches);
      });
    } catch (failure) {
      run.fail(new LoadError(String(failure), { cause: failure }));
    }
  }

  /** Back to the run as it was. */
  close() {
    this.open?.close();
    this.open = undefined;
  }
}
