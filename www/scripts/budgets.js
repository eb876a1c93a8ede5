// What may be loaded at most, in KB after brotli and in requests. Budgets only fall.

export const BUDGETS = {
  /** In somebody's page: script, words, simulation, scenario. */
  figure: { kilobytes: 187.7, requests: 4 },
  /** The page of figures, as a frame shows it: the figure's files, the page, its style and its script; an icon besides. */
  figurePage: { kilobytes: 190.1, requests: 8 },
  fullPage: { kilobytes: 77.2 },
  later: { kilobytes: 72.1 },
  wasm: { kilobytes: 158.5 },
};
