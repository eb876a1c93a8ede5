import { visit } from './journey.js';

visit('firefox');
