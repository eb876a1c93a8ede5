// What may be loaded at most, in KB after brotli and in requests. A budget is raised only with its reason in the commit.

export const BUDGETS = {
  /** In somebody's page: script, words, simulation, scenario. */
  figure: { kilobytes: 188.4, requests: 4 },
  /** The page of figures, as a frame shows it: the figure's files, the page, its style and its script; an icon besides. */
  figurePage: { kilobytes: 190.8, requests: 8 },
  fullPage: { kilobytes: 95.5 },
  later: { kilobytes: 121.8 },
  wasm: { kilobytes: 168.3 },
};
