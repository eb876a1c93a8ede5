// A file that is dropped on the page; as a listener it hears of everything that is dragged over it.

export class FileDrop {
  /** Whether a file is held over the page. */
  over = false;
  #changed;
  #open;

  /** @param {() => void} changed @param {(file: File) => void} open */
  constructor(changed, open) {
    this.#changed = changed;
    this.#open = open;
  }

  /** @param {DragEvent} event */
  handleEvent(event) {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    const over = event.type === 'dragover';
    if (over !== this.over) {
      this.over = over;
      this.#changed();
    }
    const file = event.type === 'drop' ? event.dataTransfer.files[0] : undefined;
    if (file) this.#open(file);
  }
}
