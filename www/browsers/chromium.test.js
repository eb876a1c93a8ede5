import { visit } from './journey.js';

visit('chromium');
