// Where the focus goes: into a panel that was opened by hand, and back to where it was opened from.

/** What takes the focus in a panel. */
const ENTRANCES = '.why .scroll, .settings .card-head button, .help .card-head button, .sheet .card';

export class Focus {
  /** @type {HTMLElement | null} */
  #opener = null;

  /** @param {ParentNode} root @param {boolean} into @param {Promise<unknown>} drawn when the panel is there, or gone */
  async move(root, into, drawn) {
    const active = /** @type {ShadowRoot} */ (root).activeElement;
    // From one panel into the next: the way back leads to where the first was opened.
    if (into && !active?.closest('.why')) this.#opener = /** @type {HTMLElement | null} */ (active);
    await drawn;
    if (into) /** @type {HTMLElement | null} */ (root.querySelector(ENTRANCES))?.focus();
    else if (this.#opener?.isConnected) this.#opener.focus();
  }
}
