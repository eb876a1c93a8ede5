import { visit } from './journey.js';

visit('webkit');
