// What a playground does once somebody attends to it: it tells what happens, and obeys keys. A figure learns that when it is touched.
import { Narrator } from '../store/narrator.js';
import { Keyboard } from './controllers/keyboard.js';

/** @import { Request } from '../store/requests.js' */
/** @import { Store } from '../store/store.js' */
/** @import { CarteiroPlayground } from './playground-element.js' */

/** @type {WeakSet<Store>} */
const ATTENDED = new WeakSet();

/** @param {CarteiroPlayground} host @param {Store} store @param {(request: Request) => unknown} dispatch for keys */
export function attend(host, store, dispatch) {
  if (ATTENDED.has(store)) return;
  ATTENDED.add(store);
  store.run.narrate(Narrator);
  /** @type {Keyboard} */
  const keyboard = new Keyboard(
    host,
    (event) => store.run.session !== undefined && (!host.figure || keyboard.within(event)),
    dispatch,
  );
}
