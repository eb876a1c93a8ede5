// The names of what a figure can show around its stage.

/** Shown unless something else is asked for. */
export const USUAL = ['title', 'question', 'play', 'step', 'books', 'verdict', 'full'];

/** All of them, in the order in which they stand. */
export const WORDS = [...USUAL, 'speed', 'reset', 'clock'];
