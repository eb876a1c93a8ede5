// A store without a page around it, for tests.
import { Translator } from '../src/i18n/index.js';
import { Store } from '../src/store/store.js';

export const storeOf = () =>
  new Store(new Translator('en'), {
    found: async () => false,
    asked: () => ({ scenario: '', seed: '', src: '', run: '' }),
    shared: async () => false,
  });
