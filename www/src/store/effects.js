// How requests about the run, time and the lesson are carried out.
/** @import { Session } from '../core/session.js' */
/** @import { Effects } from './requests.js' */
/** @import { Store } from './store.js' */

/** Goes elsewhere in time, and stays there. @param {Store} store @param {(session: Session) => void} way */
export function travel(store, way) {
  const { state, run } = store;
  run.go(way);
  const now = run.session?.now ?? 0;
  const { fromMs, windowMs } = state;
  const unseen = fromMs !== undefined && (now < fromMs || now > fromMs + (windowMs ?? Infinity));
  store.changed({ playing: false, ...(unseen && { fromMs: undefined }) });
}

/** Gives one command, or several at once; the last outcome counts. @param {Store} store @param {() => 'refused' | 'done' | 'branched'} give */
function act(store, give) {
  const outcome = give();
  if (outcome === 'refused') return outcome;
  store.changed();
  store.notify({ type: 'acted', branched: outcome === 'branched' });
  return outcome;
}

/** @param {Store} store @returns {Effects} */
export function timeEffects(store) {
  const { run, state } = store;
  /** @param {string} seed */
  const setSeed = (seed) => {
    const { session, picked } = run;
    if (session && !run.open(session.json, seed, picked, session.model)) store.set({});
  };
  const restart = () => {
    state.playing = true;
    run.restart();
    store.changed();
  };
  /** @param {boolean} playing */
  const play = (playing) => store.changed({ playing, ...(playing && { fromMs: undefined }) });
  return {
    command: ({ command }) => act(store, () => run.command(command)),
    undo: () => act(store, () => run.takeBack(false)),
    redo: () => act(store, () => run.takeBack(true)),
    play: () => play(true),
    pause: () => play(false),
    togglePlay: () => play(!state.playing),
    step: ({ stride = state.stride, back = false }) =>
      travel(store, (session) => session.inSlices(() => session.step(stride, back))),
    seek: ({ ms }) => travel(store, (session) => session.inSlices(() => session.seek(Math.min(ms, session.head)))),
    seekBy: ({ ms }) => travel(store, (session) => session.inSlices(() => session.seek(session.now + ms))),
    switchBranch: ({ branch }) => travel(store, (session) => run.branches.switchTo(session, branch)),
    renameBranch: ({ branch, name }) => {
      run.branches.rename(branch, name);
      store.set({});
    },
    removeBranch: ({ branch }) => {
      run.branches.remove(branch);
      store.set({});
    },
    setStride: ({ stride }) => store.set({ stride }),
    setSpeed: ({ speed }) => store.set({ speed }),
    setSeed: ({ seed }) => setSeed(seed),
    newSeed: () => run.try(() => setSeed(run.core?.suggestSeed() ?? '')),
    reset: restart,
    restart,
    open: ({ scenario }) => run.openBuiltIn(scenario),
    dismiss: () => run.dismiss(),
    again: () => run.again(),
  };
}

/** @param {Store} store @returns {Effects} */
export function lessonEffects(store) {
  const { lesson } = store;
  return {
    predict: ({ option }) => {
      lesson.predict(option);
      store.set({});
    },
    setEveryStep: ({ everyStep }) => store.set({ everyStep }),
  };
}
