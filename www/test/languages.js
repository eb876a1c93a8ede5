// Both languages, for the tests: on the page only the one asked for is fetched.
import { learn } from '../src/i18n/index.js';

await Promise.all([learn('en'), learn('pt-BR')]);
