// Types of the package. Times are simulated milliseconds.

/** Where the lesson's progress is kept. */
export type ProgressMode = 'none' | 'own' | 'host';
export type Lang = 'en' | 'pt-BR';
export type Theme = 'auto' | 'light' | 'dark';
/** How far a step goes: an event, the end of the next attempt, to where the next message is done with. */
export type Stride = 'event' | 'attempt' | 'message';
/** A command as a scenario file writes it, such as `{ setHealth: { node: 'stock', health: 'down' } }`. */
export type Command = Record<string, unknown>;
/** A text in both languages. */
export type Text = { en: string; 'pt-BR': string };

/** Why the core refused something; `path` is the place in the scenario or command. */
export interface Problem {
  code: string;
  path: string;
  message: Text;
  remedy: Text;
}

/** A run that can be played again. */
export interface RunRecord {
  version: 1;
  /** The name of a built-in scenario, or a whole one. */
  scenario: string | object;
  seed: string;
  /** Commands by hand: at which instant, after how many events, and the command as JSON. */
  log: [atMs: number, events: number, command: string][];
  headMs: number;
  nowMs: number;
  events: number;
  /** Digest of all facts up to `headMs`. */
  hash: string;
}

/** What is counted at the playhead; the measures by their names. */
export interface Report {
  scenario: string;
  seed: string;
  /** Digest of all facts up to the playhead: equal ones mean equal runs. */
  hash: string;
  nowMs: number;
  headMs: number;
  orders: number;
  lost: number;
  doneTwice: number;
  waiting: number;
  commands: number;
  events: number;
  [measure: string]: number | string | null;
}

/** What a method was refused for. */
export class PlaygroundError extends Error {
  constructor(detail: ProblemDetail);
  detail: ProblemDetail;
}

/** `kind` says what is wrong: `attribute` (a wrong value), `unknown` (no such scenario), `problem` (the core refused), `load`, `panic`, ... */
export interface ProblemDetail {
  kind: string;
  name?: string;
  value?: string;
  wanted?: string;
  problem?: Problem;
  /** Of `load`: what did not come, why, and for `policy` what the Content-Security-Policy would have to allow. */
  what?: 'core' | 'lesson' | 'source' | 'part' | 'words';
  why?: 'offline' | 'missing' | 'policy' | 'invalid' | 'lost';
  word?: string;
  [more: string]: unknown;
}

/** What each event carries. */
export interface PlaygroundEvents {
  'carteiro-ready': Record<string, never>;
  'carteiro-scenario': { id: string; seed: string; own: boolean };
  'carteiro-request': { type: string; [value: string]: unknown };
  'carteiro-command': { command: Command; ms: number };
  'carteiro-time': { ms: number; headMs: number; playing: boolean };
  'carteiro-goal': { goal: number; reached: number; of: number; shown: boolean; ms: number };
  'carteiro-beat': {
    beat: number;
    of: number;
    phase: 'look' | 'predict' | 'act' | 'see' | 'why';
    begun: boolean;
    ms: number;
  };
  'carteiro-answer': { choice: number; held: number; right: boolean; ms: number };
  'carteiro-done': { scenario: string; goals: number; shown: boolean; ms: number };
  'carteiro-claim': { claim: number; holds: boolean; ms: number };
  'carteiro-branch': { number: number; fromMs: number };
  'carteiro-problem': ProblemDetail;
  'carteiro-resize': { width: number; height: number };
  'carteiro-theme': { theme: Theme; dark: boolean };
  'carteiro-lang': { lang: Lang };
}

type Handlers = { [Name in keyof PlaygroundEvents]: CustomEvent<PlaygroundEvents[Name]> };

/** What may be said in markup. A property of the same name takes the same text; flags are boolean. */
export interface PlaygroundAttributes {
  scenario?: string;
  src?: string;
  run?: string;
  seed?: string;
  lang?: string;
  theme?: Theme | '';
  figure?: boolean;
  controls?: string;
  start?: 'visible' | 'paused' | 'now' | '';
  at?: string;
  speed?: string;
  goals?: boolean;
  full?: string;
  progress?: ProgressMode | '';
}

/** `<carteiro-playground>`: a figure of messages between services, or the whole playground. Methods may be called before `ready`. */
export class CarteiroPlayground extends HTMLElement {
  scenario: string;
  src: string;
  run: string;
  seed: string;
  lang: string;
  theme: string;
  figure: boolean;
  controls: string;
  start: string;
  at: string;
  speed: string;
  goals: boolean;
  full: string;
  progress: string;

  /** Resolves when the first scenario is open. */
  readonly ready: Promise<void>;
  /** Sets several attributes at once, as a message to a frame does. */
  set(values: Record<string, unknown>): void;
  play(): Promise<void>;
  pause(): Promise<void>;
  step(stride?: Stride, back?: boolean): Promise<void>;
  /** Goes to an instant, also one that is not known yet. */
  seek(ms: number): Promise<void>;
  reset(): Promise<void>;
  /** Gives a command at the playhead. Rejects with a `PlaygroundError` when it is refused. */
  command(command: Command): Promise<void>;
  /** Opens a built-in scenario by name, a scenario, or a record. Rejects with a `PlaygroundError` when it is refused; what runs goes on then. */
  open(what: string | object | RunRecord, options?: { seed?: string }): Promise<void>;
  record(): Promise<RunRecord>;
  /** The run and what was reached in it, as a text for `load`. */
  state(): Promise<string>;
  load(state: string): Promise<void>;
  /** The stage as SVG text. */
  picture(): Promise<string>;
  report(): Promise<Report>;

  addEventListener<Name extends keyof Handlers>(
    type: Name,
    listener: (this: CarteiroPlayground, event: Handlers[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'carteiro-playground': CarteiroPlayground;
  }
  interface HTMLElementEventMap extends Handlers {}
}
