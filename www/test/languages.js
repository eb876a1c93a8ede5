// Both languages, for the tests: on the page only the one asked for is fetched.
import { learn, withWords } from '../src/i18n/index.js';

await withWords(withWords(Promise.all([learn('en'), learn('pt-BR')]), 'page'));
