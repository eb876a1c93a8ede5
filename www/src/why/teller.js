// Tells a story anew as the run goes on, not on every frame, and keeps what comes after a playhead that went back.
import { tell } from './story.js';

/** @import { Ui } from '../store/ui.js' */
/** @import { Story } from './story.js' */
/** @import { Subject } from '../core/subject.js' */

/** While the run goes on, a story is told anew this often at most, and only for a part of the time that there is. */
const EVERY_MS = 250;
const TIMES_AS_LONG = 4;

export class Teller {
  /** @type {{ subject: Subject, tr: Ui['tr'], session: Ui['session'], future: number, facts: number, now: number, again: number, story: Story, later: Story['lines'] } | undefined} */
  #told;

  /** The story as it is at the playhead, and its lines of a later time that are known already. @param {Ui} ui @param {Subject} subject */
  tell({ session, tr, core, view }, subject) {
    const told = this.#told;
    const facts = session.frame.header('facts');
    const { now, future } = session;
    const same = told?.subject === subject && told.session === session && told.tr === tr && told.future === future;
    if (
      same &&
      ((now === told.now && facts === told.facts) ||
        (view.playing && facts >= told.facts && performance.now() < told.again))
    ) {
      return told;
    }
    const began = performance.now();
    const story = tell(session, tr, subject, core.retrySchedule);
    const ended = performance.now();
    // What was told before of a time that is still to come again.
    const known = same && session.past && !story.list ? [...told.story.lines, ...told.later] : [];
    const later = known.filter(({ index }) => index >= facts);
    const again = ended + Math.max(EVERY_MS, TIMES_AS_LONG * (ended - began));
    this.#told = { subject, tr, session, future, facts, now, again, story, later };
    return this.#told;
  }
}
