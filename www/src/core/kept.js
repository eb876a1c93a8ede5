// What the browser keeps for the page: on this device, or as long as the tab is. One that keeps nothing, or has no room, is fine.

/** @typedef {'localStorage' | 'sessionStorage'} Shelf */

/** The text under a key, if one is kept there. @param {Shelf} shelf @param {string} key @returns {string | undefined} */
export function textIn(shelf, key) {
  try {
    return globalThis[shelf].getItem(key) ?? undefined;
  } catch {
    // A page in a sandbox has no storage.
    return undefined;
  }
}

/** The value that a kept text says; nothing where it says none. @param {string | undefined} text @returns {unknown} */
export function parsed(text) {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // Nothing that this page wrote.
    return undefined;
  }
}

/** Keeps a text under a key; without one nothing is kept there. @param {Shelf} shelf @param {string} key @param {string} [text] */
export function keepIn(shelf, key, text) {
  try {
    if (text === undefined) globalThis[shelf].removeItem(key);
    else globalThis[shelf].setItem(key, text);
  } catch {
    // No storage, or it is full.
  }
}
