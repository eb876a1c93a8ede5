// How the reader points, for sentences that say what to do.

/** A finger, or something finer. @returns {'coarse' | 'fine'} */
export const pointer = () => (matchMedia('(pointer: coarse)').matches ? 'coarse' : 'fine');
