// What can be done on the page, by whatever means: each action by its name, put to the part that does it.
/** @import { Branch } from '../compare/index.js' */
/** @import { Session } from '../core/session.js' */
/** @import { Lang, Theme } from '../core/types.js' */
/** @import { Shelf } from '../lesson/library.js' */
/** @import { Sharing } from '../share/sharing.js' */
/** @import { Painter } from '../stage/painter.js' */
/** @import { Lesson } from '../store/lesson.js' */
/** @import { Run } from '../store/run.js' */
/** @import { Actions, ViewState } from '../store/ui.js' */
/** @import { Steering } from '../timeline/steering.js' */
/** @import { Asking } from '../why/panel.js' */
/** @import { Room } from './controllers/viewport.js' */

/** @typedef {'refused' | 'done' | 'branched'} Answer to a command */

/** What the actions are done with.
 * @typedef {object} Hands
 * @property {Run} run
 * @property {ViewState} view
 * @property {Steering} steering
 * @property {Asking} asking
 * @property {Sharing} sharing
 * @property {Painter} painter
 * @property {Room} room
 * @property {(part: Partial<ViewState>) => void} set changes what the page remembers, and draws it
 * @property {() => void} changed more than that has changed
 * @property {(answer: Answer) => void} acted something was commanded
 * @property {(way: (session: Session) => void) => void} go goes elsewhere in time, and stays there
 * @property {() => void} restart
 * @property {Lesson} lesson
 * @property {Shelf} shelf
 * @property {(branches?: Branch[]) => void} compare
 * @property {(into: boolean) => void} moveFocus into a panel, or back
 * @property {(lang: Lang) => void} speak
 * @property {(theme: Theme) => void} colour
 * @property {(name: string, detail: object) => void} emit
 */

/** What is done to the run, and going about in time. @param {Hands} page */
function inTime(page) {
  /** @satisfies {Partial<Actions>} */
  const actions = {
    command: (command) => {
      const answer = page.run.command(command);
      if (answer !== 'refused') page.emit('carteiro-command', { command });
      page.acted(answer);
    },
    undo: () => page.acted(page.run.takeBack(false)),
    redo: () => page.acted(page.run.takeBack(true)),
    pause: () => {
      page.view.playing = false;
      page.changed();
    },
    togglePlay: () => {
      page.view.playing = !page.view.playing;
      if (page.view.playing) page.steering.follow();
      page.changed();
    },
    step: (stride = page.view.stride, back = false) =>
      page.go((session) => session.inSlices(() => session.step(stride, back))),
    setStride: (stride) => page.set({ stride }),
    seek: (ms) => page.go((session) => session.inSlices(() => session.seek(Math.min(ms, session.head)))),
    seekBy: (ms) => page.go((session) => session.inSlices(() => session.seek(session.now + ms))),
    switchTo: (branch) => page.go((session) => page.run.branches.switchTo(session, branch)),
    rename: (branch, name) => {
      page.run.branches.rename(branch, name);
      page.set({});
    },
    remove: (branch) => {
      page.run.branches.remove(branch);
      page.set({});
    },
    pan: (share) => page.steering.pan(share),
    zoom: (by) => page.steering.zoom(by),
    follow: () => page.steering.toggleFollow(),
    goTo: (fact) => {
      page.asking.went = fact;
      page.go((session) => session.inSlices(() => session.seekFact(fact)));
    },
  };
  return actions;
}

/** What is opened, chosen, asked and shown. @param {Hands} page */
function onPage(page) {
  /** @param {string} seed */
  const setSeed = (seed) => {
    const { session, picked } = page.run;
    if (session && !page.run.open(session.json, seed, picked)) page.set({});
  };
  /** @satisfies {Partial<Actions>} */
  const actions = {
    reset: () => page.restart(),
    setSpeed: (speed) => page.set({ speed }),
    setSeed,
    newSeed: () => {
      page.run.try(() => setSeed(page.run.core?.suggestSeed() ?? ''));
    },
    pick: (id) => page.run.openBuiltIn(id),
    openFile: (file) => page.sharing.openFile(file),
    share: () => page.sharing.share(),
    ask: async (subject, further = false) => {
      await page.asking.ask(subject, further);
      page.set({});
      if (page.asking.subject === subject) page.moveFocus(true);
    },
    unask: (all = false) => {
      if (all) page.asking.close();
      else page.asking.back();
      page.set({});
      page.moveFocus(page.asking.subject !== undefined);
    },
    subjectAt: (event) => page.run.session && page.painter.subjectAt(page.run.session, event),
    select: async (node) => {
      const { session } = page.run;
      if (node >= 0) await page.shelf.learn('settings');
      // Another run may have been opened meanwhile.
      if (page.run.session !== session) return;
      page.asking.close();
      page.set({ selected: node, sheet: node < 0 || !page.room.narrow ? 'none' : 'settings' });
      page.moveFocus(node >= 0);
    },
    show: async (asked) => {
      if (asked === 'help') await page.shelf.learn('help');
      const sheet = asked === page.view.sheet ? 'none' : asked;
      page.asking.close();
      page.set({ sheet, selected: sheet === 'none' || page.room.narrow ? -1 : page.view.selected });
      page.moveFocus(sheet !== 'none');
    },
    setLang: (lang) => {
      page.speak(lang);
      page.emit('carteiro-lang', { lang });
    },
    setTheme: (theme) => page.colour(theme),
    setReading: async (reading) => {
      if (reading) await page.shelf.learn('more');
      page.set({ reading });
    },
    predict: (option) => {
      page.lesson.predict(option);
      page.set({});
    },
    showSolution: () => {
      if (!page.run.demonstrate(page.lesson.text?.solution ?? [])) return;
      page.lesson.shown = true;
      Object.assign(page.view, { playing: true, reading: false });
      page.changed();
    },
    setEveryStep: (everyStep) => page.set({ everyStep }),
    dismiss: () => page.run.dismiss(),
    restart: () => page.restart(),
    compare: (branches) => page.compare(branches),
    attempt: (action) => {
      page.run.try(action);
      page.changed();
    },
  };
  return actions;
}

/** @param {Hands} page @returns {Actions} */
export function actionsOf(page) {
  return { ...inTime(page), ...onPage(page) };
}
