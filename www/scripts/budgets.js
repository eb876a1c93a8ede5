// What may be loaded at most, in KB after brotli and in requests. A budget is raised only with its reason in the commit.

export const BUDGETS = {
  /** In somebody's page: script, words, simulation, scenario. */
  figure: { kilobytes: 189.6, requests: 4 },
  /** The page of figures, as a frame shows it: the figure's files, the page, its style and its script; an icon besides. */
  figurePage: { kilobytes: 191.9, requests: 8 },
  /** With the ways into the lab from a client's rate and the lesson's card. */
  fullPage: { kilobytes: 100.6 },
  /** The teacher's pages and that of a task together: their script, and what grades. */
  classroom: { kilobytes: 311.8 },
  /** With what is asked of the lab in the settings, in a lesson's text and in the answer to Why?, in both languages. */
  later: { kilobytes: 136.9 },
  /** The lab, with its chart, the point of no return and one language, once it is opened; its simulation is larger by the statistics, and compiled for speed. */
  lab: { kilobytes: 44.2 },
  labWasm: { kilobytes: 343 },
  wasm: { kilobytes: 217.9 },
};
