/** A text in both languages. */
export interface LabText { en: string; 'pt-BR': string }

/** A setting that may vary. */
export interface LabSetting {
  /** As a plan calls it. */
  path: string;
  value: string | number | boolean;
  /** What else it may be, where that is one of a few words. */
  words: string[];
  /** `node:ID`, `subscription:ID`, `call:FROM/TO`, or empty for what concerns all. */
  of: string;
  /** Without whose it is, such as `retry.maxAttempts`. */
  name: string;
}

/** A measure of the scenario. */
export interface LabMeasure {
  /** As a plan calls it. */
  name: string;
  of: string;
  head: LabText;
  /** Whether it counts things. */
  counts: boolean;
  /** Whether it is a time in milliseconds. */
  millis: boolean;
}

export interface LabCatalogue { settings: LabSetting[]; measures: LabMeasure[]; claims: string[] }

export interface LabPlan {
  /** Names the plan: equal plans have equal hashes. */
  hash: string;
  /** The settings that vary. */
  columns: string[];
  /** Each point's values, as text. */
  points: string[][];
  /** Where each point lies along the setting that the study is drawn along; a duration in milliseconds. */
  places: (number | null)[];
  measures: string[];
  constraints: string[];
  confidence: number;
  /** Which setting that is; null where none has numbers. */
  axis: number | null;
  /** The points of each line along it, from its lowest value to its highest. */
  lines: number[][];
}

/** A point, and the runs of it from the first up to before the second. */
export type LabBatch = [point: number, from: number, until: number];

/** An estimate with the ends of its interval. */
export type LabInterval = [value: number, low: number, high: number];

/** A measure at a point. */
export interface LabEstimate {
  /** Runs in which something was measured. */
  runs: number;
  /** Null with fewer than two runs. */
  mean: LabInterval | null;
  /** Null with fewer than six runs, and before the last row has come. */
  median: LabInterval | null;
  /** The value, and the run that has it. */
  lowest: [value: number, run: number];
  highest: [value: number, run: number];
  /** From the first point, on the same seeds; `saved`: how many times the runs other seeds would take. */
  difference: { mean: LabInterval; saved: number | null } | null;
}

export interface LabPoint {
  runs: number;
  /** Runs in which nothing was left to happen. */
  atRest: number;
  /** Null where nothing was measured. */
  measures: (LabEstimate | null)[];
  /** The share of the runs in which each holds. */
  constraints: (LabInterval | null)[];
}

/** Where a constraint ceases to hold along a line, or begins to; with one point alone, whether it holds there. */
export interface LabBorder {
  points: number[];
  /** The last point up to which it held in every run. */
  holdsTo: number | null;
  /** The next point, at which it fell in some run. */
  fallsAt: number | null;
  /** The share of the runs there in which it held. */
  share: LabInterval | null;
  /** The first point from which on it held in every run. */
  holdsFrom: number | null;
  /** The point before that. */
  fellAt: number | null;
  /** The share of the runs there in which it held. */
  shareBefore: LabInterval | null;
}

export interface LabHunted {
  tried: number;
  kinds: string[];
  found?: {
    claim: string;
    seed: string;
    /** Deeds of the run as it was found. */
    of: number;
    deeds: { atMs: number; endMs: number | null; do: Record<string, Record<string, unknown>> }[];
    /** Whether the claim holds as soon as any one of them is dropped. */
    minimal: boolean;
    /** The run as the page saves one. */
    record: string;
  };
}

/** A moment of a run, and how probable the bad end was. */
export interface LabMoment { atMs: number; events: number; bad: { value: number; low: number; high: number } }

/** A fact, as the page has it. */
export interface LabFact { index: number; atMs: number; what: string; [field: string]: unknown }

/** Where a run was decided. */
export interface LabTurned {
  scenario: string;
  seed: number;
  futures: number;
  confidence: number;
  endedBadly: boolean;
  moments: LabMoment[];
  /** The event at which the probability jumped most; null where no moment stands out. */
  turn: { before: LabMoment; after: LabMoment; facts: LabFact[] } | null;
}
