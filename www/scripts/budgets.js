// What may be loaded at most, in KB after brotli and in requests. A budget is raised only with its reason in the commit.

export const BUDGETS = {
  /** In somebody's page: script, words, simulation, scenario. */
  figure: { kilobytes: 187.3, requests: 4 },
  /** The page of figures, as a frame shows it: the figure's files, the page, its style and its script; an icon besides. */
  figurePage: { kilobytes: 189.6, requests: 8 },
  fullPage: { kilobytes: 97.9 },
  /** The teacher's page and that of a task together: their script, and what grades. */
  classroom: { kilobytes: 296 },
  later: { kilobytes: 128.9 },
  wasm: { kilobytes: 211.9 },
};
