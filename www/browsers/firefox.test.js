import { visit } from './journey.js';
import { learn } from './package.js';

visit('firefox');
learn('firefox');
