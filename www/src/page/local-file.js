// The scenario file that `make play FILE=…` serves: opened, and opened again whenever it was saved.

const EVERY_MS = 500;

/** Asks for the file for ever. One that cannot be had, in the middle of being saved or after the server stopped, is asked for again.
 * @param {(json: string) => void} open */
export async function follow(open) {
  let known = '';
  for (;;) {
    const json = await fetch('local-scenario.json', { cache: 'no-store' })
      .then((answer) => (answer.ok ? answer.text() : known))
      .catch(() => known);
    if (json !== known) open(json);
    known = json;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
