// Finding a text by what is typed: neither case nor accents count, and every word has to be in it.

/** @param {string} text */
const plain = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();

/** Whether every word that is typed is in one of the texts. @param {string} typed @param {string[]} texts */
export function matches(typed, texts) {
  const all = plain(texts.join('\n'));
  return plain(typed)
    .split(/\s+/)
    .every((word) => all.includes(word));
}
